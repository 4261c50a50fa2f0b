//! The words of the interface and the source: each has what the other asks for, and the source holds none of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, missing_docs)]

#[path = "words/read.rs"]
mod read;
#[path = "words/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use handrail_core::words::Language;
use read::{english, none, packs};
use source::{Literal, choices, kinds, literals};

/// Fields that are no part of a sheet: how and when an entry was made, order, what arrived over the line.
const NO_LABEL: &[&str] = &[
    "made_ms",
    "made_zone",
    "made_offset",
    "day",
    "position",
    "proposal",
    "mailbox",
    "sender",
    "packet",
    "became",
    "arrived_ms",
    "held_ms",
    "enrolment",
    "sitting",
    "about_id",
    "from_ms",
    "since_ms",
];
/// Kinds that are no sheet: settings have a label by name (`setting-NAME`), facts about reminders are the phone's.
const NO_SHEET: &[&str] = &["setting", "reminder_fact"];

fn kebab(name: &str) -> String {
    name.replace('_', "-")
}

/// `KIND` and `KIND-FIELD` for everything a sheet prints.
fn labels() -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for (kind, fields) in kinds().iter().filter(|(kind, _)| !NO_SHEET.contains(&kind.as_str())) {
        labels.insert(kebab(kind));
        let shown = fields.iter().filter(|f| !NO_LABEL.contains(&f.as_str()) || (*f == "day" && kind == "session"));
        labels.extend(shown.map(|field| kebab(&format!("{kind}-{field}"))));
    }
    labels
}

#[test]
fn every_sheet_has_its_labels() {
    let english = english();
    none("labels", labels().into_iter().filter(|id| english.variables(id).is_none()));
}

/// Enums whose words nobody reads.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("Finding", "each has its own message in reminders::health"),
    ("Hint", "which of the phone's own screens a shell opens"),
    ("NotificationFact", "what a shell reports"),
    ("PacketType", "on the wire"),
    ("PhoneKind", "what a shell says of its phone"),
    ("Weekday", "`date-weekday-1` to `date-weekday-7`"),
];

/// The ids of an enum's words, under every prefix that has all of them: `homework-state` for active, paused, ...
fn ids_of_choice(english: &Language, words: &[String]) -> Vec<String> {
    let all: BTreeSet<&str> = english.ids().collect();
    let ending = |word: &str| format!("-{}", kebab(word));
    let id = |prefix: &str, word: &str| format!("{prefix}{}", ending(word));
    let prefixes = all.iter().filter_map(|id| id.strip_suffix(&ending(&words[0])));
    let whole = prefixes.filter(|prefix| words.iter().all(|word| all.contains(id(prefix, word).as_str())));
    let under_prefixes = whole.flat_map(|prefix| words.iter().map(move |word| id(prefix, word)));
    // The words of some enums are whole ids.
    let by_themselves = if words.iter().all(|word| all.contains(word.as_str())) { words } else { &[] };
    under_prefixes.chain(by_themselves.iter().cloned()).collect()
}

#[test]
fn every_known_word_of_a_field_has_a_text() {
    let (english, choices) = (english(), choices());
    assert!(choices.len() > 40, "{} enums read", choices.len());
    let shown = |name: &str| !NOT_SHOWN.iter().any(|(n, _)| *n == name);
    let mut found: Vec<String> = choices
        .iter()
        .filter(|(name, words)| shown(name) && ids_of_choice(&english, words).is_empty())
        .map(|(name, words)| {
            format!("{name}: a text for each of {words:?}, under one prefix (or NOT_SHOWN in this file)")
        })
        .collect();
    let gone = NOT_SHOWN.iter().filter(|(n, _)| !choices.iter().any(|(name, _)| name == n));
    found.extend(gone.map(|(n, _)| format!("{n}: is no enum any more")));
    none("texts of known words", found);
}

/// Literals that name messages: all kebab-case ones that begin as some message does, and whatever is handed to
/// what takes an id.
fn named(literals: &[Literal], english: &Language) -> Vec<(String, String)> {
    let beginnings: BTreeSet<&str> = english.ids().filter_map(|id| id.split('-').next()).collect();
    literals
        .iter()
        .filter(|l| {
            let kebab = l.text.contains('-')
                && l.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            let taken = ["Message::new(", ".say(", ".message("].iter().any(|call| l.before.ends_with(call));
            taken || (kebab && beginnings.contains(l.text.split('-').next().unwrap()))
        })
        .map(|l| (l.text.clone(), format!("{}:{}", l.file, l.line)))
        .collect()
}

