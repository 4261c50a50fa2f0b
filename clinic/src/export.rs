//! Everything that a relay keeps, or what is one person's, as a file: to move a clinic to another store, and to hand out to
//! somebody what is kept of them. Sealed bytes stay sealed.
//!
//! The file is lines of JSON. The first says what it is, then each table's name and columns stand before its rows, in a fixed
//! order, and the last line counts the rows and hashes everything before it. The same content makes the same lines but for
//! the first. `docs/relay.md` describes it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use handrail_wire::{Day, Hash, Id};
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use crate::clock::{RelayClock as _, SystemClock};
use crate::store::moving::{Piece, Row, TABLES, Table};
use crate::store::postgres::{self, Address};
use crate::store::{Counts, OpenError, sqlite};

/// The format of the file.
const VERSION: u32 = 1;
/// No line is longer: a snapshot of 8 MiB in base64url, and room.
const LONGEST: u64 = 16 * 1024 * 1024;

/// What went wrong. Nothing is left behind.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The database is of an older format.
    #[error(
        "the database is of format {found}; start this version's relay on it once ({known} is what it makes of it)"
    )]
    Format {
        /// Its format.
        found: i64,
        /// The one that is exported.
        known: i64,
    },
    /// A file.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing is that one's.
    #[error("nothing here belongs to that id")]
    Nobody,
    /// It is no export, or a newer one.
    #[error("it is no export that this version reads")]
    Foreign,
    /// It ends early or was changed.
    #[error("it is not whole: line {0} is not what it was")]
    Damaged(u64),
    /// It holds one person's things only.
    #[error("it holds what is one person's, not a whole relay; only a whole one is taken in")]
    Part,
    /// It was made by another version of the relay.
    #[error(
        "it was made from a database of format {found}, and this version's is {known}; use that version, then update"
    )]
    Older {
        /// Format of the database it was made from.
        found: i64,
        /// This version's.
        known: i64,
    },
    /// There is something in the database already.
    #[error("the database is not empty; an export is taken in by an empty one")]
    NotEmpty,
    /// A row before its table.
    #[error("a row stands before its table")]
    Order,
    /// A row that the database refuses.
    #[error("a row in it is not one that a relay keeps")]
    Row,
}

/// Where a relay keeps its things.
#[derive(Clone)]
pub enum Place {
    /// A folder with a SQLite database.
    Folder(PathBuf),
    /// A PostgreSQL database.
    Postgres(Address),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    handrail_export: u32,
    format: i64,
    epoch: Id,
    day: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Id>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begins {
    table: String,
    columns: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Last {
    rows: u64,
    sha256: Hash,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The epoch of the relay it was made from.
    pub epoch: Id,
    /// The format of that relay's database.
    pub format: i64,
    /// The day it was made, UTC.
    pub day: String,
    /// Whose things it holds; none: everybody's.
    pub of: Option<Id>,
    /// How many rows of each table.
    pub tables: Vec<(String, u64)>,
    /// SHA-256 over everything but the last line.
    pub sha256: Hash,
}

impl Facts {
    /// How many rows.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Told now and then how far it is: the table and how many rows of it are done.
pub type Progress<'p> = &'p mut dyn FnMut(&str, u64);

/// How many rows are done between two words about it.
const A_WORD: u64 = 10_000;

/// Writes a file that only its owner may read; a relay may be serving. Answers what is in it.
pub fn export(place: &Place, of: Option<Id>, to: &Path, progress: Progress<'_>) -> Result<Facts, ExportError> {
    let io = |doing, path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Io { doing, path: path.clone(), source }
    };
    if to.try_exists().map_err(io("look for", to))? {
        return Err(io("write", to)(io::Error::from(io::ErrorKind::AlreadyExists)));
    }
    let mut fresh = to.as_os_str().to_owned();
    fresh.push(".new");
    let fresh = PathBuf::from(fresh);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&fresh).map_err(io("write", &fresh))?;
    let written = fill(place, of, BufWriter::new(file), progress, &io("write", &fresh)).and_then(|facts| {
        if of.is_some() && facts.rows() == 0 {
            return Err(ExportError::Nobody);
        }
        fs::rename(&fresh, to).map_err(io("name", to))?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io("flush", folder))?;
        Ok(facts)
    });
    if written.is_err() {
        // The error that is told says more than one about tidying up.
        drop(fs::remove_file(&fresh));
    }
    written
}

