//! Maria's tablet by a code that her phone shows, and Ben's way back with a card and his practitioner; over real HTTP at a
//! real relay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::future::Future;
use std::time::Duration;

use handrail_core::Error;
use handrail_core::backup::{
    BackupPlace, BackupState, CodeCheck, CodeForSecondPhone, HalvesCheck, RestoreFrom, ScannedSecondPhone,
};
use handrail_core::ids::Id;
use handrail_core::sync::http::CancelToken;
use handrail_tests::together::{Client, DAY, HOUR, Together};
use serde_json::json;

/// Maria, whose backup is on, with a few lines.
fn maria(name: &str) -> (Together, Client) {
    let all = Together::new(name).unwrap();
    let maria = all.client("maria").unwrap();
    maria.turn_backup_on(&all.origin()).unwrap();
    for line in ["The bus is late again", "Ask about the new tablets"] {
        maria.handrail.add_talk_about(line).unwrap();
    }
    all.sync(&maria).unwrap();
    (all, maria)
}

/// Runs it while the clock goes on.
fn meanwhile<T>(all: &Together, work: impl Future<Output = T>) -> T {
    all.runtime.block_on(async {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = tokio::time::sleep(Duration::from_millis(20)) => all.clock.pass(2_000),
            }
        }
    })
}

fn lines(of: &Client) -> Vec<String> {
    let mut lines: Vec<String> = of.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect();
    lines.sort();
    lines
}

fn at_relay(all: &Together, sql: &str) -> i64 {
    all.relay_database().unwrap().query_row(sql, [], |r| r.get(0)).unwrap()
}

/// As far as the words, which both screens show.
fn compared(all: &Together, maria: &Client, tablet: &Client) -> (CodeForSecondPhone, ScannedSecondPhone) {
    let cancel = CancelToken::new();
    let mut code = all.runtime.block_on(maria.handrail.show_code_for_second_phone("en", &cancel)).unwrap();
    let mut scanned = tablet.handrail.scan_code_of_first_phone(code.square(), false).unwrap();
    let (here, there) = meanwhile(all, async {
        tokio::join!(
            maria.handrail.words_for_second_phone(&mut code, &cancel),
            tablet.handrail.words_of_first_phone(&mut scanned, &cancel),
        )
    });
    assert_eq!(here.unwrap(), there.unwrap());
    (code, scanned)
}

#[test]
fn maria_adds_a_tablet_and_what_both_write_offline_is_all_there() {
    let (all, maria) = maria("second-phone");
    let tablet = all.client("tablet").unwrap();
    let (mut code, mut scanned) = compared(&all, &maria, &tablet);
    // Until both said the same, the tablet is on no list and has no key.
    assert_eq!(at_relay(&all, "SELECT keyring_version * 10 + list_version FROM vault"), 11);
    assert_eq!((lines(&tablet).len(), tablet.handrail.backup().unwrap().state), (0, BackupState::Off));
    let cancel = CancelToken::new();
    let (added, joined) = meanwhile(&all, async {
        tokio::join!(
            maria.handrail.confirm_second_phone(&mut code, true, "Tablet", &cancel),
            tablet.handrail.join_first_phone(&mut scanned, true, &cancel),
        )
    });
    added.unwrap();
    assert!(joined.unwrap().from_own_phones >= 2);
    assert_eq!(lines(&tablet), lines(&maria));
    assert_eq!(tablet.handrail.backup().unwrap().state, BackupState::On);
    let devices = maria.handrail.backup_devices().unwrap();
    assert_eq!((devices.len(), devices[1].name.as_deref()), (2, Some("Tablet")));
    assert!(tablet.handrail.backup_devices().unwrap()[0].this_phone);

    // Both offline, in opposite ways.
    all.clock.pass(DAY);
    let line = |of: &Client, wording: &str| {
        of.handrail.talk_about().unwrap().open.into_iter().find(|line| line.wording == wording).unwrap().id
    };
    let bus = line(&maria, "The bus is late again");
    maria.handrail.edit_talk_about(bus, "Tell Sam about the bus").unwrap();
    maria.handrail.add_talk_about("Written on the phone").unwrap();
    all.clock.pass(HOUR);
    tablet.handrail.edit_talk_about(bus, "Leave the bus for another day").unwrap();
    tablet.handrail.add_talk_about("Written on the tablet").unwrap();
    for _ in 0..2 {
        for of in [&maria, &tablet] {
            assert!(all.sync(of).unwrap().stopped.is_none());
        }
    }
    let expected =
        ["Ask about the new tablets", "Leave the bus for another day", "Written on the phone", "Written on the tablet"];
    for of in [&maria, &tablet] {
        assert_eq!(lines(of), expected);
        // What lost is there to look back on, on both.
        let earlier = of.handrail.earlier_words("talk_about", bus.0, 0).unwrap();
        assert!(earlier.iter().any(|earlier| earlier.words == "Tell Sam about the bus"), "{}", earlier.len());
        assert!(of.handrail.backup().unwrap().findings.is_empty());
    }
    assert!(maria.exported().unwrap() == tablet.exported().unwrap(), "byte by byte");
}

