//! Looking under a store: its rows and its shape, and what of one is not in another.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;

pub fn frozen(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("frozen").join(name)
}

/// The rows of `old` that `new` does not hold, in the columns that `old` has, as `table: row`. A newer version may add
/// columns and tables; it never takes one away or changes what it holds.
pub fn lost(old: &Connection, new: &Connection) -> Vec<String> {
    let there = tables(new);
    let mut lost = Vec::new();
    for table in tables(old) {
        let columns = columns(old, &table);
        let now: BTreeSet<String> =
            if there.contains(&table) { rows_of(new, &table, &columns).into_iter().collect() } else { BTreeSet::new() };
        let gone = rows_of(old, &table, &columns).into_iter().filter(|row| !now.contains(row));
        lost.extend(gone.map(|row| format!("{table}: {row}")));
    }
    lost
}

/// Every row of every table as text, so that a change shows as a line.
pub fn rows(c: &Connection) -> BTreeMap<String, Vec<String>> {
    tables(c).into_iter().map(|table| (table.clone(), rows_of(c, &table, &columns(c, &table)))).collect()
}

fn tables(c: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    c.prepare(sql).unwrap().query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn columns(c: &Connection, table: &str) -> Vec<String> {
    let mut q = c.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid").unwrap();
    q.query_map([table], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn rows_of(c: &Connection, table: &str, columns: &[String]) -> Vec<String> {
    let list = columns.join(", ");
    let mut q = c.prepare(&format!("SELECT {list} FROM {table} ORDER BY {list}")).unwrap();
    let mut rows = q.query([]).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let mut line = String::new();
        for (n, column) in columns.iter().enumerate() {
            let value = match row.get::<_, Value>(n).unwrap() {
                Value::Null => "null".to_owned(),
                Value::Integer(i) => i.to_string(),
                Value::Real(f) => f.to_string(),
                Value::Text(t) => format!("{t:?}"),
                Value::Blob(b) => b.iter().fold("x".to_owned(), |hex, byte| format!("{hex}{byte:02x}")),
            };
            write!(line, "{column}={value} ").unwrap();
        }
        all.push(line.trim_end().to_owned());
    }
    all
}

/// Every table and index with its definition, without what is only for the eye.
pub fn schema(c: &Connection) -> BTreeMap<String, String> {
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name";
    let mut q = c.prepare(sql).unwrap();
    let rows = q.query_map([], |r| Ok((r.get(0)?, r.get::<_, String>(1)?))).unwrap();
    rows.map(|row| {
        let (name, sql) = row.unwrap();
        let code = sql.lines().map(|line| line.split("--").next().unwrap());
        (name, code.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" "))
    })
    .collect()
}

pub fn sha256(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    let hash = ring::digest::digest(&ring::digest::SHA256, &bytes);
    hash.as_ref().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
