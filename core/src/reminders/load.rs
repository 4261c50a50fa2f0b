//! The rules that stand in the record: those the person made, and those that other sheets imply. All of them are
//! one [`Rule`] from here on.

use rusqlite::Connection;

use super::notification::Reminder;
use super::preferences::{Preferences, Switch};
use super::recurrence::{Ends, Recurrence, Repeats};
use super::rule::{AboutKind, AskAgain, ReminderId, Rule, Schedule, When, ZonePolicy};
use crate::clock::{Day, TimeOfDay};
use crate::error::Result;
use crate::homework::{HomeworkId, HowOften};
use crate::ids::Id;
use crate::medication;
use crate::settings::{self, CheckInRhythm};

/// How far ahead meetings are looked for.
const MEETINGS_AHEAD_DAYS: i64 = 62;
/// A reminder on the day of a meeting comes at least so long before it begins.
const BEFORE_MEETING_MIN: i64 = 60;

/// Every rule that stands, with what the person prefers.
pub(super) fn rules(c: &Connection, p: &Preferences, today: Day) -> Result<Vec<Rule>> {
    let mut rules = own(c)?;
    rules.extend(homework(c)?);
    rules.extend(steps(c)?);
    rules.extend(check_in(c, p.check_in)?);
    rules.extend(sessions(c, p, today)?);
    rules.extend(plan_review(c, p.plan_review)?);
    rules.extend(life_areas(c, p.life_areas)?);
    if settings::is_on(c, medication::CHOSEN)? && p.medicine {
        rules.extend(medicines(c)?);
    }
    Ok(rules)
}

/// When the fields that decide when a record reminds were last written, from the log: a time that was moved to
/// this morning was not missed this morning.
const SINCE: &str = "coalesce((SELECT max(stamp) >> 16 FROM cell WHERE record = t.id AND field IN";

fn at(time: TimeOfDay) -> Vec<When> {
    vec![When::At { time }]
}

fn floating(recurrence: Recurrence, times: Vec<When>) -> Schedule {
    Schedule { recurrence, times, zone: ZonePolicy::Floating }
}

fn own(c: &Connection) -> Result<Vec<Rule>> {
    // One about a record is quiet while that rests, and when it is over.
    let mut q = c.prepare_cached(
        "SELECT id, title, about, about_id, schedule, from_ms, since_ms, importance, exactness, ahead_min,
                again_times, again_after_min, in_quiet_hours,
                (SELECT time FROM session s WHERE s.id = r.about_id)
           FROM reminder r
          WHERE state = 'on'
            AND CASE about
                  WHEN 'homework' THEN EXISTS (SELECT 1 FROM homework h WHERE h.id = about_id AND h.state = 'active')
                  WHEN 'step' THEN EXISTS (SELECT 1 FROM step t WHERE t.id = about_id AND t.state = 'active')
                  WHEN 'medicine' THEN EXISTS (SELECT 1 FROM medicine m WHERE m.id = about_id AND m.state = 'active')
                  WHEN 'session' THEN EXISTS (SELECT 1 FROM session s WHERE s.id = about_id AND s.state = 'planned')
                  ELSE true END
          ORDER BY id",
    )?;
    let chosen = settings::is_on(c, medication::CHOSEN)?;
    let mut rows = q.query([])?;
    let mut rules = Vec::new();
    while let Some(r) = rows.next()? {
        // What a newer version wrote and this one cannot read is kept, and left alone.
        let Ok(schedule) = serde_json::from_str(r.get_ref(4)?.as_str().unwrap_or_default()) else { continue };
        let Ok(about) = r.get::<_, AboutKind>(2) else { continue };
        if about == AboutKind::Medicine && !chosen {
            continue;
        }
        let (Ok(importance), Ok(exactness)) = (r.get(7), r.get(8)) else { continue };
        let again = AskAgain { times: r.get(10)?, after_min: r.get(11)? };
        rules.push(Rule {
            reminder: Reminder::Own(ReminderId(r.get(0)?)),
            about,
            about_id: r.get(3)?,
            title: r.get(1)?,
            meeting_at: r.get(13)?,
            schedule,
            from_ms: r.get(5)?,
            importance,
            exactness,
            ahead_min: r.get(9)?,
            again: (again.times > 0).then_some(again),
            in_quiet_hours: r.get(12)?,
            since_ms: r.get(6)?,
        });
    }
    Ok(rules)
}

