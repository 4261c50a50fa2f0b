//! What the last sync with each relay met, for the status line and for the next sync. It is known for this run of the app
//! only: whatever still holds, the next sync meets again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::relay::{RosterFate, Stopped, Summary};
use crate::ids::Id;

/// Longest time for which a relay may ask to be left alone. What it asks for is honoured up to here; a relay that names the
/// year 9999 must not silence a phone.
const MOST_ALONE_MS: i64 = 3_600_000;

/// See above.
#[derive(Debug, Default)]
pub(crate) struct Met(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    names: BTreeMap<Id, BTreeSet<&'static str>>,
    /// What stopped the backup, last time.
    backup: Option<&'static str>,
    /// What the relay refused was offered to it once more.
    offered_again: BTreeSet<Id>,
    /// By origin: from when until when a relay asked to be left alone, ms since 1970 UTC.
    alone: BTreeMap<String, (i64, i64)>,
}

impl Met {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An exchange is over.
    pub(crate) fn exchange(&self, mailbox: Id, summary: &Summary) {
        let mut names = BTreeSet::new();
        names.extend(match summary.stopped {
            Some(Stopped::LoginRefused) => Some("login_refused"),
            Some(Stopped::MailboxGone) => Some("mailbox_gone"),
            Some(Stopped::NotTrusted) => Some("not_trusted"),
            Some(Stopped::Away | Stopped::Busy | Stopped::NotARelay) | None => None,
        });
        names.extend(summary.over_quota.then_some("quota"));
        names.extend((summary.roster == RosterFate::Refused).then_some("roster_refused"));
        self.inner().names.insert(mailbox, names);
    }

    /// The relay would not make the backup: it takes no more of them, or not by this word.
    pub(crate) fn backup_not_made(&self, no_room: bool) {
        self.inner().backup = Some(if no_room { "backup_no_place" } else { "backup_not_allowed" });
    }

    /// An exchange of the backup is over.
    pub(crate) fn backup(&self, stopped: Option<Stopped>) {
        self.inner().backup = match stopped {
            Some(Stopped::LoginRefused) => Some("backup_login_refused"),
            Some(Stopped::MailboxGone) => Some("backup_gone"),
            Some(Stopped::NotTrusted) => Some("backup_not_trusted"),
            Some(Stopped::NotARelay) => Some("backup_not_a_relay"),
            // Every line is down at times, and every relay busy.
            Some(Stopped::Away | Stopped::Busy) | None => None,
        };
    }

    /// A name for the diagnostics page, of the backup. What it comes to for the person is in the store.
    pub(crate) fn backup_name(&self) -> Option<&'static str> {
        self.inner().backup
    }

    /// Is this the first sync of this care relationship in this run of the app? What its relay would not take is then offered again: the
    /// reason may be gone, and offering it each time would only be refused each time.
    pub(crate) fn is_first(&self, mailbox: Id) -> bool {
        self.inner().offered_again.insert(mailbox)
    }

    /// A relay asked not to be called again before `until_ms`.
    pub(crate) fn asked_to_wait(&self, origin: &str, now_ms: i64, until_ms: i64) {
        let until_ms = until_ms.min(now_ms.saturating_add(MOST_ALONE_MS));
        self.inner().alone.insert(origin.to_owned(), (now_ms, until_ms));
    }

    /// Until when this relay is to be left alone, if it is. A clock set back behind the moment it asked ends that.
    pub(crate) fn alone_until(&self, origin: &str, now_ms: i64) -> Option<i64> {
        let (from, until) = *self.inner().alone.get(origin)?;
        (from <= now_ms && now_ms < until).then_some(until)
    }

    /// Names for the diagnostics page, of these care relationships.
    pub(crate) fn names(&self, of: &[Id]) -> BTreeSet<&'static str> {
        let inner = self.inner();
        of.iter().filter_map(|mailbox| inner.names.get(mailbox)).flatten().copied().collect()
    }

    /// Forgets everything.
    pub(crate) fn forget(&self) {
        *self.inner() = Inner::default();
    }
}

/// Nothing a person can do on the phone changes it; those at the meeting can.
pub(crate) fn is_for_the_meeting(name: &str) -> bool {
    matches!(name, "login_refused" | "mailbox_gone" | "quota" | "roster_refused")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_left_alone_for_an_hour_at_most_and_a_clock_set_back_ends_it() {
        let met = Met::default();
        met.asked_to_wait("https://clinic.example", 1_000, 601_000);
        assert_eq!(met.alone_until("https://clinic.example", 600_999), Some(601_000));
        assert_eq!(met.alone_until("https://clinic.example", 601_000), None);
        assert_eq!(met.alone_until("https://clinic.example", 999), None);
        assert_eq!(met.alone_until("https://other.example", 2_000), None);
        met.asked_to_wait("https://clinic.example", 0, i64::MAX);
        assert_eq!(met.alone_until("https://clinic.example", 1), Some(MOST_ALONE_MS));
        met.forget();
        assert_eq!(met.alone_until("https://clinic.example", 1), None);
    }
}
