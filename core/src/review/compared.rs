//! The careful comparison of what was tried, as a packet may tell it: from nothing but tries that these readers know.
//! Times of just waiting go with no packet, so they are not reckoned with here, either.

use std::collections::BTreeMap;

use super::rows::{CopingRow, Rows, Sent};
use crate::coping::helped::{Pair, Statement, compare};
use crate::coping::{RATING_MAX, usual_levels};
use crate::ids::Id;
use crate::words::{Arg, Words};

/// A sentence for each strategy of which there is something to say.
pub(super) fn compared(rows: &Rows, sent: &Sent, within: impl Fn(i64) -> bool, words: &Words) -> BTreeMap<Id, String> {
    let known: Vec<(&CopingRow, f64, f64)> = rows
        .coping
        .iter()
        .filter(|e| within(e.made_ms) || sent.lines.contains(&e.id))
        .filter(|e| rows.strategies.iter().any(|s| s.id == e.strategy))
        .filter_map(|e| Some((e, super::trends::number(e.before?), super::trends::number(e.after?))))
        .collect();
    let usual = usual_levels(known.iter().map(|(e, before, after)| (e.trouble.as_str(), *before, *after)));
    let pairs: Vec<Pair<Id>> = known
        .iter()
        .map(|(e, before, after)| Pair {
            day: e.day.number(),
            entered: u64::try_from(e.made_ms).unwrap_or(0),
            strategy: Some(e.strategy),
            before: *before,
            after: *after,
            usual: usual.get(e.trouble.as_str()).copied().unwrap_or(*after),
        })
        .collect();
    // A rating that the comparison refuses cannot be in the store; should one be, the counts still stand.
    let estimates = compare(&pairs, RATING_MAX).unwrap_or_default();
    let mut said = BTreeMap::new();
    for strategy in &rows.strategies {
        if let Some(Statement::UsuallyLower { tries }) = estimates.get(&strategy.id).map(|e| e.statement) {
            let tries = Arg::Number(i64::try_from(tries).unwrap_or(i64::MAX));
            let name = Arg::Words(strategy.name.clone());
            said.insert(strategy.id, words.say("coping-usually-lower", &[("count", tries), ("strategy", name)]));
        }
    }
    said
}
