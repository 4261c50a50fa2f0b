//! Version 10 of a phone's store and the relay of that day, as they were left: Mara's half year, what she shared, and her
//! backup with two phones, a third that was taken off the list, something that was removed for good, and what came after.
//!
//! A new phone with her printed code gets back from that relay what she had, over HTTP; her own phone opens and goes on.
//! `frozen/README.md` says how the files were made, and that they are never made again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    dead_code,
    missing_docs
)]

#[path = "../../core/tests/common/mod.rs"]
mod common;
#[path = "frozen_v3/course.rs"]
mod course;
#[path = "../../clinic/tests/databases/mod.rs"]
mod databases;
#[path = "frozen_v10/life.rs"]
mod life;
mod old_store;
#[path = "../../core/tests/common/pack.rs"]
mod pack;
#[path = "../../core/tests/practitioner/mod.rs"]
mod practitioner;
mod twelve_months;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;

use common::Person;
use handrail_clinic::store::sqlite;
use handrail_core::clock::Day;
use handrail_core::sync::SyncMessage;
use handrail_tests::phone::{self, TempFolder};
use handrail_tests::together::{Client, DAY, HOUR, MONDAY, Together};
use old_store::{frozen, lost, rows, schema, sha256};
use rusqlite::Connection;
use serde_json::Value;

/// The relay's database.
pub(crate) const RELAY: &str = "v10.relay.db";
/// What stood on the phone alone: at the relay, and not sent yet.
pub(crate) const PHONE: [&str; 2] = ["Written on the phone, offline", "Written and not sent"];
/// What was written on the tablet.
pub(crate) const TABLET: [&str; 2] = ["From the tablet", "Written on the tablet, offline"];
/// One line: as it was, and what each phone made of it. The tablet was later.
pub(crate) const BUS: [&str; 3] = ["The bus is late again", "Tell Sam about the bus", "Leave the bus for another day"];
/// The version of that phone's store, and the newest of a relay's database that lies in `frozen/`.
const THAT: i64 = 10;
const NEWEST_RELAY: i64 = 5;
/// A while after all of it.
const LATER: i64 = MONDAY + 40 * DAY;

/// Mara, while her summer is lived.
pub(crate) struct Mara {
    pub(crate) h: Person,
}

impl Mara {
    pub(crate) fn days(&self, days: i64) {
        self.h.at(&format!("{} 10:00", self.today().plus(days)));
    }

    pub(crate) fn today(&self) -> Day {
        self.h.this_day().unwrap()
    }
}

pub(crate) fn write_archive(name: &str, bytes: &[u8]) {
    let file = std::fs::File::create(frozen(name)).unwrap();
    let mut gz = flate2::write::GzEncoder::new(file, flate2::Compression::best());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap();
}

fn unpacked(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(frozen(name)).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Makes the files once, where that was asked for and they are not there; then holds that nobody changed them.
fn files() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        if std::env::var_os("HANDRAIL_BLESS").is_some() && !frozen("v10.sha256").exists() {
            life::make();
        }
        for line in std::fs::read_to_string(frozen("v10.sha256")).unwrap().lines() {
            let (hash, name) = line.split_once("  ").unwrap();
            assert_eq!(hash, sha256(&frozen(name)), "{name} has been changed");
        }
    });
}

/// The items of an archive, each under its section, its kind and what names it.
fn items(archive: &[u8]) -> BTreeMap<String, Value> {
    let whole: Value = serde_json::from_slice(archive).unwrap();
    let mut all = BTreeMap::new();
    for (section, list) in whole.as_object().unwrap() {
        match list {
            Value::Object(kinds) if section == "records" => {
                for (kind, list) in kinds {
                    for record in list.as_array().unwrap() {
                        all.insert(format!("{kind} {}", record["id"]), record.clone());
                    }
                }
            }
            Value::Array(list) => {
                for item in list {
                    all.insert(format!("{section} {item}"), item.clone());
                }
            }
            _ => {}
        }
    }
    all
}

