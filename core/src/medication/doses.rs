//! Taken, skipped, later: what the person says of a medicine and a day. One answer for each, the
//! last one given; a day without an answer means nothing, and none is ever added up against anybody.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{CHOSEN, MedicineId};
use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::settings;
use crate::store::kinds::{DOSE, MEDICINE, Values, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// Most days that are looked back on at once.
pub const MOST_DAYS: i64 = 366;

id_type! {
    /// Names an answer about a dose.
    DoseId
}

choice! {
    /// What became of it.
    DoseResult {
        /// I took it.
        Taken = "taken",
        /// I skipped it. Nothing is asked.
        Skipped = "skipped",
        /// Later: ask me again.
        Later = "later",
    }
}

/// An answer as it is given.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDose {
    /// Which medicine.
    pub medicine: MedicineId,
    /// The day it is about: today or before, within ten years.
    pub occurrence: Day,
    /// What became of it.
    pub result: DoseResult,
    /// Anything else, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters. Never asked for.
    pub note: String,
}

/// An answer, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DoseView {
    /// Which.
    pub id: DoseId,
    /// Which medicine.
    pub medicine: MedicineId,
    /// What that is called now.
    pub medicine_name: String,
    /// The day it is about.
    pub occurrence: Day,
    /// What became of it.
    pub result: DoseResult,
    /// Anything else.
    pub note: String,
    /// The person's day it was written.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

impl Handrail {
    /// Records what became of a dose. A second answer about the same medicine and day takes the place of the
    /// first, which stays as a revision: a double tap, or "later" and then "taken", leaves one answer.
    pub fn record_dose(&self, new: &NewDose) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            let mut values = dose_values(w, new, None)?;
            if let Some(id) = answer_about(w.tx(), new.medicine, new.occurrence)? {
                return w.update(&DOSE, id, &values).map(drop);
            }
            values.extend(w.made());
            w.insert(&DOSE, w.new_id()?, &values)
        })
    }

    /// Changes an answer. The earlier one stays as a revision.
    ///
    /// # Errors
    /// `occurrence` in the wrong state where another answer is about that medicine and day.
    pub fn edit_dose(&self, id: DoseId, edit: &NewDose) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), CHOSEN)?;
            let kept: Option<Day> = w
                .tx()
                .prepare_cached("SELECT occurrence FROM dose WHERE id = ?1")?
                .query_row([id], |r| r.get(0))
                .optional()?;
            let kept = kept.ok_or(Error::NotFound(DOSE.name))?;
            let values = dose_values(w, edit, Some(kept))?;
            w.update(&DOSE, id.0, &values)?;
            stands_alone(w.tx(), id.0)
        })
    }

    /// The 50 answers before this one, for scrolling back. None while medication is not chosen.
    pub fn doses_before(&self, dose: DoseId) -> Result<Vec<DoseView>> {
        self.read(|c| if settings::is_on(c, CHOSEN)? { recent(c, Some(dose)) } else { Ok(Vec::new()) })
    }

    /// The answers about the days from `from` to `until`, both included, the earliest day first. None while
    /// medication is not chosen.
    ///
    /// # Errors
    /// `until` before `from`, or more than [`MOST_DAYS`] days.
    pub fn doses_between(&self, from: Day, until: Day) -> Result<Vec<DoseView>> {
        validate::span("until", from, until, MOST_DAYS)?;
        self.read(|c| {
            if !settings::is_on(c, CHOSEN)? {
                return Ok(Vec::new());
            }
            let mut q = c.prepare_cached(&format!(
                "{SELECT} WHERE d.medicine IN (SELECT id FROM medicine) AND d.occurrence BETWEEN ?1 AND ?2
                  ORDER BY d.occurrence, m.position, d.id"
            ))?;
            let rows = q.query_map(params![from, until], of_row)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }
}

/// That no other answer is about the same medicine and day.
pub(crate) fn stands_alone(c: &Connection, id: Id) -> Result<()> {
    let another: bool = c
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM dose o JOIN dose d ON o.medicine = d.medicine AND o.occurrence = d.occurrence
              WHERE d.id = ?1 AND o.id <> d.id)",
        )?
        .query_row([id], |r| r.get(0))?;
    if another { Err(Error::invalid("occurrence", Reason::WrongState)) } else { Ok(()) }
}

fn answer_about(c: &Connection, medicine: MedicineId, occurrence: Day) -> Result<Option<Id>> {
    let mut q = c.prepare_cached("SELECT id FROM dose WHERE medicine = ?1 AND occurrence = ?2 ORDER BY id DESC")?;
    Ok(q.query_row(params![medicine, occurrence], |r| r.get(0)).optional()?)
}

fn dose_values(w: &Write<'_>, new: &NewDose, kept: Option<Day>) -> Result<Values> {
    validate::known(w.tx(), &MEDICINE, "medicine", new.medicine.0)?;
    if kept != Some(new.occurrence) {
        validate::near_day("occurrence", new.occurrence, w.day())?;
        if new.occurrence > w.day() {
            return Err(Error::invalid("occurrence", Reason::ImpossibleDate));
        }
    }
    Ok(vec![
        ("medicine", value(new.medicine.0)),
        ("occurrence", value(new.occurrence)),
        ("result", new.result.into()),
        ("note", value(validate::text("note", &new.note)?)),
    ])
}

const SELECT: &str = "SELECT d.id, d.medicine, coalesce(m.name, ''), d.occurrence, d.result, d.note, d.day, d.made_ms, d.made_zone, d.made_offset
   FROM dose d LEFT JOIN medicine m ON m.id = d.medicine";

pub(super) fn recent(c: &Connection, before: Option<DoseId>) -> Result<Vec<DoseView>> {
    let mut q = c.prepare_cached(&format!("{SELECT} WHERE d.id < ?1 ORDER BY d.id DESC LIMIT 50"))?;
    let rows = q.query_map([Id::before(before.map(|b| b.0))], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<DoseView> {
    Ok(DoseView {
        id: r.get(0)?,
        medicine: r.get(1)?,
        medicine_name: r.get(2)?,
        occurrence: r.get(3)?,
        result: r.get(4)?,
        note: r.get(5)?,
        day: r.get(6)?,
        made: Moment { instant_ms: r.get(7)?, zone: r.get(8)?, offset_min: r.get(9)? },
    })
}
