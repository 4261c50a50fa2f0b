//! Where a goal or step stands, and the days that go with it: when it began, when it ended.

use rusqlite::OptionalExtension as _;

use super::{GoalState, StepId, StepOutcome};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::ids::Id;
use crate::store::Write;
use crate::store::kinds::{Kind, STEP, Values, maybe, value};

pub(super) fn started_of(w: &Write<'_>, kind: &'static Kind, id: Id) -> Result<Day> {
    let sql = format!("SELECT started FROM {} WHERE id = ?1", kind.name);
    w.tx().prepare_cached(&sql)?.query_row([id], |r| r.get(0)).optional()?.ok_or(Error::NotFound(kind.name))
}

/// A reopened goal lets go of the one that took its place: both stand on their own again.
pub(super) fn set_state(w: &Write<'_>, kind: &'static Kind, id: Id, state: GoalState) -> Result<()> {
    if state == GoalState::Changed {
        return Err(Error::invalid("state", Reason::WrongState));
    }
    let mut values = vec![("state", state.into()), ("changed_to", maybe(None::<Id>))];
    match state {
        // A second tap does not move the day on which it ended.
        GoalState::Reached | GoalState::LetGo if state_of(w, kind, id)? == state => {}
        GoalState::Reached | GoalState::LetGo => values.push(("ended", value(w.day()))),
        _ => values.push(("ended", maybe(None::<Day>))),
    }
    w.update(kind, id, &values).map(drop)
}

pub(super) fn changed_to(w: &Write<'_>, new: Id) -> Values {
    vec![("state", GoalState::Changed.into()), ("changed_to", value(new)), ("ended", value(w.day()))]
}

fn state_of(w: &Write<'_>, kind: &'static Kind, id: Id) -> Result<GoalState> {
    let sql = format!("SELECT state FROM {} WHERE id = ?1", kind.name);
    w.tx().prepare_cached(&sql)?.query_row([id], |r| r.get(0)).optional()?.ok_or(Error::NotFound(kind.name))
}

/// The step's state after its newest result.
pub(super) fn follow_newest(w: &Write<'_>, step: StepId) -> Result<()> {
    let (state, newest): (GoalState, StepOutcome) = w
        .tx()
        .prepare_cached(
            "SELECT s.state, r.result FROM step s JOIN step_result r ON r.step = s.id
              WHERE s.id = ?1 ORDER BY r.made_ms DESC, r.id DESC LIMIT 1",
        )?
        .query_row([step], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let next = match newest {
        StepOutcome::Done => GoalState::Reached,
        StepOutcome::Changed => GoalState::Changed,
        StepOutcome::Partly | StepOutcome::NotYet => match state {
            // An answer about it means that it is being worked on.
            GoalState::Reached | GoalState::Changed | GoalState::Idea => GoalState::Active,
            GoalState::Active | GoalState::Paused | GoalState::LetGo => state,
        },
    };
    w.update(&STEP, step.0, &vec![("state", next.into())]).map(drop)
}
