//! Every kind of record that the change log knows, with its fields. One table each; the
//! table's name is the kind's, its columns are the fields, in this order. Opening a store
//! checks that the file agrees.

use rusqlite::types::Value;

/// How a kind changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Written once, as a whole: an answer, a check-in. An edit replaces the whole and keeps a revision.
    Settled,
    /// Changes field by field: a goal, a plan line, a setting. The last writer of each field wins.
    Living,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words of a person: replaced words stay as a revision.
    Words,
    /// A code, a day, a time, JSON: text that is not prose.
    Text,
    /// A whole number.
    Number,
    /// An id or a hash.
    Bytes,
}

/// A field of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name of the column.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
}

/// A kind of record.
#[derive(Debug)]
pub struct Kind {
    /// Name of the table, and the kind's name in the change log and in [`crate::Changes`].
    pub name: &'static str,
    /// How it changes.
    pub class: Class,
    /// Its fields without the id.
    pub fields: &'static [Field],
}

/// Fields on the way into a record: every field for a new one, some for a change.
pub type Values = Vec<(&'static str, Value)>;

/// Shorthand: a value for a field.
pub fn value(v: impl Into<Value>) -> Value {
    v.into()
}

/// Shorthand: a value that may be absent.
pub fn maybe<T: Into<Value>>(v: Option<T>) -> Value {
    v.map_or(Value::Null, Into::into)
}

impl From<crate::ids::Id> for Value {
    fn from(id: crate::ids::Id) -> Self {
        Self::Blob(id.as_bytes().to_vec())
    }
}

impl From<crate::clock::Day> for Value {
    fn from(day: crate::clock::Day) -> Self {
        Self::Text(day.to_string())
    }
}

impl From<crate::clock::TimeOfDay> for Value {
    fn from(time: crate::clock::TimeOfDay) -> Self {
        Self::Text(time.to_string())
    }
}

macro_rules! kinds {
    ($($const:ident = $class:ident $name:literal { $($field:ident : $holds:ident),* $(,)? })*) => {
        $(#[doc = concat!("The table `", $name, "`.")]
        pub static $const: Kind = Kind {
            name: $name,
            class: Class::$class,
            fields: &[$(Field { name: stringify!($field), holds: Holds::$holds }),*],
        };)*
        /// Every kind, in the order of the schema.
        pub static ALL: &[&Kind] = &[$(&$const),*];
    };
}

kinds! {
    SESSION = Living "session" { day: Text, time: Text, kind: Text, place: Words, module: Words, agenda: Words, note: Words, state: Text, held_ms: Number }
    SESSION_HOMEWORK = Settled "session_homework" { session: Bytes, homework: Bytes, part: Text }
    LONG_TERM_GOAL = Living "long_term_goal" { title: Words, why: Words, how_will_we_know: Words, area: Words, who_can_help: Words, started: Text, by_about: Text, state: Text, changed_to: Bytes }
    SHORT_TERM_GOAL = Living "short_term_goal" { goal: Bytes, title: Words, how_will_we_know: Words, strengths: Words, obstacles: Words, who_can_help: Words, started: Text, by_about: Text, state: Text, changed_to: Bytes }
    STEP = Living "step" { goal: Bytes, title: Words, who: Words, when_words: Words, where_words: Words, how: Words, how_will_we_know: Words, by_about: Text, reminder_day: Text, reminder_time: Text, state: Text, proposal: Bytes }
    STEP_RESULT = Settled "step_result" { step: Bytes, result: Text, what_helped: Words, got_in_the_way: Words, next_step: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    GOAL_REVIEW = Settled "goal_review" { goal: Bytes, session: Bytes, progress: Words, rating: Number, what_next: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    HOMEWORK = Living "homework" { title: Words, module: Words, why: Words, goal: Bytes, what_exactly: Words, where_words: Words, with_whom: Words, worksheet: Words, origin: Text, proposal: Bytes, confidence: Number, smaller_version: Words, how_often: Text, first_day: Text, by_about: Text, reminder_time: Text, state: Text }
    HOMEWORK_RESULT = Settled "homework_result" { homework: Bytes, occurrence: Text, result: Text, smaller: Number, obstacle: Text, note: Words, helpfulness: Number, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    COPING_STRATEGY = Living "coping_strategy" { name: Words, how: Words, trouble: Words, state: Text }
    COPING_ENTRY = Settled "coping_entry" { strategy: Bytes, situation: Words, helped: Text, before: Number, after: Number, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    WARNING_SIGN = Living "warning_sign" { wording: Words, who_may_notice: Words, scale: Number, key_sign: Number, emergency: Number, state: Text, position: Number }
    CHECK_IN = Settled "check_in" { ratings: Text, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    OWN_RULE = Living "own_rule" { sign: Bytes, condition: Text, level: Number, count: Number, out_of: Number, action: Words, state: Text }
    RULE_OPENING = Settled "rule_opening" { rule: Bytes, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    USUAL_EVENT = Settled "usual_event" { event: Text, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    PLAN_LINE = Living "plan_line" { part: Text, stage: Number, wording: Words, phone: Words, position: Number }
    TALK_ABOUT = Living "talk_about" { wording: Words, made_day: Text, state: Text }
    SETTING = Living "setting" { name: Text, value: Text }
    PROPOSAL = Living "proposal" { mailbox: Bytes, sender: Bytes, kind: Text, body: Words, state: Text, became: Bytes, answered_day: Text, arrived_ms: Number }
    SEEN_LINE = Settled "seen_line" { sender: Bytes, packet: Bytes, from_name: Words, wording: Words, made_day: Text, arrived_ms: Number }
}

impl Kind {
    /// The field of this name.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|k| k.name == name)
    }
}
