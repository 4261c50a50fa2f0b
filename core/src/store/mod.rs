//! The encrypted store on the phone, the only copy of the record there may be.
//!
//! Reads take a `&Connection`. Writes are closures over a [`Write`], the one door that
//! changes rows, appends to the change log in the same transaction and returns
//! [`Changes`]. One connection behind one lock: a phone has one person, a write takes a
//! flush and a read a fraction of a millisecond, so a pool would buy nothing and cost the
//! guarantee that what was written is what the next read shows.
//!
//! ```text
//!   open ──> Open ──suspend──> Suspended ──resume──> Open
//!              │                   │
//!              └──────close────────┴──────> Closed (stays so)
//! ```
//! While suspended or closed every call gives [`Error::Closed`]. Suspending finishes the
//! running call, moves the write-ahead log into the file and lets go of every lock, because
//! a system that finds one on a sleeping app kills it.

mod bring_in;
mod cells;
mod changes;
mod connect;
mod files;
mod key;
pub(crate) mod kinds;
pub(crate) mod merge;
mod migrate;
#[cfg(any(test, feature = "older"))]
pub mod older;
mod recover;
mod salvage;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
pub(crate) mod words;
mod write;

use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

pub(crate) use bring_in::Replaced;
pub use changes::{Change, Changes, What};
use files::Files;
pub use key::{DatabaseKey, KeyProvider};
pub(crate) use merge::fits;
pub use salvage::Salvage;
use write::Finished;
pub use write::Write;
pub(crate) use write::{from_json, to_json};

use crate::clock::{Clock, Moment};
use crate::error::{Error, Result};
use crate::ids::{Id, Randomness};

/// An edit within this time, by the clock that only runs forward, is part of the first writing.
const STILL_WRITING_MS: u64 = 600_000;

/// The day boundary until the person moves it: 03:00, in minutes after midnight.
pub(crate) const DEFAULT_DAY_BOUNDARY_MIN: i64 = 180;

/// Where and how to open a store.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// A folder of its own for the store; made if it is not there. The shell keeps it out of system backups.
    pub folder: PathBuf,
    /// A limit in pages of 4 KiB after which writing says the phone is full; `None` leaves it to the phone.
    pub page_limit: Option<u32>,
}

/// The opened store.
pub struct Store {
    files: Files,
    config: StoreConfig,
    keys: Arc<dyn KeyProvider>,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    state: Mutex<State>,
    salvage: Mutex<Option<Salvage>>,
}

enum State {
    Open(Box<Opened>),
    Suspended { written: Written },
    Closed,
}

/// What was first written in this run, when by the forward-only clock, and under which stamp. Outlives a suspension:
/// who looks something up in another app is still writing.
type Written = HashMap<Id, (u64, i64)>;

struct Opened {
    connection: Connection,
    /// Held for as long as the store is open; dropping it lets others in.
    _lock: File,
    written: Written,
    boundary_min: i64,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store(..)")
    }
}

