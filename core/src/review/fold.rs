//! From rows to a packet. A pure function: the same rows give the same packet, and rows that are
//! not there cannot show.

use std::collections::{BTreeMap, BTreeSet};

use super::packet::{
    Answer, Coping, CopingEntry, Goal, GoalReview, Homework, HomeworkResult, Packet, PacketType, PeriodOf, Plan,
    PlanPartLines, Rating, Rule, ShortTermGoal, Sign, Step, StepResult, TalkAbout, Tries,
};
use super::rows::{AnswerRow, CopingRow, GoalRow, HomeworkRow, Rows, Sent};
use super::usual::{self, SharedRatings};
use super::words::{PacketWords, fill};
use super::{Switches, sheets, trends};
use crate::clock::{Day, Moment};
use crate::coping::Helped;
use crate::goals::GoalState;
use crate::homework::HowOften;
use crate::ids::Id;
use crate::plan::PlanPart;
use crate::signs::RuleCondition;
use crate::signs::parameters::{Form, Sensitivity};

/// What is the same for every packet of one review.
pub(super) struct Frame<'a> {
    pub made: &'a Moment,
    pub boundary_min: i64,
    pub period: PeriodOf,
    /// Begin at the first entry that is left, not at the beginning of `period`.
    pub from_first_entry: bool,
    pub words: &'a PacketWords,
    pub name: &'a str,
    pub demo: bool,
    pub switches: Switches,
    pub form: Form,
    pub sensitivity: Sensitivity,
    /// Whether the line of "your usual" is left in.
    pub usual: bool,
    pub trends: trends::Shown,
}

/// For whom a packet is.
pub(super) struct Addressed<'a> {
    pub packet: Id,
    /// `None` when it is only shown or printed.
    pub mailbox: Option<Id>,
    pub last_proposal: u64,
    pub sent: &'a Sent,
}

/// Makes the packet.
pub(super) fn fold(rows: &Rows, frame: &Frame<'_>, to: &Addressed<'_>) -> Packet {
    let period = period_of(rows, frame);
    let within = |ms: i64| (period.from..=period.until).contains(&ms);
    let shared = SharedRatings::of(rows, to.sent, within);
    let day = |ms: i64| super::day_of(ms, frame.made, frame.boundary_min);
    Packet {
        kind: PacketType::Review,
        version: 1,
        packet: to.packet,
        name: some(frame.name),
        demo: frame.demo.then_some(true),
        language: frame.words.language.clone(),
        made: frame.made.clone(),
        period,
        next_meeting: rows.meetings.first().map(|(_, meeting)| *meeting),
        last_proposal: to.last_proposal,
        talk_about: rows.talk.iter().map(|t| TalkAbout { id: t.id, text: t.wording.clone() }).collect(),
        goals: goals(rows, within),
        homework: homework(rows, frame, to.mailbox, within),
        coping: coping(rows, frame.switches, within),
        signs: signs(rows, within),
        usual: rows
            .usual
            .as_ref()
            .filter(|_| frame.usual)
            .and_then(|events| usual::usual(&shared, events, frame, &period)),
        rules: rules(rows, frame.words, &shared, &period),
        plan: if frame.switches.plan { plan(rows, day) } else { None },
        sheets: sheets::fold(&rows.sheets, frame.switches.sheets, within),
        answers: answers(rows, to, &period),
        trends: trends::trends(rows, to.sent, within, period.until_day, frame.trends),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Without a meeting before it, a period begins with the first entry that is left.
fn period_of(rows: &Rows, frame: &Frame<'_>) -> PeriodOf {
    if !frame.from_first_entry {
        return frame.period;
    }
    let steps: BTreeSet<Id> = shown_steps(rows);
    let goals: BTreeSet<Id> = rows.goals.iter().map(|g| g.id).collect();
    let homework: BTreeSet<Id> = rows.homework.iter().map(|h| h.id).collect();
    let strategies: BTreeSet<Id> = rows.strategies.iter().map(|s| s.id).collect();
    let signs: BTreeSet<Id> = rows.signs.iter().map(|s| s.id).collect();
    let entries = rows
        .step_results
        .iter()
        .filter(|r| steps.contains(&r.step))
        .map(|r| (r.made_ms, r.day))
        .chain(rows.goal_reviews.iter().filter(|r| goals.contains(&r.goal)).map(|r| (r.made_ms, r.day)))
        .chain(rows.homework_results.iter().filter(|r| homework.contains(&r.homework)).map(|r| (r.made_ms, r.day)))
        .chain(rows.coping.iter().filter(|r| strategies.contains(&r.strategy)).map(|r| (r.made_ms, r.day)))
        .chain(
            rows.check_ins
                .iter()
                .filter(|r| r.ratings.keys().any(|sign| signs.contains(sign)))
                .map(|r| (r.made_ms, r.day)),
        );
    let on = rows.sheets.iter().filter(|s| frame.switches.sheets.contains(s.category));
    let written = on.flat_map(|s| &s.rows).filter_map(|r| r.made_ms.zip(r.day));
    let entries = entries.chain(written);
    let period = frame.period;
    let first = entries.filter(|(ms, _)| (period.from..=period.until).contains(ms)).min();
    let (from, from_day) = first.unwrap_or((period.until, period.until_day));
    PeriodOf { from, from_day, ..period }
}

fn shown_steps(rows: &Rows) -> BTreeSet<Id> {
    let goals: BTreeSet<Id> = rows.goals.iter().map(|g| g.id).collect();
    let short: BTreeSet<Id> = under(&rows.short_term, &goals).map(|g| g.id).collect();
    under(&rows.steps, &short).map(|s| s.id).collect()
}

fn under<'a>(rows: &'a [GoalRow], parents: &BTreeSet<Id>) -> impl Iterator<Item = &'a GoalRow> {
    rows.iter().filter(move |r| r.parent.is_some_and(|p| parents.contains(&p)))
}

