//! Closes generated records: as text, each is its name and `(..)`.
//!
//! UniFFI can ask Rust for a record's text, but to ask, the record is written out, carried over, read back whole and dropped, and
//! the library carries the code for that for every one of them (docs/adr/0032). The text is the same for all
//! records of a type, so it is put where they are.

use crate::Language;

/// Records and choices that show what they hold: there is no word of a person's in them, and an error that does not say why helps nobody.
const OPEN: &[&str] = &["Reason"];

/// Closes a generated source.
///
/// # Errors
/// A sentence for the terminal, where it is not of the form it is known in.
pub(crate) fn close(text: &str, language: Language) -> Result<String, String> {
    match language {
        Language::Kotlin => kotlin(text),
        Language::Swift => swift(text),
        Language::Python => python(text),
    }
}

/// A data class writes its own `toString`, with everything in it, unless its body has one. The bodies end with `companion object`.
fn kotlin(text: &str) -> Result<String, String> {
    let mut closed = String::with_capacity(text.len() + 64 * 1024);
    let mut choice = "";
    let mut class: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let indented = line.starts_with(' ');
        let code = line.trim();
        if let (false, Some(rest)) = (indented, code.strip_prefix("sealed class ")) {
            choice = word(rest);
        }
        if let Some(rest) = code.strip_prefix("data class ")
            && let Some(open) = class.replace(if indented { choice } else { word(rest) })
        {
            return Err(unknown(&format!("{open} has no companion object")));
        }
        if code == "companion object"
            && let Some(name) = class.take()
            && !OPEN.contains(&name)
        {
            closed.extend(["    override fun toString(): String = \"", name, "(..)\"\n"]);
        }
        closed.push_str(line);
    }
    match class {
        Some(open) => Err(unknown(&format!("{open} has no companion object"))),
        None => Ok(closed),
    }
}

/// A structure, and a choice with something in it, is printed with all of that unless it describes itself; `dump` asks its mirror.
/// An error says what it is, and UniFFI's own converters hold nothing.
fn swift(text: &str) -> Result<String, String> {
    let mut closed = text.to_owned();
    let mut choice: Option<&str> = None;
    for line in text.lines() {
        let mut name = line.strip_prefix("public struct ").map(word);
        if let Some(rest) = line.strip_prefix("public enum ") {
            choice = Some(word(rest));
        }
        if line == "}" {
            choice = None;
        }
        if line.starts_with("    case ") && line.contains('(') {
            name = choice.take();
        }
        let apart = |name: &&str| OPEN.contains(name) || name.starts_with("FfiConverter") || name.ends_with("Error");
        let Some(name) = name.filter(|name| !apart(name)) else { continue };
        closed.extend(["\nextension ", name, ": CustomStringConvertible, CustomReflectable {\n"]);
        closed.extend(["    public var description: String { \"", name, "(..)\" }\n"]);
        closed.push_str("    public var customMirror: Mirror { Mirror(self, children: []) }\n}\n");
    }
    if closed.len() == text.len() {
        return Err(unknown("no structure was found"));
    }
    Ok(closed)
}

/// Classes have no text of their own in Python; the cases of a choice are classes within its class.
fn python(text: &str) -> Result<String, String> {
    let mut closed = text.to_owned();
    closed.push_str(
        "\n\ndef _closed(name):\n    return lambda self: name + \"(..)\"\n\n\nfor _name, _class, _cases in (\n",
    );
    let mut classes: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut cases_follow = false;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("class ") {
            cases_follow = false;
            let name = word(rest);
            // What UniFFI itself needs begins with an underline; errors, enumerations and interfaces have a base.
            if rest.ends_with("):") || name.starts_with('_') || OPEN.contains(&name) {
                continue;
            }
            classes.push((name, Vec::new()));
            cases_follow = true;
        } else if let (true, Some(rest)) = (cases_follow, line.strip_prefix("    class "))
            && let Some((_, cases)) = classes.last_mut()
        {
            cases.push(word(rest));
        }
    }
    if classes.is_empty() {
        return Err(unknown("no class was found"));
    }
    for (name, cases) in classes {
        closed.extend(["    (\"", name, "\", ", name, ", ("]);
        for case in cases {
            closed.extend([name, ".", case, ", "]);
        }
        closed.push_str(")),\n");
    }
    closed.push_str("):\n    for _one in (_class, *_cases):\n        _one.__str__ = _one.__repr__ = _closed(_name)\n");
    Ok(closed)
}

/// The name at the beginning of what stands behind a keyword.
fn word(rest: &str) -> &str {
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

fn unknown(what: &str) -> String {
    format!("{what}; UniFFI writes it otherwise now")
}
