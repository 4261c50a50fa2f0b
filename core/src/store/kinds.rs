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

/// Fields on the way into a record. What is left out of a new record is as the schema
/// says: empty, or refused where something is needed.
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
    SESSION = Living "session" { day: Text, time: Text, kind: Text, place: Words, module: Words, agenda: Words, note: Words, state: Text, held_ms: Number, modules: Text, topics: Words, minutes: Number, agenda_done: Text, teaching_styles: Text, practised: Words, role_play: Words, supporters: Text, others_present: Words }
    SESSION_HOMEWORK = Settled "session_homework" { session: Bytes, homework: Bytes, part: Text }
    LONG_TERM_GOAL = Living "long_term_goal" { title: Words, why: Words, how_will_we_know: Words, area: Words, who_can_help: Words, started: Text, by_about: Text, state: Text, changed_to: Bytes, meaning: Words, life_area: Text, scribe: Words, ended: Text }
    SHORT_TERM_GOAL = Living "short_term_goal" { goal: Bytes, title: Words, how_will_we_know: Words, strengths: Words, obstacles: Words, who_can_help: Words, started: Text, by_about: Text, state: Text, changed_to: Bytes, modules: Text, ended: Text }
    STEP = Living "step" { goal: Bytes, title: Words, who: Words, when_words: Words, where_words: Words, how: Words, how_will_we_know: Words, by_about: Text, reminder_day: Text, reminder_time: Text, state: Text, proposal: Bytes }
    STEP_RESULT = Settled "step_result" { step: Bytes, result: Text, what_helped: Words, got_in_the_way: Words, next_step: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    GOAL_REVIEW = Settled "goal_review" { goal: Bytes, session: Bytes, progress: Words, rating: Number, what_next: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text, present: Words, noted_by: Words }
    HOMEWORK = Living "homework" { title: Words, module: Words, why: Words, goal: Bytes, what_exactly: Words, where_words: Words, with_whom: Words, worksheet: Words, origin: Text, proposal: Bytes, confidence: Number, smaller_version: Words, how_often: Text, first_day: Text, by_about: Text, reminder_time: Text, state: Text, module_id: Text, option_id: Text }
    HOMEWORK_RESULT = Settled "homework_result" { homework: Bytes, occurrence: Text, result: Text, smaller: Number, obstacle: Text, note: Words, helpfulness: Number, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    COPING_STRATEGY = Living "coping_strategy" { name: Words, how: Words, trouble: Words, state: Text, library_id: Text, practised_on: Text, adapted: Words }
    COPING_ENTRY = Settled "coping_entry" { strategy: Bytes, situation: Words, helped: Text, before: Number, after: Number, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text, place: Words, trouble: Text }
    WARNING_SIGN = Living "warning_sign" { wording: Words, who_may_notice: Words, scale: Number, key_sign: Number, emergency: Number, state: Text, position: Number, days_before: Words, pattern: Text, how_to_check: Words, high_is_good: Number, list_id: Text }
    CHECK_IN = Settled "check_in" { ratings: Text, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    OWN_RULE = Living "own_rule" { sign: Bytes, condition: Text, level: Number, count: Number, out_of: Number, action: Words, state: Text }
    RULE_OPENING = Settled "rule_opening" { rule: Bytes, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    USUAL_EVENT = Settled "usual_event" { event: Text, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    PLAN_LINE = Living "plan_line" { part: Text, stage: Number, wording: Words, phone: Words, position: Number, action: Words, what_came_first: Words, when_words: Words, sign: Bytes, person: Bytes, duty: Words, role: Text, not_to_be_called: Number }
    TALK_ABOUT = Living "talk_about" { wording: Words, made_day: Text, state: Text }
    SETTING = Living "setting" { name: Text, value: Text }
    PROPOSAL = Living "proposal" { mailbox: Bytes, sender: Bytes, kind: Text, body: Words, state: Text, became: Bytes, answered_day: Text, arrived_ms: Number }
    SEEN_LINE = Settled "seen_line" { sender: Bytes, packet: Bytes, from_name: Words, wording: Words, made_day: Text, arrived_ms: Number }
    ENROLMENT = Living "enrolment" { programme: Text, edition: Number, format: Text, group_size: Number, started: Text, planned_meetings: Number, trial_meetings: Number, state: Text, booster: Number, repeat_of: Bytes, ended: Text }
    MODULE_PROGRESS = Living "module_progress" { enrolment: Bytes, module: Text, state: Text, position: Number, started: Text, finished: Text, title: Words }
    HANDOUT_USE = Settled "handout_use" { module: Text, section: Text, how: Text, with_whom: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    WORKSHEET_ANSWER = Living "worksheet_answer" { module: Text, question: Text, asked: Words, answer: Words, made_day: Text }
    RECOVERY_MEANING = Settled "recovery_meaning" { meaning: Words, what_helps: Words, who_inspires_me: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    LIFE_AREA = Living "life_area" { name: Words, state: Text, position: Number }
    LIFE_AREA_RATING = Settled "life_area_rating" { sitting: Bytes, area: Text, own_area: Bytes, rating: Number, wish_to_change: Text, note: Words, goal: Bytes, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    HOMEWORK_REVIEW = Settled "homework_review" { homework: Bytes, session: Bytes, with_whom: Words, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    PROBLEM = Living "problem" { problem: Words, step: Bytes, homework: Bytes, choice: Words, what: Words, who: Words, when_words: Words, what_is_needed: Words, in_the_way: Words, my_answer: Words, practised_on: Text, review_on: Text, started: Text, state: Text }
    PROBLEM_IDEA = Living "problem_idea" { problem: Bytes, idea: Words, good_sides: Words, bad_sides: Words, chosen: Number, position: Number }
    PROBLEM_REVIEW = Settled "problem_review" { problem: Bytes, what_worked: Words, next: Text, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    PLAN_EVENT = Settled "plan_event" { event: Text, person: Bytes, with_whom: Words, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    SAFETY_LINE = Living "safety_line" { part: Text, wording: Words, phone: Words, person: Bytes, position: Number }
    GOOD_TIME = Settled "good_time" { from_day: Text, until_day: Text, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    NOTICE_ANSWER = Settled "notice_answer" { opened: Text, answer: Text, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    COPING_WAIT = Settled "coping_wait" { trouble: Text, before: Number, after: Number, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    MEDICINE = Living "medicine" { name: Words, purpose: Words, schedule: Words, anchor: Words, anchor_time: Text, place: Words, cue: Words, backup_cue: Words, who_helps: Words, state: Text, position: Number }
    MEDICINE_NOTE = Living "medicine_note" { medicine: Bytes, part: Text, wording: Words, how_bad: Number, since: Text, answer: Words, state: Text, position: Number }
    DOSE = Settled "dose" { medicine: Bytes, occurrence: Text, result: Text, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    SUBSTANCE_LINE = Living "substance_line" { part: Text, wording: Words, my_answer: Words, who: Words, position: Number }
    SUBSTANCE_ENTRY = Settled "substance_entry" { what: Words, how_much: Words, situation: Words, what_helped: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    STRESS_LINE = Living "stress_line" { part: Text, list_id: Text, sphere: Text, wording: Words, who: Words, when_words: Words, position: Number }
    PERSON = Living "person" { name: Words, relation: Words, closeness: Number, what_they_give: Words, what_i_want: Words, phone: Words, takes_part: Text, help_now: Number, state: Text, position: Number }
    CONTACT_PRACTICE = Living "contact_practice" { person: Bytes, what: Words, say_first: Words, say_then: Words, if_it_is_hard: Words, state: Text }
    CONTACT_TRY = Settled "contact_try" { practice: Bytes, role_play: Number, result: Text, how_it_went: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    PERMISSION = Living "permission" { person: Bytes, item: Text, from_day: Text, until_day: Text, reason: Words, given_on: Text, revoked_on: Text }
    NEED = Living "need" { list_id: Text, wording: Words, who_to_ask: Words, phone: Words, question: Words, what_i_say: Words, appointment: Text, outcome: Words, state: Text, position: Number }
    LIFESTYLE_ENTRY = Settled "lifestyle_entry" { log: Text, wording: Words, amount: Number, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    LIFESTYLE_CHANGE = Living "lifestyle_change" { log: Text, wording: Words, started: Text, state: Text }
    PROGRESS_CHECK = Settled "progress_check" { instrument: Text, version: Text, filled_by: Text, answers: Text, note: Words, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
    REMINDER = Living "reminder" { title: Words, about: Text, about_id: Bytes, schedule: Text, from_ms: Number, since_ms: Number, importance: Text, exactness: Text, ahead_min: Number, again_times: Number, again_after_min: Number, in_quiet_hours: Number, state: Text }
    REMINDER_FACT = Settled "reminder_fact" { reminder: Text, reminder_id: Bytes, occurrence: Text, slot: Number, turn: Number, fact: Text, later: Text, made_ms: Number, made_zone: Text, made_offset: Number, day: Text }
}

/// The log of changes, and what is kept of each record for merging: it travels as ops and snapshots, never as rows.
pub(crate) static OF_THE_LOG: &[&str] =
    &["device", "op", "cell", "revision", "tombstone", "unknown_field", "known_device"];

/// What belongs to one phone and is in no log: keys, mailboxes and readers, what waits to be sent, what could not be
/// opened, what the phone's system was told to show, what was installed, the vault's keys and its sealed batches, what was
/// typed and not saved. Beside these there are only `cache_*`, which
/// triggers work out from the rest.
pub(crate) static OF_THIS_PHONE: &[&str] = &[
    "outbox",
    "mailbox",
    "subkey",
    "reader",
    "chain_out",
    "chain_in",
    "ack_due",
    "quarantine",
    "packet",
    "sent_line",
    "content_pack",
    "instrument",
    "delivery",
    "vault",
    "vault_key",
    "vault_outbox",
    "vault_device",
    "vault_device_name",
    "vault_aside",
    "vault_restore",
    "vault_restore_part",
    "vault_restore_device",
    "vault_shared",
    "vault_echo",
    "vault_joining",
    "receipt_held",
    "introduction",
    "wake_up",
    "wake_told",
    "draft",
];

/// Where a goal stood, and until about when, tells how it came about: what was there before is kept as words are.
const TOLD: [&Kind; 3] = [&LONG_TERM_GOAL, &SHORT_TERM_GOAL, &STEP];

impl Kind {
    /// Whether the replaced value of a field stays as a revision; for the empty name, a replaced whole.
    pub(crate) fn keeps_replaced(&'static self, field: &str) -> bool {
        if field.is_empty() {
            // Two facts of one id differ in nothing but when they were noted.
            return self.class == Class::Settled && self.name != REMINDER_FACT.name;
        }
        let told = || matches!(field, "state" | "by_about") && TOLD.iter().any(|kind| std::ptr::eq(*kind, self));
        self.field(field).is_some_and(|f| f.holds == Holds::Words) || told()
    }

    /// Whether two phones can make a record of one id, because the id is made of what the record says.
    pub(super) fn is_named_by_content(&'static self) -> bool {
        [SETTING.name, MODULE_PROGRESS.name, REMINDER_FACT.name].contains(&self.name)
    }

    /// The field of this name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name && knows(self.name, name))
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|k| k.name == name && knows(name, ""))
    }
}

#[cfg(not(any(test, feature = "older")))]
const fn knows(_kind: &str, _field: &str) -> bool {
    true
}

#[cfg(any(test, feature = "older"))]
use super::older::knows;
