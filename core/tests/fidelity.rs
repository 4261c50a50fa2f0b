//! Evidence that falls out of taking part: counts, never a word and never a verdict.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{Person, day, made, person};
use handrail_core::fidelity::{FidelityEvidence, FidelityItem};
use handrail_core::goals::{BeginAs, Company, LongTermGoalId, NewGoalReview, NewLongTermGoal};
use handrail_core::people::{NewPerson, PersonId, TakesPart};
use handrail_core::programme::{EnrolmentId, EnrolmentState, HandoutHow, ModuleState, NewEnrolment, ProgrammeFormat};
use handrail_core::sessions::{NewSession, SessionId, SessionKind, SessionSheet, TeachingStyle};

fn enrol(ana: &Person) -> EnrolmentId {
    let new = NewEnrolment {
        programme: "imr".into(),
        format: ProgrammeFormat::Group,
        group_size: Some(6),
        started: None,
        planned_meetings: Some(40),
        trial_meetings: None,
        booster: false,
        repeat_of: None,
    };
    EnrolmentId(made(&ana.enrol(&new).unwrap(), "enrolment"))
}

fn meet(ana: &Person, on: &str, sheet: &SessionSheet) -> SessionId {
    let new = NewSession {
        day: day(on),
        time: None,
        kind: SessionKind::Group,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    ana.at(&format!("{on} 14:00"));
    let met = SessionId(made(&ana.plan_session(&new).unwrap(), "session"));
    ana.mark_session_held(met).unwrap();
    ana.fill_session(met, sheet).unwrap();
    met
}

fn item(ana: &Person, item: FidelityItem) -> FidelityEvidence {
    ana.fidelity().unwrap().unwrap().items.into_iter().find(|e| e.item == item).unwrap()
}

fn count(ana: &Person, of: FidelityItem, fact: &str) -> i64 {
    item(ana, of).facts.iter().find(|f| f.id == fact).unwrap_or_else(|| panic!("{fact}")).count
}

#[test]
fn who_never_took_part_has_no_evidence_and_a_new_enrolment_has_all_items_in_order() {
    let ana = person("ana");
    assert!(ana.fidelity().unwrap().is_none());
    let id = enrol(&ana);
    let view = ana.fidelity().unwrap().unwrap();
    assert!(
        view.enrolment == id.0
            && view.programme == "imr"
            && (view.from, view.until) == (day("2026-03-02"), day("2026-03-02"))
    );
    assert_eq!(view.items.iter().map(|e| e.item).collect::<Vec<_>>(), FidelityItem::ALL);
    assert_eq!(count(&ana, FidelityItem::GroupSize, "group_size"), 6);
    // A band is published for two items, and only where there is something to divide by.
    let banded: Vec<_> = view.items.iter().filter(|e| e.band.is_some()).map(|e| e.item).collect();
    assert_eq!(banded, [FidelityItem::LengthAndRhythm]);
    assert!(item(&ana, FidelityItem::Handouts).percent.is_none(), "no module was begun");
}

#[test]
fn rhythm_handouts_and_curriculum_are_shares_of_what_was_planned() {
    let ana = person("ana");
    enrol(&ana);
    let nothing = SessionSheet::default();
    // Two meetings in the first week, none in the second and third, one in the fourth.
    meet(&ana, "2026-03-02", &nothing);
    meet(&ana, "2026-03-05", &nothing);
    meet(&ana, "2026-03-24", &nothing);
    let rhythm = item(&ana, FidelityItem::LengthAndRhythm);
    assert_eq!((rhythm.percent, rhythm.band), (Some(50), Some(3)));
    assert_eq!(count(&ana, FidelityItem::LengthAndRhythm, "meetings_held"), 3);
    assert_eq!(count(&ana, FidelityItem::LengthAndRhythm, "meetings_planned"), 40);
    assert_eq!(count(&ana, FidelityItem::LengthAndRhythm, "weeks"), 4);

    let modules = ana.programme().unwrap().modules;
    let module = modules[0].id.clone();
    ana.set_module_state(&module, ModuleState::Current).unwrap();
    let handouts = ana.module(&module).unwrap().handouts;
    assert!(handouts.len() > 1);
    assert_eq!(item(&ana, FidelityItem::Handouts).band, Some(1));
    for handout in &handouts {
        ana.note_handout(&module, &handout.id, HandoutHow::Opened, "").unwrap();
        ana.note_handout(&module, &handout.id, HandoutHow::ReadTogether, "Cara").unwrap();
    }
    let all = i64::try_from(handouts.len()).unwrap();
    assert_eq!(count(&ana, FidelityItem::Handouts, "handouts_given"), all, "each once");
    assert_eq!(
        (item(&ana, FidelityItem::Handouts).percent, item(&ana, FidelityItem::Handouts).band),
        (Some(100), Some(5))
    );
    ana.set_module_state(&module, ModuleState::Done).unwrap();
    assert_eq!(count(&ana, FidelityItem::Curriculum, "modules_done"), 1);
    let everyone = modules.iter().filter(|m| m.mine).count();
    assert_eq!(count(&ana, FidelityItem::Curriculum, "modules"), i64::try_from(everyone).unwrap());
}

#[test]
fn ticks_goals_and_others_are_counted_and_nothing_else_is() {
    let ana = person("ana");
    // Before they took part: not counted.
    meet(
        &ana,
        "2026-03-02",
        &SessionSheet { teaching_styles: vec![TeachingStyle::Educational], ..SessionSheet::default() },
    );
    ana.at("2026-03-03 09:00");
    enrol(&ana);
    let cara = NewPerson { name: "Cara".into(), takes_part: vec![TakesPart::JoinsMeetings], ..NewPerson::default() };
    let cara = PersonId(made(&ana.save_person(&cara).unwrap(), "person"));
    let sheet = SessionSheet {
        teaching_styles: vec![TeachingStyle::Motivational, TeachingStyle::CognitiveBehavioural],
        supporters: vec![cara],
        ..SessionSheet::default()
    };
    let met = meet(&ana, "2026-03-09", &sheet);
    meet(&ana, "2026-03-16", &SessionSheet::default());
    for (style, ticked) in
        [(FidelityItem::Motivational, 1), (FidelityItem::Educational, 0), (FidelityItem::CognitiveBehavioural, 1)]
    {
        assert_eq!(count(&ana, style, "meetings_held"), 2, "{style:?}");
        assert_eq!(count(&ana, style, "meetings_ticked"), ticked, "{style:?}");
    }
    assert_eq!(count(&ana, FidelityItem::SignificantOthers, "meetings_with_supporters"), 1);
    assert_eq!(count(&ana, FidelityItem::SignificantOthers, "supporters_taking_part"), 1);

    let goal = NewLongTermGoal {
        title: "the words of my goal".into(),
        how_will_we_know: "I have a key".into(),
        ..NewLongTermGoal::default()
    };
    let goal = LongTermGoalId(made(&ana.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal"));
    ana.save_long_term_goal(&NewLongTermGoal { title: "another".into(), ..NewLongTermGoal::default() }, BeginAs::Idea)
        .unwrap();
    assert_eq!(count(&ana, FidelityItem::GoalSetting, "long_term_goals"), 1, "an idea is none yet");
    assert_eq!(count(&ana, FidelityItem::GoalSetting, "with_how_will_we_know"), 1);
    let row =
        NewGoalReview { goal, session: Some(met), progress: "well".into(), rating: None, what_next: String::new() };
    ana.record_goal_sheet_row(&row, &Company::default()).unwrap();
    ana.record_goal_sheet_row(&row, &Company::default()).unwrap();
    assert_eq!(count(&ana, FidelityItem::GoalFollowUp, "meetings_with_goals"), 1);
    assert_eq!(count(&ana, FidelityItem::GoalFollowUp, "goal_rows"), 2);
    assert!(!format!("{:?}", ana.fidelity().unwrap()).contains("words"), "counts and ids only");

    // A month later the supporter's meeting is no longer of the last month.
    ana.at("2026-04-10 09:00");
    assert_eq!(count(&ana, FidelityItem::SignificantOthers, "meetings_with_supporters"), 0);
}

#[test]
fn what_is_over_is_counted_until_its_last_day() {
    let ana = person("ana");
    let first = enrol(&ana);
    meet(&ana, "2026-03-09", &SessionSheet::default());
    ana.at("2026-03-10 09:00").set_enrolment_state(first, EnrolmentState::Graduated).unwrap();
    meet(&ana, "2026-05-04", &SessionSheet::default());
    let view = ana.fidelity().unwrap().unwrap();
    assert_eq!((view.enrolment, view.until), (first.0, day("2026-03-10")));
    assert_eq!(count(&ana, FidelityItem::LengthAndRhythm, "meetings_held"), 1);
}
