//! What is damaged, misdirected, repeated or too new is refused by itself: it is kept, it is said, and what comes after it opens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::ids::SystemRandomness;
use handrail_core::seal::code::RecoveryCode;
use handrail_core::sync::SyncMessage;
use handrail_tests::phone;
use handrail_tests::together::{HOUR, Together, page_code};
use serde_json::{Value, json};

/// The size of what is sealed; before it stands the outer header.
const SEALED: usize = 17_520;

fn codes(refused: &Value) -> Vec<(u64, &str)> {
    refused.as_array().unwrap().iter().map(|r| (r["seq"].as_u64().unwrap(), r["code"].as_str().unwrap())).collect()
}

#[test]
fn a_wrong_code_opens_nothing_and_says_which_way_it_is_wrong() {
    let Some((all, ana, mut sam)) = Together::ana_and_sam("fault-wrong-code").unwrap() else { return };
    ana.handrail.add_talk_about("Sleep").unwrap();
    ana.share().unwrap();
    all.sync(&ana).unwrap();
    let code = sam.codes[0].clone();

    // A mistaken character, at five places. The check characters let one in a thousand through, and then nobody knows the code.
    let mut caught = 0;
    for at in [0, 6, 12, 21, 33] {
        let mut typed: Vec<char> = code.chars().collect();
        typed[at] = if typed[at] == 'A' { 'B' } else { 'A' };
        let said = sam.unlock(&typed.into_iter().collect::<String>()).unwrap_err().to_string();
        assert!(said.contains("code_check") || said.contains("unknown_code"), "{said}");
        caught += usize::from(said.contains("code_check"));
    }
    assert!(caught >= 4, "{caught} of 5");
    assert!(sam.unlock("not a code").unwrap_err().to_string().contains("code_form"));
    // A code as good as any, of somebody this relay does not know.
    let stranger = RecoveryCode::generate(&SystemRandomness::default()).unwrap();
    assert!(sam.unlock(&stranger.to_text()).unwrap_err().to_string().contains("unknown_code"));
    assert!(sam.take_in().unwrap_err().to_string().contains("locked"), "nothing was opened by any of them");

    // Damaged where it is kept, the keys do not open, and nothing is written over them.
    let c = all.relay_database().unwrap();
    let read = || c.query_row("SELECT bytes FROM object WHERE kind = 1", [], |r| r.get::<_, Vec<u8>>(0)).unwrap();
    let whole = read();
    let mut damaged = whole.clone();
    *damaged.last_mut().unwrap() ^= 1;
    c.execute("UPDATE object SET bytes = ?1 WHERE kind = 1", [&damaged]).unwrap();
    for code in &sam.codes.clone() {
        let said = sam.unlock(code).unwrap_err().to_string();
        assert!(said.contains("vault"), "{said}");
    }
    assert!(read() == damaged, "nothing was written over it");
    c.execute("UPDATE object SET bytes = ?1 WHERE kind = 1", [&whole]).unwrap();

    // Both codes open it, however they are typed.
    let loose = sam.codes[1].to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    for code in [&code, &loose] {
        assert_eq!(sam.unlock(code).unwrap()["clients"], 1);
    }
    assert_eq!(sam.take_in().unwrap()["opened"], 1);
}

