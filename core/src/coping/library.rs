//! The library: what helps, per trouble, as the content pack has it; and guided short practices as
//! steps with their lengths.
//!
//! What a person takes over becomes theirs, words and all. A pack that drops it later takes nothing
//! from them: the strategy, its steps and its tries stay.

use rusqlite::{Connection, OptionalExtension as _};

use super::{CopingStrategyId, StrategyState};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::programme::pack::Strategy;
use crate::programme::{Content, content};
use crate::store::Changes;
use crate::store::kinds::{COPING_STRATEGY, Values, maybe, value};

/// The library, as this person's programme has it in their language.
#[derive(Clone, PartialEq, Eq)]
pub struct CopingLibraryView {
    /// Troubles in the pack's order, each with what helps.
    pub troubles: Vec<LibraryTrouble>,
}

/// A trouble with what helps.
#[derive(Clone, PartialEq, Eq)]
pub struct LibraryTrouble {
    /// Its id in the pack.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Help now stands before any strategy here.
    pub crisis: bool,
    /// What helps, in the pack's order.
    pub strategies: Vec<LibraryStrategy>,
}

/// A strategy of the library.
#[derive(Clone, PartialEq, Eq)]
pub struct LibraryStrategy {
    /// Its id in the pack.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its steps, in order.
    pub steps: Vec<String>,
    /// Whether it can be followed as a guided practice.
    pub guided: bool,
    /// The strategy of mine that was taken from it.
    pub mine: Option<CopingStrategyId>,
}

/// A guided practice: steps with their lengths. The shell reads them aloud, or shows them one by one; it
/// can be stopped at any time, and nothing is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuidedPractice {
    /// Its id in the pack.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The steps, in order.
    pub steps: Vec<PracticeStep>,
    /// All of it, in seconds.
    pub seconds: u32,
}

/// One step of a guided practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeStep {
    /// What to do.
    pub text: String,
    /// How long, in seconds.
    pub seconds: u32,
}

impl Handrail {
    /// The library.
    pub fn coping_library(&self) -> Result<CopingLibraryView> {
        self.read(|c| {
            let content = content(c)?;
            let library = &content.pack.coping;
            let mut troubles = Vec::new();
            for trouble in &library.troubles {
                let of_it = library.strategies.iter().filter(|s| s.troubles.contains(&trouble.id));
                troubles.push(LibraryTrouble {
                    id: trouble.id.clone(),
                    name: content.words(&format!("trouble.{}", trouble.id)),
                    crisis: trouble.crisis,
                    strategies: of_it.map(|s| strategy(c, &content, s)).collect::<Result<_>>()?,
                });
            }
            Ok(CopingLibraryView { troubles })
        })
    }

    /// Takes a strategy of the library over as one of mine, with its words as they are now. One that I
    /// set down before is taken up again; one that I have already stays as it is. `trouble` says what I want it for.
    ///
    /// # Errors
    /// `library_id` or `trouble` unknown if the pack has no such thing.
    pub fn add_coping_from_library(&self, library_id: &str, trouble: &str) -> Result<Changes> {
        self.write(|w| {
            let content = content(w.tx())?;
            let found = find(&content, library_id)?;
            if !found.troubles.iter().any(|t| t == trouble) {
                return Err(Error::invalid("trouble", Reason::UnknownId));
            }
            if let Some((id, state)) = mine(w.tx(), library_id)? {
                let up = || w.update(&COPING_STRATEGY, id.0, &vec![("state", StrategyState::Keep.into())]).map(drop);
                return if state == StrategyState::Drop { up() } else { Ok(()) };
            }
            let values: Values = vec![
                ("name", value(name_of(&content, library_id))),
                ("how", value(steps_of(&content, found).join("\n"))),
                ("trouble", value(content.words(&format!("trouble.{trouble}")))),
                ("adapted", value(String::new())),
                ("state", StrategyState::Keep.into()),
                ("library_id", value(library_id.to_owned())),
                ("practised_on", maybe(None::<String>)),
            ];
            w.insert(&COPING_STRATEGY, w.new_id()?, &values)
        })
    }

    /// A guided practice of the library.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the pack has none of that id, or has it without lengths.
    pub fn guided_practice(&self, library_id: &str) -> Result<GuidedPractice> {
        self.read(|c| {
            let content = content(c)?;
            let found = find(&content, library_id).map_err(|_| Error::NotFound("practice"))?;
            let lengths = found.practice.as_ref().ok_or(Error::NotFound("practice"))?;
            let steps: Vec<PracticeStep> = steps_of(&content, found)
                .into_iter()
                .zip(&lengths.seconds)
                .map(|(text, seconds)| PracticeStep { text, seconds: *seconds })
                .collect();
            let seconds = steps.iter().map(|s| s.seconds).sum();
            Ok(GuidedPractice { id: found.id.clone(), name: name_of(&content, &found.id), steps, seconds })
        })
    }
}

fn find<'a>(content: &'a Content, library_id: &str) -> Result<&'a Strategy> {
    let found = content.pack.coping.strategies.iter().find(|s| s.id == library_id);
    found.ok_or(Error::invalid("library_id", Reason::UnknownId))
}

fn name_of(content: &Content, id: &str) -> String {
    content.words(&format!("coping.{id}.name"))
}

fn steps_of(content: &Content, strategy: &Strategy) -> Vec<String> {
    (1..=strategy.steps).map(|n| content.words(&format!("coping.{}.step.{n}", strategy.id))).collect()
}

fn strategy(c: &Connection, content: &Content, of: &Strategy) -> Result<LibraryStrategy> {
    Ok(LibraryStrategy {
        id: of.id.clone(),
        name: name_of(content, &of.id),
        steps: steps_of(content, of),
        guided: of.practice.is_some(),
        mine: mine(c, &of.id)?.map(|(id, _)| id),
    })
}

fn mine(c: &Connection, library_id: &str) -> Result<Option<(CopingStrategyId, StrategyState)>> {
    Ok(c.prepare_cached(
        "SELECT id, state FROM coping_strategy WHERE library_id = ?1 ORDER BY state = 'drop', id LIMIT 1",
    )?
    .query_row([library_id], |r| Ok((r.get(0)?, r.get(1)?)))
    .optional()?)
}
