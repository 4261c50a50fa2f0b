//! What every store must do, whatever it keeps things in.
//!
//! Each case takes a store that is empty and a clock of its own. On SQLite it always runs; on PostgreSQL where
//! `HANDRAIL_TEST_POSTGRES` names a server on which databases may be made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod databases;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use handrail_clinic::store::Refused::{
    Conflict, CursorAhead, Destroyed, Expired, Forbidden, Methods, NotFound, Older, Order, Quota, Secret, Version,
};
use handrail_clinic::store::postgres::{Address, PostgresStore};
use handrail_clinic::store::sqlite::{Opening, SqliteStore};
use handrail_clinic::store::{
    Counts, Holder, InviteKey, LoginKind, MessageKey, NewAccount, NewInvite, NewMailbox, NewMessage, NewRoster,
    ObjectKind, Refused, Store, StoreError, Stored, Wake,
};
use handrail_wire::api::{InviteState, Method};
use handrail_wire::{Fixed, Hash, Id};

/// What a store leaves on the disk.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("handrail-store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst))
}

macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let folder = Folder(std::env::temp_dir().join(name()));
                let store = SqliteStore::open(&folder.0, Opening::Serve { accept_restore: false }).unwrap();
                let store: Arc<dyn Store> = Arc::new(store);
                cases::$name(store.clone()).await;
                store.close().await.unwrap();
            })*
        }
        mod on_postgres {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some(database) = databases::Database::make(stringify!($name)) else { return };
                let store = PostgresStore::open(&Address::new(&database.url), false).await.unwrap();
                let store: Arc<dyn Store> = Arc::new(store);
                cases::$name(store.clone()).await;
                store.close().await.unwrap();
            })*
        }
    };
}

cases!(
    challenges_and_tokens_end,
    an_account_is_made_once_with_its_code,
    methods_stay_between_two_and_eight,
    objects_are_versioned,
    key_sets_move_forward,
    invites_go_one_way,
    invites_are_limited_and_end,
    rosters_count_up_and_drop_unread_copies,
    messages_are_numbered_by_account,
    numbers_follow_commits_under_many_writers,
    of_many_at_once_the_refused_take_nothing_along,
    of_many_mailboxes_at_once_each_gets_its_own_answer,
    the_quota_counts_what_was_deleted,
    retention_is_the_readers,
    a_deleted_mailbox_takes_everything_along,
    whoever_wants_to_be_woken_is_kept_as_long_as_the_login,
    a_closed_store_says_so,
);

fn id(n: u8) -> Id {
    Fixed([n; 16])
}

fn hash(n: u8) -> Hash {
    Fixed([n; 32])
}

#[track_caller]
fn refused<T>(answer: Result<T, StoreError>, expected: Refused) {
    match answer {
        Err(StoreError::Refused(refused)) => assert_eq!(refused, expected),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("taken, expected {expected:?}"),
    }
}

const NOW: i64 = 1_000_000_000_000;
const TODAY: i64 = NOW / 86_400_000;
const DAY: i64 = 86_400_000;

fn account(n: u8, code: u8) -> NewAccount {
    NewAccount {
        account: id(n),
        identity: hash(n),
        code: hash(code),
        request: hash(n.wrapping_add(100)),
        keyset: vec![n; 50],
        highest: 10,
        methods: vec![Method { locator: id(n + 1), key: hash(1) }, Method { locator: id(n + 2), key: hash(2) }],
        blob: vec![n; 30],
    }
}

/// A practitioner with the ids n, n + 1, n + 2.
async fn practitioner(store: &dyn Store, n: u8) -> Id {
    store.add_enrolment(hash(n), NOW + DAY).await.unwrap();
    assert_eq!(store.create_account(account(n, n), NOW).await.unwrap(), Stored::New);
    id(n)
}

fn invite(n: u8, owner: Id) -> NewInvite {
    NewInvite { invite: id(n), owner, auth: hash(n), until_ms: NOW + 600_000 }
}

fn key(n: u8) -> InviteKey {
    InviteKey { invite: id(n), auth: hash(n), claim: id(n + 1) }
}

fn mailbox(n: u8) -> NewMailbox {
    NewMailbox { key: key(n), mailbox: id(n), identity: hash(n), keyset: vec![n; 40], highest: 10 }
}

