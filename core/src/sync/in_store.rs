//! One mailbox of the store, as an exchange sees it. Every answer is durable when it is given.

use handrail_wire::api::Cursor;
use handrail_wire::roster::Roster;
use handrail_wire::{Id as WireId, Key32};
use rusqlite::{OptionalExtension as _, params};

use super::state::{Incoming, MailboxState, Outgoing, Pin, SendRefusal, StoreFailed, TakenIn};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::proposals::{Arrived, TakenIn as Kept, take_in};
use crate::readers;
use crate::readers::{acknowledge, is_held};
use crate::review::seal_kept;
use crate::store::Write;

/// A mailbox of this store.
pub(super) struct InStore<'a> {
    handrail: &'a Handrail,
    mailbox: Id,
    /// What was handed out, so that only this is marked as sent: another may have been written meanwhile.
    roster: Option<Vec<u8>>,
    keyset: Option<Vec<u8>>,
    /// The epoch of the roster the relay holds, while it is being brought up to ours one by one.
    climbing: Option<u64>,
}

impl<'a> InStore<'a> {
    pub(super) fn new(handrail: &'a Handrail, mailbox: Id) -> Self {
        Self { handrail, mailbox, roster: None, keyset: None, climbing: None }
    }

    fn write(&self, f: impl FnOnce(&Write<'_>) -> Result<()>) -> Result<(), StoreFailed> {
        Ok(self.handrail.write(f).map(drop)?)
    }

    /// `column` of this mailbox while `column`_sent is 0.
    fn unsent(&self, column: &str) -> Result<Option<Vec<u8>>, StoreFailed> {
        let sql = format!("SELECT {column} FROM mailbox WHERE id = ?1 AND {column}_sent = 0 AND state = 'open'");
        let found =
            self.handrail.read(|c| Ok(c.prepare_cached(&sql)?.query_row([self.mailbox], |r| r.get(0)).optional()?));
        Ok(found?)
    }

    fn sent(&self, column: &str, bytes: Option<&[u8]>) -> Result<(), StoreFailed> {
        let sql = format!("UPDATE mailbox SET {column}_sent = 1 WHERE id = ?1 AND {column} = ?2");
        self.write(|w| {
            w.tx().execute(&sql, params![self.mailbox, bytes])?;
            Ok(())
        })
    }
}

impl MailboxState for InStore<'_> {
    fn roster_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed> {
        if let Some(there) = self.climbing {
            let step = there.saturating_add(1);
            if step < self.handrail.read(|c| readers::epoch(c, self.mailbox))? {
                return Ok(Some(self.handrail.read(|c| readers::roster_of(c, self.mailbox, step))?));
            }
            self.climbing = None;
        }
        self.roster = self.unsent("roster")?;
        Ok(self.roster.clone())
    }

    fn roster_sent(&mut self) -> Result<(), StoreFailed> {
        if let Some(there) = &mut self.climbing {
            *there = there.saturating_add(1);
            return Ok(());
        }
        let bytes = self.roster.take();
        self.sent("roster", bytes.as_deref())
    }

    fn roster_there(&mut self, held: Option<&[u8]>) -> Result<bool, StoreFailed> {
        let (identity, ours) = self
            .handrail
            .read(|c| Ok((readers::identity_key(c, self.mailbox)?.0.public(), readers::epoch(c, self.mailbox)?)))?;
        let there = match held.map(|held| Roster::open(held, self.mailbox.into(), &identity)) {
            // Nobody but this phone's keys can sign one: what else is served there is no roster.
            Some(Err(_)) => return Ok(false),
            Some(Ok(roster)) => roster.epoch,
            None => 0,
        };
        if there >= ours {
            self.climbing = None;
            self.write(|w| readers::roster_above(w, self.mailbox, there))?;
            return Ok(true);
        }
        // The one before ours is there, and ours is refused all the same.
        if there + 1 == ours || self.climbing == Some(there) {
            return Ok(false);
        }
        self.climbing = Some(there);
        Ok(true)
    }

    fn own_keyset_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed> {
        self.keyset = self.unsent("keyset")?;
        Ok(self.keyset.clone())
    }

