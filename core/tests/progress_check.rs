//! The progress check of the pack, and instruments that a clinic brings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, long, made, person};
use handrail_core::progress_check::instrument::{
    Answer, AnswerProblem, Answers, Asks, Instrument, InstrumentProblem as Problem, MAX_BYTES, MAX_DEPTH, MAX_ITEMS,
};
use handrail_core::progress_check::{CheckAnswer, FilledBy, NewInstrumentAnswers, NewProgressCheck, ProgressCheckId};
use handrail_core::settings::EditSettings;
use handrail_core::{Error, Reason};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn check(answers: &[(&str, CheckAnswer)]) -> NewProgressCheck {
    let answers = answers.iter().map(|(id, answer)| ((*id).to_owned(), *answer)).collect();
    NewProgressCheck { filled_by: FilledBy::Client, answers, note: String::new() }
}

#[test]
fn the_form_says_what_it_is_not_and_asks_both_in_their_words() {
    let ana = person("ana");
    let mine = ana.progress_check_form(FilledBy::Client).unwrap().unwrap();
    let theirs = ana.progress_check_form(FilledBy::Practitioner).unwrap().unwrap();
    assert_eq!((mine.items.len(), mine.look_back_months), (15, 3));
    assert!(mine.note.contains("not the IMR Scale"), "{}", mine.note);
    assert!(
        mine.items
            .iter()
            .all(|i| i.steps.len() == 5 && !i.question.is_empty() && i.steps.iter().all(|s| !s.is_empty()))
    );
    assert_eq!(mine.items.iter().filter(|i| i.not_counted.is_some()).count(), 1, "none prescribed");
    assert!(mine.items.iter().zip(&theirs.items).filter(|(m, t)| m.question != t.question).count() > 10);
    ana.save_settings(&EditSettings { language: Some("es".into()), ..EditSettings::default() }).unwrap();
    assert_ne!(ana.progress_check_form(FilledBy::Client).unwrap().unwrap().title, mine.title);
}

#[test]
fn bens_answers_stand_side_by_side_over_time_and_are_never_added_up() {
    let ben = person("ben");
    let medication = ben.progress_check_form(FilledBy::Client).unwrap().unwrap();
    let medication = medication.items.iter().find(|i| i.not_counted.is_some()).unwrap().id.clone();
    let first = check(&[("goals", CheckAnswer::Step(1)), (&medication, CheckAnswer::NotCounted)]);
    let first = ProgressCheckId(made(&ben.record_progress_check(&first).unwrap(), "progress_check"));
    ben.at("2026-06-02 10:00");
    let second = NewProgressCheck {
        filled_by: FilledBy::Practitioner,
        note: "with Sam".into(),
        ..check(&[("goals", CheckAnswer::Step(4))])
    };
    ben.record_progress_check(&second).unwrap();
    let view = ben.progress().unwrap();
    let of = |id: &str| view.items.iter().find(|i| i.id == id).unwrap().points.clone();
    let goals: Vec<_> = of("goals").iter().map(|p| (p.day.to_string(), p.filled_by, p.answer)).collect();
    assert_eq!(
        goals,
        [
            ("2026-03-02".to_owned(), FilledBy::Client, CheckAnswer::Step(1)),
            ("2026-06-02".to_owned(), FilledBy::Practitioner, CheckAnswer::Step(4))
        ]
    );
    assert_eq!(of(&medication)[0].answer, CheckAnswer::NotCounted);
    assert_eq!((view.checks.len(), view.checks[0].note.as_str()), (2, "with Sam"));

    ben.edit_progress_check(first, &check(&[("goals", CheckAnswer::Step(2))])).unwrap();
    let view = ben.progress().unwrap();
    assert_eq!(view.items.iter().find(|i| i.id == "goals").unwrap().points[0].answer, CheckAnswer::Step(2));
    assert!(view.items.iter().find(|i| i.id == medication).unwrap().points.is_empty());
    ben.remove("progress_check", first.0).unwrap();
    assert_eq!(ben.progress().unwrap().checks.len(), 1);
    ben.put_back("progress_check", first.0).unwrap();
    ben.remove_for_good("progress_check", first.0).unwrap();
}

