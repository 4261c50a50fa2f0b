//! What speaks for a medicine and against it, side effects, and what I want to ask about it.
//!
//! ```text
//!   question:     open ──asked──> asked (with the answer) ──> gone      each can be set again
//!   anything else: open ──> gone
//! ```

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{CHOSEN, MedicineId};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::order;
use crate::settings;
use crate::store::kinds::{MEDICINE, MEDICINE_NOTE, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// How bad a side effect can be: 0 hardly there to 3 very bad, in the person's own judgement.
pub const WORST: i64 = 3;

id_type! {
    /// Names a note about a medicine.
    MedicineNoteId
}

choice! {
    /// What a note is.
    MedicineNotePart {
        /// What is good about it.
        GoodSide = "good_side",
        /// What is not.
        BadSide = "bad_side",
        /// A side effect.
        SideEffect = "side_effect",
        /// A question for the next visit.
        Question = "question",
    }
}

choice! {
    /// Where a note stands.
    MedicineNoteState {
        /// It holds, or waits to be asked.
        Open = "open",
        /// A question that was asked.
        Asked = "asked",
        /// It holds no more; kept.
        Gone = "gone",
    }
}

/// A note as the person wants it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewMedicineNote {
    /// Which medicine; none where it is about all of them.
    pub medicine: Option<MedicineId>,
    /// What the note is.
    pub part: MedicineNotePart,
    /// In the person's own words, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub wording: String,
    /// Side effects: how bad, 0 to [`WORST`]. None in every other part.
    pub how_bad: Option<i64>,
    /// Side effects: since when, within ten years of today. None in every other part.
    pub since: Option<Day>,
    /// Questions: what the prescriber said, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters. Empty in
    /// every other part.
    pub answer: String,
}

/// A note, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct MedicineNoteView {
    /// Which.
    pub id: MedicineNoteId,
    /// Which medicine; none where it is about all of them.
    pub medicine: Option<MedicineId>,
    /// What that is called now; empty where it is about all of them.
    pub medicine_name: String,
    /// What the note is.
    pub part: MedicineNotePart,
    /// In the person's own words.
    pub wording: String,
    /// How bad.
    pub how_bad: Option<i64>,
    /// Since when.
    pub since: Option<Day>,
    /// What the prescriber said.
    pub answer: String,
    /// Where it stands.
    pub state: MedicineNoteState,
}

impl Handrail {
    /// Adds a note, last in its part.
    pub fn add_medicine_note(&self, new: &NewMedicineNote) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            let mut values = note_values(w, new, None)?;
            values.push(("position", value(order::behind_last(w.tx(), &MEDICINE_NOTE, &group(new))?)));
            w.insert(&MEDICINE_NOTE, w.new_id()?, &values)
        })
    }

    /// Says a note differently.
    ///
    /// # Errors
    /// `part` in the wrong state where a question that was asked would become something else.
    pub fn edit_medicine_note(&self, id: MedicineNoteId, edit: &NewMedicineNote) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            let kept = kept(w.tx(), id)?;
            if kept.state == MedicineNoteState::Asked && edit.part != MedicineNotePart::Question {
                return Err(Error::invalid("part", Reason::WrongState));
            }
            let mut values = note_values(w, edit, kept.since)?;
            order::stay_or_go_last(w.tx(), &MEDICINE_NOTE, id.0, &group(edit), &mut values)?;
            w.update(&MEDICINE_NOTE, id.0, &values).map(drop)
        })
    }

    /// Moves a note within its part: `place` counts from 0; beyond the end means last.
    pub fn move_medicine_note(&self, id: MedicineNoteId, place: u32) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            order::move_to(w, &MEDICINE_NOTE, id.0, &["part"], place)
        })
    }

    /// Says that a question was asked, that a note holds no more, or opens it again.
    ///
    /// # Errors
    /// `state` in the wrong state for something else than a question that would be asked.
    pub fn set_medicine_note_state(&self, id: MedicineNoteId, state: MedicineNoteState) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            if state == MedicineNoteState::Asked && kept(w.tx(), id)?.part != MedicineNotePart::Question {
                return Err(Error::invalid("state", Reason::WrongState));
            }
            w.update(&MEDICINE_NOTE, id.0, &vec![("state", state.into())]).map(drop)
        })
    }
}

struct Kept {
    part: MedicineNotePart,
    state: MedicineNoteState,
    since: Option<Day>,
}

fn kept(c: &Connection, id: MedicineNoteId) -> Result<Kept> {
    c.prepare_cached("SELECT part, state, since FROM medicine_note WHERE id = ?1")?
        .query_row([id], |r| Ok(Kept { part: r.get(0)?, state: r.get(1)?, since: r.get(2)? }))
        .optional()?
        .ok_or(Error::NotFound(MEDICINE_NOTE.name))
}

fn group(new: &NewMedicineNote) -> Values {
    vec![("part", new.part.into())]
}

fn note_values(w: &Write<'_>, new: &NewMedicineNote, kept_since: Option<Day>) -> Result<Values> {
    let only_in = |field, part, empty: bool| {
        if empty || new.part == part { Ok(()) } else { Err(Error::invalid(field, Reason::WrongState)) }
    };
    only_in("how_bad", MedicineNotePart::SideEffect, new.how_bad.is_none())?;
    only_in("since", MedicineNotePart::SideEffect, new.since.is_none())?;
    only_in("answer", MedicineNotePart::Question, new.answer.trim().is_empty())?;
    if let Some(medicine) = new.medicine {
        validate::known(w.tx(), &MEDICINE, "medicine", medicine.0)?;
    }
    // A day that is kept may have become old meanwhile.
    if let Some(since) = new.since.filter(|since| kept_since != Some(*since)) {
        validate::near_day("since", since, w.day())?;
    }
    Ok(vec![
        ("medicine", maybe(new.medicine.map(|m| m.0))),
        ("part", new.part.into()),
        ("wording", value(validate::some_text("wording", &new.wording)?)),
        ("how_bad", maybe(validate::optional_scale("how_bad", new.how_bad, 0, WORST)?)),
        ("since", maybe(new.since)),
        ("answer", value(validate::text("answer", &new.answer)?)),
    ])
}

/// Every note: by part, then as the person put them.
pub(super) fn all(c: &Connection) -> Result<Vec<MedicineNoteView>> {
    let mut q = c.prepare_cached(
        "SELECT n.id, n.medicine, coalesce(m.name, ''), n.part, n.wording, n.how_bad, n.since, n.answer, n.state
           FROM medicine_note n LEFT JOIN medicine m ON m.id = n.medicine ORDER BY n.position, n.id",
    )?;
    let mut notes: Vec<MedicineNoteView> = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    crate::sorting::by_key(&mut notes, |note| note.part);
    Ok(notes)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<MedicineNoteView> {
    Ok(MedicineNoteView {
        id: r.get(0)?,
        medicine: r.get(1)?,
        medicine_name: r.get(2)?,
        part: r.get(3)?,
        wording: r.get(4)?,
        how_bad: r.get(5)?,
        since: r.get(6)?,
        answer: r.get(7)?,
        state: r.get(8)?,
    })
}
