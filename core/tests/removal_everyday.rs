//! Taking away, putting back and removing for good what stands on Lena's everyday sheets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "support/pages.rs"]
mod pages;

use common::{Person, day, made, person};
use handrail_core::ids::Id;
use handrail_core::lifestyle::{LifestyleChangeId, LifestyleEntryId, NewLifestyleChange, NewLifestyleEntry};
use handrail_core::medication::doses::{DoseId, DoseResult, NewDose};
use handrail_core::medication::notes::{MedicineNoteId, MedicineNotePart, NewMedicineNote};
use handrail_core::medication::{MedicineId, NewMedicine};
use handrail_core::needs::{NeedId, NeedState, NewNeed};
use handrail_core::people::contact::{
    ContactOutcome, ContactPracticeId, ContactTryId, NewContactPractice, NewContactTry,
};
use handrail_core::people::permissions::{EditPermission, NewPermission, PermissionId, PermittedItem};
use handrail_core::people::{NewPerson, PersonId};
use handrail_core::plan::keeping::{NewPlanEvent, PlanEventId, PlanEventKind};
use handrail_core::plan::safety::{NewSafetyLine, SafetyLineId, SafetyPart};
use handrail_core::plan::{NewPlanLine, PlanLineId, PlanPart};
use handrail_core::programme::pack::built_in;
use handrail_core::stress::{NewStressLine, StressLineId, StressPart};
use handrail_core::substance_use::{
    NewSubstanceEntry, NewSubstanceLine, SubstanceEntryId, SubstanceLineId, SubstancePart,
};
use handrail_core::{Reason, What};

/// Words that stand in every record below, and nowhere else.
const SECRET: &str = "what I told nobody";

fn secret(n: usize) -> String {
    format!("{SECRET}, {n}")
}

fn lena() -> Person {
    let lena = person("lena");
    lena.choose_medication(true).unwrap();
    lena.open_substance_use(true).unwrap();
    lena.open_safety_plan(true).unwrap();
    lena
}

fn somebody(n: usize) -> NewPerson {
    NewPerson {
        name: secret(n),
        relation: secret(n),
        what_they_give: secret(n),
        what_i_want: secret(n),
        ..NewPerson::default()
    }
}

fn practice(person: PersonId, n: usize) -> NewContactPractice {
    NewContactPractice {
        person: Some(person),
        what: secret(n),
        say_first: secret(n),
        say_then: secret(n),
        if_it_is_hard: secret(n),
    }
}

fn attempt(practice: ContactPracticeId, n: usize) -> NewContactTry {
    NewContactTry { practice, role_play: false, result: ContactOutcome::Partly, how_it_went: secret(n) }
}

fn plan_line(person: PersonId, n: usize) -> NewPlanLine {
    NewPlanLine { person: Some(person), duty: secret(n), ..NewPlanLine::new(PlanPart::WhoHelps, 0, "") }
}

fn copy(person: PersonId, n: usize) -> NewPlanEvent {
    NewPlanEvent { event: PlanEventKind::CopyGiven, person: Some(person), with_whom: String::new(), note: secret(n) }
}

fn safety_line(person: PersonId, n: usize) -> NewSafetyLine {
    NewSafetyLine { part: SafetyPart::PeopleToAsk, wording: secret(n), phone: String::new(), person: Some(person) }
}

fn medicine(n: usize) -> NewMedicine {
    NewMedicine {
        name: secret(n),
        purpose: secret(n),
        schedule: secret(n),
        anchor: secret(n),
        anchor_time: None,
        place: secret(n),
        cue: secret(n),
        backup_cue: secret(n),
        who_helps: secret(n),
    }
}

fn note(medicine: MedicineId, n: usize) -> NewMedicineNote {
    NewMedicineNote {
        medicine: Some(medicine),
        part: MedicineNotePart::Question,
        wording: secret(n),
        how_bad: None,
        since: None,
        answer: secret(n),
    }
}

fn dose(medicine: MedicineId, n: usize) -> NewDose {
    NewDose { medicine, occurrence: day("2026-03-02"), result: DoseResult::Later, note: secret(n) }
}

fn risky(n: usize) -> NewSubstanceLine {
    NewSubstanceLine { part: SubstancePart::RiskySituation, wording: secret(n), my_answer: secret(n), who: secret(n) }
}

