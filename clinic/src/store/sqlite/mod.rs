//! The store in one SQLite file.
//!
//! One thread writes, several requests in one transaction where they come together; two read (WAL lets them see the last
//! commit while the next is written). Challenges and tokens are
//! kept in memory: a login is worth nothing after a restart, and a flush to disk for each would treble what it costs to
//! deliver one message. Everything else is durable before it is answered.

mod accounts;
mod backup;
mod device_invites;
mod facts;
mod generation;
mod invites;
mod keeping;
mod logins;
mod mailboxes;
mod messages;
mod moving;
mod open;
mod rows;
mod seat;
mod vaults;
mod wakes;
mod worker;
mod writer;

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use handrail_wire::api::{InviteView, Method, RevealView};
use handrail_wire::{Hash, Id, Key32};
use rusqlite::{Connection, Transaction};

use self::logins::Logins;
use self::seat::Opened;
use self::worker::{Worker, held};
use self::writer::Writer;
use super::news::{Came, News};
use super::{
    Answer, Counts, Holder, InboxPage, InviteKey, MessageKey, NewAccount, NewInvite, NewMailbox, NewMessage, NewRoster,
    Object, ObjectKind, OpenError, Purged, Refused, Store, StoreError, Stored, Wake,
};
use crate::random;

pub use backup::{Restored, backup, restore};
pub use facts::{Facts, facts};
pub use moving::{read as read_all, write as write_all};
pub(crate) use open::FORMAT;

/// The database's file name in the data folder.
pub const DATABASE: &str = "relay.sqlite3";
/// The generation file's name.
pub const GENERATION: &str = "relay.generation";
/// The lock file's name.
pub const LOCK: &str = "relay.lock";

const READERS: usize = 2;

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// For serving: nobody else may serve the same folder.
    Serve {
        /// Take an older database for the right one and give it a new epoch id.
        accept_restore: bool,
    },
    /// Beside a relay that may be serving.
    Beside,
}

/// The store in one SQLite file.
pub struct SqliteStore {
    epoch: Id,
    writer: Writer,
    readers: Vec<Worker<Connection>>,
    turn: AtomicUsize,
    logins: Arc<Mutex<Logins>>,
    /// Held as long as this store serves.
    lock: Mutex<Option<File>>,
    /// Whether the database was made just now.
    fresh: bool,
    news: Arc<News>,
}

impl SqliteStore {
    /// Opens the store in a folder, made if it is not there. Blocks.
    pub fn open(folder: &Path, opening: Opening) -> Result<Self, OpenError> {
        let Opened { seat, epoch, lock, fresh } = seat::open_folder(folder, opening)?;
        let database = folder.join(DATABASE);
        let thread = |source| OpenError::Io { doing: "start a thread for", path: database.clone(), source };
        let mut readers = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            readers.push(Worker::start("relay-reader", open::reader(&database)?).map_err(thread)?);
        }
        Ok(Self {
            epoch,
            writer: Writer::start(seat).map_err(thread)?,
            readers,
            turn: AtomicUsize::new(0),
            logins: Arc::default(),
            lock: Mutex::new(lock),
            fresh,
            news: Arc::default(),
        })
    }

    /// Whether opening made the database.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    fn read<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<'_, T> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % READERS;
        match self.readers.get(turn) {
            Some(reader) => reader.run(move |conn| body(conn)),
            None => Box::pin(async { Err(StoreError::Closed) }),
        }
    }

    /// One transaction. `check` reads back, over another connection, what a new write left behind.
    fn write<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
        check: impl FnOnce(&Connection, &T) -> Result<bool, StoreError> + Send + 'static,
    ) -> Answer<'static, T> {
        self.writer.write(body, check)
    }
}

/// For writes that are not answered with 201.
#[allow(clippy::unnecessary_wraps)] // the shape of a check
fn unchecked<T>(_: &Connection, _: &T) -> Result<bool, StoreError> {
    Ok(true)
}

impl Store for SqliteStore {
    fn epoch(&self) -> Id {
        self.epoch
    }
    fn news(&self) -> &Arc<News> {
        &self.news
    }

