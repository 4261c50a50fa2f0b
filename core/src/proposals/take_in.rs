//! Taking in what arrived: opened, checked and applied in one transaction with its place in the
//! chain, so that a message is either wholly here or will be asked for again.
//!
//! What cannot be opened is kept as it came, named by its refusal, and tried again later. A gap
//! refuses nothing: the phone says that something did not arrive, and goes on.

use handrail_wire::outer::{Message, Outer, Purpose};
use rusqlite::{OptionalExtension as _, params};

use super::body::{self, Incoming};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::readers;
use crate::review::PACKET;
use crate::seal::chain::{ChainRefusal, Link, Neighbours, Place};
use crate::seal::message::{OpenRefusal, OpenRequest, Opened, open};
use crate::seal::parts::PartsError;
use crate::store::kinds::{PROPOSAL, SEEN_LINE, maybe, value};
use crate::store::{Change, Changes, What, Write};

/// Most messages of one mailbox that are kept unopened, about 9 MB. A relay that sends more than these is no
/// relay of ours: the rest stays with it.
const MOST_KEPT: i64 = 500;

/// One message from an inbox, as the relay listed it.
#[derive(Clone, Copy)]
pub struct Arrived<'a> {
    /// The mailbox.
    pub mailbox: Id,
    /// Account of the sender.
    pub sender: Id,
    /// Device of the sender.
    pub device: Id,
    /// Its number in the chain.
    pub sequence: u64,
    /// The relay's cursor.
    pub cursor: &'a str,
    /// `lp(outer) | sealed`.
    pub message: &'a [u8],
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenIn {
    /// Opened and applied.
    Applied {
        /// Earlier ones of its chain have not arrived.
        gap: bool,
    },
    /// It was here already.
    Again,
    /// Kept unopened, under this name.
    Kept(&'static str),
}

impl Handrail {
    /// Takes one message in, durably. Whatever it is, nothing is lost by it: what cannot be opened is kept as it came.
    pub fn take_in(&self, arrived: &Arrived<'_>) -> Result<(TakenIn, Changes)> {
        let mut taken = TakenIn::Again;
        let mut changes = self.write(|w| {
            taken = take_in(w, arrived)?;
            Ok(())
        })?;
        if matches!(taken, TakenIn::Applied { .. }) && changes.records.is_empty() {
            // A receipt changes no record of the log, but the screen of packets has to be read again.
            changes.records.push(Change { concept: PACKET, id: arrived.mailbox, what: What::Changed });
        }
        Ok((taken, changes))
    }

    /// Tries once more what was kept unopened: after an update, or when a hole may have been filled. Returns
    /// how many could be opened now.
    pub fn retry_kept(&self) -> Result<u32> {
        let mut opened = 0;
        self.write(|w| {
            opened = retry(w)?;
            Ok(())
        })?;
        Ok(opened)
    }
}

/// Takes a message in, inside a write.
pub(crate) fn take_in(w: &Write<'_>, arrived: &Arrived<'_>) -> Result<TakenIn> {
    match try_take_in(w, arrived)? {
        Ok(taken) => {
            // A copy that came under a false name, or too early, has served its purpose.
            w.tx()
                .prepare_cached("DELETE FROM quarantine WHERE mailbox = ?1 AND message = ?2")?
                .execute(params![arrived.mailbox, arrived.message])?;
            Ok(taken)
        }
        Err(refusal) => {
            if purpose_of(arrived.message) == Some(Purpose::Receipt) {
                readers::heard_unopened(w, arrived.mailbox)?;
            }
            keep(w, arrived, refusal)?;
            Ok(TakenIn::Kept(refusal))
        }
    }
}

/// What a message says it is for. Anybody can write that; only a refusal is judged by it.
fn purpose_of(message: &[u8]) -> Option<Purpose> {
    let message = Message::parse(message).ok()?;
    Outer::decode(message.outer).ok().map(|outer| outer.purpose)
}

/// Tries everything that was kept once more: a newer version may understand it, a hole may be filled. Returns
/// how many could be opened.
fn retry(w: &Write<'_>) -> Result<u32> {
    let kept: Vec<(Id, Id, String, Vec<u8>)> = {
        let mut q =
            w.tx().prepare_cached("SELECT id, mailbox, cursor, message FROM quarantine ORDER BY arrived_ms, id")?;
        let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    let mut opened = 0;
    for (id, mailbox, cursor, message) in kept {
        // Under whom it was listed is not kept; its own header says who it claims to be from, and
        // opening checks that claim against the pinned identity.
        let Some(outer) = Message::parse(&message).ok().and_then(|m| Outer::decode(m.outer).ok()) else { continue };
        let Some(sender) = readers::account_of(w.tx(), mailbox, outer.sender.as_bytes())? else { continue };
        let device = Id::from(outer.device);
        let arrived = Arrived { mailbox, sender, device, sequence: outer.sequence, cursor: &cursor, message: &message };
        if let Ok(taken) = try_take_in(w, &arrived)? {
            w.tx().prepare_cached("DELETE FROM quarantine WHERE id = ?1")?.execute([id])?;
            // A copy of what is here already, which came under another number, is no news.
            opened += u32::from(matches!(taken, TakenIn::Applied { .. }));
        }
    }
    Ok(opened + understand(w)?)
}

/// Suggestions that came before this version could read them.
fn understand(w: &Write<'_>) -> Result<u32> {
    let unknown: Vec<(Id, String)> = {
        let mut q = w.tx().prepare_cached(
            "SELECT id, body FROM proposal WHERE kind = 'unknown' AND state = 'waiting' ORDER BY arrived_ms, id",
        )?;
        let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    let mut understood = 0;
    for (id, body) in unknown {
        if let Ok(Incoming::Suggestion(s)) = body::read(Purpose::Proposal, body.as_bytes()) {
            w.update(&PROPOSAL, id, &vec![("kind", value(s.kind.word().to_owned()))])?;
            understood += 1;
        }
    }
    Ok(understood)
}

fn try_take_in(w: &Write<'_>, arrived: &Arrived<'_>) -> Result<std::result::Result<TakenIn, &'static str>> {
    let Some(identity) = readers::pinned(w.tx(), arrived.mailbox, arrived.sender)? else {
        return Ok(Err("unknown_sender"));
    };
    let keys = readers::subkeys(w.tx(), arrived.mailbox)?;
    let request = OpenRequest {
        message: arrived.message,
        keys: &keys,
        mailbox: arrived.mailbox.into(),
        sender: identity.into(),
        device: arrived.device.into(),
        purposes: &[Purpose::Proposal, Purpose::Receipt],
        sequence: arrived.sequence,
        neighbours: neighbours(w, arrived)?,
    };
    let opened = match open(&request) {
        Ok(opened) => opened,
        Err(refusal) => return Ok(Err(name_of(&refusal))),
    };
    if opened.place == Place::Again {
        return Ok(Ok(TakenIn::Again));
    }
    let incoming = match body::read(opened.purpose, &opened.body) {
        Ok(incoming) => incoming,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Err(refusal) = apply(w, arrived, &opened, incoming)? {
        return Ok(Err(refusal));
    }
    w.tx()
        .prepare_cached(
            "INSERT INTO chain_in (mailbox, sender, device, sequence, previous, inner_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            arrived.mailbox,
            arrived.sender,
            arrived.device,
            i64::try_from(opened.sequence).map_err(|_| Error::Internal("sequence"))?,
            opened.previous,
            opened.inner_hash,
        ])?;
    Ok(Ok(TakenIn::Applied { gap: matches!(opened.place, Place::AfterGap { .. }) }))
}

fn neighbours(w: &Write<'_>, a: &Arrived<'_>) -> Result<Neighbours> {
    // A number beyond what SQLite holds is beyond what the protocol allows; opening refuses it by its header.
    let at = i64::try_from(a.sequence).unwrap_or(i64::MAX);
    let mut q = w.tx().prepare_cached(
        "SELECT previous, inner_hash FROM chain_in WHERE mailbox = ?1 AND sender = ?2 AND device = ?3 AND sequence = ?4",
    )?;
    let mut link = |sequence: i64| {
        q.query_row(params![a.mailbox, a.sender, a.device, sequence], |r| {
            Ok(Link { previous: r.get(0)?, hash: r.get(1)? })
        })
        .optional()
    };
    let (same, before, after) = (link(at)?, link(at.saturating_sub(1))?, link(at.saturating_add(1))?);
    let highest: i64 = w
        .tx()
        .prepare_cached(
            "SELECT coalesce(max(sequence), 0) FROM chain_in WHERE mailbox = ?1 AND sender = ?2 AND device = ?3",
        )?
        .query_row(params![a.mailbox, a.sender, a.device], |r| r.get(0))?;
    Ok(Neighbours { same, before, after, highest: u64::try_from(highest).unwrap_or(0) })
}

fn apply(
    w: &Write<'_>,
    arrived: &Arrived<'_>,
    opened: &Opened,
    incoming: Incoming,
) -> Result<std::result::Result<(), &'static str>> {
    let id = Id::from(opened.packet);
    let body = || String::from_utf8(opened.body.clone()).map_err(|_| Error::Internal("json is utf-8"));
    match incoming {
        Incoming::Suggestion(s) => keep_proposal(w, arrived, id, s.kind.word(), &body()?),
        Incoming::Unknown => keep_proposal(w, arrived, id, "unknown", &body()?),
        Incoming::Seen { packet, made_day, from_name, text } => {
            if exists(w, "SELECT EXISTS (SELECT 1 FROM seen_line WHERE id = ?1)", id)? {
                return Ok(Err("packet_used"));
            }
            let values = vec![
                ("sender", value(arrived.sender)),
                ("packet", value(packet)),
                ("from_name", value(from_name)),
                ("wording", value(text)),
                ("made_day", value(made_day)),
                ("arrived_ms", value(w.now().instant_ms)),
            ];
            w.insert(&SEEN_LINE, id, &values)?;
            Ok(Ok(()))
        }
        Incoming::Introduction(object) => {
            let early = proposal(w, id)?;
            let from = (arrived.mailbox, arrived.sender);
            let taken_back = early.is_some_and(|(m, s, kind, _)| (m, s) == from && kind == TAKEN_BACK_BEFORE);
            readers::introduced(w, from, id, &object, taken_back)
        }
        Incoming::Words(nonce) => readers::nonce_came(w, (arrived.mailbox, arrived.sender), &nonce),
        Incoming::Withdraw { packet } => withdraw(w, arrived, packet, &body()?),
        Incoming::Opened { packet, content_hash, day, head } => {
            if let Some(head) = head {
                readers::heard(w, arrived.mailbox, &head)?;
                readers::hold(w, arrived.mailbox, arrived.sender, arrived.cursor)?;
            }
            opened_receipt(w, arrived, packet, &content_hash, &day.to_string())
        }
    }
}

fn exists(w: &Write<'_>, sql: &str, id: Id) -> Result<bool> {
    Ok(w.tx().prepare_cached(sql)?.query_row([id], |r| r.get(0))?)
}

/// Mailbox, sender, kind and state of a proposal that is here.
fn proposal(w: &Write<'_>, id: Id) -> Result<Option<(Id, Id, String, String)>> {
    Ok(w.tx()
        .prepare_cached("SELECT mailbox, sender, kind, state FROM proposal WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        .optional()?)
}

/// The kind of a row that only says that a proposal not here yet was taken back.
const TAKEN_BACK_BEFORE: &str = "withdrawn";

fn keep_proposal(
    w: &Write<'_>,
    arrived: &Arrived<'_>,
    id: Id,
    kind: &'static str,
    body: &str,
) -> Result<std::result::Result<(), &'static str>> {
    if let Some((mailbox, sender, held, _)) = proposal(w, id)? {
        // Its withdrawal came first: what arrives now is kept, and stays taken back.
        if held == TAKEN_BACK_BEFORE && mailbox == arrived.mailbox && sender == arrived.sender {
            w.update(&PROPOSAL, id, &vec![("kind", value(kind.to_owned())), ("body", value(body.to_owned()))])?;
            return Ok(Ok(()));
        }
        return Ok(Err("packet_used"));
    }
    insert_proposal(w, arrived, id, kind, body, "waiting")?;
    Ok(Ok(()))
}

fn insert_proposal(w: &Write<'_>, arrived: &Arrived<'_>, id: Id, kind: &str, body: &str, state: &str) -> Result<()> {
    let values = vec![
        ("mailbox", value(arrived.mailbox)),
        ("sender", value(arrived.sender)),
        ("kind", value(kind.to_owned())),
        ("body", value(body.to_owned())),
        ("state", value(state.to_owned())),
        ("became", maybe(None::<Id>)),
        ("answered_day", maybe(None::<crate::clock::Day>)),
        ("arrived_ms", value(w.now().instant_ms)),
    ];
    w.insert(&PROPOSAL, id, &values)
}

/// A proposal is taken back. What already became the person's own stays theirs.
fn withdraw(
    w: &Write<'_>,
    arrived: &Arrived<'_>,
    packet: Id,
    body: &str,
) -> Result<std::result::Result<(), &'static str>> {
    if readers::taken_back(w, (arrived.mailbox, arrived.sender), packet)? {
        return Ok(Ok(()));
    }
    let Some((mailbox, sender, _, state)) = proposal(w, packet)? else {
        insert_proposal(w, arrived, packet, TAKEN_BACK_BEFORE, body, "withdrawn")?;
        return Ok(Ok(()));
    };
    if mailbox != arrived.mailbox || sender != arrived.sender {
        return Ok(Err("not_the_sender"));
    }
    if state == "waiting" {
        w.update(&PROPOSAL, packet, &vec![("state", value("withdrawn".to_owned()))])?;
    }
    Ok(Ok(()))
}

/// "Opened", if it is about the very bytes that were sealed. About a packet that is not here (the record was
/// restored, say) it says nothing that could be shown.
fn opened_receipt(
    w: &Write<'_>,
    arrived: &Arrived<'_>,
    packet: Id,
    content_hash: &[u8; 32],
    day: &str,
) -> Result<std::result::Result<(), &'static str>> {
    let sealed: Option<[u8; 32]> = w
        .tx()
        .prepare_cached("SELECT content_hash FROM packet WHERE id = ?1 AND mailbox = ?2")?
        .query_row(params![packet, arrived.mailbox], |r| r.get(0))
        .optional()?;
    let Some(sealed) = sealed else { return Ok(Ok(())) };
    if sealed != *content_hash {
        return Ok(Err("receipt_of_other_content"));
    }
    w.tx()
        .prepare_cached(
            "UPDATE packet SET state = 'opened', opened_day = ?2 WHERE id = ?1 AND state IN ('waiting', 'delivered')",
        )?
        .execute(params![packet, day])?;
    Ok(Ok(()))
}