/// Lines on their way into a file, counted and hashed.
struct Lines<W> {
    out: W,
    hash: Context,
    tables: Vec<(String, u64)>,
}

impl<W: io::Write> Lines<W> {
    fn line(&mut self, text: &str) -> io::Result<()> {
        for part in [text.as_bytes(), b"\n"] {
            self.hash.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        match piece {
            Piece::Table(table) => {
                self.tables.push((table.name.to_owned(), 0));
                self.line(&serde_json::to_string(&begins(table))?)
            }
            Piece::Row(row) => {
                if let Some((_, rows)) = self.tables.last_mut() {
                    *rows += 1;
                }
                self.line(&Table::write(row)?)
            }
        }
    }
}

fn begins(table: &Table) -> Begins {
    let columns = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    Begins { table: table.name.to_owned(), columns }
}

fn fill(
    place: &Place,
    of: Option<Id>,
    out: BufWriter<File>,
    progress: Progress<'_>,
    io: &dyn Fn(io::Error) -> ExportError,
) -> Result<Facts, ExportError> {
    let day = Day::from_ms(SystemClock.now_ms()).map_err(|_| ExportError::Foreign)?;
    let lines = std::cell::RefCell::new(Lines { out, hash: Context::new(&SHA256), tables: Vec::new() });
    let mut about = (0, Id::from([0; 16]));
    let begin = |format, epoch| {
        about = (format, epoch);
        let first = First { handrail_export: VERSION, format, epoch, day, of };
        let text = serde_json::to_string(&first).map_err(|error| io(error.into()))?;
        lines.borrow_mut().line(&text).map_err(io)
    };
    let take = |piece: Piece| {
        let mut lines = lines.borrow_mut();
        lines.piece(&piece).map_err(io)?;
        if let Some((table, rows)) = lines.tables.last()
            && (matches!(piece, Piece::Table(_)) || rows.is_multiple_of(A_WORD))
        {
            progress(table, *rows);
        }
        Ok(())
    };
    match place {
        Place::Folder(folder) => sqlite::read_all(folder, of, begin, take)?,
        Place::Postgres(address) => runtime(io)?.block_on(postgres::read_all(address, of, begin, take))?,
    }
    let Lines { mut out, hash, tables } = lines.into_inner();
    let sha256 = Hash::try_from(hash.finish().as_ref()).map_err(|_| ExportError::Foreign)?;
    let (format, epoch) = about;
    let facts = Facts { epoch, format, day: day.to_string(), of, tables, sha256 };
    let last = serde_json::to_string(&Last { rows: facts.rows(), sha256 }).map_err(|error| io(error.into()))?;
    writeln!(out, "{last}").map_err(io)?;
    let file = out.into_inner().map_err(|error| io(error.into_error()))?;
    file.sync_all().map_err(io)?;
    Ok(facts)
}

fn runtime(io: &dyn Fn(io::Error) -> ExportError) -> Result<tokio::runtime::Runtime, ExportError> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(io)
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a text cannot fail.
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
    }
    text
}

/// A file that is read, line by line, each held against what an export looks like.
struct Reader {
    path: PathBuf,
    lines: BufReader<File>,
    number: u64,
    hash: Context,
    first: First,
    table: Option<&'static Table>,
    tables: Vec<(String, u64)>,
    /// The hash in the last line, once it was reached and is right.
    whole: Option<Hash>,
}