#[test]
fn different_words_or_a_code_that_is_over_leave_no_trace() {
    let (all, maria) = maria("second-phone-different");
    let tablet = all.client("tablet").unwrap();
    let cancel = CancelToken::new();
    let (mut code, mut scanned) = compared(&all, &maria, &tablet);
    let (here, there) = meanwhile(&all, async {
        tokio::join!(
            maria.handrail.confirm_second_phone(&mut code, true, "Tablet", &cancel),
            tablet.handrail.join_first_phone(&mut scanned, false, &cancel),
        )
    });
    assert!(matches!((here, there), (Err(Error::Refused(_)), Err(Error::Refused(_)))));
    // Scanned too late.
    let code = all.runtime.block_on(maria.handrail.show_code_for_second_phone("en", &cancel)).unwrap();
    let mut late = tablet.handrail.scan_code_of_first_phone(code.square(), false).unwrap();
    all.clock.pass(HOUR / 6);
    assert!(matches!(
        meanwhile(&all, tablet.handrail.words_of_first_phone(&mut late, &cancel)),
        Err(Error::Refused(_))
    ));
    for other in ["https://example.org", "HANDRAIL1.AAAA", "HANDRAIL-VAULT1.AAAA"] {
        assert!(tablet.handrail.scan_code_of_first_phone(other, false).is_err());
    }
    assert_eq!(at_relay(&all, "SELECT keyring_version * 10 + list_version FROM vault"), 11);
    assert_eq!(at_relay(&all, "SELECT count(*) FROM vault_device"), 1);
    assert_eq!((lines(&tablet).len(), tablet.handrail.backup().unwrap().state), (0, BackupState::Off));
    // A phone that has a backup of its own joins no other.
    assert!(maria.handrail.scan_code_of_first_phone(code.square(), true).is_err());
}

#[test]
fn a_tablet_that_dies_after_its_yes_is_in_when_it_wakes() {
    let (all, maria) = maria("second-phone-dies");
    let mut tablet = all.client("tablet").unwrap();
    let (mut code, mut scanned) = compared(&all, &maria, &tablet);
    let cancel = CancelToken::new();
    let stop = cancel.clone();
    let agreed = "SELECT count(*) FROM invite WHERE agree_mac IS NOT NULL";
    let cut = meanwhile(&all, async {
        tokio::join!(tablet.handrail.join_first_phone(&mut scanned, true, &cancel), async {
            while at_relay(&all, agreed) == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            stop.cancel();
        })
        .0
    });
    assert!(matches!(cut, Err(Error::Cancelled)));
    drop(scanned);
    // Woken too early: the phone has not put it on the list yet. It keeps its keys and asks again.
    tablet.while_closed(|_| Ok(())).unwrap();
    all.sync(&tablet).unwrap();
    assert_eq!(tablet.handrail.backup().unwrap().state, BackupState::Off);
    meanwhile(&all, maria.handrail.confirm_second_phone(&mut code, true, "", &CancelToken::new())).unwrap();
    assert!(all.sync(&tablet).unwrap().from_own_phones >= 2);
    assert_eq!(lines(&tablet), lines(&maria));
}