fn goals(rows: &Rows, within: impl Fn(i64) -> bool + Copy) -> Vec<Goal> {
    rows.goals
        .iter()
        .filter_map(|row| {
            let short_term: Vec<ShortTermGoal> = rows
                .short_term
                .iter()
                .filter(|s| s.parent == Some(row.id))
                .filter_map(|s| short_term_goal(rows, s, within))
                .collect();
            let reviews: Vec<GoalReview> = rows
                .goal_reviews
                .iter()
                .filter(|r| r.goal == row.id && within(r.made_ms))
                .map(|r| GoalReview { day: r.day, progress: r.progress.clone(), what_next: some(&r.what_next) })
                .collect();
            let shown = is_shown(row, within) || !short_term.is_empty() || !reviews.is_empty();
            shown.then(|| Goal {
                id: row.id,
                title: row.title.clone(),
                state: row.state,
                why: some(&row.why),
                how_will_we_know: some(&row.how_will_we_know),
                by_about: row.by_about,
                short_term,
                reviews,
            })
        })
        .collect()
}

fn short_term_goal(rows: &Rows, row: &GoalRow, within: impl Fn(i64) -> bool + Copy) -> Option<ShortTermGoal> {
    let steps: Vec<Step> =
        rows.steps.iter().filter(|s| s.parent == Some(row.id)).filter_map(|s| step(rows, s, within)).collect();
    (is_shown(row, within) || !steps.is_empty()).then(|| ShortTermGoal {
        id: row.id,
        title: row.title.clone(),
        state: row.state,
        how_will_we_know: some(&row.how_will_we_know),
        by_about: row.by_about,
        steps,
    })
}

