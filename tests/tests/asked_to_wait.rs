//! A relay that asks for time (`Retry-After`) gets it whatever the phone was about, and what stopped a backup before it began has
//! its name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::Error;
use handrail_core::backup::{BackupPlace, BackupState, CodeCheck, RestoreFrom};
use handrail_core::sync::http::CancelToken;
use handrail_core::sync::relay::Stopped;
use handrail_core::sync::{SyncMessage, SyncReport};
use handrail_tests::line::Fault;
use handrail_tests::together::{Client, Together, page_code};
use serde_json::json;

const TEN_MINUTES: i64 = 600_000;

fn later() -> Fault {
    Fault::other("503 Service Unavailable", "retry-after: 600\r\n", "")
}

/// Maria, whose code was typed in, before anything of the backup went out.
fn maria(name: &str) -> (Together, Client, String) {
    let all = Together::new(name).unwrap();
    let maria = all.client("maria").unwrap();
    let sheet = maria.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
    assert_eq!(maria.handrail.verify_recovery_code(&sheet.code).unwrap(), CodeCheck::Right);
    maria.handrail.add_talk_about("The bus is late again").unwrap();
    (all, maria, sheet.code.to_string())
}

fn refusals(of: &Client) -> Vec<String> {
    of.handrail.sync_status().unwrap().refusals
}

/// Asked once, and then not again until the time is over: the report says until when, and nothing goes out.
fn left_alone(all: &Together, of: &Client, first: &SyncReport) {
    let until = first.retry_at_ms.expect("it asked for time");
    let now = all.clock.now_ms();
    assert!((now..=now + TEN_MINUTES).contains(&until), "{} ms from now", until - now);
    drop(all.line.seen());
    let report = all.sync(of).unwrap();
    assert_eq!((report.stopped, report.retry_at_ms), (Some(Stopped::Busy), Some(until)));
    assert_eq!(all.line.seen(), [""; 0]);
}

#[test]
fn a_backup_that_is_first_made_waits_as_long_as_it_is_asked_to_and_says_what_stopped_it() {
    let (all, maria, _) = maria("wait-made");
    all.line.put_in("", later());
    let report = all.sync_in_trouble(&maria).unwrap();
    assert_eq!((report.stopped, report.over_quota), (Some(Stopped::Busy), false));
    all.line.mend();
    left_alone(&all, &maria, &report);
    assert_eq!(refusals(&maria), [""; 0], "every relay is busy at times");

    let html = "<!doctype html><title>Guest network</title>";
    let page = |status: &str| Fault::other(status, "content-type: text/html\r\n", html);
    let problem = |status: &str, number: u16, code: &str| {
        let body = format!("{{\"type\":\"about:blank\",\"title\":\"no\",\"status\":{number},\"code\":\"{code}\"}}");
        Fault::other(status, "content-type: application/problem+json\r\n", &body)
    };
    let full = SyncMessage::BackupFull;
    let waits = SyncMessage::BackupWaiting;
    for (fault, stopped, message, name) in [
        (page("200 OK"), Some(Stopped::NotARelay), waits, Some("backup_not_a_relay")),
        (page("403 Forbidden"), Some(Stopped::NotARelay), waits, Some("backup_not_a_relay")),
        (
            problem("413 Content Too Large", 413, "too_large"),
            Some(Stopped::NotARelay),
            waits,
            Some("backup_not_a_relay"),
        ),
        (problem("507 Insufficient Storage", 507, "quota"), None, full, Some("backup_no_place")),
        (problem("403 Forbidden", 403, "forbidden"), None, full, Some("backup_not_allowed")),
        (Fault::AnswerTorn, Some(Stopped::Away), waits, None),
    ] {
        all.clock.pass(TEN_MINUTES);
        all.line.put_in("", fault);
        let report = all.sync_in_trouble(&maria).unwrap();
        assert_eq!(report.stopped, stopped, "{name:?}");
        let status = maria.handrail.sync_status().unwrap();
        assert_eq!(status.message, message, "{name:?}");
        assert_eq!(status.refusals, name.into_iter().collect::<Vec<_>>());
        all.line.mend();
    }
    let report = all.sync(&maria).unwrap();
    assert_eq!((report.stopped, maria.handrail.sync_status().unwrap().message), (None, SyncMessage::BackedUp));
    assert_eq!(refusals(&maria), [""; 0], "it is over");
}

