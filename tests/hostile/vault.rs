//! A relay that keeps a person's backup, and loses, changes, mixes up or makes up what is in it.

use std::path::PathBuf;

use handrail_core::backup::BackupState;
use handrail_core::ids::Id as RecordId;
use handrail_core::seal::keys::SigningKey;
use handrail_core::sync::SyncMessage;
use handrail_tests::line::Fault;
use handrail_tests::phone::raw;
use handrail_tests::together::{Client, DAY, HOUR, Together};
use handrail_wire::derive::sha256;
use handrail_wire::vault::batch::Batch;
use handrail_wire::vault::devices::{DeviceList, Signer};
use handrail_wire::{Fixed, Hash, Id};
use rusqlite::Connection;

use crate::keys::drawn;
use crate::scene::{assert_calm, lines, reads};

/// Maria's phone and tablet, her printed code, and their relay.
pub struct Home {
    pub all: Together,
    pub phone: Client,
    pub tablet: Client,
    pub code: String,
    pub written: usize,
}

impl Home {
    pub fn new(name: &str) -> Self {
        let all = Together::new(name).unwrap();
        let phone = all.client("phone").unwrap();
        let code = phone.turn_backup_on(&all.origin()).unwrap();
        phone.handrail.add_talk_about("line 0").unwrap();
        all.sync(&phone).unwrap();
        let (tablet, _) = all.restored("tablet", &code, false).unwrap();
        let mut home = Self { all, phone, tablet, code, written: 1 };
        for _ in 0..2 {
            home.phone_writes();
            home.tablet_writes();
        }
        home.both_sync();
        home
    }

    pub fn phone_writes(&mut self) {
        write(&self.all, &self.phone, self.written);
        self.written += 1;
    }

    pub fn tablet_writes(&mut self) {
        write(&self.all, &self.tablet, self.written);
        self.written += 1;
    }

    /// A line that nobody was told of yet.
    pub fn phone_has_something(&mut self) {
        self.phone.handrail.add_talk_about(&format!("line {}", self.written)).unwrap();
        self.written += 1;
    }

    /// The phone's newest batch at the relay.
    pub fn a_batch(&self) -> Vec<u8> {
        self.newest(own(&self.phone)).1
    }

    pub fn batches_of(&self, of: Id) -> usize {
        self.batches().iter().filter(|(device, _, _)| device == of.as_bytes()).count()
    }

    pub fn both_sync(&self) {
        for _ in 0..2 {
            self.all.sync(&self.phone).unwrap();
            self.all.sync(&self.tablet).unwrap();
        }
    }

    pub fn database(&self) -> Connection {
        self.all.relay_database().unwrap()
    }

    fn newest(&self, of: Id) -> (i64, Vec<u8>) {
        let sql = "SELECT sequence, bytes FROM vault_batch WHERE device = ?1 ORDER BY sequence DESC LIMIT 1";
        self.database().query_row(sql, [of.as_bytes()], |r| Ok((r.get(0)?, r.get(1)?))).unwrap()
    }

    fn put(&self, of: Id, sequence: i64, bytes: &[u8]) {
        put(&self.database(), of, sequence, bytes);
    }

    /// All that the relay has of this vault.
    fn batches(&self) -> Vec<(Vec<u8>, i64, Vec<u8>)> {
        let c = self.database();
        let mut q = c.prepare("SELECT device, sequence, bytes FROM vault_batch ORDER BY 1, 2").unwrap();
        q.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().map(Result::unwrap).collect()
    }

