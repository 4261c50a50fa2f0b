//! The recovery code: whole on a sheet, or in two halves, one on a card and one with a practitioner.

use std::sync::Arc;

use handrail_core::backup as core;

use crate::convert::{In, Out, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::{Changes, RecordId};
use crate::sync::CancelToken;

/// Where the backup is to be kept.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum BackupPlace {
    /// At the relay of this care relationship, by whose word it is made there.
    WithReader {
        /// The care relationship, as `ReaderView` names it.
        mailbox: RecordId,
    },
    /// At a relay whose operator keeps some places open for anybody.
    At {
        /// Its address: `https://...`.
        relay: String,
    },
}

impl In<core::BackupPlace> for BackupPlace {
    fn taken(self, _: &'static str) -> handrail_core::Result<core::BackupPlace> {
        Ok(match self {
            Self::WithReader { mailbox } => core::BackupPlace::WithReader(mailbox.taken("mailbox")?),
            Self::At { relay } => core::BackupPlace::At(relay),
        })
    }
}

view! {
    /// What is printed, or written down by hand, and kept where only the person finds it. A secret: never keep or log it.
    RecoverySheet from core::RecoverySheet {
        /// Seven groups of characters with hyphens.
        code: String,
        /// What the square code holds: relay and code, so that nothing has to be typed.
        square: String,
        /// The relay's address.
        relay: String,
    }
}

view! {
    /// The person's half, for the wallet or for a supporter. A secret: never keep or log it.
    HelpCard from core::HelpCard {
        /// Eight groups of characters with hyphens, beginning with C.
        half: String,
        /// What the square code holds: relay and half, so that neither has to be typed.
        square: String,
        /// The relay's address.
        relay: String,
        /// Who has the other half.
        reader: String,
    }
}

/// What came of typing the code in again.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum CodeCheck {
    /// It is the one on the sheet: the backup begins with the next sync.
    Right,
    /// Some groups are not as they are on the sheet.
    Differs {
        /// Which, from 1.
        groups: Vec<u32>,
    },
    /// Characters are missing at the end, or there are some too many.
    Length,
}

impl Out<core::CodeCheck> for CodeCheck {
    fn out(core: core::CodeCheck) -> Self {
        match core {
            core::CodeCheck::Right => Self::Right,
            core::CodeCheck::Differs(groups) => Self::Differs { groups: numbers(groups) },
            core::CodeCheck::Length => Self::Length,
        }
    }
}

/// What came of putting two halves together.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum HalvesCheck {
    /// They are the halves of one code, and where one waits to be proven, of that one.
    Right,
    /// Some groups of the card are not right.
    Card {
        /// Which, from 1; empty: characters are missing at the end, or there are too many.
        groups: Vec<u32>,
    },
    /// The same of the practitioner's half.
    Theirs {
        /// Which, from 1; empty: characters are missing at the end, or there are too many.
        groups: Vec<u32>,
    },
    /// What stands in one of the fields is a whole recovery code, which needs no other half.
    WholeCode,
    /// Twice the card, or twice the practitioner's.
    SameSide,
    /// They belong to different codes: one is from before the code was made anew.
    OtherPair,
}

impl Out<core::HalvesCheck> for HalvesCheck {
    fn out(core: core::HalvesCheck) -> Self {
        match core {
            core::HalvesCheck::Right => Self::Right,
            core::HalvesCheck::Card(groups) => Self::Card { groups: numbers(groups) },
            core::HalvesCheck::Theirs(groups) => Self::Theirs { groups: numbers(groups) },
            core::HalvesCheck::WholeCode => Self::WholeCode,
            core::HalvesCheck::SameSide => Self::SameSide,
            core::HalvesCheck::OtherPair => Self::OtherPair,
        }
    }
}

/// A list of `u8` would cross as bytes, which is not what these are.
fn numbers(groups: Vec<u8>) -> Vec<u32> {
    groups.into_iter().map(u32::from).collect()
}

#[uniffi::export(async_runtime = "tokio")]
impl Handrail {
    /// Sets a backup up and gives its recovery code. Nothing is sent: that waits for `verify_recovery_code`. Called again
    /// before that, another code takes this one's place.
    ///
    /// Where a backup is on, its sheet was lost or somebody saw it: this gives another code for the same backup, at the same
    /// place. The one before opens it until the new one was typed in and the next sync was done; from then on the relay does
    /// not know it any more, and nothing that is written can be read with it.
    ///
    /// Refused: `backup` in the wrong state where a restore is under way, or the relay does not keep the one that is on any
    /// more; `relay` malformed, or in the wrong state where the backup is on at another one. Gives `NotFound` for a care
    /// relationship that is not open, `Network` for a relay that is not private.
    pub fn create_recovery_code(&self, place: BackupPlace) -> Result<RecoverySheet> {
        self.call(|core| core.create_recovery_code(&place.taken("place")?))
    }

    /// The sheet once more, while its code was not typed in yet. Afterwards it is on paper alone.
    pub fn recovery_sheet(&self) -> Result<Option<RecoverySheet>> {
        self.call(handrail_core::Handrail::recovery_sheet)
    }

    /// Looks at the code as it was typed in from the sheet. Right, the backup begins with the next sync, or goes on with this
    /// code in the place of the one before, and the code is forgotten here; else nothing changes.
    ///
    /// Refused: `backup` in the wrong state where no code waits to be typed in.
    pub fn verify_recovery_code(&self, typed: &str) -> Result<CodeCheck> {
        self.call(|core| core.verify_recovery_code(typed))
    }

    /// Sets a backup up like `create_recovery_code`, with its code in two halves: gives the card, and queues the other half
    /// for this reader, sealed. The backup begins once both were put together (`join_shares`); the whole code can be had as a
    /// sheet as well while it waits. Called again, or where another code is made, earlier halves open nothing any more, and
    /// the reader's is replaced. Where a backup is on, the code is made anew in the same way; an earlier sheet or card then
    /// works until both were put together.
    ///
    /// Errors as for `create_recovery_code`; `NotFound` for a reader who is not there; `Network` where the reader's key has
    /// run out: they open their page once, then it works.
    pub fn create_helped_path(&self, reader: RecordId, place: BackupPlace) -> Result<HelpCard> {
        self.call(|core| core.create_helped_path(reader.taken("reader")?, &place.taken("place")?))
    }

    /// Puts both halves together as they were typed in or scanned: the card, and what the practitioner's page shows. Right,
    /// the backup begins with the next sync, and the code is forgotten here; else nothing changes.
    ///
    /// Refused: `backup` in the wrong state where no code waits to be proven.
    pub fn join_shares(&self, card: &str, theirs: &str) -> Result<HalvesCheck> {
        self.call(|core| core.join_shares(card, theirs))
    }

    /// Looks at two halves on a new phone, before `begin_restore` is asked with them.
    pub fn check_shares(&self, card: &str, theirs: &str) -> Result<HalvesCheck> {
        self.call(|core| Ok(core.check_shares(card, theirs)))
    }

    /// Erases the backup at the relay, everything of it, for every phone; then turns it off here. Signed by this phone, so
    /// that nobody else can have it done.
    ///
    /// Gives `Network` where the relay cannot be asked or will not, or `Cancelled`: nothing was changed here then.
    #[uniffi::method(default(cancel = None))]
    pub async fn erase_backup(&self, cancel: Option<Arc<CancelToken>>) -> Result<Changes> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(Box::pin(self.core.erase_backup(&cancel))).await
    }
}
