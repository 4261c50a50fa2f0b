//! One language: its messages, read from a Fluent file, and its plural forms (Unicode CLDR).

use std::collections::BTreeMap;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Resource, VariantKey};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use thiserror::Error;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// As it stands.
    Plain(String),
    /// The variable of this name.
    Place(String),
}

/// A text: pieces, and in one place perhaps a choice by a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    before: Vec<Piece>,
    choice: Option<Choice>,
    after: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    selector: String,
    forms: Vec<(PluralCategory, Vec<Piece>)>,
    default: Vec<Piece>,
}

impl Text {
    /// The pieces in order, with the plural form that `form` gives for the selector's name.
    pub(super) fn pieces(&self, form: impl Fn(&str) -> Option<PluralCategory>) -> impl Iterator<Item = &Piece> {
        let chosen = self.choice.as_ref().map_or(&[][..], |choice| {
            let wanted = form(&choice.selector);
            let found = choice.forms.iter().find(|(category, _)| Some(*category) == wanted);
            found.map_or(&choice.default, |(_, pieces)| pieces)
        });
        self.before.iter().chain(chosen).chain(&self.after)
    }

    /// The text where it has neither variables nor forms.
    fn plain(&self) -> Option<&str> {
        match (self.before.as_slice(), &self.choice, self.after.as_slice()) {
            ([Piece::Plain(plain)], None, []) => Some(plain),
            _ => None,
        }
    }
}

/// What is wrong with a file of words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordsError {
    /// The tag is no BCP 47 language tag.
    #[error("“{0}” is no language tag")]
    Tag(String),
    /// The file is not Fluent at this byte.
    #[error("not Fluent at byte {0}")]
    NotFluent(usize),
    /// The file is Fluent, but more than plain text, variables and one plural selector for a message.
    #[error("{id}: {what} is not in the subset")]
    NotInSubset {
        /// The message.
        id: String,
        /// What it holds.
        what: &'static str,
    },
    /// Two messages of one id.
    #[error("{0}: there are two of it")]
    Twice(String),
}

/// The messages of one language.
pub struct Language {
    tag: String,
    right_to_left: bool,
    texts: BTreeMap<String, Text>,
    /// Ids in the order of the file.
    order: Vec<String>,
    /// For its plural rules, which cannot be kept themselves: they do not go from thread to thread.
    locale: Locale,
}

impl Default for Language {
    /// No language, without words.
    fn default() -> Self {
        let (texts, order) = (BTreeMap::new(), Vec::new());
        Self { tag: String::new(), right_to_left: false, texts, order, locale: Locale::UNKNOWN }
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Language({})", self.tag)
    }
}