/// Whether `now` says all that `then` said; it may say more, as a newer version does.
fn says_all(then: &Value, now: &Value) -> bool {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            then.iter().all(|(key, value)| now.get(key).is_some_and(|now| says_all(value, now)))
        }
        _ => then == now,
    }
}

/// The items of `then`, each of which has to be in `now`.
pub(crate) fn in_archive(then: &[u8], now: &[u8]) -> BTreeMap<String, Value> {
    let (then, now) = (items(then), items(now));
    let gone: Vec<&String> = then
        .iter()
        .filter(|(name, item)| !now.get(*name).is_some_and(|now| says_all(item, now)))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(gone, Vec::<&String>::new(), "in the frozen archive, and not in this one");
    then
}

/// What of an archive is in a backup: a clinic's packs and questionnaires are installed on each phone anew.
pub(crate) fn without_packs(archive: &[u8]) -> Value {
    let mut whole: Value = serde_json::from_slice(archive).unwrap();
    for section in ["content_packs", "instruments"] {
        whole.as_object_mut().unwrap().remove(section).unwrap();
    }
    whole
}

/// As [`in_archive`], and byte by byte for as long as a phone's store has the version that wrote it.
fn is_archive(name: &str, of: &mut Client) {
    let (then, now) = (unpacked(name), of.exported().unwrap());
    let found = in_archive(&then, &now).len();
    println!("{name}: {found} records, earlier wordings and removals, all there");
    assert!(found > 200, "{found}");
    let version = of
        .while_closed(|folder| {
            let c = phone::raw(&folder.join("handrail.db"))?;
            Ok(c.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0))?)
        })
        .unwrap();
    assert!(version > THAT || then == now, "byte by byte");
}

fn lines(of: &Client) -> Vec<String> {
    of.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect()
}

