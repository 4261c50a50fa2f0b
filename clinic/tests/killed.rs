//! Relays that are killed without a word: what was answered with 201 is there afterwards, and a backup that was being taken
//! is whole or refused. The real binary, real files, real connections.
//!
//! The clients and the people are those of the measurements (`tests/src/bench/relay`), so that both mean the same by a message.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]
#![allow(dead_code, unreachable_pub)] // what is shared has more in it than is used here

mod databases;
#[path = "../../tests/src/bench/relay/town.rs"]
mod town;
#[path = "../../tests/src/bench/relay/wire.rs"]
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail_clinic::store::Store;
use handrail_clinic::store::sqlite::{self, Opening, SqliteStore};
use handrail_clinic::{RelayClock as _, SystemClock};
use handrail_wire::api::{Cursor, InboxResponse, paths};
use handrail_wire::login::Origin;
use handrail_wire::outer::SEALED_LEN;
use handrail_wire::{Hash, Id};
use tokio::task::JoinSet;

use town::{Person, Town, random, sha256};
use wire::Wire;

const BINARY: &str = env!("CARGO_BIN_EXE_handrail-clinic");
/// What every relay here says it is, on whatever port: clients sign it.
const ORIGIN: &str = "http://127.0.0.1:1";

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("handrail-killed-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(args: &[&str]) -> Output {
    Command::new(BINARY).args(args).output().unwrap()
}

/// A relay's process. It is killed, never stopped.
struct Serving {
    child: Child,
    address: SocketAddr,
}

