//! What an app lends the core may throw, be wrong or panic: the record stays whole, and the
//! app gets an error that it can act on.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod common;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use common::{Folder, Keys, opened_with, phone};
use handrail::Handrail;
use handrail::clock::{Moment, ZoneName};
use handrail::coping::{NewCopingEntry, NewCopingStrategy};
use handrail::error::{HandrailError, KeyProblem, StorageProblem};
use handrail::host::{Clock, PortError};

fn strategy(name: &str) -> NewCopingStrategy {
    NewCopingStrategy { name: name.into(), how: String::new(), trouble: String::new(), adapted: String::new() }
}

#[test]
fn a_key_provider_that_throws_gives_key_missing_and_makes_no_store() {
    for thrown in [PortError::Unavailable, PortError::Unforeseen] {
        let folder = Folder::new();
        let (opened, log) = opened_with(&folder, Err(thrown));
        assert_eq!(opened.unwrap_err(), HandrailError::Key { problem: KeyProblem::Missing });
        assert!(log.contains(&"key.missing".to_owned()), "{log:?}");
        assert!(log.iter().any(|code| code.starts_with("port.key.")), "{log:?}");
        let database = std::path::Path::new(&folder.config().folder).join("handrail.db");
        assert!(!database.exists(), "a store without a key would be a record without its owner");
    }
}

#[test]
fn a_key_of_31_or_33_bytes_is_no_key() {
    for length in [0, 31, 33] {
        let (opened, log) = opened_with(&Folder::new(), Ok(vec![7; length]));
        assert_eq!(opened.unwrap_err(), HandrailError::Key { problem: KeyProblem::Wrong });
        assert_eq!(log, [format!("key.length.{length}")]);
    }
}

#[test]
fn another_key_is_refused_and_the_right_one_still_opens() {
    let folder = Folder::new();
    let (first, _) = opened_with(&folder, Ok(vec![7; 32]));
    let first = first.unwrap();
    first.save_coping_strategy(strategy("A walk")).unwrap();
    drop(first);
    let (wrong, log) = opened_with(&folder, Ok(vec![8; 32]));
    assert_eq!(wrong.unwrap_err(), HandrailError::Key { problem: KeyProblem::Wrong });
    assert_eq!(log, ["key.wrong"]);
    let (right, _) = opened_with(&folder, Ok(vec![7; 32]));
    assert_eq!(right.unwrap().coping().unwrap().strategies.len(), 1);
}

#[test]
fn a_store_that_is_in_use_is_busy_and_a_file_in_the_way_is_a_storage_error() {
    let phone = phone();
    let (second, _) = opened_with(&phone.folder, Ok(vec![7; 32]));
    assert_eq!(second.unwrap_err(), HandrailError::Storage { problem: StorageProblem::Busy });

    let folder = Folder::new();
    std::fs::write(folder.config().folder, "not a folder").unwrap();
    let (opened, _) = opened_with(&folder, Ok(vec![7; 32]));
    assert_eq!(opened.unwrap_err(), HandrailError::Storage { problem: StorageProblem::Other });
    std::fs::remove_file(folder.config().folder).unwrap();
}

#[test]
fn a_panic_is_internal_and_the_store_still_works() {
    let phone = phone();
    phone.handrail.save_coping_strategy(strategy("A walk")).unwrap();
    phone.clock.panics.store(true, Ordering::Relaxed);
    let error = phone.handrail.save_coping_strategy(strategy("Music")).unwrap_err();
    assert_eq!(error, HandrailError::Internal);
    assert!(!format!("{error} {error:?}").contains("PRIVATE"));
    assert_eq!(phone.log.codes(), ["internal.panic"]);
    phone.clock.panics.store(false, Ordering::Relaxed);
    phone.handrail.save_coping_strategy(strategy("Music")).unwrap();
    assert_eq!(phone.handrail.coping().unwrap().strategies.len(), 2);
}

