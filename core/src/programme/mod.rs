//! The programme: what the course consists of, and where a person stands in it.
//!
//! What it consists of is data, a content pack ([`pack`]): modules, handouts, questions, homework, lists, scales
//! and their words. Nothing in the core names a module, a symptom or an item of a list.

pub mod pack;

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::{Error, Result};
use crate::handrail::Handrail;
use pack::{Pack, Text, Wording};

/// The pack that is in force while nobody has enrolled.
const DEFAULT_PACK: &str = "imr";

/// The content that is in force for this person: the pack, and the language to show it in.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// Of the current enrolment, else the default one.
    pub pack: Arc<Pack>,
    /// The language from the settings; empty means the pack's first.
    pub language: String,
}

impl Content {
    /// The words under a key, with the language that they are in.
    pub fn text(&self, key: &str) -> Text {
        self.pack.text(&self.language, key)
    }

    /// The words alone; empty where the pack has none under this key.
    pub fn words(&self, key: &str) -> String {
        self.text(key).text
    }
}

impl Handrail {
    /// Which words the interface uses: homework, practice or assignment; client, consumer or participant. A shell
    /// picks the form of a text by these.
    pub fn wording(&self) -> Result<Wording> {
        self.read(|c| Ok(content(c)?.pack.wording.clone()))
    }
}

/// The content that is in force.
pub(crate) fn content(c: &Connection) -> Result<Content> {
    let enrolled: Option<String> = c
        .prepare_cached(
            "SELECT programme FROM enrolment ORDER BY state IN ('graduated', 'left'), started DESC, id DESC LIMIT 1",
        )?
        .query_row([], |r| r.get(0))
        .optional()?;
    let language = crate::settings::settings_of(c)?.language;
    let pack = match enrolled {
        Some(id) => pack_of(&id).or_else(|_| pack_of(DEFAULT_PACK))?,
        None => pack_of(DEFAULT_PACK)?,
    };
    Ok(Content { pack, language })
}

fn pack_of(id: &str) -> Result<Arc<Pack>> {
    pack::built_in(id).map_err(|_| Error::Internal("a built-in pack cannot be read"))
}
