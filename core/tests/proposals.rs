//! What comes from practitioners: suggestions, "I saw this", receipts, and what somebody else made of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;
mod practitioner;

use common::{NOBODY, Person, day, made, person, time};
use handrail_core::Reason;
use handrail_core::goals::{BeginAs, Horizon, LongTermGoalId, NewLongTermGoal, NewShortTermGoal, ShortTermGoalId};
use handrail_core::homework::{HomeworkId, HomeworkOutcome, HowOften, NewHomeworkResult, Origin};
use handrail_core::ids::Id;
use handrail_core::proposals::{ProposalEdit, ProposalId, ProposalState, SuggestionKind, TakenIn};
use handrail_core::review::packet::{AnswerWord, Packet};
use handrail_core::review::{Choices, Concept, LineId, PacketState, PacketWords, Period};
use handrail_wire::outer::Purpose;
use practitioner::{Client, MARCH, Practitioner, Sent, content_hash, pair, practitioner, sam};
use serde_json::{Value, json};

const APPLIED: TakenIn = TakenIn::Applied { gap: false };

fn short_term_goal(person: &Person) -> ShortTermGoalId {
    let goal = NewLongTermGoal { title: "a job".into(), ..Default::default() };
    let goal = LongTermGoalId(made(&person.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal"));
    let short = NewShortTermGoal {
        goal,
        title: "two mornings".into(),
        how_will_we_know: String::new(),
        strengths: String::new(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::default(),
    };
    ShortTermGoalId(made(&person.save_short_term_goal(&short, BeginAs::Active).unwrap(), "short_term_goal"))
}

fn step(goal: ShortTermGoalId) -> Value {
    json!({
        "type": "proposal", "version": 1, "kind": "step", "made_day": "2026-03-02", "from_name": "Sam",
        "title": "ring the nursery", "short_term_goal": goal.to_string(), "where": "at home", "by_about": "2026-03-09",
    })
}

fn preview(person: &Person) -> handrail_core::review::Preview {
    let review = person.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    person.preview(&review, &Choices::default()).unwrap()
}

fn packet(person: &Person) -> Packet {
    preview(person).packets[0].packet().clone()
}

/// A homework from Sam, here and waiting.
fn suggested(person: &Person, sam: &Practitioner, client: &mut Client, title: &str) -> ProposalId {
    let sent = sam.seal(client, Purpose::Proposal, &sam.homework(title));
    assert_eq!(sent.arrives(person).0, APPLIED);
    ProposalId(sent.packet)
}

fn kept(person: &Person) -> Vec<String> {
    let c = person.under();
    let mut q = c.prepare("SELECT reason FROM quarantine ORDER BY arrived_ms, id").unwrap();
    q.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_homework_becomes_anas_with_yes_mine_and_its_answer_goes_back() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let id = suggested(&ana, &sam, &mut client, "walk to the shop");
    let view = ana.proposals().unwrap();
    let p = &view.waiting[0];
    assert_eq!((p.id, p.kind, p.from_name.as_str()), (id, SuggestionKind::Homework, "Sam"));
    assert_eq!((p.title.as_str(), p.how_often), ("walk to the shop", HowOften::Daily));
    assert!(ana.homework().unwrap().due.is_empty(), "it is nobody's until she says so");
    assert!(packet(&ana).answers.is_empty());

    let edit = ProposalEdit { reminder_time: Some(time("09:00")), confidence: Some(7), ..Default::default() };
    let changes = ana.accept_proposal(id, &edit).unwrap();
    let homework = HomeworkId(made(&changes, "homework"));
    assert!(changes.touches("proposal"));
    let mine = &ana.homework().unwrap().due[0];
    assert_eq!((mine.origin, mine.proposal, mine.with_whom.as_str()), (Origin::Proposed, Some(id.0), "my sister"));
    let view = ana.proposals().unwrap();
    assert!(view.waiting.is_empty());
    assert_eq!((view.earlier[0].state, view.earlier[0].became), (ProposalState::Accepted, Some(homework.0)));

    let done = NewHomeworkResult {
        homework,
        occurrence: day("2026-03-02"),
        result: HomeworkOutcome::Done,
        smaller: false,
        obstacle: None,
        note: String::new(),
        helpfulness: None,
    };
    ana.record_homework(&done).unwrap();
    let p = packet(&ana);
    assert_eq!((p.homework[0].proposal, p.homework[0].results[0].result), (Some(id.0), HomeworkOutcome::Done));
    assert_eq!((p.answers[0].proposal, p.answers[0].answer), (id.0, AnswerWord::Accepted));
    assert_eq!(p.last_proposal, 1);
    ana.refuses("proposal", Reason::WrongState, |a| a.accept_proposal(id, &ProposalEdit::default()));
    ana.refuses("proposal", Reason::WrongState, |a| a.decline_proposal(id));
    ana.finds_nothing(|a| a.accept_proposal(ProposalId(NOBODY), &ProposalEdit::default()));
}

#[test]
fn a_step_is_changed_first_and_both_texts_are_kept() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let goal = short_term_goal(&ana);
    let sent = sam.seal(&mut client, Purpose::Proposal, &step(goal));
    sent.arrives(&ana);
    let id = ProposalId(sent.packet);
    assert_eq!(ana.proposals().unwrap().waiting[0].goal, Some((goal, "two mornings".into())));
    let edit = ProposalEdit { title: Some(" write to the nursery ".into()), ..Default::default() };
    ana.accept_proposal(id, &edit).unwrap();
    let step = ana.goals().unwrap().goals[0].short_term[0].steps[0].clone();
    assert_eq!((step.title.as_str(), step.proposal), ("write to the nursery", Some(id.0)));
    let p = &ana.proposals().unwrap().earlier[0];
    assert_eq!((p.state, p.title.as_str()), (ProposalState::Changed, "ring the nursery"));
    assert_eq!(packet(&ana).answers[0].answer, AnswerWord::Changed);
}

#[test]
fn what_cannot_be_kept_is_refused_and_the_proposal_waits_on() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let id = suggested(&ana, &sam, &mut client, "walk");
    let gone = sam.seal(&mut client, Purpose::Proposal, &step(ShortTermGoalId(NOBODY)));
    gone.arrives(&ana);
    let edit = |title: &str| ProposalEdit { title: Some(title.into()), ..Default::default() };
    ana.refuses("title", Reason::Empty, |a| a.accept_proposal(id, &edit(" ")));
    ana.refuses("title", Reason::TooLong { limit: 280 }, |a| a.accept_proposal(id, &edit(&common::long(281))));
    let off = ProposalEdit { confidence: Some(11), ..Default::default() };
    ana.refuses("confidence", Reason::OutOfRange { min: 0, max: 10 }, |a| a.accept_proposal(id, &off));
    ana.refuses("goal", Reason::UnknownId, |a| a.accept_proposal(ProposalId(gone.packet), &ProposalEdit::default()));
    assert_eq!(ana.proposals().unwrap().waiting.len(), 2);
    let goal = short_term_goal(&ana);
    let other = ProposalEdit { goal: Some(goal), ..Default::default() };
    ana.accept_proposal(ProposalId(gone.packet), &other).unwrap();
    assert_eq!(ana.goals().unwrap().goals[0].short_term[0].steps.len(), 1);
}

#[test]
fn declining_needs_no_reason_and_later_is_not_never() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let id = suggested(&ana, &sam, &mut client, "walk");
    ana.decline_proposal(id).unwrap();
    assert_eq!(packet(&ana).answers[0].answer, AnswerWord::Declined);
    ana.refuses("proposal", Reason::WrongState, |a| a.decline_proposal(id));
    ana.accept_proposal(id, &ProposalEdit::default()).unwrap();
    assert_eq!(packet(&ana).answers[0].answer, AnswerWord::Accepted);
}

