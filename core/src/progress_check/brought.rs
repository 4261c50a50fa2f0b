//! Instruments on this phone: brought, filled in, taken out again as FHIR.

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::{Map, Value as Json};

use super::instrument::{Answer, AnswerProblem, Answers, Asks, Instrument, as_fhir};
use super::{FilledBy, ProgressCheckId, parsed};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::store::kinds::{PROGRESS_CHECK, Values, value};
use crate::store::{Changes, Write};
use crate::validate;

/// An instrument on this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentView {
    /// Its address.
    pub url: String,
    /// Its version; may be empty.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// Whose it is, untouched; may be empty.
    pub copyright: String,
}

/// An instrument as it is filled in.
#[derive(Clone, PartialEq, Eq)]
pub struct NewInstrumentAnswers {
    /// Its address.
    pub url: String,
    /// Its version.
    pub version: String,
    /// Who filled it in.
    pub filled_by: FilledBy,
    /// Answers by `linkId`; what is left out was not answered.
    pub answers: Answers,
    /// Anything else, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub note: String,
}

impl Handrail {
    /// Takes an instrument in. The same one again changes nothing.
    ///
    /// # Errors
    /// [`Error::Instrument`] with the item and the element that is not taken. `version` in the wrong state if another
    /// text came under this address and version: answers were given to the first one.
    pub fn install_instrument(&self, bytes: &[u8]) -> Result<InstrumentView> {
        let instrument = Instrument::read(bytes)?;
        self.write(|w| {
            let there: Option<Vec<u8>> = w
                .tx()
                .prepare_cached("SELECT bytes FROM instrument WHERE url = ?1 AND version = ?2")?
                .query_row(params![instrument.url, instrument.version], |r| r.get(0))
                .optional()?;
            match there {
                Some(before) if before == bytes => Ok(()),
                Some(_) => Err(Error::invalid("version", Reason::WrongState)),
                None => {
                    w.tx().execute(
                        "INSERT INTO instrument (url, version, bytes, installed_ms) VALUES (?1, ?2, ?3, ?4)",
                        params![instrument.url, instrument.version, bytes, w.now().instant_ms],
                    )?;
                    Ok(())
                }
            }
        })?;
        Ok(view(instrument))
    }

    /// The instruments on this phone, by address and version.
    pub fn instruments(&self) -> Result<Vec<InstrumentView>> {
        self.read(|c| {
            let mut q = c.prepare_cached("SELECT bytes FROM instrument ORDER BY url, version")?;
            let mut rows = q.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(view(read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?));
            }
            Ok(found)
        })
    }

    /// An instrument, to be filled in.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is not on this phone.
    pub fn instrument(&self, url: &str, version: &str) -> Result<Instrument> {
        self.read(|c| find(c, url, version))
    }

    /// Takes an instrument off this phone. What was answered stays; it can be shown again when the instrument is back.
    pub fn remove_instrument(&self, url: &str, version: &str) -> Result<()> {
        self.write(|w| {
            match w.tx().execute("DELETE FROM instrument WHERE url = ?1 AND version = ?2", params![url, version])? {
                0 => Err(Error::NotFound("instrument")),
                _ => Ok(()),
            }
        })
        .map(drop)
    }

    /// Keeps an instrument that was filled in.
    ///
    /// # Errors
    /// [`Error::NotFound`] without the instrument; `answers` with an unknown item, one that is not asked after the
    /// other answers, an answer of another kind, an empty one, or one that is too long.
    pub fn record_instrument(&self, new: &NewInstrumentAnswers) -> Result<Changes> {
        self.write(|w| {
            let mut values: Values = answered(w.tx(), new)?;
            values.push(("instrument", value(new.url.clone())));
            values.push(("version", value(new.version.clone())));
            values.extend(w.made());
            w.insert(&PROGRESS_CHECK, w.new_id()?, &values)
        })
    }

    /// Puts an instrument right that was filled in.
    ///
    /// # Errors
    /// Those of [`Handrail::record_instrument`]; `id` in the wrong state if it is of another instrument.
    pub fn edit_instrument(&self, id: ProgressCheckId, edit: &NewInstrumentAnswers) -> Result<Changes> {
        self.write(|w| {
            let (url, version, ..) = row(w.tx(), id)?;
            if (url.as_str(), version.as_str()) != (edit.url.as_str(), edit.version.as_str()) {
                return Err(Error::invalid("id", Reason::WrongState));
            }
            w.update(&PROGRESS_CHECK, id.0, &answered(w.tx(), edit)?).map(drop)
        })
    }

    /// The answers that were given to an instrument, for its form.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such check, or its instrument is not on this phone.
    pub fn instrument_answers(&self, id: ProgressCheckId) -> Result<Answers> {
        self.read(|c| {
            let (url, version, answers, _) = row(c, id)?;
            Ok(answers_in(&find(c, &url, &version)?, &answers))
        })
    }

    /// What was answered as a FHIR R4 `QuestionnaireResponse` (JSON), for the clinic's own system.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such check, or its instrument is not on this phone.
    pub fn instrument_as_fhir(&self, id: ProgressCheckId) -> Result<String> {
        self.read(|c| {
            let (url, version, answers, authored) = row(c, id)?;
            let instrument = find(c, &url, &version)?;
            Ok(as_fhir(&instrument, &answers_in(&instrument, &answers), &authored).to_string())
        })
    }
}

