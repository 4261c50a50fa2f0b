//! The words of what a pack lists: areas of life, steps of their scale, examples of goals, questions. They come with the
//! screens, in the person's language, of the pack that is in force.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "common/pack.rs"]
mod pack;

use common::{NOBODY, Person, made, person};
use handrail_core::Reason;
use handrail_core::goals::{BeginAs, EXAMPLES_AT_A_TIME, GoalMore, LongTermGoalId, NewLongTermGoal};
use handrail_core::life_areas::{Area, LifeAreaId, LifeAreaRatingId, NewLifeAreaRating, WishToChange};
use handrail_core::programme::pack::{Text, built_in};
use handrail_core::programme::{EnrolmentId, EnrolmentState, NewEnrolment, ProgrammeFormat};
use handrail_core::settings::EditSettings;
use pack::{CLINIC, files, key, signed};
use serde_json::{Value, json};

fn enrol(at: &Person, programme: &str) -> EnrolmentId {
    let new = NewEnrolment {
        programme: programme.into(),
        format: ProgrammeFormat::Individual,
        group_size: None,
        started: None,
        planned_meetings: None,
        trial_meetings: None,
        booster: false,
        repeat_of: None,
    };
    EnrolmentId(made(&at.enrol(&new).unwrap(), "enrolment"))
}

fn speak(at: &Person, language: &str) {
    at.save_settings(&EditSettings { language: Some(language.into()), ..EditSettings::default() }).unwrap();
}

fn listed(id: &str) -> Area {
    Area::Listed(id.into())
}

fn rates(at: &Person, area: &Area) -> LifeAreaRatingId {
    let new = NewLifeAreaRating {
        area: area.clone(),
        rating: Some(0),
        wish_to_change: Some(WishToChange::Yes),
        note: String::new(),
    };
    at.rate_life_areas(None, &[new]).unwrap();
    at.life_area_history(area, None).unwrap().ratings[0].id
}

fn wish(title: &str) -> NewLongTermGoal {
    NewLongTermGoal { title: title.into(), ..NewLongTermGoal::default() }
}

/// Every text of the pack that the areas' screen and the goal's form show.
fn shown(at: &Person) -> Vec<Text> {
    let areas = at.life_areas().unwrap();
    let form = at.goal_form(None, Some(rates(at, &listed("work")))).unwrap();
    let named = [areas.prompts, form.prompts, form.questions, form.examples.into_iter().flatten().collect()];
    let mut texts: Vec<Text> = areas.areas.into_iter().map(|area| area.name).collect();
    texts.extend(areas.steps);
    texts.extend(form.area);
    texts.extend(named.into_iter().flatten().map(|item| item.name));
    texts
}

/// The clinic's pack with areas, a scale and an example of its own, in English, and one of the names in Spanish.
fn gardens(edition: i64, areas: &[(&str, &str)]) -> Value {
    let mut files = files(edition);
    let ids: Vec<&str> = areas.iter().map(|(id, _)| *id).collect();
    files["pack.lists.json"] = json!({
        "life_areas": {"areas": ids, "steps": 2, "prompts": ["when_well"]},
        "goal_examples": ["grow_food"],
        "smart": ["small"]
    });
    let english = files["en/all.json"].as_object_mut().unwrap();
    for (id, name) in areas {
        english.insert(format!("area.{id}"), json!(name));
    }
    for (key, text) in [
        ("area_step.0", "not yet"),
        ("area_step.1", "fine"),
        ("area_prompt.when_well", "How was it when it was well?"),
        ("goal_example.grow_food", "Grow some of my own food"),
        ("smart.small", "What is the smallest part of it?"),
    ] {
        english.insert(key.to_owned(), json!(text));
    }
    files
}

