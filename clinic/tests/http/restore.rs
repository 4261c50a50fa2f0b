//! A database that is older than what the relay promised, and other databases it must not serve.

use std::path::Path;

use handrail_clinic::store::OpenError;
use handrail_clinic::{Relay, StartError};
use handrail_wire::api::ProblemCode::EpochChanged;
use handrail_wire::api::paths;
use rusqlite::Connection;

use crate::house::{Folder, House, TestClock, config, rows};
use crate::people::{Invite, paired, sam};

fn backup(folder: &Path, to: &Path) {
    let from = Connection::open(folder.join("relay.sqlite3")).unwrap();
    let mut to = Connection::open(to).unwrap();
    rusqlite::backup::Backup::new(&from, &mut to)
        .unwrap()
        .run_to_completion(1000, std::time::Duration::ZERO, None)
        .unwrap();
}

fn put_back(from: &Path, folder: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("relay.sqlite3{end}")));
    }
    std::fs::copy(from, folder.join("relay.sqlite3")).unwrap();
}

#[tokio::test]
async fn an_older_database_is_refused_until_it_is_accepted_with_a_new_epoch() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    let first = anna.send(&house, anna.account, sam.account, 1).await;
    Invite::made_by(&house, &sam).await;
    let unused = house.relay.enrol().await.unwrap();
    let shelf = Folder::new();
    let copy = shelf.0.join("backup.sqlite3");
    // While it runs, and nothing but one message later the copy is old.
    backup(&house.folder.0, &copy);
    anna.send(&house, anna.account, sam.account, 2).await;
    let inbox = sam.inbox(&house).await;
    let epoch = house.relay.epoch();

    let house = house.again(|_| (), |_| ()).await.unwrap();
    assert_eq!(house.relay.epoch(), epoch);
    let folder = house.folder.0.clone();
    let kept = Folder(folder.clone());
    std::mem::forget(kept);
    let House { relay, folder: held, clock, .. } = house;
    relay.shutdown().await.unwrap();
    put_back(&copy, &folder);
    let refused = Relay::start(config(&folder, clock.clone(), std::sync::Arc::default())).await;
    assert!(matches!(refused, Err(StartError::Store(OpenError::Older { .. }))));
    let before = rows(&folder);

    let accepting = |config: &mut handrail_clinic::RelayConfig| config.accept_restore = true;
    let mut again = config(&folder, clock.clone(), std::sync::Arc::default());
    accepting(&mut again);
    let relay = Relay::start(again).await.unwrap();
    assert_ne!(relay.epoch(), epoch);
    let client = crate::client::Client::new(relay.local_addr());
    let house = House { relay, client, clock, folder: held, log: std::sync::Arc::default() };
    let mut sam = sam;
    sam.log_in(&house).await;
    // Old cursors say nothing any more; from the oldest, what the backup had is there.
    house.client.get(&paths::inbox(Some(&inbox.next), 5), &sam.token).await.refused(410, EpochChanged);
    let restored = sam.inbox(&house).await;
    assert_eq!(restored.messages.iter().map(|m| &m.message.0).collect::<Vec<_>>(), [&first]);
    // What may have been used since must not come back to life.
    assert_eq!((house.count("invite"), house.count("enrolment")), (0, 0));
    assert_eq!(before["message"].len(), 1);
    assert!(!unused.is_empty());

    // From then on without the flag.
    let epoch = house.relay.epoch();
    let house = house.again(|_| (), |_| ()).await.unwrap();
    assert_eq!(house.relay.epoch(), epoch);
}

#[tokio::test]
async fn a_database_without_its_generation_file_and_the_reverse_are_refused() {
    let house = House::open().await;
    sam(&house).await;
    let again = house.again(|folder| std::fs::remove_file(folder.join("relay.generation")).unwrap(), |_| ()).await;
    assert!(matches!(again, Err(StartError::Store(OpenError::Older { .. }))));

    let house = House::open().await;
    sam(&house).await;
    let again =
        house.again(|folder| std::fs::write(folder.join("relay.generation"), "nonsense").unwrap(), |_| ()).await;
    assert!(matches!(again, Err(StartError::Store(OpenError::Older { .. }))));

    let house = House::open().await;
    sam(&house).await;
    let again = house.again(|folder| std::fs::remove_file(folder.join("relay.sqlite3")).unwrap(), |_| ()).await;
    assert!(matches!(again, Err(StartError::Store(OpenError::Missing { .. }))));

    // A relay that stopped on its very first start, between database and generation file.
    let house = House::open().await;
    let again = house.again(|folder| std::fs::remove_file(folder.join("relay.generation")).unwrap(), |_| ()).await;
    assert!(again.is_ok());
}

#[tokio::test]
async fn newer_foreign_and_damaged_databases_are_left_as_they_are() {
    type Change = fn(&Path);
    let changes: [(Change, &str); 5] = [
        (|path| Connection::open(path).unwrap().pragma_update(None, "user_version", 99).unwrap(), "newer"),
        (|path| std::fs::write(path, "this is a letter, and not a database of any kind").unwrap(), "damaged"),
        (
            |path| {
                std::fs::remove_file(path).unwrap();
                Connection::open(path).unwrap().execute_batch("CREATE TABLE shop (item TEXT)").unwrap();
            },
            "damaged",
        ),
        (
            |path| Connection::open(path).unwrap().execute_batch("ALTER TABLE message ADD COLUMN name TEXT").unwrap(),
            "damaged",
        ),
        (|path| Connection::open(path).unwrap().execute_batch("DROP TABLE traffic").unwrap(), "damaged"),
    ];
    for (change, kind) in changes {
        let house = House::open().await;
        sam(&house).await;
        let clock = house.clock.clone();
        let House { relay, folder, .. } = house;
        relay.shutdown().await.unwrap();
        let path = folder.0.join("relay.sqlite3");
        change(&path);
        let before = std::fs::read(&path).unwrap();
        let refused = Relay::start(config(&folder.0, clock, std::sync::Arc::default())).await;
        match refused.err().unwrap() {
            StartError::Store(OpenError::Newer { found: 99, .. }) if kind == "newer" => {}
            StartError::Store(OpenError::Damaged { .. }) if kind == "damaged" => {}
            other => panic!("{other}"),
        }
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[tokio::test]
async fn one_folder_is_served_once_and_an_origin_is_private() {
    let house = House::open().await;
    let clock = std::sync::Arc::new(TestClock::default());
    let second = Relay::start(config(&house.folder.0, clock.clone(), std::sync::Arc::default())).await;
    assert!(matches!(second, Err(StartError::Store(OpenError::InUse { .. }))));

    let folder = Folder::new();
    let mut open = config(&folder.0, clock.clone(), std::sync::Arc::default());
    open.listen = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(Relay::start(open).await, Err(StartError::NoOrigin(_))));
    let mut plain = config(&folder.0, clock, std::sync::Arc::default());
    plain.origin = Some("http://relay.example".parse().unwrap());
    assert!(matches!(Relay::start(plain).await, Err(StartError::PlainHttp(_))));
}
