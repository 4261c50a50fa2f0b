//! What is built in holds together, and what does not hold together is refused with its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn no_parent(_: &str) -> Option<Arc<Pack>> {
    None
}

fn read(files: &Value) -> Result<Pack, PackError> {
    Pack::read(files.to_string().as_bytes(), |id| built_in(id).ok())
}

/// A small pack with one of everything.
fn small() -> Value {
    json!({
        "pack.json": {
            "schema": 1, "id": "small", "edition": 3, "publisher": "Clinic North", "rights": "Ours.",
            "languages": ["en", "es"], "wording": {"homework": "practice", "client": "participant", "programme": "wsm"}
        },
        "pack.modules.json": {
            "modules": [{
                "id": "sleep", "for": {"kind": "everyone"}, "sessions": 2, "topics": ["rest"],
                "handouts": [{"id": "why", "reviewed": {"by": "Dr Ode", "on": "2026-03-01"}, "clinic": null}],
                "questions": ["when"], "homework": ["walk"], "worksheets": ["lifestyle"], "coping": ["nights"]
            }],
            "homework": [{"id": "walk", "worksheet": "lifestyle"}]
        },
        "pack.lists.json": {
            "coping": {
                "troubles": [{"id": "nights", "crisis": false}],
                "strategies": [{"id": "breathe", "troubles": ["nights"], "steps": 1, "practice": {"seconds": [60]}}]
            },
            "progress_check": {"version": "1", "look_back_months": 3, "items": [{"id": "rest", "steps": 2, "not_counted": null}]},
            "help_lines": [{"region": "GB", "lines": [
                {"id": "gb_999", "kind": "emergency", "number": "999", "checked": "2026-03-01", "source": "https://example.org/"}
            ]}]
        },
        "en/modules.json": {
            "programme.name": "Sleep well", "programme.about": "About sleep.",
            "module.sleep.title": "Sleep", "module.sleep.about": "Rest.", "module.sleep.supporters": "Ask.",
            "topic.rest": "Rest", "handout.sleep.why.title": "Why", "handout.sleep.why.text": "Because.\n\n- one",
            "question.sleep.when": "When do you sleep?", "homework.walk.title": "A walk",
            "homework.walk.what": "Go out.", "homework.walk.smaller": "Stand up."
        },
        "en/lists.json": {
            "trouble.nights": "Bad nights", "coping.breathe.name": "Breathe", "coping.breathe.step.1": "Slowly.",
            "check.title": "Check", "check.note": "Ours.", "check.rest": "Rested?", "check.rest.0": "No", "check.rest.1": "Yes",
            "help_line.gb_999.name": "Emergency", "help_line.gb_999.when": "When a life is at risk"
        },
        "es/modules.json": {"module.sleep.title": "Dormir"}
    })
}

#[test]
fn every_pack_that_is_built_in_holds_together() {
    let ids: Vec<&str> = built_in_ids().collect();
    assert!(ids.contains(&super::super::DEFAULT_PACK));
    for id in ids {
        let bundle = built_in_bundle(id).unwrap();
        let pack = Pack::read(&bundle, |id| built_in(id).ok()).unwrap_or_else(|e| panic!("{id}: {e}"));
        let read = built_in(id).unwrap_or_else(|e| panic!("{id}: {e}"));
        assert_eq!((pack.id.as_str(), pack.edition, &pack.modules), (id, read.edition, &read.modules));
        for language in &pack.languages {
            let name = read.text(language, "programme.name");
            assert_eq!(
                (name.language.as_str(), name.fell_back, name.text.is_empty()),
                (language.as_str(), false, false)
            );
        }
    }
    assert_eq!(built_in("none").unwrap_err().problem, PackProblem::Unknown);
}

#[test]
fn words_are_found_in_the_language_asked_for_or_in_the_first_one_which_is_said() {
    let pack = read(&small()).unwrap();
    let title = |language: &str| {
        let text = pack.text(language, "module.sleep.title");
        (text.text, text.language, text.fell_back)
    };
    let own = |text: &str, language: &str, fell_back| (text.to_owned(), language.to_owned(), fell_back);
    assert_eq!(title("es"), own("Dormir", "es", false));
    assert_eq!(title("es-MX"), own("Dormir", "es", false));
    assert_eq!(title("ES"), own("Dormir", "es", false));
    assert_eq!(title(""), own("Sleep", "en", false));
    assert_eq!(title("fr"), own("Sleep", "en", true));
    // By key: what nobody has written in Spanish yet is there in English.
    let about = pack.text("es-MX", "module.sleep.about");
    assert_eq!((about.text.as_str(), about.language.as_str(), about.fell_back), ("Rest.", "en", true));
    assert_eq!(pack.find("en", "module.none.title"), None);
    assert_eq!(pack.text("en", "module.none.title"), Text::default());
}

