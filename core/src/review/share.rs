//! Sharing: from a preview to sealed bytes in the outbox, in one transaction.
//!
//! When [`Handrail::share`] returns, the packet is on its way whatever happens to the app next:
//! the bytes that were sealed, the very bytes to be sent and the numbers they carry were written
//! together. Sending is another act (`sync`), which sends those bytes and no others.

use handrail_wire::derive::sha256;
use handrail_wire::keyset::KeySet;
use handrail_wire::outer::Purpose;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::packet::{self, Packet, PeriodOf};
use super::{PacketPreview, Preview, ReadBy, day_of};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::readers;
use crate::seal::keys::{SigningKey, key_hash};
use crate::seal::message::{SealError, SealRequest, seal};
use crate::seal::parts::{self, PartsError};
use crate::store::{Change, Changes, What, Write};
use crate::validate::choice;

/// The concept under which changes of packets are told.
pub const PACKET: &str = "packet";

choice! {
    /// How far a packet has come: the four words a client reads.
    PacketState {
        /// On this phone, to be sent.
        Waiting = "waiting",
        /// The relay says that it has it.
        Delivered = "delivered",
        /// A reader opened it.
        Opened = "opened",
        /// It went into the clinic's record.
        Filed = "filed",
    }
}

/// A packet that was shared.
#[derive(Clone, PartialEq, Eq)]
pub struct PacketView {
    /// Which.
    pub id: Id,
    /// The care relationship.
    pub mailbox: Id,
    /// First day it is about.
    pub from_day: Day,
    /// Last day it is about.
    pub until_day: Day,
    /// The day it was shared.
    pub shared: Day,
    /// How far it has come.
    pub state: PacketState,
    /// The day a reader opened it.
    pub opened: Option<Day>,
    /// Who reads it, and when.
    pub read_by: Vec<ReadBy>,
    /// It can still be taken back: nothing of it has left the phone.
    pub can_take_back: bool,
    /// It waits for a reader's new key: theirs is too old to seal to. Nothing to do but to meet, or to wait.
    pub waits_for_key: bool,
}

impl Handrail {
    /// Shares what the preview shows. Afterwards it waits in the outbox for the next `sync`, and
    /// can be taken back until then. Sharing the same preview again changes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `readers` is empty where nobody is paired, in the wrong state if readers changed
    /// since the preview (show a new one); `period` is too long where it is more than a packet holds.
    pub fn share(&self, preview: &Preview) -> Result<Changes> {
        let to: Vec<(&PacketPreview, Id)> =
            preview.packets.iter().filter_map(|p| p.mailbox.map(|mailbox| (p, mailbox))).collect();
        if to.is_empty() {
            return Err(Error::invalid("readers", Reason::Empty));
        }
        if to.iter().any(|(p, _)| p.too_large) {
            return Err(Error::invalid("period", Reason::TooLong { limit: super::MAX_CONTENT }));
        }
        let mut made = Vec::new();
        let mut changes = self.write(|w| {
            for (packet, mailbox) in &to {
                if keep(w, packet, *mailbox)? {
                    seal_packet(w, packet.id())?;
                    made.push(packet.id());
                }
            }
            Ok(())
        })?;
        changes.records.extend(made.into_iter().map(|id| Change { concept: PACKET, id, what: What::Created }));
        Ok(changes)
    }

    /// Takes back a packet of which nothing has left the phone. It leaves no hole in the numbering:
    /// what was shared after it is numbered and sealed anew.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `packet` in the wrong state once any of it may have been sent.
    pub fn take_back(&self, packet: Id) -> Result<Changes> {
        let mut changes = self.write(|w| take_back(w, packet))?;
        changes.records.push(Change { concept: PACKET, id: packet, what: What::Removed });
        Ok(changes)
    }

    /// The packets that were shared, the newest first, at most 100.
    pub fn packets(&self) -> Result<Vec<PacketView>> {
        let now = self.now()?;
        let boundary_min = self.store.boundary_min()?;
        self.read(|c| packets(c, |ms| day_of(ms, &now, boundary_min)))
    }

