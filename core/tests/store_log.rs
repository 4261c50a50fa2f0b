//! The change log: what every write leaves, what an edit keeps, what removing for good forgets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support;

use handrail_core::coping::{Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::{Error, What};
use rusqlite::Connection;
use support::pages::decrypted_pages;
use support::{MINUTE, NOON, Phone, YEAR, assert_sound, entry, log, one, situations, walk};

/// (sequence, stamp, action, kind, body) of every op, in order.
fn ops(c: &Connection) -> Vec<(i64, i64, i64, String, Option<String>)> {
    c.prepare("SELECT sequence, stamp, action, kind, body FROM op ORDER BY device, sequence")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn sequence_numbers_have_no_gap_and_stamps_rise_even_when_the_date_jumps_back_ten_years() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    for jump in [0, MINUTE, -10 * YEAR, MINUTE, 20 * YEAR, -20 * YEAR, 0] {
        phone.clock.set_date(NOON + jump);
        let id = log(&ana, strategy, &format!("jump {jump}"));
        // A write that fails in between leaves no number behind.
        assert!(ana.record_coping(&NewCopingEntry { before: Some(11), ..entry(strategy, "no") }).is_err());
        ana.edit_coping(id, &NewCopingEntry { helped: Some(Helped::ALittle), ..entry(strategy, "edited") }).unwrap();
    }
    ana.suspend().unwrap();
    ana.resume().unwrap();
    log(&ana, strategy, "after a rest");
    ana.close().unwrap();
    let c = phone.raw();
    let ops = ops(&c);
    assert_eq!(ops.iter().map(|o| o.0).collect::<Vec<_>>(), (1..=16).collect::<Vec<_>>());
    assert!(ops.windows(2).all(|w| w[0].1 < w[1].1), "{:?}", ops.iter().map(|o| o.1).collect::<Vec<_>>());
    let kept: (i64, i64) =
        c.query_row("SELECT sequence, stamp FROM device", [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    assert_eq!(kept, (16, ops[15].1));
    assert_eq!(ops[0].1 >> 16, NOON, "with a right clock the stamp is the time");
}

#[test]
fn each_field_has_one_cell_with_the_newest_stamp_and_a_true_hash() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let edit = |name: &str, how: &str| {
        let new = NewCopingStrategy {
            name: name.into(),
            how: how.into(),
            trouble: String::new(),
            ..NewCopingStrategy::default()
        };
        ana.edit_coping_strategy(strategy, &new).unwrap()
    };
    edit("a walk", "round the block");
    edit("a long walk", "round the block");
    let id = log(&ana, strategy, "bus");
    ana.edit_coping(id, &entry(strategy, "the bus")).unwrap();
    ana.close().unwrap();
    let c = phone.raw();
    let stamps: Vec<i64> = ops(&c).iter().map(|o| o.1).collect();
    let cell = |record: [u8; 16], field: &str| -> Option<(i64, Vec<u8>)> {
        c.query_row("SELECT stamp, value_hash FROM cell WHERE record = ?1 AND field = ?2", (record, field), |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .ok()
    };
    let hash = |json: &str| ring::digest::digest(&ring::digest::SHA256, json.as_bytes()).as_ref()[..16].to_vec();
    let of = *strategy.0.as_bytes();
    assert_eq!(cell(of, "name"), Some((stamps[2], hash("\"a long walk\""))));
    assert_eq!(cell(of, "how"), Some((stamps[1], hash("\"round the block\""))));
    assert_eq!(cell(of, "trouble"), Some((stamps[0], hash("\"\""))));
    assert_eq!(cell(of, ""), None);
    // A settled record is one cell, whole.
    let whole = ops(&c)[4].4.clone().unwrap();
    assert!(whole.contains("the bus"));
    assert_eq!(cell(*id.0.as_bytes(), ""), Some((stamps[4], hash(&whole))));
    assert_eq!(one(&c, "SELECT count(*) FROM cell"), 8);
}

#[test]
fn a_save_that_changes_nothing_leaves_no_trace() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let id = log(&ana, strategy, "bus");
    let count =
        |c: &Connection| ["op", "cell", "revision", "tombstone"].map(|t| one(c, &format!("SELECT count(*) FROM {t}")));
    ana.suspend().unwrap();
    let before = (count(&phone.raw()), phone.bytes("handrail.db"));
    ana.resume().unwrap();
    phone.clock.pass(60 * MINUTE);
    let changes = ana.edit_coping(id, &entry(strategy, "  bus ")).unwrap();
    assert_eq!(changes.records, [], "white space around it is no change");
    let same = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
    assert_eq!(ana.edit_coping_strategy(strategy, &same).unwrap().records, []);
    ana.suspend().unwrap();
    assert_eq!((count(&phone.raw()), phone.bytes("handrail.db")), before);
}

/// (field, value) of every revision of a record.
fn revisions(c: &Connection, record: &[u8; 16]) -> Vec<(String, String)> {
    c.prepare("SELECT field, value FROM revision WHERE record = ?1 ORDER BY stamp, field")
        .unwrap()
        .query_map([record], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn an_edit_within_ten_minutes_is_part_of_the_first_writing() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let id = log(&ana, strategy, "teh bus");
    phone.clock.pass(5 * MINUTE);
    // The person looks something up in another app, and somebody sets the phone's date meanwhile.
    ana.suspend().unwrap();
    phone.clock.set_date(NOON + 3 * YEAR);
    ana.resume().unwrap();
    phone.clock.pass(5 * MINUTE - 1);
    ana.edit_coping(id, &entry(strategy, "the bus")).unwrap();
    ana.close().unwrap();
    let c = phone.raw();
    assert_eq!(revisions(&c, id.0.as_bytes()), []);
    let bodies: Vec<Option<String>> = ops(&c).into_iter().filter(|o| o.3 == "coping_entry").map(|o| o.4).collect();
    assert_eq!(bodies.len(), 2, "the first number stays, so that no gap shows");
    assert_eq!(bodies[0], None, "the slip of the finger is not kept");
    assert!(bodies[1].as_ref().unwrap().contains("\"situation\":\"the bus\""));
    assert!(bodies[1].as_ref().unwrap().contains("\"before\":7"), "the newer op holds the whole entry");
}

#[test]
fn the_log_holds_every_word_that_the_record_holds() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let new = NewCopingEntry {
        helped: Some(Helped::ALot),
        before: Some(7),
        after: Some(3),
        note: "by myself".into(),
        place: "on the bus".into(),
        trouble: "the noise".into(),
        ..entry(strategy, "full bus")
    };
    ana.record_coping(&new).unwrap();
    ana.close().unwrap();
    let c = phone.raw();
    // What other phones and the backup get is the log.
    let body = ops(&c).into_iter().find(|op| op.3 == "coping_entry").unwrap().4.unwrap();
    for words in ["full bus", "by myself", "on the bus", "the noise", "a_lot"] {
        assert!(body.contains(&format!(":\"{words}\"")), "{words}: {body}");
    }
}

#[test]
fn an_edit_after_ten_minutes_keeps_the_earlier_words() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let id = log(&ana, strategy, "bus");
    phone.clock.pass(10 * MINUTE);
    // Setting the date back does not make it the first writing again.
    phone.clock.set_date(NOON - YEAR);
    ana.edit_coping(id, &entry(strategy, "the number nine bus")).unwrap();
    let new = NewCopingStrategy { name: "a long walk".into(), ..Default::default() };
    ana.edit_coping_strategy(strategy, &new).unwrap();
    // After a restart nothing is the first writing any more.
    ana.close().unwrap();
    let ana = phone.open().unwrap();
    ana.edit_coping(id, &entry(strategy, "the bus home")).unwrap();
    ana.close().unwrap();
    let c = phone.raw();
    let kept = revisions(&c, id.0.as_bytes());
    assert_eq!(kept.len(), 2);
    assert!(kept[0].1.contains("\"situation\":\"bus\"") && kept[1].1.contains("the number nine bus"));
    assert_eq!(revisions(&c, strategy.0.as_bytes()), [("name".into(), "\"a walk\"".into())]);
    assert!(ops(&c).iter().all(|o| o.4.is_some()), "and the log keeps its content");
}

#[test]
fn what_was_taken_away_comes_back_as_it_was_even_if_the_date_was_set_back_in_between() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let id = log(&ana, strategy, "first words");
    phone.clock.pass(11 * MINUTE);
    ana.edit_coping(id, &entry(strategy, "newer words")).unwrap();
    phone.clock.set_date(NOON - 10 * YEAR);
    let changes = ana.remove("coping_entry", id.0).unwrap();
    assert_eq!((changes.records.len(), changes.records[0].what), (1, What::Removed));
    assert_eq!(situations(&ana), Vec::<String>::new());
    assert!(matches!(ana.edit_coping(id, &entry(strategy, "ghost")), Err(Error::NotFound(_))));
    assert!(matches!(ana.remove("coping_entry", id.0), Err(Error::NotFound(_))), "once is enough");
    let changes = ana.put_back("coping_entry", id.0).unwrap();
    assert_eq!(changes.records[0].what, What::Created);
    assert_eq!(situations(&ana), ["newer words"]);
    assert!(matches!(ana.put_back("coping_entry", id.0), Err(Error::NotFound(_))), "it is there already");
    // An edit right after coming back is no first writing: the words it replaces are kept, in the log too.
    ana.edit_coping(id, &entry(strategy, "newest words")).unwrap();
    ana.close().unwrap();
    let c = phone.raw();
    let kept: Vec<String> = revisions(&c, id.0.as_bytes()).into_iter().map(|r| r.1).collect();
    assert!(kept.iter().any(|k| k.contains("first words")) && kept.iter().any(|k| k.contains("newer words")));
    assert!(ops(&c).iter().filter_map(|o| o.4.as_ref()).any(|b| b.contains("first words")), "the log of long ago");
    assert_eq!(one(&c, "SELECT count(*) FROM tombstone"), 0);
}

