//! Brings a store to the newest version: numbered `.sql` files, each with its version in
//! one transaction, then a check that the file is what this build expects.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::kinds::{ALL, Holds, OF_THE_LOG, OF_THIS_PHONE};
use crate::error::{Error, Result};
use crate::ids::Id;

/// The numbered steps; the n-th brings a store from version n-1 to n.
const STEPS: [&str; 11] = [
    include_str!("migrations/0001_record.sql"),
    include_str!("migrations/0002_sheets.sql"),
    include_str!("migrations/0003_reminders.sql"),
    include_str!("migrations/0004_merge.sql"),
    include_str!("migrations/0005_plan_use.sql"),
    include_str!("migrations/0006_vault.sql"),
    include_str!("migrations/0007_second_phone.sql"),
    include_str!("migrations/0008_readers.sql"),
    include_str!("migrations/0009_review.sql"),
    include_str!("migrations/0010_wake_up.sql"),
    include_str!("migrations/0011_draft.sql"),
];

/// Newest version this build knows.
pub(crate) const NEWEST: i64 = 11;

/// The version a file says it has; 0 for an empty one.
pub(super) fn version(c: &Connection) -> Result<i64> {
    Ok(c.query_row("PRAGMA user_version", [], |r| r.get(0))?)
}

/// Says no to a file of a newer version.
pub(super) fn refuse_newer(c: &Connection) -> Result<()> {
    match version(c)? {
        found if found > NEWEST => Err(Error::NewerVersion { found, known: NEWEST }),
        _ => Ok(()),
    }
}

/// Runs what is missing, then checks that the file is what this build expects.
pub(super) fn migrate(c: &mut Connection) -> Result<()> {
    refuse_newer(c)?;
    let found = version(c)?;
    for (version, step) in (1..).zip(STEPS).filter(|(version, _)| *version > found) {
        let tx = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        if version == 3 {
            cells_of_facts(&tx)?;
        }
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    validate(c)
}

/// The cells of the facts that version 3 made of what the phone knew: SQL knows no SHA-256.
fn cells_of_facts(tx: &Transaction<'_>) -> Result<()> {
    let mut q = tx.prepare("SELECT record, stamp, device, body FROM op WHERE kind = 'reminder_fact'")?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (record, stamp, device): (Id, i64, Id) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let body: serde_json::Value = serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default())
            .map_err(|_| Error::Internal("an entry just written does not read"))?;
        let hash = ring::digest::digest(&ring::digest::SHA256, body.to_string().as_bytes());
        tx.prepare_cached("INSERT INTO cell (record, field, stamp, device, value_hash) VALUES (?1, '', ?2, ?3, ?4)")?
            .execute(params![record, stamp, device, hash.as_ref().get(..16).unwrap_or_default()])?;
    }
    Ok(())
}

/// Every kind's table is there with its columns, of the type its fields say.
fn validate(c: &Connection) -> Result<()> {
    let mut columns = c.prepare("SELECT name, type FROM pragma_table_info(?1) WHERE pk = 0 ORDER BY cid")?;
    for kind in ALL {
        let found: Vec<(String, String)> =
            columns.query_map([kind.name], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        let expected = kind.fields.iter().map(|f| {
            let of_type = match f.holds {
                Holds::Words | Holds::Text => "TEXT",
                Holds::Number => "INTEGER",
                Holds::Bytes => "BLOB",
            };
            (f.name, of_type)
        });
        if !found.iter().map(|(n, t)| (n.as_str(), t.as_str())).eq(expected) {
            return Err(Error::Damaged("a table that does not fit its version"));
        }
    }
    for table in OF_THE_LOG.iter().chain(OF_THIS_PHONE) {
        let there: bool = c.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)",
            [table],
            |r| r.get(0),
        )?;
        if !there {
            return Err(Error::Damaged("a table is missing"));
        }
    }
    Ok(())
}
