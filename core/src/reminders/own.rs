//! Reminders of the person's own making: what is kept of one, and how it is changed.

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::preferences;
use super::recurrence::Recurrence;
use super::rule::{AboutKind, AskAgain, Exactness, Importance, LONGEST_AHEAD_MIN, ReminderId, Schedule, ZonePolicy};
use crate::clock::Place;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::kinds::{REMINDER, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate;

/// Most reminders of one's own, on and off.
pub const MOST_REMINDERS: usize = 10_000;

/// A reminder as the person wants it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewReminder {
    /// In the person's own words, at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters. Needed where it is about
    /// something of their own; may be empty elsewhere.
    pub title: String,
    /// What it is about.
    pub about: AboutKind,
    /// The step, homework, medicine or meeting it is about; nothing for the others.
    pub about_id: Option<Id>,
    /// When.
    pub schedule: Schedule,
    /// How much it matters.
    pub importance: Importance,
    /// How exactly.
    pub exactness: Exactness,
    /// Announced so many minutes before as well, 0 (not) to [`LONGEST_AHEAD_MIN`].
    pub ahead_min: u32,
    /// A gentle repeat without an answer.
    pub again: Option<AskAgain>,
    /// It may come in the quiet hours.
    pub in_quiet_hours: bool,
}

impl NewReminder {
    /// One of their own words, with nothing special about it.
    #[must_use]
    pub fn of(title: &str, schedule: Schedule) -> Self {
        Self {
            title: title.to_owned(),
            about: AboutKind::Own,
            about_id: None,
            schedule,
            importance: Importance::Normal,
            exactness: Exactness::Inexact,
            ahead_min: 0,
            again: None,
            in_quiet_hours: false,
        }
    }
}

/// A reminder, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ReminderView {
    /// Which.
    pub id: ReminderId,
    /// As the person said it.
    pub reminder: NewReminder,
    /// Whether it reminds.
    pub on: bool,
}

impl Handrail {
    /// The reminders of the person's own making, in the order they were made. One that a newer version of the app
    /// wrote and this one cannot read is left out; it is kept.
    pub fn reminders(&self) -> Result<Vec<ReminderView>> {
        self.read(|c| {
            let mut q = c.prepare_cached(
                "SELECT id, title, about, about_id, schedule, importance, exactness, ahead_min, again_times,
                        again_after_min, in_quiet_hours, state = 'on'
                   FROM reminder ORDER BY id",
            )?;
            let views: Vec<Option<ReminderView>> = q.query_map([], view_of)?.collect::<Result<_, _>>()?;
            Ok(views.into_iter().flatten().collect())
        })
    }

    /// Adds a reminder, turned on.
    ///
    /// # Errors
    /// The field that cannot be kept, as in [`Schedule::check`] for what would never come; more than [`MOST_REMINDERS`].
    pub fn save_reminder(&self, new: &NewReminder) -> Result<Changes> {
        self.write(|w| {
            let there: i64 = w.tx().query_row("SELECT count(*) FROM reminder", [], |r| r.get(0))?;
            if usize::try_from(there).unwrap_or(usize::MAX) >= MOST_REMINDERS {
                return Err(Error::invalid("reminder", Reason::TooMany { limit: MOST_REMINDERS }));
            }
            let mut values = values_of(w, new)?;
            values.extend(scheduled(w, new)?);
            w.insert(&REMINDER, w.new_id()?, &values)
        })
    }

    /// Says a reminder differently. Where its schedule stays as it is, it may be one that is over.
    pub fn edit_reminder(&self, id: ReminderId, edit: &NewReminder) -> Result<Changes> {
        self.write(|w| {
            let kept: Option<String> = w
                .tx()
                .prepare_cached("SELECT schedule FROM reminder WHERE id = ?1")?
                .query_row([id], |r| r.get(0))
                .optional()?;
            let kept = kept.ok_or(Error::NotFound(REMINDER.name))?;
            let mut values = values_of(w, edit)?;
            if serde_json::from_str::<Schedule>(&kept).ok() != Some(canonical(&edit.schedule)) {
                values.extend(scheduled(w, edit)?);
            }
            w.update(&REMINDER, id.0, &values).map(drop)
        })
    }