#[test]
fn ben_loses_his_phone_and_his_card_and_his_practitioner_bring_everything_back() {
    let Some((all, ben, mut sam)) = Together::ana_and_sam("helped-path").unwrap() else { return };
    ben.handrail.add_talk_about("The bus is late again").unwrap();
    let readers = ben.handrail.readers().unwrap();
    let mailbox = Id::from(handrail_wire::Id::from(ben.mailbox_bytes().unwrap()));
    let place = BackupPlace::WithReader(mailbox);
    let first = ben.handrail.create_helped_path(readers[0].account, &place).unwrap();
    assert_eq!((first.relay.clone(), first.half.starts_with('C')), (all.origin(), true));
    // Made once more: the first card is worth nothing now, and Sam's half is replaced.
    let card = ben.handrail.create_helped_path(readers[0].account, &place).unwrap();
    all.sync(&ben).unwrap();
    assert_eq!(at_relay(&all, "SELECT count(*) FROM vault"), 0, "nothing goes up before both halves were joined once");
    all.clock.pass(HOUR);
    sam.take_in().unwrap();
    let shown = sam.ask("share", json!({ "client": ben.mailbox })).unwrap()["share"].as_str().unwrap().to_owned();
    assert!(shown.starts_with('P'));
    let check = |card: &str, theirs: &str| ben.handrail.join_shares(card, theirs).unwrap();
    assert_eq!(check(&first.half, &shown), HalvesCheck::OtherPair);
    assert_eq!(check(&shown, &shown), HalvesCheck::SameSide);
    let sheet = ben.handrail.recovery_sheet().unwrap().unwrap();
    assert_eq!(check(&sheet.code, &shown), HalvesCheck::WholeCode);
    let mut slip = shown.clone();
    slip.replace_range(7..8, if shown.get(7..8) == Some("7") { "8" } else { "7" });
    assert_eq!(check(&card.half, &slip), HalvesCheck::Theirs(vec![2]));
    assert_eq!(check(&card.half, &shown.replace('-', "")), HalvesCheck::Right, "hyphens do not matter");
    assert!(ben.handrail.recovery_sheet().unwrap().is_none());
    all.sync(&ben).unwrap();
    let before = ben.exported().unwrap();
    // Neither half is at the relay in clear, nor is the code.
    let mut stored = Vec::new();
    for table in ["message", "vault_batch"] {
        let c = all.relay_database().unwrap();
        let mut q = c.prepare(&format!("SELECT bytes FROM {table}")).unwrap();
        let rows = q.query_map([], |r| r.get::<_, Vec<u8>>(0)).unwrap();
        stored.extend(rows.flat_map(Result::unwrap));
    }
    for secret in [card.half.as_str(), shown.as_str(), sheet.code.as_str()] {
        assert!(!stored.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    }

    // The phone is gone. At the next meeting: the card from the wallet, scanned; Sam's half, from the page.
    all.clock.pass(DAY);
    let new = all.client("new").unwrap();
    assert_eq!(new.handrail.check_shares(&first.square, &shown), HalvesCheck::OtherPair);
    let from = RestoreFrom::Halves {
        card: card.square.clone(),
        theirs: shown.to_lowercase().replace('-', " ").into(),
        relay: String::new(),
    };
    assert_eq!(new.handrail.begin_restore(&from, true, false).unwrap(), CodeCheck::Right);
    let cancel = CancelToken::new();
    let seen = all.runtime.block_on(new.handrail.fetch_restore(&cancel, &mut |_| ())).unwrap();
    assert!(seen.entries >= 1 && !seen.some_missing);
    all.runtime.block_on(new.handrail.confirm_restore(&cancel)).unwrap();
    assert!(new.exported().unwrap() == before, "byte by byte");
}
