use std::ops::ControlFlow;

use super::super::{ARCHIVE_VERSION, LARGEST_ITEM};
use super::{count, exported, full, import, phone};
use crate::{Error, Handrail, Reason};

const MALFORMED: Reason = Reason::Malformed;

/// Refused for this, and the store is still one that an archive can come into.
fn refused(into: &Handrail, archive: &str, reason: Reason) {
    match import(into, archive) {
        Err(Error::Invalid { field: "archive", reason: given }) => assert_eq!(given, reason),
        other => panic!("{other:?}"),
    }
    assert_eq!(count(into, "SELECT (SELECT count(*) FROM op) + (SELECT sequence FROM device)"), 0);
}

#[test]
fn a_store_in_which_anything_was_ever_written_takes_no_archive() {
    let archive = exported(&full());
    for touch in ["a setting", "an entry that was removed for good", "a relationship"] {
        let ben = phone();
        match touch {
            "a setting" => drop(ben.save_settings(&crate::settings::EditSettings { usual_on: Some(true), ..Default::default() })),
            "a relationship" => drop(ben.write(|w| {
                w.tx().execute(
                    "INSERT INTO mailbox (id, origin, device, identity, roster, keyset) VALUES (zeroblob(16), '', x'', x'', x'', x'')",
                    [],
                )?;
                Ok(())
            })),
            _ => {
                let id = ben.add_talk_about("x").unwrap().id_of("talk_about").unwrap();
                ben.remove_for_good("talk_about", id).unwrap();
            }
        }
        let before = exported(&ben);
        let refused = import(&ben, &archive);
        assert!(matches!(refused, Err(Error::Invalid { field: "store", reason: Reason::WrongState })), "{touch}");
        assert_eq!(exported(&ben), before);
    }
}

#[test]
fn an_archive_of_a_newer_version_is_refused_as_such_whatever_else_is_in_it() {
    let ben = phone();
    let found = i64::from(ARCHIVE_VERSION) + 1;
    let newer = format!("{{\"archive\":{{\"format\":\"handrail-archive\",\"version\":{found}}},\"dreams\":[1]}}");
    match import(&ben, &newer) {
        Err(Error::NewerVersion { found: said, known }) => {
            assert_eq!((said, known), (found, i64::from(ARCHIVE_VERSION)));
        }
        other => panic!("{other:?}"),
    }
    import(&ben, &exported(&full())).unwrap();
}

#[test]
fn an_archive_cut_short_anywhere_is_refused() {
    let archive = exported(&full());
    let ben = phone();
    let last = archive.len() - 1; // without the end of the last line it is still whole
    for at in (0..last).step_by(997).chain(last.saturating_sub(3)..last) {
        let cut: String = archive.chars().take(at).collect();
        if cut.len() < last {
            refused(&ben, &cut, MALFORMED);
        }
    }
    import(&ben, &archive).unwrap();
}

#[test]
fn what_is_no_archive_is_refused() {
    let ben = phone();
    for other in [
        "",
        "{}",
        "[]",
        "null",
        "\u{feff}{}",
        "{\"archive\":{\"format\":\"somebody-else\",\"version\":1}}",
        "{\"archive\":{\"format\":\"handrail-archive\",\"version\":0}}",
        "{\"archive\":{\"format\":\"handrail-archive\",\"version\":1}}",
        "{\"archive\":{\"format\":\"handrail-archive\",\"version\":\"1\"}}",
        "{\"records\":{},\"archive\":{\"format\":\"handrail-archive\",\"version\":1}}",
    ] {
        refused(&ben, other, MALFORMED);
    }
    let archive = exported(&full());
    for more in ["x", "{}", ","] {
        refused(&ben, &format!("{archive}{more}"), MALFORMED);
    }
    assert!(ben.import(&mut [0xff_u8, 0xfe, 0x7b].as_slice(), &mut |_| ControlFlow::Continue(())).is_err());
}

