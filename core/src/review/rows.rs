//! What the store holds about a period, as plain rows. Nothing is decided here but what is read:
//! hiding takes rows away, and everything else is worked out from the rows that are left. That is
//! how nothing hidden leaves a trace: the rest never knew of it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};

use super::lines::{Concept, LineId};
use super::packet::{AnswerWord, NextMeeting};
use super::sheets::{self, SheetRows};
use super::usual::RULE_RUN_UP_DAYS;
use crate::clock::Day;
use crate::coping::Helped;
use crate::error::{Error, Result};
use crate::goals::{GoalState, StepOutcome};
use crate::homework::{HomeworkOutcome, HowOften, Obstacle, Origin};
use crate::ids::Id;
use crate::plan::PlanPart;
use crate::signs::RuleCondition;

/// Weeks a trend may reach back (the packet's schema).
pub(super) const TREND_WEEKS: i64 = 12;
/// Days of ratings that "your usual" is reckoned from. Its window ends at 118 days and what is older
/// than a year weighs nothing any more, so a longer past would only cost time.
const USUAL_DAYS: i64 = 400;
/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;

#[derive(Clone)]
pub(super) struct Talk {
    pub id: Id,
    pub wording: String,
}

#[derive(Clone)]
pub(super) struct GoalRow {
    pub id: Id,
    /// The long-term goal of a short-term one, the short-term goal of a step; none at the top.
    pub parent: Option<Id>,
    pub title: String,
    pub why: String,
    pub how_will_we_know: String,
    pub by_about: Option<Day>,
    pub state: GoalState,
    /// When its state was last set, UTC ms.
    pub state_ms: i64,
}

#[derive(Clone)]
pub(super) struct StepResultRow {
    pub id: Id,
    pub step: Id,
    pub result: StepOutcome,
    pub what_helped: String,
    pub got_in_the_way: String,
    pub next_step: String,
    pub made_ms: i64,
    pub day: Day,
}

#[derive(Clone)]
pub(super) struct GoalReviewRow {
    pub id: Id,
    pub goal: Id,
    pub progress: String,
    pub what_next: String,
    pub made_ms: i64,
    pub day: Day,
}

#[derive(Clone)]
pub(super) struct HomeworkRow {
    pub id: Id,
    pub title: String,
    pub module: String,
    pub why: String,
    pub with_whom: String,
    pub origin: Origin,
    pub proposal: Option<Id>,
    pub confidence: Option<i64>,
    pub smaller_version: String,
    pub how_often: HowOften,
    pub current: bool,
}

#[derive(Clone)]
pub(super) struct HomeworkResultRow {
    pub id: Id,
    pub homework: Id,
    pub occurrence: Day,
    pub result: HomeworkOutcome,
    pub smaller: bool,
    pub obstacle: Option<Obstacle>,
    pub note: String,
    pub helpfulness: Option<i64>,
    pub made_ms: i64,
    pub day: Day,
}

#[derive(Clone)]
pub(super) struct StrategyRow {
    pub id: Id,
    pub name: String,
}

#[derive(Clone)]
pub(super) struct CopingRow {
    pub id: Id,
    pub strategy: Id,
    pub situation: String,
    pub helped: Option<Helped>,
    pub before: Option<i64>,
    pub after: Option<i64>,
    pub note: String,
    pub made_ms: i64,
    pub day: Day,
}

#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "a row of the record, as it is kept")]
pub(super) struct SignRow {
    pub id: Id,
    pub wording: String,
    pub scale: i64,
    pub key_sign: bool,
    pub following: bool,
    /// High ratings are good ones: turned before anything is compared or drawn together.
    pub high_is_good: bool,
    /// There most of the time: no warning, so "your usual" leaves it out.
    pub usual_for_me: bool,
}

impl SignRow {
    /// A rating with higher always worse.
    pub fn turned(&self, rating: i64) -> i64 {
        if self.high_is_good { self.scale - rating } else { rating }
    }
}

#[derive(Clone)]
pub(super) struct CheckInRow {
    pub id: Id,
    pub ratings: BTreeMap<Id, i64>,
    pub made_ms: i64,
    pub day: Day,
}

