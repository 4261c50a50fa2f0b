//! The one door through which every write of the record goes: it changes the row, and in
//! the same transaction appends to the change log, keeps what was replaced, and says what
//! changed. A save that changes nothing leaves no trace.

use std::cell::{Cell, RefCell};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params, params_from_iter};
use serde_json::{Map, Value as Json};

use super::cells::OwnTime;
use super::changes::{Change, Changes, What};
use super::kinds::{Class, Holds, Kind, Values, value};
use super::merge;
use crate::clock::{Day, Moment};
use crate::error::{Error, Result};
use crate::ids::{Id, Randomness};
use crate::ledger::{Action, Digest, Op};

/// A writing: of a settled record the whole, of another some fields.
pub(super) const PUT: i64 = 1;
/// Taken away.
pub(super) const DELETE: i64 = 2;
/// Removed for good.
pub(super) const FOR_GOOD: i64 = 3;
/// The whole of a settled record whose kind was not known here when it came.
pub(super) const WHOLE: i64 = 4;
/// Put back after it was taken away.
pub(super) const PUT_BACK_OP: i64 = 5;

/// An open write: one transaction, one moment, one device.
pub struct Write<'t> {
    tx: &'t Transaction<'t>,
    now: &'t Moment,
    randomness: &'t dyn Randomness,
    boundary_min: i64,
    device: Cell<Id>,
    /// The stamp of the next op.
    next: Cell<i64>,
    /// The highest stamp seen or given.
    highest: Cell<i64>,
    sequence: Cell<i64>,
    /// The stamp in the last id given by this write.
    id_stamp: Cell<i64>,
    /// Of the content, kept along; `None` where it is not known and has to be worked out when somebody asks.
    pub(super) digest: Cell<Option<Digest>>,
    began: Began,
    /// Records first written less than ten minutes ago in this run of the process, with the stamp of that: an edit of
    /// these leaves no revision.
    fresh: &'t dyn Fn(Id) -> Option<i64>,
    changes: RefCell<Vec<Change>>,
    created: RefCell<Vec<(Id, i64)>>,
}

/// As the device's row was.
#[derive(PartialEq)]
struct Began {
    device: Id,
    highest: i64,
    sequence: i64,
    digest: Option<Digest>,
}

/// What a write leaves.
pub(super) struct Finished {
    pub changes: Changes,
    /// Records that were first written, with the stamp of that.
    pub created: Vec<(Id, i64)>,
}

impl<'t> Write<'t> {
    pub(super) fn begin(
        tx: &'t Transaction<'t>,
        now: &'t Moment,
        randomness: &'t dyn Randomness,
        boundary_min: i64,
        fresh: &'t dyn Fn(Id) -> Option<i64>,
    ) -> Result<Self> {
        let began =
            tx.prepare_cached("SELECT id, stamp, sequence, digest FROM device WHERE only = 1")?.query_row([], |r| {
                let digest = r.get::<_, Option<[u8; 32]>>(3)?.map(Digest::from_bytes);
                Ok(Began { device: r.get(0)?, highest: r.get(1)?, sequence: r.get(2)?, digest })
            })?;
        // Hybrid logical clock: never behind what was seen, never refusing a clock, however wrong.
        let own = now.instant_ms.clamp(0, (1 << 47) - 1) << 16;
        Ok(Self {
            tx,
            now,
            randomness,
            boundary_min,
            device: Cell::new(began.device),
            next: Cell::new(own.max(began.highest.saturating_add(1))),
            highest: Cell::new(began.highest),
            sequence: Cell::new(began.sequence),
            id_stamp: Cell::new(0),
            digest: Cell::new(began.digest),
            began,
            fresh,
            changes: RefCell::default(),
            created: RefCell::default(),
        })
    }

