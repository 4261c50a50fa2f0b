//! What a notification says where anybody may read it: nothing about illness, in any language, from one place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use handrail_core::reminders::NEUTRAL;
use handrail_core::words::{Language, languages};

/// What a text that anybody may read must not hold: the programme, symptoms, medicines. In every language.
#[allow(clippy::too_many_lines, reason = "a list of words for each language")]
fn forbidden(tag: &str) -> &'static [&'static str] {
    match tag {
        "en" => &[
            "imr",
            "illness",
            "recovery",
            "programme",
            "program",
            "module",
            "mental",
            "clinic",
            "therap",
            "hospital",
            "symptom",
            "sign",
            "voice",
            "paranoi",
            "mood",
            "depress",
            "anx",
            "psychos",
            "schizo",
            "bipolar",
            "relapse",
            "crisis",
            "medic",
            "medication",
            "pill",
            "tablet",
            "dose",
            "drug",
            "taken",
            "skipped",
            "prescri",
            "homework",
            "goal",
            "substance",
            "alcohol",
            "practitioner",
        ],
        "es" => &[
            "imr",
            "enfermedad",
            "recuperaci",
            "programa",
            "módulo",
            "mental",
            "clínica",
            "terapia",
            "hospital",
            "síntoma",
            "señal",
            "voces",
            "paranoi",
            "ánimo",
            "depres",
            "ansiedad",
            "psicosis",
            "esquizo",
            "bipolar",
            "recaída",
            "crisis",
            "medic",
            "pastilla",
            "pildora",
            "píldora",
            "dosis",
            "droga",
            "tomada",
            "receta",
            "tarea",
            "meta",
            "sustancia",
            "alcohol",
            "profesional",
        ],
        "ar" => &[
            "مرض",
            "تعاف",
            "برنامج",
            "وحدة",
            "نفسي",
            "عيادة",
            "علاج",
            "مستشفى",
            "أعراض",
            "علامة",
            "أصوات",
            "ارتياب",
            "مزاج",
            "اكتئاب",
            "قلق",
            "ذهان",
            "فصام",
            "ثنائي القطب",
            "انتكاس",
            "أزمة",
            "دواء",
            "أدوية",
            "حبة",
            "جرعة",
            "مخدر",
            "وصفة",
            "واجب",
            "هدف",
            "كحول",
        ],
        _ => &[],
    }
}

#[test]
fn in_no_language_does_a_neutral_text_name_the_programme_a_symptom_or_a_medicine() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/words");
    let mut read = 0;
    for tag in languages() {
        let words = forbidden(tag);
        assert!(!words.is_empty(), "{tag} needs its list of words");
        let fluent = std::fs::read_to_string(folder.join(format!("{tag}.ftl"))).unwrap();
        let language = Language::read(tag, &fluent).unwrap();
        for id in NEUTRAL {
            let readings = language.readings(id);
            assert!(!readings.is_empty(), "{tag}: {id}");
            for text in readings {
                read += 1;
                let said = text.to_lowercase();
                for word in words {
                    assert!(!said.contains(word), "{tag}: {id} says “{word}”: {text}");
                }
                let others = language.variables(id).unwrap_or_default().into_iter().filter(|v| *v != "count").count();
                assert_eq!(others, 0, "{tag}: {id} takes words of the person's");
            }
        }
    }
    assert!(read >= NEUTRAL.len() * 3);
}

#[test]
fn one_place_alone_chooses_what_a_notification_says() {
    fn sources(folder: &std::path::Path, into: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(path);
            }
        }
    }
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 100, "{} files", files.len());
    let full = ["reminder-homework", "reminder-step", "reminder-own", "reminder-check-in", "reminder-meeting"];
    let mut told = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for id in NEUTRAL.iter().chain(&full) {
            let named = text.contains(&format!("\"{id}\""));
            told += usize::from(named);
            assert!(!named || file.ends_with("reminders/text.rs"), "{} names {id}", file.display());
        }
    }
    assert_eq!(told, NEUTRAL.len() + full.len(), "each of them stands in text.rs");
}
