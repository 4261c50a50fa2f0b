//! What another phone changed, taken into the tables of the store.
//!
//! Each record that a batch touches is read into a [`Fold`], the rules are applied there, and the difference is
//! written back ([`record`], [`place`]). What a person does here goes the same way, except for the two everyday writes,
//! a new record and an edit, which touch the tables directly (`super::write`) and come to the same.

mod place;
mod record;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension as _, Row, params};

use super::kinds::{ALL, Class, Kind};
use super::write::{DELETE, FOR_GOOD, PUT, PUT_BACK_OP, WHOLE, Write};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::ledger::{Action, Batch, Body, Digest, Fold, LedgerError, MAX_OPS, Op, Snapshot, TakenIn, Vector, stamp_ms};

pub(super) use record::{as_written, own_time};
pub(crate) use shape::fits;

/// What merging did beyond the record itself.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    /// The counts.
    pub taken: TakenIn,
    /// What was removed for good by another phone: whatever this phone alone keeps of it has to go too.
    pub gone: Vec<Id>,
}

/// Stamps are kept as SQLite's integers; those that are taken always fit.
pub(super) fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Merges a batch.
///
/// # Errors
/// As [`crate::ledger::Ledger::take_in`]. The caller's transaction must end without a commit then.
pub(crate) fn take_in(w: &Write<'_>, batch: &Batch) -> Result<Merged> {
    batch.check()?;
    let known = known(w, batch.device)?;
    if batch.device == w.device() {
        return if batch.last() > known { Err(LedgerError::OwnAhead.into()) } else { Ok(Merged::default()) };
    }
    if batch.last() <= known {
        return Ok(Merged::default());
    }
    if batch.first() > known + 1 {
        return Err(LedgerError::Gap { expected: known + 1, found: batch.first() }.into());
    }
    let mut merging = Merging::new(w);
    for op in batch.ops.iter().filter(|op| op.sequence > known) {
        merging.apply(op, batch.device)?;
    }
    let merged = merging.finish()?;
    w.tx()
        .prepare_cached(
            "INSERT INTO known_device (device, sequence) VALUES (?1, ?2)
             ON CONFLICT (device) DO UPDATE SET sequence = ?2",
        )?
        .execute(params![batch.device, number(batch.last())])?;
    Ok(merged)
}

/// Merges a snapshot.
///
/// # Errors
/// As [`crate::ledger::Ledger::load_snapshot`].
pub(crate) fn load_snapshot(w: &Write<'_>, snapshot: &Snapshot) -> Result<Merged> {
    snapshot.check()?;
    if snapshot.covers.get(w.device()) > known(w, w.device())? {
        return Err(LedgerError::OwnAhead.into());
    }
    let mut all = Merged::default();
    for state in &snapshot.records {
        let mut merging = Merging::new(w);
        merging.join(state)?;
        let merged = merging.finish()?;
        all.taken.new += merged.taken.new;
        all.taken.kept += merged.taken.kept;
        all.taken.unknown += merged.taken.unknown;
        all.gone.extend(merged.gone);
    }
    for (device, sequence) in snapshot.covers.iter().filter(|(device, _)| *device != w.device()) {
        // The log before it is not here.
        w.tx()
            .prepare_cached(
                "INSERT INTO known_device (device, sequence, forgotten) VALUES (?1, ?2, ?2)
                 ON CONFLICT (device) DO UPDATE SET forgotten = CASE WHEN sequence < ?2 THEN ?2 ELSE forgotten END,
                    sequence = max(sequence, ?2)",
            )?
            .execute(params![device, number(sequence)])?;
    }
    Ok(all)
}

/// Records on the way from what was known to what is known now.
struct Merging<'w, 't> {
    w: &'w Write<'t>,
    folds: BTreeMap<Id, (Option<Fold>, Fold)>,
    merged: Merged,
}

impl<'w, 't> Merging<'w, 't> {
    fn new(w: &'w Write<'t>) -> Self {
        Self { w, folds: BTreeMap::new(), merged: Merged::default() }
    }

