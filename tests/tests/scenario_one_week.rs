//! One week of Ana's, from her phone to Sam's page and back: what she hides stays with her, what Sam suggests becomes
//! hers by her own yes, and both see what became of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::homework::{HomeworkOutcome, NewHomeworkResult};
use handrail_core::proposals::{ProposalEdit, ProposalState};
use handrail_core::review::{Choices, DetailValue, PacketState, PacketWords, Period, Switches};
use handrail_core::sync::SyncMessage;
use handrail_tests::together::{Client, DAY, HOUR, Together, page_code};
use serde_json::{Value, json};

const KEPT: &str = "Rang my sister when the flat felt too small";
const HIDDEN: &str = "Argued with Marek at the hostel kitchen";

fn cope(ana: &Client, strategy: CopingStrategyId, situation: &str, helped: Helped) {
    let entry = NewCopingEntry {
        strategy,
        situation: situation.into(),
        helped: Some(helped),
        before: None,
        after: None,
        note: String::new(),
        ..NewCopingEntry::of(strategy)
    };
    ana.handrail.record_coping(&entry).unwrap();
}

fn her_week(all: &Together, ana: &Client) {
    let h = &ana.handrail;
    let new = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
    let walk = CopingStrategyId(h.save_coping_strategy(&new).unwrap().id_of("coping_strategy").unwrap());
    for day in 0..6 {
        all.clock.pass(DAY);
        match day {
            2 => cope(ana, walk, KEPT, Helped::ALot),
            4 => cope(ana, walk, HIDDEN, Helped::Not),
            _ => {}
        }
    }
    h.add_talk_about("How to tell my brother").unwrap();
}

