//! The plan.

use super::more;
use crate::clock::Day;
use crate::plan::{PlanPart, that_hold};
use crate::review::packet::{PeriodOf, Plan, PlanPartLines, SheetLine};
use crate::review::rows::{PlanEventRow, PlanRow, Rows};
use crate::review::sheets::SheetRow;

pub(super) fn plan(rows: &Rows, period: &PeriodOf, day: impl Fn(i64) -> Day) -> Option<Plan> {
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
        let lines: Vec<&PlanRow> = rows.plan.iter().filter(|l| l.part == part && !l.apart).collect();
        let more: Vec<Vec<SheetLine>> = lines.iter().map(|l| more(rows, l.id, false)).collect();
        (!lines.is_empty()).then(|| PlanPartLines {
            part,
            lines: lines.iter().map(|l| l.wording.clone()).collect(),
            more: if more.iter().all(Vec::is_empty) { Vec::new() } else { more },
        })
    })
    .collect();
    let apart = rows.plan.iter().filter(|l| l.apart).flat_map(|l| apart(rows, l));
    let review = rows.plan_review.iter().map(|(_, line)| line.clone());
    let more: Vec<SheetLine> = apart.chain(plan_events(rows, period).flat_map(SheetRow::lines)).chain(review).collect();
    let changed = rows.plan.iter().map(|l| l.changed_ms).max().filter(|ms| *ms > 0);
    (!parts.is_empty() || !more.is_empty()).then(|| Plan { version_day: changed.map(day), parts, more })
}

/// What was done with the plan in the period, and what held at its end.
pub(in crate::review) fn plan_events<'a>(rows: &'a Rows, period: &PeriodOf) -> impl Iterator<Item = &'a SheetRow> {
    let (from, until) = (period.from, period.until);
    let before = rows.plan_events.iter().filter(move |e| e.row.made_ms.is_none_or(|ms| ms <= until));
    let hold = that_hold(before.clone().map(|e| &e.said));
    let goes = move |e: &&PlanEventRow| e.row.made_ms.is_some_and(|ms| ms >= from) || hold.contains(&e.said.id);
    before.filter(goes).map(|e| &e.row)
}

/// What happened before, or who is not to be called: in its own words, with what it says besides.
pub(in crate::review) fn apart(rows: &Rows, line: &PlanRow) -> Vec<SheetLine> {
    let first = SheetLine { label: line.label.clone(), text: line.wording.clone(), day: None };
    std::iter::once(first).chain(more(rows, line.id, false)).collect()
}
