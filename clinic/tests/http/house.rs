//! A relay in a folder of its own, and a look into its tables.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail_clinic::store::postgres::Address;
use handrail_clinic::{Log, PageFiles, Relay, RelayClock, RelayConfig, RelayLimits, RunningRelay, StartError};
use rusqlite::{Connection, OpenFlags};

use crate::client::Client;
use crate::databases::Database;

/// Noon on a Saturday in November.
pub const NOON: i64 = 1_795_262_400_000;
pub const DAY: i64 = 86_400_000;
pub const MINUTE: i64 = 60_000;

#[derive(Default)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn forward(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl RelayClock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A folder that goes when the test is over, and the database that stands for it on PostgreSQL.
pub struct Folder(pub PathBuf);

thread_local! {
    /// Each test has a thread, and so its relays' databases by their folders.
    static DATABASES: RefCell<BTreeMap<PathBuf, Database>> = const { RefCell::new(BTreeMap::new()) };
}

/// The database of a folder, where the tests run on PostgreSQL.
fn address(folder: &Path) -> Option<Address> {
    std::env::var_os("HANDRAIL_TEST_POSTGRES")?;
    DATABASES.with_borrow_mut(|databases| {
        let database =
            databases.entry(folder.to_owned()).or_insert_with(|| Database::make("http").expect("a server is named"));
        Some(Address { connections: 4, ..Address::new(&database.url) })
    })
}

/// Ends the connections over which replicas on a folder's database tell each other what came; answers how many there were.
pub fn cut_listeners(folder: &Path) -> i64 {
    DATABASES.with_borrow(|databases| {
        let sql = "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)), count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND application_name = 'handrail-clinic news'";
        let (ended, found) = databases[folder].ask(sql);
        assert_eq!(ended, found);
        found
    })
}

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("handrail-relay-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub struct House {
    pub relay: RunningRelay,
    pub client: Client,
    pub clock: Arc<TestClock>,
    pub folder: Folder,
    pub log: Arc<Mutex<Vec<String>>>,
}

pub fn limits() -> RelayLimits {
    RelayLimits { read_timeout: Duration::from_millis(400), ..RelayLimits::default() }
}

pub fn config(folder: &Path, clock: Arc<TestClock>, log: Arc<Mutex<Vec<String>>>) -> RelayConfig {
    RelayConfig {
        page: PageFiles::none(),
        clock,
        limits: limits(),
        log: Log::Kept(log),
        database: address(folder),
        ..RelayConfig::new(folder)
    }
}

impl House {
    pub async fn open() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut RelayConfig)) -> Self {
        let clock = Arc::new(TestClock::default());
        clock.forward(NOON);
        Self::begin(Folder::new(), clock, change).await.unwrap()
    }

    async fn begin(
        folder: Folder,
        clock: Arc<TestClock>,
        change: impl FnOnce(&mut RelayConfig),
    ) -> Result<Self, StartError> {
        let log = Arc::default();
        let mut config = config(&folder.0, clock.clone(), Arc::clone(&log));
        change(&mut config);
        let relay = Relay::start(config).await?;
        let client = Client::new(relay.local_addr());
        Ok(Self { relay, client, clock, folder, log })
    }

    /// Stops, and starts again on the same folder. `between` may change its files.
    pub async fn again(
        self,
        between: impl FnOnce(&Path),
        change: impl FnOnce(&mut RelayConfig),
    ) -> Result<Self, StartError> {
        self.assert_discreet();
        self.relay.shutdown().await.unwrap();
        between(&self.folder.0);
        Self::begin(self.folder, self.clock, change).await
    }

    /// Every row of every table, by table, as text. What a refused request must not change.
    pub fn rows(&self) -> BTreeMap<String, Vec<String>> {
        rows(&self.folder.0)
    }

    pub fn count(&self, table: &str) -> usize {
        self.rows()[table].len()
    }

    /// Every log line has the known fields and a known route, and nothing else.
    pub fn assert_discreet(&self) {
        let known = handrail_clinic::routes();
        for line in self.log.lock().unwrap().iter() {
            let line: BTreeMap<String, serde_json::Value> = serde_json::from_str(line).unwrap();
            if line.contains_key("event") {
                continue;
            }
            assert_eq!(line.keys().collect::<Vec<_>>(), ["at", "method", "ms", "route", "status"]);
            let route = line["route"].as_str().unwrap();
            assert!(route == "(page)" || known.iter().any(|(_, pattern)| *pattern == route), "{route}");
        }
    }
}

pub fn rows(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let there = DATABASES.with_borrow(|databases| databases.get(folder).map(Database::rows));
    if let Some(mut rows) = there {
        // Logins under way stand in memory on SQLite; a request that is refused after a login changes nothing else.
        rows.retain(|table, _| table != "token" && table != "challenge");
        return rows;
    }
    let conn = Connection::open_with_flags(folder.join("relay.sqlite3"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    tables
        .into_iter()
        .map(|table| {
            let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = statement.column_count();
            let mut rows: Vec<String> = statement
                .query_map([], |row| {
                    (0..columns).map(|column| row.get_ref(column).map(|value| format!("{value:?}"))).collect()
                })
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            rows.sort();
            (table, rows)
        })
        .collect()
}
