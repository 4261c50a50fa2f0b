//! The order a person gives to their lines. Lines that stand together (in one part of a sheet,
//! one stage) are a group: they agree in some columns, and `position` orders them within it.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use crate::error::{Error, Result};
use crate::ids::Id;
use crate::store::Write;
use crate::store::kinds::{Kind, Values, value};

/// The position behind the last line of `group`.
pub(crate) fn behind_last(c: &Connection, kind: &Kind, group: &Values) -> Result<i64> {
    let sql = format!("SELECT coalesce(max(position) + 1, 0) FROM {} WHERE {}", kind.name, agree(group, 1));
    let position = c.prepare_cached(&sql)?.query_row(params_from_iter(group.iter().map(|(_, v)| v)), |r| r.get(0))?;
    Ok(position)
}

/// For an edit: adds the position behind the last line of `group` to `values`, unless the line stands in that
/// group already, where it stays.
///
/// # Errors
/// [`Error::NotFound`] if there is no such line.
pub(crate) fn stay_or_go_last(c: &Connection, kind: &Kind, id: Id, group: &Values, values: &mut Values) -> Result<()> {
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", agree(group, 2), kind.name);
    let given = std::iter::once(Value::from(id)).chain(group.iter().map(|(_, v)| v.clone()));
    let stays: Option<bool> = c.prepare_cached(&sql)?.query_row(params_from_iter(given), |r| r.get(0)).optional()?;
    if !stays.ok_or(Error::NotFound(kind.name))? {
        values.push(("position", value(behind_last(c, kind, group)?)));
    }
    Ok(())
}

/// Moves a line among those that agree with it in `columns`: `place` counts from 0; beyond the end means last.
///
/// # Errors
/// [`Error::NotFound`] if there is no such line.
pub(crate) fn move_to(w: &Write<'_>, kind: &'static Kind, id: Id, columns: &[&str], place: u32) -> Result<()> {
    moved(w, kind, id, columns, place).map(drop)
}

/// The same; says whether any line stands elsewhere now.
pub(crate) fn moved(w: &Write<'_>, kind: &'static Kind, id: Id, columns: &[&str], place: u32) -> Result<bool> {
    let agree: Vec<String> = columns.iter().map(|column| format!("o.{column} IS m.{column}")).collect();
    let agree = if agree.is_empty() { "true".to_owned() } else { agree.join(" AND ") };
    let sql =
        format!("SELECT o.id FROM {0} m JOIN {0} o ON {agree} WHERE m.id = ?1 ORDER BY o.position, o.id", kind.name);
    let mut order: Vec<Id> = w.tx().prepare_cached(&sql)?.query_map([id], |r| r.get(0))?.collect::<Result<_, _>>()?;
    if order.is_empty() {
        return Err(Error::NotFound(kind.name));
    }
    order.retain(|other| *other != id);
    order.insert(usize::try_from(place).unwrap_or(usize::MAX).min(order.len()), id);
    let mut moved = false;
    for (position, line) in (0_i64..).zip(order) {
        // Lines that stand where they stood are left out of the log.
        moved |= w.update(kind, line, &vec![("position", value(position))])?;
    }
    Ok(moved)
}

/// `column IS ?n` for each column of a group; a group of none is all there are.
fn agree(group: &Values, first: usize) -> String {
    let columns: Vec<String> = (first..).zip(group).map(|(n, (column, _))| format!("{column} IS ?{n}")).collect();
    if columns.is_empty() { "true".to_owned() } else { columns.join(" AND ") }
}
