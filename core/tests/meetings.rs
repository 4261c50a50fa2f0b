//! The meetings, what to talk about there, and the settings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person, time};
use handrail_core::Reason;
use handrail_core::homework::{HomeworkId, HowOften, NewHomework, Origin};
use handrail_core::sessions::{NewSession, SessionId, SessionKind, SessionPart, SessionState};
use handrail_core::settings::{CheckInRhythm, EditSettings, LockScreenWords, UsualSensitivity};
use handrail_core::talk_about::{TalkAboutId, TalkAboutState};

fn meeting(on: &str, at: Option<&str>) -> NewSession {
    NewSession {
        day: day(on),
        time: at.map(time),
        kind: SessionKind::Individual,
        place: "the library".into(),
        module: "Coping with stress".into(),
        agenda: String::new(),
    }
}

fn plan(ana: &Person, on: &str, at: Option<&str>) -> SessionId {
    SessionId(made(&ana.plan_session(&meeting(on, at)).unwrap(), "session"))
}

fn homework(person: &Person) -> HomeworkId {
    let new = NewHomework {
        title: "a walk".into(),
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
        module_id: String::new(),
        option_id: String::new(),
    };
    HomeworkId(made(&person.save_homework(&new).unwrap(), "homework"))
}

#[test]
fn ana_sees_her_next_meeting_and_the_last_one() {
    let ana = person("ana");
    let later = plan(&ana, "2026-03-17", Some("14:00"));
    let today = plan(&ana, "2026-03-02", None);
    let view = ana.sessions().unwrap();
    assert!(view.next.unwrap().id == today, "a meeting of today is still to come");
    assert_eq!(view.planned.iter().map(|s| s.id).collect::<Vec<_>>(), [later]);
    assert!(view.last.is_none() && view.history.is_empty());

    ana.at("2026-03-02 15:00").mark_session_held(today).unwrap();
    let held = ana.clock.ms() - 1;
    ana.at("2026-03-03 09:00").note_session(today, "we tried breathing").unwrap();
    let view = ana.sessions().unwrap();
    assert!(view.next.unwrap().id == later);
    let last = view.last.unwrap();
    assert!(last.id == today && last.state == SessionState::Held && last.note == "we tried breathing");
    assert_eq!(last.held_ms, Some(held), "the review runs from when it was marked");
    assert_eq!(view.history.len(), 1);
}

#[test]
fn a_meeting_marked_days_later_leaves_nothing_out_of_the_next_review() {
    let ben = person("ben");
    let (timed, untimed) = (plan(&ben, "2026-03-03", Some("14:00")), plan(&ben, "2026-03-04", None));
    ben.at("2026-03-06 20:00").mark_session_held(timed).unwrap();
    let from = ben.sessions().unwrap().last.unwrap().held_ms.unwrap();
    ben.at("2026-03-03 14:00");
    assert_eq!(from, ben.clock.ms(), "from the time it was planned for");
    ben.at("2026-03-06 20:01").mark_session_held(untimed).unwrap();
    let from = ben.sessions().unwrap().last.unwrap().held_ms.unwrap();
    ben.at("2026-03-04 03:00");
    assert_eq!(from, ben.clock.ms(), "from the beginning of its day");
}

#[test]
fn a_meeting_held_before_its_day_was_held_today_and_a_second_tap_changes_nothing() {
    let ana = person("ana");
    let id = plan(&ana, "2026-03-05", Some("14:00"));
    ana.mark_session_held(id).unwrap();
    let last = ana.sessions().unwrap().last.unwrap();
    assert!(last.day == day("2026-03-02") && last.time.is_none());
    ana.at("2026-03-04 10:00");
    assert!(ana.mark_session_held(id).unwrap().records.is_empty());
    assert_eq!(ana.sessions().unwrap().last.unwrap().held_ms, last.held_ms);
    ana.mark_session_missed(id).unwrap();
    let view = ana.sessions().unwrap();
    assert!(view.last.is_none() && view.history[0].state == SessionState::Missed && view.history[0].held_ms.is_none());
    ana.mark_session_planned(id).unwrap();
    assert!(ana.sessions().unwrap().history[0].state == SessionState::Planned, "it lies behind and is not marked");
}

