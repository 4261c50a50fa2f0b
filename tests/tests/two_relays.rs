//! Two relays' processes on one PostgreSQL database, and two hundred clients with a phone and a tablet each: real stores and the real
//! exchange over HTTP, through a door that gives each connection to the other process. Each of the two is killed once in the
//! middle of it, and comes back. Whatever was acknowledged is there, and every client's two phones end up the same, byte by byte.
//!
//! The messages to practitioners are sent by light clients of the same people, since sealing a review is the phones' affair and
//! not the relay's; their keys, rosters and logins are real.
//!
//! `HANDRAIL_CLIENTS` sets how many clients (200 without it).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]
#![allow(dead_code, unreachable_pub)] // what is shared has more in it than is used here

#[path = "../../clinic/tests/databases/mod.rs"]
mod databases;
#[path = "two_relays/house.rs"]
mod house;
#[path = "two_relays/pair.rs"]
mod pair;
#[path = "../src/bench/relay/town.rs"]
mod town;
#[path = "../src/bench/relay/wire.rs"]
mod wire;

mod on_postgres {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    use handrail_clinic::store::Store;
    use handrail_clinic::store::postgres::{Address, PostgresStore};
    use handrail_clinic::{RelayClock as _, SystemClock};
    use handrail_tests::phone::TempFolder;
    use handrail_wire::Hash;
    use handrail_wire::api::{Cursor, InboxResponse, paths};
    use handrail_wire::vault::batch::Batch;
    use tokio::sync::Semaphore;
    use tokio::task::JoinSet;
    use tokio_postgres::NoTls;

    use crate::databases::Database;
    use crate::house::{Door, Serving, program};
    use crate::pair::{Pair, restored};
    use crate::town::{Person, Town, sha256};
    use crate::wire::Wire;

    const TEST: &str = "two_relays_killed_in_turn_and_two_hundred_clients_with_two_phones_each";
    const READERS: usize = 10;
    const ROUNDS: u64 = 3;
    /// How many do something at once: as many as two cores keep busy.
    const AT_ONCE: usize = 24;

    async fn settled(url: &str, clients: usize) -> Town {
        let store: Arc<dyn Store> = Arc::new(PostgresStore::open(&Address::new(url), false).await.unwrap());
        let town = Town::settle(&store, READERS, clients, SystemClock.now_ms()).await.unwrap();
        store.close().await.unwrap();
        town
    }

    /// Does it for everybody, so many at once.
    async fn everybody<T, F, W>(all: Vec<T>, what: W) -> Vec<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
        W: Fn(T) -> F,
    {
        let room = Arc::new(Semaphore::new(AT_ONCE));
        let mut tasks = JoinSet::new();
        for one in all {
            let (work, room) = (what(one), room.clone());
            tasks.spawn(async move {
                let _place = room.acquire().await.unwrap();
                work.await
            });
        }
        tasks.join_all().await
    }

    /// Every batch of every vault by phone and number, as the database has it.
    async fn batches(url: &str) -> BTreeMap<(Vec<u8>, Vec<u8>, i64), Vec<u8>> {
        let (client, carrier) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(carrier);
        let rows = client.query("SELECT vault, device, sequence, bytes FROM vault_batch", &[]).await.unwrap();
        rows.into_iter()
            .map(|row| {
                let hash = Batch::decode(row.get(3)).unwrap().hash();
                ((row.get(0), row.get(1), row.get(2)), hash.0.to_vec())
            })
            .collect()
    }

