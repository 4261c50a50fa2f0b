//! Maria's sheet was lost, or somebody saw it: another code for the backup that is on; over real HTTP at a real relay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::Error;
use handrail_core::backup::{BackupPlace, BackupState, CodeCheck, HalvesCheck, HelpCard, RestoreFrom};
use handrail_core::sync::SyncMessage;
use handrail_core::sync::http::CancelToken;
use handrail_tests::line::Fault;
use handrail_tests::together::{Client, DAY, HOUR, Together};
use serde_json::json;

fn maria(name: &str) -> (Together, Client, String) {
    let all = Together::new(name).unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    for line in ["The bus is late again", "Ask about the new tablets"] {
        maria.handrail.add_talk_about(line).unwrap();
    }
    all.sync(&maria).unwrap();
    (all, maria, code)
}

fn at_relay(all: &Together, sql: &str) -> i64 {
    all.relay_database().unwrap().query_row(sql, [], |r| r.get(0)).unwrap()
}

/// Asks the relay with a code, and says nothing about what comes.
fn opens(all: &Together, name: &str, code: &str) -> Result<u64, Error> {
    let phone = all.client(name).unwrap();
    let from = RestoreFrom::Typed { code: code.to_owned().into(), relay: all.origin() };
    assert_eq!(phone.handrail.begin_restore(&from, false, false).unwrap(), CodeCheck::Right);
    let seen = all.runtime.block_on(phone.handrail.fetch_restore(&CancelToken::new(), &mut |_| ()))?;
    Ok(seen.entries)
}

#[test]
fn the_old_sheet_is_refused_calmly_and_the_new_one_restores_everything() {
    let (all, maria, old) = maria("another-code");
    let (tablet, _) = all.restored("tablet", &old, false).unwrap();
    all.sync(&maria).unwrap();
    all.clock.pass(DAY);

    let elsewhere = BackupPlace::At("https://elsewhere.example".into());
    let refused = maria.handrail.create_recovery_code(&elsewhere);
    assert!(matches!(refused, Err(Error::Invalid { field: "relay", .. })), "{refused:?}");
    let first = maria.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
    let sheet = maria.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
    assert!(first.code != sheet.code && *sheet.code != *old);
    // Until it was typed in, the backup goes on with the old one.
    assert_eq!(maria.handrail.backup().unwrap().state, BackupState::On);
    assert_eq!(maria.handrail.recovery_sheet().unwrap().unwrap(), sheet);
    all.sync(&maria).unwrap();
    assert_eq!(opens(&all, "still", &old).unwrap(), 2);
    assert!(matches!(opens(&all, "not-yet", &sheet.code), Err(Error::Refused(_))));

    assert!(matches!(maria.handrail.verify_recovery_code(&first.code).unwrap(), CodeCheck::Differs(_)));
    assert_eq!(maria.handrail.verify_recovery_code(&sheet.code).unwrap(), CodeCheck::Right);
    assert!(maria.handrail.recovery_sheet().unwrap().is_none(), "from now on it is on paper alone");
    let version = "SELECT list_version * 100 + keyring_version FROM vault";
    let before = at_relay(&all, version);
    assert!(all.sync(&maria).unwrap().stopped.is_none());
    assert_eq!(at_relay(&all, version), before + 101);
    assert_eq!(at_relay(&all, "SELECT count(*) FROM login WHERE kind = 5"), 1);
    assert_eq!(maria.handrail.sync_status().unwrap().message, SyncMessage::BackedUp);
    // The tablet goes on, with the new list and key.
    tablet.handrail.add_talk_about("From the tablet").unwrap();
    assert!(all.sync(&tablet).unwrap().stopped.is_none());
    maria.handrail.add_talk_about("After that").unwrap();
    all.sync(&maria).unwrap();
    all.sync(&tablet).unwrap();
    assert_eq!(at_relay(&all, version), before + 101, "once");

    let refused = opens(&all, "old", &old);
    assert!(matches!(refused, Err(Error::Refused("no backup opens with this code"))), "{refused:?}");
    assert!(matches!(opens(&all, "first", &first.code), Err(Error::Refused(_))));
    let exported = maria.exported().unwrap();
    let (new, seen) = all.restored("new", &sheet.code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (4, false));
    assert!(new.exported().unwrap() == exported, "byte by byte");
    assert!(new.handrail.backup().unwrap().findings.is_empty());
}

