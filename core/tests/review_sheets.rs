//! The other sheets in a review: off until switched on one by one, in the words the person saw, hidden without a trace,
//! and the same page on this screen without anybody paired.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;
mod practitioner;
mod schema;

use common::{Person, day, made, person};
use handrail_core::coping::{CopingStrategyId, NewCopingEntry, NewCopingStrategy};
use handrail_core::homework::{HomeworkId, HowOften, NewHomework, Origin};
use handrail_core::ids::Id;
use handrail_core::medication::notes::{MedicineNotePart, NewMedicineNote};
use handrail_core::medication::{MedicineId, NewMedicine};
use handrail_core::people::NewPerson;
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::problem_solving::{NewProblem, ProblemId, ProblemPlan, ProblemState};
use handrail_core::recovery::NewRecoveryMeaning;
use handrail_core::review::packet::Packet;
use handrail_core::review::{
    Categories, Category, Choices, Concept, DetailValue, LineId, PacketPreview, PacketWords, Period, Review, Switches,
};
use handrail_core::settings::EditSettings;
use practitioner::{pair, sam};

struct Written {
    homework: HomeworkId,
    problem: ProblemId,
    medicine: MedicineId,
}

fn homework(ana: &Person) -> HomeworkId {
    let new = NewHomework {
        title: "walk to the shop".into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::SelfChosen,
        confidence: None,
        smaller_version: String::new(),
        how_often: HowOften::Once,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    };
    HomeworkId(made(&ana.save_homework(&new).unwrap(), "homework"))
}

/// Ana writes on several sheets.
fn writes(ana: &Person) -> Written {
    ana.save_settings(&EditSettings { name: Some("Ana".into()), ..Default::default() }).unwrap();
    let homework = homework(ana);
    let new = NewProblem { problem: "The shop is loud".into(), step: None, homework: Some(homework) };
    let problem = ProblemId(made(&ana.start_problem(&new).unwrap(), "problem"));
    let plan = ProblemPlan { what: "I go at eight".into(), who: "my sister".into(), ..Default::default() };
    ana.plan_problem(problem, &plan).unwrap();
    ana.choose_medication(true).unwrap();
    let new = NewMedicine { name: "the white one".into(), anchor: "brushing my teeth".into(), ..medicine() };
    let medicine = MedicineId(made(&ana.save_medicine(&new).unwrap(), "medicine"));
    for (medicine, wording) in [(Some(medicine), "Why am I so dry?"), (None, "May I drink coffee with all of them?")] {
        let note = NewMedicineNote {
            medicine,
            part: MedicineNotePart::Question,
            wording: wording.into(),
            how_bad: None,
            since: None,
            answer: String::new(),
        };
        ana.add_medicine_note(&note).unwrap();
    }
    let sister = NewPerson {
        name: "Mia".into(),
        relation: "my sister".into(),
        closeness: Some(1),
        what_they_give: "calm".into(),
        what_i_want: String::new(),
        phone: "020 7946 0000".into(),
        takes_part: Vec::new(),
        help_now: true,
    };
    ana.save_person(&sister).unwrap();
    let meaning = NewRecoveryMeaning {
        meaning: "mornings that are mine".into(),
        what_helps: String::new(),
        who_inspires_me: String::new(),
    };
    ana.save_recovery_meaning(&meaning).unwrap();
    Written { homework, problem, medicine }
}

fn medicine() -> NewMedicine {
    NewMedicine {
        name: String::new(),
        purpose: String::new(),
        schedule: String::new(),
        anchor: String::new(),
        anchor_time: None,
        place: String::new(),
        cue: String::new(),
        backup_cue: String::new(),
        who_helps: String::new(),
    }
}

/// With these categories on and these records hidden; the packet is held against the published schema.
fn seen(ana: &Person, on: &[Category], hidden: &[LineId], language: &str) -> PacketPreview {
    let words = PacketWords { language: language.into(), ..Default::default() };
    let review = ana.review(Period::SinceLastMeeting, &words).unwrap();
    let switches = Switches { sheets: on.iter().copied().collect(), ..Default::default() };
    let choices = Choices { switches, hidden: hidden.iter().copied().collect(), ..Default::default() };
    let packet = ana.preview(&review, &choices).unwrap().packets.remove(0);
    let json: serde_json::Value = serde_json::from_slice(packet.content()).unwrap();
    assert_eq!(schema::differences(&schema::review_packet(), &json), Vec::<String>::new());
    packet
}

fn text(packet: &PacketPreview) -> String {
    String::from_utf8(packet.content().to_vec()).unwrap()
}