impl Store {
    /// Opens or makes the store. A damaged one is set aside and salvaged: see [`Store::salvage`].
    ///
    /// # Errors
    /// [`Error::KeyMissing`], [`Error::KeyLength`], [`Error::KeyWrong`], [`Error::NewerVersion`],
    /// [`Error::StorageBusy`] when another process has it, [`Error::StorageFull`]. In none of these is a file changed.
    pub fn open(
        config: StoreConfig,
        keys: Arc<dyn KeyProvider>,
        now: &Moment,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self> {
        let files = Files::in_folder(&config.folder)?;
        let (mut opened, salvage) = open_files(&files, &config, keys.as_ref(), now, randomness.as_ref())?;
        take_up(&mut opened, now, randomness.as_ref())?;
        let state = Mutex::new(State::Open(Box::new(opened)));
        Ok(Self { files, config, keys, clock, randomness, state, salvage: Mutex::new(salvage) })
    }

    /// What was saved when this store was opened or resumed, if it was found damaged; the latest, if that came twice.
    #[must_use]
    pub fn salvage(&self) -> Option<Salvage> {
        self.salvage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads. The closure gets a connection that only ever sees whole writes.
    pub fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut state = self.state();
        let State::Open(opened) = &mut *state else { return Err(Error::Closed) };
        let result = f(&opened.connection);
        self.heal_if_damaged(&mut state, &result);
        result
    }

    /// Writes, all or nothing. When this returns, what was written survives a power cut.
    pub fn write<T>(&self, now: &Moment, f: impl FnOnce(&Write<'_>) -> Result<T>) -> Result<(T, Changes)> {
        let mut state = self.state();
        let State::Open(opened) = &mut *state else { return Err(Error::Closed) };
        let result = write_in(opened, now, self.clock.running_ms(), self.randomness.as_ref(), f);
        self.heal_if_damaged(&mut state, &result);
        result
    }

    /// The person's day boundary, in minutes after midnight.
    pub fn boundary_min(&self) -> Result<i64> {
        match &*self.state() {
            State::Open(opened) => Ok(opened.boundary_min),
            State::Suspended { .. } | State::Closed => Err(Error::Closed),
        }
    }

    /// Finishes what runs, moves the write-ahead log into the file, and lets go of every lock. Idempotent.
    pub fn suspend(&self) -> Result<()> {
        let mut state = self.state();
        if let State::Open(opened) = &mut *state {
            self.settle(&opened.connection);
            let written = std::mem::take(&mut opened.written);
            *state = State::Suspended { written };
        }
        Ok(())
    }

    /// Opens again after [`Store::suspend`], asking for the key anew. Idempotent.
    ///
    /// # Errors
    /// Those of [`Store::open`]; [`Error::Closed`] after [`Store::close`].
    pub fn resume(&self, now: &Moment) -> Result<()> {
        let mut state = self.state();
        match &*state {
            State::Open(_) => Ok(()),
            State::Closed => Err(Error::Closed),
            State::Suspended { .. } => self.reopen(&mut state, now),
        }
    }

    /// Closes for good. Idempotent.
    pub fn close(&self) -> Result<()> {
        let mut state = self.state();
        if let State::Open(opened) = &*state {
            self.settle(&opened.connection);
        }
        *state = State::Closed;
        Ok(())
    }

    /// Erases everything: the key first, then every file of the folder. Afterwards the store is closed for good.
    ///
    /// # Errors
    /// [`Error::Port`] if the key provider did not forget the key, [`Error::Storage`] if a file could not be deleted.
    /// Call again; should the app end before that, the next opening goes on with it.
    pub(crate) fn erase(&self) -> Result<()> {
        let mut state = self.state();
        let lock = match std::mem::replace(&mut *state, State::Closed) {
            State::Open(opened) => {
                let Opened { connection, _lock: lock, .. } = *opened;
                // What is still in the log need not be moved into a file that is deleted next.
                connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
                drop(connection);
                lock
            }
            State::Suspended { .. } | State::Closed => self.files.lock()?,
        };
        // A full phone cannot take even this mark, and is one that somebody may want to erase: go on without.
        let _ = self.files.mark_erasing();
        erase_files(&self.files, self.keys.as_ref())?;
        self.files.delete_lock()?;
        drop(lock);
        Ok(())
    }

    /// Moves the write-ahead log into the file, if that can be done. If not (no room), what was
    /// written is safe in the log, and letting go of the locks matters more.
    fn settle(&self, c: &Connection) {
        self.notice_damage(&checkpoint(c));
    }

    /// Writes over what was removed for good wherever the files may still hold it. Where there is no room for that
    /// now, the next opening does it.
    pub(crate) fn scrub(&self) -> Result<()> {
        let state = self.state();
        let State::Open(opened) = &*state else { return Err(Error::Closed) };
        self.notice_damage(&scrub(&self.files, &opened.connection));
        Ok(())
    }

    /// Moves the write-ahead log into the file and empties it, so that it holds no page as it was before. Where there is no
    /// room for that now, the next suspension or opening does it.
    pub(crate) fn empty_log(&self) {
        if let State::Open(opened) = &*self.state() {
            self.settle(&opened.connection);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic inside a closure rolled its transaction back, so the connection is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Salvages as soon as damage is met. The call that met it has failed; the next one finds a sound store. Without
    /// this nothing could be written until the app is opened again, because SQLCipher trusts the connection no more.
    /// Where it cannot be done now (no room, no key), the store is as if suspended, and [`Store::resume`] says why.
    fn heal_if_damaged<T>(&self, state: &mut State, result: &Result<T>) {
        self.notice_damage(result);
        let (true, State::Open(opened)) = (result.as_ref().is_err_and(Error::is_damage), &mut *state) else { return };
        let written = std::mem::take(&mut opened.written);
        *state = State::Suspended { written };
        if let Some(now) = self.clock.now() {
            // What goes wrong is said by `resume`; the caller is told of the damage first.
            let _ = self.reopen(state, &now);
        }
    }

    fn reopen(&self, state: &mut State, now: &Moment) -> Result<()> {
        let State::Suspended { written } = state else { return Ok(()) };
        let (mut opened, salvage) =
            open_files(&self.files, &self.config, self.keys.as_ref(), now, self.randomness.as_ref())?;
        opened.written = std::mem::take(written);
        if salvage.is_some() {
            *self.salvage.lock().unwrap_or_else(PoisonError::into_inner) = salvage;
        }
        *state = State::Open(Box::new(opened));
        Ok(())
    }

    fn notice_damage<T>(&self, result: &Result<T>) {
        if result.as_ref().is_err_and(Error::is_damage) {
            // If even this cannot be written, the next read will meet the damage again.
            let _ = self.files.mark_damaged();
        }
    }
}

/// The key goes first: should the app be killed in between, what is left cannot be read any more.
fn erase_files(files: &Files, keys: &dyn KeyProvider) -> Result<()> {
    let forgotten = keys.forget();
    if !forgotten {
        // Without the mark nobody would ask the provider again.
        let _ = files.mark_erasing();
        files.delete_all_but_mark()?;
        return Err(Error::Port("key provider"));
    }
    files.delete_all()
}

/// Makes the file anew of nothing but what is still in it. SQLite overwrites what is deleted (`secure_delete`), but not
/// the copies that it leaves in the gaps of pages when it moves rows from one to another: they are in no table and still
/// in the file.
fn scrub(files: &Files, c: &Connection) -> Result<()> {
    files.mark_unscrubbed()?;
    c.execute_batch("VACUUM")?;
    checkpoint(c)?;
    files.clear_unscrubbed_mark()
}

fn checkpoint(c: &Connection) -> Result<()> {
    c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

fn write_in<T>(
    opened: &mut Opened,
    now: &Moment,
    running_ms: u64,
    randomness: &dyn Randomness,
    f: impl FnOnce(&Write<'_>) -> Result<T>,
) -> Result<(T, Changes)> {
    let Opened { connection, written, boundary_min, .. } = opened;
    written.retain(|_, (at, _)| running_ms.saturating_sub(*at) < STILL_WRITING_MS);
    let fresh = |id: Id| written.get(&id).map(|(_, stamp)| *stamp);
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let write = Write::begin(&tx, now, randomness, *boundary_min, &fresh)?;
    let value = f(&write)?;
    let Finished { changes, created } = write.finish()?;
    tx.commit()?;
    for (id, stamp) in created {
        written.insert(id, (running_ms, stamp));
    }
    for change in &changes.records {
        if matches!(change.what, What::Removed | What::RemovedForGood) {
            written.remove(&change.id);
        }
    }
    if changes.touches(kinds::SETTING.name) {
        *boundary_min = read_boundary(connection)?;
    }
    Ok((value, changes))
}

/// What a newer version wrote and this one knows by now moves to where it belongs.
fn take_up(opened: &mut Opened, now: &Moment, randomness: &dyn Randomness) -> Result<()> {
    let beside: bool = opened.connection.query_row("SELECT EXISTS (SELECT 1 FROM unknown_field)", [], |r| r.get(0))?;
    if beside {
        write_in(opened, now, 0, randomness, merge::take_up)?;
    }
    Ok(())
}

fn open_files(
    files: &Files,
    config: &StoreConfig,
    keys: &dyn KeyProvider,
    now: &Moment,
    randomness: &dyn Randomness,
) -> Result<(Opened, Option<Salvage>)> {
    let lock = files.lock()?;
    if files.is_marked_erasing() {
        erase_files(files, keys)?;
    }
    let key = DatabaseKey::take(keys.database_key().ok_or(Error::KeyMissing)?)?;
    let known = files.read_key_check()?;
    if known.as_ref().is_some_and(|k| k.as_slice() != key.check_value()) {
        return Err(Error::KeyWrong);
    }
    let path = files.database();
    let there = std::fs::metadata(&path).map_or(0, |m| m.len());
    if there > 0 && known.is_none() {
        // Without a check value beside it, an unreadable file is more likely another key's than
        // damaged; only a length that no database of ours has says otherwise. Either way it is left alone.
        if let Err(e) = connect::connect(&path, &key, false) {
            return Err(match e {
                Error::Damaged(_) if there.is_multiple_of(4096) => Error::KeyWrong,
                other => other,
            });
        }
    }
    // A salvage that was cut short goes on where it was.
    let finished = if known.is_some() { salvage::finish(files)? } else { None };
    let attempt = if files.is_marked_damaged() {
        match salvage::is_newer(files, &key) {
            Some(newer) => return Err(newer),
            None => Err(Error::Damaged("met earlier")),
        }
    } else if known.is_some() && std::fs::metadata(files.database()).map_or(0, |m| m.len()) == 0 {
        // There was a store here. An empty one in its place, without a word, would look as if the person had
        // never written anything (cryptomator/android#81).
        Err(Error::Damaged("the file is gone"))
    } else {
        open_whole(files, &key)
    };
    let (mut connection, salvage) = match attempt {
        Ok(connection) => (connection, finished),
        Err(Error::Damaged(_)) if known.is_some() => {
            let report = salvage::salvage(files, &key, now.instant_ms)?;
            (open_whole(files, &key)?, Some(report))
        }
        Err(e) => return Err(e),
    };
    if let Some(pages) = config.page_limit {
        // Answers with the limit now in force, which is never below what is already used.
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
    }
    let former = name_device(&mut connection, now, randomness, salvage.is_some())?;
    if files.is_marked_unscrubbed() {
        // Where there is still no room for it, the record is there all the same.
        let _ = scrub(files, &connection);
    }
    if known.is_none() {
        files.write_key_check(&key.check_value())?;
    }
    let boundary_min = read_boundary(&connection)?;
    let mut opened = Opened { connection, _lock: lock, written: HashMap::new(), boundary_min };
    if let Some(former) = former {
        // Where there is no room for it, the record is there all the same, and in this phone's next snapshot.
        let _ = write_in(&mut opened, now, 0, randomness, |w| merge::say_again(w, former));
    }
    Ok((opened, salvage))
}

fn open_whole(files: &Files, key: &DatabaseKey) -> Result<Connection> {
    let mut connection = connect::connect(&files.database(), key, true)?;
    migrate::migrate(&mut connection)?;
    Ok(connection)
}

/// A new store gets a device id. So does a salvaged one: it may lack what others have seen of the old one. Returns the
/// name that a salvaged store had before.
fn name_device(c: &mut Connection, now: &Moment, randomness: &dyn Randomness, anew: bool) -> Result<Option<Id>> {
    use rusqlite::OptionalExtension as _;
    const NOBODYS: &str = "sequence > coalesce((SELECT k.sequence FROM known_device k WHERE k.device = op.device), 0)";
    let former: Option<Id> = c.query_row("SELECT id FROM device", [], |r| r.get(0)).optional()?;
    if former.is_some() && !anew {
        return Ok(None);
    }
    let id = Id::new(now.instant_ms, randomness)?;
    let stamp: i64 = c.query_row(
        "SELECT max(coalesce((SELECT max(stamp) FROM op), 0), coalesce((SELECT max(stamp) FROM cell), 0),
                    coalesce((SELECT stamp FROM device), 0))",
        [],
        |r| r.get(0),
    )?;
    let tx = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // What nobody is known to have goes out under the new name, with the name it was written under: a phone that has it
    // doubles nothing. That is this phone's own log, which may have gaps now, and the log of any phone of which it is
    // not known any more how far it went.
    tx.execute(
        "INSERT OR IGNORE INTO known_device (device, sequence) SELECT id, 0 FROM device WHERE sequence > 0",
        [],
    )?;
    tx.execute("UPDATE known_device SET sequence = forgotten WHERE device IN (SELECT id FROM device)", [])?;
    let again = tx.execute(
        &format!(
            "INSERT INTO op (device, sequence, stamp, at_ms, by, action, kind, record, since, body)
             SELECT ?1, row_number() OVER (ORDER BY stamp, device, sequence), stamp, at_ms, coalesce(by, device), action,
                    kind, record, since, body
               FROM op WHERE {NOBODYS}"
        ),
        [id],
    )?;
    tx.execute(&format!("DELETE FROM op WHERE device <> ?1 AND {NOBODYS}"), [id])?;
    tx.execute("DELETE FROM device", [])?;
    // What is in an empty store adds up to nothing.
    tx.execute(
        "INSERT INTO device (only, id, stamp, sequence, digest)
         SELECT 1, ?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM cell) OR EXISTS (SELECT 1 FROM tombstone)
                                   THEN NULL ELSE zeroblob(32) END",
        rusqlite::params![id, stamp, merge::number(again as u64)],
    )?;
    tx.commit()?;
    Ok(former)
}

fn read_boundary(c: &Connection) -> Result<i64> {
    use rusqlite::OptionalExtension as _;
    let kept: Option<String> =
        c.query_row("SELECT value FROM setting WHERE name = 'day_boundary_min'", [], |r| r.get(0)).optional()?;
    Ok(kept.and_then(|v| v.parse().ok()).unwrap_or(DEFAULT_DAY_BOUNDARY_MIN))
}
