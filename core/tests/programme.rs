//! Taking part in a programme: a way in, modules in any order, handouts, questions, homework to choose from.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "common/pack.rs"]
mod pack;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::homework::Origin;
use handrail_core::programme::pack::{ClientWord, For, HomeworkWord, Worksheet};
use handrail_core::programme::{
    EnrolmentId, EnrolmentState, HandoutBlock, HandoutHow, ModuleLine, ModuleState, NewEnrolment, ProgrammeFormat,
    WorksheetAnswerId,
};
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::settings::EditSettings;
use pack::{CLINIC, files, files_without_sleep, key, signed};
use proptest::prelude::*;

fn takes_part(programme: &str) -> NewEnrolment {
    NewEnrolment {
        programme: programme.into(),
        format: ProgrammeFormat::Individual,
        group_size: None,
        started: None,
        planned_meetings: None,
        trial_meetings: None,
        booster: false,
        repeat_of: None,
    }
}

fn enrol(at: &Person, new: &NewEnrolment) -> EnrolmentId {
    EnrolmentId(made(&at.enrol(new).unwrap(), "enrolment"))
}

/// A phone with the clinic's pack, and its person taking part.
fn in_north(name: &str) -> Person {
    let person = person(name);
    person.install_pack(&signed(&files(1), &CLINIC), &[key(&CLINIC)]).unwrap();
    enrol(&person, &takes_part("north"));
    person
}

fn line(at: &Person, module: &str) -> ModuleLine {
    at.programme().unwrap().modules.into_iter().find(|m| m.id == module).expect("a line for it")
}

fn order(at: &Person) -> Vec<String> {
    at.programme().unwrap().modules.into_iter().map(|m| m.id).collect()
}

fn speak(at: &Person, language: &str) {
    at.save_settings(&EditSettings { language: Some(language.into()), ..EditSettings::default() }).unwrap();
}