fn but_for_ids_and_times(packet: &PacketPreview) -> Packet {
    let mut packet = packet.packet().clone();
    packet.packet = Id::from_bytes([0; 16]);
    (packet.made.instant_ms, packet.period.until) = (0, 0);
    packet
}

fn line(concept: Concept, id: Id) -> LineId {
    LineId::new(concept, id)
}

/// What of these sheets nobody was shown yet.
const WORDS: [&str; 6] =
    ["The shop is loud", "I go at eight", "the white one", "Why am I so dry?", "Mia", "mornings that are mine"];

#[test]
fn every_other_sheet_is_off_until_it_is_switched_on_and_then_goes_alone() {
    let ana = person("ana");
    writes(&ana);
    let off = seen(&ana, &[], &[], "en");
    assert!(WORDS.iter().all(|w| !text(&off).contains(w)) && !text(&off).contains("\"sheets\""));
    for (category, words) in [
        (Category::ProblemSolving, &WORDS[..2]),
        (Category::Medication, &WORDS[2..4]),
        (Category::People, &WORDS[4..5]),
        (Category::RecoveryMeaning, &WORDS[5..]),
    ] {
        let packet = seen(&ana, &[category], &[], "en");
        for word in WORDS {
            assert_eq!(text(&packet).contains(word), words.contains(&word), "{category:?}: {word}");
        }
        assert_eq!(packet.packet().sheets.len(), 1);
        assert_eq!(packet.packet().sheets[0].sheet, category.word());
    }
    // All of them: nothing goes twice, and the number of a person never goes.
    let all = seen(&ana, &Category::ALL, &[], "en");
    assert!(WORDS.iter().all(|w| text(&all).matches(w).count() == 1), "{}", text(&all));
    assert!(text(&all).contains("May I drink coffee with all of them?"), "also what hangs on no medicine");
    assert!(!text(&all).contains("7946"));
}

#[test]
fn a_sheet_that_is_switched_on_while_the_preview_stands_goes_as_if_it_had_been_on_before() {
    let ana = person("ana");
    writes(&ana);
    let all = Switches { sheets: Categories::all(), ..Default::default() };
    let packet = |review: &Review, switches: Switches| {
        let choices = Choices { switches, ..Default::default() };
        ana.preview(review, &choices).unwrap().packets.remove(0)
    };
    let off = ana.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    // One by one, the last first and each twice: every sheet is read once and stands in its place.
    let mut on = Vec::new();
    for category in Category::ALL.into_iter().rev() {
        on.push(category);
        let sheets = on.iter().copied().collect();
        for review in [&off, &off.clone()] {
            let seen = packet(review, Switches { sheets, ..Default::default() });
            assert!(seen.packet().sheets.iter().all(|s| on.iter().any(|c| c.word() == s.sheet)));
        }
    }
    ana.save_review_switches(all).unwrap();
    let before = ana.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let (one_by_one, at_once) = (packet(&off, all), packet(&before, all));
    assert!(WORDS.iter().all(|w| text(&one_by_one).matches(w).count() == 1));
    assert!(but_for_ids_and_times(&one_by_one) == but_for_ids_and_times(&at_once));
    assert!(one_by_one.lines == at_once.lines);
    // Switched off again, nothing of it is left.
    let none = packet(&off, Switches::default());
    assert!(none.packet().sheets.is_empty() && WORDS.iter().all(|w| !text(&none).contains(w)));
}

#[test]
fn the_choice_is_remembered_and_one_of_a_newer_version_is_no_choice_here() {
    let ana = person("ana");
    let chosen = Switches { sheets: [Category::Stress, Category::Needs].into_iter().collect(), ..Default::default() };
    ana.save_review_switches(chosen).unwrap();
    let review = ana.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    assert_eq!(review.switches, chosen);
    assert_eq!(review.switches.sheets.iter().collect::<Vec<_>>(), [Category::Stress, Category::Needs]);
    let json = serde_json::to_string(&chosen).unwrap();
    assert!(json.contains("[\"stress\",\"needs\"]"));
    let newer: Switches = serde_json::from_str(&json.replace("\"needs\"", "\"needs\",\"dreams\"")).unwrap();
    assert_eq!(newer, chosen);
    let older: Switches = serde_json::from_str("{\"plan\":true}").unwrap();
    assert_eq!(older, Switches { plan: true, ..Default::default() });
    assert_eq!(Categories::all().iter().count(), Category::ALL.len());
    // As they stand in packets and settings that are already out there.
    let words = "programme session recovery_meaning life_areas problem_solving worksheet medication substance_use stress \
                 people needs lifestyle safety_plan progress_check fidelity";
    assert_eq!(Category::ALL.map(Category::word).join(" "), words);
    for category in Category::ALL {
        assert_eq!(Category::parse("category", category.word()).unwrap(), category);
    }
}

