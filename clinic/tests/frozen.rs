//! Databases of every format there ever was, as the relay of that day left them, opened by the relay of today.
//!
//! They stand in `frozen/` as SQL and are never changed; each new format adds one for each store. What is in them is what
//! `lived_in` does, and it is done again on a fresh store, so that what is expected is true of both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod databases;

use std::path::PathBuf;

use handrail_clinic::store::postgres::{Address, PostgresStore};
use handrail_clinic::store::sqlite::{self, Opening, SqliteStore};
use handrail_clinic::store::vaults::NewVault;
use handrail_clinic::store::{
    Counts, InviteKey, MessageKey, NewAccount, NewInvite, NewMailbox, NewMessage, NewRoster, ObjectKind, Store, Stored,
};
use handrail_wire::api::{InviteState, Method};
use handrail_wire::{Fixed, Hash, Id};

const NOW: i64 = 1_795_262_400_000;
const DAY: i64 = 86_400_000;
const SAM: Id = Fixed([1; 16]);
const KIM: Id = Fixed([5; 16]);
const ANNA: Id = Fixed([20; 16]);
const BEN: Id = Fixed([30; 16]);

/// Each format on SQLite: its number and its file.
const SQLITE: [(i64, &str); 5] = [
    (1, include_str!("frozen/sqlite-1.sql")),
    (2, include_str!("frozen/sqlite-2.sql")),
    (3, include_str!("frozen/sqlite-3.sql")),
    (4, include_str!("frozen/sqlite-4.sql")),
    (5, include_str!("frozen/sqlite-5.sql")),
];
/// Each format on PostgreSQL.
const POSTGRES: [(i64, &str); 5] = [
    (1, include_str!("frozen/postgres-1.sql")),
    (2, include_str!("frozen/postgres-2.sql")),
    (3, include_str!("frozen/postgres-3.sql")),
    (4, include_str!("frozen/postgres-4.sql")),
    (5, include_str!("frozen/postgres-5.sql")),
];

fn id(n: u8) -> Id {
    Fixed([n; 16])
}
fn hash(n: u8) -> Hash {
    Fixed([n; 32])
}

fn account(n: u8) -> NewAccount {
    NewAccount {
        account: id(n),
        identity: hash(n),
        code: hash(n),
        request: hash(n),
        keyset: vec![n; 50],
        highest: 10,
        methods: vec![Method { locator: id(n + 1), key: hash(1) }, Method { locator: id(n + 2), key: hash(2) }],
        blob: vec![n; 30],
    }
}

fn key(n: u8) -> InviteKey {
    InviteKey { invite: id(n), auth: hash(n), claim: id(n + 1) }
}

fn message(mailbox: Id, sender: Id, recipient: Id, seq: i64) -> NewMessage {
    let key = MessageKey { mailbox, sender, device: id(99), recipient, seq };
    NewMessage {
        key,
        identity: Fixed([key.sender.0[0]; 32]),
        purpose: 1,
        day: NOW / DAY,
        bytes: format!("{sender} to {recipient}: {seq}").into_bytes(),
    }
}

async fn invited(store: &dyn Store, n: u8, owner: Id) {
    let new = NewInvite { invite: id(n), owner, auth: hash(n), until_ms: NOW + 600_000 };
    assert_eq!(store.create_invite(new, 20, NOW).await.unwrap(), Stored::New);
}

async fn paired(store: &dyn Store, n: u8, owner: Id, readers: &[Id]) {
    invited(store, n, owner).await;
    store.claim(id(n), hash(n), key(n).claim, NOW).await.unwrap();
    let new = NewMailbox { key: key(n), mailbox: id(n), identity: hash(n), keyset: vec![n; 40], highest: 10 };
    store.create_mailbox(new, NOW).await.unwrap();
    store.hello(key(n), id(n), hash(1), NOW).await.unwrap();
    store.reveal(id(n), owner, hash(2), hash(3), NOW).await.unwrap();
    store.confirm(id(n), owner, hash(4), NOW).await.unwrap();
    let roster = NewRoster { mailbox: id(n), epoch: 1, readers: readers.to_vec(), object: vec![n; 60] };
    store.put_roster(roster).await.unwrap();
}

