//! What the person chose about the programme: for which diagnosis the facts are, and the parts that are only for
//! those who want them. Settings, so that a second phone agrees.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _};

use super::content;
use super::pack::{For, Worksheet};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::store::{Changes, Write};
use crate::{medication, settings, substance_use};

const DIAGNOSES: &str = "programme_diagnoses";
const CHOICES: &str = "programme_choices";

/// What was chosen, as ids of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Chosen {
    /// Diagnoses whose facts the person wants to read.
    pub diagnoses: BTreeSet<String>,
    /// Parts that are only for those who chose them.
    pub choices: BTreeSet<String>,
}

impl Handrail {
    /// Chooses the diagnoses whose facts I want to read: one, several, or none. It says nothing about anybody, and
    /// goes to nobody.
    ///
    /// # Errors
    /// [`Reason::UnknownId`] naming `diagnoses` for one that the pack in force has no facts for, unless it was chosen before.
    pub fn choose_diagnoses(&self, diagnoses: &[String]) -> Result<Changes> {
        self.write(|w| {
            let before = chosen(w.tx())?.diagnoses;
            let known: BTreeSet<String> = offered(w.tx(), |whom| match whom {
                For::Diagnosis { id } => Some(id),
                For::Everyone {} | For::Choice { .. } => None,
            })?;
            let new: BTreeSet<String> = diagnoses.iter().cloned().collect();
            if !new.iter().all(|id| known.contains(id) || before.contains(id)) {
                return Err(Error::invalid("diagnoses", Reason::UnknownId));
            }
            settings::put(w, DIAGNOSES, Some(&new))
        })
    }

    /// Chooses a part of the programme that is only for those who want it, or lets it go again; a sheet that is only
    /// for them (medication, alcohol and drugs) opens and closes with it. What was written stays.
    ///
    /// # Errors
    /// [`Reason::UnknownId`] naming `choice` for one that the pack in force does not offer, unless it was chosen before.
    pub fn choose_part(&self, choice: &str, wanted: bool) -> Result<Changes> {
        self.write(|w| {
            let known: BTreeSet<String> = offered(w.tx(), |whom| match whom {
                For::Choice { id } => Some(id),
                For::Everyone {} | For::Diagnosis { .. } => None,
            })?;
            if !known.contains(choice) && !chosen(w.tx())?.choices.contains(choice) {
                return Err(Error::invalid("choice", Reason::UnknownId));
            }
            set_choice(w, choice, wanted)?;
            sheets_follow(w, choice, wanted)
        })
    }
}

/// The sheets that are there only for those who want them: choosing the part of the programme that has one is
/// wanting it.
const CHOSEN_SHEETS: [(Worksheet, &str); 2] =
    [(Worksheet::Medication, medication::CHOSEN), (Worksheet::SubstanceUse, substance_use::OPENED)];

fn sheets_follow(w: &Write<'_>, choice: &str, wanted: bool) -> Result<()> {
    for (sheet, setting) in CHOSEN_SHEETS {
        if parts_with(w.tx(), sheet)?.contains(choice) {
            settings::put(w, setting, Some(&wanted))?;
        }
    }
    Ok(())
}

/// Wanting a sheet is choosing the parts of the programme that have it.
pub(crate) fn parts_follow(w: &Write<'_>, sheet: Worksheet, wanted: bool) -> Result<()> {
    parts_with(w.tx(), sheet)?.iter().try_for_each(|choice| set_choice(w, choice, wanted))
}

/// The parts, only for those who chose them, whose modules have this sheet.
fn parts_with(c: &Connection, sheet: Worksheet) -> Result<BTreeSet<String>> {
    let modules = &content(c)?.pack.modules;
    let with = modules.iter().filter(|module| module.worksheets.contains(&sheet));
    Ok(with
        .filter_map(|module| match &module.whom {
            For::Choice { id } => Some(id.clone()),
            For::Everyone {} | For::Diagnosis { .. } => None,
        })
        .collect())
}

fn set_choice(w: &Write<'_>, choice: &str, wanted: bool) -> Result<()> {
    let mut choices = chosen(w.tx())?.choices;
    let changed = if wanted { choices.insert(choice.to_owned()) } else { choices.remove(choice) };
    if changed { settings::put(w, CHOICES, Some(&choices)) } else { Ok(()) }
}

/// What was chosen.
pub(crate) fn chosen(c: &Connection) -> Result<Chosen> {
    Ok(Chosen { diagnoses: list(c, DIAGNOSES)?, choices: list(c, CHOICES)? })
}

fn list(c: &Connection, name: &str) -> Result<BTreeSet<String>> {
    let json: Option<String> = c
        .prepare_cached("SELECT value FROM setting WHERE id = ?1")?
        .query_row([settings::setting_id(name)], |r| r.get(0))
        .optional()?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

fn offered(c: &Connection, pick: impl Fn(&For) -> Option<&String>) -> Result<BTreeSet<String>> {
    let content = content(c)?;
    Ok(content.pack.modules.iter().filter_map(|m| pick(&m.whom).cloned()).collect())
}
