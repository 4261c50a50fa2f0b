//! A mailbox in memory. Messages count as whole when they begin with `good`.

use std::collections::{BTreeMap, BTreeSet};

use handrail_wire::Id;
use handrail_wire::api::Cursor;

use crate::sync::{Incoming, MailboxState, Outgoing, Pin, SendRefusal, StoreFailed, TakenIn};

#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) roster: Option<Vec<u8>>,
    pub(crate) roster_waits: bool,
    pub(crate) own_keyset: Option<Vec<u8>>,
    pub(crate) pins: BTreeMap<Id, Pin>,
    pub(crate) keysets: BTreeMap<Id, Vec<u8>>,
    pub(crate) outbox: BTreeMap<(Id, u64), Vec<u8>>,
    pub(crate) delivered: BTreeSet<(Id, u64)>,
    pub(crate) stuck: BTreeMap<(Id, u64), SendRefusal>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) kept: BTreeMap<(Id, u64), Vec<u8>>,
    pub(crate) times_kept: u32,
    pub(crate) refused: Vec<Vec<u8>>,
    pub(crate) due: Vec<Cursor>,
    pub(crate) epochs: u32,
    /// Fails this many writes before working again.
    pub(crate) broken: u32,
}

impl Memory {
    fn write(&mut self) -> Result<(), StoreFailed> {
        if self.broken > 0 {
            self.broken -= 1;
            return Err(StoreFailed);
        }
        Ok(())
    }
}

impl MailboxState for Memory {
    fn roster_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed> {
        Ok(self.roster.clone().filter(|_| self.roster_waits))
    }

    fn roster_sent(&mut self) -> Result<(), StoreFailed> {
        self.write()?;
        self.roster_waits = false;
        Ok(())
    }

    fn own_keyset_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed> {
        Ok(self.own_keyset.clone())
    }

    fn own_keyset_sent(&mut self) -> Result<(), StoreFailed> {
        self.write()?;
        self.own_keyset = None;
        Ok(())
    }

    fn pins(&mut self) -> Result<Vec<Pin>, StoreFailed> {
        Ok(self.pins.values().copied().collect())
    }

    fn keyset_renewed(&mut self, account: Id, keyset: &[u8], highest: u32, now_ms: i64) -> Result<(), StoreFailed> {
        self.write()?;
        let pin = self.pins.get_mut(&account).ok_or(StoreFailed)?;
        pin.highest = highest;
        pin.asked_ms = now_ms;
        self.keysets.insert(account, keyset.to_vec());
        Ok(())
    }

    fn next_to_send(&mut self) -> Result<Option<Outgoing>, StoreFailed> {
        let waiting = |key: &(Id, u64)| !self.delivered.contains(key) && !self.stuck.contains_key(key);
        Ok(self.outbox.iter().find(|(key, _)| waiting(key)).map(|((recipient, sequence), message)| Outgoing {
            recipient: *recipient,
            sequence: *sequence,
            message: message.clone(),
        }))
    }

    fn mark_delivered(&mut self, recipient: Id, sequence: u64) -> Result<(), StoreFailed> {
        self.write()?;
        self.delivered.insert((recipient, sequence));
        Ok(())
    }

    fn quarantine(&mut self, recipient: Id, sequence: u64, why: SendRefusal) -> Result<(), StoreFailed> {
        self.write()?;
        self.stuck.insert((recipient, sequence), why);
        Ok(())
    }

    fn cursor(&mut self) -> Result<Option<Cursor>, StoreFailed> {
        Ok(self.cursor)
    }

    fn set_cursor(&mut self, cursor: Cursor) -> Result<(), StoreFailed> {
        self.write()?;
        self.cursor = Some(cursor);
        Ok(())
    }

    fn take_in(&mut self, incoming: &Incoming) -> Result<TakenIn, StoreFailed> {
        self.write()?;
        if !incoming.message.starts_with(b"good") {
            self.refused.push(incoming.message.clone());
            return Ok(TakenIn::Refused);
        }
        if !self.due.contains(&incoming.cursor) {
            self.due.push(incoming.cursor);
        }
        let key = (incoming.sender, incoming.sequence);
        if self.kept.get(&key) == Some(&incoming.message) {
            return Ok(TakenIn::Again);
        }
        self.times_kept += 1;
        self.kept.insert(key, incoming.message.clone());
        Ok(TakenIn::Kept)
    }

    fn acks_due(&mut self, most: usize) -> Result<Vec<Cursor>, StoreFailed> {
        Ok(self.due.iter().take(most).copied().collect())
    }

    fn acked(&mut self, cursors: &[Cursor]) -> Result<(), StoreFailed> {
        self.write()?;
        self.due.retain(|cursor| !cursors.contains(cursor));
        Ok(())
    }

    fn epoch_changed(&mut self) -> Result<(), StoreFailed> {
        self.write()?;
        self.cursor = None;
        self.due.clear();
        self.delivered.clear();
        self.roster_waits = true;
        self.epochs += 1;
        Ok(())
    }
}
