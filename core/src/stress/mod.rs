//! The stress sheet: what weighs on me (large and small), how I notice it in body, thoughts,
//! feelings and what I do, what keeps it away, what helps with it, and my plan with who and when.
//!
//! Lines are ticked on the lists of the content pack or written in one's own words. Nothing is
//! added up: no score comes out of it.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::listed;
use crate::order;
use crate::programme::{self, Content};
use crate::store::Changes;
use crate::store::kinds::{STRESS_LINE, Values, value};
use crate::validate::{self, choice};

id_type! {
    /// Names a line of the stress sheet.
    StressLineId
}

choice! {
    /// The parts of the sheet, in the order they are gone through.
    StressPart {
        /// A larger change in my life.
        LifeEvent = "life_event",
        /// A small daily trouble.
        Hassle = "hassle",
        /// How I notice stress.
        Sign = "sign",
        /// What keeps it away.
        Prevent = "prevent",
        /// What helps with it.
        Cope = "cope",
        /// My plan.
        Plan = "plan",
    }
}

impl StressPart {
    /// All parts, in the order they are gone through.
    pub const ALL: [Self; 6] = [Self::LifeEvent, Self::Hassle, Self::Sign, Self::Prevent, Self::Cope, Self::Plan];
}

choice! {
    /// Where a sign of stress shows.
    StressSphere {
        /// In the body.
        Body = "body",
        /// In thoughts.
        Thoughts = "thoughts",
        /// In feelings.
        Feelings = "feelings",
        /// In what I do.
        Actions = "actions",
    }
}

impl StressSphere {
    /// All four, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Body, Self::Thoughts, Self::Feelings, Self::Actions];
}

/// A line as the person wants it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStressLine {
    /// Which part it belongs to.
    pub part: StressPart,
    /// For a line that is ticked: its id in the list of this part (and sphere) in the content pack. Empty for one
    /// of the person's own, and always in the plan.
    pub list_id: String,
    /// Signs: where it shows. None in every other part.
    pub sphere: Option<StressSphere>,
    /// In the person's own words, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters. May be empty where
    /// `list_id` is given: the line then takes the words of the list.
    pub wording: String,
    /// Plan: with whom, at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters. Empty in every other part.
    pub who: String,
    /// Plan: when, at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters. Empty in every other part.
    pub when_words: String,
}

impl NewStressLine {
    /// A tick on the list of a part.
    pub fn tick(part: StressPart, sphere: Option<StressSphere>, list_id: impl Into<String>) -> Self {
        Self { list_id: list_id.into(), sphere, ..Self::own(part, "") }
    }

    /// A line in the person's own words.
    pub fn own(part: StressPart, wording: impl Into<String>) -> Self {
        Self {
            part,
            list_id: String::new(),
            sphere: None,
            wording: wording.into(),
            who: String::new(),
            when_words: String::new(),
        }
    }
}

/// A line, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct StressLineView {
    /// Which.
    pub id: StressLineId,
    /// Which part it belongs to.
    pub part: StressPart,
    /// Its id in the list it was ticked on; empty for one of the person's own.
    pub list_id: String,
    /// Signs: where it shows.
    pub sphere: Option<StressSphere>,
    /// The words, in the language in force where they are the pack's.
    pub wording: String,
    /// With whom.
    pub who: String,
    /// When.
    pub when_words: String,
}

/// An item that the content pack offers and that is not ticked.
#[derive(Clone, PartialEq, Eq)]
pub struct StressOffer {
    /// Its id in the list.
    pub list_id: String,
    /// Signs: where it shows.
    pub sphere: Option<StressSphere>,
    /// Its words.
    pub wording: String,
}

/// A part with its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct StressPartView {
    /// Which part.
    pub part: StressPart,
    /// Its lines: signs by sphere, then as the person put them.
    pub lines: Vec<StressLineView>,
    /// What else can be ticked, in the order of the pack.
    pub offered: Vec<StressOffer>,
}

/// The stress sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct StressView {
    /// All six parts in order, the empty ones too.
    pub parts: Vec<StressPartView>,
}