    fn login(&self, login: Id) -> Answer<'_, Option<(Holder, Key32)>> {
        self.read(move |c| logins::find(c, login))
    }
    fn keep_challenge(&self, challenge: Hash, login: Id, until_ms: i64, now_ms: i64) -> Answer<'_, ()> {
        held(&self.logins).keep_challenge(challenge, login, until_ms, now_ms);
        Box::pin(async { Ok(()) })
    }
    fn take_challenge(&self, challenge: Hash, login: Id, now_ms: i64) -> Answer<'_, bool> {
        let taken = held(&self.logins).take_challenge(&challenge, login, now_ms);
        Box::pin(async move { Ok(taken) })
    }
    fn keep_token(&self, token: Hash, holder: Holder, until_ms: i64, now_ms: i64) -> Answer<'_, ()> {
        held(&self.logins).keep_token(token, holder, until_ms, now_ms);
        Box::pin(async { Ok(()) })
    }
    fn token(&self, token: Hash, now_ms: i64) -> Answer<'_, Option<Holder>> {
        let holder = held(&self.logins).token(&token, now_ms);
        Box::pin(async move { Ok(holder) })
    }

    fn add_enrolment(&self, code: Hash, until_ms: i64) -> Answer<'_, ()> {
        self.write(move |t| accounts::add_enrolment(t, code, until_ms), move |c, ()| accounts::has_enrolment(c, code))
    }
    fn create_account(&self, new: NewAccount, now_ms: i64) -> Answer<'_, Stored> {
        let (account, keyset, blob) = (new.account, new.keyset.clone(), new.blob.clone());
        self.write(
            move |t| accounts::create(t, &new, now_ms),
            move |c, _| {
                Ok(accounts::keyset(c, account)?.is_some_and(|there| there == keyset)
                    && accounts::object(c, account, ObjectKind::Blob)?.is_some_and(|there| there.bytes == blob))
            },
        )
    }
    fn methods(&self, account: Id) -> Answer<'_, Vec<Method>> {
        self.read(move |c| accounts::methods(c, account))
    }
    fn put_method(&self, account: Id, method: Method) -> Answer<'_, Stored> {
        let expected = method.clone();
        self.write(
            move |t| accounts::put_method(t, account, &method),
            move |c, _| Ok(accounts::methods(c, account)?.contains(&expected)),
        )
    }
    fn delete_method(&self, account: Id, locator: Id) -> Answer<'_, ()> {
        self.ending(locator, move |t| accounts::delete_method(t, account, locator))
    }
    fn set_retention(&self, account: Id, days: u16) -> Answer<'_, ()> {
        self.write(move |t| accounts::set_retention(t, account, days), unchecked)
    }
    fn object(&self, account: Id, kind: ObjectKind) -> Answer<'_, Option<Object>> {
        self.read(move |c| accounts::object(c, account, kind))
    }
    fn put_object(&self, account: Id, kind: ObjectKind, if_version: i64, bytes: Vec<u8>) -> Answer<'_, (Stored, i64)> {
        let expected = bytes.clone();
        self.write(
            move |t| accounts::put_object(t, account, kind, if_version, &bytes),
            move |c, (_, version)| {
                let there = accounts::object(c, account, kind)?;
                Ok(there.is_some_and(|there| there.version == *version && there.bytes == expected))
            },
        )
    }
    fn keyset(&self, account: Id) -> Answer<'_, Option<Vec<u8>>> {
        self.read(move |c| accounts::keyset(c, account))
    }
    fn put_keyset(&self, account: Id, object: Vec<u8>, highest: u32) -> Answer<'_, Stored> {
        let expected = object.clone();
        self.write(
            move |t| accounts::put_keyset(t, account, &object, highest),
            move |c, _| Ok(accounts::keyset(c, account)?.is_some_and(|there| there == expected)),
        )
    }

    fn create_invite(&self, new: NewInvite, most: u32, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |t| invites::create(t, &new, most, now_ms),
            move |c, _| {
                Ok(invites::find(c, new.invite)?.is_some_and(|row| row.auth == new.auth && row.owner == new.owner))
            },
        )
    }
    fn claim(&self, invite: Id, auth: Hash, claim: Id, now_ms: i64) -> Answer<'_, Vec<u8>> {
        let key = InviteKey { invite, auth, claim };
        let answer = self.write(move |t| invites::claim(t, None, key, now_ms), unchecked);
        self.destroyed(answer)
    }
    fn create_mailbox(&self, new: NewMailbox, now_ms: i64) -> Answer<'_, Stored> {
        let (mailbox, keyset) = (new.mailbox, new.keyset.clone());
        let answer = self.write(
            move |t| invites::make_mailbox(t, &new, now_ms),
            move |c, done| {
                Ok(matches!(done, invites::Done::Gone(_))
                    || accounts::keyset(c, mailbox)?.is_some_and(|there| there == keyset))
            },
        );
        self.destroyed(answer)
    }
    fn hello(&self, key: InviteKey, mailbox: Id, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        let answer = self.write(
            move |t| invites::hello(t, &key, mailbox, &mac, now_ms),
            move |c, done| {
                Ok(matches!(done, invites::Done::Gone(_))
                    || invites::find(c, key.invite)?.is_some_and(|row| row.hello_mac == Some(mac)))
            },
        );
        self.destroyed(answer)
    }
    fn invite(&self, invite: Id, owner: Id, now_ms: i64) -> Answer<'_, InviteView> {
        self.read(move |c| invites::view(c, invite, owner, now_ms))
    }
    fn reveal(&self, invite: Id, owner: Id, nonce: Hash, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |t| invites::reveal(t, invite, owner, &nonce, &mac, now_ms),
            move |c, _| Ok(invites::find(c, invite)?.is_some_and(|row| row.reveal == Some((nonce, mac)))),
        )
    }
    fn revealed(&self, invite: Id, auth: Hash, now_ms: i64) -> Answer<'_, Option<RevealView>> {
        self.read(move |c| Ok(invites::required(c, invite)?.of(None)?.revealed(&auth, now_ms)?))
    }
    fn confirm(&self, invite: Id, owner: Id, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |t| invites::confirm(t, invite, owner, &mac, now_ms),
            move |c, _| Ok(invites::find(c, invite)?.is_some_and(|row| row.confirm_mac == Some(mac))),
        )
    }
    fn delete_own_invite(&self, invite: Id, owner: Id) -> Answer<'_, ()> {
        self.delete_invite(invite, move |row| if row.owner == owner { Ok(()) } else { Err(Refused::NotFound) })
    }
    fn delete_scanned_invite(&self, invite: Id, auth: Hash) -> Answer<'_, ()> {
        self.delete_invite(invite, move |row| row.scanned(None, &auth))
    }

    fn roster(&self, mailbox: Id, caller: Id) -> Answer<'_, Vec<u8>> {
        self.read(move |c| mailboxes::roster(c, mailbox, caller))
    }
    fn put_roster(&self, new: NewRoster) -> Answer<'_, Stored> {
        let (mailbox, expected) = (new.mailbox, new.object.clone());
        self.write(
            move |t| mailboxes::put_roster(t, &new),
            move |c, _| Ok(mailboxes::roster(c, mailbox, mailbox)? == expected),
        )
    }
    fn delete_mailbox(&self, mailbox: Id) -> Answer<'_, ()> {
        self.ending(mailbox, move |t| mailboxes::delete(t, mailbox))
    }

    fn put_message(&self, new: NewMessage, most_a_week: u32) -> Answer<'_, Stored> {
        let (key, hash, news) = (new.key, random::sha256(&new.bytes), self.news.clone());
        self.write(
            move |t| messages::put(t, &new, most_a_week),
            move |c, _| {
                let there = messages::find(c, &key)?.is_some_and(|there| random::sha256(&there) == hash);
                if there {
                    news.came(Came { to: key.recipient, by: None });
                }
                Ok(there)
            },
        )
    }
    fn message(&self, key: MessageKey, caller: Id) -> Answer<'_, Vec<u8>> {
        self.read(move |c| {
            if caller != key.sender && caller != key.recipient {
                return Err(Refused::NotFound.into());
            }
            Ok(messages::find(c, &key)?.ok_or(Refused::NotFound)?)
        })
    }
    fn inbox(&self, account: Id, after: i64, limit: u32) -> Answer<'_, InboxPage> {
        self.read(move |c| messages::inbox(c, account, after, limit))
    }
    fn acknowledge(&self, mailbox: Id, recipient: Id, numbers: Vec<i64>) -> Answer<'_, u32> {
        self.write(move |t| messages::acknowledge(t, mailbox, recipient, &numbers), unchecked)
    }

    fn put_wake(&self, wake: Wake) -> Answer<'_, Stored> {
        let expected = wake.clone();
        self.write(
            move |t| wakes::put(t, &wake),
            move |c, _| Ok(wakes::find(c, expected.login)?.is_some_and(|there| there == expected)),
        )
    }
    fn wakes(&self, account: Id) -> Answer<'_, Vec<Wake>> {
        self.read(move |c| wakes::of(c, account))
    }
    fn forget_wake(&self, login: Id, endpoint: Option<Vec<u8>>) -> Answer<'_, ()> {
        self.write(move |t| wakes::forget(t, login, endpoint.as_deref()), unchecked)
    }

    fn purge(&self, now_ms: i64) -> Answer<'_, Purged> {
        Box::pin(async move {
            let (purged, gone) = self.write(move |t| keeping::purge(t, now_ms), unchecked).await?;
            {
                let mut logins = held(&self.logins);
                logins.purge(now_ms);
                for mailbox in gone {
                    logins.forget(mailbox);
                }
            }
            // What was deleted is overwritten in the pages; the log may still hold it until it is folded in.
            self.writer.alone(|seat| keeping::checkpoint(&seat.conn)).await?;
            Ok(purged)
        })
    }
    fn counts(&self) -> Answer<'_, Counts> {
        self.read(keeping::counts)
    }
    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            let settled = self.writer.alone(|seat| {
                keeping::checkpoint(&seat.conn)?;
                seat.generation.settle().map_err(|_| StoreError::Engine("the generation file cannot be flushed".into()))
            });
            let settled = match settled.await {
                Err(StoreError::Closed) => return Ok(()),
                other => other,
            };
            self.readers.iter().for_each(Worker::stop);
            self.writer.stop();
            drop(held(&self.lock).take());
            settled
        })
    }
}

