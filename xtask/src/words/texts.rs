//! The texts for clients: the interface's words and the texts of the content packs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::failure::{Result, Stop};
use crate::repo::Repo;

/// Texts by language and by key.
pub(crate) type Texts = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The words of the interface: each message with every way it can read, variables as `{$name}`.
pub(crate) fn interface(repo: &Repo) -> Result<Texts> {
    let mut texts = Texts::new();
    for path in entries(&repo.path("core/content/words"))? {
        let Some(tag) = name_of(&path).strip_suffix(".ftl").map(str::to_owned) else { continue };
        let text = read(&path)?;
        let resource = fluent_syntax::parser::parse_runtime(text.as_str())
            .map_err(|(_, errors)| Stop::Failed(format!("{}: {errors:?}", path.display())))?;
        let messages = resource.body.iter().filter_map(|entry| match entry {
            Entry::Message(message) => Some((message.id.name.to_owned(), readings(message.value.as_ref()?))),
            _ => None,
        });
        texts.insert(tag, messages.collect());
    }
    Ok(texts)
}

/// Every way a text can read: one for each form, or just one.
fn readings(pattern: &Pattern<&str>) -> Vec<String> {
    let mut all = vec![String::new()];
    for element in &pattern.elements {
        let more = match element {
            PatternElement::TextElement { value } => vec![(*value).to_owned()],
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter().flat_map(|variant| readings(&variant.value)).collect()
            }
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => {
                vec![format!("{{${}}}", id.name)]
            }
            PatternElement::Placeable { .. } => Vec::new(),
        };
        all = all.iter().flat_map(|before| more.iter().map(move |after| format!("{before}{after}"))).collect();
    }
    all
}

/// The texts of every pack, by the pack's id.
pub(crate) fn packs(repo: &Repo) -> Result<BTreeMap<String, Texts>> {
    let mut packs = BTreeMap::new();
    for pack in entries(&repo.path("core/content/packs"))?.into_iter().filter(|p| p.is_dir()) {
        let mut texts = Texts::new();
        for language in entries(&pack)?.into_iter().filter(|p| p.is_dir()) {
            let mut of_language = BTreeMap::new();
            for file in entries(&language)? {
                let parsed: BTreeMap<String, String> = serde_json::from_str(&read(&file)?)
                    .map_err(|e| Stop::Failed(format!("{}: {e}", file.display())))?;
                of_language.extend(parsed.into_iter().map(|(key, text)| (key, vec![text])));
            }
            texts.insert(name_of(&language).to_owned(), of_language);
        }
        packs.insert(name_of(&pack).to_owned(), texts);
    }
    Ok(packs)
}

/// What `of` lacks of what `first` has.
pub(crate) fn missing<'a>(texts: &'a Texts, first: &str, of: &str) -> BTreeSet<&'a str> {
    let keys = |language: &str| -> BTreeSet<&str> {
        texts.get(language).into_iter().flat_map(|t| t.keys().map(String::as_str)).collect()
    };
    keys(first).difference(&keys(of)).copied().collect()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = fs::read_dir(folder).map_err(|e| Stop::io("read", folder, &e))?;
    let mut paths: Vec<PathBuf> = list.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|e| Stop::io("read", path, &e))
}
