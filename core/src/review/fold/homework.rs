//! Homework with its results.

use super::{Frame, more, some};
use crate::homework::HowOften;
use crate::ids::Id;
use crate::review::packet::{Homework, HomeworkResult, HomeworkReview};
use crate::review::rows::{HomeworkRow, Rows};
use crate::review::words::PacketWords;

pub(super) fn homework(
    rows: &Rows,
    frame: &Frame<'_>,
    mailbox: Option<Id>,
    within: impl Fn(i64) -> bool + Copy,
) -> Vec<Homework> {
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
            let reviews: Vec<HomeworkReview> = rows
                .homework_reviews
                .iter()
                .filter(|r| r.homework == row.id && within(r.made_ms))
                .map(|r| HomeworkReview {
                    id: r.id,
                    day: r.day,
                    with_whom: some(&r.with_whom),
                    note: some(&r.note).filter(|_| frame.switches.homework_notes),
                })
                .collect();
            (row.current || !results.is_empty() || !reviews.is_empty()).then(|| Homework {
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
                more: more(rows, row.id, false),
                results,
                reviews,
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