fn pages_with(phone: &Phone, words: &str) -> usize {
    decrypted_pages(&phone.folder, &phone.key())
        .iter()
        .filter(|p| p.windows(words.len()).any(|w| w == words.as_bytes()))
        .count()
}

#[test]
fn what_is_removed_for_good_is_in_no_table_and_on_no_page_of_any_file() {
    const SECRET: &str = "what my brother said that night";
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    // A life around it, so that pages split, fill and are moved about.
    for n in 0..60 {
        phone.clock.pass(MINUTE);
        log(&ana, strategy, &format!("before {n} {}", "and so on ".repeat(n % 37)));
    }
    let id = log(&ana, strategy, &format!("{SECRET} 1"));
    for version in 2..6 {
        phone.clock.pass(11 * MINUTE);
        let long = format!("{SECRET} ").repeat(45 * version).trim().to_owned();
        ana.edit_coping(id, &NewCopingEntry { note: long, ..entry(strategy, &format!("{SECRET} {version}")) }).unwrap();
    }
    ana.remove("coping_entry", id.0).unwrap();
    ana.put_back("coping_entry", id.0).unwrap();
    for n in 0..60 {
        phone.clock.pass(MINUTE);
        log(&ana, strategy, &format!("after {n} {}", "and so on ".repeat(n % 41)));
    }
    let others = situations(&ana).into_iter().filter(|s| !s.contains(SECRET)).collect::<Vec<_>>();
    assert!(pages_with(&phone, SECRET) > 10, "the search finds it while it is there, also in the log");
    assert!(pages_with(&phone, "CREATE TABLE coping_entry") > 0);

    let changes = ana.remove_for_good("coping_entry", id.0).unwrap();
    assert_eq!(changes.records[0].what, What::RemovedForGood);
    // While the app is open, and after it is closed.
    assert_eq!(pages_with(&phone, SECRET), 0);
    assert_eq!(situations(&ana), others);
    assert!(matches!(ana.put_back("coping_entry", id.0), Err(Error::NotFound(_))), "there is no way back");
    assert!(matches!(ana.remove_for_good("coping_entry", id.0), Err(Error::NotFound(_))));
    ana.close().unwrap();
    assert_eq!(pages_with(&phone, SECRET), 0);
    assert!(pages_with(&phone, "before 36 and so on") > 0, "the rest is there");

    let c = phone.raw();
    let record = id.0.as_bytes();
    for (table, column) in
        [("coping_entry", "id"), ("cell", "record"), ("revision", "record"), ("unknown_field", "record")]
    {
        let sql = format!("SELECT count(*) FROM {table} WHERE {column} = ?1");
        assert_eq!(c.query_row(&sql, [record], |r| r.get::<_, i64>(0)).unwrap(), 0, "{table}");
    }
    let left: Vec<(i64, bool)> = c
        .prepare("SELECT action, body IS NULL FROM op WHERE record = ?1 ORDER BY sequence")
        .unwrap()
        .query_map([record], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(left.iter().all(|(_, empty)| *empty), "every op of it has lost its content");
    assert_eq!(left.last(), Some(&(3, true)), "one op says that it is gone, so that another phone forgets it too");
    let sequences: Vec<i64> = ops(&c).iter().map(|o| o.0).collect();
    assert_eq!(sequences, (1..=i64::try_from(sequences.len()).unwrap()).collect::<Vec<_>>(), "no number is missing");
    drop(c);
    assert_sound(&phone);
}

#[test]
fn an_entry_that_was_only_taken_away_can_still_be_removed_for_good() {
    const SECRET: &str = "nobody needs to read this again";
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    let id = log(&ana, strategy, SECRET);
    ana.remove("coping_entry", id.0).unwrap();
    assert!(pages_with(&phone, SECRET) > 0, "taken away is not gone");
    ana.remove_for_good("coping_entry", id.0).unwrap();
    assert_eq!(pages_with(&phone, SECRET), 0);
    assert!(matches!(ana.put_back("coping_entry", id.0), Err(Error::NotFound(_))));
}