impl Handrail {
    /// The stress sheet.
    pub fn stress(&self) -> Result<StressView> {
        self.read(|c| {
            let content = programme::content(c)?;
            let mut lines = lines(c, &content)?;
            crate::sorting::by_key(&mut lines, |line| line.sphere);
            let part = |part| {
                let lines: Vec<StressLineView> = lines.iter().filter(|l| l.part == part).cloned().collect();
                let offered = offers(&content, part, &lines);
                StressPartView { part, lines, offered }
            };
            Ok(StressView { parts: StressPart::ALL.map(part).into() })
        })
    }

    /// Adds a line at the end of its part (and sphere). Ticking again what is ticked changes nothing.
    ///
    /// # Errors
    /// `list_id` no choice where the pack in force does not have it there.
    pub fn add_stress_line(&self, new: &NewStressLine) -> Result<Changes> {
        self.write(|w| {
            let mut values = line_values(w.tx(), new, None)?;
            if is_ticked(w.tx(), new)? {
                return Ok(());
            }
            values.push(("position", value(order::behind_last(w.tx(), &STRESS_LINE, &group(new))?)));
            w.insert(&STRESS_LINE, w.new_id()?, &values)
        })
    }

    /// Says a line differently, or moves it to another part or sphere, where it stands last. A line that was ticked
    /// keeps its id, also where the pack in force does not have it any more.
    ///
    /// # Errors
    /// `list_id` no choice as above; in the wrong state where another line is that tick.
    pub fn edit_stress_line(&self, id: StressLineId, edit: &NewStressLine) -> Result<Changes> {
        self.write(|w| {
            let mut values = line_values(w.tx(), edit, Some(id))?;
            order::stay_or_go_last(w.tx(), &STRESS_LINE, id.0, &group(edit), &mut values)?;
            w.update(&STRESS_LINE, id.0, &values)?;
            stands_alone(w.tx(), id.0)
        })
    }

    /// Moves a line within its part (and sphere): `place` counts from 0; beyond the end means last.
    pub fn move_stress_line(&self, id: StressLineId, place: u32) -> Result<Changes> {
        self.write(|w| order::move_to(w, &STRESS_LINE, id.0, &["part", "sphere"], place))
    }
}

/// That no other line is the same tick.
pub(crate) fn stands_alone(c: &Connection, id: Id) -> Result<()> {
    let another: bool = c
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM stress_line o JOIN stress_line l ON o.part = l.part AND o.list_id = l.list_id
              WHERE l.id = ?1 AND o.id <> l.id AND l.list_id <> '')",
        )?
        .query_row([id], |r| r.get(0))?;
    if another { Err(Error::invalid("list_id", Reason::WrongState)) } else { Ok(()) }
}

fn is_ticked(c: &Connection, new: &NewStressLine) -> Result<bool> {
    let mut q = c.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM stress_line WHERE part = ?1 AND list_id = ?2 AND list_id <> '')",
    )?;
    Ok(q.query_row(params![new.part.word(), new.list_id.trim()], |r| r.get(0))?)
}

fn sphere_word(sphere: Option<StressSphere>) -> &'static str {
    sphere.map_or("", StressSphere::word)
}

fn group(new: &NewStressLine) -> Values {
    vec![("part", new.part.into()), ("sphere", value(sphere_word(new.sphere).to_owned()))]
}

/// The list of a part (and sphere) in the pack. The plan has none.
fn list_of(content: &Content, part: StressPart, sphere: Option<StressSphere>) -> &[String] {
    let stress = &content.pack.stress;
    match (part, sphere) {
        (StressPart::LifeEvent, _) => &stress.life_events,
        (StressPart::Hassle, _) => &stress.hassles,
        (StressPart::Prevent, _) => &stress.prevent,
        (StressPart::Cope, _) => &stress.cope,
        (StressPart::Sign, Some(StressSphere::Body)) => &stress.signs.body,
        (StressPart::Sign, Some(StressSphere::Thoughts)) => &stress.signs.thoughts,
        (StressPart::Sign, Some(StressSphere::Feelings)) => &stress.signs.feelings,
        (StressPart::Sign, Some(StressSphere::Actions)) => &stress.signs.actions,
        (StressPart::Sign, None) | (StressPart::Plan, _) => &[],
    }
}

