//! The relay against a handler of a few lines: the same message, the same table, the same promise that it is on the disk.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as In, State};
use axum::http::StatusCode;
use axum::routing::put;
use handrail_clinic::SystemClock;
use handrail_wire::Id;
use handrail_wire::outer::SEALED_LEN;
use rusqlite::{Connection, params};
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls, Statement};

use super::super::Trouble;
use super::town::{Person, Town, random};
use super::wire::Wire;
use super::{Kept, Size};

/// Connections that ask at once.
const ASKING: usize = 32;

/// Requests a second of each side, by round.
#[derive(Debug, Default)]
pub struct Rates {
    /// Of the relay.
    pub relay: Vec<f64>,
    /// Of the bare handler.
    pub bare: Vec<f64>,
}

impl Rates {
    /// The middle one of each side.
    #[must_use]
    pub fn medians(&self) -> (f64, f64) {
        (middle(&self.relay), middle(&self.bare))
    }

    /// The relay's as so many times the other's.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        let (relay, bare) = self.medians();
        relay / bare.max(1e-9)
    }
}

fn middle(rates: &[f64]) -> f64 {
    let mut sorted = rates.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// What the bare handler writes with.
enum Bare {
    Sqlite(Mutex<Connection>),
    Postgres { next: AtomicI64, clients: Vec<(Client, Statement)> },
}

/// The row of a message; `?` for the engine's own sign of a place.
const INSERT: &str =
    "INSERT INTO message (recipient, number, mailbox, sender, device, seq, purpose, day, bytes) VALUES ";

impl Bare {
    async fn on(kept: &Kept) -> Result<Self, Trouble> {
        Ok(match kept {
            Kept::Sqlite(folder) => {
                let conn = Connection::open(folder.join(handrail_clinic::store::sqlite::DATABASE))?;
                conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
                Self::Sqlite(Mutex::new(conn))
            }
            Kept::Postgres(url) => {
                let mut clients = Vec::new();
                // As many as the relay opens.
                for _ in 0..handrail_clinic::store::postgres::CONNECTIONS {
                    let (client, carrier) = tokio_postgres::connect(url, NoTls).await?;
                    tokio::spawn(carrier);
                    let insert = client.prepare(&format!("{INSERT}($1, $2, $3, $4, $5, $6, 1, 1, $7)")).await?;
                    clients.push((client, insert));
                }
                Self::Postgres { next: AtomicI64::new(0), clients }
            }
        })
    }
}

type Slot = (String, String, String, String, i64);

async fn take(
    State((bare, number)): State<(Arc<Bare>, Arc<AtomicI64>)>,
    In(slot): In<Slot>,
    body: Bytes,
) -> StatusCode {
    match insert(bare, number.fetch_add(1, Ordering::Relaxed), slot, body).await {
        Ok(()) => StatusCode::CREATED,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn insert(bare: Arc<Bare>, number: i64, slot: Slot, body: Bytes) -> Result<(), Trouble> {
    let (mailbox, sender, device, recipient, seq) = slot;
    let (mailbox, sender): (Id, Id) = (mailbox.parse()?, sender.parse()?);
    let (device, recipient): (Id, Id) = (device.parse()?, recipient.parse()?);
    match &*bare {
        Bare::Sqlite(_) => {
            let done = tokio::task::spawn_blocking(move || {
                let Bare::Sqlite(conn) = &*bare else { return Ok(0) };
                conn.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .prepare_cached(&format!("{INSERT}(?1, ?2, ?3, ?4, ?5, ?6, 1, 1, ?7)"))?
                    .execute(params![recipient.0, number, mailbox.0, sender.0, device.0, seq, &body[..]])
            });
            done.await??;
        }
        Bare::Postgres { next, clients } => {
            let turn = usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or(0) % clients.len().max(1);
            let (client, statement) = clients.get(turn).ok_or("no connection")?;
            let bytes: &[u8] = &body;
            client
                .execute(
                    statement,
                    &[
                        &recipient.as_ref(),
                        &number,
                        &mailbox.as_ref(),
                        &sender.as_ref(),
                        &device.as_ref(),
                        &seq,
                        &bytes,
                    ],
                )
                .await?;
        }
    }
    Ok(())
}

async fn serve(kept: &Kept) -> Result<SocketAddr, Trouble> {
    // Far above every number that the relay itself would give.
    let state = (Arc::new(Bare::on(kept).await?), Arc::new(AtomicI64::new(1 << 40)));
    let router = Router::new()
        .route("/v1/mailboxes/{mailbox}/messages/{sender}/{device}/{recipient}/{seq}", put(take))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .with_state(state);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// One who asks.
struct Asker {
    person: Arc<Person>,
    reader: Id,
    relay: (Wire, String),
    bare: Wire,
    sequence: u64,
}

/// Both, in turns. `ours` and `theirs` are of one kind, each with its own folder or database.
///
/// # Errors
/// Those of the stores; an answer that is not 201.
pub async fn against_bare(ours: &Kept, theirs: &Kept, size: Size) -> Result<Rates, Trouble> {
    use handrail_clinic::RelayClock as _;
    let store = ours.store().await?;
    let town = Town::settle(&store, ASKING, ASKING, SystemClock.now_ms()).await?;
    store.close().await?;
    theirs.store().await?.close().await?;
    let relay = ours.relay().await?;
    let bare = serve(theirs).await?;
    let mut askers = Vec::new();
    for (person, reader) in &town.clients {
        let mut wire = Wire::to(relay.local_addr()).await?;
        let token = wire.log_in(relay.origin(), person.account, &person.key).await?;
        let reader = town.practitioners.get(*reader).ok_or("no reader")?.account;
        askers.push(Asker {
            person: person.clone(),
            reader,
            relay: (wire, token),
            bare: Wire::to(bare).await?,
            sequence: 0,
        });
    }
    let mut rates = Rates::default();
    for round in 0..=size.rounds {
        // The first round warms both and counts for neither.
        let messages = if round == 0 { size.messages / 4 } else { size.messages };
        for side in [true, false] {
            let took;
            (askers, took) = all(askers, messages, side).await?;
            #[allow(clippy::cast_precision_loss)] // a few thousand
            let rate = messages as f64 / took.as_secs_f64();
            match (round, side) {
                (0, _) => {}
                (_, true) => rates.relay.push(rate),
                (_, false) => rates.bare.push(rate),
            }
        }
    }
    relay.shutdown().await?;
    Ok(rates)
}

async fn all(askers: Vec<Asker>, messages: usize, relay: bool) -> Result<(Vec<Asker>, Duration), Trouble> {
    let each = messages / askers.len().max(1);
    let sealed = Box::new(random::<SEALED_LEN>().0);
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for mut asker in askers {
        let sealed = sealed.clone();
        tasks.spawn(async move {
            for turn in 0..each {
                let sequence = asker.sequence + 1 + turn as u64;
                let packet = asker.person.packet(&sealed, sequence);
                let path = asker.person.slot(asker.reader, sequence);
                let (wire, token) = &mut asker.relay;
                let wire = if relay { wire } else { &mut asker.bare };
                let status = wire.put(&path, token, &packet).await.map_err(|error| error.to_string())?;
                if status != 201 {
                    return Err(format!("a message was answered with {status}"));
                }
            }
            // Both sides count alike, each in its own database.
            asker.sequence += if relay { 0 } else { each as u64 };
            Ok(asker)
        });
    }
    let mut back = Vec::new();
    while let Some(asker) = tasks.join_next().await {
        back.push(asker??);
    }
    Ok((back, start.elapsed()))
}