#[rustfmt::skip] // a table
#[test]
fn what_is_wrong_is_said_with_file_place_and_reason() {
    type Change = (&'static str, &'static str, Value);
    use PackProblem as P;
    let cases: Vec<(Change, &str, &str, PackProblem)> = vec![
        (("pack.json", "/schema", json!(2)), "pack.json", "/schema", P::NewerSchema { found: 2, known: 1 }),
        (("pack.json", "/id", json!("Small")), "pack.json", "/id", P::Id),
        (("pack.json", "/edition", json!(0)), "pack.json", "/edition", P::OutOfRange { min: 1, max: (1 << 53) - 1 }),
        (("pack.json", "/languages/1", json!("fr")), "pack.json", "/languages/1", P::Missing),
        (("pack.json", "/extends", json!("none")), "pack.json", "/extends", P::Unknown),
        (("pack.lists.json", "/modules", json!([])), "pack.modules.json", "/modules", P::Twice),
        (("pack.modules.json", "/modules", json!([])), "pack.modules.json", "/modules", P::Empty),
        (("pack.modules.json", "/modules/0/sessions", json!(61)), "pack.modules.json", "/modules/0/sessions", P::OutOfRange { min: 1, max: 60 }),
        (("pack.modules.json", "/modules/0/homework/0", json!("run")), "pack.modules.json", "/modules/0/homework/0", P::Unknown),
        (("pack.modules.json", "/modules/0/coping/0", json!("days")), "pack.modules.json", "/modules/0/coping/0", P::Unknown),
        (("pack.modules.json", "/modules/0/worksheets", json!(["plan", "plan"])), "pack.modules.json", "/modules/0/worksheets/1", P::Twice),
        (("pack.modules.json", "/modules/0/handouts/0/reviewed/by", json!(" ")), "pack.modules.json", "/modules/0/handouts/0/reviewed/by", P::Empty),
        (("pack.lists.json", "/coping/strategies/0/practice/seconds", json!([1, 2])), "pack.lists.json", "/coping/strategies/0/practice/seconds", P::OutOfRange { min: 1, max: 1 }),
        (("pack.lists.json", "/coping/strategies/0/steps", json!(0)), "pack.lists.json", "/coping/strategies/0/steps", P::OutOfRange { min: 1, max: 20 }),
        (("pack.lists.json", "/progress_check/items/0/id", json!("note")), "pack.lists.json", "/progress_check/items/0/id", P::Twice),
        (("pack.lists.json", "/help_lines/0/lines/0/number", json!("call me")), "pack.lists.json", "/help_lines/0/lines/0/number", P::Malformed),
        (("pack.lists.json", "/help_lines/0/lines/0/source", json!("http://example.org")), "pack.lists.json", "/help_lines/0/lines/0/source", P::Malformed),
        (("pack.lists.json", "/help_lines/0/region", json!("gb")), "pack.lists.json", "/help_lines/0/region", P::Malformed),
        (("en/lists.json", "/trouble.days", json!("Days")), "en/lists.json", "/trouble.days", P::StrayText),
        (("en/lists.json", "/trouble.nights", json!("")), "en/lists.json", "/trouble.nights", P::Empty),
        (("en/lists.json", "/module.sleep.title", json!("Again")), "en/modules.json", "/module.sleep.title", P::Twice),
        (("es/modules.json", "/module.sleep.title", json!("a".repeat(281))), "es/modules.json", "/module.sleep.title", P::TooLong { limit: 280 }),
        (("es/modules.json", "/module.sleep.about", json!("a\u{0}")), "es/modules.json", "/module.sleep.about", P::Malformed),
        (("readme.txt", "", json!("hello")), "readme.txt", "", P::StrayFile),
        (("fr/modules.json", "", json!({})), "fr", "", P::StrayFile),
    ];
    for ((file, pointer, value), named, path, problem) in cases {
        let mut files = small();
        put(&mut files, file, pointer, value);
        let error = read(&files).expect_err(pointer);
        assert_eq!((error.file.as_str(), error.path.as_str(), &error.problem), (named, path, &problem), "{error}");
    }
    read(&small()).unwrap();
}