#[test]
fn a_value_of_the_wrong_kind_is_refused_wherever_it_stands() {
    let archive = exported(&full());
    let ben = phone();
    let text = |from: &str, to: &str| {
        assert!(archive.contains(from), "{from}");
        archive.replacen(from, to, 1)
    };
    for (from, to) in [
        // A number for words, words for a number, a list for either, nothing where something is needed.
        ("\"title\":\"and once more\"", "\"title\":5"),
        ("\"title\":\"and once more\"", "\"title\":[\"and\"]"),
        ("\"title\":\"and once more\"", "\"title\":null"),
        ("\"title\":\"and once more\"", "\"title\":\"cut\\u0000short\""),
        ("\"edition\":1", "\"edition\":\"1\""),
        ("\"edition\":1", "\"edition\":1.5"),
        ("\"edition\":1", "\"edition\":1e400"),
        ("\"edition\":1", "\"edition\":18446744073709551615"),
        // Days and times that are none, ids of another length, words that decide something and are not known.
        ("\"day\":\"2026-09-21\"", "\"day\":\"2026-02-30\""),
        ("\"time\":\"09:30\"", "\"time\":\"29:30\""),
        ("\"state\":\"following\"", "\"state\":\"fallowing\""),
        ("\"ratings\":\"{}\"", "\"ratings\":\"{\""),
        ("\"goal\":\"BQUFBQUFBQUFBQUFBQUFBQ\"", "\"goal\":\"BQUF\""),
        ("\"for_good\":true", "\"for_good\":1"),
        ("\"for_good\":true,", ""),
        ("\"replaced_ms\":", "\"replaced\":"),
        ("\"url\":\"https://clinic.example/q\"", "\"url\":\"https://clinic.example/other\""),
        ("\"instruments\":[\n{\"bytes\":\"", "\"instruments\":[\n{\"bytes\":\"/"),
        ("\"instruments\":[\n{\"bytes\":\"", "\"instruments\":[\n{\"bytes\":\"AAAA"),
    ] {
        assert!(import(&phone(), &text(from, to)).is_err(), "{to}");
        refused(&ben, &text(from, to), MALFORMED);
    }
    // The same part twice, the same record twice, a record that is there and gone.
    refused(&ben, &text("\"instruments\":[", "\"content_packs\":[],\n\"instruments\":["), MALFORMED);
    let line = archive.lines().find(|l| l.starts_with("{\"fields\"") && l.ends_with("},")).unwrap();
    refused(&ben, &text(line, &format!("{line}\n{line}")), MALFORMED);
    let json: serde_json::Value = serde_json::from_str(&archive).unwrap();
    let there = json["records"]["homework"][0]["id"].as_str().unwrap();
    let gone = json["tombstones"][0]["record"].as_str().unwrap();
    let both = text(&format!("\"record\":\"{gone}\",\"stamp\""), &format!("\"record\":\"{there}\",\"stamp\""));
    refused(&ben, &both, MALFORMED);
    import(&ben, &archive).unwrap();
}

#[test]
fn a_kind_and_a_field_of_a_newer_version_are_kept_and_go_out_again() {
    let archive = exported(&full());
    let newer = archive.replacen("\"dose\":[", "\"daydream\":[\n{\"fields\":{\"about\":\"the sea\"},\"id\":\"AZmZmZmZmZmZmZmZmZmZmQ\",\"stamp\":\"1790000000000.1\"}],\n\"dose\":[", 1);
    let newer =
        newer.replacen("\"title\":\"and once more\"", "\"title\":\"and once more\",\"tone\":{\"warm\":true}", 1);
    let ben = phone();
    assert_eq!(import(&ben, &newer).unwrap().unknown, 5);
    let out = exported(&ben);
    assert!(out.contains("\"the sea\"") && out.contains("{\"warm\":true}"));
    let cleo = phone();
    import(&cleo, &out).unwrap();
    assert_eq!(exported(&cleo), out);
    for bad in ["", "a b", "a\\\"b", &"a".repeat(65)] {
        refused(&phone(), &archive.replacen("\"dose\":[", &format!("\"{bad}\":["), 1), MALFORMED);
    }
}

/// Gives what it is made of, byte by byte.
struct Bytes<I>(I);
impl<I: Iterator<Item = u8>> std::io::Read for Bytes<I> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        Ok(to.iter_mut().zip(&mut self.0).map(|(to, from)| *to = from).count())
    }
}

#[test]
fn an_item_beyond_all_measure_is_refused_before_it_is_read() {
    let ben = phone();
    let limit = usize::try_from(LARGEST_ITEM).unwrap();
    let archive = exported(&full());
    let huge = archive.replacen("and once more", &"x".repeat(limit + (1 << 17)), 1);
    match import(&ben, &huge) {
        Err(Error::Invalid { field: "archive", reason: Reason::TooLong { .. } }) => {}
        other => panic!("{other:?}"),
    }
    // White space without end is no way around it.
    let mut endless = "{\"archive\":".as_bytes().iter().copied().chain(std::iter::repeat_n(b' ', 3 * limit));
    let refused = ben.import(&mut Bytes(&mut endless), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(Error::Invalid { reason: Reason::TooLong { .. }, .. })));
}

#[test]
fn an_error_while_reading_is_the_readers_own() {
    struct Broken<'a>(&'a [u8]);
    impl std::io::Read for Broken<'_> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() { Err(std::io::Error::from_raw_os_error(5)) } else { self.0.read(to) }
        }
    }
    let ben = phone();
    let archive = exported(&full());
    let failed = ben.import(&mut Broken(&archive.as_bytes()[..5000]), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(failed, Err(Error::Storage { code: 5, .. })), "{failed:?}");
    import(&ben, &archive).unwrap();
}
