//! What was done at a meeting, the draft of a note about it, and homework that was talked over.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::goals::{BeginAs, LongTermGoalId, NewGoalReview, NewLongTermGoal};
use handrail_core::homework::{
    HomeworkId, HomeworkOutcome, HomeworkReviewId, HowOften, NewHomework, NewHomeworkResult, NewHomeworkReview, Origin,
};
use handrail_core::people::{NewPerson, PersonId};
use handrail_core::sessions::{
    AgendaPart, NewSession, NotePart, SessionId, SessionKind, SessionPart, SessionSheet, TeachingStyle,
};
use handrail_core::words::Words;

fn plan(ana: &Person, on: &str) -> SessionId {
    let new = NewSession {
        day: day(on),
        time: None,
        kind: SessionKind::Individual,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    SessionId(made(&ana.plan_session(&new).unwrap(), "session"))
}

fn homework(ana: &Person, title: &str) -> HomeworkId {
    let new = NewHomework {
        title: title.into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::Agreed,
        confidence: None,
        smaller_version: String::new(),
        how_often: HowOften::Daily,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: "recovery".into(),
        option_id: "tell_someone_goal".into(),
    };
    HomeworkId(made(&ana.save_homework(&new).unwrap(), "homework"))
}

fn cara(ana: &Person) -> PersonId {
    let new = NewPerson { name: "Cara".into(), ..NewPerson::default() };
    PersonId(made(&ana.save_person(&new).unwrap(), "person"))
}

fn sheet(who: PersonId) -> SessionSheet {
    SessionSheet {
        modules: vec!["recovery".into()],
        topics: "what helped before".into(),
        minutes: Some(50),
        // As they were tapped; kept in the order of a meeting.
        agenda_done: vec![AgendaPart::Summary, AgendaPart::CatchUp, AgendaPart::NewTopic, AgendaPart::CatchUp],
        teaching_styles: vec![TeachingStyle::CognitiveBehavioural, TeachingStyle::Motivational],
        practised: "slow breathing".into(),
        role_play: "asking for a shift".into(),
        supporters: vec![who],
        others_present: "a student".into(),
    }
}

#[test]
fn ana_notes_what_was_done_and_reads_it_back() {
    let ana = person("ana");
    let (met, who) = (plan(&ana, "2026-03-02"), cara(&ana));
    assert!(ana.session_sheet(met).unwrap().sheet == SessionSheet::default());
    ana.fill_session(met, &sheet(who)).unwrap();
    let view = ana.session_sheet(met).unwrap();
    assert!(view.session.id == met && view.supporter_names == ["Cara"]);
    assert_eq!(view.sheet.agenda_done, [AgendaPart::CatchUp, AgendaPart::NewTopic, AgendaPart::Summary]);
    let as_kept = SessionSheet { agenda_done: view.sheet.agenda_done.clone(), ..sheet(who) };
    assert!(view.sheet == as_kept);
    assert!(ana.fill_session(met, &sheet(who)).unwrap().records.is_empty(), "the same again leaves no trace");
    ana.note_session(met, "well").unwrap();
    assert!(ana.session_sheet(met).unwrap().sheet == as_kept && ana.sessions().unwrap().next.unwrap().note == "well");

    // Somebody who leaves the map was there all the same, and the sheet can still be put right.
    ana.remove("person", who.0).unwrap();
    ana.fill_session(met, &SessionSheet { minutes: None, ..sheet(who) }).unwrap();
    let view = ana.session_sheet(met).unwrap();
    assert!(view.sheet.supporters == [who] && view.supporter_names == [""] && view.sheet.minutes.is_none());
    ana.fill_session(met, &SessionSheet::default()).unwrap();
    assert!(ana.session_sheet(met).unwrap().sheet == SessionSheet::default());
}

#[test]
fn a_sheet_and_its_note_are_kept_together_or_not_at_all() {
    let ana = person("ana");
    let met = plan(&ana, "2026-03-03");
    let who = cara(&ana);
    let kept = |ana: &Person| {
        let view = ana.session_sheet(met).unwrap();
        (view.sheet.topics == sheet(who).topics, view.session.note, view.draft.is_empty())
    };
    let too_long = SessionSheet { topics: long(8001), ..sheet(who) };
    ana.refuses("topics", Reason::TooLong { limit: 8000 }, |h| h.write_up_session(met, &too_long, "We laughed"));
    assert_eq!(kept(&ana).1, "", "the note waits for the sheet");
    ana.refuses("note", Reason::TooLong { limit: 8000 }, |h| h.write_up_session(met, &sheet(who), &long(8001)));
    assert!(!kept(&ana).0, "and the sheet for the note");

    let changes = ana.write_up_session(met, &sheet(who), " We laughed ").unwrap();
    assert_eq!(changes.records.len(), 1);
    assert_eq!(kept(&ana), (true, "We laughed".into(), false));
    assert!(ana.session_sheet(met).unwrap().draft == ana.note_draft(met).unwrap(), "the draft comes with the sheet");
    assert!(ana.write_up_session(met, &sheet(who), "We laughed").unwrap().records.is_empty(), "again leaves no trace");
    ana.write_up_session(met, &SessionSheet::default(), "").unwrap();
    assert_eq!(
        kept(&ana),
        (false, String::new(), false),
        "both are emptied together; what was read before is a revision"
    );
    ana.finds_nothing(|h| h.write_up_session(SessionId(NOBODY), &SessionSheet::default(), ""));
}

#[test]
fn the_parts_of_a_meeting_have_ids_and_an_order() {
    let ids: Vec<&str> = AgendaPart::ALL.iter().map(|part| part.word()).collect();
    assert_eq!(
        ids,
        ["catch_up", "recall", "review_homework", "goals", "agenda", "new_topic", "summary", "new_homework"]
    );
    let words = Words::of("en");
    for part in AgendaPart::ALL {
        let id = format!("session-agenda-done-{}", part.word().replace('_', "-"));
        assert!(!words.say(&id, &[]).contains('⟨'), "{id} has no words");
    }
}

#[test]
fn the_note_draft_says_goal_taught_how_and_homework() {
    let ana = person("ana");
    let (met, who) = (plan(&ana, "2026-03-02"), cara(&ana));
    let goal = NewLongTermGoal { title: "a job with animals".into(), ..NewLongTermGoal::default() };
    let goal = LongTermGoalId(made(&ana.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal"));
    let (told, walk, new) = (homework(&ana, "tell Cara"), homework(&ana, "a walk"), homework(&ana, "ring the shelter"));
    let result = NewHomeworkResult {
        homework: told,
        occurrence: day("2026-03-02"),
        result: HomeworkOutcome::Partly,
        smaller: false,
        obstacle: None,
        note: String::new(),
        helpfulness: None,
    };
    ana.record_homework(&result).unwrap();
    ana.fill_session(met, &sheet(who)).unwrap();
    let talk =
        NewHomeworkReview { homework: told, session: Some(met), with_whom: "Sam".into(), note: "she was glad".into() };
    ana.record_homework_review(&talk).unwrap();
    ana.add_session_homework(met, walk, SessionPart::Reviewed).unwrap();
    ana.add_session_homework(met, new, SessionPart::Agreed).unwrap();

    let say = |ana: &Person| {
        let words = Words::of("en");
        let plain = |text: String| text.replace(['\u{2068}', '\u{2069}'], "");
        let draft = ana.note_draft(met).unwrap();
        draft.into_iter().map(|line| (line.part, plain(words.message(&line.message)))).collect::<Vec<_>>()
    };
    let draft = say(&ana);
    let part = |part: NotePart| draft.iter().filter(|(p, _)| *p == part).map(|(_, t)| t.as_str()).collect::<Vec<_>>();
    assert_eq!(
        part(NotePart::Meeting),
        ["Met on Monday 2 March 2026 for 50 minutes.", "Cara was there too.", "a student was there too."]
    );
    assert_eq!(part(NotePart::Goal), ["Goal: a job with animals"]);
    let taught = part(NotePart::Taught);
    assert!(taught.len() == 2 && taught[0].starts_with("Worked on: ") && !taught[0].contains("module."));
    assert_eq!(taught[1], "Topics: what helped before");
    assert_eq!(
        part(NotePart::How),
        [
            "Practised skills step by step.",
            "Looked for reasons to change.",
            "Practised: slow breathing",
            "Role play: asking for a shift"
        ]
    );
    assert_eq!(
        part(NotePart::Homework),
        [
            "Homework talked over: tell Cara. Some of it was done.",
            "What was said: she was glad",
            "Homework talked over: a walk",
            "Homework agreed: ring the shelter"
        ]
    );

    let row = NewGoalReview {
        goal,
        session: Some(met),
        progress: "I rang twice".into(),
        rating: None,
        what_next: "visit".into(),
    };
    ana.record_goal_review(&row).unwrap();
    let goals: Vec<String> =
        say(&ana).into_iter().filter(|(p, _)| *p == NotePart::Goal).map(|(_, text)| text).collect();
    assert_eq!(goals, ["Goal: a job with animals. I rang twice", "Next for this goal: visit"]);
    ana.finds_nothing(|h| h.note_draft(SessionId(NOBODY)));

    let empty = plan(&ana, "2026-03-09");
    let draft = ana.note_draft(empty).unwrap();
    assert!(
        draft.iter().all(|l| matches!(l.part, NotePart::Meeting | NotePart::Goal)),
        "what nobody wrote is not there"
    );
    assert!(!format!("{draft:?}").contains("animals"), "no words of hers in a log");
}

#[test]
fn a_homework_that_was_talked_over_says_when_with_whom_and_at_which_meeting() {
    let ben = person("ben");
    let (met, walk) = (plan(&ben, "2026-03-02"), homework(&ben, "a walk"));
    let talk = |session| NewHomeworkReview {
        homework: walk,
        session,
        with_whom: "Sam".into(),
        note: "mornings are better".into(),
    };
    let id = ben.record_homework_review(&talk(Some(met))).unwrap();
    let id = HomeworkReviewId(made(&id, "homework_review"));
    assert!(ben.sessions().unwrap().next.unwrap().reviewed[0].homework == walk, "the meeting says so too");
    let view = &ben.homework_reviews(walk, None).unwrap()[0];
    assert!(view.id == id && view.session == Some(met) && view.with_whom == "Sam" && view.day == day("2026-03-02"));

    // Elsewhere, between meetings.
    ben.at("2026-03-05 18:00").record_homework_review(&talk(None)).unwrap();
    let item = ben.homework().unwrap().due.into_iter().find(|item| item.id == walk).unwrap();
    assert_eq!(item.reviewed_on, Some(day("2026-03-05")));
    assert!(item.module_id == "recovery" && item.option_id == "tell_someone_goal");
    ben.edit_homework_review(id, &NewHomeworkReview { note: "evenings".into(), ..talk(Some(met)) }).unwrap();
    assert_eq!(ben.homework_reviews(walk, None).unwrap()[1].note, "evenings");
    for _ in 0..60 {
        ben.record_homework_review(&talk(None)).unwrap();
    }
    let newest = ben.homework_reviews(walk, None).unwrap();
    assert_eq!((newest.len(), ben.homework_reviews(walk, Some(newest[49].id)).unwrap().len()), (50, 12));
    ben.refuses("id", Reason::WrongState, |h| h.remove("homework", walk.0));
}

#[test]
fn answers_about_earlier_days_are_read_page_by_page() {
    let ana = person("ana");
    let walk = homework(&ana, "a walk");
    for n in 0..205 {
        let on = day("2026-03-02").plus(n);
        let result = NewHomeworkResult {
            homework: walk,
            occurrence: on,
            result: HomeworkOutcome::Done,
            smaller: false,
            obstacle: None,
            note: String::new(),
            helpfulness: None,
        };
        ana.at(&format!("{on} 12:00")).record_homework(&result).unwrap();
    }
    let newest = ana.homework_results(walk).unwrap();
    let older = ana.homework_results_before(walk, newest[199].id).unwrap();
    assert!(newest.len() == 200 && older.len() == 5 && older[4].occurrence == day("2026-03-02"));
    assert!(older[0].occurrence < newest[199].occurrence);
}

#[test]
fn meetings_that_lie_behind_are_read_page_by_page() {
    let ana = person("ana");
    for n in 0..70 {
        let met = plan(&ana, &day("2026-03-02").plus(n).to_string());
        ana.at(&format!("{} 12:00", day("2026-03-02").plus(n))).mark_session_held(met).unwrap();
    }
    let newest = ana.sessions().unwrap().history;
    let older = ana.sessions_before(newest[49].id).unwrap();
    assert!(newest.len() == 50 && older.len() == 20 && older[19].day == day("2026-03-02"));
    assert!(ana.sessions_before(older[19].id).unwrap().is_empty());
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let ana = person("ana");
    let (met, who, walk) = (plan(&ana, "2026-03-02"), cara(&ana), homework(&ana, "a walk"));
    let with = |change: fn(&mut SessionSheet)| {
        let mut new = sheet(who);
        change(&mut new);
        new
    };
    let text = Reason::TooLong { limit: 8000 };
    let minutes = Reason::OutOfRange { min: 1, max: 720 };
    for (field, reason, new) in [
        ("modules", Reason::UnknownId, with(|s| s.modules = vec!["no_such_module".into()])),
        ("modules", Reason::Malformed, with(|s| s.modules = vec!["A b".into()])),
        ("topics", text, with(|s| s.topics = long(8001))),
        ("minutes", minutes, with(|s| s.minutes = Some(0))),
        ("minutes", minutes, with(|s| s.minutes = Some(721))),
        ("practised", text, with(|s| s.practised = long(8001))),
        ("role_play", text, with(|s| s.role_play = long(8001))),
        ("role_play", Reason::Malformed, with(|s| s.role_play = "a\0".into())),
        ("supporters", Reason::UnknownId, with(|s| s.supporters = vec![PersonId(NOBODY)])),
        ("others_present", Reason::TooLong { limit: 280 }, with(|s| s.others_present = long(281))),
    ] {
        ana.refuses(field, reason, |h| h.fill_session(met, &new));
    }
    let crowd: Vec<PersonId> = (0..21).map(|_| cara(&ana)).collect();
    let crowded = SessionSheet { supporters: crowd.clone(), ..sheet(who) };
    ana.refuses("supporters", Reason::TooMany { limit: 20 }, |h| h.fill_session(met, &crowded));
    ana.fill_session(met, &SessionSheet { supporters: crowd[..20].to_vec(), ..sheet(who) }).unwrap();
    ana.finds_nothing(|h| h.fill_session(SessionId(NOBODY), &SessionSheet::default()));
    ana.finds_nothing(|h| h.session_sheet(SessionId(NOBODY)));

    let talk = NewHomeworkReview { homework: walk, session: None, with_whom: String::new(), note: String::new() };
    for (field, reason, new) in [
        ("homework", Reason::UnknownId, NewHomeworkReview { homework: HomeworkId(NOBODY), ..talk.clone() }),
        ("session", Reason::UnknownId, NewHomeworkReview { session: Some(SessionId(NOBODY)), ..talk.clone() }),
        ("with_whom", Reason::TooLong { limit: 280 }, NewHomeworkReview { with_whom: long(281), ..talk.clone() }),
        ("note", text, NewHomeworkReview { note: long(8001), ..talk.clone() }),
    ] {
        ana.refuses(field, reason, |h| h.record_homework_review(&new));
    }
    ana.finds_nothing(|h| h.edit_homework_review(HomeworkReviewId(NOBODY), &talk));
    ana.refuses("homework", Reason::UnknownId, |h| h.homework_reviews(HomeworkId(NOBODY), None));
}