#[test]
fn the_page_refuses_one_packet_keeps_it_and_opens_the_later_ones() {
    let Some((all, mut ana, mut sam)) = Together::ana_and_sam("fault-packets").unwrap() else { return };
    let driver = page_code("fault-packets").unwrap().unwrap();
    let mut ines = all.practitioner(&driver, "Ines").unwrap();
    let for_sam = ana.mailbox.clone();
    all.pair(&mut ana, "Ana", &mut ines).unwrap();
    let for_ines = std::mem::replace(&mut ana.mailbox, for_sam);
    for line in ["one", "two", "three", "four", "five", "six"] {
        ana.handrail.add_talk_about(line).unwrap();
        all.clock.pass(HOUR);
        ana.share().unwrap();
    }
    assert_eq!(all.sync(&ana).unwrap().delivered, 12, "six for each of two");

    // What a relay might do, to Sam's 2nd to 5th.
    let review = |n| (1, n);
    let first = all.at_relay(&ana).unwrap()[0].2.clone();
    let mut whole = Vec::new();
    whole.push(
        all.meddle(&ana, review(2), |b| {
            let at = b.len() - SEALED / 2;
            b[at] ^= 4;
        })
        .unwrap(),
    );
    let to_sam = std::mem::replace(&mut ana.mailbox, for_ines.clone());
    let ines_third = all.at_relay(&ana).unwrap()[2].2.clone();
    ana.mailbox = to_sam;
    whole.push(all.meddle(&ana, review(3), |b| *b = ines_third).unwrap());
    whole.push(all.meddle(&ana, review(4), |b| *b = first).unwrap());
    // The version of the outer header, behind its length.
    whole.push(all.meddle(&ana, review(5), |b| b[4] = 2).unwrap());
    let meddled = all.at_relay(&ana).unwrap();

    let taken = sam.take_in().unwrap();
    assert_eq!((&taken["opened"], &taken["refused"]), (&json!(2), &json!(4)));
    let expected = [(2, "seal"), (3, "other_reader"), (4, "not_asked_for"), (5, "version")];
    assert_eq!(codes(&taken["clients"][&ana.mailbox]["refused"]), expected);
    let opened = sam.open(&ana).unwrap();
    let agenda = opened["packet"]["talk_about"].as_array().unwrap();
    assert_eq!((agenda.len(), agenda[5]["text"].as_str()), (6, Some("six")), "the latest opens");
    assert_eq!(codes(&opened["refused"]), expected, "the page says so");
    let news = sam.ask("caseload", json!({})).unwrap();
    let refused = json!({ "kind": "refused", "count": 4 });
    assert!(news["caseload"][0]["news"].as_array().unwrap().contains(&refused), "{news}");
    let after: Vec<_> = all.at_relay(&ana).unwrap().into_iter().filter(|(purpose, ..)| *purpose == 1).collect();
    assert_eq!(after, meddled, "their bytes are kept");

    // Ines's are hers, and whole.
    assert_eq!(ines.take_in().unwrap()["opened"], 6);

    // Put right, they open; nothing that was opened opens twice.
    for (n, bytes) in (2..).zip(whole) {
        all.meddle(&ana, review(n), |b| *b = bytes).unwrap();
    }
    let taken = sam.take_in().unwrap();
    assert_eq!((&taken["opened"], &taken["refused"]), (&json!(4), &json!(0)));
    let opened = sam.open(&ana).unwrap();
    assert_eq!((&opened["refused"], &opened["missing"]), (&json!([]), &json!([])));
    assert_eq!(opened["packets"].as_array().unwrap().len(), 6);
}

#[test]
fn the_phone_refuses_one_suggestion_keeps_it_and_opens_the_later_ones() {
    let Some((all, mut ana, mut sam)) = Together::ana_and_sam("fault-proposals").unwrap() else { return };
    for title in ["Walk to the pond", "Ring the library", "Cook once", "Go to the choir"] {
        let proposal = json!({ "kind": "homework", "title": title });
        sam.ask("propose", json!({ "client": ana.mailbox, "proposal": proposal })).unwrap();
    }
    let proposal = |n| (2, n);
    all.meddle(&ana, proposal(2), |b| *b.last_mut().unwrap() ^= 128).unwrap();
    let first = all.at_relay(&ana).unwrap()[0].2.clone();
    all.meddle(&ana, proposal(3), |b| *b = first).unwrap();

    let report = all.sync(&ana).unwrap();
    assert_eq!((report.taken_in, report.not_opened, report.stopped), (2, 2, None));
    let titles = |ana: &handrail_tests::together::Client| {
        let waiting = ana.handrail.proposals().unwrap().waiting;
        waiting.into_iter().map(|p| p.title).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(titles(&ana), ["Walk to the pond", "Go to the choir"].map(String::from).into());
    let status = ana.handrail.sync_status().unwrap();
    assert_eq!((status.message, status.name.as_deref()), (SyncMessage::ShowAtMeeting, Some("Sam")));
    // The copy of the first one told nothing new; what could not be opened is named.
    assert_eq!(status.refusals, ["unopened"]);

    // It is kept as it came, and neither was acknowledged.
    let kept: Vec<Vec<u8>> = ana
        .while_closed(|folder| {
            let c = phone::raw(&folder.join("handrail.db"))?;
            let mut q = c.prepare("SELECT message FROM quarantine ORDER BY cursor")?;
            let rows = q.query_map([], |r| r.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .unwrap();
    let there = all.at_relay(&ana).unwrap();
    assert_eq!(there.iter().map(|(_, n, _)| *n).collect::<Vec<_>>(), [2, 3], "only what opened was deleted");
    assert!(kept == [there[0].2.clone()]);

    // The next suggestion opens as if nothing had been.
    let last = json!({ "kind": "homework", "title": "Write to Marek" });
    sam.ask("propose", json!({ "client": ana.mailbox, "proposal": last })).unwrap();
    assert_eq!(all.sync(&ana).unwrap().taken_in, 1);
    assert_eq!(titles(&ana), ["Walk to the pond", "Go to the choir", "Write to Marek"].map(String::from).into());
}
