//! What a person or a clinic brings to the phone, and what the phone's own system hands back.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use handrail_core::Handrail;
use handrail_core::clock::{Clock as _, Day};
use handrail_core::ledger::{Batch, Snapshot};
use handrail_core::programme::pack::{self, Pack};
use handrail_core::progress_check::instrument::Instrument;
use handrail_core::reminders::NotificationId;
use handrail_core::vault::code::VaultCode;
use handrail_core::vault::dictionary;
use handrail_core::vault::sealed::MAX_BATCH_BODY;
use handrail_core::vault::shares::Share;

use crate::phone::{self, HandClock, TempFolder};

/// 2026-09-21.
const START_MS: i64 = 1_790_000_000_000;

/// A phone of its own, gone when dropped.
pub struct Phone {
    handrail: Handrail,
    today: Day,
    _folder: TempFolder,
}

impl Phone {
    /// An empty one.
    ///
    /// # Errors
    /// Where there is no room for it.
    pub fn new(name: &str) -> Result<Self, handrail_core::Error> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("{name}-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = TempFolder::new(&name)?;
        let clock = HandClock::standing_at(START_MS);
        let now = clock.now().ok_or(handrail_core::Error::Internal("a clock that stands says when"))?;
        let today = now.day(180);
        Ok(Self { handrail: phone::open(folder.path(), clock)?, today, _folder: folder })
    }

    /// The core on it.
    #[must_use]
    pub fn handrail(&self) -> &Handrail {
        &self.handrail
    }

    /// Its day.
    #[must_use]
    pub fn today(&self) -> Day {
        self.today
    }
}

pub(super) fn log_batch(bytes: &[u8]) -> bool {
    Batch::parse(handrail_core::ids::Id::from_bytes([7; 16]), bytes).is_ok_and(|batch| {
        assert!(batch.to_bytes().is_ok_and(|again| again == bytes), "taken, and written back as other bytes");
        true
    })
}

/// What is under a batch's seal: a stream behind the dictionary, and in it the batch.
pub(super) fn packed_batch(bytes: &[u8]) -> bool {
    dictionary::inflate_up_to(bytes, MAX_BATCH_BODY).is_ok_and(|body| {
        let again = dictionary::deflate(&body).and_then(|packed| dictionary::inflate_up_to(&packed, MAX_BATCH_BODY));
        assert!(again.is_ok_and(|again| again == body), "packed again, it is another batch");
        log_batch(&body)
    })
}

pub(super) fn log_snapshot(bytes: &[u8]) -> bool {
    Snapshot::parse(bytes).is_ok_and(|snapshot| {
        assert!(snapshot.to_bytes().is_ok_and(|again| again == bytes), "taken, and written back as other bytes");
        true
    })
}

/// Typed, or read by a camera.
pub(super) fn vault_code(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if let Ok((code, origin)) = VaultCode::from_qr(text) {
        let again = VaultCode::from_qr(&code.to_qr(&origin));
        assert!(
            again.is_ok_and(|(again, at)| again.bytes() == code.bytes() && at == origin),
            "its own square is another"
        );
        return true;
    }
    VaultCode::from_text(text).is_ok_and(|code| {
        let again = VaultCode::from_text(&code.to_text());
        assert!(again.is_ok_and(|again| again.bytes() == code.bytes()), "its own text is another code");
        true
    })
}

/// Half of a code: on a card as it is written, or its square.
pub(super) fn card(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if let Ok((half, origin)) = Share::from_qr(text) {
        let again = Share::from_qr(&half.to_qr(&origin));
        assert!(again.is_ok_and(|(again, at)| again == half && at == origin), "its own square is another");
        return true;
    }
    Share::from_text(text).is_ok_and(|half| {
        assert!(Share::from_text(&half.to_text()).is_ok_and(|again| again == half), "its own text is another half");
        true
    })
}

pub(super) fn notification_id(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    NotificationId::parse(text).is_ok_and(|id| {
        assert!(id.as_str() == text && id.parts().is_ok_and(|parts| !parts.is_empty()), "an id of nothing");
        true
    })
}

pub(super) fn pack(bytes: &[u8]) -> bool {
    Pack::read(bytes, |id| pack::built_in(id).ok()).is_ok()
}

pub(super) fn questionnaire(bytes: &[u8]) -> bool {
    Instrument::read(bytes).is_ok()
}

/// Brought to an empty phone: taken whole, and then the export is what was brought; or refused, and the phone is as empty as it was.
pub(super) fn archive(bytes: &[u8]) -> bool {
    let Ok(phone) = Phone::new("foreign-import") else { return false };
    let export = || {
        let mut all = Vec::new();
        let _ = phone.handrail.export_all(&mut all, &mut |_| ControlFlow::Continue(()));
        all
    };
    let before = export();
    let taken = phone.handrail.import(&mut &bytes[..], &mut |_| ControlFlow::Continue(())).is_ok();
    let after = export();
    assert!(taken || after == before, "refused, and something of it stayed");
    assert!(phone.handrail.today().is_ok(), "the phone does not work after it");
    taken
}
