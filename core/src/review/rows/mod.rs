//! What the store holds about a period, as plain rows. Nothing is decided here but what is read:
//! hiding takes rows away, and everything else is worked out from the rows that are left. That is
//! how nothing hidden leaves a trace: the rest never knew of it.

mod coping;
mod goals;
mod homework;
mod plan;
mod sent;
mod signs;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};

use super::categories::Categories;
use super::lines::{Concept, LineId};
use super::packet::{AnswerWord, NextMeeting, SheetLine};
use super::said::{self, Said};
use super::sheets::{self, SheetRows};
use super::usual::RULE_RUN_UP_DAYS;
use crate::clock::Day;
use crate::error::Result;
use crate::ids::Id;
use crate::signs::{GoodTime, good_times};
use crate::take_out::paper::voice::Voice;
pub(super) use coping::{CopingRow, StrategyRow};
pub(super) use goals::{GoalReviewRow, GoalRow, StepResultRow};
pub(super) use homework::{HomeworkResultRow, HomeworkReviewRow, HomeworkRow};
pub(super) use plan::{PlanEventRow, PlanRow};
pub(super) use sent::Sent;
pub(super) use signs::{CheckInRow, RuleRow, SignRow, UsualEvents};

/// Weeks a trend may reach back (the packet's schema).
pub(super) const TREND_WEEKS: i64 = 12;
/// Days of ratings that the months and "your usual" are reckoned from: twelve whole months. The window of the usual
/// ends at 118 days and what is older than a year weighs nothing any more, so a longer past would only cost time.
const RATING_DAYS: i64 = 400;
/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;

#[derive(Clone)]
pub(super) struct Talk {
    pub id: Id,
    pub wording: String,
}

#[derive(Clone)]
pub(super) struct AnswerRow {
    pub proposal: Id,
    pub mailbox: Id,
    /// Title of what was proposed, for the client's own screen.
    pub title: String,
    pub answer: Option<(AnswerWord, Day)>,
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
    pub homework_reviews: Vec<HomeworkReviewRow>,
    pub strategies: Vec<StrategyRow>,
    pub coping: Vec<CopingRow>,
    pub signs: Vec<SignRow>,
    pub check_ins: Vec<CheckInRow>,
    /// Good times that were agreed on, and the check-ins in them that are older than `check_ins`.
    pub good_times: Vec<GoodTime>,
    pub good_days: Vec<CheckInRow>,
    pub rules: Vec<RuleRow>,
    pub plan: Vec<PlanRow>,
    /// What was done with the plan, in the order in which it was said.
    pub plan_events: Vec<PlanEventRow>,
    /// The day to look it over next, also in words.
    pub plan_review: Option<(Day, SheetLine)>,
    pub answers: Vec<AnswerRow>,
    /// Every proposal and the mailbox it came through, for homework that was made of one.
    pub proposals: BTreeMap<Id, Id>,
    /// Planned meetings from the last day of the period on, the nearest first.
    pub meetings: Vec<(Id, NextMeeting)>,
    pub usual: Option<UsualEvents>,
    /// What a record says beside the fields that a packet has places for.
    pub said: BTreeMap<Id, Vec<Said>>,
    /// The other sheets, in words, as far as they were switched on since.
    pub sheets: Vec<SheetRows>,
    /// Which those are; one that is empty is in no list.
    sheets_read: Categories,
}

/// How far back a packet may have to look, in UTC milliseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// Begin and end of the period, both included.
    from: i64,
    until: i64,
    /// Begin of the weeks of the trends, with two days to spare for zones.
    weeks: i64,
    /// Begin of the ratings that rules, the months and "your usual" look at.
    ratings: i64,
}

impl Reach {
    pub fn of(from_ms: i64, until_ms: i64) -> Self {
        let weeks_ms = until_ms - (TREND_WEEKS * 7 + 2) * DAY_MS;
        let rules = from_ms - (RULE_RUN_UP_DAYS + 2) * DAY_MS;
        Self { from: from_ms, until: until_ms, weeks: weeks_ms, ratings: rules.min(until_ms - RATING_DAYS * DAY_MS) }
    }
}

