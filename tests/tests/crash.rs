//! Killed at any moment, the store has every write it acknowledged, and half of none.
//!
//! Half of the deaths come at any moment, by the clock; the other half at named points: half way through a write, before a
//! flush, after one. `HANDRAIL_KILLS` sets how many (30 without it, 1,000 where nothing may be left out), `HANDRAIL_SEED`
//! the moments; `cargo xtask crash --kills N` does the same. What a power cut does is `power_loss`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    clippy::print_stdout
)]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use handrail_chance::Chance;
use handrail_tests::phone::{self, HandClock, TempFolder};

/// What the person would expect to find: every entry by its number, with its words; `None` where it was taken away.
type Expected = BTreeMap<u64, Option<String>>;

fn number_from_env(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |n| n.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Where the writer dies.
enum Death {
    /// Killed after so many microseconds.
    Killed(u64),
    /// By itself, at the call with this number.
    At(&'static str, u64),
}

/// Lets the writer live for a while, until it dies, and returns what it said.
fn live_and_die(folder: &Path, death: &Death) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handrail-crash-writer"));
    command.arg(folder);
    if let Death::At(point, after) = death {
        command.args([*point, &after.to_string()]);
    }
    let mut writer = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let mut out = writer.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut said = String::new();
        out.read_to_string(&mut said).unwrap();
        said
    });
    if let Death::Killed(after_micros) = death {
        std::thread::sleep(Duration::from_micros(*after_micros));
        writer.kill().unwrap();
    }
    let ended = writer.wait().unwrap();
    assert_eq!(ended.code(), None, "it ended by itself and not by a signal");
    let said = reader.join().unwrap();
    // A line without its end was never said.
    let whole = said.rfind('\n').map_or("", |end| &said[..end]);
    whole.lines().map(str::to_owned).collect()
}

fn apply(expected: &mut Expected, act: &str) {
    let (verb, number) = act.rsplit_once(' ').unwrap_or((act, ""));
    let number: u64 = number.parse().unwrap_or(0);
    match verb {
        "log" => drop(expected.insert(number, Some(number.to_string()))),
        "edit" => drop(expected.insert(number, Some(format!("{number} edited")))),
        "remove" => {
            let words = expected.get_mut(&number).expect("it was there").take().expect("it was there");
            // Kept aside under a number of its own, for putting it back.
            expected.insert(u64::MAX - number, Some(words));
        }
        "put back" => {
            let words = expected.remove(&(u64::MAX - number)).expect("it was taken away");
            expected.insert(number, words);
        }
        "forget" => {
            expected.remove(&number);
            expected.remove(&(u64::MAX - number));
        }
        "open" => {}
        other => panic!("the writer stopped by itself: {other} {act}"),
    }
}

/// What a reader of the screen sees.
fn on_screen(expected: &Expected) -> Vec<String> {
    expected.iter().filter(|(n, _)| **n < u64::MAX / 2).filter_map(|(_, words)| words.clone()).collect()
}

fn in_store(folder: &Path) -> Vec<String> {
    let phone = phone::open(folder, HandClock::standing_at(1_790_000_000_000)).unwrap();
    let mut page = phone.coping().unwrap().recent;
    let mut all = Vec::new();
    while let Some(last) = page.last().map(|e| e.id) {
        all.extend(page.iter().map(|e| e.situation.clone()));
        page = phone.coping_before(last).unwrap();
    }
    phone.close().unwrap();
    all.sort_by_key(|s| s.split(' ').next().unwrap().parse::<u64>().unwrap());
    all
}

fn assert_sound(folder: &Path) {
    let c = phone::raw(&folder.join("handrail.db")).unwrap();
    let bad_pages: Vec<String> = c
        .prepare("PRAGMA cipher_integrity_check")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(bad_pages, Vec::<String>::new());
    let said: String = c.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(said, "ok");
    // No half write: every op has its number, and no number is missing.
    let gaps: i64 = c
        .query_row(
            "SELECT count(*) FROM (SELECT max(sequence) - count(*) AS gap FROM op GROUP BY device) WHERE gap <> 0",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(gaps, 0);
}

#[test]
fn a_phone_killed_at_any_moment_has_every_entry_that_was_acknowledged() {
    let everything = std::env::var_os("HANDRAIL_REQUIRE_ALL").is_some_and(|v| v == "1");
    let kills = number_from_env("HANDRAIL_KILLS", if everything { 1_000 } else { 30 });
    let seed = number_from_env("HANDRAIL_SEED", 1);
    println!("{kills} kills, seed {seed}");
    let mut chance = Chance::seeded(seed);
    let folder = TempFolder::new("crash").unwrap();
    let mut store = folder.path().join("store-0");
    let mut expected = Expected::new();
    let (mut acknowledged, mut in_flight, mut salvaged, mut named) = (0, 0, 0, 0);
    for kill in 1..=kills {
        if kill % 100 == 0 {
            println!("{kill} of {kills}");
            // A new phone now and then: a store that only grows would be read for longer than it is written.
            store = folder.path().join(format!("store-{kill}"));
            expected.clear();
        }
        // Some die while they open, most while they write; now and then while they salvage.
        if store.join("handrail.key-check").exists() && chance.below_u64(8) == 0 {
            std::fs::write(store.join("handrail.damaged"), b"").unwrap();
            salvaged += 1;
        }
        let death = match chance.below_u64(6) {
            0 => Death::At("in-write", chance.below_u64(300)),
            1 => Death::At("before-flush", chance.below_u64(40)),
            2 => Death::At("after-flush", chance.below_u64(40)),
            _ => Death::Killed(chance.below_u64(150_000)),
        };
        named += u64::from(matches!(death, Death::At(..)));
        let said = live_and_die(&store, &death);
        let mut pending = None;
        for line in &said {
            let (mark, act) = line.split_once(' ').unwrap();
            if mark == "!" {
                apply(&mut expected, act);
                acknowledged += 1;
                pending = None;
            } else {
                pending = Some(act.to_owned());
            }
        }
        let found = in_store(&store);
        if found != on_screen(&expected) {
            // Then exactly the one act that was not acknowledged has been done as well, whole.
            let act =
                pending.unwrap_or_else(|| panic!("kill {kill}, seed {seed}: lost or made up, after {:?}", said.last()));
            apply(&mut expected, &act);
            in_flight += 1;
            assert_eq!(found, on_screen(&expected), "kill {kill}, seed {seed}");
        }
        assert_sound(&store);
    }
    println!(
        "{kills} deaths, {named} of them at named points; {acknowledged} acknowledged writes, 0 lost; {in_flight} done but \
         not yet said; {salvaged} salvages begun"
    );
    assert!(acknowledged > kills, "the writer hardly ever came to write");
}
