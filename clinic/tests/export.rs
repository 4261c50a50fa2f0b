//! A relay's export: whole and the same from every store, taken in by another one with nothing lost; one person's part of it;
//! and every way in which a file can be wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod databases;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use handrail_clinic::export::{ExportError, Place, check, export, import};
use handrail_clinic::store::moving::{LEFT, TABLES};
use handrail_clinic::store::postgres::{Address, PostgresStore};
use handrail_clinic::store::sqlite::{DATABASE, Opening, SqliteStore, facts};
use handrail_clinic::store::vaults::{NewBatches, NewSnapshot, NewVault};
use handrail_clinic::store::{
    Counts, InviteKey, MessageKey, NewAccount, NewInvite, NewMailbox, NewMessage, NewRoster, ObjectKind, OpenError,
    Store, Stored,
};
use handrail_wire::api::Method;
use handrail_wire::{Fixed, Hash, Id};

const NOW: i64 = 1_795_262_400_000;
const DAY: i64 = 86_400_000;
const SAM: Id = Fixed([1; 16]);
const KIM: Id = Fixed([5; 16]);
const ANNA: Id = Fixed([20; 16]);
const BEN: Id = Fixed([30; 16]);
/// Ben's vault.
const VAULT: Id = Fixed([70; 16]);

