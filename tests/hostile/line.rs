//! A relay that says too much, nothing, or nonsense, for as long as it likes.

use std::net::TcpListener;
use std::time::Duration;

use handrail_core::review::PacketState;
use handrail_core::seal::keys::key_hash;
use handrail_core::seal::parts;
use handrail_core::sync::SyncMessage;
use handrail_core::sync::relay::Stopped;
use handrail_tests::line::{Answer, Fault};
use handrail_wire::Id;
use handrail_wire::outer::{Outer, Purpose};
use serde_json::json;

use crate::keys::{Keys, directory, forge};
use crate::packets::inject;
use crate::scene::Scene;

const INBOX: &str = "GET /v1/inbox";
const MINUTES: i64 = 60_000;

#[test]
fn h40_flood() {
    let Some(mut scene) = Scene::new("h40") else { return };
    scene.shares("in a flood");
    let json = "content-type: application/json\r\n";
    let deep = format!("{{\"epoch\":{}0{}}}", "[".repeat(30_000), "]".repeat(30_000));
    let many = {
        let one = "{\"cursor\":\"AAAAAAAAAAAAAAAAAAAAAA:1\"},";
        format!("{{\"messages\":[{}null]}}", one.repeat(25_000))
    };
    let endless = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"epoch\":\" ".to_vec();
    let promised = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{ ".to_vec();
    for (what, fault) in [
        ("a body without an end", Fault::Endless(endless.clone())),
        ("a body that says it has no end", Fault::Endless(promised)),
        ("headers without an end", Fault::Endless(b"HTTP/1.1 200 OK\r\nx: a".to_vec())),
        ("deep JSON", Fault::other("200 OK", json, &deep)),
        ("a huge count", Fault::other("200 OK", json, &many)),
    ] {
        for on in [INBOX, "POST /v1/auth/challenge"] {
            // A day later, so that it logs in anew.
            scene.all.clock.pass(1_440 * MINUTES);
            scene.all.line.put_in(on, fault.clone());
            let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
            assert!(matches!(report.stopped, Some(Stopped::NotARelay | Stopped::Away)), "{what} on {on}: {report:?}");
            assert_eq!(report.taken_in, 0, "{what}");
            scene.undisturbed();
            // The page gives up too, by itself.
            let said = scene.sam.take_in();
            assert!(said.is_err() || on != INBOX, "{what} on {on}: {said:?}");
        }
    }
    // The phone takes at most its limit of an inbox page, the page eight times as much, headers far less: what else was poured is what
    // lay in the buffers between.
    let poured = scene.all.line.poured();
    assert!(poured < 150 << 20, "{poured}");
    scene.all.line.put_in(INBOX, Fault::Drip(Duration::from_millis(50)));
    let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
    assert_eq!(report.stopped, Some(Stopped::Away), "a byte now and then");
    scene.undisturbed();
    scene.all.line.mend();

    // A bomb inside the seal: only a reader can send one.
    let sam = Keys::of(&scene.all, &scene.sam);
    let mailbox = Id::from(scene.ana.mailbox_bytes().unwrap());
    let (hers, _) = directory(&scene.all, &mailbox);
    let key = *hers.subkeys[0].key.as_bytes();
    let outer = Outer {
        purpose: Purpose::Proposal,
        mailbox,
        sender: sam.identity.public(),
        device: sam.account,
        recipient_key: key_hash(&key),
        sequence: 1,
    };
    let bomb = parts::deflate(&vec![b' '; 8 << 20]).unwrap();
    inject(&scene.all, &scene.ana, sam.account, 1, &forge(&outer, [0; 32], &bomb, &sam.identity, &key));
    scene.all.sync(&scene.ana).unwrap();
    scene.detected(&["body_too_large"], SyncMessage::ShowAtMeeting);
    crate::packets::clear(&scene.all, &scene.ana);
    scene.goes_on();
}

#[test]
fn h41_bad_clock() {
    let Some(mut scene) = Scene::new("h41") else { return };
    let before = scene.all.clock.now_ms();
    for (n, date) in (1..).zip([
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 32 Nov 2026 99:99:99 GMT",
        "yesterday",
    ]) {
        let header = format!("date: {date}\r\n");
        scene.all.line.put_in(
            "",
            Fault::changed(move |_, answer| {
                let kept = answer.headers.lines().filter(|l| !l.to_ascii_lowercase().starts_with("date:"));
                answer.headers = kept.fold(header.clone(), |all, line| all + line + "\r\n");
            }),
        );
        scene.sends(&format!("line {n}"));
        scene.suggests(&format!("Suggestion {n}"));
        assert_eq!(scene.sam.take_in().unwrap()["opened"], 1, "{date}");
        let report = scene.all.sync(&scene.ana).unwrap();
        assert_eq!((report.stopped, report.not_opened), (None, 0), "{date}");
        assert_eq!(scene.suggested().len(), n, "{date}");
        scene.undisturbed();
    }
    // What she writes bears her own day, whatever the relay says.
    let packets = scene.ana.handrail.packets().unwrap();
    assert!(packets.iter().all(|p| p.shared.to_string() == "2026-09-14"));
    assert!(scene.all.clock.now_ms() - before < 86_400_000);
    scene.goes_on();
}

#[test]
fn h42_redirect() {
    let Some(mut scene) = Scene::new("h42") else { return };
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let there = elsewhere.local_addr().unwrap();
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        scene.shares(status);
        let headers = format!("location: http://{there}/v1/auth/challenge\r\n");
        scene.all.line.put_in("", Fault::other(status, &headers, ""));
        let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
        assert_eq!((report.stopped, report.delivered), (Some(Stopped::NotARelay), 0), "{status}");
        scene.undisturbed();
        assert!(scene.sam.take_in().is_err(), "{status}");
        assert!(elsewhere.accept().is_err(), "{status}: nobody went to the other host");
    }
    scene.nothing_lost();
    scene.goes_on();
}

#[test]
fn h43_always_503() {
    let Some(mut scene) = Scene::new("h43") else { return };
    let packet = scene.shares("whatever it says");
    // Trouble for ever: five tries with growing waits, and then it is left alone until the next time.
    for _ in 0..3 {
        scene.all.line.put_in("", Fault::other("503 Service Unavailable", "", ""));
        drop(scene.all.line.seen());
        let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
        assert_eq!((report.stopped, scene.all.line.seen().len()), (Some(Stopped::Busy), 5));
        scene.undisturbed();
        assert_eq!(scene.status().message, SyncMessage::Waiting);
    }
    // "No more room", which is not true: said once, tried again each time, and local work goes on.
    scene.all.line.mend();
    scene.all.line.put_in(
        "PUT /v1/mailboxes/",
        Fault::changed(|_, answer| {
            let problem = json!({ "type": "about:blank", "title": "t", "status": 507, "code": "quota" });
            *answer = Answer::json(507, &problem);
        }),
    );
    for n in 0..3 {
        scene.shares(&format!("written while it says so, {n}"));
        let report = scene.all.sync(&scene.ana).unwrap();
        assert_eq!((report.stopped, report.delivered, report.over_quota), (None, 0, true));
        scene.detected(&["quota"], SyncMessage::ShowAtMeeting);
    }
    scene.nothing_lost();
    let waits = scene.ana.handrail.packets().unwrap().into_iter().find(|p| p.id == packet).unwrap();
    assert_eq!(waits.state, PacketState::Waiting);
    scene.goes_on();
    scene.undisturbed();
}