impl Serving {
    /// Begins, and begins again while somebody still holds the folder: a process that another test has just forked has every
    /// lock of this one until it becomes another program.
    fn start(place: &[&str]) -> Self {
        let mut last = String::new();
        for _ in 0..50 {
            match Self::try_start(place) {
                Ok(serving) => return serving,
                Err(words) if words.contains("already serves") => last = words,
                Err(words) => panic!("it ended: {words}"),
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("it ended: {last}");
    }

    fn try_start(place: &[&str]) -> Result<Self, String> {
        let mut child = Command::new(BINARY)
            .arg("serve")
            .args(place)
            .args(["--listen", "127.0.0.1:0", "--origin", ORIGIN])
            .args(["--requests-per-minute", "1000000", "--challenges-per-minute", "1000000"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let mut words = child.stderr.take().unwrap();
        let Some(address) = line.trim().strip_prefix("Listening on ") else {
            let mut why = String::new();
            std::io::Read::read_to_string(&mut words, &mut why).unwrap();
            child.wait().unwrap();
            return Err(why);
        };
        let address = address.parse().unwrap();
        // Its other lines go on being read, so that it never waits for somebody to read them.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        std::thread::spawn(move || std::io::copy(&mut words, &mut std::io::sink()));
        Ok(Self { child, address })
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn origin() -> Origin {
    ORIGIN.parse().unwrap()
}

/// What clients were told is kept: by reader, the hash of each message.
type Told = Arc<Mutex<BTreeMap<Id, BTreeSet<Hash>>>>;

/// Every client sends one message after the other until the relay is gone; what was answered with 201 is noted.
fn load(address: SocketAddr, town: &Town, first: u64, told: &Told) -> JoinSet<u64> {
    let mut tasks = JoinSet::new();
    for (person, reader) in &town.clients {
        let (person, reader, told) = (person.clone(), town.practitioners[*reader].account, told.clone());
        tasks.spawn(async move {
            let mut sequence = first;
            // Whatever ends this, it is the relay's end.
            let _: Result<(), Box<dyn std::error::Error>> = async {
                let mut wire = Wire::to(address).await?;
                let token = wire.log_in(&origin(), person.account, &person.key).await?;
                loop {
                    let packet = person.packet(&random::<SEALED_LEN>().0, sequence);
                    let hash = sha256(&packet);
                    let status = wire.put(&person.slot(reader, sequence), &token, &packet).await?;
                    assert_eq!(status, 201);
                    told.lock().unwrap().entry(reader).or_default().insert(hash);
                    sequence += 1;
                }
            }
            .await;
            // The number that was under way may be taken or not: the next one is fresh either way.
            sequence + 1
        });
    }
    tasks
}

/// Everything in a practitioner's inbox, in its order: number and hash.
async fn inbox(address: SocketAddr, person: &Person) -> Vec<(u64, Hash)> {
    let mut wire = Wire::to(address).await.unwrap();
    let token = wire.log_in(&origin(), person.account, &person.key).await.unwrap();
    let (mut found, mut after): (_, Option<Cursor>) = (Vec::new(), None);
    loop {
        let (status, body) = wire.ask("GET", &paths::inbox(after.as_ref(), 100), &token, &[]).await.unwrap();
        assert_eq!(status, 200);
        let page: InboxResponse = serde_json::from_slice(&body).unwrap();
        found.extend(page.messages.iter().map(|message| (message.cursor.number, sha256(&message.message.0))));
        after = Some(page.next);
        if !page.more {
            return found;
        }
    }
}

async fn holds_what_was_told(address: SocketAddr, town: &Town, told: &BTreeMap<Id, BTreeSet<Hash>>) {
    for practitioner in &town.practitioners {
        let found = inbox(address, practitioner).await;
        assert!(found.is_sorted_by(|one, other| one.0 < other.0), "numbers rise");
        let there: BTreeSet<Hash> = found.iter().map(|(_, hash)| *hash).collect();
        assert_eq!(there.len(), found.len(), "nothing is there twice");
        let empty = BTreeSet::new();
        let lost = told.get(&practitioner.account).unwrap_or(&empty).difference(&there).count();
        assert_eq!(lost, 0, "messages that were answered with 201 are gone");
    }
}

async fn settled(folder: &Path, practitioners: usize, clients: usize) -> Town {
    let store = SqliteStore::open(folder, Opening::Serve { accept_restore: false }).unwrap();
    let store: Arc<dyn Store> = Arc::new(store);
    let town = Town::settle(&store, practitioners, clients, SystemClock.now_ms()).await.unwrap();
    store.close().await.unwrap();
    town
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_killed_under_load_has_everything_it_acknowledged() {
    let folder = Folder::new();
    let data = folder.file("data");
    let town = settled(Path::new(&data), 3, 12).await;
    let told: Told = Arc::default();
    let mut first = 1;
    for round in 0..4_u64 {
        let serving = Serving::start(&["--data", &data]);
        let known = told.lock().unwrap().clone();
        holds_what_was_told(serving.address, &town, &known).await;
        let before: usize = told.lock().unwrap().values().map(BTreeSet::len).sum();
        let mut tasks = load(serving.address, &town, first, &told);
        // In the middle of it: once so many more were acknowledged, and a little.
        while told.lock().unwrap().values().map(BTreeSet::len).sum::<usize>() < before + 60 {
            assert!(tasks.len() == 12, "the load ended by itself");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        tokio::time::sleep(Duration::from_millis(7 * round)).await;
        serving.kill();
        while let Some(next) = tasks.join_next().await {
            first = first.max(next.unwrap());
        }
    }
    // No flag is needed: a kill is no restore.
    let serving = Serving::start(&["--data", &data]);
    let known = told.lock().unwrap().clone();
    holds_what_was_told(serving.address, &town, &known).await;
    assert!(told.lock().unwrap().values().map(BTreeSet::len).sum::<usize>() >= 240);
    serving.kill();
    assert!(sqlite::facts(Path::new(&data)).unwrap().is_well());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_killed_is_whole_or_refused() {
    let folder = Folder::new();
    let data = folder.file("data");
    let town = settled(Path::new(&data), 2, 8).await;
    let told: Told = Arc::default();
    let (mut first, mut whole, mut cut) = (1, 0, 0);
    for round in 0..8_u64 {
        let serving = Serving::start(&["--data", &data]);
        let enough = told.lock().unwrap().values().map(BTreeSet::len).sum::<usize>() + 40;
        let mut tasks = load(serving.address, &town, first, &told);
        while told.lock().unwrap().values().map(BTreeSet::len).sum::<usize>() < enough {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // What was acknowledged before the backup began has to be in it.
        let before = told.lock().unwrap().clone();
        let to = folder.file(&format!("backup-{round}.sqlite3"));
        let mut backup = Command::new(BINARY)
            .args(["backup", "--data", &data, "--to", &to])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Later each time; the last is let alone, and the relay dies just after it.
        if round < 7 {
            tokio::time::sleep(Duration::from_millis(round * round * 3)).await;
            drop(backup.kill());
        }
        let ended_well = backup.wait().unwrap().success();
        serving.kill();
        while let Some(next) = tasks.join_next().await {
            first = first.max(next.unwrap());
        }
        let (new, half) = (folder.file(&format!("new-{round}")), format!("{to}.new"));
        assert!(!ended_well || Path::new(&to).exists());
        if Path::new(&to).exists() {
            whole += 1;
            assert!(run(&["restore", "--from", &to, "--data", &new]).status.success());
            let restored = Serving::start(&["--data", &new]);
            holds_what_was_told(restored.address, &town, &before).await;
            restored.kill();
        } else if Path::new(&half).exists() {
            cut += 1;
            // Under a name that says so. Whoever takes it all the same is told no, unless the very last step alone was missing.
            let taken = run(&["restore", "--from", &half, "--data", &new]);
            if taken.status.success() {
                let restored = Serving::start(&["--data", &new]);
                holds_what_was_told(restored.address, &town, &before).await;
                restored.kill();
            } else {
                assert!(!Path::new(&new).join(sqlite::DATABASE).exists(), "nothing was begun");
            }
        }
    }
    assert!(whole >= 1, "one was let alone ({whole} whole, {cut} cut)");
    assert!(sqlite::facts(Path::new(&data)).unwrap().is_well());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_is_killed_leaves_nothing_under_its_name() {
    let folder = Folder::new();
    let data = folder.file("data");
    let town = settled(Path::new(&data), 1, 4).await;
    let serving = Serving::start(&["--data", &data]);
    let told: Told = Arc::default();
    let tasks = load(serving.address, &town, 1, &told);
    while told.lock().unwrap().values().map(BTreeSet::len).sum::<usize>() < 100 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    for round in 0..6_u64 {
        let to = folder.file(&format!("export-{round}.jsonl"));
        let mut export = Command::new(BINARY)
            .args(["export", "--data", &data, "--to", &to])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        tokio::time::sleep(Duration::from_millis(round * 8)).await;
        drop(export.kill());
        export.wait().unwrap();
        if Path::new(&to).exists() {
            assert!(run(&["check", "--export", &to]).status.success());
        } else if Path::new(&format!("{to}.new")).exists() {
            let checked = run(&["check", "--export", &format!("{to}.new")]);
            let imported = run(&["import", "--from", &format!("{to}.new"), "--data", &folder.file("never")]);
            assert_eq!(checked.status.success(), imported.status.success());
        }
    }
    serving.kill();
    drop(tasks);
}

mod on_postgres {
    use super::*;
    use crate::databases::Database;
    use handrail_clinic::store::postgres::{Address, PostgresStore};

    const CLIENTS: usize = 200;
    const READERS: usize = 10;
    const EACH: u64 = 5;

    /// Two relays' processes on one database, two hundred clients who ask one of them for this and the other for that, ten
    /// practitioners who wait at either: nothing is lost, nobody is told an error, both give the same inboxes in the same order.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn two_relays_and_two_hundred_clients() {
        let Some(database) = Database::make("two_relays_and_two_hundred_clients") else { return };
        let store = PostgresStore::open(&Address::new(&database.url), false).await.unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let town = Arc::new(Town::settle(&store, READERS, CLIENTS, SystemClock.now_ms()).await.unwrap());
        store.close().await.unwrap();
        let place = ["--database", database.url.as_str()];
        let relays = [Serving::start(&place), Serving::start(&place)];
        let at = [relays[0].address, relays[1].address];
        let over = Arc::new(AtomicBool::new(false));

        let mut reading = JoinSet::new();
        for (place, person) in town.practitioners.iter().enumerate() {
            let (person, over, address) = (person.clone(), over.clone(), at[place % 2]);
            reading.spawn(async move { waits_and_reads(address, &person, &over).await });
        }
        let mut writing = JoinSet::new();
        for (place, (person, reader)) in town.clients.iter().enumerate() {
            let (person, reader) = (person.clone(), town.practitioners[*reader].account);
            writing.spawn(async move { syncs(at, place, &person, reader).await });
        }
        let mut told: BTreeMap<Id, BTreeSet<Hash>> = BTreeMap::new();
        while let Some(done) = writing.join_next().await {
            let (reader, hashes) = done.unwrap();
            told.entry(reader).or_default().extend(hashes);
        }
        over.store(true, Ordering::SeqCst);
        let mut seen = BTreeMap::new();
        while let Some(done) = reading.join_next().await {
            let (account, found) = done.unwrap();
            seen.insert(account, found);
        }
        for practitioner in &town.practitioners {
            let (one, other) = (inbox(at[0], practitioner).await, inbox(at[1], practitioner).await);
            assert_eq!(one, other, "both relays give one order");
            let numbers: Vec<u64> = one.iter().map(|(number, _)| *number).collect();
            assert_eq!(numbers, (1..=(CLIENTS / READERS) as u64 * EACH).collect::<Vec<_>>());
            let there: BTreeSet<Hash> = one.iter().map(|(_, hash)| *hash).collect();
            assert_eq!(told[&practitioner.account], there);
            // Whoever read while it was written saw the same, in the same order, and skipped nothing.
            let seen = &seen[&practitioner.account];
            assert_eq!(one[..seen.len()], seen[..]);
        }
    }

    /// A client's messages, each at one relay or the other, each again at the other one as after a lost answer.
    async fn syncs(at: [SocketAddr; 2], place: usize, person: &Person, reader: Id) -> (Id, Vec<Hash>) {
        // Logged in at one: the token holds at both.
        let mut wires = [Wire::to(at[0]).await.unwrap(), Wire::to(at[1]).await.unwrap()];
        let token = wires[place % 2].log_in(&origin(), person.account, &person.key).await.unwrap();
        let mut hashes = Vec::new();
        for sequence in 1..=EACH {
            let packet = person.packet(&random::<SEALED_LEN>().0, sequence);
            let (path, turn) = (person.slot(reader, sequence), place + usize::try_from(sequence).unwrap());
            assert_eq!(wires[turn % 2].put(&path, &token, &packet).await.unwrap(), 201);
            assert_eq!(wires[(turn + 1) % 2].put(&path, &token, &packet).await.unwrap(), 200);
            hashes.push(sha256(&packet));
        }
        let (status, body) = wires[0].ask("GET", &paths::inbox(None, 10), &token, &[]).await.unwrap();
        assert_eq!(status, 200);
        assert!(serde_json::from_slice::<InboxResponse>(&body).unwrap().messages.is_empty());
        (reader, hashes)
    }

    async fn waits_and_reads(address: SocketAddr, person: &Person, over: &AtomicBool) -> (Id, Vec<(u64, Hash)>) {
        let mut wire = Wire::to(address).await.unwrap();
        let token = wire.log_in(&origin(), person.account, &person.key).await.unwrap();
        let (mut found, mut after): (_, Option<Cursor>) = (Vec::new(), None);
        while !over.load(Ordering::SeqCst) {
            let path = paths::inbox_waiting(after.as_ref(), 7, 1);
            let (status, body) = wire.ask("GET", &path, &token, &[]).await.unwrap();
            assert_eq!(status, 200);
            let page: InboxResponse = serde_json::from_slice(&body).unwrap();
            found.extend(page.messages.iter().map(|message| (message.cursor.number, sha256(&message.message.0))));
            after = Some(page.next);
        }
        (person.account, found)
    }
}
