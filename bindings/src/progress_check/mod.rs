//! The progress check: the questions of the pack, or a questionnaire that the clinic brought.
//!
//! Answers are shown item by item over time: no sum, no mean, no verdict, and any question may be left out.

mod instrument;

pub use instrument::{
    Asks, Instrument, InstrumentAnswer, InstrumentFinding, InstrumentForm, InstrumentItem, InstrumentProblem,
    InstrumentView, ItemAnswer, NewInstrumentAnswers,
};

use handrail_core::progress_check as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In, Out, choice, closed, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a progress check that was filled in.
    ProgressCheckId = core::ProgressCheckId
}

choice! {
    /// Who filled it in.
    FilledBy = core::FilledBy {
        /// The client.
        Client,
        /// The practitioner, with the client there.
        Practitioner,
    }
}

/// The answer to one question of the pack's check.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum CheckAnswer {
    /// A step of its scale.
    Step {
        /// From 0; better upwards.
        step: u32,
    },
    /// The answer that counts for nothing, such as "none prescribed".
    NotCounted,
}

closed!(CheckAnswer);

impl Out<core::CheckAnswer> for CheckAnswer {
    fn out(core: core::CheckAnswer) -> Self {
        match core {
            core::CheckAnswer::Step(step) => Self::Step { step },
            core::CheckAnswer::NotCounted => Self::NotCounted,
        }
    }
}

impl In<core::CheckAnswer> for CheckAnswer {
    fn taken(self, _: &'static str) -> handrail_core::Result<core::CheckAnswer> {
        Ok(match self {
            Self::Step { step } => core::CheckAnswer::Step(step),
            Self::NotCounted => core::CheckAnswer::NotCounted,
        })
    }
}

/// A question of the pack's check with its answer.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct CheckItemAnswer {
    /// The question, by its id in the pack.
    pub item: String,
    /// What was answered.
    pub answer: CheckAnswer,
}

closed!(CheckItemAnswer);

impl Out<(String, core::CheckAnswer)> for CheckItemAnswer {
    fn out((item, answer): (String, core::CheckAnswer)) -> Self {
        Self { item, answer: Out::out(answer) }
    }
}

impl In<(String, core::CheckAnswer)> for CheckItemAnswer {
    fn taken(self, field: &'static str) -> handrail_core::Result<(String, core::CheckAnswer)> {
        let Self { item, answer } = self;
        Ok((item, answer.taken(field)?))
    }
}

edit! {
    /// A check as it is filled in. What is left out was not asked.
    NewProgressCheck into core::NewProgressCheck {
        /// Who filled it in.
        filled_by: FilledBy,
        /// Each question once.
        #[uniffi(default)]
        answers: Vec<CheckItemAnswer>,
        /// Anything else, at most 8,000 characters.
        #[uniffi(default)]
        note: String,
    }
}

view! {
    /// A question of the pack's check.
    CheckFormItem from core::CheckFormItem {
        /// Its id in the pack.
        id: String,
        /// The question.
        question: String,
        /// The answers, the lowest first.
        steps: Vec<String>,
        /// The answer that counts for nothing; nothing where there is no such.
        not_counted: Option<String>,
    }
}

view! {
    /// The pack's check, to be filled in.
    CheckForm from core::CheckForm {
        /// What it is called.
        title: String,
        /// What it is and what it is not: shown above the first question.
        note: String,
        /// Its version, kept with the answers.
        version: String,
        /// How far it looks back, in months.
        look_back_months: u32,
        /// The questions.
        items: Vec<CheckFormItem>,
    }
}

view! {
    /// A check that was filled in.
    ProgressCheckView from core::ProgressCheckView {
        /// Which.
        id: ProgressCheckId,
        /// The pack it was of, or the address of a clinic's questionnaire.
        instrument: String,
        /// Its version then.
        version: String,
        /// Who filled it in.
        filled_by: FilledBy,
        /// The answers to the pack's questions; empty for a clinic's questionnaire, whose answers its own form shows.
        answers: Vec<CheckItemAnswer>,
        /// Anything else.
        note: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// One answer in time.
    ItemPoint from core::ItemPoint {
        /// The check it was in.
        check: ProgressCheckId,
        /// The person's day.
        day: CivilDate,
        /// Who filled it in.
        filled_by: FilledBy,
        /// What was answered.
        answer: CheckAnswer,
    }
}

view! {
    /// One question over time.
    ItemOverTime from core::ItemOverTime {
        /// Its id in the pack.
        id: String,
        /// The question.
        question: String,
        /// The answers, the lowest first.
        steps: Vec<String>,
        /// What was answered, the earliest first; gaps where it was left out.
        points: Vec<ItemPoint>,
    }
}

view! {
    /// The progress screen.
    ProgressView from core::ProgressView {
        /// What the check is and what it is not.
        note: String,
        /// The questions the pack asks now, each over time.
        items: Vec<ItemOverTime>,
        /// The newest checks, the newest first, at most 32; those of a clinic's questionnaire too.
        checks: Vec<ProgressCheckView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The checks over time.
    pub fn progress(&self) -> Result<ProgressView> {
        self.call(handrail_core::Handrail::progress)
    }

    /// The pack's check, to be filled in; nothing where the programme has none. A practitioner's version asks in a
    /// practitioner's words where the pack has them.
    pub fn progress_check_form(&self, filled_by: FilledBy) -> Result<Option<CheckForm>> {
        self.call(|core| core.progress_check_form(filled_by.taken("filled_by")?))
    }

    /// Keeps a check of the pack.
    ///
    /// Refused: `answers` empty without a note, with an unknown question, one given twice, a step off its scale, or "not
    /// counted" where the question has no such answer.
    pub fn record_progress_check(&self, details: NewProgressCheck) -> Result<Changes> {
        self.call(|core| core.record_progress_check(&details.taken("details")?))
    }

    /// Puts a check of the pack right. Answers to questions that the pack dropped since stay as they were. Errors as for
    /// recording; `id` in the wrong state for a clinic's questionnaire.
    pub fn edit_progress_check(&self, id: ProgressCheckId, edit: NewProgressCheck) -> Result<Changes> {
        self.call(|core| core.edit_progress_check(id.taken("id")?, &edit.taken("edit")?))
    }
}
