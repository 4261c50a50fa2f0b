//! How I find the areas of my life: friendships, work, home and so on. The pack names the areas
//! and the steps of the scale; people add areas of their own.
//!
//! A sitting rates as many areas as the person likes. Any may be skipped, a sitting can be left
//! and taken up again, and a low rating never sets anything off: it is an answer. What may come
//! of it is a goal, where the person wants a change ([`Handrail::goal_from_area`]).
//!
//! This file owns the records and their writes; [`views`] the screens.

mod views;

pub use views::{
    LifeAreaHistory, LifeAreaRatingView, LifeAreaSittingView, LifeAreaView, LifeAreasView, OpenSitting, OwnLifeArea,
    RESUME_DAYS,
};

pub(crate) use views::{again_on, rating_of_goal};

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::{Error, Reason, Result};
use crate::goals::{BeginAs, GoalMore, NewLongTermGoal, insert_long_with};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::programme::pack::Text;
use crate::programme::{Content, content};
use crate::settings;
use crate::store::kinds::{LIFE_AREA, LIFE_AREA_RATING, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// Most areas of one's own that are kept at once. What was set aside does not count.
pub const MOST_OWN_AREAS: usize = 30;
/// Longest time after which the areas come up again, in months.
pub const LONGEST_REPEAT_MONTHS: i64 = 24;
/// Name of the setting: after how many months the areas come up again; 0 for never.
pub(crate) const REPEAT_MONTHS: &str = "life_areas_repeat_months";

id_type! {
    /// Names an area of the person's own.
    LifeAreaId
}
id_type! {
    /// Names one rating.
    LifeAreaRatingId
}
id_type! {
    /// Names a sitting: the ratings that were given together.
    LifeAreaSittingId
}

choice! {
    /// Whether an area of one's own is asked about.
    LifeAreaState {
        /// It is.
        Keep = "keep",
        /// Set aside, with its ratings; it can come back.
        Drop = "drop",
    }
}

choice! {
    /// Whether I want this area to change.
    WishToChange {
        /// I do.
        Yes = "yes",
        /// Not now.
        NotNow = "not_now",
    }
}

/// An area: one that the pack names, or one of the person's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// By its id in the pack.
    Listed(String),
    /// One of the person's own.
    Own(LifeAreaId),
}

impl Area {
    /// As a goal keeps it: the pack's id, or the 22 characters of an own area's.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Listed(id) => id.clone(),
            Self::Own(id) => id.to_string(),
        }
    }

    /// Reads that; none for the empty word. Ids of a pack have no capital letter, ids of records always begin with one.
    pub(crate) fn parse(field: &'static str, word: &str) -> Result<Option<Self>> {
        match word.trim() {
            "" => Ok(None),
            id if id.starts_with(|c: char| c.is_ascii_uppercase()) => {
                Ok(Some(Self::Own(LifeAreaId(Id::parse(field, id)?))))
            }
            id => validate::content_id(field, id).map(|id| Some(Self::Listed(id))),
        }
    }

    /// That the pack in force names this area, or that it is one of the person's own.
    pub(crate) fn checked(&self, c: &Connection, field: &'static str) -> Result<Self> {
        match self {
            Self::Listed(id) => {
                let id = validate::content_id(field, id)?;
                let named = content(c)?.pack.life_areas.areas.contains(&id);
                if named { Ok(Self::Listed(id)) } else { Err(Error::invalid(field, Reason::UnknownId)) }
            }
            Self::Own(id) => validate::known(c, &LIFE_AREA, field, id.0).map(|()| self.clone()),
        }
    }
}

/// How I find one area now. All of it may be left out: then the area was skipped, and this sitting asks no more about it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewLifeAreaRating {
    /// Which area.
    pub area: Area,
    /// A step of the pack's scale, from 0.
    pub rating: Option<i64>,
    /// Whether I want it to change.
    pub wish_to_change: Option<WishToChange>,
    /// Anything else, at most [`validate::TEXT_LIMIT`] characters; may be empty.
    pub note: String,
}

impl Handrail {
    /// The areas with what I said of each last, and a sitting that can be taken up again.
    pub fn life_areas(&self) -> Result<LifeAreasView> {
        let today = self.this_day()?;
        self.read(|c| views::screen(c, today))
    }

