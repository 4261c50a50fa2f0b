//! The plan's lines, and what was done with it.

use rusqlite::Connection;

use super::all;
use crate::error::Result;
use crate::ids::Id;
use crate::plan::{PlanPart, SaidOfPlan};
use crate::review::sheets::SheetRow;
use crate::store::kinds::PLAN_LINE;
use crate::take_out::paper::voice::Voice;

#[derive(Clone)]
pub(in crate::review) struct PlanRow {
    pub id: Id,
    pub part: PlanPart,
    pub wording: String,
    pub changed_ms: i64,
    /// Stands in none of the packet's parts: what happened before has no place among them, and somebody who must not
    /// be called would read there as somebody who helps.
    pub apart: bool,
    /// What such a line is called, in words.
    pub label: String,
}

/// Something that was done with the plan.
#[derive(Clone)]
pub(in crate::review) struct PlanEventRow {
    pub said: SaidOfPlan,
    pub row: SheetRow,
}

pub(super) fn plan(c: &Connection, voice: &Voice) -> Result<Vec<PlanRow>> {
    all(
        c,
        "SELECT p.id, p.part, p.wording, coalesce((SELECT max(stamp) >> 16 FROM cell WHERE record = p.id), 0),
                coalesce(p.not_to_be_called, 0) FROM plan_line p ORDER BY p.part, p.stage, p.position, p.id",
        [],
        |r| {
            let (part, not_to_be_called): (PlanPart, bool) = (r.get(1)?, r.get(4)?);
            let apart = not_to_be_called || part == PlanPart::WhatHappened;
            let label = if !apart {
                String::new()
            } else if not_to_be_called {
                voice.field(&PLAN_LINE, "not_to_be_called")
            } else {
                voice.word(&PLAN_LINE, "part", part.word()).unwrap_or_default()
            };
            Ok(PlanRow { id: r.get(0)?, part, wording: r.get(2)?, changed_ms: r.get(3)?, apart, label })
        },
    )
}