#[derive(Clone)]
pub(super) struct RuleRow {
    pub id: Id,
    pub sign: Id,
    pub condition: RuleCondition,
    pub level: i64,
    pub count: i64,
    pub out_of: i64,
    pub action: String,
}

#[derive(Clone)]
pub(super) struct PlanRow {
    pub id: Id,
    pub part: PlanPart,
    pub wording: String,
    pub changed_ms: i64,
}

#[derive(Clone)]
pub(super) struct AnswerRow {
    pub proposal: Id,
    pub mailbox: Id,
    /// Title of what was proposed, for the client's own screen.
    pub title: String,
    pub answer: Option<(AnswerWord, Day)>,
}

/// What was said about "your usual", by day number.
#[derive(Clone, Default)]
pub(super) struct UsualEvents {
    pub answers: Vec<(i64, bool)>,
    pub resets: Vec<i64>,
}

/// Everything a packet can be made of.
#[derive(Clone)]
pub(super) struct Rows {
    pub talk: Vec<Talk>,
    pub goals: Vec<GoalRow>,
    pub short_term: Vec<GoalRow>,
    pub steps: Vec<GoalRow>,
    pub step_results: Vec<StepResultRow>,
    pub goal_reviews: Vec<GoalReviewRow>,
    pub homework: Vec<HomeworkRow>,
    pub homework_results: Vec<HomeworkResultRow>,
    pub strategies: Vec<StrategyRow>,
    pub coping: Vec<CopingRow>,
    pub signs: Vec<SignRow>,
    pub check_ins: Vec<CheckInRow>,
    pub rules: Vec<RuleRow>,
    pub plan: Vec<PlanRow>,
    pub answers: Vec<AnswerRow>,
    /// Every proposal and the mailbox it came through, for homework that was made of one.
    pub proposals: BTreeMap<Id, Id>,
    /// Planned meetings from the last day of the period on, the nearest first.
    pub meetings: Vec<(Id, NextMeeting)>,
    pub usual: Option<UsualEvents>,
    /// The other sheets, in words.
    pub sheets: Vec<SheetRows>,
}

/// What went to the readers of one mailbox before.
#[derive(Clone, Default)]
pub(super) struct Sent {
    /// Records of the packets that reach into the weeks of the trends.
    pub lines: BTreeSet<Id>,
    /// For each check-in and each sign the packets that carried it: a rating was sent where one packet carried both.
    pub packets: BTreeMap<Id, BTreeSet<Id>>,
    /// Proposals whose answer was told.
    pub answers: BTreeSet<Id>,
}

impl Sent {
    /// Whether one packet carried both.
    pub fn together(&self, a: Id, b: Id) -> bool {
        match (self.packets.get(&a), self.packets.get(&b)) {
            (Some(a), Some(b)) => !a.is_disjoint(b),
            _ => false,
        }
    }
}

/// How far back a packet may have to look, in UTC milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// Begin and end of the period, both included.
    from: i64,
    until: i64,
    /// Begin of the weeks of the trends, with two days to spare for zones.
    weeks: i64,
    /// Begin of the ratings that rules and "your usual" look at.
    ratings: i64,
}

impl Reach {
    pub fn of(from_ms: i64, until_ms: i64, usual: bool) -> Self {
        let weeks_ms = until_ms - (TREND_WEEKS * 7 + 2) * DAY_MS;
        let rules = from_ms - (RULE_RUN_UP_DAYS + 2) * DAY_MS;
        let usual = if usual { until_ms - USUAL_DAYS * DAY_MS } else { until_ms };
        Self { from: from_ms, until: until_ms, weeks: weeks_ms, ratings: weeks_ms.min(rules).min(usual) }
    }
}

