//! The store in PostgreSQL 15 or newer, for many replicas of the relay on one database.
//!
//! Nothing is kept in a replica's memory that another one would need: challenges and tokens are rows as well. A decision is
//! made under a lock on what it is about (an account, an invite, a mailbox), taken before anything is read, so that the
//! rules see what the last one left, as they do on SQLite's one writer. Numbers of an inbox are taken under the lock of the
//! recipient's row, last in the transaction: their order is the order of commits, on whatever replica.
//!
//! A request whose client went away is finished all the same: each runs as a task of its own. What every request needs, and what most
//! of them are, goes together where several come at once (`gather`).

mod accounts;
mod conn;
mod device_invites;
mod gather;
mod invites;
mod keeping;
mod listen;
mod logins;
mod mailboxes;
mod messages;
mod moving;
mod open;
mod rows;
mod tls;
mod together;
mod vaults;
mod wakes;

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use handrail_wire::api::{InviteView, Method, RevealView};
use handrail_wire::{Hash, Id, Key32};
use tokio::sync::Semaphore;
use tokio_postgres::Config;

use self::conn::{Conn, Pool};
use self::gather::{Gather, Together};
use self::invites::Done;
use self::listen::Listener;
use self::logins::TokenAsked;
use self::tls::Tls;
use self::together::Put;
use super::news::News;
use super::rules::InviteRow;
use super::{
    Answer, Counts, Holder, InboxPage, InviteKey, MessageKey, NewAccount, NewInvite, NewMailbox, NewMessage, NewRoster,
    Object, ObjectKind, OpenError, Purged, Refused, Store, StoreError, Stored, Wake,
};

pub use moving::{read as read_all, write as write_all};
pub use open::{Facts, facts};

/// Connections a replica opens at most, unless told otherwise.
pub const CONNECTIONS: usize = 8;

/// Where a database is and how it is reached.
#[derive(Clone)]
pub struct Address {
    /// `postgresql://USER:PASSWORD@HOST/DATABASE?...`. With `sslmode=require` the connection is TLS and the server's
    /// certificate is checked.
    pub url: String,
    /// Certificates (PEM) to trust instead of the system's.
    pub authority: Option<PathBuf>,
    /// Most connections at once.
    pub connections: usize,
}

impl Address {
    /// An address with the system's certificates and the usual number of connections.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), authority: None, connections: CONNECTIONS }
    }
}

/// A job on a connection.
type Job<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// As many calls as can be under way; more than a replica has connections to clients.
const CALLS: u32 = 1 << 20;

/// The store in PostgreSQL.
pub struct PostgresStore {
    pool: Arc<Pool>,
    /// What this replica last saw; another one may have accepted a restore.
    epoch: Arc<RwLock<Id>>,
    calls: Arc<Semaphore>,
    fresh: bool,
    news: Arc<News>,
    /// Between replicas; from [`PostgresStore::listen`] on.
    listener: Arc<OnceLock<Listener>>,
    way: (Config, Option<Tls>),
    messages: Arc<Gather<Put>>,
    tokens: Arc<Gather<TokenAsked>>,
}

impl PostgresStore {
    /// Opens the database, its tables made or brought up to date if need be. With `accept_restore` it gets a new epoch id.
    pub async fn open(address: &Address, accept_restore: bool) -> Result<Self, OpenError> {
        let open::Opened { config, tls, epoch, fresh } = open::open(address, accept_restore).await?;
        Ok(Self {
            way: (config.clone(), tls.clone()),
            pool: Arc::new(Pool::new(config, tls, address.connections)),
            news: Arc::default(),
            listener: Arc::default(),
            epoch: Arc::new(RwLock::new(epoch)),
            calls: Arc::new(Semaphore::new(usize::try_from(CALLS).unwrap_or(Semaphore::MAX_PERMITS))),
            fresh,
            messages: Arc::default(),
            tokens: Arc::default(),
        })
    }

