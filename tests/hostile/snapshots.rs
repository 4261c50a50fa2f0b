//! A relay that changes, damages or swaps the snapshots of a backup, or says that others have agreed to forget.

use handrail_core::backup::BackupState;
use handrail_core::seal::keys::SigningKey;
use handrail_core::sync::SyncMessage;
use handrail_tests::phone::raw;
use handrail_tests::together::{Client, DAY};
use handrail_wire::vault::collect::Ack;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::snapshot::Snapshot;
use handrail_wire::{Fixed, Id};

use crate::scene::lines;
use crate::vault::{Home, own, said, signed};

/// After so long, a few changes are enough for a snapshot.
const A_MONTH: i64 = 31 * DAY;

/// The newest snapshot at the relay: where it stands, and its bytes.
fn newest(home: &Home) -> (i64, Vec<u8>) {
    let sql = "SELECT place, bytes FROM vault_snapshot ORDER BY place DESC LIMIT 1";
    home.database().query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap()
}

fn put(home: &Home, place: i64, bytes: &[u8]) {
    let changed = home.database().execute("UPDATE vault_snapshot SET bytes = ?2 WHERE place = ?1", (place, bytes));
    assert_eq!(changed.unwrap(), 1);
}

pub fn count(home: &Home, table: &str) -> i64 {
    home.database().query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap()
}

/// Changes that the phone could still tell another one by itself.
fn log_of(client: &mut Client) -> i64 {
    client
        .while_closed(|folder| {
            Ok(raw(&folder.join("handrail.db"))?.query_row("SELECT count(*) FROM op", [], |r| r.get(0))?)
        })
        .unwrap()
}

/// A month later the phone makes a snapshot; the tablet has not seen it yet.
pub fn a_month_later(home: &mut Home) {
    let before = count(home, "vault_snapshot");
    home.all.clock.pass(A_MONTH);
    home.phone_writes();
    assert_eq!(count(home, "vault_snapshot"), before + 1);
}

/// Both have it, and what lies below it is gone from the relay.
pub fn collected(home: &Home) {
    for _ in 0..2 {
        home.all.clock.pass(2 * DAY);
        home.both_sync();
    }
    assert_eq!(count(home, "vault_batch"), 0, "everything is in the snapshot");
}