/// A relay of today on the database of that day.
fn relay(name: &str) -> Together {
    files();
    let mut all = Together::new(name).unwrap();
    all.stop_relay().unwrap();
    std::fs::remove_dir_all(all.relay_folder()).unwrap();
    std::fs::create_dir_all(all.relay_folder()).unwrap();
    let database = all.relay_folder().join(sqlite::DATABASE);
    std::fs::copy(frozen(RELAY), &database).unwrap();
    let (epoch, writes): ([u8; 16], i64) = Connection::open(&database)
        .unwrap()
        .query_row("SELECT epoch, writes FROM relay", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    // With its generation file, as after an update of the program: no flag is asked for.
    let mark = format!("{} {writes:020}\n", handrail_wire::Id::from(epoch));
    std::fs::write(all.relay_folder().join(sqlite::GENERATION), mark).unwrap();
    all.clock.move_to(LATER);
    all.start_relay(false).unwrap();
    all
}

/// A phone's relay is at another address from now on: a test's port is never the same.
fn moves_with_its_relay(all: &Together, file: &Path) {
    let c = phone::raw(file).unwrap();
    for table in ["vault", "mailbox", "wake_up", "wake_told"] {
        c.execute(&format!("UPDATE {table} SET origin = ?1"), [all.origin()]).unwrap();
    }
}

/// Mara's own phone of that day.
fn phone_of_that_day(all: &Together) -> Client {
    let folder = all.folder("mara");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("handrail.db");
    std::fs::copy(frozen("v10.db"), &file).unwrap();
    moves_with_its_relay(all, &file);
    all.client("mara").unwrap()
}

/// From this relay a new phone has everything, and goes on.
fn a_new_phone_has_everything(all: &Together) {
    let code = std::fs::read_to_string(frozen("v10.code")).unwrap();
    let (mut new, seen) = all.restored("new", code.trim(), true).unwrap();
    assert!(!seen.some_missing);
    let there = lines(&new);
    for line in [PHONE[0], TABLET[0], TABLET[1], BUS[2]] {
        assert!(there.iter().any(|l| l == line), "{line}");
    }
    for line in [PHONE[1], "Not for keeping", "From the phone with the cracked glass", BUS[1]] {
        assert!(!there.iter().any(|l| l == line), "{line}");
    }
    let bus = new.handrail.talk_about().unwrap().open.into_iter().find(|l| l.wording == BUS[2]).unwrap().id.0;
    let earlier = new.handrail.earlier_words("talk_about", bus, 0).unwrap();
    assert!(earlier.iter().any(|e| e.words == BUS[1]), "what lost is there to look back on");
    is_archive("v10.relay.archive.gz", &mut new);
    // Who read along, and what they sent meanwhile.
    assert_eq!(new.handrail.former_readers().unwrap().len(), 2);
    new.while_closed(|folder| {
        moves_with_its_relay(all, &folder.join("handrail.db"));
        Ok(())
    })
    .unwrap();
    let report = all.sync(&new).unwrap();
    assert!(report.stopped.is_none() && report.not_opened == 0, "{report:?}");
    new.handrail.add_talk_about("On the new phone").unwrap();
    all.clock.pass(DAY);
    assert!(all.sync(&new).unwrap().saved > 0);
    assert_eq!(new.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
    assert!(new.handrail.backup().unwrap().findings.is_empty());
    let devices = new.handrail.backup_devices().unwrap();
    assert_eq!(devices.iter().filter(|d| d.removed.is_none()).count(), 1, "the lost phones are off the list");
}

#[test]
fn the_frozen_relay_holds_a_vault_that_was_lived_in() {
    files();
    let folder = TempFolder::new("frozen-relay").unwrap();
    std::fs::copy(frozen(RELAY), folder.path().join("copy.db")).unwrap();
    let c = Connection::open(folder.path().join("copy.db")).unwrap();
    let ask = |sql: &str| c.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(ask("PRAGMA user_version"), NEWEST_RELAY);
    assert_eq!((ask("SELECT count(*) FROM vault"), ask("SELECT count(*) FROM vault_device")), (1, 3));
    assert_eq!(ask("SELECT count(*) FROM vault_device WHERE live = 0"), 1, "one was taken off");
    assert_eq!(ask("SELECT count(*) FROM vault_snapshot"), 2);
    assert!(ask("SELECT count(*) FROM vault_batch") >= 3, "and batches above them");
    assert!(ask("SELECT count(DISTINCT device) FROM vault_batch") == 2, "of two phones");
    assert!(ask("SELECT list_version FROM vault") >= 4 && ask("SELECT keyring_version FROM vault") >= 3);
    // What people sent each other is there too.
    assert_eq!((ask("SELECT count(*) FROM account"), ask("SELECT count(*) FROM mailbox")), (2, 1));
    assert!(ask("SELECT count(*) FROM message") > 0);
}

#[test]
fn a_new_phone_with_her_printed_code_has_everything_from_a_relay_of_that_day() {
    let all = relay("frozen-relay-restored");
    a_new_phone_has_everything(&all);
    let newest: i64 = all.relay_database().unwrap().query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
    assert_eq!(newest, NEWEST_RELAY, "a newer format wants a frozen relay of its own: frozen/README.md");
}

#[test]
fn her_phone_of_that_day_opens_with_every_row_and_goes_on_with_a_relay_of_that_day() {
    let all = relay("frozen-relay-goes-on");
    let old_file = all.folder("old.db");
    std::fs::copy(frozen("v10.db"), &old_file).unwrap();
    let old = phone::raw(&old_file).unwrap();
    assert_eq!(old.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0)).unwrap(), 10);
    let empty: Vec<String> = rows(&old).into_iter().filter(|(_, rows)| rows.is_empty()).map(|(t, _)| t).collect();
    assert_eq!(empty, EMPTY, "tables with nothing to lose");

    let mut mara = phone_of_that_day(&all);
    assert!(mara.handrail.salvage().is_none());
    let gone = mara.while_closed(|folder| Ok(lost(&old, &phone::raw(&folder.join("handrail.db"))?))).unwrap();
    // Its relay's address was changed here.
    let moved = |row: &String| ["vault: ", "mailbox: ", "wake_up: ", "wake_told: "].iter().any(|t| row.starts_with(t));
    assert_eq!(gone.into_iter().filter(|row| !moved(row)).collect::<Vec<_>>(), Vec::<String>::new());
    is_archive("v10.archive.gz", &mut mara);
    let titles = mara.handrail.proposals().unwrap().waiting.into_iter().map(|p| p.title).collect::<Vec<_>>();
    assert_eq!(titles, ["Walk to the lock"]);
    assert_eq!(mara.handrail.readers().unwrap().iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["Sam", "Kim"]);
    let named: Vec<Option<String>> = mara.handrail.backup_devices().unwrap().into_iter().map(|d| d.name).collect();
    assert!(named.contains(&Some("Tablet".to_owned())), "{named:?}");

    // What waited is sent, to the readers and to the backup.
    let report = all.sync(&mara).unwrap();
    assert!(report.stopped.is_none() && report.saved > 0 && report.delivered > 0, "{report:?}");
    all.clock.pass(HOUR);
    assert!(all.sync(&mara).unwrap().stopped.is_none());
    assert!(mara.handrail.backup().unwrap().findings.is_empty());
    let code = std::fs::read_to_string(frozen("v10.code")).unwrap();
    let (new, seen) = all.restored("new", code.trim(), true).unwrap();
    assert!(!seen.some_missing);
    assert!(without_packs(&new.exported().unwrap()) == without_packs(&mara.exported().unwrap()));

    let fresh = TempFolder::new("fresh-v10").unwrap();
    phone::open(fresh.path(), phone::HandClock::standing_at(LATER)).unwrap().close().unwrap();
    let fresh = phone::raw(&fresh.path().join("handrail.db")).unwrap();
    let wanted = schema(&fresh);
    let found = mara.while_closed(|folder| Ok(schema(&phone::raw(&folder.join("handrail.db"))?))).unwrap();
    assert_eq!(found, wanted, "the shape of a fresh store");
}