fn roster(n: u8, epoch: i64, readers: &[Id]) -> NewRoster {
    let names: Vec<String> = readers.iter().map(Id::to_string).collect();
    let object = format!("{n} {epoch} {}", names.join(" ")).into_bytes();
    NewRoster { mailbox: id(n), epoch, readers: readers.to_vec(), object }
}

/// A mailbox n, paired with its owner through invite n.
async fn paired(store: &dyn Store, n: u8, owner: Id) -> Id {
    store.create_invite(invite(n, owner), 100, NOW).await.unwrap();
    store.claim(id(n), hash(n), key(n).claim, NOW).await.unwrap();
    store.create_mailbox(mailbox(n), NOW).await.unwrap();
    store.hello(key(n), id(n), hash(1), NOW).await.unwrap();
    store.reveal(id(n), owner, hash(2), hash(3), NOW).await.unwrap();
    store.confirm(id(n), owner, hash(4), NOW).await.unwrap();
    assert_eq!(store.put_roster(roster(n, 1, &[owner])).await.unwrap(), Stored::New);
    id(n)
}

fn message(mailbox: Id, sender: Id, recipient: Id, seq: i64) -> NewMessage {
    let key = MessageKey { mailbox, sender, device: id(99), recipient, seq };
    NewMessage {
        key,
        identity: Fixed([key.sender.0[0]; 32]),
        purpose: 1,
        day: TODAY,
        bytes: format!("{mailbox} {seq}").into_bytes(),
    }
}

mod cases {
    use super::*;

    type Any = Arc<dyn Store>;

    pub(super) async fn challenges_and_tokens_end(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let (holder, login_key) = store.login(sam).await.unwrap().unwrap();
        assert!(holder.kind == LoginKind::Practitioner && holder.account == sam && login_key == hash(1));
        let (by_code, _) = store.login(id(2)).await.unwrap().unwrap();
        assert!(by_code.kind == LoginKind::Method && by_code.account == sam && by_code.login == id(2));
        assert!(store.login(id(50)).await.unwrap().is_none());

        for (given, asked, at, good) in [
            (sam, sam, NOW, true),
            (sam, id(50), NOW, false),
            (sam, sam, NOW + 60_000, false),
            (id(50), id(50), NOW + 59_999, true),
        ] {
            store.keep_challenge(hash(9), given, NOW + 60_000, NOW).await.unwrap();
            assert_eq!(store.take_challenge(hash(9), asked, at).await.unwrap(), good);
            assert!(!store.take_challenge(hash(9), asked, at).await.unwrap());
        }
        assert!(!store.take_challenge(hash(8), sam, NOW).await.unwrap());

        store.keep_token(hash(7), holder, NOW + 900_000, NOW).await.unwrap();
        let seen: Option<Holder> = store.token(hash(7), NOW + 899_999).await.unwrap();
        assert!(seen == Some(holder));
        assert!(store.token(hash(7), NOW + 900_000).await.unwrap().is_none());
        assert!(store.token(hash(6), NOW).await.unwrap().is_none());
    }

    pub(super) async fn an_account_is_made_once_with_its_code(store: Any) {
        refused(store.create_account(account(1, 1), NOW).await, Secret);
        store.add_enrolment(hash(1), NOW + DAY).await.unwrap();
        refused(store.create_account(account(1, 1), NOW + DAY).await, Secret);
        let mut clash = account(1, 1);
        clash.methods[1].locator = id(1);
        refused(store.create_account(clash, NOW).await, Conflict);
        // What was refused left nothing behind, the code least of all.
        assert_eq!(store.counts().await.unwrap(), Counts { enrolments: 1, ..Counts::default() });
        assert!(store.login(id(1)).await.unwrap().is_none());

        assert_eq!(store.create_account(account(1, 1), NOW).await.unwrap(), Stored::New);
        assert_eq!(store.create_account(account(1, 1), NOW).await.unwrap(), Stored::Same);
        let other = NewAccount { request: hash(0), ..account(1, 1) };
        refused(store.create_account(other.clone(), NOW).await, Secret);
        store.add_enrolment(hash(2), NOW + DAY).await.unwrap();
        refused(store.create_account(NewAccount { code: hash(2), ..other }, NOW).await, Conflict);
        assert_eq!(store.counts().await.unwrap(), Counts { accounts: 1, enrolments: 1, ..Counts::default() });
        assert_eq!(store.purge(NOW + DAY).await.unwrap().enrolments, 1);
    }

