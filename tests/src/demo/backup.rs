//! One of the clients keeps a backup at the clinic's relay, loses the phone on the last morning, and types the code in on
//! a new one.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use handrail_core::Handrail;
use handrail_core::backup::{BackupPlace, CodeCheck, RestoreFrom};
use handrail_core::ids::Id;
use handrail_core::store::StoreConfig;
use handrail_core::sync::http::CancelToken;
use tokio::runtime::Runtime;

use super::DemoError;
use super::chance::Chance;
use super::clock::DemoClock;
use super::phone::{DemoKey, Phone};

/// Whose phone it is, and what is on the sheet of paper.
#[derive(Clone, Default)]
pub struct Backup {
    /// Their place among the clients.
    pub who: usize,
    code: String,
    relay: String,
}

impl std::fmt::Debug for Backup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backup").field("who", &self.who).finish_non_exhaustive()
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct CameBack {
    /// Entries in it.
    pub entries: u64,
    /// The day of the newest, as text; empty for none.
    pub last_entry: String,
    /// Whether the archive of the new phone is that of the lost one, byte for byte.
    pub same: bool,
    /// Bytes that came for it.
    pub bytes: u64,
    /// With whom the lost phone shared.
    pub shared_with: Vec<String>,
}

impl Backup {
    /// Nobody's yet; it will be that of the client at this place.
    #[must_use]
    pub fn of(who: usize) -> Self {
        Self { who, ..Self::default() }
    }

    /// At the first meeting: the code is made, written on paper, and typed in again.
    pub fn turn_on(&mut self, phone: &Phone) -> Result<(), DemoError> {
        let mailbox = Id::parse("mailbox", &phone.mailbox)?;
        let sheet = phone.handrail.create_recovery_code(&BackupPlace::WithReader(mailbox))?;
        if phone.handrail.verify_recovery_code(&sheet.code)? != CodeCheck::Right {
            return Err(DemoError::Wrong("the code that was just made is another one"));
        }
        (self.code, self.relay) = (sheet.code.to_string(), sheet.relay.clone());
        Ok(())
    }

    /// The phone says good-bye with a last sync; a new one, in `folder`, is given the code.
    pub fn restore(
        &self,
        phone: &Phone,
        (seed, folder): (u64, &Path),
        clock: &Arc<DemoClock>,
        runtime: &Runtime,
    ) -> Result<CameBack, DemoError> {
        let cancel = CancelToken::new();
        // Twice: what the first one fetched from the readers goes into the backup with the second.
        for _ in 0..2 {
            runtime.block_on(phone.handrail.sync(&cancel))?;
        }
        let config = StoreConfig { folder: folder.to_owned(), page_limit: None };
        let randomness = Arc::new(Chance::new(seed, "a new phone"));
        let key = DemoKey::new(&randomness)?;
        let new = Handrail::open_with(config, Arc::new(key), Arc::<DemoClock>::clone(clock), randomness)?;
        let from = RestoreFrom::Typed { code: self.code.clone().into(), relay: self.relay.clone() };
        if new.begin_restore(&from, true, false)? != CodeCheck::Right {
            return Err(DemoError::Wrong("the code on the sheet was not taken"));
        }
        let mut bytes = 0;
        let came = runtime.block_on(new.fetch_restore(&cancel, &mut |progress| bytes = progress.received))?;
        runtime.block_on(new.confirm_restore(&cancel))?;
        Ok(CameBack {
            entries: came.entries,
            last_entry: came.last_entry.map(|day| day.to_string()).unwrap_or_default(),
            same: !came.some_missing && archive(&new)? == archive(&phone.handrail)?,
            bytes,
            shared_with: new.former_readers()?.into_iter().map(|reader| reader.name).collect(),
        })
    }
}

fn archive(of: &Handrail) -> Result<Vec<u8>, DemoError> {
    let mut bytes = Vec::new();
    of.export_all(&mut bytes, &mut |_| ControlFlow::Continue(()))?;
    Ok(bytes)
}
