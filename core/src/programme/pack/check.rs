//! Whether a pack holds together: ids, numbers, references, and a text for each place that needs one.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{For, LifeAreas, Module, Parts, Strategy};
use super::problem::{PackError, PackProblem, step};
use super::{Pack, SCHEMA, keys};
use crate::validate::{LINE_LIMIT, TEXT_LIMIT};

/// Longest id, in characters.
pub const ID_LIMIT: usize = 40;
/// Longest list of a pack, in items.
pub const LIST_LIMIT: usize = 500;
/// Highest edition: an exact number in every language that reads one.
const MAX_EDITION: i64 = (1 << 53) - 1;

type Checked = Result<(), PackError>;

/// The file of each part that the pack has itself; what is inherited was checked with the pack it comes from.
pub(super) struct PartFiles(BTreeMap<&'static str, String>);

/// What is looked at before anything else: a pack for a newer Handrail may have any shape beyond this.
pub(super) fn head(parts: &Parts) -> Result<PartFiles, PackError> {
    let missing = || PackError::new("pack.json", "/schema", PackProblem::Missing);
    let (file, schema) = parts.schema.as_ref().ok_or_else(missing)?;
    match *schema {
        SCHEMA => {}
        0 => return Err(PackError::new(file, "/schema", PackProblem::OutOfRange { min: 1, max: i64::from(SCHEMA) })),
        found => return Err(PackError::new(file, "/schema", PackProblem::NewerSchema { found, known: SCHEMA })),
    }
    let mut files = BTreeMap::new();
    macro_rules! files_of {
        ($($field:ident),+) => {$(
            if let Some((file, _)) = &parts.$field {
                files.insert(stringify!($field), file.clone());
            }
        )+};
    }
    files_of!(id, edition, publisher, rights, languages, wording, modules, homework, life_areas, goal_examples, smart);
    files_of!(warning_signs, triggers, stress, services, lifestyle_logs, coping, progress_check, help_lines);
    Ok(PartFiles(files))
}

/// Looks at a pack as it was put together. `text_files` says in which file a text stands.
pub(super) fn whole(pack: &Pack, files: &PartFiles, text_files: &BTreeMap<(String, String), String>) -> Checked {
    files.part("id", |at| at.id(&pack.id))?;
    files.part("edition", |at| at.number(pack.edition, 1, MAX_EDITION))?;
    files.part("publisher", |at| at.line(&pack.publisher))?;
    files.part("rights", |at| at.text(&pack.rights))?;
    files.part("wording", |at| at.field("programme").id(&pack.wording.programme))?;
    files.part("languages", |at| languages(at, pack))?;
    files.part("homework", |at| at.ids(pack.homework.iter().map(|h| h.id.as_str())))?;
    files.part("coping", |at| coping(at, pack))?;
    files.part("modules", |at| modules(at, pack))?;
    lists(pack, files)?;
    files.part("progress_check", |at| progress_check(at, pack))?;
    files.part("help_lines", |at| help_lines(at, pack))?;
    texts(pack, text_files)
}

impl PartFiles {
    /// Checks a part where the pack has it itself.
    fn part(&self, name: &'static str, check: impl FnOnce(&At<'_>) -> Checked) -> Checked {
        let Some(file) = self.0.get(name) else { return Ok(()) };
        check(&At { file, path: step("", name) })
    }
}

fn languages(at: &At<'_>, pack: &Pack) -> Checked {
    at.count(pack.languages.len(), 40)?;
    let mut seen = BTreeSet::new();
    for (n, language) in pack.languages.iter().enumerate() {
        let at = at.item(n);
        at.hold(is_language(language), PackProblem::Malformed)?;
        at.hold(seen.insert(language.to_ascii_lowercase()), PackProblem::Twice)?;
        at.hold(pack.texts.iter().any(|t| t.language == *language), PackProblem::Missing)?;
    }
    for written in &pack.texts {
        if !pack.languages.contains(&written.language) {
            return Err(PackError::new(&written.language, "", PackProblem::StrayFile));
        }
    }
    Ok(())
}

fn modules(at: &At<'_>, pack: &Pack) -> Checked {
    at.count(pack.modules.len(), LIST_LIMIT)?;
    at.ids(pack.modules.iter().map(|m| m.id.as_str()))?;
    for (n, module) in pack.modules.iter().enumerate() {
        one_module(&at.item(n), module, pack)?;
    }
    Ok(())
}