#[test]
fn a_packet_stands_alone_in_the_language_of_the_review() {
    let ana = person("ana");
    writes(&ana);
    let english = seen(&ana, &[Category::ProblemSolving], &[], "en").packet().sheets[0].clone();
    assert_eq!(english.title, "Step-by-step problem solving");
    let labels: Vec<&str> = english.lines.iter().map(|l| l.label.as_str()).collect();
    assert!(labels.contains(&"What is the problem?") && labels.contains(&"Who"), "{labels:?}");
    let spanish = seen(&ana, &[Category::ProblemSolving], &[], "es").packet().sheets[0].clone();
    assert_eq!(spanish.lines.len(), english.lines.len());
    assert!(spanish.title != english.title && spanish.lines[0].label != english.lines[0].label);
    assert_eq!(spanish.lines[0].text, "The shop is loud", "the person's own words stay as they are");
    let meaning = seen(&ana, &[Category::RecoveryMeaning], &[], "en");
    assert_eq!(meaning.packet().sheets[0].lines[0].day, Some(day("2026-03-02")));
}

#[test]
fn a_hidden_line_leaves_no_trace_and_takes_what_stands_under_it_along() {
    let (ana, ben) = (person("ana"), person("ben"));
    let written = writes(&ana);
    let all: Vec<Category> = Category::ALL.into();
    // Ben never wrote what Ana hides.
    ben.save_settings(&EditSettings { name: Some("Ana".into()), ..Default::default() }).unwrap();
    let hidden = [
        line(Concept::Sheet, written.problem.0),
        line(Concept::Sheet, written.medicine.0),
        line(Concept::Homework, written.homework.0),
    ];
    let packet = seen(&ana, &all, &hidden, "en");
    for word in ["The shop is loud", "I go at eight", "the white one", "Why am I so dry?", "walk to the shop"] {
        assert!(!text(&packet).contains(word), "{word}");
    }
    assert!(packet.packet().sheets.iter().all(|s| s.sheet != "problem_solving"), "not even its title");
    assert!(text(&packet).contains("May I drink coffee"));
    let shown = packet.lines.iter().filter(|l| !l.hidden).count();
    let known = packet.lines.iter().filter(|l| l.hidden).count();
    assert!(shown > 0 && known >= 4, "what stays is on the preview, marked");
    // Everything hidden: the packet of a person who wrote nothing.
    let lines: Vec<LineId> = seen(&ana, &all, &[], "en").lines.iter().map(|l| l.id).collect();
    let nothing = seen(&ana, &all, &lines, "en");
    let never = seen(&ben, &all, &[], "en");
    assert_eq!(
        serde_json::to_value(but_for_ids_and_times(&nothing)).unwrap()["sheets"],
        serde_json::to_value(but_for_ids_and_times(&never)).unwrap()["sheets"]
    );
}

#[test]
fn words_of_something_hidden_do_not_come_in_by_another_sheet() {
    let ana = person("ana");
    let written = writes(&ana);
    // The problem is about the homework and repeats its title.
    let shown = seen(&ana, &[Category::ProblemSolving], &[], "en");
    assert_eq!(text(&shown).matches("walk to the shop").count(), 2);
    let hidden = seen(&ana, &[Category::ProblemSolving], &[line(Concept::Homework, written.homework.0)], "en");
    assert_eq!(text(&hidden).matches("walk to the shop").count(), 0);
    assert!(text(&hidden).contains("The shop is loud"));
}

#[test]
fn what_is_over_or_was_written_before_does_not_go() {
    let ana = person("ana");
    let written = writes(&ana);
    ana.set_problem_state(written.problem, ProblemState::Solved).unwrap();
    ana.at("2026-03-10 10:00");
    let period = Period::FromUntil { from: day("2026-03-05"), until: day("2026-03-10") };
    let review = ana.review(period, &PacketWords::default()).unwrap();
    let switches = Switches { sheets: Categories::all(), ..Default::default() };
    let packet = ana.preview(&review, &Choices { switches, ..Default::default() }).unwrap().packets.remove(0);
    let text = text(&packet);
    assert!(!text.contains("The shop is loud") && !text.contains("mornings that are mine"));
    assert!(text.contains("the white one"), "what is in use now goes");
    // Turned off again, nothing of it is shown.
    ana.choose_medication(false).unwrap();
    assert!(!self::text(&seen(&ana, &[Category::Medication], &[], "en")).contains("the white one"));
}