    pub(super) async fn methods_stay_between_two_and_eight(store: Any) {
        let sam = practitioner(&*store, 1).await;
        refused(store.delete_method(sam, id(2)).await, Methods);
        refused(store.delete_method(sam, id(50)).await, NotFound);
        for n in 10..16 {
            let method = Method { locator: id(n), key: hash(n) };
            assert_eq!(store.put_method(sam, method.clone()).await.unwrap(), Stored::New);
            assert_eq!(store.put_method(sam, method).await.unwrap(), Stored::Same);
        }
        refused(store.put_method(sam, Method { locator: id(16), key: hash(1) }).await, Methods);
        let (holder, _) = store.login(id(10)).await.unwrap().unwrap();
        store.keep_token(hash(7), holder, NOW + 900_000, NOW).await.unwrap();
        store.delete_method(sam, id(10)).await.unwrap();
        assert!(store.token(hash(7), NOW).await.unwrap().is_none());
        refused(store.put_method(sam, Method { locator: id(11), key: hash(50) }).await, Conflict);
        refused(store.put_method(sam, Method { locator: sam, key: hash(50) }).await, Conflict);
        let locators: Vec<Id> = store.methods(sam).await.unwrap().into_iter().map(|method| method.locator).collect();
        assert_eq!(locators, [2, 3, 11, 12, 13, 14, 15].map(id));
        assert!(store.methods(id(50)).await.unwrap().is_empty());
    }

    pub(super) async fn objects_are_versioned(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let blob = store.object(sam, ObjectKind::Blob).await.unwrap().unwrap();
        assert_eq!((blob.version, blob.bytes), (1, vec![1; 30]));
        assert!(store.object(sam, ObjectKind::State).await.unwrap().is_none());
        let put = async |version, byte| store.put_object(sam, ObjectKind::State, version, vec![byte; 20]).await;
        refused(put(1, 1).await, Version);
        assert_eq!(put(0, 1).await.unwrap(), (Stored::New, 1));
        assert_eq!(put(0, 1).await.unwrap(), (Stored::Same, 1));
        refused(put(0, 2).await, Version);
        assert_eq!(put(1, 2).await.unwrap(), (Stored::Replaced, 2));
        // Back to earlier bytes is a change like any other.
        assert_eq!(put(2, 1).await.unwrap(), (Stored::Replaced, 3));
        refused(put(1, 2).await, Version);
        refused(put(i64::MAX, 2).await, Version);
        let state = store.object(sam, ObjectKind::State).await.unwrap().unwrap();
        assert_eq!((state.version, state.bytes), (3, vec![1; 20]));
    }

    pub(super) async fn key_sets_move_forward(store: Any) {
        let sam = practitioner(&*store, 1).await;
        refused(store.put_keyset(id(50), vec![1], 1).await, NotFound);
        assert_eq!(store.put_keyset(sam, vec![1; 50], 10).await.unwrap(), Stored::Same);
        assert_eq!(store.put_keyset(sam, vec![2; 50], 11).await.unwrap(), Stored::Replaced);
        refused(store.put_keyset(sam, vec![3; 50], 10).await, Older);
        assert_eq!(store.keyset(sam).await.unwrap(), Some(vec![2; 50]));
        assert_eq!(store.keyset(id(50)).await.unwrap(), None);
    }