#[test]
fn an_answer_is_told_once_even_when_it_came_between_the_packet_and_the_meeting() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let id = suggested(&ana, &sam, &mut client, "walk");
    ana.decline_proposal(id).unwrap();
    // A year goes by in which nothing was shared: it still has to be told.
    ana.at("2027-03-02 10:00");
    assert_eq!(packet(&ana).answers.len(), 1);
    // Left out, it is asked about again; told, it is not.
    let review = ana.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let hidden = [LineId::new(Concept::Answer, id.0)].into();
    let without = ana.preview(&review, &Choices { hidden, ..Default::default() }).unwrap();
    assert!(without.packets[0].packet().answers.is_empty());
    ana.share(&without).unwrap();
    assert_eq!(packet(&ana).answers.len(), 1);
    ana.share(&preview(&ana)).unwrap();
    ana.at("2027-06-02 10:00");
    assert!(packet(&ana).answers.is_empty());
}

#[test]
fn a_proposal_is_taken_back_by_its_author_unless_it_is_somebodys_own_by_then() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let withdraw = |packet: Id| json!({"type": "proposal", "version": 1, "kind": "withdraw", "made_day": "2026-03-03", "from_name": "Sam", "packet": packet.to_string()});
    let (waiting, mine) = (suggested(&ana, &sam, &mut client, "waiting"), suggested(&ana, &sam, &mut client, "mine"));
    ana.accept_proposal(mine, &ProposalEdit::default()).unwrap();
    for id in [waiting, mine] {
        assert_eq!(sam.seal(&mut client, Purpose::Proposal, &withdraw(id.0)).arrives(&ana).0, APPLIED);
    }
    let states: Vec<_> = ana.proposals().unwrap().earlier.iter().map(|p| (p.title.clone(), p.state)).collect();
    assert!(states.contains(&("waiting".into(), ProposalState::Withdrawn)));
    assert!(states.contains(&("mine".into(), ProposalState::Accepted)));
    assert_eq!(ana.homework().unwrap().due.len(), 1);
    ana.refuses("proposal", Reason::WrongState, |a| a.accept_proposal(waiting, &ProposalEdit::default()));
    // The withdrawal comes first, the proposal after it: it stays taken back.
    let late = sam.seal(&mut client, Purpose::Proposal, &sam.homework("late"));
    let back = sam.seal(&mut client, Purpose::Proposal, &withdraw(late.packet));
    assert_eq!(back.arrives(&ana).0, TakenIn::Applied { gap: true });
    assert_eq!(late.arrives(&ana).0, APPLIED);
    assert!(ana.proposals().unwrap().waiting.is_empty());
    assert_eq!(ana.proposals().unwrap().earlier.len(), 3);
    // Somebody else in the same mailbox cannot take Sam's back.
    let kim = practitioner("Kim", &[MARCH]);
    let mut shared = pair(&ana, &[&sam, &kim]);
    let sams = suggested(&ana, &sam, &mut shared, "Sam's");
    shared.sequence = 0;
    shared.previous = [0; 32];
    let taken = kim.seal(&mut shared, Purpose::Proposal, &withdraw(sams.0)).arrives(&ana).0;
    assert_eq!(taken, TakenIn::Kept("not_the_sender"));
    assert_eq!(ana.proposals().unwrap().waiting.len(), 1);
}

