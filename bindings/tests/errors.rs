//! Every failure of the core has its public variant, and nothing that a person wrote is in it.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use handrail::error::{HandrailError, KeyProblem, NetworkProblem, Reason, StorageProblem};
use handrail_core::error as core;
use handrail_core::ledger::LedgerError;
use handrail_core::programme::pack::{PackError, PackProblem};
use handrail_core::progress_check::instrument::{InstrumentError, InstrumentProblem};

/// One of each. A new error of the core does not compile here until it has a number, and
/// then the test below asks for an example of it.
fn number(error: &core::Error) -> usize {
    use core::Error as E;
    match error {
        E::Closed => 0,
        E::KeyMissing => 1,
        E::KeyLength(_) => 2,
        E::KeyWrong => 3,
        E::NewerVersion { .. } => 4,
        E::Damaged(_) => 5,
        E::NotFound(_) => 6,
        E::Invalid { .. } => 7,
        E::StorageFull => 8,
        E::StorageBusy => 9,
        E::Storage { .. } => 10,
        E::Offline => 11,
        E::Refused(_) => 12,
        E::Cancelled => 13,
        E::Port(_) => 14,
        E::Internal(_) => 15,
        E::Pack(_) => 16,
        E::Instrument(_) => 17,
        E::Ledger(_) => 18,
    }
}
const ERRORS: usize = 19;

#[test]
fn each_error_of_the_core_becomes_the_one_a_screen_can_act_on() {
    use HandrailError as H;
    use core::Error as E;
    let key = |problem| H::Key { problem };
    let storage = |problem| H::Storage { problem };
    let network = |problem| H::Network { problem };
    let table = [
        (E::Closed, H::Closed),
        (E::KeyMissing, key(KeyProblem::Missing)),
        (E::KeyLength(31), key(KeyProblem::Wrong)),
        (E::KeyWrong, key(KeyProblem::Wrong)),
        (E::NewerVersion { found: 9, known: 1 }, H::NewerVersion { found: 9, known: 1 }),
        (E::Damaged("unreadable page"), H::Damaged),
        (E::NotFound("step"), H::NotFound),
        (
            E::Invalid { field: "title", reason: core::Reason::Empty },
            H::Invalid { field: "title".into(), reason: Reason::Empty },
        ),
        (E::StorageFull, storage(StorageProblem::Full)),
        (E::StorageBusy, storage(StorageProblem::Busy)),
        (E::Storage { operation: "a file call", code: 13 }, storage(StorageProblem::Other)),
        (E::Offline, network(NetworkProblem::Offline)),
        (E::Refused("signature"), network(NetworkProblem::Refused)),
        (E::Cancelled, H::Cancelled),
        (E::Ledger(LedgerError::Gap { expected: 4, found: 7 }), network(NetworkProblem::Refused)),
        (E::Port("clock"), H::Internal),
        (E::Internal("a row"), H::Internal),
        (instrument(), H::Invalid { field: "instrument".into(), reason: Reason::Malformed }),
        (pack(PackProblem::Missing), H::Invalid { field: "pack".into(), reason: Reason::Malformed }),
    ];
    let mut met: Vec<usize> = table.iter().map(|(error, _)| number(error)).collect();
    met.sort_unstable();
    assert_eq!(met, (0..ERRORS).collect::<Vec<_>>(), "the table above needs one example of each");
    for (error, wanted) in table {
        let told = error.to_string();
        assert_eq!(HandrailError::from(error), wanted, "{told}");
    }
}

fn instrument() -> core::Error {
    core::Error::Instrument(InstrumentError {
        link_id: "1.1".into(),
        element: "extension".into(),
        problem: InstrumentProblem::NotTaken,
    })
}

fn pack(problem: PackProblem) -> core::Error {
    core::Error::Pack(PackError { file: "pack.json".into(), path: "/id".into(), problem })
}

#[test]
fn a_pack_that_is_refused_says_what_to_do_about_it() {
    let invalid = |reason| HandrailError::Invalid { field: "pack".into(), reason };
    for (problem, wanted) in [
        (PackProblem::NewerSchema { found: 2, known: 1 }, HandrailError::NewerVersion { found: 2, known: 1 }),
        (PackProblem::LowerEdition { found: 1, known: 2 }, invalid(Reason::WrongState)),
        (PackProblem::AnotherSigner, invalid(Reason::WrongState)),
        (PackProblem::UnknownSigner, invalid(Reason::UnknownId)),
        (PackProblem::Signature, invalid(Reason::Malformed)),
        (PackProblem::TooLarge { limit: 5 }, invalid(Reason::Malformed)),
    ] {
        assert_eq!(HandrailError::from(pack(problem)), wanted);
    }
}

#[test]
fn each_reason_keeps_its_limits() {
    use core::Reason as R;
    let reason = |reason| match HandrailError::from(core::Error::Invalid { field: "f", reason }) {
        HandrailError::Invalid { field, reason } => {
            assert_eq!(field, "f");
            reason
        }
        other => panic!("{other:?}"),
    };
    for (from, to) in [
        (R::Empty, Reason::Empty),
        (R::TooLong { limit: 280 }, Reason::TooLong { limit: 280 }),
        (R::OutOfRange { min: 0, max: 10 }, Reason::OutOfRange { min: 0, max: 10 }),
        (R::ImpossibleDate, Reason::ImpossibleDate),
        (R::UnknownChoice, Reason::UnknownChoice),
        (R::UnknownId, Reason::UnknownId),
        (R::WrongState, Reason::WrongState),
        (R::TooMany { limit: 5 }, Reason::TooMany { limit: 5 }),
        (R::Malformed, Reason::Malformed),
    ] {
        assert_eq!(reason(from), to);
    }
}
