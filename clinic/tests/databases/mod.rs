//! Databases on the PostgreSQL server that `HANDRAIL_TEST_POSTGRES` names, one for each test.
#![allow(dead_code, unreachable_pub)] // each test program uses its own part of it

use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::{Client, NoTls};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A database that goes when the test is over.
pub struct Database {
    pub url: String,
    server: String,
    name: String,
}

impl Database {
    /// A new one; none, and a word about it, where no server is named.
    pub fn make(test: &str) -> Option<Self> {
        let Ok(server) = std::env::var("HANDRAIL_TEST_POSTGRES") else {
            Self::not_run(test, "HANDRAIL_TEST_POSTGRES names no server");
            return None;
        };
        let name = format!("handrail_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let make = format!("CREATE DATABASE {name} TEMPLATE template0");
        ask(&server, async move |client| client.batch_execute(&make).await.unwrap());
        // The last path segment is the database: postgresql://USER@HOST/NAME?...
        let (front, rest) = server.split_once("://").unwrap();
        let (host, after) = rest.split_once('/').unwrap();
        let question = after.split_once('?').map_or("", |(_, question)| question);
        let url = format!("{front}://{host}/{name}?{question}");
        Some(Self { url, server, name })
    }

    /// Says that a test was not run.
    pub fn not_run(test: &str, why: &str) {
        // Not `println!`, which the harness keeps to itself when a test ends well.
        let line = format!("not run: relay on PostgreSQL, {test} ({why})\n");
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for two numbers.
    pub fn ask(&self, sql: &'static str) -> (i64, i64) {
        ask(&self.url, async move |client| {
            let row = client.query_one(sql, &[]).await.unwrap();
            (row.get(0), row.get(1))
        })
    }

    /// Every row of every table, as text.
    pub fn rows(&self) -> std::collections::BTreeMap<String, Vec<String>> {
        ask(&self.url, async |client| {
            let sql = "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = 'public'";
            let mut all = std::collections::BTreeMap::new();
            for table in client.query(sql, &[]).await.unwrap() {
                let table: String = table.get(0);
                let sql = format!("SELECT t::TEXT FROM {table} t ORDER BY 1");
                let rows = client.query(&sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
                all.insert(table, rows);
            }
            all
        })
    }

    /// Runs statements on it.
    pub fn run(&self, sql: &'static str) {
        ask(&self.url, async move |client| client.batch_execute(sql).await.unwrap());
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let away = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        ask(&self.server, async move |client| client.batch_execute(&away).await.unwrap());
    }
}

/// Asks over a connection of its own, on a thread of its own: a test may be inside a runtime.
fn ask<T: Send>(url: &str, question: impl AsyncFnOnce(&Client) -> T + Send) -> T {
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let (client, carrier) = tokio_postgres::connect(url, NoTls).await.unwrap();
                    let task = tokio::spawn(carrier);
                    let answer = question(&client).await;
                    drop(client);
                    let _ = task.await;
                    answer
                })
            })
            .join()
            .unwrap()
    })
}