fn step(rows: &Rows, row: &GoalRow, within: impl Fn(i64) -> bool + Copy) -> Option<Step> {
    let results: Vec<StepResult> = rows
        .step_results
        .iter()
        .filter(|r| r.step == row.id && within(r.made_ms))
        .map(|r| StepResult {
            id: r.id,
            day: r.day,
            result: r.result,
            what_helped: some(&r.what_helped),
            got_in_the_way: some(&r.got_in_the_way),
            next_step: some(&r.next_step),
        })
        .collect();
    (is_shown(row, within) || !results.is_empty()).then(|| Step {
        id: row.id,
        title: row.title.clone(),
        state: row.state,
        by_about: row.by_about,
        results,
    })
}

/// What is being worked on is shown; what was reached, changed or let go only if that happened in the period.
fn is_shown(row: &GoalRow, within: impl Fn(i64) -> bool) -> bool {
    match row.state {
        GoalState::Idea | GoalState::Active | GoalState::Paused => true,
        GoalState::Reached | GoalState::Changed | GoalState::LetGo => within(row.state_ms),
    }
}

fn homework(rows: &Rows, frame: &Frame<'_>, mailbox: Option<Id>, within: impl Fn(i64) -> bool + Copy) -> Vec<Homework> {
    rows.homework
        .iter()
        .filter_map(|row| {
            let results: Vec<HomeworkResult> = rows
                .homework_results
                .iter()
                .filter(|r| r.homework == row.id && within(r.made_ms))
                .map(|r| HomeworkResult {
                    id: r.id,
                    day: r.occurrence,
                    result: r.result,
                    obstacle: r.obstacle,
                    note: some(&r.note).filter(|_| frame.switches.homework_notes),
                    helpfulness: r.helpfulness,
                    smaller: r.smaller.then_some(true),
                })
                .collect();
            (row.current || !results.is_empty()).then(|| Homework {
                id: row.id,
                title: row.title.clone(),
                module: some(&row.module),
                why: some(&row.why),
                origin: row.origin,
                proposal: proposal_of(rows, row, mailbox),
                how_often: Some(how_often(row.how_often, frame.words)),
                with_whom: some(&row.with_whom),
                confidence: row.confidence,
                smaller_version: some(&row.smaller_version),
                results,
            })
        })
        .collect()
}

/// The proposal's id goes back only to the mailbox it came from: no clinic learns of another.
fn proposal_of(rows: &Rows, row: &HomeworkRow, mailbox: Option<Id>) -> Option<Id> {
    let id = row.proposal?;
    let known = rows.proposals.get(&id);
    known.is_some_and(|home| mailbox.is_none_or(|m| m == *home)).then_some(id)
}

fn how_often(often: HowOften, words: &PacketWords) -> String {
    match often {
        HowOften::Once => words.once.clone(),
        HowOften::Daily => words.daily.clone(),
        HowOften::Weekly => words.weekly.clone(),
    }
}

fn coping(rows: &Rows, switches: Switches, within: impl Fn(i64) -> bool + Copy) -> Vec<Coping> {
    rows.strategies
        .iter()
        .filter_map(|strategy| {
            let entries: Vec<&CopingRow> =
                rows.coping.iter().filter(|e| e.strategy == strategy.id && within(e.made_ms)).collect();
            (!entries.is_empty()).then(|| Coping {
                strategy: strategy.name.clone(),
                tries: tries(&entries),
                entries: entries.into_iter().map(|e| coping_entry(e, switches)).collect(),
            })
        })
        .collect()
}

fn tries(entries: &[&CopingRow]) -> Tries {
    let mut tries = Tries::default();
    for entry in entries {
        *match entry.helped {
            Some(Helped::Not) => &mut tries.not,
            Some(Helped::ALittle) => &mut tries.a_little,
            Some(Helped::ALot) => &mut tries.a_lot,
            None => &mut tries.unrated,
        } += 1;
    }
    tries
}

fn coping_entry(e: &CopingRow, switches: Switches) -> CopingEntry {
    CopingEntry {
        id: e.id,
        day: e.day,
        situation: some(&e.situation).filter(|_| switches.coping_notes),
        helped: e.helped,
        before: e.before,
        after: e.after,
        note: some(&e.note).filter(|_| switches.coping_notes),
    }
}

