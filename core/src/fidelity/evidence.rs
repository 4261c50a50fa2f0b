//! What is counted for each item. Only counts leave this file, never a word.

use std::collections::BTreeSet;

use rusqlite::{Connection, Params, params};

use super::{Enrolled, Fact, FidelityEvidence, FidelityItem};
use crate::clock::Day;
use crate::error::Result;
use crate::programme::{content, my_modules};

/// Days that count as "in the last month" for the part of others.
const LAST_MONTH_DAYS: i64 = 31;

pub(super) fn of(c: &Connection, e: &Enrolled, item: FidelityItem) -> Result<FidelityEvidence> {
    let mut share = None;
    let facts = match item {
        FidelityItem::GroupSize => vec![fact("group_size", e.group_size.unwrap_or(0))],
        FidelityItem::LengthAndRhythm => {
            let days = held_days(c, e)?;
            let weeks = (e.until.week().number() - e.from.week().number()) / 7 + 1;
            let met = days.iter().map(|day| day.week().number()).collect::<BTreeSet<_>>().len();
            let met = i64::try_from(met).unwrap_or(i64::MAX);
            share = Some((met, weeks));
            vec![
                fact("meetings_held", held(c, e)?),
                fact("meetings_planned", e.planned_meetings.unwrap_or(0)),
                fact("weeks", weeks),
                fact("weeks_with_a_meeting", met),
            ]
        }
        FidelityItem::Curriculum => curriculum(c, e)?,
        FidelityItem::Handouts => {
            let (given, all) = handouts(c, e)?;
            share = Some((given, all));
            vec![fact("handouts_given", given), fact("handouts", all)]
        }
        FidelityItem::SignificantOthers => others(c, e)?,
        FidelityItem::GoalSetting => goals(c, e)?,
        FidelityItem::GoalFollowUp => follow_up(c, e)?,
        FidelityItem::Motivational | FidelityItem::Educational | FidelityItem::CognitiveBehavioural => {
            vec![fact("meetings_held", held(c, e)?), fact("meetings_ticked", ticked(c, e, item.word())?)]
        }
        FidelityItem::CopingTraining => coping(c, e)?,
        FidelityItem::RelapsePrevention => relapse(c, e)?,
        FidelityItem::MedicationTailoring => tailoring(c)?,
    };
    let percent = share.filter(|(_, all)| *all > 0).map(|(part, all)| part * 100 / all);
    Ok(FidelityEvidence { item, facts, percent, band: percent.map(band) })
}

/// The published bands of the second and the fourth item.
fn band(percent: i64) -> i64 {
    match percent {
        ..20 => 1,
        20..40 => 2,
        40..70 => 3,
        70..90 => 4,
        90.. => 5,
    }
}

const fn fact(id: &'static str, count: i64) -> Fact {
    Fact { id, count }
}

fn count(c: &Connection, sql: &str, params: impl Params) -> Result<i64> {
    Ok(c.prepare_cached(sql)?.query_row(params, |r| r.get(0))?)
}

/// Counts what happened while the enrolment ran: `?1` is its first day, `?2` its last.
fn during(c: &Connection, e: &Enrolled, sql: &str) -> Result<i64> {
    count(c, sql, params![e.from, e.until])
}

fn held(c: &Connection, e: &Enrolled) -> Result<i64> {
    during(c, e, "SELECT count(*) FROM session WHERE state = 'held' AND day BETWEEN ?1 AND ?2")
}

fn held_days(c: &Connection, e: &Enrolled) -> Result<Vec<Day>> {
    let mut q = c.prepare_cached("SELECT day FROM session WHERE state = 'held' AND day BETWEEN ?1 AND ?2")?;
    let days = q.query_map(params![e.from, e.until], |r| r.get(0))?.collect::<Result<_, _>>()?;
    Ok(days)
}

fn curriculum(c: &Connection, e: &Enrolled) -> Result<Vec<Fact>> {
    let of = |state: &str| {
        count(c, "SELECT count(*) FROM module_progress WHERE enrolment = ?1 AND state = ?2", params![e.id, state])
    };
    let (done, current, again) = (of("done")?, of("current")?, of("revisit")?);
    // What is only for some counts where this person chose it or took it on all the same.
    let mut modules: BTreeSet<String> = my_modules(c)?.into_iter().collect();
    let mut q =
        c.prepare_cached("SELECT module FROM module_progress WHERE enrolment = ?1 AND state <> 'not_started'")?;
    for module in q.query_map([e.id], |r| r.get(0))? {
        modules.insert(module?);
    }
    let modules = i64::try_from(modules.len()).unwrap_or(i64::MAX);
    Ok(vec![
        fact("modules", modules),
        fact("modules_done", done),
        fact("modules_current", current),
        fact("modules_again", again),
    ])
}

/// Handouts that were opened, given or read together, of those in the modules begun so far.
fn handouts(c: &Connection, e: &Enrolled) -> Result<(i64, i64)> {
    let pack = content(c)?.pack;
    let mut q = c.prepare_cached(
        "SELECT module FROM module_progress WHERE enrolment = ?1 AND state <> 'not_started' GROUP BY module",
    )?;
    let begun: Vec<String> = q.query_map([e.id], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let mut used = c.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM handout_use WHERE module = ?1 AND section = ?2 AND day BETWEEN ?3 AND ?4)",
    )?;
    let (mut given, mut all) = (0, 0);
    for module in begun.iter().filter_map(|id| pack.module(id)) {
        for handout in &module.handouts {
            let there: bool = used.query_row(params![module.id, handout.id, e.from, e.until], |r| r.get(0))?;
            given += i64::from(there);
            all += 1;
        }
    }
    Ok((given, all))
}