impl Rows {
    /// Reads everything that a packet may need but the other sheets, in the words of a language.
    pub fn read(c: &Connection, voice: &Voice, reach: &Reach, until_day: Day, usual: bool) -> Result<Self> {
        let Reach { from: from_ms, until: until_ms, weeks: weeks_ms, ratings: ratings_ms } = *reach;
        let window = from_ms.min(weeks_ms);
        let mut good_times = good_times(c)?;
        good_times.retain(|time| time.from_day <= until_day);
        let mut rows = Self {
            talk: all(c, "SELECT id, wording FROM talk_about WHERE state = 'open' ORDER BY id", [], |r| {
                Ok(Talk { id: r.get(0)?, wording: r.get(1)? })
            })?,
            goals: goals::goals(c, "long_term_goal", "NULL", "g.why, g.how_will_we_know")?,
            short_term: goals::goals(c, "short_term_goal", "g.goal", "'', g.how_will_we_know")?,
            steps: goals::goals(c, "step", "g.goal", "'', ''")?,
            step_results: goals::step_results(c, from_ms, until_ms)?,
            goal_reviews: goals::goal_reviews(c, from_ms, until_ms)?,
            homework: homework::homework(c)?,
            homework_results: homework::homework_results(c, window, until_ms)?,
            homework_reviews: homework::homework_reviews(c, from_ms, until_ms)?,
            strategies: coping::strategies(c)?,
            coping: coping::coping(c, window, until_ms)?,
            signs: signs::signs(c)?,
            check_ins: signs::check_ins(c, ratings_ms, from_ms, until_ms)?,
            good_days: signs::good_days(c, &good_times, ratings_ms)?,
            good_times,
            rules: signs::rules(c)?,
            plan: plan::plan(c, voice)?,
            plan_events: said::plan_events(c, voice)?,
            plan_review: said::plan_review(c, voice)?,
            answers: answers(c)?,
            proposals: all(c, "SELECT id, mailbox FROM proposal", [], |r| Ok((r.get(0)?, r.get(1)?)))?
                .into_iter()
                .collect(),
            meetings: meetings(c, until_day)?,
            usual: usual.then(|| signs::usual_events(c)).transpose()?,
            said: BTreeMap::new(),
            sheets: Vec::new(),
            sheets_read: Categories::NONE,
        };
        rows.said = said::read(c, voice, &rows, from_ms, until_ms)?;
        Ok(rows)
    }

    /// Whether one of these sheets was not read yet.
    pub fn lacks(&self, wanted: Categories) -> bool {
        wanted.iter().any(|category| !self.sheets_read.contains(category))
    }

    /// Reads those of these sheets that were not read yet, for the time from the one instant to the other.
    pub fn read_sheets(
        &mut self,
        c: &Connection,
        voice: &Voice,
        (from_ms, until_ms): (i64, i64),
        today: Day,
        wanted: Categories,
    ) -> Result<()> {
        let missing: Categories = wanted.iter().filter(|category| !self.sheets_read.contains(*category)).collect();
        self.sheets.extend(sheets::read(c, voice, from_ms, until_ms, today, missing)?);
        crate::sorting::by_key(&mut self.sheets, |sheet| sheet.category);
        self.sheets_read = missing.iter().fold(self.sheets_read, Categories::with);
        Ok(())
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

/// The UTC day of an instant and some days more or fewer. Entries are found by the index of their days; a
/// person's day is never two days from the UTC one, whatever the zone and the boundary.
fn day_near(ms: i64, days: i64) -> Option<Day> {
    Day::from_number(ms.div_euclid(DAY_MS)).map(|day| day.plus(days))
}

fn answers(c: &Connection) -> Result<Vec<AnswerRow>> {
    all(
        c,
        "SELECT id, mailbox, state, answered_day, coalesce(body ->> '$.title', '') FROM proposal
          WHERE kind IN ('homework', 'step')
         UNION ALL SELECT packet, mailbox, state, answered_day, name FROM introduction
         ORDER BY 4, 1",
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
        rows.homework_reviews.retain(|r| left(Concept::HomeworkReview, r.id));
        rows.coping.retain(|r| left(Concept::CopingEntry, r.id));
        rows.signs.retain(|r| left(Concept::WarningSign, r.id));
        rows.check_ins.retain(|r| left(Concept::CheckIn, r.id));
        rows.good_times.retain(|t| left(Concept::GoodTime, t.id.0));
        // Who never agreed on a good time has none of its days looked at.
        let good = |day: Day| rows.good_times.iter().any(|t| (t.from_day..=t.until_day).contains(&day));
        rows.good_days.retain(|r| good(r.day));
        rows.rules.retain(|r| left(Concept::OwnRule, r.id));
        rows.plan.retain(|r| left(Concept::PlanLine, r.id));
        rows.plan_events.retain(|r| left(Concept::PlanEvent, r.said.id));
        if hidden.contains(&LineId::only(Concept::PlanEvent)) {
            rows.plan_review = None;
        }
        rows.answers.retain(|r| left(Concept::Answer, r.proposal));
        rows.meetings.retain(|(id, _)| left(Concept::Meeting, *id));
        let ids = self.gone(hidden);
        rows.said.values_mut().for_each(|said| said.retain(|s| !s.repeats(&ids)));
        rows.plan_events.iter_mut().for_each(|event| event.row.keep_back(&ids));
        rows.sheets = sheets::without(&self.sheets, &ids);
        rows
    }

    /// The records that these lines take away, with the parts of hidden goals: no other line may repeat their words.
    fn gone(&self, hidden: &BTreeSet<LineId>) -> BTreeSet<Id> {
        let named = hidden.iter().filter(|line| **line != LineId::only(line.concept));
        let mut gone: BTreeSet<Id> = named.map(|line| line.id).collect();
        for part in self.short_term.iter().chain(&self.steps) {
            if part.parent.is_some_and(|parent| gone.contains(&parent)) {
                gone.insert(part.id);
            }
        }
        gone
    }
}
