//! A new phone: the sheet or its code, everything comes, the person looks at it, and only then is it theirs.

use std::sync::Arc;

use handrail_core::backup as core;

use super::code::CodeCheck;
use crate::clock::CivilDate;
use crate::convert::{In, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;
use crate::sync::{CancelToken, SyncReport};
use crate::take_out::ProgressMeter;

/// Where the code comes from. A secret: never keep or log it.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RestoreFrom {
    /// The square code of the sheet.
    Square {
        /// As it was scanned.
        text: String,
    },
    /// Typed in from the sheet.
    Typed {
        /// The code: any case, with or without spaces and hyphens.
        code: String,
        /// The relay's address, from the sheet.
        relay: String,
    },
    /// The code in two halves: the card, and what the practitioner's page shows. Each typed in, or the card scanned.
    Halves {
        /// From the card.
        card: String,
        /// From the practitioner.
        theirs: String,
        /// The relay's address, from the card; not looked at where that was scanned.
        relay: String,
    },
}

closed!(RestoreFrom);

impl In<core::RestoreFrom> for RestoreFrom {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::RestoreFrom> {
        Ok(match self {
            Self::Square { text } => core::RestoreFrom::Square(text.taken(field)?),
            Self::Typed { code, relay } => core::RestoreFrom::Typed { code: code.taken(field)?, relay },
            Self::Halves { card, theirs, relay } => {
                core::RestoreFrom::Halves { card: card.taken(field)?, theirs: theirs.taken(field)?, relay }
            }
        })
    }
}

view! {
    /// What came, to be looked at: "Last entry: DATE, COUNT entries".
    RestoreView from core::RestoreView {
        /// Entries in it. Settings and what the app noted by itself are not counted.
        entries: u64,
        /// The day on which the newest was written, by the clock of the phone on which it was.
        last_entry: Option<CivilDate>,
        /// Some notes may be missing: not everything came that another phone had signed for, or something could not be read.
        some_missing: bool,
        /// Entries on this phone already. They stay, beside those that came.
        here: u64,
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Handrail {
    /// Entries on this phone, for whoever wants to know what a restore would be put beside. Settings do not count.
    pub fn entries_here(&self) -> Result<u64> {
        self.call(handrail_core::Handrail::entries_here)
    }

    /// Begins a restore. Nothing is sent yet. `old_phone_is_lost`: it may no longer read or write, from the moment on in
    /// which this one joins. Where there are entries here already, they are kept, beside those that come: that has to be
    /// said before, and is agreed to by `beside_what_is_here`. A restore that was begun before and not confirmed is forgotten.
    ///
    /// Refused: `backup` in the wrong state where one is on; `beside_what_is_here` in the wrong state where there are entries
    /// and that was not agreed to; `sheet`, `halves` or `relay` malformed. Gives `Network` for a relay that is not private.
    #[uniffi::method(default(beside_what_is_here = false))]
    pub fn begin_restore(
        &self,
        from: RestoreFrom,
        old_phone_is_lost: bool,
        beside_what_is_here: bool,
    ) -> Result<CodeCheck> {
        self.call(|core| core.begin_restore(&from.taken("from")?, old_phone_is_lost, beside_what_is_here))
    }

    /// Fetches everything, and gives what came, to be shown and confirmed. Nothing of it is in the record yet, and nothing at
    /// the relay is changed. Cut short, it goes on where it was when it is called again.
    ///
    /// Gives `NotFound` where none was begun; `Network`, refused where no backup opens with this code, else offline;
    /// `Cancelled`.
    #[uniffi::method(default(cancel = None, meter = None))]
    pub async fn fetch_restore(
        &self,
        cancel: Option<Arc<CancelToken>>,
        meter: Option<Arc<ProgressMeter>>,
    ) -> Result<RestoreView> {
        let (cancel, meter) = (CancelToken::or_never(cancel), meter.unwrap_or_default());
        let mut on_progress = |progress| meter.restored(progress);
        self.call_async(Box::pin(self.core.fetch_restore(&cancel, &mut on_progress))).await
    }

    /// "Yes, this is mine": what came becomes part of the record, and this phone goes on keeping the backup. Where the relay
    /// cannot be reached for that now, the next sync does it. Reload every screen.
    ///
    /// Gives `NotFound` where none was begun; `Cancelled`. The record has by then what was confirmed, unless it was the store
    /// that could not take it.
    #[uniffi::method(default(cancel = None))]
    pub async fn confirm_restore(&self, cancel: Option<Arc<CancelToken>>) -> Result<SyncReport> {
        let cancel = CancelToken::or_never(cancel);
        self.call_async(Box::pin(self.core.confirm_restore(&cancel))).await
    }

    /// "No, this is not mine", or "not now": what came is forgotten, the code too. The record was not touched, and the relay
    /// keeps what it has.
    ///
    /// Refused: `backup` in the wrong state where it was confirmed already.
    pub fn decline_restore(&self) -> Result<Changes> {
        self.call(handrail_core::Handrail::decline_restore)
    }
}
