//! Finn's medication sheet, which is there only because he chose it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person, time};
use handrail_core::Reason;
use handrail_core::medication::doses::{DoseId, DoseResult, NewDose};
use handrail_core::medication::notes::{MedicineNoteId, MedicineNotePart, MedicineNoteState, NewMedicineNote};
use handrail_core::medication::{MedicineId, MedicineState, NewMedicine};
use handrail_core::programme::pack::{For, Worksheet, built_in};

fn chosen(name: &str) -> Person {
    let finn = person(name);
    finn.choose_medication(true).unwrap();
    finn
}

fn medicine(name: &str) -> NewMedicine {
    NewMedicine { name: name.into(), ..NewMedicine::default() }
}

fn save(finn: &Person, name: &str) -> MedicineId {
    MedicineId(made(&finn.save_medicine(&medicine(name)).unwrap(), "medicine"))
}

fn note(part: MedicineNotePart, wording: &str) -> NewMedicineNote {
    NewMedicineNote { medicine: None, part, wording: wording.into(), how_bad: None, since: None, answer: String::new() }
}

fn add(finn: &Person, new: &NewMedicineNote) -> MedicineNoteId {
    MedicineNoteId(made(&finn.add_medicine_note(new).unwrap(), "medicine_note"))
}

fn dose(medicine: MedicineId, on: &str, result: DoseResult) -> NewDose {
    NewDose { medicine, occurrence: day(on), result, note: String::new() }
}

fn active(finn: &Person) -> Vec<String> {
    finn.medication().unwrap().active.into_iter().map(|m| m.name).collect()
}

#[test]
fn nothing_of_it_is_there_until_chosen_and_everything_is_kept_when_it_is_turned_off() {
    let finn = person("finn");
    assert!(!finn.medication().unwrap().chosen);
    let wrong = Reason::WrongState;
    finn.refuses("medication_chosen", wrong, |h| h.save_medicine(&medicine("blue")));
    finn.choose_medication(true).unwrap();
    let blue = save(&finn, "blue");
    let noted = add(&finn, &note(MedicineNotePart::Question, "with food?"));
    let taken = dose(blue, "2026-03-02", DoseResult::Taken);
    let taken_id = DoseId(made(&finn.record_dose(&taken).unwrap(), "dose"));
    finn.choose_medication(false).unwrap();
    let off = finn.medication().unwrap();
    assert!(!off.chosen && off.active.is_empty() && off.notes.is_empty() && off.recent.is_empty());
    assert!(finn.doses_between(day("2026-03-01"), day("2026-03-03")).unwrap().is_empty());
    assert!(finn.doses_before(DoseId(NOBODY)).unwrap().is_empty());
    finn.refuses("medication_chosen", wrong, handrail_core::Handrail::medication_for_a_visit);
    finn.refuses("medication_chosen", wrong, |h| h.edit_medicine(blue, &medicine("x")));
    finn.refuses("medication_chosen", wrong, |h| h.move_medicine(blue, 0));
    finn.refuses("medication_chosen", wrong, |h| h.set_medicine_state(blue, MedicineState::Stopped));
    finn.refuses("medication_chosen", wrong, |h| h.add_medicine_note(&note(MedicineNotePart::GoodSide, "x")));
    finn.refuses("medication_chosen", wrong, |h| h.edit_medicine_note(noted, &note(MedicineNotePart::Question, "x")));
    finn.refuses("medication_chosen", wrong, |h| h.move_medicine_note(noted, 0));
    finn.refuses("medication_chosen", wrong, |h| h.set_medicine_note_state(noted, MedicineNoteState::Gone));
    finn.refuses("medication_chosen", wrong, |h| h.record_dose(&taken));
    finn.refuses("medication_chosen", wrong, |h| h.edit_dose(taken_id, &taken));
    finn.choose_medication(true).unwrap();
    let on = finn.medication().unwrap();
    assert!(on.chosen && on.active[0].id == blue && on.notes[0].id == noted && on.recent[0].id == taken_id);
}