fn one_module(at: &At<'_>, module: &Module, pack: &Pack) -> Checked {
    at.field("sessions").number(module.sessions.into(), 1, 60)?;
    match &module.whom {
        For::Everyone {} => {}
        For::Diagnosis { id } | For::Choice { id } => at.field("for").field("id").id(id)?,
    }
    at.field("topics").ids(module.topics.iter().map(String::as_str))?;
    at.field("questions").ids(module.questions.iter().map(String::as_str))?;
    let handouts = at.field("handouts");
    handouts.ids(module.handouts.iter().map(|h| h.id.as_str()))?;
    for (n, handout) in module.handouts.iter().enumerate() {
        if let Some(reviewed) = &handout.reviewed {
            handouts.item(n).field("reviewed").field("by").line(&reviewed.by)?;
        }
        if let Some(clinic) = &handout.clinic {
            let at = handouts.item(n).field("clinic");
            at.field("title").line(&clinic.title)?;
            at.field("note").optional_text(&clinic.note)?;
        }
    }
    at.field("homework").known(&module.homework, |id| pack.homework_option(id).is_some())?;
    at.field("coping").known(&module.coping, |id| pack.coping.troubles.iter().any(|t| t.id == id))?;
    let sheets = at.field("worksheets");
    for (n, sheet) in module.worksheets.iter().enumerate() {
        let twice = module.worksheets.iter().take(n).any(|other| other == sheet);
        sheets.item(n).hold(!twice, PackProblem::Twice)?;
    }
    Ok(())
}

fn coping(at: &At<'_>, pack: &Pack) -> Checked {
    at.field("troubles").ids(pack.coping.troubles.iter().map(|t| t.id.as_str()))?;
    let at = at.field("strategies");
    at.ids(pack.coping.strategies.iter().map(|s| s.id.as_str()))?;
    for (n, Strategy { troubles, steps, practice, .. }) in pack.coping.strategies.iter().enumerate() {
        let at = at.item(n);
        at.field("troubles").hold(!troubles.is_empty(), PackProblem::Empty)?;
        at.field("troubles").known(troubles, |id| pack.coping.troubles.iter().any(|t| t.id == id))?;
        at.field("steps").number((*steps).into(), 1, 20)?;
        if let Some(practice) = practice {
            let at = at.field("practice").field("seconds");
            at.hold(
                u32::try_from(practice.seconds.len()) == Ok(*steps),
                PackProblem::OutOfRange { min: i64::from(*steps), max: i64::from(*steps) },
            )?;
            for (n, seconds) in practice.seconds.iter().enumerate() {
                at.item(n).number((*seconds).into(), 1, 1_800)?;
            }
        }
    }
    Ok(())
}

fn lists(pack: &Pack, files: &PartFiles) -> Checked {
    fn of(ids: &[String]) -> impl Iterator<Item = &str> {
        ids.iter().map(String::as_str)
    }
    files.part("life_areas", |at| {
        let LifeAreas { areas, steps, prompts } = &pack.life_areas;
        at.field("areas").ids(of(areas))?;
        at.field("steps").number((*steps).into(), 2, 11)?;
        at.field("prompts").ids(of(prompts))
    })?;
    files.part("goal_examples", |at| at.ids(of(&pack.goal_examples)))?;
    files.part("smart", |at| at.ids(of(&pack.smart)))?;
    files.part("triggers", |at| at.ids(of(&pack.triggers)))?;
    files.part("services", |at| at.ids(of(&pack.services)))?;
    files.part("lifestyle_logs", |at| at.ids(pack.lifestyle_logs.iter().map(|l| l.id.as_str())))?;
    files.part("warning_signs", |at| {
        at.ids(pack.warning_signs.iter().map(|s| s.id.as_str()))?;
        for (n, sign) in pack.warning_signs.iter().enumerate() {
            if let Some(choice) = &sign.only_if {
                at.item(n).field("only_if").id(choice)?;
            }
        }
        Ok(())
    })?;
    files.part("stress", |at| {
        let stress = &pack.stress;
        at.field("life_events").ids(of(&stress.life_events))?;
        at.field("hassles").ids(of(&stress.hassles))?;
        at.field("prevent").ids(of(&stress.prevent))?;
        at.field("cope").ids(of(&stress.cope))?;
        // The four share one run of keys.
        let signs = &stress.signs;
        at.field("signs")
            .ids(of(&signs.body).chain(of(&signs.thoughts)).chain(of(&signs.feelings)).chain(of(&signs.actions)))
    })
}

fn progress_check(at: &At<'_>, pack: &Pack) -> Checked {
    let Some(check) = &pack.progress_check else { return Ok(()) };
    at.field("version").line(&check.version)?;
    at.field("look_back_months").number(check.look_back_months.into(), 1, 24)?;
    let at = at.field("items");
    at.ids(check.items.iter().map(|i| i.id.as_str()))?;
    for (n, item) in check.items.iter().enumerate() {
        let at = at.item(n);
        // `check.title` and `check.note` are the sheet's own words.
        at.field("id").hold(!matches!(item.id.as_str(), "title" | "note"), PackProblem::Twice)?;
        at.field("steps").number(item.steps.into(), 2, 11)?;
        if let Some(not_counted) = &item.not_counted {
            at.field("not_counted").id(not_counted)?;
            at.field("not_counted").hold(not_counted != "practitioner", PackProblem::Twice)?;
        }
    }
    Ok(())
}