    pub(super) async fn invites_go_one_way(store: Any) {
        let sam = practitioner(&*store, 1).await;
        assert_eq!(store.create_invite(invite(20, sam), 5, NOW).await.unwrap(), Stored::New);
        assert_eq!(store.create_invite(invite(20, sam), 5, NOW + 1).await.unwrap(), Stored::Same);
        refused(store.create_invite(NewInvite { auth: hash(0), ..invite(20, sam) }, 5, NOW).await, Conflict);
        refused(store.create_mailbox(mailbox(20), NOW).await, Order);
        refused(store.claim(id(20), hash(0), id(21), NOW).await, Secret);
        // The key set is the one of the day the QR code was made.
        store.put_keyset(sam, vec![9; 50], 11).await.unwrap();
        for _ in 0..2 {
            assert_eq!(store.claim(id(20), hash(20), id(21), NOW).await.unwrap(), vec![1; 50]);
        }
        refused(store.hello(key(20), id(20), hash(1), NOW).await, Order);
        assert_eq!(store.create_mailbox(mailbox(20), NOW).await.unwrap(), Stored::New);
        assert_eq!(store.create_mailbox(mailbox(20), NOW).await.unwrap(), Stored::Same);
        refused(store.create_mailbox(NewMailbox { keyset: vec![0], ..mailbox(20) }, NOW).await, Conflict);
        refused(store.create_mailbox(NewMailbox { mailbox: id(30), ..mailbox(20) }, NOW).await, Conflict);
        assert_eq!(store.invite(id(20), sam, NOW).await.unwrap().state, InviteState::Claimed);
        refused(store.reveal(id(20), sam, hash(2), hash(3), NOW).await, Order);
        assert_eq!(store.hello(key(20), id(20), hash(1), NOW).await.unwrap(), Stored::New);
        assert_eq!(store.hello(key(20), id(20), hash(1), NOW).await.unwrap(), Stored::Same);
        assert_eq!(store.invite(id(20), sam, NOW).await.unwrap().mac, Some(hash(1)));
        assert_eq!(store.revealed(id(20), hash(20), NOW).await.unwrap(), None);
        refused(store.revealed(id(20), hash(0), NOW).await, Secret);
        refused(store.confirm(id(20), sam, hash(4), NOW).await, Order);
        refused(store.reveal(id(20), id(50), hash(2), hash(3), NOW).await, NotFound);
        assert_eq!(store.reveal(id(20), sam, hash(2), hash(3), NOW).await.unwrap(), Stored::New);
        refused(store.reveal(id(20), sam, hash(3), hash(3), NOW).await, Conflict);
        refused(store.put_roster(roster(20, 1, &[sam])).await, Order);
        assert_eq!(store.confirm(id(20), sam, hash(4), NOW).await.unwrap(), Stored::New);
        refused(store.confirm(id(20), sam, hash(5), NOW).await, Conflict);
        assert_eq!(store.revealed(id(20), hash(20), NOW).await.unwrap().unwrap().confirmed, Some(hash(4)));

        // Another hello before the roster: both are gone, and so is the token.
        let (holder, _) = store.login(id(20)).await.unwrap().unwrap();
        store.keep_token(hash(7), holder, NOW + 900_000, NOW).await.unwrap();
        refused(store.hello(key(20), id(20), hash(9), NOW).await, Destroyed);
        assert!(store.login(id(20)).await.unwrap().is_none());
        assert!(store.token(hash(7), NOW).await.unwrap().is_none());
        assert_eq!(store.counts().await.unwrap(), Counts { accounts: 1, ..Counts::default() });
        refused(store.claim(id(20), hash(20), id(21), NOW).await, NotFound);

        // A second claim.
        store.create_invite(invite(20, sam), 5, NOW).await.unwrap();
        store.claim(id(20), hash(20), id(21), NOW).await.unwrap();
        refused(store.claim(id(20), hash(20), id(22), NOW).await, Destroyed);
        assert_eq!(store.counts().await.unwrap().invites, 0);
    }

    pub(super) async fn invites_are_limited_and_end(store: Any) {
        let sam = practitioner(&*store, 1).await;
        paired(&*store, 20, sam).await;
        // A finished pairing does not count.
        store.create_invite(invite(30, sam), 2, NOW).await.unwrap();
        store.create_invite(invite(40, sam), 2, NOW).await.unwrap();
        refused(store.create_invite(invite(50, sam), 2, NOW).await, Quota);
        store.claim(id(30), hash(30), key(30).claim, NOW).await.unwrap();
        store.create_mailbox(mailbox(30), NOW).await.unwrap();
        let end = NOW + 600_000;
        refused(store.claim(id(40), hash(40), id(41), end).await, Expired);
        refused(store.invite(id(40), sam, end).await, Expired);
        store.create_invite(NewInvite { until_ms: end + 600_000, ..invite(50, sam) }, 2, end).await.unwrap();
        assert!(store.purge(end - 1).await.unwrap().is_empty());
        let purged = store.purge(end).await.unwrap();
        assert_eq!((purged.invites, purged.mailboxes), (3, 1));
        let counts = store.counts().await.unwrap();
        assert_eq!((counts.invites, counts.mailboxes), (1, 1));

        // "Different words", from either side.
        for n in [60, 70] {
            store.create_invite(invite(n, sam), 9, NOW).await.unwrap();
            store.claim(id(n), hash(n), key(n).claim, NOW).await.unwrap();
            store.create_mailbox(mailbox(n), NOW).await.unwrap();
        }
        refused(store.delete_own_invite(id(60), id(50)).await, NotFound);
        store.delete_own_invite(id(60), sam).await.unwrap();
        refused(store.delete_scanned_invite(id(70), hash(0)).await, Secret);
        store.delete_scanned_invite(id(70), hash(70)).await.unwrap();
        refused(store.delete_scanned_invite(id(70), hash(70)).await, NotFound);
        assert_eq!(store.counts().await.unwrap().mailboxes, 1);
        // After the roster an invite goes alone.
        paired(&*store, 80, sam).await;
        store.delete_own_invite(id(80), sam).await.unwrap();
        assert_eq!(store.counts().await.unwrap().mailboxes, 2);
    }