#[test]
fn an_answer_to_a_question_the_pack_dropped_stays() {
    let ana = person("ana");
    let id = ProgressCheckId(made(
        &ana.record_progress_check(&check(&[("goals", CheckAnswer::Step(1))])).unwrap(),
        "progress_check",
    ));
    // As an older edition of the pack would have left it.
    ana.under().execute("UPDATE progress_check SET answers = '{\"goals\":1,\"old\":3}' WHERE id = ?1", [id.0]).unwrap();
    let edit = check(&[("goals", CheckAnswer::Step(2)), ("old", CheckAnswer::Step(3))]);
    ana.edit_progress_check(id, &edit).unwrap();
    let answers = &ana.progress().unwrap().checks[0].answers;
    assert_eq!(answers[..], [("goals".into(), CheckAnswer::Step(2)), ("old".into(), CheckAnswer::Step(3))]);
    ana.refuses("answers", Reason::UnknownId, |h| h.edit_progress_check(id, &check(&[("old", CheckAnswer::Step(2))])));
}

#[test]
fn what_is_no_answer_is_refused_whole() {
    let ana = person("ana");
    for (answers, reason) in [
        (vec![], Reason::Empty),
        (vec![("goals", CheckAnswer::Step(5))], Reason::OutOfRange { min: 0, max: 4 }),
        (vec![("goals", CheckAnswer::NotCounted)], Reason::UnknownChoice),
        (vec![("nobody", CheckAnswer::Step(0))], Reason::UnknownId),
        (vec![("goals", CheckAnswer::Step(0)), ("goals", CheckAnswer::Step(1))], Reason::WrongState),
    ] {
        ana.refuses("answers", reason, |h| h.record_progress_check(&check(&answers)));
    }
    let note = NewProgressCheck { note: long(8001), ..check(&[("goals", CheckAnswer::Step(0))]) };
    ana.refuses("note", Reason::TooLong { limit: 8000 }, |h| h.record_progress_check(&note));
    ana.finds_nothing(|h| h.edit_progress_check(ProgressCheckId(NOBODY), &check(&[("goals", CheckAnswer::Step(0))])));
}

/// A small instrument of our own making: sleep, and why not.
fn sleep() -> Json {
    json!({
        "resourceType": "Questionnaire", "url": "https://clinic.example/q/sleep", "version": "2", "title": "Sleep", "status": "active",
        "item": [
            { "linkId": "g", "type": "group", "text": "Last week", "item": [
                { "linkId": "how", "type": "choice", "text": "How did you sleep?", "required": true, "answerOption": [
                    { "valueCoding": { "system": "https://clinic.example/c", "code": "well", "display": "Well" } },
                    { "valueCoding": { "system": "https://clinic.example/c", "code": "badly", "display": "Badly" } } ],
                  "item": [ { "linkId": "why", "type": "text", "text": "What kept you awake?", "enableWhen": [
                    { "question": "how", "operator": "=", "answerCoding": { "system": "https://clinic.example/c", "code": "badly" } } ] } ] },
                { "linkId": "hours", "type": "integer", "text": "Hours a night" },
                { "linkId": "who", "type": "string", "maxLength": 10, "text": "Who knows?", "enableBehavior": "any", "enableWhen": [
                    { "question": "why", "operator": "exists", "answerBoolean": true },
                    { "question": "hours", "operator": "!=", "answerInteger": 8 } ] } ] } ]
    })
}

fn read(json: &Json) -> Instrument {
    Instrument::read(json.to_string().as_bytes()).unwrap()
}

fn answers(given: &[(&str, Answer)]) -> Answers {
    given.iter().map(|(id, answer)| ((*id).to_owned(), answer.clone())).collect()
}

fn words(words: &str) -> Answer {
    Answer::Words(words.into())
}