fn logged(n: usize) -> NewSubstanceEntry {
    NewSubstanceEntry { what: secret(n), how_much: secret(n), situation: secret(n), what_helped: secret(n) }
}

fn stress(n: usize) -> NewStressLine {
    NewStressLine { who: secret(n), when_words: secret(n), ..NewStressLine::own(StressPart::Plan, secret(n)) }
}

fn need(n: usize) -> NewNeed {
    NewNeed {
        list_id: String::new(),
        wording: secret(n),
        who_to_ask: secret(n),
        phone: String::new(),
        question: secret(n),
        what_i_say: secret(n),
        appointment: None,
        outcome: secret(n),
    }
}

fn lifestyle(n: usize) -> NewLifestyleEntry {
    let log = built_in("imr").unwrap().lifestyle_logs[0].id.clone();
    NewLifestyleEntry { log, wording: secret(n), amount: None }
}

fn change(n: usize) -> NewLifestyleChange {
    NewLifestyleChange { wording: secret(n), ..NewLifestyleChange::default() }
}

/// One of everything, each written, said differently an hour later, and once more. What hangs on
/// another stands before it.
fn one_of_everything(p: &Person) -> Vec<(&'static str, Id)> {
    let made = |changes: Result<handrail_core::Changes, _>, concept| made(&changes.unwrap(), concept);
    let bo = PersonId(made(p.save_person(&somebody(1)), "person"));
    let asked = ContactPracticeId(made(p.save_contact_practice(&practice(bo, 1)), "contact_practice"));
    let tried = ContactTryId(made(p.record_contact_try(&attempt(asked, 1)), "contact_try"));
    let may = NewPermission { person: bo, item: PermittedItem::Plan, from: None, until: None, reason: secret(1) };
    let allowed = PermissionId(made(p.give_permission(&may), "permission"));
    let line = PlanLineId(made(p.add_plan_line(&plan_line(bo, 1)), "plan_line"));
    let given = PlanEventId(made(p.record_plan_event(&copy(bo, 1)), "plan_event"));
    let safe = SafetyLineId(made(p.add_safety_line(&safety_line(bo, 1)), "safety_line"));
    let blue = MedicineId(made(p.save_medicine(&medicine(1)), "medicine"));
    let noted = MedicineNoteId(made(p.add_medicine_note(&note(blue, 1)), "medicine_note"));
    let taken = DoseId(made(p.record_dose(&dose(blue, 1)), "dose"));
    let corner = SubstanceLineId(made(p.add_substance_line(&risky(1)), "substance_line"));
    let drank = SubstanceEntryId(made(p.record_substance_entry(&logged(1)), "substance_entry"));
    let weighs = StressLineId(made(p.add_stress_line(&stress(1)), "stress_line"));
    let home = NeedId(made(p.save_need(&need(1), NeedState::Wanted), "need"));
    let slept = LifestyleEntryId(made(p.record_lifestyle(&lifestyle(1)), "lifestyle_entry"));
    let water = LifestyleChangeId(made(p.save_lifestyle_change(&change(1)), "lifestyle_change"));
    for n in 2..4 {
        p.at(&format!("2026-03-02 1{n}:00"));
        p.edit_person(bo, &somebody(n)).unwrap();
        p.edit_contact_practice(asked, &practice(bo, n)).unwrap();
        p.edit_contact_try(tried, &attempt(asked, n)).unwrap();
        let edit = EditPermission { from: day("2026-03-02"), until: None, reason: secret(n) };
        p.edit_permission(allowed, &edit).unwrap();
        p.edit_plan_line(line, &plan_line(bo, n)).unwrap();
        p.edit_plan_event(given, &copy(bo, n)).unwrap();
        p.edit_safety_line(safe, &safety_line(bo, n)).unwrap();
        p.edit_medicine(blue, &medicine(n)).unwrap();
        p.edit_medicine_note(noted, &note(blue, n)).unwrap();
        p.record_dose(&dose(blue, n)).unwrap();
        p.edit_substance_line(corner, &risky(n)).unwrap();
        p.edit_substance_entry(drank, &logged(n)).unwrap();
        p.edit_stress_line(weighs, &stress(n)).unwrap();
        p.edit_need(home, &need(n)).unwrap();
        p.edit_lifestyle(slept, &lifestyle(n)).unwrap();
        p.edit_lifestyle_change(water, &change(n)).unwrap();
    }
    vec![
        ("contact_try", tried.0),
        ("contact_practice", asked.0),
        ("permission", allowed.0),
        ("plan_line", line.0),
        ("plan_event", given.0),
        ("safety_line", safe.0),
        ("person", bo.0),
        ("medicine_note", noted.0),
        ("dose", taken.0),
        ("medicine", blue.0),
        ("substance_line", corner.0),
        ("substance_entry", drank.0),
        ("stress_line", weighs.0),
        ("need", home.0),
        ("lifestyle_entry", slept.0),
        ("lifestyle_change", water.0),
    ]
}

