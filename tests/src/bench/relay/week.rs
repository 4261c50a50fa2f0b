//! A clinic's week: every client's packet taken in durably, every practitioner's inbox fetched, nothing missing, nothing twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use handrail_clinic::{RelayClock as _, RunningRelay, SystemClock};
use handrail_wire::api::{Cursor, InboxResponse, paths};
use handrail_wire::outer::SEALED_LEN;
use handrail_wire::{Hash, Id};
use tokio::task::JoinSet;

use super::super::Trouble;
use super::super::watch::Times;
use super::town::{Person, Town, random, sha256};
use super::wire::Wire;
use super::{Kept, Size};

/// Clients that come at once where nobody waits between them.
const AT_ONCE: usize = 32;
/// The rate that the target names, a second.
const RATE: u32 = 20;

/// What came out.
#[derive(Debug)]
pub struct Week {
    /// Clients.
    pub clients: usize,
    /// Clients a second, each with a new connection, a login and a packet, as fast as they were taken.
    pub rate: f64,
    /// How long each of these took from connecting to 201.
    pub crowd: Times,
    /// How long each took when they came at twenty a second, while practitioners fetched.
    pub paced: Times,
    /// How long a practitioner took for the whole inbox.
    pub fetched: Times,
    /// Messages that all practitioners found, each compared with what was sent.
    pub found: usize,
}

async fn one(relay: &RunningRelay, person: &Person, reader: Id, sequence: u64) -> Result<(Id, Hash), Trouble> {
    let mut wire = Wire::to(relay.local_addr()).await?;
    let token = wire.log_in(relay.origin(), person.account, &person.key).await?;
    let packet = person.packet(&random::<SEALED_LEN>().0, sequence);
    let status = wire.put(&person.slot(reader, sequence), &token, &packet).await?;
    if status != 201 {
        return Err(format!("a packet was answered with {status}").into());
    }
    Ok((reader, sha256(&packet)))
}

async fn fetch(relay: &RunningRelay, person: &Person) -> Result<Vec<Hash>, Trouble> {
    let mut wire = Wire::to(relay.local_addr()).await?;
    let token = wire.log_in(relay.origin(), person.account, &person.key).await?;
    let (mut found, mut after): (Vec<Hash>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let (status, body) = wire.ask("GET", &paths::inbox(after.as_ref(), 100), &token, &[]).await?;
        if status != 200 {
            return Err(format!("an inbox was answered with {status}").into());
        }
        let page: InboxResponse = serde_json::from_slice(&body)?;
        found.extend(page.messages.iter().map(|message| sha256(&message.message.0)));
        after = Some(page.next);
        if !page.more {
            return Ok(found);
        }
    }
}

/// Lives it on a relay of its own.
///
/// # Errors
/// Any answer that is not the right one, and anything missing.
pub async fn a_week(kept: &Kept, size: Size) -> Result<Week, Trouble> {
    let store = kept.store().await?;
    let town = Arc::new(Town::settle(&store, size.practitioners, size.clients, SystemClock.now_ms()).await?);
    store.close().await?;
    let relay = Arc::new(kept.relay().await?);
    let mut sent: BTreeMap<Id, Vec<Hash>> = BTreeMap::new();

    // Everybody at once, as the relay can take them.
    let (mut crowd, start) = (Times::default(), Instant::now());
    let mut tasks = JoinSet::new();
    for (person, reader) in &town.clients {
        if tasks.len() >= AT_ONCE
            && let Some(done) = tasks.join_next().await
        {
            keep(done?, &mut crowd, &mut sent)?;
        }
        let reader = town.practitioners.get(*reader).ok_or("no reader")?.account;
        let (relay, person) = (relay.clone(), person.clone());
        tasks.spawn(async move { timed(&relay, &person, reader, 1, Instant::now()).await });
    }
    while let Some(done) = tasks.join_next().await {
        keep(done?, &mut crowd, &mut sent)?;
    }
    #[allow(clippy::cast_precision_loss)] // ten thousand
    let rate = town.clients.len() as f64 / start.elapsed().as_secs_f64();

    // Twenty a second, and practitioners who read meanwhile.
    let reading = {
        let (relay, town) = (relay.clone(), town.clone());
        tokio::spawn(async move {
            for person in town.practitioners.iter().cycle() {
                drop(fetch(&relay, person).await);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
    };
    let mut paced = Times::default();
    let (mut tasks, start) = (JoinSet::new(), Instant::now());
    for ((person, reader), turn) in town.clients.iter().zip(0..u32::try_from(size.paced)?) {
        let due = start + Duration::from_secs(1) / RATE * turn;
        tokio::time::sleep_until(due.into()).await;
        let reader = town.practitioners.get(*reader).ok_or("no reader")?.account;
        let (relay, person) = (relay.clone(), person.clone());
        // From when it was due: a late start counts against the relay's machine as well.
        tasks.spawn(async move { timed(&relay, &person, reader, 2, due).await });
    }
    while let Some(done) = tasks.join_next().await {
        keep(done?, &mut paced, &mut sent)?;
    }
    reading.abort();

    let (mut fetched, mut found) = (Times::default(), 0);
    for person in &town.practitioners {
        let start = Instant::now();
        let mut there = fetch(&relay, person).await?;
        fetched.add(start.elapsed());
        let mut expected = sent.remove(&person.account).unwrap_or_default();
        there.sort_unstable();
        expected.sort_unstable();
        if there != expected {
            return Err(format!("{} packets were sent to one inbox, {} are there", expected.len(), there.len()).into());
        }
        found += there.len();
    }
    if let Ok(relay) = Arc::try_unwrap(relay) {
        relay.shutdown().await?;
    }
    Ok(Week { clients: town.clients.len(), rate, crowd, paced, fetched, found })
}

type Done = Result<(Duration, Id, Hash), String>;

async fn timed(relay: &RunningRelay, person: &Person, reader: Id, sequence: u64, since: Instant) -> Done {
    let (reader, hash) = one(relay, person, reader, sequence).await.map_err(|error| error.to_string())?;
    Ok((since.elapsed(), reader, hash))
}

fn keep(done: Done, times: &mut Times, sent: &mut BTreeMap<Id, Vec<Hash>>) -> Result<(), Trouble> {
    let (took, reader, hash) = done?;
    times.add(took);
    sent.entry(reader).or_default().push(hash);
    Ok(())
}