    /// From now on hears what other replicas take in, and tells them what this one does; over a connection of its own.
    pub fn listen(&self) {
        let (config, tls) = self.way.clone();
        self.listener.get_or_init(|| Listener::start(config, tls, self.news.clone()));
    }

    /// Whether opening made the tables.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Does a job on a connection, beginning now.
    fn run<T: Send + 'static>(
        &self,
        job: impl for<'c> FnOnce(&'c Conn) -> Job<'c, T> + Send + 'static,
    ) -> Answer<'static, T> {
        let Ok(call) = self.calls.clone().try_acquire_owned() else {
            return Box::pin(async { Err(StoreError::Closed) });
        };
        let pool = self.pool.clone();
        let task = tokio::spawn(async move {
            let answer = pool.with(job).await;
            drop(call);
            answer
        });
        Box::pin(async move { task.await.unwrap_or_else(|_| Err(StoreError::Engine("a job was ended".into()))) })
    }

    /// Does a job together with others of its kind, beginning now or when those that are under way are done.
    fn together<Q: Together>(&self, gather: &Arc<Gather<Q>>, asks: Q) -> Answer<'static, Q::Answer> {
        let Ok(call) = self.calls.clone().try_acquire_owned() else {
            return Box::pin(async { Err(StoreError::Closed) });
        };
        let (answered, gather, pool) = (gather.add(asks), gather.clone(), self.pool.clone());
        tokio::spawn(async move {
            gather.serve(&pool).await;
            drop(call);
        });
        Box::pin(async move { answered.await.unwrap_or_else(|_| Err(StoreError::Engine("a job was ended".into()))) })
    }

    /// One transaction. `check` reads back, after the commit, what a new write left behind.
    fn write<T: Send + Sync + 'static>(
        &self,
        body: impl for<'c> FnOnce(&'c Conn) -> Job<'c, T> + Send + 'static,
        check: impl for<'c> FnOnce(&'c Conn, &'c T) -> Job<'c, bool> + Send + 'static,
    ) -> Answer<'static, T> {
        self.run(move |c| {
            Box::pin(async move {
                c.batch("BEGIN").await?;
                match body(c).await {
                    Ok(answer) => {
                        c.batch("COMMIT").await?;
                        if check(c, &answer).await? { Ok(answer) } else { Err(StoreError::ReadBack) }
                    }
                    Err(error) => {
                        c.batch("ROLLBACK").await?;
                        Err(error)
                    }
                }
            })
        })
    }

    /// Turns "destroyed" into a refusal, after the destroying was committed.
    fn destroyed<T: Send + 'static>(answer: Answer<'static, Done<T>>) -> Answer<'static, T> {
        Box::pin(async move {
            match answer.await? {
                Done::Kept(value) => Ok(value),
                Done::Gone => Err(Refused::Destroyed.into()),
            }
        })
    }

    fn delete_invite(
        &self,
        invite: Id,
        allowed: impl FnOnce(&InviteRow) -> Result<(), Refused> + Send + 'static,
    ) -> Answer<'_, ()> {
        self.write(
            move |c| {
                Box::pin(async move {
                    let row = invites::held(c, invite).await?;
                    allowed(&row)?;
                    invites::destroy(c, &row).await?;
                    Ok(())
                })
            },
            unchecked,
        )
    }
}

/// For writes that are not answered with 201.
fn unchecked<'c, T>(_: &'c Conn, _: &'c T) -> Job<'c, bool> {
    Box::pin(async { Ok(true) })
}

/// The statement behind [`lock`].
const LOCK: &str = "SELECT pg_advisory_xact_lock($1)";

/// Waits for everybody else who decides about this id, until the transaction ends. Taken before anything is read: each
/// statement after it sees what the one before left.
async fn lock(c: &Conn, id: Id) -> Result<(), StoreError> {
    c.change(LOCK, &[&lock_number(id)]).await?;
    Ok(())
}

/// The number that stands for an id among the locks. Two ids with one number only wait for each other.
fn lock_number(id: Id) -> i64 {
    let (high, low) = id.0.split_at(8);
    let number = |half: &[u8]| half.iter().fold(0_i64, |number, byte| (number << 8) | i64::from(*byte));
    number(high) ^ number(low)
}