#[test]
fn a_shape_that_is_not_known_is_named_too() {
    for (file, pointer, value, path, said) in [
        (
            "pack.modules.json",
            "/modules/0/handouts/0/colour",
            json!("red"),
            "/modules/0/handouts/0/colour",
            "unknown field",
        ),
        ("pack.modules.json", "/modules/0/sessions", json!("two"), "/modules/0/sessions", "invalid type"),
        ("pack.modules.json", "/modules/0/for/kind", json!("nobody"), "/modules/0/for/kind", "unknown variant"),
        ("pack.modules.json", "/modules/0/worksheets/0", json!("diary"), "/modules/0/worksheets/0", "unknown variant"),
        (
            "pack.lists.json",
            "/help_lines/0/lines/0/checked",
            json!("2026-02-30"),
            "/help_lines/0/lines/0/checked",
            "no day",
        ),
        ("en/lists.json", "/trouble.nights", json!(7), "/trouble.nights", "invalid type"),
        ("en/lists.json", "/trouble.nights", json!(-12.5e3), "/trouble.nights", "invalid type"),
        ("en/lists.json", "/trouble.nights", json!(true), "/trouble.nights", "invalid type"),
        ("en/lists.json", "/trouble.nights", json!({"one": "night"}), "/trouble.nights", "invalid type"),
        ("pack.modules.json", "/modules/0", json!({"id": "sleep"}), "/modules/0", "missing field"),
        ("pack.lists.json", "/progress_check", json!({"look_back_months": 10}), "/progress_check", "missing field"),
        ("pack.modules.json", "/modules", json!("1"), "/modules", "invalid type"),
    ] {
        let mut files = small();
        put(&mut files, file, pointer, value);
        let error = read(&files).expect_err(pointer);
        assert_eq!((error.file.as_str(), error.path.as_str()), (file, path), "{error}");
        assert!(matches!(&error.problem, PackProblem::Shape(text) if text.contains(said)), "{error}");
    }
}

#[test]
fn a_pack_for_a_newer_handrail_is_said_to_be_that_whatever_shape_it_has() {
    let mut files = small();
    files["pack.json"]["schema"] = json!(2);
    files["pack.modules.json"]["modules"][0]["film"] = json!({"minutes": 3});
    files["films/a.json"] = json!({"schema": "none"});
    let error = read(&files).unwrap_err();
    assert_eq!(error.to_string(), "pack.json/schema: has schema 2, this Handrail knows 1");
}

#[test]
fn every_text_that_the_structure_asks_for_is_missed() {
    let whole = small();
    for file in ["en/modules.json", "en/lists.json"] {
        for key in whole[file].as_object().unwrap().keys() {
            let mut files = whole.clone();
            files[file].as_object_mut().unwrap().remove(key);
            let error = read(&files).expect_err(key);
            assert_eq!((error.file.as_str(), error.path), ("en", format!("/{key}")));
            assert_eq!(error.problem, PackProblem::Missing);
        }
    }
}

#[test]
fn what_a_pack_leaves_out_it_has_from_the_one_it_extends() {
    let mut files = small();
    files["pack.json"]["extends"] = json!("imr");
    let parent = built_in("imr").unwrap();
    let pack = read(&files).unwrap();
    assert_eq!(pack.extends(), Some("imr"));
    assert_eq!(pack.triggers, parent.triggers);
    assert_eq!(pack.life_areas, parent.life_areas);
    assert_ne!(pack.modules, parent.modules, "modules are a pack's own");
    assert_eq!(pack.text("es", "programme.name"), parent.text("es", "programme.name"), "Spanish is found there");
    assert_eq!(pack.text("en", "programme.name").text, "Sleep well");
}

#[test]
fn a_key_or_a_file_that_comes_twice_is_noticed_although_json_would_take_the_last() {
    let twice_a_key = br#"{"pack.json":{"schema":1},"en/a.json":{"x":"1","x":"2"}}"#;
    let error = Pack::read(twice_a_key, no_parent).unwrap_err();
    assert_eq!((error.file.as_str(), error.path.as_str(), error.problem), ("en/a.json", "/x", PackProblem::Twice));
    let twice_a_file = br#"{"pack.json":{"schema":1},"pack.json":{"schema":1}}"#;
    let error = Pack::read(twice_a_file, no_parent).unwrap_err();
    assert_eq!((error.file.as_str(), error.problem), ("pack.json", PackProblem::Twice));
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let error = Pack::read(&vec![b' '; MAX_UNPACKED + 1], no_parent).unwrap_err();
    assert_eq!(error.problem, PackProblem::TooLarge { limit: MAX_UNPACKED });
    let deep = format!("{{\"pack.json\":{}", "[".repeat(100_000));
    assert!(matches!(Pack::read(deep.as_bytes(), no_parent).unwrap_err().problem, PackProblem::Shape(_)));
}

proptest! {
    #[test]
    fn any_bytes_have_one_clear_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Pack::read(&bytes, no_parent).is_err());
    }

    #[test]
    fn a_pack_with_changed_bytes_is_a_pack_or_refused(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<Option<proptest::sample::Index>>(),
    ) {
        let mut bytes = small().to_string().into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(error) = Pack::read(&bytes, no_parent) {
            prop_assert!(error.to_string().len() < 1_000, "{}", error);
        }
    }
}

fn put(files: &mut Value, file: &str, pointer: &str, value: Value) {
    if files.get(file).is_none() {
        files[file] = json!({});
    }
    let Some((before, last)) = pointer.rsplit_once('/') else {
        files[file] = value;
        return;
    };
    let place = files[file].pointer_mut(before).unwrap();
    match place {
        Value::Array(items) => items[last.parse::<usize>().unwrap()] = value,
        other => other[last] = value,
    }
}
