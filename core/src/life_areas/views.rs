//! The areas screen, the history of an area, and the sittings.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};

use super::{Area, LifeAreaId, LifeAreaRatingId, LifeAreaSittingId, REPEAT_MONTHS, WishToChange};
use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::goals::LongTermGoalId;
use crate::ids::Id;
use crate::programme::pack::Text;
use crate::programme::{Content, NamedItem, content};

/// Days for which a sitting that was left is offered to be taken up again. After that a new one begins.
pub const RESUME_DAYS: i64 = 14;

/// One rating, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct LifeAreaRatingView {
    /// Which.
    pub id: LifeAreaRatingId,
    /// Given in which sitting.
    pub sitting: LifeAreaSittingId,
    /// Of which area.
    pub area: Area,
    /// A step of the scale, from 0; none where it was skipped.
    pub rating: Option<i64>,
    /// Whether I want it to change.
    pub wish_to_change: Option<WishToChange>,
    /// Anything else.
    pub note: String,
    /// The long-term goal that came of it.
    pub goal: Option<LongTermGoalId>,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// An area with what was said of it last.
#[derive(Clone, PartialEq, Eq)]
pub struct LifeAreaView {
    /// Which.
    pub area: Area,
    /// What it is called: in the pack, in the person's language, or in their own words.
    pub name: Text,
    /// What I said last; a sitting that skipped it does not count.
    pub newest: Option<LifeAreaRatingView>,
}

/// One area with what was said of it.
#[derive(Clone, PartialEq, Eq)]
pub struct LifeAreaHistory {
    /// What it is called. Of one that the pack has dropped, as another pack on this phone calls it; empty where none
    /// knows it.
    pub name: Text,
    /// Words of the steps of the scale, as on the areas' screen. A rating that was given on a longer one is in none.
    pub steps: Vec<Text>,
    /// What was said, the newest first; what was skipped is left out.
    pub ratings: Vec<LifeAreaRatingView>,
}

/// An area of my own that was set aside.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnLifeArea {
    /// Which.
    pub id: LifeAreaId,
    /// Its name.
    pub name: String,
}

/// A sitting that was left before every area had an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenSitting {
    /// Which.
    pub sitting: LifeAreaSittingId,
    /// The person's day it began.
    pub day: Day,
    /// What it has not asked yet, in order.
    pub left: Vec<Area>,
}

/// A sitting.
#[derive(Clone, PartialEq, Eq)]
pub struct LifeAreaSittingView {
    /// Which.
    pub sitting: LifeAreaSittingId,
    /// The person's day it began.
    pub day: Day,
    /// Its ratings, as they were given.
    pub ratings: Vec<LifeAreaRatingView>,
}

/// The areas screen.
#[derive(Clone, PartialEq, Eq)]
pub struct LifeAreasView {
    /// The pack's areas in the pack's order, then my own.
    pub areas: Vec<LifeAreaView>,
    /// My own that were set aside.
    pub set_aside: Vec<OwnLifeArea>,
    /// Words of the steps of the scale: a rating is a place in this list, from 0.
    pub steps: Vec<Text>,
    /// The pack's questions that help to find a goal.
    pub prompts: Vec<NamedItem>,
    /// A sitting of the last [`RESUME_DAYS`] days that can be taken up again.
    pub open: Option<OpenSitting>,
    /// The person's day of the newest sitting.
    pub newest_day: Option<Day>,
    /// After how many months they come up again, as the person decided.
    pub repeat_months: Option<i64>,
    /// The day on which they come up again.
    pub again_on: Option<Day>,
    /// That day has come: offer a sitting, softly.
    pub offer_again: bool,
}

const COLUMNS: &str = "SELECT id, sitting, area, own_area, rating, wish_to_change, note, goal, day, made_ms, made_zone, \
                       made_offset FROM life_area_rating";

pub(super) fn screen(c: &Connection, today: Day) -> Result<LifeAreasView> {
    let mut own: Vec<OwnLifeArea> = Vec::new();
    let mut set_aside = Vec::new();
    let mut q = c.prepare_cached("SELECT id, name, state = 'keep' FROM life_area ORDER BY position, id")?;
    for row in q.query_map([], |r| Ok((OwnLifeArea { id: r.get(0)?, name: r.get(1)? }, r.get::<_, bool>(2)?)))? {
        let (area, kept) = row?;
        if kept { own.push(area) } else { set_aside.push(area) }
    }
    let content = content(c)?;
    let pack = &content.pack;
    let listed = content.named("area", &pack.life_areas.areas).into_iter();
    let in_own_words = |name: String| Text { text: name, ..Text::default() };
    let mut areas: Vec<LifeAreaView> = listed
        .map(|item| LifeAreaView { area: Area::Listed(item.id), name: item.name, newest: None })
        .chain(own.into_iter().map(|a| LifeAreaView {
            area: Area::Own(a.id),
            name: in_own_words(a.name),
            newest: None,
        }))
        .collect();
    let mut newest = newest_of_each(c)?;
    for view in &mut areas {
        view.newest = newest.remove(&view.area);
    }
    let newest_sitting = sittings(c, None, 1)?.pop();
    let newest_day = newest_sitting.as_ref().map(|s| s.day);
    let open =
        newest_sitting.filter(|s| (0..RESUME_DAYS).contains(&(today.number() - s.day.number()))).map(|sitting| {
            let asked: BTreeSet<Area> = sitting.ratings.into_iter().map(|r| r.area).collect();
            let left = areas.iter().map(|a| &a.area).filter(|a| !asked.contains(a)).cloned().collect();
            OpenSitting { sitting: sitting.sitting, day: sitting.day, left }
        });
    let repeat_months = repeat_months(c)?;
    let again_on = newest_day.zip(repeat_months).and_then(|(day, months)| months_after(day, months));
    Ok(LifeAreasView {
        areas,
        set_aside,
        steps: steps(&content),
        prompts: content.named("area_prompt", &pack.life_areas.prompts),
        open: open.filter(|open| !open.left.is_empty()),
        newest_day,
        repeat_months,
        again_on,
        offer_again: again_on.is_some_and(|day| day <= today),
    })
}

