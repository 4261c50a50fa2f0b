//! Pages as they come out.

use std::sync::Arc;

use super::super::{Form, Sheet};
use super::{on_paper, worded};
use crate::Handrail;
use crate::clock::{Clock, Moment};
use crate::ids::Id;
use crate::programme::pack::{built_in, built_in_ids};
use crate::store::kinds::{ALL, value};
use crate::store::{KeyProvider, StoreConfig, samples};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: 1_790_000_000_000, zone: "Europe/London".into(), offset_min: 60 })
    }

    fn running_ms(&self) -> u64 {
        5
    }
}

struct Key;

impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![3; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

struct Phone(Handrail, std::path::PathBuf);

impl std::ops::Deref for Phone {
    type Target = Handrail;

    fn deref(&self) -> &Handrail {
        &self.0
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.1);
    }
}

fn phone() -> Phone {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("handrail-paper-{}-{number}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let config = StoreConfig { folder: folder.clone(), page_limit: None };
    Phone(Handrail::open(config, Arc::new(Key), Arc::new(Noon)).unwrap(), folder)
}

/// One record of every kind, in whose every field of words stands `of(kind, field)`.
fn full(of: impl Fn(&str, &str) -> String) -> Phone {
    let ana = phone();
    ana.write(|w| {
        for kind in ALL {
            let id = if kind.name == "setting" { crate::settings::setting_id("name") } else { w.new_id()? };
            let mut values = samples::values(kind, "x");
            for field in worded(kind).filter(|f| *f != "body") {
                values.retain(|(name, _)| *name != field);
                values.push((field, value(of(kind.name, field))));
            }
            w.insert(kind, id, &values)?;
        }
        Ok(())
    })
    .unwrap();
    ana
}

fn all(of: &Handrail, form: Form, language: &str) -> String {
    let mut bytes = Vec::new();
    of.print_all(form, language, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_word_of_the_person_is_on_paper() {
    let ana = full(|kind, field| format!("[{kind}.{field}]"));
    let html = all(&ana, Form::Filled, "en");
    for kind in on_paper() {
        for field in worded(kind).filter(|f| *f != "body") {
            assert!(html.contains(&format!("[{}.{field}]", kind.name)), "{}.{field}", kind.name);
        }
    }
    // Each on the sheet that it belongs to, and that one alone.
    let plan = ana.print_sheet(Sheet::Plan, Form::Filled, "en").unwrap();
    assert!(plan.contains("[plan_line.wording]") && !plan.contains("[medicine.name]"));
    assert!(!html.contains('⟨'), "a text without words");
}

#[test]
fn what_hangs_on_something_that_is_gone_is_on_paper_all_the_same() {
    let ana = full(|kind, field| format!("[{kind}.{field}]"));
    // In these samples every parent's id names nothing.
    let html = ana.print_sheet(Sheet::Goal, Form::Filled, "en").unwrap();
    assert!(html.contains("[step_result.what_helped]") && html.contains("[step.title]"));
}

#[test]
fn nothing_that_a_person_writes_can_do_anything_to_the_page() {
    for attack in [
        "<script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' dir='rtl",
        "<!-- ",
        "]]>&lt;b&gt;&#60;",
    ] {
        let ana = full(|_, _| attack.to_owned());
        ana.write(|w| {
            let id = crate::settings::setting_id("name");
            w.update(&crate::store::kinds::SETTING, id, &vec![("value", value(format!("{attack:?}")))]).map(drop)
        })
        .unwrap();
        let html = all(&ana, Form::Filled, "en");
        let plain = all(&full(|_, _| "word".to_owned()), Form::Filled, "en");
        // As many tags and as many quotation marks as with a harmless word.
        for mark in ['<', '>', '"', '\''] {
            assert_eq!(html.matches(mark).count(), plain.matches(mark).count(), "{mark} {attack}");
        }
        let escaped = attack.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert!(html.contains(&escaped.replace('"', "&quot;").replace('\'', "&#39;")), "{attack}");
    }
}

#[test]
fn a_page_stands_alone_and_fits_paper_of_both_kinds() {
    let ana = full(|_, _| "word".to_owned());
    for form in [Form::Filled, Form::Blank] {
        let html = all(&ana, form, "en");
        for outside in ["<script", "<link", "src=", "href=", "url(", "@import", "http:", "https:"] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert!(html.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"));
        assert!(html.contains("@page{margin:16mm}"), "no size of paper is asked for, so both fit");
        assert!(html.contains("default-src 'none'") && html.ends_with("</html>\n"));
    }
}

#[test]
fn arabic_runs_from_right_to_left_and_a_persons_words_as_their_own_letters_do() {
    let ana = full(|_, _| "Ana's own words".to_owned());
    let html = all(&ana, Form::Filled, "ar");
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(html.contains("<dd dir=\"auto\">Ana&#39;s own words</dd>"));
    assert!(!html.contains("margin-left") && !html.contains("text-align:left"), "nothing is tied to one side");
    let english = all(&ana, Form::Filled, "en");
    assert_ne!(html.matches("Medicine").count(), english.matches("Medicine").count());
}

#[test]
fn a_blank_sheet_has_the_labels_and_room_to_write_and_nothing_of_the_person() {
    let ana = full(|kind, field| format!("[{kind}.{field}]"));
    let empty = phone();
    for sheet in Sheet::ALL {
        let blank = ana.print_sheet(sheet, Form::Blank, "en").unwrap();
        assert_eq!(blank, empty.print_sheet(sheet, Form::Blank, "en").unwrap(), "{}", sheet.word());
        let room = blank.contains("class=\"rule\"") || blank.contains("class=\"box\"");
        assert_eq!(room, sheet.has_blank(), "{}", sheet.word());
        assert!(!blank.contains('⟨'), "{}", sheet.word());
    }
    // Lists of the programme are there to tick.
    let areas = empty.print_sheet(Sheet::LifeAreas, Form::Blank, "en").unwrap();
    let pack = built_in("imr").unwrap();
    for area in &pack.life_areas.areas {
        let name = pack.text("en", &format!("area.{area}")).text.replace('\'', "&#39;").replace('&', "&amp;");
        assert!(areas.contains(&name.replace("&amp;#39;", "&#39;")), "{area}");
    }
    let check = empty.print_sheet(Sheet::ProgressCheck, Form::Blank, "en").unwrap();
    assert!(check.matches("<h4>").count() >= pack.progress_check.as_ref().unwrap().items.len());
    let stress = empty.print_sheet(Sheet::Stress, Form::Blank, "en").unwrap();
    assert!(stress.matches("<li class=\"box\">").count() > 20);
}

#[test]
fn a_sheet_without_an_entry_says_so_kindly() {
    let html = phone().print_sheet(Sheet::Medication, Form::Filled, "en").unwrap();
    assert!(html.contains("Nothing written here yet."));
}

#[test]
fn the_visit_sheet_takes_questions_and_side_effects_along_and_nothing_else() {
    let ana = phone();
    let note = |part: &str, words: &str| {
        let mut values = samples::values(&crate::store::kinds::MEDICINE_NOTE, words);
        values.retain(|(name, _)| *name != "part");
        values.push(("part", value(part.to_owned())));
        ana.write(|w| w.insert(&crate::store::kinds::MEDICINE_NOTE, w.new_id()?, &values)).unwrap();
    };
    note("question", "Can I take it in the evening?");
    note("side_effect", "A dry mouth");
    note("good_side", "I sleep");
    let visit = ana.print_sheet(Sheet::Visit, Form::Filled, "en").unwrap();
    assert!(visit.contains("Can I take it in the evening?") && visit.contains("A dry mouth"));
    assert!(!visit.contains("I sleep"));
}

#[test]
fn every_handout_of_every_programme_prints_in_every_language() {
    let ana = phone();
    for id in built_in_ids() {
        let pack = built_in(id).unwrap();
        let enrolled = vec![
            ("programme", value(id.to_owned())),
            ("edition", value(1)),
            ("format", value("individual".to_owned())),
            ("started", value("2026-09-21".to_owned())),
            ("state", value("active".to_owned())),
        ];
        let mut made = Id::from_bytes([0; 16]);
        ana.write(|w| {
            made = w.new_id()?;
            w.insert(&crate::store::kinds::ENROLMENT, made, &enrolled)
        })
        .unwrap();
        for module in &pack.modules {
            for language in &pack.languages {
                let html = ana.print_handouts(&module.id, Form::Blank, language).unwrap();
                let title = pack.text(language, &format!("module.{}.title", module.id)).text;
                assert!(
                    html.contains(&title.replace('&', "&amp;").replace('\'', "&#39;")),
                    "{id} {} {language}",
                    module.id
                );
                assert_eq!(html.matches("<section style").count(), module.handouts.len());
                assert!(!html.contains('⟨'));
            }
        }
        ana.write(|w| w.remove_for_good(&crate::store::kinds::ENROLMENT, made)).unwrap();
    }
    assert!(matches!(ana.print_handouts("no_such_module", Form::Blank, "en"), Err(crate::Error::NotFound(_))));
}

#[test]
fn a_clinics_own_questionnaire_is_on_paper_in_its_own_words() {
    use crate::progress_check::instrument::{Answer, Answers};
    use crate::progress_check::{FilledBy, NewInstrumentAnswers};
    let ana = phone();
    let questionnaire = r#"{"resourceType":"Questionnaire","url":"https://clinic.example/q","version":"2","title":"How it goes",
      "status":"active","item":[{"linkId":"1","text":"How was the week?","type":"text"}]}"#;
    ana.install_instrument(questionnaire.as_bytes()).unwrap();
    let new = NewInstrumentAnswers {
        url: "https://clinic.example/q".into(),
        version: "2".into(),
        filled_by: FilledBy::Client,
        answers: Answers::from([("1".to_owned(), Answer::Words("quiet".into()))]),
        note: String::new(),
    };
    ana.record_instrument(&new).unwrap();
    let html = ana.print_sheet(Sheet::ProgressCheck, Form::Filled, "en").unwrap();
    assert!(html.contains(">How was the week?<") && html.contains(">quiet<"));
    // Taken off the phone, what was answered is still there.
    ana.remove_instrument("https://clinic.example/q", "2").unwrap();
    assert!(ana.print_sheet(Sheet::ProgressCheck, Form::Filled, "en").unwrap().contains("quiet"));
}
