//! The same door for what comes out of an archive: rows, log and cells in one transaction, but with the stamps that
//! were given when the words were written. What a merge or a screen asks for ("when was this last changed?") is then
//! answered as before. The device is this phone's own: a record that was taken over is nobody else's any more.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension as _, params};
use serde_json::{Map, Value as Json};

use super::kinds::{Class, Kind, Values};
use super::write::{DELETE, FOR_GOOD, PUT, Write};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::ledger::Removed;

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

    /// A record as it stood. `stamp` is that of every field that is not in `stamps`. `beside` are the fields that this
    /// version does not know: kept, and passed on.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the id is taken.
    pub(crate) fn bring_in(
        &self,
        kind: &'static Kind,
        id: Id,
        values: &Values,
        beside: &Map<String, Json>,
        (stamp, stamps): (i64, &BTreeMap<String, i64>),
    ) -> Result<()> {
        self.must_be_free(id)?;
        self.insert_row(kind, id, values)?;
        let mut whole = self.row(kind, id)?.ok_or(Error::Internal("a row just written is not there"))?;
        whole.extend(beside.clone());
        self.keep_beside(kind.name, id, beside, (stamp, stamps))?;
        if kind.class == Class::Settled {
            self.append_at(PUT, kind.name, id, Some(&whole), stamp)?;
            let text = serde_json::to_string(&whole).map_err(|_| Error::Internal("json"))?;
            return self.put_old_cell(id, "", &text, stamp, self.device());
        }
        self.writings(kind.name, id, &whole, (stamp, stamps))
    }

    /// A record of a kind that this version does not know, in the same way.
    pub(crate) fn bring_in_unknown(
        &self,
        kind: &str,
        id: Id,
        fields: &Map<String, Json>,
        times: (i64, &BTreeMap<String, i64>),
    ) -> Result<()> {
        self.must_be_free(id)?;
        self.keep_beside(kind, id, fields, times)?;
        self.writings(kind, id, fields, times)
    }

    /// What stands beside a record, or a record of which there is no row, whether its kind is known here or not.
    pub(crate) fn bring_in_beside(
        &self,
        kind_name: &str,
        id: Id,
        fields: &Map<String, Json>,
        (stamp, stamps): (i64, &BTreeMap<String, i64>),
    ) -> Result<()> {
        let Some(kind) = Kind::named(kind_name) else {
            return self.bring_in_unknown(kind_name, id, fields, (stamp, stamps));
        };
        let row = self.row(kind, id)?;
        if row.is_none() {
            self.must_be_free(id)?;
        }
        self.keep_beside(kind_name, id, fields, (stamp, stamps))?;
        if kind.class == Class::Living {
            return self.writings(kind_name, id, fields, (stamp, stamps));
        }
        // The whole is one entry of the log: the one without these fields is nothing any more.
        let mut whole = row.unwrap_or_default();
        whole.extend(fields.clone());
        self.tx().execute("UPDATE op SET body = NULL WHERE record = ?1", [id])?;
        self.append_at(PUT, kind_name, id, Some(&whole), stamp)?;
        let text = serde_json::to_string(&whole).map_err(|_| Error::Internal("json"))?;
        self.put_old_cell(id, "", &text, stamp, self.device())
    }

    /// One entry of the log for each time that fields were changed, so that the log says when each was; the first one
    /// has all fields.
    fn writings(
        &self,
        kind: &str,
        id: Id,
        whole: &Map<String, Json>,
        (stamp, stamps): (i64, &BTreeMap<String, i64>),
    ) -> Result<()> {
        let time_of = |name: &String| stamps.get(name).copied().unwrap_or(stamp);
        self.append_at(PUT, kind, id, Some(whole), stamp)?;
        let later: BTreeSet<i64> = whole.keys().map(time_of).filter(|time| *time != stamp).collect();
        for time in later {
            let then = whole.iter().filter(|(name, _)| time_of(name) == time);
            let then: Map<String, Json> = then.map(|(name, json)| (name.clone(), json.clone())).collect();
            self.append_at(PUT, kind, id, Some(&then), time)?;
        }
        for (name, json) in whole {
            self.put_old_cell(id, name, &json.to_string(), time_of(name), self.device())?;
        }
        Ok(())
    }

    fn keep_beside(
        &self,
        kind: &str,
        id: Id,
        fields: &Map<String, Json>,
        (stamp, stamps): (i64, &BTreeMap<String, i64>),
    ) -> Result<()> {
        for (field, json) in fields {
            let stamp = stamps.get(field).unwrap_or(&stamp);
            self.tx()
                .prepare_cached(
                    "INSERT INTO unknown_field (record, kind, field, stamp, device, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![id, kind, field, stamp, self.device(), json.to_string()])?;
        }
        Ok(())
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
        let removed = Removed { stamp: stamp.unsigned_abs(), device: self.device(), at_ms: stamp >> 16, for_good };
        self.put_tombstone(id, kind, Some(removed))?;
        if !for_good {
            self.cells_of_removed(kind, id)?;
        }
        self.append_at(if for_good { FOR_GOOD } else { DELETE }, kind, id, None, stamp)
    }

    /// What a removed record held is a version like any other, as old as what was kept of it says.
    fn cells_of_removed(&self, kind: &str, id: Id) -> Result<()> {
        let kept: Option<(i64, String)> = self
            .tx()
            .prepare_cached(
                "SELECT stamp, value FROM revision WHERE record = ?1 AND field = ''
                  ORDER BY stamp DESC, device DESC LIMIT 1",
            )?
            .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((stamp, value)) = kept else { return Ok(()) };
        let settled = Kind::named(kind).is_some_and(|kind| kind.class == Class::Settled);
        match serde_json::from_str(&value) {
            Ok(Json::Object(fields)) if !settled => fields
                .iter()
                .try_for_each(|(name, json)| self.put_old_cell(id, name, &json.to_string(), stamp, self.device())),
            _ => self.put_old_cell(id, "", &value, stamp, self.device()),
        }
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
