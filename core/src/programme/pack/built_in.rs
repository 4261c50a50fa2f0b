//! The packs that the library carries. `build.rs` puts them in.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::bundle::{self, Bundle};
use super::problem::{PackError, PackProblem};
use super::texts::LanguageTexts;
use super::{MAX_UNPACKED, Pack};
use crate::seal::parts::inflate_up_to;

struct BuiltIn {
    id: &'static str,
    /// The structure under the empty name, each language under its own; each a deflated bundle.
    parts: &'static [(&'static str, &'static [u8])],
}

include!(concat!(env!("OUT_DIR"), "/built_in_packs.rs"));

/// Ids of the packs that the library carries.
pub fn built_in_ids() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|b| b.id)
}

/// A pack that the library carries. Read when it is first asked for, and kept.
///
/// # Errors
/// [`PackProblem::Unknown`] where there is no pack of this id.
pub fn built_in(id: &str) -> Result<Arc<Pack>, PackError> {
    static READ: OnceLock<BTreeMap<&'static str, Result<Arc<Pack>, PackError>>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        let mut read: BTreeMap<&'static str, Result<Arc<Pack>, PackError>> = BTreeMap::new();
        // Twice: what extends another is read once that one is there.
        for _ in 0..2 {
            for this in BUILT_IN {
                if !read.get(this.id).is_some_and(Result::is_ok) {
                    let found = structure(this, &read).map(Arc::new);
                    read.insert(this.id, found);
                }
            }
        }
        read
    });
    read.get(id).cloned().unwrap_or_else(|| Err(PackError::whole(PackProblem::Unknown)))
}

/// All files of a built-in pack as one bundle, as they would be signed.
pub fn built_in_bundle(id: &str) -> Option<Vec<u8>> {
    let this = BUILT_IN.iter().find(|b| b.id == id)?;
    let mut whole = b"{".to_vec();
    for (_, packed) in this.parts {
        let part = unpack(packed).ok()?;
        let files = part.get(1..part.len().checked_sub(1)?)?;
        if whole.len() > 1 && !files.is_empty() {
            whole.push(b',');
        }
        whole.extend_from_slice(files);
    }
    whole.push(b'}');
    Some(whole)
}

fn structure(this: &BuiltIn, read: &BTreeMap<&str, Result<Arc<Pack>, PackError>>) -> Result<Pack, PackError> {
    let mut parts = bundle::Parts::default();
    let mut texts = Vec::new();
    for (language, packed) in this.parts {
        if language.is_empty() {
            parts = Bundle::read(&unpack(packed)?)?.parts;
        } else {
            texts.push(LanguageTexts::packed(language, packed));
        }
    }
    Pack::resolve(&mut parts, texts, |parent| read.get(parent).and_then(|r| r.as_ref().ok()).cloned())
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, PackError> {
    inflate_up_to(packed, MAX_UNPACKED).map_err(|_| PackError::whole(PackProblem::Broken))
}

/// Key to text of one language.
pub(super) fn unpack_texts(packed: &[u8]) -> Result<BTreeMap<String, String>, PackError> {
    bundle::texts_of(&unpack(packed)?)
}