#[test]
fn what_was_shared_and_is_removed_for_good_is_in_no_kept_packet() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    let written = writes(&ana);
    let review = ana.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let switches = Switches { sheets: Categories::all(), ..Default::default() };
    let preview = ana.preview(&review, &Choices { switches, ..Default::default() }).unwrap();
    ana.share(&preview).unwrap();
    assert!(ana.tables_with("The shop is loud").contains(&"packet".to_owned()));
    ana.remove_for_good("problem", written.problem.0).unwrap();
    assert_eq!(ana.tables_with("The shop is loud"), Vec::<String>::new());
    // The title of the homework stood on the problem's sheet, too, and in the packet's own part.
    ana.remove_for_good("homework", written.homework.0).unwrap();
    assert_eq!(ana.tables_with("walk to the shop"), Vec::<String>::new());
}

#[test]
fn the_page_is_shown_without_anybody_paired_and_without_a_network() {
    let ana = person("ana");
    let written = writes(&ana);
    ana.add_plan_line(&NewPlanLine::new(PlanPart::WhatHelps, 1, "a walk by the river")).unwrap();
    let new = NewCopingStrategy { name: "loud music".into(), ..Default::default() };
    let music = CopingStrategyId(made(&ana.save_coping_strategy(&new).unwrap(), "coping_strategy"));
    let tried = NewCopingEntry {
        strategy: music,
        situation: "on the <bus>".into(),
        helped: Some(handrail_core::coping::Helped::ALittle),
        before: Some(7),
        after: None,
        note: String::new(),
        place: String::new(),
        trouble: String::new(),
    };
    ana.record_coping(&tried).unwrap();
    let review = ana.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let switches = Switches { coping_notes: true, plan: true, sheets: Categories::all(), ..Default::default() };
    let hidden = [line(Concept::Sheet, written.problem.0)].into_iter().collect();
    let preview = ana.preview(&review, &Choices { switches, hidden, ..Default::default() }).unwrap();
    let before = ana.rows();
    let html = ana.show_review(&preview.packets[0]).unwrap();
    assert!(preview.packets[0].readers.is_empty() && ana.rows() == before, "nobody is paired, nothing is written");
    for shown in
        ["walk to the shop", "a walk by the river", "loud music", "on the &lt;bus&gt;", "A little", "the white one"]
    {
        assert!(html.contains(shown), "{shown}");
    }
    assert!(!html.contains("The shop is loud") && !html.contains('⟨'));
    for outside in ["<script", "src=", "href=", "http:", "https:"] {
        assert!(!html.contains(outside), "{outside}");
    }
    // Everything that a reader would get stands on the page.
    for shown in preview.packets[0].lines.iter().filter(|l| !l.hidden) {
        let escaped = shown.text.replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;");
        assert!(html.contains(&escaped), "{}", shown.text);
        for detail in &shown.details {
            if let DetailValue::Labelled { label, text } = &detail.value {
                assert!(html.contains(label.as_str()) && html.contains(&text.replace('\'', "&#39;")), "{label}");
            }
        }
    }
}

#[test]
fn evidence_of_how_the_programme_was_given_goes_only_when_chosen_and_is_no_verdict() {
    use handrail_core::programme::{NewEnrolment, ProgrammeFormat};
    let ana = person("ana");
    let new = NewEnrolment {
        programme: "imr".into(),
        format: ProgrammeFormat::Individual,
        group_size: None,
        planned_meetings: Some(40),
        started: None,
        trial_meetings: None,
        booster: false,
        repeat_of: None,
    };
    ana.enrol(&new).unwrap();
    assert!(!text(&seen(&ana, &[Category::Programme], &[], "en")).contains("fidelity"));
    let packet = seen(&ana, &[Category::Fidelity], &[], "en");
    let sheet = &packet.packet().sheets[0];
    assert_eq!((sheet.sheet.as_str(), sheet.title.as_str()), ("fidelity", "How the programme was given"));
    assert!(sheet.lines.iter().any(|l| l.label.ends_with("Meetings planned") && l.text == "40"), "{}", text(&packet));
    assert!(!text(&packet).contains('⟨'), "every fact has its words");
    // Each item is a line that can be hidden by itself.
    let items: Vec<LineId> = packet.lines.iter().filter(|l| l.id.concept == Concept::Sheet).map(|l| l.id).collect();
    assert_eq!(items.len(), 13);
    let fewer = seen(&ana, &[Category::Fidelity], &items[..12], "en");
    assert!(!text(&fewer).contains("Meetings planned") && fewer.packet().sheets[0].lines.len() < sheet.lines.len());
}
