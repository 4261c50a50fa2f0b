//! An archive into an empty store, in one transaction: all of it, or nothing and one clear error.
//!
//! The file is read item by item and nothing in it is believed: types, ids, days, lengths, that no id is used twice, and
//! in the end that every screen can read what was taken over. What a newer version wrote that this one does not know is
//! kept as it is (`unknown_field`) and goes out again with the next archive.

mod file;
mod items;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::Read;
use std::rc::Rc;

use serde::Deserializer as _;
use serde_json::{Map, Value as Json};

use super::{Counter, OnProgress};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::Write;
use crate::store::kinds::SETTING;
use file::Whole;

/// Largest archive that is taken, in bytes: many times what ten years of use come to.
pub const LARGEST_ARCHIVE: u64 = 1 << 30;
/// Largest single item in it, in bytes: room for any record, and for an installed pack.
pub const LARGEST_ITEM: u64 = 1 << 24;

/// What was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Records of all kinds.
    pub records: u64,
    /// Values that edits had replaced.
    pub revisions: u64,
    /// Records and fields of a newer version: kept, and not shown until the app is updated.
    pub unknown: u64,
}

impl Handrail {
    /// Takes an archive of [`Handrail::export_all`] over into this store, which must be empty and newly made. An export
    /// afterwards is the same as the archive, byte for byte. The phone keeps its own device id; nobody is paired.
    /// Reload every screen.
    ///
    /// # Errors
    /// In each case nothing was written. `store` in the wrong state if anything at all was ever written here;
    /// [`Error::NewerVersion`] for an archive of a newer version; `archive` malformed if it is damaged, cut short or no
    /// archive; `archive` too long beyond [`LARGEST_ARCHIVE`] bytes, or [`LARGEST_ITEM`] for one item;
    /// [`Error::Cancelled`] if `on_progress` says stop; [`Error::Storage`] if `from` cannot be read.
    pub fn import(&self, from: &mut dyn Read, on_progress: OnProgress<'_>) -> Result<Imported> {
        let now = self.now()?;
        let (imported, _) = self.store.write(&now, |w| {
            if !w.is_untouched()? {
                return Err(Error::invalid("store", Reason::WrongState));
            }
            let imported = take_in(w, from, Counter::new(on_progress, None))?;
            super::readable::check(w.tx(), &now, w.boundary_min())?;
            // The day boundary is a setting that the store keeps at hand.
            w.note_changed(&SETTING);
            Ok(imported)
        })?;
        self.usual.clear();
        Ok(imported)
    }
}

fn malformed() -> Error {
    Error::invalid("archive", Reason::Malformed)
}

fn take_in(w: &Write<'_>, from: &mut dyn Read, counter: Counter<'_>) -> Result<Imported> {
    let left = Rc::new(Cell::new(LARGEST_ITEM));
    let metered = Metered { from, left: Rc::clone(&left), in_all: LARGEST_ARCHIVE, too_large: Rc::default() };
    let too_large = Rc::clone(&metered.too_large);
    let mut counter = counter;
    let mut one_more = || counter.one_more();
    let taking = Taking {
        w,
        left,
        one_more: RefCell::new(&mut one_more),
        imported: Cell::default(),
        failed: RefCell::default(),
        beside: RefCell::default(),
    };
    let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::with_capacity(1 << 16, metered));
    let read = json.deserialize_map(Whole(&taking)).and_then(|()| json.end());
    if too_large.get() {
        return Err(Error::invalid(
            "archive",
            Reason::TooLong { limit: usize::try_from(LARGEST_ARCHIVE).unwrap_or(usize::MAX) },
        ));
    }
    if let Some(error) = taking.failed.take() {
        return Err(error);
    }
    match read {
        Ok(()) => {
            items::all_beside(&taking).map_err(of_the_file)?;
            Ok(taking.imported.get())
        }
        Err(e) if e.is_io() => Err(std::io::Error::from(e).into()),
        Err(_) => Err(malformed()),
    }
}

/// What the file says is wrong with it, not with this phone.
fn of_the_file(error: Error) -> Error {
    match error {
        Error::Damaged(_) | Error::Pack(_) | Error::Ledger(_) => malformed(),
        Error::Storage { code, .. } if code & 0xff == rusqlite::ffi::SQLITE_CONSTRAINT => malformed(),
        other => other,
    }
}

/// Reads no more than is allowed.
struct Metered<'a> {
    from: &'a mut dyn Read,
    left: Rc<Cell<u64>>,
    in_all: u64,
    too_large: Rc<Cell<bool>>,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.from.read(buffer)?;
        let n64 = n as u64;
        if n64 > self.in_all || n64 > self.left.get() {
            self.too_large.set(true);
            return Err(std::io::Error::other("too large"));
        }
        self.in_all -= n64;
        self.left.set(self.left.get() - n64);
        Ok(n)
    }
}

/// Fields that stand beside a record, and their stamps.
type Beside = (Map<String, Json>, BTreeMap<String, i64>);

/// What the parts of the reader share.
struct Taking<'a, 'w> {
    w: &'a Write<'w>,
    /// Bytes that the present item may still have.
    left: Rc<Cell<u64>>,
    one_more: RefCell<&'a mut dyn FnMut() -> Result<()>>,
    imported: Cell<Imported>,
    /// Why it was stopped; serde's own errors carry only text.
    failed: RefCell<Option<Error>>,
    /// Fields that stand beside records, with their stamps, by record and kind.
    beside: RefCell<BTreeMap<(Id, String), Beside>>,
}

impl Taking<'_, '_> {
    /// Takes one item in; a failure ends the reading.
    fn one<E: serde::de::Error>(&self, take: impl FnOnce() -> Result<()>) -> Result<(), E> {
        self.left.set(LARGEST_ITEM);
        let done = take().and_then(|()| (self.one_more.borrow_mut())());
        done.map_err(|error| {
            *self.failed.borrow_mut() = Some(of_the_file(error));
            E::custom("stopped")
        })
    }

    fn count(&self, f: impl FnOnce(&mut Imported)) {
        let mut imported = self.imported.get();
        f(&mut imported);
        self.imported.set(imported);
    }
}