    /// Puts the clock and the counter back and hands out what changed.
    pub(super) fn finish(self) -> Result<Finished> {
        let (device, highest, sequence) = (self.device.get(), self.highest.get(), self.sequence.get());
        let ended = Began { device, highest, sequence, digest: self.digest.get() };
        if ended != self.began {
            self.tx
                .prepare_cached("UPDATE device SET id = ?1, stamp = ?2, sequence = ?3, digest = ?4 WHERE only = 1")?
                .execute(params![device, highest, sequence, ended.digest.as_ref().map(Digest::as_bytes)])?;
        }
        Ok(Finished { changes: Changes::from(self.changes.into_inner()), created: self.created.into_inner() })
    }

    /// This phone.
    pub(crate) fn device(&self) -> Id {
        self.device.get()
    }

    /// The last number given to an op of this phone.
    pub(super) fn own_sequence(&self) -> u64 {
        self.sequence.get().unsigned_abs()
    }

    /// Another name, with a log of its own from number `sequence` + 1 on.
    pub(super) fn rename(&self, device: Id, sequence: i64) {
        self.device.set(device);
        self.sequence.set(sequence);
    }

    /// Takes note of another phone's stamp: what is written from now on comes after it.
    pub(super) fn observe(&self, stamp: u64) {
        self.seen(merge::number(stamp));
    }