fn homework(c: &Connection) -> Result<Vec<Rule>> {
    let mut q = c.prepare_cached(&format!(
        "SELECT id, how_often, first_day, by_about, reminder_time, title,
                {SINCE} ('reminder_time', 'first_day', 'how_often')), 0)
           FROM homework t WHERE state = 'active' AND reminder_time IS NOT NULL ORDER BY id"
    ))?;
    let rules = q.query_map([], |r| {
        let repeats = match r.get(1)? {
            HowOften::Once => Repeats::Once,
            HowOften::Daily => Repeats::EveryDays { every: 1 },
            HowOften::Weekly => Repeats::EveryDays { every: 7 },
        };
        let by_about: Option<Day> = r.get(3)?;
        let ends = by_about.map_or(Ends::Never, |day| Ends::Until { day });
        let recurrence = Recurrence { ends, ..Recurrence::plain(r.get(2)?, repeats) };
        let id: HomeworkId = r.get(0)?;
        let schedule = floating(recurrence, at(r.get(4)?));
        Ok(Rule {
            about_id: Some(id.0),
            title: r.get(5)?,
            since_ms: r.get(6)?,
            ..Rule::plain(Reminder::Homework(id), AboutKind::Homework, schedule)
        })
    })?;
    Ok(rules.collect::<Result<_, _>>()?)
}

fn steps(c: &Connection) -> Result<Vec<Rule>> {
    let mut q = c.prepare_cached(&format!(
        "SELECT id, reminder_day, reminder_time, title, {SINCE} ('reminder_time', 'reminder_day')), 0)
           FROM step t
          WHERE state = 'active' AND reminder_day IS NOT NULL AND reminder_time IS NOT NULL ORDER BY id"
    ))?;
    let rules = q.query_map([], |r| {
        let id: crate::goals::StepId = r.get(0)?;
        let schedule = floating(Recurrence::once(r.get(1)?), at(r.get(2)?));
        Ok(Rule {
            about_id: Some(id.0),
            title: r.get(3)?,
            since_ms: r.get(4)?,
            ..Rule::plain(Reminder::Step(id), AboutKind::Step, schedule)
        })
    })?;
    Ok(rules.collect::<Result<_, _>>()?)
}

/// At the person's own rhythm, while there is a sign they follow. Weekly is a week after the last one.
fn check_in(c: &Connection, switch: Option<Switch>) -> Result<Option<Rule>> {
    let Some(switch) = switch else { return Ok(None) };
    let rhythm = settings::one(c, "check_in_rhythm")?.unwrap_or(CheckInRhythm::Off);
    let follows: bool = c
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM warning_sign WHERE state = 'following')")?
        .query_row([], |r| r.get(0))?;
    if !follows {
        return Ok(None);
    }
    let recurrence = match rhythm {
        CheckInRhythm::Off => return Ok(None),
        CheckInRhythm::Daily => Recurrence::plain(switch.since, Repeats::EveryDays { every: 1 }),
        CheckInRhythm::Weekly => {
            let newest: Option<Day> = c.prepare_cached("SELECT max(day) FROM check_in")?.query_row([], |r| r.get(0))?;
            let starts = newest.map_or(switch.since, |day| day.plus(7).max(switch.since));
            Recurrence::plain(starts, Repeats::EveryDays { every: 7 })
        }
    };
    let rule = Rule::plain(Reminder::CheckIn, AboutKind::CheckIn, floating(recurrence, vec![switch.at]));
    Ok(Some(Rule { since_ms: switch.since_ms, ..rule }))
}