    /// The phone writes, the relay gives the tablet other bytes for it. What the tablet's diagnostics page calls it; the tablet lacks
    /// that one thing, says so calmly, and has it once the bytes are right.
    fn changed(&mut self, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<String> {
        self.phone_writes();
        let of = own(&self.phone);
        let (sequence, good) = self.newest(of);
        self.put(of, sequence, &change(&good));
        let before = lines(&self.tablet.handrail).len();
        self.all.sync(&self.tablet).unwrap();
        assert_eq!(lines(&self.tablet.handrail).len(), before);
        let names = said(&self.tablet);
        self.put(of, sequence, &good);
        self.all.sync(&self.tablet).unwrap();
        assert_eq!(lines(&self.tablet.handrail).len(), self.written);
        names
    }

    /// With an honest relay: both phones hold every word, say that it is backed up, and a new phone gets the same by the code.
    pub fn goes_on(&mut self) {
        self.all.line.mend();
        self.phone_writes();
        self.tablet_writes();
        self.both_sync();
        assert_eq!(lines(&self.phone.handrail).len(), self.written);
        assert!(self.phone.exported().unwrap() == self.tablet.exported().unwrap());
        for device in [&self.phone, &self.tablet] {
            assert_eq!(device.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
            assert!(device.handrail.backup().unwrap().findings.is_empty());
        }
        let (new, seen) = self.all.restored("new", &self.code, false).unwrap();
        assert!(!seen.some_missing);
        assert!(new.exported().unwrap() == self.phone.exported().unwrap());
    }

    /// A copy of everything the relay has, as it is now.
    fn copy(&mut self, name: &str) -> PathBuf {
        self.all.stop_relay().unwrap();
        let copy = self.all.folder(name);
        std::fs::create_dir_all(&copy).unwrap();
        for file in std::fs::read_dir(self.all.relay_folder()).unwrap() {
            let file = file.unwrap().path();
            if file.is_file() {
                std::fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
            }
        }
        self.all.start_relay(false).unwrap();
        copy
    }

    /// From now on the relay has that, and the copy is what it had: with its own epoch and generation, so that it starts as if
    /// nothing had been.
    fn swap(&mut self, copy: &PathBuf) {
        self.all.stop_relay().unwrap();
        let (here, aside) = (self.all.relay_folder(), self.all.folder("aside"));
        std::fs::rename(&here, &aside).unwrap();
        std::fs::rename(copy, &here).unwrap();
        std::fs::rename(&aside, copy).unwrap();
        self.all.start_relay(false).unwrap();
        // Tokens are the running relay's; a new day brings new logins.
        self.all.clock.pass(HOUR);
    }
}

fn write(all: &Together, on: &Client, n: usize) {
    all.clock.pass(HOUR);
    on.handrail.add_talk_about(&format!("line {n}")).unwrap();
    all.sync(on).unwrap();
}

/// A phone's name in its vault.
pub fn own(client: &Client) -> Id {
    let devices = client.handrail.backup_devices().unwrap();
    let id: RecordId = devices.into_iter().find(|d| d.this_phone).unwrap().id;
    id.into()
}

/// Puts bytes in a batch's place, and what the relay says of that phone's newest accordingly.
fn put(c: &Connection, of: Id, sequence: i64, bytes: &[u8]) {
    c.execute(
        "INSERT OR REPLACE INTO vault_batch (vault, device, sequence, bytes) SELECT vault, ?1, ?2, ?3 FROM vault",
        (of.as_bytes(), sequence, bytes),
    )
    .unwrap();
    tell(c, of);
}

/// Loses a batch.
fn lose(c: &Connection, of: Id, sequence: i64) {
    c.execute("DELETE FROM vault_batch WHERE device = ?1 AND sequence = ?2", (of.as_bytes(), sequence)).unwrap();
    tell(c, of);
}

/// What the relay says of a phone's newest batch is what it has.
fn tell(c: &Connection, of: Id) {
    let sql = "SELECT sequence, bytes FROM vault_batch WHERE device = ?1 ORDER BY sequence DESC LIMIT 1";
    let newest = c.query_row(sql, [of.as_bytes()], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?)));
    let (sequence, hash) = newest.map_or((0, [0; 32]), |(sequence, bytes)| (sequence, sha256(&bytes)));
    let sql = "UPDATE vault_device SET sequence = ?2, hash = ?3, head = NULL WHERE device = ?1";
    c.execute(sql, (of.as_bytes(), sequence, hash)).unwrap();
}

/// Something was noticed: its names, and that the person reads the one sentence about it.
pub fn said(client: &Client) -> Vec<String> {
    let status = client.handrail.sync_status().unwrap();
    // A version that this phone does not know may be a newer app's.
    let (message, sentence) = if status.refusals == ["newer_version"] {
        (SyncMessage::PleaseUpdate, "Please update Handrail.")
    } else {
        (SyncMessage::SomethingMissing, "Something did not arrive. Your notes are safe here.")
    };
    assert_eq!(status.message, message, "{:?}", status.refusals);
    assert_eq!(reads(&status), sentence);
    let names: Vec<&str> = status.refusals.iter().map(String::as_str).collect();
    assert_calm(&reads(&status), &names);
    status.refusals
}

