//! One record between the tables and a [`Fold`].

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, params};
use serde_json::{Map, Value as Json};

use super::super::kinds::{Class, Kind};
use super::super::write::Write;
use super::{number, place};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::ledger::{Fold, LedgerError, PUT_BACK, Removed, Version, hash_of_text, stamp_ms};

/// What a save added.
pub(super) struct Saved {
    pub kept: u64,
    pub unknown: u64,
}

struct CellRow {
    field: String,
    stamp: u64,
    device: Id,
    at_ms: i64,
    since: Option<u64>,
    hash: Vec<u8>,
}

type Revisions = BTreeMap<(String, u64, Id), Version>;

/// What is known of a record; `None` where nothing is.
///
/// # Errors
/// [`LedgerError::Kind`] where the record is of another kind.
pub(super) fn load(w: &Write<'_>, kind_name: &str, record: Id) -> Result<Option<Fold>> {
    let cells = cells(w, record)?;
    let removed = tombstone(w, record, kind_name)?;
    if cells.is_empty() && removed.is_none() {
        return Ok(None);
    }
    let mut fold = Fold::new(kind_name);
    fold.removed = removed;
    if removed.is_some_and(|r| r.for_good) {
        return Ok(Some(fold));
    }
    let kind = Kind::named(kind_name);
    let mut revisions = revisions(w, record)?;
    fold.whole = match kind {
        Some(kind) => kind.class == Class::Settled,
        None => cells.iter().any(|cell| cell.field.is_empty()),
    };
    let (values, from_removal) = match removed {
        Some(_) => removed_values(&fold, &mut revisions),
        None => (standing_values(w, kind, kind_name, record, &cells, fold.whole)?, None),
    };
    for CellRow { field, stamp, device, at_ms, since, .. } in cells {
        if field == PUT_BACK {
            fold.put_back = Some((stamp, device));
        } else if let Some(value) = values.get(&field) {
            let value = value.clone();
            fold.newest.insert(field, Version { stamp, device, at_ms, since, value });
        }
    }
    // What came out of an archive already taken away has no cells: all of it is as old as its removal says.
    if let (true, Some(version)) = (fold.newest.is_empty(), from_removal) {
        for (field, value) in values {
            fold.newest.insert(field, Version { value, ..version.clone() });
        }
    }
    // A whole that is still the newest is no earlier one.
    if let Some(newest) = fold.newest.get("") {
        revisions.remove(&(String::new(), newest.stamp, newest.device));
    }
    if !fold.whole {
        revisions.retain(|(field, ..), _| !field.is_empty());
    }
    fold.kept = revisions;
    Ok(Some(fold))
}

