//! The preview's lines: everything that may go, in the order of a meeting, each of which can be
//! switched off. The words around what a line says belong to the app.

use handrail_core::review as core;

use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In, Out, choice, closed, view};
use crate::store::RecordId;

choice! {
    /// What a line is about.
    LineConcept = core::Concept {
        /// Something to talk about.
        TalkAbout,
        /// A homework.
        Homework,
        /// How a homework went on a day.
        HomeworkResult,
        /// Homework, summed by week.
        HomeworkTrend,
        /// A long-term goal.
        LongTermGoal,
        /// A short-term goal.
        ShortTermGoal,
        /// A step.
        Step,
        /// How a step went.
        StepResult,
        /// A time a homework was talked over.
        HomeworkReview,
        /// A row of the goal sheet.
        GoalReview,
        /// A coping strategy.
        CopingStrategy,
        /// A try.
        CopingEntry,
        /// Coping, summed by week.
        CopingTrend,
        /// A warning sign.
        WarningSign,
        /// A check-in: the ratings of one moment.
        CheckIn,
        /// Ratings, summed by week.
        SignsTrend,
        /// Ratings, month by month, with the level of the good times.
        SignsMonths,
        /// A good time that was agreed on.
        GoodTime,
        /// "Your usual".
        Usual,
        /// One of my own rules.
        OwnRule,
        /// A line of my plan.
        PlanLine,
        /// Something that was done with my plan; without an id the day to look it over next.
        PlanEvent,
        /// Something on another sheet.
        Sheet,
        /// My answer to a proposal.
        Answer,
        /// The next meeting.
        Meeting,
    }
}

/// Names a line: what it is about, and which.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LineId {
    /// What it is about.
    pub concept: LineConcept,
    /// Which; zeros for a line that is no record of its own.
    pub id: RecordId,
}

impl Out<core::LineId> for LineId {
    fn out(core: core::LineId) -> Self {
        let core::LineId { concept, id } = core;
        Self { concept: Out::out(concept), id: Out::out(id) }
    }
}

impl In<core::LineId> for LineId {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::LineId> {
        let Self { concept, id } = self;
        Ok(core::LineId { concept: concept.taken(field)?, id: id.taken(field)? })
    }
}

/// A number with a message id for what it is.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Sum {
    /// A message id.
    pub label: String,
    /// The number.
    pub value: f64,
}

impl Out<(&'static str, f64)> for Sum {
    fn out((label, value): (&'static str, f64)) -> Self {
        Self { label: label.to_owned(), value }
    }
}

/// The value of a detail.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum DetailValue {
    /// The person's own words.
    Words {
        /// The words.
        text: String,
    },
    /// One of a few known words: the app has a text for each.
    Choice {
        /// The word.
        word: String,
    },
    /// A whole number, on its scale where there is one.
    Number {
        /// The number.
        value: i64,
        /// Highest of the scale.
        of: Option<i64>,
    },
    /// A number with a fraction, on a scale.
    Mean {
        /// The number.
        value: f64,
        /// Highest of the scale.
        of: i64,
    },
    /// A day.
    Day {
        /// Which.
        day: CivilDate,
    },
    /// A time of day.
    Time {
        /// Which.
        time: CivilTime,
    },
    /// A rating of a sign.
    Rating {
        /// The sign, in the person's words.
        sign: String,
        /// The rating.
        value: i64,
        /// Highest of the scale.
        of: i64,
    },
    /// What a field of a sheet says, both in the words of the review's language.
    Labelled {
        /// What the field is called.
        label: String,
        /// What it says.
        text: String,
    },
    /// What a day or a week adds up to.
    Sums {
        /// The day, or the week's Monday.
        day: CivilDate,
        /// The numbers.
        sums: Vec<Sum>,
    },
}

closed!(DetailValue);

impl Out<core::DetailValue> for DetailValue {
    fn out(core: core::DetailValue) -> Self {
        use core::DetailValue as V;
        match core {
            V::Words(text) => Self::Words { text },
            V::Choice(word) => Self::Choice { word: word.to_owned() },
            V::Number { value, of } => Self::Number { value, of },
            V::Mean { value, of } => Self::Mean { value, of },
            V::Day(day) => Self::Day { day: Out::out(day) },
            V::Time(time) => Self::Time { time: Out::out(time) },
            V::Rating { sign, value, of } => Self::Rating { sign, value, of },
            V::Labelled { label, text } => Self::Labelled { label, text },
            V::Sums { day, sums } => Self::Sums { day: Out::out(day), sums: Out::out(sums) },
        }
    }
}

view! {
    /// Something a line says beside its text.
    Detail from core::Detail {
        /// What it is: a message id.
        label: String,
        /// The value.
        value: DetailValue,
    }
}

view! {
    /// A line of the preview.
    PreviewLine from core::PreviewLine {
        /// Which.
        id: LineId,
        /// How far it is set in: 0 to 3.
        depth: u8,
        /// The person's own words; empty for a line that has none.
        text: String,
        /// What else it says.
        details: Vec<Detail>,
        /// It will not go: switched off, or the line it stands under is.
        hidden: bool,
    }
}
