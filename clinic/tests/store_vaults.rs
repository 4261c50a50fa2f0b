//! What every store must do with vaults. Signatures are checked before a store is asked; here it is about two requests at
//! once, what is counted, and what is gone. On PostgreSQL where `HANDRAIL_TEST_POSTGRES` names a server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod databases;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use handrail_clinic::store::Refused::{Conflict, Destroyed, Expired, NotFound, Order, Quota, Secret, Version};
use handrail_clinic::store::device_invites::NewDeviceInvite;
use handrail_clinic::store::postgres::{Address, PostgresStore};
use handrail_clinic::store::sqlite::{Opening, SqliteStore};
use handrail_clinic::store::vaults::{NewBatches, NewDevices, NewSnapshot, NewVault};
use handrail_clinic::store::{Counts, Holder, InviteKey, LoginKind, NewMailbox, Refused, Store, StoreError, Stored};
use handrail_wire::api::{InviteState, Method};
use handrail_wire::{Fixed, Hash, Id};

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn folder() -> Folder {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = format!("handrail-vaults-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    Folder(std::env::temp_dir().join(name))
}

macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let folder = folder();
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
    a_vault_is_made_once_and_counted,
    lists_and_keyrings_go_one_step_at_a_time,
    of_two_who_write_the_same_number_one_is_told_no,
    a_chain_is_handed_out_in_order_and_in_pieces,
    the_quota_counts_what_is_there,
    device_lists_have_a_quota_of_their_own,
    an_erased_vault_leaves_nothing,
    an_invite_for_a_second_phone_goes_one_way,
    an_invite_of_one_kind_is_not_there_for_the_other,
);

const MOST: i64 = 1 << 30;

fn id(n: u8) -> Id {
    Fixed([n; 16])
}

fn hash(n: u8) -> Hash {
    Fixed([n; 32])
}

fn method(n: u8) -> Method {
    Method { locator: id(n), key: hash(n) }
}

#[track_caller]
fn refused<T>(answer: Result<T, StoreError>, expected: Refused) {
    match answer {
        Err(StoreError::Refused(refused)) => assert_eq!(refused, expected),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("taken, expected {expected:?}"),
    }
}

/// Vault n with device n + 1 and recovery code n + 2.
fn vault(n: u8) -> NewVault {
    NewVault {
        vault: id(n),
        list: vec![n; 70],
        keyring: vec![n; 80],
        device: method(n + 1),
        recovery: method(n + 2),
        voucher: None,
        open_a_day: 2,
        day: 20_000,
    }
}

async fn made(store: &dyn Store, n: u8) -> Id {
    assert_eq!(store.create_vault(vault(n)).await.unwrap(), Stored::New);
    id(n)
}

fn list(n: u8, version: i64, devices: &[(u8, bool)]) -> NewDevices {
    NewDevices {
        vault: id(n),
        version,
        object: format!("list {version} of {n}").into_bytes(),
        devices: devices.iter().map(|(device, live)| (method(*device), *live)).collect(),
        recovery: method(n + 2),
    }
}

fn batches(vault: u8, device: u8, after: i64, sizes: &[usize]) -> NewBatches {
    let batches: Vec<Vec<u8>> = sizes.iter().map(|size| vec![device; *size]).collect();
    let tip = (after + i64::try_from(batches.len()).unwrap(), hash(device));
    NewBatches {
        vault: id(vault),
        device: id(device),
        after,
        said: (None, None),
        batches,
        tip,
        seen: Some(vec![1, 2]),
        head: None,
        ack: None,
        most_bytes: MOST,
    }
}

fn snapshot(vault: u8, device: u8, number: i64, size: usize) -> NewSnapshot {
    NewSnapshot { vault: id(vault), device: id(device), number, bytes: vec![9; size], most_bytes: MOST }
}

/// Invite n, shown by device 11 of vault 10, until 1,000.
fn invite(n: u8) -> NewDeviceInvite {
    NewDeviceInvite { vault: id(10), device: id(11), invite: id(n), auth: hash(n), list: 1, until_ms: 1_000 }
}

fn key(n: u8, claim: u8) -> InviteKey {
    InviteKey { invite: id(n), auth: hash(n), claim: id(claim) }
}

mod cases {
    use super::*;

    type Any = Arc<dyn Store>;