/// Under which key the pack has the words of a part's list.
const fn prefix(part: StressPart) -> &'static str {
    match part {
        StressPart::LifeEvent => "stress_event",
        StressPart::Hassle => "stress_hassle",
        StressPart::Sign => "stress_sign",
        StressPart::Prevent => "stress_prevent",
        StressPart::Cope | StressPart::Plan => "stress_cope",
    }
}

fn offers(content: &Content, part: StressPart, ticked: &[StressLineView]) -> Vec<StressOffer> {
    let spheres: Vec<Option<StressSphere>> =
        if part == StressPart::Sign { StressSphere::ALL.map(Some).into() } else { vec![None] };
    let mut offers = Vec::new();
    for sphere in spheres {
        for id in list_of(content, part, sphere) {
            if !ticked.iter().any(|line| line.list_id == *id) {
                let wording = content.words(&format!("{}.{id}", prefix(part)));
                offers.push(StressOffer { list_id: id.clone(), sphere, wording });
            }
        }
    }
    offers
}

fn line_values(c: &Connection, new: &NewStressLine, edited: Option<StressLineId>) -> Result<Values> {
    let in_plan = new.part == StressPart::Plan;
    if new.sphere.is_some() != (new.part == StressPart::Sign) {
        let reason = if new.sphere.is_some() { Reason::WrongState } else { Reason::Empty };
        return Err(Error::invalid("sphere", reason));
    }
    for (field, words) in [("who", &new.who), ("when_words", &new.when_words)] {
        if !in_plan && !words.trim().is_empty() {
            return Err(Error::invalid(field, Reason::WrongState));
        }
    }
    if in_plan && !new.list_id.trim().is_empty() {
        return Err(Error::invalid("list_id", Reason::WrongState));
    }
    let kept = match edited {
        Some(id) => Some(kept(c, id)?),
        None => None,
    };
    let here = kept.filter(|k| (k.part, k.sphere.as_str()) == (new.part, sphere_word(new.sphere)));
    let content = programme::content(c)?;
    let list = list_of(&content, new.part, new.sphere);
    let list_id = listed::id("list_id", &new.list_id, list, here.as_ref().map(|k| k.list_id.as_str()))?;
    Ok(vec![
        ("part", new.part.into()),
        ("sphere", value(sphere_word(new.sphere).to_owned())),
        ("wording", value(listed::wording(&content, prefix(new.part), &list_id, &new.wording)?)),
        ("list_id", value(list_id)),
        ("who", value(validate::optional_line("who", &new.who)?)),
        ("when_words", value(validate::optional_line("when_words", &new.when_words)?)),
    ])
}

struct Kept {
    part: StressPart,
    sphere: String,
    list_id: String,
}

fn kept(c: &Connection, id: StressLineId) -> Result<Kept> {
    c.prepare_cached("SELECT part, sphere, list_id FROM stress_line WHERE id = ?1")?
        .query_row([id], |r| Ok(Kept { part: r.get(0)?, sphere: r.get(1)?, list_id: r.get(2)? }))
        .optional()?
        .ok_or(Error::NotFound(STRESS_LINE.name))
}

fn lines(c: &Connection, content: &Content) -> Result<Vec<StressLineView>> {
    let mut q = c.prepare_cached(
        "SELECT id, part, list_id, sphere, wording, who, when_words FROM stress_line ORDER BY position, id",
    )?;
    let mut lines: Vec<StressLineView> = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    for line in &mut lines {
        line.wording = listed::shown(content, prefix(line.part), &line.list_id, std::mem::take(&mut line.wording));
    }
    Ok(lines)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<StressLineView> {
    Ok(StressLineView {
        id: r.get(0)?,
        part: r.get(1)?,
        list_id: r.get(2)?,
        // Empty in every part but one.
        sphere: StressSphere::parse("sphere", r.get_ref(3)?.as_str()?).ok(),
        wording: r.get(4)?,
        who: r.get(5)?,
        when_words: r.get(6)?,
    })
}