    pub(super) async fn rosters_count_up_and_drop_unread_copies(store: Any) {
        let (sam, kim) = (practitioner(&*store, 1).await, practitioner(&*store, 5).await);
        let anna = paired(&*store, 20, sam).await;
        refused(store.put_roster(roster(21, 1, &[sam])).await, NotFound);
        assert_eq!(store.put_roster(roster(20, 1, &[sam])).await.unwrap(), Stored::Same);
        refused(store.put_roster(roster(20, 1, &[kim])).await, Conflict);
        refused(store.put_roster(roster(20, 3, &[kim])).await, Order);
        refused(store.put_roster(roster(20, 0, &[kim])).await, Order);
        assert_eq!(store.put_roster(roster(20, 2, &[sam, kim])).await.unwrap(), Stored::Replaced);
        for reader in [sam, kim] {
            store.put_message(message(anna, anna, reader, 1), 9).await.unwrap();
        }
        store.put_message(message(anna, sam, anna, 1), 9).await.unwrap();
        refused(store.roster(anna, id(50)).await, NotFound);
        store.put_roster(roster(20, 3, &[kim])).await.unwrap();
        // Who left is told by the client's own word, and by nothing that comes after it.
        let ended = roster(20, 3, &[kim]).object;
        assert_eq!(store.roster(anna, sam).await.unwrap(), ended);
        assert_eq!(store.roster(anna, kim).await.unwrap(), ended);
        store.put_roster(roster(20, 4, &[kim, id(50)])).await.unwrap();
        assert_eq!(store.roster(anna, sam).await.unwrap(), ended);
        assert_eq!(store.roster(anna, kim).await.unwrap(), roster(20, 4, &[kim, id(50)]).object);
        assert!(store.inbox(sam, 0, 9).await.unwrap().messages.is_empty());
        assert_eq!(store.inbox(kim, 0, 9).await.unwrap().messages.len(), 1);
        assert_eq!(store.inbox(anna, 0, 9).await.unwrap().messages.len(), 1);
        refused(store.put_message(message(anna, anna, sam, 2), 9).await, Forbidden);
        refused(store.put_message(message(anna, sam, anna, 2), 9).await, NotFound);
        // Who comes back reads the newest again, and who leaves again has the roster of that day.
        store.put_roster(roster(20, 5, &[sam])).await.unwrap();
        assert_eq!(store.roster(anna, sam).await.unwrap(), roster(20, 5, &[sam]).object);
        assert_eq!(store.roster(anna, kim).await.unwrap(), roster(20, 5, &[sam]).object);
        store.put_roster(roster(20, 6, &[])).await.unwrap();
        assert_eq!(store.roster(anna, sam).await.unwrap(), roster(20, 6, &[]).object);
        assert!(store.inbox(kim, 0, 9).await.unwrap().messages.is_empty(), "unread copies of the second leaver go too");
        store.delete_mailbox(anna).await.unwrap();
        refused(store.roster(anna, sam).await, NotFound);
    }

