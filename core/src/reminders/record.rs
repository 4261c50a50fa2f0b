//! Facts in the store: how one is kept, once, and how they are read for the fold.

mod done;
mod sheets;

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDateTime, Timelike as _};
use ring::digest::{SHA256, digest};
use rusqlite::{Connection, OptionalExtension as _, params};

use self::done::done;
pub(super) use self::sheets::answers;
use super::Known;
use super::answers::{Answers, Fact, NotificationFact};
use super::notification::{NotificationId, Occurrence, Part, Reminder, Turn};
use super::plan::{Phone, PhoneKind};
use super::planner::{self, CLOSE_MIN};
use crate::clock::{Day, Moment, Place};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::kinds::{HOMEWORK, Kind, MEDICINE, REMINDER, REMINDER_FACT, SESSION, STEP, Values, maybe, value};
use crate::store::{Changes, Write};

/// How long "later" is where the person names no time, in minutes: long enough to have done something else, and mostly still today.
pub const LATER_MIN: i64 = 60;
/// Longest time that "later" may mean, in days: after that it is another plan.
pub const LONGEST_WAIT_DAYS: i64 = 31;
/// How long the phone's own deliveries are remembered, in days.
const DELIVERIES_KEPT_DAYS: i64 = 60;
const DAY_MS: i64 = 86_400_000;
/// As times are kept in the store.
pub(super) const CIVIL: &str = "%Y-%m-%dT%H:%M";

impl Handrail {
    /// Records what became of a notification, of everything that it stands for. The same fact twice is one fact; an
    /// answer stays when a late "shown" arrives after it. "Done" is also an answer where it belongs: to the homework,
    /// the step, the medicine. "Later" without a time is [`LATER_MIN`] from now.
    ///
    /// # Errors
    /// `later` in the past, more than [`LONGEST_WAIT_DAYS`] ahead, or given with another fact; an id that is none of ours.
    pub fn notification_fact(
        &self,
        id: &NotificationId,
        fact: NotificationFact,
        later: Option<NaiveDateTime>,
    ) -> Result<Changes> {
        let parts = id.parts()?;
        self.write(|w| {
            let at_ms = w.now().instant_ms;
            let later = match (fact, later) {
                (NotificationFact::Later, None) => Some(in_a_while(w.now())),
                (NotificationFact::Later, Some(at)) if may_wait(at, w.now().civil()) => Some(at),
                (NotificationFact::Later, Some(_)) => return Err(Error::invalid("later", Reason::ImpossibleDate)),
                (_, None) => None,
                (_, Some(_)) => return Err(Error::invalid("later", Reason::WrongState)),
            };
            for part in &parts {
                must_exist(w, part.occurrence.reminder)?;
                if fact == NotificationFact::Shown {
                    delivered(w, part, at_ms)?;
                }
                if matches!(part.occurrence.reminder, Reminder::KeepGoing | Reminder::Test) {
                    continue;
                }
                if fact == NotificationFact::Done {
                    done(w, &part.occurrence)?;
                }
                keep(w, part, fact, later, at_ms)?;
            }
            Ok(())
        })
    }

    /// Records that a phone that shows by itself showed it, at the time that its system says (UTC milliseconds; what lies
    /// ahead is now). To be told when the app comes to the foreground and when an action was tapped, before the answer.
    ///
    /// # Errors
    /// An id that is none of ours.
    pub fn notification_was_shown(&self, id: &NotificationId, shown_ms: i64) -> Result<Changes> {
        let parts = id.parts()?;
        self.write(|w| {
            let at_ms = shown_ms.min(w.now().instant_ms);
            for part in &parts {
                must_exist(w, part.occurrence.reminder)?;
                delivered(w, part, at_ms)?;
                if !matches!(part.occurrence.reminder, Reminder::KeepGoing | Reminder::Test) {
                    keep(w, part, NotificationFact::Shown, None, at_ms)?;
                }
            }
            Ok(())
        })
    }