fn help_lines(at: &At<'_>, pack: &Pack) -> Checked {
    at.count(pack.help_lines.len(), LIST_LIMIT)?;
    let (mut regions, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for (n, region) in pack.help_lines.iter().enumerate() {
        let at = at.item(n);
        let capitals = region.region.len() == 2 && region.region.bytes().all(|b| b.is_ascii_uppercase());
        at.field("region").hold(capitals, PackProblem::Malformed)?;
        at.field("region").hold(regions.insert(&region.region), PackProblem::Twice)?;
        at.field("lines").count(region.lines.len(), LIST_LIMIT)?;
        for (n, line) in region.lines.iter().enumerate() {
            let at = at.field("lines").item(n);
            at.field("id").id(&line.id)?;
            at.field("id").hold(ids.insert(&line.id), PackProblem::Twice)?;
            let dials = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '*' | '#');
            let number = line.number.chars().any(|c| c.is_ascii_digit())
                && line.number.len() <= 40
                && line.number.chars().all(dials);
            at.field("number").hold(number, PackProblem::Malformed)?;
            let source = line.source.starts_with("https://") && !line.source.contains(char::is_whitespace);
            at.field("source").hold(source, PackProblem::Malformed)?;
            at.field("source").line(&line.source)?;
        }
    }
    Ok(())
}

fn texts(pack: &Pack, text_files: &BTreeMap<(String, String), String>) -> Checked {
    let places = keys::places(pack);
    let first = pack.languages.first().map_or("", String::as_str);
    for (key, _) in places.iter().filter(|(_, place)| place.needed) {
        let inherited = pack.extends.as_ref().is_some_and(|parent| parent.find(first, key).is_some());
        if pack.here(first, key).is_none() && !inherited {
            return Err(PackError::new(first, step("", key), PackProblem::Missing));
        }
    }
    for words in &pack.texts {
        for (key, text) in words.texts() {
            let place = (words.language.clone(), key.clone());
            let file = text_files.get(&place).map_or(words.language.as_str(), String::as_str);
            let at = At { file, path: step("", key) };
            let place = places.get(key).ok_or_else(|| at.error(PackProblem::StrayText))?;
            at.words(text, place.limit)?;
        }
    }
    Ok(())
}

/// A place in a file of the pack.
struct At<'a> {
    file: &'a str,
    path: String,
}

impl At<'_> {
    fn field(&self, name: &str) -> Self {
        Self { file: self.file, path: step(&self.path, name) }
    }

    fn item(&self, n: usize) -> Self {
        self.field(&n.to_string())
    }

    fn error(&self, problem: PackProblem) -> PackError {
        PackError::new(self.file, self.path.clone(), problem)
    }

    fn hold(&self, holds: bool, problem: PackProblem) -> Checked {
        if holds { Ok(()) } else { Err(self.error(problem)) }
    }

    fn number(&self, number: i64, min: i64, max: i64) -> Checked {
        self.hold((min..=max).contains(&number), PackProblem::OutOfRange { min, max })
    }

    /// At least one, at most `limit`.
    fn count(&self, count: usize, limit: usize) -> Checked {
        self.hold(count > 0, PackProblem::Empty)?;
        self.hold(count <= limit, PackProblem::TooMany { limit })
    }

    fn id(&self, id: &str) -> Checked {
        self.hold(is_id(id), PackProblem::Id)
    }

    /// A list of ids, none twice.
    fn ids<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Checked {
        let mut seen = BTreeSet::new();
        for (n, id) in ids.enumerate() {
            self.hold(n < LIST_LIMIT, PackProblem::TooMany { limit: LIST_LIMIT })?;
            self.item(n).id(id)?;
            self.item(n).hold(seen.insert(id), PackProblem::Twice)?;
        }
        Ok(())
    }

    /// A list of ids that stand elsewhere in the pack, none twice.
    fn known(&self, ids: &[String], known: impl Fn(&str) -> bool) -> Checked {
        self.ids(ids.iter().map(String::as_str))?;
        match ids.iter().position(|id| !known(id)) {
            Some(n) => Err(self.item(n).error(PackProblem::Unknown)),
            None => Ok(()),
        }
    }

    fn line(&self, text: &str) -> Checked {
        self.words(text, LINE_LIMIT)
    }

    fn text(&self, text: &str) -> Checked {
        self.words(text, TEXT_LIMIT)
    }

    fn optional_text(&self, text: &str) -> Checked {
        if text.is_empty() { Ok(()) } else { self.text(text) }
    }

    fn words(&self, text: &str, limit: usize) -> Checked {
        self.hold(!text.trim().is_empty(), PackProblem::Empty)?;
        self.hold(text.chars().count() <= limit, PackProblem::TooLong { limit })?;
        self.hold(!text.chars().any(|c| c.is_control() && c != '\n'), PackProblem::Malformed)
    }
}

/// 1 to [`ID_LIMIT`] of `a-z`, `0-9` and `_`, beginning with a letter.
fn is_id(id: &str) -> bool {
    id.len() <= ID_LIMIT
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The shape of a language tag, such as `en` or `pt-BR`.
pub(crate) fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