    pub(super) async fn a_vault_is_made_once_and_counted(store: Any) {
        made(&*store, 10).await;
        assert_eq!(store.create_vault(vault(10)).await.unwrap(), Stored::Same);
        refused(store.create_vault(NewVault { list: vec![0; 70], ..vault(10) }).await, Conflict);
        // Somebody else's login cannot become a device's.
        refused(store.create_vault(NewVault { device: method(11), ..vault(20) }).await, Conflict);
        made(&*store, 30).await;
        refused(store.create_vault(vault(40)).await, Quota);
        assert_eq!(store.create_vault(NewVault { day: 20_001, ..vault(40) }).await.unwrap(), Stored::New);
        // A word of a mailbox that is not there.
        refused(store.create_vault(NewVault { voucher: Some(id(9)), ..vault(50) }).await, Order);
        assert_eq!(store.counts().await.unwrap(), Counts { vaults: 3, ..Counts::default() });
        let (device, key) = store.login(id(11)).await.unwrap().unwrap();
        assert!(device.kind == LoginKind::VaultDevice && device.account == id(10) && key == hash(11));
        assert!(store.login(id(12)).await.unwrap().unwrap().0.kind == LoginKind::VaultCode);
        assert!(store.vault(id(60)).await.unwrap().is_none());
    }

    pub(super) async fn lists_and_keyrings_go_one_step_at_a_time(store: Any) {
        made(&*store, 10).await;
        let phone = Holder { login: id(11), account: id(10), kind: LoginKind::VaultDevice };
        store.keep_token(hash(1), phone, 2_000, 0).await.unwrap();
        refused(store.put_devices(list(10, 3, &[(11, true)])).await, Order);
        refused(store.put_devices(list(99, 2, &[(11, true)])).await, NotFound);
        assert_eq!(store.put_devices(list(10, 2, &[(11, true), (13, true)])).await.unwrap(), Stored::Replaced);
        assert_eq!(store.put_devices(list(10, 2, &[(11, true), (13, true)])).await.unwrap(), Stored::Same);
        let other = NewDevices { object: vec![1], ..list(10, 2, &[(11, true)]) };
        refused(store.put_devices(other).await, Conflict);
        assert!(store.token(hash(1), 1).await.unwrap() == Some(phone), "who stays stays logged in");

        refused(store.put_keyring(id(10), 1, 2, vec![1]).await, Version);
        refused(store.put_keyring(id(10), 2, 3, vec![1]).await, Order);
        assert_eq!(store.put_keyring(id(10), 2, 2, vec![1]).await.unwrap(), Stored::Replaced);
        assert_eq!(store.put_keyring(id(10), 2, 2, vec![1]).await.unwrap(), Stored::Same);
        refused(store.put_keyring(id(10), 2, 2, vec![2]).await, Conflict);
        let row = store.vault(id(10)).await.unwrap().unwrap();
        assert_eq!((row.list_version, row.keyring_version, row.keyring), (2, 2, vec![1]));

        store.put_devices(list(10, 3, &[(11, false), (13, true)])).await.unwrap();
        assert!(store.login(id(11)).await.unwrap().is_none() && store.token(hash(1), 1).await.unwrap().is_none());
        assert!(store.login(id(13)).await.unwrap().is_some());
        refused(store.add_batches(batches(10, 11, 0, &[5])).await, Secret);
        let live: Vec<(Id, bool)> =
            store.chains(id(10)).await.unwrap().iter().map(|chain| (chain.device, chain.live)).collect();
        assert_eq!(live, [(id(11), false), (id(13), true)]);
    }

