//! The words of the interface: every language is whole, and every word is kind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, missing_docs)]

#[path = "words/read.rs"]
mod read;

use std::collections::BTreeSet;

use handrail_core::words::{FALLBACK, Found, Language, Words, languages};
use read::{english, every_language, none, pack_texts, packs};

#[test]
fn the_library_carries_what_the_folder_holds() {
    let carried: BTreeSet<&str> = languages().collect();
    let held = every_language();
    assert_eq!(carried, held.keys().map(String::as_str).collect());
    for tag in ["en", "es", "ar"] {
        assert_eq!(Words::of(tag).tag(), tag);
        assert_eq!(Words::of(tag).found("sheet-plan"), Found::InLanguage);
        assert_eq!(Words::of(tag).right_to_left(), tag == "ar");
    }
}

#[test]
fn every_language_has_every_message_and_no_other() {
    let (english, mut found) = (english(), Vec::new());
    let wanted: BTreeSet<&str> = english.ids().collect();
    for (tag, language) in every_language() {
        let has: BTreeSet<&str> = language.ids().collect();
        found.extend(wanted.difference(&has).map(|id| format!("{tag}: {id} is missing")));
        found.extend(has.difference(&wanted).map(|id| format!("{tag}: {id} is not in English")));
    }
    none("messages", found);
}

#[test]
fn a_message_takes_the_same_arguments_in_every_language() {
    // A language may name a word of the programme with or without its capital, or leave it out.
    let plain = |language: &Language, id: &str| -> BTreeSet<String> {
        let names = language.variables(id).unwrap_or_default().into_iter().map(str::to_lowercase);
        names.filter(|name| !WORDINGS.contains(&name.as_str())).collect()
    };
    let (english, mut found) = (english(), Vec::new());
    for (tag, language) in every_language() {
        for id in english.ids().filter(|id| language.variables(id).is_some()) {
            let (wanted, has) = (plain(&english, id), plain(&language, id));
            if wanted != has {
                found.push(format!("{tag}: {id} takes {has:?}, in English {wanted:?}"));
            }
        }
    }
    none("arguments", found);
}

/// What a pack names in its own way.
const WORDINGS: [&str; 3] = ["homework", "client", "programme"];

#[test]
fn every_wording_of_a_pack_has_its_word_and_no_argument_has_its_name() {
    let english = english();
    let mut found = Vec::new();
    for pack in packs() {
        for concept in WORDINGS {
            let choice = pack["wording"][concept].as_str().unwrap_or_default();
            if !choice.is_empty() && english.variables(&format!("wording-{concept}-{choice}")).is_none() {
                found.push(format!("pack {}: no wording-{concept}-{choice}", pack["id"]));
            }
        }
    }
    none("wording", found);
    for (concept, choice, said) in [
        ("homework", "practice", "My practice"),
        ("homework", "assignment", "My assignment"),
        ("homework", "", "My homework"),
    ] {
        assert_eq!(Words::of("en").with_wording(concept, choice).say("sheet-homework", &[]), said);
    }
    assert_eq!(Words::of("ar").with_wording("homework", "practice").say("homework-result-homework", &[]), "التمرين");
}

#[test]
fn plural_forms_are_whole_in_every_language() {
    let (english, mut found) = (english(), Vec::new());
    let choosing: BTreeSet<&str> = english.ids().filter(|id| english.forms(id).is_some()).collect();
    assert!(choosing.len() > 10);
    for (tag, language) in every_language() {
        let wanted: BTreeSet<&str> = language.forms_of_language().into_iter().collect();
        for id in language.ids() {
            match language.forms(id) {
                Some(forms) => {
                    let has: BTreeSet<&str> = forms.iter().copied().collect();
                    if has != wanted || forms.len() != wanted.len() {
                        found.push(format!("{tag}: {id} has {forms:?}, the language {wanted:?}"));
                    }
                }
                None if choosing.contains(id) => found.push(format!("{tag}: {id} does not choose, in English it does")),
                None => {}
            }
        }
    }
    none("plural forms", found);
    let of = |tag: &str| every_language()[tag].forms_of_language().len();
    assert_eq!((of("en"), of("es"), of("ar")), (2, 3, 6), "forms as CLDR has them");
}