#[test]
fn cut_short_on_the_line_it_goes_on_with_the_next_sync() {
    let (mut all, mut maria, old) = maria("another-code-cut");
    // Everything else that a day brings is done already.
    all.clock.pass(DAY);
    all.sync(&maria).unwrap();
    let mut sheets = vec![old];
    for (on, fault) in [
        ("PUT /v1/vaults/", Fault::Stall),
        ("PUT /v1/vaults/", Fault::AnswerLost),
        ("PUT /v1/vaults/", Fault::AnswerTorn),
        ("POST /v1/vaults/", Fault::AnswerHeld),
    ] {
        let sheet = maria.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
        maria.handrail.verify_recovery_code(&sheet.code).unwrap();
        all.line.put_in(on, fault.clone());
        let _ = all.sync_in_trouble(&maria).unwrap();
        all.line.mend();
        maria.while_closed(|_| Ok(())).unwrap();
        all.clock.pass(HOUR);
        assert!(all.sync(&maria).unwrap().stopped.is_none(), "{fault:?}");
        assert!(maria.handrail.backup().unwrap().findings.is_empty(), "{fault:?}");
        sheets.push(sheet.code.to_string());
    }
    let newest = sheets.pop().unwrap();
    for (n, code) in sheets.iter().enumerate() {
        assert!(matches!(opens(&all, &format!("old-{n}"), code), Err(Error::Refused(_))), "{n}");
    }
    assert_eq!(opens(&all, "new", &newest).unwrap(), 2);
    all.stop_relay().unwrap();
    // Turned off, the code that was waiting goes too.
    maria.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
    maria.handrail.turn_off_backup().unwrap();
    assert!(maria.handrail.recovery_sheet().unwrap().is_none());
}

#[test]
fn a_sheet_becomes_a_card_with_the_practitioner_and_what_was_shared_comes_back_with_it() {
    let Some((all, ben, mut sam)) = Together::ana_and_sam("another-code-helped").unwrap() else { return };
    let old = ben.turn_backup_on(&all.origin()).unwrap();
    ben.handrail.add_talk_about("The bus is late again").unwrap();
    all.sync(&ben).unwrap();
    let reader = ben.handrail.readers().unwrap()[0].account;
    let place = BackupPlace::At(all.origin());
    let halves = |card: &str, theirs: &str| ben.handrail.join_shares(card, theirs).unwrap();
    let mut cards = Vec::new();
    for _ in 0..2 {
        let card = ben.handrail.create_helped_path(reader, &place).unwrap();
        all.sync(&ben).unwrap();
        all.clock.pass(HOUR);
        sam.take_in().unwrap();
        let shown = sam.ask("share", json!({ "client": ben.mailbox })).unwrap()["share"].as_str().unwrap().to_owned();
        assert_eq!(halves(&card.half, &shown), HalvesCheck::Right);
        assert!(all.sync(&ben).unwrap().stopped.is_none());
        cards.push((card, shown));
    }
    assert!(matches!(opens(&all, "old", &old), Err(Error::Refused(_))));
    let restore = |name: &str, (card, shown): &(HelpCard, String)| {
        let phone = all.client(name).unwrap();
        let from =
            RestoreFrom::Halves { card: card.square.clone(), theirs: shown.clone().into(), relay: String::new() };
        assert_eq!(phone.handrail.begin_restore(&from, true, false).unwrap(), CodeCheck::Right);
        let cancel = CancelToken::new();
        all.runtime.block_on(phone.handrail.fetch_restore(&cancel, &mut |_| ()))?;
        all.runtime.block_on(phone.handrail.confirm_restore(&cancel))?;
        Ok::<_, Error>(phone)
    };
    assert!(matches!(restore("first-card", &cards[0]), Err(Error::Refused(_))), "the first pair is void");
    let new = all.client("mixed").unwrap();
    assert_eq!(new.handrail.check_shares(&cards[0].0.half, &cards[1].1), HalvesCheck::OtherPair);
    let exported = ben.exported().unwrap();
    let new = restore("new", &cards[1]).unwrap();
    assert!(new.exported().unwrap() == exported, "byte by byte");
    // The copy of the care relationship was sealed anew in the same sync that changed the code.
    let former = new.handrail.former_readers().unwrap();
    assert_eq!(former.len(), 1);
}
