//! "Done" on a notification, as an answer on the sheet it belongs to.

use rusqlite::{OptionalExtension as _, params};

use crate::clock::Day;
use crate::error::{Error, Result};
use crate::goals::{self, NewStepResult, StepId, StepOutcome};
use crate::homework::{self, HomeworkId, HomeworkOutcome, NewHomeworkResult};
use crate::ids::Id;
use crate::reminders::notification::{Occurrence, Reminder};
use crate::reminders::own;
use crate::reminders::rule::AboutKind;
use crate::store::Write;
use crate::store::kinds::{DOSE, Values, value};

/// "Done" on a notification is an answer where it belongs. What was answered there already stays as it was said.
pub(super) fn done(w: &Write<'_>, occurrence: &Occurrence) -> Result<()> {
    let (about, id) = match occurrence.reminder {
        Reminder::Homework(id) => (AboutKind::Homework, Some(id.0)),
        Reminder::Step(id) => (AboutKind::Step, Some(id.0)),
        Reminder::Medicine(id) => (AboutKind::Medicine, Some(id)),
        Reminder::Own(id) => own::about(w.tx(), id)?.unwrap_or((AboutKind::Own, None)),
        _ => return Ok(()),
    };
    // Of what is to come, only the reminder is done.
    let (Some(id), true) = (id, occurrence.day <= w.day()) else { return Ok(()) };
    match about {
        AboutKind::Homework => homework_done(w, HomeworkId(id), occurrence.day),
        AboutKind::Step => step_done(w, StepId(id), occurrence.day),
        AboutKind::Medicine => taken(w, id, occurrence.day),
        _ => Ok(()),
    }
}

fn there(w: &Write<'_>, sql: &str, id: Id, day: Day) -> Result<bool> {
    Ok(w.tx().prepare_cached(sql)?.query_row(params![id, day], |r| r.get(0))?)
}

fn homework_done(w: &Write<'_>, homework: HomeworkId, day: Day) -> Result<()> {
    let answered = "SELECT EXISTS (SELECT 1 FROM homework_result WHERE homework = ?1 AND occurrence = ?2
                       AND result IN ('done', 'partly'))
                     OR EXISTS (SELECT 1 FROM homework WHERE id = ?1 AND state IN ('finished', 'let_go'))";
    if there(w, answered, homework.0, day)? {
        return Ok(());
    }
    let new = NewHomeworkResult {
        homework,
        occurrence: day,
        result: HomeworkOutcome::Done,
        smaller: false,
        obstacle: None,
        note: String::new(),
        helpfulness: None,
    };
    match homework::record(w, &new) {
        // A reminder of one's own may come on a day that the homework is not for: then only that is done.
        Err(Error::Invalid { field: "occurrence", .. }) => Ok(()),
        other => other,
    }
}

fn step_done(w: &Write<'_>, step: StepId, day: Day) -> Result<()> {
    let answered = "SELECT EXISTS (SELECT 1 FROM step_result WHERE step = ?1 AND result = 'done' AND day >= ?2)
                     OR EXISTS (SELECT 1 FROM step WHERE id = ?1 AND state <> 'active')";
    if there(w, answered, step.0, day)? {
        return Ok(());
    }
    let new = NewStepResult {
        step,
        result: StepOutcome::Done,
        what_helped: String::new(),
        got_in_the_way: String::new(),
        next_step: String::new(),
    };
    goals::insert_result(w, &new)
}

/// One answer for each medicine and day: "later" gives way, what was said stays.
fn taken(w: &Write<'_>, medicine: Id, day: Day) -> Result<()> {
    let kept: Option<(Id, String)> = w
        .tx()
        .prepare_cached("SELECT id, result FROM dose WHERE medicine = ?1 AND occurrence = ?2 ORDER BY id DESC")?
        .query_row(params![medicine, day], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let result = ("result", value("taken".to_owned()));
    match kept {
        Some((id, said)) if said == "later" => w.update(&DOSE, id, &vec![result]).map(drop),
        Some(_) => Ok(()),
        None => {
            let mut values: Values = vec![("medicine", value(medicine)), ("occurrence", value(day)), result];
            values.extend(w.made());
            w.insert(&DOSE, w.new_id()?, &values)
        }
    }
}