    /// Notes what the phone's system holds now, after a plan was followed and those in `let_go` were cancelled. It stays on
    /// this phone: it tells what was given to the system from what was not, and how late the system was.
    pub fn notifications_held(&self, held: &[super::plan::Held], let_go: &[NotificationId]) -> Result<Changes> {
        self.write(|w| {
            let now = w.now();
            w.tx()
                .prepare_cached("DELETE FROM delivery WHERE due_ms < ?1")?
                .execute([now.instant_ms - DELIVERIES_KEPT_DAYS * DAY_MS])?;
            let mut taken_back = w.tx().prepare_cached("DELETE FROM delivery WHERE part = ?1 AND shown_ms IS NULL")?;
            for part in let_go.iter().filter_map(|id| id.parts().ok()).flatten() {
                taken_back.execute([part.to_string()])?;
            }
            let mut given = w.tx().prepare_cached(
                "INSERT INTO delivery (part, due_ms, given_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT (part) DO UPDATE SET due_ms = ?2, given_ms = ?3,
                    shown_ms = CASE WHEN due_ms = ?2 THEN shown_ms END
                  WHERE due_ms <> ?2 OR given_ms IS NULL",
            )?;
            let mut still_held = BTreeSet::new();
            for held in held {
                let place = match &held.zone {
                    Some(zone) => Place::named_at(zone, now),
                    None => Place::of(now),
                };
                let due_ms = place.instant_ms(held.civil);
                for part in held.id.parts()? {
                    given.execute(params![part.to_string(), due_ms, now.instant_ms])?;
                    still_held.insert(part.to_string());
                }
            }
            came_by_a_jump(w, &still_held)
        })
    }
}