#[test]
fn wanting_the_sheet_and_choosing_its_part_of_the_programme_are_one_thing() {
    let finn = person("finn");
    let pack = built_in("imr").unwrap();
    let part_with = |sheet: Worksheet| -> String {
        let module = pack.modules.iter().find(|m| m.worksheets.contains(&sheet)).unwrap();
        let For::Choice { id } = &module.whom else { panic!("only for those who chose it") };
        id.clone()
    };
    let (medication, substance_use) = (part_with(Worksheet::Medication), part_with(Worksheet::SubstanceUse));
    let chosen = |part: &str| finn.programme().unwrap().choices.iter().find(|c| c.id == part).unwrap().chosen;
    assert!(!chosen(&medication) && !chosen(&substance_use));
    finn.choose_medication(true).unwrap();
    assert!(chosen(&medication) && !chosen(&substance_use));
    finn.choose_part(&medication, false).unwrap();
    assert!(!finn.medication().unwrap().chosen && !chosen(&medication));
    finn.choose_part(&medication, true).unwrap();
    assert!(finn.medication().unwrap().chosen && !finn.substance_use().unwrap().opened);
    finn.choose_part(&substance_use, true).unwrap();
    assert!(finn.substance_use().unwrap().opened);
    finn.open_substance_use(false).unwrap();
    assert!(!chosen(&substance_use) && chosen(&medication));
}

#[test]
fn a_medicine_is_tied_to_something_finn_does_anyway() {
    let finn = chosen("finn");
    let full = NewMedicine {
        name: "the blue one".into(),
        purpose: "so that I sleep".into(),
        schedule: "one in the evening".into(),
        anchor: "brushing my teeth".into(),
        anchor_time: Some(time("22:15")),
        place: "bathroom shelf".into(),
        cue: "the box beside the brush".into(),
        backup_cue: "Mira asks".into(),
        who_helps: "Mira".into(),
    };
    let blue = MedicineId(made(&finn.save_medicine(&full).unwrap(), "medicine"));
    let view = finn.medication().unwrap();
    let kept = &view.active[0];
    assert!(kept.name == full.name && kept.purpose == full.purpose && kept.schedule == full.schedule);
    assert!(kept.anchor == full.anchor && kept.anchor_time == full.anchor_time && kept.place == full.place);
    assert!(kept.cue == full.cue && kept.backup_cue == full.backup_cue && kept.who_helps == full.who_helps);
    assert!(kept.id == blue && kept.today.is_none());
    finn.edit_medicine(blue, &medicine("blue")).unwrap();
    assert_eq!(finn.medication().unwrap().active[0].anchor_time, None);
}

#[test]
fn medicines_move_rest_stop_and_come_back_last() {
    let finn = chosen("finn");
    let ids: Vec<MedicineId> = ["a", "b", "c"].iter().map(|n| save(&finn, n)).collect();
    finn.move_medicine(ids[2], 0).unwrap();
    assert_eq!(active(&finn), ["c", "a", "b"]);
    finn.set_medicine_state(ids[2], MedicineState::Paused).unwrap();
    finn.set_medicine_state(ids[0], MedicineState::Stopped).unwrap();
    let view = finn.medication().unwrap();
    assert!(view.paused[0].id == ids[2] && view.stopped[0].id == ids[0]);
    finn.set_medicine_state(ids[2], MedicineState::Active).unwrap();
    assert_eq!(active(&finn), ["b", "c"]);
    assert!(finn.set_medicine_state(ids[2], MedicineState::Active).unwrap().records.is_empty());
    finn.remove("medicine", ids[1].0).unwrap();
    assert_eq!(active(&finn), ["c"]);
    finn.put_back("medicine", ids[1].0).unwrap();
    assert_eq!(active(&finn), ["b", "c"]);
}