impl Rows {
    /// Reads everything that a packet may need.
    pub fn read(c: &Connection, reach: &Reach, until_day: Day, usual: bool) -> Result<Self> {
        let Reach { from: from_ms, until: until_ms, weeks: weeks_ms, ratings: ratings_ms } = *reach;
        let window = from_ms.min(weeks_ms);
        Ok(Self {
            talk: all(c, "SELECT id, wording FROM talk_about WHERE state = 'open' ORDER BY id", [], |r| {
                Ok(Talk { id: r.get(0)?, wording: r.get(1)? })
            })?,
            goals: goals(c, "long_term_goal", "NULL", "g.why, g.how_will_we_know")?,
            short_term: goals(c, "short_term_goal", "g.goal", "'', g.how_will_we_know")?,
            steps: goals(c, "step", "g.goal", "'', ''")?,
            step_results: step_results(c, from_ms, until_ms)?,
            goal_reviews: goal_reviews(c, from_ms, until_ms)?,
            homework: homework(c)?,
            homework_results: homework_results(c, window, until_ms)?,
            strategies: all(c, "SELECT id, name FROM coping_strategy ORDER BY id", [], |r| {
                Ok(StrategyRow { id: r.get(0)?, name: r.get(1)? })
            })?,
            coping: coping(c, window, until_ms)?,
            signs: signs(c)?,
            check_ins: check_ins(c, ratings_ms, until_ms)?,
            rules: rules(c)?,
            plan: plan(c)?,
            answers: answers(c)?,
            proposals: all(c, "SELECT id, mailbox FROM proposal", [], |r| Ok((r.get(0)?, r.get(1)?)))?
                .into_iter()
                .collect(),
            meetings: meetings(c, until_day)?,
            usual: usual.then(|| usual_events(c)).transpose()?,
            sheets: Vec::new(),
        })
    }
}

impl Sent {
    /// Reads what the packets of this mailbox carried. One that was taken back was never sent.
    pub fn read(c: &Connection, mailbox: Id, reach: &Reach) -> Result<Self> {
        let rows = all(
            c,
            "SELECT s.record, s.packet, p.until_ms FROM packet p JOIN sent_line s ON s.packet = p.id
              WHERE p.mailbox = ?1 AND p.made_ms >= ?2 AND p.state <> 'taken_back' ORDER BY s.packet, s.record",
            params![mailbox, reach.ratings],
            |r| Ok((r.get::<_, Id>(0)?, r.get::<_, Id>(1)?, r.get::<_, i64>(2)?)),
        )?;
        let mut sent = Self::default();
        for (record, packet, until) in rows {
            if until >= reach.weeks {
                sent.lines.insert(record);
            }
            sent.packets.entry(record).or_default().insert(packet);
        }
        let told = all(
            c,
            // CROSS JOIN keeps SQLite from walking every line that was ever sent.
            "SELECT a.id FROM proposal a WHERE a.answered_day IS NOT NULL AND EXISTS (
               SELECT 1 FROM sent_line s CROSS JOIN packet p ON p.id = s.packet
                WHERE s.record = a.id AND p.mailbox = ?1 AND p.state <> 'taken_back')",
            params![mailbox],
            |r| r.get(0),
        )?;
        sent.answers = told.into_iter().collect();
        Ok(sent)
    }
}

