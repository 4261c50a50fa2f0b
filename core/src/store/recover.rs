//! Reads what can be read of a damaged database, row by row, around the damage.
//!
//! Two things make this thorough. A row that cannot be reached by one way is looked for by
//! the others: by its number in the table, by its key forwards, by its key backwards. And
//! what is lost in a table is often still in the change log, which holds every record a
//! second time.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Params, Statement, Transaction, params_from_iter};
use serde_json::{Map, Value as Json};

use super::connect::{connect_to_damaged, still_reads};
use super::key::DatabaseKey;
use super::kinds::{self, Kind};
use super::salvage::Salvage;
use super::write::{DELETE, FOR_GOOD, PUT, WHOLE, from_json};
use crate::error::Result;
use crate::ids::Id;

/// Takes everything over that reads, and counts it.
pub(super) fn take_over(path: &Path, key: &DatabaseKey, fresh: &mut Connection, report: &mut Salvage) -> Result<()> {
    let tx = fresh.transaction()?;
    let mut old = Old { path, key, connection: connect_to_damaged(path, key).ok() };
    for table in tables(&tx)? {
        let shape = Shape::of(&tx, &mut old, &table)?;
        let (rows, whole) = if shape.columns.is_empty() { (0, false) } else { table_rows(&tx, &mut old, &shape)? };
        report.rows += rows;
        report.damaged_tables += u32::from(!whole);
    }
    report.rows += from_the_log(&tx)?;
    tx.commit()?;
    Ok(())
}

/// The damaged copy. Every meeting with damage costs a new connection.
struct Old<'a> {
    path: &'a Path,
    key: &'a DatabaseKey,
    connection: Option<Connection>,
}

impl Old<'_> {
    /// Hands every row of a query to `take`, and says whether all was read and is true.
    fn each(&mut self, sql: &str, args: impl Params, take: impl FnMut(Vec<Value>) -> Result<bool>) -> Result<bool> {
        let whole = match &self.connection {
            Some(c) => rows_of(c, sql, args, take)? && still_reads(c),
            None => false,
        };
        if !whole {
            self.connection = connect_to_damaged(self.path, self.key).ok();
        }
        Ok(whole)
    }
}

fn rows_of(
    c: &Connection,
    sql: &str,
    args: impl Params,
    mut take: impl FnMut(Vec<Value>) -> Result<bool>,
) -> Result<bool> {
    let Ok(mut q) = c.prepare_cached(sql) else { return Ok(false) };
    let width = q.column_count();
    let Ok(mut rows) = q.query(args) else { return Ok(false) };
    loop {
        match rows.next() {
            Ok(None) => return Ok(true),
            Ok(Some(row)) => {
                let Ok(values) = (0..width).map(|i| row.get(i)).collect::<Result<Vec<Value>, _>>() else {
                    return Ok(false);
                };
                if !take(values)? {
                    return Ok(false);
                }
            }
            Err(_) => return Ok(false),
        }
    }
}

/// A table: the columns that the old and the new file both have.
struct Shape {
    table: String,
    columns: Vec<String>,
    key: Vec<String>,
    by_number: bool,
}

