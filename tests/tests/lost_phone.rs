//! Ana loses the phone with which she shared: what her readers' page remembers, and how sharing begins again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::backup::{BackupPlace, CodeCheck};
use handrail_core::sync::SyncMessage;
use handrail_tests::together::{Client, DAY, HOUR, Practitioner, Together};
use serde_json::json;

/// Ana and Sam; Ana's backup is kept by the word of their pairing. Gives the code too.
fn ana_and_sam(name: &str) -> Option<(Together, Client, Practitioner, String)> {
    let (all, ana, sam) = Together::ana_and_sam(name).unwrap()?;
    let mailbox = ana.handrail.readers().unwrap()[0].mailbox;
    let sheet = ana.handrail.create_recovery_code(&BackupPlace::WithReader(mailbox)).unwrap();
    assert_eq!(ana.handrail.verify_recovery_code(&sheet.code).unwrap(), CodeCheck::Right);
    writes(&all, &ana, "The bus is late again");
    Some((all, ana, sam, sheet.code.to_string()))
}

fn writes(all: &Together, ana: &Client, line: &str) {
    all.clock.pass(HOUR);
    ana.handrail.add_talk_about(line).unwrap();
    assert!(all.sync(ana).unwrap().saved > 0);
}

/// Ana shares, Sam opens it, and the receipt reaches Ana.
fn shares_and_sam_opens(all: &Together, ana: &Client, sam: &mut Practitioner) {
    ana.share().unwrap();
    assert_eq!(all.sync(ana).unwrap().delivered, 1);
    sam.take_in().unwrap();
    sam.open(ana).unwrap();
    assert_eq!(all.sync(ana).unwrap().taken_in, 1);
}

fn lines(of: &Client) -> Vec<String> {
    of.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect()
}

fn count(all: &Together, sql: &str) -> i64 {
    all.relay_database().unwrap().query_row(sql, [], |r| r.get(0)).unwrap()
}

#[test]
fn a_restored_phone_hears_what_its_readers_sent_and_pairs_again() {
    let Some((all, ana, mut sam, code)) = ana_and_sam("lost-phone") else { return };
    shares_and_sam_opens(&all, &ana, &mut sam);
    writes(&all, &ana, "Slept better this week");
    let suggestion = json!({ "kind": "homework", "title": "Walk to the shop" });
    sam.ask("propose", json!({ "client": ana.mailbox, "proposal": suggestion })).unwrap();
    let before = ana.exported().unwrap();
    assert!(!String::from_utf8(before.clone()).unwrap().contains("shared_with"), "keys are in no archive");

    all.clock.pass(DAY);
    let (mut new, seen) = all.restored("new", &code, true).unwrap();
    assert!(!seen.some_missing);
    assert_eq!(new.exported().unwrap(), before);
    assert!(new.handrail.readers().unwrap().is_empty(), "nothing is sent before people met");
    let former = new.handrail.former_readers().unwrap();
    assert_eq!(former.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["Sam"]);

    // What Sam sent meanwhile arrives, and his receipt names nothing that is missing.
    let report = all.sync(&new).unwrap();
    assert!(report.stopped.is_none() && report.not_opened == 0, "{report:?}");
    let waiting = new.handrail.proposals().unwrap().waiting;
    assert_eq!(waiting.iter().map(|p| p.title.as_str()).collect::<Vec<_>>(), ["Walk to the shop"]);
    all.sync(&new).unwrap();
    let status = new.handrail.sync_status().unwrap();
    assert_eq!((status.message, status.refusals.len()), (SyncMessage::BackedUp, 0));

    // At the next meeting they pair; what the lost phone shared with ends at the relay.
    let old_mailbox = ana.mailbox.clone();
    all.pair(&mut new, "Ana", &mut sam).unwrap();
    all.sync(&new).unwrap();
    assert!(new.handrail.former_readers().unwrap().is_empty());
    assert_ne!(new.mailbox, old_mailbox);
    assert_eq!(count(&all, "SELECT count(*) FROM mailbox"), 1, "only the new one is left");
    shares_and_sam_opens(&all, &new, &mut sam);
    assert_eq!(lines(&new), ["The bus is late again", "Slept better this week"]);
    // Whoever found the old phone sends nothing with it any more.
    let found = all.sync(&ana).unwrap();
    assert!(found.stopped.is_some() && found.delivered == 0, "{found:?}");
}

#[test]
fn while_both_phones_are_in_use_the_first_one_goes_on_sharing() {
    let Some((all, ana, mut sam, code)) = ana_and_sam("lost-not") else { return };
    let (tablet, _) = all.restored("tablet", &code, false).unwrap();
    all.sync(&tablet).unwrap();
    assert!(tablet.handrail.former_readers().unwrap().is_empty());
    shares_and_sam_opens(&all, &ana, &mut sam);
}

/// H03: the relay gives an older vault to the new phone. Nothing in it contradicts itself; Sam's page remembers more.
#[test]
fn h03_rollback_restore_is_noticed_by_what_the_page_remembers() {
    let Some((all, ana, mut sam, code)) = ana_and_sam("lost-rollback") else { return };
    let older = count(&all, "SELECT max(sequence) FROM vault_batch");
    writes(&all, &ana, "Ask about the new tablets");
    shares_and_sam_opens(&all, &ana, &mut sam);
    // Straight in its database, as whoever runs it could.
    let relay = all.relay_database().unwrap();
    let hash: Vec<u8> = {
        let bytes: Vec<u8> =
            relay.query_row("SELECT bytes FROM vault_batch WHERE sequence = ?1", [older], |r| r.get(0)).unwrap();
        handrail_wire::vault::batch::Batch::decode(&bytes).unwrap().hash().0.to_vec()
    };
    relay.execute("DELETE FROM vault_batch WHERE sequence > ?1", [older]).unwrap();
    relay.execute("UPDATE vault_device SET sequence = ?1, hash = ?2, head = NULL", (older, hash)).unwrap();
    drop(relay);

    let (new, seen) = all.restored("new", &code, true).unwrap();
    // To the new phone it looks whole: it is shown to be confirmed, and not called safe.
    assert!(!seen.some_missing);
    assert_eq!(lines(&new), ["The bus is late again"]);
    all.sync(&new).unwrap();
    let status = new.handrail.sync_status().unwrap();
    assert_eq!((status.message, status.refusals), (SyncMessage::SomethingMissing, vec!["behind_receipt".to_owned()]));
    // Both stay: what came on the new phone, and the old one's words on the old one, should it turn up.
    assert_eq!(lines(&new), ["The bus is late again"]);
    assert_eq!(lines(&ana), ["The bus is late again", "Ask about the new tablets"]);
}

#[test]
fn a_receipt_that_does_not_open_counts_as_newer() {
    let Some((all, ana, mut sam, code)) = ana_and_sam("lost-receipt") else { return };
    shares_and_sam_opens(&all, &ana, &mut sam);
    all.meddle(&ana, (3, 1), |bytes| *bytes.last_mut().unwrap() ^= 1).unwrap();
    let (new, _) = all.restored("new", &code, true).unwrap();
    all.sync(&new).unwrap();
    let status = new.handrail.sync_status().unwrap();
    assert_eq!((status.message, status.refusals), (SyncMessage::SomethingMissing, vec!["behind_receipt".to_owned()]));
}