#[test]
fn h17_snapshot_swap() {
    let mut home = Home::new("h17");
    a_month_later(&mut home);
    collected(&home);
    let (_, old) = newest(&home);
    home.tablet_writes();
    a_month_later(&mut home);
    collected(&home);
    let (place, good) = newest(&home);
    assert!(old != good && count(&home, "vault_snapshot") == 2, "the last two are kept");

    put(&home, place, &old);
    // Before anything counts as theirs, the person is told that some of it is missing; both old phones stay on the list.
    let (new, seen) = home.all.restored("new phone", &home.code, true).unwrap();
    assert!(seen.some_missing);
    home.all.sync(&new).unwrap();
    let names = said(&new);
    assert!(names.contains(&"forged".to_owned()) && names.contains(&"missing".to_owned()), "{names:?}");
    assert!(lines(&new.handrail).len() < home.written);
    assert!(new.handrail.backup_devices().unwrap().iter().filter(|d| d.removed.is_none()).count() == 3);

    // What the old phones have comes back through them: they see that somebody lacks it.
    for _ in 0..2 {
        home.all.clock.pass(2 * DAY);
        for device in [&home.phone, &home.tablet, &new] {
            home.all.sync(device).unwrap();
        }
    }
    assert_eq!(lines(&new.handrail).len(), home.written);
    assert_eq!(new.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
    home.goes_on();
}

#[test]
fn h18_snapshot_damage() {
    let mut home = Home::new("h18");
    a_month_later(&mut home);
    let (place, good) = newest(&home);
    let batches = count(&home, "vault_batch");
    for (n, at) in [6, good.len() / 2, good.len() - 1].into_iter().enumerate() {
        let mut bad = good.clone();
        bad[at] ^= 4;
        put(&home, place, &bad);
        // A new phone goes round it, since every batch is still there, and says all the same that something could not be read.
        let looking = home.all.client(&format!("looking {n}")).unwrap();
        let from =
            handrail_core::backup::RestoreFrom::Typed { code: home.code.clone().into(), relay: home.all.origin() };
        looking.handrail.begin_restore(&from, false, false).unwrap();
        let cancel = handrail_core::sync::http::CancelToken::new();
        let seen = home.all.runtime.block_on(looking.handrail.fetch_restore(&cancel, &mut |_| ())).unwrap();
        assert_eq!((seen.some_missing, seen.entries), (true, u64::try_from(home.written).unwrap()), "byte {at}");
    }
    // The tablet was to prove it: it says what it met, forgets nothing, and makes a good one in its place.
    home.all.clock.pass(DAY);
    home.all.sync(&home.tablet).unwrap();
    assert!(said(&home.tablet).contains(&"forged".to_owned()));
    assert_eq!((count(&home, "vault_batch"), count(&home, "vault_snapshot")), (batches, 2));
    assert_eq!(Snapshot::decode(&newest(&home).1).unwrap().header.device, own(&home.tablet));
    collected(&home);
    assert_eq!(home.tablet.handrail.backup().unwrap().state, BackupState::On);
    home.goes_on();
}

#[test]
fn h19_false_gc_ack() {
    let mut home = Home::new("h19");
    home.tablet_writes();
    a_month_later(&mut home);
    let (phone, tablet) = (own(&home.phone), own(&home.tablet));
    let list = DeviceList::kept(&signed(&home).0).unwrap();
    let sql = "SELECT ack FROM vault_device WHERE device = ?1";
    let ack_of =
        |home: &Home, of: Id| home.database().query_row(sql, [of.as_bytes()], |r| r.get::<_, Option<Vec<u8>>>(0));
    let own_ack = ack_of(&home, phone).unwrap().unwrap();
    let honest = Ack::open(&own_ack, &list).unwrap();
    let key = |client: &mut Client| {
        let seed: [u8; 32] = client
            .while_closed(|folder| {
                Ok(raw(&folder.join("handrail.db"))?.query_row("SELECT identity FROM vault", [], |r| r.get(0))?)
            })
            .unwrap();
        SigningKey::from_seed(&seed).unwrap()
    };
    let (phones, tablets) = (key(&mut home.phone), key(&mut home.tablet));
    let (batches, log) = (count(&home, "vault_batch"), log_of(&mut home.phone));
    assert!(batches > 0 && log > 0);
    let as_tablet = Ack { device: tablet, ..honest.clone() };
    let lies = [
        // The phone's own once more; the tablet's word in the phone's hand; the tablet's, of another snapshot; and of another list.
        own_ack,
        as_tablet.sign(&phones).unwrap(),
        Ack { snapshot: Fixed([9; 32]), ..as_tablet.clone() }.sign(&tablets).unwrap(),
        Ack { list: honest.list - 1, ..as_tablet }.sign(&tablets).unwrap(),
    ];
    let before = ack_of(&home, tablet).unwrap();
    let say = |home: &Home, ack: Option<&Vec<u8>>| {
        home.database()
            .execute("UPDATE vault_device SET ack = ?2 WHERE device = ?1", (tablet.as_bytes(), ack))
            .unwrap();
    };
    for lie in &lies {
        say(&home, Some(lie));
        home.all.clock.pass(2 * DAY);
        home.all.sync(&home.phone).unwrap();
        assert_eq!((count(&home, "vault_batch"), log_of(&mut home.phone)), (batches, log), "nothing is forgotten");
        assert!(home.phone.handrail.backup().unwrap().findings.is_empty());
    }
    say(&home, before.as_ref());

    // A relay that deletes all the same takes nothing from anybody: the snapshot has it.
    home.phone_writes();
    let c = home.database();
    for (device, covers) in [(phone, honest.covers.of(phone)), (tablet, honest.covers.of(tablet))] {
        let below = i64::try_from(covers).unwrap();
        c.execute("DELETE FROM vault_batch WHERE device = ?1 AND sequence <= ?2", (device.as_bytes(), below)).unwrap();
    }
    drop(c);
    home.all.clock.pass(2 * DAY);
    home.both_sync();
    assert_eq!(lines(&home.tablet.handrail).len(), home.written);
    home.goes_on();
}
