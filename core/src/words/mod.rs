//! Words of the interface: message ids with typed arguments become sentences of one language.
//!
//! One Fluent file for each language (`content/words/LANG.ftl`, docs/words.md) serves the core's
//! own pages, both shells and the review page. Only a subset of Fluent is read: plain text,
//! `{ $variables }` and one plural selector for a message. Nothing here knows what a text says;
//! which words a programme uses for the same thing (homework, practice, assignment) is the pack's
//! to choose ([`Words::with_wording`]).
//!
//! ```text
//!   Message { id, args } --> the language asked for --> its base language --> English --> ⟨id⟩
//! ```
//! What is missing is never hidden: [`Words::found`] says where a text came from, and an id that
//! no language has is shown as itself, in brackets.

mod built_in;
mod dates;
mod isolate;
mod language;

pub use built_in::languages;
pub use language::{Language, WordsError};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::clock::{Day, TimeOfDay};
use built_in::built_in;
use isolate::isolated;
use language::Piece;

/// The language everything falls back to: the one with every message.
pub const FALLBACK: &str = "en";

/// Something that is put into the place of a variable.
#[derive(Clone, PartialEq)]
pub enum Arg {
    /// Words of a person, or a name: kept apart from the sentence's direction (see [`Words::say`]).
    Words(String),
    /// A whole number. The plural form follows the one the message selects by.
    Number(i64),
    /// A number with a fraction, written with one digit after the decimal mark where it is not whole.
    Mean(f64),
    /// A day, written out.
    Day(Day),
    /// A time of day.
    Time(TimeOfDay),
}

/// Never the words themselves: they may be a person's.
impl std::fmt::Debug for Arg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Words(_) => f.write_str("Words(..)"),
            Self::Number(n) => write!(f, "Number({n})"),
            Self::Mean(n) => write!(f, "Mean({n})"),
            Self::Day(day) => write!(f, "Day({day})"),
            Self::Time(time) => write!(f, "Time({time})"),
        }
    }
}

impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Arg {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Mean(number)
    }
}

impl From<Day> for Arg {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<TimeOfDay> for Arg {
    fn from(time: TimeOfDay) -> Self {
        Self::Time(time)
    }
}

/// What the core says to a screen: which message, and what goes into its places.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Id in `content/words`.
    pub id: &'static str,
    /// The variables of that message, by name.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name, arg.into()));
        self
    }
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The language in use.
    InLanguage,
    /// Not there, but in English: a screen or page shows it as English (direction, reading voice).
    InFallback,
    /// Nowhere. A defect of ours: shown as its id in brackets.
    Nowhere,
}

/// The words of one language, with the wording a programme chose.
#[derive(Clone)]
pub struct Words {
    language: Arc<Language>,
    fallback: Arc<Language>,
    wording: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &Arc<Language>, b: &Arc<Language>| a.tag() == b.tag();
        same(&self.language, &other.language)
            && same(&self.fallback, &other.fallback)
            && (&self.wording, &self.names) == (&other.wording, &other.names)
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.language.tag())
    }
}

