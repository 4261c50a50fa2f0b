//! The one door through which every write of the record goes: it changes the row, and in
//! the same transaction appends to the change log, keeps what was replaced, and says what
//! changed. A save that changes nothing leaves no trace.

use std::cell::{Cell, RefCell};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params, params_from_iter};
use serde_json::{Map, Value as Json};

use super::changes::{Change, Changes, What};
use super::kinds::{Class, Holds, Kind, Values, value};
use crate::clock::{Day, Moment};
use crate::error::{Error, Result};
use crate::ids::{Id, Randomness};

pub(super) const PUT: i64 = 1;
pub(super) const DELETE: i64 = 2;
pub(super) const FOR_GOOD: i64 = 3;

/// An open write: one transaction, one moment, one device.
pub struct Write<'t> {
    tx: &'t Transaction<'t>,
    now: &'t Moment,
    randomness: &'t dyn Randomness,
    boundary_min: i64,
    device: Id,
    stamp: Cell<i64>,
    sequence: Cell<i64>,
    first_sequence: i64,
    /// Ids written less than ten minutes ago in this run of the process: an edit of these leaves no revision.
    fresh: &'t dyn Fn(Id) -> bool,
    changes: RefCell<Vec<Change>>,
}

impl<'t> Write<'t> {
    pub(super) fn begin(
        tx: &'t Transaction<'t>,
        now: &'t Moment,
        randomness: &'t dyn Randomness,
        boundary_min: i64,
        fresh: &'t dyn Fn(Id) -> bool,
    ) -> Result<Self> {
        let (device, stamp, sequence) = tx
            .prepare_cached("SELECT id, stamp, sequence FROM device WHERE only = 1")?
            .query_row([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?)))?;
        // Hybrid logical clock: never behind what was seen, never refusing a clock, however wrong.
        let own = now.instant_ms.clamp(0, (1 << 47) - 1) << 16;
        Ok(Self {
            tx,
            now,
            randomness,
            boundary_min,
            device,
            stamp: Cell::new(own.max(stamp.saturating_add(1))),
            sequence: Cell::new(sequence),
            first_sequence: sequence,
            fresh,
            changes: RefCell::default(),
        })
    }

    /// Puts the clock and the counter back and hands out what changed.
    pub(super) fn finish(self) -> Result<Changes> {
        if self.sequence.get() != self.first_sequence {
            self.tx
                .prepare_cached("UPDATE device SET stamp = ?1, sequence = ?2 WHERE only = 1")?
                .execute(params![self.stamp.get(), self.sequence.get()])?;
        }
        Ok(Changes::from(self.changes.into_inner()))
    }

    /// This phone.
    pub(super) fn device(&self) -> Id {
        self.device
    }

    /// The transaction, for reading and for tables that belong to this phone alone.
    #[must_use]
    pub fn tx(&self) -> &Transaction<'t> {
        self.tx
    }

    /// The moment of this write.
    #[must_use]
    pub fn now(&self) -> &Moment {
        self.now
    }

    /// The person's day of this write.
    #[must_use]
    pub fn day(&self) -> Day {
        self.now.day(self.boundary_min)
    }

    /// The person's day at another instant (UTC milliseconds), in the place of this write.
    #[must_use]
    pub fn day_of(&self, instant_ms: i64) -> Day {
        self.now.at(instant_ms).day(self.boundary_min)
    }

    /// The person's day boundary, in minutes after midnight.
    #[must_use]
    pub fn boundary_min(&self) -> i64 {
        self.boundary_min
    }

    /// Whether this write has touched a record of `concept` so far.
    #[must_use]
    pub fn touches(&self, concept: &str) -> bool {
        self.changes.borrow().iter().any(|change| change.concept == concept)
    }

    /// Randomness, for keys and sealing inside this write.
    #[must_use]
    pub fn randomness(&self) -> &dyn Randomness {
        self.randomness
    }

    /// A fresh id.
    pub fn new_id(&self) -> Result<Id> {
        Ok(Id::new(self.now.instant_ms, self.randomness)?)
    }

    /// The four fields that say when an entry was made.
    #[must_use]
    pub fn made(&self) -> Values {
        self.made_at(self.now.instant_ms)
    }

    /// The same for what happened at another instant (UTC milliseconds), in the place of this write.
    #[must_use]
    pub fn made_at(&self, instant_ms: i64) -> Values {
        // The phone's own word for the present moment; for any other the zone's tables.
        let at = if instant_ms == self.now.instant_ms { self.now.clone() } else { self.now.at(instant_ms) };
        vec![
            ("made_ms", value(at.instant_ms)),
            ("made_offset", value(i64::from(at.offset_min))),
            ("day", value(at.day(self.boundary_min))),
            ("made_zone", value(at.zone)),
        ]
    }

    /// A new record. What is left out is as the schema says: empty, or refused where something is needed.
    pub fn insert(&self, kind: &'static Kind, id: Id, values: &Values) -> Result<()> {
        let given = body_of(kind, values)?;
        self.insert_row(kind, id, values)?;
        // The log holds whole records: what was left out is read back as the schema filled it in.
        let body = match given.len() {
            n if n == kind.fields.len() => given,
            _ => self.row(kind, id)?.ok_or(Error::Internal("a row just written is not there"))?,
        };
        let stamp = self.append(PUT, kind, id, Some(&Json::Object(body.clone())))?;
        self.cells(kind, id, &body, stamp)?;
        self.note(kind, id, What::Created);
        Ok(())
    }

    /// Changes some fields of a record. Fields that already hold the value are left out; if
    /// none is left, nothing is written and `false` comes back.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such record.
    pub fn update(&self, kind: &'static Kind, id: Id, values: &Values) -> Result<bool> {
        let Some(old) = self.row(kind, id)? else { return Err(Error::NotFound(kind.name)) };
        let mut changed = Map::new();
        for (name, json) in body_of(kind, values)? {
            if old.get(&name) != Some(&json) {
                changed.insert(name, json);
            }
        }
        if changed.is_empty() {
            return Ok(false);
        }
        match kind.class {
            Class::Living => self.update_fields(kind, id, &old, &changed)?,
            Class::Settled => self.replace_whole(kind, id, old, &changed)?,
        }
        for (name, json) in &changed {
            let field = kind.field(name).ok_or(Error::Internal("unknown field"))?;
            let sql = format!("UPDATE {} SET {} = ?2 WHERE id = ?1", kind.name, field.name);
            self.tx.prepare_cached(&sql)?.execute(params![id, from_json(field.holds, json)?])?;
        }
        self.note(kind, id, What::Changed);
        Ok(true)
    }

    fn update_fields(
        &self,
        kind: &'static Kind,
        id: Id,
        old: &Map<String, Json>,
        changed: &Map<String, Json>,
    ) -> Result<()> {
        for name in changed.keys() {
            let had = old.get(name).filter(|v| v.as_str().is_some_and(|s| !s.is_empty()));
            if let (true, Some(had), false) = (kind.keeps_replaced(name), had, (self.fresh)(id)) {
                self.keep_revision(id, name, had)?;
            }
        }
        let stamp = self.append(PUT, kind, id, Some(&Json::Object(changed.clone())))?;
        self.cells(kind, id, changed, stamp)
    }

    fn replace_whole(
        &self,
        kind: &'static Kind,
        id: Id,
        old: Map<String, Json>,
        changed: &Map<String, Json>,
    ) -> Result<()> {
        let mut whole = old.clone();
        whole.extend(changed.clone());
        if (self.fresh)(id) {
            // The newer op holds the whole entry: the one it replaces keeps its number and loses its content.
            self.tx
                .prepare_cached(
                    "UPDATE op SET body = NULL WHERE record = ?1 AND action = 1
                        AND (stamp, device) = (SELECT stamp, device FROM cell WHERE record = ?1 AND field = '')",
                )?
                .execute([id])?;
        } else {
            self.keep_revision(id, "", &Json::Object(old))?;
        }
        let stamp = self.append(PUT, kind, id, Some(&Json::Object(whole.clone())))?;
        self.cells(kind, id, &whole, stamp)
    }

    /// Takes a record away. It can be put back with [`Write::restore`].
    pub fn delete(&self, kind: &'static Kind, id: Id) -> Result<()> {
        let Some(old) = self.row(kind, id)? else { return Err(Error::NotFound(kind.name)) };
        self.keep_revision(id, "", &Json::Object(old))?;
        self.remove_row(kind, id)?;
        let stamp = self.append(DELETE, kind, id, None)?;
        self.tombstone(kind, id, stamp, false)?;
        self.note(kind, id, What::Removed);
        Ok(())
    }

    /// Puts a record back that was taken away, as it was.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it was never there, is still there, or was removed for good.
    pub fn restore(&self, kind: &'static Kind, id: Id) -> Result<()> {
        let kept: Option<String> = self
            .tx
            .query_row(
                "SELECT r.value FROM tombstone t JOIN revision r ON r.record = t.record AND r.field = ''
                  WHERE t.record = ?1 AND t.kind = ?2 AND t.for_good = 0 ORDER BY r.stamp DESC LIMIT 1",
                params![id, kind.name],
                |r| r.get(0),
            )
            .optional()?;
        let Some(Ok(Json::Object(body))) = kept.map(|k| serde_json::from_str(&k)) else {
            return Err(Error::NotFound(kind.name));
        };
        let mut values = Values::new();
        // What was taken away by an older version has no value for newer fields: the schema fills them in.
        for (field, json) in kind.fields.iter().filter_map(|f| Some((f, body.get(f.name)?))) {
            values.push((field.name, from_json(field.holds, json)?));
        }
        self.tx.execute("DELETE FROM tombstone WHERE record = ?1", [id])?;
        self.insert(kind, id, &values)
    }

    /// Takes a record out of every table, with its revisions and all that the log says of it,
    /// and leaves one entry without content. There is no way back; that is the point.
    pub fn remove_for_good(&self, kind: &'static Kind, id: Id) -> Result<()> {
        let there = self.row(kind, id)?.is_some();
        let gone_before: Option<i64> =
            self.tx.query_row("SELECT for_good FROM tombstone WHERE record = ?1", [id], |r| r.get(0)).optional()?;
        if !there && gone_before != Some(0) {
            return Err(Error::NotFound(kind.name));
        }
        self.remove_row(kind, id)?;
        for sql in [
            "UPDATE op SET body = NULL WHERE record = ?1",
            "DELETE FROM revision WHERE record = ?1",
            "DELETE FROM cell WHERE record = ?1",
            "DELETE FROM unknown_field WHERE record = ?1",
        ] {
            self.tx.execute(sql, [id])?;
        }
        let stamp = self.append(FOR_GOOD, kind, id, None)?;
        self.tombstone(kind, id, stamp, true)?;
        self.note(kind, id, What::RemovedForGood);
        Ok(())
    }

    pub(super) fn insert_row(&self, kind: &'static Kind, id: Id, values: &Values) -> Result<()> {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let marks: Vec<String> = (2..=names.len() + 1).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {} (id, {}) VALUES (?1, {})", kind.name, names.join(", "), marks.join(", "));
        let row = std::iter::once(Value::from(id)).chain(values.iter().map(|(_, v)| v.clone()));
        self.tx.prepare_cached(&sql)?.execute(params_from_iter(row))?;
        Ok(())
    }

    fn remove_row(&self, kind: &'static Kind, id: Id) -> Result<()> {
        self.tx.execute(&format!("DELETE FROM {} WHERE id = ?1", kind.name), [id])?;
        Ok(())
    }

    pub(super) fn row(&self, kind: &'static Kind, id: Id) -> Result<Option<Map<String, Json>>> {
        let names: Vec<&str> = kind.fields.iter().map(|f| f.name).collect();
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), kind.name);
        let mut statement = self.tx.prepare_cached(&sql)?;
        let row: Option<Vec<Value>> =
            statement.query_row([id], |r| (0..names.len()).map(|i| r.get(i)).collect()).optional()?;
        Ok(row.map(|values| names.iter().map(|n| (*n).to_owned()).zip(values.iter().map(to_json)).collect()))
    }

    fn append(&self, action: i64, kind: &Kind, id: Id, body: Option<&Json>) -> Result<i64> {
        let stamp = self.stamp.get() + i64::from(self.sequence.get() != self.first_sequence);
        self.append_at(action, kind.name, id, body, stamp)?;
        Ok(stamp)
    }

    /// Appends under a stamp that is given. The clock is never behind it afterwards.
    pub(super) fn append_at(&self, action: i64, kind: &str, id: Id, body: Option<&Json>, stamp: i64) -> Result<()> {
        let sequence = self.sequence.get() + 1;
        self.tx
            .prepare_cached(
                "INSERT INTO op (device, sequence, stamp, action, kind, record, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![self.device, sequence, stamp, action, kind, id, body.map(ToString::to_string)])?;
        self.sequence.set(sequence);
        self.stamp.set(self.stamp.get().max(stamp));
        Ok(())
    }

    pub(super) fn cells(&self, kind: &Kind, id: Id, body: &Map<String, Json>, stamp: i64) -> Result<()> {
        let mut statement = self.tx.prepare_cached(
            "INSERT INTO cell (record, field, stamp, device, value_hash) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (record, field) DO UPDATE SET stamp = ?3, device = ?4, value_hash = ?5",
        )?;
        let mut put = |field: &str, text: &str| -> Result<()> {
            let hash = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
            let short = hash.as_ref().get(..16).unwrap_or_default();
            statement.execute(params![id, field, stamp, self.device, short])?;
            Ok(())
        };
        match kind.class {
            Class::Settled => put("", &serde_json::to_string(body).map_err(|_| Error::Internal("json"))?),
            Class::Living => body.iter().try_for_each(|(name, json)| put(name, &json.to_string())),
        }
    }

    fn keep_revision(&self, id: Id, field: &str, old: &Json) -> Result<()> {
        let cell: Option<(i64, Id)> = self
            .tx
            .query_row("SELECT stamp, device FROM cell WHERE record = ?1 AND field = ?2", params![id, field], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        // A living record has no cell of its own: its removal is filed under the newest stamp it had.
        let (stamp, device) = cell.unwrap_or((self.stamp.get(), self.device));
        self.tx
            .prepare_cached(
                "INSERT OR REPLACE INTO revision (record, field, stamp, device, value, replaced_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id, field, stamp, device, old.to_string(), self.now.instant_ms])?;
        Ok(())
    }

    fn tombstone(&self, kind: &Kind, id: Id, stamp: i64, for_good: bool) -> Result<()> {
        self.tx.execute(
            "INSERT OR REPLACE INTO tombstone (record, kind, stamp, device, for_good) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, kind.name, stamp, self.device, for_good],
        )?;
        Ok(())
    }

    /// Tells of a kind as a whole, where what changed is too much to be listed.
    pub(crate) fn note_changed(&self, kind: &'static Kind) {
        self.note(kind, Id::from_bytes([0; 16]), What::Changed);
    }

    fn note(&self, kind: &'static Kind, id: Id, what: What) {
        self.changes.borrow_mut().push(Change { concept: kind.name, id, what });
    }
}

fn body_of(kind: &'static Kind, values: &Values) -> Result<Map<String, Json>> {
    let mut body = Map::new();
    for (name, v) in values {
        let field = kind.field(name).ok_or(Error::Internal("unknown field"))?;
        body.insert(field.name.to_owned(), to_json(v));
    }
    Ok(body)
}

pub(crate) fn to_json(v: &Value) -> Json {
    match v {
        Value::Null => Json::Null,
        Value::Integer(i) => Json::from(*i),
        Value::Real(f) => Json::from(*f),
        Value::Text(t) => Json::from(t.as_str()),
        Value::Blob(b) => Json::from(URL_SAFE_NO_PAD.encode(b)),
    }
}

pub(crate) fn from_json(holds: Holds, json: &Json) -> Result<Value> {
    let wrong = || Error::Damaged("a field of the wrong kind");
    Ok(match (holds, json) {
        (_, Json::Null) => Value::Null,
        (Holds::Words | Holds::Text, Json::String(s)) => Value::Text(s.clone()),
        (Holds::Number, Json::Number(n)) => Value::Integer(n.as_i64().ok_or_else(wrong)?),
        (Holds::Bytes, Json::String(s)) => Value::Blob(URL_SAFE_NO_PAD.decode(s).map_err(|_| wrong())?),
        _ => return Err(wrong()),
    })
}