impl Shape {
    fn of(tx: &Transaction<'_>, old: &mut Old<'_>, table: &str) -> Result<Self> {
        const COLUMNS: &str = "SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid";
        let mut had = Vec::new();
        old.each(COLUMNS, [table], |row| {
            if let Some(Value::Text(name)) = row.into_iter().next() {
                had.push(name);
            }
            Ok(true)
        })?;
        let mut q = tx.prepare(COLUMNS)?;
        let all: Vec<(String, i64)> =
            q.query_map([table], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        let mut key: Vec<_> = all.iter().filter(|(_, pk)| *pk > 0).cloned().collect();
        crate::sorting::by_key(&mut key, |(_, pk)| *pk);
        let by_number: bool =
            tx.query_row("SELECT wr = 0 FROM pragma_table_list WHERE name = ?1", [table], |r| r.get(0))?;
        Ok(Self {
            table: table.to_owned(),
            columns: all.into_iter().map(|(name, _)| name).filter(|name| had.contains(name)).collect(),
            key: key.into_iter().map(|(name, _)| name).collect(),
            by_number,
        })
    }

    fn select(&self, first: &str, rest: &str) -> String {
        format!("SELECT {first}{} FROM {} {rest}", self.columns.join(", "), self.table)
    }

    fn order(&self, direction: &str) -> String {
        let keys: Vec<String> = self.key.iter().map(|k| format!("{k} {direction}")).collect();
        format!("ORDER BY {}", keys.join(", "))
    }
}

/// Takes over one table; `false` where damage was met.
fn table_rows(tx: &Transaction<'_>, old: &mut Old<'_>, shape: &Shape) -> Result<(u64, bool)> {
    let marks = vec!["?"; shape.columns.len()].join(", ");
    let insert = format!("INSERT OR IGNORE INTO {} ({}) VALUES ({marks})", shape.table, shape.columns.join(", "));
    let mut statement = tx.prepare(&insert)?;
    let (mut rows, mut refused) = (0, false);
    let mut put = |values: Vec<Value>| -> Result<bool> {
        let taken = insert_row(&mut statement, values)?;
        rows += taken;
        refused |= taken == 0;
        Ok(true)
    };
    if old.each(&shape.select("", &shape.order("ASC")), [], &mut put)? {
        return Ok((rows, !refused));
    }
    if shape.by_number {
        // From the beginning: among the rows just taken may be one whose end was only zeroes.
        tx.execute(&format!("DELETE FROM {}", shape.table), [])?;
        rows = by_number(old, shape, &mut statement)?;
    } else {
        // From the other end: the rows on either side of the damage.
        old.each(&shape.select("", &shape.order("DESC")), [], &mut put)?;
    }
    Ok((rows, false))
}

/// Inserts a row and says how many that made: none if the schema refuses it, which is damage too.
/// Any other failure, such as no room, ends the salvage before the damaged files are touched.
fn insert_row(statement: &mut Statement<'_>, values: Vec<Value>) -> Result<u64> {
    match statement.execute(params_from_iter(values)) {
        Ok(n) => Ok(n as u64),
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(0),
        Err(e) => Err(e.into()),
    }
}

/// Goes through a table row by row, past every unreadable stretch.
fn by_number(old: &mut Old<'_>, shape: &Shape, insert: &mut Statement<'_>) -> Result<u64> {
    /// Row numbers are given one by one; no phone comes near this.
    const FURTHEST: i64 = 1 << 32;
    /// A page holds about this many rows, so that this is how closely the next sound one is looked for ...
    const STRIDE: i64 = 8;
    /// ... for this far.
    const NEAR: i64 = 4096;
    let one = shape.select("rowid, ", "NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid LIMIT 1");
    let mut next = 0;
    let mut rows = 0;
    loop {
        let mut found = None;
        let sound = old.each(&one, [next], |row| {
            found = Some(row);
            Ok(true)
        })?;
        let Some(mut row) = found else {
            if sound {
                return Ok(rows);
            }
            // Leap over the stretch, then close in on its end from behind.
            let mut bad = next;
            let mut good = loop {
                let at = bad + (bad - next).max(1).min(if bad - next < NEAR { STRIDE } else { i64::MAX });
                if at > FURTHEST {
                    return Ok(rows);
                }
                if old.each(&one, [at], |_| Ok(true))? {
                    break at;
                }
                bad = at;
            };
            while good - bad > 1 {
                let middle = bad + (good - bad) / 2;
                if old.each(&one, [middle], |_| Ok(true))? {
                    good = middle;
                } else {
                    bad = middle;
                }
            }
            next = good;
            continue;
        };
        if let Value::Integer(number) = row.remove(0) {
            next = number + 1;
        }
        // A row that came with damage ends in zeroes: not shown as if it were whole.
        if sound {
            rows += insert_row(insert, row)?;
        }
    }
}

/// Writes records from the change log that their own table has lost.
fn from_the_log(tx: &Transaction<'_>) -> Result<u64> {
    struct Lost {
        kind: &'static Kind,
        removed: bool,
        body: Map<String, Json>,
    }
    let mut lost: BTreeMap<Id, Lost> = BTreeMap::new();
    {
        let mut q = tx.prepare("SELECT record, kind, action, body FROM op ORDER BY stamp, device")?;
        let mut rows = q.query([])?;
        while let Some(row) = rows.next()? {
            let id: Id = row.get(0)?;
            let Some(kind) = Kind::named(&row.get::<_, String>(1)?) else { continue };
            let action: i64 = row.get(2)?;
            if action == FOR_GOOD {
                lost.remove(&id);
                continue;
            }
            let record = lost.entry(id).or_insert_with(|| Lost { kind, removed: false, body: Map::new() });
            // What was written after a removal brings the record back (docs/sync.md).
            record.removed = action == DELETE;
            let body = row.get::<_, Option<String>>(3)?.and_then(|b| serde_json::from_str(&b).ok());
            if let (PUT | WHOLE, Some(Json::Object(body))) = (action, body) {
                record.body.extend(body);
            }
        }
    }
    let mut rows = 0;
    for (id, Lost { kind, body, .. }) in lost.into_iter().filter(|(_, lost)| !lost.removed) {
        let there = tx
            .prepare_cached(&format!(
                "SELECT 1 FROM {} WHERE id = ?1 UNION ALL SELECT 1 FROM tombstone WHERE record = ?1",
                kind.name
            ))?
            .query_row([id], |_| Ok(()))
            .optional()?;
        if there.is_none() {
            rows += u64::from(put_back(tx, kind, id, &body)?);
        }
    }
    Ok(rows)
}

fn put_back(tx: &Transaction<'_>, kind: &'static Kind, id: Id, body: &Map<String, Json>) -> Result<bool> {
    let mut columns = vec!["id"];
    let mut values = vec![Value::from(id)];
    for field in kind.fields {
        if let Some(Ok(v)) = body.get(field.name).map(|json| from_json(field.holds, json)) {
            columns.push(field.name);
            values.push(v);
        }
    }
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO {} ({}) VALUES ({marks})", kind.name, columns.join(", "));
    // A record of which the log holds too little is not made up.
    Ok(insert_row(&mut *tx.prepare_cached(&sql)?, values)? > 0)
}

/// The tables in the order of their names: kinds and all that keeps them. What is only worked out from
/// other tables (`cache_*`) is left to their triggers, or it would speak of rows that were lost.
fn tables(c: &Connection) -> Result<Vec<String>> {
    let mut q = c.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'cache_%' ORDER BY name",
    )?;
    let names: Vec<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    debug_assert!(kinds::ALL.iter().all(|k| names.iter().any(|n| n == k.name)));
    Ok(names)
}