fn others(c: &Connection, e: &Enrolled) -> Result<Vec<Fact>> {
    let since = e.until.plus(1 - LAST_MONTH_DAYS).max(e.from);
    let lately = |sql: &str| count(c, sql, params![since, e.until]);
    Ok(vec![
        fact(
            "meetings_with_supporters",
            lately("SELECT count(*) FROM session WHERE state = 'held' AND supporters <> '' AND day BETWEEN ?1 AND ?2")?,
        ),
        fact(
            "homework_with_someone",
            lately(
                "SELECT count(DISTINCT h.id) FROM homework h JOIN homework_result r ON r.homework = h.id
                  WHERE h.with_whom <> '' AND r.day BETWEEN ?1 AND ?2",
            )?,
        ),
        fact(
            "steps_with_someone",
            lately(
                "SELECT count(DISTINCT t.id) FROM step t JOIN step_result r ON r.step = t.id
                  WHERE t.who <> '' AND r.day BETWEEN ?1 AND ?2",
            )?,
        ),
        fact(
            "contacts_tried",
            lately("SELECT count(*) FROM contact_try WHERE role_play IS NOT 1 AND day BETWEEN ?1 AND ?2")?,
        ),
        fact(
            "supporters_taking_part",
            count(c, "SELECT count(*) FROM person WHERE state = 'keep' AND takes_part NOT IN ('', '[]')", [])?,
        ),
    ])
}

fn goals(c: &Connection, e: &Enrolled) -> Result<Vec<Fact>> {
    const CHOSEN: &str = "state IN ('active', 'paused', 'reached') AND started <= ?1";
    let until = |sql: &str| count(c, &format!("{sql} {CHOSEN}"), [e.until]);
    Ok(vec![
        fact("long_term_goals", until("SELECT count(*) FROM long_term_goal WHERE")?),
        fact("with_how_will_we_know", until("SELECT count(*) FROM long_term_goal WHERE how_will_we_know <> '' AND")?),
        fact("short_term_goals", until("SELECT count(*) FROM short_term_goal WHERE")?),
        fact("steps", count(c, "SELECT count(*) FROM step WHERE state IN ('active', 'paused', 'reached')", [])?),
    ])
}

fn follow_up(c: &Connection, e: &Enrolled) -> Result<Vec<Fact>> {
    Ok(vec![
        fact("meetings_held", held(c, e)?),
        fact(
            "meetings_with_goals",
            during(
                c,
                e,
                "SELECT count(*) FROM session s WHERE s.state = 'held' AND s.day BETWEEN ?1 AND ?2
                    AND EXISTS (SELECT 1 FROM goal_review g WHERE g.session = s.id)",
            )?,
        ),
        fact("goal_rows", during(c, e, "SELECT count(*) FROM goal_review WHERE day BETWEEN ?1 AND ?2")?),
    ])
}

fn ticked(c: &Connection, e: &Enrolled, style: &str) -> Result<i64> {
    count(
        c,
        "SELECT count(*) FROM session WHERE state = 'held' AND day BETWEEN ?1 AND ?2
            AND instr(teaching_styles, '\"' || ?3 || '\"') > 0",
        params![e.from, e.until, style],
    )
}

fn coping(c: &Connection, e: &Enrolled) -> Result<Vec<Fact>> {
    Ok(vec![
        fact("strategies", count(c, "SELECT count(*) FROM coping_strategy WHERE state <> 'drop'", [])?),
        fact(
            "strategies_practised",
            during(c, e, "SELECT count(*) FROM coping_strategy WHERE practised_on BETWEEN ?1 AND ?2")?,
        ),
        fact("tries", during(c, e, "SELECT count(*) FROM coping_entry WHERE day BETWEEN ?1 AND ?2")?),
    ])
}

fn relapse(c: &Connection, e: &Enrolled) -> Result<Vec<Fact>> {
    let event = |event: &str| {
        count(
            c,
            "SELECT count(*) FROM plan_event WHERE event = ?3 AND day BETWEEN ?1 AND ?2",
            params![e.from, e.until, event],
        )
    };
    Ok(vec![
        fact("plan_parts", count(c, "SELECT count(DISTINCT part) FROM plan_line", [])?),
        fact("signs", count(c, "SELECT count(*) FROM warning_sign", [])?),
        fact("copies_given", event("copy_given")?),
        fact("times_rehearsed", event("rehearsed")?),
    ])
}

fn tailoring(c: &Connection) -> Result<Vec<Fact>> {
    let kept = |which: &str| {
        count(c, &format!("SELECT count(*) FROM medicine WHERE state IN ('active', 'paused'){which}"), [])
    };
    Ok(vec![
        fact("medicines", kept("")?),
        fact("with_a_daily_act", kept(" AND anchor <> ''")?),
        fact("with_a_cue", kept(" AND cue <> ''")?),
    ])
}

#[cfg(test)]
mod tests {
    use super::band;

    #[test]
    fn a_share_falls_into_the_published_bands() {
        for (percent, expected) in
            [(0, 1), (19, 1), (20, 2), (39, 2), (40, 3), (69, 3), (70, 4), (89, 4), (90, 5), (100, 5)]
        {
            assert_eq!(band(percent), expected, "{percent} %");
        }
    }
}