/// Questions with their answers as the instrument words them, in its order, for paper; `None` without the instrument.
pub(crate) fn in_words(
    c: &Connection,
    url: &str,
    version: &str,
    answers: &str,
) -> Result<Option<Vec<(String, String)>>> {
    let instrument = match find(c, url, version) {
        Ok(instrument) => instrument,
        Err(Error::NotFound(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let answers = answers_in(&instrument, &parsed(answers)?);
    let said = instrument.all().filter_map(|item| {
        let answer = match (answers.get(&item.link_id)?, &item.asks) {
            (Answer::Choice(at), Asks::Choice(options)) => options.get(*at)?.label.clone(),
            (Answer::Integer(number), _) => number.to_string(),
            (Answer::Words(words), _) => words.clone(),
            (Answer::Choice(_), _) => return None,
        };
        Some((item.text.clone(), answer))
    });
    Ok(Some(said.collect()))
}

/// Keeps an instrument out of the person's own archive, if it reads.
pub(crate) fn bring_in_instrument(w: &Write<'_>, bytes: &[u8], installed_ms: i64) -> Result<(String, String)> {
    let instrument = read(bytes)?;
    w.tx().execute(
        "INSERT INTO instrument (url, version, bytes, installed_ms) VALUES (?1, ?2, ?3, ?4)",
        params![instrument.url, instrument.version, bytes, installed_ms],
    )?;
    Ok((instrument.url, instrument.version))
}

fn view(instrument: Instrument) -> InstrumentView {
    let Instrument { url, version, title, copyright, items: _ } = instrument;
    InstrumentView { url, version, title, copyright }
}

fn read(bytes: &[u8]) -> Result<Instrument> {
    Instrument::read(bytes).map_err(|_| Error::Damaged("an instrument that does not read"))
}

fn find(c: &Connection, url: &str, version: &str) -> Result<Instrument> {
    let bytes: Option<Vec<u8>> = c
        .prepare_cached("SELECT bytes FROM instrument WHERE url = ?1 AND version = ?2")?
        .query_row(params![url, version], |r| r.get(0))
        .optional()?;
    read(&bytes.ok_or(Error::NotFound("instrument"))?)
}

fn answered(c: &Connection, new: &NewInstrumentAnswers) -> Result<Values> {
    let instrument = find(c, &new.url, &new.version)?;
    let note = validate::text("note", &new.note)?;
    if new.answers.is_empty() && note.is_empty() {
        return Err(Error::invalid("answers", Reason::Empty));
    }
    instrument.check(&new.answers).map_err(|(_, problem)| {
        Error::invalid(
            "answers",
            match problem {
                AnswerProblem::Unknown => Reason::UnknownId,
                AnswerProblem::NotAsked => Reason::WrongState,
                AnswerProblem::WrongKind => Reason::UnknownChoice,
                AnswerProblem::Empty => Reason::Empty,
                AnswerProblem::TooLong(limit) => Reason::TooLong { limit },
            },
        )
    })?;
    let kept: Map<String, Json> = instrument
        .all()
        .filter_map(|item| Some((item.link_id.clone(), item.kept(new.answers.get(&item.link_id)?)?)))
        .collect();
    Ok(vec![
        ("filled_by", new.filled_by.into()),
        ("answers", value(Json::Object(kept).to_string())),
        ("note", value(note)),
    ])
}

/// Address, version, answers, and when it was filled in.
fn row(c: &Connection, id: ProgressCheckId) -> Result<(String, String, Map<String, Json>, String)> {
    let found: Option<(String, String, String, i64, i32)> = c
        .prepare_cached("SELECT instrument, version, answers, made_ms, made_offset FROM progress_check WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .optional()?;
    let (url, version, answers, made_ms, offset_min) = found.ok_or(Error::NotFound(PROGRESS_CHECK.name))?;
    let authored = FixedOffset::east_opt(offset_min.saturating_mul(60))
        .zip(DateTime::from_timestamp_millis(made_ms))
        .map(|(offset, utc)| utc.with_timezone(&offset).to_rfc3339())
        .ok_or(Error::Damaged("a moment that does not read"))?;
    Ok((url, version, parsed(&answers)?, authored))
}

fn answers_in(instrument: &Instrument, kept: &Map<String, Json>) -> Answers {
    let read = |item: &super::instrument::Item| -> Option<(String, Answer)> {
        Some((item.link_id.clone(), item.answer_of(kept.get(&item.link_id)?)?))
    };
    instrument.all().filter_map(read).collect()
}
