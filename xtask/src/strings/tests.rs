#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]
//! What was written is read back, as the phones read it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use serde_json::Value;

use super::said::{Known, look, places, unlike};
use super::{Files, WORDING, Words, android, ios, kotlin};
use crate::repo::Repo;
use crate::words::FIRST;
use crate::words::texts::{self, Message, Piece};

fn words() -> Words {
    Words::of(texts::messages(&Repo::find().unwrap()).unwrap()).unwrap()
}

fn of(languages: &[(&str, &str)]) -> Result<Words, String> {
    Words::of(languages.iter().map(|(tag, ftl)| ((*tag).to_owned(), texts::parse(ftl).unwrap())).collect())
}

/// The text of a resource as Android hands it out: spaces joined, marks taken off.
fn as_android_reads(text: &str) -> String {
    let joined = text.split([' ', '\n', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let mut read = String::new();
    let mut rest = joined.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next().unwrap() {
                'n' => read.push('\n'),
                't' => read.push('\t'),
                'u' => {
                    let digits: String = rest.by_ref().take(4).collect();
                    read.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
                }
                marked => read.push(marked),
            },
            '\'' | '"' => panic!("a bare mark in {text}"),
            '@' | '?' if read.is_empty() => panic!("a reference in {text}"),
            c => read.push(c),
        }
    }
    read
}

/// Puts values into a text with numbered places, as both systems do.
fn filled(text: &str, variables: &[String]) -> String {
    if variables.is_empty() {
        return text.to_owned();
    }
    let mut made = String::new();
    let mut parts = text.split('%');
    made.push_str(parts.next().unwrap());
    while let Some(part) = parts.next() {
        if part.is_empty() {
            made.push('%');
            made.push_str(parts.next().unwrap_or_default());
            continue;
        }
        let (number, rest) = part.split_once('$').unwrap_or_else(|| panic!("a place without a number in {text}"));
        let name = &variables[number.parse::<usize>().unwrap() - 1];
        let rest = ["s", "@", "lld"].iter().find_map(|kind| rest.strip_prefix(kind)).unwrap();
        let _ = write!(made, "<{name}>{rest}");
    }
    made
}

/// The text with the name of each variable in its place, straight from the Fluent file.
fn wanted(pieces: &[Piece]) -> String {
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Plain(plain) => plain.clone(),
        Piece::Place(name) => format!("<{name}>"),
    });
    shown.collect()
}

/// Every form of every message of a language, by id and form.
type Read = BTreeMap<(String, String), String>;

fn in_fluent(messages: &BTreeMap<String, Message>) -> Read {
    let forms = |m: &Message| m.forms.iter().map(|(f, p)| ((m.id.clone(), f.clone()), wanted(p))).collect::<Vec<_>>();
    messages.values().flat_map(forms).collect()
}

fn on_android(xml: &str, words: &Words) -> Read {
    let document = roxmltree::Document::parse(xml).unwrap();
    let by_name: BTreeMap<String, &Message> = words.english.iter().map(|m| (android::name(&m.id), m)).collect();
    let mut read = Read::new();
    for node in document.root_element().children().filter(roxmltree::Node::is_element) {
        let first = by_name[node.attribute("name").unwrap()];
        let mut take = |form: &str, text: &str| {
            let text = filled(&as_android_reads(text), &first.variables);
            assert!(read.insert((first.id.clone(), form.to_owned()), text).is_none(), "{} twice", first.id);
        };
        match node.tag_name().name() {
            "string" => take("other", node.text().unwrap_or_default()),
            "plurals" => {
                for item in node.children().filter(roxmltree::Node::is_element) {
                    take(item.attribute("quantity").unwrap(), item.text().unwrap());
                }
            }
            other => panic!("{other}"),
        }
    }
    read
}

fn on_ios(catalog: &Value, tag: &str, words: &Words) -> Read {
    let mut read = Read::new();
    for first in &words.english {
        let Some(localization) = catalog["strings"][&first.id]["localizations"].get(tag) else { continue };
        let mut take = |form: &str, unit: &Value| {
            let text = unit["stringUnit"]["value"].as_str().unwrap();
            read.insert((first.id.clone(), form.to_owned()), filled(text, &first.variables));
        };
        match localization.get("variations") {
            Some(variations) => {
                variations["plural"].as_object().unwrap().iter().for_each(|(form, unit)| take(form, unit));
            }
            None => take("other", localization),
        }
    }
    read
}

