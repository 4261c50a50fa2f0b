//! A client: a phone and a tablet with real stores and the real exchange, and the messages they send to their practitioner.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use handrail_clinic::{RelayClock as _, SystemClock};
use handrail_core::Handrail;
use handrail_core::backup::{BackupPlace, CodeCheck, RestoreFrom};
use handrail_core::clock::{Clock, Moment};
use handrail_core::sync::http::CancelToken;
use handrail_tests::phone;
use handrail_wire::outer::SEALED_LEN;
use handrail_wire::{Hash, Id};

use crate::house::Door;
use crate::town::{Person, random, sha256};
use crate::wire::Wire;

/// Real time, and as far ahead of it as nobody wants to wait for a phone's patience.
#[derive(Debug, Default)]
struct Ahead(AtomicI64);

impl Clock for Ahead {
    fn now(&self) -> Option<Moment> {
        let instant_ms = SystemClock.now_ms() + self.0.load(Ordering::SeqCst);
        Some(Moment { instant_ms, zone: "Europe/London".into(), offset_min: 0 })
    }

    fn running_ms(&self) -> u64 {
        self.now().map_or(0, |now| now.instant_ms.unsigned_abs())
    }
}

/// A phone, and what of it a finished sync said is at the relay.
pub(crate) struct Phone {
    pub(crate) handrail: Handrail,
    pub(crate) folder: PathBuf,
    clock: Arc<Ahead>,
    written: BTreeSet<String>,
    pub(crate) acknowledged: BTreeSet<String>,
}

impl Phone {
    pub(crate) fn new(folder: PathBuf) -> Self {
        let clock = Arc::new(Ahead::default());
        let handrail = phone::open(&folder, clock.clone()).unwrap();
        Self { handrail, folder, clock, written: BTreeSet::new(), acknowledged: BTreeSet::new() }
    }

    pub(crate) fn writes(&mut self, line: String) {
        self.handrail.add_talk_about(&line).unwrap();
        self.written.insert(line);
    }

    /// Sends and fetches; whether it came to its end.
    pub(crate) async fn syncs(&mut self) -> bool {
        let report = self.handrail.sync(&CancelToken::new()).await.unwrap();
        assert_eq!((report.not_opened, report.over_quota), (0, false), "{report:?}");
        if let Some(at) = report.retry_at_ms {
            let now = self.clock.now().unwrap().instant_ms;
            self.clock.0.fetch_add((at - now).max(0) + 1, Ordering::SeqCst);
        }
        if report.stopped.is_none() {
            self.acknowledged.clone_from(&self.written);
        }
        report.stopped.is_none()
    }

    /// The same, again and again, until it came to its end.
    pub(crate) async fn syncs_at_last(&mut self) {
        for _ in 0..200 {
            if self.syncs().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it never came to its end: {:?}", self.handrail.backup().unwrap());
    }

    pub(crate) fn lines(&self) -> BTreeSet<String> {
        self.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect()
    }

    pub(crate) fn exported(&self) -> Vec<u8> {
        let mut archive = Vec::new();
        self.handrail.export_all(&mut archive, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
        archive
    }

    /// Its newest batch that a relay said it holds: vault, phone, number, hash.
    pub(crate) fn told(&self) -> (Vec<u8>, Vec<u8>, i64, Vec<u8>) {
        let c = phone::raw(&self.folder.join("handrail.db")).unwrap();
        let sql = "SELECT id, device, acknowledged, acknowledged_hash FROM vault";
        c.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).unwrap()
    }
}

/// A phone of somebody's on which the backup comes back.
pub(crate) async fn restored(folder: PathBuf, code: &str, door: &Door, lost: bool) -> Phone {
    let new = Phone::new(folder);
    let from = RestoreFrom::Typed { code: code.to_owned().into(), relay: door.origin() };
    assert_eq!(new.handrail.begin_restore(&from, lost, false).unwrap(), CodeCheck::Right);
    let cancel = CancelToken::new();
    let seen = new.handrail.fetch_restore(&cancel, &mut |_| ()).await.unwrap();
    assert!(!seen.some_missing);
    new.handrail.confirm_restore(&cancel).await.unwrap();
    new
}

/// A client with two phones and a practitioner.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) phones: [Phone; 2],
    person: Arc<Person>,
    reader: Id,
    /// What the relay answered for: messages by their hash.
    pub(crate) sent: BTreeSet<Hash>,
    /// Syncs and messages that were cut short.
    pub(crate) cut: usize,
}

impl Pair {
    /// Turns the backup on, and brings it back on a tablet.
    pub(crate) async fn begin(home: &Path, number: usize, person: Arc<Person>, reader: Id, door: &Door) -> Self {
        let name = format!("client-{number}");
        let mut phone = Phone::new(home.join(format!("{name}-phone")));
        let sheet = phone.handrail.create_recovery_code(&BackupPlace::At(door.origin())).unwrap();
        assert_eq!(phone.handrail.verify_recovery_code(&sheet.code).unwrap(), CodeCheck::Right);
        phone.writes(format!("{name}, first"));
        phone.syncs_at_last().await;
        let code = sheet.code.to_string();
        let tablet = restored(home.join(format!("{name}-tablet")), &code, door, false).await;
        Self { name, code, phones: [phone, tablet], person, reader, sent: BTreeSet::new(), cut: 0 }
    }

    /// Writes on both, syncs both, sends a message, `rounds` times, whatever becomes of the relays; counts the syncs.
    pub(crate) async fn lives(&mut self, rounds: u64, door: &Door, done: &AtomicUsize) {
        for round in 1..=rounds {
            for (place, which) in ["phone", "tablet"].into_iter().enumerate() {
                let line = format!("{}, {which}, {round}", self.name);
                self.phones[place].writes(line);
                if !self.phones[place].syncs().await {
                    self.cut += 1;
                }
                done.fetch_add(1, Ordering::SeqCst);
            }
            self.sends(round, door).await;
        }
    }

    /// One message, again and again until a relay said that it has it.
    async fn sends(&mut self, sequence: u64, door: &Door) {
        let packet = self.person.packet(&random::<SEALED_LEN>().0, sequence);
        let path = self.person.slot(self.reader, sequence);
        for _ in 0..200 {
            if let Some(status) = self.tries(&path, &packet, door).await {
                assert!([200, 201].contains(&status), "{status}");
                self.sent.insert(sha256(&packet));
                return;
            }
            self.cut += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no relay took it");
    }

    async fn tries(&self, path: &str, packet: &[u8], door: &Door) -> Option<u16> {
        let mut wire = Wire::to(door.address).await.ok()?;
        let origin = door.origin().parse().unwrap();
        let token = wire.log_in(&origin, self.person.account, &self.person.key).await.ok()?;
        wire.put(path, &token, packet).await.ok()
    }

    pub(crate) fn reader(&self) -> Id {
        self.reader
    }
}