/// The steps of the scale in the pack's words.
pub(super) fn steps(content: &Content) -> Vec<Text> {
    (0..content.pack.life_areas.steps).map(|step| content.text(&format!("area_step.{step}"))).collect()
}

fn months_after(day: Day, months: i64) -> Option<Day> {
    let months = chrono::Months::new(u32::try_from(months).ok()?);
    day.date().checked_add_months(months).and_then(Day::from_date)
}

/// The day on which the areas come up again, for who asked to be reminded.
pub(crate) fn again_on(c: &Connection) -> Result<Option<Day>> {
    let newest: Option<Day> = c.prepare_cached("SELECT max(day) FROM life_area_rating")?.query_row([], |r| r.get(0))?;
    Ok(newest.zip(repeat_months(c)?).and_then(|(day, months)| months_after(day, months)))
}

fn repeat_months(c: &Connection) -> Result<Option<i64>> {
    let id = crate::settings::setting_id(REPEAT_MONTHS);
    let mut q = c.prepare_cached("SELECT value FROM setting WHERE id = ?1")?;
    let kept: Option<String> = q.query_map([id], |r| r.get(0))?.next().transpose()?;
    Ok(kept.and_then(|json| json.parse().ok()).filter(|months| *months > 0))
}

fn newest_of_each(c: &Connection) -> Result<BTreeMap<Area, LifeAreaRatingView>> {
    let mut q = c.prepare_cached(&format!(
        "{COLUMNS} WHERE id IN (SELECT max(id) FROM life_area_rating
             WHERE rating IS NOT NULL OR wish_to_change <> '' OR note <> '' GROUP BY area, own_area)"
    ))?;
    let mut newest = BTreeMap::new();
    for row in q.query_map([], of_row)? {
        let view = row?;
        newest.insert(view.area.clone(), view);
    }
    Ok(newest)
}

pub(super) fn of_area(
    c: &Connection,
    area: &Area,
    before: Option<LifeAreaRatingId>,
) -> Result<Vec<LifeAreaRatingView>> {
    // An area that the pack dropped since keeps its history, so only its form is checked.
    let (listed, own) = match area {
        Area::Listed(id) => (crate::validate::content_id("area", id)?, None),
        Area::Own(id) => {
            crate::validate::known(c, &crate::store::kinds::LIFE_AREA, "area", id.0)?;
            (String::new(), Some(*id))
        }
    };
    let mut q = c.prepare_cached(&format!(
        "{COLUMNS} WHERE area = ?1 AND own_area IS ?2 AND id < ?3
            AND (rating IS NOT NULL OR wish_to_change <> '' OR note <> '') ORDER BY id DESC LIMIT 50"
    ))?;
    let rows = q.query_map(params![listed, own, Id::before(before.map(|b| b.0))], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

pub(super) fn sittings(
    c: &Connection,
    before: Option<LifeAreaSittingId>,
    limit: i64,
) -> Result<Vec<LifeAreaSittingView>> {
    let mut q = c.prepare_cached(
        "SELECT sitting FROM life_area_rating WHERE sitting < ?1
          GROUP BY sitting ORDER BY sitting DESC LIMIT ?2",
    )?;
    let ids: Vec<LifeAreaSittingId> =
        q.query_map(params![Id::before(before.map(|b| b.0)), limit], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let mut of_one = c.prepare_cached(&format!("{COLUMNS} WHERE sitting = ?1 ORDER BY made_ms, id"))?;
    let mut sittings = Vec::new();
    for sitting in ids {
        let ratings: Vec<LifeAreaRatingView> = of_one.query_map([sitting], of_row)?.collect::<Result<_, _>>()?;
        if let Some(first) = ratings.first() {
            sittings.push(LifeAreaSittingView { sitting, day: first.day, ratings });
        }
    }
    Ok(sittings)
}

/// The rating that a goal came of, the newest where there are several.
pub(crate) fn rating_of_goal(c: &Connection, goal: LongTermGoalId) -> Result<Option<LifeAreaRatingView>> {
    let mut q = c.prepare_cached(&format!("{COLUMNS} WHERE goal = ?1 ORDER BY id DESC LIMIT 1"))?;
    Ok(q.query_map([goal], of_row)?.next().transpose()?)
}

/// Reads `area, own_area` from two columns.
pub(super) fn area_of_row(r: &Row<'_>, first: usize) -> rusqlite::Result<Area> {
    match r.get::<_, Option<LifeAreaId>>(first + 1)? {
        Some(own) => Ok(Area::Own(own)),
        None => r.get(first).map(Area::Listed),
    }
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<LifeAreaRatingView> {
    let wish: Option<WishToChange> = if r.get_ref(5)?.as_str()?.is_empty() { None } else { Some(r.get(5)?) };
    Ok(LifeAreaRatingView {
        id: r.get(0)?,
        sitting: r.get(1)?,
        area: area_of_row(r, 2)?,
        rating: r.get(4)?,
        wish_to_change: wish,
        note: r.get(6)?,
        goal: r.get(7)?,
        day: r.get(8)?,
        made: Moment { instant_ms: r.get(9)?, zone: r.get(10)?, offset_min: r.get(11)? },
    })
}
