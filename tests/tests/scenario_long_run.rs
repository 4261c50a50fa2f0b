//! A busy month that does not fit one message, and months that pass: parts are joined, keys are renewed, old mail still opens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::ids::{Randomness as _, SystemRandomness};
use handrail_core::review::{Choices, PacketState, PacketWords, Period, Switches};
use handrail_core::sync::SyncMessage;
use handrail_core::sync::relay::Stopped;
use handrail_tests::line::Fault;
use handrail_tests::phone;
use handrail_tests::together::{Client, DAY, HOUR, Together};
use serde_json::{Value, json};

/// A note that cannot be made much smaller, as no two days of a person are the same.
fn note() -> String {
    let mut drawn = [0; 300];
    SystemRandomness::default().fill(&mut drawn).unwrap();
    drawn.iter().map(|b| char::from(b'!' + b % 94)).collect()
}

fn share(ana: &Client, period: Period) -> String {
    let h = &ana.handrail;
    let review = h.review(period, &PacketWords::default()).unwrap();
    let choices = Choices { switches: Switches { coping_notes: true, ..Switches::default() }, ..Choices::default() };
    let preview = h.preview(&review, &choices).unwrap();
    h.share(&preview).unwrap();
    preview.packets[0].id().to_string()
}

#[test]
fn a_busy_month_goes_in_parts_and_is_read_as_one() {
    let Some((all, ana, mut sam)) = Together::ana_and_sam("scenario-busy").unwrap() else { return };
    let h = &ana.handrail;
    let new = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
    let strategy = CopingStrategyId(h.save_coping_strategy(&new).unwrap().id_of("coping_strategy").unwrap());
    let first_day = h.this_day().unwrap();
    let mut notes = Vec::new();
    for _ in 0..30 {
        all.clock.pass(DAY - 6 * HOUR);
        for _ in 0..6 {
            all.clock.pass(HOUR);
            notes.push(note());
            let note = notes.last().cloned().unwrap();
            let helped = Some(Helped::ALittle);
            let entry = NewCopingEntry {
                strategy,
                situation: String::new(),
                helped,
                before: None,
                after: None,
                note,
                ..NewCopingEntry::of(strategy)
            };
            h.record_coping(&entry).unwrap();
        }
    }
    // Two packets, of two halves.
    let middle = first_day.plus(15);
    let first = share(&ana, Period::FromUntil { from: first_day, until: middle });
    all.clock.pass(HOUR);
    let second = share(&ana, Period::FromUntil { from: middle.plus(1), until: first_day.plus(31) });
    let parts: i64 = i64::from(h.readers().unwrap()[0].waiting);
    assert!(parts >= 4, "{parts} messages for two packets");

    // The line goes down before the last part.
    let prefix = format!("PUT /v1/mailboxes/{}/messages/", ana.mailbox);
    all.line.put_in(&last_of(&all, &prefix, parts, &ana), Fault::other("500 Internal Server Error", "", ""));
    let report = all.sync_in_trouble(&ana).unwrap();
    assert_eq!((i64::from(report.delivered), report.stopped), (parts - 1, Some(Stopped::Busy)));
    let of = |id: &str| h.packets().unwrap().into_iter().find(|p| p.id.to_string() == id).unwrap().state;
    assert_eq!((of(&first), of(&second)), (PacketState::Delivered, PacketState::Waiting));
    let taken = sam.take_in().unwrap();
    assert_eq!((taken["opened"].as_i64(), taken["refused"].as_i64()), (Some(parts - 1), Some(0)));
    assert_eq!(taken["clients"][&ana.mailbox]["packets"], json!([first]), "half a packet is not shown as one");
    let opened = sam.open(&ana).unwrap();
    assert_eq!(opened["packet"]["packet"], json!(first));

    all.line.mend();
    assert_eq!(all.sync(&ana).unwrap().delivered, 1);
    let taken = sam.take_in().unwrap();
    assert_eq!(taken["clients"][&ana.mailbox]["packets"], json!([second]));
    let opened = sam.open(&ana).unwrap();
    let lines = opened["packets"].as_array().unwrap();
    assert_eq!(lines.len(), 2, "two packets, however many parts");
    assert!(lines.iter().all(|l| l["whole"] == true));

    // Every note of the month is in exactly one of the two, to the letter.
    let mut read = Vec::new();
    for packet in [&first, &second] {
        let arguments = json!({ "client": ana.mailbox, "packet": packet });
        let opened = sam.ask("open", arguments).unwrap();
        let entries = opened["packet"]["coping"][0]["entries"].as_array().unwrap().clone();
        read.extend(entries.iter().map(|e| e["note"].as_str().unwrap().to_owned()));
    }
    read.sort_unstable();
    notes.sort_unstable();
    assert!(read == notes, "{} of {} notes", read.len(), notes.len());
    // A page that is opened anew puts the parts together from the relay's copies.
    let code = sam.codes[1].clone();
    sam.unlock(&code).unwrap();
    assert_eq!(sam.open(&ana).unwrap()["packet"]["packet"], json!(second));
}