    /// A practitioner's inbox at one of the processes, in its order.
    async fn inbox(relay: &Serving, door: &Door, person: &Person) -> Vec<(u64, Hash)> {
        let mut wire = Wire::to(relay.address).await.unwrap();
        let token = wire.log_in(&door.origin().parse().unwrap(), person.account, &person.key).await.unwrap();
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

    /// The newest batch that each phone was told is kept is there, before anybody says another word.
    async fn what_phones_were_told_is_there(url: &str, pairs: &[Pair]) {
        let there = batches(url).await;
        for phone in pairs.iter().flat_map(|pair| &pair.phones) {
            let (vault, device, number, hash) = phone.told();
            assert!(number > 0);
            assert_eq!(there.get(&(vault, device, number)), Some(&hash), "a batch that was answered for");
        }
    }

    /// Each message that was answered for is in its inbox, once, and both processes give it in one order.
    async fn every_message_is_there(relays: &[Serving; 2], door: &Door, town: &Town, pairs: &[Pair]) {
        let mut sent: BTreeMap<_, BTreeSet<Hash>> = BTreeMap::new();
        for pair in pairs {
            assert_eq!(pair.sent.len(), usize::try_from(ROUNDS).unwrap());
            sent.entry(pair.reader()).or_default().extend(&pair.sent);
        }
        for person in &town.practitioners {
            let (one, other) = (inbox(&relays[0], door, person).await, inbox(&relays[1], door, person).await);
            assert_eq!(one, other, "both give one order");
            let hashes: BTreeSet<Hash> = one.iter().map(|(_, hash)| *hash).collect();
            assert_eq!((hashes.len(), &hashes), (one.len(), &sent[&person.account]), "each once");
        }
    }

    /// For every tenth client a third phone, by the code: every line that a finished sync brought up is on it.
    async fn third_phones_have_what_was_brought_up(home: &Path, door: &Door, pairs: &[Pair]) {
        let some: Vec<_> = pairs
            .iter()
            .step_by(10)
            .map(|pair| {
                let [phone, tablet] = &pair.phones;
                let lines: BTreeSet<String> = phone.acknowledged.union(&tablet.acknowledged).cloned().collect();
                (pair.name.clone(), pair.code.clone(), lines)
            })
            .collect();
        everybody(some, |(name, code, lines)| {
            let (folder, door) = (home.join(format!("{name}-third")), door.clone());
            async move {
                let there = restored(folder, &code, &door, false).await.lines();
                assert_eq!(lines.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "{name}");
            }
        })
        .await;
    }

    /// In the end the two phones of each client have the same, and all of it.
    async fn every_pair_agrees(pairs: Vec<Pair>) {
        everybody(pairs, |mut pair| async move {
            for place in [0, 1, 0, 1] {
                pair.phones[place].syncs_at_last().await;
            }
            let [phone, tablet] = &pair.phones;
            assert_eq!(phone.lines().len(), 1 + 2 * usize::try_from(ROUNDS).unwrap(), "{}", pair.name);
            assert!(phone.exported() == tablet.exported(), "{}: byte by byte", pair.name);
            for phone in &pair.phones {
                let findings = phone.handrail.backup().unwrap().findings;
                assert!(findings.is_empty(), "{}: {findings:?}", pair.name);
            }
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 8)]
    async fn two_relays_killed_in_turn_and_two_hundred_clients_with_two_phones_each() {
        let Some(database) = Database::make(TEST) else { return };
        let Some(program) = program() else {
            Database::not_run(TEST, "the relay is not built: cargo build -p handrail-clinic");
            return;
        };
        let clients = std::env::var("HANDRAIL_CLIENTS").map_or(200, |n| n.parse().expect("a number of clients"));
        let town = settled(&database.url, clients).await;
        let home = TempFolder::new("two-relays").unwrap();
        let door = Door::open().await;
        let start = || Serving::start(&program, &database.url, &door.origin());
        let mut relays = [start(), start()];
        for (place, relay) in relays.iter().enumerate() {
            door.leads_to(place, relay.address);
        }

        let clock = Instant::now();
        let people: Vec<_> = town.clients.iter().cloned().enumerate().collect();
        let pairs = everybody(people, |(number, (person, reader))| {
            let (home, door) = (home.path().to_owned(), door.clone());
            let reader = town.practitioners[reader].account;
            async move { Pair::begin(&home, number, person, reader, &door).await }
        })
        .await;
        let begun = clock.elapsed();

        // All of them at it; a process dies in the middle, the other goes on, and it comes back. The other one's turn comes too.
        let done = Arc::new(AtomicUsize::new(0));
        let living = tokio::spawn({
            let (door, done) = (door.clone(), done.clone());
            everybody(pairs, move |mut pair| {
                let (door, done) = (door.clone(), done.clone());
                async move {
                    pair.lives(ROUNDS, &door, &done).await;
                    pair
                }
            })
        });
        let reached = async |part: usize| {
            while done.load(Ordering::SeqCst) < clients * 2 * usize::try_from(ROUNDS).unwrap() * part / 8 {
                assert!(!living.is_finished(), "it was over before anything happened");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        for place in [0, 1] {
            reached(2 + 3 * place).await;
            let dead = std::mem::replace(&mut relays[place], start());
            dead.kill();
            reached(3 + 3 * place).await;
            door.leads_to(place, relays[place].address);
        }
        let pairs = living.await.unwrap();
        let lived = clock.elapsed();

        what_phones_were_told_is_there(&database.url, &pairs).await;
        every_message_is_there(&relays, &door, &town, &pairs).await;
        third_phones_have_what_was_brought_up(home.path(), &door, &pairs).await;
        let cut: usize = pairs.iter().map(|pair| pair.cut).sum();
        every_pair_agrees(pairs).await;
        let given = [0, 1].map(|place| door.given[place].load(Ordering::SeqCst));
        println!(
            "{clients} clients: begun after {} s, load until {} s, {cut} cut short, over after {} s; connections {given:?}",
            begun.as_secs(),
            lived.as_secs(),
            clock.elapsed().as_secs()
        );
        assert!(given.iter().all(|given| *given > clients));
    }
}
