//! P1: one coping entry logged through the core, against the same rows by bare rusqlite.
//!
//! Both write into copies of one store, with the same settings, in turn and within one run.
//! The bare side is as bare as can be: ids, JSON, hashes and times are made before the clock
//! starts; inside are only the transaction and its five statements.

use std::path::Path;

use handrail_core::Handrail;
use rusqlite::{Connection, TransactionBehavior, params};

use super::Trouble;
use super::life::{Life, try_of};
use super::watch::Times;
use crate::phone::{self, HandClock};

/// A minute between entries, as the phone's clock sees it.
const STEP_MS: i64 = 60_000;

/// The settings of `core/src/store/connect.rs`, for a connection without the core.
///
/// # Errors
/// Where the file cannot be opened.
pub fn bare(file: &Path, synchronous: &str) -> Result<Connection, Trouble> {
    let c = phone::raw(file)?;
    let mode: String = c.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
    if mode != "wal" {
        return Err("no write-ahead log".into());
    }
    c.execute_batch(&format!(
        "PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; PRAGMA temp_store = 2;
         PRAGMA cache_size = -8000; PRAGMA secure_delete = ON;"
    ))?;
    c.query_row("PRAGMA journal_size_limit = 1048576", [], |_| Ok(()))?;
    c.set_prepared_statement_cache_capacity(96);
    Ok(c)
}

/// Everything that a row needs, made beforehand.
struct Prepared {
    id: [u8; 16],
    at_ms: i64,
    stamp: i64,
    sequence: i64,
    device: Vec<u8>,
    body: String,
    hash: Vec<u8>,
}

fn prepare(c: &Connection, life: &Life, n: i64, at_ms: i64) -> Result<Prepared, Trouble> {
    let new = try_of(life, n);
    let (device, stamp, sequence): (Vec<u8>, i64, i64) = c
        .prepare_cached("SELECT id, stamp, sequence FROM device")?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let mut id = [0u8; 16];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut id).map_err(|_| "no randomness")?;
    for (to, from) in id.iter_mut().zip(at_ms.to_be_bytes().iter().skip(2)) {
        *to = *from;
    }
    let body = serde_json::json!({
        "strategy": new.strategy.to_string(), "situation": new.situation, "helped": new.helped,
        "before": new.before, "after": new.after, "note": new.note,
        "made_ms": at_ms, "made_zone": "Europe/London", "made_offset": 0, "day": "2026-11-22", "place": "",
        "trouble": "",
    })
    .to_string();
    let hash = ring::digest::digest(&ring::digest::SHA256, body.as_bytes()).as_ref().iter().take(16).copied().collect();
    Ok(Prepared { id, at_ms, stamp: stamp.max(at_ms << 16) + 1, sequence: sequence + 1, device, body, hash })
}

fn write_bare(c: &mut Connection, life: &Life, n: i64, p: &Prepared) -> rusqlite::Result<()> {
    let new = try_of(life, n);
    let tx = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.prepare_cached("SELECT id, stamp, sequence FROM device WHERE only = 1")?.query_row([], |_| Ok(()))?;
    tx.prepare_cached(
        "INSERT INTO coping_entry (id, strategy, situation, helped, before, after, note, made_ms, made_zone, made_offset, day,
                                   place, trouble)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '', '')",
    )?
    .execute(params![
        p.id,
        new.strategy,
        new.situation,
        new.helped.map(handrail_core::coping::Helped::word),
        new.before,
        new.after,
        new.note,
        p.at_ms,
        "Europe/London",
        0,
        "2026-11-22"
    ])?;
    tx.prepare_cached(
        "INSERT INTO op (device, sequence, stamp, action, kind, record, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![p.device, p.sequence, p.stamp, 1, "coping_entry", p.id, p.body])?;
    tx.prepare_cached("INSERT INTO cell (record, field, stamp, device, value_hash) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![p.id, "", p.stamp, p.device, p.hash])?;
    tx.prepare_cached("UPDATE device SET stamp = ?1, sequence = ?2 WHERE only = 1")?
        .execute(params![p.stamp, p.sequence])?;
    tx.commit()
}

/// Times of the core and of the bare side, `count` each, interleaved.
///
/// # Errors
/// Where a store cannot be opened or written.
pub fn core_against_bare(
    store: &Path,
    twin: &Path,
    life: &Life,
    at_ms: i64,
    count: i64,
) -> Result<(Times, Times), Trouble> {
    let clock = HandClock::standing_at(at_ms);
    let phone: Handrail = phone::open(store, clock.clone())?;
    let mut bare = bare(&twin.join("handrail.db"), "FULL")?;
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    let warm_up = 60;
    for n in 0..count + warm_up {
        clock.pass(STEP_MS);
        let new = try_of(life, n);
        let prepared = prepare(&bare, life, n, clock.ms())?;
        let (mut a, mut b) = (Times::default(), Times::default());
        // Who goes first changes, so that neither always meets the disk just after the other.
        if n % 2 == 0 {
            a.time(|| phone.record_coping(&new))?;
            b.time(|| write_bare(&mut bare, life, n, &prepared))?;
        } else {
            b.time(|| write_bare(&mut bare, life, n, &prepared))?;
            a.time(|| phone.record_coping(&new))?;
        }
        if n >= warm_up {
            ours = ours.and(&a);
            theirs = theirs.and(&b);
        }
    }
    phone.close()?;
    same_rows(store, twin)?;
    Ok((ours, theirs))
}

/// Both sides must have written the same kind and number of rows, or the comparison is none.
fn same_rows(store: &Path, twin: &Path) -> Result<(), Trouble> {
    let shape = |folder: &Path| -> Result<Vec<(i64, i64)>, Trouble> {
        let c = phone::raw(&folder.join("handrail.db"))?;
        ["coping_entry", "op", "cell", "revision"]
            .iter()
            .map(|table| {
                let last = match *table {
                    "op" => {
                        "SELECT count(*), (SELECT length(body) FROM op ORDER BY sequence DESC LIMIT 1) FROM op".into()
                    }
                    table => format!("SELECT count(*), 0 FROM {table}"),
                };
                Ok(c.query_row(&last, [], |r| Ok((r.get(0)?, r.get(1)?)))?)
            })
            .collect()
    };
    let (ours, theirs) = (shape(store)?, shape(twin)?);
    if ours == theirs { Ok(()) } else { Err(format!("not the same rows: {ours:?} and {theirs:?}").into()) }
}

/// Times of the bare side with `synchronous=FULL` and with `NORMAL`, interleaved: what the
/// promise of docs/adr/0003 costs.
///
/// # Errors
/// Where a store cannot be opened or written.
pub fn full_against_normal(
    store: &Path,
    twin: &Path,
    life: &Life,
    at_ms: i64,
    count: i64,
) -> Result<(Times, Times), Trouble> {
    let mut full = bare(&store.join("handrail.db"), "FULL")?;
    let mut normal = bare(&twin.join("handrail.db"), "NORMAL")?;
    let (mut of_full, mut of_normal) = (Times::default(), Times::default());
    for n in 0..count {
        let at = at_ms + n * STEP_MS;
        let (a, b) = (prepare(&full, life, n, at)?, prepare(&normal, life, n, at)?);
        of_full.time(|| write_bare(&mut full, life, n, &a))?;
        of_normal.time(|| write_bare(&mut normal, life, n, &b))?;
    }
    Ok((of_full, of_normal))
}