#[test]
fn both_programmes_say_all_they_list_in_each_of_their_languages() {
    for programme in ["imr", "wsm"] {
        let ana = person("ana");
        enrol(&ana, programme);
        let mut seen = Vec::new();
        for language in ["en", "es", "ar"] {
            speak(&ana, language);
            let texts = shown(&ana);
            assert!(texts.len() > 40, "{programme}: {}", texts.len());
            for text in &texts {
                assert!(
                    !text.text.trim().is_empty() && text.language == language && !text.fell_back,
                    "{programme} {text:?}"
                );
            }
            seen.push(texts);
        }
        for (one, other) in [(0, 1), (1, 2), (0, 2)] {
            let same = seen[one].iter().zip(&seen[other]).filter(|(a, b)| a.text == b.text).count();
            assert!(same == 0, "{programme}: {same} texts are the same in two languages");
        }
    }
}

#[test]
fn a_language_that_the_pack_has_not_falls_back_and_says_so() {
    let ana = person("ana");
    speak(&ana, "es-MX");
    assert!(shown(&ana).iter().all(|t| t.language == "es" && !t.fell_back), "Spanish as they speak it there");
    speak(&ana, "so");
    assert!(shown(&ana).iter().all(|t| t.language == "en" && t.fell_back));
    ana.add_life_area("Beerta").unwrap();
    let own = ana.life_areas().unwrap().areas.pop().unwrap();
    assert!(own.name.text == "Beerta" && !own.name.fell_back, "what she wrote herself is in no language but hers");
}

#[test]
fn a_clinics_areas_stand_with_their_names_before_a_persons_own() {
    let ben = person("ben");
    let pack = gardens(1, &[("work", "Work and study"), ("soil", "The garden")]);
    ben.install_pack(&signed(&pack, &CLINIC), &[key(&CLINIC)]).unwrap();
    enrol(&ben, "north");
    let cats = LifeAreaId(made(&ben.add_life_area("Cats \u{1F408}").unwrap(), "life_area"));
    let view = ben.life_areas().unwrap();
    let names: Vec<&str> = view.areas.iter().map(|a| a.name.text.as_str()).collect();
    assert_eq!(names, ["Work and study", "The garden", "Cats \u{1F408}"]);
    assert_eq!(view.steps.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["not yet", "fine"]);
    assert_eq!(view.prompts[0].name.text, "How was it when it was well?");
    speak(&ben, "ar");
    let in_arabic: Vec<(bool, String)> =
        ben.life_areas().unwrap().areas.into_iter().map(|a| (a.name.fell_back, a.name.language)).collect();
    // The pack that it extends has work in Arabic; nobody has the garden; the cats are his own.
    assert_eq!(in_arabic, [(false, "ar".into()), (true, "en".into()), (false, String::new())]);

    let form = ben.goal_form(None, Some(rates(&ben, &Area::Own(cats)))).unwrap();
    assert!(form.area.unwrap().text == "Cats \u{1F408}" && form.prompts.len() == 1);
    let examples: Vec<Vec<String>> =
        form.examples.into_iter().map(|few| few.into_iter().map(|e| e.name.text).collect()).collect();
    assert_eq!(examples, [["Grow some of my own food"]]);
    assert_eq!(form.questions[0].id, "small");
}