    /// A packet as it was sent, to be shown again.
    ///
    /// # Errors
    /// [`Error::NotFound`], also where something it carried was removed for good since.
    pub fn shared_packet(&self, id: Id) -> Result<Packet> {
        let content: Option<Vec<u8>> = self.read(|c| {
            Ok(c.prepare_cached("SELECT content FROM packet WHERE id = ?1")?
                .query_row([id], |r| r.get(0))
                .optional()?)
        })?;
        let content = content.filter(|c| !is_forgotten(c)).ok_or(Error::NotFound(PACKET))?;
        serde_json::from_slice(&content).map_err(|_| Error::Damaged("a packet"))
    }
}

/// Writes the packet and what it carried; false if it is here already.
fn keep(w: &Write<'_>, p: &PacketPreview, mailbox: Id) -> Result<bool> {
    let hash = sha256(&p.content);
    let known: Option<[u8; 32]> = w
        .tx()
        .prepare_cached("SELECT content_hash FROM packet WHERE id = ?1")?
        .query_row([p.id()], |r| r.get(0))
        .optional()?;
    if let Some(known) = known {
        return if known == hash { Ok(false) } else { Err(Error::Internal("a packet id was used twice")) };
    }
    let now_reading = readers::by_mailbox(w.tx())?.into_iter().find(|(id, _)| *id == mailbox).map(|(_, r)| r);
    if now_reading.as_ref() != Some(&p.readers) {
        return Err(Error::invalid("readers", Reason::WrongState));
    }
    w.tx()
        .prepare_cached(
            "INSERT INTO packet (id, mailbox, from_ms, until_ms, content, content_hash, made_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![p.id(), mailbox, p.period.from, p.period.until, p.content, hash, w.now().instant_ms])?;
    let mut line = w.tx().prepare_cached("INSERT INTO sent_line (packet, record) VALUES (?1, ?2)")?;
    for record in &p.records {
        line.execute(params![p.id(), record])?;
    }
    Ok(true)
}

/// Seals a packet for each of its readers that it is not sealed for yet. One whose key is too old is
/// passed over; the packet is kept for them (protocol, section 2) and sealed when a newer key is here.
pub(crate) fn seal_packet(w: &Write<'_>, packet: Id) -> Result<()> {
    let (mailbox, content, from_ms, until_ms, made_ms): (Id, Vec<u8>, i64, i64, i64) = w
        .tx()
        .prepare_cached("SELECT mailbox, content, from_ms, until_ms, made_ms FROM packet WHERE id = ?1")?
        .query_row([packet], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .optional()?
        .ok_or(Error::NotFound(PACKET))?;
    if is_forgotten(&content) {
        return Ok(());
    }
    let today = handrail_wire::Day::from_ms(w.now().instant_ms)
        .map_err(|_| Error::invalid("moment", Reason::ImpossibleDate))?;
    let keys = reader_keys(w, mailbox, made_ms, today)?;
    let hashes: Vec<[u8; 32]> = keys.iter().map(|k| k.hash).collect();
    if hashes.is_empty() {
        return Ok(());
    }
    let (identity, device) = readers::identity_key(w.tx(), mailbox)?;
    let roster_epoch: i64 =
        w.tx().prepare_cached("SELECT roster_epoch FROM mailbox WHERE id = ?1")?.query_row([mailbox], |r| r.get(0))?;
    let parts = parts::split(&content, hashes.len()).map_err(|e| match e {
        PartsError::TooLarge => Error::invalid("period", Reason::TooLong { limit: super::MAX_CONTENT }),
        _ => Error::Internal("splitting"),
    })?;
    let sealing =
        Sealing { identity: &identity, device, mailbox, packet, from_ms, until_ms, roster_epoch, hashes: &hashes };
    for reader in keys.iter().filter(|k| k.valid) {
        let there: bool = w
            .tx()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox WHERE packet = ?1 AND recipient = ?2)")?
            .query_row(params![packet, reader.account], |r| r.get(0))?;
        if !there {
            sealing.for_reader(w, reader, &parts)?;
        }
    }
    Ok(())
}

/// Seals a body that is no packet for one reader, in the chain of that reader's reviews. The relay cannot tell it from one.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] where even the reader's newest key is too old to seal to.
#[cfg(feature = "http")]
pub(crate) fn seal_for_reader(w: &Write<'_>, mailbox: Id, reader: Id, body: &[u8]) -> Result<()> {
    let now_ms = w.now().instant_ms;
    let today = handrail_wire::Day::from_ms(now_ms).map_err(|_| Error::invalid("moment", Reason::ImpossibleDate))?;
    let keys = reader_keys(w, mailbox, now_ms, today)?;
    let key = keys.iter().find(|key| key.account == reader).ok_or(Error::NotFound("reader"))?;
    if !key.valid {
        return Err(Error::Refused("their key has run out; they open their page once"));
    }
    let (identity, device) = readers::identity_key(w.tx(), mailbox)?;
    let roster_epoch: i64 =
        w.tx().prepare_cached("SELECT roster_epoch FROM mailbox WHERE id = ?1")?.query_row([mailbox], |r| r.get(0))?;
    let parts = parts::split(body, 1).map_err(|_| Error::Internal("splitting"))?;
    let packet = Id::new(now_ms, w.randomness())?;
    let hashes = [key.hash];
    let sealing = Sealing {
        identity: &identity,
        device,
        mailbox,
        packet,
        from_ms: now_ms,
        until_ms: now_ms,
        roster_epoch,
        hashes: &hashes,
    };
    sealing.for_reader(w, key, &parts)
}

/// What an entry that is removed for good leaves in the packets that carried it: that they were shared, when and
/// for which time. One that has not left the phone is taken back.
pub(crate) fn forget_shared(w: &Write<'_>, record: Id) -> Result<()> {
    let carried: Vec<Id> = {
        let mut q = w.tx().prepare_cached("SELECT packet FROM sent_line WHERE record = ?1 ORDER BY packet")?;
        let rows = q.query_map([record], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    for packet in carried {
        match take_back(w, packet) {
            // It has left, or was taken back before: only its copy here can go.
            Ok(()) | Err(Error::Invalid { .. }) => {}
            Err(other) => return Err(other),
        }
        w.tx().execute(
            "UPDATE packet SET content = CAST(json_object('removed', 1, 'period', json(CAST(content AS TEXT) -> '$.period'),
                'next_meeting', json(coalesce(CAST(content AS TEXT) -> '$.next_meeting', 'null'))) AS BLOB) WHERE id = ?1",
            [packet],
        )?;
    }
    w.tx().execute("DELETE FROM sent_line WHERE record = ?1", [record])?;
    Ok(())
}

/// Whether something in this packet was removed for good, so that its content is no longer here.
fn is_forgotten(content: &[u8]) -> bool {
    content.starts_with(br#"{"removed":1"#)
}

/// Seals whatever was kept for want of a newer key, the oldest first. One reader may have opened a packet long
/// before another's key comes.
pub(crate) fn seal_kept(w: &Write<'_>, mailbox: Id) -> Result<()> {
    let kept: Vec<Id> = {
        let sql = format!(
            "SELECT p.id FROM packet p WHERE p.mailbox = ?1 AND p.state <> 'taken_back' AND {UNSEALED} ORDER BY p.made_ms, p.id"
        );
        let mut q = w.tx().prepare_cached(&sql)?;
        let rows = q.query_map([mailbox], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    kept.into_iter().try_for_each(|packet| seal_packet(w, packet))
}

/// Whether a packet has a reader, named on its preview and still there, for whom it is not sealed.
const UNSEALED: &str =
    "EXISTS (SELECT 1 FROM reader r WHERE r.mailbox = p.mailbox AND r.left_ms IS NULL AND r.since_ms <= p.made_ms
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.packet = p.id AND o.recipient = r.account))";

/// A reader's key for today.
struct ReaderKey {
    account: Id,
    key: Box<[u8; 1216]>,
    hash: [u8; 32],
    /// False where even the newest is too old to seal to.
    valid: bool,
}

/// The readers who were there when the packet was made, for only they were named on its preview.
fn reader_keys(w: &Write<'_>, mailbox: Id, made_ms: i64, today: handrail_wire::Day) -> Result<Vec<ReaderKey>> {
    let mut q = w.tx().prepare_cached(
        "SELECT account, keyset FROM reader WHERE mailbox = ?1 AND left_ms IS NULL AND since_ms <= ?2 ORDER BY since_ms, account",
    )?;
    let rows = q.query_map(params![mailbox, made_ms], |r| Ok((r.get::<_, Id>(0)?, r.get::<_, Vec<u8>>(1)?)))?;
    let mut out = Vec::new();
    for row in rows {
        let (account, object) = row?;
        let set = KeySet::open(&object).map_err(|_| Error::Damaged("a key set"))?;
        let current = set.subkey_for(today);
        let Some(subkey) = current.or(set.subkeys.last()) else { return Err(Error::Damaged("a key set")) };
        let key = Box::new(*subkey.key.as_bytes());
        out.push(ReaderKey { account, hash: key_hash(&key).0, key, valid: current.is_some() });
    }
    Ok(out)
}

/// What is the same for all messages of a packet.
struct Sealing<'a> {
    identity: &'a SigningKey,
    device: Id,
    mailbox: Id,
    packet: Id,
    from_ms: i64,
    until_ms: i64,
    roster_epoch: i64,
    hashes: &'a [[u8; 32]],
}

impl Sealing<'_> {
    fn for_reader(&self, w: &Write<'_>, reader: &ReaderKey, parts: &[Vec<u8>]) -> Result<()> {
        let of = u16::try_from(parts.len()).map_err(|_| Error::Internal("parts"))?;
        let (mut sequence, mut previous) = head(w.tx(), self.mailbox, reader.account)?;
        for (part, body) in (1..=of).zip(parts) {
            sequence += 1;
            let sealed = seal(
                &SealRequest {
                    purpose: Purpose::Review,
                    mailbox: self.mailbox.into(),
                    sender: self.identity,
                    device: self.device.into(),
                    reader_key: &reader.key,
                    sequence: u64::try_from(sequence).map_err(|_| Error::Internal("sequence"))?,
                    previous,
                    roster_epoch: u64::try_from(self.roster_epoch).map_err(|_| Error::Internal("epoch"))?,
                    packet: self.packet.into(),
                    part,
                    of,
                    from_ms: self.from_ms,
                    until_ms: self.until_ms,
                    all_reader_hashes: self.hashes,
                    body,
                },
                w.randomness(),
            )
            .map_err(seal_failed)?;
            previous = sealed.inner_hash;
            w.tx()
                .prepare_cached(
                    "INSERT INTO outbox (mailbox, recipient, sequence, packet, part, parts, message, inner_hash, queued_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    self.mailbox,
                    reader.account,
                    sequence,
                    self.packet,
                    part,
                    of,
                    sealed.bytes,
                    previous,
                    w.now().instant_ms,
                ])?;
        }
        set_head(w, self.mailbox, reader.account, sequence, &previous)
    }
}