    fn own_keyset_sent(&mut self) -> Result<(), StoreFailed> {
        let bytes = self.keyset.take();
        self.sent("keyset", bytes.as_deref())
    }

    fn pins(&mut self) -> Result<Vec<Pin>, StoreFailed> {
        let pins = self.handrail.read(|c| {
            let mut q = c.prepare_cached(
                "SELECT account, identity, highest, keyset_fetched_ms FROM reader WHERE mailbox = ?1 AND left_ms IS NULL ORDER BY account",
            )?;
            let rows = q.query_map([self.mailbox], |r| {
                Ok(Pin {
                    account: r.get::<_, Id>(0)?.into(),
                    identity: Key32::from(r.get::<_, [u8; 32]>(1)?),
                    highest: r.get(2)?,
                    asked_ms: r.get(3)?,
                })
            })?;
            let mut pins: Vec<Pin> = rows.collect::<Result<_, _>>()?;
            pins.extend(readers::keysets_wanted(c, self.mailbox)?.into_iter().map(|wanted| Pin {
                account: wanted.account,
                identity: wanted.identity,
                highest: wanted.highest,
                asked_ms: 0,
            }));
            Ok(pins)
        });
        Ok(pins?)
    }

    fn keyset_renewed(&mut self, account: WireId, keyset: &[u8], highest: u32, now_ms: i64) -> Result<(), StoreFailed> {
        self.write(|w| {
            let renewed = w.tx().execute(
                "UPDATE reader SET keyset = ?3, highest = ?4, keyset_fetched_ms = ?5
                  WHERE mailbox = ?1 AND account = ?2 AND left_ms IS NULL",
                params![self.mailbox, Id::from(account), keyset, highest, now_ms],
            )?;
            if renewed == 0 {
                return readers::keyset_came(w, self.mailbox, account.into(), keyset);
            }
            // A packet may have been kept because their key had become too old to seal to.
            seal_kept(w, self.mailbox)
        })
    }

    fn keyset_refused(&mut self, account: WireId) -> Result<(), StoreFailed> {
        self.write(|w| readers::keyset_unfit(w, self.mailbox, account.into()))
    }

    fn next_to_send(&mut self) -> Result<Option<Outgoing>, StoreFailed> {
        let mut next = None;
        self.write(|w| {
            let found = w
                .tx()
                .prepare_cached(
                    "SELECT recipient, sequence, message FROM outbox WHERE mailbox = ?1 AND state = 0 ORDER BY recipient, sequence LIMIT 1",
                )?
                .query_row([self.mailbox], |r| Ok((r.get::<_, Id>(0)?, r.get::<_, i64>(1)?, r.get(2)?)))
                .optional()?;
            let Some((recipient, sequence, message)) = found else { return Ok(()) };
            // Counted before it is handed out: from here on it may have reached the relay, and is not taken back.
            w.tx()
                .prepare_cached("UPDATE outbox SET tries = tries + 1 WHERE mailbox = ?1 AND recipient = ?2 AND sequence = ?3")?
                .execute(params![self.mailbox, recipient, sequence])?;
            next = Some(Outgoing { recipient: recipient.into(), sequence: sequence.unsigned_abs(), message });
            Ok(())
        })?;
        Ok(next)
    }

    fn mark_delivered(&mut self, recipient: WireId, sequence: u64) -> Result<(), StoreFailed> {
        self.settle(recipient, sequence, 1)
    }

    fn quarantine(&mut self, recipient: WireId, sequence: u64, _why: SendRefusal) -> Result<(), StoreFailed> {
        self.settle(recipient, sequence, 3)
    }

    fn cursor(&mut self) -> Result<Option<Cursor>, StoreFailed> {
        let kept: String = self.handrail.read(|c| {
            Ok(c.prepare_cached("SELECT cursor FROM mailbox WHERE id = ?1")?.query_row([self.mailbox], |r| r.get(0))?)
        })?;
        // One that does not read is none: reading from the beginning repeats, and repeats are harmless.
        Ok(kept.parse().ok())
    }

