//! Taking an entry away, putting it back, and removing it for good.
//!
//! Taking away is undone in one tap. *Remove for good* is the one act that forgets: the
//! entry, its revisions and all the log says of it go in one transaction, one op without
//! content stays (so that another phone does the same), and the pages it stood on are
//! written over.

use rusqlite::Connection;

use crate::drafts;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::lifestyle;
use crate::medication::doses;
use crate::people::permissions;
use crate::plan::keeping;
use crate::reminders;
use crate::review::forget_shared;
use crate::store::kinds::{
    CHECK_IN, CONTACT_PRACTICE, CONTACT_TRY, COPING_ENTRY, COPING_STRATEGY, COPING_WAIT, DOSE, ENROLMENT, GOAL_REVIEW,
    GOOD_TIME, HANDOUT_USE, HOMEWORK, HOMEWORK_RESULT, HOMEWORK_REVIEW, Kind, LIFE_AREA, LIFE_AREA_RATING,
    LIFESTYLE_CHANGE, LIFESTYLE_ENTRY, LONG_TERM_GOAL, MEDICINE, MEDICINE_NOTE, MODULE_PROGRESS, NEED, NOTICE_ANSWER,
    OWN_RULE, PERMISSION, PERSON, PLAN_EVENT, PLAN_LINE, PROBLEM, PROBLEM_IDEA, PROBLEM_REVIEW, PROGRESS_CHECK,
    RECOVERY_MEANING, REMINDER, SAFETY_LINE, SEEN_LINE, SESSION, SHORT_TERM_GOAL, STEP, STEP_RESULT, STRESS_LINE,
    SUBSTANCE_ENTRY, SUBSTANCE_LINE, TALK_ABOUT, WARNING_SIGN, WORKSHEET_ANSWER,
};
use crate::store::{Changes, Write};
use crate::stress;
use crate::sync::vault::in_store::forget_sealed;

/// What a person may take away. What hangs on a record (`table`, `column`) must be gone before it.
struct Removable {
    kind: &'static Kind,
    hangs_on_it: &'static [(&'static str, &'static str)],
    /// Looks at one that was put back: whether it still goes with what was written since.
    fits_again: fn(&Connection, Id) -> Result<()>,
    /// What else is written when one goes or comes back.
    follow: fn(&Write<'_>) -> Result<()>,
}

const fn alone(kind: &'static Kind) -> Removable {
    with(kind, &[])
}

const fn with(kind: &'static Kind, hangs_on_it: &'static [(&'static str, &'static str)]) -> Removable {
    Removable { kind, hangs_on_it, fits_again: |_, _| Ok(()), follow: |_| Ok(()) }
}

const fn fitting(kind: &'static Kind, fits_again: fn(&Connection, Id) -> Result<()>) -> Removable {
    Removable { fits_again, ..alone(kind) }
}

static REMOVABLE: &[Removable] = &[
    alone(&COPING_ENTRY),
    alone(&COPING_WAIT),
    alone(&GOOD_TIME),
    alone(&NOTICE_ANSWER),
    alone(&PROGRESS_CHECK),
    alone(&CHECK_IN),
    alone(&HOMEWORK_RESULT),
    alone(&STEP_RESULT),
    alone(&GOAL_REVIEW),
    alone(&TALK_ABOUT),
    Removable { follow: keeping::count_change, ..alone(&PLAN_LINE) },
    alone(&PLAN_EVENT),
    alone(&SAFETY_LINE),
    alone(&OWN_RULE),
    alone(&SEEN_LINE),
    // What became of its occurrences goes with it where it goes for good, and is kept where it may come back.
    alone(&REMINDER),
    // All of these name the person in words too: gone for good means gone from there as well. To set somebody
    // aside there is their state.
    with(
        &PERSON,
        &[
            ("permission", "person"),
            ("contact_practice", "person"),
            ("plan_line", "person"),
            ("plan_event", "person"),
            ("safety_line", "person"),
        ],
    ),
    fitting(&PERMISSION, permissions::stands_alone),
    with(&CONTACT_PRACTICE, &[("contact_try", "practice")]),
    alone(&CONTACT_TRY),
    with(&ENROLMENT, &[("module_progress", "enrolment"), ("enrolment", "repeat_of")]),
    alone(&MODULE_PROGRESS),
    alone(&HANDOUT_USE),
    alone(&WORKSHEET_ANSWER),
    alone(&RECOVERY_MEANING),
    alone(&LIFE_AREA_RATING),
    alone(&HOMEWORK_REVIEW),
    alone(&PROBLEM_IDEA),
    alone(&PROBLEM_REVIEW),
    with(&LIFE_AREA, &[("life_area_rating", "own_area")]),
    // A sheet about a step or homework stands without it.
    with(&PROBLEM, &[("problem_idea", "problem"), ("problem_review", "problem")]),
    with(&MEDICINE, &[("medicine_note", "medicine"), ("dose", "medicine")]),
    alone(&MEDICINE_NOTE),
    fitting(&DOSE, doses::stands_alone),
    alone(&SUBSTANCE_LINE),
    alone(&SUBSTANCE_ENTRY),
    fitting(&STRESS_LINE, stress::stands_alone),
    alone(&NEED),
    alone(&LIFESTYLE_ENTRY),
    fitting(&LIFESTYLE_CHANGE, lifestyle::stands_alone),
    with(&SESSION, &[("session_homework", "session")]),
    with(&COPING_STRATEGY, &[("coping_entry", "strategy")]),
    with(&WARNING_SIGN, &[("own_rule", "sign"), ("plan_line", "sign")]),
    with(
        &HOMEWORK,
        &[("homework_result", "homework"), ("homework_review", "homework"), ("session_homework", "homework")],
    ),
    with(&STEP, &[("step_result", "step")]),
    with(&SHORT_TERM_GOAL, &[("step", "goal")]),
    with(&LONG_TERM_GOAL, &[("short_term_goal", "goal"), ("goal_review", "goal")]),
];

fn removable(concept: &str) -> Result<&'static Removable> {
    REMOVABLE.iter().find(|r| r.kind.name == concept).ok_or(Error::invalid("concept", Reason::UnknownChoice))
}

