//! A care team: a colleague is introduced and accepted, the words are compared at the next visit, and somebody leaves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::ids::Id;
use handrail_core::review::{Choices, PacketWords, Period};
use handrail_tests::together::{Client, DAY, Practitioner, Together, page_code};
use serde_json::{Value, json};

/// Messages at the relay that wait for an account.
fn unread(all: &Together, account: Id) -> i64 {
    let c = all.relay_database().unwrap();
    c.query_row("SELECT count(*) FROM message WHERE recipient = ?1", [account.as_bytes().as_slice()], |r| r.get(0))
        .unwrap()
}

fn named(maria: &Client) -> Vec<String> {
    let review = maria.handrail.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let preview = maria.handrail.preview(&review, &Choices::default()).unwrap();
    preview.packets.iter().flat_map(handrail_core::review::PacketPreview::read_by).map(|r| r.name).collect()
}

fn line(of: &mut Practitioner) -> Value {
    of.ask("caseload", json!({})).unwrap()["caseload"][0].clone()
}

fn check(of: &mut Practitioner, maria: &Client) -> Value {
    of.ask("check", json!({ "client": maria.mailbox })).unwrap()
}

#[test]
fn ben_joins_by_annas_word_and_marias_yes_and_anna_leaves() {
    let Some(driver) = page_code("scenario-care-team").unwrap() else { return };
    let all = Together::new("scenario-care-team").unwrap();
    let mut anna = all.practitioner(&driver, "Anna").unwrap();
    let mut ben = all.practitioner(&driver, "Ben").unwrap();
    let mut maria = all.client("maria").unwrap();
    all.pair(&mut maria, "Maria", &mut anna).unwrap();
    maria.handrail.add_talk_about("The bus").unwrap();
    maria.share().unwrap();
    all.sync(&maria).unwrap();
    assert_eq!(anna.take_in().unwrap()["opened"], 1);

    // Anna asks; nothing has changed until Maria says yes.
    let card = ben.ask("card", json!({})).unwrap()["card"].clone();
    anna.ask("introduce", json!({ "client": maria.mailbox, "card": card })).unwrap();
    all.sync(&maria).unwrap();
    let asked = maria.handrail.introductions().unwrap();
    assert_eq!(asked.iter().map(|i| (i.by_name.as_str(), i.name.as_str())).collect::<Vec<_>>(), [("Anna", "Ben")]);
    assert_eq!(named(&maria), ["Anna"]);
    let (mailbox, bens) = (asked[0].mailbox, asked[0].account);
    all.clock.pass(DAY);
    maria.handrail.accept_introduction(mailbox, bens).unwrap();
    let readers = maria.handrail.readers().unwrap();
    assert_eq!(
        readers.iter().map(|r| (r.name.as_str(), r.checked, r.introduced_by.as_deref())).collect::<Vec<_>>(),
        [("Anna", true, None), ("Ben", false, Some("Anna"))]
    );

    // The next packet opens for both, and it is one packet.
    all.clock.pass(DAY);
    assert_eq!(named(&maria), ["Anna", "Ben"]);
    maria.share().unwrap();
    assert_eq!(all.sync(&maria).unwrap().delivered, 2);
    assert_eq!(anna.take_in().unwrap()["opened"], 1);
    let taken = ben.take_in().unwrap();
    assert_eq!((&taken["opened"], &taken["unknown"]), (&json!(1), &json!(0)));
    let (hers, his) = (anna.open(&maria).unwrap(), ben.open(&maria).unwrap());
    assert_eq!(hers["packet"], his["packet"]);
    assert_eq!(his["packets"].as_array().unwrap().len(), 1, "nothing from before the yes");
    assert_eq!(hers["packet"]["answers"][0]["answer"], "accepted", "Anna reads what became of her question");
    assert_eq!((&line(&mut ben)["unchecked"], &line(&mut anna)["unchecked"]), (&json!(true), &json!(false)));

    // At the next visit both have been online: four words, the same ones.
    assert_eq!(maria.handrail.reader_words(mailbox, bens).unwrap(), None);
    all.sync(&maria).unwrap();
    ben.take_in().unwrap();
    let words = maria.handrail.reader_words(mailbox, bens).unwrap().expect("both parts are known");
    assert_eq!(check(&mut ben, &maria)["words"], json!(words));
    let suggestion = json!({ "client": maria.mailbox, "proposal": { "kind": "homework", "title": "A walk" } });
    assert!(ben.ask("propose", suggestion.clone()).is_err(), "not before the words");
    maria.handrail.compare_reader_words(mailbox, bens, true).unwrap();
    ben.ask("check", json!({ "client": maria.mailbox, "same": true })).unwrap();
    assert!(maria.handrail.readers().unwrap().iter().all(|r| r.checked));
    assert_eq!(line(&mut ben)["unchecked"], false);
    ben.ask("propose", suggestion).unwrap();
    all.sync(&maria).unwrap();
    assert_eq!(maria.handrail.proposals().unwrap().waiting[0].from_name, "Ben");

    // Anna leaves. One review she has not fetched yet goes from the relay; the next is Ben's alone.
    all.clock.pass(DAY);
    maria.share().unwrap();
    assert_eq!(all.sync(&maria).unwrap().delivered, 2);
    let annas = maria.handrail.readers().unwrap()[0].account;
    assert!(unread(&all, annas) > 0);
    maria.handrail.remove_reader(mailbox, annas).unwrap();
    all.sync(&maria).unwrap();
    assert_eq!(unread(&all, annas), 0);
    all.clock.pass(DAY);
    assert_eq!(named(&maria), ["Ben"]);
    maria.handrail.add_talk_about("Only for Ben").unwrap();
    maria.share().unwrap();
    assert_eq!(all.sync(&maria).unwrap().delivered, 1);
    assert_eq!(ben.take_in().unwrap()["opened"], 2);
    assert!(ben.open(&maria).unwrap()["packet"].to_string().contains("Only for Ben"));
    // Ben is told that he alone reads now; Anna, that it has ended. Both have it from Maria's own roster.
    let roster = check(&mut ben, &maria)["roster"].clone();
    assert!(roster["day"].is_string(), "{roster}");
    assert_eq!(roster["who"].as_str().unwrap().split(' ').count(), 1);
    let code = anna.codes[0].clone();
    anna.unlock(&code).unwrap();
    assert_eq!(anna.take_in().unwrap()["opened"], 0);
    assert_eq!(line(&mut anna)["pairing"], "left");
    assert!(anna.open(&maria).unwrap_err().0.contains("left"));
    assert!(maria.handrail.sync_status().unwrap().refusals.is_empty());
}