    fn set_cursor(&mut self, cursor: Cursor) -> Result<(), StoreFailed> {
        self.write(|w| {
            w.tx()
                .execute("UPDATE mailbox SET cursor = ?2 WHERE id = ?1", params![self.mailbox, cursor.to_string()])?;
            Ok(())
        })
    }

    fn take_in(&mut self, incoming: &Incoming) -> Result<TakenIn, StoreFailed> {
        if Id::from(incoming.mailbox) != self.mailbox {
            return Ok(TakenIn::Refused);
        }
        let cursor = incoming.cursor.to_string();
        let arrived = Arrived {
            mailbox: self.mailbox,
            sender: incoming.sender.into(),
            device: incoming.device.into(),
            sequence: incoming.sequence,
            cursor: &cursor,
            message: &incoming.message,
        };
        let mut taken = TakenIn::Refused;
        self.write(|w| {
            taken = match take_in(w, &arrived)? {
                Kept::Applied { .. } => TakenIn::Kept,
                Kept::Again => TakenIn::Again,
                Kept::Kept(_) => return Ok(()),
            };
            let number = i64::try_from(incoming.cursor.number).unwrap_or(i64::MAX);
            let held = is_held(w.tx(), self.mailbox, arrived.sender, number)?;
            if held { Ok(()) } else { acknowledge(w, self.mailbox, number, &cursor) }
        })?;
        Ok(taken)
    }

    fn acks_due(&mut self, most: usize) -> Result<Vec<Cursor>, StoreFailed> {
        let due: Vec<String> = self.handrail.read(|c| {
            let mut q = c.prepare_cached("SELECT cursor FROM ack_due WHERE mailbox = ?1 ORDER BY number LIMIT ?2")?;
            let rows = q.query_map(params![self.mailbox, i64::try_from(most).unwrap_or(i64::MAX)], |r| r.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        Ok(due.iter().filter_map(|c| c.parse().ok()).collect())
    }

    fn acked(&mut self, cursors: &[Cursor]) -> Result<(), StoreFailed> {
        self.write(|w| {
            let mut gone = w.tx().prepare_cached("DELETE FROM ack_due WHERE mailbox = ?1 AND cursor = ?2")?;
            for cursor in cursors {
                gone.execute(params![self.mailbox, cursor.to_string()])?;
            }
            Ok(())
        })
    }

    fn epoch_changed(&mut self) -> Result<(), StoreFailed> {
        self.write(|w| {
            for sql in [
                "UPDATE mailbox SET cursor = '', roster_sent = 0, keyset_sent = 0 WHERE id = ?1",
                "DELETE FROM ack_due WHERE mailbox = ?1",
                "DELETE FROM receipt_held WHERE mailbox = ?1",
                // What a reader has opened needs no second sending; anything else may be gone from the relay.
                "UPDATE outbox SET state = 0 WHERE mailbox = ?1 AND state = 1 AND length(message) > 0
                    AND packet IN (SELECT id FROM packet WHERE state IN ('waiting', 'delivered'))",
                "UPDATE packet SET state = 'waiting' WHERE mailbox = ?1 AND state = 'delivered'",
            ] {
                w.tx().execute(sql, [self.mailbox])?;
            }
            Ok(())
        })
    }
}

impl InStore<'_> {
    /// A message needs no more sending: delivered (1) or refused (3). A packet of which nothing waits any more and
    /// something was delivered is delivered.
    fn settle(&self, recipient: WireId, sequence: u64, state: i64) -> Result<(), StoreFailed> {
        self.write(|w| {
            let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
            w.tx()
                .prepare_cached("UPDATE outbox SET state = ?4 WHERE mailbox = ?1 AND recipient = ?2 AND sequence = ?3")?
                .execute(params![self.mailbox, Id::from(recipient), sequence, state])?;
            w.tx()
                .prepare_cached(
                    "UPDATE packet SET state = 'delivered' WHERE mailbox = ?1 AND state = 'waiting'
                        AND EXISTS (SELECT 1 FROM outbox o WHERE o.packet = packet.id AND o.state = 1)
                        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.packet = packet.id AND o.state = 0)",
                )?
                .execute([self.mailbox])?;
            Ok(())
        })
    }
}
