//! The other objects of a backup, on their way to whole phones: lists, keyrings, heads and acknowledgements, each with a byte
//! changed, cut short, and in another's place (H10); and a flood on the calls of the backup (H40).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail_core::sync::SyncMessage;
use handrail_tests::line::{Answer, Asked, Fault};
use handrail_tests::together::DAY;
use handrail_wire::api::DevicesBody;
use handrail_wire::vault::exchange::{Answer as Synced, News};

use crate::scene::lines;
use crate::snapshots::{a_month_later, collected, count};
use crate::vault::{Home, own, said, signed};

/// A byte changed in each tenth, and at both ends; cut short; and another object in its place.
fn spoilt(good: &[u8], other: &[u8]) -> Vec<Vec<u8>> {
    let last = good.len() - 1;
    let flipped = (0..=10).map(|tenth| {
        let mut bad = good.to_vec();
        bad[last * tenth / 10] ^= 0x10;
        bad
    });
    let cut = [0, 1, good.len() / 2, last].into_iter().map(|length| good[..length].to_vec());
    flipped.chain(cut).chain([other.to_vec()]).collect()
}

/// On the line: this in the place of what the relay says.
fn instead(home: &Home, on: &str, change: impl Fn(&Asked, &mut Answer) + Send + Sync + 'static) {
    home.all.line.put_in(on, Fault::changed(change));
}

