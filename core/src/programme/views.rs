//! The programme's screens: all of it, and one module.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::answers::{self, WorksheetAnswer};
use super::enrolment::{self, EnrolmentView};
use super::installed;
use super::pack::{ClinicHandout, For, Module, Reviewed, Text, Wording, Worksheet};
use super::progress::{self, ModuleProgress};
use super::{Content, choices, content, handouts};
use crate::clock::Day;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::homework::HomeworkId;

/// The programme screen.
#[derive(Clone, PartialEq, Eq)]
pub struct ProgrammeView {
    /// Id of the pack in force.
    pub programme: String,
    /// Its edition.
    pub edition: i64,
    /// What it is called.
    pub name: Text,
    /// What it is and what I get, in a few sentences.
    pub about: Text,
    /// Which words the interface uses.
    pub wording: Wording,
    /// The time of taking part that counts now; the last one where all are over; `None` for who never took part.
    pub enrolment: Option<EnrolmentView>,
    /// True where that one's pack is not on this phone: the words are another pack's, what was written is all there.
    pub pack_is_missing: bool,
    /// Earlier times of taking part, the newest first.
    pub earlier: Vec<EnrolmentView>,
    /// The modules, in the order that was chosen together and then in the pack's.
    pub modules: Vec<ModuleLine>,
    /// Diagnoses that the pack has facts for, in its order.
    pub diagnoses: Vec<PartChoice>,
    /// Parts that are only for those who want them, in its order.
    pub choices: Vec<PartChoice>,
}

/// Something of the programme that a person chooses for themselves.
#[derive(Clone, PartialEq, Eq)]
pub struct PartChoice {
    /// Its id, for [`Handrail::choose_diagnoses`] or [`Handrail::choose_part`].
    pub id: String,
    /// The title of the first module that goes with it.
    pub title: Text,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A module, as a line of the screen.
#[derive(Clone, PartialEq, Eq)]
pub struct ModuleLine {
    /// Its id.
    pub id: String,
    /// Its title; for one that the pack has dropped, the title as it was read then.
    pub title: Text,
    /// Meetings it usually takes; `None` for one that the pack has dropped.
    pub sessions: Option<u32>,
    /// For whom it is; `None` for one that the pack has dropped.
    pub whom: Option<For>,
    /// Whether it is one of mine: for everyone, of a diagnosis that I chose, or chosen.
    pub mine: bool,
    /// Where I am with it.
    pub progress: ModuleProgress,
}

/// A handout's section, as a line of its module.
#[derive(Clone, PartialEq, Eq)]
pub struct HandoutLine {
    /// Its id within the module.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Who looked it over, and when; `None` is shown as "not yet reviewed".
    pub reviewed: Option<Reviewed>,
    /// The clinic's own handout that matches it.
    pub clinic: Option<ClinicHandout>,
    /// The last day on which it was opened, given or read together.
    pub last_used: Option<Day>,
}

/// A "try it" question with what was answered.
#[derive(Clone, PartialEq, Eq)]
pub struct QuestionLine {
    /// Its id within the module.
    pub id: String,
    /// The question.
    pub question: Text,
    /// The answers, the newest first.
    pub answers: Vec<WorksheetAnswer>,
}

/// A homework that the module offers.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeworkOptionLine {
    /// Its id, for [`Handrail::homework_from_option`].
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What exactly.
    pub what: Text,
    /// A smaller version for a hard day.
    pub smaller: Text,
    /// The sheet it is done on.
    pub worksheet: Option<Worksheet>,
    /// Homework that I made from it, the newest first.
    pub taken: Vec<HomeworkId>,
}

/// An item of one of the pack's lists with its words: a topic, a trouble, a question.
#[derive(Clone, PartialEq, Eq)]
pub struct NamedItem {
    /// Its id in the pack.
    pub id: String,
    /// Its words.
    pub name: Text,
}

/// One module.
#[derive(Clone, PartialEq, Eq)]
pub struct ModuleView {
    /// Its line: title, for whom, where I am with it.
    pub line: ModuleLine,
    /// What it is about.
    pub about: Text,
    /// A note for supporters.
    pub supporters: Text,
    /// Its topics.
    pub topics: Vec<NamedItem>,
    /// What there is to read.
    pub handouts: Vec<HandoutLine>,
    /// What there is to try.
    pub questions: Vec<QuestionLine>,
    /// Homework it offers.
    pub homework: Vec<HomeworkOptionLine>,
    /// The sheets that belong to it.
    pub worksheets: Vec<Worksheet>,
    /// Troubles whose strategies go with it.
    pub coping: Vec<NamedItem>,
    /// Answers to questions that the pack does not ask any more, with the question as it was asked.
    pub kept_answers: Vec<WorksheetAnswer>,
}

impl Handrail {
    /// The programme screen.
    pub fn programme(&self) -> Result<ProgrammeView> {
        self.read(screen)
    }

    /// One module: of the pack in force, or one that it has dropped and that something was written under.
    ///
    /// # Errors
    /// [`Error::NotFound`] where neither is so.
    pub fn module(&self, id: &str) -> Result<ModuleView> {
        self.read(|c| module(c, id))
    }
}