#[test]
fn an_item_is_asked_as_its_conditions_say() {
    let sleep = read(&sleep());
    let asked =
        |given: &[(&str, Answer)]| sleep.asked(&answers(given)).into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(asked(&[]), ["g", "hours", "how"]);
    assert_eq!(asked(&[("how", Answer::Choice(0))]), ["g", "hours", "how"]);
    assert_eq!(asked(&[("how", Answer::Choice(1))]), ["g", "hours", "how", "why"]);
    assert_eq!(asked(&[("hours", Answer::Integer(8))]), ["g", "hours", "how"]);
    assert_eq!(asked(&[("hours", Answer::Integer(5))]), ["g", "hours", "how", "who"]);
    assert_eq!(asked(&[("how", Answer::Choice(1)), ("why", words("noise"))]), ["g", "hours", "how", "who", "why"]);
    // An answer left over from before the first one was changed enables nothing.
    assert_eq!(asked(&[("how", Answer::Choice(0)), ("why", words("noise"))]), ["g", "hours", "how"]);
    let problem = |given: &[(&str, Answer)]| sleep.check(&answers(given)).map_err(|(id, p)| (id.to_owned(), p));
    assert_eq!(
        problem(&[("how", Answer::Choice(0)), ("why", words("x"))]),
        Err(("why".into(), AnswerProblem::NotAsked))
    );
    assert_eq!(problem(&[("how", Answer::Choice(2))]), Err(("how".into(), AnswerProblem::WrongKind)));
    assert_eq!(problem(&[("g", words("x"))]), Err(("g".into(), AnswerProblem::WrongKind)));
    assert_eq!(problem(&[("x", words("x"))]), Err(("x".into(), AnswerProblem::Unknown)));
    assert_eq!(
        problem(&[("hours", Answer::Integer(5)), ("who", words(" "))]),
        Err(("who".into(), AnswerProblem::Empty))
    );
    assert_eq!(
        problem(&[("hours", Answer::Integer(5)), ("who", words("a\nb"))]),
        Err(("who".into(), AnswerProblem::WrongKind))
    );
    assert_eq!(
        problem(&[("hours", Answer::Integer(5)), ("who", words("eleven letters"))]),
        Err(("who".into(), AnswerProblem::TooLong(10)))
    );
    assert_eq!(problem(&[("hours", Answer::Integer(5)), ("who", words("Sam"))]), Ok(()));
    assert!(!sleep.is_complete(&answers(&[])) && sleep.is_complete(&answers(&[("how", Answer::Choice(0))])));
    assert!(sleep.all().any(|i| matches!(&i.asks, Asks::Choice(c) if c[1].label == "Badly")));
}

#[test]
fn cleo_fills_in_what_her_clinic_brought_and_takes_it_out_as_fhir() {
    let cleo = person("cleo");
    let bytes = sleep().to_string().into_bytes();
    let brought = cleo.install_instrument(&bytes).unwrap();
    cleo.install_instrument(&bytes).unwrap();
    assert_eq!(cleo.instruments().unwrap(), std::slice::from_ref(&brought));
    let mut other = sleep();
    other["title"] = json!("Sleep well");
    cleo.refuses("version", Reason::WrongState, |h| h.install_instrument(other.to_string().as_bytes()));

    let new = NewInstrumentAnswers {
        url: brought.url.clone(),
        version: brought.version.clone(),
        filled_by: FilledBy::Client,
        answers: answers(&[
            ("how", Answer::Choice(1)),
            ("why", words("the dog, “Bo” 🐕")),
            ("hours", Answer::Integer(5)),
        ]),
        note: String::new(),
    };
    let id = ProgressCheckId(made(&cleo.record_instrument(&new).unwrap(), "progress_check"));
    assert!(cleo.instrument_answers(id).unwrap() == new.answers);
    let response: Json = serde_json::from_str(&cleo.instrument_as_fhir(id).unwrap()).unwrap();
    assert_eq!(
        response,
        json!({
            "resourceType": "QuestionnaireResponse", "questionnaire": "https://clinic.example/q/sleep|2", "status": "completed",
            "authored": response["authored"],
            "item": [ { "linkId": "g", "text": "Last week", "item": [
                { "linkId": "how", "text": "How did you sleep?", "answer": [ {
                    "valueCoding": { "system": "https://clinic.example/c", "code": "badly", "display": "Badly" },
                    "item": [ { "linkId": "why", "text": "What kept you awake?", "answer": [ { "valueString": "the dog, “Bo” 🐕" } ] } ] } ] },
                { "linkId": "hours", "text": "Hours a night", "answer": [ { "valueInteger": 5 } ] } ] } ]
        })
    );
    assert!(response["authored"].as_str().unwrap().starts_with("2026-03-02T10:00:00"));

    let fewer = NewInstrumentAnswers { answers: answers(&[("hours", Answer::Integer(8))]), ..new.clone() };
    cleo.edit_instrument(id, &fewer).unwrap();
    let response: Json = serde_json::from_str(&cleo.instrument_as_fhir(id).unwrap()).unwrap();
    assert_eq!(response["status"], "in-progress", "what the instrument wants answered is not");
    cleo.refuses("answers", Reason::WrongState, |h| {
        h.record_instrument(&NewInstrumentAnswers { answers: answers(&[("why", words("x"))]), ..new.clone() })
    });
    cleo.refuses("answers", Reason::Empty, |h| {
        h.record_instrument(&NewInstrumentAnswers { answers: Answers::new(), ..new.clone() })
    });
    cleo.refuses("id", Reason::WrongState, |h| h.edit_progress_check(id, &check(&[("goals", CheckAnswer::Step(0))])));
    assert!(
        cleo.progress().unwrap().checks[0].answers.is_empty()
            && cleo.progress().unwrap().checks[0].instrument == brought.url
    );

    cleo.remove_instrument(&brought.url, &brought.version).unwrap();
    cleo.finds_nothing(|h| h.instrument_as_fhir(id));
    cleo.install_instrument(&bytes).unwrap();
    assert!(cleo.instrument_answers(id).unwrap() == fewer.answers, "it is all there when the instrument is back");
}