    pub(super) async fn messages_are_numbered_by_account(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let (anna, ben) = (paired(&*store, 20, sam).await, paired(&*store, 30, sam).await);
        for (mailbox, seq) in [(anna, 1), (ben, 1), (anna, 2), (ben, 2)] {
            let new = message(mailbox, mailbox, sam, seq);
            assert_eq!(store.put_message(new.clone(), 9).await.unwrap(), Stored::New);
            assert_eq!(store.put_message(new.clone(), 9).await.unwrap(), Stored::Same);
            refused(store.put_message(NewMessage { bytes: vec![0], ..new }, 9).await, Conflict);
        }
        for (sender, recipient) in [(anna, ben), (ben, anna), (anna, anna), (sam, ben)] {
            assert!(store.put_message(message(anna, sender, recipient, 1), 9).await.is_err());
        }
        let page = store.inbox(sam, 1, 2).await.unwrap();
        assert_eq!(page.messages.iter().map(|m| m.number).collect::<Vec<_>>(), [2, 3]);
        assert!(page.more);
        assert!(!store.inbox(sam, 2, 2).await.unwrap().more);
        assert!(store.inbox(sam, 4, 2).await.unwrap().messages.is_empty());
        refused(store.inbox(sam, 5, 2).await, CursorAhead);
        refused(store.inbox(id(50), 0, 2).await, NotFound);
        let there = &page.messages[1];
        assert!(there.key == message(anna, anna, sam, 2).key && there.day == TODAY && there.purpose == 1);
        assert_eq!(store.message(there.key, sam).await.unwrap(), there.bytes);
        assert_eq!(store.message(there.key, anna).await.unwrap(), there.bytes);
        refused(store.message(there.key, ben).await, NotFound);

        assert_eq!(store.acknowledge(anna, ben, vec![1, 2, 3, 4]).await.unwrap(), 0);
        assert_eq!(store.acknowledge(anna, sam, vec![1, 2, 3, 4, 77]).await.unwrap(), 2);
        assert_eq!(store.acknowledge(ben, sam, vec![2, 4, 4]).await.unwrap(), 2);
        refused(store.message(there.key, sam).await, NotFound);
        // Never given twice.
        store.put_message(message(anna, anna, sam, 3), 9).await.unwrap();
        assert_eq!(store.inbox(sam, 0, 9).await.unwrap().messages[0].number, 5);
    }

    pub(super) async fn numbers_follow_commits_under_many_writers(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let mut mailboxes = Vec::new();
        for n in 0..32 {
            mailboxes.push(paired(&*store, 20 + n * 2, sam).await);
        }
        let writers: Vec<_> = mailboxes
            .into_iter()
            .map(|mailbox| {
                let store = store.clone();
                tokio::spawn(async move {
                    for seq in 1..=4 {
                        store.put_message(message(mailbox, mailbox, sam, seq), 9).await.unwrap();
                    }
                })
            })
            .collect();
        // A reader that goes on from where it was misses nothing: no lower number turns up later.
        let (mut seen, mut after) = (Vec::new(), 0);
        while seen.len() < 128 {
            let page = store.inbox(sam, after, 10).await.unwrap();
            seen.extend(page.messages.iter().map(|message| message.number));
            after = seen.last().copied().unwrap_or(0);
            tokio::task::yield_now().await;
        }
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(seen, (1..=128).collect::<Vec<i64>>());
    }

    /// All are asked before any is awaited, so that they come together in one transaction where a store does that.
    pub(super) async fn of_many_at_once_the_refused_take_nothing_along(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let kim = practitioner(&*store, 5).await;
        let anna = paired(&*store, 20, sam).await;
        store.put_message(message(anna, anna, sam, 1), 99).await.unwrap();
        let asked: Vec<_> = (0..60_i64)
            .map(|turn| {
                let seq = 2 + turn / 4;
                let new = match turn % 4 {
                    // Good; not in the roster; another's key; other bytes under a number that is taken.
                    0 => message(anna, anna, sam, seq),
                    1 => message(anna, anna, kim, seq),
                    2 => NewMessage { identity: hash(77), ..message(anna, anna, sam, seq) },
                    _ => NewMessage { bytes: vec![7], ..message(anna, anna, sam, 1) },
                };
                store.put_message(new, 99)
            })
            .collect();
        for (turn, answer) in asked.into_iter().enumerate() {
            match turn % 4 {
                0 => assert_eq!(answer.await.unwrap(), Stored::New),
                1 => refused(answer.await, Forbidden),
                2 => refused(answer.await, Refused::Identity),
                _ => refused(answer.await, Conflict),
            }
        }
        let inbox = store.inbox(sam, 0, 99).await.unwrap().messages;
        let numbers: Vec<i64> = inbox.iter().map(|message| message.number).collect();
        assert_eq!(numbers, (1..=16).collect::<Vec<i64>>(), "a refused one takes no number");
        assert_eq!(inbox[0].bytes, message(anna, anna, sam, 1).bytes);
        // They count for the quota as often as they were taken.
        refused(store.put_message(message(anna, anna, sam, 50), 16).await, Quota);
        store.put_message(message(anna, anna, sam, 50), 17).await.unwrap();
        // Of thirty that ask for the last three places, three get them.
        let asked: Vec<_> = (60..90).map(|seq| store.put_message(message(anna, anna, sam, seq), 20)).collect();
        let mut taken = 0;
        for answer in asked {
            match answer.await {
                Ok(stored) => taken += u32::from(stored == Stored::New),
                other => refused(other, Quota),
            }
        }
        assert_eq!(taken, 3);
    }

