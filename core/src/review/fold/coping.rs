//! Coping: what was tried, counted first, then compared with care.

use super::{Frame, more, some};
use crate::coping::Helped;
use crate::review::Switches;
use crate::review::compared::compared;
use crate::review::packet::{Coping, CopingEntry, Tries};
use crate::review::rows::{CopingRow, Rows, Sent};

pub(super) fn coping(rows: &Rows, frame: &Frame<'_>, sent: &Sent, within: impl Fn(i64) -> bool + Copy) -> Vec<Coping> {
    let mut compared = compared(rows, sent, within, frame.interface);
    rows.strategies
        .iter()
        .filter_map(|strategy| {
            let entries: Vec<&CopingRow> =
                rows.coping.iter().filter(|e| e.strategy == strategy.id && within(e.made_ms)).collect();
            (!entries.is_empty()).then(|| Coping {
                strategy: strategy.name.clone(),
                tries: tries(&entries),
                comparison: compared.remove(&strategy.id),
                more: more(rows, strategy.id, false),
                entries: entries.into_iter().map(|e| coping_entry(rows, e, frame.switches)).collect(),
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

fn coping_entry(rows: &Rows, e: &CopingRow, switches: Switches) -> CopingEntry {
    CopingEntry {
        id: e.id,
        day: e.day,
        situation: some(&e.situation).filter(|_| switches.coping_notes),
        helped: e.helped,
        before: e.before,
        after: e.after,
        note: some(&e.note).filter(|_| switches.coping_notes),
        more: more(rows, e.id, switches.coping_notes),
    }
}