fn id(n: u8) -> Id {
    Fixed([n; 16])
}
fn hash(n: u8) -> Hash {
    Fixed([n; 32])
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("handrail-export-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    fn place(&self) -> Place {
        Place::Folder(self.0.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn practitioner(store: &dyn Store, n: u8) {
    store.add_enrolment(hash(n), NOW + DAY).await.unwrap();
    let new = NewAccount {
        account: id(n),
        identity: hash(n),
        code: hash(n),
        request: hash(n),
        keyset: vec![n; 50],
        highest: 10,
        methods: vec![Method { locator: id(n + 1), key: hash(1) }, Method { locator: id(n + 2), key: hash(2) }],
        blob: vec![n; 30],
    };
    store.create_account(new, NOW).await.unwrap();
}

async fn client(store: &dyn Store, n: u8, readers: &[Id]) {
    let key = InviteKey { invite: id(n), auth: hash(n), claim: id(n + 1) };
    let new = NewInvite { invite: id(n), owner: SAM, auth: hash(n), until_ms: NOW + 600_000 };
    store.create_invite(new, 20, NOW).await.unwrap();
    store.claim(id(n), hash(n), key.claim, NOW).await.unwrap();
    let new = NewMailbox { key, mailbox: id(n), identity: hash(n), keyset: vec![n; 40], highest: 10 };
    store.create_mailbox(new, NOW).await.unwrap();
    if readers.is_empty() {
        // The words were never compared.
        return;
    }
    store.hello(key, id(n), hash(1), NOW).await.unwrap();
    store.reveal(id(n), SAM, hash(2), hash(3), NOW).await.unwrap();
    store.confirm(id(n), SAM, hash(4), NOW).await.unwrap();
    let roster = NewRoster { mailbox: id(n), epoch: 1, readers: readers.to_vec(), object: vec![n; 60] };
    store.put_roster(roster).await.unwrap();
}

fn message(mailbox: Id, sender: Id, recipient: Id, seq: i64) -> NewMessage {
    let key = MessageKey { mailbox, sender, device: id(99), recipient, seq };
    let bytes = format!("{sender} to {recipient}: {seq}").into_bytes();
    NewMessage { key, identity: Fixed([sender.0[0]; 32]), purpose: 1, day: NOW / DAY, bytes }
}

/// Two practitioners, two clients, one whose pairing never ended, messages, a vault.
async fn lived_in(store: &dyn Store) {
    practitioner(store, 1).await;
    practitioner(store, 5).await;
    store.put_object(SAM, ObjectKind::State, 0, vec![8; 20]).await.unwrap();
    store.set_retention(KIM, 14).await.unwrap();
    client(store, 20, &[SAM, KIM]).await;
    client(store, 30, &[SAM]).await;
    client(store, 40, &[]).await;
    store.add_enrolment(hash(50), NOW + DAY).await.unwrap();
    for (mailbox, sender, recipient, seq) in
        [(ANNA, ANNA, SAM, 1), (ANNA, ANNA, KIM, 1), (ANNA, ANNA, SAM, 2), (BEN, BEN, SAM, 1), (ANNA, SAM, ANNA, 1)]
    {
        store.put_message(message(mailbox, sender, recipient, seq), 200).await.unwrap();
    }
    assert_eq!(store.acknowledge(BEN, SAM, vec![3]).await.unwrap(), 1);
    let vault = NewVault {
        vault: VAULT,
        list: vec![70; 60],
        keyring: vec![71; 60],
        device: Method { locator: id(71), key: hash(71) },
        recovery: Method { locator: id(72), key: hash(72) },
        voucher: Some(BEN),
        open_a_day: 0,
        day: NOW / DAY,
    };
    store.create_vault(vault).await.unwrap();
    let batches = NewBatches {
        vault: VAULT,
        device: id(71),
        after: 0,
        said: (None, None),
        batches: vec![vec![1; 100], vec![2; 100]],
        tip: (2, hash(9)),
        seen: None,
        head: Some(vec![3; 10]),
        ack: None,
        most_bytes: 1 << 20,
    };
    store.add_batches(batches).await.unwrap();
    let snapshot = NewSnapshot { vault: VAULT, device: id(71), number: 1, bytes: vec![5; 300], most_bytes: 1 << 20 };
    store.put_snapshot(snapshot).await.unwrap();
}

/// Everything that lasts is there and goes on from where it was.
async fn goes_on(store: &dyn Store, next: i64) {
    let counts = store.counts().await.unwrap();
    let expected = Counts {
        accounts: 2,
        mailboxes: 2,
        messages: 4,
        vaults: 1,
        batches: 2,
        snapshots: 1,
        vault_bytes: 500,
        ..Counts::default()
    };
    assert_eq!(counts, expected);
    assert_eq!(store.login(BEN).await.unwrap().unwrap().1, hash(30));
    assert!(store.login(id(40)).await.unwrap().is_none(), "a pairing that never ended stays behind");
    assert_eq!(store.object(SAM, ObjectKind::State).await.unwrap().unwrap().bytes, vec![8; 20]);
    assert_eq!(store.roster(ANNA, KIM).await.unwrap(), vec![20; 60]);
    assert_eq!(store.snapshot(VAULT, id(71), 1).await.unwrap(), Some(vec![5; 300]));
    let chain = &store.chains(VAULT).await.unwrap()[0];
    assert_eq!((chain.sequence, chain.head.clone(), chain.ack.clone()), (2, Some(vec![3; 10]), None));
    // A number that was given is not given again, though its message is gone.
    assert_eq!(store.put_message(message(BEN, BEN, SAM, 2), 200).await.unwrap(), Stored::New);
    let numbers: Vec<i64> = store.inbox(SAM, 0, 9).await.unwrap().messages.iter().map(|m| m.number).collect();
    assert_eq!(numbers, [1, 2, next]);
    assert_eq!(store.put_message(message(ANNA, ANNA, SAM, 2), 200).await.unwrap(), Stored::Same);
    assert_eq!(store.acknowledge(BEN, SAM, vec![next]).await.unwrap(), 1);
}

async fn sqlite_with_everything() -> Folder {
    let folder = Folder::new();
    let store = SqliteStore::open(&folder.0, Opening::Serve { accept_restore: false }).unwrap();
    lived_in(&store).await;
    store.close().await.unwrap();
    folder
}

fn silent(_: &str, _: u64) {}

/// What blocks, off the test's runtime.
async fn blocking<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(job).await.unwrap()
}

async fn exported(place: Place, to: PathBuf) -> String {
    blocking(move || {
        export(&place, None, &to, &mut silent).unwrap();
        std::fs::read_to_string(to).unwrap()
    })
    .await
}

/// All lines but those that say when and from which relay.
fn content(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    lines[1..lines.len() - 1].to_vec()
}

#[tokio::test]
async fn an_export_has_every_table_that_lasts_with_all_its_columns() {
    let folder = sqlite_with_everything().await;
    let conn = rusqlite::Connection::open(folder.0.join(DATABASE)).unwrap();
    let mut tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    tables.retain(|table| !LEFT.contains(&table.as_str()));
    let mut moved: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    moved.sort_unstable();
    assert_eq!(tables, moved, "a table of the relay is neither moved nor left on purpose");
    for table in &TABLES {
        let mut columns: Vec<String> = conn
            .prepare(&format!("PRAGMA table_info({})", table.name))
            .unwrap()
            .query_map([], |row| row.get(1))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        // SQLite's own number of a row.
        columns.retain(|column| column != "id");
        let mut moved: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        columns.sort_unstable();
        moved.sort_unstable();
        assert_eq!(columns, moved, "{}", table.name);
        // There is something of each in what these tests move.
        let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM {}", table.name), [], |row| row.get(0)).unwrap();
        // Nobody made a vault without a pairing here, and no reader has left.
        assert!(rows > 0 || ["opened", "former_reader"].contains(&table.name), "{}", table.name);
    }
}

#[tokio::test]
async fn a_relay_moves_to_another_folder_and_goes_on_with_a_new_epoch() {
    let (old, shelf, new) = (sqlite_with_everything().await, Folder::new(), Folder::new());
    let file = shelf.0.join("relay.jsonl");
    // While it serves.
    let serving = SqliteStore::open(&old.0, Opening::Serve { accept_restore: false }).unwrap();
    let text = exported(old.place(), file.clone()).await;
    assert_eq!(exported(old.place(), shelf.0.join("again.jsonl")).await, text, "the same content, the same file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let found = check(&file).unwrap();
    assert_eq!((found.epoch, found.of), (serving.epoch(), None));
    assert!(found.tables.iter().any(|(table, rows)| table == "message" && *rows == 4));
    let busy = {
        let (place, file) = (old.place(), file.clone());
        blocking(move || import(&place, &file, &mut silent)).await
    };
    assert!(matches!(busy, Err(ExportError::Store(OpenError::InUse { .. }))));
    serving.close().await.unwrap();

    let (place, from) = (new.place(), file.clone());
    let (epoch, counts) = blocking(move || import(&place, &from, &mut silent)).await.unwrap();
    assert_ne!(epoch, found.epoch);
    assert_eq!((counts.messages, counts.invites, counts.enrolments), (4, 0, 0));
    assert!(facts(&new.0).unwrap().is_well());
    let store = SqliteStore::open(&new.0, Opening::Serve { accept_restore: false }).unwrap();
    assert_eq!(store.epoch(), epoch);
    goes_on(&store, 4).await;
    store.close().await.unwrap();
    // Into one that has something, nothing is taken.
    let place = new.place();
    let before = exported(new.place(), shelf.0.join("before.jsonl")).await;
    assert!(matches!(blocking(move || import(&place, &file, &mut silent)).await, Err(ExportError::NotEmpty)));
    assert_eq!(content(&exported(new.place(), shelf.0.join("after.jsonl")).await), content(&before));
}

#[tokio::test]
async fn what_is_one_persons_holds_theirs_and_nobody_elses() {
    let (folder, shelf) = (sqlite_with_everything().await, Folder::new());
    let of = |id: Id, name: &str| {
        let (place, to) = (folder.place(), shelf.0.join(name));
        blocking(move || {
            let facts = export(&place, Some(id), &to, &mut silent)?;
            assert_eq!(check(&to).unwrap(), facts);
            Ok::<_, ExportError>((facts, std::fs::read_to_string(to).unwrap()))
        })
    };
    let rows = |facts: &handrail_clinic::export::Facts, name: &str| {
        facts.tables.iter().find(|(table, _)| table == name).unwrap().1
    };
    let (facts, text) = of(ANNA, "anna").await.unwrap();
    assert_eq!(
        ["login", "mailbox", "reader", "message", "traffic", "keyset"].map(|name| rows(&facts, name)),
        [1, 1, 2, 4, 1, 1]
    );
    assert_eq!(["account", "vault", "vault_batch", "opened"].map(|name| rows(&facts, name)), [0; 4]);
    for other in [BEN, VAULT] {
        assert!(!text.contains(&other.to_string()));
    }
    let (facts, _) = of(SAM, "sam").await.unwrap();
    assert_eq!(
        ["login", "account", "object", "reader", "message", "mailbox"].map(|name| rows(&facts, name)),
        [3, 1, 2, 2, 3, 0]
    );
    let (facts, text) = of(VAULT, "vault").await.unwrap();
    assert_eq!(
        ["login", "vault", "vault_list", "vault_device", "vault_batch", "vault_snapshot", "mailbox"]
            .map(|name| rows(&facts, name)),
        [2, 1, 1, 1, 2, 1, 0]
    );
    assert!(!text.contains(&BEN.to_string()), "nobody keeps whose word a vault was made with");
    assert!(matches!(of(id(200), "nobody").await, Err(ExportError::Nobody)));
    assert!(!shelf.0.join("nobody").exists() && !shelf.0.join("nobody.new").exists());
    let (new, from) = (Folder::new(), shelf.0.join("anna"));
    let place = new.place();
    assert!(matches!(blocking(move || import(&place, &from, &mut silent)).await, Err(ExportError::Part)));
    assert!(!new.0.join(DATABASE).exists(), "nothing was begun");
}

#[tokio::test]
async fn a_file_that_is_not_whole_is_refused_and_nothing_is_begun() {
    let (folder, shelf, new) = (sqlite_with_everything().await, Folder::new(), Folder::new());
    let file = shelf.0.join("relay.jsonl");
    let text = exported(folder.place(), file.clone()).await;
    let lines: Vec<&str> = text.lines().collect();
    let joined = |lines: &[&str]| lines.iter().flat_map(|line| [*line, "\n"]).collect::<String>();
    let bad = shelf.0.join("bad.jsonl");
    let refused = |what: &str, text: &[u8]| {
        std::fs::write(&bad, text).unwrap();
        let found = check(&bad);
        assert!(matches!(found, Err(ExportError::Damaged(_) | ExportError::Foreign)), "{what}: {found:?}");
        let taken = import(&new.place(), &bad, &mut silent);
        assert!(taken.is_err(), "{what}");
        assert!(!new.0.join(DATABASE).exists(), "{what}");
    };
    for end in 0..lines.len() {
        refused("cut off after a line", joined(&lines[..end]).as_bytes());
        let mut without = lines.clone();
        without.remove(end);
        refused("a line taken out", joined(&without).as_bytes());
        let mut twice = lines.clone();
        twice.insert(end, lines[end]);
        refused("a line twice", joined(&twice).as_bytes());
        if end > 1 && lines[end] != lines[end - 1] {
            let mut swapped = lines.clone();
            swapped.swap(end - 1, end);
            refused("two lines swapped", joined(&swapped).as_bytes());
        }
        let begins: usize = lines[..end].iter().map(|line| line.len() + 1).sum();
        for place in [begins, begins + lines[end].len() / 2, begins + lines[end].len() - 1] {
            let mut flipped = text.clone().into_bytes();
            flipped[place] ^= 1;
            refused("a byte changed", &flipped);
        }
    }
    refused("no last line feed", text.trim_end().as_bytes());
    refused("more after the end", format!("{text}\n").as_bytes());
    refused("a database", &std::fs::read(folder.0.join(DATABASE)).unwrap());
    refused("a newer export", text.replacen("\"handrail_export\":1", "\"handrail_export\":2", 1).as_bytes());
    let changed = text.replacen("\"format\":", "\"format\":9", 1);
    std::fs::write(&bad, changed).unwrap();
    assert!(check(&bad).is_err(), "its first line is hashed too");
    assert!(check(Path::new("/nonexistent")).is_err());
}

mod on_postgres {
    use super::*;
    use crate::databases::Database;

    /// SQLite, PostgreSQL, SQLite again: the same lines, and it goes on at each.
    #[tokio::test]
    async fn a_relay_moves_from_sqlite_to_postgresql_and_back() {
        let Some(database) = Database::make("a_relay_moves_from_sqlite_to_postgresql_and_back") else { return };
        let (old, shelf, new) = (sqlite_with_everything().await, Folder::new(), Folder::new());
        let there = Place::Postgres(Address::new(&database.url));
        let first = shelf.0.join("first.jsonl");
        exported(old.place(), first.clone()).await;
        let (place, from) = (there.clone(), first.clone());
        let (epoch, _) = blocking(move || import(&place, &from, &mut silent)).await.unwrap();
        let store = PostgresStore::open(&Address::new(&database.url), false).await.unwrap();
        assert_eq!(store.epoch(), epoch);
        goes_on(&store, 4).await;
        store.close().await.unwrap();
        let place = there.clone();
        assert!(matches!(blocking(move || import(&place, &first, &mut silent)).await, Err(ExportError::NotEmpty)));

        let second = shelf.0.join("second.jsonl");
        let at_postgres = exported(there.clone(), second.clone()).await;
        let place = new.place();
        blocking(move || import(&place, &second, &mut silent)).await.unwrap();
        let at_sqlite = exported(new.place(), shelf.0.join("third.jsonl")).await;
        assert_eq!(content(&at_sqlite), content(&at_postgres));
        let store = SqliteStore::open(&new.0, Opening::Serve { accept_restore: false }).unwrap();
        goes_on(&store, 5).await;
        store.close().await.unwrap();

        let (place, to) = (there, shelf.0.join("ben.jsonl"));
        let facts = blocking(move || export(&place, Some(BEN), &to, &mut silent)).await.unwrap();
        assert_eq!(facts.tables.iter().find(|(table, _)| table == "mailbox").unwrap().1, 1);
    }

    /// Every table of this store is one of those that are moved or left.
    #[tokio::test]
    async fn no_table_is_forgotten() {
        let Some(database) = Database::make("no_table_is_forgotten") else { return };
        PostgresStore::open(&Address::new(&database.url), false).await.unwrap().close().await.unwrap();
        for table in database.rows().keys() {
            let known = TABLES.iter().any(|moved| moved.name == table) || LEFT.contains(&table.as_str());
            assert!(known, "{table}");
        }
    }
}