#[test]
fn every_message_that_the_core_names_exists() {
    let english = english();
    let named = named(&literals(), &english);
    assert!(named.len() > 60, "{} ids found in the source", named.len());
    // `sheet-` alone stands for all that begin so.
    let known =
        |id: &str| english.variables(id).is_some() || (id.ends_with('-') && english.ids().any(|i| i.starts_with(id)));
    let lost = named.into_iter().filter(|(id, _)| !known(id));
    none("ids without a text", lost.map(|(id, at)| format!("{id} at {at}")));
}

#[test]
fn every_text_is_used() {
    let english = english();
    let literals = literals();
    let mut used: BTreeSet<String> = named(&literals, &english).into_iter().map(|(id, _)| id).collect();
    used.extend(labels());
    used.extend(choices().iter().flat_map(|(_, words)| ids_of_choice(&english, words)));
    // Ids put together in the source: `date-month-{}`, or `date-month-`, stands for all that begin so.
    let families: Vec<&str> = literals
        .iter()
        .map(|l| l.text.split_once('{').map_or(l.text.as_str(), |(beginning, _)| beginning))
        .filter(|family| family.ends_with('-') && family.len() > 1 && !family.contains(' '))
        .collect();
    let shells = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/words/for_shells.txt")).unwrap();
    let shells: BTreeSet<&str> = shells.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let in_core = |id: &str| used.contains(id) || families.iter().any(|family| id.starts_with(family));
    let unused = english.ids().filter(|id| !in_core(id) && !shells.contains(id));
    none("texts that nothing says (or add them to tests/words/for_shells.txt)", unused.map(str::to_owned));
    let known: BTreeSet<&str> = english.ids().collect();
    let stale = shells.iter().filter(|id| !known.contains(*id));
    none("lines of for_shells.txt that are no texts", stale.map(|id| (*id).to_owned()));
}

/// Literals of two words and more that are for programmers and machines, not for clients: where they stand,
/// or what they are handed to.
fn for_machines(l: &Literal) -> bool {
    const SQL: &[&str] = &[
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "CREATE",
        "DROP",
        "ALTER",
        "PRAGMA",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT",
        "RELEASE",
        "ATTACH",
        "DETACH",
        "VACUUM",
        "EXISTS",
        "WHERE",
        "ORDER",
        "VALUES",
        "FROM",
        "AND",
        "CASE",
        "IS",
        "IN",
    ];
    const ERRORS: &[&str] = &[
        "Damaged(",
        "Internal(",
        "Refused(",
        "NotFound(",
        "Port(",
        "not_in_subset(id,",
        "custom(",
        "Error::other(",
        ".write_str(",
    ];
    let sql = l.text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| SQL.contains(&word));
    sql || ERRORS.iter().any(|taker| l.before.ends_with(taker))
}

/// Literals of more words that are not for clients: file, a part of it, and why.
const ALLOWED: &[(&str, &str, &str)] = &[
    ("error.rs", "unreadable page", "names a damage"),
    ("error.rs", "a database call", "names an operation"),
    ("error.rs", "a file call", "names an operation"),
    ("programme/pack/bundle.rs", " at line ", "takes a number off a parser's reason"),
    ("take_out/paper/html.rs", "@page", "how a page looks"),
    ("take_out/paper/html.rs", "Content-Security-Policy", "what a browser may do"),
    ("take_out/paper/read.rs", "position, id", "columns to order by"),
    ("signs/kept.rs", "before the year", "names a kept fold"),
    ("signs/parameters.rs", "handrail warning-sign rules", "heads the text whose hash names the rule"),
];