#[test]
fn what_a_newer_page_says_waits_for_an_update() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    for newer in [
        json!({"type": "proposal", "version": 2, "kind": "homework"}),
        json!({"type": "proposal", "version": 1, "kind": "worksheet", "title": "new"}),
        json!({"type": "poll", "version": 1}),
    ] {
        assert_eq!(sam.seal(&mut client, Purpose::Proposal, &newer).arrives(&ana).0, APPLIED);
    }
    let view = ana.proposals().unwrap();
    assert_eq!((view.update_to_see, view.waiting.len()), (3, 0));
    assert!(kept(&ana).is_empty());
    assert_eq!(ana.retry_kept().unwrap(), 0, "this version still does not know them");
    // One that an older version could not read, and this one can.
    let id = suggested(&ana, &sam, &mut client, "walk");
    ana.under().execute("UPDATE proposal SET kind = 'unknown' WHERE id = ?1", [id]).unwrap();
    assert_eq!(ana.proposals().unwrap().update_to_see, 4);
    assert_eq!(ana.retry_kept().unwrap(), 1);
    let view = ana.proposals().unwrap();
    assert_eq!((view.update_to_see, view.waiting[0].id), (3, id));
}

#[test]
fn i_saw_this_is_read_beside_its_review() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let shared = preview(&ana);
    ana.share(&shared).unwrap();
    let packet = shared.packets[0].id();
    let seen = json!({"type": "proposal", "version": 1, "kind": "seen", "made_day": "2026-03-03", "from_name": "Sam", "packet": packet.to_string(), "text": "Well done with the bus."});
    let sent = sam.seal(&mut client, Purpose::Proposal, &seen);
    let (taken, changes) = sent.arrives(&ana);
    assert!(taken == APPLIED && changes.touches("seen_line"));
    let line = &ana.proposals().unwrap().seen[0];
    assert_eq!(
        (line.packet, line.wording.as_str(), line.from_name.as_str()),
        (packet, "Well done with the bus.", "Sam")
    );
    assert_eq!(sent.arrives(&ana).0, TakenIn::Again);
    assert_eq!(ana.proposals().unwrap().seen.len(), 1);
}

