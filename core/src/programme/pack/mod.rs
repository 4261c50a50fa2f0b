//! Content packs: a programme as data. Modules, lists, strategies, scales and every word of them come from
//! here; the core knows their shape and none of their content.
//!
//! ```text
//!   files ──bundle──> parts ──resolve (extends)──> pack ──check──> taken, or one error with file, path, reason
//! ```
//! What is built in was checked when the library was tested, so that it is read only, and a language of it
//! only when somebody asks for its words. `docs/content-packs.md` describes the format.

mod built_in;
mod bundle;
mod check;
mod keys;
mod model;
mod problem;
#[cfg(test)]
mod tests;
mod texts;

use std::sync::Arc;

pub use built_in::{built_in, built_in_bundle, built_in_ids};
pub use bundle::MAX_FILES;
pub(crate) use check::is_language;
pub use check::{ID_LIMIT, LIST_LIMIT};
pub use model::{
    CheckItem, CheckItems, ClientWord, ClinicHandout, CopingLibrary, For, Handout, HelpLine, HomeworkOption,
    HomeworkWord, LifeAreas, LifestyleLog, LineKind, ListedSign, LogUnit, Module, Practice, Region, Reviewed, Strategy,
    StressLists, StressSigns, Trouble, Wording, Worksheet,
};
pub use problem::{PackError, PackProblem};
use texts::LanguageTexts;
pub use texts::Text;

use bundle::Bundle;
use model::Parts;

/// Newest schema of packs that this build reads.
pub const SCHEMA: u32 = 1;
/// Most bytes of a pack, unpacked.
pub const MAX_UNPACKED: usize = 16 << 20;

/// A programme as data. What a pack leaves out and the pack it extends has, is here as that one has it.
#[derive(Debug)]
pub struct Pack {
    /// Such as `imr`.
    pub id: String,
    /// Counts up with each change, from 1.
    pub edition: i64,
    /// Who makes it.
    pub publisher: String,
    /// Under what licence or permission its words may be used.
    pub rights: String,
    /// Its languages; the first is complete.
    pub languages: Vec<String>,
    /// Which words the interface uses.
    pub wording: Wording,
    /// The modules, in the usual order.
    pub modules: Vec<Module>,
    /// What modules offer as homework.
    pub homework: Vec<HomeworkOption>,
    /// The areas-of-life check.
    pub life_areas: LifeAreas,
    /// Examples of goals.
    pub goal_examples: Vec<String>,
    /// Questions that help to say a goal clearly.
    pub smart: Vec<String>,
    /// The start list of warning signs.
    pub warning_signs: Vec<ListedSign>,
    /// The start list of triggers.
    pub triggers: Vec<String>,
    /// The lists of the stress sheet.
    pub stress: StressLists,
    /// Services, rights and benefits.
    pub services: Vec<String>,
    /// Logs of a healthy life.
    pub lifestyle_logs: Vec<LifestyleLog>,
    /// What helps, per trouble.
    pub coping: CopingLibrary,
    /// The progress check, where there is one.
    pub progress_check: Option<CheckItems>,
    /// Lines of help by region.
    pub help_lines: Vec<Region>,
    texts: Vec<LanguageTexts>,
    extends: Option<Arc<Self>>,
}

impl Pack {
    /// Reads and checks a bundle (all files of a pack as one JSON object). `parent` finds the pack that it extends.
    ///
    /// # Errors
    /// The first thing that is wrong, with its file and its path.
    pub fn read(bundle: &[u8], parent: impl Fn(&str) -> Option<Arc<Self>>) -> Result<Self, PackError> {
        if bundle.len() > MAX_UNPACKED {
            return Err(PackError::whole(PackProblem::TooLarge { limit: MAX_UNPACKED }));
        }
        let Bundle { mut parts, texts, text_files } = Bundle::read(bundle)?;
        let files = check::head(&parts)?;
        let texts = texts.into_iter().map(|(language, map)| LanguageTexts::of(language, map)).collect();
        let pack = Self::resolve(&mut parts, texts, parent)?;
        check::whole(&pack, &files, &text_files)?;
        Ok(pack)
    }

    /// Reads a bundle that was checked when it was taken. Takes whatever still has the shape of a pack.
    pub(super) fn read_kept(bundle: &[u8], parent: impl Fn(&str) -> Option<Arc<Self>>) -> Result<Self, PackError> {
        let Bundle { mut parts, texts, .. } = Bundle::read(bundle)?;
        let texts = texts.into_iter().map(|(language, map)| LanguageTexts::of(language, map)).collect();
        Self::resolve(&mut parts, texts, parent)
    }

    /// Puts a pack together. Takes the parts as they are; [`check::whole`] looks at them.
    fn resolve(
        parts: &mut Parts,
        texts: Vec<LanguageTexts>,
        parent: impl Fn(&str) -> Option<Arc<Self>>,
    ) -> Result<Self, PackError> {
        fn needed<T>(part: &mut Option<(String, T)>, name: &str) -> Result<T, PackError> {
            let missing = || PackError::new("pack.json", problem::step("", name), PackProblem::Missing);
            part.take().map(|(_, kept)| kept).ok_or_else(missing)
        }
        let extends = match parts.extends.take() {
            None => None,
            Some((file, id)) => match parent(&id) {
                // One step only: a chain would make "where does this word come from" hard to answer.
                Some(found) if found.extends.is_none() => Some(found),
                _ => return Err(PackError::new(&file, "/extends", PackProblem::Unknown)),
            },
        };
        macro_rules! own_or_inherited {
            ($($field:ident),+) => { $(
                let $field = match parts.$field.take() {
                    Some((_, own)) => own,
                    None => extends.as_ref().map(|e| e.$field.clone()).unwrap_or_default(),
                };
            )+ };
        }
        own_or_inherited!(homework, life_areas, goal_examples, smart, warning_signs, triggers, stress, services);
        own_or_inherited!(lifestyle_logs, coping, help_lines);
        let progress_check = match parts.progress_check.take() {
            Some((_, own)) => Some(own),
            None => extends.as_ref().and_then(|e| e.progress_check.clone()),
        };
        Ok(Self {
            id: needed(&mut parts.id, "id")?,
            edition: needed(&mut parts.edition, "edition")?,
            publisher: needed(&mut parts.publisher, "publisher")?,
            rights: needed(&mut parts.rights, "rights")?,
            languages: needed(&mut parts.languages, "languages")?,
            wording: needed(&mut parts.wording, "wording")?,
            modules: parts.modules.take().map(|(_, own)| own).unwrap_or_default(),
            homework,
            life_areas,
            goal_examples,
            smart,
            warning_signs,
            triggers,
            stress,
            services,
            lifestyle_logs,
            coping,
            progress_check,
            help_lines,
            texts,
            extends,
        })
    }

    /// The id of the pack that this one extends.
    #[must_use]
    pub fn extends(&self) -> Option<&str> {
        self.extends.as_ref().map(|e| e.id.as_str())
    }

    /// A module by its id.
    #[must_use]
    pub fn module(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|m| m.id == id)
    }

    /// A homework option by its id.
    #[must_use]
    pub fn homework_option(&self, id: &str) -> Option<&HomeworkOption> {
        self.homework.iter().find(|h| h.id == id)
    }
}