fn all<T, P: rusqlite::Params>(
    c: &Connection,
    sql: &str,
    params: P,
    f: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut q = c.prepare_cached(sql)?;
    let rows = q.query_map(params, f)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Goals, short-term goals and steps have the columns of this one query in common.
fn goals(c: &Connection, table: &str, parent: &str, words: &str) -> Result<Vec<GoalRow>> {
    let sql = format!(
        "SELECT g.id, {parent}, g.title, {words}, g.by_about, g.state, coalesce(s.stamp >> 16, 0)
           FROM {table} g LEFT JOIN cell s ON s.record = g.id AND s.field = 'state' ORDER BY g.id"
    );
    all(c, &sql, [], |r| {
        Ok(GoalRow {
            id: r.get(0)?,
            parent: r.get(1)?,
            title: r.get(2)?,
            why: r.get(3)?,
            how_will_we_know: r.get(4)?,
            by_about: r.get(5)?,
            state: r.get(6)?,
            state_ms: r.get(7)?,
        })
    })
}

/// The UTC day of an instant and some days more or fewer. Entries are found by the index of their days; a
/// person's day is never two days from the UTC one, whatever the zone and the boundary.
fn day_near(ms: i64, days: i64) -> Option<Day> {
    Day::from_number(ms.div_euclid(DAY_MS)).map(|day| day.plus(days))
}

fn step_results(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<StepResultRow>> {
    all(
        c,
        "SELECT id, step, result, what_helped, got_in_the_way, next_step, made_ms, day FROM step_result
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(StepResultRow {
                id: r.get(0)?,
                step: r.get(1)?,
                result: r.get(2)?,
                what_helped: r.get(3)?,
                got_in_the_way: r.get(4)?,
                next_step: r.get(5)?,
                made_ms: r.get(6)?,
                day: r.get(7)?,
            })
        },
    )
}

fn goal_reviews(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<GoalReviewRow>> {
    all(
        c,
        "SELECT id, goal, progress, what_next, made_ms, day FROM goal_review
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(GoalReviewRow {
                id: r.get(0)?,
                goal: r.get(1)?,
                progress: r.get(2)?,
                what_next: r.get(3)?,
                made_ms: r.get(4)?,
                day: r.get(5)?,
            })
        },
    )
}

fn homework(c: &Connection) -> Result<Vec<HomeworkRow>> {
    all(
        c,
        "SELECT id, title, module, why, with_whom, origin, proposal, confidence, smaller_version, how_often,
                state IN ('active', 'paused') FROM homework ORDER BY id",
        [],
        |r| {
            Ok(HomeworkRow {
                id: r.get(0)?,
                title: r.get(1)?,
                module: r.get(2)?,
                why: r.get(3)?,
                with_whom: r.get(4)?,
                origin: r.get(5)?,
                proposal: r.get(6)?,
                confidence: r.get(7)?,
                smaller_version: r.get(8)?,
                how_often: r.get(9)?,
                current: r.get(10)?,
            })
        },
    )
}

fn homework_results(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<HomeworkResultRow>> {
    all(
        c,
        "SELECT id, homework, occurrence, result, smaller, nullif(obstacle, ''), note, helpfulness, made_ms, day
           FROM homework_result WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY occurrence, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(HomeworkResultRow {
                id: r.get(0)?,
                homework: r.get(1)?,
                occurrence: r.get(2)?,
                result: r.get(3)?,
                smaller: r.get(4)?,
                obstacle: r.get(5)?,
                note: r.get(6)?,
                helpfulness: r.get(7)?,
                made_ms: r.get(8)?,
                day: r.get(9)?,
            })
        },
    )
}

fn coping(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<CopingRow>> {
    all(
        c,
        "SELECT id, strategy, situation, helped, before, after, note, made_ms, day FROM coping_entry
          WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| {
            Ok(CopingRow {
                id: r.get(0)?,
                strategy: r.get(1)?,
                situation: r.get(2)?,
                helped: r.get(3)?,
                before: r.get(4)?,
                after: r.get(5)?,
                note: r.get(6)?,
                made_ms: r.get(7)?,
                day: r.get(8)?,
            })
        },
    )
}

fn signs(c: &Connection) -> Result<Vec<SignRow>> {
    all(
        c,
        "SELECT id, wording, scale, key_sign, state = 'following', coalesce(high_is_good, 0), pattern = 'usual_for_me'
           FROM warning_sign ORDER BY position, id",
        [],
        |r| {
            Ok(SignRow {
                id: r.get(0)?,
                wording: r.get(1)?,
                scale: r.get(2)?,
                key_sign: r.get(3)?,
                following: r.get(4)?,
                high_is_good: r.get(5)?,
                usual_for_me: r.get(6)?,
            })
        },
    )
}

fn check_ins(c: &Connection, from_ms: i64, until_ms: i64) -> Result<Vec<CheckInRow>> {
    let rows = all(
        c,
        "SELECT id, ratings, made_ms, day FROM check_in WHERE day BETWEEN ?3 AND ?4 AND made_ms BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id",
        params![from_ms, until_ms, day_near(from_ms, -2), day_near(until_ms, 2)],
        |r| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get(2)?, r.get(3)?)),
    )?;
    rows.into_iter()
        .map(|(id, ratings, made_ms, day)| {
            let ratings = serde_json::from_str(&ratings).map_err(|_| Error::Damaged("ratings of a check-in"))?;
            Ok(CheckInRow { id, ratings, made_ms, day })
        })
        .collect()
}

fn rules(c: &Connection) -> Result<Vec<RuleRow>> {
    all(
        c,
        "SELECT id, sign, condition, level, count, out_of, action FROM own_rule WHERE state = 'on' ORDER BY id",
        [],
        |r| {
            Ok(RuleRow {
                id: r.get(0)?,
                sign: r.get(1)?,
                condition: r.get(2)?,
                level: r.get(3)?,
                count: r.get(4)?,
                out_of: r.get(5)?,
                action: r.get(6)?,
            })
        },
    )
}