/// Languages written from right to left, by their first subtag; a script in the tag comes before this.
const RIGHT_TO_LEFT: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"];
/// Scripts written from right to left.
const RIGHT_TO_LEFT_SCRIPTS: &[&str] = &["Arab", "Adlm", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

impl Language {
    /// Reads a language from its Fluent text.
    ///
    /// # Errors
    /// [`WordsError`] for a tag that is none, for text that is not Fluent, for what is not in the subset,
    /// and for an id that comes twice.
    pub fn read(tag: &str, fluent: &str) -> Result<Self, WordsError> {
        let mut language = Self::empty(tag)?;
        if let Some(at) = too_deep(fluent) {
            return Err(WordsError::NotFluent(at));
        }
        let resource = match fluent_syntax::parser::parse_runtime(fluent) {
            Ok(resource) => resource,
            Err((_, errors)) => return Err(WordsError::NotFluent(errors.first().map_or(0, |e| e.pos.start))),
        };
        language.take(resource)?;
        Ok(language)
    }

    fn empty(tag: &str) -> Result<Self, WordsError> {
        let locale = Locale::try_from_str(tag).map_err(|_| WordsError::Tag(tag.to_owned()))?;
        let right_to_left = match locale.id.script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
            None => RIGHT_TO_LEFT.contains(&locale.id.language.as_str()),
        };
        Ok(Self { tag: locale.to_string(), right_to_left, locale, ..Self::default() })
    }

    fn take(&mut self, resource: Resource<&str>) -> Result<(), WordsError> {
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    let text = text_of(&id, message)?;
                    if self.texts.insert(id.clone(), text).is_some() {
                        return Err(WordsError::Twice(id));
                    }
                    self.order.push(id);
                }
                Entry::Term(term) => return Err(not_in_subset(term.id.name, "a term")),
                Entry::Junk { .. } => return Err(WordsError::NotFluent(0)),
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            }
        }
        Ok(())
    }

    /// Its BCP 47 tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub const fn right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// The ids of its messages, in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(String::as_str)
    }

    /// The names of a message's variables, each once, by name; `None` where there is no such message.
    #[must_use]
    pub fn variables(&self, id: &str) -> Option<Vec<&str>> {
        let text = self.get(id)?;
        let choice = text.choice.as_ref();
        let forms = choice.into_iter().flat_map(|c| c.forms.iter().flat_map(|(_, p)| p).chain(&c.default));
        let mut names: Vec<&str> = text
            .before
            .iter()
            .chain(&text.after)
            .chain(forms)
            .filter_map(|piece| match piece {
                Piece::Place(name) => Some(name.as_str()),
                Piece::Plain(_) => None,
            })
            .chain(choice.map(|c| c.selector.as_str()))
            .collect();
        crate::sorting::natural(&mut names);
        names.dedup();
        Some(names)
    }

    /// The plural forms a message has, in CLDR's words and order of the file, the default's included;
    /// `None` for a message that does not choose.
    #[must_use]
    pub fn forms(&self, id: &str) -> Option<Vec<&'static str>> {
        let choice = self.get(id)?.choice.as_ref()?;
        Some(
            choice
                .forms
                .iter()
                .map(|(category, _)| word_of(*category))
                .chain([word_of(PluralCategory::Other)])
                .collect(),
        )
    }

    /// The plural forms the language has, in CLDR's words.
    #[must_use]
    pub fn forms_of_language(&self) -> Vec<&'static str> {
        self.plurals().map_or_else(Vec::new, |rules| rules.categories().map(word_of).collect())
    }

    /// Every way a message can read, variables shown as `{$name}`: one for each form, or just one.
    #[must_use]
    pub fn readings(&self, id: &str) -> Vec<String> {
        let Some(text) = self.get(id) else { return Vec::new() };
        let forms: Vec<Option<PluralCategory>> = match &text.choice {
            Some(choice) => choice.forms.iter().map(|(category, _)| Some(*category)).chain([None]).collect(),
            None => vec![None],
        };
        let shown = |piece: &Piece| match piece {
            Piece::Plain(plain) => plain.clone(),
            Piece::Place(name) => format!("{{${name}}}"),
        };
        forms.into_iter().map(|form| text.pieces(|_| form).map(shown).collect()).collect()
    }

    pub(super) fn get(&self, id: &str) -> Option<&Text> {
        self.texts.get(id)
    }

    pub(super) fn plain(&self, id: &str) -> Option<&str> {
        self.get(id).and_then(Text::plain)
    }

    /// The word for `concept` that stands first in the file.
    pub(super) fn first_wording(&self, concept: &str) -> Option<&str> {
        let prefix = format!("wording-{concept}-");
        self.ids().find(|id| id.starts_with(&prefix)).and_then(|id| self.plain(id))
    }

    pub(super) fn plural_form(&self, number: i64) -> PluralCategory {
        self.plurals().map_or(PluralCategory::Other, |rules| rules.category_for(number))
    }

    /// A look into a table of the library's own: cheap.
    fn plurals(&self) -> Option<PluralRules> {
        PluralRules::try_new_cardinal((&self.locale).into()).ok()
    }
}

/// Where braces and calls stand in each other deeper than any text needs: the parser goes into each by calling
/// itself.
fn too_deep(fluent: &str) -> Option<usize> {
    const DEEPEST: usize = 8;
    let (mut braces, mut calls, mut comment, mut before) = (0usize, 0usize, false, b'\n');
    fluent.bytes().position(|byte| {
        comment = if before == b'\n' { byte == b'#' } else { comment };
        before = byte;
        match byte {
            _ if comment => {}
            b'{' => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'(' if braces > 0 => calls += 1,
            b')' => calls = calls.saturating_sub(1),
            _ => {}
        }
        if braces == 0 {
            calls = 0;
        }
        braces + calls > DEEPEST
    })
}