#[test]
fn everything_on_a_sheet_that_is_taken_away_comes_back_as_it_was() {
    let lena = lena();
    let all = one_of_everything(&lena);
    let before: Vec<_> = all.iter().map(|(concept, id)| lena.row(concept, *id).unwrap()).collect();
    for (concept, id) in &all {
        let changes = lena.remove(concept, *id).unwrap();
        assert_eq!((changes.records[0].concept, changes.records[0].what), (*concept, What::Removed));
        assert!(lena.row(concept, *id).is_none());
    }
    let (people, medication) = (lena.people().unwrap(), lena.medication().unwrap());
    assert!(people.people.is_empty() && people.practising.is_empty() && medication.active.is_empty());
    assert!(
        medication.notes.is_empty() && medication.recent.is_empty() && lena.plan_keeping().unwrap().copies.is_empty()
    );
    for ((concept, id), row) in all.iter().zip(&before).rev() {
        lena.put_back(concept, *id).unwrap();
        assert_eq!(lena.row(concept, *id).as_ref(), Some(row), "{concept}");
    }
}

#[test]
fn what_others_hang_on_stays_until_they_are_gone_and_nothing_comes_back_without_it() {
    let lena = lena();
    let all = one_of_everything(&lena);
    for (concept, id) in &all {
        if matches!(*concept, "person" | "contact_practice" | "medicine") {
            lena.refuses("id", Reason::WrongState, |h| h.remove(concept, *id));
            lena.refuses("id", Reason::WrongState, |h| h.remove_for_good(concept, *id));
        }
    }
    let of = |name: &str| all.iter().find(|(concept, _)| *concept == name).unwrap().1;
    for (concept, id) in &all {
        lena.remove(concept, *id).unwrap();
    }
    for (child, parent) in [
        ("contact_practice", "person"),
        ("permission", "person"),
        ("plan_line", "person"),
        ("plan_event", "person"),
        ("safety_line", "person"),
        ("contact_try", "contact_practice"),
        ("medicine_note", "medicine"),
        ("dose", "medicine"),
    ] {
        if lena.row(parent, of(parent)).is_none() {
            lena.refuses("id", Reason::WrongState, |h| h.put_back(child, of(child)));
            lena.put_back(parent, of(parent)).unwrap();
        }
        if lena.row(child, of(child)).is_none() {
            lena.put_back(child, of(child)).unwrap();
        }
    }
    // What is about nothing in particular needs nothing to come back to.
    let about_all = NewMedicineNote { medicine: None, ..note(MedicineId(of("medicine")), 4) };
    let id = made(&lena.add_medicine_note(&about_all).unwrap(), "medicine_note");
    lena.remove("medicine_note", id).unwrap();
    lena.put_back("medicine_note", id).unwrap();
}

#[test]
fn removed_for_good_leaves_no_trace_on_any_page_of_the_file() {
    let lena = lena();
    let all = one_of_everything(&lena);
    lena.add_talk_about("the weather").unwrap();
    assert!(!lena.tables_with(SECRET).is_empty());
    for (n, (concept, id)) in all.iter().enumerate() {
        // Every other one goes the long way round.
        if n % 2 == 0 {
            lena.remove(concept, *id).unwrap();
        }
        let changes = lena.remove_for_good(concept, *id).unwrap();
        assert_eq!(changes.records[0].what, What::RemovedForGood);
        lena.finds_nothing(|h| h.put_back(concept, *id));
    }
    assert_eq!(lena.tables_with(SECRET), Vec::<String>::new());
    lena.close().unwrap();
    let pages = pages::decrypted_pages(&lena.folder, &[7; 32]);
    let with = |words: &str| pages.iter().filter(|p| p.windows(words.len()).any(|w| w == words.as_bytes())).count();
    assert_eq!(with(SECRET), 0);
    assert!(with("the weather") > 0);
}