impl Words {
    /// The words of a language this library carries.
    ///
    /// `tag` is a BCP 47 tag as phones give it (`es`, `pt-BR`, `es_419`). The nearest is taken: the tag
    /// itself, then without its last part, and so on, then [`FALLBACK`]. [`Words::tag`] says which it was.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let fallback = built_in(FALLBACK).unwrap_or_default();
        let mut wanted = tag.replace('_', "-").to_ascii_lowercase();
        let language = loop {
            if let Some(language) = built_in(&wanted) {
                break language;
            }
            match wanted.rsplit_once('-') {
                Some((shorter, _)) => wanted = shorter.to_owned(),
                None => break Arc::clone(&fallback),
            }
        };
        Self { language, fallback, wording: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// The words of a language that came from elsewhere, with English behind it.
    #[must_use]
    pub fn from_language(language: Language) -> Self {
        let fallback = built_in(FALLBACK).unwrap_or_default();
        Self { language: Arc::new(language), fallback, wording: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// The same words where `concept` (`homework`, `client`, `programme`) is called as `choice`
    /// (`practice`, `participant`, ...) says. A choice that the language has no word for is left out, and
    /// the concept keeps its first word.
    #[must_use]
    pub fn with_wording(mut self, concept: &str, choice: &str) -> Self {
        self.wording.insert(concept.to_owned(), choice.to_owned());
        self
    }

    /// The same words where `concept` is called by a name that no language of the interface knows, such as that of a
    /// programme that a clinic brought. It is kept apart from the sentence's direction, as words of a person are.
    #[must_use]
    pub fn with_name(mut self, concept: &str, name: &str) -> Self {
        self.names.insert(concept.to_owned(), name.to_owned());
        self
    }

    /// Tag of the language in use.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.language.tag()
    }

    /// Whether the language is written from right to left.
    #[must_use]
    pub fn right_to_left(&self) -> bool {
        self.language.right_to_left()
    }

    /// Where the text of this id comes from.
    #[must_use]
    pub fn found(&self, id: &str) -> Found {
        if self.language.get(id).is_some() {
            Found::InLanguage
        } else if self.fallback.get(id).is_some() {
            Found::InFallback
        } else {
            Found::Nowhere
        }
    }

    /// The sentence of a message.
    ///
    /// - Words of a person are kept apart from the direction of the sentence (Unicode's first strong
    ///   isolate) wherever they could change the order of what stands around them: always in a language
    ///   written from right to left, elsewhere only where they hold right-to-left letters or marks of
    ///   direction. Marks left open in them end with them. Numbers, days and times are never marked.
    /// - A variable that was not given stays visible as `{$name}`.
    /// - A text taken from English stands in a sentence of the other direction as a whole.
    #[must_use]
    pub fn say(&self, id: &str, args: &[(&str, Arg)]) -> String {
        let given = |name: &str| args.iter().find(|(n, _)| *n == name).map(|(_, arg)| arg);
        let number = |name: &str| match given(name) {
            Some(Arg::Number(n)) => Some(*n),
            _ => None,
        };
        self.text(id, &|name| given(name).map(|arg| self.written(arg)), &number)
    }

    /// The sentence of a message, as [`Words::say`] makes it.
    #[must_use]
    pub fn message(&self, message: &Message) -> String {
        self.say(message.id, &message.args)
    }

    /// A day, written out: "Tuesday 3 March 2026".
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        dates::day(self, day)
    }

    /// A time of day.
    #[must_use]
    pub fn time(&self, time: TimeOfDay) -> String {
        dates::time(self, time)
    }

    /// A number with at most one digit after the language's decimal mark; empty for what is no number.
    #[must_use]
    pub fn mean(&self, number: f64) -> String {
        dates::mean(self, number)
    }

    /// The sentence, with what `place` puts into its places and the plural form that `number` calls for.
    fn text<'a>(
        &self,
        id: &str,
        place: &dyn Fn(&str) -> Option<Cow<'a, str>>,
        number: &dyn Fn(&str) -> Option<i64>,
    ) -> String {
        let (language, text) = match (self.language.get(id), self.fallback.get(id)) {
            (Some(text), _) => (&self.language, text),
            (None, Some(text)) => (&self.fallback, text),
            (None, None) => return format!("⟨{id}⟩"),
        };
        let mut said = String::new();
        for piece in text.pieces(|selector| number(selector).map(|n| language.plural_form(n))) {
            match piece {
                Piece::Plain(plain) => said.push_str(plain),
                Piece::Place(name) => {
                    let put = place(name).or_else(|| self.wording_of(language, name).map(Cow::from));
                    said.push_str(&put.unwrap_or_else(|| format!("{{${name}}}").into()));
                }
            }
        }
        if language.right_to_left() == self.right_to_left() { said } else { isolate::apart(&said) }
    }

    fn written<'a>(&self, arg: &'a Arg) -> Cow<'a, str> {
        match arg {
            Arg::Words(words) => isolated(words, self.right_to_left()),
            Arg::Number(n) => n.to_string().into(),
            Arg::Mean(n) => self.mean(*n).into(),
            Arg::Day(day) => self.day(*day).into(),
            Arg::Time(time) => self.time(*time).into(),
        }
    }

    /// The word a programme chose, with a capital where the variable has one. It is of the sentence's own
    /// language, so it is not kept apart: Arabic letters join it.
    fn wording_of(&self, language: &Language, variable: &str) -> Option<String> {
        let concept = variable.to_lowercase();
        let chosen =
            self.wording.get(&concept).and_then(|choice| language.plain(&format!("wording-{concept}-{choice}")));
        if let Some(name) = self.names.get(&concept) {
            return Some(isolated(name, language.right_to_left()).into_owned());
        }
        let word = chosen.or_else(|| language.first_wording(&concept))?;
        let mut letters = word.chars();
        if !variable.starts_with(char::is_uppercase) {
            return Some(word.to_owned());
        }
        letters.next().map(|first| first.to_uppercase().chain(letters).collect())
    }
}

#[cfg(test)]
mod tests;
