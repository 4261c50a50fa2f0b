//! The words of one language and one programme, for everything that is put on paper or into a packet.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};

use super::html::Words as Text;
use crate::clock::{Day, TimeOfDay};
use crate::error::Result;
use crate::programme;
use crate::programme::pack::Pack;
use crate::store::kinds::Kind;
use crate::words::{Arg, Found, Words};

/// Labels from the interface's words, texts of lists from the pack.
#[derive(Debug, Clone)]
pub(crate) struct Voice {
    words: Words,
    pub(crate) pack: Arc<Pack>,
    language: String,
}

impl Voice {
    /// The words for this person. An empty `language` is the one of their settings.
    pub fn of(c: &Connection, language: &str) -> Result<Self> {
        let content = programme::content(c)?;
        let tag = if language.is_empty() { content.language.as_str() } else { language };
        let wording = &content.pack.wording;
        let words = Words::of(tag)
            .with_wording("homework", wording.homework.word())
            .with_wording("client", wording.client.word())
            .with_wording("programme", &wording.programme);
        let language = if tag.is_empty() { words.tag().to_owned() } else { tag.to_owned() };
        Ok(Self { words, pack: content.pack, language })
    }

    /// Tag of the language that the labels are in.
    pub fn tag(&self) -> &str {
        self.words.tag()
    }

    /// Whether it is written from right to left.
    pub fn right_to_left(&self) -> bool {
        self.words.right_to_left()
    }

    /// A message of the interface.
    pub fn say(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.words.say(id, args)
    }

    /// A message without arguments, if there is one.
    pub fn known(&self, id: &str) -> Option<String> {
        (self.words.found(id) != Found::Nowhere).then(|| self.words.say(id, &[]))
    }

    /// What a kind is called.
    pub fn kind(&self, kind: &Kind) -> String {
        self.say(&kind.name.replace('_', "-"), &[])
    }

    /// What a field is called.
    pub fn field(&self, kind: &Kind, field: &str) -> String {
        self.say(&message_of(kind, field, ""), &[])
    }

    /// A known word of a field.
    pub fn word(&self, kind: &Kind, field: &str, word: &str) -> Option<String> {
        self.known(&message_of(kind, field, word))
    }

    /// The words that the pack has under a key, and their language.
    pub fn listed(&self, key: &str) -> Option<Text> {
        let found = self.pack.find(&self.language, key)?;
        Some(Text { text: found.text, language: found.fell_back.then_some(found.language) })
    }

    /// A day, written out.
    pub fn day(&self, day: Day) -> String {
        self.words.day(day)
    }

    /// A number with at most one digit after the mark.
    pub fn number(&self, number: f64) -> String {
        self.words.mean(number)
    }

    /// A time of day.
    pub fn time(&self, time: TimeOfDay) -> String {
        self.words.time(time)
    }
}

/// The message of a field, or of one of its words.
pub(crate) fn message_of(kind: &Kind, field: &str, word: &str) -> String {
    let id = if word.is_empty() { format!("{}-{field}", kind.name) } else { format!("{}-{field}-{word}", kind.name) };
    id.replace('_', "-")
}

/// A field of another record, if that is there.
pub(crate) fn linked(c: &Connection, kind: &str, field: &str, id: &[u8]) -> Result<Option<String>> {
    let mut q = c.prepare_cached(&format!("SELECT {field} FROM {kind} WHERE id = ?1"))?;
    Ok(q.query_row([id], |r| r.get(0)).optional()?)
}