/// Two practitioners, two clients, messages both ways, some of them read; one invite scanned, one code unused.
async fn lived_in(store: &dyn Store) {
    for n in [1, 5] {
        store.add_enrolment(hash(n), NOW + DAY).await.unwrap();
        store.create_account(account(n), NOW).await.unwrap();
    }
    store.put_method(SAM, Method { locator: id(10), key: hash(10) }).await.unwrap();
    store.put_object(SAM, ObjectKind::State, 0, vec![7; 20]).await.unwrap();
    store.put_object(SAM, ObjectKind::State, 1, vec![8; 20]).await.unwrap();
    store.set_retention(KIM, 14).await.unwrap();
    paired(store, 20, SAM, &[SAM, KIM]).await;
    paired(store, 30, SAM, &[SAM]).await;
    for (mailbox, sender, recipient, seq) in
        [(ANNA, ANNA, SAM, 1), (ANNA, ANNA, KIM, 1), (ANNA, ANNA, SAM, 2), (BEN, BEN, SAM, 1), (ANNA, SAM, ANNA, 1)]
    {
        store.put_message(message(mailbox, sender, recipient, seq), 200).await.unwrap();
    }
    assert_eq!(store.acknowledge(ANNA, SAM, vec![1]).await.unwrap(), 1);
    invited(store, 40, SAM).await;
    store.claim(id(40), hash(40), key(40).claim, NOW).await.unwrap();
    store.add_enrolment(hash(50), NOW + 7 * DAY).await.unwrap();
}

