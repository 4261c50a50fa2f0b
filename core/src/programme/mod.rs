//! The programme: what the course consists of, and where a person stands in it.
//!
//! What it consists of is data, a content pack ([`pack`]): modules, handouts, questions, homework, lists, scales
//! and their words. Nothing in the core names a module, a symptom or an item of a list. Where a person stands is
//! record: taking part ([`enrolment`](NewEnrolment)), where they are with each module, what they read and answered.
//! A pack can be brought, upgraded and taken off; what a person wrote stays, with the question as it was asked.

mod answers;
mod choices;
mod enrolment;
mod handouts;
mod installed;
mod options;
pub mod pack;
mod progress;
mod signed;
mod views;

use std::sync::Arc;

use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::words::Words;
pub use answers::{WorksheetAnswer, WorksheetAnswerId};
pub(crate) use choices::parts_follow;
pub use enrolment::{
    EnrolmentId, EnrolmentState, EnrolmentView, GROUP_SIZE, NewEnrolment, PLANNED_MEETINGS, ProgrammeFormat,
    TRIAL_MEETINGS,
};
pub use handouts::{HandoutBlock, HandoutHow, HandoutUseId, HandoutUseView, HandoutView};
pub use installed::PackView;
pub(crate) use installed::bring_in_pack;
use pack::{Pack, Text, Wording};
pub use progress::{ModuleProgress, ModuleProgressId, ModuleState};
#[cfg(feature = "parsers")]
pub(crate) use signed::reads as reads_signed;
pub use signed::{MAX_PACKED, sign_pack};
pub use views::{
    HandoutLine, HomeworkOptionLine, ModuleLine, ModuleView, NamedItem, PartChoice, ProgrammeView, QuestionLine,
};

/// The pack that is in force while nobody has enrolled.
const DEFAULT_PACK: &str = "imr";

/// The content that is in force for this person: the pack, and the language to show it in.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// Of the current enrolment, else the default one.
    pub pack: Arc<Pack>,
    /// The language from the settings; empty means the pack's first.
    pub language: String,
}

impl Content {
    /// The words under a key, with the language that they are in.
    pub fn text(&self, key: &str) -> Text {
        self.pack.text(&self.language, key)
    }

    /// The words alone; empty where the pack has none under this key.
    pub fn words(&self, key: &str) -> String {
        self.text(key).text
    }

    /// Items of a list of the pack with their words, in the pack's order.
    pub fn named(&self, list: &str, ids: &[String]) -> Vec<NamedItem> {
        ids.iter().map(|id| NamedItem { id: id.clone(), name: self.text(&format!("{list}.{id}")) }).collect()
    }

    /// The words under a key of the pack in force; where it has none, of another pack on this phone. For what was
    /// written under a pack, or an edition, that listed more.
    pub fn text_of_any(&self, c: &Connection, key: &str) -> Result<Text> {
        if let Some(text) = self.pack.find(&self.language, key) {
            return Ok(text);
        }
        for pack in installed::all(c)? {
            if let Some(text) = pack.find(&self.language, key) {
                return Ok(text);
            }
        }
        Ok(Text::default())
    }

    /// The words of the interface, called as this pack calls things.
    pub fn interface(&self) -> Words {
        let Wording { homework, client, programme } = &self.pack.wording;
        let words = Words::of(&self.language)
            .with_wording("homework", homework.word())
            .with_wording("client", client.word())
            .with_wording("programme", programme);
        let name = self.words("programme.name");
        if name.is_empty() { words } else { words.with_name("programme", &name) }
    }
}

impl Handrail {
    /// Which words the interface uses: homework, practice or assignment; client, consumer or participant. A shell
    /// picks the form of a text by these.
    pub fn wording(&self) -> Result<Wording> {
        self.read(|c| Ok(content(c)?.pack.wording.clone()))
    }

    /// The words of the interface in the person's language, called as their programme calls things: for pages that
    /// no shell draws.
    pub fn words(&self) -> Result<Words> {
        self.read(|c| Ok(content(c)?.interface()))
    }
}

/// Ids of the modules of the pack in force that are this person's: for everyone, of a diagnosis they chose, or chosen.
pub(crate) fn my_modules(c: &Connection) -> Result<Vec<String>> {
    let chosen = choices::chosen(c)?;
    let pack = content(c)?.pack;
    Ok(pack.modules.iter().filter(|module| progress::is_mine(module, &chosen)).map(|m| m.id.clone()).collect())
}

/// The content that is in force: of the current time of taking part (the last one where all are over), else the
/// default; the default too where that pack is not on this phone.
pub(crate) fn content(c: &Connection) -> Result<Content> {
    let language = crate::settings::settings_of(c)?.language;
    let found = match enrolment::current(c)? {
        Some(now) => installed::find(c, &now.programme)?,
        None => None,
    };
    let pack = match found {
        Some((pack, _)) => pack,
        None => default_pack(c)?,
    };
    Ok(Content { pack, language })
}

fn default_pack(c: &Connection) -> Result<Arc<Pack>> {
    let found = installed::find(c, DEFAULT_PACK)?;
    found.map(|(pack, _)| pack).ok_or(Error::Internal("the default pack cannot be read"))
}