    pub(super) async fn of_many_mailboxes_at_once_each_gets_its_own_answer(store: Any) {
        let (sam, kim) = (practitioner(&*store, 1).await, practitioner(&*store, 5).await);
        let mut mailboxes = Vec::new();
        for n in 0..24 {
            let reader = if n % 2 == 0 { sam } else { kim };
            mailboxes.push((paired(&*store, 20 + n * 2, reader).await, reader));
        }
        // As a burst goes: what was sent before comes again among what is new.
        for (mailbox, reader) in mailboxes.iter().skip(3).step_by(6) {
            store.put_message(message(*mailbox, *mailbox, *reader, 1), 9).await.unwrap();
        }
        let asked: Vec<_> = (0_usize..)
            .zip(&mailboxes)
            .map(|(turn, (mailbox, reader))| {
                let new = message(*mailbox, *mailbox, *reader, 1);
                let most = if turn % 6 == 5 { 0 } else { 9 };
                let new = match turn % 6 {
                    1 => message(*mailbox, *mailbox, if *reader == sam { kim } else { sam }, 1),
                    2 => NewMessage { identity: hash(77), ..new },
                    4 => message(id(250), id(250), *reader, 1),
                    _ => new,
                };
                store.put_message(new, most)
            })
            .collect();
        for (turn, answer) in asked.into_iter().enumerate() {
            match turn % 6 {
                0 => assert_eq!(answer.await.unwrap(), Stored::New),
                1 => refused(answer.await, Forbidden),
                2 => refused(answer.await, Refused::Identity),
                3 => assert_eq!(answer.await.unwrap(), Stored::Same),
                4 => refused(answer.await, NotFound),
                _ => refused(answer.await, Quota),
            }
        }
        for (reader, other) in [(sam, 0), (kim, 3)] {
            let inbox = store.inbox(reader, 0, 99).await.unwrap().messages;
            assert_eq!(inbox.iter().map(|message| message.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
            for there in inbox {
                let turn = mailboxes.iter().position(|(mailbox, _)| *mailbox == there.key.mailbox).unwrap();
                assert_eq!(turn % 6, other, "each from its own mailbox");
                assert_eq!(there.bytes, message(there.key.mailbox, there.key.mailbox, reader, 1).bytes);
            }
        }
    }

    pub(super) async fn the_quota_counts_what_was_deleted(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let anna = paired(&*store, 20, sam).await;
        let on = |day, seq| NewMessage { day: TODAY + day, ..message(anna, anna, sam, seq) };
        store.put_message(on(0, 1), 2).await.unwrap();
        store.put_message(on(1, 2), 2).await.unwrap();
        store.acknowledge(anna, sam, vec![1, 2]).await.unwrap();
        refused(store.put_message(on(6, 3), 2).await, Quota);
        store.put_message(on(7, 3), 2).await.unwrap();
        refused(store.put_message(on(7, 4), 2).await, Quota);
        // The same again is never over it.
        assert_eq!(store.put_message(on(7, 3), 0).await.unwrap(), Stored::Same);
        // Forgetting the counts that no longer matter changes nothing.
        store.purge(NOW + 7 * DAY).await.unwrap();
        refused(store.put_message(on(7, 4), 2).await, Quota);
        store.put_message(on(8, 4), 2).await.unwrap();
    }

    pub(super) async fn retention_is_the_readers(store: Any) {
        let (sam, kim) = (practitioner(&*store, 1).await, practitioner(&*store, 5).await);
        store.set_retention(kim, 14).await.unwrap();
        refused(store.set_retention(id(50), 14).await, NotFound);
        let anna = paired(&*store, 20, sam).await;
        store.put_roster(roster(20, 2, &[sam, kim])).await.unwrap();
        for (sender, recipient) in [(anna, sam), (anna, kim), (sam, anna)] {
            store.put_message(message(anna, sender, recipient, 1), 9).await.unwrap();
        }
        let after = async |days: i64| store.purge(NOW + days * DAY).await.unwrap().messages;
        assert_eq!(after(14).await, 0);
        assert_eq!(after(15).await, 1);
        assert!(store.inbox(kim, 0, 9).await.unwrap().messages.is_empty());
        assert_eq!(after(90).await, 0);
        assert_eq!(after(91).await, 1);
        // To the phone: until it says that it has it.
        assert_eq!(after(10_000).await, 0);
        assert_eq!(store.inbox(anna, 0, 9).await.unwrap().messages.len(), 1);
    }

    pub(super) async fn a_deleted_mailbox_takes_everything_along(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let anna = paired(&*store, 20, sam).await;
        store.put_message(message(anna, anna, sam, 1), 9).await.unwrap();
        store.put_message(message(anna, sam, anna, 1), 9).await.unwrap();
        let (holder, _) = store.login(anna).await.unwrap().unwrap();
        store.keep_token(hash(7), holder, NOW + 900_000, NOW).await.unwrap();
        store.delete_mailbox(anna).await.unwrap();
        refused(store.delete_mailbox(anna).await, NotFound);
        assert_eq!(store.counts().await.unwrap(), Counts { accounts: 1, ..Counts::default() });
        assert!(store.token(hash(7), NOW).await.unwrap().is_none());
        assert!(store.login(anna).await.unwrap().is_none());
        assert_eq!(store.keyset(anna).await.unwrap(), None);
        refused(store.roster(anna, sam).await, NotFound);
        refused(store.put_message(message(anna, sam, anna, 2), 9).await, NotFound);
        assert!(store.inbox(sam, 1, 9).await.unwrap().messages.is_empty());
    }

    pub(super) async fn whoever_wants_to_be_woken_is_kept_as_long_as_the_login(store: Any) {
        let sam = practitioner(&*store, 1).await;
        let anna = paired(&*store, 20, sam).await;
        let wake = |endpoint: &str, day| Wake { login: anna, account: anna, endpoint: endpoint.into(), day };
        assert_eq!(store.put_wake(wake("https://a.example/1", TODAY)).await.unwrap(), Stored::New);
        assert_eq!(store.put_wake(wake("https://a.example/1", TODAY)).await.unwrap(), Stored::Same);
        assert_eq!(store.put_wake(wake("https://a.example/2", TODAY)).await.unwrap(), Stored::Replaced);
        assert!(store.wakes(anna).await.unwrap() == [wake("https://a.example/2", TODAY)]);
        assert!(store.wakes(sam).await.unwrap().is_empty());
        // Another address than the one that is there: it was replaced meanwhile.
        store.forget_wake(anna, Some(b"https://a.example/1".to_vec())).await.unwrap();
        assert_eq!(store.wakes(anna).await.unwrap().len(), 1);
        store.forget_wake(anna, Some(b"https://a.example/2".to_vec())).await.unwrap();
        assert!(store.wakes(anna).await.unwrap().is_empty());
        store.put_wake(wake("https://a.example/3", TODAY)).await.unwrap();
        store.purge(NOW + 90 * DAY).await.unwrap();
        assert_eq!(store.wakes(anna).await.unwrap().len(), 1);
        // Somebody who cannot log in is woken by nothing, and is gone with the next look.
        store
            .put_wake(Wake { login: id(200), account: anna, endpoint: b"https://a.example/4".to_vec(), day: TODAY })
            .await
            .unwrap();
        assert_eq!(store.wakes(anna).await.unwrap().len(), 1);
        store.purge(NOW + 91 * DAY).await.unwrap();
        assert!(store.wakes(anna).await.unwrap().is_empty());
        store.put_wake(wake("https://a.example/5", TODAY + 91)).await.unwrap();
        store.delete_mailbox(anna).await.unwrap();
        assert!(store.wakes(anna).await.unwrap().is_empty());
    }

    pub(super) async fn a_closed_store_says_so(store: Any) {
        let sam = practitioner(&*store, 1).await;
        // What was asked before is finished.
        let last = store.put_object(sam, ObjectKind::State, 0, vec![1]);
        store.close().await.unwrap();
        assert_eq!(last.await.unwrap(), (Stored::New, 1));
        store.close().await.unwrap();
        assert!(matches!(store.counts().await, Err(StoreError::Closed)));
        assert!(matches!(store.add_enrolment(hash(1), NOW).await, Err(StoreError::Closed)));
    }
}
