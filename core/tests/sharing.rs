//! Sharing: from a preview to bytes that only the chosen readers open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;
mod practitioner;

use std::fmt::Write as _;

use common::{Person, day, made, person};
use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::review::{Choices, PacketState, PacketWords, Period, Preview, Switches};
use handrail_core::{Error, Reason};
use handrail_wire::outer::MESSAGE_LEN;
use handrail_wire::roster::Roster;
use practitioner::{MARCH, outer, pair, practitioner, sam};

fn walk(person: &Person) -> CopingStrategyId {
    let walk = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
    CopingStrategyId(made(&person.save_coping_strategy(&walk).unwrap(), "coping_strategy"))
}

fn tried(person: &Person, strategy: CopingStrategyId, situation: &str) {
    let entry = NewCopingEntry {
        strategy,
        situation: situation.into(),
        helped: Some(Helped::ALittle),
        before: None,
        after: None,
        note: String::new(),
        ..NewCopingEntry::of(strategy)
    };
    person.record_coping(&entry).unwrap();
}

fn preview(person: &Person) -> Preview {
    let review = person.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let switches = Switches { coping_notes: true, ..Default::default() };
    person.preview(&review, &Choices { switches, ..Default::default() }).unwrap()
}

#[test]
fn what_sam_opens_is_byte_for_byte_what_ana_saw() {
    let (ana, sam) = (person("ana"), sam());
    let client = pair(&ana, &[&sam]);
    let strategy = walk(&ana);
    tried(&ana, strategy, "the bus was full");
    let seen = preview(&ana);
    assert_eq!(seen.packets.len(), 1);
    assert_eq!(seen.packets[0].read_by()[0].name, "Sam");
    assert_eq!(seen.packets[0].read_by()[0].message, "review-read-at-next-meeting");
    let changes = ana.share(&seen).unwrap();
    assert_eq!(changes.id_of("packet"), Some(seen.packets[0].id()));

    let read = sam.read(&ana, &client);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].1, seen.packets[0].content());
    assert_eq!(read[0].0.coping[0].entries[0].situation.as_deref(), Some("the bus was full"));
    let (opened, message) = sam.open_all(&ana, &client).remove(0);
    assert_eq!((opened.roster_epoch, opened.part, opened.of), (1, 1, 1));
    assert_eq!((opened.from_ms, opened.until_ms), (seen.packets[0].period.from, seen.packets[0].period.until));
    assert_eq!(message.len(), MESSAGE_LEN);

    let view = ana.packets().unwrap();
    assert_eq!(view.len(), 1);
    assert_eq!((view[0].state, view[0].can_take_back, view[0].waits_for_key), (PacketState::Waiting, true, false));
    assert_eq!(view[0].shared, day("2026-03-02"));
    assert_eq!(ana.readers().unwrap()[0].waiting, 1);
    assert!(ana.shared_packet(seen.packets[0].id()).unwrap() == read[0].0);
}

#[test]
fn sharing_the_same_preview_twice_makes_nothing_new() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    tried(&ana, walk(&ana), "queue");
    let seen = preview(&ana);
    ana.share(&seen).unwrap();
    let before = ana.rows();
    assert!(ana.share(&seen).unwrap().records.is_empty());
    assert_eq!(ana.rows(), before);
    assert_eq!(ana.count("outbox"), 1);
}

#[test]
fn each_reader_gets_the_same_packet_sealed_to_them_alone() {
    let (ana, sam, kim) = (person("ana"), sam(), practitioner("Kim", &[MARCH]));
    let client = pair(&ana, &[&sam, &kim]);
    tried(&ana, walk(&ana), "queue");
    ana.share(&preview(&ana)).unwrap();
    let (to_sam, to_kim) = (sam.read(&ana, &client), kim.read(&ana, &client));
    assert_eq!(to_sam[0].1, to_kim[0].1);
    let (sams, kims) = (sam.open_all(&ana, &client).remove(0), kim.open_all(&ana, &client).remove(0));
    assert_eq!(sams.0.readers.len(), 2);
    assert_ne!(outer(&sams.1).recipient_key, outer(&kims.1).recipient_key);
    assert_eq!((outer(&sams.1).sequence, outer(&kims.1).sequence), (1, 1));
}