/// The path of the last message that waits, so that the line can fail there.
fn last_of(all: &Together, prefix: &str, parts: i64, ana: &Client) -> String {
    let c = all.relay_database().unwrap();
    let reader: [u8; 16] = c
        .query_row("SELECT account FROM reader WHERE mailbox = ?1", [ana.mailbox_bytes().unwrap()], |r| r.get(0))
        .unwrap();
    let device = phone_device(&c, ana);
    let reader = handrail_wire::Id::from(reader);
    format!("{prefix}{}/{device}/{reader}/{parts}", ana.mailbox)
}

/// The phone's device in this mailbox, as its key set at the relay says.
fn phone_device(c: &rusqlite::Connection, ana: &Client) -> String {
    let object: Vec<u8> = c
        .query_row("SELECT object FROM keyset WHERE account = ?1", [ana.mailbox_bytes().unwrap()], |r| r.get(0))
        .unwrap();
    handrail_wire::keyset::KeySet::open(&object).unwrap().device.to_string()
}

/// The numbers of the secret subkeys on the phone.
fn subkeys(ana: &mut Client) -> Vec<i64> {
    ana.while_closed(|folder| {
        let c = phone::raw(&folder.join("handrail.db"))?;
        let mut q = c.prepare("SELECT number FROM subkey ORDER BY number")?;
        let rows = q.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
    .unwrap()
}

/// To whom a message is sealed: the hash of a public key, the fifth field of its outer header.
fn sealed_to(message: &[u8]) -> Vec<u8> {
    let message = handrail_wire::outer::Message::parse(message).unwrap();
    handrail_wire::outer::Outer::decode(message.outer).unwrap().recipient_key.0.to_vec()
}

fn suggest(sam: &mut handrail_tests::together::Practitioner, ana: &Client, title: &str) -> Value {
    let proposal = json!({ "kind": "homework", "title": title });
    sam.ask("propose", json!({ "client": ana.mailbox, "proposal": proposal })).unwrap()
}

#[test]
fn months_pass_keys_are_renewed_and_old_mail_still_opens() {
    let Some((all, mut ana, mut sam)) = Together::ana_and_sam("scenario-months").unwrap() else { return };
    let september = subkeys(&mut ana);
    assert_eq!(september.len(), 2, "this month's and the next");

    // The last days of September: each writes to the other, and neither looks.
    all.clock.pass(15 * DAY);
    ana.handrail.add_talk_about("Written in September").unwrap();
    ana.share().unwrap();
    assert_eq!(all.sync(&ana).unwrap().delivered, 1);
    suggest(&mut sam, &ana, "Suggested in September");
    let before = all.at_relay(&ana).unwrap();

    // October.
    all.clock.pass(5 * DAY);
    assert_eq!(sam.take_in().unwrap()["opened"], 1, "sealed to September's key");
    assert!(sam.open(&ana).unwrap()["packet"].to_string().contains("Written in September"));
    let report = all.sync(&ana).unwrap();
    assert_eq!((report.taken_in, report.not_opened, report.stopped), (2, 0, None));
    assert_eq!(ana.handrail.proposals().unwrap().waiting[0].title, "Suggested in September");
    let october = subkeys(&mut ana);
    assert_eq!(october.last().unwrap(), &(september.last().unwrap() + 1));
    assert!(october.starts_with(&september), "September's secret is kept while mail may still come to it");

    // From now on both seal to October's keys.
    all.clock.pass(DAY);
    ana.share().unwrap();
    assert_eq!(all.sync(&ana).unwrap().delivered, 1);
    suggest(&mut sam, &ana, "Suggested in October");
    let after = all.at_relay(&ana).unwrap();
    let key_of = |all: &[(i64, i64, Vec<u8>)], purpose, n| {
        sealed_to(&all.iter().find(|(p, s, _)| (*p, *s) == (purpose, n)).unwrap().2)
    };
    assert_ne!(key_of(&before, 1, 1), key_of(&after, 1, 2), "up");
    assert_ne!(key_of(&before, 2, 1), key_of(&after, 2, 3), "down");
    assert_eq!(sam.take_in().unwrap()["opened"], 1);
    assert_eq!(all.sync(&ana).unwrap().taken_in, 1);

    // Half a year in a drawer, on both sides: Sam's newest key is too old to seal to. The packet is kept and says why.
    all.clock.pass(180 * DAY);
    ana.handrail.add_talk_about("Written in spring").unwrap();
    ana.share().unwrap();
    assert_eq!(all.sync(&ana).unwrap().delivered, 0);
    let packet = &ana.handrail.packets().unwrap()[0];
    assert!(packet.state == PacketState::Waiting && packet.waits_for_key);
    assert_eq!(ana.handrail.sync_status().unwrap().message, SyncMessage::Waiting);
    let spring = subkeys(&mut ana);
    assert!(spring.starts_with(&october), "a date may be wrong: what is on its way still opens");

    // The page is opened; the packet goes by itself.
    let code = sam.codes[0].clone();
    sam.unlock(&code).unwrap();
    all.clock.pass(DAY);
    assert_eq!(all.sync(&ana).unwrap().delivered, 1);
    assert_eq!(sam.take_in().unwrap()["opened"], 1);
    assert!(sam.open(&ana).unwrap()["packet"].to_string().contains("Written in spring"));

    // A month later the date has proved right.
    all.clock.pass(31 * DAY);
    all.sync(&ana).unwrap();
    assert!(subkeys(&mut ana).iter().all(|n| !october.contains(n)), "the secrets of last autumn are destroyed");
}
