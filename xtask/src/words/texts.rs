//! The texts for clients: the interface's words and the texts of the content packs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement, VariantKey};

use crate::failure::{Result, Stop};
use crate::repo::Repo;

/// Texts by language and by key.
pub(crate) type Texts = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// As it stands.
    Plain(String),
    /// The variable of this name.
    Place(String),
}

/// A message of the interface, its forms as whole sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its id.
    pub(crate) id: String,
    /// The variable whose number chooses the form.
    pub(crate) selector: Option<String>,
    /// Each form with CLDR's word for it, in the order of the file; `other` alone where nothing chooses.
    pub(crate) forms: Vec<(String, Vec<Piece>)>,
    /// Its variables, each once, in the order in which the file first names them; the one that chooses is one of them.
    pub(crate) variables: Vec<String>,
}

/// The messages of each language in the order of its file, by the language's tag.
pub(crate) fn messages(repo: &Repo) -> Result<BTreeMap<String, Vec<Message>>> {
    let mut languages = BTreeMap::new();
    for path in entries(&repo.path("core/content/words"))? {
        let Some(tag) = name_of(&path).strip_suffix(".ftl").map(str::to_owned) else { continue };
        let of_language = parse(&read(&path)?).map_err(|why| Stop::Failed(format!("{}: {why}", path.display())))?;
        languages.insert(tag, of_language);
    }
    Ok(languages)
}

/// The messages of one file. What is not in the subset (docs/words.md) is refused.
pub(crate) fn parse(text: &str) -> std::result::Result<Vec<Message>, String> {
    let resource = fluent_syntax::parser::parse_runtime(text).map_err(|(_, errors)| format!("{errors:?}"))?;
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        _ => None,
    });
    messages.map(|message| Message::of(message).ok_or(format!("{}: not in the subset", message.id.name))).collect()
}

impl Message {
    fn of(message: &fluent_syntax::ast::Message<&str>) -> Option<Self> {
        let mut made = Self {
            id: message.id.name.to_owned(),
            selector: None,
            forms: vec![("other".to_owned(), Vec::new())],
            variables: Vec::new(),
        };
        for element in &message.value.as_ref()?.elements {
            if let PatternElement::Placeable { expression: Expression::Select { selector, variants } } = element {
                let chooses = made.variable(selector)?;
                if made.selector.replace(chooses).is_some() {
                    return None;
                }
                let before = made.forms.pop()?.1;
                for variant in variants {
                    let VariantKey::Identifier { name } = variant.key else { return None };
                    let mut pieces = before.clone();
                    for element in &variant.value.elements {
                        let piece = made.piece(element)?;
                        join(&mut pieces, piece);
                    }
                    made.forms.push((name.to_owned(), pieces));
                }
            } else {
                let piece = made.piece(element)?;
                for (_, pieces) in &mut made.forms {
                    join(pieces, piece.clone());
                }
            }
        }
        Some(made)
    }

    fn piece(&mut self, element: &PatternElement<&str>) -> Option<Piece> {
        match element {
            PatternElement::TextElement { value } => Some(Piece::Plain((*value).to_owned())),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                self.variable(inline).map(Piece::Place)
            }
            PatternElement::Placeable { .. } => None,
        }
    }

    fn variable(&mut self, inline: &InlineExpression<&str>) -> Option<String> {
        let InlineExpression::VariableReference { id } = inline else { return None };
        if !self.variables.iter().any(|known| known == id.name) {
            self.variables.push(id.name.to_owned());
        }
        Some(id.name.to_owned())
    }

    /// Every way it can read, variables as `{$name}`.
    fn readings(&self) -> Vec<String> {
        let read = |pieces: &[Piece]| {
            let shown = pieces.iter().map(|piece| match piece {
                Piece::Plain(plain) => plain.clone(),
                Piece::Place(name) => format!("{{${name}}}"),
            });
            shown.collect()
        };
        self.forms.iter().map(|(_, pieces)| read(pieces)).collect()
    }
}

/// Puts plain pieces that follow each other together: the parser gives each line of a text by itself.
fn join(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Plain(before)), Piece::Plain(more)) => before.push_str(&more),
        (_, piece) => pieces.push(piece),
    }
}

/// The words of the interface: each message with every way it can read, variables as `{$name}`.
pub(crate) fn interface(repo: &Repo) -> Result<Texts> {
    let by_id = |messages: Vec<Message>| messages.iter().map(|m| (m.id.clone(), m.readings())).collect();
    Ok(messages(repo)?.into_iter().map(|(tag, messages)| (tag, by_id(messages))).collect())
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
