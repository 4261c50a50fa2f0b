//! From rows to a packet. A pure function: the same rows give the same packet, and rows that are
//! not there cannot show.

mod coping;
mod goals;
mod homework;
mod plan;
mod signs;

use std::collections::BTreeSet;

use super::lines::{Concept, LineId};
use super::months::months;
use super::packet::{Answer, Packet, PacketType, PeriodOf, SheetLine, TalkAbout};
use super::rows::{AnswerRow, GoalRow, Rows, Sent};
use super::said::Said;
use super::usual::{self, SharedRatings};
use super::words::PacketWords;
use super::{Switches, sheets, trends};
use crate::clock::Moment;
use crate::ids::Id;
use crate::signs::parameters::{Form, Sensitivity};
use crate::words::Words;
pub(super) use goals::goals;
pub(super) use plan::{apart, plan_events};

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
    /// The interface in that language.
    pub interface: &'a Words,
    /// Lines that stay here. Rows are gone already; what is no record of its own is looked up here.
    pub hidden: &'a BTreeSet<LineId>,
}

impl Frame<'_> {
    /// Whether the one line of this concept is left in.
    fn shows(&self, concept: Concept) -> bool {
        !self.hidden.contains(&LineId::only(concept))
    }
}

/// For whom a packet is.
pub(super) struct Addressed<'a> {
    pub packet: Id,
    /// `None` when it is only shown or printed.
    pub mailbox: Option<Id>,
    pub last_proposal: u64,
    pub head: Option<&'a str>,
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
        head: to.head.map(str::to_owned),
        talk_about: rows.talk.iter().map(|t| TalkAbout { id: t.id, text: t.wording.clone() }).collect(),
        goals: goals(rows, within),
        homework: homework::homework(rows, frame, to.mailbox, within),
        coping: coping::coping(rows, frame, to.sent, within),
        signs: signs::signs(rows, frame.switches.sign_notes, within),
        usual: rows
            .usual
            .as_ref()
            .filter(|_| frame.shows(Concept::Usual))
            .and_then(|events| usual::usual(&shared, events, frame, &period)),
        months: if frame.shows(Concept::SignsMonths) { months(rows, to.sent, within, &period) } else { None },
        check_in_notes: if frame.switches.sign_notes { signs::check_in_notes(rows, within) } else { Vec::new() },
        rules: signs::rules(rows, frame.words, &shared, &period),
        plan: if frame.switches.plan { plan::plan(rows, &period, day) } else { None },
        sheets: sheets::fold(&rows.sheets, frame.switches.sheets, within),
        answers: answers(rows, to, &period),
        trends: trends::trends(rows, to.sent, within, period.until_day, |trend| frame.shows(trend)),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What a record says beside its own places, with notes of its kind where they were switched on.
fn more(rows: &Rows, id: Id, notes: bool) -> Vec<SheetLine> {
    let said = rows.said.get(&id).map(Vec::as_slice).unwrap_or_default();
    said.iter().filter(|s| notes || !s.note).map(Said::line).collect()
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
        .chain(rows.homework_reviews.iter().filter(|r| homework.contains(&r.homework)).map(|r| (r.made_ms, r.day)))
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