fn seal_failed(e: SealError) -> Error {
    match e {
        SealError::Randomness(_) => Error::Port("randomness"),
        SealError::Key(_) => Error::Damaged("a reader's key"),
        _ => Error::Internal("sealing"),
    }
}

/// Number and hash of the last message sealed in a chain; 0 and zeros for none.
fn head(c: &Connection, mailbox: Id, recipient: Id) -> Result<(i64, [u8; 32])> {
    let head = c
        .prepare_cached("SELECT sequence, inner_hash FROM chain_out WHERE mailbox = ?1 AND recipient = ?2")?
        .query_row(params![mailbox, recipient], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(head.unwrap_or((0, [0; 32])))
}

fn set_head(w: &Write<'_>, mailbox: Id, recipient: Id, sequence: i64, hash: &[u8; 32]) -> Result<()> {
    w.tx()
        .prepare_cached(
            "INSERT INTO chain_out (mailbox, recipient, sequence, inner_hash) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (mailbox, recipient) DO UPDATE SET sequence = ?3, inner_hash = ?4",
        )?
        .execute(params![mailbox, recipient, sequence, hash])?;
    Ok(())
}

/// Whether nothing of a packet can have left the phone: `tries` is counted up, durably, before a message is handed out.
const UNSENT: &str = "NOT EXISTS (SELECT 1 FROM outbox o WHERE o.packet = p.id AND (o.state <> 0 OR o.tries > 0))";

fn take_back(w: &Write<'_>, packet: Id) -> Result<()> {
    let found: Option<(String, Id, bool)> = w
        .tx()
        .query_row(&format!("SELECT p.state, p.mailbox, {UNSENT} FROM packet p WHERE p.id = ?1"), [packet], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })
        .optional()?;
    let Some((state, mailbox, unsent)) = found else { return Err(Error::NotFound(PACKET)) };
    if state != PacketState::Waiting.word() || !unsent {
        return Err(Error::invalid("packet", Reason::WrongState));
    }
    w.tx().execute("UPDATE packet SET state = 'taken_back' WHERE id = ?1", [packet])?;
    w.tx().execute("DELETE FROM sent_line WHERE packet = ?1", [packet])?;
    let firsts: Vec<(Id, i64)> = {
        let mut q =
            w.tx().prepare("SELECT recipient, min(sequence) FROM outbox WHERE packet = ?1 GROUP BY recipient")?;
        let rows = q.query_map([packet], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    // A number that never reached anybody may be given again. Messages go out in order, so what comes
    // after an unsent one is unsent too, and is sealed anew under the numbers that became free.
    for (recipient, first) in firsts {
        w.tx().execute(
            "DELETE FROM outbox WHERE mailbox = ?1 AND recipient = ?2 AND sequence >= ?3",
            params![mailbox, recipient, first],
        )?;
        let before: Option<[u8; 32]> = w
            .tx()
            .query_row(
                "SELECT inner_hash FROM outbox WHERE mailbox = ?1 AND recipient = ?2 AND sequence = ?3",
                params![mailbox, recipient, first - 1],
                |r| r.get(0),
            )
            .optional()?;
        match before {
            Some(hash) => set_head(w, mailbox, recipient, first - 1, &hash)?,
            None if first == 1 => {
                w.tx().execute(
                    "DELETE FROM chain_out WHERE mailbox = ?1 AND recipient = ?2",
                    params![mailbox, recipient],
                )?;
            }
            None => return Err(Error::Internal("the message before is not there")),
        }
    }
    seal_kept(w, mailbox)
}

fn packets(c: &Connection, day: impl Fn(i64) -> Day) -> Result<Vec<PacketView>> {
    let sql = format!(
        "SELECT p.id, p.mailbox, p.made_ms, p.state, p.opened_day, {UNSENT}, {UNSEALED}, p.content
           FROM (SELECT id FROM packet WHERE state <> 'taken_back' ORDER BY made_ms DESC, id DESC LIMIT 100) newest
           JOIN packet p USING (id) ORDER BY p.made_ms DESC, p.id DESC"
    );
    let mut q = c.prepare_cached(&sql)?;
    let mut rows = q.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let (mailbox, made_ms): (Id, i64) = (r.get(1)?, r.get(2)?);
        let state: PacketState = r.get(3)?;
        let content = r.get_ref(7)?.as_blob().map_err(|_| Error::Damaged("a packet"))?;
        let (PeriodOf { from_day, until_day, .. }, meeting) =
            packet::head(content).ok_or(Error::Damaged("a packet"))?;
        out.push(PacketView {
            id: r.get(0)?,
            mailbox,
            from_day,
            until_day,
            shared: day(made_ms),
            state,
            opened: r.get(4)?,
            read_by: named_at(c, mailbox, made_ms)?
                .iter()
                .map(|name| ReadBy::new(name, meeting.map(|m| m.day)))
                .collect(),
            can_take_back: state == PacketState::Waiting && r.get(5)?,
            waits_for_key: r.get(6)?,
        });
    }
    Ok(out)
}

/// Names of those who were readers when a packet was made, also if they left since.
fn named_at(c: &Connection, mailbox: Id, made_ms: i64) -> Result<Vec<String>> {
    let mut q = c.prepare_cached(
        "SELECT name FROM reader WHERE mailbox = ?1 AND since_ms <= ?2 AND (left_ms IS NULL OR left_ms > ?2) ORDER BY since_ms, account",
    )?;
    let rows = q.query_map(params![mailbox, made_ms], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
