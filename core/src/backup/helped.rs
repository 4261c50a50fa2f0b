//! The helped way back: the recovery code in two halves, one on a card, one with the practitioner.
//!
//! Losing a phone is normal, and so is losing a sheet of paper. The card in a wallet opens nothing by itself; neither does
//! what the practitioner has, nor what the relay has, nor both. The two halves together are the code.

use handrail_wire::login::Origin;
use rusqlite::OptionalExtension as _;
use zeroize::Zeroizing;

use super::turn_on::{BackupPlace, CodeCheck};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::review::seal_for_reader;
use crate::vault::code::{CodeError, VaultCode};
use crate::vault::shares::{JoinError, Share, join, looks_like_a_half, split};

/// The person's half, for the wallet or for a supporter.
#[derive(Clone, PartialEq, Eq)]
pub struct HelpCard {
    /// Eight groups of characters with hyphens, beginning with C.
    pub half: Zeroizing<String>,
    /// What the square code holds: relay and half, so that neither has to be typed.
    pub square: Zeroizing<String>,
    /// The relay's address.
    pub relay: String,
    /// Who has the other half.
    pub reader: String,
}

impl std::fmt::Debug for HelpCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HelpCard(..)")
    }
}

/// What came of putting two halves together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HalvesCheck {
    /// They are the halves of one code, and where one waits to be proven, of that one.
    Right,
    /// These groups of the card are not right, from 1; empty: characters are missing at the end, or there are too many.
    Card(Vec<u8>),
    /// The same of the practitioner's half.
    Theirs(Vec<u8>),
    /// What stands in one of the fields is a whole recovery code, which needs no other half.
    WholeCode,
    /// Twice the card, or twice the practitioner's.
    SameSide,
    /// They belong to different codes: one is from before the code was made anew.
    OtherPair,
}

/// A half as it was typed, or scanned from a card.
fn read(text: &str) -> std::result::Result<(Share, Option<Origin>), Vec<u8>> {
    if let Ok((share, origin)) = Share::from_qr(text.trim()) {
        return Ok((share, Some(origin)));
    }
    match Share::from_text(text) {
        Ok(share) => Ok((share, None)),
        Err(CodeError::Group(group)) => Err(vec![group]),
        Err(CodeError::Length) => Err(Vec::new()),
    }
}

/// The code of two halves and, from a card's square code, its relay.
pub(super) fn code_of(card: &str, theirs: &str) -> std::result::Result<(VaultCode, Option<Origin>), HalvesCheck> {
    let whole = |text: &str| !looks_like_a_half(text) && VaultCode::from_text(text).is_ok();
    if whole(card) || whole(theirs) {
        return Err(HalvesCheck::WholeCode);
    }
    let (one, origin) = read(card).map_err(HalvesCheck::Card)?;
    let (other, elsewhere) = read(theirs).map_err(HalvesCheck::Theirs)?;
    match join(&one, &other) {
        Ok(code) => Ok((code, origin.or(elsewhere))),
        Err(JoinError::SameSide) => Err(HalvesCheck::SameSide),
        Err(JoinError::OtherPair | JoinError::NotACode) => Err(HalvesCheck::OtherPair),
    }
}

impl Handrail {
    /// Sets a backup up like [`Handrail::create_recovery_code`], with its code in two halves: gives the card, and queues the
    /// other half for this reader, sealed. The backup begins once both were put together
    /// ([`Handrail::join_shares`]); the whole code can be had as a sheet as well while it waits. Called again, or where
    /// another code is made, earlier halves open nothing any more, and the reader's is replaced. Where a backup is on,
    /// the code is made anew in the same way; an earlier sheet or card then works until both were put together.
    ///
    /// # Errors
    /// As for [`Handrail::create_recovery_code`]; [`Error::NotFound`] for a reader who is not there;
    /// [`Error::Refused`] where the reader's key has run out: they open their page once, then it works.
    pub fn create_helped_path(&self, reader: Id, place: &BackupPlace) -> Result<HelpCard> {
        let found: Option<(Id, String)> = self.read(|c| {
            Ok(c.prepare_cached(
                "SELECT r.mailbox, r.name FROM reader r JOIN mailbox m ON m.id = r.mailbox
                  WHERE r.account = ?1 AND r.left_ms IS NULL AND m.state = 'open'",
            )?
            .query_row([reader], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?)
        })?;
        let (mailbox, name) = found.ok_or(Error::NotFound("reader"))?;
        let sheet = self.create_recovery_code(place)?;
        let code = VaultCode::from_text(&sheet.code).map_err(|_| Error::Internal("a code just made"))?;
        let (card, theirs) = split(&code, &*self.randomness).map_err(super::turn_on::of_vault)?;
        let origin: Origin = sheet.relay.parse().map_err(|_| Error::Damaged("a relay's address"))?;
        self.write(|w| {
            let body = Zeroizing::new(
                serde_json::to_vec(&serde_json::json!({
                    "type": "share", "version": 1, "made": w.now().instant_ms, "share": theirs.to_text().as_str(),
                }))
                .map_err(|_| Error::Internal("a body"))?,
            );
            seal_for_reader(w, mailbox, reader, &body)
        })?;
        Ok(HelpCard { half: card.to_text(), square: card.to_qr(&origin), relay: sheet.relay, reader: name })
    }

    /// Puts both halves together as they were typed in or scanned: the card, and what the practitioner's page shows. Right,
    /// the backup begins with the next sync, and the code is forgotten here; else nothing changes.
    ///
    /// # Errors
    /// `backup` in the wrong state where no code waits to be proven.
    pub fn join_shares(&self, card: &str, theirs: &str) -> Result<HalvesCheck> {
        let (code, _) = match code_of(card, theirs) {
            Ok(found) => found,
            Err(check) => return Ok(check),
        };
        match self.verify_recovery_code(&code.to_text())? {
            CodeCheck::Right => Ok(HalvesCheck::Right),
            CodeCheck::Differs(_) | CodeCheck::Length => Ok(HalvesCheck::OtherPair),
        }
    }

    /// Looks at two halves on a new phone, before [`Handrail::begin_restore`] is asked with them.
    #[must_use]
    pub fn check_shares(&self, card: &str, theirs: &str) -> HalvesCheck {
        code_of(card, theirs).err().unwrap_or(HalvesCheck::Right)
    }
}

/// For [`super::RestoreFrom::Halves`].
pub(super) fn restore_from(card: &str, theirs: &str, relay: &str) -> Result<(VaultCode, Origin)> {
    let (code, origin) = code_of(card, theirs).map_err(|_| Error::invalid("halves", Reason::Malformed))?;
    let origin = match origin {
        Some(origin) => origin,
        None => relay.trim().trim_end_matches('/').parse().map_err(|_| Error::invalid("relay", Reason::Malformed))?,
    };
    Ok((code, origin))
}