fn cells(w: &Write<'_>, record: Id) -> Result<Vec<CellRow>> {
    let mut q =
        w.tx().prepare_cached("SELECT field, stamp, device, at_ms, since, value_hash FROM cell WHERE record = ?1")?;
    let rows = q.query_map([record], |r| {
        let stamp = r.get::<_, i64>(1)?.unsigned_abs();
        Ok(CellRow {
            field: r.get(0)?,
            stamp,
            device: r.get(2)?,
            at_ms: r.get::<_, Option<i64>>(3)?.unwrap_or_else(|| stamp_ms(stamp)),
            since: r.get::<_, Option<i64>>(4)?.map(i64::unsigned_abs),
            hash: r.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn tombstone(w: &Write<'_>, record: Id, kind: &str) -> Result<Option<Removed>> {
    let found: Option<(String, i64, Id, Option<i64>, bool)> = w
        .tx()
        .prepare_cached("SELECT kind, stamp, device, at_ms, for_good FROM tombstone WHERE record = ?1")?
        .query_row([record], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .optional()?;
    let Some((of, stamp, device, at_ms, for_good)) = found else { return Ok(None) };
    if of != kind {
        return Err(LedgerError::Kind.into());
    }
    let stamp = stamp.unsigned_abs();
    Ok(Some(Removed { stamp, device, at_ms: at_ms.unwrap_or_else(|| stamp_ms(stamp)), for_good }))
}

fn revisions(w: &Write<'_>, record: Id) -> Result<Revisions> {
    let mut q =
        w.tx().prepare_cached("SELECT field, stamp, device, at_ms, since, value FROM revision WHERE record = ?1")?;
    let mut rows = q.query([record])?;
    let mut revisions = Revisions::new();
    while let Some(r) = rows.next()? {
        let (field, device): (String, Id) = (r.get(0)?, r.get(2)?);
        let stamp = r.get::<_, i64>(1)?.unsigned_abs();
        let value = parsed(r.get_ref(5)?.as_str().unwrap_or_default())?;
        let at_ms = r.get::<_, Option<i64>>(3)?.unwrap_or_else(|| stamp_ms(stamp));
        let since = r.get::<_, Option<i64>>(4)?.map(i64::unsigned_abs);
        revisions.insert((field, stamp, device), Version { stamp, device, at_ms, since, value });
    }
    Ok(revisions)
}

/// What a record held when it was taken away: kept as a whole, under the newest stamp.
fn removed_values(fold: &Fold, revisions: &mut Revisions) -> (BTreeMap<String, Json>, Option<Version>) {
    let wholes = revisions.keys().filter(|(field, ..)| field.is_empty());
    let last = wholes.max_by_key(|(_, stamp, device)| (*stamp, *device)).cloned();
    let Some(version) = last.and_then(|key| revisions.remove(&key)) else { return (BTreeMap::new(), None) };
    let values = match &version.value {
        Json::Object(fields) if !fold.whole => fields.iter().map(|(n, v)| (n.clone(), v.clone())).collect(),
        whole => BTreeMap::from([(String::new(), whole.clone())]),
    };
    (values, Some(version))
}

/// What a record holds, from its row and from what stands beside it.
fn standing_values(
    w: &Write<'_>,
    kind: Option<&'static Kind>,
    kind_name: &str,
    record: Id,
    cells: &[CellRow],
    whole: bool,
) -> Result<BTreeMap<String, Json>> {
    let beside = beside(w, kind_name, record)?;
    let row = match kind {
        Some(kind) => w.row(kind, record)?,
        None => None,
    };
    if row.is_none() && beside.is_empty() {
        // Known by its cells, and nowhere: lost by damage, unless the id is another kind's.
        let other: bool = w
            .tx()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM op WHERE record = ?1 AND kind <> ?2)")?
            .query_row(params![record, kind_name], |r| r.get(0))?;
        return if other { Err(LedgerError::Kind.into()) } else { Ok(BTreeMap::new()) };
    }
    if !whole {
        let mut values: BTreeMap<String, Json> = row.into_iter().flatten().collect();
        values.extend(beside);
        return Ok(values);
    }
    let hash = cells.iter().find(|cell| cell.field.is_empty()).map_or(&[][..], |cell| &cell.hash);
    let written = as_written(kind, row.unwrap_or_default(), beside, hash);
    Ok(BTreeMap::from([(String::new(), Json::Object(written))]))
}

/// Fields of newer versions, or all fields of a record that has no row.
pub(super) fn beside(w: &Write<'_>, kind: &str, record: Id) -> Result<Map<String, Json>> {
    let mut q = w.tx().prepare_cached("SELECT field, kind, value FROM unknown_field WHERE record = ?1")?;
    let mut rows = q.query([record])?;
    let mut beside = Map::new();
    while let Some(r) = rows.next()? {
        if r.get_ref(1)?.as_str().unwrap_or_default() != kind {
            return Err(LedgerError::Kind.into());
        }
        let field: String = r.get(0)?;
        if field != PUT_BACK {
            beside.insert(field, parsed(r.get_ref(2)?.as_str().unwrap_or_default())?);
        }
    }
    Ok(beside)
}

/// A record of which nothing has come yet but that it was put back: its kind has to be known, or a snapshot would leave
/// it out and the removal that comes later would stand.
fn keep_put_back_alone(w: &Write<'_>, record: Id, had: Option<&Fold>, fold: &Fold) -> Result<()> {
    let alone = |fold: &Fold| fold.put_back.filter(|_| fold.newest.is_empty() && fold.removed.is_none());
    match (had.and_then(alone), alone(fold)) {
        (Some(_), None) => w
            .tx()
            .prepare_cached("DELETE FROM unknown_field WHERE record = ?1 AND field = ?2")?
            .execute(params![record, PUT_BACK])?,
        (None, Some((stamp, device))) => w
            .tx()
            .prepare_cached(
                "INSERT INTO unknown_field (record, kind, field, stamp, device, value) VALUES (?1, ?2, ?3, ?4, ?5, 'null')",
            )?
            .execute(params![record, fold.kind, PUT_BACK, number(stamp), device])?,
        _ => 0,
    };
    Ok(())
}

fn parsed(json: &str) -> Result<Json> {
    serde_json::from_str(json).map_err(|_| Error::Damaged("a kept value"))
}

/// A settled record as it was written: what an earlier version wrote lacks the columns that came later, which are
/// always the last ones. Its hash tells.
pub(in super::super) fn as_written(
    kind: Option<&'static Kind>,
    row: Map<String, Json>,
    beside: Map<String, Json>,
    hash: &[u8],
) -> Map<String, Json> {
    let mut whole = row;
    whole.extend(beside);
    let is = |whole: &Map<String, Json>| {
        serde_json::to_string(whole).is_ok_and(|text| hash_of_text(&text).as_slice() == hash)
    };
    if is(&whole) {
        return whole;
    }
    let mut shorter = whole.clone();
    for field in kind.iter().flat_map(|kind| kind.fields.iter().rev()) {
        shorter.remove(field.name);
        if is(&shorter) {
            return shorter;
        }
    }
    whole
}

/// Writes what is different.
pub(super) fn save(w: &Write<'_>, record: Id, had: Option<&Fold>, fold: &Fold) -> Result<Saved> {
    let gone = fold.removed.is_some_and(|r| r.for_good);
    if gone {
        w.forget_cells(record)?;
        for sql in ["DELETE FROM revision WHERE record = ?1", "DELETE FROM unknown_field WHERE record = ?1"] {
            w.tx().prepare_cached(sql)?.execute([record])?;
        }
    }
    for (field, version) in &fold.newest {
        let before = had.and_then(|had| had.newest.get(field));
        let same =
            before.is_some_and(|b| (b.stamp, b.device, b.since) == (version.stamp, version.device, version.since));
        // What came out of an archive already taken away has no cell yet.
        if !same || before != Some(version) || !w.has_cell(record, field)? {
            w.put_cell(record, field, version, &version.value.to_string())?;
        }
    }
    if let Some((stamp, device)) = fold.put_back.filter(|_| fold.put_back != had.and_then(|had| had.put_back)) {
        w.put_back_cell(record, stamp, device)?;
    }
    if fold.removed != had.and_then(|had| had.removed) {
        w.put_tombstone(record, &fold.kind, fold.removed)?;
    }
    place::forget_removed_whole(w, record, had, fold)?;
    let kept = save_kept(w, record, had, fold)?;
    let unknown = place::place(w, record, fold)?;
    keep_put_back_alone(w, record, had, fold)?;
    Ok(Saved { kept, unknown })
}

fn save_kept(w: &Write<'_>, record: Id, had: Option<&Fold>, fold: &Fold) -> Result<u64> {
    let mut new = 0;
    for (key, version) in had.iter().flat_map(|had| &had.kept).filter(|(key, _)| !fold.kept.contains_key(*key)) {
        w.tx()
            .prepare_cached("DELETE FROM revision WHERE record = ?1 AND field = ?2 AND stamp = ?3 AND device = ?4")?
            .execute(params![record, key.0, number(version.stamp), version.device])?;
    }
    for ((field, stamp, device), version) in &fold.kept {
        let replaced_ms = fold.replaced_ms(field, *stamp, *device).unwrap_or(version.at_ms);
        let before = had.filter(|had| had.kept.contains_key(&(field.clone(), *stamp, *device)));
        if before.is_some_and(|had| had.replaced_ms(field, *stamp, *device) == Some(replaced_ms)) {
            continue;
        }
        new += u64::from(before.is_none());
        put_revision(w, record, field, version, replaced_ms)?;
    }
    Ok(new)
}

/// Keeps a version.
pub(super) fn put_revision(w: &Write<'_>, record: Id, field: &str, v: &Version, replaced_ms: i64) -> Result<()> {
    w.tx()
        .prepare_cached(
            "INSERT INTO revision (record, field, stamp, device, value, replaced_ms, at_ms, since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (record, field, stamp, device) DO UPDATE SET value = ?5, replaced_ms = ?6",
        )?
        .execute(params![
            record,
            field,
            number(v.stamp),
            v.device,
            v.value.to_string(),
            replaced_ms,
            own_time(v.stamp, v.at_ms),
            v.since.map(number)
        ])?;
    Ok(())
}

/// The clock's own time, where it is not the stamp's.
pub(in super::super) fn own_time(stamp: u64, at_ms: i64) -> Option<i64> {
    Some(at_ms).filter(|at| *at != stamp_ms(stamp))
}