/// The lines of the plan that a review can carry. What happened before has no place in its format, and somebody who
/// must not be called would read there as somebody who helps.
fn plan(c: &Connection) -> Result<Vec<PlanRow>> {
    all(
        c,
        "SELECT p.id, p.part, p.wording, coalesce((SELECT max(stamp) >> 16 FROM cell WHERE record = p.id), 0)
           FROM plan_line p WHERE p.part <> 'what_happened' AND coalesce(p.not_to_be_called, 0) = 0
          ORDER BY p.part, p.stage, p.position, p.id",
        [],
        |r| Ok(PlanRow { id: r.get(0)?, part: r.get(1)?, wording: r.get(2)?, changed_ms: r.get(3)? }),
    )
}

fn answers(c: &Connection) -> Result<Vec<AnswerRow>> {
    all(
        c,
        "SELECT id, mailbox, state, answered_day, coalesce(body ->> '$.title', '') FROM proposal
          WHERE kind IN ('homework', 'step') ORDER BY answered_day, id",
        [],
        |r| {
            let (state, day): (String, Option<Day>) = (r.get(2)?, r.get(3)?);
            // A proposal that waits or was withdrawn has no answer.
            let answer = AnswerWord::parse("state", &state).ok().zip(day);
            Ok(AnswerRow { proposal: r.get(0)?, mailbox: r.get(1)?, title: r.get(4)?, answer })
        },
    )
}

fn meetings(c: &Connection, today: Day) -> Result<Vec<(Id, NextMeeting)>> {
    all(
        c,
        "SELECT id, day, time FROM session WHERE state = 'planned' AND day >= ?1 ORDER BY day, time IS NULL, time, id",
        params![today],
        |r| Ok((r.get(0)?, NextMeeting { day: r.get(1)?, time: r.get(2)? })),
    )
}

fn usual_events(c: &Connection) -> Result<UsualEvents> {
    let rows = all(c, "SELECT event, day FROM usual_event ORDER BY id", [], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, Day>(1)?))
    })?;
    let mut events = UsualEvents::default();
    for (event, day) in rows {
        match event.as_str() {
            "new_usual_yes" => events.answers.push((day.number(), true)),
            "new_usual_no" => events.answers.push((day.number(), false)),
            "reset" => events.resets.push(day.number()),
            _ => {}
        }
    }
    Ok(events)
}

impl Rows {
    /// The rows that are left when these lines are hidden. Everything after this knows only of them.
    pub fn without(&self, hidden: &BTreeSet<LineId>) -> Self {
        let left = |concept, id| !hidden.contains(&LineId::new(concept, id));
        let mut rows = self.clone();
        rows.talk.retain(|r| left(Concept::TalkAbout, r.id));
        rows.goals.retain(|r| left(Concept::LongTermGoal, r.id));
        rows.short_term.retain(|r| left(Concept::ShortTermGoal, r.id));
        rows.steps.retain(|r| left(Concept::Step, r.id));
        rows.step_results.retain(|r| left(Concept::StepResult, r.id));
        rows.goal_reviews.retain(|r| left(Concept::GoalReview, r.id));
        rows.homework.retain(|r| left(Concept::Homework, r.id));
        rows.homework_results.retain(|r| left(Concept::HomeworkResult, r.id));
        rows.strategies.retain(|r| left(Concept::CopingStrategy, r.id));
        rows.coping.retain(|r| left(Concept::CopingEntry, r.id));
        rows.signs.retain(|r| left(Concept::WarningSign, r.id));
        rows.check_ins.retain(|r| left(Concept::CheckIn, r.id));
        rows.rules.retain(|r| left(Concept::OwnRule, r.id));
        rows.plan.retain(|r| left(Concept::PlanLine, r.id));
        rows.answers.retain(|r| left(Concept::Answer, r.proposal));
        rows.meetings.retain(|(id, _)| left(Concept::Meeting, *id));
        let ids = hidden.iter().filter(|line| line.id != LineId::only(line.concept).id).map(|line| line.id).collect();
        rows.sheets = sheets::without(&self.sheets, &ids);
        rows
    }
}
