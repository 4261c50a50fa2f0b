//! What the shells say: every id in their sources is there, and gets the variables that its text has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use super::tokens::{Token, read};
use super::{WORDING, android};
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::words::FIRST;
use crate::words::texts;

/// What only shells say, for the core's own tests.
const LIST: &str = "core/tests/words/for_shells.txt";
/// What of that no shell says, under the reason.
const NOT_SAID: &str = "core/tests/words/not_said.txt";

/// The messages, by id, with their variables.
pub(super) type Known = BTreeMap<String, Vec<String>>;

/// What a source file says.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Calls with an id that could be looked at.
    pub(super) calls: usize,
    /// Ids that it names whole.
    pub(super) ids: BTreeSet<String>,
    /// What ids begin with that are put together while it runs.
    pub(super) families: BTreeSet<String>,
    /// Line, and what is wrong there.
    pub(super) wrong: Vec<(usize, String)>,
}

/// What the sources of both shells say, each file by its name.
fn all(repo: &Repo) -> Result<Vec<(String, Said)>> {
    let mut languages = texts::messages(repo)?;
    let english = languages.remove(FIRST).unwrap_or_default();
    let known: Known = english.into_iter().map(|m| (m.id, m.variables)).collect();
    let mut texts = Vec::new();
    for name in sources(repo)? {
        // Listed and deleted since: nothing to look at.
        if repo.path(&name).is_file() {
            texts.push((read_file(repo, &name)?, name));
        }
    }
    let places: BTreeSet<String> = texts.iter().flat_map(|(text, name)| places(name, text)).collect();
    let look = |(text, name): (String, String)| {
        let said = look(&name, &text, &known, &places);
        (name, said)
    };
    Ok(texts.into_iter().map(look).collect())
}

fn read_file(repo: &Repo, name: &str) -> Result<String> {
    let path = repo.path(name);
    fs::read_to_string(&path).map_err(|e| Stop::io("read", &path, &e))
}

/// Looks through the sources of both shells.
pub(super) fn check(repo: &Repo, out: &Out) -> Result<()> {
    let (mut checks, mut wrong) = (0, 0);
    let (mut ids, mut families) = (BTreeSet::new(), BTreeSet::new());
    for (name, said) in all(repo)? {
        checks += said.calls;
        wrong += said.wrong.len();
        for (line, why) in said.wrong {
            out.say(&format!("{name}:{line}: {why}"));
        }
        ids.extend(said.ids);
        families.extend(said.families);
    }
    let (listed, not_said) = (read_file(repo, LIST)?, read_file(repo, NOT_SAID)?);
    checks += lines(&listed).count();
    for why in unlike(&listed, &not_said, &ids, &families) {
        wrong += 1;
        out.say(&why);
    }
    // The files that were written count as one. A call may be wrong twice.
    out.say(&format!("{} passed, {wrong} failed", (checks + 1).saturating_sub(wrong)));
    if wrong > 0 {
        return Err(Stop::Failed(format!("{wrong} times a shell says what is not there, or not so")));
    }
    Ok(())
}

/// Takes out of [`NOT_SAID`] what is said by now, or is not in [`LIST`] any more.
pub(super) fn tidy(repo: &Repo) -> Result<()> {
    let ids: BTreeSet<String> = all(repo)?.into_iter().flat_map(|(_, said)| said.ids).collect();
    let listed = read_file(repo, LIST)?;
    let listed: BTreeSet<&str> = lines(&listed).collect();
    let not_said = read_file(repo, NOT_SAID)?;
    let stays =
        |line: &&str| line.starts_with('#') || line.is_empty() || (listed.contains(line) && !ids.contains(*line));
    let kept: String = not_said.lines().filter(stays).flat_map(|line| [line, "\n"]).collect();
    let path = repo.path(NOT_SAID);
    fs::write(&path, kept).map_err(|e| Stop::io("write", &path, &e))
}

