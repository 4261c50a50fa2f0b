//! Ana, Sam and a relay that means harm; and what has to hold whatever it does.

use handrail_core::Handrail;
use handrail_core::ids::Id;
use handrail_core::sync::{SyncMessage, SyncStatus};
use handrail_core::words::{Arg, Words};
use handrail_tests::together::{Client, HOUR, Practitioner, Together};
use serde_json::Value;

/// The three sentences, one of which a client reads whatever was detected.
pub const CALM: [SyncMessage; 3] =
    [SyncMessage::SomethingMissing, SyncMessage::ShowAtMeeting, SyncMessage::PleaseUpdate];

/// Ana and Sam, who have paired, and what Ana wrote.
pub struct Scene {
    pub all: Together,
    pub ana: Client,
    pub sam: Practitioner,
    lines: Vec<String>,
    shared: Vec<Id>,
}

impl Scene {
    /// None where the page's code cannot run; the test's log says so.
    pub fn new(name: &str) -> Option<Self> {
        let (all, ana, sam) = Together::ana_and_sam(name).unwrap()?;
        Some(Self { all, ana, sam, lines: Vec::new(), shared: Vec::new() })
    }

    /// Ana writes a line and shares all there is; nothing is sent yet.
    pub fn shares(&mut self, line: &str) -> Id {
        self.all.clock.pass(HOUR);
        self.ana.handrail.add_talk_about(line).unwrap();
        self.lines.push(line.to_owned());
        let packet = self.ana.share().unwrap();
        self.shared.push(packet);
        packet
    }

    /// The same, and it reaches the relay.
    pub fn sends(&mut self, line: &str) -> Id {
        let packet = self.shares(line);
        assert_eq!(self.all.sync(&self.ana).unwrap().delivered, 1);
        packet
    }

    /// Sam suggests something.
    pub fn suggests(&mut self, title: &str) {
        self.suggests_to(title).unwrap();
    }

    pub fn suggests_to(&mut self, title: &str) -> Result<Value, handrail_tests::demo::page::PageError> {
        let proposal = serde_json::json!({ "kind": "homework", "title": title });
        self.sam.ask("propose", serde_json::json!({ "client": self.ana.mailbox, "proposal": proposal }))
    }

    /// Titles of the suggestions that wait for Ana's yes.
    pub fn suggested(&self) -> Vec<String> {
        let mut titles: Vec<String> =
            self.ana.handrail.proposals().unwrap().waiting.into_iter().map(|p| p.title).collect();
        titles.sort();
        titles
    }

    /// What Ana reads about sending and fetching.
    pub fn status(&self) -> SyncStatus {
        self.ana.handrail.sync_status().unwrap()
    }

    /// It was noticed: the diagnostics page names it so, and Ana reads this one of the three sentences and nothing else.
    pub fn detected(&self, names: &[&str], sentence: SyncMessage) {
        let status = self.status();
        assert_eq!(status.refusals, names);
        assert_eq!(status.message, sentence);
        assert!(CALM.contains(&sentence));
        assert_calm(&reads(&status), names);
    }

    /// Nothing to notice: no name, and none of the three sentences.
    pub fn undisturbed(&self) {
        let status = self.status();
        assert!(status.refusals.is_empty(), "{:?}", status.refusals);
        assert!(!CALM.contains(&status.message), "{:?}", status.message);
    }

    /// Every word that Ana wrote is there, and every packet as it was shared.
    pub fn nothing_lost(&self) {
        let sorted = |mut lines: Vec<String>| {
            lines.sort();
            lines
        };
        assert_eq!(sorted(lines(&self.ana.handrail)), sorted(self.lines.clone()));
        let packets = self.ana.handrail.packets().unwrap();
        for packet in &self.shared {
            assert!(packets.iter().any(|p| p.id == *packet));
            self.ana.handrail.shared_packet(*packet).unwrap();
        }
    }

    /// With honest bytes again, Sam opens the page anew: so many messages that were refused open now.
    pub fn opens_again(&mut self, count: u64) {
        let code = self.sam.codes[0].clone();
        self.sam.unlock(&code).unwrap();
        assert_eq!(self.sam.take_in().unwrap()["opened"], count);
    }

    /// With an honest line again: what waited and one more thing arrive, Sam opens them all, and Sam's answer comes back.
    pub fn goes_on(&mut self) {
        self.all.line.mend();
        self.all.clock.pass(24 * HOUR);
        self.shares("and life goes on");
        let report = self.all.sync(&self.ana).unwrap();
        assert!(report.delivered >= 1 && report.stopped.is_none(), "{report:?}");
        self.sam.take_in().unwrap();
        let opened = self.sam.open(&self.ana).unwrap();
        let agenda = opened["packet"]["talk_about"].as_array().unwrap();
        assert!(agenda.iter().any(|line| line["text"] == "and life goes on"));
        self.suggests("A walk after all");
        self.all.sync(&self.ana).unwrap();
        assert!(self.suggested().iter().any(|t| t == "A walk after all"));
        self.nothing_lost();
    }
}

/// The lines Ana wants to talk about, in the order she wrote them.
pub fn lines(handrail: &Handrail) -> Vec<String> {
    handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect()
}

/// The sentence, in English, as a shell shows it.
pub fn reads(status: &SyncStatus) -> String {
    let words = Words::of("en");
    match (&status.message, &status.name) {
        (SyncMessage::ShowAtMeeting, None) => words.say("sync-show-at-meeting-somebody", &[]),
        (message, Some(name)) => words.say(message.word(), &[("name", Arg::Words(name.clone()))]),
        (message, None) => words.say(message.word(), &[("count", Arg::Number(status.waiting.into()))]),
    }
}

/// No attack, device, copy, key or diagnostics name is named to a client.
pub fn assert_calm(sentence: &str, names: &[&str]) {
    let lower = sentence.to_lowercase();
    let never = [
        "attack",
        "forg",
        "hack",
        "device",
        "copy",
        "key",
        "signature",
        "refused",
        "danger",
        "warning",
        "relay",
        "server",
    ];
    for word in never.iter().chain(names) {
        assert!(!lower.contains(word), "{sentence}");
    }
    assert!(sentence.len() < 70 && sentence.ends_with('.'), "{sentence}");
}
