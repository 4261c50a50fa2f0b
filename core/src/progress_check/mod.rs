//! The progress check: fifteen questions of the pack, or an instrument that the clinic brought.
//!
//! The pack's check is written in our own words and says so; it is not the validated form of anybody. A clinic
//! that holds the rights to one brings it as a FHIR questionnaire ([`instrument`]), whose text, gaps and answers
//! are shown and kept untouched. Client and practitioner each have their version. Answers are shown item by item
//! over time: no sum, no mean, no verdict, and any question may be left out.

mod brought;
pub mod instrument;
mod over_time;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};
use serde_json::{Map, Value as Json};

pub use brought::{InstrumentView, NewInstrumentAnswers};
pub(crate) use brought::{bring_in_instrument, in_words};
pub(crate) use over_time::progress_of;
pub use over_time::{ItemOverTime, ItemPoint, ProgressView};

use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::programme::pack::CheckItems;
use crate::programme::{Content, content};
use crate::store::Changes;
use crate::store::kinds::{PROGRESS_CHECK, Values, value};
use crate::validate::{self, choice};

id_type! {
    /// Names a progress check that was filled in.
    ProgressCheckId
}

choice! {
    /// Who filled it in.
    FilledBy {
        /// The client.
        Client = "client",
        /// The practitioner, with the client there.
        Practitioner = "practitioner",
    }
}

/// The answer to one question of the pack's check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckAnswer {
    /// A step of its scale, from 0; better upwards.
    Step(u32),
    /// The answer that counts for nothing, such as "none prescribed".
    NotCounted,
}

/// A check as it is filled in. What is left out was not asked.
#[derive(Clone, PartialEq, Eq)]
pub struct NewProgressCheck {
    /// Who filled it in.
    pub filled_by: FilledBy,
    /// Each question once, by its id in the pack.
    pub answers: Vec<(String, CheckAnswer)>,
    /// Anything else, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub note: String,
}

/// The pack's check, to be filled in.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckForm {
    /// What it is called.
    pub title: String,
    /// What it is and what it is not: shown above the first question.
    pub note: String,
    /// Its version, kept with the answers.
    pub version: String,
    /// How far it looks back, in months.
    pub look_back_months: u32,
    /// The questions.
    pub items: Vec<CheckFormItem>,
}

/// A question of the pack's check.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckFormItem {
    /// Its id in the pack.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answers, the lowest first.
    pub steps: Vec<String>,
    /// The answer that counts for nothing; none where there is no such.
    pub not_counted: Option<String>,
}

/// A check that was filled in.
#[derive(Clone, PartialEq, Eq)]
pub struct ProgressCheckView {
    /// Which.
    pub id: ProgressCheckId,
    /// The pack it was of, or the address of a clinic's questionnaire.
    pub instrument: String,
    /// Its version then.
    pub version: String,
    /// Who filled it in.
    pub filled_by: FilledBy,
    /// The answers to the pack's questions; empty for a clinic's questionnaire, whose answers its own form shows.
    pub answers: Vec<(String, CheckAnswer)>,
    /// Anything else.
    pub note: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

impl Handrail {
    /// The pack's check, to be filled in; `None` where the programme has none. A practitioner's version asks in a
    /// practitioner's words where the pack has them.
    pub fn progress_check_form(&self, filled_by: FilledBy) -> Result<Option<CheckForm>> {
        self.read(|c| {
            let content = content(c)?;
            Ok(content.pack.progress_check.as_ref().map(|check| form(&content, check, filled_by)))
        })
    }

    /// Keeps a check of the pack.
    ///
    /// # Errors
    /// `answers` empty without a note, with an unknown question, one given twice, a step off its scale, or
    /// "not counted" where the question has no such answer.
    pub fn record_progress_check(&self, new: &NewProgressCheck) -> Result<Changes> {
        self.write(|w| {
            let content = content(w.tx())?;
            let check = content.pack.progress_check.as_ref().ok_or(Error::NotFound(PROGRESS_CHECK.name))?;
            let mut values: Values = vec![
                ("instrument", value(content.pack.id.clone())),
                ("version", value(check.version.clone())),
                ("filled_by", new.filled_by.into()),
                ("answers", value(answers_json(check, &new.answers, &new.note)?)),
                ("note", value(validate::text("note", &new.note)?)),
            ];
            values.extend(w.made());
            w.insert(&PROGRESS_CHECK, w.new_id()?, &values)
        })
    }

