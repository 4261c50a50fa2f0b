//! What to try now: the person's own strategies with what they said of them.
//!
//! First a plain count, "you said it helped 4 of 5 times". Where a trouble was rated before and after,
//! one careful sentence may follow, and it decides nothing but order and words. Nobody is
//! ranked, nothing "works", and trying another is offered, never urged.

use handrail_core::coping as core;

use super::CopingStrategyView;
use crate::convert::view;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::words::Message;

view! {
    /// A strategy of mine with what may be said of it.
    CopingSuggestion from core::CopingSuggestion {
        /// The strategy, with its plain counts.
        strategy: CopingStrategyView,
        /// "You said it helped 4 of 5 times"; none before the first answer.
        count: Option<Message>,
        /// The careful sentence; none where there is nothing to say.
        comparison: Option<Message>,
        /// Whether the pack in use can guide through it.
        guided: bool,
    }
}

view! {
    /// What to try now.
    CopingSuggestionsView from core::SuggestionsView {
        /// My strategies for this trouble, what I said helped most often first.
        mine: Vec<CopingSuggestion>,
        /// Ids of strategies of the library for this trouble that are not among mine, in the pack's order.
        from_library: Vec<String>,
        /// This is a trouble before which help now stands.
        help_now_first: bool,
    }
}

#[uniffi::export]
impl Handrail {
    /// What to try now. `trouble` is a trouble of the pack, by its id, or words of mine; empty means whatever it is.
    pub fn coping_suggestions(&self, trouble: &str) -> Result<CopingSuggestionsView> {
        self.call(|core| core.coping_suggestions(trouble))
    }
}
