//! Where the values of a record lie: in its row; beside it, where this version does not know them or cannot read them;
//! in one kept whole, while it is taken away.

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use serde_json::{Map, Value as Json};

use super::super::kinds::{Field, Kind, Values};
use super::super::write::{Write, from_json};
use super::super::{What, words};
use super::{number, record, shape};
use crate::error::Result;
use crate::ids::Id;
use crate::ledger::{Body, Fold, Version};

/// Puts every value where it belongs. Returns how many fields came to stand beside.
pub(super) fn place(w: &Write<'_>, id: Id, fold: &Fold) -> Result<u64> {
    let kind = Kind::named(&fold.kind);
    if let Some(removed) = fold.removed {
        take_row(w, kind, id, if removed.for_good { What::RemovedForGood } else { What::Removed })?;
        put_beside(w, id, fold, &Body::new())?;
        if !removed.for_good && !fold.newest.is_empty() {
            keep_whole(w, id, fold, (removed.stamp, removed.device), removed.at_ms)?;
        }
        return Ok(0);
    }
    let values = values_of(fold);
    let (in_row, beside): (Body, Body) = match kind {
        Some(kind) if stands(w, kind, &values)? => values.into_iter().partition(|(name, _)| kind.field(name).is_some()),
        _ => (Body::new(), values),
    };
    match kind.filter(|_| !in_row.is_empty()) {
        Some(kind) => put_row(w, kind, id, &in_row)?,
        None => take_row(w, kind, id, What::Removed)?,
    }
    put_beside(w, id, fold, &beside)
}

/// Whether there can be a row: all is there that must be, and this version can read every word that decides.
fn stands(w: &Write<'_>, kind: &'static Kind, values: &Body) -> Result<bool> {
    let whole = shape::required(w, kind)?.iter().all(|name| values.contains_key(name));
    Ok(whole && words::readable(kind, values))
}

fn values_of(fold: &Fold) -> Body {
    match fold.newest.get("") {
        Some(Version { value: Json::Object(whole), .. }) => whole.clone(),
        _ => fold.newest.iter().map(|(name, v)| (name.clone(), v.value.clone())).collect(),
    }
}

fn put_row(w: &Write<'_>, kind: &'static Kind, id: Id, fields: &Body) -> Result<()> {
    let Some(row) = w.row(kind, id)? else {
        let values = kind.fields.iter().filter_map(|f| Some((f.name, from_json(f.holds, fields.get(f.name)?))));
        let values: Values = values.map(|(n, v)| Ok((n, v?))).collect::<Result<_>>()?;
        w.insert_row(kind, id, &values)?;
        w.note(kind, id, What::Created);
        return Ok(());
    };
    let changed: Vec<&Field> =
        kind.fields.iter().filter(|f| fields.get(f.name).is_some_and(|json| row.get(f.name) != Some(json))).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let sets: Vec<String> = (2..).zip(&changed).map(|(n, f)| format!("{} = ?{n}", f.name)).collect();
    let sql = format!("UPDATE {} SET {} WHERE id = ?1", kind.name, sets.join(", "));
    let mut values = vec![Value::from(id)];
    for field in changed {
        values.push(from_json(field.holds, fields.get(field.name).unwrap_or(&Json::Null))?);
    }
    w.tx().prepare_cached(&sql)?.execute(params_from_iter(values))?;
    w.note(kind, id, What::Changed);
    Ok(())
}

fn take_row(w: &Write<'_>, kind: Option<&'static Kind>, id: Id, what: What) -> Result<()> {
    let Some(kind) = kind else { return Ok(()) };
    let there = w.tx().prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", kind.name))?.execute([id])? > 0;
    if there || what == What::RemovedForGood {
        w.note(kind, id, what);
    }
    Ok(())
}

/// What stands beside the row is exactly `beside` afterwards. Returns how many of it are new.
fn put_beside(w: &Write<'_>, id: Id, fold: &Fold, beside: &Body) -> Result<u64> {
    let before = record::beside(w, &fold.kind, id)?;
    let mut new = 0;
    for name in before.keys().filter(|name| !beside.contains_key(*name)) {
        w.tx()
            .prepare_cached("DELETE FROM unknown_field WHERE record = ?1 AND field = ?2")?
            .execute(params![id, name])?;
    }
    for (name, json) in beside {
        let version = fold.newest.get(name.as_str()).or_else(|| fold.newest.get(""));
        let Some(Version { stamp, device, .. }) = version else { continue };
        w.tx()
            .prepare_cached(
                "INSERT INTO unknown_field (record, kind, field, stamp, device, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (record, field) DO UPDATE SET stamp = ?4, device = ?5, value = ?6",
            )?
            .execute(params![id, fold.kind, name, number(*stamp), device, json.to_string()])?;
        new += u64::from(!before.contains_key(name));
    }
    Ok(new)
}

/// What was kept while the record was taken away is the record again, or is to be kept anew. Before the earlier versions
/// are written: they stand in the same place.
pub(super) fn forget_removed_whole(w: &Write<'_>, id: Id, had: Option<&Fold>, fold: &Fold) -> Result<()> {
    let Some(had) = had.filter(|had| had.removed.is_some_and(|r| !r.for_good)) else { return Ok(()) };
    let Some(whole) = had.newest.get("") else {
        w.tx().prepare_cached("DELETE FROM revision WHERE record = ?1 AND field = ''")?.execute([id])?;
        return Ok(());
    };
    if !fold.kept.contains_key(&(String::new(), whole.stamp, whole.device)) {
        // By its words too: what came out of an archive stands under the name of the phone that wrote it.
        w.tx()
            .prepare_cached("DELETE FROM revision WHERE record = ?1 AND field = '' AND stamp = ?2 AND value = ?3")?
            .execute(params![id, number(whole.stamp), whole.value.to_string()])?;
    }
    Ok(())
}

/// Keeps all that a record held: a settled one under its own stamp, another under that of its removal.
fn keep_whole(w: &Write<'_>, id: Id, fold: &Fold, removal: (u64, Id), at_ms: i64) -> Result<()> {
    if let Some(whole) = fold.newest.get("") {
        return record::put_revision(w, id, "", whole, at_ms);
    }
    let fields: Map<String, Json> = values_of(fold);
    let (stamp, device) = removal;
    let value = Json::Object(fields);
    record::put_revision(w, id, "", &Version { stamp, device, at_ms, since: None, value }, at_ms)
}