fn not_in_subset(id: &str, what: &'static str) -> WordsError {
    WordsError::NotInSubset { id: id.to_owned(), what }
}

fn text_of(id: &str, message: Message<&str>) -> Result<Text, WordsError> {
    if !message.attributes.is_empty() {
        return Err(not_in_subset(id, "an attribute"));
    }
    let Some(pattern) = message.value else { return Err(not_in_subset(id, "a message without a text")) };
    let mut text = Text::default();
    for element in pattern.elements {
        let expression = match element {
            PatternElement::TextElement { value } => Err(value),
            PatternElement::Placeable { expression } => Ok(expression),
        };
        match expression {
            Ok(Expression::Select { selector, variants }) => {
                if text.choice.is_some() {
                    return Err(not_in_subset(id, "a second selector"));
                }
                let mut choice = Choice { selector: variable(id, &selector)?, forms: Vec::new(), default: Vec::new() };
                for variant in variants {
                    let VariantKey::Identifier { name } = variant.key else {
                        return Err(not_in_subset(id, "a form for one number"));
                    };
                    let category = category_of(name).ok_or_else(|| not_in_subset(id, "a form that is no plural"))?;
                    let pieces = flat(id, variant.value)?;
                    match (variant.default, category) {
                        (true, PluralCategory::Other) => choice.default = pieces,
                        (true, _) => return Err(not_in_subset(id, "a default that is not “other”")),
                        (false, PluralCategory::Other) => {
                            return Err(not_in_subset(id, "an “other” that is not the default"));
                        }
                        (false, _) => choice.forms.push((category, pieces)),
                    }
                }
                text.choice = Some(choice);
            }
            other => {
                let piece = match other {
                    Err(plain) => Piece::Plain(plain.to_owned()),
                    Ok(Expression::Inline(inline)) => Piece::Place(variable(id, &inline)?),
                    Ok(Expression::Select { .. }) => continue,
                };
                if text.choice.is_some() { text.after.push(piece) } else { text.before.push(piece) }
            }
        }
    }
    joined(&mut text.before);
    joined(&mut text.after);
    Ok(text)
}

fn flat(id: &str, pattern: Pattern<&str>) -> Result<Vec<Piece>, WordsError> {
    let mut pieces = Vec::new();
    for element in pattern.elements {
        pieces.push(match element {
            PatternElement::TextElement { value } => Piece::Plain(value.to_owned()),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                Piece::Place(variable(id, &inline)?)
            }
            PatternElement::Placeable { .. } => return Err(not_in_subset(id, "a selector in a selector")),
        });
    }
    joined(&mut pieces);
    Ok(pieces)
}

/// Puts plain pieces that follow each other together: the parser gives each line of a text by itself.
fn joined(pieces: &mut Vec<Piece>) {
    let mut whole: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        match (whole.last_mut(), piece) {
            (Some(Piece::Plain(before)), Piece::Plain(more)) => before.push_str(&more),
            (_, piece) => whole.push(piece),
        }
    }
    *pieces = whole;
}

fn variable(id: &str, inline: &InlineExpression<&str>) -> Result<String, WordsError> {
    match inline {
        InlineExpression::VariableReference { id: name } => Ok(name.name.to_owned()),
        InlineExpression::StringLiteral { .. } => Err(not_in_subset(id, "a text in quotes")),
        InlineExpression::NumberLiteral { .. } => Err(not_in_subset(id, "a number")),
        InlineExpression::FunctionReference { .. } => Err(not_in_subset(id, "a function")),
        InlineExpression::MessageReference { .. } => Err(not_in_subset(id, "another message")),
        InlineExpression::TermReference { .. } => Err(not_in_subset(id, "a term")),
        InlineExpression::Placeable { .. } => Err(not_in_subset(id, "braces in braces")),
    }
}

const FORMS: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];

fn category_of(word: &str) -> Option<PluralCategory> {
    FORMS.iter().find(|(w, _)| *w == word).map(|(_, category)| *category)
}

fn word_of(category: PluralCategory) -> &'static str {
    FORMS.iter().find(|(_, c)| *c == category).map_or("other", |(word, _)| word)
}
