//! The archive: everything the person owns as one JSON file, one item a line, always in the same order.
//!
//! The same record gives the same bytes: keys are sorted, kinds by name, records by id, and nothing in the file says
//! when or by which phone it was made. That is its canonical form; there is no other (docs/adr/0009).

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, Row};
use serde_json::{Value as Json, json};

use super::{Counter, OnProgress, stamp};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::settings::SHARED_WITH;
use crate::store::kinds::{ALL, Kind, SETTING};
use crate::store::to_json;

/// What an archive says it is.
pub const FORMAT: &str = "handrail-archive";
/// Version of the archive's schema (`docs/schema/archive-1.schema.json`).
pub const ARCHIVE_VERSION: u32 = 1;

/// The tables beside the kinds, each an array of the archive.
const OTHERS: [&str; 5] = ["content_pack", "instrument", "revision", "tombstone", "unknown_field"];

impl Handrail {
    /// Writes everything the person owns to `to`: every record of every kind with all its fields, what edits replaced,
    /// what was taken away or removed for good (the latter without content), and what was installed. `docs/archive.md`
    /// describes it. What belongs to this phone alone is not in it: keys, care relationships and their readers, what
    /// waits to be sent, copies of what was shared, notices handed to the phone's system.
    ///
    /// It is written item by item, so ten years need no more memory than one day. It is **not sealed**: `to` is the
    /// place where the person wants it, never a temporary file. Other calls wait until it is done.
    ///
    /// # Errors
    /// [`Error::Cancelled`] if `on_progress` says stop; [`Error::StorageFull`] or [`Error::Storage`] if `to` refuses.
    /// What was written until then is no whole archive, and [`Handrail::import`] says so.
    pub fn export_all(&self, to: &mut dyn Write, on_progress: OnProgress<'_>) -> Result<()> {
        self.read(|c| {
            let mut out = Out { to: BufWriter::new(to), counter: Counter::new(on_progress, Some(count(c)?)) };
            write_all(c, &mut out)?;
            out.to.flush()?;
            out.counter.report()
        })
    }
}

fn count(c: &Connection) -> Result<u64> {
    let rows = ALL.iter().map(|k| owned(k)).chain(OTHERS.map(str::to_owned));
    let sums: Vec<String> = rows.map(|rows| format!("(SELECT count(*) FROM {rows})")).collect();
    let items: i64 = c.query_row(&format!("SELECT {}", sums.join(" + ")), [], |r| r.get(0))?;
    Ok(items.unsigned_abs())
}

fn write_all(c: &Connection, out: &mut Out<'_>) -> Result<()> {
    write!(out.to, "{{\"archive\":{}", json!({ "format": FORMAT, "version": ARCHIVE_VERSION }))?;
    out.array(
        c,
        "content_packs",
        "SELECT id, edition, signer, installed_ms, bytes FROM content_pack ORDER BY id",
        |r| {
            Ok(json!({ "id": r.get::<_, String>(0)?, "edition": r.get::<_, i64>(1)?, "signer": bytes(r, 2)?,
                "installed_ms": r.get::<_, i64>(3)?, "bytes": bytes(r, 4)? }))
        },
    )?;
    out.array(
        c,
        "instruments",
        "SELECT url, version, installed_ms, bytes FROM instrument ORDER BY url, version",
        |r| {
            Ok(json!({ "url": r.get::<_, String>(0)?, "version": r.get::<_, String>(1)?,
                "installed_ms": r.get::<_, i64>(2)?, "bytes": bytes(r, 3)? }))
        },
    )?;
    records(c, out)?;
    out.array(
        c,
        "revisions",
        "SELECT record, field, stamp, device, value, replaced_ms FROM revision ORDER BY record, field, stamp, device",
        |r| {
            Ok(json!({ "record": r.get::<_, Id>(0)?, "field": r.get::<_, String>(1)?, "stamp": stamp::text(r.get(2)?),
                "device": r.get::<_, Id>(3)?, "value": parsed(r, 4)?, "replaced_ms": r.get::<_, i64>(5)? }))
        },
    )?;
    out.array(c, "tombstones", "SELECT record, kind, stamp, for_good FROM tombstone ORDER BY record", |r| {
        Ok(json!({ "record": r.get::<_, Id>(0)?, "kind": r.get::<_, String>(1)?, "stamp": stamp::text(r.get(2)?),
            "for_good": r.get::<_, bool>(3)? }))
    })?;
    out.array(
        c,
        "unknown_fields",
        // That a record was put back of which nothing has come yet is nobody's words.
        "SELECT record, kind, field, stamp, value FROM unknown_field WHERE field <> '+' ORDER BY record, field",
        |r| {
            Ok(json!({ "record": r.get::<_, Id>(0)?, "kind": r.get::<_, String>(1)?, "field": r.get::<_, String>(2)?,
                "stamp": stamp::text(r.get(3)?), "value": parsed(r, 4)? }))
        },
    )?;
    out.to.write_all(b"}\n")?;
    Ok(())
}