    /// One area with what I said of it, the newest first, 50 at a time: the newest, or those before `before`.
    ///
    /// # Errors
    /// `area` malformed, or an own area that does not exist.
    pub fn life_area_history(&self, area: &Area, before: Option<LifeAreaRatingId>) -> Result<LifeAreaHistory> {
        self.read(|c| {
            let ratings = views::of_area(c, area, before)?;
            let content = content(c)?;
            Ok(LifeAreaHistory { name: name_of(c, &content, area)?, steps: views::steps(&content), ratings })
        })
    }

    /// The sittings with their ratings, the newest first, 20 at a time: the newest, or those before `before`.
    pub fn life_area_sittings(&self, before: Option<LifeAreaSittingId>) -> Result<Vec<LifeAreaSittingView>> {
        self.read(|c| views::sittings(c, before, 20))
    }

    /// Adds an area of my own.
    ///
    /// # Errors
    /// `name` empty or over [`validate::LINE_LIMIT`]; more than [`MOST_OWN_AREAS`].
    pub fn add_life_area(&self, name: &str) -> Result<Changes> {
        self.write(|w| {
            let name = validate::line("name", name)?;
            room_for_one_more(w.tx())?;
            let position: i64 = w
                .tx()
                .prepare_cached("SELECT coalesce(max(position) + 1, 0) FROM life_area")?
                .query_row([], |r| r.get(0))?;
            w.insert(&LIFE_AREA, w.new_id()?, &vec![("name", value(name)), ("position", value(position))])
        })
    }

    /// Calls an area of my own something else. Its ratings stay with it.
    pub fn rename_life_area(&self, id: LifeAreaId, name: &str) -> Result<Changes> {
        self.write(|w| w.update(&LIFE_AREA, id.0, &vec![("name", value(validate::line("name", name)?))]).map(drop))
    }

    /// Sets an area of my own aside, or takes it up again. Its ratings are kept.
    pub fn set_life_area_state(&self, id: LifeAreaId, state: LifeAreaState) -> Result<Changes> {
        self.write(|w| {
            if state == LifeAreaState::Keep && state_of(w.tx(), id)? == LifeAreaState::Drop {
                room_for_one_more(w.tx())?;
            }
            w.update(&LIFE_AREA, id.0, &vec![("state", state.into())]).map(drop)
        })
    }

    /// Keeps ratings, in a new sitting or in one that was left (`sitting`). An area that this sitting
    /// already has an answer for gets the new one; the earlier stays as a revision.
    ///
    /// # Errors
    /// `ratings` empty, or naming an area twice; `sitting` unknown; `area` unknown; `rating` off the
    /// scale; `note` over its limit.
    pub fn rate_life_areas(
        &self,
        sitting: Option<LifeAreaSittingId>,
        ratings: &[NewLifeAreaRating],
    ) -> Result<Changes> {
        self.write(|w| {
            if ratings.is_empty() {
                return Err(Error::invalid("ratings", Reason::Empty));
            }
            let areas: BTreeSet<&Area> = ratings.iter().map(|r| &r.area).collect();
            if areas.len() != ratings.len() {
                return Err(Error::invalid("ratings", Reason::Malformed));
            }
            let sitting = match sitting {
                Some(sitting) => known_sitting(w.tx(), sitting)?,
                None => LifeAreaSittingId(w.new_id()?),
            };
            ratings.iter().try_for_each(|rating| keep(w, sitting, rating))
        })
    }

    /// Changes one rating. The earlier one stays as a revision.
    ///
    /// # Errors
    /// `area` in the wrong state where it is another than the rating's; else as for rating.
    pub fn edit_life_area_rating(&self, id: LifeAreaRatingId, edit: &NewLifeAreaRating) -> Result<Changes> {
        self.write(|w| {
            if area_of(w.tx(), id)? != edit.area {
                return Err(Error::invalid("area", Reason::WrongState));
            }
            w.update(&LIFE_AREA_RATING, id.0, &answer(w.tx(), edit)?).map(drop)
        })
    }

    /// Makes a long-term goal of an area: the goal names the good change, in the person's words. The
    /// goal keeps the area, and the rating the goal.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the rating; those of [`Handrail::save_long_term_goal`].
    pub fn goal_from_area(&self, rating: LifeAreaRatingId, goal: &NewLongTermGoal, begin: BeginAs) -> Result<Changes> {
        self.write(|w| {
            let area = area_of(w.tx(), rating)?;
            let more = GoalMore { life_area: Some(area), ..GoalMore::default() };
            let goal = insert_long_with(w, goal, begin, &more)?;
            w.update(&LIFE_AREA_RATING, rating.0, &vec![("goal", value(goal.0))]).map(drop)
        })
    }