#[test]
fn a_receipt_opens_only_the_packet_whose_bytes_it_names() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let shared = preview(&ana);
    ana.share(&shared).unwrap();
    let receipt = |packet: Id, content: &[u8]| json!({"type": "receipt", "version": 1, "kind": "opened", "packet": packet.to_string(), "content_hash": content_hash(content), "day": "2026-03-04"});
    let packet = shared.packets[0].id();
    let forged = sam.seal(&mut client, Purpose::Receipt, &receipt(packet, b"other bytes"));
    assert_eq!(forged.arrives(&ana).0, TakenIn::Kept("receipt_of_other_content"));
    assert_eq!(ana.packets().unwrap()[0].state, PacketState::Waiting);
    let right = sam.seal(&mut client, Purpose::Receipt, &receipt(packet, shared.packets[0].content()));
    let (taken, changes) = right.arrives(&ana);
    assert!(taken == TakenIn::Applied { gap: true } && changes.touches("packet"));
    let view = &ana.packets().unwrap()[0];
    assert_eq!((view.state, view.opened), (PacketState::Opened, Some(day("2026-03-04"))));
    let unknown = sam.seal(&mut client, Purpose::Receipt, &receipt(NOBODY, b""));
    assert_eq!(unknown.arrives(&ana).0, APPLIED, "a packet that is not here any more says nothing");
}

#[test]
fn whatever_somebody_made_of_a_message_is_kept_under_its_name_and_changes_nothing() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let stranger = practitioner("Mallory", &[MARCH]);
    let good = sam.seal(&mut client, Purpose::Proposal, &sam.homework("walk"));
    let changed = |change: &dyn Fn(&mut Sent)| {
        let mut sent = Sent { message: good.message.clone(), ..good };
        change(&mut sent);
        sent
    };
    let flip = |at: usize| changed(&move |s: &mut Sent| s.message[at] ^= 1);
    let mut of_mallory = Client { key: client.key.clone(), previous: [0; 32], sequence: 0, ..client };
    let mallorys = stranger.seal(&mut of_mallory, Purpose::Proposal, &sam.homework("from Sam, honestly"));
    // The same number and the same phone, but a page of its own, and the relay says that it is Sam's.
    let as_sam = Sent { sender: sam.account, message: mallorys.message.clone(), ..mallorys };
    let other_phone = person("ben");
    let mut bens = pair(&other_phone, &[&sam]);
    let to_ben = sam.seal(&mut bens, Purpose::Proposal, &sam.homework("Ben's"));
    let to_ben = Sent { mailbox: client.mailbox, ..to_ben };
    let before = ana.rows();
    let hostile: Vec<(&str, Sent)> = vec![
        ("unopened", flip(5_000)),
        ("unopened", flip(17_653)),
        ("outer_header", flip(5)),
        ("newer_version", flip(4)),
        ("other_key", flip(100)),
        ("size", changed(&|s: &mut Sent| s.message.truncate(1_000))),
        ("size", changed(&|s: &mut Sent| s.message.clear())),
        ("not_asked", changed(&|s: &mut Sent| s.sequence = 2)),
        ("unknown_sender", changed(&|s: &mut Sent| s.sender = NOBODY)),
        ("unknown_sender", mallorys),
        ("signature", as_sam),
        ("other_key", to_ben),
    ];
    let count = hostile.iter().map(|(_, s)| s.message.clone()).collect::<std::collections::BTreeSet<_>>().len();
    for (name, sent) in hostile {
        let mut sent = sent;
        if name == "newer_version" {
            sent.message[4] = 2;
        }
        assert_eq!(sent.arrives(&ana).0, TakenIn::Kept(name));
        assert_eq!(sent.arrives(&ana).0, TakenIn::Kept(name), "kept once, however often it comes");
    }
    let mut after = ana.rows();
    assert_eq!(after.insert("quarantine".into(), 0), Some(i64::try_from(count).unwrap()));
    assert_eq!(after, before, "nothing else changed");
    // And the true one still opens; what was kept of it under a false name is not needed any more.
    assert_eq!(good.arrives(&ana).0, APPLIED);
    assert_eq!(kept(&ana).len(), count - 1);
    assert_eq!(ana.proposals().unwrap().waiting.len(), 1);
}

