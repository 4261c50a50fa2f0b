//! The languages that the library carries: `content/words/LANG.ftl`, deflated by build.rs.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{Arc, OnceLock};

use flate2::read::DeflateDecoder;

use super::Language;

include!(concat!(env!("OUT_DIR"), "/built_in_words.rs"));

/// The languages this library carries, by tag.
pub fn languages() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(tag, _)| *tag)
}

/// A language that the library carries, by its tag in lower case. Read when it is first asked for, and
/// kept. One that does not read (a defect of ours, which the tests find) counts as not there.
pub(super) fn built_in(tag: &str) -> Option<Arc<Language>> {
    static READ: OnceLock<BTreeMap<String, OnceLock<Option<Arc<Language>>>>> = OnceLock::new();
    let read = READ.get_or_init(|| languages().map(|tag| (tag.to_ascii_lowercase(), OnceLock::new())).collect());
    let (tag, deflated) = BUILT_IN.iter().find(|(t, _)| t.eq_ignore_ascii_case(tag))?;
    read.get(&tag.to_ascii_lowercase())?.get_or_init(|| inflated(tag, deflated)).clone()
}

fn inflated(tag: &str, deflated: &[u8]) -> Option<Arc<Language>> {
    let mut fluent = String::new();
    DeflateDecoder::new(deflated).read_to_string(&mut fluent).ok()?;
    Language::read(tag, &fluent).ok().map(Arc::new)
}