    fn fold(&mut self, kind: &str, record: Id) -> Result<&mut Fold> {
        use std::collections::btree_map::Entry;
        match self.folds.entry(record) {
            Entry::Occupied(there) => Ok(&mut there.into_mut().1),
            Entry::Vacant(free) => {
                let had = record::load(self.w, kind, record)?;
                let fold = had.clone().unwrap_or_else(|| Fold::new(kind));
                Ok(&mut free.insert((had, fold)).1)
            }
        }
    }

    fn apply(&mut self, op: &Op, device: Id) -> Result<()> {
        if let Action::Fields(Some(body)) | Action::Whole(Some(body)) = &op.action {
            shape::check(self.w, &op.kind, op.record, body)?;
        }
        self.w.observe(op.stamp);
        let fold = self.fold(&op.kind, op.record)?;
        let gone_before = fold.removed.is_some_and(|r| r.for_good);
        fold.apply(op, device)?;
        let gone = fold.removed.is_some_and(|r| r.for_good);
        append_foreign(self.w, op, device, gone)?;
        if gone && !gone_before {
            empty_log(self.w, op.record)?;
            self.merged.gone.push(op.record);
        }
        self.merged.taken.new += 1;
        Ok(())
    }

    fn join(&mut self, state: &crate::ledger::RecordState) -> Result<()> {
        for writing in &state.writings {
            shape::check(self.w, &state.kind, state.record, &writing.fields)?;
            self.w.observe(writing.stamp);
        }
        let others = state.put_back.map(|(stamp, _)| stamp).into_iter().chain(state.removed.map(|r| r.stamp));
        others.for_each(|stamp| self.w.observe(stamp));
        let fold = self.fold(&state.kind, state.record)?;
        let had = fold.clone();
        fold.join(state)?;
        let new = *fold != had;
        if fold.removed.is_some_and(|r| r.for_good) && had.removed.is_none_or(|r| !r.for_good) {
            empty_log(self.w, state.record)?;
            self.merged.gone.push(state.record);
        }
        self.merged.taken.new += u64::from(new);
        Ok(())
    }

    fn finish(mut self) -> Result<Merged> {
        for (record, (had, fold)) in &self.folds {
            if had.as_ref() != Some(fold) {
                let saved = record::save(self.w, *record, had.as_ref(), fold)?;
                self.merged.taken.kept += saved.kept;
                self.merged.taken.unknown += saved.unknown;
            }
        }
        Ok(self.merged)
    }
}

/// An op of this phone, applied in the same way.
pub(super) fn change(w: &Write<'_>, kind: &'static Kind, record: Id, op: &Op) -> Result<()> {
    let had = record::load(w, kind.name, record)?;
    let mut fold = had.clone().unwrap_or_else(|| Fold::new(kind.name));
    fold.apply(op, w.device())?;
    if op.action == Action::RemoveForGood {
        empty_log(w, record)?;
    }
    record::save(w, record, had.as_ref(), &fold)?;
    Ok(())
}

/// The fields of a record that this version does not know.
pub(super) fn beside(w: &Write<'_>, kind: &'static Kind, record: Id) -> Result<Body> {
    record::beside(w, kind.name, record)
}

/// Looks again at what was put aside, after an update of the app: what this version knows moves to where it belongs.
pub(super) fn take_up(w: &Write<'_>) -> Result<()> {
    let aside: Vec<(Id, String)> = w
        .tx()
        .prepare("SELECT DISTINCT record, kind FROM unknown_field ORDER BY record")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, kind) in aside.iter().filter(|(_, kind)| Kind::named(kind).is_some()) {
        if let Some(had) = record::load(w, kind, *id)? {
            let mut fold = had.clone();
            fold.prune();
            record::save(w, *id, Some(&had), &fold)?;
        }
    }
    Ok(())
}

fn empty_log(w: &Write<'_>, record: Id) -> Result<()> {
    w.tx().prepare_cached("UPDATE op SET body = NULL WHERE record = ?1")?.execute([record])?;
    Ok(())
}