fn sessions(c: &Connection, p: &Preferences, today: Day) -> Result<Vec<Rule>> {
    let mut rules = Vec::new();
    if p.session_eve.is_none() && p.session_day.is_none() {
        return Ok(rules);
    }
    let mut q = c.prepare_cached(&format!(
        "SELECT id, day, time, {SINCE} ('day', 'time')), 0) FROM session t
          WHERE state = 'planned' AND day BETWEEN ?1 AND ?2 ORDER BY day, id"
    ))?;
    let mut rows = q.query([today.plus(-1), today.plus(MEETINGS_AHEAD_DAYS)])?;
    while let Some(r) = rows.next()? {
        let (id, day, time, since_ms): (crate::sessions::SessionId, Day, Option<TimeOfDay>, i64) =
            (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
        let mut add = |reminder, on: Day, when: When, switch: Switch| {
            rules.push(Rule {
                about_id: Some(id.0),
                meeting_at: time,
                since_ms: since_ms.max(switch.since_ms),
                ..Rule::plain(reminder, AboutKind::Session, floating(Recurrence::once(on), vec![when]))
            });
        };
        if let Some(switch) = p.session_eve {
            add(Reminder::SessionEve(id), day.plus(-1), switch.at, switch);
        }
        if let Some(switch) = p.session_day {
            let latest = time.map(|time| before(time, BEFORE_MEETING_MIN));
            let usual = switch.at.on(&p.named);
            let when = match latest {
                Some(latest) if latest < usual => When::At { time: latest },
                _ => switch.at,
            };
            add(Reminder::SessionDay(id), day, when, switch);
        }
    }
    Ok(rules)
}

/// So many minutes before, but on the same day.
fn before(time: TimeOfDay, minutes: i64) -> TimeOfDay {
    let from_midnight = (time.time() - chrono::NaiveTime::MIN).num_minutes();
    let at = u32::try_from((from_midnight - minutes).max(0)).unwrap_or(0);
    TimeOfDay::of(at / 60, at % 60)
}

fn plan_review(c: &Connection, switch: Option<Switch>) -> Result<Option<Rule>> {
    let Some(switch) = switch else { return Ok(None) };
    let Some(on) = crate::plan::review_on(c)? else { return Ok(None) };
    let schedule = floating(Recurrence::once(on), vec![switch.at]);
    let rule = Rule::plain(Reminder::PlanReview, AboutKind::PlanReview, schedule);
    Ok(Some(Rule { since_ms: switch.since_ms, ..rule }))
}

fn life_areas(c: &Connection, switch: Option<Switch>) -> Result<Option<Rule>> {
    let Some(switch) = switch else { return Ok(None) };
    let Some(on) = crate::life_areas::again_on(c)? else { return Ok(None) };
    let schedule = floating(Recurrence::once(on), vec![switch.at]);
    let rule = Rule::plain(Reminder::LifeAreas, AboutKind::LifeAreas, schedule);
    Ok(Some(Rule { since_ms: switch.since_ms, ..rule }))
}

/// At the time of the daily act it goes with. Its first day does not matter: it is every day.
fn medicines(c: &Connection) -> Result<Vec<Rule>> {
    let mut q = c.prepare_cached(&format!(
        "SELECT id, anchor_time, {SINCE} ('anchor_time')), 0) FROM medicine t
          WHERE state = 'active' AND anchor_time IS NOT NULL ORDER BY position, id"
    ))?;
    let rules = q.query_map([], |r| {
        let id: Id = r.get(0)?;
        let since_ms: i64 = r.get(2)?;
        let first = crate::clock::Place::named("UTC", 0).civil(since_ms).date();
        let starts = Day::from_date(first).map_or(Day::LAST, |day| day.plus(-1));
        let schedule = floating(Recurrence::plain(starts, Repeats::EveryDays { every: 1 }), at(r.get(1)?));
        let rule = Rule::plain(Reminder::Medicine(id), AboutKind::Medicine, schedule);
        Ok(Rule { about_id: Some(id), since_ms, ..rule })
    })?;
    Ok(rules.collect::<Result<_, _>>()?)
}
