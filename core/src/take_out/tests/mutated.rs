//! Archives with anything changed: never a panic, one error or a record that works.

use proptest::prelude::*;

use super::{count, exported, full, import, phone};
use crate::Error;

/// What happens to an archive on a bad day.
#[derive(Debug, Clone)]
enum Harm {
    Flip { at: usize, to: u8 },
    Cut { at: usize, bytes: usize },
    Insert { at: usize, what: &'static str },
    SwapLines { a: usize, b: usize },
    RepeatLine { line: usize },
    DropLine { line: usize },
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = 0..1_000_000_usize;
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, to)| Harm::Flip { at, to }),
        (at.clone(), 1..40_usize).prop_map(|(at, bytes)| Harm::Cut { at, bytes }),
        (
            at.clone(),
            prop::sample::select(vec![
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                "null",
                "0",
                "-1",
                "1e999",
                "\\u0000",
                "\\ud800",
                "\u{202e}",
                "99999999999999999999",
            ])
        )
            .prop_map(|(at, what)| Harm::Insert { at, what }),
        (at.clone(), at.clone()).prop_map(|(a, b)| Harm::SwapLines { a, b }),
        at.clone().prop_map(|line| Harm::RepeatLine { line }),
        at.prop_map(|line| Harm::DropLine { line }),
    ]
}

fn harmed(archive: &str, harms: &[Harm]) -> Vec<u8> {
    let mut bytes = archive.as_bytes().to_vec();
    for harm in harms {
        if bytes.is_empty() {
            break;
        }
        let mut lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
        let count = lines.len();
        match harm {
            Harm::Flip { at, to } => {
                let at = at % bytes.len();
                bytes[at] = *to;
            }
            Harm::Cut { at, bytes: n } => {
                let at = at % bytes.len();
                bytes.drain(at..(at + n).min(bytes.len()));
            }
            Harm::Insert { at, what } => {
                let at = at % bytes.len();
                bytes.splice(at..at, what.bytes());
            }
            Harm::SwapLines { a, b } => {
                lines.swap(a % count, b % count);
                bytes = lines.join(&b'\n');
            }
            Harm::RepeatLine { line } => {
                lines.insert(line % count, lines[line % count].clone());
                bytes = lines.join(&b'\n');
            }
            Harm::DropLine { line } => {
                lines.remove(line % count);
                bytes = lines.join(&b'\n');
            }
        }
    }
    bytes
}

#[test]
fn a_harmed_archive_is_refused_or_makes_a_record_that_works() {
    let archive = exported(&full());
    let ben = std::cell::RefCell::new(phone());
    let (taken, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    proptest!(ProptestConfig { cases: 300, ..ProptestConfig::default() }, |(harms in prop::collection::vec(harm(), 1..4))| {
        let bytes = harmed(&archive, &harms);
        let mut ben = ben.borrow_mut();
        match ben.import(&mut bytes.as_slice(), &mut |_| std::ops::ControlFlow::Continue(())) {
            Ok(_) => {
                taken.set(taken.get() + 1);
                ben.today().unwrap();
                ben.goals().unwrap();
                ben.signs().unwrap();
                ben.review(crate::review::Period::SinceLastMeeting, &crate::review::PacketWords::default()).unwrap();
                let once = exported(&ben);
                let cleo = phone();
                import(&cleo, &once).unwrap();
                prop_assert_eq!(exported(&cleo), once);
                *ben = phone();
            }
            Err(Error::Invalid { field: "archive", .. } | Error::NewerVersion { .. }) => {
                refused.set(refused.get() + 1);
                prop_assert_eq!(count(&ben, "SELECT (SELECT count(*) FROM op) + (SELECT sequence FROM device)"), 0);
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    });
    assert!(taken.get() > 5 && refused.get() > 100, "{} taken, {} refused", taken.get(), refused.get());
}