fn append_foreign(w: &Write<'_>, op: &Op, device: Id, gone: bool) -> Result<()> {
    let settled = Kind::named(&op.kind).map(|kind| kind.class == Class::Settled);
    let (action, body) = match &op.action {
        Action::Fields(body) => (PUT, body.as_ref()),
        Action::Whole(body) => (if settled == Some(true) { PUT } else { WHOLE }, body.as_ref()),
        Action::PutBack => (PUT_BACK_OP, None),
        Action::Delete => (DELETE, None),
        Action::RemoveForGood => (FOR_GOOD, None),
    };
    let body = body.filter(|_| !gone).map(|b| serde_json::to_string(b).map_err(|_| Error::Internal("json")));
    w.tx()
        .prepare_cached(
            "INSERT INTO op (device, sequence, stamp, action, kind, record, body, at_ms, since, by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            device,
            number(op.sequence),
            number(op.stamp),
            action,
            op.kind,
            op.record,
            body.transpose()?,
            own_time(op.stamp, op.at_ms),
            op.since.map(number),
            op.by
        ])?;
    Ok(())
}

/// The last number known of a phone.
fn known(w: &Write<'_>, device: Id) -> Result<u64> {
    if device == w.device() {
        return Ok(w.own_sequence());
    }
    let known: Option<i64> = w
        .tx()
        .prepare_cached("SELECT sequence FROM known_device WHERE device = ?1")?
        .query_row([device], |r| r.get(0))
        .optional()?;
    Ok(known.unwrap_or(0).unsigned_abs())
}

/// The last number known of each phone.
pub(crate) fn vector(c: &rusqlite::Connection) -> Result<Vector> {
    let mut q = c.prepare_cached(
        "SELECT device, sequence FROM known_device WHERE device <> (SELECT id FROM device)
         UNION ALL SELECT id, sequence FROM device",
    )?;
    let rows = q.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?.unsigned_abs())))?;
    Ok(rows.collect::<Result<Vector, _>>()?)
}

/// A phone's changes after `after`; see [`crate::ledger::Ledger::own_since`].
pub(crate) fn since(c: &rusqlite::Connection, device: Id, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
    let forgotten: Option<i64> = c
        .prepare_cached("SELECT forgotten FROM known_device WHERE device = ?1")?
        .query_row([device], |r| r.get(0))
        .optional()?;
    if after < forgotten.unwrap_or(0).unsigned_abs() {
        return Err(LedgerError::Collected.into());
    }
    let mut q = c.prepare_cached(
        "SELECT sequence, stamp, at_ms, by, action, kind, record, since, body FROM op
          WHERE device = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3",
    )?;
    let mut rows = q.query(params![device, number(after), number(MAX_OPS as u64)])?;
    let (mut ops, mut bytes) = (Vec::new(), 100);
    while let Some(row) = rows.next()? {
        let (op, size) = op_of(row)?;
        bytes += size;
        if bytes > byte_limit && !ops.is_empty() {
            break;
        }
        ops.push(op);
    }
    Ok((!ops.is_empty()).then_some(Batch { device, ops }))
}

/// An op from its row, and no fewer bytes than it takes in a batch.
fn op_of(row: &Row<'_>) -> Result<(Op, usize)> {
    let damaged = |_| Error::Damaged("an entry of the log");
    let kind: String = row.get(5)?;
    let body: Option<String> = row.get(8)?;
    let size = 200 + kind.len() + body.as_ref().map_or(0, String::len);
    let body = body.map(|b| serde_json::from_str(&b)).transpose().map_err(damaged)?;
    let settled = Kind::named(&kind).is_some_and(|kind| kind.class == Class::Settled);
    let action = match row.get(4)? {
        PUT if settled => Action::Whole(body),
        PUT => Action::Fields(body),
        WHOLE => Action::Whole(body),
        PUT_BACK_OP => Action::PutBack,
        DELETE => Action::Delete,
        FOR_GOOD => Action::RemoveForGood,
        _ => return Err(Error::Damaged("an entry of the log")),
    };
    let stamp = row.get::<_, i64>(1)?.unsigned_abs();
    let op = Op {
        sequence: row.get::<_, i64>(0)?.unsigned_abs(),
        stamp,
        at_ms: row.get::<_, Option<i64>>(2)?.unwrap_or_else(|| stamp_ms(stamp)),
        by: row.get(3)?,
        action,
        kind,
        record: row.get(6)?,
        since: row.get::<_, Option<i64>>(7)?.map(i64::unsigned_abs),
    };
    Ok((op, size))
}