/// The questionnaire with something put in at a place.
fn with(path: &str, value: Json) -> Json {
    let mut q = sleep();
    let (parent, key) = path.rsplit_once('/').unwrap();
    q.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.to_owned(), value);
    q
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of all that is refused")]
fn what_is_not_read_is_refused_by_name() {
    let hours = "/item/0/item/1";
    let deep = (0..=MAX_DEPTH).fold(
        json!({"linkId": "x", "type": "text"}),
        |inner, n| json!({"linkId": format!("d{n}"), "type": "group", "item": [inner]}),
    );
    let many: Vec<Json> = (0..=MAX_ITEMS).map(|n| json!({"linkId": format!("i{n}"), "type": "text"})).collect();
    for (q, link_id, element, problem) in [
        (with("/contained", json!([])), "", "contained", Problem::NotTaken),
        (with("/modifierExtension", json!([])), "", "modifierExtension", Problem::NotTaken),
        (with("/url", json!("")), "", "url", Problem::Missing),
        (with("/resourceType", json!("Patient")), "", "resourceType", Problem::Shape),
        (with("/item", json!([])), "", "item", Problem::Missing),
        (with("/item", json!(many)), "", "item", Problem::TooMuch(MAX_ITEMS)),
        (with("/item", json!([deep])), "d1", "item", Problem::TooMuch(MAX_DEPTH)),
        (with(&format!("{hours}/type"), json!("decimal")), "hours", "type", Problem::NotTaken),
        (with(&format!("{hours}/extension"), json!([])), "hours", "extension", Problem::NotTaken),
        (with(&format!("{hours}/initial"), json!([])), "hours", "initial", Problem::NotTaken),
        (with(&format!("{hours}/answerValueSet"), json!("x")), "hours", "answerValueSet", Problem::NotTaken),
        (with(&format!("{hours}/repeats"), json!(true)), "hours", "repeats", Problem::NotTaken),
        (with(&format!("{hours}/maxLength"), json!(3)), "hours", "maxLength", Problem::NotTaken),
        (with(&format!("{hours}/linkId"), json!("how")), "how", "linkId", Problem::Twice),
        (with(&format!("{hours}/linkId"), json!("")), "g", "linkId", Problem::Missing),
        (with(&format!("{hours}/text"), json!(7)), "hours", "text", Problem::Shape),
        (with(&format!("{hours}/text"), json!(long(8001))), "hours", "text", Problem::TooMuch(8000)),
        (with("/item/0/item/0/answerOption", json!([])), "how", "answerOption", Problem::Missing),
        (
            with("/item/0/item/0/answerOption", json!([{"valueDate": "2026-01-01"}])),
            "how",
            "valueDate",
            Problem::NotTaken,
        ),
        (
            with("/item/0/item/0/answerOption", json!([{"valueInteger": 1}, {"valueInteger": 1}])),
            "how",
            "answerOption",
            Problem::Twice,
        ),
        (
            with(
                &format!("{hours}/enableWhen"),
                json!([{"question": "nobody", "operator": "exists", "answerBoolean": true}]),
            ),
            "hours",
            "enableWhen",
            Problem::Unknown,
        ),
        (
            with(
                &format!("{hours}/enableWhen"),
                json!([{"question": "g", "operator": "exists", "answerBoolean": true}]),
            ),
            "hours",
            "enableWhen",
            Problem::Unknown,
        ),
        (
            with(&format!("{hours}/enableWhen"), json!([{"question": "how", "operator": ">", "answerInteger": 1}])),
            "hours",
            "operator",
            Problem::NotTaken,
        ),
        (
            with(&format!("{hours}/enableWhen"), json!([{"question": "why", "operator": "=", "answerInteger": 1}])),
            "hours",
            "enableWhen",
            Problem::Shape,
        ),
        (
            with(&format!("{hours}/enableWhen"), json!([{"question": "how", "operator": "exists"}])),
            "hours",
            "enableWhen",
            Problem::Shape,
        ),
        (
            with(
                &format!("{hours}/enableWhen"),
                json!([{"question": "who", "operator": "exists", "answerBoolean": true}]),
            ),
            "hours",
            "enableWhen",
            Problem::Circle,
        ),
        (with("/item/0/item/2/enableBehavior", json!("most")), "who", "enableBehavior", Problem::Shape),
        (
            with("/item/0/enableWhen", json!([{"question": "hours", "operator": "exists", "answerBoolean": true}])),
            "g",
            "enableWhen",
            Problem::Circle,
        ),
    ] {
        let error = Instrument::read(q.to_string().as_bytes()).unwrap_err();
        assert_eq!(
            (error.link_id.as_str(), error.element.as_str(), error.problem),
            (link_id, element, problem),
            "{error}"
        );
    }
    let mut no_default = sleep();
    no_default.pointer_mut("/item/0/item/2").unwrap().as_object_mut().unwrap().remove("enableBehavior");
    assert_eq!(Instrument::read(no_default.to_string().as_bytes()).unwrap_err().element, "enableBehavior");
    assert_eq!(Instrument::read(&vec![b' '; MAX_BYTES + 1]).unwrap_err().problem, Problem::TooMuch(MAX_BYTES));
    let ana = person("ana");
    let before = ana.rows();
    assert!(matches!(ana.install_instrument(b"{}"), Err(Error::Instrument(_))));
    assert_eq!(ana.rows(), before);
}