#[test]
fn a_body_that_says_something_else_is_kept_too() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let mut long = sam.homework("walk");
    long["title"] = "x".repeat(281).into();
    for (name, purpose, body) in [
        ("body_limits", Purpose::Proposal, serde_json::to_vec(&long).unwrap()),
        ("body_json", Purpose::Proposal, b"{\"type\":".to_vec()),
        ("body_json", Purpose::Proposal, "[".repeat(50_000).into_bytes()),
        ("body_purpose", Purpose::Receipt, serde_json::to_vec(&sam.homework("walk")).unwrap()),
        ("purpose", Purpose::Review, serde_json::to_vec(&sam.homework("walk")).unwrap()),
    ] {
        assert_eq!(sam.seal_bytes(&mut client, purpose, &body).arrives(&ana).0, TakenIn::Kept(name));
    }
    assert_eq!((ana.count("proposal"), ana.count("chain_in")), (0, 0));
    // The chain goes on over what was refused.
    let next = sam.seal(&mut client, Purpose::Proposal, &sam.homework("walk"));
    assert_eq!(next.arrives(&ana).0, TakenIn::Applied { gap: true });
}

#[test]
fn other_bytes_under_a_number_and_a_past_that_never_was_are_refused() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let first = sam.seal(&mut client, Purpose::Proposal, &sam.homework("one"));
    first.arrives(&ana);
    let mut again = Client { key: client.key.clone(), sequence: 0, previous: [0; 32], ..client };
    let replayed = sam.seal(&mut again, Purpose::Proposal, &sam.homework("another one"));
    assert_eq!(replayed.arrives(&ana).0, TakenIn::Kept("replayed"));
    let contradicts = sam.seal(&mut again, Purpose::Proposal, &sam.homework("two"));
    assert_eq!(contradicts.arrives(&ana).0, TakenIn::Kept("contradicts"));
    assert_eq!(first.arrives(&ana).0, TakenIn::Again);
    assert_eq!(ana.proposals().unwrap().waiting.len(), 1);
}

#[test]
fn what_was_kept_is_opened_once_it_can_be() {
    let (ana, sam) = (person("ana"), sam());
    let mut client = pair(&ana, &[&sam]);
    let sent = sam.seal(&mut client, Purpose::Proposal, &sam.homework("walk"));
    // Sam's pin is not here yet, say because a record was restored; then it is.
    let c = ana.under();
    c.execute("UPDATE reader SET left_ms = 1", []).unwrap();
    assert_eq!(sent.arrives(&ana).0, TakenIn::Kept("unknown_sender"));
    assert_eq!(ana.retry_kept().unwrap(), 0);
    assert_eq!(kept(&ana), ["unknown_sender"]);
    c.execute("UPDATE reader SET left_ms = NULL", []).unwrap();
    assert_eq!(ana.retry_kept().unwrap(), 1);
    assert!(kept(&ana).is_empty());
    assert_eq!(ana.proposals().unwrap().waiting.len(), 1);
}

#[test]
fn one_clinic_does_not_learn_of_another_by_an_answer_or_a_proposals_id() {
    let (ana, sam, kim) = (person("ana"), sam(), practitioner("Kim", &[MARCH]));
    let (mut sams, kims) = (pair(&ana, &[&sam]), pair(&ana, &[&kim]));
    let id = suggested(&ana, &sam, &mut sams, "walk");
    ana.accept_proposal(id, &ProposalEdit::default()).unwrap();
    let seen = preview(&ana);
    let of = |mailbox| seen.packets.iter().find(|p| p.mailbox() == Some(mailbox)).unwrap().packet();
    assert_eq!((of(sams.mailbox).answers.len(), of(sams.mailbox).homework[0].proposal), (1, Some(id.0)));
    assert_eq!((of(kims.mailbox).answers.len(), of(kims.mailbox).homework[0].proposal), (0, None));
    assert_eq!((of(sams.mailbox).last_proposal, of(kims.mailbox).last_proposal), (1, 0));
}
