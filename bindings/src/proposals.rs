//! Proposals: what a practitioner suggests between meetings, and the one line "I saw this".
//!
//! A suggestion is a draft. It becomes the client's only after **"yes, mine"**, as it came or with
//! changes; declining needs no reason. Who wrote it stays visible, the text before and after is kept.
//!
//! ```text
//!   arrived ──> waiting ──accept──> accepted | changed  (a homework or a step, the client's own)
//!                  │ ──decline──> declined ──accept──> ...
//!                  └──withdrawn by its author
//! ```

use handrail_core::proposals as core;

use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In as _, Out, choice, closed, edit, id, view};
use crate::error::Result;
use crate::goals::ShortTermGoalId;
use crate::handrail::Handrail;
use crate::homework::HowOften;
use crate::store::{Changes, RecordId};

id! {
    /// Names a proposal: the packet id it came under.
    ProposalId = core::ProposalId
}

choice! {
    /// Where a proposal stands.
    ProposalState = core::ProposalState {
        /// Nobody has said anything yet. It waits as long as it likes.
        Waiting,
        /// Mine, as it came.
        Accepted,
        /// Mine, with changes.
        Changed,
        /// Not for me. Can still be accepted later.
        Declined,
        /// Its author took it back before it was answered.
        Withdrawn,
    }
}

choice! {
    /// What is suggested.
    SuggestionKind = core::SuggestionKind {
        /// A homework.
        Homework,
        /// A step towards one of my short-term goals.
        Step,
    }
}

/// The short-term goal that a suggested step is for.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ProposalGoal {
    /// Which.
    pub goal: ShortTermGoalId,
    /// Its title now.
    pub title: String,
}

closed!(ProposalGoal);

impl Out<(handrail_core::goals::ShortTermGoalId, String)> for ProposalGoal {
    fn out((goal, title): (handrail_core::goals::ShortTermGoalId, String)) -> Self {
        Self { goal: Out::out(goal), title }
    }
}

view! {
    /// A suggestion, as the client reads it.
    ProposalView from core::ProposalView {
        /// Which.
        id: ProposalId,
        /// A homework or a step.
        kind: SuggestionKind,
        /// Where it stands.
        state: ProposalState,
        /// Who wrote it.
        from_name: String,
        /// The day it was written.
        made_day: CivilDate,
        /// What to do.
        title: String,
        /// Why.
        why: String,
        /// What exactly.
        what_exactly: String,
        /// Where.
        where_words: String,
        /// With whom.
        with_whom: String,
        /// A smaller version.
        smaller_version: String,
        /// How often; once where it does not say.
        how_often: HowOften,
        /// Soft date.
        by_about: Option<CivilDate>,
        /// A step: the short-term goal it is for, and its title now; nothing if that goal is no longer there.
        goal: Option<ProposalGoal>,
        /// The homework or step it became.
        became: Option<RecordId>,
        /// The day it was answered.
        answered_day: Option<CivilDate>,
    }
}

view! {
    /// The practitioner's one line after reading. No chat: there is nothing to answer.
    SeenLineView from core::SeenLineView {
        /// Which.
        id: RecordId,
        /// The review it is about.
        packet: RecordId,
        /// Who wrote it.
        from_name: String,
        /// The line.
        wording: String,
        /// The day it was written.
        made_day: CivilDate,
    }
}

view! {
    /// What came from practitioners.
    ProposalsView from core::ProposalsView {
        /// To be answered, or not: the oldest first.
        waiting: Vec<ProposalView>,
        /// Answered or withdrawn, the newest first, at most 50.
        earlier: Vec<ProposalView>,
        /// "I saw this", the newest first, at most 50.
        seen: Vec<SeenLineView>,
        /// How many are of a newer version: "Update the app to see this".
        update_to_see: u32,
    }
}

edit! {
    /// What the client makes of a suggestion; a field that is left out stays as it came. All empty is "yes, mine" as it is.
    ProposalEdit into core::ProposalEdit {
        /// What to do.
        #[uniffi(default)]
        title: Option<String>,
        /// Why (homework).
        #[uniffi(default)]
        why: Option<String>,
        /// What exactly; for a step: how.
        #[uniffi(default)]
        what_exactly: Option<String>,
        /// Where.
        #[uniffi(default)]
        where_words: Option<String>,
        /// With whom.
        #[uniffi(default)]
        with_whom: Option<String>,
        /// A smaller version (homework).
        #[uniffi(default)]
        smaller_version: Option<String>,
        /// How often (homework).
        #[uniffi(default)]
        how_often: Option<HowOften>,
        /// Soft date.
        #[uniffi(default)]
        by_about: Option<CivilDate>,
        /// A step: the short-term goal it is for.
        #[uniffi(default)]
        goal: Option<ShortTermGoalId>,
        /// When to begin; today where left out (homework). The client's own business:
        /// choosing it changes nothing of what was proposed.
        #[uniffi(default)]
        first_day: Option<CivilDate>,
        /// A reminder, likewise.
        #[uniffi(default)]
        reminder_time: Option<CivilTime>,
        /// How sure the client is, 0-10, likewise (homework).
        #[uniffi(default)]
        confidence: Option<i64>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The screen of proposals.
    pub fn proposals(&self) -> Result<ProposalsView> {
        self.call(handrail_core::Handrail::proposals)
    }

    /// "Yes, mine": makes the homework or the step, as it came or with changes.
    ///
    /// Gives `NotFound`, and `Invalid`: in the wrong state when it was accepted before or
    /// withdrawn, or naming a field of the edit; `goal` when a step's goal is no longer there, so
    /// that another is chosen.
    pub fn accept_proposal(&self, id: ProposalId, edit: ProposalEdit) -> Result<Changes> {
        self.call(|core| core.accept_proposal(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Not for me. No reason is asked for, and it can still be accepted later.
    /// Refused unless it waits.
    pub fn decline_proposal(&self, id: ProposalId) -> Result<Changes> {
        self.call(|core| core.decline_proposal(id.taken("id")?))
    }
}
