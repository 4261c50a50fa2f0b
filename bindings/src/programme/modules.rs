//! One module: what there is to read, to try and to do, and where I am with it.

use handrail_core::programme as core;
use handrail_core::programme::pack;

use super::packs::{ClinicHandout, PackText, Reviewed, Worksheet};
use crate::clock::CivilDate;
use crate::convert::{In as _, Out, cases, choice, closed, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::homework::{HomeworkId, NewHomework, Origin};
use crate::store::Changes;

id! {
    /// Names an answer to a question of a module.
    WorksheetAnswerId = core::WorksheetAnswerId
}

id! {
    /// Names a time that a section of a handout was used.
    HandoutUseId = core::HandoutUseId
}

id! {
    /// Names where I am with a module.
    ModuleProgressId = core::ModuleProgressId
}

cases! {
    /// For whom a module is.
    ModuleFor = pack::For {
        /// For all who take part.
        Everyone,
        /// One of a set of which the person's own choice of diagnosis takes one.
        Diagnosis {
            /// Of the diagnosis.
            id: String,
        },
        /// Only where the person chose it.
        Choice {
            /// Of the choice.
            id: String,
        },
    }
}

choice! {
    /// Where the person is with a module.
    ModuleState = core::ModuleState {
        /// Not started.
        NotStarted,
        /// Working on it.
        Current,
        /// Done.
        Done,
        /// Once more.
        Revisit,
    }
}

view! {
    /// Where the person is with one module.
    ModuleProgress from core::ModuleProgress {
        /// Which; nothing while nothing was said of it.
        id: Option<ModuleProgressId>,
        /// Where the person is with it.
        state: ModuleState,
        /// The day it was first taken up.
        started: Option<CivilDate>,
        /// The day it was last done with.
        finished: Option<CivilDate>,
        /// True where it was done in an earlier time of taking part.
        done_before: bool,
        /// Meetings of this time of taking part that were about it.
        meetings: i64,
    }
}

view! {
    /// A module, as a line of the screen.
    ModuleLine from core::ModuleLine {
        /// Its id.
        id: String,
        /// Its title; for one that the pack has dropped, the title as it was read then.
        title: PackText,
        /// Meetings it usually takes; nothing for one that the pack has dropped.
        sessions: Option<u32>,
        /// For whom it is; nothing for one that the pack has dropped.
        whom: Option<ModuleFor>,
        /// Whether it is one of mine: for everyone, of a diagnosis that I chose, or chosen.
        mine: bool,
        /// Where I am with it.
        progress: ModuleProgress,
    }
}

view! {
    /// A handout's section, as a line of its module.
    HandoutLine from core::HandoutLine {
        /// Its id within the module.
        id: String,
        /// Its title.
        title: PackText,
        /// Who looked it over, and when; nothing is shown as "not yet reviewed".
        reviewed: Option<Reviewed>,
        /// The clinic's own handout that matches it.
        clinic: Option<ClinicHandout>,
        /// The last day on which it was opened, given or read together.
        last_used: Option<CivilDate>,
    }
}

view! {
    /// An answer to a question of a module.
    WorksheetAnswer from core::WorksheetAnswer {
        /// Which.
        id: WorksheetAnswerId,
        /// Id of the question within its module.
        question: String,
        /// The question as it was read then.
        asked: String,
        /// In the person's own words.
        answer: String,
        /// The person's day.
        made_day: CivilDate,
    }
}

view! {
    /// A "try it" question with what was answered.
    QuestionLine from core::QuestionLine {
        /// Its id within the module.
        id: String,
        /// The question.
        question: PackText,
        /// The answers, the newest first.
        answers: Vec<WorksheetAnswer>,
    }
}

view! {
    /// A homework that the module offers.
    HomeworkOptionLine from core::HomeworkOptionLine {
        /// Its id, for `homework_from_option`.
        id: String,
        /// What it is called.
        title: PackText,
        /// What exactly.
        what: PackText,
        /// A smaller version for a hard day.
        smaller: PackText,
        /// The sheet it is done on.
        worksheet: Option<Worksheet>,
        /// Homework that I made from it, the newest first.
        taken: Vec<HomeworkId>,
    }
}

view! {
    /// An item of one of the pack's lists with its words: a topic, a trouble, a question.
    NamedItem from core::NamedItem {
        /// Its id in the pack.
        id: String,
        /// Its words.
        name: PackText,
    }
}

view! {
    /// One module.
    ModuleView from core::ModuleView {
        /// Its line: title, for whom, where I am with it.
        line: ModuleLine,
        /// What it is about.
        about: PackText,
        /// A note for supporters.
        supporters: PackText,
        /// Its topics.
        topics: Vec<NamedItem>,
        /// What there is to read.
        handouts: Vec<HandoutLine>,
        /// What there is to try.
        questions: Vec<QuestionLine>,
        /// Homework it offers.
        homework: Vec<HomeworkOptionLine>,
        /// The sheets that belong to it.
        worksheets: Vec<Worksheet>,
        /// Troubles whose strategies go with it.
        coping: Vec<NamedItem>,
        /// Answers to questions that the pack does not ask any more, with the question as it was asked.
        kept_answers: Vec<WorksheetAnswer>,
    }
}

choice! {
    /// How a section was read.
    HandoutHow = core::HandoutHow {
        /// Opened on the phone.
        Opened,
        /// Given on paper.
        Given,
        /// Read together with somebody.
        ReadTogether,
    }
}

/// A piece of a section.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum HandoutBlock {
    /// A paragraph.
    Paragraph {
        /// What it says.
        text: String,
    },
    /// A list.
    Bullets {
        /// One text for each item.
        items: Vec<String>,
    },
}