/// What a phone has only for as long as something is under way, and what these days did not bring.
const EMPTY: [&str; 11] = [
    "ack_due",
    "quarantine",
    "receipt_held",
    "seen_line",
    "unknown_field",
    "vault_aside",
    "vault_echo",
    "vault_joining",
    "vault_restore",
    "vault_restore_device",
    "vault_restore_part",
];

mod on_postgres {
    use std::process::Command;

    use handrail_clinic::export::{Place, export, import};
    use handrail_clinic::store::postgres::Address;

    use super::*;
    use crate::databases::Database;

    const DUMP: &str = "v10.relay.sql.gz";

    /// The same relay on PostgreSQL, as `pg_dump` writes it, without what is only for psql.
    pub(crate) fn freeze(folder: &Path, between: &Path) {
        let database = Database::make("freezing version 10").expect("a PostgreSQL server");
        export(&Place::Folder(folder.to_owned()), None, between, &mut |_, _| ()).unwrap();
        import(&Place::Postgres(Address::new(&database.url)), between, &mut |_, _| ()).unwrap();
        let dump = Command::new("pg_dump").args(["--inserts", "--no-owner", &database.url]).output().unwrap();
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        let text = String::from_utf8(dump.stdout).unwrap();
        let keep = |line: &&str| !line.is_empty() && !line.starts_with("--") && !line.starts_with('\\');
        let sql: String = text.lines().filter(keep).flat_map(|line| [line, "\n"]).collect();
        write_archive(DUMP, sql.as_bytes());
    }

    #[test]
    fn a_new_phone_with_her_printed_code_has_everything_from_a_relay_of_that_day_on_postgresql() {
        let Some(database) = Database::make("a new phone from a frozen relay") else { return };
        files();
        let sql = String::from_utf8(unpacked(DUMP)).unwrap();
        database.run(sql.leak());
        let mut all = Together::new("frozen-relay-postgres").unwrap();
        all.stop_relay().unwrap();
        all.clock.move_to(LATER);
        all.start_relay_with(|config| config.database = Some(Address::new(&database.url))).unwrap();
        a_new_phone_has_everything(&all);
        all.stop_relay().unwrap();
    }
}