#[test]
fn a_clock_that_throws_is_internal_and_nothing_is_written() {
    let phone = phone();
    phone.clock.throws.store(true, Ordering::Relaxed);
    assert_eq!(phone.handrail.save_coping_strategy(strategy("Music")).unwrap_err(), HandrailError::Internal);
    assert_eq!(phone.log.codes(), ["port.clock.unforeseen", "port.clock"]);
    phone.clock.throws.store(false, Ordering::Relaxed);
    assert!(phone.handrail.coping().unwrap().strategies.is_empty());
}

#[test]
fn a_clock_in_an_impossible_year_is_refused_by_name() {
    struct Wild;
    impl Clock for Wild {
        fn now(&self) -> Result<Moment, PortError> {
            Ok(Moment { instant_ms: i64::MAX, zone: ZoneName("UTC".into()), offset_min: 0 })
        }
    }
    let error = Handrail::open(Folder::new().config(), Keys::good(), Arc::new(Wild), None).unwrap_err();
    assert!(matches!(error, HandrailError::Invalid { ref field, .. } if field == "moment"), "{error:?}");
}

#[test]
fn a_closed_store_says_so_and_a_suspended_one_comes_back() {
    let phone = phone();
    phone.handrail.save_coping_strategy(strategy("A walk")).unwrap();
    phone.handrail.suspend().unwrap();
    phone.handrail.suspend().unwrap();
    assert_eq!(phone.handrail.coping().map(drop).unwrap_err(), HandrailError::Closed);
    phone.handrail.resume().unwrap();
    assert_eq!(phone.handrail.coping().unwrap().strategies.len(), 1);

    phone.handrail.close_store().unwrap();
    phone.handrail.close_store().unwrap();
    assert_eq!(phone.handrail.coping().map(drop).unwrap_err(), HandrailError::Closed);
    assert_eq!(phone.handrail.save_coping_strategy(strategy("Music")).unwrap_err(), HandrailError::Closed);
    assert_eq!(phone.handrail.resume().unwrap_err(), HandrailError::Closed);
    let (again, _) = opened_with(&phone.folder, Ok(vec![7; 32]));
    assert_eq!(again.unwrap().coping().unwrap().strategies.len(), 1);
    assert!(phone.log.codes().is_empty(), "what an app may well try leaves no line");
}

#[test]
fn bad_input_names_its_field_and_writes_nothing() {
    use handrail::error::Reason;
    let phone = phone();
    let invalid = |field: &str, reason| HandrailError::Invalid { field: field.into(), reason };
    let save = |name: &str| phone.handrail.save_coping_strategy(strategy(name)).unwrap_err();
    assert_eq!(save("  "), invalid("name", Reason::Empty));
    assert_eq!(save(&"x".repeat(281)), invalid("name", Reason::TooLong { limit: 280 }));
    let entry = |id: &str, before| NewCopingEntry {
        strategy: handrail::coping::CopingStrategyId(id.into()),
        situation: String::new(),
        helped: None,
        before,
        after: None,
        note: String::new(),
        place: String::new(),
        trouble: String::new(),
    };
    let record = |new| phone.handrail.record_coping(new).unwrap_err();
    assert_eq!(record(entry("no id at all", None)), invalid("strategy", Reason::Malformed));
    assert_eq!(record(entry("AAAAAAAAAAAAAAAAAAAAAA", None)), invalid("strategy", Reason::UnknownId));
    phone.handrail.save_coping_strategy(strategy("A walk")).unwrap();
    let id = phone.handrail.coping().unwrap().strategies[0].id.0.clone();
    assert_eq!(record(entry(&id, Some(11))), invalid("before", Reason::OutOfRange { min: 0, max: 10 }));
    assert!(phone.handrail.coping().unwrap().recent.is_empty());
    assert!(phone.log.codes().is_empty());
}

#[test]
fn nothing_personal_is_in_the_debug_text_of_the_object() {
    let phone = phone();
    phone.handrail.save_coping_strategy(strategy("PRIVATE WORDS")).unwrap();
    assert_eq!(format!("{:?}", phone.handrail), "Handrail(..)");
    assert!(phone.log.codes().iter().all(|code| !code.contains("PRIVATE")));
}
