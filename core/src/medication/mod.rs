//! Behavioural tailoring, for those who chose medication: how a medicine fits into my day, what
//! speaks for and against it, what I want to ask. Facts and my own words, never advice.
//!
//! Off until chosen. Turned off, nothing of it is shown or asked for, and everything is kept.
//! This file owns the medicines; [`notes`] their good and bad sides, side effects and questions;
//! [`doses`] what was taken, skipped or put off.

pub mod doses;
pub mod notes;

use rusqlite::{Connection, Row, params};

use crate::clock::{Day, TimeOfDay};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::order;
use crate::programme::{self, pack::Worksheet};
use crate::settings;
use crate::store::Changes;
use crate::store::kinds::{MEDICINE, Values, maybe, value};
use crate::validate::{self, choice};
use doses::{DoseResult, DoseView};
use notes::{MedicineNotePart, MedicineNoteState, MedicineNoteView};

/// Setting: whether this person chose medication.
pub(crate) const CHOSEN: &str = "medication_chosen";

id_type! {
    /// Names a medicine.
    MedicineId
}

choice! {
    /// Whether a medicine is part of my day.
    MedicineState {
        /// It is.
        Active = "active",
        /// Not for now.
        Paused = "paused",
        /// Not any more; all that was written is kept.
        Stopped = "stopped",
    }
}

/// A medicine as the person wants it. For an edit, every field is the new value. One that is taken at two
/// times of the day is two of these, each tied to its own act.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewMedicine {
    /// What I call it, a nickname will do; at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters, as every line here.
    pub name: String,
    /// What it is for, in my words; at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub purpose: String,
    /// When to take it, as the prescriber said it; at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub schedule: String,
    /// The daily act it goes with: a line.
    pub anchor: String,
    /// About when that is.
    pub anchor_time: Option<TimeOfDay>,
    /// Where it is kept: a line.
    pub place: String,
    /// What reminds me: a line.
    pub cue: String,
    /// What reminds me if that does not: a line.
    pub backup_cue: String,
    /// Who helps: a line.
    pub who_helps: String,
}

/// A medicine, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct MedicineView {
    /// Which.
    pub id: MedicineId,
    /// What I call it.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// When to take it, as the prescriber said it.
    pub schedule: String,
    /// The daily act it goes with.
    pub anchor: String,
    /// About when that is.
    pub anchor_time: Option<TimeOfDay>,
    /// Where it is kept.
    pub place: String,
    /// What reminds me.
    pub cue: String,
    /// What reminds me if that does not.
    pub backup_cue: String,
    /// Who helps.
    pub who_helps: String,
    /// Whether it is part of my day.
    pub state: MedicineState,
    /// What I said about today. Nothing said means nothing.
    pub today: Option<DoseResult>,
}

/// The medication sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct MedicationView {
    /// Whether this person chose it. While they have not, nothing else is handed out.
    pub chosen: bool,
    /// Part of my day, as I put them.
    pub active: Vec<MedicineView>,
    /// Not for now.
    pub paused: Vec<MedicineView>,
    /// Not any more.
    pub stopped: Vec<MedicineView>,
    /// Good and bad sides, side effects and questions, in this order, then as I put them.
    pub notes: Vec<MedicineNoteView>,
    /// What was taken, skipped or put off: the newest 50.
    pub recent: Vec<DoseView>,
}

/// What to take along to the next visit: one sheet, to print or to show.
#[derive(Clone, PartialEq, Eq)]
pub struct VisitSheet {
    /// The day it was made.
    pub day: Day,
    /// What I want to ask, as I put it.
    pub questions: Vec<MedicineNoteView>,
    /// Side effects I have.
    pub side_effects: Vec<MedicineNoteView>,
    /// What is good about it.
    pub good_sides: Vec<MedicineNoteView>,
    /// What is not.
    pub bad_sides: Vec<MedicineNoteView>,
    /// What I take, with what I do to remember it.
    pub medicines: Vec<MedicineView>,
}

impl Handrail {
    /// The medication sheet.
    pub fn medication(&self) -> Result<MedicationView> {
        let today = self.this_day()?;
        self.read(|c| {
            if !settings::is_on(c, CHOSEN)? {
                let (chosen, active, paused, stopped) = (false, vec![], vec![], vec![]);
                return Ok(MedicationView { chosen, active, paused, stopped, notes: vec![], recent: vec![] });
            }
            let in_state = |state| medicines(c, state, today);
            Ok(MedicationView {
                chosen: true,
                active: in_state(MedicineState::Active)?,
                paused: in_state(MedicineState::Paused)?,
                stopped: in_state(MedicineState::Stopped)?,
                notes: notes::all(c)?,
                recent: doses::recent(c, None)?,
            })
        })
    }

