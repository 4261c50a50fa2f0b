//! Signs with their ratings, notes beside check-ins, own rules.

use std::collections::BTreeMap;

use super::more;
use crate::clock::Day;
use crate::review::packet::{CheckInNote, PeriodOf, Rating, Rule, Sign};
use crate::review::rows::Rows;
use crate::review::usual::{SharedRatings, rule_openings};
use crate::review::words::{PacketWords, fill};
use crate::signs::RuleCondition;

/// The signs that were rated; with their notes switched on also those that are followed and were not.
pub(super) fn signs(rows: &Rows, notes: bool, within: impl Fn(i64) -> bool + Copy) -> Vec<Sign> {
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
            (!ratings.is_empty() || (notes && sign.following)).then(|| Sign {
                id: sign.id,
                text: sign.wording.clone(),
                max: sign.scale,
                key_sign: sign.key_sign.then_some(true),
                more: more(rows, sign.id, notes),
                ratings: ratings.into_iter().map(|(day, value)| Rating { day, value }).collect(),
            })
        })
        .collect()
}

pub(super) fn check_in_notes(rows: &Rows, within: impl Fn(i64) -> bool) -> Vec<CheckInNote> {
    let noted = rows.check_ins.iter().filter(|c| within(c.made_ms) && !c.note.is_empty());
    noted.map(|c| CheckInNote { id: c.id, day: c.day, text: c.note.clone() }).collect()
}

pub(super) fn rules(rows: &Rows, words: &PacketWords, shared: &SharedRatings, period: &PeriodOf) -> Vec<Rule> {
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
                opened: rule_openings(rule, sign, shared, period),
            })
        })
        .collect()
}
