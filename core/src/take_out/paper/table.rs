//! How a sheet is described: which kinds stand on it, which of their fields in which order, and how each is shown.
//! Labels are not in here: a kind's is the message `KIND`, a field's `KIND-FIELD`, a word's `KIND-FIELD-WORD`.

use crate::programme::pack::Pack;
use crate::store::kinds::Kind;

/// How a field is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) enum How {
    /// As it was written.
    Words,
    /// A day, written out.
    Day,
    /// A time of day.
    Time,
    /// A number by itself.
    Number,
    /// A number on a scale from 0 to this.
    Scale(i64),
    /// A number from the first to the second, each of which has a word.
    Steps(i64, i64),
    /// A number for which the pack has words: the key up to it.
    PackSteps(&'static str),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Some of these words, kept as a JSON list.
    Choices(&'static [&'static str]),
    /// Yes, where it is 1; nothing otherwise.
    Yes,
    /// An id of the pack: the key before and after it. What the pack does not know was written by the person.
    Pack(&'static str, &'static str),
    /// The same, as a JSON list.
    PackList(&'static str, &'static str),
    /// An id to which a message belongs: its id up to there.
    Message(&'static str),
    /// Another record, by this field of the first of these kinds that has it.
    Linked(&'static [(&'static str, &'static str)]),
    /// The same, as a JSON list of ids.
    LinkedList(&'static str, &'static str),
    /// An area of life: an id of the pack, or one of the person's own.
    Area,
    /// A section of a handout; its module stands in the field `module`.
    Section,
    /// Ratings of signs: JSON by sign.
    Ratings,
    /// Answers of a progress check: JSON by question.
    Answers,
    /// The title inside a proposal.
    Suggested,
}

/// A field on a sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// The field.
    pub field: &'static str,
    /// How it is shown.
    pub how: How,
    /// Lines to write on, on a blank sheet; 0 leaves the field out there.
    pub rows: u8,
    /// Stays on the phone and on the person's own paper: never in a review: a person's number is not the client's to pass on.
    pub never_shared: bool,
}

/// A list of the pack, on a blank sheet: its ids, and the key before each.
#[derive(Clone, Copy)]
pub(crate) struct List {
    /// The word of [`Part::by`] it belongs to; empty where the part is not divided.
    pub of: &'static str,
    /// The ids.
    pub ids: fn(&Pack) -> Vec<String>,
    /// The key of their words, up to the id.
    pub key: &'static str,
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)
    }
}

/// Records of one kind on a sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Their kind.
    pub kind: &'static Kind,
    /// The field that says under which record of the part around it one stands.
    pub under: &'static str,
    /// The field by whose words the part is divided, and these words; none where it is not.
    pub by: Option<(&'static str, &'static [&'static str])>,
    /// Only records that have one of the words of [`Part::by`].
    pub only_these: bool,
    /// Their fields, in order.
    pub lines: &'static [Line],
    /// What stands under each of them.
    pub inside: &'static [Part],
    /// Fields that are on no paper: ids, places in an order, what another line says.
    pub left_out: &'static [&'static str],
    /// How often it stands on a blank sheet; for a divided part, lines under each word.
    pub blank: u8,
    /// Lists of the pack to tick, on a blank sheet.
    pub lists: &'static [List],
    /// Never in a review, whatever was switched on.
    pub never_shared: bool,
    /// Words of the field `state` with which a record is over, and no longer goes with a review.
    pub over: &'static [&'static str],
}

impl Part {
    /// A part with nothing but its fields.
    pub const fn of(kind: &'static Kind, lines: &'static [Line]) -> Self {
        Self {
            kind,
            under: "",
            by: None,
            only_these: false,
            lines,
            inside: &[],
            left_out: &[],
            blank: 1,
            lists: &[],
            never_shared: false,
            over: &[],
        }
    }

    /// What stands under each record.
    pub const fn with(mut self, inside: &'static [Self]) -> Self {
        self.inside = inside;
        self
    }

    /// It stands under the record that this field names.
    pub const fn under(mut self, field: &'static str) -> Self {
        self.under = field;
        self
    }

    /// Divided by the words of a field.
    pub const fn by(mut self, field: &'static str, words: &'static [&'static str]) -> Self {
        self.by = Some((field, words));
        self
    }

    /// Nothing but these words of a field.
    pub const fn only(mut self, field: &'static str, words: &'static [&'static str]) -> Self {
        self.by = Some((field, words));
        self.only_these = true;
        self
    }

    /// Fields that are on no paper.
    pub const fn without(mut self, fields: &'static [&'static str]) -> Self {
        self.left_out = fields;
        self
    }

    /// How often on a blank sheet.
    pub const fn blank(mut self, times: u8) -> Self {
        self.blank = times;
        self
    }

    /// Lists to tick on a blank sheet.
    pub const fn lists(mut self, lists: &'static [List]) -> Self {
        self.lists = lists;
        self
    }

    /// Never in a review.
    pub const fn never_shared(mut self) -> Self {
        self.never_shared = true;
        self
    }

    /// Words with which it is over.
    pub const fn over(mut self, words: &'static [&'static str]) -> Self {
        self.over = words;
        self
    }
}

/// Written words, with so many lines to write on.
pub(crate) const fn words(field: &'static str, rows: u8) -> Line {
    shown(field, How::Words, rows)
}

/// A field, shown so, with so many lines on a blank sheet.
pub(crate) const fn shown(field: &'static str, how: How, rows: u8) -> Line {
    Line { field, how, rows, never_shared: false }
}

/// A telephone number.
pub(crate) const fn phone(field: &'static str) -> Line {
    Line { field, how: How::Words, rows: 1, never_shared: true }
}

/// A day with a line to write it on.
pub(crate) const fn day(field: &'static str) -> Line {
    shown(field, How::Day, 1)
}

/// One of some words, not asked for on a blank sheet.
pub(crate) const fn state(words: &'static [&'static str]) -> Line {
    shown("state", How::Choice(words), 0)
}

/// Fields that say how a record is kept, on no paper in any kind.
#[cfg(test)]
pub(crate) const KEEPING: &[&str] = &["made_ms", "made_zone", "made_offset", "day", "position"];