#[test]
fn h01_drop_batch() {
    let mut home = Home::new("h01");
    let (of, whole) = (own(&home.phone), home.batches());
    let (sequence, _) = home.newest(of);
    lose(&home.database(), of, sequence);
    home.all.sync(&home.phone).unwrap();
    assert_eq!(said(&home.phone), ["went_back"]);
    assert!(home.batches() == whole, "the very same bytes again");
    home.goes_on();
}

#[test]
fn h02_truncate_tail() {
    let mut home = Home::new("h02");
    let of = own(&home.phone);
    let (sequence, _) = home.newest(of);
    lose(&home.database(), of, sequence);
    // The tablet's signed claim says that there was more.
    let (third, seen) = home.all.restored("third", &home.code, false).unwrap();
    assert!(seen.some_missing, "said before she says that it is hers");
    assert_eq!(lines(&third.handrail).len(), home.written - 1);
    // And not only then: it is said until it is there.
    for _ in 0..3 {
        write(&home.all, &third, home.written);
        home.written += 1;
        assert_eq!(said(&third), ["missing"]);
    }
    home.all.sync(&home.phone).unwrap();
    home.all.sync(&third).unwrap();
    assert_eq!(lines(&third.handrail).len(), home.written);
    assert_eq!(third.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
    home.goes_on();
}

#[test]
fn h04_rollback_live() {
    let mut home = Home::new("h04");
    let of = own(&home.tablet);
    home.tablet_writes();
    home.all.sync(&home.phone).unwrap();
    let (sequence, _) = home.newest(of);
    lose(&home.database(), of, sequence);
    home.all.sync(&home.phone).unwrap();
    assert_eq!(lines(&home.phone.handrail).len(), home.written, "what it has seen it keeps");
    home.all.sync(&home.tablet).unwrap();
    assert_eq!(said(&home.tablet), ["went_back"]);
    home.goes_on();
}

#[test]
fn h05_fork() {
    let mut home = Home::new("h05");
    let other = home.copy("fork");
    home.phone_writes();
    home.swap(&other);
    home.tablet_writes();
    assert!(lines(&home.phone.handrail) != lines(&home.tablet.handrail));
    // Each lives in its own story, until one of them meets the other's.
    home.swap(&other);
    home.all.sync(&home.tablet).unwrap();
    assert_eq!(said(&home.tablet), ["went_back"]);
    home.goes_on();
}

#[test]
fn h06_reorder() {
    let mut home = Home::new("h06");
    let of = own(&home.phone);
    home.phone_writes();
    let (first, held_back) = home.newest(of);
    home.phone_writes();
    home.database()
        .execute("DELETE FROM vault_batch WHERE device = ?1 AND sequence = ?2", (of.as_bytes(), first))
        .unwrap();
    home.all.sync(&home.tablet).unwrap();
    assert_eq!(said(&home.tablet), ["missing"]);
    assert_eq!(lines(&home.tablet.handrail).len(), home.written - 2, "the later one waits for the one before it");
    home.put(of, first, &held_back);
    home.all.sync(&home.tablet).unwrap();
    assert_eq!(lines(&home.tablet.handrail).len(), home.written);
    home.goes_on();
}

#[test]
fn h07_replay_seq() {
    let mut home = Home::new("h07");
    let earlier = home.newest(own(&home.phone)).1;
    let names = home.changed(|good| {
        let mut replayed = Batch::decode(&earlier).unwrap();
        replayed.header = Batch::decode(good).unwrap().header;
        replayed.encode()
    });
    assert!(names.contains(&"forged".to_owned()), "{names:?}");
    home.goes_on();
}

#[test]
fn h08_splice_vault() {
    let mut home = Home::new("h08");
    let names = home.changed(|good| {
        let mut moved = Batch::decode(good).unwrap();
        moved.header.vault = Fixed(drawn());
        moved.encode()
    });
    assert_eq!(names, ["not_listed"], "that vault is none of hers");
    home.goes_on();
}

#[test]
fn h09_splice_device() {
    let mut home = Home::new("h09");
    let tablets = home.newest(own(&home.tablet)).1;
    let names = home.changed(|good| {
        let mut moved = Batch::decode(&tablets).unwrap();
        moved.header = Batch::decode(good).unwrap().header;
        moved.encode()
    });
    assert_eq!(names, ["unreadable"], "a tablet that has seen itself is none");
    home.goes_on();
}

#[test]
fn h11_suite_downgrade() {
    let mut home = Home::new("h11");
    // Where the format's version and the suite stand: a batch is a version, then lp(header), which is a version, then lp(suite).
    for (at, other) in [(0, 2), (5, 2), (10, 0), (10, 2)] {
        let names = home.changed(|good| {
            let mut bad = good.to_vec();
            assert_eq!(bad[at], 1);
            bad[at] = other;
            bad
        });
        assert_eq!(names.len(), 1, "{at} {other}: {names:?}");
    }
    home.goes_on();
}

#[test]
fn h10_bit_flip() {
    let mut home = Home::new("h10");
    // A byte in each tenth of the batch, and its ends; each of them on a batch of its own.
    for tenth in 0..=10 {
        let names = home.changed(|good| {
            let mut bad = good.to_vec();
            bad[(good.len() - 1) * tenth / 10] ^= 0x10;
            bad
        });
        assert!(!names.is_empty(), "{tenth}");
    }
    home.goes_on();
}

#[test]
fn h12_inject_device() {
    let mut home = Home::new("h12");
    let (stranger, key) = (Id::from(drawn()), SigningKey::from_seed(&drawn()).unwrap());
    let real = Batch::decode(&home.newest(own(&home.phone)).1).unwrap();
    let mut header = real.header;
    (header.device, header.sequence, header.previous) = (stranger, 1, Hash::from([0; 32]));
    let injected = Batch::sign(header, real.sealed.clone(), real.claim.clone(), &key).unwrap();
    let c = home.database();
    c.execute(
        "INSERT INTO vault_device (vault, device, live, hash, seen) SELECT vault, ?1, 1, zeroblob(32), x'' FROM vault",
        [stranger.as_bytes()],
    )
    .unwrap();
    home.put(stranger, 1, &injected.encode());
    // Who is not listed is in no comparison, so it comes up when everything is looked at: once a day.
    home.all.clock.pass(DAY);
    home.phone_writes();
    assert_eq!(said(&home.phone), ["not_listed"]);
    assert_eq!(lines(&home.phone.handrail).len(), home.written);
    for table in ["vault_batch", "vault_device"] {
        c.execute(&format!("DELETE FROM {table} WHERE device = ?1"), [stranger.as_bytes()]).unwrap();
    }
    drop(c);
    home.goes_on();
}

/// The newest list and keyring as the relay has them.
pub type Signed = (Vec<u8>, i64, Vec<u8>, i64);

pub fn signed(home: &Home) -> Signed {
    let sql = "SELECT list, list_version, keyring, keyring_version FROM vault";
    home.database().query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).unwrap()
}