impl Reader {
    fn open(path: &Path) -> Result<Self, ExportError> {
        let io = |source| ExportError::Io { doing: "read", path: path.to_owned(), source };
        let mut lines = BufReader::new(File::open(path).map_err(io)?);
        let mut text = String::new();
        // Short, and of nothing but ASCII: what is not is no export, whatever else it may be.
        match (&mut lines).take(1024).read_line(&mut text) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(ExportError::Foreign),
            Err(error) => return Err(io(error)),
        }
        let first: First = serde_json::from_str(&text).map_err(|_| ExportError::Foreign)?;
        if first.handrail_export != VERSION {
            return Err(ExportError::Foreign);
        }
        let mut hash = Context::new(&SHA256);
        hash.update(text.as_bytes());
        Ok(Self { path: path.to_owned(), lines, number: 1, hash, first, table: None, tables: Vec::new(), whole: None })
    }

    /// The next piece; none after a last line that is right.
    fn piece(&mut self) -> Result<Option<Piece>, ExportError> {
        let mut text = String::new();
        self.number += 1;
        let damaged = ExportError::Damaged(self.number);
        match (&mut self.lines).take(LONGEST).read_line(&mut text) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(damaged),
            Err(source) => return Err(ExportError::Io { doing: "read", path: self.path.clone(), source }),
        }
        let Some(line) = text.strip_suffix('\n') else { return Err(damaged) };
        if line.starts_with('[') {
            let row: Option<Row> = self.table.and_then(|table| table.read(line));
            let (Some(row), Some((_, rows))) = (row, self.tables.last_mut()) else { return Err(damaged) };
            *rows += 1;
            self.hash.update(text.as_bytes());
            return Ok(Some(Piece::Row(row)));
        }
        if let Ok(Begins { table, .. }) = serde_json::from_str::<Begins>(line) {
            // In their order, each once, with its columns: nothing may be missing without being noticed.
            let next = TABLES.get(self.tables.len()).filter(|next| next.name == table);
            let same = |next: &&Table| serde_json::to_string(&begins(next)).is_ok_and(|text| text == line);
            let next = next.filter(same).ok_or(damaged)?;
            self.table = Some(next);
            self.tables.push((table, 0));
            self.hash.update(text.as_bytes());
            return Ok(Some(Piece::Table(next)));
        }
        let last: Last = serde_json::from_str(line).map_err(|_| ExportError::Damaged(self.number))?;
        let rows: u64 = self.tables.iter().map(|(_, rows)| rows).sum();
        let hash = self.hash.clone().finish();
        let mut rest = [0];
        let ended = matches!(self.lines.read(&mut rest), Ok(0));
        if !ended || last.rows != rows || self.tables.len() != TABLES.len() || last.sha256.as_ref() != hash.as_ref() {
            return Err(damaged);
        }
        self.whole = Some(last.sha256);
        Ok(None)
    }

    fn facts(self) -> Result<Facts, ExportError> {
        let sha256 = self.whole.ok_or(ExportError::Damaged(self.number))?;
        let First { epoch, format, day, of, .. } = self.first;
        Ok(Facts { epoch, format, day: day.to_string(), of, tables: self.tables, sha256 })
    }
}

/// Reads a file to its end and says what is in it, if all of it is what was written.
pub fn check(path: &Path) -> Result<Facts, ExportError> {
    let mut reader = Reader::open(path)?;
    while reader.piece()?.is_some() {}
    reader.facts()
}

/// Puts a whole relay's export into an empty database, all of it or nothing. The database gets a new epoch, as after a
/// restore. Answers it, and what is there.
pub fn import(place: &Place, from: &Path, progress: Progress<'_>) -> Result<(Id, Counts), ExportError> {
    // Read to its end first: nothing is begun with a file that is not whole.
    let facts = check(from)?;
    if facts.of.is_some() {
        return Err(ExportError::Part);
    }
    let known = crate::store::FORMAT;
    if facts.format != known {
        return Err(ExportError::Older { found: facts.format, known });
    }
    let mut reader = Reader::open(from)?;
    let pieces = std::iter::from_fn(|| {
        let piece = reader.piece();
        if let Some((table, rows)) = reader.tables.last()
            && (matches!(piece, Ok(Some(Piece::Table(_)))) || rows.is_multiple_of(A_WORD))
        {
            progress(table, *rows);
        }
        piece.transpose()
    });
    match place {
        Place::Folder(folder) => sqlite::write_all(folder, pieces),
        Place::Postgres(address) => {
            let io = |source| ExportError::Io { doing: "begin with", path: from.to_owned(), source };
            runtime(&io)?.block_on(postgres::write_all(address, pieces))
        }
    }
}
