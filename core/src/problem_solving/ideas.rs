//! The ideas of a problem: added without judging, then weighed, put in order, chosen.

use super::ProblemId;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::order;
use crate::store::Changes;
use crate::store::kinds::{PROBLEM, PROBLEM_IDEA, Values, value};
use crate::validate;

/// Most ideas for one problem.
pub const MOST_IDEAS: usize = 50;

id_type! {
    /// Names an idea.
    ProblemIdeaId
}

/// An idea with its sides.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewProblemIdea {
    /// The idea, at most [`validate::TEXT_LIMIT`] characters.
    pub idea: String,
    /// What speaks for it, at most [`validate::TEXT_LIMIT`] characters; may be empty.
    pub good_sides: String,
    /// What speaks against it, at most [`validate::TEXT_LIMIT`] characters; may be empty.
    pub bad_sides: String,
}

impl Handrail {
    /// Adds an idea at the end.
    ///
    /// # Errors
    /// `problem` unknown; `idea` empty; a field over its limit; more than [`MOST_IDEAS`].
    pub fn add_problem_idea(&self, problem: ProblemId, new: &NewProblemIdea) -> Result<Changes> {
        self.write(|w| {
            validate::known(w.tx(), &PROBLEM, "problem", problem.0)?;
            let there: u32 = w
                .tx()
                .prepare_cached("SELECT count(*) FROM problem_idea WHERE problem = ?1")?
                .query_row([problem], |r| r.get(0))?;
            if usize::try_from(there).unwrap_or(usize::MAX) >= MOST_IDEAS {
                return Err(Error::invalid("idea", Reason::TooMany { limit: MOST_IDEAS }));
            }
            let group = vec![("problem", value(problem.0))];
            let mut values = checked(new)?;
            values.push(("position", value(order::behind_last(w.tx(), &PROBLEM_IDEA, &group)?)));
            values.extend(group);
            w.insert(&PROBLEM_IDEA, w.new_id()?, &values)
        })
    }

    /// Says an idea differently, or weighs it.
    pub fn edit_problem_idea(&self, id: ProblemIdeaId, edit: &NewProblemIdea) -> Result<Changes> {
        self.write(|w| w.update(&PROBLEM_IDEA, id.0, &checked(edit)?).map(drop))
    }

    /// Chooses an idea, or no longer. Several chosen ideas are a mix.
    pub fn choose_problem_idea(&self, id: ProblemIdeaId, chosen: bool) -> Result<Changes> {
        self.write(|w| w.update(&PROBLEM_IDEA, id.0, &vec![("chosen", value(i64::from(chosen)))]).map(drop))
    }

    /// Moves an idea: `place` counts from 0; beyond the end means last.
    pub fn move_problem_idea(&self, id: ProblemIdeaId, place: u32) -> Result<Changes> {
        self.write(|w| order::move_to(w, &PROBLEM_IDEA, id.0, &["problem"], place))
    }
}

fn checked(new: &NewProblemIdea) -> Result<Values> {
    Ok(vec![
        ("idea", value(validate::some_text("idea", &new.idea)?)),
        ("good_sides", value(validate::text("good_sides", &new.good_sides)?)),
        ("bad_sides", value(validate::text("bad_sides", &new.bad_sides)?)),
    ])
}