fn records(c: &Connection, out: &mut Out<'_>) -> Result<()> {
    let mut kinds: Vec<&Kind> = ALL.to_vec();
    crate::sorting::by_key(&mut kinds, |k| k.name);
    out.to.write_all(b",\n\"records\":{")?;
    let mut first = true;
    for kind in kinds {
        let some: bool = c.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {})", owned(kind)), [], |r| r.get(0))?;
        if some {
            write!(out.to, "{}\n\"{}\":[", if first { "" } else { "," }, kind.name)?;
            of_kind(c, kind, out)?;
            out.to.write_all(b"]")?;
            first = false;
        }
    }
    out.to.write_all(b"}")?;
    Ok(())
}

/// A kind's rows that the person owns: all, but for keys of theirs that stand among the settings, sealed, for a restore.
fn owned(kind: &Kind) -> String {
    let beside =
        if kind.name == SETTING.name { format!(" WHERE name NOT LIKE '{SHARED_WITH}%'") } else { String::new() };
    format!("{}{beside}", kind.name)
}

fn of_kind(c: &Connection, kind: &'static Kind, out: &mut Out<'_>) -> Result<()> {
    let names: Vec<&str> = kind.fields.iter().map(|f| f.name).collect();
    let mut rows = c.prepare(&format!("SELECT id, {} FROM {} ORDER BY id", names.join(", "), owned(kind)))?;
    let mut cells = c.prepare_cached("SELECT field, stamp FROM cell WHERE record = ?1")?;
    let mut rows = rows.query([])?;
    let mut first = true;
    while let Some(row) = rows.next()? {
        let id: Id = row.get(0)?;
        let mut fields = BTreeMap::new();
        for (column, name) in (1..).zip(&names) {
            fields.insert(*name, to_json(&row.get::<_, Value>(column)?));
        }
        let (stamp, later) = stamps(&mut cells, kind, id)?;
        let mut record =
            BTreeMap::from([("fields", json!(fields)), ("id", json!(id)), ("stamp", json!(stamp::text(stamp)))]);
        if !later.is_empty() {
            record.insert("stamps", json!(later));
        }
        out.item(&mut first, &json!(record))?;
    }
    Ok(())
}

/// The oldest stamp of a record, and those of the fields that were changed after it. Fields that this version does not
/// know stand elsewhere in the file, each with its stamp.
fn stamps(cells: &mut CachedStatement<'_>, kind: &Kind, id: Id) -> Result<(i64, BTreeMap<String, String>)> {
    let mut all: BTreeMap<String, i64> =
        cells.query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    all.retain(|field, _| field.is_empty() || kind.field(field).is_some());
    // A salvaged store may have lost some; no stamp at all is as old as can be.
    let oldest = all.values().copied().min().unwrap_or(0);
    let later = all.into_iter().filter(|(_, s)| *s != oldest).map(|(field, s)| (field, stamp::text(s))).collect();
    Ok((oldest, later))
}

fn bytes(r: &Row<'_>, column: usize) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(r.get_ref(column)?.as_blob().map_err(|_| Error::Damaged("a value of the wrong kind"))?))
}

fn parsed(r: &Row<'_>, column: usize) -> Result<Json> {
    serde_json::from_str(&r.get::<_, String>(column)?).map_err(|_| Error::Damaged("a kept value"))
}

struct Out<'a> {
    to: BufWriter<&'a mut dyn Write>,
    counter: Counter<'a>,
}

impl Out<'_> {
    fn array(&mut self, c: &Connection, name: &str, sql: &str, of: impl Fn(&Row<'_>) -> Result<Json>) -> Result<()> {
        write!(self.to, ",\n\"{name}\":[")?;
        let mut rows = c.prepare(sql)?;
        let mut rows = rows.query([])?;
        let mut first = true;
        while let Some(row) = rows.next()? {
            let item = of(row)?;
            self.item(&mut first, &item)?;
        }
        self.to.write_all(b"]")?;
        Ok(())
    }

    fn item(&mut self, first: &mut bool, item: &Json) -> Result<()> {
        self.to.write_all(if *first { b"\n" } else { b",\n" })?;
        *first = false;
        serde_json::to_writer(&mut self.to, item).map_err(std::io::Error::from)?;
        self.counter.one_more()
    }
}
