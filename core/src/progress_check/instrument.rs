//! An instrument that the clinic brings: a FHIR R4 `Questionnaire`, read in a subset.
//!
//! Taken: items of type group, choice, integer, string and text, nested, with answer options and with
//! `enableWhen` by `=`, `!=` and `exists`. Everything else is refused by name (which item, which element), rather than
//! left out: a scale with a question missing, or asked where it should not be, is another scale.

mod parse;
mod response;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use thiserror::Error;

pub(super) use response::as_fhir;

/// Most bytes of a questionnaire.
pub const MAX_BYTES: usize = 512 << 10;
/// Most items, groups among them.
pub const MAX_ITEMS: usize = 500;
/// Deepest nesting of items.
pub const MAX_DEPTH: usize = 8;
/// Most options of a choice, and most conditions of an item.
pub const MAX_LIST: usize = 100;

/// A questionnaire that cannot be taken: where, and what.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("item '{link_id}', {element}: {problem}")]
pub struct InstrumentError {
    /// The item's `linkId`; empty for the questionnaire itself.
    pub link_id: String,
    /// The element.
    pub element: String,
    /// What is wrong with it.
    pub problem: InstrumentProblem,
}

/// What can be wrong with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InstrumentProblem {
    /// Not among what is read here.
    #[error("is not taken")]
    NotTaken,
    /// Needed, and not there.
    #[error("is missing")]
    Missing,
    /// Not of the shape that FHIR says.
    #[error("is not of the right shape")]
    Shape,
    /// The same `linkId` or option twice.
    #[error("is there twice")]
    Twice,
    /// Names no item.
    #[error("names no question")]
    Unknown,
    /// A condition that depends on itself.
    #[error("depends on itself")]
    Circle,
    /// More than the limit.
    #[error("is more than {0}")]
    TooMuch(usize),
}

/// What an item asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asks {
    /// Nothing: it holds others together.
    Group,
    /// One of these.
    Choice(Vec<Choice>),
    /// A whole number.
    Integer,
    /// A line.
    String,
    /// Words.
    Text,
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is shown.
    pub label: String,
    /// The FHIR value, untouched: `valueCoding`, `valueString` or `valueInteger` with what it holds.
    value: (&'static str, Json),
}

/// An item of the questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its `linkId`.
    pub link_id: String,
    /// Its number, as the instrument prints it; may be empty.
    pub prefix: String,
    /// Its words, untouched.
    pub text: String,
    /// What it asks for.
    pub asks: Asks,
    /// The instrument wants an answer. Here any question may be left out; the response then says that it is not complete.
    pub required: bool,
    /// Most characters of an answer in words.
    max_length: Option<usize>,
    conditions: Vec<Condition>,
    all_conditions: bool,
    /// Items under it.
    pub items: Vec<Item>,
}

/// When an item is asked.
#[derive(Debug, Clone, PartialEq)]
struct Condition {
    question: String,
    is: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Exists(bool),
    Equal(&'static str, Json),
    NotEqual(&'static str, Json),
}

/// The answer to one item.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The option at this place.
    Choice(usize),
    /// A whole number.
    Integer(i32),
    /// A line or words.
    Words(String),
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerProblem {
    /// There is no such item.
    Unknown,
    /// It is not asked after these answers.
    NotAsked,
    /// Not of the kind it asks for, or no option of it.
    WrongKind,
    /// Nothing but white space.
    Empty,
    /// More characters than the limit.
    TooLong(usize),
}

/// Answers by `linkId`.
pub type Answers = BTreeMap<String, Answer>;

/// A questionnaire that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    /// Its address, which is its name everywhere.
    pub url: String,
    /// Its version; may be empty.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Whose it is and who may use it, untouched; may be empty.
    pub copyright: String,
    /// Its items.
    pub items: Vec<Item>,
}

impl Instrument {
    /// Reads a questionnaire.
    ///
    /// # Errors
    /// The first thing that is not taken, by item and element.
    pub fn read(bytes: &[u8]) -> Result<Self, InstrumentError> {
        parse::read(bytes)
    }

    /// The items that are asked after these answers, by `linkId`. What hangs on an item that is not asked is not asked.
    #[must_use]
    pub fn asked(&self, answers: &Answers) -> BTreeSet<&str> {
        let mut asked = BTreeSet::new();
        // An answer to a question that is not asked enables nothing. Conditions have no circles, so this settles:
        // each round can only be changed by the one before, at most as many rounds as there are items.
        let mut rounds = self.all().count() + 1;
        loop {
            let mut now = BTreeSet::new();
            self.items.iter().for_each(|item| item.ask(answers, &asked, self, &mut now));
            rounds -= 1;
            if now == asked || rounds == 0 {
                return now;
            }
            asked = now;
        }
    }