/// Where the list of what only shells say, and the one of what of that nobody says, are unlike what they say.
pub(super) fn unlike(listed: &str, not_said: &str, ids: &BTreeSet<String>, families: &BTreeSet<String>) -> Vec<String> {
    let all: BTreeSet<&str> = lines(listed).collect();
    let excused: BTreeSet<&str> = lines(not_said).collect();
    let said = |id: &str| ids.contains(id) || families.iter().any(|family| id.starts_with(family.as_str()));
    let mut found = Vec::new();
    for id in all.iter().filter(|id| !said(id) && !excused.contains(*id)) {
        found.push(format!("{LIST}: no shell says {id}"));
    }
    for id in &excused {
        if ids.contains(*id) {
            found.push(format!("{NOT_SAID}: {id} is said by now: cargo xtask strings --tidy"));
        } else if !all.contains(id) {
            found.push(format!("{NOT_SAID}: {id} is not in {LIST}"));
        }
    }
    if not_said.lines().find(|line| !line.is_empty()).is_some_and(|first| !first.starts_with('#')) {
        found.push(format!("{NOT_SAID}: no reason is given"));
    }
    found
}

/// The ids of a list.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The shells' sources, tracked and new alike; tests may say what they like.
fn sources(repo: &Repo) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(&repo.root).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        "android",
        "ios",
    ]);
    let listed = run::ask(&mut git).ok_or_else(|| Stop::Failed("git could not list the shells' sources".into()))?;
    let ours = |name: &&str| {
        [".kt", ".swift", ".xml"].iter().any(|kind| name.ends_with(kind))
            && !name.contains("/Tests/")
            && !name.contains("/test/")
    };
    Ok(listed.lines().filter(ours).map(str::to_owned).collect())
}

/// Names of screens, which look like ids: what stands before `to {` in Kotlin and before `:` in Swift, in a table of them.
pub(super) fn places(name: &str, text: &str) -> Vec<String> {
    let mut places = Vec::new();
    for tokens in read(text, name.ends_with("kt")) {
        for (at, (token, _)) in tokens.iter().enumerate() {
            let next = |more: usize| tokens.get(at + more).map(|(token, _)| token);
            let Token::Text { beginning, whole: true } = token else { continue };
            let made = matches!((next(1), next(2)), (Some(Token::Word(to)), Some(Token::Sign('{'))) if to == "to");
            if made || next(1) == Some(&Token::Sign(':')) {
                places.push(beginning.clone());
            }
        }
    }
    places
}

/// What one file says. `places` are names of screens.
pub(super) fn look(name: &str, text: &str, known: &Known, places: &BTreeSet<String>) -> Said {
    let mut said = Said::default();
    let kind = Path::new(name).extension().and_then(|kind| kind.to_str());
    if kind == Some("xml") {
        for (line, text) in text.lines().enumerate() {
            for rest in text.split("@string/").skip(1) {
                said.resource(line + 1, &word(rest), known);
            }
        }
        return said;
    }
    for tokens in read(text, kind == Some("kt")) {
        said.look(&tokens, known, places);
    }
    said
}

