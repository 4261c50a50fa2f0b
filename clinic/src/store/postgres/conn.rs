//! One connection, and a pool of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row, Statement};

use super::super::StoreError;
use super::tls::Tls;

/// How long a request waits for a free connection before it is told to come again.
const WAIT: Duration = Duration::from_secs(10);

/// What every connection is told first. A commit is durable before it is answered, whatever the server's default is; a
/// statement or a lock that takes this long is given up, so that one stuck replica cannot hold all of them. Every statement of ours goes by
/// keys, so one plan is as good as the next, and none is worth compiling.
const SESSION: &str = "
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SET default_transaction_isolation = 'read committed';
    SET statement_timeout = '30s';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '60s';
    SET plan_cache_mode = 'force_generic_plan';
    SET jit = 'off';";

/// Values for a statement's places.
pub(super) type Values<'v> = &'v [&'v (dyn ToSql + Sync)];

/// A connection and the statements prepared on it.
pub(super) struct Conn {
    client: Client,
    prepared: Mutex<HashMap<&'static str, Statement>>,
}

impl Conn {
    async fn statement(&self, sql: &'static str) -> Result<Statement, tokio_postgres::Error> {
        let known = self.prepared.lock().unwrap_or_else(PoisonError::into_inner).get(sql).cloned();
        if let Some(statement) = known {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await?;
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner).insert(sql, statement.clone());
        Ok(statement)
    }

    /// Prepares these statements, so that each can be sent without waiting for anything.
    pub(super) async fn know(&self, all: &[&'static str]) -> Result<(), StoreError> {
        for sql in all {
            self.statement(sql).await?;
        }
        Ok(())
    }

    /// All rows of a query.
    pub(super) async fn all(&self, sql: &'static str, values: Values<'_>) -> Result<Vec<Row>, StoreError> {
        Ok(self.client.query(&self.statement(sql).await?, values).await?)
    }

    /// The row of a query that has one or none.
    pub(super) async fn maybe(&self, sql: &'static str, values: Values<'_>) -> Result<Option<Row>, StoreError> {
        Ok(self.client.query_opt(&self.statement(sql).await?, values).await?)
    }

    /// The row of a query that always has one.
    pub(super) async fn one(&self, sql: &'static str, values: Values<'_>) -> Result<Row, StoreError> {
        Ok(self.client.query_one(&self.statement(sql).await?, values).await?)
    }

    /// Whether a query has a row.
    pub(super) async fn exists(&self, sql: &'static str, values: Values<'_>) -> Result<bool, StoreError> {
        Ok(self.maybe(sql, values).await?.is_some())
    }

    /// Runs a statement; answers how many rows it changed.
    pub(super) async fn change(&self, sql: &'static str, values: Values<'_>) -> Result<u64, StoreError> {
        Ok(self.client.execute(&self.statement(sql).await?, values).await?)
    }

    /// All rows of a query that is used once.
    pub(super) async fn fetch(&self, sql: &str) -> Result<Vec<Row>, StoreError> {
        Ok(self.client.query(sql, &[]).await?)
    }

    /// A statement to be run many times, kept by the caller.
    pub(super) async fn prepare(&self, sql: &str) -> Result<Statement, StoreError> {
        Ok(self.client.prepare(sql).await?)
    }

    /// Runs it.
    pub(super) async fn run(&self, statement: &Statement, values: Values<'_>) -> Result<u64, StoreError> {
        Ok(self.client.execute(statement, values).await?)
    }

    /// Runs statements without places or answers.
    pub(super) async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql).await?)
    }
}

/// Opens a connection; a task of its own carries it until it is dropped.
pub(super) async fn connect(config: &Config, tls: Option<&Tls>) -> Result<Conn, tokio_postgres::Error> {
    let client = if let Some(tls) = tls {
        let (client, carrier) = config.connect(tls.clone()).await?;
        tokio::spawn(carrier);
        client
    } else {
        let (client, carrier) = config.connect(NoTls).await?;
        tokio::spawn(carrier);
        client
    };
    client.batch_execute(SESSION).await?;
    Ok(Conn { client, prepared: Mutex::default() })
}

/// Connections that are used in turn, at most so many at once.
pub(super) struct Pool {
    config: Config,
    tls: Option<Tls>,
    idle: Mutex<Vec<Conn>>,
    places: Semaphore,
}

impl Pool {
    pub(super) fn new(config: Config, tls: Option<Tls>, most: usize) -> Self {
        Self { config, tls, idle: Mutex::default(), places: Semaphore::new(most.max(1)) }
    }

    /// Does a job on a connection. A connection on which a transaction may be open, or that was cut off, is dropped.
    pub(super) async fn with<T>(
        &self,
        job: impl for<'c> FnOnce(&'c Conn) -> super::Job<'c, T>,
    ) -> Result<T, StoreError> {
        let place = tokio::time::timeout(WAIT, self.places.acquire()).await.map_err(|_| StoreError::Busy)?;
        let _place = place.map_err(|_| StoreError::Closed)?;
        let conn = match self.take() {
            Some(conn) => conn,
            // What the server says here may name addresses and users; that it cannot be reached is enough.
            None => connect(&self.config, self.tls.as_ref()).await.map_err(|_| StoreError::Busy)?,
        };
        let answer = job(&conn).await;
        if matches!(answer, Ok(_) | Err(StoreError::Refused(_) | StoreError::ReadBack)) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        answer
    }

    fn take(&self) -> Option<Conn> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::from_fn(|| idle.pop()).find(|conn| !conn.client.is_closed())
    }

    /// Ends every connection that is not in use; the others end with their jobs.
    pub(super) fn close(&self) {
        self.places.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        // The code alone: a message of the server's may quote a value.
        match error.code() {
            Some(&SqlState::DISK_FULL | &SqlState::OUT_OF_MEMORY) => Self::Full,
            Some(
                &SqlState::T_R_DEADLOCK_DETECTED
                | &SqlState::T_R_SERIALIZATION_FAILURE
                | &SqlState::LOCK_NOT_AVAILABLE
                | &SqlState::QUERY_CANCELED
                | &SqlState::TOO_MANY_CONNECTIONS
                | &SqlState::CANNOT_CONNECT_NOW,
            ) => Self::Busy,
            Some(code) => Self::Engine(code.code().to_owned()),
            None if error.is_closed() => Self::Engine("the connection ended".into()),
            None => Self::Engine("the connection failed, or a row has another shape".into()),
        }
    }
}