#[test]
fn a_meeting_says_which_homework_it_reviewed_and_agreed() {
    let ana = person("ana");
    let (meeting, walk) = (plan(&ana, "2026-03-02", None), homework(&ana));
    ana.add_session_homework(meeting, walk, SessionPart::Agreed).unwrap();
    assert!(ana.add_session_homework(meeting, walk, SessionPart::Agreed).unwrap().records.is_empty());
    ana.add_session_homework(meeting, walk, SessionPart::Reviewed).unwrap();
    let view = ana.sessions().unwrap().next.unwrap();
    assert!(view.agreed.len() == 1 && view.agreed[0].title == "a walk" && view.reviewed[0].homework == walk);
    assert!(ana.homework().unwrap().due[0].reviewed_on == Some(day("2026-03-02")));
    ana.take_session_homework_back(meeting, walk, SessionPart::Agreed).unwrap();
    assert!(ana.sessions().unwrap().next.unwrap().agreed.is_empty());
    ana.finds_nothing(|h| h.take_session_homework_back(meeting, walk, SessionPart::Agreed));
    ana.add_session_homework(meeting, walk, SessionPart::Agreed).unwrap();
    assert_eq!(ana.sessions().unwrap().next.unwrap().agreed.len(), 1, "it can be noted again");
}

#[test]
fn what_cannot_be_a_meeting_is_refused() {
    let ana = person("ana");
    let id = plan(&ana, "2026-03-02", None);
    let walk = homework(&ana);
    ana.refuses("day", Reason::ImpossibleDate, |h| h.plan_session(&meeting("2036-04-02", None)));
    let with = |change: fn(&mut NewSession)| {
        let mut new = meeting("2026-03-02", None);
        change(&mut new);
        new
    };
    ana.refuses("place", Reason::TooLong { limit: 280 }, |h| h.edit_session(id, &with(|s| s.place = long(281))));
    ana.refuses("module", Reason::TooLong { limit: 280 }, |h| h.plan_session(&with(|s| s.module = long(281))));
    ana.refuses("agenda", Reason::TooLong { limit: 8000 }, |h| h.plan_session(&with(|s| s.agenda = long(8001))));
    ana.refuses("agenda", Reason::Malformed, |h| h.plan_session(&with(|s| s.agenda = "a\0b".into())));
    ana.refuses("note", Reason::TooLong { limit: 8000 }, |h| h.note_session(id, &long(8001)));
    ana.refuses("session", Reason::UnknownId, |h| h.add_session_homework(SessionId(NOBODY), walk, SessionPart::Agreed));
    ana.refuses("homework", Reason::UnknownId, |h| h.add_session_homework(id, HomeworkId(NOBODY), SessionPart::Agreed));
    ana.finds_nothing(|h| h.edit_session(SessionId(NOBODY), &meeting("2026-03-02", None)));
    ana.finds_nothing(|h| h.mark_session_held(SessionId(NOBODY)));
    ana.finds_nothing(|h| h.mark_session_missed(SessionId(NOBODY)));
    ana.finds_nothing(|h| h.note_session(SessionId(NOBODY), "x"));
    let edge = with(|s| s.place = long(280));
    ana.edit_session(id, &edge).unwrap();
}

