//! A questionnaire that the clinic brought, as a FHIR R4 `Questionnaire`: its text, gaps and answers are shown and kept
//! untouched.

use std::sync::Arc;

use handrail_core::progress_check as check;
use handrail_core::progress_check::instrument as core;

use super::{FilledBy, ProgressCheckId};
use crate::convert::{In, Out, closed, edit, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

view! {
    /// An instrument on this phone.
    InstrumentView from check::InstrumentView {
        /// Its address, which is its name everywhere.
        url: String,
        /// Its version; may be empty.
        version: String,
        /// What it is called.
        title: String,
        /// Whose it is, untouched; may be empty.
        copyright: String,
    }
}

/// What an item asks for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Asks {
    /// Nothing: it holds others together.
    Group,
    /// One of some options.
    Choice {
        /// What is shown for each, in order.
        options: Vec<String>,
    },
    /// A whole number.
    Integer,
    /// A line.
    Line,
    /// Words.
    Words,
}

impl Out<&core::Asks> for Asks {
    fn out(core: &core::Asks) -> Self {
        match core {
            core::Asks::Group => Self::Group,
            core::Asks::Choice(options) => {
                Self::Choice { options: options.iter().map(|option| option.label.clone()).collect() }
            }
            core::Asks::Integer => Self::Integer,
            core::Asks::String => Self::Line,
            core::Asks::Text => Self::Words,
        }
    }
}

/// An item of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct InstrumentItem {
    /// Its `linkId`.
    pub link_id: String,
    /// The `linkId` of the item it stands under; nothing at the top.
    pub under: Option<String>,
    /// Its number, as the instrument prints it; may be empty.
    pub prefix: String,
    /// Its words, untouched.
    pub text: String,
    /// What it asks for.
    pub asks: Asks,
    /// The instrument wants an answer. Here any question may be left out; the response then says that it is not complete.
    pub required: bool,
}

/// An instrument, to be filled in.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct InstrumentForm {
    /// Its address.
    pub url: String,
    /// Its version; may be empty.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Whose it is and who may use it, untouched; may be empty.
    pub copyright: String,
    /// Its items in the order of the page, each before what stands under it.
    pub items: Vec<InstrumentItem>,
}

impl Out<&core::Instrument> for InstrumentForm {
    fn out(core: &core::Instrument) -> Self {
        let core::Instrument { url, version, title, copyright, items } = core;
        let mut flat = Vec::new();
        add(&mut flat, items, None);
        Self {
            url: url.clone(),
            version: version.clone(),
            title: title.clone(),
            copyright: copyright.clone(),
            items: flat,
        }
    }
}

/// Items do not nest in all three languages: each names the one it stands under. The core reads only a few levels.
fn add(flat: &mut Vec<InstrumentItem>, items: &[core::Item], under: Option<&str>) {
    for item in items {
        // What it hangs on stays inside: `Instrument.asked` tells what of it is asked.
        let core::Item { link_id, prefix, text, asks, required, items, .. } = item;
        flat.push(InstrumentItem {
            link_id: link_id.clone(),
            under: under.map(str::to_owned),
            prefix: prefix.clone(),
            text: text.clone(),
            asks: Out::out(asks),
            required: *required,
        });
        add(flat, items, Some(link_id));
    }
}

/// The answer to one item.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum ItemAnswer {
    /// One of the options.
    Choice {
        /// Which, from 0.
        option: u64,
    },
    /// A whole number.
    Integer {
        /// The number.
        number: i32,
    },
    /// A line or words.
    Words {
        /// The words.
        words: String,
    },
}

closed!(ItemAnswer);

impl Out<core::Answer> for ItemAnswer {
    fn out(core: core::Answer) -> Self {
        match core {
            core::Answer::Choice(option) => Self::Choice { option: Out::out(option) },
            core::Answer::Integer(number) => Self::Integer { number },
            core::Answer::Words(words) => Self::Words { words },
        }
    }
}

impl In<core::Answer> for ItemAnswer {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Answer> {
        Ok(match self {
            Self::Choice { option } => core::Answer::Choice(option.taken(field)?),
            Self::Integer { number } => core::Answer::Integer(number),
            Self::Words { words } => core::Answer::Words(words),
        })
    }
}

/// An item with its answer. An item that is not among them was not answered; of one that is there twice, the last counts.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct InstrumentAnswer {
    /// The item's `linkId`.
    pub link_id: String,
    /// What was answered.
    pub answer: ItemAnswer,
}

closed!(InstrumentAnswer);

impl Out<core::Answers> for Vec<InstrumentAnswer> {
    fn out(core: core::Answers) -> Self {
        core.into_iter().map(|(link_id, answer)| InstrumentAnswer { link_id, answer: Out::out(answer) }).collect()
    }
}

impl In<core::Answers> for Vec<InstrumentAnswer> {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Answers> {
        self.into_iter().map(|InstrumentAnswer { link_id, answer }| Ok((link_id, answer.taken(field)?))).collect()
    }
}