#[test]
fn a_restore_waits_as_long_as_it_is_asked_to_before_and_after_it_is_confirmed() {
    let (all, maria, code) = maria("wait-restore");
    all.sync(&maria).unwrap();
    let new = all.client("new").unwrap();
    let from = RestoreFrom::Typed { code: code.into(), relay: all.origin() };
    assert_eq!(new.handrail.begin_restore(&from, true, false).unwrap(), CodeCheck::Right);
    let cancel = CancelToken::new();
    let fetch = || all.runtime.block_on(new.handrail.fetch_restore(&cancel, &mut |_| ()));
    all.line.put_in("POST /v1/vaults/", later());
    assert!(matches!(fetch(), Err(Error::Offline)));
    all.line.mend();
    drop(all.line.seen());
    assert!(matches!(fetch(), Err(Error::Offline)));
    assert_eq!(all.line.seen(), [""; 0]);
    all.clock.pass(TEN_MINUTES);
    assert_eq!(fetch().unwrap().entries, 1);

    all.line.put_in("PUT /v1/vaults/", later());
    let report = all.runtime.block_on(new.handrail.confirm_restore(&cancel)).unwrap();
    assert_eq!(report.stopped, Some(Stopped::Busy));
    all.line.mend();
    left_alone(&all, &new, &report);
    all.clock.pass(TEN_MINUTES);
    assert_eq!(all.sync(&new).unwrap().stopped, None);
    assert_eq!(new.handrail.backup().unwrap().state, BackupState::On);
    assert_eq!(new.handrail.talk_about().unwrap().open.len(), 1);
}

#[test]
fn a_tablet_that_joins_waits_as_long_as_it_is_asked_to() {
    let (all, maria, _) = maria("wait-joining");
    all.sync(&maria).unwrap();
    let tablet = all.client("tablet").unwrap();
    let cancel = CancelToken::new();
    let code = all.runtime.block_on(maria.handrail.show_code_for_second_phone("en", &cancel)).unwrap();
    let mut scanned = tablet.handrail.scan_code_of_first_phone(code.square(), false).unwrap();
    all.line.put_in("", later());
    let words = |scanned: &mut _| all.runtime.block_on(tablet.handrail.words_of_first_phone(scanned, &cancel));
    assert!(matches!(words(&mut scanned), Err(Error::Offline)));
    all.line.mend();
    drop(all.line.seen());
    // Another scan of the same relay's code, a moment later.
    let mut again = tablet.handrail.scan_code_of_first_phone(code.square(), false).unwrap();
    assert!(matches!(words(&mut again), Err(Error::Offline)));
    assert_eq!(all.line.seen(), [""; 0]);
}

#[test]
fn an_erasing_that_the_relay_puts_off_is_not_asked_for_again_before_its_time() {
    let (all, maria, _) = maria("wait-erase");
    all.sync(&maria).unwrap();
    let cancel = CancelToken::new();
    let erase = || all.runtime.block_on(maria.handrail.erase_backup(&cancel));
    all.line.put_in("DELETE /v1/vaults/", later());
    assert!(matches!(erase(), Err(Error::Offline)));
    all.line.mend();
    drop(all.line.seen());
    assert!(matches!(erase(), Err(Error::Offline)));
    assert_eq!(all.line.seen(), [""; 0]);
    assert_eq!(maria.handrail.backup().unwrap().state, BackupState::On, "nothing was changed here");
    all.clock.pass(TEN_MINUTES);
    erase().unwrap();
    assert_eq!(maria.handrail.backup().unwrap().state, BackupState::Off);
}