    /// Puts a check of the pack right. Answers to questions that the pack dropped since stay as they were.
    ///
    /// # Errors
    /// Those of [`Handrail::record_progress_check`]; `id` in the wrong state for a clinic's questionnaire.
    pub fn edit_progress_check(&self, id: ProgressCheckId, edit: &NewProgressCheck) -> Result<Changes> {
        self.write(|w| {
            let content = content(w.tx())?;
            let check = content.pack.progress_check.as_ref().ok_or(Error::NotFound(PROGRESS_CHECK.name))?;
            let (instrument, before) = kept(w.tx(), id)?;
            if instrument != content.pack.id {
                return Err(Error::invalid("id", Reason::WrongState));
            }
            let asked = |item: &str| check.items.iter().any(|i| i.id == item);
            let dropped: Map<String, Json> = before.into_iter().filter(|(item, _)| !asked(item)).collect();
            let given: Vec<(String, CheckAnswer)> = edit
                .answers
                .iter()
                .filter(|(item, answer)| dropped.get(item) != Some(&to_json(check, item, *answer)))
                .cloned()
                .collect();
            let mut answers: Map<String, Json> = parsed(&answers_json(check, &given, "x")?)?;
            answers.extend(dropped);
            let values: Values = vec![
                ("filled_by", edit.filled_by.into()),
                ("answers", value(Json::Object(answers).to_string())),
                ("note", value(validate::text("note", &edit.note)?)),
            ];
            w.update(&PROGRESS_CHECK, id.0, &values).map(drop)
        })
    }
}

fn form(content: &Content, check: &CheckItems, filled_by: FilledBy) -> CheckForm {
    let question = |id: &str| {
        let for_practitioner = content.words(&format!("check.{id}.practitioner"));
        if filled_by == FilledBy::Practitioner && !for_practitioner.is_empty() {
            for_practitioner
        } else {
            content.words(&format!("check.{id}"))
        }
    };
    CheckForm {
        title: content.words("check.title"),
        note: content.words("check.note"),
        version: check.version.clone(),
        look_back_months: check.look_back_months,
        items: check
            .items
            .iter()
            .map(|item| CheckFormItem {
                id: item.id.clone(),
                question: question(&item.id),
                steps: (0..item.steps).map(|n| content.words(&format!("check.{}.{n}", item.id))).collect(),
                not_counted: item.not_counted.as_ref().map(|word| content.words(&format!("check.{}.{word}", item.id))),
            })
            .collect(),
    }
}

/// The answers as they are kept: `{question: step}`, or the pack's own word for what is not counted.
fn answers_json(check: &CheckItems, answers: &[(String, CheckAnswer)], note: &str) -> Result<String> {
    if answers.is_empty() && note.trim().is_empty() {
        return Err(Error::invalid("answers", Reason::Empty));
    }
    let mut kept = Map::new();
    for (id, answer) in answers {
        let item = check.items.iter().find(|i| i.id == *id).ok_or(Error::invalid("answers", Reason::UnknownId))?;
        match answer {
            CheckAnswer::Step(step) => {
                validate::scale("answers", i64::from(*step), 0, i64::from(item.steps) - 1)?;
            }
            CheckAnswer::NotCounted if item.not_counted.is_none() => {
                return Err(Error::invalid("answers", Reason::UnknownChoice));
            }
            CheckAnswer::NotCounted => {}
        }
        if kept.insert(id.clone(), to_json(check, id, *answer)).is_some() {
            return Err(Error::invalid("answers", Reason::WrongState));
        }
    }
    Ok(Json::Object(kept).to_string())
}

fn to_json(check: &CheckItems, id: &str, answer: CheckAnswer) -> Json {
    match answer {
        CheckAnswer::Step(step) => Json::from(step),
        CheckAnswer::NotCounted => {
            let item = check.items.iter().find(|i| i.id == id);
            Json::from(item.and_then(|i| i.not_counted.clone()).unwrap_or_default())
        }
    }
}

fn parsed(json: &str) -> Result<Map<String, Json>> {
    serde_json::from_str(json).map_err(|_| Error::Damaged("answers that do not read"))
}

/// The answers to the pack's questions out of what was kept. A word is the pack's own for "not counted", of whichever edition.
fn answers_of(json: &str) -> Result<BTreeMap<String, CheckAnswer>> {
    let answers = parsed(json)?.into_iter().filter_map(|(id, kept)| match kept {
        Json::Number(step) => Some((id, CheckAnswer::Step(u32::try_from(step.as_u64()?).ok()?))),
        Json::String(_) => Some((id, CheckAnswer::NotCounted)),
        _ => None,
    });
    Ok(answers.collect())
}

fn kept(c: &Connection, id: ProgressCheckId) -> Result<(String, Map<String, Json>)> {
    let (instrument, answers): (String, String) = c
        .prepare_cached("SELECT instrument, answers FROM progress_check WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?
        .ok_or(Error::NotFound(PROGRESS_CHECK.name))?;
    Ok((instrument, parsed(&answers)?))
}
