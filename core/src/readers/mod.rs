//! Who reads: the practitioners and peer specialists the client paired with, face to face.
//!
//! One care relationship is one mailbox, made by a pairing; up to five people read it. Who pairs by a code of their own
//! begins a care relationship of their own; a colleague joins one by being introduced. Only this phone can add or remove a
//! reader; neither the relay nor a clinic can.

mod former;
mod introduced;
mod kept;
mod keys;
#[cfg(feature = "http")]
pub(crate) mod pairing;
mod relationship;

pub use former::FormerReaderView;
pub use introduced::{INTRODUCTION, IntroductionView};
pub use relationship::READER;
use rusqlite::Connection;

pub(crate) use former::{ENDING, FORMER, acknowledge, echo_of, ended, heard, heard_unopened, hold, is_held};
pub(crate) use introduced::{introduced, keyset_came, keyset_unfit, keysets_wanted, nonce_came, taken_back};
#[cfg(feature = "parsers")]
pub(crate) use kept::reads as reads_shared;
pub(crate) use kept::{bring_back, keep_for_restore};
pub(crate) use keys::{account_of, identity_key, pinned, subkeys};
#[cfg(feature = "http")]
pub use pairing::PairingUnderWay;
#[cfg(feature = "http")]
pub(crate) use relationship::{epoch, roster_above, roster_of};

use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::Id;

/// A reader as a preview names them.
#[derive(Clone, PartialEq, Eq)]
pub struct ReaderName {
    /// Their account.
    pub account: Id,
    /// The name they gave at pairing.
    pub name: String,
}

/// A reader on the "You share with" screen.
#[derive(Clone, PartialEq, Eq)]
pub struct ReaderView {
    /// The care relationship.
    pub mailbox: Id,
    /// Their account.
    pub account: Id,
    /// The name they gave at pairing.
    pub name: String,
    /// Since when, UTC milliseconds.
    pub since_ms: i64,
    /// Messages to them that have not reached the relay.
    pub waiting: u32,
    /// Who introduced them; none where both paired face to face.
    pub introduced_by: Option<String>,
    /// False while the words of an introduced reader were not compared: "not checked yet".
    pub checked: bool,
}

impl Handrail {
    /// Everybody a review can go to, by the time they were added.
    pub fn readers(&self) -> Result<Vec<ReaderView>> {
        self.read(|c| {
            let mut q = c.prepare_cached(
                "SELECT r.mailbox, r.account, r.name, r.since_ms,
                        (SELECT count(*) FROM outbox o WHERE o.mailbox = r.mailbox AND o.recipient = r.account AND o.state = 0),
                        (SELECT b.name FROM reader b WHERE b.mailbox = r.mailbox AND b.account = r.introduced_by),
                        r.introduced_by IS NULL OR r.checked_ms IS NOT NULL
                   FROM reader r JOIN mailbox m ON m.id = r.mailbox
                  WHERE r.left_ms IS NULL AND m.state = 'open' ORDER BY r.since_ms, r.mailbox, r.account",
            )?;
            let rows = q.query_map([], |r| {
                Ok(ReaderView {
                    mailbox: r.get(0)?,
                    account: r.get(1)?,
                    name: r.get(2)?,
                    since_ms: r.get(3)?,
                    waiting: r.get(4)?,
                    introduced_by: r.get(5)?,
                    checked: r.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// The open care relationships and who reads in each.
pub(crate) fn by_mailbox(c: &Connection) -> Result<Vec<(Id, Vec<ReaderName>)>> {
    let mut q = c.prepare_cached(
        "SELECT r.mailbox, r.account, r.name FROM reader r JOIN mailbox m ON m.id = r.mailbox
          WHERE r.left_ms IS NULL AND m.state = 'open' ORDER BY r.mailbox, r.since_ms, r.account",
    )?;
    let rows = q.query_map([], |r| Ok((r.get::<_, Id>(0)?, ReaderName { account: r.get(1)?, name: r.get(2)? })))?;
    let mut out: Vec<(Id, Vec<ReaderName>)> = Vec::new();
    for row in rows {
        let (mailbox, reader) = row?;
        match out.last_mut() {
            Some((last, readers)) if *last == mailbox => readers.push(reader),
            _ => out.push((mailbox, vec![reader])),
        }
    }
    Ok(out)
}

/// The highest number taken in from the readers of a mailbox; the lowest of theirs where there are several.
pub(crate) fn last_taken_in(c: &Connection, mailbox: Id) -> Result<u64> {
    let lowest: Option<i64> = c
        .prepare_cached(
            "SELECT min(highest) FROM (
               SELECT coalesce((SELECT max(sequence) FROM chain_in i WHERE i.mailbox = r.mailbox AND i.sender = r.account), 0) AS highest
                 FROM reader r WHERE r.mailbox = ?1 AND r.left_ms IS NULL)",
        )?
        .query_row([mailbox], |r| r.get(0))?;
    Ok(u64::try_from(lowest.unwrap_or(0)).unwrap_or(0))
}