    /// After how many months the areas come up again, as the person decides; `None` for never. They are
    /// then offered once more, softly, and nothing else happens.
    ///
    /// # Errors
    /// `months` not within 1 to [`LONGEST_REPEAT_MONTHS`].
    pub fn set_life_areas_repeat(&self, months: Option<i64>) -> Result<Changes> {
        let months = validate::optional_scale("months", months, 1, LONGEST_REPEAT_MONTHS)?.unwrap_or(0);
        self.write(|w| settings::put(w, REPEAT_MONTHS, Some(&months)))
    }
}

/// Keeps one rating of a sitting, in place of the one that is there.
fn keep(w: &Write<'_>, sitting: LifeAreaSittingId, new: &NewLifeAreaRating) -> Result<()> {
    let (listed, own) = match new.area.checked(w.tx(), "area")? {
        Area::Listed(id) => (id, None),
        Area::Own(id) => (String::new(), Some(id)),
    };
    let mut values = answer(w.tx(), new)?;
    let there: Option<Id> = w
        .tx()
        .prepare_cached("SELECT id FROM life_area_rating WHERE sitting = ?1 AND area = ?2 AND own_area IS ?3 LIMIT 1")?
        .query_row(params![sitting, listed, own], |r| r.get(0))
        .optional()?;
    if let Some(id) = there {
        return w.update(&LIFE_AREA_RATING, id, &values).map(drop);
    }
    values.push(("sitting", value(sitting.0)));
    values.push(("area", value(listed)));
    values.push(("own_area", maybe(own.map(|id| id.0))));
    values.extend(w.made());
    w.insert(&LIFE_AREA_RATING, w.new_id()?, &values)
}

fn answer(c: &Connection, new: &NewLifeAreaRating) -> Result<Values> {
    let last = i64::from(content(c)?.pack.life_areas.steps) - 1;
    Ok(vec![
        ("rating", maybe(validate::optional_scale("rating", new.rating, 0, last)?)),
        ("wish_to_change", value(new.wish_to_change.map_or("", WishToChange::word).to_owned())),
        ("note", value(validate::text("note", &new.note)?)),
    ])
}

fn known_sitting(c: &Connection, sitting: LifeAreaSittingId) -> Result<LifeAreaSittingId> {
    let there: bool = c
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM life_area_rating WHERE sitting = ?1)")?
        .query_row([sitting], |r| r.get(0))?;
    if there { Ok(sitting) } else { Err(Error::invalid("sitting", Reason::UnknownId)) }
}

fn state_of(c: &Connection, id: LifeAreaId) -> Result<LifeAreaState> {
    c.prepare_cached("SELECT state FROM life_area WHERE id = ?1")?
        .query_row([id], |r| r.get(0))
        .optional()?
        .ok_or(Error::NotFound(LIFE_AREA.name))
}

fn room_for_one_more(c: &Connection) -> Result<()> {
    let kept: u32 =
        c.prepare_cached("SELECT count(*) FROM life_area WHERE state = 'keep'")?.query_row([], |r| r.get(0))?;
    if usize::try_from(kept).unwrap_or(usize::MAX) < MOST_OWN_AREAS {
        Ok(())
    } else {
        Err(Error::invalid("name", Reason::TooMany { limit: MOST_OWN_AREAS }))
    }
}

/// What an area is called: in the pack, in the person's language, or in their own words. Of one that the pack in force
/// does not list, as another pack on this phone calls it; empty where none knows it.
pub(crate) fn name_of(c: &Connection, content: &Content, area: &Area) -> Result<Text> {
    match area {
        Area::Listed(id) => content.text_of_any(c, &format!("area.{id}")),
        Area::Own(id) => {
            let mut q = c.prepare_cached("SELECT name FROM life_area WHERE id = ?1")?;
            let name = q.query_row([id], |r| r.get(0)).optional()?.unwrap_or_default();
            Ok(Text { text: name, ..Text::default() })
        }
    }
}

/// The area that a rating is of.
pub(crate) fn area_of(c: &Connection, id: LifeAreaRatingId) -> Result<Area> {
    c.prepare_cached("SELECT area, own_area FROM life_area_rating WHERE id = ?1")?
        .query_row([id], |r| views::area_of_row(r, 0))
        .optional()?
        .ok_or(Error::NotFound(LIFE_AREA_RATING.name))
}