fn signs(rows: &Rows, within: impl Fn(i64) -> bool + Copy) -> Vec<Sign> {
    rows.signs
        .iter()
        .filter_map(|sign| {
            // Rows come by day and id, and ids rise with time: of several on one day the last one stays.
            let ratings: BTreeMap<Day, i64> = rows
                .check_ins
                .iter()
                .filter(|c| within(c.made_ms))
                .filter_map(|c| c.ratings.get(&sign.id).map(|value| (c.day, *value)))
                .collect();
            (!ratings.is_empty()).then(|| Sign {
                id: sign.id,
                text: sign.wording.clone(),
                max: sign.scale,
                key_sign: sign.key_sign.then_some(true),
                ratings: ratings.into_iter().map(|(day, value)| Rating { day, value }).collect(),
            })
        })
        .collect()
}

fn rules(rows: &Rows, words: &PacketWords, shared: &SharedRatings, period: &PeriodOf) -> Vec<Rule> {
    rows.rules
        .iter()
        .filter_map(|rule| {
            let sign = rows.signs.iter().find(|s| s.id == rule.sign)?;
            let (level, count, out_of) = (rule.level.to_string(), rule.count.to_string(), rule.out_of.to_string());
            let sentence = match (rule.condition, rule.level > 1) {
                (RuleCondition::There, _) => &words.if_there,
                (RuleCondition::AtLeast, _) => &words.if_at_least,
                (RuleCondition::InARow, false) => &words.if_in_a_row,
                (RuleCondition::InARow, true) => &words.if_in_a_row_at_least,
                (RuleCondition::OfLast, false) => &words.if_of_last,
                (RuleCondition::OfLast, true) => &words.if_of_last_at_least,
            };
            let values = [
                ("sign", sign.wording.as_str()),
                ("action", rule.action.as_str()),
                ("level", level.as_str()),
                ("count", count.as_str()),
                ("out_of", out_of.as_str()),
            ];
            Some(Rule {
                id: rule.id,
                sentence: fill(sentence, &values),
                opened: usual::rule_openings(rule, sign, shared, period),
            })
        })
        .collect()
}

fn plan(rows: &Rows, day: impl Fn(i64) -> Day) -> Option<Plan> {
    let parts: Vec<PlanPartLines> = [
        PlanPart::Triggers,
        PlanPart::Signs,
        PlanPart::WhatHelps,
        PlanPart::WhoHelps,
        PlanPart::Contacts,
        PlanPart::Wishes,
    ]
    .into_iter()
    .filter_map(|part| {
        let lines: Vec<String> = rows.plan.iter().filter(|l| l.part == part).map(|l| l.wording.clone()).collect();
        (!lines.is_empty()).then_some(PlanPartLines { part, lines })
    })
    .collect();
    let changed = rows.plan.iter().map(|l| l.changed_ms).max().filter(|ms| *ms > 0);
    (!parts.is_empty()).then(|| Plan { version_day: changed.map(day), parts })
}

/// Answers of the period, and any that these readers were not told yet: one given between the last
/// packet and the meeting would otherwise never arrive.
fn answers(rows: &Rows, to: &Addressed<'_>, period: &PeriodOf) -> Vec<Answer> {
    shown_answers(rows, to, period)
        .filter_map(|row| row.answer.map(|(answer, day)| Answer { proposal: row.proposal, answer, day }))
        .collect()
}

pub(super) fn shown_answers<'a>(
    rows: &'a Rows,
    to: &'a Addressed<'_>,
    period: &'a PeriodOf,
) -> impl Iterator<Item = &'a AnswerRow> {
    rows.answers.iter().filter(move |row| {
        to.mailbox.is_none_or(|m| m == row.mailbox)
            && row.answer.is_some_and(|(_, day)| {
                (period.from_day..=period.until_day).contains(&day) || !to.sent.answers.contains(&row.proposal)
            })
    })
}
