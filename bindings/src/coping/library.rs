//! The library: what helps, per trouble, as the content pack has it; and guided short practices as
//! steps with their lengths.
//!
//! What a person takes over becomes theirs, words and all. A pack that drops it later takes nothing
//! from them: the strategy, its steps and its tries stay.

use handrail_core::coping as core;

use super::CopingStrategyId;
use crate::convert::view;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

view! {
    /// The library, as this person's programme has it in their language.
    CopingLibraryView from core::CopingLibraryView {
        /// Troubles in the pack's order, each with what helps.
        troubles: Vec<LibraryTrouble>,
    }
}

view! {
    /// A trouble with what helps.
    LibraryTrouble from core::LibraryTrouble {
        /// Its id in the pack.
        id: String,
        /// What it is called.
        name: String,
        /// Help now stands before any strategy here.
        crisis: bool,
        /// What helps, in the pack's order.
        strategies: Vec<LibraryStrategy>,
    }
}

view! {
    /// A strategy of the library.
    LibraryStrategy from core::LibraryStrategy {
        /// Its id in the pack.
        id: String,
        /// What it is called.
        name: String,
        /// Its steps, in order.
        steps: Vec<String>,
        /// Whether it can be followed as a guided practice.
        guided: bool,
        /// The strategy of mine that was taken from it.
        mine: Option<CopingStrategyId>,
    }
}

view! {
    /// A guided practice: steps with their lengths. The shell reads them aloud, or shows them one by one; it
    /// can be stopped at any time, and nothing is counted.
    GuidedPractice from core::GuidedPractice {
        /// Its id in the pack.
        id: String,
        /// What it is called.
        name: String,
        /// The steps, in order.
        steps: Vec<PracticeStep>,
        /// All of it, in seconds.
        seconds: u32,
    }
}

view! {
    /// One step of a guided practice.
    PracticeStep from core::PracticeStep {
        /// What to do.
        text: String,
        /// How long, in seconds.
        seconds: u32,
    }
}

#[uniffi::export]
impl Handrail {
    /// The library.
    pub fn coping_library(&self) -> Result<CopingLibraryView> {
        self.call(handrail_core::Handrail::coping_library)
    }

    /// Takes a strategy of the library over as one of mine, with its words as they are now. One that I
    /// set down before is taken up again; one that I have already stays as it is. `trouble` says what I want it for.
    ///
    /// Refused: a `library_id` or a `trouble` that the pack does not have.
    pub fn add_coping_from_library(&self, library_id: &str, trouble: &str) -> Result<Changes> {
        self.call(|core| core.add_coping_from_library(library_id, trouble))
    }

    /// A guided practice of the library.
    ///
    /// Gives `NotFound` if the pack has none of that id, or has it without lengths.
    pub fn guided_practice(&self, library_id: &str) -> Result<GuidedPractice> {
        self.call(|core| core.guided_practice(library_id))
    }
}
