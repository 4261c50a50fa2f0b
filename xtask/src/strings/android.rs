//! Android's resources: `res/values/strings.xml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::number;
use crate::words::FIRST;
use crate::words::texts::{Message, Piece};

/// The file of a language. English is what a phone in any other language shows.
pub(super) fn path(tag: &str) -> String {
    let values = match tag {
        FIRST => "values".to_owned(),
        // What is more than a language is named in BCP 47, which Android knows by this mark.
        tag if tag.contains('-') => format!("values-b+{}", tag.replace('-', "+")),
        tag => format!("values-{tag}"),
    };
    format!("android/res/{values}/strings.xml")
}

/// What Android calls a message.
pub(super) fn name(id: &str) -> String {
    id.replace('-', "_")
}

/// Every message of a language, in the order of the English file.
pub(super) fn strings(english: &[Message], messages: &BTreeMap<String, Message>) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
                   <!-- Made from core/content/words by `cargo xtask strings`. -->\n<resources>\n"
        .to_owned();
    for first in english {
        let Some(message) = messages.get(&first.id) else { continue };
        let name = name(&first.id);
        // Writing to a text does not fail.
        let _ = if first.selector.is_some() {
            let items = message
                .forms
                .iter()
                .map(|(form, pieces)| format!("        <item quantity=\"{form}\">{}</item>\n", text(first, pieces)));
            writeln!(xml, "    <plurals name=\"{name}\">\n{}    </plurals>", items.collect::<String>())
        } else {
            let text = message.forms.first().map(|(_, pieces)| text(first, pieces)).unwrap_or_default();
            // Said as it stands: the packager shall not look for variables in "50 %".
            let plain = first.variables.is_empty() && text.contains('%');
            writeln!(
                xml,
                "    <string name=\"{name}\"{}>{text}</string>",
                if plain { " formatted=\"false\"" } else { "" }
            )
        };
    }
    xml.push_str("</resources>\n");
    xml
}

/// A text as a resource: variables by number, and nothing that Android would take for a mark of its own.
fn text(first: &Message, pieces: &[Piece]) -> String {
    let mut whole = String::new();
    for piece in pieces {
        match piece {
            // A text without variables is never put through a formatter.
            Piece::Plain(plain) if first.variables.is_empty() => whole.push_str(plain),
            Piece::Plain(plain) => whole.push_str(&plain.replace('%', "%%")),
            Piece::Place(name) => {
                // A number is written by who says it, in the digits of the language.
                let _ = write!(whole, "%{}$s", number(first, name));
            }
        }
    }
    escaped(&whole)
}

/// Android's own marks, then XML's. Spaces at the ends and after another space would be lost.
pub(super) fn escaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    let mut before = ' ';
    for (at, c) in text.chars().enumerate() {
        match c {
            '\\' | '\'' | '"' => made.extend(['\\', c]),
            '@' | '?' if at == 0 => made.extend(['\\', c]),
            '\n' => made.push_str("\\n"),
            '\t' => made.push_str("\\t"),
            ' ' if at == last || before.is_whitespace() => made.push_str("\\u0020"),
            '&' => made.push_str("&amp;"),
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            c => made.push(c),
        }
        before = c;
    }
    made
}