/// The digest of the content, where it is kept.
pub(crate) fn digest_kept(c: &rusqlite::Connection) -> Result<Option<Digest>> {
    let kept: Option<[u8; 32]> = c.query_row("SELECT digest FROM device", [], |r| r.get(0))?;
    Ok(kept.map(Digest::from_bytes))
}

/// The digest of the content, worked out from what lies in the tables.
pub(crate) fn digest_anew(c: &rusqlite::Connection) -> Result<Digest> {
    let mut digest = Digest::default();
    let mut q = c.prepare("SELECT record, field, stamp, device, value_hash FROM cell")?;
    let mut rows = q.query([])?;
    while let Some(r) = rows.next()? {
        let hash = r.get_ref(4)?.as_blob().map_err(|_| Error::Damaged("a value of the wrong kind"))?;
        digest.add_cell(r.get(0)?, &r.get::<_, String>(1)?, r.get::<_, i64>(2)?.unsigned_abs(), r.get(3)?, hash);
    }
    let mut q = c.prepare("SELECT record, stamp, device, for_good FROM tombstone")?;
    let mut rows = q.query([])?;
    while let Some(r) = rows.next()? {
        digest.add_removal(r.get(0)?, r.get::<_, i64>(1)?.unsigned_abs(), r.get(2)?, r.get(3)?);
    }
    Ok(digest)
}

/// Puts into this phone's log what it wrote under a former name and the log lost, as after damage: the record still
/// holds it, and nobody else may. A phone that has it doubles nothing.
pub(super) fn say_again(w: &Write<'_>, former: Id) -> Result<()> {
    for state in snapshot(w)?.records {
        let mut logged: BTreeSet<u64> = w
            .tx()
            .prepare_cached("SELECT stamp FROM op WHERE record = ?1 AND (by = ?2 OR device = ?2)")?
            .query_map(params![state.record, former], |r| Ok(r.get::<_, i64>(0)?.unsigned_abs()))?
            .collect::<Result<_, _>>()?;
        let mut say = |stamp: u64, at_ms: i64, since: Option<u64>, action: Action| -> Result<()> {
            if !logged.insert(stamp) {
                return Ok(());
            }
            let (sequence, by) = (w.own_sequence() + 1, Some(former));
            let (kind, record) = (state.kind.clone(), state.record);
            append_foreign(w, &Op { sequence, stamp, at_ms, by, action, kind, record, since }, w.device(), false)?;
            w.rename(w.device(), number(sequence));
            Ok(())
        };
        for writing in state.writings.iter().filter(|writing| writing.device == former) {
            let fields = Some(writing.fields.clone());
            let action = if state.whole { Action::Whole(fields) } else { Action::Fields(fields) };
            say(writing.stamp, writing.at_ms, writing.since, action)?;
        }
        if let Some((stamp, _)) = state.put_back.filter(|(_, device)| *device == former) {
            say(stamp, stamp_ms(stamp), None, Action::PutBack)?;
        }
        if let Some(removed) = state.removed.filter(|removed| removed.device == former) {
            let action = if removed.for_good { Action::RemoveForGood } else { Action::Delete };
            say(removed.stamp, removed.at_ms, None, action)?;
        }
    }
    Ok(())
}