#[test]
fn texts_are_tidy() {
    let mut found = Vec::new();
    for (tag, language) in every_language() {
        for id in language.ids() {
            for text in language.readings(id) {
                let bad = text.trim() != text || text.contains("  ") || text.is_empty();
                let marks = text
                    .chars()
                    .any(|c| matches!(c, '\u{2066}'..='\u{2069}' | '\u{202A}'..='\u{202E}' | '\u{200E}' | '\u{200F}'));
                if bad || marks || text.contains(['<', '>', '\t', '!']) || text.contains("...") || text.contains('"') {
                    found.push(format!("{tag}: {id}: {text}"));
                }
            }
        }
    }
    none("spaces, marks of direction, markup, calls or straight quotes", found);
}

/// Words that are not said to a person, as beginnings of words (`*`) or whole words. From the rules of the
/// programme: nothing that blames, scores, alarms, diagnoses or predicts, nobody who looks over a shoulder.
const UNKIND: &[(&str, &str)] = &[
    (
        "en",
        "we us our ours watch* monitor* surveil* overdue late fail* missed relaps* adheren* complian* complied \
            diagnos* predict* probab* risk danger* score* streak* false wrongly alarm* alert* must should obey lazy \
            refuse* resist* abnormal suffer* patient victim episode user users invalid error",
    ),
    (
        "es",
        "nosotros nosotras nuestr* vigil* monitor* supervis* atrasad* vencid* fracas* fall* recaíd* recaer adheren* \
            cumplimiento diagnos* diagnóst* predic* pronóst* riesgo peligros* puntuación puntaje puntos racha \
            fals* alarma* alerta* debes debe deberías flojo vago anormal sufr* paciente víctima episodio error inválid*",
    ),
    (
        "ar",
        "نحن نراقب مراقبة فشل فشلت متأخر متأخرة انتكاس انتكاسة الانتكاس التزام الالتزام تشخيص التشخيص توقع تنبؤ احتمال خطورة \
            درجتك نقاط كاذب خاطئ إنذار إنذارات تحذير يجب عليك كسول مريض المريض ضحية نوبة خطأ",
    ),
];

/// Places where one of these words is the right one.
const KIND_ALL_THE_SAME: &[(&str, &str)] = &[
    // A person in danger is told so, plainly.
    ("help-now-danger", "the one place where danger is named"),
];

/// Of those, what no text of a pack says in English either. A handout may name what the interface does not: a relapse, a
/// diagnosis.
const NEVER: &str = "we us our ours watch* monitor* surveil* overdue fail* adheren* complian* predict* score* streak* false \
                     must abnormal suffer* victim user users";

/// The words of a text that are on a list.
fn listed<'a>(text: &'a str, list: &str) -> Vec<&'a str> {
    let is = |word: &str, bad: &str| {
        let word = word.to_lowercase();
        bad.strip_suffix('*').map_or_else(|| word == bad, |beginning| word.starts_with(beginning))
    };
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| list.split_whitespace().any(|bad| is(word, bad))).collect()
}

#[test]
fn nothing_said_to_a_person_is_unkind() {
    let mut found = Vec::new();
    for (tag, language) in every_language() {
        let Some((_, list)) = UNKIND.iter().find(|(t, _)| *t == tag) else {
            found.push(format!("{tag} has no list of words that are not said"));
            continue;
        };
        for id in language.ids().filter(|id| KIND_ALL_THE_SAME.iter().all(|(kind, _)| kind != id)) {
            for text in language.readings(id) {
                found.extend(listed(&text, list).iter().map(|word| format!("{tag}: {id}: “{word}” in: {text}")));
            }
        }
    }
    none("words that are not said", found);
}

#[test]
fn no_text_of_a_pack_blames_scores_or_looks_over_a_shoulder() {
    let texts = pack_texts(FALLBACK);
    assert!(texts.len() > 1000, "{} texts", texts.len());
    let said = texts
        .iter()
        .flat_map(|(key, text)| listed(text, NEVER).into_iter().map(move |word| format!("{key}: “{word}”")));
    none("words that are not said", said);
}