impl SqliteStore {
    /// A write that ends a login. Its tokens end with the commit, also where the client has gone away.
    fn ending(
        &self,
        login: Id,
        body: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Answer<'_, ()> {
        let logins = self.logins.clone();
        self.write(body, move |_, ()| {
            held(&logins).forget(login);
            Ok(true)
        })
    }

    /// Turns "destroyed" into a refusal, after the destroying was committed.
    fn destroyed<T: Send + 'static>(&self, answer: Answer<'static, invites::Done<T>>) -> Answer<'_, T> {
        Box::pin(async move {
            match answer.await? {
                invites::Done::Kept(value) => Ok(value),
                invites::Done::Gone(mailbox) => {
                    if let Some(mailbox) = mailbox {
                        held(&self.logins).forget(mailbox);
                    }
                    Err(Refused::Destroyed.into())
                }
            }
        })
    }

    fn delete_invite(
        &self,
        invite: Id,
        allowed: impl FnOnce(&super::rules::InviteRow) -> Result<(), Refused> + Send + 'static,
    ) -> Answer<'_, ()> {
        let answer = self.write(
            move |t| {
                let row = invites::required(t, invite)?;
                allowed(&row)?;
                invites::destroy(t, &row)
            },
            unchecked,
        );
        Box::pin(async move {
            if let Some(mailbox) = answer.await? {
                held(&self.logins).forget(mailbox);
            }
            Ok(())
        })
    }
}
