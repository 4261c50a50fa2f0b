//! Relays do not wait for each other, and a backup is not waited for: what is shared goes first.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::thread;
use std::time::{Duration, Instant};

use handrail_core::Error;
use handrail_core::review::PacketState;
use handrail_core::sync::http::CancelToken;
use handrail_tests::line::{Fault, Line};
use handrail_tests::together::{HOUR, Together};

/// Long enough for the slowest machine; a test that passes never waits for it.
const LONG: Duration = Duration::from_secs(55);

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < LONG, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_review_arrives_while_the_relay_of_the_backup_says_nothing() {
    let Some((all, ana, mut sam)) = Together::ana_and_sam("review-first").unwrap() else { return };
    let silent = Line::open().unwrap();
    silent.put_in("", Fault::Stall);
    ana.turn_backup_on(&format!("http://{}", silent.address())).unwrap();
    ana.handrail.add_talk_about("The bus is late again").unwrap();
    all.clock.pass(HOUR);
    ana.share().unwrap();

    let cancel = CancelToken::new();
    thread::scope(|scope| {
        let phone = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(ana.handrail.sync(&cancel))
        });
        until("the backup hangs and the review is there", || {
            silent.hanging() > 0 && all.at_relay(&ana).unwrap().len() == 1
        });
        until("the phone knows", || ana.handrail.packets().unwrap()[0].state == PacketState::Delivered);
        cancel.cancel();
        assert!(matches!(phone.join().unwrap(), Err(Error::Cancelled)));
    });
    let taken = sam.take_in().unwrap();
    assert_eq!((taken["opened"].as_u64(), taken["refused"].as_u64()), (Some(1), Some(0)));
}

#[test]
fn at_one_relay_what_is_shared_goes_before_the_backup() {
    let Some((all, ana, _sam)) = Together::ana_and_sam("review-first-one").unwrap() else { return };
    ana.turn_backup_on(&all.origin()).unwrap();
    ana.handrail.add_talk_about("The bus is late again").unwrap();
    ana.share().unwrap();
    drop(all.line.seen());
    let report = all.sync(&ana).unwrap();
    assert_eq!((report.delivered, report.stopped), (1, None));
    assert!(report.saved > 0);
    let seen = all.line.seen();
    let place = |begin: &str| seen.iter().position(|call| call.starts_with(begin)).expect(begin);
    assert!(place("PUT /v1/mailboxes/") < place("POST /v1/vaults"), "{seen:?}");
}