impl Removable {
    fn must_stand_alone(&self, tx: &Connection, id: Id) -> Result<()> {
        for (table, column) in self.hangs_on_it {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = ?1)");
            if tx.query_row(&sql, [id], |r| r.get::<_, bool>(0))? {
                return Err(Error::invalid("id", Reason::WrongState));
            }
        }
        Ok(())
    }

    fn must_hang_on_something(&self, tx: &Connection, id: Id) -> Result<()> {
        let table = self.kind.name;
        for parent in REMOVABLE {
            for (_, column) in parent.hangs_on_it.iter().filter(|(child, _)| *child == table) {
                let sql = format!(
                    "SELECT EXISTS (SELECT 1 FROM {table} c WHERE c.id = ?1 AND c.{column} IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM {} p WHERE p.id = c.{column}))",
                    parent.kind.name
                );
                if tx.query_row(&sql, [id], |r| r.get::<_, bool>(0))? {
                    return Err(Error::invalid("id", Reason::WrongState));
                }
            }
        }
        Ok(())
    }
}

impl Handrail {
    /// Takes an entry away; [`Handrail::put_back`] undoes it. `concept` is its name as in [`crate::Change::concept`].
    ///
    /// # Errors
    /// `concept` unknown; [`Error::NotFound`]; `id` in the wrong state while other records hang on it,
    /// such as a goal that has steps: let it go instead, or take those away first.
    pub fn remove(&self, concept: &str, id: Id) -> Result<Changes> {
        let what = removable(concept)?;
        self.write(|w| {
            what.must_stand_alone(w.tx(), id)?;
            w.delete(what.kind, id)?;
            (what.follow)(w)
        })
    }

    /// Puts back what [`Handrail::remove`] took away, as it was.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it was not taken away, or was removed for good. `id` in the wrong state if
    /// what it hangs on was taken away after it, such as the homework of an answer: that goes back first. The
    /// concept's own error where something that was written since has taken its place, such as another permission
    /// for the same person and item.
    pub fn put_back(&self, concept: &str, id: Id) -> Result<Changes> {
        let what = removable(concept)?;
        self.write(|w| {
            w.restore(what.kind, id)?;
            what.must_hang_on_something(w.tx(), id)?;
            (what.fits_again)(w.tx(), id)?;
            (what.follow)(w)
        })
    }

    /// Removes an entry for good, also one that was only taken away before. There is no way back; what was
    /// shared with a reader stays with that reader, and the screen says so.
    ///
    /// # Errors
    /// As for [`Handrail::remove`].
    pub fn remove_for_good(&self, concept: &str, id: Id) -> Result<Changes> {
        let what = removable(concept)?;
        let changes = self.write(|w| {
            what.must_stand_alone(w.tx(), id)?;
            w.remove_for_good(what.kind, id)?;
            forget_shared(w, id)?;
            forget_sealed(w, id)?;
            drafts::forget(w, id)?;
            reminders::forget(w, id)?;
            (what.follow)(w)
        })?;
        self.store.scrub()?;
        Ok(changes)
    }
}

#[cfg(test)]
mod tests;