#[test]
fn two_clinics_get_two_packets_and_one_can_be_left_out() {
    let (ana, sam, kim) = (person("ana"), sam(), practitioner("Kim", &[MARCH]));
    let (at_sams, at_kims) = (pair(&ana, &[&sam]), pair(&ana, &[&kim]));
    tried(&ana, walk(&ana), "queue");
    let seen = preview(&ana);
    assert_eq!(seen.packets.len(), 2);
    assert_ne!(seen.packets[0].id(), seen.packets[1].id());
    let review = ana.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let only = Choices { mailboxes: Some([at_kims.mailbox].into()), ..Default::default() };
    ana.share(&ana.preview(&review, &only).unwrap()).unwrap();
    assert!(sam.read(&ana, &at_sams).is_empty());
    assert_eq!(kim.read(&ana, &at_kims).len(), 1);
}

#[test]
fn a_busy_month_goes_in_parts_and_is_one_again() {
    let (ben, sam) = (person("ben"), sam());
    let client = pair(&ben, &[&sam]);
    let strategy = walk(&ben);
    for n in 0..60 {
        // Words that do not shrink much: a busy month is not one sentence sixty times.
        let mut state = n + 1u64;
        let mut words = String::new();
        for _ in 0..160 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            write!(words, "{:x} ", state >> 40).unwrap();
        }
        tried(&ben, strategy, &words);
    }
    let seen = preview(&ben);
    assert!(!seen.packets[0].too_large);
    ben.share(&seen).unwrap();
    let parts = sam.open_all(&ben, &client);
    assert!(parts.len() > 1, "{} part", parts.len());
    let of = parts[0].0.of;
    assert_eq!(usize::from(of), parts.len());
    assert!(parts.iter().zip(1..).all(|((p, message), n)| p.part == n && p.of == of && message.len() == MESSAGE_LEN));
    assert_eq!(sam.read(&ben, &client)[0].1, seen.packets[0].content());
}

#[test]
fn more_than_a_packet_holds_is_refused_before_anything_is_written() {
    let (ben, sam) = (person("ben"), sam());
    pair(&ben, &[&sam]);
    let strategy = walk(&ben);
    for _ in 0..40 {
        tried(&ben, strategy, &"word ".repeat(1600));
    }
    let seen = preview(&ben);
    assert!(seen.packets[0].too_large);
    ben.refuses("period", Reason::TooLong { limit: 262_144 }, |phone| phone.share(&seen));
    let unpaired = person("eve");
    tried(&unpaired, walk(&unpaired), "queue");
    let seen = preview(&unpaired);
    assert!(seen.packets[0].readers.is_empty() && !seen.packets[0].content().is_empty());
    unpaired.refuses("readers", Reason::Empty, |phone| phone.share(&seen));
}