#[test]
fn ana_shares_a_week_and_a_suggestion_comes_back_done() {
    let Some(driver) = page_code("scenario_one_week").unwrap() else { return };
    let all = Together::new("scenario-one-week").unwrap();
    let mut sam = all.practitioner(&driver, "Sam").unwrap();
    let mut ana = all.client("ana").unwrap();
    all.pair(&mut ana, "Ana K.", &mut sam).unwrap();

    her_week(&all, &ana);
    let h = &ana.handrail;

    // She looks through what would go, and keeps one line for herself.
    let review = h.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let switches = Switches { coping_notes: true, ..Switches::default() };
    let mut choices = Choices { switches, ..Choices::default() };
    let preview = h.preview(&review, &choices).unwrap();
    let has = |content: &[u8], words: &str| content.windows(words.len()).any(|w| w == words.as_bytes());
    assert!(has(preview.packets[0].content(), HIDDEN), "before it is hidden it would go");
    let line = preview.packets[0]
        .lines
        .iter()
        .find(|l| l.text == HIDDEN || l.details.iter().any(|d| d.value == DetailValue::Words(HIDDEN.into())))
        .expect("a line of its own");
    choices.hidden.insert(line.id);
    let preview = h.preview(&review, &choices).unwrap();
    let packet = &preview.packets[0];
    assert_eq!(packet.read_by()[0].name, "Sam");
    assert!(packet.lines.iter().any(|l| l.hidden));
    for word in [HIDDEN, "Marek", "hostel"] {
        assert!(!has(packet.content(), word), "{word}");
    }
    h.share(&preview).unwrap();
    assert_eq!(h.packets().unwrap()[0].state, PacketState::Waiting);
    let report = all.sync(&ana).unwrap();
    assert_eq!((report.delivered, report.stopped), (1, None));
    assert_eq!(h.packets().unwrap()[0].state, PacketState::Delivered);

    // Sam opens it.
    all.clock.pass(12 * HOUR);
    let taken = sam.take_in().unwrap();
    assert_eq!((taken["opened"].as_u64(), taken["refused"].as_u64()), (Some(1), Some(0)));
    let opened = sam.open(&ana).unwrap();
    let read = opened["packet"].to_string();
    assert!(read.contains(KEPT) && read.contains("How to tell my brother"));
    for word in [HIDDEN, "Marek", "hostel"] {
        assert!(!read.contains(word), "{word}");
    }
    // What is hidden is not in the counts either.
    assert_eq!(opened["packet"]["coping"][0]["tries"], json!({ "not": 0, "a_little": 0, "a_lot": 1, "unrated": 0 }));
    assert_eq!(opened["receipts"], 1);
    assert_eq!(sam.open(&ana).unwrap()["receipts"], 0, "one receipt a packet");

    // A suggestion, and the one line.
    let suggestion = json!({ "kind": "homework", "title": "Try the library café", "why": "You said quiet places help", "how_often": "daily" });
    let proposal = sam.ask("propose", json!({ "client": ana.mailbox, "proposal": suggestion })).unwrap();
    assert_eq!(proposal["state"], "stored");
    let proposal = proposal["packet"].as_str().unwrap().to_owned();
    sam.ask("seen", json!({ "client": ana.mailbox, "text": "Read it. That walk took courage." })).unwrap();

    // It comes down: opened, one suggestion, one line.
    let report = all.sync(&ana).unwrap();
    assert_eq!((report.taken_in, report.not_opened, report.stopped), (3, 0, None));
    let first = &h.packets().unwrap()[0];
    assert_eq!((first.state, first.opened.is_some()), (PacketState::Opened, true));
    let screen = h.proposals().unwrap();
    assert_eq!(screen.seen[0].wording, "Read it. That walk took courage.");
    assert_eq!(screen.seen[0].packet, first.id);
    assert_eq!(screen.waiting.len(), 1);
    assert_eq!(
        (screen.waiting[0].from_name.as_str(), screen.waiting[0].title.as_str()),
        ("Sam", "Try the library café")
    );
    assert!(h.homework().unwrap().due.is_empty(), "not hers before her yes");
    assert_eq!(h.sync_status().unwrap().message, SyncMessage::AllSent);
    assert!(all.at_relay(&ana).unwrap().iter().all(|(purpose, ..)| *purpose == 1), "what she has was deleted there");

    // Yes, mine; and she does it.
    h.accept_proposal(screen.waiting[0].id, &ProposalEdit::default()).unwrap();
    assert_eq!(h.proposals().unwrap().earlier[0].state, ProposalState::Accepted);
    let mine = h.homework().unwrap().due.remove(0);
    let done = NewHomeworkResult {
        homework: mine.id,
        occurrence: mine.occurrence.unwrap(),
        result: HomeworkOutcome::Done,
        smaller: false,
        obstacle: None,
        note: String::new(),
        helpfulness: Some(3),
    };
    h.record_homework(&done).unwrap();

    // The next packet carries it, under the suggestion's own name.
    all.clock.pass(6 * DAY);
    let review = h.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    h.share(&h.preview(&review, &Choices::default()).unwrap()).unwrap();
    assert_eq!(all.sync(&ana).unwrap().delivered, 1);
    assert_eq!(sam.take_in().unwrap()["opened"], 1);
    let opened = sam.open(&ana).unwrap();
    let homework = &opened["packet"]["homework"][0];
    assert_eq!(homework["proposal"].as_str(), Some(proposal.as_str()));
    assert_eq!(homework["origin"], "proposed");
    assert_eq!(homework["results"][0]["result"], "done");
    let answers: Vec<&Value> = opened["packet"]["answers"].as_array().unwrap().iter().collect();
    assert_eq!(answers.len(), 1);
    assert_eq!(
        (answers[0]["proposal"].as_str(), answers[0]["answer"].as_str()),
        (Some(proposal.as_str()), Some("accepted"))
    );
    assert_eq!(opened["missing"], json!([]));
    assert_eq!(opened["refused"], json!([]));

    // And its receipt moves that one too.
    assert_eq!(all.sync(&ana).unwrap().taken_in, 1);
    assert!(h.packets().unwrap().iter().all(|p| p.state == PacketState::Opened));
}
