//! "Try it": what the person wrote to a question of a module. Kept with the question as it was read, so that it
//! still makes sense when an edition says it differently or drops it.

use rusqlite::{Connection, Row};

use super::content;
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::store::Changes;
use crate::store::kinds::{WORKSHEET_ANSWER, value};
use crate::validate;

id_type! {
    /// Names an answer to a question of a module.
    WorksheetAnswerId
}

/// An answer to a question of a module.
#[derive(Clone, PartialEq, Eq)]
pub struct WorksheetAnswer {
    /// Which.
    pub id: WorksheetAnswerId,
    /// Id of the question within its module.
    pub question: String,
    /// The question as it was read then.
    pub asked: String,
    /// In the person's own words.
    pub answer: String,
    /// The person's day.
    pub made_day: Day,
}

impl Handrail {
    /// Answers a question of a module, at most 8,000 characters. A question can be answered again: the earlier
    /// answers stay to look back on.
    ///
    /// # Errors
    /// [`Reason::UnknownId`] naming `question` for one that the pack in force does not have.
    pub fn answer_question(&self, module: &str, question: &str, answer: &str) -> Result<Changes> {
        self.write(|w| {
            let answer = validate::some_text("answer", answer)?;
            let content = content(w.tx())?;
            if !content.pack.module(module).is_some_and(|m| m.questions.iter().any(|q| q == question)) {
                return Err(Error::invalid("question", Reason::UnknownId));
            }
            let values = vec![
                ("module", value(module.to_owned())),
                ("question", value(question.to_owned())),
                ("asked", value(content.words(&format!("question.{module}.{question}")))),
                ("answer", value(answer)),
                ("made_day", value(w.day())),
            ];
            w.insert(&WORKSHEET_ANSWER, w.new_id()?, &values)
        })
    }

    /// Says an answer differently, at most 8,000 characters. The earlier words stay as a revision.
    pub fn edit_answer(&self, id: WorksheetAnswerId, answer: &str) -> Result<Changes> {
        self.write(|w| {
            let answer = validate::some_text("answer", answer)?;
            w.update(&WORKSHEET_ANSWER, id.0, &vec![("answer", value(answer))]).map(drop)
        })
    }
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<WorksheetAnswer> {
    Ok(WorksheetAnswer { id: r.get(0)?, question: r.get(1)?, asked: r.get(2)?, answer: r.get(3)?, made_day: r.get(4)? })
}

/// Every answer under a module, the newest first.
pub(super) fn of_module(c: &Connection, module: &str) -> Result<Vec<WorksheetAnswer>> {
    let mut q = c.prepare_cached(
        "SELECT id, question, asked, answer, made_day FROM worksheet_answer WHERE module = ?1
          ORDER BY made_day DESC, id DESC LIMIT 1000",
    )?;
    let rows = q.query_map([module], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}
