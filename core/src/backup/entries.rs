//! What a person would call entries, counted in what came and not yet taken for their own: "last entry: DATE, COUNT".

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::Result;
use crate::ids::Id;
use crate::ledger::{Action, Batch, Snapshot};
use crate::store::kinds::{ALL, MODULE_PROGRESS, REMINDER_FACT, SETTING};

/// Entries, and when the newest was written by its writer's own clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entries {
    pub(super) count: u64,
    pub(super) last_ms: Option<i64>,
}

/// Settings and what the app noted by itself are no entries.
fn is_entry(kind: &str) -> bool {
    ![SETTING.name, MODULE_PROGRESS.name, REMINDER_FACT.name].contains(&kind)
}

/// The newest that is known of each record: its stamp, and whether it is there.
#[derive(Default)]
struct Seen {
    records: BTreeMap<Id, (u64, bool)>,
    last_ms: Option<i64>,
}

impl Seen {
    fn note(&mut self, record: Id, stamp: u64, there: bool, written_ms: Option<i64>) {
        let known = self.records.entry(record).or_insert((stamp, there));
        if stamp >= known.0 {
            *known = (stamp, there);
        }
        self.last_ms = self.last_ms.max(written_ms);
    }

    fn batch(&mut self, batch: &Batch) {
        for op in batch.ops.iter().filter(|op| is_entry(&op.kind)) {
            let there = !matches!(op.action, Action::Delete | Action::RemoveForGood);
            self.note(op.record, op.stamp, there, there.then_some(op.at_ms));
        }
    }

    fn snapshot(&mut self, snapshot: &Snapshot) {
        for state in snapshot.records.iter().filter(|state| is_entry(&state.kind)) {
            for writing in &state.writings {
                self.note(state.record, writing.stamp, true, Some(writing.at_ms));
            }
            if let Some(removed) = state.removed {
                self.note(state.record, removed.stamp, false, None);
            }
        }
    }
}

/// In what came.
pub(super) fn that_came(c: &Connection) -> Result<Entries> {
    let mut seen = Seen::default();
    let mut q = c.prepare("SELECT device, bytes FROM vault_restore_part ORDER BY number")?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(1)?;
        match row.get(0)? {
            Some(device) => seen.batch(&Batch::parse(device, &bytes)?),
            None => seen.snapshot(&Snapshot::parse(&bytes)?),
        }
    }
    let count = seen.records.values().filter(|(_, there)| *there).count() as u64;
    Ok(Entries { count, last_ms: seen.last_ms })
}

/// On this phone.
pub(super) fn here(c: &Connection) -> Result<u64> {
    let sums: Vec<String> = ALL
        .iter()
        .filter(|kind| is_entry(kind.name))
        .map(|kind| format!("(SELECT count(*) FROM {})", kind.name))
        .collect();
    let count: i64 = c.query_row(&format!("SELECT {}", sums.join(" + ")), [], |r| r.get(0))?;
    Ok(count.unsigned_abs())
}