#[test]
fn ben_keeps_a_list_of_what_he_wants_to_talk_about() {
    let ben = person("ben");
    let sleep = TalkAboutId(made(&ben.add_talk_about("  my sleep ").unwrap(), "talk_about"));
    let job = TalkAboutId(made(&ben.at("2026-03-03 10:00").add_talk_about("the job centre").unwrap(), "talk_about"));
    ben.edit_talk_about(sleep, "my sleep, and the dreams").unwrap();
    let view = ben.talk_about().unwrap();
    assert_eq!(view.open.iter().map(|l| l.id).collect::<Vec<_>>(), [sleep, job]);
    assert_eq!(view.open[0].wording, "my sleep, and the dreams");
    assert_eq!(view.open[0].made_day, day("2026-03-02"));
    ben.set_talk_about_state(sleep, TalkAboutState::Talked).unwrap();
    let view = ben.talk_about().unwrap();
    assert!(view.open.len() == 1 && view.talked[0].id == sleep);
    ben.set_talk_about_state(sleep, TalkAboutState::Open).unwrap();
    assert_eq!(ben.talk_about().unwrap().open.len(), 2);
    ben.refuses("wording", Reason::Empty, |h| h.add_talk_about(" \n\t "));
    ben.refuses("wording", Reason::TooLong { limit: 8000 }, |h| h.edit_talk_about(job, &long(8001)));
    ben.finds_nothing(|h| h.edit_talk_about(TalkAboutId(NOBODY), "x"));
    ben.finds_nothing(|h| h.set_talk_about_state(TalkAboutId(NOBODY), TalkAboutState::Talked));
}

#[test]
fn settings_begin_quietly_and_are_saved_one_by_one() {
    let ana = person("ana");
    let s = ana.settings().unwrap();
    assert!(s.name.is_empty() && s.language.is_empty() && s.day_boundary_min == 180);
    assert!(s.check_in_rhythm == CheckInRhythm::Off && !s.usual_on && !s.demo);
    assert!(s.usual_sensitivity == UsualSensitivity::Standard && s.lock_screen_words == LockScreenWords::Neutral);

    let name = EditSettings { name: Some(" Ana ".into()), ..EditSettings::default() };
    ana.save_settings(&name).unwrap();
    assert!(ana.save_settings(&name).unwrap().records.is_empty(), "saving the same leaves no trace");
    let rest = EditSettings {
        language: Some("pt-BR".into()),
        check_in_rhythm: Some(CheckInRhythm::Daily),
        usual_on: Some(true),
        usual_sensitivity: Some(UsualSensitivity::Sooner),
        lock_screen_words: Some(LockScreenWords::Full),
        demo: Some(true),
        ..EditSettings::default()
    };
    ana.save_settings(&rest).unwrap();
    let s = ana.settings().unwrap();
    assert!(s.name == "Ana" && s.language == "pt-BR" && s.usual_on && s.demo);
    assert!(s.check_in_rhythm == CheckInRhythm::Daily && s.lock_screen_words == LockScreenWords::Full);
    assert!(s.usual_sensitivity == UsualSensitivity::Sooner);
}

#[test]
fn the_day_begins_when_the_person_says_so() {
    let ana = person("ana");
    ana.at("2026-03-03 02:00");
    assert_eq!(ana.this_day().unwrap(), day("2026-03-02"));
    ana.save_settings(&EditSettings { day_boundary_min: Some(60), ..EditSettings::default() }).unwrap();
    assert_eq!(ana.this_day().unwrap(), day("2026-03-03"));
    ana.save_settings(&EditSettings { day_boundary_min: Some(720), ..EditSettings::default() }).unwrap();
    ana.at("2026-03-03 11:59");
    assert_eq!(ana.this_day().unwrap(), day("2026-03-02"));
}

#[test]
fn settings_that_cannot_be_are_refused_and_none_of_the_others_is_kept() {
    let ana = person("ana");
    let none = EditSettings::default;
    for minutes in [-1, 721] {
        let edit = EditSettings { name: Some("Ana".into()), day_boundary_min: Some(minutes), ..none() };
        ana.refuses("day_boundary_min", Reason::OutOfRange { min: 0, max: 720 }, |h| h.save_settings(&edit));
    }
    for tag in ["en_GB", "-", "en-", "abcdefghi", "en GB", "é"] {
        let edit = EditSettings { language: Some(tag.into()), ..none() };
        ana.refuses("language", Reason::Malformed, |h| h.save_settings(&edit));
    }
    let edit = EditSettings { name: Some(long(81)), ..none() };
    ana.refuses("name", Reason::TooLong { limit: 80 }, |h| h.save_settings(&edit));
    assert!(ana.settings().unwrap().name.is_empty());
}
