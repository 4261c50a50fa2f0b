//! The same door for what comes out of an archive: rows, log and cells in one transaction, but with the stamps that
//! were given when the words were written. What a merge or a screen asks for ("when was this last changed?") is then
//! answered as before. The device is this phone's own: a record that was taken over is nobody else's any more.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;
use serde_json::{Map, Value as Json};

use super::kinds::{Class, Kind, Values};
use super::write::{DELETE, FOR_GOOD, PUT, Write};
use crate::error::{Error, Result};
use crate::ids::Id;

/// A revision, as the table has it.
pub(crate) struct Replaced {
    /// The record it is of.
    pub record: Id,
    /// The field; empty where it is a whole record.
    pub field: String,
    /// Hybrid stamp of the replaced value.
    pub stamp: i64,
    /// The phone that wrote it.
    pub device: Id,
    /// The value.
    pub value: Json,
    /// When it was replaced, UTC milliseconds.
    pub at_ms: i64,
}

impl Write<'_> {
    /// Whether there is nothing here at all: no record, none taken away, nothing installed, nobody to share with.
    pub(crate) fn is_untouched(&self) -> Result<bool> {
        Ok(self.tx().query_row(
            "SELECT (SELECT sequence FROM device) = 0 AND NOT EXISTS (SELECT 1 FROM op)
                AND NOT EXISTS (SELECT 1 FROM mailbox) AND NOT EXISTS (SELECT 1 FROM content_pack)
                AND NOT EXISTS (SELECT 1 FROM instrument)",
            [],
            |r| r.get(0),
        )?)
    }

    /// A record as it stood. `stamp` is that of every field that is not in `stamps`.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the id is taken.
    pub(crate) fn bring_in(
        &self,
        kind: &'static Kind,
        id: Id,
        values: &Values,
        stamp: i64,
        stamps: &BTreeMap<String, i64>,
    ) -> Result<()> {
        self.must_be_free(id)?;
        self.insert_row(kind, id, values)?;
        let whole = self.row(kind, id)?.ok_or(Error::Internal("a row just written is not there"))?;
        self.append_at(PUT, kind.name, id, Some(&Json::Object(whole.clone())), stamp)?;
        self.cells(kind, id, &whole, stamp)?;
        if kind.class == Class::Living {
            // One entry of the log for each time that fields were changed, so that the log says when each was.
            let times: BTreeSet<i64> = stamps.values().copied().collect();
            for time in times {
                let then: Map<String, Json> = whole
                    .iter()
                    .filter(|(name, _)| stamps.get(*name) == Some(&time))
                    .map(|(name, json)| (name.clone(), json.clone()))
                    .collect();
                if !then.is_empty() {
                    self.append_at(PUT, kind.name, id, Some(&Json::Object(then.clone())), time)?;
                    self.cells(kind, id, &then, time)?;
                }
            }
        }
        Ok(())
    }

    /// A field, or a record, of a newer version: kept, and passed on.
    pub(crate) fn bring_in_unknown(&self, kind: &str, id: Id, field: &str, stamp: i64, value: &Json) -> Result<()> {
        self.tx()
            .prepare_cached(
                "INSERT INTO unknown_field (record, kind, field, stamp, device, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id, kind, field, stamp, self.device(), value.to_string()])?;
        let body = Json::Object(Map::from_iter([(field.to_owned(), value.clone())]));
        self.append_at(PUT, kind, id, Some(&body), stamp)
    }

    /// What an edit or a removal replaced.
    pub(crate) fn bring_in_revision(&self, r: &Replaced) -> Result<()> {
        self.tx()
            .prepare_cached(
                "INSERT INTO revision (record, field, stamp, device, value, replaced_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![r.record, r.field, r.stamp, r.device, r.value.to_string(), r.at_ms])?;
        Ok(())
    }

    /// That a record was taken away, or removed for good.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the record is there.
    pub(crate) fn bring_in_tombstone(&self, kind: &str, id: Id, stamp: i64, for_good: bool) -> Result<()> {
        self.must_be_free(id)?;
        self.tx()
            .prepare_cached(
                "INSERT INTO tombstone (record, kind, stamp, device, for_good) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, kind, stamp, self.device(), for_good])?;
        self.append_at(if for_good { FOR_GOOD } else { DELETE }, kind, id, None, stamp)
    }

    /// No other record, and no removed one, has this id. Every record has a cell.
    fn must_be_free(&self, id: Id) -> Result<()> {
        let taken: bool = self
            .tx()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM cell WHERE record = ?1) OR EXISTS (SELECT 1 FROM tombstone WHERE record = ?1)",
            )?
            .query_row([id], |r| r.get(0))?;
        if taken { Err(Error::Damaged("an id that is used twice")) } else { Ok(()) }
    }
}