edit! {
    /// An instrument as it is filled in.
    NewInstrumentAnswers into check::NewInstrumentAnswers {
        /// Its address.
        url: String,
        /// Its version.
        #[uniffi(default)]
        version: String,
        /// Who filled it in.
        filled_by: FilledBy,
        /// What was answered; what is left out was not.
        #[uniffi(default)]
        answers: Vec<InstrumentAnswer>,
        /// Anything else, at most 8,000 characters.
        #[uniffi(default)]
        note: String,
    }
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum InstrumentProblem {
    /// There is no such item.
    Unknown,
    /// It is not asked after these answers.
    NotAsked,
    /// Not of the kind it asks for, or no option of it.
    WrongKind,
    /// Nothing but white space.
    Empty,
    /// More characters than the limit.
    TooLong {
        /// The limit in characters.
        limit: u64,
    },
}

impl Out<core::AnswerProblem> for InstrumentProblem {
    fn out(core: core::AnswerProblem) -> Self {
        match core {
            core::AnswerProblem::Unknown => Self::Unknown,
            core::AnswerProblem::NotAsked => Self::NotAsked,
            core::AnswerProblem::WrongKind => Self::WrongKind,
            core::AnswerProblem::Empty => Self::Empty,
            core::AnswerProblem::TooLong(limit) => Self::TooLong { limit: Out::out(limit) },
        }
    }
}

/// The first answer that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct InstrumentFinding {
    /// The item's `linkId`.
    pub link_id: String,
    /// What is wrong with its answer.
    pub problem: InstrumentProblem,
}

/// A questionnaire that was read, to be filled in step by step. Needs no store while it is.
#[derive(uniffi::Object)]
pub struct Instrument(core::Instrument);

closed!(Instrument);

impl Out<core::Instrument> for Arc<Instrument> {
    fn out(core: core::Instrument) -> Self {
        Self::new(Instrument(core))
    }
}

#[uniffi::export]
impl Instrument {
    /// The whole form.
    pub fn form(&self) -> Result<InstrumentForm> {
        Ok(Out::out(&self.0))
    }

    /// The items that are asked after these answers, by `linkId`, in the order of the page. What hangs on an item that is
    /// not asked is not asked.
    pub fn asked(&self, answers: Vec<InstrumentAnswer>) -> Result<Vec<String>> {
        let answers = answers.taken("answers")?;
        let asked = self.0.asked(&answers);
        Ok(self.0.all().map(|item| &item.link_id).filter(|id| asked.contains(id.as_str())).cloned().collect())
    }

    /// The first answer that would not be taken; nothing where all would be.
    pub fn check(&self, answers: Vec<InstrumentAnswer>) -> Result<Option<InstrumentFinding>> {
        let answers = answers.taken("answers")?;
        let found = self.0.check(&answers).err();
        Ok(found.map(|(id, problem)| InstrumentFinding { link_id: id.to_owned(), problem: Out::out(problem) }))
    }

    /// Whether every question that the instrument wants answered, and that is asked, has an answer.
    pub fn is_complete(&self, answers: Vec<InstrumentAnswer>) -> Result<bool> {
        Ok(self.0.is_complete(&answers.taken("answers")?))
    }
}

#[uniffi::export]
impl Handrail {
    /// Takes an instrument in: the bytes of a FHIR R4 `Questionnaire` in JSON. The same one again changes nothing.
    ///
    /// Refused: `instrument` malformed where there is something in it that is not taken; the log says which item and
    /// element. `version` in the wrong state if another text came under this address and version: answers were given to
    /// the first one.
    #[allow(clippy::needless_pass_by_value, reason = "borrowed bytes are a direct buffer in Kotlin, which nobody has")]
    pub fn install_instrument(&self, questionnaire: Vec<u8>) -> Result<InstrumentView> {
        self.call(|core| core.install_instrument(&questionnaire))
    }

    /// The instruments on this phone, by address and version.
    pub fn instruments(&self) -> Result<Vec<InstrumentView>> {
        self.call(handrail_core::Handrail::instruments)
    }

    /// An instrument, to be filled in. Gives `NotFound` if it is not on this phone.
    #[uniffi::method(default(version = ""))]
    pub fn instrument(&self, url: &str, version: &str) -> Result<Arc<Instrument>> {
        self.call(|core| core.instrument(url, version))
    }

    /// Takes an instrument off this phone. What was answered stays; it can be shown again when the instrument is back.
    #[uniffi::method(default(version = ""))]
    pub fn remove_instrument(&self, url: &str, version: &str) -> Result<()> {
        self.call(|core| core.remove_instrument(url, version))
    }

    /// Keeps an instrument that was filled in. Gives `NotFound` without the instrument.
    ///
    /// Refused: `answers` with an unknown item, one that is not asked after the other answers, an answer of another kind, an
    /// empty one, or one that is too long: `Instrument.check` says which.
    pub fn record_instrument(&self, details: NewInstrumentAnswers) -> Result<Changes> {
        self.call(|core| core.record_instrument(&details.taken("details")?))
    }

    /// Puts an instrument right that was filled in. Errors as for recording; `id` in the wrong state if it is of another
    /// instrument.
    pub fn edit_instrument(&self, id: ProgressCheckId, edit: NewInstrumentAnswers) -> Result<Changes> {
        self.call(|core| core.edit_instrument(id.taken("id")?, &edit.taken("edit")?))
    }

    /// The answers that were given to an instrument, for its form. Gives `NotFound` if there is no such check, or its
    /// instrument is not on this phone.
    pub fn instrument_answers(&self, id: ProgressCheckId) -> Result<Vec<InstrumentAnswer>> {
        self.call(|core| core.instrument_answers(id.taken("id")?))
    }

    /// What was answered as a FHIR R4 `QuestionnaireResponse` (JSON), for the clinic's own system. It is not sealed. Gives
    /// `NotFound` if there is no such check, or its instrument is not on this phone.
    pub fn instrument_as_fhir(&self, id: ProgressCheckId) -> Result<String> {
        self.call(|core| core.instrument_as_fhir(id.taken("id")?))
    }
}
