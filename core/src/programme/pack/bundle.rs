//! The bundle: the files of a pack as one JSON object, name to content. Structure lies in `pack.json` and
//! `pack.NAME.json`, words in `LANGUAGE/NAME.json`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_path_to_error::{Path, Segment, Track};

use super::model::Part;
pub(super) use super::model::Parts;
use super::problem::{PackError, PackProblem, step};

/// Most files of a pack.
pub const MAX_FILES: usize = 400;

/// What the files of a bundle say, not yet checked.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    pub parts: Parts,
    /// Language to key to text.
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
    /// Language and key to the file that holds the text, where it is known.
    pub text_files: BTreeMap<(String, String), String>,
}

impl Bundle {
    /// Reads a bundle. Takes any bytes.
    pub fn read(json: &[u8]) -> Result<Self, PackError> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        let files = Files::deserialize(&mut reader);
        let files = files.map_err(|e| newer_schema(json).unwrap_or_else(|| shape_error(json, &e)))?;
        reader.end().map_err(|_| PackError::whole(PackProblem::Broken))?;
        let mut bundle = Self::default();
        for (name, file) in files.0 {
            match file {
                File::Structure(part) => {
                    let twice = |field| PackError::new(&name, step("", field), PackProblem::Twice);
                    bundle.parts.add(&name, *part).map_err(twice)?;
                }
                File::Words { language, texts } => bundle.add_texts(&name, &language, texts)?,
                File::Stray => return Err(PackError::new(&name, "", PackProblem::StrayFile)),
                File::Twice => return Err(PackError::new(&name, "", PackProblem::Twice)),
            }
        }
        Ok(bundle)
    }

    fn add_texts(&mut self, file: &str, language: &str, texts: Texts) -> Result<(), PackError> {
        if let Some(key) = texts.twice {
            return Err(PackError::new(file, step("", &key), PackProblem::Twice));
        }
        let of_language = self.texts.entry(language.to_owned()).or_default();
        for (key, text) in texts.kept {
            if of_language.contains_key(&key) {
                return Err(PackError::new(file, step("", &key), PackProblem::Twice));
            }
            self.text_files.insert((language.to_owned(), key.clone()), file.to_owned());
            of_language.insert(key, text);
        }
        Ok(())
    }
}

/// The words of one language alone, as built-in packs keep them.
pub(super) fn texts_of(json: &[u8]) -> Result<BTreeMap<String, String>, PackError> {
    let bundle = Bundle::read(json)?;
    Ok(bundle.texts.into_values().flatten().collect())
}

/// What a newer Handrail reads has any shape: where that is the reason, it is said, and not what it stumbled over.
fn newer_schema(json: &[u8]) -> Option<PackError> {
    #[derive(serde::Deserialize)]
    struct Head {
        schema: Option<serde_json::Value>,
    }
    let files: BTreeMap<String, Head> = serde_json::from_slice(json).ok()?;
    let (file, found) = files.into_iter().find_map(|(file, head)| Some((file, head.schema?.as_u64()?)))?;
    let found = u32::try_from(found).unwrap_or(u32::MAX);
    let newer = PackProblem::NewerSchema { found, known: super::SCHEMA };
    (found > super::SCHEMA).then(|| PackError::new(&file, "/schema", newer))
}

fn shape_error(json: &[u8], error: &serde_json::Error) -> PackError {
    let path = path_to(json, error);
    let mut steps = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    let file = steps.next().unwrap_or_default();
    let pointer = steps.fold(String::new(), |path, next| step(&path, &next));
    // The place in the bundle says nothing to an author who has files.
    let said = error.to_string();
    let reason = said.rsplit_once(" at line ").map_or(said.as_str(), |(reason, _)| reason);
    PackError::new(&file, pointer, PackProblem::Shape(reason.chars().take(200).collect()))
}

/// The path to what the reader stumbled over: the same bytes up to there, read again for nothing but the path.
/// Every phone reads packs and few people write them, so the readers of the parts do not carry paths along.
fn path_to(json: &[u8], error: &serde_json::Error) -> Path {
    let lines = json.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::len);
    let read = lines.take(error.line().saturating_sub(1)).sum::<usize>() + error.column();
    let read = json.get(..read).unwrap_or(json);
    // It was a key, after which a value is missing now; or it was a value, which is not whole without its last byte
    // (a number without one is one still, so all of it goes). What it was not leads to what is around it only.
    let in_number = |byte: &u8| byte.is_ascii_digit() || b".eE+-".contains(byte);
    let value = match read {
        [before @ .., last] if !in_number(last) => before,
        number => number.iter().rposition(|byte| !in_number(byte)).map_or(number, |at| number.split_at(at + 1).0),
    };
    let (key, value) = (path_to_the_end(&[read, b":"].concat()), path_to_the_end(value));
    let steps = |path: &Path| path.iter().filter(|segment| !matches!(segment, Segment::Unknown)).count();
    if steps(&key) > steps(&value) { key } else { value }
}

/// Where JSON that breaks off does so.
fn path_to_the_end(json: &[u8]) -> Path {
    let mut track = Track::new();
    let mut reader = serde_json::Deserializer::from_slice(json);
    let _ = serde_json::Value::deserialize(serde_path_to_error::Deserializer::new(&mut reader, &mut track));
    track.path()
}

/// Files in the order in which they came.
struct Files(Vec<(String, File)>);

enum File {
    Structure(Box<Part>),
    Words { language: String, texts: Texts },
    Stray,
    Twice,
}

/// A flat map, and the first key that came twice.
struct Texts {
    kept: BTreeMap<String, String>,
    twice: Option<String>,
}

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Files;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of files")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Files, A::Error> {
                let mut files: Vec<(String, File)> = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    if files.len() == MAX_FILES {
                        return Err(A::Error::custom("too many files"));
                    }
                    let again = files.iter().any(|(other, _)| *other == name);
                    let file = match place_of(&name) {
                        _ if again => map.next_value().map(|IgnoredAny| File::Twice)?,
                        Some(Place::Structure) => File::Structure(Box::new(map.next_value()?)),
                        Some(Place::Words(language)) => {
                            File::Words { language: language.to_owned(), texts: map.next_value()? }
                        }
                        None => map.next_value().map(|IgnoredAny| File::Stray)?,
                    };
                    files.push((name, file));
                }
                Ok(Files(files))
            }
        }
        d.deserialize_map(Seen)
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Texts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
                let mut texts = Texts { kept: BTreeMap::new(), twice: None };
                while let Some((key, text)) = map.next_entry::<String, String>()? {
                    if texts.kept.insert(key.clone(), text).is_some() {
                        texts.twice.get_or_insert(key);
                    }
                }
                Ok(texts)
            }
        }
        d.deserialize_map(Seen)
    }
}

enum Place<'a> {
    Structure,
    Words(&'a str),
}

/// Where a file belongs, by its name.
fn place_of(name: &str) -> Option<Place<'_>> {
    let plain =
        |s: &str| (1..=60).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let stem = name.strip_suffix(".json")?;
    match stem.split_once('/') {
        Some((language, file)) if super::check::is_language(language) && plain(file) => Some(Place::Words(language)),
        Some(_) => None,
        None => {
            let rest = stem.strip_prefix("pack")?;
            (rest.is_empty() || rest.strip_prefix('.').is_some_and(plain)).then_some(Place::Structure)
        }
    }
}