/// A phone in place of both, which are lost: a new list, and a new key for what is written from then on.
fn third(home: &Home) -> Client {
    let (third, seen) = home.all.restored("third", &home.code, true).unwrap();
    assert!(!seen.some_missing);
    assert_eq!(third.handrail.backup().unwrap().state, BackupState::On);
    write(&home.all, &third, home.written);
    third
}

#[test]
fn h13_old_device_list() {
    let home = Home::new("h13");
    let old = signed(&home);
    let third = third(&home);
    let new = signed(&home);
    assert!(new.1 > old.1);
    let sql = "UPDATE vault SET list = ?1, list_version = ?2";
    home.database().execute(sql, (&old.0, old.1)).unwrap();
    home.all.clock.pass(HOUR);
    home.all.sync(&third).unwrap();
    assert!(said(&third).contains(&"old_list".to_owned()));
    home.database().execute(sql, (&new.0, new.1)).unwrap();
    write(&home.all, &third, home.written + 1);
    assert_eq!(third.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
    assert_eq!(lines(&third.handrail).len(), home.written + 2);
}

#[test]
fn h14_old_keyring() {
    let home = Home::new("h14");
    let old = signed(&home);
    let third = third(&home);
    let new = signed(&home);
    assert!(new.3 > old.3);
    let sql = "UPDATE vault SET keyring = ?1, keyring_version = ?2";
    home.database().execute(sql, (&old.2, old.3)).unwrap();
    write(&home.all, &third, home.written + 1);
    assert!(said(&third).contains(&"old_keyring".to_owned()));
    let epoch = |bytes: &[u8]| Batch::decode(bytes).unwrap().header.epoch;
    let (first, newest) = (home.newest(own(&home.phone)).1, home.newest(own(&third)).1);
    assert!(epoch(&newest) > epoch(&first), "it goes on under the new key, which the lost phones do not have");
    home.database().execute(sql, (&new.2, new.3)).unwrap();
    write(&home.all, &third, home.written + 2);
    assert_eq!(third.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
}

#[test]
fn h15_ack_no_store() {
    let mut home = Home::new("h15");
    let of = own(&home.phone);
    let before = home.newest(of).0;
    let path = home.database().path().unwrap().to_owned();
    home.all.line.put_in(
        "POST /v1/vaults/",
        Fault::changed(move |asked, _| {
            if asked.what.ends_with("/sync") {
                let c = Connection::open(&path).unwrap();
                c.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
                c.execute("DELETE FROM vault_batch WHERE device = ?1 AND sequence > ?2", (of.as_bytes(), before))
                    .unwrap();
                tell(&c, of);
            }
        }),
    );
    home.phone_writes();
    assert_eq!(home.newest(of).0, before, "said to be stored, and not there");
    home.all.line.mend();
    home.all.sync(&home.phone).unwrap();
    assert_eq!(said(&home.phone), ["went_back"]);
    assert!(home.newest(of).0 > before);
    home.goes_on();
}

#[test]
fn h16_silent_restore() {
    let mut home = Home::new("h16");
    let old = home.copy("old");
    for _ in 0..3 {
        home.phone_writes();
    }
    let whole = home.batches();
    // An older database, under the same epoch.
    home.swap(&old);
    assert!(home.batches().len() < whole.len());
    home.all.sync(&home.phone).unwrap();
    assert_eq!(said(&home.phone), ["went_back"]);
    assert!(home.batches() == whole, "the very same bytes again");
    home.goes_on();
}

#[test]
fn h44_removed_device_signs() {
    let mut home = Home::new("h44");
    let of = own(&home.phone);
    let before = home.copy("before");
    let third = third(&home);
    let mine = lines(&third.handrail);
    // The removed phone writes on where it is still listed, and the relay passes it to the one that removed it.
    home.swap(&before);
    home.phone_writes();
    let (sequence, late) = home.newest(of);
    home.swap(&before);
    home.put(of, sequence, &late);
    // As above: with the daily look.
    home.all.clock.pass(DAY);
    home.all.sync(&third).unwrap();
    assert!(said(&third).contains(&"not_listed".to_owned()));
    assert_eq!(lines(&third.handrail), mine);
    assert_eq!(third.handrail.sync_status().unwrap().message, SyncMessage::SomethingMissing);
    // It was said once. The relay holds it on, and that is all.
    for _ in 0..2 {
        home.all.sync(&third).unwrap();
        assert_eq!(third.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
    }
    assert_eq!((home.newest(of).0, lines(&third.handrail)), (sequence, mine));

    // And signs the next list, with itself in it.
    let (list, version, ..) = signed(&home);
    let kept = DeviceList::kept(&list).unwrap();
    let mut next = kept.next(DeviceList::hash_of(&list), Signer::Device(of));
    for device in &mut next.devices {
        device.removed = None;
    }
    let seed: [u8; 32] = home
        .phone
        .while_closed(|folder| {
            Ok(raw(&folder.join("handrail.db"))?.query_row("SELECT identity FROM vault", [], |r| r.get(0))?)
        })
        .unwrap();
    let forged = next.sign(&SigningKey::from_seed(&seed).unwrap()).unwrap();
    let c = home.database();
    c.execute("UPDATE vault SET list = ?1, list_version = ?2", (&forged, version + 1)).unwrap();
    c.execute(
        "INSERT INTO vault_list (vault, version, object) SELECT vault, ?2, ?1 FROM vault",
        (&forged, version + 1),
    )
    .unwrap();
    write(&home.all, &third, 90);
    assert!(said(&third).contains(&"old_list".to_owned()));
    let live = third.handrail.backup_devices().unwrap().into_iter().filter(|d| d.removed.is_none());
    assert_eq!(live.count(), 1);
    c.execute("UPDATE vault SET list = ?1, list_version = ?2", (&list, version)).unwrap();
    c.execute("DELETE FROM vault_list WHERE version > ?1", [version]).unwrap();
    write(&home.all, &third, 91);
    assert_eq!(third.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
}
