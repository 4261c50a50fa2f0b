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
//! This file owns the records and their writes; [`ideas`] the ideas; `left_at` where a sheet
//! was left; [`views`] the screens.

mod ideas;
mod left_at;
mod views;

pub use ideas::{MOST_IDEAS, NewProblemIdea, ProblemIdeaId};
pub use views::{ProblemIdeaView, ProblemOffer, ProblemReviewView, ProblemView, ProblemsView, StuckOn, WANTED_IDEAS};

use rusqlite::{Connection, OptionalExtension as _};

use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::goals::StepId;
use crate::handrail::Handrail;
use crate::homework::HomeworkId;
use crate::ids::id_type;
use crate::store::kinds::{HOMEWORK, PROBLEM, PROBLEM_REVIEW, STEP, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

id_type! {
    /// Names a problem.
    ProblemId
}
id_type! {
    /// Names a look back on a problem.
    ProblemReviewId
}

choice! {
    /// Where a problem stands.
    ProblemState {
        /// Being worked on.
        Open = "open",
        /// Solved, as the person sees it.
        Solved = "solved",
        /// Set down on purpose, and kept.
        LetGo = "let_go",
    }
}

choice! {
    /// The parts of the sheet, in order.
    ProblemPart {
        /// What the problem is.
        Problem = "problem",
        /// Ideas, at least three, unjudged.
        Ideas = "ideas",
        /// The good and bad sides of each.
        Sides = "sides",
        /// One idea, or a mix.
        Choice = "choice",
        /// What, who, when, what is needed, what could get in the way.
        Plan = "plan",
        /// Practising it once.
        Practise = "practise",
        /// Looking back.
        Review = "review",
    }
}

choice! {
    /// What comes after looking back.
    ProblemNext {
        /// Go on with the plan.
        Keep = "keep",
        /// Change the plan.
        Change = "change",
        /// Try another idea.
        AnotherIdea = "another_idea",
        /// It is solved.
        Solved = "solved",
    }
}

/// A problem as the person says it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewProblem {
    /// What it is, as concrete as may be, at most [`validate::TEXT_LIMIT`] characters.
    pub problem: String,
    /// The step it is about, if any.
    pub step: Option<StepId>,
    /// The homework it is about, if any; not both.
    pub homework: Option<HomeworkId>,
}

/// The plan. Every field is the new value; any may be empty.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ProblemPlan {
    /// What will be done, at most [`validate::TEXT_LIMIT`] characters.
    pub what: String,
    /// Who does it, who helps, at most [`validate::LINE_LIMIT`] characters.
    pub who: String,
    /// When, in words, at most [`validate::LINE_LIMIT`] characters.
    pub when_words: String,
    /// What is needed, at most [`validate::TEXT_LIMIT`] characters.
    pub what_is_needed: String,
    /// What could get in the way, at most [`validate::TEXT_LIMIT`] characters.
    pub in_the_way: String,
    /// My answer to that, at most [`validate::TEXT_LIMIT`] characters.
    pub my_answer: String,
    /// The day to look back, within ten years of today, if one is wanted.
    pub review_on: Option<Day>,
}

/// A look back: every effort counts, whatever came of it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewProblemReview {
    /// Which problem.
    pub problem: ProblemId,
    /// What worked, at most [`validate::TEXT_LIMIT`] characters; may be empty.
    pub what_worked: String,
    /// What comes next.
    pub next: ProblemNext,
    /// Anything else, at most [`validate::TEXT_LIMIT`] characters; may be empty.
    pub note: String,
}

impl Handrail {
    /// The problem solving screen: what is open, what lies behind, and what it could help with now.
    pub fn problem_solving(&self) -> Result<ProblemsView> {
        let today = self.this_day()?;
        self.read(|c| views::screen(c, today))
    }

    /// The 50 problems that lie behind before this one.
    pub fn problems_before(&self, id: ProblemId) -> Result<Vec<ProblemView>> {
        let today = self.this_day()?;
        self.read(|c| views::past(c, Some(id), today))
    }