    fn seen(&self, stamp: i64) {
        self.highest.set(self.highest.get().max(stamp));
        self.next.set(self.next.get().max(stamp.saturating_add(1)));
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

    /// A fresh id, after every one that this phone gave or met before: lines are listed in the order of their ids where
    /// nothing else orders them, the same on every phone.
    pub fn new_id(&self) -> Result<Id> {
        let stamp = self.next.get().max(self.id_stamp.get().saturating_add(1));
        self.id_stamp.set(stamp);
        Ok(Id::at_stamp(stamp.unsigned_abs(), self.randomness)?)
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
        if kind.is_named_by_content() && self.has_any_cell(id)? {
            // Another phone made it before, and it has no row here: what is known of it and this are merged.
            let body = Some(given);
            let action = if kind.class == Class::Settled { Action::Whole(body) } else { Action::Fields(body) };
            return self.change(kind, id, action);
        }
        self.insert_row(kind, id, values)?;
        // The log holds whole records: what was left out is read back as the schema filled it in.
        let body = match given.len() {
            n if n == kind.fields.len() => given,
            _ => self.row(kind, id)?.ok_or(Error::Internal("a row just written is not there"))?,
        };
        let text = text_of(&body)?;
        let stamp = self.append(PUT, kind, id, Some(&text), None)?;
        self.cells(kind, id, (&body, &text), OwnTime { stamp, since: None, first: true })?;
        self.note(kind, id, What::Created);
        self.created.borrow_mut().push((id, stamp));
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
        let first = (self.fresh)(id);
        for name in changed.keys().filter(|name| kind.keeps_replaced(name)) {
            let words = old.get(name).filter(|v| v.is_string());
            self.keep_replaced(id, name, words, first)?;
        }
        let text = text_of(changed)?;
        let stamp = self.append(PUT, kind, id, Some(&text), first)?;
        self.cells(kind, id, (changed, &text), OwnTime { stamp, since: first, first: false })
    }

    fn replace_whole(
        &self,
        kind: &'static Kind,
        id: Id,
        old: Map<String, Json>,
        changed: &Map<String, Json>,
    ) -> Result<()> {
        let first = (self.fresh)(id);
        let beside = merge::beside(self, kind, id)?;
        // What a newer version wrote beside this version's fields stays part of the whole.
        let mut whole = old.clone();
        whole.extend(beside.clone());
        whole.extend(changed.clone());
        if first.is_some() {
            // The newer op holds the whole entry: the one it replaces keeps its number and loses its content.
            self.tx
                .prepare_cached(
                    "UPDATE op SET body = NULL WHERE record = ?1 AND action = 1
                        AND (stamp, device) = (SELECT stamp, device FROM cell WHERE record = ?1 AND field = '')
                        AND device = (SELECT id FROM device)",
                )?
                .execute([id])?;
        }
        if kind.keeps_replaced("") {
            let hash = self.hash_of(id, "")?.unwrap_or_default();
            let was = Json::Object(merge::as_written(Some(kind), old, beside.clone(), &hash));
            self.keep_replaced(id, "", Some(&was), first)?;
        }
        let text = text_of(&whole)?;
        let stamp = self.append(PUT, kind, id, Some(&text), first)?;
        self.cells(kind, id, (&whole, &text), OwnTime { stamp, since: first, first: false })?;
        if !beside.is_empty() {
            self.tx
                .prepare_cached("UPDATE unknown_field SET stamp = ?2, device = ?3 WHERE record = ?1")?
                .execute(params![id, stamp, self.device()])?;
        }
        Ok(())
    }

    /// Takes a record away. It can be put back with [`Write::restore`].
    pub fn delete(&self, kind: &'static Kind, id: Id) -> Result<()> {
        if self.row(kind, id)?.is_none() {
            return Err(Error::NotFound(kind.name));
        }
        self.change(kind, id, Action::Delete)
    }

    /// Puts a record back that was taken away, as it was.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it was never there, is still there, or was removed for good.
    pub fn restore(&self, kind: &'static Kind, id: Id) -> Result<()> {
        let gone: Option<bool> = self
            .tx
            .query_row(
                "SELECT for_good OR NOT EXISTS (SELECT 1 FROM revision WHERE record = ?1 AND field = '')
                   FROM tombstone WHERE record = ?1 AND kind = ?2",
                params![id, kind.name],
                |r| r.get(0),
            )
            .optional()?;
        if gone != Some(false) {
            return Err(Error::NotFound(kind.name));
        }
        self.change(kind, id, Action::PutBack)
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
        self.change(kind, id, Action::RemoveForGood)
    }

    /// An op of this phone that goes the way of every other phone's.
    fn change(&self, kind: &'static Kind, id: Id, action: Action) -> Result<()> {
        let stamp = self.next.get();
        let op = Op {
            sequence: self.own_sequence() + 1,
            stamp: stamp.unsigned_abs(),
            at_ms: self.now.instant_ms,
            by: None,
            action,
            kind: kind.name.to_owned(),
            record: id,
            since: None,
        };
        merge::change(self, kind, id, &op)?;
        let (number, body) = match op.action {
            Action::Fields(body) | Action::Whole(body) => (PUT, body),
            Action::PutBack => (PUT_BACK_OP, None),
            Action::Delete => (DELETE, None),
            Action::RemoveForGood => (FOR_GOOD, None),
        };
        let text = body.as_ref().map(text_of).transpose()?;
        self.append(number, kind, id, text.as_deref(), None).map(drop)
    }

    pub(super) fn insert_row(&self, kind: &'static Kind, id: Id, values: &Values) -> Result<()> {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let marks: Vec<String> = (2..=names.len() + 1).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {} (id, {}) VALUES (?1, {})", kind.name, names.join(", "), marks.join(", "));
        let row = std::iter::once(Value::from(id)).chain(values.iter().map(|(_, v)| v.clone()));
        self.tx.prepare_cached(&sql)?.execute(params_from_iter(row))?;
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

    fn append(&self, action: i64, kind: &Kind, id: Id, body: Option<&str>, since: Option<i64>) -> Result<i64> {
        let stamp = self.next.get();
        let at = Some(self.now.instant_ms).filter(|at| *at != stamp >> 16);
        self.append_own(action, kind.name, id, body, (stamp, at, since))?;
        Ok(stamp)
    }

    /// Appends under a stamp that is given. The clock is never behind it afterwards.
    pub(super) fn append_at(
        &self,
        action: i64,
        kind: &str,
        id: Id,
        body: Option<&Map<String, Json>>,
        stamp: i64,
    ) -> Result<()> {
        let body = body.map(text_of).transpose()?;
        self.append_own(action, kind, id, body.as_deref(), (stamp, None, None))
    }

    fn append_own(
        &self,
        action: i64,
        kind: &str,
        id: Id,
        body: Option<&str>,
        (stamp, at, since): (i64, Option<i64>, Option<i64>),
    ) -> Result<()> {
        let sequence = self.sequence.get() + 1;
        self.tx
            .prepare_cached(
                "INSERT INTO op (device, sequence, stamp, action, kind, record, body, at_ms, since)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![self.device(), sequence, stamp, action, kind, id, body, at, since])?;
        self.sequence.set(sequence);
        self.seen(stamp);
        Ok(())
    }

    /// The newest values, by field or as a whole, of what was written: as it is, and as the log's text.
    fn cells(&self, kind: &Kind, id: Id, (body, text): (&Map<String, Json>, &str), time: OwnTime) -> Result<()> {
        let put = |field: &str, text: &str| self.put_own_cell(id, field, text, time);
        match kind.class {
            Class::Settled => put("", text),
            Class::Living => body.iter().try_for_each(|(name, json)| put(name, &json.to_string())),
        }
    }

    /// Keeps what an edit replaces, if there is something to keep and it is no slip within the first writing. What was
    /// kept before it was replaced no later than now.
    fn keep_replaced(&self, id: Id, field: &str, words: Option<&Json>, first: Option<i64>) -> Result<()> {
        let had: Option<(i64, Id, bool)> = self
            .tx
            .prepare_cached("SELECT stamp, device, since IS NOT NULL FROM cell WHERE record = ?1 AND field = ?2")?
            .query_row(params![id, field], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        let put_right = first.zip(had).is_some_and(|(first, (stamp, by, _))| by == self.device() && stamp >= first);
        // An empty text is kept only where it says what of a first writing was put right (`ledger::fold`).
        let empty = words.is_some_and(|v| v.as_str() == Some(""));
        let words = words.filter(|_| !empty || had.is_some_and(|(.., of_first_writing)| of_first_writing));
        if let Some(first) = first {
            self.tx
                .prepare_cached(
                    "DELETE FROM revision WHERE record = ?1 AND field = ?2 AND device = ?3 AND stamp >= ?4",
                )?
                .execute(params![id, field, self.device(), first])?;
        }
        match words.filter(|_| !put_right) {
            Some(words) => self
                .tx
                .prepare_cached(
                    "INSERT OR REPLACE INTO revision (record, field, stamp, device, value, replaced_ms, at_ms, since)
                     SELECT record, field, stamp, device, ?3, ?4, at_ms, since FROM cell WHERE record = ?1 AND field = ?2",
                )?
                .execute(params![id, field, words.to_string(), self.now.instant_ms])?,
            None => self
                .tx
                .prepare_cached(
                    "UPDATE revision SET replaced_ms = ?3 WHERE record = ?1 AND field = ?2 AND (stamp, device) =
                        (SELECT stamp, device FROM revision WHERE record = ?1 AND field = ?2
                          ORDER BY stamp DESC, device DESC LIMIT 1)",
                )?
                .execute(params![id, field, self.now.instant_ms])?,
        };
        Ok(())
    }

    /// Tells of a kind as a whole, where what changed is too much to be listed.
    pub(crate) fn note_changed(&self, kind: &'static Kind) {
        self.note(kind, Id::from_bytes([0; 16]), What::Changed);
    }

    pub(super) fn note(&self, kind: &'static Kind, id: Id, what: What) {
        self.changes.borrow_mut().push(Change { concept: kind.name, id, what });
    }
}

/// The one form in which the log holds a body and a digest counts it.
fn text_of(body: &Map<String, Json>) -> Result<String> {
    serde_json::to_string(body).map_err(|_| Error::Internal("json"))
}

fn body_of(kind: &'static Kind, values: &Values) -> Result<Map<String, Json>> {
    let mut body = Map::new();
    for (name, v) in values {
        let field = kind.field(name).ok_or(Error::Internal("unknown field"))?;
        // The row takes the first of two values, the log the last: other phones would read something else.
        if body.insert(field.name.to_owned(), to_json(v)).is_some() {
            return Err(Error::Internal("a field given twice"));
        }
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
