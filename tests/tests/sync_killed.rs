//! A phone that is killed while it syncs, and a relay that is killed while a phone syncs: whatever was acknowledged is there, once,
//! on that phone, on a second one, and on a third that comes back by the code.
//!
//! A third of the deaths come by the clock; the others when so many calls were made, before the relay heard of the last one or after
//! it did it. `HANDRAIL_SYNC_KILLS` sets how many (20 without it, 60 where nothing may be left out), `HANDRAIL_SEED` the moments;
//! `cargo xtask crash --sync-kills N` does the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    clippy::print_stdout
)]

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail_chance::Chance;
use handrail_core::sync::SyncMessage;
use handrail_tests::line::Fault;
use handrail_tests::phone;
use handrail_tests::together::{Client, HOUR, Together};
use serde_json::json;

fn number_from_env(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |n| n.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Who dies, and when.
#[derive(Debug, Clone, Copy)]
enum Death {
    /// The phone, so many milliseconds after it opened its store.
    Phone(u64),
    /// The phone, when it made this call; the relay has heard of it or not.
    PhoneAtCall(u64, bool),
    /// The relay, when this call is on its way to it, or when it has done it and before the phone hears so. It is started again,
    /// and the phone goes on for so many milliseconds.
    RelayAtCall(u64, bool, u64),
}

/// A process that is ended whatever becomes of the test.
struct Process(Mutex<Child>);

impl Process {
    fn kill(&self) {
        let mut child = self.0.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Ok(child) = self.0.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Starts the relay of `all` as a process, at the present of everybody's clock, and leads the line to it.
fn start_relay(all: &Together) -> Arc<Process> {
    let mut relay = Command::new(env!("CARGO_BIN_EXE_handrail-killed-relay"))
        .arg(all.relay_folder())
        .args([all.origin(), all.clock.now_ms().to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(relay.stdout.take().unwrap()).read_line(&mut said).unwrap();
    all.line.lead_to(said.trim().parse().expect("the relay starts on what it left behind"));
    Arc::new(Process(Mutex::new(relay)))
}

/// Calls `then` at the call with this number, on its way or when the relay has done it; that call is not answered.
fn at_call(all: &Together, number: u64, done: bool, then: impl Fn() + Send + Sync + 'static) {
    let calls = AtomicU64::new(0);
    all.line.put_in(
        "",
        Fault::hand(move |asked, pass_on| {
            if calls.fetch_add(1, Ordering::SeqCst) != number {
                return pass_on(asked);
            }
            if done {
                pass_on(asked)?;
            }
            then();
            Err(io::ErrorKind::ConnectionAborted.into())
        }),
    );
}

/// Lets the phone live until its end, and gives the whole lines that it said.
fn live_and_die(all: &Together, folder: &Path, next: u64, relay: &mut Arc<Process>, death: Death) -> Vec<String> {
    let mut phone = Command::new(env!("CARGO_BIN_EXE_handrail-sync-writer"))
        .arg(folder)
        .args([all.clock.now_ms().to_string(), next.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(phone.stdout.take().unwrap());
    let phone = Arc::new(Process(Mutex::new(phone)));
    let (told, hears) = std::sync::mpsc::channel();
    match death {
        Death::Phone(_) => {}
        Death::PhoneAtCall(number, done) => {
            let phone = Arc::clone(&phone);
            at_call(all, number, done, move || {
                phone.kill();
                told.send(()).unwrap();
            });
        }
        Death::RelayAtCall(number, done, _) => {
            let relay = Arc::clone(relay);
            at_call(all, number, done, move || {
                relay.kill();
                told.send(()).unwrap();
            });
        }
    }
    let mut opened = String::new();
    out.read_line(&mut opened).unwrap();
    assert_eq!(opened, "! open\n", "{death:?}");
    let reader = std::thread::spawn(move || {
        let mut said = String::new();
        out.read_to_string(&mut said).unwrap();
        said
    });
    let came = || hears.recv_timeout(Duration::from_secs(60)).expect("so many calls are made in a minute");
    match death {
        Death::Phone(ms) => {
            std::thread::sleep(Duration::from_millis(ms));
            phone.kill();
        }
        Death::PhoneAtCall(..) => came(),
        Death::RelayAtCall(_, _, ms) => {
            came();
            // Without `--accept-restore`: it must know its own database for the newest one.
            *relay = start_relay(all);
            std::thread::sleep(Duration::from_millis(ms));
            phone.kill();
        }
    }
    all.line.mend();
    let said = reader.join().unwrap();
    // A line without its end was never said.
    let whole = said.rfind('\n').map_or("", |end| &said[..end]);
    whole.lines().map(str::to_owned).collect()
}

/// Every page and every index is whole, and no op lacks its number.
fn assert_sound(folder: &Path) {
    let c = phone::raw(&folder.join("handrail.db")).unwrap();
    let mut pages = c.prepare("PRAGMA cipher_integrity_check").unwrap();
    let bad: Vec<String> = pages.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(bad, Vec::<String>::new());
    let said: String = c.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(said, "ok");
}

/// What the phone keeps as the digest of all that it holds.
fn digest(client: &mut Client) -> Vec<u8> {
    client
        .while_closed(|folder| {
            let c = phone::raw(&folder.join("handrail.db"))?;
            Ok(c.query_row("SELECT digest FROM device WHERE digest IS NOT NULL", [], |r| r.get(0))?)
        })
        .unwrap()
}

fn lines(client: &Client) -> Vec<String> {
    let mut lines: Vec<String> =
        client.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect();
    lines.sort();
    lines
}

/// What was said to be done.
#[derive(Default)]
struct Said {
    /// Written on the killed phone.
    written: BTreeSet<String>,
    /// Of those, what a sync that came to its end brought up.
    up: BTreeSet<String>,
    /// Under way when it died: there or not.
    open: BTreeSet<String>,
    packets: BTreeSet<String>,
    syncs: u64,
    next: u64,
}

impl Said {
    fn hear(&mut self, said: &[String]) {
        for line in said {
            match *line.split(' ').collect::<Vec<_>>() {
                ["?", "log", n] => {
                    self.next = n.parse::<u64>().unwrap() + 1;
                    self.open.insert(format!("line {n}"));
                }
                ["!", "log", n] => drop(self.written.insert(format!("line {n}"))),
                ["!", "share", packet] => drop(self.packets.insert(packet.to_owned())),
                ["!", "sync"] => {
                    self.up.clone_from(&self.written);
                    self.syncs += 1;
                }
                ["?", "share" | "sync"] => {}
                _ => panic!("the phone stopped by itself: {line}"),
            }
        }
    }

    /// Every line that was acknowledged, none twice, and no other than those that were begun.
    fn fits(&self, there: &[String], when: &str) {
        let distinct: BTreeSet<String> = there.iter().cloned().collect();
        assert_eq!(distinct.len(), there.len(), "{when}: a line is there twice");
        let lost: Vec<_> = self.written.difference(&distinct).collect();
        assert!(lost.is_empty(), "{when}: lost {lost:?}");
        let made_up: Vec<_> = distinct.difference(&self.open).filter(|line| line.starts_with("line")).collect();
        assert!(made_up.is_empty(), "{when}: {made_up:?}");
    }
}

#[test]
fn phone_and_relay_killed_in_the_middle_of_a_sync_lose_nothing_and_double_nothing() {
    let everything = std::env::var_os("HANDRAIL_REQUIRE_ALL").is_some_and(|v| v == "1");
    let kills = number_from_env("HANDRAIL_SYNC_KILLS", if everything { 60 } else { 20 });
    let seed = number_from_env("HANDRAIL_SEED", 1);
    println!("{kills} kills, seed {seed}");
    let mut chance = Chance::seeded(seed);
    let Some((mut all, mut ana, mut sam)) = Together::ana_and_sam("sync-killed").unwrap() else { return };
    let code = ana.turn_backup_on(&all.origin()).unwrap();
    all.sync(&ana).unwrap();
    let (mut tablet, _) = all.restored("tablet", &code, false).unwrap();
    all.stop_relay().unwrap();
    let mut relay = start_relay(&all);

    let mut said = Said { next: 1, ..Said::default() };
    let (mut opened, mut suggested, mut relays, mut from_tablet) = (0, BTreeSet::new(), 0, BTreeSet::new());
    for kill in 1..=kills {
        all.clock.pass(12 * HOUR);
        // The others live on as well: something for the phone to take in when it dies.
        if kill % 4 == 0 {
            let line = format!("from the tablet {kill}");
            tablet.handrail.add_talk_about(&line).unwrap();
            from_tablet.insert(line);
            all.sync(&tablet).unwrap();
        }
        if kill % 5 == 0 {
            let title = format!("A walk {kill}");
            let proposal = json!({ "kind": "homework", "title": title });
            sam.ask("propose", json!({ "client": ana.mailbox, "proposal": proposal })).unwrap();
            suggested.insert(title);
            opened += sam.take_in().unwrap()["opened"].as_u64().unwrap();
        }
        let death = match chance.below_u64(6) {
            0 | 1 => Death::Phone(chance.below_u64(150)),
            2 | 3 => Death::PhoneAtCall(chance.below_u64(24), chance.below_u64(2) == 0),
            _ => Death::RelayAtCall(chance.below_u64(24), chance.below_u64(2) == 0, chance.below_u64(100)),
        };
        relays += u64::from(matches!(death, Death::RelayAtCall(..)));
        let next = said.next;
        let heard = ana.while_closed(|folder| Ok(live_and_die(&all, folder, next, &mut relay, death))).unwrap();
        let folder = ana.folder.clone();
        assert_sound(&folder);
        said.hear(&heard);
        said.fits(&lines(&ana), &format!("kill {kill}, seed {seed}, {death:?}"));
    }

    // Before the killed phone says another word: what a finished sync brought up is at the relay.
    let (early, view) = all.restored("early", &code, false).unwrap();
    assert!(!view.some_missing);
    let there: BTreeSet<String> = lines(&early).into_iter().collect();
    assert!(said.up.is_subset(&there), "acknowledged by the relay, and not there");
    let with_the_rest = lines(&ana);

    for _ in 0..3 {
        all.clock.pass(HOUR);
        for one in [&ana, &tablet, &early] {
            assert_eq!(all.sync(one).unwrap().stopped, None);
        }
    }
    said.fits(&lines(&ana), "in the end");
    assert!(with_the_rest.iter().all(|line| lines(&ana).contains(line)));
    assert!(from_tablet.iter().all(|line| lines(&ana).contains(line)));
    let (last, view) = all.restored("last", &code, false).unwrap();
    assert!(!view.some_missing);
    all.sync(&last).unwrap();
    let (mut early, mut last) = (early, last);
    let (whole, sum) = (lines(&ana), digest(&mut ana));
    for (name, one) in [("tablet", &mut tablet), ("early", &mut early), ("last", &mut last)] {
        assert_eq!(lines(one), whole, "{name}");
        assert!(digest(one) == sum, "{name}: another digest");
        assert!(one.handrail.backup().unwrap().findings.is_empty(), "{name}");
    }
    assert_eq!(ana.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);

    // The mailbox: each review once at Sam's, each of Sam's suggestions once on the phone.
    let packets: BTreeSet<String> =
        ana.handrail.packets().unwrap().iter().map(|packet| packet.id.to_string()).collect();
    assert!(said.packets.is_subset(&packets));
    opened += sam.take_in().unwrap()["opened"].as_u64().unwrap();
    assert_eq!(opened, u64::try_from(packets.len()).unwrap(), "reviews that Sam opened");
    let waiting: Vec<String> =
        ana.handrail.proposals().unwrap().waiting.into_iter().map(|proposal| proposal.title).collect();
    assert_eq!(waiting.len(), suggested.len());
    assert_eq!(waiting.into_iter().collect::<BTreeSet<_>>(), suggested);
    println!(
        "{kills} deaths, {relays} of them the relay's; {} acknowledged lines, {} syncs that came to their end, {} reviews: 0 lost, 0 doubled",
        said.written.len(),
        said.syncs,
        said.packets.len()
    );
    assert!(
        said.syncs * 2 > kills && u64::try_from(said.written.len()).unwrap() > kills,
        "it hardly ever came to anything"
    );
}