impl Store for PostgresStore {
    fn epoch(&self) -> Id {
        *self.epoch.read().unwrap_or_else(PoisonError::into_inner)
    }
    fn news(&self) -> &Arc<News> {
        &self.news
    }

    fn login(&self, login: Id) -> Answer<'_, Option<(Holder, Key32)>> {
        self.run(move |c| Box::pin(logins::find(c, login)))
    }
    fn keep_challenge(&self, challenge: Hash, login: Id, until_ms: i64, _: i64) -> Answer<'_, ()> {
        self.run(move |c| Box::pin(logins::keep_challenge(c, challenge, login, until_ms)))
    }
    fn take_challenge(&self, challenge: Hash, login: Id, now_ms: i64) -> Answer<'_, bool> {
        self.run(move |c| Box::pin(logins::take_challenge(c, challenge, login, now_ms)))
    }
    fn keep_token(&self, token: Hash, holder: Holder, until_ms: i64, _: i64) -> Answer<'_, ()> {
        self.run(move |c| Box::pin(logins::keep_token(c, token, holder, until_ms)))
    }
    fn token(&self, token: Hash, now_ms: i64) -> Answer<'_, Option<Holder>> {
        let asked = self.together(&self.tokens, TokenAsked { token, now_ms });
        let seen = self.epoch.clone();
        Box::pin(async move {
            let (holder, epoch) = asked.await?;
            let known = *seen.read().unwrap_or_else(PoisonError::into_inner);
            if known != epoch {
                *seen.write().unwrap_or_else(PoisonError::into_inner) = epoch;
            }
            Ok(holder)
        })
    }

    fn add_enrolment(&self, code: Hash, until_ms: i64) -> Answer<'_, ()> {
        self.write(
            move |c| Box::pin(accounts::add_enrolment(c, code, until_ms)),
            move |c, ()| Box::pin(accounts::has_enrolment(c, code)),
        )
    }
    fn create_account(&self, new: NewAccount, now_ms: i64) -> Answer<'_, Stored> {
        let (account, keyset, blob) = (new.account, new.keyset.clone(), new.blob.clone());
        self.write(
            move |c| Box::pin(async move { accounts::create(c, &new, now_ms).await }),
            move |c, stored| {
                Box::pin(async move {
                    // The same again finds what has become of it since.
                    Ok(*stored == Stored::Same
                        || (accounts::keyset(c, account).await?.is_some_and(|there| there == keyset)
                            && accounts::object(c, account, ObjectKind::Blob)
                                .await?
                                .is_some_and(|there| there.bytes == blob)))
                })
            },
        )
    }
    fn methods(&self, account: Id) -> Answer<'_, Vec<Method>> {
        self.run(move |c| Box::pin(accounts::methods(c, account)))
    }
    fn put_method(&self, account: Id, method: Method) -> Answer<'_, Stored> {
        let expected = method.clone();
        self.write(
            move |c| Box::pin(async move { accounts::put_method(c, account, &method).await }),
            move |c, _| Box::pin(async move { Ok(accounts::methods(c, account).await?.contains(&expected)) }),
        )
    }
    fn delete_method(&self, account: Id, locator: Id) -> Answer<'_, ()> {
        self.write(move |c| Box::pin(accounts::delete_method(c, account, locator)), unchecked)
    }
    fn set_retention(&self, account: Id, days: u16) -> Answer<'_, ()> {
        self.write(move |c| Box::pin(accounts::set_retention(c, account, days)), unchecked)
    }
    fn object(&self, account: Id, kind: ObjectKind) -> Answer<'_, Option<Object>> {
        self.run(move |c| Box::pin(accounts::object(c, account, kind)))
    }
    fn put_object(&self, account: Id, kind: ObjectKind, if_version: i64, bytes: Vec<u8>) -> Answer<'_, (Stored, i64)> {
        let expected = bytes.clone();
        self.write(
            move |c| Box::pin(async move { accounts::put_object(c, account, kind, if_version, &bytes).await }),
            move |c, (_, version)| {
                Box::pin(async move {
                    let there = accounts::object(c, account, kind).await?;
                    // Another replica may have put the next one on top by now.
                    Ok(there.is_some_and(|there| {
                        there.version > *version || (there.version == *version && there.bytes == expected)
                    }))
                })
            },
        )
    }
    fn keyset(&self, account: Id) -> Answer<'_, Option<Vec<u8>>> {
        self.run(move |c| Box::pin(accounts::keyset(c, account)))
    }
    fn put_keyset(&self, account: Id, object: Vec<u8>, highest: u32) -> Answer<'_, Stored> {
        // Read back in the transaction: right after the commit a newer one may stand there.
        self.write(
            move |c| {
                Box::pin(async move {
                    let stored = accounts::put_keyset(c, account, &object, highest).await?;
                    let there = accounts::keyset(c, account).await?;
                    if there.is_some_and(|there| there == object) { Ok(stored) } else { Err(StoreError::ReadBack) }
                })
            },
            unchecked,
        )
    }

    fn create_invite(&self, new: NewInvite, most: u32, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |c| Box::pin(async move { invites::create(c, &new, most, now_ms).await }),
            move |c, _| {
                Box::pin(async move {
                    Ok(invites::find(c, new.invite)
                        .await?
                        .is_some_and(|row| row.auth == new.auth && row.owner == new.owner))
                })
            },
        )
    }
    fn claim(&self, invite: Id, auth: Hash, claim: Id, now_ms: i64) -> Answer<'_, Vec<u8>> {
        let key = InviteKey { invite, auth, claim };
        let step = self.write(move |c| Box::pin(invites::claim(c, None, key, now_ms)), unchecked);
        Self::destroyed(step)
    }
    fn create_mailbox(&self, new: NewMailbox, now_ms: i64) -> Answer<'_, Stored> {
        let (mailbox, keyset) = (new.mailbox, new.keyset.clone());
        let step = self.write(
            move |c| Box::pin(async move { invites::make_mailbox(c, &new, now_ms).await }),
            move |c, done| {
                Box::pin(async move {
                    Ok(matches!(done, Done::Gone)
                        || accounts::keyset(c, mailbox).await?.is_some_and(|there| there == keyset))
                })
            },
        );
        Self::destroyed(step)
    }
    fn hello(&self, key: InviteKey, mailbox: Id, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        let step = self.write(
            move |c| Box::pin(async move { invites::hello(c, &key, mailbox, &mac, now_ms).await }),
            move |c, done| {
                Box::pin(async move {
                    Ok(matches!(done, Done::Gone)
                        || invites::find(c, key.invite).await?.is_some_and(|row| row.hello_mac == Some(mac)))
                })
            },
        );
        Self::destroyed(step)
    }
    fn invite(&self, invite: Id, owner: Id, now_ms: i64) -> Answer<'_, InviteView> {
        self.run(move |c| Box::pin(invites::view(c, invite, owner, now_ms)))
    }
    fn reveal(&self, invite: Id, owner: Id, nonce: Hash, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |c| Box::pin(async move { invites::reveal(c, invite, owner, &nonce, &mac, now_ms).await }),
            move |c, _| {
                Box::pin(async move {
                    Ok(invites::find(c, invite).await?.is_some_and(|row| row.reveal == Some((nonce, mac))))
                })
            },
        )
    }
    fn revealed(&self, invite: Id, auth: Hash, now_ms: i64) -> Answer<'_, Option<RevealView>> {
        self.run(move |c| {
            Box::pin(async move { Ok(invites::required(c, invite).await?.of(None)?.revealed(&auth, now_ms)?) })
        })
    }
    fn confirm(&self, invite: Id, owner: Id, mac: Hash, now_ms: i64) -> Answer<'_, Stored> {
        self.write(
            move |c| Box::pin(async move { invites::confirm(c, invite, owner, &mac, now_ms).await }),
            move |c, _| {
                Box::pin(
                    async move { Ok(invites::find(c, invite).await?.is_some_and(|row| row.confirm_mac == Some(mac))) },
                )
            },
        )
    }
    fn delete_own_invite(&self, invite: Id, owner: Id) -> Answer<'_, ()> {
        self.delete_invite(invite, move |row| if row.owner == owner { Ok(()) } else { Err(Refused::NotFound) })
    }
    fn delete_scanned_invite(&self, invite: Id, auth: Hash) -> Answer<'_, ()> {
        self.delete_invite(invite, move |row| row.scanned(None, &auth))
    }

    fn roster(&self, mailbox: Id, caller: Id) -> Answer<'_, Vec<u8>> {
        self.run(move |c| Box::pin(mailboxes::roster(c, mailbox, caller)))
    }
    fn put_roster(&self, new: NewRoster) -> Answer<'_, Stored> {
        // Read back in the transaction, for the reason given at `put_keyset`.
        self.write(
            move |c| {
                Box::pin(async move {
                    let stored = mailboxes::put_roster(c, &new).await?;
                    let there = mailboxes::roster(c, new.mailbox, new.mailbox).await?;
                    if there == new.object { Ok(stored) } else { Err(StoreError::ReadBack) }
                })
            },
            unchecked,
        )
    }
    fn delete_mailbox(&self, mailbox: Id) -> Answer<'_, ()> {
        self.write(move |c| Box::pin(mailboxes::remove(c, mailbox)), unchecked)
    }

    fn put_message(&self, new: NewMessage, most_a_week: u32) -> Answer<'_, Stored> {
        let (news, listener) = (self.news.clone(), self.listener.clone());
        self.together(&self.messages, Put { new, most_a_week, news, listener })
    }
    fn message(&self, key: MessageKey, caller: Id) -> Answer<'_, Vec<u8>> {
        self.run(move |c| {
            Box::pin(async move {
                if caller != key.sender && caller != key.recipient {
                    return Err(Refused::NotFound.into());
                }
                Ok(messages::find(c, &key).await?.ok_or(Refused::NotFound)?)
            })
        })
    }
    fn inbox(&self, account: Id, after: i64, limit: u32) -> Answer<'_, InboxPage> {
        self.run(move |c| Box::pin(messages::inbox(c, account, after, limit)))
    }
    fn acknowledge(&self, mailbox: Id, recipient: Id, numbers: Vec<i64>) -> Answer<'_, u32> {
        self.write(
            move |c| Box::pin(async move { messages::acknowledge(c, mailbox, recipient, &numbers).await }),
            unchecked,
        )
    }

    fn put_wake(&self, wake: Wake) -> Answer<'_, Stored> {
        // Read back in the transaction, for the reason given at `put_keyset`.
        self.write(
            move |c| {
                Box::pin(async move {
                    let stored = wakes::put(c, &wake).await?;
                    let there = wakes::find(c, wake.login).await?;
                    if there.is_some_and(|there| there == wake) { Ok(stored) } else { Err(StoreError::ReadBack) }
                })
            },
            unchecked,
        )
    }
    fn wakes(&self, account: Id) -> Answer<'_, Vec<Wake>> {
        self.run(move |c| Box::pin(wakes::of(c, account)))
    }
    fn forget_wake(&self, login: Id, endpoint: Option<Vec<u8>>) -> Answer<'_, ()> {
        self.run(move |c| Box::pin(async move { wakes::forget(c, login, endpoint.as_deref()).await }))
    }

    fn purge(&self, now_ms: i64) -> Answer<'_, Purged> {
        self.write(move |c| Box::pin(keeping::purge(c, now_ms)), unchecked)
    }
    fn counts(&self) -> Answer<'_, Counts> {
        self.run(move |c| Box::pin(keeping::counts(c)))
    }
    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            // Nobody begins any more, and everybody who began ends. Closed already: nothing to do.
            if let Ok(all) = self.calls.acquire_many(CALLS).await {
                all.forget();
                self.calls.close();
                self.pool.close();
            }
            Ok(())
        })
    }
}
