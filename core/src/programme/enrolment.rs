//! Taking part in a programme.
//!
//! A way in without a promise comes first: agree on three or four meetings, stop, decide. After finishing or
//! leaving nothing is taken away; the course can be taken once more, or gone on with as booster meetings.
//!
//! ```text
//!   trial ──decided──> active <──> paused        any can be set again: a slip of the
//!     │                   ├──> graduated         finger is put right by the other button
//!     └────────> left <───┘
//! ```

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::installed;
use super::pack::Text;
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::store::kinds::{ENROLMENT, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// Meetings of a trial: at least and at most. Three or four are usual.
pub const TRIAL_MEETINGS: (i64, i64) = (1, 12);
/// Meetings of a whole course: at least and at most.
pub const PLANNED_MEETINGS: (i64, i64) = (1, 200);
/// People in a group: at least and at most.
pub const GROUP_SIZE: (i64, i64) = (2, 30);

id_type! {
    /// Names a time of taking part.
    EnrolmentId
}

choice! {
    /// How the meetings are held.
    ProgrammeFormat {
        /// One to one.
        Individual = "individual",
        /// In a group.
        Group = "group",
        /// Both.
        Both = "both",
    }
}

choice! {
    /// Where the person is with the programme.
    EnrolmentState {
        /// Trying it out.
        Trial = "trial",
        /// Taking part.
        Active = "active",
        /// Resting, easy to take up again.
        Paused = "paused",
        /// Finished.
        Graduated = "graduated",
        /// Left, for whatever reason.
        Left = "left",
    }
}

impl EnrolmentState {
    /// True for what is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Graduated | Self::Left)
    }
}

/// How somebody takes part. For an edit, every field but the programme and the link to an earlier time is the new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEnrolment {
    /// Id of a pack on this phone.
    pub programme: String,
    /// How the meetings are held.
    pub format: ProgrammeFormat,
    /// People in the group, 2 to 30, if it is held in one and the number is known.
    pub group_size: Option<i64>,
    /// The first day, within ten years; today (or, in an edit, as it was) where `None`.
    pub started: Option<Day>,
    /// Meetings planned in all, 1 to 200, if known.
    pub planned_meetings: Option<i64>,
    /// Decide after so many meetings, 1 to 12; `None` without a trial.
    pub trial_meetings: Option<i64>,
    /// True for booster meetings after finishing.
    pub booster: bool,
    /// The earlier time that this one repeats or follows.
    pub repeat_of: Option<EnrolmentId>,
}

/// A time of taking part, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentView {
    /// Which.
    pub id: EnrolmentId,
    /// Id of the pack.
    pub programme: String,
    /// What it is called; empty where the pack is not on this phone any more.
    pub name: Text,
    /// Edition of the pack when they began.
    pub edition: i64,
    /// How the meetings are held.
    pub format: ProgrammeFormat,
    /// People in the group, if said.
    pub group_size: Option<i64>,
    /// The first day.
    pub started: Day,
    /// Meetings planned in all, if said.
    pub planned_meetings: Option<i64>,
    /// Meetings of the trial, if there is one.
    pub trial_meetings: Option<i64>,
    /// Where the person is with it.
    pub state: EnrolmentState,
    /// True for booster meetings after finishing.
    pub booster: bool,
    /// The earlier time that this one repeats or follows.
    pub repeat_of: Option<EnrolmentId>,
    /// The day it was finished or left.
    pub ended: Option<Day>,
    /// Meetings that took place in it.
    pub meetings_held: i64,
    /// True once the meetings of the trial have taken place and nobody has said yet how it goes on.
    pub decide_now: bool,
}

impl Handrail {
    /// Begins to take part: on trial where meetings of a trial are given, else at once. The words, lists and sheets
    /// of that pack are in force from here on.
    ///
    /// # Errors
    /// [`Reason::UnknownId`] for a pack that is not on this phone. [`Reason::WrongState`] naming `programme` while
    /// another one is neither finished nor left.
    pub fn enrol(&self, new: &NewEnrolment) -> Result<Changes> {
        self.write(|w| {
            let Some((pack, _)) = installed::find(w.tx(), &new.programme)? else {
                return Err(Error::invalid("programme", Reason::UnknownId));
            };
            if current(w.tx())?.is_some_and(|now| !now.state.is_over()) {
                return Err(Error::invalid("programme", Reason::WrongState));
            }
            if let Some(earlier) = new.repeat_of {
                validate::known(w.tx(), &ENROLMENT, "repeat_of", earlier.0)?;
            }
            let state = if new.trial_meetings.is_some() { EnrolmentState::Trial } else { EnrolmentState::Active };
            let mut values = values(w, new, new.started.unwrap_or(w.day()))?;
            values.push(("programme", value(new.programme.clone())));
            values.push(("edition", value(pack.edition)));
            values.push(("repeat_of", maybe(new.repeat_of.map(|e| e.0))));
            values.push(("state", state.into()));
            w.insert(&ENROLMENT, w.new_id()?, &values)
        })
    }

    /// Puts right how somebody takes part. The programme itself stays: for another one, leave and begin anew.
    ///
    /// # Errors
    /// [`Reason::WrongState`] for another programme than before.
    pub fn edit_enrolment(&self, id: EnrolmentId, edit: &NewEnrolment) -> Result<Changes> {
        self.write(|w| {
            let there = stored(w.tx(), id)?;
            if edit.programme != there.programme {
                return Err(Error::invalid("programme", Reason::WrongState));
            }
            w.update(&ENROLMENT, id.0, &values(w, edit, edit.started.unwrap_or(there.started))?).map(drop)
        })
    }