#[test]
fn the_source_holds_no_text_for_clients() {
    let literals = literals();
    assert!(literals.len() > 1000, "{} literals found", literals.len());
    let text = |l: &&Literal| {
        let end = |c: char| matches!(c, ',' | '.' | ';' | ':' | '?' | '!' | '“' | '”' | '’' | '(' | ')');
        let words = l.text.split_whitespace().map(|w| w.trim_matches(end));
        let words = words.filter(|w| {
            w.chars().filter(|c| c.is_alphabetic()).count() >= 2
                && w.chars().all(|c| c.is_alphabetic() || "’'-".contains(c))
        });
        words.count() >= 2
    };
    let allowed = |l: &Literal| ALLOWED.iter().any(|(file, part, _)| l.file == *file && l.text.contains(part));
    let found = literals.iter().filter(text).filter(|l| !for_machines(l) && !allowed(l));
    none("texts", found.map(|l| format!("{}:{}: {}", l.file, l.line, l.text)));
    let idle =
        ALLOWED.iter().filter(|(file, part, _)| !literals.iter().any(|l| l.file == *file && l.text.contains(part)));
    none("allowed and no longer there", idle.map(|(file, part, _)| format!("{file}: {part}")));
}

/// Words of the core's own lists that some pack uses for an item of its lists too, each with why.
const CONCEPTS: &[(&str, &str)] = &[
    ("symptoms", "an obstacle to homework: one code of eight"),
    ("goals", "a part of a meeting, and what a permission is about"),
    ("plan", "a sheet, a part of problem solving, and what a permission is about"),
    ("problem_solving", "a sheet"),
    ("medication", "a sheet"),
    ("substance_use", "a sheet, and what a permission is about"),
    ("contacts", "a part of the plan"),
    ("prescriber", "who a contact of the plan is"),
    ("waiting", "a state of a proposal and of a packet"),
    ("low", "how much a reminder matters"),
    ("reminders", "a field of what is wanted in a calendar file"),
    ("learning", "a state of \"your usual\""),
    ("stress_prevent", "the beginning of a key of a pack's texts"),
    ("stress_cope", "the beginning of a key of a pack's texts"),
    ("imr", "the pack in use until another is chosen"),
];

#[test]
fn the_source_names_nothing_that_a_pack_lists() {
    let (mut listed, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for pack in packs() {
        collect(&pack, "", &mut listed, &mut keys);
    }
    assert!(listed.len() > 300, "{} ids found in the packs", listed.len());
    // What the store calls its records and fields, and the format of packs its parts, are the core's own words.
    let own: BTreeSet<String> =
        kinds().into_iter().flat_map(|(kind, fields)| [kind].into_iter().chain(fields)).chain(keys).collect();
    let free = |text: &String| own.contains(text) || CONCEPTS.iter().any(|(concept, _)| concept == text);
    let literals = literals();
    let found = literals.iter().filter(|l| listed.contains(&l.text) && !free(&l.text));
    none("ids of a pack in the source", found.map(|l| format!("{}:{}: {}", l.file, l.line, l.text)));
    let idle = CONCEPTS
        .iter()
        .filter(|(concept, _)| !literals.iter().any(|l| l.text == *concept) || !listed.contains(*concept));
    none("concepts that no pack lists", idle.map(|(concept, _)| (*concept).to_owned()));
}

/// The ids that are a pack's own: of modules, topics, handouts, questions, homework, areas, signs, triggers,
/// stress, services, logs, troubles, strategies, items of the progress check, help lines. And its keys.
fn collect(json: &serde_json::Value, key: &str, ids: &mut BTreeSet<String>, keys: &mut BTreeSet<String>) {
    /// Keys whose values come from the core's own lists, or are no ids.
    const NOT_THE_PACKS_OWN: &[&str] =
        &["worksheets", "languages", "wording", "for", "steps", "unit", "only_if", "kind"];
    match json {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                keys.insert(name.clone());
                if !NOT_THE_PACKS_OWN.contains(&name.as_str()) {
                    collect(value, name, ids, keys);
                }
            }
        }
        serde_json::Value::Array(items) => {
            for item in items {
                match item {
                    serde_json::Value::String(id) => drop(ids.insert(id.clone())),
                    other => collect(other, key, ids, keys),
                }
            }
        }
        serde_json::Value::String(id) if key == "id" => drop(ids.insert(id.clone())),
        _ => {}
    }
}

#[test]
fn no_rule_asks_for_the_number_of_a_module() {
    for path in source::files() {
        let source = fs::read_to_string(&path).unwrap().replace([' ', '\n'], "");
        for sign in ["==", "!=", ">=", "<="] {
            for (at, _) in source.match_indices(&format!("module{sign}")) {
                let after = source[at + 6 + sign.len()..].chars().next().unwrap();
                assert!(!after.is_ascii_digit(), "{}: a module by its number", path.display());
            }
        }
    }
}
