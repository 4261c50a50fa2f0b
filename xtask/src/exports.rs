//! What the scenarios leave in the person's record, compared between the languages: the same calls give the same archive.
//!
//! Each scenario ends by writing the archive into the folder that `HANDRAIL_EXPORTS` names. Ids are drawn anew each time,
//! so each is replaced by its kind and its place among records of that kind; everything else has to be equal.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::Out;

/// Names the folder to the scenarios.
pub(crate) const VARIABLE: &str = "HANDRAIL_EXPORTS";

fn folder(repo: &Repo) -> PathBuf {
    repo.target.join("bindings/exports")
}

/// Forgets what another library left.
pub(crate) fn forget(repo: &Repo) -> Result<()> {
    Repo::fresh_folder(&folder(repo))
}

/// An empty folder for the scenarios of `who` to write into.
pub(crate) fn begin(repo: &Repo, who: &str) -> Result<PathBuf> {
    let writing = repo.target.join("bindings").join(format!("exports-of-{who}"));
    Repo::fresh_folder(&writing)?;
    Ok(writing)
}

/// Takes what was written into `writing`, and compares it with what each language before left.
pub(crate) fn compare(repo: &Repo, out: &Out, who: &str, writing: &Path) -> Result<()> {
    let mine = read(writing)?;
    if mine.is_empty() {
        return Err(Stop::Failed(format!("no scenario in {who} left an archive")));
    }
    // In one step, so that another language that ends at the same time finds all of it or nothing.
    let kept = folder(repo).join(who);
    fs::rename(writing, &kept).map_err(|e| Stop::io("move", writing, &e))?;
    let entries = fs::read_dir(folder(repo)).map_err(|e| Stop::io("read", &folder(repo), &e))?;
    for other in entries.flatten().map(|entry| entry.path()).filter(|path| *path != kept) {
        let theirs = read(&other)?;
        let other = other.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(found) = difference(&mine, &theirs) {
            return Err(Stop::Failed(format!("{who} and {other} left different records: {found}")));
        }
        out.say(&format!("{who} and {other} left the same {} records of a person", mine.len()));
    }
    Ok(())
}

/// The archives of a folder by the names of their scenarios, each as lines that can be compared.
fn read(folder: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|e| Stop::io("read", folder, &e))?.flatten() {
        let path = entry.path();
        let text = fs::read_to_string(&path).map_err(|e| Stop::io("read", &path, &e))?;
        let lines = lines(&text).ok_or_else(|| Stop::Failed(format!("{} is no archive", path.display())))?;
        found.insert(entry.file_name().to_string_lossy().into_owned(), lines);
    }
    Ok(found)
}

/// What the first difference is about; nothing where there is none.
fn difference(mine: &BTreeMap<String, Vec<String>>, theirs: &BTreeMap<String, Vec<String>>) -> Option<String> {
    if !mine.keys().eq(theirs.keys()) {
        return Some("not the same scenarios".to_owned());
    }
    for ((scenario, mine), theirs) in mine.iter().zip(theirs.values()) {
        if mine != theirs {
            let only = |of: &[String], not_in: &[String]| of.iter().find(|line| !not_in.contains(line)).cloned();
            let (left, right) = (only(mine, theirs).unwrap_or_default(), only(theirs, mine).unwrap_or_default());
            return Some(format!("{scenario}\n  {left}\n  {right}"));
        }
    }
    None
}

/// Everything in an archive, an item a line, with names of our own for its ids. Nothing where it is no archive.
fn lines(text: &str) -> Option<Vec<String>> {
    let archive: Value = serde_json::from_str(text).ok()?;
    // What each item is, its id where it is a record, and all of it.
    let mut items: Vec<(&str, Option<&str>, &Value)> = Vec::new();
    for (kind, records) in archive.get("records")?.as_object()? {
        for record in records.as_array()? {
            items.push((kind, Some(record.get("id")?.as_str()?), record));
        }
    }
    for part in ["content_packs", "instruments", "revisions", "tombstones", "unknown_fields"] {
        items.extend(archive.get(part)?.as_array()?.iter().map(|item| (part, None, item)));
    }
    let mut ids = Vec::new();
    for (.., item) in &items {
        collect_ids(item, &mut ids);
    }
    // An item is known by all that it says, but for ids: two that say the same were written at different times, and
    // each carries its stamp.
    let blank: Vec<(&str, String)> = ids.iter().map(|id| (*id, "*".to_owned())).collect();
    items.sort_by_cached_key(|(what, _, item)| (*what, replaced(item, &blank)));
    let mut names: Vec<(&str, String)> =
        items.iter().enumerate().filter_map(|(n, (what, id, _))| Some(((*id)?, format!("{what} {n}")))).collect();
    // Sittings, devices and what was removed for good have ids and no record here: numbered as they are met.
    for (.., item) in &items {
        let mut met = Vec::new();
        collect_ids(item, &mut met);
        for id in met {
            if names.iter().all(|(known, _)| *known != id) {
                names.push((id, format!("other {}", names.len())));
            }
        }
    }
    Some(items.iter().map(|(what, _, item)| format!("{what}: {}", replaced(item, &names))).collect())
}

/// Ids are 22 characters; a word of that length in our own names has no capital letter.
fn collect_ids<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => {
            // A setting's value is JSON inside of JSON.
            let text = text.trim_matches('"');
            let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if text.len() == 22 && text.chars().all(letters) && text.contains(|c: char| c.is_ascii_uppercase()) {
                found.push(text);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_ids(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| collect_ids(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn replaced(item: &Value, names: &[(&str, String)]) -> String {
    names.iter().fold(item.to_string(), |text, (id, name)| text.replace(id, name))
}

#[cfg(test)]
mod tests {
    use super::{difference, lines};
    use std::collections::BTreeMap;

    fn archive(goal: &str, step: &str, title: &str, device: &str) -> String {
        format!(
            r#"{{"content_packs":[],"instruments":[],"records":{{
            "goal":[{{"id":"{goal}","fields":{{"title":"{title}"}},"stamp":"1.0"}}],
            "step":[{{"id":"{step}","fields":{{"goal":"{goal}"}},"stamp":"2.0"}}]}},
            "revisions":[{{"record":"{goal}","device":"{device}","value":"before"}}],
            "tombstones":[],"unknown_fields":[]}}"#
        )
    }

    fn left(archive: &str) -> BTreeMap<String, Vec<String>> {
        BTreeMap::from([("week".to_owned(), lines(archive).unwrap_or_default())])
    }

    #[test]
    fn ids_may_differ_and_nothing_else() {
        let (a, b) = ("AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBB");
        let (c, d) = ("CCCCCCCCCCCCCCCCCCCCCC", "DDDDDDDDDDDDDDDDDDDDDD");
        let (mine, theirs) = (archive(a, b, "A garden", c), archive(b, a, "A garden", d));
        assert_eq!(difference(&left(&mine), &left(&theirs)), None);
        assert_eq!(lines(&mine).map(|lines| lines.len()), Some(3));
        let other = difference(&left(&mine), &left(&archive(a, b, "A house", c)));
        assert!(other.as_ref().is_some_and(|o| o.contains("A garden") && o.contains("A house")), "{other:?}");
        // A step of another goal is not the same step, though every word is.
        let astray = mine.replace(&format!(r#""goal":"{a}""#), &format!(r#""goal":"{b}""#));
        assert!(difference(&left(&mine), &left(&astray)).is_some());
        assert!(difference(&left(&mine), &BTreeMap::new()).is_some());
        assert_eq!(lines("{}"), None);
    }
}