closed!(HandoutBlock);

impl Out<core::HandoutBlock> for HandoutBlock {
    fn out(core: core::HandoutBlock) -> Self {
        match core {
            core::HandoutBlock::Paragraph(text) => Self::Paragraph { text },
            core::HandoutBlock::List(items) => Self::Bullets { items },
        }
    }
}

view! {
    /// One time a section was used.
    HandoutUseView from core::HandoutUseView {
        /// Which.
        id: HandoutUseId,
        /// How.
        how: HandoutHow,
        /// With whom; may be empty.
        with_whom: String,
        /// The person's day.
        day: CivilDate,
    }
}

view! {
    /// A section of a handout.
    HandoutView from core::HandoutView {
        /// Id of its module.
        module: String,
        /// Id within its module.
        section: String,
        /// Its title.
        title: String,
        /// What it says.
        blocks: Vec<HandoutBlock>,
        /// The language it is in.
        language: String,
        /// True where that is another language than the one asked for; the screen says so.
        fell_back: bool,
        /// Who looked it over, and when; nothing is shown as "not yet reviewed".
        reviewed: Option<Reviewed>,
        /// The clinic's own handout that matches it.
        clinic: Option<ClinicHandout>,
        /// When it was used, the newest first, at most 50.
        uses: Vec<HandoutUseView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// One module: of the pack in force, or one that it has dropped and that something was written under. Gives `NotFound`
    /// where neither is so.
    pub fn module(&self, id: &str) -> Result<ModuleView> {
        self.call(|core| core.module(id))
    }

    /// Says where I am with a module. The order does not matter, and any of the four can follow any other.
    ///
    /// Refused: `enrolment` in the wrong state for somebody who never took part; `module` unknown for one that the pack does
    /// not have and of which nothing was said before.
    pub fn set_module_state(&self, module: &str, state: ModuleState) -> Result<Changes> {
        self.call(|core| core.set_module_state(module, state.taken("state")?))
    }

    /// The order that was chosen together: these first, as they are given; what is left out follows in the pack's order. It
    /// says what is offered next and forbids nothing. Errors as for `set_module_state`; too many for a module twice.
    pub fn order_modules(&self, modules: &[String]) -> Result<Changes> {
        self.call(|core| core.order_modules(modules))
    }

    /// A section of a handout, in the person's language or in the one it is there in. Gives `NotFound` for a section that
    /// the pack in force does not have.
    pub fn handout(&self, module: &str, section: &str) -> Result<HandoutView> {
        self.call(|core| core.handout(module, section))
    }

    /// Notes that a section was opened, given on paper or read with somebody (`with_whom`, at most 280 characters; may be
    /// empty). The same once more on one day changes nothing.
    ///
    /// Refused: a section that the pack in force does not have.
    #[uniffi::method(default(with_whom = ""))]
    pub fn note_handout(&self, module: &str, section: &str, how: HandoutHow, with_whom: &str) -> Result<Changes> {
        self.call(|core| core.note_handout(module, section, how.taken("how")?, with_whom))
    }

    /// Answers a question of a module, at most 8,000 characters. A question can be answered again: the earlier answers stay
    /// to look back on.
    ///
    /// Refused: `question` unknown for one that the pack in force does not have.
    pub fn answer_question(&self, module: &str, question: &str, answer: &str) -> Result<Changes> {
        self.call(|core| core.answer_question(module, question, answer))
    }

    /// Says an answer differently, at most 8,000 characters. The earlier words stay as a revision.
    pub fn edit_answer(&self, id: WorksheetAnswerId, answer: &str) -> Result<Changes> {
        self.call(|core| core.edit_answer(id.taken("id")?, answer))
    }

    /// A homework filled in from what a module offers, in the person's language, to be changed and then kept with
    /// `save_homework`. `origin` is how it comes about. Nothing is written here. Gives `NotFound` for an option that the
    /// module does not have in the pack in force.
    pub fn homework_from_option(&self, module: &str, option: &str, origin: Origin) -> Result<NewHomework> {
        self.call(|core| core.homework_from_option(module, option, origin.taken("origin")?))
    }
}