fn keep(w: &Write<'_>, arrived: &Arrived<'_>, refusal: &'static str) -> Result<()> {
    w.tx()
        .prepare_cached(
            "INSERT INTO quarantine (id, mailbox, cursor, message, reason, arrived_ms)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6
              WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE mailbox = ?2 AND message = ?4)
                AND (SELECT count(*) FROM quarantine WHERE mailbox = ?2) < ?7",
        )?
        .execute(params![
            w.new_id()?,
            arrived.mailbox,
            arrived.cursor,
            arrived.message,
            refusal,
            w.now().instant_ms,
            MOST_KEPT,
        ])?;
    Ok(())
}

/// A refusal's name, for the quarantine and the diagnostics page.
fn name_of(refusal: &OpenRefusal) -> &'static str {
    match refusal {
        OpenRefusal::Size => "size",
        OpenRefusal::Outer(handrail_wire::WireError::Version) => "newer_version",
        OpenRefusal::Outer(_) => "outer_header",
        OpenRefusal::OtherKey => "other_key",
        OpenRefusal::LowOrder => "low_order",
        OpenRefusal::Unopened => "unopened",
        OpenRefusal::Shape => "shape",
        OpenRefusal::Padding => "padding",
        OpenRefusal::Signature => "signature",
        OpenRefusal::Inner(_) => "inner_header",
        OpenRefusal::OtherHeader => "other_header",
        OpenRefusal::Purpose => "purpose",
        OpenRefusal::NotAsked => "not_asked",
        OpenRefusal::Readers => "readers",
        OpenRefusal::Chain(ChainRefusal::Replayed) => "replayed",
        OpenRefusal::Chain(ChainRefusal::Contradicts) => "contradicts",
        OpenRefusal::Body(PartsError::TooLarge) => "body_too_large",
        OpenRefusal::Body(_) => "body_broken",
    }
}
