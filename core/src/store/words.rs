//! Which records this version can read. A newer version may use a word that is not known here in a place where it
//! decides; a screen would fail over it for ever. Such a record stands aside, whole, until the app is updated.

use serde_json::Value as Json;

use super::kinds::Kind;
use crate::ledger::Body;

type Reads = fn(&str) -> bool;

/// Fields that decide something, with what reads them.
static DECIDING: &[(&str, &str, Reads)] = &[];

/// Whether every word that decides is known.
pub(crate) fn readable(kind: &'static Kind, fields: &Body) -> bool {
    DECIDING.iter().filter(|(name, ..)| *name == kind.name).all(|(_, field, reads)| match fields.get(*field) {
        Some(Json::String(word)) => reads(word),
        _ => true,
    })
}
