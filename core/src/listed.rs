//! Lines that are taken from a list of the content pack: a tick, or the start of a line of one's own.
//!
//! Such a line keeps the id and the words it was ticked with. A newer pack may drop the id or say it
//! differently: what the person has stays, in the words they read when they took it. Where they change
//! the language and the words are still the pack's, the line is shown in the new language.

use crate::error::{Error, Reason, Result};
use crate::programme::Content;
use crate::validate;

/// An id of a list on its way in; empty where the line is the person's own. An id that stands in the record
/// already (`kept`) stays, also when the pack in force does not have it any more.
///
/// # Errors
/// `field` is no choice where the list has no such id.
pub(crate) fn id(field: &'static str, id: &str, list: &[String], kept: Option<&str>) -> Result<String> {
    let id = id.trim();
    let taken = id.is_empty() || kept == Some(id) || list.iter().any(|known| known == id);
    if taken { Ok(id.to_owned()) } else { Err(Error::invalid(field, Reason::UnknownChoice)) }
}

/// The words of a line on their way in: the person's own, or else those of the list, in the language they read.
///
/// # Errors
/// `wording` empty where there are neither; too long; not text.
pub(crate) fn wording(content: &Content, prefix: &str, id: &str, own: &str) -> Result<String> {
    let own = validate::text("wording", own)?;
    if own.is_empty() && !id.is_empty() {
        validate::some_text("wording", &content.words(&format!("{prefix}.{id}")))
    } else {
        validate::some_text("wording", &own)
    }
}

/// The words of a line as they are shown.
pub(crate) fn shown(content: &Content, prefix: &str, id: &str, kept: String) -> String {
    if id.is_empty() {
        return kept;
    }
    let key = format!("{prefix}.{id}");
    let now = content.words(&key);
    let from_the_list = || content.pack.languages.iter().any(|language| content.pack.text(language, &key).text == kept);
    if !now.is_empty() && now != kept && from_the_list() { now } else { kept }
}