    /// One sheet, as it was left.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn problem(&self, id: ProblemId) -> Result<ProblemView> {
        let today = self.this_day()?;
        self.read(|c| views::one(c, id, today))
    }

    /// The looks back on a problem, the newest first, 50 at a time: the newest, or those before `before`.
    pub fn problem_reviews(&self, id: ProblemId, before: Option<ProblemReviewId>) -> Result<Vec<ProblemReviewView>> {
        self.read(|c| views::reviews(c, id, before, 50))
    }

    /// Begins a sheet.
    ///
    /// # Errors
    /// `problem` empty or over its limit; `step`, `homework` unknown; `homework` in the wrong state where `step` is given too.
    pub fn start_problem(&self, new: &NewProblem) -> Result<Changes> {
        self.write(|w| {
            let mut values = problem_values(w, new)?;
            values.push(("started", value(w.day())));
            w.insert(&PROBLEM, w.new_id()?, &values)
        })
    }

    /// Says the problem differently, or links it to another step or homework.
    pub fn edit_problem(&self, id: ProblemId, edit: &NewProblem) -> Result<Changes> {
        self.write(|w| w.update(&PROBLEM, id.0, &problem_values(w, edit)?).map(drop))
    }

    /// Says the choice in words: one idea, or a mix. At most [`validate::TEXT_LIMIT`] characters; empty takes it away.
    /// Which ideas it is made of is ticked with [`Handrail::choose_problem_idea`].
    pub fn set_problem_choice(&self, id: ProblemId, choice: &str) -> Result<Changes> {
        self.write(|w| w.update(&PROBLEM, id.0, &vec![("choice", value(validate::text("choice", choice)?))]).map(drop))
    }

    /// Writes the plan.
    ///
    /// # Errors
    /// [`Error::NotFound`]; a field over its limit; `review_on` years away.
    pub fn plan_problem(&self, id: ProblemId, plan: &ProblemPlan) -> Result<Changes> {
        self.write(|w| w.update(&PROBLEM, id.0, &plan_values(w, plan)?).map(drop))
    }

    /// Notes on which day the plan was practised, up to today; `None` takes that back.
    pub fn set_problem_practised(&self, id: ProblemId, on: Option<Day>) -> Result<Changes> {
        self.write(|w| {
            let on = on.map(|day| validate::near_day("on", day, w.day())).transpose()?;
            if on.is_some_and(|day| day > w.day()) {
                return Err(Error::invalid("on", Reason::ImpossibleDate));
            }
            w.update(&PROBLEM, id.0, &vec![("practised_on", maybe(on))]).map(drop)
        })
    }

    /// Lets a problem go, calls it solved, or takes it up again.
    pub fn set_problem_state(&self, id: ProblemId, state: ProblemState) -> Result<Changes> {
        self.write(|w| w.update(&PROBLEM, id.0, &vec![("state", state.into())]).map(drop))
    }

    /// Looks back. "Solved" closes the sheet; anything else leaves it open, or opens it again.
    ///
    /// # Errors
    /// `problem` unknown; `what_worked`, `note` over their limits.
    pub fn record_problem_review(&self, new: &NewProblemReview) -> Result<Changes> {
        self.write(|w| {
            validate::known(w.tx(), &PROBLEM, "problem", new.problem.0)?;
            w.insert(&PROBLEM_REVIEW, w.new_id()?, &[review_values(new)?, w.made()].concat())?;
            follow_newest(w, new.problem)
        })
    }

    /// Changes a look back. The earlier words stay as a revision.
    ///
    /// # Errors
    /// As for recording; [`Error::NotFound`]; `problem` in the wrong state where it is another than the look back's.
    pub fn edit_problem_review(&self, id: ProblemReviewId, edit: &NewProblemReview) -> Result<Changes> {
        self.write(|w| {
            if problem_of(w.tx(), id)? != edit.problem {
                return Err(Error::invalid("problem", Reason::WrongState));
            }
            if w.update(&PROBLEM_REVIEW, id.0, &review_values(edit)?)? {
                follow_newest(w, edit.problem)?;
            }
            Ok(())
        })
    }
}

fn problem_values(w: &Write<'_>, new: &NewProblem) -> Result<Values> {
    if let Some(step) = new.step {
        validate::known(w.tx(), &STEP, "step", step.0)?;
    }
    if let Some(homework) = new.homework {
        validate::known(w.tx(), &HOMEWORK, "homework", homework.0)?;
        if new.step.is_some() {
            return Err(Error::invalid("homework", Reason::WrongState));
        }
    }
    Ok(vec![
        ("problem", value(validate::some_text("problem", &new.problem)?)),
        ("step", maybe(new.step.map(|id| id.0))),
        ("homework", maybe(new.homework.map(|id| id.0))),
    ])
}

fn plan_values(w: &Write<'_>, plan: &ProblemPlan) -> Result<Values> {
    Ok(vec![
        ("what", value(validate::text("what", &plan.what)?)),
        ("who", value(validate::optional_line("who", &plan.who)?)),
        ("when_words", value(validate::optional_line("when_words", &plan.when_words)?)),
        ("what_is_needed", value(validate::text("what_is_needed", &plan.what_is_needed)?)),
        ("in_the_way", value(validate::text("in_the_way", &plan.in_the_way)?)),
        ("my_answer", value(validate::text("my_answer", &plan.my_answer)?)),
        ("review_on", maybe(plan.review_on.map(|d| validate::near_day("review_on", d, w.day())).transpose()?)),
    ])
}

fn review_values(new: &NewProblemReview) -> Result<Values> {
    Ok(vec![
        ("problem", value(new.problem.0)),
        ("what_worked", value(validate::text("what_worked", &new.what_worked)?)),
        ("next", new.next.into()),
        ("note", value(validate::text("note", &new.note)?)),
    ])
}

/// The problem's state after its newest look back.
fn follow_newest(w: &Write<'_>, problem: ProblemId) -> Result<()> {
    let newest: Option<ProblemNext> = w
        .tx()
        .prepare_cached("SELECT next FROM problem_review WHERE problem = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([problem], |r| r.get(0))
        .optional()?;
    let state = if newest == Some(ProblemNext::Solved) { ProblemState::Solved } else { ProblemState::Open };
    w.update(&PROBLEM, problem.0, &vec![("state", state.into())]).map(drop)
}

fn problem_of(c: &Connection, id: ProblemReviewId) -> Result<ProblemId> {
    c.prepare_cached("SELECT problem FROM problem_review WHERE id = ?1")?
        .query_row([id], |r| r.get(0))
        .optional()?
        .ok_or(Error::NotFound(PROBLEM_REVIEW.name))
}
