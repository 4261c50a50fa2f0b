//! The programme: which pack is in force, how somebody takes part, the modules in the order chosen together.
//!
//! Nothing here is a test and nothing is locked: any module can be opened at any time, and where I am with it is what I say.
//!
//! ```text
//!   install_pack ──> packs ──enrol──> trial ──> active <──> paused ──> graduated | left   (and begin again)
//! ```

mod enrolment;
mod modules;
mod packs;

pub use enrolment::{EnrolmentId, EnrolmentState, EnrolmentView, NewEnrolment, ProgrammeFormat};
pub use modules::{
    HandoutBlock, HandoutHow, HandoutLine, HandoutUseId, HandoutUseView, HandoutView, HomeworkOptionLine, ModuleFor,
    ModuleLine, ModuleProgress, ModuleProgressId, ModuleState, ModuleView, NamedItem, QuestionLine, WorksheetAnswer,
    WorksheetAnswerId,
};
pub use packs::{ClientWord, ClinicHandout, HomeworkWord, PackText, PackView, Reviewed, Wording, Worksheet};

use handrail_core::programme as core;

use crate::convert::view;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

view! {
    /// Something of the programme that a person chooses for themselves.
    PartChoice from core::PartChoice {
        /// Its id, for `choose_diagnoses` or `choose_part`.
        id: String,
        /// The title of the first module that goes with it.
        title: PackText,
        /// Whether it is chosen.
        chosen: bool,
    }
}

view! {
    /// The programme screen.
    ProgrammeView from core::ProgrammeView {
        /// Id of the pack in force.
        programme: String,
        /// Its edition.
        edition: i64,
        /// What it is called.
        name: PackText,
        /// What it is and what I get, in a few sentences.
        about: PackText,
        /// Which words the interface uses.
        wording: Wording,
        /// The time of taking part that counts now; the last one where all are over; nothing for who never took part.
        enrolment: Option<EnrolmentView>,
        /// True where that one's pack is not on this phone: the words are another pack's, what was written is all there.
        pack_is_missing: bool,
        /// Earlier times of taking part, the newest first.
        earlier: Vec<EnrolmentView>,
        /// The modules, in the order that was chosen together and then in the pack's.
        modules: Vec<ModuleLine>,
        /// Diagnoses that the pack has facts for, in its order.
        diagnoses: Vec<PartChoice>,
        /// Parts that are only for those who want them, in its order.
        choices: Vec<PartChoice>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The programme screen.
    pub fn programme(&self) -> Result<ProgrammeView> {
        self.call(handrail_core::Handrail::programme)
    }

    /// Chooses the diagnoses whose facts I want to read: one, several, or none. It says nothing about anybody, and goes to
    /// nobody.
    ///
    /// Refused: `diagnoses` unknown for one that the pack in force has no facts for, unless it was chosen before.
    pub fn choose_diagnoses(&self, diagnoses: &[String]) -> Result<Changes> {
        self.call(|core| core.choose_diagnoses(diagnoses))
    }

    /// Chooses a part of the programme that is only for those who want it, or lets it go again; a sheet that is only for
    /// them (medication, alcohol and drugs) opens and closes with it. What was written stays.
    ///
    /// Refused: `choice` unknown for one that the pack in force does not offer, unless it was chosen before.
    pub fn choose_part(&self, choice: &str, wanted: bool) -> Result<Changes> {
        self.call(|core| core.choose_part(choice, wanted))
    }
}