#[test]
fn what_was_said_of_an_area_keeps_a_name_when_the_pack_drops_it_or_goes() {
    let cem = person("cem");
    let trusted = [key(&CLINIC)];
    let name = |area: &str| cem.life_area_history(&listed(area), None).unwrap().name.text;
    cem.install_pack(&signed(&gardens(1, &[("work", "Work and study"), ("soil", "The garden")]), &CLINIC), &trusted)
        .unwrap();
    let north = enrol(&cem, "north");
    rates(&cem, &listed("soil"));
    assert_eq!(
        (name("soil"), name("work"), name("family")),
        ("The garden".into(), "Work and study".into(), "Family".into())
    );

    // The programme is over and the app's own begins: the clinic's pack is still on the phone.
    cem.set_enrolment_state(north, EnrolmentState::Left).unwrap();
    let imr = enrol(&cem, "imr");
    assert_eq!((name("soil"), name("work")), ("The garden".into(), "Work".into()));
    assert!(cem.life_areas().unwrap().areas.iter().all(|a| a.area != listed("soil")));

    // A newer edition calls work otherwise, lists one more, and drops the garden.
    cem.set_enrolment_state(imr, EnrolmentState::Left).unwrap();
    enrol(&cem, "north");
    cem.install_pack(&signed(&gardens(2, &[("work", "What I do all day"), ("sea", "The sea")]), &CLINIC), &trusted)
        .unwrap();
    let names: Vec<String> = cem.life_areas().unwrap().areas.into_iter().map(|a| a.name.text).collect();
    assert_eq!(names, ["What I do all day", "The sea"]);
    let history = cem.life_area_history(&listed("soil"), None).unwrap();
    assert_eq!(history.steps.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["not yet", "fine"]);
    assert_eq!(history.ratings.len(), 1, "what was said of it is all there");
    assert_eq!(name("soil"), "", "no pack here knows it any more; the screen says that it is one of the programme's");

    // The pack is taken off the phone: the app's own is in force.
    cem.remove_pack("north").unwrap();
    let view = cem.life_areas().unwrap();
    assert!(view.areas.len() > 10 && view.areas.iter().all(|a| !a.name.text.is_empty()) && view.steps.len() == 3);
    assert_eq!(name("soil"), "");
}

#[test]
fn the_form_of_a_new_goal_offers_a_few_examples_and_that_of_one_there_is_none() {
    let ana = person("ana");
    let form = ana.goal_form(None, None).unwrap();
    assert!(form.goal.is_none() && form.area.is_none() && form.prompts.is_empty());
    let pack = built_in("imr").unwrap();
    assert_eq!(form.questions.iter().map(|q| &q.id).collect::<Vec<_>>(), pack.smart.iter().collect::<Vec<_>>());
    let mut ids: Vec<&String> = form.examples.iter().flatten().map(|e| &e.id).collect();
    assert!(form.examples.iter().all(|few| few.len() <= EXAMPLES_AT_A_TIME) && ids.len() == pack.goal_examples.len());
    // Side by side in the pack are those of one kind: no two neighbours are shown together.
    let place = |id: &String| pack.goal_examples.iter().position(|e| e == id).unwrap();
    for few in &form.examples {
        let places: Vec<usize> = few.iter().map(|e| place(&e.id)).collect();
        assert!(places.windows(2).all(|two| two[1] > two[0] + 1), "{places:?}");
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), pack.goal_examples.len(), "each once");

    let garden = LifeAreaId(made(&ana.add_life_area("The garden").unwrap(), "life_area"));
    let rating = rates(&ana, &Area::Own(garden));
    let goal = made(&ana.goal_from_area(rating, &wish("grow tomatoes"), BeginAs::Idea).unwrap(), "long_term_goal");
    let form = ana.goal_form(Some(LongTermGoalId(goal)), None).unwrap();
    assert!(form.goal.unwrap().title == "grow tomatoes" && form.area.unwrap().text == "The garden");
    assert!(form.examples.is_empty() && form.prompts.is_empty() && !form.questions.is_empty());

    let more = GoalMore { life_area: Some(listed("work")), ..GoalMore::default() };
    let plain = made(&ana.save_long_term_goal_with(&wish("a job"), BeginAs::Active, &more).unwrap(), "long_term_goal");
    speak(&ana, "es");
    assert_eq!(ana.goal_form(Some(LongTermGoalId(plain)), Some(rating)).unwrap().area.unwrap().text, "Trabajo");

    ana.finds_nothing(|h| h.goal_form(Some(LongTermGoalId(NOBODY)), None));
    ana.finds_nothing(|h| h.goal_form(None, Some(LifeAreaRatingId(NOBODY))));
    ana.refuses("area", Reason::UnknownId, |h| h.life_area_history(&Area::Own(LifeAreaId(NOBODY)), None));
    // A goal without a look at any of it is a goal.
    ana.save_long_term_goal(&wish("fly to the moon"), BeginAs::Idea).unwrap();
}