fn meets(at: &Person, civil: &str) {
    at.at(&format!("{civil} 14:00"));
    let new = NewSession {
        day: day(civil),
        time: None,
        kind: SessionKind::Individual,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    let id = SessionId(made(&at.plan_session(&new).unwrap(), "session"));
    at.mark_session_held(id).unwrap();
}

#[test]
fn ana_tries_three_meetings_and_then_decides() {
    let ana = person("ana");
    assert!(ana.programme().unwrap().enrolment.is_none(), "the app is there before anybody enrols");
    let id = enrol(&ana, &NewEnrolment { trial_meetings: Some(3), ..takes_part("imr") });
    let now = |p: &Person| p.programme().unwrap().enrolment.unwrap();
    assert_eq!(
        (now(&ana).state, now(&ana).started, now(&ana).decide_now),
        (EnrolmentState::Trial, day("2026-03-02"), false)
    );
    for civil in ["2026-03-03", "2026-03-10"] {
        meets(&ana, civil);
        assert!(!now(&ana).decide_now);
    }
    meets(&ana, "2026-03-17");
    assert_eq!((now(&ana).meetings_held, now(&ana).decide_now), (3, true));
    ana.set_enrolment_state(id, EnrolmentState::Active).unwrap();
    assert!(!now(&ana).decide_now);
    ana.set_enrolment_state(id, EnrolmentState::Paused).unwrap();
    ana.set_enrolment_state(id, EnrolmentState::Active).unwrap();
    ana.at("2026-12-01 09:00").set_enrolment_state(id, EnrolmentState::Graduated).unwrap();
    assert_eq!(now(&ana).ended, Some(day("2026-12-01")));
    // A slip of the finger: it was "left", and the day stays.
    ana.at("2026-12-02 09:00").set_enrolment_state(id, EnrolmentState::Left).unwrap();
    assert_eq!((now(&ana).state, now(&ana).ended), (EnrolmentState::Left, Some(day("2026-12-01"))));
    ana.set_enrolment_state(id, EnrolmentState::Active).unwrap();
    assert_eq!(now(&ana).ended, None);
}

#[test]
fn a_booster_after_finishing_knows_what_was_done_before() {
    let ben = person("ben");
    let first = enrol(&ben, &takes_part("imr"));
    let module = order(&ben).remove(0);
    ben.set_module_state(&module, ModuleState::Done).unwrap();
    ben.refuses("programme", Reason::WrongState, |h| h.enrol(&takes_part("wsm")));
    ben.set_enrolment_state(first, EnrolmentState::Graduated).unwrap();
    assert_eq!(line(&ben, &module).progress.state, ModuleState::Done, "everything stays after the course");
    ben.at("2026-04-01 09:00");
    let booster = enrol(&ben, &NewEnrolment { booster: true, repeat_of: Some(first), ..takes_part("imr") });
    let view = ben.programme().unwrap();
    assert_eq!((view.enrolment.as_ref().unwrap().id, view.enrolment.unwrap().booster), (booster, true));
    assert_eq!(view.earlier.iter().map(|e| e.id).collect::<Vec<_>>(), [first]);
    let again = line(&ben, &module).progress;
    assert_eq!((again.state, again.done_before), (ModuleState::NotStarted, true));
    // The earlier one cannot be taken up while this one is not over.
    ben.refuses("state", Reason::WrongState, |h| h.set_enrolment_state(first, EnrolmentState::Active));
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let ana = person("ana");
    let base = takes_part("imr");
    let group = NewEnrolment { format: ProgrammeFormat::Group, ..base.clone() };
    for (field, reason, new) in [
        ("programme", Reason::UnknownId, takes_part("none")),
        ("group_size", Reason::WrongState, NewEnrolment { group_size: Some(8), ..base.clone() }),
        ("group_size", Reason::OutOfRange { min: 2, max: 30 }, NewEnrolment { group_size: Some(31), ..group.clone() }),
        (
            "planned_meetings",
            Reason::OutOfRange { min: 1, max: 200 },
            NewEnrolment { planned_meetings: Some(0), ..base.clone() },
        ),
        (
            "trial_meetings",
            Reason::OutOfRange { min: 1, max: 12 },
            NewEnrolment { trial_meetings: Some(13), ..base.clone() },
        ),
        ("started", Reason::ImpossibleDate, NewEnrolment { started: Some(day("2010-01-01")), ..base.clone() }),
        ("repeat_of", Reason::UnknownId, NewEnrolment { repeat_of: Some(EnrolmentId(NOBODY)), ..base.clone() }),
    ] {
        ana.refuses(field, reason, |h| h.enrol(&new));
    }
    ana.refuses("enrolment", Reason::WrongState, |h| h.set_module_state("sleep", ModuleState::Current));
    let id = enrol(&ana, &NewEnrolment { group_size: Some(30), planned_meetings: Some(200), ..group.clone() });
    ana.refuses("state", Reason::WrongState, |h| h.set_enrolment_state(id, EnrolmentState::Trial));
    ana.refuses("programme", Reason::WrongState, |h| h.edit_enrolment(id, &takes_part("wsm")));
    ana.refuses("module", Reason::UnknownId, |h| h.set_module_state("none", ModuleState::Current));
    ana.finds_nothing(|h| h.edit_enrolment(EnrolmentId(NOBODY), &base));
    ana.finds_nothing(|h| h.set_enrolment_state(EnrolmentId(NOBODY), EnrolmentState::Left));
    ana.finds_nothing(|h| h.module("none"));
    ana.edit_enrolment(id, &NewEnrolment { group_size: Some(2), format: ProgrammeFormat::Both, ..base }).unwrap();
    let now = ana.programme().unwrap().enrolment.unwrap();
    assert_eq!((now.format, now.group_size, now.started), (ProgrammeFormat::Both, Some(2), day("2026-03-02")));
}

#[test]
fn modules_go_in_any_order_and_back() {
    let ana = in_north("ana");
    assert_eq!(order(&ana), ["sleep", "rights", "facts_low", "facts_high"], "the pack's order");
    ana.order_modules(&["facts_high".into(), "rights".into()]).unwrap();
    assert_eq!(order(&ana), ["facts_high", "rights", "sleep", "facts_low"]);
    ana.order_modules(&["rights".into()]).unwrap();
    assert_eq!(order(&ana), ["rights", "sleep", "facts_low", "facts_high"]);
    ana.refuses("modules", Reason::TooMany { limit: 1 }, |h| h.order_modules(&["sleep".into(), "sleep".into()]));
    ana.refuses("module", Reason::UnknownId, |h| h.order_modules(&["sleep".into(), "none".into()]));
    ana.set_module_state("rights", ModuleState::Current).unwrap();
    ana.at("2026-03-20 10:00").set_module_state("rights", ModuleState::Done).unwrap();
    let at = |p: &Person| {
        let progress = line(p, "rights").progress;
        (progress.state, progress.started, progress.finished)
    };
    let (begun, done) = (Some(day("2026-03-02")), Some(day("2026-03-20")));
    assert_eq!(at(&ana), (ModuleState::Done, begun, done));
    ana.at("2026-03-21 10:00").set_module_state("rights", ModuleState::Done).unwrap();
    assert_eq!(at(&ana), (ModuleState::Done, begun, done), "a second tap moves no day");
    ana.set_module_state("rights", ModuleState::Revisit).unwrap();
    assert_eq!(at(&ana), (ModuleState::Revisit, begun, done));
    ana.at("2026-03-28 10:00").set_module_state("rights", ModuleState::Done).unwrap();
    assert_eq!(at(&ana), (ModuleState::Done, begun, Some(day("2026-03-28"))));
    ana.set_module_state("rights", ModuleState::NotStarted).unwrap();
    assert_eq!(at(&ana), (ModuleState::NotStarted, None, None));
}

#[test]
fn facts_are_for_the_diagnosis_i_choose_and_some_parts_only_for_who_wants_them() {
    let ana = in_north("ana");
    let mine = |p: &Person| -> Vec<String> {
        p.programme().unwrap().modules.into_iter().filter(|m| m.mine).map(|m| m.id).collect()
    };
    assert_eq!(mine(&ana), ["sleep"]);
    let offered: Vec<_> =
        ana.programme().unwrap().diagnoses.into_iter().map(|d| (d.id, d.title.text, d.chosen)).collect();
    assert_eq!(offered, [("low".into(), "Low times".into(), false), ("high".into(), "High times".into(), false)]);
    ana.choose_diagnoses(&["high".into()]).unwrap();
    ana.choose_part("rights", true).unwrap();
    assert_eq!(mine(&ana), ["sleep", "rights", "facts_high"]);
    assert_eq!(line(&ana, "rights").whom, Some(For::Choice { id: "rights".into() }));
    ana.choose_diagnoses(&["low".into(), "high".into()]).unwrap();
    ana.choose_part("rights", false).unwrap();
    assert_eq!(mine(&ana), ["sleep", "facts_low", "facts_high"]);
    ana.refuses("diagnoses", Reason::UnknownId, |h| h.choose_diagnoses(&["none".into()]));
    ana.refuses("choice", Reason::UnknownId, |h| h.choose_part("none", true));
    ana.choose_diagnoses(&[]).unwrap();
    assert_eq!(mine(&ana), ["sleep"]);
}

#[test]
fn a_part_with_the_name_of_a_sheet_and_that_sheet_are_chosen_together() {
    let ana = person("ana");
    enrol(&ana, &takes_part("imr"));
    let chosen = |p: &Person| -> Vec<String> {
        p.programme().unwrap().choices.into_iter().filter(|c| c.chosen).map(|c| c.id).collect()
    };
    assert!(ana.programme().unwrap().choices.len() > 1 && chosen(&ana).is_empty());
    ana.choose_part("medication", true).unwrap();
    assert!(ana.medication().unwrap().chosen);
    assert_eq!(chosen(&ana), ["medication"]);
    ana.choose_medication(false).unwrap();
    assert!(chosen(&ana).is_empty());
    ana.choose_medication(true).unwrap();
    ana.choose_part("substance_use", true).unwrap();
    assert_eq!(chosen(&ana), ["medication", "substance_use"]);
}

#[test]
fn a_handout_says_who_reviewed_it_and_in_which_language_it_is() {
    let ana = in_north("ana");
    let why = ana.handout("sleep", "why").unwrap();
    assert_eq!(why.reviewed.map(|r| (r.by, r.on)), Some(("Dr Ode".to_owned(), day("2026-02-01"))));
    let list = HandoutBlock::List(vec!["dark".into(), "quiet".into()]);
    let words = |text: &str| HandoutBlock::Paragraph(text.to_owned());
    assert_eq!(why.blocks, [words("Sleep mends. It takes time."), words("Things that help:"), list, words("Try one.")]);
    let how = ana.handout("sleep", "how").unwrap();
    assert_eq!((how.reviewed, how.clinic.unwrap().title.as_str()), (None, "Green sheet 4"));
    assert_eq!((why.language.as_str(), why.fell_back), ("en", false));
    speak(&ana, "es");
    let (why, module) = (ana.handout("sleep", "why").unwrap(), ana.module("sleep").unwrap());
    assert_eq!((why.language.as_str(), why.fell_back), ("en", true), "nobody has translated it yet, and it says so");
    assert_eq!((module.line.title.text.as_str(), module.line.title.fell_back), ("Dormir", false));
    ana.finds_nothing(|h| h.handout("sleep", "none"));
    ana.finds_nothing(|h| h.handout("none", "why"));
}

#[test]
fn how_a_handout_was_read_is_kept_once_a_day() {
    let ana = in_north("ana");
    ana.note_handout("sleep", "why", HandoutHow::Opened, "").unwrap();
    ana.note_handout("sleep", "why", HandoutHow::Opened, "").unwrap();
    ana.note_handout("sleep", "why", HandoutHow::ReadTogether, " Mira ").unwrap();
    ana.at("2026-03-05 10:00").note_handout("sleep", "why", HandoutHow::Opened, "").unwrap();
    let uses: Vec<_> = ana
        .handout("sleep", "why")
        .unwrap()
        .uses
        .into_iter()
        .map(|u| (u.how, u.with_whom, u.day.to_string()))
        .collect();
    let on = |how, whom: &str, day: &str| (how, whom.to_owned(), day.to_owned());
    assert_eq!(
        uses,
        [
            on(HandoutHow::Opened, "", "2026-03-05"),
            on(HandoutHow::ReadTogether, "Mira", "2026-03-02"),
            on(HandoutHow::Opened, "", "2026-03-02")
        ]
    );
    let last: Vec<_> = ana.module("sleep").unwrap().handouts.into_iter().map(|h| h.last_used).collect();
    assert_eq!(last, [Some(day("2026-03-05")), None]);
    ana.note_handout("sleep", "how", HandoutHow::Given, &long(280)).unwrap();
    ana.refuses("with_whom", Reason::TooLong { limit: 280 }, |h| {
        h.note_handout("sleep", "how", HandoutHow::Given, &long(281))
    });
    ana.refuses("section", Reason::UnknownId, |h| h.note_handout("sleep", "none", HandoutHow::Given, ""));
}

#[test]
fn answers_are_kept_changed_and_looked_back_on() {
    let ana = in_north("ana");
    let first = made(&ana.answer_question("sleep", "when", "After a walk 🌙").unwrap(), "worksheet_answer");
    ana.at("2026-06-01 10:00").answer_question("sleep", "when", &long(8000)).unwrap();
    ana.edit_answer(WorksheetAnswerId(first), "After a long walk").unwrap();
    let module = ana.module("sleep").unwrap();
    assert_eq!(
        module.questions.iter().map(|q| q.question.text.as_str()).collect::<Vec<_>>(),
        ["When do I sleep well?", "Where do I sleep well?"]
    );
    let answers: Vec<_> = module.questions[0].answers.iter().map(|a| (a.answer.clone(), a.made_day)).collect();
    assert_eq!(answers, [(long(8000), day("2026-06-01")), ("After a long walk".into(), day("2026-03-02"))]);
    assert!(ana.tables_with("After a walk").contains(&"revision".to_owned()), "the earlier words are kept");
    ana.refuses("answer", Reason::Empty, |h| h.answer_question("sleep", "when", " "));
    ana.refuses("answer", Reason::TooLong { limit: 8000 }, |h| h.answer_question("sleep", "when", &long(8001)));
    ana.refuses("answer", Reason::TooLong { limit: 8000 }, |h| h.edit_answer(WorksheetAnswerId(first), &long(8001)));
    ana.refuses("question", Reason::UnknownId, |h| h.answer_question("sleep", "none", "x"));
    ana.finds_nothing(|h| h.edit_answer(WorksheetAnswerId(NOBODY), "x"));
}

#[test]
fn an_edition_that_drops_a_module_keeps_what_was_written_under_it() {
    let ana = in_north("ana");
    speak(&ana, "es");
    ana.set_module_state("sleep", ModuleState::Current).unwrap();
    ana.answer_question("sleep", "when", "Nach dem Essen").unwrap();
    let homework = ana.homework_from_option("sleep", "walk", Origin::SelfChosen).unwrap();
    ana.save_homework(&homework).unwrap();
    let before = ana.rows();
    ana.install_pack(&signed(&files_without_sleep(2), &CLINIC), &[key(&CLINIC)]).unwrap();
    assert_eq!(ana.rows(), before, "an upgrade touches no record");
    let kept = line(&ana, "sleep");
    assert_eq!((kept.title.text.as_str(), kept.sessions, kept.mine), ("Dormir", None, true));
    let module = ana.module("sleep").unwrap();
    let answer = &module.kept_answers[0];
    assert_eq!((answer.asked.as_str(), answer.answer.as_str()), ("When do I sleep well?", "Nach dem Essen"));
    assert_eq!(ana.homework().unwrap().due[0].title, "Un paseo");
    // It can still be brought to an end, and edited.
    ana.set_module_state("sleep", ModuleState::Done).unwrap();
    ana.edit_answer(answer.id, "After dinner").unwrap();
    assert_eq!(line(&ana, "sleep").title.text, "Dormir");
    ana.finds_nothing(|h| h.homework_from_option("sleep", "walk", Origin::SelfChosen));
    // With the pack itself gone, nothing of the person's is.
    ana.remove_pack("north").unwrap();
    let view = ana.programme().unwrap();
    assert_eq!((view.programme.as_str(), view.pack_is_missing), ("imr", true));
    assert_eq!(view.enrolment.unwrap().programme, "north");
    assert_eq!(line(&ana, "sleep").progress.state, ModuleState::Done);
    assert_eq!(ana.module("sleep").unwrap().kept_answers[0].answer, "After dinner");
    ana.install_pack(&signed(&files(3), &CLINIC), &[key(&CLINIC)]).unwrap();
    let module = ana.module("sleep").unwrap();
    assert_eq!((module.kept_answers.len(), module.questions[0].answers.len()), (0, 1));
}

#[test]
fn a_homework_option_is_filled_in_in_my_language_and_is_mine_to_change() {
    let ana = in_north("ana");
    speak(&ana, "es-MX");
    let mut homework = ana.homework_from_option("sleep", "walk", Origin::Agreed).unwrap();
    assert_eq!(
        (homework.title.as_str(), homework.what_exactly.as_str(), homework.smaller_version.as_str()),
        ("Un paseo", "Diez minutos fuera.", "Stand at the door."),
        "each part in Spanish where there is one"
    );
    assert_eq!((homework.module.as_str(), homework.worksheet.as_str()), ("Dormir", Worksheet::Lifestyle.word()));
    assert_eq!((homework.module_id.as_str(), homework.option_id.as_str()), ("sleep", "walk"));
    let option = |p: &Person| p.module("sleep").unwrap().homework.remove(0);
    assert!(option(&ana).taken.is_empty() && option(&ana).smaller.fell_back);
    homework.title = "Al parque".into();
    let id = made(&ana.save_homework(&homework).unwrap(), "homework");
    assert_eq!(option(&ana).taken.iter().map(|h| h.0).collect::<Vec<_>>(), [id]);
    ana.finds_nothing(|h| h.homework_from_option("rights", "walk", Origin::Agreed));
}

#[test]
fn two_packs_with_other_modules_and_other_words_need_no_other_code() {
    let (ana, ben) = (person("ana"), person("ben"));
    enrol(&ana, &takes_part("imr"));
    enrol(&ben, &takes_part("wsm"));
    let (imr, wsm) = (ana.wording().unwrap(), ben.wording().unwrap());
    assert_eq!((imr.homework, imr.client), (HomeworkWord::Homework, ClientWord::Client));
    assert_ne!((imr.homework, imr.client), (wsm.homework, wsm.client));
    assert!(order(&ana) != order(&ben) && !order(&ben).is_empty());
    for at in [&ana, &ben] {
        for language in ["en", "es"] {
            speak(at, language);
            for line in at.programme().unwrap().modules {
                assert!(!line.title.fell_back && !line.title.text.is_empty(), "{language} {}", line.id);
                let module = at.module(&line.id).unwrap();
                for handout in module.handouts {
                    let handout = at.handout(&line.id, &handout.id).unwrap();
                    assert!(
                        !handout.blocks.is_empty() && !handout.fell_back,
                        "{language} {} {}",
                        line.id,
                        handout.section
                    );
                }
                for option in module.homework {
                    let homework = at.homework_from_option(&line.id, &option.id, Origin::SelfChosen).unwrap();
                    at.save_homework(&homework).unwrap();
                }
            }
        }
    }
}

#[test]
fn the_interface_calls_things_as_the_programme_does() {
    let ana = person("ana");
    let says = |p: &Person, id: &str| p.words().unwrap().say(id, &[]);
    assert_eq!(says(&ana, "sheet-homework"), "My homework");
    assert_eq!(says(&ana, "programme-name"), "Illness Management and Recovery");
    let ben = in_north("ben");
    assert_eq!((says(&ben, "sheet-homework"), says(&ben, "programme-name")), ("My practice".into(), "North".into()));
    speak(&ben, "es");
    assert_eq!(says(&ben, "programme-name"), "Norte");
    assert!(says(&ben, "sheet-homework").contains("práctica"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]
    #[test]
    fn any_chosen_order_is_a_reordering_of_all_modules(first in proptest::sample::subsequence(vec!["sleep", "rights", "facts_low", "facts_high"], 0..=4).prop_shuffle()) {
        thread_local!(static ANA: Person = in_north("ana"));
        ANA.with(|ana| {
            let chosen: Vec<String> = first.iter().map(|m| (*m).to_owned()).collect();
            ana.order_modules(&chosen).unwrap();
            let shown = order(ana);
            assert_eq!(shown[..chosen.len()], chosen);
            let mut sorted = shown.clone();
            sorted.sort();
            assert_eq!(sorted, ["facts_high", "facts_low", "rights", "sleep"]);
            assert!(ana.count("module_progress") <= 4, "one line for each module");
        });
    }
}