#[test]
fn both_systems_read_every_message_of_every_language_as_it_was_written() {
    let words = words();
    assert!(words.english.len() > 1_200 && words.languages.len() >= 3, "{} messages", words.english.len());
    let files = words.files();
    let catalog: Value = serde_json::from_str(&files["ios/Localizable.xcstrings"]).unwrap();
    assert_eq!((&catalog["sourceLanguage"], &catalog["version"]), (&"en".into(), &"1.0".into()));
    for (tag, messages) in &words.languages {
        let wanted = in_fluent(messages);
        assert_eq!(messages.len(), words.english.len(), "{tag}");
        let android = on_android(&files[&android::path(tag)], &words);
        let ios = on_ios(&catalog, tag, &words);
        for (key, text) in &wanted {
            assert_eq!(android.get(key), Some(text), "{tag} {key:?} on Android");
            assert_eq!(ios.get(key), Some(text), "{tag} {key:?} on iOS");
        }
        assert_eq!((android.len(), ios.len()), (wanted.len(), wanted.len()), "{tag}");
    }
}

#[test]
fn every_language_has_the_plural_forms_of_cldr() {
    let words = words();
    let plurals: Vec<&Message> = words.english.iter().filter(|m| m.selector.is_some()).collect();
    assert!(plurals.len() >= 20, "{} messages with forms", plurals.len());
    for (tag, messages) in &words.languages {
        let locale: Locale = tag.parse().unwrap();
        let rules = PluralRules::try_new_cardinal((&locale).into()).unwrap();
        let forms: BTreeSet<&str> = rules
            .categories()
            .map(|category| match category {
                PluralCategory::Zero => "zero",
                PluralCategory::One => "one",
                PluralCategory::Two => "two",
                PluralCategory::Few => "few",
                PluralCategory::Many => "many",
                PluralCategory::Other => "other",
            })
            .collect();
        for first in &plurals {
            let message = &messages[&first.id];
            assert_eq!(message.selector, first.selector, "{tag} {}", first.id);
            let has: BTreeSet<&str> = message.forms.iter().map(|(form, _)| form.as_str()).collect();
            assert_eq!(has, forms, "{tag} {}", first.id);
        }
    }
}

#[test]
fn every_language_reaches_every_variable() {
    // Not what only chooses, and of what a programme calls things not both the small and the capital letter.
    let free = |first: &Message, name: &str| first.selector.as_deref() == Some(name) || WORDING.contains(&name);
    let words = words();
    for (tag, messages) in &words.languages {
        for first in &words.english {
            let places: BTreeSet<&String> = messages[&first.id]
                .forms
                .iter()
                .flat_map(|(_, pieces)| pieces)
                .filter_map(|piece| match piece {
                    Piece::Place(name) => Some(name),
                    Piece::Plain(_) => None,
                })
                .collect();
            let unreached = first.variables.iter().find(|n| !places.contains(n) && !free(first, n));
            assert_eq!(unreached, None, "{tag} {}", first.id);
        }
    }
}

#[test]
fn names_of_resources_are_used_once_and_are_no_words_of_java() {
    const JAVA: [&str; 14] = [
        "abstract", "case", "class", "default", "do", "final", "for", "goto", "if", "import", "new", "package", "this",
        "try",
    ];
    let words = words();
    let names: Vec<String> = words.english.iter().map(|m| android::name(&m.id)).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    for name in &names {
        assert!(!JAVA.contains(&name.as_str()), "{name}");
        let letters = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        assert!(letters && name.starts_with(|c: char| c.is_ascii_lowercase()), "{name}");
    }
}

/// The table of variables as the code beside it reads it.
fn table(code: &str) -> BTreeMap<&str, Vec<&str>> {
    let parts = code.split("\"\"\"").skip(1).step_by(2);
    let lines = parts.flat_map(str::lines).filter(|line| !line.is_empty());
    lines
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .map(|(id, n)| (id, n.split_whitespace().collect()))
        .collect()
}

#[test]
fn kotlin_and_swift_know_the_variables_of_every_message() {
    let words = words();
    let kotlin = kotlin::text_arguments(&words.english);
    let swift = ios::text_arguments(&words.english);
    assert_eq!(table(&kotlin), table(&swift));
    assert_eq!(table(&kotlin).len(), words.english.len());
    assert_eq!(table(&kotlin)["shell-step-of"], ["number", "of"]);
    assert_eq!(table(&kotlin)["coping-helped-count"], ["count*", "helped"]);
    assert_eq!(table(&kotlin)["shell-back"], [""; 0]);
    let ids = kotlin::text_ids(&words.english);
    assert!(ids.contains("numbers[\"shell-back\"] = R.string.shell_back\n"));
    assert!(ids.contains("numbers[\"coping-tries\"] = R.plurals.coping_tries\n"));
    assert_eq!(ids.matches("] = R.").count(), words.english.len());
    // A method or a text that is too long does not compile.
    assert!(kotlin.split("\"\"\"").chain(ids.split("private fun")).all(|part| part.len() < 40_000));
}

