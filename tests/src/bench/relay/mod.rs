//! P7: the relay. How many messages a second it takes in against a bare handler that does the same insert, and a clinic's week:
//! the packets of ten thousand clients, taken in durably and fetched by two hundred and fifty practitioners.
//!
//! Everything runs on this one machine: the one who asks takes its share of the cores from the one who answers, on both
//! sides of the ratio.

mod bare;
mod town;
mod week;
mod wire;

use std::path::Path;
use std::sync::Arc;

use handrail_clinic::store::Store;
use handrail_clinic::store::postgres::{Address, PostgresStore};
use handrail_clinic::store::sqlite::{Opening, SqliteStore};
use handrail_clinic::{Relay, RelayConfig, RunningRelay};

pub use bare::{Rates, against_bare};
pub use town::Town;
pub use week::{Week, a_week};

use super::Trouble;

/// How much is done.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Rounds of each side of the ratio.
    pub rounds: usize,
    /// Messages in a round.
    pub messages: usize,
    /// Practitioners of the week.
    pub practitioners: usize,
    /// Clients of the week.
    pub clients: usize,
    /// Clients that come at twenty a second.
    pub paced: usize,
}

impl Size {
    /// The whole.
    pub const WHOLE: Self = Self { rounds: 7, messages: 4000, practitioners: 250, clients: 10_000, paced: 1200 };
    /// To see that it runs.
    pub const QUICK: Self = Self { rounds: 3, messages: 800, practitioners: 25, clients: 500, paced: 100 };
}

/// Where the relay keeps its things.
#[derive(Debug, Clone)]
pub enum Kept {
    /// In a folder.
    Sqlite(std::path::PathBuf),
    /// In a database that is empty.
    Postgres(String),
}

impl Kept {
    /// A word for it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    async fn store(&self) -> Result<Arc<dyn Store>, Trouble> {
        Ok(match self {
            Self::Sqlite(folder) => Arc::new(SqliteStore::open(folder, Opening::Serve { accept_restore: false })?),
            Self::Postgres(url) => Arc::new(PostgresStore::open(&Address::new(url), false).await?),
        })
    }

    /// A relay whose limits let this much through.
    async fn relay(&self) -> Result<RunningRelay, Trouble> {
        let mut config = RelayConfig::new(match self {
            Self::Sqlite(folder) => folder.as_path(),
            Self::Postgres(_) => Path::new(""),
        });
        if let Self::Postgres(url) = self {
            config.database = Some(Address::new(url));
        }
        config.limits.wire.messages_per_week = u32::MAX;
        config.limits.wire.requests_per_minute = u32::MAX;
        config.limits.wire.challenges_per_minute = u32::MAX;
        Ok(Relay::start(config).await?)
    }
}

/// A runtime as the relay's binary has one.
///
/// # Errors
/// Where the system gives no threads.
pub fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Three empty databases on a server.
///
/// # Errors
/// Those of the server.
pub async fn databases(url: &str) -> Result<[Kept; 3], Trouble> {
    let (client, carrier) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(carrier);
    let mut made = Vec::new();
    for name in ["relay", "bare", "week"] {
        let name = format!("handrail_bench_{}_{name}", std::process::id());
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
        // The last path segment is the database: postgresql://USER@HOST/NAME?...
        let (front, rest) = url.split_once("://").ok_or("no URL")?;
        let (host, after) = rest.split_once('/').ok_or("no URL")?;
        let question = after.split_once('?').map_or("", |(_, question)| question);
        made.push(Kept::Postgres(format!("{front}://{host}/{name}?{question}")));
    }
    made.try_into().map_err(|_| "three were asked for".into())
}
