//! A relay that is away, slow, broken or none at all: nothing is lost, the status says what waits, and the next sync with a
//! healthy one delivers exactly once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::review::PacketState;
use handrail_core::sync::SyncMessage;
use handrail_core::sync::relay::Stopped;
use handrail_tests::line::Fault;
use handrail_tests::together::{Client, HOUR, Practitioner, Together};

/// Ana, Sam, and how many packets Sam has so far.
struct Scene {
    all: Together,
    ana: Client,
    sam: Practitioner,
    sent: u64,
}

impl Scene {
    fn new(name: &str) -> Option<Self> {
        let (all, ana, sam) = Together::ana_and_sam(name).unwrap()?;
        ana.handrail.add_talk_about("The bus is late again").unwrap();
        Some(Self { all, ana, sam, sent: 0 })
    }

    /// A packet shared while `trouble` is on the line: it waits; afterwards it arrives, once.
    fn shared_in(&mut self, what: &str, trouble: impl FnOnce(&mut Together), stopped: Stopped) {
        let h = &self.ana.handrail;
        self.all.clock.pass(HOUR);
        self.ana.share().unwrap();
        trouble(&mut self.all);
        drop(self.all.line.seen());
        let report = self.all.sync_in_trouble(&self.ana).unwrap();
        let retry_at_ms = report.retry_at_ms;
        assert_eq!((report.stopped, report.delivered, report.not_opened), (Some(stopped), 0, 0), "{what}");
        assert_eq!(h.packets().unwrap()[0].state, PacketState::Waiting, "{what}");
        let status = h.sync_status().unwrap();
        assert_eq!((status.message, status.waiting), (SyncMessage::Waiting, 1), "{what}");
        assert!(status.refusals.is_empty(), "{what}");

        drop(self.all.line.seen());
        self.all.line.mend();
        self.all.line.open_port().unwrap();
        if retry_at_ms.is_some() {
            // It asked for ten minutes, and gets them: until then the phone does not call.
            let report = self.all.sync(&self.ana).unwrap();
            assert_eq!((report.stopped, self.all.line.seen().len()), (Some(Stopped::Busy), 0), "{what}");
            self.all.clock.pass(10 * 60_000);
        }
        let report = self.all.sync(&self.ana).unwrap();
        self.sent += 1;
        assert_eq!((report.stopped, report.delivered), (None, 1), "{what}");
        assert_eq!(h.sync_status().unwrap().message, SyncMessage::AllSent, "{what}");
        let sequences: Vec<i64> = self.all.at_relay(&self.ana).unwrap().iter().map(|(_, seq, _)| *seq).collect();
        assert_eq!(sequences, (1..=i64::try_from(self.sent).unwrap()).collect::<Vec<_>>(), "{what}");
    }

    /// Sam opens all that was sent; nothing is missing and nothing is there twice.
    fn all_arrived(&mut self) {
        let taken = self.sam.take_in().unwrap();
        assert_eq!((taken["opened"].as_u64(), taken["refused"].as_u64()), (Some(self.sent), Some(0)));
        let opened = self.sam.open(&self.ana).unwrap();
        assert_eq!(opened["packets"].as_array().unwrap().len() as u64, self.sent);
        assert_eq!(opened["missing"].as_array().unwrap().len(), 0);
    }
}

const EVERYTHING: &str = "";
const MESSAGES: &str = "PUT /v1/mailboxes/";

#[test]
fn a_relay_that_is_away_or_slow_loses_nothing() {
    let Some(mut scene) = Scene::new("fault-relay-away") else { return };
    scene.shared_in("the port is closed", |all| all.line.close_port(), Stopped::Away);
    scene.all_arrived();
}

#[test]
fn a_line_on_which_answers_stall_or_tear_loses_nothing_and_doubles_nothing() {
    let Some(mut scene) = Scene::new("fault-relay-line") else { return };
    let mut on = |what, on: &'static str, fault| scene.shared_in(what, |all| all.line.put_in(on, fault), Stopped::Away);
    on("nobody answers", EVERYTHING, Fault::Stall);
    on("the message is stored and the answer never comes", MESSAGES, Fault::AnswerHeld);
    on("the message is stored and the connection ends", MESSAGES, Fault::AnswerLost);
    on("the message is stored and half of the answer comes", MESSAGES, Fault::AnswerTorn);
    scene.all_arrived();
}

#[test]
fn what_answers_but_is_no_relay_or_a_broken_one_loses_nothing() {
    let Some(mut scene) = Scene::new("fault-relay-nonsense") else { return };
    let html = "<!doctype html><title>Guest network</title><p>Please accept the terms.";
    let page = |status: &str| Fault::other(status, "content-type: text/html\r\n", html);
    let mut on = |what: &str, fault: Fault, stopped| {
        for on in [EVERYTHING, MESSAGES] {
            scene.shared_in(&format!("{what} on {on:?}"), |all| all.line.put_in(on, fault.clone()), stopped);
        }
    };
    on("trouble of its own", Fault::other("500 Internal Server Error", "", ""), Stopped::Busy);
    on("a proxy without its relay", page("502 Bad Gateway"), Stopped::Busy);
    on("asks for ten minutes", Fault::other("503 Service Unavailable", "retry-after: 600\r\n", ""), Stopped::Busy);
    // A date, ten minutes after the answer's own, which is decades off.
    let by_date = "date: Wed, 21 Oct 1981 07:28:00 GMT\r\nretry-after: Wed, 21 Oct 1981 07:38:00 GMT\r\n";
    on("asks for ten minutes by a date", Fault::other("429 Too Many Requests", by_date, ""), Stopped::Busy);
    on("a guest network", page("200 OK"), Stopped::NotARelay);
    on(
        "half of some JSON",
        Fault::other("200 OK", "content-type: application/json\r\n", "{\"epoch\":\"A"),
        Stopped::NotARelay,
    );
    on("a redirect", Fault::other("302 Found", "location: https://example.org/login\r\n", ""), Stopped::NotARelay);
    on(
        "a redirect that keeps the method",
        Fault::other("307 Temporary Redirect", "location: http://127.0.0.1:9/\r\n", ""),
        Stopped::NotARelay,
    );
    // A filter between phone and relay speaks for the relay as little as a guest network does.
    on("a filter that forbids", page("403 Forbidden"), Stopped::NotARelay);
    on("a filter that knows no PUT", page("405 Method Not Allowed"), Stopped::NotARelay);
    on("a filter with a size limit", page("413 Content Too Large"), Stopped::NotARelay);
    on("a filter that sees a conflict", page("409 Conflict"), Stopped::NotARelay);
    on("not HTTP at all", Fault::Other(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()), Stopped::Away);
    scene.all_arrived();
}
