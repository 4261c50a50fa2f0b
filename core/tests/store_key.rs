//! The key: without the right one nothing opens and nothing is touched.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support;

use handrail_core::Error;
use support::{Phone, assert_sound, log, situations, walk};

const SAID: &str = "the voices came back on the number nine bus";

fn ana_has_written() -> Phone {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    log(&ana, strategy, SAID);
    ana.close().unwrap();
    phone
}

#[test]
fn a_wrong_key_is_told_from_damage_and_leaves_every_byte_alone() {
    let phone = ana_has_written();
    let before = phone.files();
    let wrong = vec![9; 32];
    assert!(matches!(phone.open_with(Some(wrong), None), Err(Error::KeyWrong)));
    assert_eq!(phone.files(), before);
    assert_eq!(situations(&phone.open().unwrap()), [SAID]);
}

#[test]
fn a_wrong_key_is_known_even_where_the_check_value_beside_the_file_is_lost() {
    let phone = ana_has_written();
    std::fs::remove_file(phone.file("handrail.key-check")).unwrap();
    let before = phone.files();
    assert!(matches!(phone.open_with(Some(vec![9; 32]), None), Err(Error::KeyWrong)));
    assert_eq!(phone.files(), before, "nothing is set aside on a doubt");
    let ana = phone.open().unwrap();
    assert_eq!(situations(&ana), [SAID]);
    assert!(phone.file("handrail.key-check").exists(), "the right key writes it again");
}

#[test]
fn no_key_and_a_key_of_31_bytes_make_no_store_and_touch_none() {
    let phone = ana_has_written();
    let before = phone.files();
    assert!(matches!(phone.open_with(None, None), Err(Error::KeyMissing)));
    assert!(matches!(phone.open_with(Some(vec![7; 31]), None), Err(Error::KeyLength(31))));
    assert!(matches!(phone.open_with(Some(vec![7; 33]), None), Err(Error::KeyLength(33))));
    assert!(matches!(phone.open_with(Some(Vec::new()), None), Err(Error::KeyLength(0))));
    assert_eq!(phone.files(), before);
    assert_eq!(situations(&phone.open().unwrap()), [SAID]);

    let new_phone = Phone::new();
    assert!(matches!(new_phone.open_with(None, None), Err(Error::KeyMissing)));
    assert!(matches!(new_phone.open_with(Some(vec![7; 31]), None), Err(Error::KeyLength(31))));
    assert_eq!(new_phone.files(), [], "no empty store that would later pass for the person's own");
}

#[test]
fn an_open_that_was_killed_before_the_check_value_was_written_is_finished_by_the_next() {
    let phone = ana_has_written();
    std::fs::remove_file(phone.file("handrail.key-check")).unwrap();
    phone.open().unwrap().close().unwrap();
    assert!(matches!(phone.open_with(Some(vec![9; 32]), None), Err(Error::KeyWrong)));
}

#[test]
fn the_file_is_sqlciphers_and_holds_no_word_in_the_clear() {
    let phone = ana_has_written();
    let open = phone.open().unwrap();
    let strategy = walk(&open);
    // Also while it is open and the newest entry is still in the write-ahead log.
    log(&open, strategy, SAID);
    for (path, bytes) in phone.files() {
        for word in [&b"number nine bus"[..], b"a walk", b"coping_entry", b"CREATE TABLE", b"SQLite format 3"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word), "{} holds plain text", path.display());
        }
    }
    open.close().unwrap();
    let c = phone.raw();
    let version: String = c.query_row("PRAGMA cipher_version", [], |r| r.get(0)).unwrap();
    assert!(version.starts_with('4'), "{version}");
    // The same search does find the words in the decrypted rows.
    let kept: String = c.query_row("SELECT group_concat(situation) FROM coping_entry", [], |r| r.get(0)).unwrap();
    assert!(kept.contains("number nine bus"));
    drop(c);
    assert_sound(&phone);
}

#[test]
fn debug_shows_neither_the_key_nor_a_word() {
    let phone = ana_has_written();
    let ana = phone.open().unwrap();
    assert_eq!(format!("{ana:?}"), "Handrail(..)");
    let key = handrail_core::store::DatabaseKey::take(vec![0x41; 32]).unwrap();
    assert_eq!(format!("{key:?}"), "DatabaseKey(..)");
}