/// Everything that is known, without the log.
pub(crate) fn snapshot(w: &Write<'_>) -> Result<Snapshot> {
    let mut all: Vec<(Id, String)> = Vec::new();
    let tables = ALL.iter().map(|kind| format!("SELECT id, '{0}' FROM {0}", kind.name));
    let others = ["unknown_field", "tombstone"].map(|t| format!("SELECT DISTINCT record, kind FROM {t}"));
    for sql in tables.chain(others) {
        let mut q = w.tx().prepare(&sql)?;
        let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        all.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    all.sort_unstable();
    all.dedup();
    let mut records = Vec::with_capacity(all.len());
    let mut digest = Digest::default();
    for (id, kind) in all {
        if let Some(fold) = record::load(w, &kind, id)? {
            let state = fold.state(id);
            state.count_into(&mut digest);
            records.push(state);
        }
    }
    Ok(Snapshot { covers: vector(w.tx())?, digest, records })
}

/// Forgets the log; see [`crate::ledger::Ledger::forget_log_below`].
pub(crate) fn forget_log_below(w: &Write<'_>, covered: &Vector) -> Result<u64> {
    let mut gone = 0;
    for (device, sequence) in covered.iter() {
        let upto = number(sequence.min(known(w, device)?));
        gone += w
            .tx()
            .prepare_cached("DELETE FROM op WHERE device = ?1 AND sequence <= ?2")?
            .execute(params![device, upto])? as u64;
        w.tx()
            .prepare_cached(
                "INSERT INTO known_device (device, sequence, forgotten) VALUES (?1, ?2, ?2)
                 ON CONFLICT (device) DO UPDATE SET forgotten = max(forgotten, ?2)",
            )?
            .execute(params![device, upto])?;
    }
    Ok(gone)
}

/// Takes another name; see [`crate::ledger::Ledger::begin_as`].
pub(crate) fn begin_as(w: &Write<'_>, device: Id, delivered: u64) -> Result<()> {
    let former = w.device();
    let met: bool = w.tx().query_row(
        "SELECT EXISTS (SELECT 1 FROM known_device WHERE device = ?1)
             OR EXISTS (SELECT 1 FROM op WHERE device = ?1) OR EXISTS (SELECT 1 FROM cell WHERE device = ?1)",
        [device],
        |r| r.get(0),
    )?;
    if met || device == former {
        return Err(LedgerError::OwnAhead.into());
    }
    let last = w.own_sequence();
    if last > 0 {
        w.tx().execute(
            "INSERT INTO known_device (device, sequence) VALUES (?1, ?2) ON CONFLICT (device) DO UPDATE SET sequence = ?2",
            params![former, number(last)],
        )?;
    }
    // What the others may not have goes with the new name; what was delivered under the old one stays there.
    let renumbered = w.tx().execute(
        "INSERT INTO op (device, sequence, stamp, at_ms, by, action, kind, record, since, body)
         SELECT ?1, row_number() OVER (ORDER BY sequence), stamp, at_ms, coalesce(by, device), action, kind, record,
                since, body
           FROM op WHERE device = ?2 AND sequence > ?3",
        params![device, former, number(delivered)],
    )?;
    w.rename(device, number(renumbered as u64));
    w.tx().execute("DELETE FROM op WHERE device = ?1 AND sequence > ?2", params![former, number(delivered)])?;
    if delivered < last {
        // Under the old name they are not here any more, and nobody is to ask for them.
        w.tx().execute(
            "UPDATE known_device SET sequence = min(sequence, max(?2, forgotten)) WHERE device = ?1",
            params![former, number(delivered)],
        )?;
    }
    Ok(())
}

/// Gives out under this phone's name what stands in the log under another, after number `delivered`, saying who wrote it:
/// after a salvage, which takes a new name at once and does not know what the others have; and where the others are left
/// behind, and this phone's log alone is to hold everything.
pub(crate) fn take_over(w: &Write<'_>, former: Id, delivered: u64) -> Result<()> {
    let own = w.device();
    let last = w.own_sequence();
    let moved = w.tx().execute(
        "INSERT INTO op (device, sequence, stamp, at_ms, by, action, kind, record, since, body)
         SELECT ?1, ?4 + row_number() OVER (ORDER BY sequence), stamp, at_ms, coalesce(by, device), action, kind, record,
                since, body
           FROM op WHERE device = ?2 AND sequence > ?3",
        params![own, former, number(delivered), number(last)],
    )?;
    w.rename(own, number(last.saturating_add(moved as u64)));
    w.tx().execute("DELETE FROM op WHERE device = ?1 AND sequence > ?2", params![former, number(delivered)])?;
    w.tx().execute(
        "UPDATE known_device SET sequence = min(sequence, max(?2, forgotten)) WHERE device = ?1",
        params![former, number(delivered)],
    )?;
    Ok(())
}
