//! Everything that lasts, read row by row, and put into an empty database.

use handrail_wire::Id;
use tokio_postgres::types::ToSql;

use super::super::moving::{Kind, Piece, Row, TABLES, Value};
use super::super::{Counts, OpenError, StoreError};
use super::open::{self, FORMAT, engine};
use super::rows::value;
use super::{Address, keeping};
use crate::export::{ExportError, hex};
use crate::random;

/// Rows fetched at once: of the largest there are, snapshots, that is 16 MiB.
const AT_ONCE: usize = 2;
/// Rows of every other table.
const SMALL: usize = 200;

/// The epoch of a database, and everything in it or what is one account's, mailbox's or vault's, as it was at one moment;
/// relays may be serving.
pub async fn read(
    address: &Address,
    of: Option<Id>,
    begin: impl FnOnce(i64, Id) -> Result<(), ExportError>,
    mut take: impl FnMut(Piece) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let (config, tls) = open::configure(address)?;
    let conn = open::reach(&config, tls.as_ref()).await?;
    let name = open::database(&config);
    // One snapshot: everything as it was when it began. Whoever writes is not held up.
    conn.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map_err(engine)?;
    let format = open::recognise(&conn, &name).await?;
    if format == 0 {
        return Err(open::damaged(&name, "it has no relay's tables yet").into());
    }
    if format != FORMAT {
        return Err(ExportError::Format { found: format, known: FORMAT });
    }
    open::validate(&conn, &name).await?;
    begin(format, open::epoch(&conn).await.map_err(engine)?)?;
    for table in &TABLES {
        take(Piece::Table(table))?;
        // An id is written into the text, as hex and nothing else: a cursor's statement takes no values.
        let only = match of {
            None => String::new(),
            Some(id) => match table.of(&format!("decode('{}', 'hex')", hex(&id.0))) {
                Some(condition) => format!("WHERE {condition}"),
                None => continue,
            },
        };
        let declare = format!(
            "DECLARE moving NO SCROLL CURSOR FOR SELECT {} FROM {} {only} ORDER BY {}",
            table.list(),
            table.name,
            table.order()
        );
        conn.batch(&declare).await.map_err(engine)?;
        let most = if table.name == "vault_snapshot" { AT_ONCE } else { SMALL };
        loop {
            let rows = conn.fetch(&format!("FETCH {most} FROM moving")).await.map_err(engine)?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let values = table.columns.iter().enumerate().map(|(column, (_, kind))| {
                    Ok::<_, StoreError>(match kind {
                        Kind::Int => value::<Option<i64>>(row, column)?.map_or(Value::Null, Value::Int),
                        Kind::Bytes => value::<Option<Vec<u8>>>(row, column)?.map_or(Value::Null, Value::Bytes),
                    })
                });
                take(Piece::Row(values.collect::<Result<Row, _>>().map_err(engine)?))?;
            }
        }
        conn.batch("CLOSE moving").await.map_err(engine)?;
    }
    conn.batch("COMMIT").await.map_err(engine)?;
    Ok(())
}

/// Puts everything into a database that is empty or has no tables yet, all of it or nothing, and gives it a new epoch.
pub async fn write(
    address: &Address,
    pieces: impl Iterator<Item = Result<Piece, ExportError>>,
) -> Result<(Id, Counts), ExportError> {
    // Makes the tables where there are none.
    drop(open::open(address, false).await?);
    let (config, tls) = open::configure(address)?;
    let conn = open::reach(&config, tls.as_ref()).await?;
    conn.batch("BEGIN").await.map_err(engine)?;
    for table in &TABLES {
        // Nobody writes while this does: a relay that serves already waits, and finds the table full.
        conn.batch(&format!("LOCK TABLE {} IN EXCLUSIVE MODE", table.name)).await.map_err(engine)?;
        if !conn.fetch(&format!("SELECT 1 FROM {} LIMIT 1", table.name)).await.map_err(engine)?.is_empty() {
            return Err(ExportError::NotEmpty);
        }
    }
    let mut into = None;
    for piece in pieces {
        match piece? {
            Piece::Table(table) => {
                let places: Vec<String> = (1..=table.columns.len()).map(|place| format!("${place}")).collect();
                let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, table.list(), places.join(", "));
                into = Some((table, conn.prepare(&sql).await.map_err(engine)?));
            }
            Piece::Row(row) => {
                let (table, insert) = into.as_ref().ok_or(ExportError::Order)?;
                let values: Vec<&(dyn ToSql + Sync)> = row
                    .iter()
                    .zip(table.columns)
                    .map(|(value, (_, kind))| -> &(dyn ToSql + Sync) {
                        match (value, kind) {
                            (Value::Int(number), _) => number,
                            (Value::Bytes(bytes), _) => bytes,
                            (Value::Null, Kind::Int) => &None::<i64>,
                            (Value::Null, Kind::Bytes) => &None::<&[u8]>,
                        }
                    })
                    .collect();
                conn.run(insert, &values).await.map_err(|error| match error {
                    StoreError::Engine(_) => ExportError::Row,
                    other => OpenError::Engine(other.to_string()).into(),
                })?;
            }
        }
    }
    let epoch = random::id();
    keeping::accept_restore(&conn, epoch).await.map_err(engine)?;
    conn.batch("COMMIT").await.map_err(engine)?;
    Ok((epoch, keeping::counts(&conn).await.map_err(engine)?))
}
