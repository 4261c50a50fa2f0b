//! Step-by-step problem solving: what the problem is, several ideas without judging, their good and
//! bad sides, a choice, a plan, a try-out, and a look back. Often about a step or a homework that
//! got stuck, sometimes about anything at all.
//!
//! The sheet resumes where it was left. It names the next open part and never holds anything back:
//! every part may be skipped, one idea is enough for who has one, and "let go" is always there.
//!
//! ```text
//!   open ──review: solved──> solved      reopen: back to open
//!     │ └──review: keep, change, another idea ──┐
//!     │ <───────────────────────────────────────┘
//!     └──> let go
//! ```

use handrail_core::problem_solving as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, Out, both, choice, closed, edit, id, view};
use crate::error::Result;
use crate::goals::StepId;
use crate::handrail::Handrail;
use crate::homework::HomeworkId;
use crate::store::Changes;

id! {
    /// Names a problem.
    ProblemId = core::ProblemId
}

id! {
    /// Names a look back on a problem.
    ProblemReviewId = core::ProblemReviewId
}

id! {
    /// Names an idea.
    ProblemIdeaId = core::ProblemIdeaId
}

choice! {
    /// Where a problem stands.
    ProblemState = core::ProblemState {
        /// Being worked on.
        Open,
        /// Solved, as the person sees it.
        Solved,
        /// Set down on purpose, and kept.
        LetGo,
    }
}

choice! {
    /// The parts of the sheet, in order.
    ProblemPart = core::ProblemPart {
        /// What the problem is.
        Problem,
        /// Ideas, at least three, unjudged.
        Ideas,
        /// The good and bad sides of each.
        Sides,
        /// One idea, or a mix.
        Choice,
        /// What, who, when, what is needed, what could get in the way.
        Plan,
        /// Practising it once.
        Practise,
        /// Looking back.
        Review,
    }
}

choice! {
    /// What comes after looking back.
    ProblemNext = core::ProblemNext {
        /// Go on with the plan.
        Keep,
        /// Change the plan.
        Change,
        /// Try another idea.
        AnotherIdea,
        /// It is solved.
        Solved,
    }
}

edit! {
    /// A problem as the person says it.
    NewProblem into core::NewProblem {
        /// What it is, as concrete as may be, at most 8,000 characters.
        problem: String,
        /// The step it is about, if any.
        #[uniffi(default)]
        step: Option<StepId>,
        /// The homework it is about, if any; not both.
        #[uniffi(default)]
        homework: Option<HomeworkId>,
    }
}

both! {
    /// The plan. Every field is the new value; any may be empty.
    ProblemPlan = core::ProblemPlan {
        /// What will be done, at most 8,000 characters.
        #[uniffi(default)]
        what: String,
        /// Who does it, who helps, at most 280 characters.
        #[uniffi(default)]
        who: String,
        /// When, in words, at most 280 characters.
        #[uniffi(default)]
        when_words: String,
        /// What is needed, at most 8,000 characters.
        #[uniffi(default)]
        what_is_needed: String,
        /// What could get in the way, at most 8,000 characters.
        #[uniffi(default)]
        in_the_way: String,
        /// My answer to that, at most 8,000 characters.
        #[uniffi(default)]
        my_answer: String,
        /// The day to look back, within ten years of today, if one is wanted.
        #[uniffi(default)]
        review_on: Option<CivilDate>,
    }
}

edit! {
    /// A look back: every effort counts, whatever came of it.
    NewProblemReview into core::NewProblemReview {
        /// Which problem.
        problem: ProblemId,
        /// What worked, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        what_worked: String,
        /// What comes next.
        next: ProblemNext,
        /// Anything else, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        note: String,
    }
}

edit! {
    /// An idea with its sides.
    NewProblemIdea into core::NewProblemIdea {
        /// The idea, at most 8,000 characters.
        idea: String,
        /// What speaks for it, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        good_sides: String,
        /// What speaks against it, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        bad_sides: String,
    }
}

view! {
    /// Something that problem solving could help with now: "not yet" was answered twice.
    ProblemOffer from core::ProblemOffer {
        /// What it is about.
        about: StuckOn,
    }
}

view! {
    /// An idea, as it is shown.
    ProblemIdeaView from core::ProblemIdeaView {
        /// Which.
        id: ProblemIdeaId,
        /// The idea.
        idea: String,
        /// What speaks for it.
        good_sides: String,
        /// What speaks against it.
        bad_sides: String,
        /// It is chosen, or part of the mix.
        chosen: bool,
    }
}

view! {
    /// A look back, as it is shown.
    ProblemReviewView from core::ProblemReviewView {
        /// Which.
        id: ProblemReviewId,
        /// What worked.
        what_worked: String,
        /// What comes next.
        next: ProblemNext,
        /// Anything else.
        note: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// A sheet.
    ProblemView from core::ProblemView {
        /// Which.
        id: ProblemId,
        /// What the problem is.
        problem: String,
        /// What it is about, if it is about a step or a homework.
        about: Option<StuckOn>,
        /// The ideas, as the person put them.
        ideas: Vec<ProblemIdeaView>,
        /// The choice, in words.
        choice: String,
        /// The plan.
        plan: ProblemPlan,
        /// The day it was practised.
        practised_on: Option<CivilDate>,
        /// When it was begun.
        started: CivilDate,
        /// Where it stands.
        state: ProblemState,
        /// The newest looks back, at most 10.
        reviews: Vec<ProblemReviewView>,
        /// Where it was left: the part to open. A pointer, never a gate; none where it is solved or let go.
        next_open: Option<ProblemPart>,
        /// The parts with nothing in them yet, in order.
        empty: Vec<ProblemPart>,
        /// The day to look back has come.
        look_back_today: bool,
    }
}

view! {
    /// The problem solving screen.
    ProblemsView from core::ProblemsView {
        /// What is being worked on, the newest first.
        open: Vec<ProblemView>,
        /// What is solved or let go, the newest first, at most 50.
        past: Vec<ProblemView>,
        /// Steps and homework that it could help with, without those that have an open sheet.
        offers: Vec<ProblemOffer>,
    }
}

/// What a problem is about.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum StuckOn {
    /// A step.
    Step {
        /// Which.
        id: StepId,
        /// Its title now; empty where it was taken away.
        title: String,
    },
    /// A homework.
    Homework {
        /// Which.
        id: HomeworkId,
        /// Its title now; empty where it was taken away.
        title: String,
    },
}