fn at_relay(all: &Together, table: &str) -> i64 {
    all.relay_database().unwrap().query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap()
}

#[test]
fn the_mailbox_of_a_lost_phone_is_taken_away_when_the_relay_has_time_for_it() {
    let Some((all, ana, _sam)) = Together::ana_and_sam("wait-ending").unwrap() else { return };
    let code = ana.turn_backup_on(&all.origin()).unwrap();
    ana.handrail.add_talk_about("The bus is late again").unwrap();
    all.sync(&ana).unwrap();
    let (new, _) = all.restored("new", &code, true).unwrap();
    all.sync(&new).unwrap();
    let former = new.handrail.former_readers().unwrap();
    new.handrail.end_former(former[0].mailbox).unwrap();

    all.line.put_in("DELETE /v1/mailboxes/", later());
    let report = all.sync_in_trouble(&new).unwrap();
    assert_eq!(report.stopped, Some(Stopped::Busy));
    all.line.mend();
    // Nor is it asked about the backup, which it keeps too.
    left_alone(&all, &new, &report);
    assert_eq!(at_relay(&all, "mailbox"), 1);
    all.clock.pass(TEN_MINUTES);
    assert_eq!(all.sync(&new).unwrap().stopped, None);
    assert_eq!(at_relay(&all, "mailbox"), 0);
}

#[test]
fn a_pairing_that_the_relay_puts_off_is_not_asked_for_again_before_its_time() {
    let Some(driver) = page_code("wait-pairing").unwrap() else { return };
    let all = Together::new("wait-pairing").unwrap();
    let mut sam = all.practitioner(&driver, "Sam").unwrap();
    let mut ana = all.client("ana").unwrap();
    let shown = sam.ask("invite", json!({ "name": "Ana" })).unwrap();
    let cancel = CancelToken::new();
    let pair = || {
        let mut scanned = ana.handrail.scan_invite(shown["qr"].as_str().unwrap()).unwrap();
        all.runtime.block_on(ana.handrail.pair(&mut scanned, &cancel)).map(drop)
    };
    all.line.put_in("", later());
    assert!(matches!(pair(), Err(Error::Offline)));
    all.line.mend();
    drop(all.line.seen());
    assert!(matches!(pair(), Err(Error::Offline)));
    assert_eq!(all.line.seen(), [""; 0]);
    // By then that code is over; with another one they come together.
    all.clock.pass(TEN_MINUTES);
    all.pair(&mut ana, "Ana", &mut sam).unwrap();
    assert_eq!(ana.handrail.readers().unwrap()[0].name, "Sam");
}

#[test]
fn a_phone_that_has_to_join_under_a_new_name_waits_as_long_as_it_is_asked_to() {
    let (all, mut maria, _) = maria("wait-anew");
    all.sync(&maria).unwrap();
    // Its file was damaged: what was saved goes on under another name.
    maria.while_closed(|folder| Ok(std::fs::write(folder.join("handrail.damaged"), "")?)).unwrap();
    assert!(maria.handrail.salvage().is_some());
    maria.handrail.add_talk_about("Ask Sam").unwrap();
    all.line.put_in("PUT /v1/vaults/", later());
    let report = all.sync_in_trouble(&maria).unwrap();
    assert_eq!(report.stopped, Some(Stopped::Busy));
    all.line.mend();
    left_alone(&all, &maria, &report);
    assert_eq!(at_relay(&all, "vault_device"), 1);
    all.clock.pass(TEN_MINUTES);
    let report = all.sync(&maria).unwrap();
    assert!(report.stopped.is_none() && report.saved > 0, "{report:?}");
    assert_eq!(at_relay(&all, "vault_device"), 2, "the old name and the new one");
    assert_eq!(maria.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
}