/// Everything of it is there, and goes on from where it was.
async fn goes_on(store: &dyn Store) {
    let counts = Counts { accounts: 2, mailboxes: 2, messages: 4, invites: 3, enrolments: 1, ..Counts::default() };
    assert_eq!(store.counts().await.unwrap(), counts);
    assert_eq!(store.login(BEN).await.unwrap().unwrap().1, hash(30));
    assert_eq!(store.methods(SAM).await.unwrap().len(), 3);
    let state = store.object(SAM, ObjectKind::State).await.unwrap().unwrap();
    assert_eq!((state.version, state.bytes), (2, vec![8; 20]));
    assert_eq!(store.object(KIM, ObjectKind::Blob).await.unwrap().unwrap().bytes, vec![5; 30]);
    assert_eq!(store.keyset(ANNA).await.unwrap(), Some(vec![20; 40]));
    assert_eq!(store.roster(ANNA, KIM).await.unwrap(), vec![20; 60]);
    assert_eq!(store.invite(id(40), SAM, NOW).await.unwrap().state, InviteState::Claimed);
    let inbox = store.inbox(SAM, 0, 100).await.unwrap().messages;
    assert_eq!(inbox.iter().map(|message| message.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(inbox[0].bytes, message(ANNA, ANNA, SAM, 2).bytes);
    assert_eq!(store.inbox(ANNA, 0, 100).await.unwrap().messages.len(), 1);

    assert_eq!(store.put_message(message(ANNA, ANNA, SAM, 2), 200).await.unwrap(), Stored::Same);
    assert_eq!(store.put_message(message(ANNA, ANNA, SAM, 3), 200).await.unwrap(), Stored::New);
    assert_eq!(store.inbox(SAM, 3, 100).await.unwrap().messages[0].number, 4);
    let next = NewRoster { mailbox: ANNA, epoch: 2, readers: vec![SAM], object: vec![21; 60] };
    assert_eq!(store.put_roster(next).await.unwrap(), Stored::Replaced);
    assert_eq!(store.put_object(SAM, ObjectKind::State, 2, vec![9; 20]).await.unwrap(), (Stored::Replaced, 3));
    assert_eq!(
        store.create_account(NewAccount { account: id(60), code: hash(50), ..account(60) }, NOW).await.unwrap(),
        Stored::New
    );
    let vault = NewVault {
        vault: id(70),
        list: vec![70; 60],
        keyring: vec![71; 60],
        device: Method { locator: id(71), key: hash(71) },
        recovery: Method { locator: id(72), key: hash(72) },
        voucher: Some(ANNA),
        open_a_day: 0,
        day: NOW / DAY,
    };
    assert_eq!(store.create_vault(vault).await.unwrap(), Stored::New);
    let purged = store.purge(NOW + 200 * DAY).await.unwrap();
    assert_eq!((purged.messages, purged.invites), (3, 3));
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("handrail-frozen-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_sqlite_database_of_every_format_is_opened_and_goes_on() {
    for (format, sql) in SQLITE {
        let folder = Folder::new(&format!("sqlite-{format}"));
        let conn = rusqlite::Connection::open(folder.0.join(sqlite::DATABASE)).unwrap();
        conn.execute_batch(sql).unwrap();
        let (epoch, writes): ([u8; 16], i64) =
            conn.query_row("SELECT epoch, writes FROM relay", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        drop(conn);
        // With its generation file, as after an update of the program: no flag is asked for.
        let mark = format!("{} {writes:020}\n", Id::from(epoch));
        std::fs::write(folder.0.join(sqlite::GENERATION), mark).unwrap();
        let store = SqliteStore::open(&folder.0, Opening::Serve { accept_restore: false }).unwrap();
        assert_eq!(store.epoch(), Id::from(epoch));
        goes_on(&store).await;
        store.close().await.unwrap();
        let facts = sqlite::facts(&folder.0).unwrap();
        assert!(facts.is_well(), "{facts:?}");
        // The newest format is frozen too.
        assert!(SQLITE.iter().any(|(frozen, _)| *frozen == facts.format));

        // The same as a backup of that day.
        let (shelf, new) = (Folder::new("shelf"), Folder::new("new"));
        let copy = shelf.0.join("backup.sqlite3");
        rusqlite::Connection::open(&copy).unwrap().execute_batch(sql).unwrap();
        let restored = sqlite::restore(&copy, &new.0).unwrap();
        assert_ne!(restored.facts.epoch, Id::from(epoch));
        assert_eq!((restored.facts.counts.messages, restored.facts.counts.invites), (4, 0));
    }
}

#[tokio::test]
async fn a_fresh_sqlite_database_is_like_the_frozen_ones() {
    let folder = Folder::new("fresh");
    let store = SqliteStore::open(&folder.0, Opening::Serve { accept_restore: false }).unwrap();
    lived_in(&store).await;
    goes_on(&store).await;
    store.close().await.unwrap();
}

mod on_postgres {
    use super::*;
    use crate::databases::Database;

    #[tokio::test]
    async fn a_database_of_every_format_is_opened_and_goes_on() {
        for (_, sql) in POSTGRES {
            let Some(database) = Database::make("a_database_of_every_format_is_opened_and_goes_on") else { return };
            database.run(sql);
            let store = PostgresStore::open(&Address::new(&database.url), false).await.unwrap();
            assert!(!store.is_fresh());
            goes_on(&store).await;
            store.close().await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_fresh_database_is_like_the_frozen_ones() {
        let Some(database) = Database::make("a_fresh_database_is_like_the_frozen_ones") else { return };
        let store = PostgresStore::open(&Address::new(&database.url), false).await.unwrap();
        lived_in(&store).await;
        goes_on(&store).await;
        let facts = handrail_clinic::store::postgres::facts(&Address::new(&database.url)).await.unwrap();
        // The newest format is frozen too.
        assert!(POSTGRES.iter().any(|(frozen, _)| *frozen == facts.format));
        store.close().await.unwrap();
    }
}