#[test]
fn one_answer_for_each_medicine_and_day_the_last_one_given() {
    let finn = chosen("finn");
    let (blue, white) = (save(&finn, "blue"), save(&finn, "white"));
    finn.record_dose(&dose(blue, "2026-03-02", DoseResult::Later)).unwrap();
    assert_eq!(finn.medication().unwrap().active[0].today, Some(DoseResult::Later));
    finn.at("2026-03-02 12:00").record_dose(&dose(blue, "2026-03-02", DoseResult::Taken)).unwrap();
    assert!(finn.record_dose(&dose(blue, "2026-03-02", DoseResult::Taken)).unwrap().records.is_empty(), "a double tap");
    finn.record_dose(&dose(white, "2026-03-02", DoseResult::Skipped)).unwrap();
    finn.record_dose(&dose(blue, "2026-03-01", DoseResult::Skipped)).unwrap();
    assert_eq!(
        (finn.count("dose"), finn.count("revision")),
        (3, 1),
        "the later answer replaced, and kept, the earlier"
    );
    let view = finn.medication().unwrap();
    assert_eq!(view.active[0].today, Some(DoseResult::Taken));
    assert_eq!(view.active[1].today, Some(DoseResult::Skipped));
    let rows = finn.doses_between(day("2026-03-01"), day("2026-03-02")).unwrap();
    let rows: Vec<_> = rows.iter().map(|d| (d.occurrence.to_string(), d.medicine_name.as_str(), d.result)).collect();
    assert_eq!(
        rows,
        [
            ("2026-03-01".to_owned(), "blue", DoseResult::Skipped),
            ("2026-03-02".to_owned(), "blue", DoseResult::Taken),
            ("2026-03-02".to_owned(), "white", DoseResult::Skipped),
        ]
    );
    // After midnight and before the day begins, "today" is still the second.
    finn.at("2026-03-03 01:00");
    assert_eq!(finn.medication().unwrap().active[0].today, Some(DoseResult::Taken));
    finn.at("2026-03-03 09:00");
    assert_eq!(finn.medication().unwrap().active[0].today, None);
}

#[test]
fn an_answer_can_be_put_right_but_not_onto_another() {
    let finn = chosen("finn");
    let blue = save(&finn, "blue");
    finn.record_dose(&dose(blue, "2026-03-01", DoseResult::Taken)).unwrap();
    let id = DoseId(made(&finn.record_dose(&dose(blue, "2026-03-02", DoseResult::Taken)).unwrap(), "dose"));
    finn.refuses("occurrence", Reason::WrongState, |h| h.edit_dose(id, &dose(blue, "2026-03-01", DoseResult::Taken)));
    let right = NewDose { note: "felt sick".into(), ..dose(blue, "2026-02-28", DoseResult::Skipped) };
    finn.edit_dose(id, &right).unwrap();
    let rows = finn.doses_between(day("2026-02-28"), day("2026-02-28")).unwrap();
    assert!(rows.len() == 1 && rows[0].note == "felt sick" && rows[0].result == DoseResult::Skipped);
    // Taken away, answered anew: the old one stays away.
    finn.remove("dose", id.0).unwrap();
    finn.record_dose(&dose(blue, "2026-02-28", DoseResult::Taken)).unwrap();
    finn.refuses("occurrence", Reason::WrongState, |h| h.put_back("dose", id.0));
}

#[test]
fn answers_are_looked_back_on_fifty_at_a_time() {
    let finn = chosen("finn");
    let blue = save(&finn, "blue");
    let start = day("2025-10-01");
    for n in 0..110 {
        let new = NewDose { medicine: blue, occurrence: start.plus(n), result: DoseResult::Taken, note: String::new() };
        finn.record_dose(&new).unwrap();
    }
    let mut seen: Vec<DoseId> = finn.medication().unwrap().recent.iter().map(|d| d.id).collect();
    for expected in [50, 10, 0] {
        let more = finn.doses_before(*seen.last().unwrap()).unwrap();
        assert_eq!(more.len(), expected);
        seen.extend(more.iter().map(|d| d.id));
    }
    let by_day: Vec<DoseId> = finn.doses_between(start, start.plus(365)).unwrap().iter().map(|d| d.id).collect();
    seen.reverse();
    assert_eq!(seen, by_day);
}