#[test]
fn marks_of_android_xml_and_formatters_are_kept_as_text() {
    let words = of(&[(
        "en",
        "a = @ home: it's \"fine\" & <b>50 %</b> \\ done?\nb = ? 50 % of { $what }  twice\nc = one\n\n  two\nd = { $n } \n",
    )])
    .unwrap();
    let files = words.files();
    let xml = &files["android/res/values/strings.xml"];
    assert!(xml.contains(
        r#"<string name="a" formatted="false">\@ home: it\'s \"fine\" &amp; &lt;b&gt;50 %&lt;/b&gt; \\ done?</string>"#
    ));
    assert!(xml.contains(r#"<string name="b">\? 50 %% of %1$s \u0020twice</string>"#), "{xml}");
    assert!(xml.contains(r#"<string name="c">one\n\ntwo</string>"#), "{xml}");
    let catalog: Value = serde_json::from_str(&files["ios/Localizable.xcstrings"]).unwrap();
    let wanted = in_fluent(&words.languages["en"]);
    assert_eq!(on_android(xml, &words), wanted);
    assert_eq!(on_ios(&catalog, "en", &words), wanted);
    assert_eq!(android::escaped(" two "), "\\u0020two\\u0020");
}

#[test]
fn a_number_keeps_its_place_in_every_language() {
    let english = "due = { $who }, in { $count ->\n [one] { $count } day\n *[other] { $count } days\n}: { $what }\n";
    let polish = "due = { $what }: { $count ->\n [one] jutro, { $who }\n [few] za { $count } dni, { $who }\n [many] za { $count } dni, { $who }\n *[other] za { $count } dnia, { $who }\n}\n";
    let words = of(&[("en", english), ("pt-BR", polish)]).unwrap();
    let files: Files = words.files();
    let xml = &files["android/res/values-b+pt+BR/strings.xml"];
    assert!(xml.contains(r#"<item quantity="one">%3$s: jutro, %1$s</item>"#), "{xml}");
    assert!(xml.contains(r#"<item quantity="other">%3$s: za %2$s dnia, %1$s</item>"#), "{xml}");
    let catalog: Value = serde_json::from_str(&files["ios/Localizable.xcstrings"]).unwrap();
    let plural = &catalog["strings"]["due"]["localizations"]["pt-BR"]["variations"]["plural"];
    assert_eq!(plural["few"]["stringUnit"]["value"], "%3$@: za %2$lld dni, %1$@");
    assert_eq!(table(&kotlin::text_arguments(&words.english))["due"], ["who", "count*", "what"]);
}

#[test]
fn a_language_that_says_something_else_is_refused() {
    assert!(of(&[("es", "a = b\n")]).is_err(), "no {FIRST}");
    assert!(of(&[("en", "a = b\n"), ("es", "a = b\nc = d\n")]).unwrap_err().contains("c is not in en.ftl"));
    assert!(of(&[("en", "a = { $x }\n"), ("es", "a = { $y }\n")]).unwrap_err().contains("a has other variables"));
    let capital = of(&[("ar", "a = { $homework }: { $x }\n"), ("en", "a = { $Homework }: { $x }\n")]).unwrap();
    assert_eq!(capital.english[0].variables, ["Homework", "x", "homework"]);
    let chooses = "a = { $x ->\n [one] b\n *[other] c\n}\n";
    assert!(of(&[("en", "a = { $x }\n"), ("es", chooses)]).is_err());
    assert!(texts::parse("a = { -term }\n").is_err() && texts::parse("a = { \"quoted\" }\n").is_err());
}

fn known() -> Known {
    let words = "goal-title = Goal\nsay-it = { $who } says { $what } of { $homework }\nresult-goal-done = Yes\nresult-done = Done\nresult-not = Not\n";
    texts::parse(words).unwrap().into_iter().map(|m| (m.id, m.variables)).collect()
}

fn form() -> BTreeSet<String> {
    places("a.kt", "mapOf(\"goal-form\" to { _ -> Form })").into_iter().collect()
}

fn wrong(name: &str, source: &str) -> Vec<String> {
    look(name, source, &known(), &form()).wrong.into_iter().map(|(line, why)| format!("{line}: {why}")).collect()
}

#[test]
fn what_kotlin_says_is_looked_up() {
    let good = "
        strings.say(\"goal-title\") // say(\"gone\")
        say(if (a) \"result-done\" else \"result-not\")
        say(\"say-it\", \"who\" to f(a, b), \"what\" to \"x\")
        say(\"say-it\", *all)
        say(\"result-\" + word); say(\"result-$word\"); say(id, \"n\" to 1); say('\"'); say(\"$one-two\")
    ";
    let said = look("a.kt", good, &known(), &form());
    assert_eq!(said.wrong, []);
    assert_eq!(said.calls, 6);
    assert_eq!(said.ids.into_iter().collect::<Vec<_>>(), ["goal-title", "result-done", "result-not", "say-it"]);
    assert_eq!(said.families.into_iter().collect::<Vec<_>>(), ["result-"]);

    assert_eq!(wrong("a.kt", "\nsay(\"gone\")"), ["2: no message is gone"]);
    assert_eq!(wrong("a.kt", "say(\"gone-$word\")"), ["1: no message begins with gone-"]);
    assert_eq!(wrong("a.kt", "say(\"say-it\", \"who\" to a)"), ["1: say-it is said without what"]);
    assert_eq!(wrong("a.kt", "say(\"goal-title\", \"who\" to a)"), ["1: goal-title has no who"]);
    assert_eq!(wrong("a.kt", "text(\"${s.say(\"gone\")}!\")"), ["1: no message is gone"]);
    assert_eq!(wrong("a.kt", "Text(R.string.gone)"), ["1: no message is gone"]);
    assert_eq!(wrong("a.kt", "say(\"goal-gone\")"), ["1: no message is goal-gone"]);
    // An id need not be handed to `say` here.
    assert_eq!(wrong("a.kt", "Fact(\"goal-gone\", a)"), ["1: goal-gone is no message, and no screen"]);
    assert_eq!(
        wrong(
            "a.kt",
            "go(\"goal-form\"); Fact(\"goal-title\", word(\"result\", a)); f(\"other-thing\"); g(\"goal-done\")"
        ),
        [""; 0]
    );
    assert_eq!(wrong("a.kt", "say(\"result\" + if (a) \"-done\" else \"\")"), [""; 0]);
    assert_eq!(places("a.swift", "let all = [\"goal-form\": { Form($0) }]; go(\"gone\")"), ["goal-form"]);
    assert_eq!(wrong("a.xml", "label=\"@string/goal_title\"\nlabel=\"@string/gone\""), ["2: no message is gone"]);
}

#[test]
fn what_swift_says_is_looked_up() {
    let good = "
        strings.say(\"goal-title\")
        strings.say(\"say-it\", [\"who\": name, \"what\": f([1, 2])])
        say(\"say-it\", with: all); say(\"result-\\(word)\"); say(\"goal-title\", [:])
    ";
    let nested = "say(.say(\"say-it\", [\"who\": .words(text: a), \"what\": b])); say(about(\"say-it\", a))";
    assert_eq!(wrong("a.swift", nested), [""; 0]);
    assert_eq!(wrong("a.swift", "say(.say(\"gone\"))"), ["1: no message is gone"]);
    assert_eq!(look("a.swift", good, &known(), &form()).wrong, []);
    assert_eq!(wrong("a.swift", "say(\"say-it\", [\"who\": a])"), ["1: say-it is said without what"]);
    assert_eq!(wrong("a.swift", "say(\"goal-title\", with: [\"a\": 1])"), ["1: goal-title has no a"]);
    assert_eq!(wrong("a.swift", "\"it's \\(s.say(\"gone\"))\""), ["1: no message is gone"]);
}

#[test]
fn the_list_of_what_only_shells_say_is_what_they_say() {
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let (ids, families) = (set(&["a-one", "b"]), set(&["c-"]));
    assert_eq!(
        unlike("# All.\na-one\nb\nc-two\nc-three\nd\n", "# Not yet drawn.\nc-three\nd\n", &ids, &families),
        [""; 0]
    );
    let wrong = unlike("a-one\nb\nd\n", "b\ne\n", &ids, &families);
    let told = ["no shell says d", "b is said by now", "e is not in", "no reason is given"];
    assert_eq!(wrong.len(), told.len(), "{wrong:?}");
    assert!(wrong.iter().zip(told).all(|(wrong, told)| wrong.contains(told)), "{wrong:?}");
}