closed!(StuckOn);

impl Out<core::StuckOn> for StuckOn {
    fn out(core: core::StuckOn) -> Self {
        match core {
            core::StuckOn::Step { id, title } => Self::Step { id: Out::out(id), title: Out::out(title) },
            core::StuckOn::Homework { id, title } => Self::Homework { id: Out::out(id), title: Out::out(title) },
        }
    }
}

#[uniffi::export]
impl Handrail {
    /// The problem solving screen: what is open, what lies behind, and what it could help with now.
    pub fn problem_solving(&self) -> Result<ProblemsView> {
        self.call(handrail_core::Handrail::problem_solving)
    }

    /// The 50 problems that lie behind, before this one: for scrolling back.
    pub fn problems_before(&self, id: ProblemId) -> Result<Vec<ProblemView>> {
        self.call(|core| core.problems_before(id.taken("id")?))
    }

    /// One sheet, as it was left.
    ///
    /// Gives `NotFound` if there is no such problem.
    pub fn problem(&self, id: ProblemId) -> Result<ProblemView> {
        self.call(|core| core.problem(id.taken("id")?))
    }

    /// The looks back on a problem, the newest first, 50 at a time: the newest, or those before `before`.
    pub fn problem_reviews(&self, id: ProblemId, before: Option<ProblemReviewId>) -> Result<Vec<ProblemReviewView>> {
        self.call(|core| core.problem_reviews(id.taken("id")?, before.taken("before")?))
    }

    /// Begins a sheet.
    ///
    /// Refused: `problem` empty or over its limit; `step`, `homework` unknown; `homework` in the wrong state where `step`
    /// is given too.
    pub fn start_problem(&self, details: NewProblem) -> Result<Changes> {
        self.call(|core| core.start_problem(&details.taken("details")?))
    }

    /// Says the problem differently, or links it to another step or homework.
    pub fn edit_problem(&self, id: ProblemId, edit: NewProblem) -> Result<Changes> {
        self.call(|core| core.edit_problem(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Says the choice in words: one idea, or a mix. At most 8,000 characters; empty takes it away.
    /// Which ideas it is made of is ticked with `choose_problem_idea`.
    pub fn set_problem_choice(&self, id: ProblemId, choice: &str) -> Result<Changes> {
        self.call(|core| core.set_problem_choice(id.taken("id")?, choice))
    }

    /// Writes the plan.
    ///
    /// Gives `NotFound` if there is no such problem. Refused: a field over its limit; `review_on` more than ten years
    /// away.
    pub fn plan_problem(&self, id: ProblemId, plan: ProblemPlan) -> Result<Changes> {
        self.call(|core| core.plan_problem(id.taken("id")?, &plan.taken("plan")?))
    }

    /// Notes on which day the plan was practised, up to today; left out, that is taken back.
    pub fn set_problem_practised(&self, id: ProblemId, on: Option<CivilDate>) -> Result<Changes> {
        self.call(|core| core.set_problem_practised(id.taken("id")?, on.taken("on")?))
    }

    /// Lets a problem go, calls it solved, or takes it up again.
    pub fn set_problem_state(&self, id: ProblemId, state: ProblemState) -> Result<Changes> {
        self.call(|core| core.set_problem_state(id.taken("id")?, state.taken("state")?))
    }

    /// Looks back. "Solved" closes the sheet; anything else leaves it open, or opens it again.
    ///
    /// Refused: `problem` unknown; `what_worked`, `note` over their limits.
    pub fn record_problem_review(&self, details: NewProblemReview) -> Result<Changes> {
        self.call(|core| core.record_problem_review(&details.taken("details")?))
    }

    /// Changes a look back. The earlier words stay as a revision.
    ///
    /// Refused: as for recording; `problem` in the wrong state where it is another than the look back's. Gives `NotFound`
    /// if there is no such look back.
    pub fn edit_problem_review(&self, id: ProblemReviewId, edit: NewProblemReview) -> Result<Changes> {
        self.call(|core| core.edit_problem_review(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Adds an idea at the end.
    ///
    /// Refused: `problem` unknown; `idea` empty; a field over its limit; more than 50.
    pub fn add_problem_idea(&self, problem: ProblemId, details: NewProblemIdea) -> Result<Changes> {
        self.call(|core| core.add_problem_idea(problem.taken("problem")?, &details.taken("details")?))
    }

    /// Says an idea differently, or weighs it.
    pub fn edit_problem_idea(&self, id: ProblemIdeaId, edit: NewProblemIdea) -> Result<Changes> {
        self.call(|core| core.edit_problem_idea(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Chooses an idea, or no longer. Several chosen ideas are a mix.
    pub fn choose_problem_idea(&self, id: ProblemIdeaId, chosen: bool) -> Result<Changes> {
        self.call(|core| core.choose_problem_idea(id.taken("id")?, chosen))
    }

    /// Moves an idea: `place` counts from 0; beyond the end means last.
    pub fn move_problem_idea(&self, id: ProblemIdeaId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_problem_idea(id.taken("id")?, place))
    }
}