/// What was given for later, is held no more and was not taken back: it came, and the clock was set back or the phone is in
/// another zone since. It came before now.
fn came_by_a_jump(w: &Write<'_>, held: &BTreeSet<String>) -> Result<()> {
    let now_ms = w.now().instant_ms;
    let ahead: Vec<String> = w
        .tx()
        .prepare_cached("SELECT part FROM delivery WHERE due_ms > ?1 AND given_ms IS NOT NULL")?
        .query_map([now_ms], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    let mut came = w.tx().prepare_cached("UPDATE delivery SET due_ms = ?2 WHERE part = ?1")?;
    for part in ahead.iter().filter(|part| !held.contains(*part)) {
        came.execute(params![part, now_ms])?;
    }
    Ok(())
}

fn may_wait(at: NaiveDateTime, now: NaiveDateTime) -> bool {
    at > now && at <= now + Duration::days(LONGEST_WAIT_DAYS)
}

/// What the wall shows [`LATER_MIN`] from now, to the minute. In an hour that comes twice its second time cannot be said on a
/// wall, and a time that has been is none: then that much further on the wall, and so a little longer.
fn in_a_while(now: &Moment) -> NaiveDateTime {
    let (here, wait) = (Place::of(now), Duration::minutes(LATER_MIN));
    let wanted_ms = now.instant_ms + wait.num_milliseconds();
    let at = here.civil(wanted_ms);
    let at = if here.instant_ms(at) < wanted_ms { now.civil() + wait } else { at };
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}

pub(super) fn must_exist(w: &Write<'_>, reminder: Reminder) -> Result<()> {
    let kind: &Kind = match reminder {
        Reminder::Homework(_) => &HOMEWORK,
        Reminder::Step(_) => &STEP,
        Reminder::Own(_) => &REMINDER,
        Reminder::Medicine(_) => &MEDICINE,
        Reminder::SessionEve(_) | Reminder::SessionDay(_) => &SESSION,
        Reminder::CheckIn | Reminder::PlanReview | Reminder::LifeAreas | Reminder::KeepGoing | Reminder::Test => {
            return Ok(());
        }
    };
    reminder.id().map_or(Ok(()), |id| crate::validate::known(w.tx(), kind, "notification", id))
}

/// The phone showed it: once, and the first time counts. Late is against when it was first due, so that what comes
/// after all once the app is opened does not look as if it came on time.
fn delivered(w: &Write<'_>, part: &Part, at_ms: i64) -> Result<()> {
    let was_due = if part.turn == Turn::First { first_due(w, &part.occurrence)? } else { None };
    w.tx()
        .prepare_cached(
            "INSERT INTO delivery (part, due_ms, shown_ms) VALUES (?1, ?2, ?2)
             ON CONFLICT (part) DO UPDATE SET shown_ms = ?2, due_ms = min(due_ms, coalesce(?3, due_ms))
              WHERE shown_ms IS NULL",
        )?
        .execute(params![part.to_string(), at_ms, was_due])?;
    Ok(())
}

/// When it was due by itself; none of one that was put off, or whose rule was changed since.
fn first_due(w: &Write<'_>, occurrence: &Occurrence) -> Result<Option<i64>> {
    let (now, day) = (w.now(), w.day());
    let known = Known::read(w.tx(), now, day, occurrence.day)?;
    if known.answers.of(occurrence).is_some_and(|answer| answer.put_off().is_some()) {
        return Ok(None);
    }
    let phone = Phone { kind: PhoneKind::WakesTheApp, capacity: 0 };
    Ok(planner::due_of(&known.situation(now, w.boundary_min(), phone, &[]), occurrence))
}

/// Keeps a fact. Its id is made from what it says, so that two phones that tell of the same make one record.
fn keep(w: &Write<'_>, part: &Part, fact: NotificationFact, later: Option<NaiveDateTime>, at_ms: i64) -> Result<()> {
    let Occurrence { reminder, day, slot } = part.occurrence;
    let later = match fact {
        NotificationFact::Shown if part.turn == Turn::First => waited_until(w, &part.occurrence, at_ms)?,
        // Said again after it was put off, it is another word, and the last one.
        NotificationFact::NotToday => put_off(w.tx(), &part.occurrence)?.map(|(_, until)| until),
        _ => later,
    };
    let turn = match (fact, part.turn) {
        (NotificationFact::Shown, Turn::Ahead) => Some(0),
        (NotificationFact::Shown, Turn::Again(n)) => Some(i64::from(n)),
        _ => None,
    };
    let later = later.map_or_else(String::new, |at| at.format(CIVIL).to_string());
    let id = id_of(&part.occurrence, fact, turn, &later);
    let there: Option<bool> = w
        .tx()
        .prepare_cached(
            "SELECT true FROM reminder_fact WHERE id = ?1 UNION ALL SELECT false FROM tombstone WHERE record = ?1 LIMIT 1",
        )?
        .query_row([id], |r| r.get(0))
        .optional()?;
    if there.is_some() {
        // Said before; or taken away on purpose, and then it is not brought back by a second tap.
        return Ok(());
    }
    let mut values: Values = vec![
        ("reminder", value(reminder.word().to_owned())),
        ("reminder_id", maybe(reminder.id())),
        ("occurrence", value(day)),
        ("slot", value(i64::from(slot))),
        ("turn", maybe(turn)),
        ("fact", fact.into()),
        ("later", value(later)),
    ];
    values.extend(w.made_at(at_ms));
    w.insert(&REMINDER_FACT, id, &values)
}

/// The first 16 bytes of SHA-256 of what the fact says.
fn id_of(occurrence: &Occurrence, fact: NotificationFact, turn: Option<i64>, later: &str) -> Id {
    let Occurrence { reminder, day, slot } = occurrence;
    let record = reminder.id().map_or_else(String::new, |id| id.to_string());
    let turn = turn.map_or_else(String::new, |turn| turn.to_string());
    let says = format!("reminder_fact\n{}\n{record}\n{day}\n{slot}\n{}\n{turn}\n{later}", reminder.word(), fact.word());
    let mut bytes = [0u8; 16];
    for (to, from) in bytes.iter_mut().zip(digest(&SHA256, says.as_bytes()).as_ref()) {
        *to = *from;
    }
    Id::from_bytes(bytes)
}

/// What a notification that was shown then had been put off to, if it had been. It may come a little early, with others.
fn waited_until(w: &Write<'_>, occurrence: &Occurrence, at_ms: i64) -> Result<Option<NaiveDateTime>> {
    let latest = w.now().at(at_ms).civil() + Duration::minutes(CLOSE_MIN);
    let waited = put_off(w.tx(), occurrence)?.filter(|(said_ms, until)| *said_ms <= at_ms && *until <= latest);
    Ok(waited.map(|(_, until)| until))
}

/// When it was put off, and until when, if that is the last word.
fn put_off(c: &Connection, occurrence: &Occurrence) -> Result<Option<(i64, NaiveDateTime)>> {
    let answers = Answers::fold(facts_of(c, Some(occurrence), occurrence.day)?);
    Ok(answers.of(occurrence).and_then(|answer| Some((answer.put_off_ms()?, answer.put_off()?))))
}

/// The earliest occurrence that was put off to `since` or later, if it lies before `since`. Without it, one that was
/// put off by days would be forgotten as soon as its own day lies behind.
pub(super) fn since_put_off(c: &Connection, since: Day) -> Result<Day> {
    let mut q = c.prepare_cached(
        "SELECT min(occurrence) FROM reminder_fact WHERE fact = 'later' AND later <> '' AND later >= ?1",
    )?;
    let earliest: Option<Day> = q.query_row([since], |r| r.get(0))?;
    Ok(earliest.map_or(since, |day| day.min(since)))
}

/// Facts about occurrences from `since` on.
pub(super) fn facts_of(c: &Connection, of: Option<&Occurrence>, since: Day) -> Result<Vec<Fact>> {
    let mut q = c.prepare_cached(
        "SELECT reminder, reminder_id, occurrence, slot, turn, fact, later, made_ms FROM reminder_fact
          WHERE occurrence >= ?1",
    )?;
    let mut rows = q.query([since])?;
    let mut facts = Vec::new();
    while let Some(r) = rows.next()? {
        // What a newer version wrote and this one cannot read says nothing here.
        let word: String = r.get(0)?;
        let (Some(reminder), Ok(fact)) = (Reminder::of(&word, r.get(1)?), r.get(5)) else { continue };
        let occurrence = Occurrence { reminder, day: r.get(2)?, slot: r.get(3)? };
        let turn = match r.get::<_, Option<u32>>(4)? {
            None => Turn::First,
            Some(0) => Turn::Ahead,
            Some(n) => Turn::Again(n),
        };
        let later = NaiveDateTime::parse_from_str(r.get_ref(6)?.as_str().unwrap_or_default(), CIVIL).ok();
        if of.is_none_or(|of| *of == occurrence) {
            facts.push(Fact { occurrence, fact, turn, later, made_ms: r.get(7)? });
        }
    }
    Ok(facts)
}

/// Removes what is known of the reminders of a record that is removed for good.
pub(crate) fn forget(w: &Write<'_>, record: Id) -> Result<()> {
    let facts: Vec<Id> = w
        .tx()
        .prepare_cached("SELECT id FROM reminder_fact WHERE reminder_id = ?1")?
        .query_map([record], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    for fact in facts {
        w.remove_for_good(&REMINDER_FACT, fact)?;
    }
    forget_delivered(w, record)
}

/// What this phone's system was given of it goes.
pub(crate) fn forget_delivered(w: &Write<'_>, record: Id) -> Result<()> {
    w.tx().execute("DELETE FROM delivery WHERE instr(part, ?1) > 0", [record.to_string()])?;
    Ok(())
}
