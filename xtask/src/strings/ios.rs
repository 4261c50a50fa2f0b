//! Apple's String Catalog, and what Swift must know of the messages beside it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Words, number, table};
use crate::words::FIRST;
use crate::words::texts::{Message, Piece};

/// What the system says of the app by itself: keys of `ios/App/Info.plist`, and the messages that are said there.
pub(crate) const INFO_PLIST: [(&str, &str); 3] = [
    ("CFBundleDisplayName", "app-name"),
    ("NSCameraUsageDescription", "shell-scan-why"),
    ("NSFaceIDUsageDescription", "shell-lock-why"),
];

/// Every message in every language, by id.
pub(super) fn catalog(words: &Words) -> String {
    written(&words.english.iter().map(|first| (first.id.clone(), entry(words, first))).collect())
}

/// The few that [`INFO_PLIST`] names, by their keys.
pub(super) fn info_plist(words: &Words) -> String {
    let found = |(key, id): &(&str, &str)| {
        let first = words.english.iter().find(|message| message.id == *id)?;
        Some(((*key).to_owned(), entry(words, first)))
    };
    written(&INFO_PLIST.iter().filter_map(found).collect())
}

fn entry(words: &Words, first: &Message) -> Value {
    let in_language = |(tag, messages): (&String, &BTreeMap<String, Message>)| {
        Some((tag.clone(), localization(first, messages.get(&first.id)?)))
    };
    let localizations: Map<String, Value> = words.languages.iter().filter_map(in_language).collect();
    // By hand: Xcode would take out what it does not find in the sources by itself.
    json!({ "extractionState": "manual", "localizations": localizations })
}

fn written(strings: &Map<String, Value>) -> String {
    let catalog = json!({ "sourceLanguage": FIRST, "strings": strings, "version": "1.0" });
    format!("{catalog:#}\n")
}

fn localization(first: &Message, message: &Message) -> Value {
    let unit = |pieces: &[Piece]| json!({ "stringUnit": { "state": "translated", "value": text(first, pieces) } });
    if first.selector.is_some() {
        let forms: Map<String, Value> =
            message.forms.iter().map(|(form, pieces)| (form.clone(), unit(pieces))).collect();
        return json!({ "variations": { "plural": forms } });
    }
    message.forms.first().map_or(Value::Null, |(_, pieces)| unit(pieces))
}

/// A text with numbered places. The number that chooses the form is handed over as one, all others as they are to be read.
fn text(first: &Message, pieces: &[Piece]) -> String {
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Plain(plain) if first.variables.is_empty() => plain.clone(),
        Piece::Plain(plain) => plain.replace('%', "%%"),
        Piece::Place(name) => {
            let kind = if first.selector.as_ref() == Some(name) { "lld" } else { "@" };
            format!("%{}${kind}", number(first, name))
        }
    });
    shown.collect()
}

/// The variables of each message in their order.
pub(super) fn text_arguments(english: &[Message]) -> String {
    format!(
        "// Made from core/content/words by `cargo xtask strings`.\n\n\
         /// Which variables each message has, and in which order its text numbers them.\n\
         public enum TextArguments {{\n\
         \x20   /// The names of a message's variables, the first being `%1$@`; nil where there is no such message.\n\
         \x20   public static func of(_ id: String) -> [String]? {{ known[id]?.names }}\n\n\
         \x20   /// The variable whose number chooses the form; nil where nothing chooses.\n\
         \x20   public static func plural(_ id: String) -> String? {{ known[id]?.choosing }}\n\n\
         \x20   private struct Known: Sendable {{\n\
         \x20       var names: [String] = []\n\
         \x20       var choosing: String?\n\
         \x20   }}\n\n\
         \x20   private static let known: [String: Known] = {{\n\
         \x20       var known: [String: Known] = [:]\n\
         \x20       for line in table.split(separator: \"\\n\") {{\n\
         \x20           var entry = Known()\n\
         \x20           let words = line.split(separator: \" \")\n\
         \x20           for word in words.dropFirst() {{\n\
         \x20               let name = word.last == \"*\" ? String(word.dropLast()) : String(word)\n\
         \x20               entry.names.append(name)\n\
         \x20               if word.last == \"*\" {{ entry.choosing = name }}\n\
         \x20           }}\n\
         \x20           known[String(words[0])] = entry\n\
         \x20       }}\n\
         \x20       return known\n\
         \x20   }}()\n\n\
         \x20   // An id, and its variables; a star where a number chooses.\n\
         \x20   private static let table = \"\"\"\n{}\n\"\"\"\n}}\n",
        table(english).join("\n")
    )
}
