//! The safety plan, for those who want one: six parts after the safety planning of Stanley and
//! Brown (doi 10.1016/j.cbpra.2011.01.001), in our own words. Off until opened; every part may
//! stay empty. Closing it hides it and keeps every line.

use rusqlite::{Connection, Row};

use super::PlanPersonView;
use super::check::{known_person, only_where, wording_or};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::order;
use crate::people::PersonId;
use crate::settings;
use crate::store::Changes;
use crate::store::kinds::{SAFETY_LINE, Values, maybe, value};
use crate::validate::{self, choice};

/// Setting: whether the safety plan was opened.
pub(crate) const OPENED: &str = "safety_plan_opened";

id_type! {
    /// Names a line of the safety plan.
    SafetyLineId
}

choice! {
    /// The parts of the safety plan, in the order they are gone through.
    SafetyPart {
        /// How I notice.
        Signs = "signs",
        /// What I can do by myself.
        WhatIDoAlone = "what_i_do_alone",
        /// People and places that take my mind off it.
        PeopleAndPlaces = "people_and_places",
        /// People I can ask for help.
        PeopleToAsk = "people_to_ask",
        /// Professionals and lines.
        Professionals = "professionals",
        /// How I make the place safe.
        ASafePlace = "a_safe_place",
    }
}

impl SafetyPart {
    /// All parts, in the order they are gone through.
    pub const ALL: [Self; 6] = [
        Self::Signs,
        Self::WhatIDoAlone,
        Self::PeopleAndPlaces,
        Self::PeopleToAsk,
        Self::Professionals,
        Self::ASafePlace,
    ];

    fn names_people(self) -> bool {
        matches!(self, Self::PeopleAndPlaces | Self::PeopleToAsk | Self::Professionals)
    }
}

/// A line as the person wants it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSafetyLine {
    /// Which part it belongs to.
    pub part: SafetyPart,
    /// In the person's own words, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters. May be empty where
    /// `person` is given: the line then takes their name.
    pub wording: String,
    /// A number, at most [`PHONE_LIMIT`](validate::PHONE_LIMIT) characters; only in the three parts that name people.
    pub phone: String,
    /// Somebody on my map; only in the three parts that name people.
    pub person: Option<PersonId>,
}

/// A line, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SafetyLineView {
    /// Which.
    pub id: SafetyLineId,
    /// Which part it belongs to.
    pub part: SafetyPart,
    /// In the person's own words.
    pub wording: String,
    /// A number; may be empty.
    pub phone: String,
    /// Somebody on my map; none where another device took them away.
    pub person: Option<PlanPersonView>,
}

/// A part with its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct SafetyPartView {
    /// Which part.
    pub part: SafetyPart,
    /// Its lines, as the person put them.
    pub lines: Vec<SafetyLineView>,
}

/// The safety plan.
#[derive(Clone, PartialEq, Eq)]
pub struct SafetyPlanView {
    /// Whether it was opened. While it is not, no line is handed out.
    pub opened: bool,
    /// All six parts in order, the empty ones too.
    pub parts: Vec<SafetyPartView>,
}

impl Handrail {
    /// The safety plan.
    pub fn safety_plan(&self) -> Result<SafetyPlanView> {
        self.read(|c| {
            let opened = settings::is_on(c, OPENED)?;
            let lines = if opened { lines(c)? } else { Vec::new() };
            let of = |part| lines.iter().filter(|l| l.part == part).cloned().collect();
            Ok(SafetyPlanView {
                opened,
                parts: SafetyPart::ALL.map(|part| SafetyPartView { part, lines: of(part) }).into(),
            })
        })
    }

    /// Opens the safety plan, or closes it. What is in it is kept either way.
    pub fn open_safety_plan(&self, open: bool) -> Result<Changes> {
        self.write(|w| settings::put(w, OPENED, Some(&open)))
    }

    /// Adds a line at the end of its part.
    ///
    /// # Errors
    /// `safety_plan_opened` in the wrong state while it is not opened; here and in the two below.
    pub fn add_safety_line(&self, new: &NewSafetyLine) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            let mut values = line_values(w.tx(), new)?;
            values.push(("position", value(order::behind_last(w.tx(), &SAFETY_LINE, &group(new))?)));
            w.insert(&SAFETY_LINE, w.new_id()?, &values)
        })
    }

    /// Says a line differently, or moves it to another part, where it stands last.
    pub fn edit_safety_line(&self, id: SafetyLineId, edit: &NewSafetyLine) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            let mut values = line_values(w.tx(), edit)?;
            order::stay_or_go_last(w.tx(), &SAFETY_LINE, id.0, &group(edit), &mut values)?;
            w.update(&SAFETY_LINE, id.0, &values).map(drop)
        })
    }

    /// Moves a line within its part: `place` counts from 0; beyond the end means last.
    pub fn move_safety_line(&self, id: SafetyLineId, place: u32) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            order::move_to(w, &SAFETY_LINE, id.0, &["part"], place)
        })
    }
}

/// Whether there is a safety plan to show: opened, and something in it.
pub(crate) fn is_there(c: &Connection) -> Result<bool> {
    let written = || -> Result<bool> {
        Ok(c.prepare_cached("SELECT EXISTS (SELECT 1 FROM safety_line)")?.query_row([], |r| r.get(0))?)
    };
    Ok(settings::is_on(c, OPENED)? && written()?)
}

fn group(new: &NewSafetyLine) -> Values {
    vec![("part", new.part.into())]
}

fn line_values(c: &Connection, new: &NewSafetyLine) -> Result<Values> {
    only_where("phone", new.part.names_people(), new.phone.trim().is_empty())?;
    only_where("person", new.part.names_people(), new.person.is_none())?;
    Ok(vec![
        ("part", new.part.into()),
        ("wording", value(wording_or(c, &new.wording, None, new.person)?)),
        ("phone", value(validate::phone("phone", &new.phone)?)),
        ("person", maybe(known_person(c, new.person)?)),
    ])
}

/// Every line, opened or not, as the person put them.
fn lines(c: &Connection) -> Result<Vec<SafetyLineView>> {
    let mut q = c.prepare_cached(
        "SELECT l.id, l.part, l.wording, l.phone, p.id, p.name, p.phone
           FROM safety_line l LEFT JOIN person p ON p.id = l.person ORDER BY l.position, l.id",
    )?;
    let rows = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<SafetyLineView> {
    let person = match r.get(4)? {
        Some(id) => Some(PlanPersonView { id, name: r.get(5)?, phone: r.get(6)? }),
        None => None,
    };
    Ok(SafetyLineView { id: r.get(0)?, part: r.get(1)?, wording: r.get(2)?, phone: r.get(3)?, person })
}