    /// Turns a reminder on or off. Off, everything about it is kept. What would have come meanwhile does not come after.
    pub fn set_reminder_on(&self, id: ReminderId, on: bool) -> Result<Changes> {
        self.write(|w| {
            let state = if on { "on" } else { "off" };
            if w.update(&REMINDER, id.0, &vec![("state", value(state.to_owned()))])? {
                w.update(&REMINDER, id.0, &vec![("since_ms", value(w.now().instant_ms))])?;
            }
            Ok(())
        })
    }
}

fn values_of(w: &Write<'_>, new: &NewReminder) -> Result<Values> {
    let title = match new.about {
        AboutKind::Own => validate::line("title", &new.title)?,
        _ => validate::optional_line("title", &new.title)?,
    };
    match (new.about.table(), new.about_id) {
        (Some(kind), Some(id)) => validate::known(w.tx(), kind, "about_id", id)?,
        (Some(_), None) => return Err(Error::invalid("about_id", Reason::Empty)),
        (None, Some(_)) => return Err(Error::invalid("about_id", Reason::WrongState)),
        (None, None) => {}
    }
    if let Some(again) = new.again {
        again.check()?;
    }
    let again = new.again.unwrap_or(AskAgain { times: 0, after_min: 0 });
    Ok(vec![
        ("title", value(title)),
        ("about", new.about.into()),
        ("about_id", maybe(new.about_id)),
        ("importance", new.importance.into()),
        ("exactness", new.exactness.into()),
        ("ahead_min", value(validate::scale("ahead_min", new.ahead_min.into(), 0, LONGEST_AHEAD_MIN)?)),
        ("again_times", value(i64::from(again.times))),
        ("again_after_min", value(i64::from(again.after_min))),
        ("in_quiet_hours", value(i64::from(new.in_quiet_hours))),
    ])
}

/// The schedule, and the instants that go with it.
fn scheduled(w: &Write<'_>, new: &NewReminder) -> Result<Values> {
    new.schedule.check(w.day())?;
    let schedule = canonical(&new.schedule);
    let from_ms = match (&schedule.zone, schedule.times.first()) {
        (ZonePolicy::Elapsed { .. }, Some(when)) => {
            let civil = schedule.recurrence.starts.date().and_time(when.on(&preferences::of(w.tx())?.named).time());
            Some(Place::of(w.now()).instant_ms(civil))
        }
        _ => None,
    };
    let json = serde_json::to_string(&schedule).map_err(|_| Error::Internal("json"))?;
    Ok(vec![("schedule", value(json)), ("from_ms", maybe(from_ms)), ("since_ms", value(w.now().instant_ms))])
}

/// The same schedule said in one way: days in order, each once.
fn canonical(schedule: &Schedule) -> Schedule {
    let mut schedule = schedule.clone();
    let Recurrence { repeats, exceptions, extra, .. } = &mut schedule.recurrence;
    for days in [exceptions, extra] {
        crate::sorting::natural(days);
        days.dedup();
    }
    if let super::recurrence::Repeats::Weekly { days, .. } = repeats {
        crate::sorting::natural(days);
        days.dedup();
    }
    if let ZonePolicy::Pinned { zone } = &mut schedule.zone {
        *zone = zone.trim().to_owned();
    }
    schedule
}

fn view_of(r: &Row<'_>) -> rusqlite::Result<Option<ReminderView>> {
    let Ok(schedule) = serde_json::from_str(r.get_ref(4)?.as_str().unwrap_or_default()) else { return Ok(None) };
    let (Ok(about), Ok(importance), Ok(exactness)) = (r.get(2), r.get(5), r.get(6)) else { return Ok(None) };
    let again = AskAgain { times: r.get(8)?, after_min: r.get(9)? };
    let reminder = NewReminder {
        title: r.get(1)?,
        about,
        about_id: r.get(3)?,
        schedule,
        importance,
        exactness,
        ahead_min: r.get(7)?,
        again: (again.times > 0).then_some(again),
        in_quiet_hours: r.get(10)?,
    };
    Ok(Some(ReminderView { id: r.get(0)?, reminder, on: r.get(11)? }))
}

/// What a reminder of one's own is about.
pub(super) fn about(c: &Connection, id: ReminderId) -> Result<Option<(AboutKind, Option<Id>)>> {
    let mut q = c.prepare_cached("SELECT about, about_id FROM reminder WHERE id = ?1")?;
    Ok(q.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
}
