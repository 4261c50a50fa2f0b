//! Everything that lasts, read row by row, and put into an empty database.

use std::path::Path;

use handrail_wire::Id;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{TransactionBehavior, params_from_iter};

use super::super::moving::{Piece, Row, TABLES, Value};
use super::super::{Counts, OpenError};
use super::generation::{Generation, Mark};
use super::open::{self, FORMAT, engine};
use super::seat::Opened;
use super::{DATABASE, GENERATION, Opening, keeping, seat};
use crate::export::ExportError;
use crate::random;

/// The epoch of a folder's database, and everything in it or what is one account's, mailbox's or vault's, as it was at one
/// moment; a relay may be serving. Blocks.
pub fn read(
    folder: &Path,
    of: Option<Id>,
    begin: impl FnOnce(i64, Id) -> Result<(), ExportError>,
    mut take: impl FnMut(Piece) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let database = folder.join(DATABASE);
    if !database.is_file() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(OpenError::Io { doing: "find", path: database, source }.into());
    }
    let mut conn = open::reader(&database)?;
    let format = open::recognise(&conn, &database)?;
    if format != FORMAT {
        return Err(ExportError::Format { found: format, known: FORMAT });
    }
    // One transaction: everything as it was when it began.
    let t = conn.transaction_with_behavior(TransactionBehavior::Deferred).map_err(engine)?;
    let epoch: [u8; 16] = t.query_row("SELECT epoch FROM relay", [], |row| row.get(0)).map_err(engine)?;
    begin(format, Id::from(epoch))?;
    for table in &TABLES {
        take(Piece::Table(table))?;
        let only = match of {
            None => String::new(),
            Some(_) => match table.of("?1") {
                Some(condition) => format!("WHERE {condition}"),
                None => continue,
            },
        };
        let sql = format!("SELECT {} FROM {} {only} ORDER BY {}", table.list(), table.name, table.order());
        let mut statement = t.prepare(&sql).map_err(engine)?;
        let mut rows = statement.query(params_from_iter(of.iter().map(|id| id.0))).map_err(engine)?;
        while let Some(row) = rows.next().map_err(engine)? {
            let values = (0..table.columns.len()).map(|column| match row.get_ref(column).map_err(engine)? {
                ValueRef::Null => Ok(Value::Null),
                ValueRef::Integer(number) => Ok(Value::Int(number)),
                ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_vec())),
                _ => Err(open::damaged(&database, "a row of another shape")),
            });
            take(Piece::Row(values.collect::<Result<Row, _>>()?))?;
        }
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Puts everything into a folder whose database is empty or not there yet, all of it or nothing, and gives it a new epoch.
/// No relay may be serving. Blocks.
pub fn write(
    folder: &Path,
    pieces: impl Iterator<Item = Result<Piece, ExportError>>,
) -> Result<(Id, Counts), ExportError> {
    let Opened { mut seat, lock, .. } = seat::open_folder(folder, Opening::Serve { accept_restore: false })?;
    let t = seat.conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(engine)?;
    for table in &TABLES {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", table.name);
        if t.query_row(&sql, [], |row| row.get(0)).map_err(engine)? {
            return Err(ExportError::NotEmpty);
        }
    }
    let mut insert = None;
    for piece in pieces {
        match piece? {
            Piece::Table(table) => {
                let places = vec!["?"; table.columns.len()].join(", ");
                let sql = format!("INSERT INTO {} ({}) VALUES ({places})", table.name, table.list());
                insert = Some(t.prepare(&sql).map_err(engine)?);
            }
            Piece::Row(row) => {
                let insert = insert.as_mut().ok_or(ExportError::Order)?;
                insert.execute(params_from_iter(&row)).map_err(|_| ExportError::Row)?;
            }
        }
    }
    drop(insert);
    let epoch = random::id();
    let writes = keeping::renew(&t, epoch).map_err(engine)?;
    t.commit().map_err(engine)?;
    let counted = keeping::checkpoint(&seat.conn).and_then(|()| keeping::counts(&seat.conn));
    let counts = counted.map_err(|error| OpenError::Engine(error.to_string()))?;
    // Stopped before this, the folder is refused by `serve`, as after a restore by hand.
    let path = folder.join(GENERATION);
    let begun = Generation::begin(&path, Mark { epoch, writes }).and_then(|file| file.settle());
    begun.map_err(|source| OpenError::Io { doing: "write", path, source })?;
    drop((seat, lock));
    Ok((epoch, counts))
}