fn is_kebab(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

impl Said {
    fn look(&mut self, tokens: &[(Token, usize)], known: &Known, places: &BTreeSet<String>) {
        for (at, (token, line)) in tokens.iter().enumerate() {
            let next = |more: usize| tokens.get(at + more).map(|(token, _)| token);
            match token {
                Token::Text { beginning, whole } => {
                    if *whole && next(1) != Some(&Token::Sign('+')) {
                        self.literal(*line, beginning, known, places);
                    } else if beginning.contains('-') && is_kebab(beginning) {
                        self.families.insert(beginning.clone());
                    }
                }
                Token::Word(word) if word == "say" && next(1) == Some(&Token::Sign('(')) => {
                    self.call(*line, &arguments(tokens.get(at + 2..).unwrap_or_default()), known);
                }
                Token::Word(word) if word == "R" => {
                    if let (Some(Token::Word(kind)), Some(Token::Word(name))) = (next(2), next(4))
                        && (kind == "string" || kind == "plurals")
                    {
                        self.resource(*line, name, known);
                    }
                }
                _ => {}
            }
        }
    }

    /// A text that looks like an id, wherever it is handed: an id, what some begin with, or a screen.
    fn literal(&mut self, line: usize, text: &str, known: &Known, places: &BTreeSet<String>) {
        if known.contains_key(text) {
            self.ids.insert(text.to_owned());
        }
        let family = format!("{text}-");
        if !text.contains('-') || text.ends_with('-') || !is_kebab(text) {
            return;
        }
        let begins = |beginning: &str| known.keys().any(|id| id.starts_with(beginning));
        if begins(&family) {
            // `("homework-state", state)`: the word is put behind it where that is drawn.
            self.families.insert(family);
        } else if !known.contains_key(text) && !places.contains(text) {
            let concept = text.split_inclusive('-').next().unwrap_or_default();
            // The word of a choice, which something is put before.
            let ends = known.keys().any(|id| id.strip_suffix(text).is_some_and(|before| before.ends_with('-')));
            // What `say` was given was told already.
            if begins(concept) && !ends && !self.wrong.iter().any(|(at, told)| *at == line && told.ends_with(text)) {
                self.wrong.push((line, format!("{text} is no message, and no screen")));
            }
        }
    }

    fn resource(&mut self, line: usize, name: &str, known: &Known) {
        self.calls += 1;
        match known.keys().find(|id| android::name(id) == name) {
            Some(id) => drop(self.ids.insert(id.clone())),
            None => self.wrong.push((line, format!("no message is {name}"))),
        }
    }

    fn call(&mut self, line: usize, arguments: &[&[(Token, usize)]], known: &Known) {
        let Some((first, with)) = arguments.split_first() else { return };
        let (mut ids, mut looked, mut depth) = (Vec::new(), false, 0_usize);
        for (at, (token, _)) in first.iter().enumerate() {
            match token {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            // What stands in brackets is a condition, or another call's, which has its own.
            if depth > 0 {
                continue;
            }
            let Token::Text { beginning, whole } = token else { continue };
            let alone = *whole && first.get(at + 1).is_none_or(|(next, _)| *next != Token::Sign('+'));
            // What begins with a variable, or ends another text, cannot be looked up.
            let ends = at.checked_sub(1).and_then(|b| first.get(b)).is_some_and(|(b, _)| *b == Token::Sign('+'));
            if beginning.is_empty() || beginning.starts_with('-') || ends {
                continue;
            }
            looked = true;
            if alone {
                match known.get(beginning) {
                    Some(variables) => ids.push((beginning, variables)),
                    None => self.wrong.push((line, format!("no message is {beginning}"))),
                }
            } else if !known.keys().any(|id| id.starts_with(beginning.as_str())) {
                self.wrong.push((line, format!("no message begins with {beginning}")));
            }
        }
        self.calls += usize::from(looked);
        // Whether all that is put in stands here by its name.
        let all_named = with.iter().all(|argument| names(argument).is_some());
        let given: Vec<&str> = with.iter().filter_map(|argument| names(argument)).flatten().collect();
        for (id, variables) in &ids {
            let lacking = |v: &&String| !given.contains(&v.as_str()) && !WORDING.contains(&v.as_str());
            if let Some(lacks) = variables.iter().find(lacking).filter(|_| all_named) {
                self.wrong.push((line, format!("{id} is said without {lacks}")));
            }
        }
        let stray = |name: &&&str| !ids.iter().any(|(_, variables)| variables.iter().any(|v| v == **name));
        if let (Some(name), Some((id, _))) = (given.iter().find(stray), ids.first()) {
            self.wrong.push((line, format!("{id} has no {name}")));
        }
    }
}

/// The names that an argument gives: `"name" to value` in Kotlin, `["name": value]` in Swift. None where it is
/// neither: it may give any.
fn names(argument: &[(Token, usize)]) -> Option<Vec<&str>> {
    // Swift's label.
    let argument = match argument {
        [(Token::Word(_), _), (Token::Sign(':'), _), rest @ ..] => rest,
        all => all,
    };
    match argument {
        [(Token::Text { beginning, whole: true }, _), (Token::Word(to), _), ..] if to == "to" => {
            Some(vec![beginning.as_str()])
        }
        [(Token::Sign('['), _), (Token::Sign(':'), _), (Token::Sign(']'), _)] => Some(Vec::new()),
        [(Token::Sign('['), _), inside @ ..] => arguments(inside)
            .into_iter()
            .map(|entry| match entry {
                [(Token::Text { beginning, whole: true }, _), (Token::Sign(':'), _), ..] => Some(beginning.as_str()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

/// What stands between the commas until the bracket closes that was open before the first token.
fn arguments(tokens: &[(Token, usize)]) -> Vec<&[(Token, usize)]> {
    let (mut all, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') if depth == 0 => {
                all.extend(tokens.get(from..at).filter(|last| !last.is_empty()));
                return all;
            }
            Token::Sign(')' | ']' | '}') => depth -= 1,
            Token::Sign(',') if depth == 0 => {
                all.extend(tokens.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    all
}