    /// Decides after the trial, pauses, finishes, leaves, or takes it up again. Finishing and leaving keep everything.
    ///
    /// # Errors
    /// [`Reason::WrongState`] naming `state` for a trial that has no meetings, and for taking up what is over while
    /// another one is not.
    pub fn set_enrolment_state(&self, id: EnrolmentId, state: EnrolmentState) -> Result<Changes> {
        self.write(|w| {
            let there = stored(w.tx(), id)?;
            let wrong = || Error::invalid("state", Reason::WrongState);
            if state == EnrolmentState::Trial && there.trial_meetings.is_none() {
                return Err(wrong());
            }
            let other = current(w.tx())?.is_some_and(|now| now.id != id && !now.state.is_over());
            if there.state.is_over() && !state.is_over() && other {
                return Err(wrong());
            }
            let ended = match (there.state.is_over(), state.is_over()) {
                (_, false) => None,
                (true, true) => there.ended,
                (false, true) => Some(w.day()),
            };
            w.update(&ENROLMENT, id.0, &vec![("state", state.into()), ("ended", maybe(ended))]).map(drop)
        })
    }
}

fn values(w: &Write<'_>, new: &NewEnrolment, started: Day) -> Result<Values> {
    let group_size = validate::optional_scale("group_size", new.group_size, GROUP_SIZE.0, GROUP_SIZE.1)?;
    if group_size.is_some() && new.format == ProgrammeFormat::Individual {
        return Err(Error::invalid("group_size", Reason::WrongState));
    }
    let (planned, trial) = (PLANNED_MEETINGS, TRIAL_MEETINGS);
    Ok(vec![
        ("format", new.format.into()),
        ("group_size", maybe(group_size)),
        ("started", value(validate::near_day("started", started, w.day())?)),
        (
            "planned_meetings",
            maybe(validate::optional_scale("planned_meetings", new.planned_meetings, planned.0, planned.1)?),
        ),
        ("trial_meetings", maybe(validate::optional_scale("trial_meetings", new.trial_meetings, trial.0, trial.1)?)),
        ("booster", value(i64::from(new.booster))),
    ])
}

/// A time of taking part, as it is kept.
#[derive(Clone)]
pub(super) struct Enrolment {
    pub id: EnrolmentId,
    pub programme: String,
    pub edition: i64,
    pub format: ProgrammeFormat,
    pub group_size: Option<i64>,
    pub started: Day,
    pub planned_meetings: Option<i64>,
    pub trial_meetings: Option<i64>,
    pub state: EnrolmentState,
    pub booster: bool,
    pub repeat_of: Option<EnrolmentId>,
    pub ended: Option<Day>,
}

const COLUMNS: &str =
    "SELECT id, programme, edition, format, group_size, started, planned_meetings, trial_meetings, state,
    booster, repeat_of, ended FROM enrolment";

fn of_row(r: &Row<'_>) -> rusqlite::Result<Enrolment> {
    Ok(Enrolment {
        id: r.get(0)?,
        programme: r.get(1)?,
        edition: r.get(2)?,
        format: r.get(3)?,
        group_size: r.get(4)?,
        started: r.get(5)?,
        planned_meetings: r.get(6)?,
        trial_meetings: r.get(7)?,
        state: r.get(8)?,
        booster: r.get(9)?,
        repeat_of: r.get(10)?,
        ended: r.get(11)?,
    })
}

fn stored(c: &Connection, id: EnrolmentId) -> Result<Enrolment> {
    let mut q = c.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
    q.query_row([id], of_row).optional()?.ok_or(Error::NotFound(ENROLMENT.name))
}

/// Every time of taking part: first what is not over, then the newest.
pub(super) fn all(c: &Connection) -> Result<Vec<Enrolment>> {
    let mut q = c.prepare_cached(&format!(
        "{COLUMNS} ORDER BY state IN ('graduated', 'left'), started DESC, id DESC LIMIT 50"
    ))?;
    let rows = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The one that counts now; the last one where all are over. Everything stays useful after the course.
pub(super) fn current(c: &Connection) -> Result<Option<Enrolment>> {
    Ok(all(c)?.into_iter().next())
}

/// As it is shown.
pub(super) fn view(c: &Connection, kept: Enrolment, language: &str) -> Result<EnrolmentView> {
    let name = installed::find(c, &kept.programme)?.map(|(pack, _)| pack.text(language, "programme.name"));
    let meetings_held: i64 = c
        .prepare_cached(
            "SELECT count(*) FROM session WHERE state = 'held' AND day >= ?1 AND (?2 IS NULL OR day <= ?2)",
        )?
        .query_row(params![kept.started, kept.ended], |r| r.get(0))?;
    let trial_over = kept.trial_meetings.is_some_and(|trial| meetings_held >= trial);
    Ok(EnrolmentView {
        id: kept.id,
        programme: kept.programme,
        name: name.unwrap_or_default(),
        edition: kept.edition,
        format: kept.format,
        group_size: kept.group_size,
        started: kept.started,
        planned_meetings: kept.planned_meetings,
        trial_meetings: kept.trial_meetings,
        state: kept.state,
        booster: kept.booster,
        repeat_of: kept.repeat_of,
        ended: kept.ended,
        meetings_held,
        decide_now: kept.state == EnrolmentState::Trial && trial_over,
    })
}