#[test]
fn what_was_not_sent_can_be_taken_back_and_leaves_no_hole() {
    let (ana, sam) = (person("ana"), sam());
    let client = pair(&ana, &[&sam]);
    let strategy = walk(&ana);
    let mut shared = Vec::new();
    for situation in ["one", "two", "three"] {
        tried(&ana, strategy, situation);
        let seen = preview(&ana);
        ana.share(&seen).unwrap();
        shared.push(seen.packets[0].id());
    }
    ana.take_back(shared[1]).unwrap();
    let read = sam.read(&ana, &client);
    assert_eq!(read.iter().map(|(p, _)| p.packet).collect::<Vec<_>>(), [shared[0], shared[2]]);
    let sequences: Vec<u64> = sam.open_all(&ana, &client).iter().map(|(o, _)| o.sequence).collect();
    assert_eq!(sequences, [1, 2]);
    assert_eq!(ana.packets().unwrap().len(), 2);
    ana.take_back(shared[0]).unwrap();
    ana.take_back(shared[2]).unwrap();
    assert_eq!(ana.count("outbox"), 0);
    assert_eq!(ana.count("sent_line"), 0);
    ana.share(&preview(&ana)).unwrap();
    assert_eq!(sam.open_all(&ana, &client)[0].0.sequence, 1);
    // Once a message was handed out, nobody can say that it did not arrive.
    let last = ana.packets().unwrap()[0].id;
    ana.under().execute("UPDATE outbox SET tries = 1", []).unwrap();
    assert!(!ana.packets().unwrap()[0].can_take_back);
    ana.refuses("packet", Reason::WrongState, |phone| phone.take_back(last));
    ana.finds_nothing(|phone| phone.take_back(common::NOBODY));
}

#[test]
fn a_reader_who_left_gets_nothing_more_and_a_preview_that_names_them_is_shown_anew() {
    let (ana, sam, kim) = (person("ana"), sam(), practitioner("Kim", &[MARCH]));
    let client = pair(&ana, &[&sam, &kim]);
    tried(&ana, walk(&ana), "queue");
    ana.share(&preview(&ana)).unwrap();
    let stale = preview(&ana);
    ana.remove_reader(client.mailbox, kim.account).unwrap();
    ana.refuses("readers", Reason::WrongState, |phone| phone.share(&stale));
    assert!(kim.open_all(&ana, &client).is_empty(), "what waited for them does not go");
    assert_eq!(sam.open_all(&ana, &client).len(), 1);
    assert_eq!(ana.readers().unwrap().len(), 1);
    let roster: Vec<u8> = ana.under().query_row("SELECT roster FROM mailbox", [], |r| r.get(0)).unwrap();
    let roster = Roster::open(&roster, client.mailbox.into(), &client.identity).unwrap();
    assert_eq!(roster.epoch, 2);
    assert_eq!(roster.readers.iter().map(|r| r.account).collect::<Vec<_>>(), [sam.account.into()]);
    ana.finds_nothing(|phone| phone.remove_reader(client.mailbox, kim.account));
    ana.share(&preview(&ana)).unwrap();
    assert_eq!(sam.open_all(&ana, &client)[1].0.roster_epoch, 2);
}

#[test]
fn a_reader_whose_key_is_long_past_lets_the_packet_wait() {
    let (ana, lee) = (person("ana"), practitioner("Lee", &[MARCH - 4]));
    let client = pair(&ana, &[&lee]);
    tried(&ana, walk(&ana), "queue");
    ana.share(&preview(&ana)).unwrap();
    assert!(lee.open_all(&ana, &client).is_empty());
    let view = ana.packets().unwrap();
    assert!(view[0].waits_for_key && view[0].state == PacketState::Waiting);
    // Sixty days past its end is still sealed to.
    let (eve, lou) = (person("eve"), practitioner("Lou", &[MARCH - 2]));
    let client = pair(&eve, &[&lou]);
    tried(&eve, walk(&eve), "queue");
    eve.share(&preview(&eve)).unwrap();
    assert_eq!(lou.open_all(&eve, &client).len(), 1);
}

#[test]
fn nothing_is_half_shared_when_the_phone_is_full_or_closed() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    tried(&ana, walk(&ana), "queue");
    let seen = preview(&ana);
    ana.suspend().unwrap();
    assert!(matches!(ana.share(&seen), Err(Error::Closed)));
    ana.resume().unwrap();
    assert_eq!((ana.count("packet"), ana.count("outbox"), ana.count("chain_out")), (0, 0, 0));
    ana.share(&seen).unwrap();
    assert_eq!((ana.count("packet"), ana.count("outbox"), ana.count("chain_out")), (1, 1, 1));
}
