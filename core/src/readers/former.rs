//! Care relationships of a phone that is gone: read on the restored one, never sent with, ended when people meet again.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_wire::Id as WireId;
use handrail_wire::api::Cursor;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::kept::take_out;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::{Changes, Write};
use crate::sync::vault::kept_rows;
use crate::vault::echo::{self, ECHO_LEN, Heard};

/// State of a mailbox that a lost phone sent with. Here it is only read.
pub(crate) const FORMER: &str = "former";
/// State of one that ends at the next sync.
pub(crate) const ENDING: &str = "ending";

/// Somebody I shared with from a phone that I no longer have.
#[derive(Clone, PartialEq, Eq)]
pub struct FormerReaderView {
    /// The care relationship.
    pub mailbox: Id,
    /// Their account.
    pub account: Id,
    /// The name they gave at pairing.
    pub name: String,
    /// Since when, UTC milliseconds.
    pub since_ms: i64,
}

impl Handrail {
    /// With whom I shared before this phone was restored, by the time they were added. Nothing goes to them until we
    /// pair again, at the next meeting; then they are gone from here.
    pub fn former_readers(&self) -> Result<Vec<FormerReaderView>> {
        self.read(|c| {
            let mut q = c.prepare_cached(
                "SELECT r.mailbox, r.account, r.name, r.since_ms FROM reader r JOIN mailbox m ON m.id = r.mailbox
                  WHERE m.state = ?1 AND r.left_ms IS NULL ORDER BY r.since_ms, r.mailbox, r.account",
            )?;
            let rows = q.query_map([FORMER], |r| {
                Ok(FormerReaderView { mailbox: r.get(0)?, account: r.get(1)?, name: r.get(2)?, since_ms: r.get(3)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Ends what the lost phone shared with, without pairing again: the next sync takes the mailbox away from the relay,
    /// with everything in it that was not read yet.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is none of a former phone's.
    pub fn end_former(&self, mailbox: Id) -> Result<Changes> {
        self.write(|w| {
            let found = w.tx().execute(
                "UPDATE mailbox SET state = ?2 WHERE id = ?1 AND state = ?3",
                params![mailbox, ENDING, FORMER],
            )?;
            if found == 0 { Err(Error::NotFound("mailbox")) } else { Ok(()) }
        })
    }
}

/// Paired again with somebody a lost phone shared with: what it shared with ends.
pub(super) fn paired_again(w: &Write<'_>, account: Id) -> Result<()> {
    w.tx().execute(
        "UPDATE mailbox SET state = ?2 WHERE state = ?3
            AND id IN (SELECT mailbox FROM reader WHERE account = ?1 AND left_ms IS NULL)",
        params![account, ENDING, FORMER],
    )?;
    Ok(())
}

/// The relay has it no more: neither has this phone.
pub(crate) fn ended(w: &Write<'_>, mailbox: Id) -> Result<()> {
    for table in ["subkey", "reader", "chain_in", "ack_due", "quarantine", "receipt_held", "vault_echo"] {
        w.tx().execute(&format!("DELETE FROM {table} WHERE mailbox = ?1"), [mailbox])?;
    }
    w.tx().execute("DELETE FROM mailbox WHERE id = ?1", [mailbox])?;
    // Where the relay was to wake this phone for it, it went with the mailbox.
    w.tx().execute("DELETE FROM wake_told WHERE login = ?1", [mailbox])?;
    take_out(w, mailbox)
}

/// What a review says of the backup to the readers of a mailbox: how far the relay said it had come.
pub(crate) fn echo_of(c: &Connection, mailbox: Id) -> Result<Option<String>> {
    let Some((device, tip)) = kept_rows::at_the_relay(c)? else { return Ok(None) };
    let keys = kept_rows::load_keys(c)?;
    let echo = echo::echo(&keys, mailbox.into(), device, tip).map_err(|_| Error::Damaged("the vault"))?;
    Ok(Some(URL_SAFE_NO_PAD.encode(echo)))
}

/// What a receipt says back on a phone that was restored. Seen once that something is missing, it stays so: no later
/// receipt can make it whole.
pub(crate) fn heard(w: &Write<'_>, mailbox: Id, said: &[u8; ECHO_LEN]) -> Result<()> {
    if !is_former(w, mailbox)? {
        return Ok(());
    }
    let Some(kept) = kept_rows::load(w.tx())? else { return Ok(()) };
    let tips: Vec<(WireId, _)> = kept.heads.iter().map(|(device, known)| (*device, known.tip)).collect();
    let heard = echo::heard(said, &kept.keys, mailbox.into(), &tips).map_err(|_| Error::Damaged("the vault"))?;
    note(w, mailbox, heard == Heard::Held)
}

/// A receipt came that does not open: it may name a vault newer than the one that came back.
pub(crate) fn heard_unopened(w: &Write<'_>, mailbox: Id) -> Result<()> {
    if is_former(w, mailbox)? { note(w, mailbox, false) } else { Ok(()) }
}

/// A reader's newest receipt that says how far the backup had come stays at the relay until a newer one is here: a
/// phone that is restored one day asks for it.
pub(crate) fn hold(w: &Write<'_>, mailbox: Id, sender: Id, cursor: &str) -> Result<()> {
    // A cursor that does not read comes from no inbox: there is nothing to leave there.
    let Some(number) = cursor.parse::<Cursor>().ok().and_then(|c| i64::try_from(c.number).ok()) else { return Ok(()) };
    let held: Option<(i64, String)> = w
        .tx()
        .prepare_cached("SELECT number, cursor FROM receipt_held WHERE mailbox = ?1 AND sender = ?2")?
        .query_row(params![mailbox, sender], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match held {
        Some((newer, _)) if newer > number => return Ok(()),
        Some((older, of_older)) if older < number => acknowledge(w, mailbox, older, &of_older)?,
        _ => {}
    }
    w.tx().execute(
        "INSERT OR REPLACE INTO receipt_held (mailbox, sender, number, cursor) VALUES (?1, ?2, ?3, ?4)",
        params![mailbox, sender, number, cursor],
    )?;
    Ok(())
}

/// Whether the message at this place of the inbox is to stay there.
pub(crate) fn is_held(c: &Connection, mailbox: Id, sender: Id, number: i64) -> Result<bool> {
    let mut q = c.prepare_cached("SELECT number = ?3 FROM receipt_held WHERE mailbox = ?1 AND sender = ?2")?;
    Ok(q.query_row(params![mailbox, sender, number], |r| r.get(0)).optional()?.unwrap_or(false))
}

/// The relay may remove what stands at this place of the inbox.
pub(crate) fn acknowledge(w: &Write<'_>, mailbox: Id, number: i64, cursor: &str) -> Result<()> {
    w.tx().execute(
        "INSERT OR REPLACE INTO ack_due (mailbox, number, cursor) VALUES (?1, ?2, ?3)",
        params![mailbox, number, cursor],
    )?;
    Ok(())
}

fn is_former(w: &Write<'_>, mailbox: Id) -> Result<bool> {
    let mut q = w.tx().prepare_cached("SELECT state FROM mailbox WHERE id = ?1")?;
    let state: Option<String> = q.query_row([mailbox], |r| r.get(0)).optional()?;
    Ok(state.as_deref() == Some(FORMER))
}

fn note(w: &Write<'_>, mailbox: Id, held: bool) -> Result<()> {
    w.tx()
        .prepare_cached(
            "INSERT INTO vault_echo (mailbox, held) VALUES (?1, ?2) ON CONFLICT (mailbox) DO UPDATE SET held = min(held, ?2)",
        )?
        .execute(params![mailbox, held])?;
    Ok(())
}