fn screen(c: &Connection) -> Result<ProgrammeView> {
    let content = content(c)?;
    let pack = &content.pack;
    let chosen = choices::chosen(c)?;
    let mut times = enrolment::all(c)?.into_iter();
    let current = times.next();
    let earlier = times.map(|kept| enrolment::view(c, kept, &content.language)).collect::<Result<_>>()?;
    let (lines, meetings) = match &current {
        Some(now) => (progress::rows(c, now.id)?, progress::meetings(c, now)?),
        None => (Vec::new(), Vec::new()),
    };
    let before = progress::done_before(c, current.as_ref().map(|now| now.id))?;
    let of = |id: &str| lines.iter().find(|l| l.module == id);
    let mut modules: Vec<(i64, ModuleLine)> = Vec::new();
    for module in &pack.modules {
        let line = of(&module.id);
        let shown = progress::shown(line, &module.id, &meetings, &before);
        let position = line.map(|l| l.position).filter(|p| *p > 0).unwrap_or(i64::MAX);
        modules.push((position, module_line(&content, module, &chosen, shown)));
    }
    for dropped in lines.iter().filter(|l| pack.module(&l.module).is_none()) {
        let shown = progress::shown(Some(dropped), &dropped.module, &meetings, &before);
        modules.push((i64::MAX, dropped_line(&dropped.module, &dropped.title, shown)));
    }
    // Stable: what has no place of its own keeps the pack's order, behind what has one.
    crate::sorting::by_key(&mut modules, |(position, _)| *position);
    let pack_is_missing = match &current {
        Some(now) => installed::find(c, &now.programme)?.is_none(),
        None => false,
    };
    Ok(ProgrammeView {
        programme: pack.id.clone(),
        edition: pack.edition,
        name: content.text("programme.name"),
        about: content.text("programme.about"),
        wording: pack.wording.clone(),
        enrolment: current.map(|kept| enrolment::view(c, kept, &content.language)).transpose()?,
        pack_is_missing,
        earlier,
        modules: modules.into_iter().map(|(_, line)| line).collect(),
        diagnoses: offered(&content, |whom| match whom {
            For::Diagnosis { id } => Some((id, chosen.diagnoses.contains(id))),
            For::Everyone {} | For::Choice { .. } => None,
        }),
        choices: offered(&content, |whom| match whom {
            For::Choice { id } => Some((id, chosen.choices.contains(id))),
            For::Everyone {} | For::Diagnosis { .. } => None,
        }),
    })
}

fn offered(content: &Content, pick: impl Fn(&For) -> Option<(&String, bool)>) -> Vec<PartChoice> {
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for module in &content.pack.modules {
        if let Some((id, chosen)) = pick(&module.whom)
            && seen.insert(id)
        {
            parts.push(PartChoice { id: id.clone(), title: title(content, &module.id), chosen });
        }
    }
    parts
}

fn title(content: &Content, module: &str) -> Text {
    content.text(&format!("module.{module}.title"))
}

fn module_line(content: &Content, module: &Module, chosen: &choices::Chosen, shown: ModuleProgress) -> ModuleLine {
    ModuleLine {
        id: module.id.clone(),
        title: title(content, &module.id),
        sessions: Some(module.sessions),
        whom: Some(module.whom.clone()),
        mine: progress::is_mine(module, chosen),
        progress: shown,
    }
}

fn dropped_line(id: &str, kept_title: &str, shown: ModuleProgress) -> ModuleLine {
    ModuleLine {
        id: id.to_owned(),
        title: Text { text: kept_title.to_owned(), ..Text::default() },
        sessions: None,
        whom: None,
        mine: true,
        progress: shown,
    }
}

fn module(c: &Connection, id: &str) -> Result<ModuleView> {
    let content = content(c)?;
    let shown = progress::of_module(c, id)?;
    let mut answers = answers::of_module(c, id)?;
    let Some(module) = content.pack.module(id) else {
        if answers.is_empty() && shown.id.is_none() && !shown.done_before {
            return Err(Error::NotFound("module"));
        }
        return Ok(ModuleView {
            line: dropped_line(id, &progress::kept_title(c, id)?, shown),
            about: Text::default(),
            supporters: Text::default(),
            topics: Vec::new(),
            handouts: Vec::new(),
            questions: Vec::new(),
            homework: Vec::new(),
            worksheets: Vec::new(),
            coping: Vec::new(),
            kept_answers: answers,
        });
    };
    let last_used = handouts::last_used(c, id)?;
    let handouts = module.handouts.iter().map(|h| HandoutLine {
        id: h.id.clone(),
        title: content.text(&format!("handout.{id}.{}.title", h.id)),
        reviewed: h.reviewed.clone(),
        clinic: h.clinic.clone(),
        last_used: last_used.iter().find(|(section, _)| *section == h.id).map(|(_, day)| *day),
    });
    let mut questions = Vec::new();
    for question in &module.questions {
        let (mine, others) = answers.into_iter().partition(|a| a.question == *question);
        answers = others;
        let asked = content.text(&format!("question.{id}.{question}"));
        questions.push(QuestionLine { id: question.clone(), question: asked, answers: mine });
    }
    Ok(ModuleView {
        about: content.text(&format!("module.{id}.about")),
        supporters: content.text(&format!("module.{id}.supporters")),
        topics: content.named("topic", &module.topics),
        handouts: handouts.collect(),
        questions,
        homework: super::options::of_module(c, &content, module)?,
        worksheets: module.worksheets.clone(),
        coping: content.named("trouble", &module.coping),
        kept_answers: answers,
        line: module_line(&content, module, &choices::chosen(c)?, shown),
    })
}