    pub(super) async fn of_two_who_write_the_same_number_one_is_told_no(store: Any) {
        made(&*store, 10).await;
        let mut writers = Vec::new();
        for n in 0..8 {
            let (store, new) = (store.clone(), batches(10, 11, 0, &[10 + n, 20]));
            writers.push(tokio::spawn(async move { store.add_batches(new).await }));
        }
        let mut taken = 0;
        for writer in writers {
            match writer.await.unwrap() {
                Ok(_) => taken += 1,
                Err(StoreError::Refused(refused)) => assert_eq!(refused, Order),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(taken, 1);
        let chains = store.chains(id(10)).await.unwrap();
        assert_eq!((chains[0].sequence, chains[0].hash, chains[0].seen.clone()), (2, hash(11), vec![1, 2]));
        let said = NewBatches { head: Some(vec![3]), ack: Some(vec![4]), seen: None, ..batches(10, 11, 2, &[]) };
        store.add_batches(said).await.unwrap();
        let chains = store.chains(id(10)).await.unwrap();
        assert_eq!((chains[0].head.clone(), chains[0].ack.clone()), (Some(vec![3]), Some(vec![4])));
        assert_eq!((chains[0].sequence, chains[0].seen.clone()), (2, vec![1, 2]));
        // Checked against what was there before: meanwhile the device said more.
        let late = |head, ack| NewBatches { head, ack, seen: None, ..batches(10, 11, 2, &[]) };
        refused(store.add_batches(late(Some(vec![1]), None)).await, Order);
        refused(store.add_batches(late(None, Some(vec![1]))).await, Order);
        let newer = NewBatches { said: (None, Some(vec![4])), ..late(None, Some(vec![5])) };
        store.add_batches(newer).await.unwrap();
        let chains = store.chains(id(10)).await.unwrap();
        assert_eq!((chains[0].head.clone(), chains[0].ack.clone()), (Some(vec![3]), Some(vec![5])));
    }

    pub(super) async fn a_chain_is_handed_out_in_order_and_in_pieces(store: Any) {
        made(&*store, 10).await;
        store.put_devices(list(10, 2, &[(11, true), (13, true)])).await.unwrap();
        let sizes: Vec<usize> = (1..=150).collect();
        store.add_batches(batches(10, 11, 0, &sizes)).await.unwrap();
        store.add_batches(batches(10, 13, 0, &[7])).await.unwrap();
        let (all, more) = store.batches_above(id(10), vec![], 1 << 20).await.unwrap();
        assert!(!more && all.len() == 151);
        assert!(all[..150].iter().map(Vec::len).eq(1..=150));
        let (some, more) = store.batches_above(id(10), vec![(id(11), 100)], 250).await.unwrap();
        assert!(more && some.iter().map(Vec::len).eq([101, 102]));
        let (one, more) = store.batches_above(id(10), vec![(id(11), 149)], 1).await.unwrap();
        assert!(more && one.len() == 1);
        let (rest, more) = store.batches_above(id(10), vec![(id(11), 150)], 1).await.unwrap();
        assert!(!more && rest == [vec![13; 7]]);
        assert_eq!(store.batch(id(10), id(11), 3).await.unwrap(), Some(vec![11; 3]));
        assert!(store.batch(id(10), id(11), 151).await.unwrap().is_none());

        refused(store.collect(id(10), 1, vec![(id(11), 140)]).await, Version);
        assert_eq!(store.collect(id(10), 2, vec![(id(11), 140), (id(13), 1)]).await.unwrap(), 141);
        let (left, _) = store.batches_above(id(10), vec![], 1 << 20).await.unwrap();
        assert!(left.iter().map(Vec::len).eq(141..=150));
        // The chain goes on from where it was.
        refused(store.add_batches(batches(10, 13, 0, &[7])).await, Order);
        store.add_batches(batches(10, 13, 1, &[7])).await.unwrap();
    }

    pub(super) async fn the_quota_counts_what_is_there(store: Any) {
        made(&*store, 10).await;
        let capped = |new: NewBatches| NewBatches { most_bytes: 100, ..new };
        store.add_batches(capped(batches(10, 11, 0, &[60]))).await.unwrap();
        refused(store.add_batches(capped(batches(10, 11, 1, &[30, 20]))).await, Quota);
        assert!(store.batch(id(10), id(11), 2).await.unwrap().is_none());
        let big = NewSnapshot { most_bytes: 100, ..snapshot(10, 11, 1, 50) };
        refused(store.put_snapshot(big).await, Quota);
        for number in 1..=3 {
            assert_eq!(store.put_snapshot(snapshot(10, 11, number, 50)).await.unwrap(), Stored::New);
        }
        assert_eq!(store.put_snapshot(snapshot(10, 11, 3, 50)).await.unwrap(), Stored::Same);
        refused(store.put_snapshot(snapshot(10, 11, 3, 51)).await, Conflict);
        assert_eq!(store.counts().await.unwrap().vault_bytes, 210);
        refused(store.delete_snapshot(id(10), id(11), 2).await, Order);
        refused(store.delete_snapshot(id(10), id(11), 9).await, NotFound);
        store.delete_snapshot(id(10), id(11), 1).await.unwrap();
        let left = store.snapshots(id(10)).await.unwrap();
        assert_eq!(left.iter().map(|entry| (entry.number, entry.bytes)).collect::<Vec<_>>(), [(3, 50), (2, 50)]);
        assert_eq!(store.snapshot(id(10), id(11), 2).await.unwrap(), Some(vec![9; 50]));
        assert_eq!(store.collect(id(10), 1, vec![(id(11), 5)]).await.unwrap(), 1);
        assert_eq!(store.counts().await.unwrap().vault_bytes, 100);
    }

    pub(super) async fn device_lists_have_a_quota_of_their_own(store: Any) {
        let vault = made(&*store, 10).await;
        let large = |version: i64| NewDevices { object: vec![0; 1 << 20], ..list(10, version, &[(11, true)]) };
        for version in 2..=8 {
            assert_eq!(store.put_devices(large(version)).await.unwrap(), Stored::Replaced);
        }
        refused(store.put_devices(large(9)).await, Quota);
        // Nothing of it was kept, a small one still fits, and what is there stays readable.
        assert_eq!(store.vault(vault).await.unwrap().unwrap().list_version, 8);
        assert_eq!(store.put_devices(list(10, 9, &[(11, true)])).await.unwrap(), Stored::Replaced);
        assert_eq!(store.list(vault, 2).await.unwrap().unwrap().len(), 1 << 20);
        // It is a quota of each vault's.
        made(&*store, 20).await;
        assert_eq!(store.put_devices(list(20, 2, &[(21, true)])).await.unwrap(), Stored::Replaced);
    }

    pub(super) async fn an_erased_vault_leaves_nothing(store: Any) {
        made(&*store, 10).await;
        store.add_batches(batches(10, 11, 0, &[60])).await.unwrap();
        store.put_snapshot(snapshot(10, 11, 1, 50)).await.unwrap();
        let code = Holder { login: id(12), account: id(10), kind: LoginKind::VaultCode };
        store.keep_token(hash(1), code, 2_000, 0).await.unwrap();
        store.delete_vault(id(10)).await.unwrap();
        refused(store.delete_vault(id(10)).await, NotFound);
        assert_eq!(store.counts().await.unwrap(), Counts::default());
        assert!(store.token(hash(1), 1).await.unwrap().is_none());
        assert!(store.login(id(11)).await.unwrap().is_none() && store.chains(id(10)).await.unwrap().is_empty());
    }

    pub(super) async fn an_invite_for_a_second_phone_goes_one_way(store: Any) {
        made(&*store, 10).await;
        let (vault, device) = (id(10), id(11));
        refused(store.create_device_invite(NewDeviceInvite { list: 2, ..invite(40) }, 2, 0).await, Version);
        refused(store.create_device_invite(NewDeviceInvite { vault: id(99), ..invite(40) }, 2, 0).await, NotFound);
        assert_eq!(store.create_device_invite(invite(40), 2, 0).await.unwrap(), Stored::New);
        assert_eq!(store.create_device_invite(invite(40), 2, 0).await.unwrap(), Stored::Same);
        refused(store.create_device_invite(NewDeviceInvite { auth: hash(1), ..invite(40) }, 2, 0).await, Conflict);
        store.create_device_invite(invite(41), 2, 0).await.unwrap();
        refused(store.create_device_invite(invite(42), 2, 0).await, Quota);

        // In its order: no hello before the claim, no reveal before the hello, no yes before the reveal.
        let offer = vec![5; 30];
        refused(store.device_hello(vault, key(40, 1), offer.clone(), hash(2), 1).await, Order);
        refused(store.claim_device_invite(vault, InviteKey { auth: hash(9), ..key(40, 1) }, 1).await, Secret);
        assert_eq!(store.claim_device_invite(vault, key(40, 1), 1).await.unwrap(), vec![10; 70]);
        assert_eq!(store.claim_device_invite(vault, key(40, 1), 1).await.unwrap(), vec![10; 70]);
        refused(store.reveal(id(40), device, hash(3), hash(4), 1).await, Order);
        assert_eq!(store.device_hello(vault, key(40, 1), offer.clone(), hash(2), 1).await.unwrap(), Stored::New);
        assert_eq!(store.device_hello(vault, key(40, 1), offer.clone(), hash(2), 1).await.unwrap(), Stored::Same);
        refused(store.device_agree(vault, id(40), hash(40), hash(5), 1).await, Order);
        assert!(store.device_revealed(vault, id(40), hash(40), 1).await.unwrap().is_none());
        refused(store.reveal(id(40), id(12), hash(3), hash(4), 1).await, NotFound);
        store.reveal(id(40), device, hash(3), hash(4), 1).await.unwrap();
        let seen = store.device_revealed(vault, id(40), hash(40), 1).await.unwrap().unwrap();
        assert_eq!((seen.nonce, seen.mac, seen.confirmed), (hash(3), hash(4), None));
        refused(store.device_agree(vault, id(40), hash(9), hash(5), 1).await, Secret);
        assert_eq!(store.device_agree(vault, id(40), hash(40), hash(5), 1).await.unwrap(), Stored::New);
        assert_eq!(store.device_agree(vault, id(40), hash(40), hash(5), 1).await.unwrap(), Stored::Same);
        refused(store.device_agree(vault, id(40), hash(40), hash(6), 1).await, Conflict);
        let view = store.invite(id(40), device, 1).await.unwrap();
        assert_eq!((view.state, view.agreed, view.mac), (InviteState::Revealed, Some(hash(5)), Some(hash(2))));
        assert_eq!(view.offer.unwrap().0, offer);
        store.confirm(id(40), device, hash(7), 1).await.unwrap();
        let seen = store.device_revealed(vault, id(40), hash(40), 1).await.unwrap().unwrap();
        assert_eq!(seen.confirmed, Some(hash(7)));

        // A second hello, a second claim, the end of its time, "different words".
        refused(store.device_hello(vault, key(40, 1), vec![6; 30], hash(2), 1).await, Destroyed);
        refused(store.invite(id(40), device, 1).await, NotFound);
        store.claim_device_invite(vault, key(41, 1), 1).await.unwrap();
        refused(store.claim_device_invite(vault, key(41, 2), 1).await, Destroyed);
        store.create_device_invite(invite(42), 2, 0).await.unwrap();
        refused(store.claim_device_invite(vault, key(42, 1), 1_000).await, Expired);
        refused(store.delete_offered_invite(vault, id(42), hash(9)).await, Secret);
        store.delete_offered_invite(vault, id(42), hash(42)).await.unwrap();
        store.create_device_invite(invite(43), 2, 0).await.unwrap();
        refused(store.delete_own_invite(id(43), id(12)).await, NotFound);
        assert_eq!(store.purge(1_000).await.unwrap().invites, 1);
        // A vault that goes takes its invites along.
        store.create_device_invite(invite(44), 2, 0).await.unwrap();
        store.delete_vault(vault).await.unwrap();
        assert_eq!(store.counts().await.unwrap(), Counts::default());
    }

    pub(super) async fn an_invite_of_one_kind_is_not_there_for_the_other(store: Any) {
        made(&*store, 10).await;
        made(&*store, 20).await;
        store.create_device_invite(invite(40), 2, 0).await.unwrap();
        // Nobody makes a mailbox with it, which would be one without a practitioner.
        refused(store.claim(id(40), hash(40), id(1), 1).await, NotFound);
        store.claim_device_invite(id(10), key(40, 1), 1).await.unwrap();
        let new = NewMailbox { key: key(40, 1), mailbox: id(50), identity: hash(1), keyset: vec![1], highest: 1 };
        refused(store.create_mailbox(new, 1).await, NotFound);
        refused(store.hello(key(40, 1), id(50), hash(2), 1).await, NotFound);
        refused(store.revealed(id(40), hash(40), 1).await, NotFound);
        refused(store.delete_scanned_invite(id(40), hash(40)).await, NotFound);
        // Nor does another vault's path lead to it.
        refused(store.claim_device_invite(id(20), key(40, 1), 1).await, NotFound);
        refused(store.device_hello(id(20), key(40, 1), vec![1], hash(2), 1).await, NotFound);
        refused(store.delete_offered_invite(id(20), id(40), hash(40)).await, NotFound);
        assert_eq!(store.invite(id(40), id(11), 1).await.unwrap().state, InviteState::Claimed);
    }
}
