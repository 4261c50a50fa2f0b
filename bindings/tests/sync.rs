//! What waits for the network: stopped by its token, caught when it panics, quiet with nobody paired.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::phone;
use handrail::error::{HandrailError, Reason};
use handrail::sync::{CancelToken, SyncMessage};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// A code to scan whose relay is not there: nothing listens on port 9.
/// docs/protocol.md, section 4: origin `http://127.0.0.1:9`, ids and hashes of zeros, English, "Sam".
fn invite() -> String {
    let zeros = |bytes: usize| "\0".repeat(bytes);
    let fields = [
        "http://127.0.0.1:9".to_owned(),
        zeros(16),
        zeros(16),
        zeros(32),
        zeros(32),
        zeros(0),
        "en".into(),
        "Sam".into(),
    ];
    let mut header = vec![1_u8];
    for field in fields {
        header.extend(u32::try_from(field.len()).unwrap().to_be_bytes());
        header.extend(field.bytes());
    }
    format!("HANDRAIL1.{}", URL_SAFE_NO_PAD.encode(header))
}

#[test]
fn with_nobody_paired_nothing_is_sent_anywhere() {
    let phone = phone();
    let report = runtime().block_on(phone.handrail.sync(None)).unwrap();
    assert_eq!((report.bytes_sent, report.bytes_received, report.stopped), (0, 0, None));
    assert_eq!(phone.handrail.sync_status().unwrap().message, SyncMessage::NobodyPaired);
}

#[test]
fn a_token_stops_a_pairing_that_waits_and_every_later_one() {
    let phone = phone();
    let pairing = phone.handrail.scan_invite(&invite()).unwrap();
    assert_eq!(pairing.name().unwrap(), "Sam");
    let token = CancelToken::new();
    let runtime = runtime();
    let trying = runtime.spawn({
        let (handrail, pairing, token) = (phone.handrail.clone(), pairing.clone(), token.clone());
        async move { handrail.pair(pairing, Some(token)).await }
    });
    std::thread::sleep(Duration::from_millis(200));
    assert!(!trying.is_finished());
    let began = Instant::now();
    token.cancel().unwrap();
    assert_eq!(runtime.block_on(trying).unwrap().unwrap_err(), HandrailError::Cancelled);
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(runtime.block_on(phone.handrail.pair(pairing, Some(token))).unwrap_err(), HandrailError::Cancelled);
    assert!(phone.handrail.readers().unwrap().is_empty());
}

#[test]
fn a_panic_while_waiting_is_internal_and_the_store_still_works() {
    let phone = phone();
    let pairing = phone.handrail.scan_invite(&invite()).unwrap();
    phone.clock.panics.store(true, Ordering::Relaxed);
    let runtime = runtime();
    assert_eq!(runtime.block_on(phone.handrail.pair(pairing, None)).unwrap_err(), HandrailError::Internal);
    assert_eq!(phone.log.codes(), ["internal.panic"]);
    phone.clock.panics.store(false, Ordering::Relaxed);
    phone.handrail.add_talk_about("It still works").unwrap();
}

#[test]
fn a_code_that_is_not_ours_or_is_cut_short_is_malformed() {
    let phone = phone();
    let whole = invite();
    let cut: String = whole.chars().take(whole.len() - 4).collect();
    for text in ["", "https://example.org/", "HANDRAIL1.", &cut] {
        let error = phone.handrail.scan_invite(text).unwrap_err();
        assert_eq!(error, HandrailError::Invalid { field: "invite".into(), reason: Reason::Malformed }, "{text}");
    }
}