fn any_json() -> impl Strategy<Value = Json> {
    let names = prop_oneof![
        Just("linkId"),
        Just("type"),
        Just("item"),
        Just("answerOption"),
        Just("enableWhen"),
        Just("question"),
        Just("operator"),
        Just("answerCoding"),
        Just("answerBoolean"),
        Just("valueCoding"),
        Just("valueInteger"),
        Just("code"),
        Just("text"),
        Just("x"),
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        prop_oneof![
            Just("choice"),
            Just("group"),
            Just("integer"),
            Just("exists"),
            Just("="),
            Just("how"),
            Just("why"),
            Just("g"),
            Just("\0")
        ]
        .prop_map(Json::from),
        ".{0,12}".prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((names.clone(), inner), 0..6)
                .prop_map(|fields| Json::Object(fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_json_makes_it_panic(any in any_json(), at in 0_usize..14) {
        let places = [
            "/item", "/item/0", "/item/0/item", "/item/0/item/0", "/item/0/item/0/answerOption", "/item/0/item/0/answerOption/1",
            "/item/0/item/0/answerOption/0/valueCoding", "/item/0/item/0/item/0/enableWhen", "/item/0/item/0/item/0/enableWhen/0",
            "/item/0/item/1", "/item/0/item/2/enableWhen/1/answerInteger", "/item/0/item/2/type", "/url", "",
        ];
        let mut q = sleep();
        *q.pointer_mut(places[at]).unwrap() = any;
        if let Ok(instrument) = Instrument::read(q.to_string().as_bytes()) {
            // What was taken can be asked and answered.
            let given: Answers = instrument.all().map(|i| (i.link_id.clone(), Answer::Choice(0))).collect();
            let _ = (instrument.asked(&given), instrument.check(&given), instrument.is_complete(&given));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(at in 0_usize..900, to in any::<u8>(), cut in 0_usize..900) {
        let mut bytes = sleep().to_string().into_bytes();
        let n = bytes.len();
        bytes[at % n] = to;
        let _ = Instrument::read(&bytes);
        let _ = Instrument::read(&bytes[..cut % n]);
    }

    #[test]
    fn answers_that_are_taken_are_only_for_what_is_asked_and_come_back(how in 0_usize..3, hours in any::<i32>(), why in ".{0,20}", with in 0_u8..8) {
        let instrument = read(&sleep());
        let mut given = Answers::new();
        if with & 1 > 0 { given.insert("how".into(), Answer::Choice(how)); }
        if with & 2 > 0 { given.insert("hours".into(), Answer::Integer(hours)); }
        if with & 4 > 0 { given.insert("why".into(), Answer::Words(why)); }
        if instrument.check(&given).is_ok() {
            let asked = instrument.asked(&given);
            prop_assert!(given.keys().all(|id| asked.contains(id.as_str())));
        }
    }
}