    /// Chooses medication, or unchooses it, and with it the parts of the programme that are about it. What was
    /// written is kept either way.
    pub fn choose_medication(&self, chosen: bool) -> Result<Changes> {
        self.write(|w| {
            settings::put(w, CHOSEN, Some(&chosen))?;
            programme::parts_follow(w, Worksheet::Medication, chosen)
        })
    }

    /// What to take along to the next visit: what is still open, about medicines that were not stopped.
    ///
    /// # Errors
    /// `medication_chosen` in the wrong state while it was not chosen; here and in every write about medication.
    pub fn medication_for_a_visit(&self) -> Result<VisitSheet> {
        let day = self.this_day()?;
        self.read(|c| {
            settings::must_be_on(c, CHOSEN)?;
            let mut medicines = medicines(c, MedicineState::Active, day)?;
            medicines.extend(self::medicines(c, MedicineState::Paused, day)?);
            let open: Vec<MedicineNoteView> = notes::all(c)?
                .into_iter()
                .filter(|note| note.state == MedicineNoteState::Open)
                .filter(|note| note.medicine.is_none_or(|id| medicines.iter().any(|m| m.id == id)))
                .collect();
            let of = |part| open.iter().filter(|note| note.part == part).cloned().collect();
            Ok(VisitSheet {
                day,
                questions: of(MedicineNotePart::Question),
                side_effects: of(MedicineNotePart::SideEffect),
                good_sides: of(MedicineNotePart::GoodSide),
                bad_sides: of(MedicineNotePart::BadSide),
                medicines,
            })
        })
    }

    /// Adds a medicine, last.
    pub fn save_medicine(&self, new: &NewMedicine) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            let mut values = medicine_values(new)?;
            let group = group(MedicineState::Active);
            values.push(("position", value(order::behind_last(w.tx(), &MEDICINE, &group)?)));
            values.extend(group);
            w.insert(&MEDICINE, w.new_id()?, &values)
        })
    }

    /// Changes what is kept of a medicine. What was written before stays as a revision.
    pub fn edit_medicine(&self, id: MedicineId, edit: &NewMedicine) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            w.update(&MEDICINE, id.0, &medicine_values(edit)?).map(drop)
        })
    }

    /// Moves a medicine among those in its state: `place` counts from 0; beyond the end means last.
    pub fn move_medicine(&self, id: MedicineId, place: u32) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            order::move_to(w, &MEDICINE, id.0, &["state"], place)
        })
    }

    /// Says that a medicine rests, was stopped, or is part of my day again; it then stands last there. Whether to
    /// do so is between the person and who prescribes: this only keeps up with it.
    pub fn set_medicine_state(&self, id: MedicineId, state: MedicineState) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            let group = group(state);
            let mut values = group.clone();
            order::stay_or_go_last(w.tx(), &MEDICINE, id.0, &group, &mut values)?;
            w.update(&MEDICINE, id.0, &values).map(drop)
        })
    }
}

fn group(state: MedicineState) -> Values {
    vec![("state", state.into())]
}

fn medicine_values(new: &NewMedicine) -> Result<Values> {
    Ok(vec![
        ("name", value(validate::line("name", &new.name)?)),
        ("purpose", value(validate::text("purpose", &new.purpose)?)),
        ("schedule", value(validate::text("schedule", &new.schedule)?)),
        ("anchor", value(validate::optional_line("anchor", &new.anchor)?)),
        ("anchor_time", maybe(new.anchor_time)),
        ("place", value(validate::optional_line("place", &new.place)?)),
        ("cue", value(validate::optional_line("cue", &new.cue)?)),
        ("backup_cue", value(validate::optional_line("backup_cue", &new.backup_cue)?)),
        ("who_helps", value(validate::optional_line("who_helps", &new.who_helps)?)),
    ])
}

fn medicines(c: &Connection, state: MedicineState, today: Day) -> Result<Vec<MedicineView>> {
    let mut q = c.prepare_cached(
        "SELECT id, name, purpose, schedule, anchor, anchor_time, place, cue, backup_cue, who_helps, state,
                (SELECT result FROM dose d WHERE d.medicine = m.id AND d.occurrence = ?2 ORDER BY d.id DESC LIMIT 1)
           FROM medicine m WHERE state = ?1 ORDER BY position, id",
    )?;
    let rows = q.query_map(params![state.word(), today], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<MedicineView> {
    Ok(MedicineView {
        id: r.get(0)?,
        name: r.get(1)?,
        purpose: r.get(2)?,
        schedule: r.get(3)?,
        anchor: r.get(4)?,
        anchor_time: r.get(5)?,
        place: r.get(6)?,
        cue: r.get(7)?,
        backup_cue: r.get(8)?,
        who_helps: r.get(9)?,
        state: r.get(10)?,
        today: r.get(11)?,
    })
}