/// What is new in an answer to a sync, changed.
fn news(change: impl Fn(&mut News) + Send + Sync + 'static) -> impl Fn(&Asked, &mut Answer) + Send + Sync + 'static {
    move |asked, answer| {
        let Some(mut synced) = Synced::decode(&answer.body).ok().filter(|_| asked.what.ends_with("/sync")) else {
            return;
        };
        if let Some(news) = &mut synced.news {
            change(news);
        }
        answer.body = synced.encode();
    }
}

/// Whatever was done to it: the tablet has every word that it had, and what it reads is calm.
fn nothing_lost(home: &Home, before: &[String]) {
    assert!(before.iter().all(|line| lines(&home.tablet.handrail).contains(line)));
}

#[test]
fn a_list_and_a_keyring_that_were_changed_on_the_way_are_not_believed() {
    let mut home = Home::new("h10-signed");
    let before = signed(&home);
    // A third phone by the code: a new list, and keys for it, which the tablet does not know yet.
    let (_third, _) = home.all.restored("third", &home.code, false).unwrap();
    let after = signed(&home);
    assert!(after.1 > before.1 && after.3 > before.3);
    let had = lines(&home.tablet.handrail);
    let known = home.tablet.handrail.backup_devices().unwrap();
    for bad in spoilt(&after.0, &before.0).into_iter().chain([after.2.clone()]) {
        let object = bad.clone();
        instead(&home, "GET /v1/vaults/", move |asked, answer| {
            if asked.what.contains("/devices") {
                *answer =
                    Answer::json(200, &serde_json::to_value(DevicesBody { list: object.clone().into() }).unwrap());
            }
        });
        home.all.clock.pass(DAY);
        home.all.sync_in_trouble(&home.tablet).unwrap();
        assert!(said(&home.tablet).contains(&"old_list".to_owned()), "{}", bad.len());
        assert_eq!(home.tablet.handrail.backup_devices().unwrap().len(), known.len());
        nothing_lost(&home, &had);
    }
    // The list is right, and the keys are not.
    for bad in spoilt(&after.2, &after.0).into_iter().chain([before.2.clone()]) {
        let object = bad.clone();
        instead(&home, "GET /v1/vaults/", move |asked, answer| {
            if asked.what.ends_with("/keyring") {
                answer.body.clone_from(&object);
            }
        });
        home.all.clock.pass(DAY);
        home.all.sync_in_trouble(&home.tablet).unwrap();
        assert!(said(&home.tablet).contains(&"old_keyring".to_owned()), "{}", bad.len());
        nothing_lost(&home, &had);
    }
    home.goes_on();
}

#[test]
fn a_head_that_was_changed_on_the_way_is_not_believed() {
    let mut home = Home::new("h10-heads");
    home.phone_writes();
    home.both_sync();
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    instead(&home, "POST /v1/vaults/", news(move |news| seen.lock().unwrap().clone_from(&news.heads)));
    home.all.clock.pass(DAY);
    home.all.sync(&home.tablet).unwrap();
    let heads = heads.lock().unwrap().clone();
    assert_eq!(heads.len(), 2, "each says what it has");
    let had = lines(&home.tablet.handrail);
    for (which, head) in heads.iter().enumerate() {
        for bad in spoilt(head, &home.a_batch()) {
            let object = bad.clone();
            instead(
                &home,
                "POST /v1/vaults/",
                news(move |news| {
                    if let Some(head) = news.heads.get_mut(which) {
                        head.clone_from(&object);
                    }
                }),
            );
            home.all.clock.pass(DAY);
            home.all.sync_in_trouble(&home.tablet).unwrap();
            let names = said(&home.tablet);
            assert!(!names.is_empty(), "{which}: {} bytes", bad.len());
            nothing_lost(&home, &had);
        }
    }
    home.goes_on();
}

#[test]
fn an_acknowledgement_that_was_changed_on_the_way_lets_nothing_be_deleted() {
    let mut home = Home::new("h10-acks");
    a_month_later(&mut home);
    let batches = count(&home, "vault_batch");
    // Whatever comes of the phone's, as the tablet is to agree: it does not count, and nothing is deleted for it.
    for kind in 0..16 {
        instead(
            &home,
            "POST /v1/vaults/",
            news(move |news| {
                let other = news.heads.first().cloned().unwrap_or_default();
                for ack in &mut news.acks {
                    *ack = spoilt(ack, &other)[kind].clone();
                }
            }),
        );
        home.all.clock.pass(DAY);
        home.all.sync_in_trouble(&home.tablet).unwrap();
        assert_eq!(count(&home, "vault_batch"), batches, "{kind}");
    }
    home.all.line.mend();
    collected(&home);
    home.goes_on();
}

#[test]
fn a_flood_on_the_calls_of_the_backup_is_given_up_at_its_limit() {
    let mut home = Home::new("h40-vault");
    let of = own(&home.phone);
    let endless = b"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\n\r\n\x01 ".to_vec();
    let promised = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n\x01 ".to_vec();
    let deep = format!("{{\"list\":{}0{}}}", "[".repeat(30_000), "]".repeat(30_000));
    let json = "content-type: application/json\r\n";
    for (what, fault) in [
        ("a body without an end", Fault::Endless(endless)),
        ("a body that says it has no end", Fault::Endless(promised)),
        ("headers without an end", Fault::Endless(b"HTTP/1.1 200 OK\r\nx: a".to_vec())),
        ("deep JSON", Fault::other("200 OK", json, &deep)),
        // As a length where a field of an answer begins: nothing is set aside for it before the bytes are there.
        (
            "a huge count",
            Fault::other("200 OK", "content-type: application/octet-stream\r\n", "\u{1}\u{7f}\u{7f}\u{7f}\u{7f}"),
        ),
        ("a byte now and then", Fault::Drip(Duration::from_millis(50))),
    ] {
        for on in ["POST /v1/vaults/", "GET /v1/vaults/"] {
            home.phone_has_something();
            home.all.clock.pass(DAY);
            home.all.line.put_in(on, fault.clone());
            let had = lines(&home.phone.handrail);
            let report = home.all.sync_in_trouble(&home.phone).unwrap();
            assert_eq!(report.taken_in, 0, "{what} on {on}");
            assert_eq!(lines(&home.phone.handrail), had, "{what} on {on}");
            home.all.line.mend();
            home.all.clock.pass(DAY);
            home.all.sync(&home.phone).unwrap();
            assert_eq!(home.phone.handrail.sync_status().unwrap().message, SyncMessage::BackedUp, "{what} on {on}");
        }
    }
    // An answer to a sync is 2 MiB at the most, everything else less; what was poured beyond that lay in the buffers between.
    assert!(home.all.line.poured() < 150 << 20, "{}", home.all.line.poured());
    assert!(home.batches_of(of) > 6);
    home.goes_on();
}
