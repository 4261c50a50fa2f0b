//! What went to the readers of one mailbox before.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::{Reach, all};
use crate::error::Result;
use crate::ids::Id;

/// What went to the readers of one mailbox before.
#[derive(Clone, Default)]
pub(in crate::review) struct Sent {
    /// Records of the packets that reach into the weeks of the trends.
    pub lines: BTreeSet<Id>,
    /// For each check-in and each sign the packets that carried it: a rating was sent where one packet carried both.
    pub packets: BTreeMap<Id, BTreeSet<Id>>,
    /// Proposals whose answer was told.
    pub answers: BTreeSet<Id>,
    /// Begin and end of what each packet was about, UTC milliseconds.
    spans: Vec<(i64, i64)>,
}

impl Sent {
    /// Whether one packet carried both.
    pub fn together(&self, a: Id, b: Id) -> bool {
        match (self.packets.get(&a), self.packets.get(&b)) {
            (Some(a), Some(b)) => !a.is_disjoint(b),
            _ => false,
        }
    }
}

impl Sent {
    /// Whether a packet was about the time at which this was made: what it did not carry was kept back.
    pub fn was_about(&self, made_ms: i64) -> bool {
        self.spans.iter().any(|(from, until)| (*from..=*until).contains(&made_ms))
    }

    /// Reads what the packets of this mailbox carried. One that was taken back was never sent.
    pub fn read(c: &Connection, mailbox: Id, reach: &Reach) -> Result<Self> {
        // Those that reach into good times of long ago, too: what was kept back then is kept back from their level.
        let packets = all(
            c,
            "SELECT id, from_ms, until_ms FROM packet p WHERE mailbox = ?1 AND state <> 'taken_back'
                AND (made_ms >= ?2 OR EXISTS (SELECT 1 FROM good_time g
                       WHERE p.from_ms <= unixepoch(g.until_day, '+3 days') * 1000
                         AND p.until_ms >= unixepoch(g.from_day, '-3 days') * 1000))",
            params![mailbox, reach.ratings],
            |r| Ok((r.get::<_, Id>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?)),
        )?;
        let mut sent = Self::default();
        for (packet, from, until) in packets {
            sent.spans.push((from, until));
            let lines = all(c, "SELECT record FROM sent_line WHERE packet = ?1", [packet], |r| r.get::<_, Id>(0))?;
            for record in lines {
                if until >= reach.weeks {
                    sent.lines.insert(record);
                }
                sent.packets.entry(record).or_default().insert(packet);
            }
        }
        let told = all(
            c,
            // CROSS JOIN keeps SQLite from walking every line that was ever sent.
            "SELECT a.id FROM (SELECT id, answered_day FROM proposal UNION ALL SELECT packet, answered_day FROM introduction) a
              WHERE a.answered_day IS NOT NULL AND EXISTS (
               SELECT 1 FROM sent_line s CROSS JOIN packet p ON p.id = s.packet
                WHERE s.record = a.id AND p.mailbox = ?1 AND p.state <> 'taken_back')",
            params![mailbox],
            |r| r.get(0),
        )?;
        sent.answers = told.into_iter().collect();
        Ok(sent)
    }
}