#[test]
fn questions_and_side_effects_go_along_to_the_visit_on_one_sheet() {
    let finn = chosen("finn");
    let (blue, white) = (save(&finn, "blue"), save(&finn, "white"));
    let about = |medicine, new: NewMedicineNote| NewMedicineNote { medicine: Some(medicine), ..new };
    let shaky = NewMedicineNote {
        how_bad: Some(2),
        since: Some(day("2026-02-20")),
        ..about(blue, note(MedicineNotePart::SideEffect, "shaky hands"))
    };
    add(&finn, &shaky);
    let driving = add(&finn, &about(blue, note(MedicineNotePart::Question, "may I drive?")));
    let both = add(&finn, &note(MedicineNotePart::Question, "why two?"));
    add(&finn, &about(white, note(MedicineNotePart::Question, "until when?")));
    add(&finn, &note(MedicineNotePart::GoodSide, "I sleep"));
    add(&finn, &note(MedicineNotePart::BadSide, "slow mornings"));
    finn.move_medicine_note(both, 0).unwrap();
    let words = |notes: &[handrail_core::medication::notes::MedicineNoteView]| -> Vec<String> {
        notes.iter().map(|n| format!("{} ({})", n.wording, n.medicine_name)).collect()
    };
    let sheet = finn.medication_for_a_visit().unwrap();
    assert_eq!(sheet.day, day("2026-03-02"));
    assert_eq!(words(&sheet.questions), ["why two? ()", "may I drive? (blue)", "until when? (white)"]);
    assert_eq!(words(&sheet.side_effects), ["shaky hands (blue)"]);
    assert_eq!((sheet.side_effects[0].how_bad, sheet.side_effects[0].since), (Some(2), Some(day("2026-02-20"))));
    assert_eq!(
        (words(&sheet.good_sides), words(&sheet.bad_sides)),
        (vec!["I sleep ()".into()], vec!["slow mornings ()".into()])
    );
    assert_eq!(sheet.medicines.len(), 2);
    // Asked, with the answer: off the sheet, and kept. What was stopped takes its questions along.
    let answered = NewMedicineNote {
        answer: "after two weeks, yes".into(),
        ..about(blue, note(MedicineNotePart::Question, "may I drive?"))
    };
    finn.edit_medicine_note(driving, &answered).unwrap();
    finn.set_medicine_note_state(driving, MedicineNoteState::Asked).unwrap();
    finn.set_medicine_state(white, MedicineState::Stopped).unwrap();
    let sheet = finn.medication_for_a_visit().unwrap();
    assert_eq!(words(&sheet.questions), ["why two? ()"]);
    assert_eq!(sheet.medicines.len(), 1);
    let view = finn.medication().unwrap();
    let kept = view.notes.iter().find(|n| n.id == driving).unwrap();
    assert!(kept.answer == "after two weeks, yes" && kept.state == MedicineNoteState::Asked);
}

#[test]
fn what_cannot_be_a_medicine_is_refused() {
    let finn = chosen("finn");
    let id = save(&finn, "blue");
    for (field, reason, new) in [
        ("name", Reason::Empty, medicine(" ")),
        ("name", Reason::TooLong { limit: 280 }, medicine(&long(281))),
        ("purpose", Reason::TooLong { limit: 8000 }, NewMedicine { purpose: long(8001), ..medicine("x") }),
        ("schedule", Reason::TooLong { limit: 8000 }, NewMedicine { schedule: long(8001), ..medicine("x") }),
        ("anchor", Reason::TooLong { limit: 280 }, NewMedicine { anchor: long(281), ..medicine("x") }),
        ("place", Reason::TooLong { limit: 280 }, NewMedicine { place: long(281), ..medicine("x") }),
        ("cue", Reason::TooLong { limit: 280 }, NewMedicine { cue: long(281), ..medicine("x") }),
        ("backup_cue", Reason::TooLong { limit: 280 }, NewMedicine { backup_cue: long(281), ..medicine("x") }),
        ("who_helps", Reason::TooLong { limit: 280 }, NewMedicine { who_helps: long(281), ..medicine("x") }),
        ("cue", Reason::Malformed, NewMedicine { cue: "a\0".into(), ..medicine("x") }),
    ] {
        finn.refuses(field, reason, |h| h.save_medicine(&new));
        finn.refuses(field, reason, |h| h.edit_medicine(id, &new));
    }
    finn.finds_nothing(|h| h.edit_medicine(MedicineId(NOBODY), &medicine("x")));
    finn.finds_nothing(|h| h.move_medicine(MedicineId(NOBODY), 0));
    finn.finds_nothing(|h| h.set_medicine_state(MedicineId(NOBODY), MedicineState::Active));
}

