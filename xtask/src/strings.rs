//! The words of the interface as Android and iOS keep them: `target/strings`, made anew from `core/content/words`.
//!
//! A variable has a number, the place at which the English file first names it, and keeps it in every language. What
//! says a message by its id gives variables by name, and takes the order from the table that is written beside.

mod android;
pub(crate) mod ios;
mod kotlin;
mod said;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::Out;
use crate::words::FIRST;
use crate::words::texts::{self, Message};

/// What a programme calls things: put in by the shells' `Strings` itself, and there in any text.
const WORDING: [&str; 6] = ["homework", "Homework", "client", "Client", "programme", "Programme"];

/// What is written, by its path under [`folder`].
type Files = BTreeMap<String, String>;

/// Where it is written: what the shells are built with.
pub(crate) fn folder(repo: &Repo) -> PathBuf {
    repo.target.join("strings")
}

/// `cargo xtask strings`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Take out of core/tests/words/not_said.txt what a screen says by now
    #[arg(long)]
    tidy: bool,
}

/// `cargo xtask strings [--tidy]`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    write(repo, &Out::Terminal)?;
    println!("{}", folder(repo).display());
    if args.tidy {
        said::tidy(repo)?;
    }
    said::check(repo, &Out::Terminal)
}

/// The suite: everything is written, and what the shells say is there.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    write(repo, out)?;
    said::check(repo, out)
}

/// Writes everything, and takes away what is no longer made.
pub(crate) fn write(repo: &Repo, out: &Out) -> Result<()> {
    let words = Words::of(texts::messages(repo)?).map_err(Stop::Failed)?;
    let files = words.files();
    let folder = folder(repo);
    for (name, text) in &files {
        let path = folder.join(name);
        // A file that is as it was keeps its time: nothing is built again for it.
        if fs::read_to_string(&path).is_ok_and(|there| there == *text) {
            continue;
        }
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(|e| Stop::io("make", above, &e))?;
        }
        fs::write(&path, text).map_err(|e| Stop::io("write", &path, &e))?;
    }
    clear(&folder, &folder, &files)?;
    out.say(&format!("{} messages in {} languages", words.english.len(), words.languages.len()));
    Ok(())
}

fn clear(root: &Path, folder: &Path, files: &Files) -> Result<()> {
    let list = fs::read_dir(folder).map_err(|e| Stop::io("read", folder, &e))?;
    for path in list.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            clear(root, &path, files)?;
        } else if !files.contains_key(&name) {
            fs::remove_file(&path).map_err(|e| Stop::io("remove", &path, &e))?;
        }
    }
    Ok(())
}

/// Every message in every language.
#[derive(Debug)]
struct Words {
    /// The messages as the source language has them: their order, and that of their variables, is everybody's.
    english: Vec<Message>,
    /// Each language's messages by id.
    languages: BTreeMap<String, BTreeMap<String, Message>>,
}

impl Words {
    fn of(mut messages: BTreeMap<String, Vec<Message>>) -> std::result::Result<Self, String> {
        let by_id = |of_language: &Vec<Message>| of_language.iter().map(|m| (m.id.clone(), m.clone())).collect();
        let languages: BTreeMap<String, BTreeMap<String, Message>> =
            messages.iter().map(|(tag, of_language)| (tag.clone(), by_id(of_language))).collect();
        let mut english = messages.remove(FIRST).ok_or_else(|| format!("there is no {FIRST}.ftl"))?;
        for (tag, of_language) in &languages {
            if let Some(more) = of_language.keys().find(|id| !english.iter().any(|m| m.id == **id)) {
                return Err(format!("{tag}.ftl: {more} is not in {FIRST}.ftl"));
            }
            for first in &mut english {
                let Some(message) = of_language.get(&first.id) else { continue };
                // What counts is a number on both systems, and nothing else is.
                let mut other =
                    message.selector.as_ref().is_some_and(|chooses| first.selector.as_ref() != Some(chooses));
                for name in &message.variables {
                    if first.variables.contains(name) {
                        continue;
                    }
                    // A language without capitals has `$homework` where English begins a line with `$Homework`.
                    if WORDING.contains(&name.as_str()) {
                        first.variables.push(name.clone());
                    } else {
                        other = true;
                    }
                }
                if other {
                    return Err(format!("{tag}.ftl: {} has other variables than in {FIRST}.ftl", first.id));
                }
            }
        }
        Ok(Self { english, languages })
    }

    fn files(&self) -> Files {
        let mut files = Files::new();
        for (tag, messages) in &self.languages {
            files.insert(android::path(tag), android::strings(&self.english, messages));
        }
        files.insert("android/kotlin/org/handrail/app/words/TextIds.kt".to_owned(), kotlin::text_ids(&self.english));
        files.insert("kotlin/org/handrail/ui/words/TextArguments.kt".to_owned(), kotlin::text_arguments(&self.english));
        files.insert("ios/Localizable.xcstrings".to_owned(), ios::catalog(self));
        files.insert("ios/InfoPlist.xcstrings".to_owned(), ios::info_plist(self));
        files.insert("ios/TextArguments.swift".to_owned(), ios::text_arguments(&self.english));
        files
    }
}

/// The place of a variable, from 1.
fn number(first: &Message, name: &str) -> usize {
    first.variables.iter().position(|known| known == name).map_or(0, |at| at + 1)
}

/// A line for each message with variables: its id and their names in order, `*` behind the one that chooses the form.
/// Ids without variables stand with nothing behind them. The same in Kotlin and in Swift.
fn table(english: &[Message]) -> Vec<String> {
    let line = |message: &Message| {
        let names = message.variables.iter().map(|name| {
            let chooses = message.selector.as_ref() == Some(name);
            format!(" {name}{}", if chooses { "*" } else { "" })
        });
        format!("{}{}", message.id, names.collect::<String>())
    };
    english.iter().map(line).collect()
}
