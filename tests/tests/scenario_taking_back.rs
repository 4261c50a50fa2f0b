//! What the client takes away: an entry for good, and a reader.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::review::PacketState;
use handrail_core::{Error, Handrail};
use handrail_tests::phone;
use handrail_tests::together::{Client, DAY, Together, page_code};
use rusqlite::types::ValueRef;
use serde_json::json;

const SECRET: &str = "What Marek said in the kitchen";
const PLAIN: &str = "The bus is late again";

/// Everywhere in the store's tables where `words` stand.
fn found_in(ana: &mut Client, words: &str) -> Vec<String> {
    ana.while_closed(|folder| {
        let c = phone::raw(&folder.join("handrail.db"))?;
        let mut q = c.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
        let tables: Vec<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for table in tables {
            let mut q = c.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = q.column_count();
            let mut rows = q.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(column)?
                        && bytes.windows(words.len()).any(|w| w == words.as_bytes())
                    {
                        found.push(table.clone());
                    }
                }
            }
        }
        Ok(found)
    })
    .unwrap()
}

fn waiting(h: &Handrail) -> Vec<bool> {
    let packets = h.packets().unwrap();
    packets.iter().filter(|p| p.state == PacketState::Waiting).map(|p| p.can_take_back).collect()
}

#[test]
fn an_entry_removed_for_good_is_gone_from_what_was_shared_and_from_what_waits() {
    let Some((all, mut ana, mut sam)) = Together::ana_and_sam("scenario-removed").unwrap() else { return };
    let secret = ana.handrail.add_talk_about(SECRET).unwrap().id_of("talk_about").unwrap();
    ana.handrail.add_talk_about(PLAIN).unwrap();
    all.clock.pass(DAY);
    let sent = ana.share().unwrap();
    all.sync(&ana).unwrap();
    all.clock.pass(DAY);
    let kept_back = ana.share().unwrap();
    assert_eq!(waiting(&ana.handrail), [true]);
    assert!(found_in(&mut ana, SECRET).contains(&"packet".to_owned()), "the search finds what is there");

    ana.handrail.remove_for_good("talk_about", secret).unwrap();
    let h = &ana.handrail;
    assert!(matches!(h.shared_packet(sent), Err(Error::NotFound(_))), "the copy of what was sent is gone");
    assert!(matches!(h.shared_packet(kept_back), Err(Error::NotFound(_))));
    let ids: Vec<_> = h.packets().unwrap().iter().map(|p| p.id).collect();
    assert_eq!(ids, [sent], "that it was sent stays known; what waited is taken back");
    assert!(waiting(h).is_empty());
    assert_eq!(found_in(&mut ana, SECRET), Vec::<String>::new(), "nowhere in the store");
    assert!(!found_in(&mut ana, PLAIN).is_empty());
    assert_eq!(all.sync(&ana).unwrap().delivered, 0);

    // The next one is number two: no hole is left, and the words are not in it.
    all.clock.pass(DAY);
    ana.share().unwrap();
    assert_eq!(all.sync(&ana).unwrap().delivered, 1);
    let taken = sam.take_in().unwrap();
    assert_eq!((&taken["opened"], &taken["refused"]), (&json!(2), &json!(0)));
    let opened = sam.open(&ana).unwrap();
    assert_eq!(opened["missing"], json!([]));
    assert!(opened["packet"].to_string().contains(PLAIN));
    assert!(!opened["packet"].to_string().contains(SECRET));
    // What was read before is with its reader, as the screen says.
    let first = json!({ "client": ana.mailbox, "packet": opened["packets"][1]["packet"] });
    assert!(sam.ask("open", first).unwrap()["packet"].to_string().contains(SECRET));
}

#[test]
fn a_reader_who_was_removed_gets_nothing_new() {
    let Some((all, mut ana, mut sam)) = Together::ana_and_sam("scenario-leaver").unwrap() else { return };
    let mut ines = all.practitioner(&page_code("scenario-leaver").unwrap().unwrap(), "Ines").unwrap();
    let with_sam = std::mem::take(&mut ana.mailbox);
    all.pair(&mut ana, "Ana", &mut ines).unwrap();
    let with_ines = std::mem::replace(&mut ana.mailbox, with_sam);
    ana.handrail.add_talk_about(PLAIN).unwrap();

    // One that Sam reads, one that he has not fetched, one that still waits on the phone.
    all.clock.pass(DAY);
    ana.share().unwrap();
    all.sync(&ana).unwrap();
    assert_eq!(sam.take_in().unwrap()["opened"], 1);
    let read = sam.open(&ana).unwrap()["packet"]["packet"].clone();
    all.clock.pass(DAY);
    ana.share().unwrap();
    all.sync(&ana).unwrap();
    all.clock.pass(DAY);
    ana.share().unwrap();

    let h = &ana.handrail;
    let reader = h.readers().unwrap().into_iter().find(|r| r.name == "Sam").unwrap();
    h.remove_reader(reader.mailbox, reader.account).unwrap();
    assert_eq!(h.readers().unwrap().iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["Ines"]);
    let report = all.sync(&ana).unwrap();
    assert_eq!((report.delivered, report.stopped), (1, None), "the one that waited goes to Ines alone");
    assert!(all.at_relay(&ana).unwrap().is_empty(), "the relay deleted what was his");

    // Afterwards nothing is sealed for him.
    all.clock.pass(DAY);
    h.add_talk_about("Only for Ines").unwrap();
    ana.share().unwrap();
    assert_eq!(all.sync(&ana).unwrap().delivered, 1);
    let taken = sam.take_in().unwrap();
    assert_eq!((&taken["opened"], &taken["refused"]), (&json!(0), &json!(0)));
    // What he read in this sitting he has. His page knows by Ana's own roster; nothing can be suggested any more.
    let opened = sam.ask("open", json!({ "client": ana.mailbox, "packet": read })).unwrap();
    assert_eq!(opened["receipts"], 0, "one was sent when he opened it first");
    let standing = sam.ask("caseload", json!({})).unwrap();
    assert_eq!(standing["caseload"][0]["pairing"], "left");
    let suggestion = json!({ "client": ana.mailbox, "proposal": { "kind": "homework", "title": "One more thing" } });
    assert!(sam.ask("propose", suggestion).is_err());
    assert!(all.at_relay(&ana).unwrap().is_empty());
    assert_eq!(all.sync(&ana).unwrap().taken_in, 0);

    ana.mailbox = with_ines;
    assert_eq!(ines.take_in().unwrap()["opened"], 4);
    assert!(ines.open(&ana).unwrap()["packet"].to_string().contains("Only for Ines"));
}