#[test]
fn what_cannot_be_a_note_is_refused() {
    use MedicineNotePart::{BadSide, GoodSide, Question, SideEffect};
    let finn = chosen("finn");
    let id = add(&finn, &note(Question, "x"));
    for (field, reason, new) in [
        ("wording", Reason::Empty, note(Question, " ")),
        ("wording", Reason::TooLong { limit: 8000 }, note(Question, &long(8001))),
        ("answer", Reason::TooLong { limit: 8000 }, NewMedicineNote { answer: long(8001), ..note(Question, "x") }),
        ("answer", Reason::WrongState, NewMedicineNote { answer: "x".into(), ..note(SideEffect, "x") }),
        ("how_bad", Reason::WrongState, NewMedicineNote { how_bad: Some(1), ..note(BadSide, "x") }),
        (
            "how_bad",
            Reason::OutOfRange { min: 0, max: 3 },
            NewMedicineNote { how_bad: Some(4), ..note(SideEffect, "x") },
        ),
        (
            "how_bad",
            Reason::OutOfRange { min: 0, max: 3 },
            NewMedicineNote { how_bad: Some(-1), ..note(SideEffect, "x") },
        ),
        ("since", Reason::WrongState, NewMedicineNote { since: Some(day("2026-03-01")), ..note(GoodSide, "x") }),
        ("since", Reason::ImpossibleDate, NewMedicineNote { since: Some(day("1926-03-01")), ..note(SideEffect, "x") }),
        ("medicine", Reason::UnknownId, NewMedicineNote { medicine: Some(MedicineId(NOBODY)), ..note(Question, "x") }),
    ] {
        finn.refuses(field, reason, |h| h.add_medicine_note(&new));
        finn.refuses(field, reason, |h| h.edit_medicine_note(id, &new));
    }
    let shaky = add(&finn, &note(SideEffect, "shaky"));
    finn.refuses("state", Reason::WrongState, |h| h.set_medicine_note_state(shaky, MedicineNoteState::Asked));
    finn.set_medicine_note_state(shaky, MedicineNoteState::Gone).unwrap();
    finn.set_medicine_note_state(id, MedicineNoteState::Asked).unwrap();
    finn.refuses("part", Reason::WrongState, |h| h.edit_medicine_note(id, &note(GoodSide, "x")));
    finn.finds_nothing(|h| h.edit_medicine_note(MedicineNoteId(NOBODY), &note(GoodSide, "x")));
    finn.finds_nothing(|h| h.move_medicine_note(MedicineNoteId(NOBODY), 0));
    finn.finds_nothing(|h| h.set_medicine_note_state(MedicineNoteId(NOBODY), MedicineNoteState::Gone));
    // Bad since long ago: the day that is kept is no hindrance to saying it differently.
    let old = NewMedicineNote { since: Some(day("2017-03-01")), ..note(SideEffect, "dry mouth") };
    let dry = add(&finn, &old);
    finn.at("2030-01-01 10:00").edit_medicine_note(dry, &NewMedicineNote { how_bad: Some(0), ..old }).unwrap();
}

#[test]
fn what_cannot_be_an_answer_is_refused() {
    let finn = chosen("finn");
    let blue = save(&finn, "blue");
    let id = DoseId(made(&finn.record_dose(&dose(blue, "2026-03-02", DoseResult::Taken)).unwrap(), "dose"));
    for (field, reason, new) in [
        ("medicine", Reason::UnknownId, dose(MedicineId(NOBODY), "2026-03-02", DoseResult::Taken)),
        ("occurrence", Reason::ImpossibleDate, dose(blue, "2026-03-03", DoseResult::Taken)),
        ("occurrence", Reason::ImpossibleDate, dose(blue, "2006-03-03", DoseResult::Taken)),
        (
            "note",
            Reason::TooLong { limit: 8000 },
            NewDose { note: long(8001), ..dose(blue, "2026-03-02", DoseResult::Taken) },
        ),
    ] {
        finn.refuses(field, reason, |h| h.record_dose(&new));
        finn.refuses(field, reason, |h| h.edit_dose(id, &new));
    }
    finn.finds_nothing(|h| h.edit_dose(DoseId(NOBODY), &dose(blue, "2026-03-02", DoseResult::Taken)));
    finn.refuses("until", Reason::ImpossibleDate, |h| h.doses_between(day("2026-03-02"), day("2026-03-01")));
    finn.refuses("until", Reason::OutOfRange { min: 1, max: 366 }, |h| {
        h.doses_between(day("2026-03-02"), day("2027-03-03"))
    });
    finn.refuses("id", Reason::WrongState, |h| h.remove("medicine", blue.0));
}