    /// Checks answers.
    ///
    /// # Errors
    /// The first problem with the `linkId` it is about.
    pub fn check<'a>(&self, answers: &'a Answers) -> Result<(), (&'a str, AnswerProblem)> {
        let asked = self.asked(answers);
        for (id, answer) in answers {
            let item = self.all().find(|item| item.link_id == *id).ok_or((id.as_str(), AnswerProblem::Unknown))?;
            item.takes(answer).map_err(|problem| (id.as_str(), problem))?;
            if !asked.contains(id.as_str()) {
                return Err((id, AnswerProblem::NotAsked));
            }
        }
        Ok(())
    }

    /// Whether every question that the instrument wants answered, and that is asked, has an answer.
    #[must_use]
    pub fn is_complete(&self, answers: &Answers) -> bool {
        let asked = self.asked(answers);
        self.all().all(|item| {
            !item.required
                || item.asks == Asks::Group
                || !asked.contains(item.link_id.as_str())
                || answers.contains_key(&item.link_id)
        })
    }

    /// Every item, each before what is under it.
    pub fn all(&self) -> impl Iterator<Item = &Item> {
        let mut waiting: Vec<&Item> = self.items.iter().rev().collect();
        std::iter::from_fn(move || {
            let next = waiting.pop()?;
            waiting.extend(next.items.iter().rev());
            Some(next)
        })
    }
}

impl Item {
    fn ask<'a>(&'a self, answers: &Answers, asked: &BTreeSet<&str>, all: &Instrument, now: &mut BTreeSet<&'a str>) {
        let holds = |condition: &Condition| {
            let answer = answers.get(&condition.question).filter(|_| asked.contains(condition.question.as_str()));
            let value = answer.and_then(|answer| {
                all.all().find(|item| item.link_id == condition.question).and_then(|item| item.value_of(answer))
            });
            match &condition.is {
                Test::Exists(wanted) => value.is_some() == *wanted,
                Test::Equal(kind, wanted) => value.is_some_and(|(k, v)| k == *kind && same(kind, &v, wanted)),
                // FHIR: without an answer there is nothing that differs.
                Test::NotEqual(kind, wanted) => value.is_some_and(|(k, v)| !(k == *kind && same(kind, &v, wanted))),
            }
        };
        let enabled = self.conditions.is_empty()
            || if self.all_conditions { self.conditions.iter().all(holds) } else { self.conditions.iter().any(holds) };
        if enabled {
            now.insert(&self.link_id);
            self.items.iter().for_each(|item| item.ask(answers, asked, all, now));
        }
    }

    fn takes(&self, answer: &Answer) -> Result<(), AnswerProblem> {
        match (&self.asks, answer) {
            (Asks::Choice(options), Answer::Choice(at)) if *at < options.len() => Ok(()),
            (Asks::Integer, Answer::Integer(_)) => Ok(()),
            (Asks::String | Asks::Text, Answer::Words(words)) => {
                let limit = self.max_length.unwrap_or(crate::validate::TEXT_LIMIT).min(crate::validate::TEXT_LIMIT);
                if words.trim().is_empty() {
                    Err(AnswerProblem::Empty)
                } else if words.chars().count() > limit {
                    Err(AnswerProblem::TooLong(limit))
                } else if words.contains('\0') || (self.asks == Asks::String && words.contains(['\n', '\r'])) {
                    Err(AnswerProblem::WrongKind)
                } else {
                    Ok(())
                }
            }
            _ => Err(AnswerProblem::WrongKind),
        }
    }

    /// The answer as FHIR writes it.
    fn value_of(&self, answer: &Answer) -> Option<(&'static str, Json)> {
        match (&self.asks, answer) {
            (Asks::Choice(options), Answer::Choice(at)) => options.get(*at).map(|choice| choice.value.clone()),
            (Asks::Integer, Answer::Integer(number)) => Some(("valueInteger", Json::from(*number))),
            (Asks::String | Asks::Text, Answer::Words(words)) => Some(("valueString", Json::from(words.as_str()))),
            _ => None,
        }
    }

    /// Reads an answer that was kept as FHIR writes it.
    pub(super) fn answer_of(&self, kept: &Json) -> Option<Answer> {
        let (kind, value) = kept.as_object()?.iter().next()?;
        match &self.asks {
            Asks::Choice(options) => {
                options.iter().position(|o| o.value.0 == kind && o.value.1 == *value).map(Answer::Choice)
            }
            Asks::Integer => i32::try_from(value.as_i64()?).ok().map(Answer::Integer),
            Asks::String | Asks::Text => value.as_str().map(|words| Answer::Words(words.to_owned())),
            Asks::Group => None,
        }
    }

    /// The answer as it is kept: one FHIR value.
    pub(super) fn kept(&self, answer: &Answer) -> Option<Json> {
        self.value_of(answer).map(|(kind, value)| Json::Object(std::iter::once((kind.to_owned(), value)).collect()))
    }
}

/// Codes are the same where system and code are; a display text is only shown.
fn same(kind: &str, a: &Json, b: &Json) -> bool {
    if kind == "valueCoding" { a.get("system") == b.get("system") && a.get("code") == b.get("code") } else { a == b }
}
