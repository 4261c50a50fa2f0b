//! What has to hold when everything is at rest. The expected record is worked out here from every change that was ever
//! made, sorted and gone through once, with none of the core's own rules.

use std::collections::{BTreeMap, BTreeSet};

use handrail_core::ids::Id;
use handrail_core::ledger::{Action, RecordState, Vector};
use serde_json::Value as Json;

use crate::acts::{DREAM, ENTRY, LINE, SETTING, STRATEGY, STRATEGY_WORDS};
use crate::world::{Made, State, World, Wrong};

/// What is expected of one record.
#[derive(Default)]
struct Expected {
    kind: String,
    /// Nothing certain can be said of it.
    unsure: bool,
    purged: bool,
    written: Option<(u64, Id)>,
    deleted: Option<(u64, Id)>,
    /// By field, `""` for a whole.
    newest: BTreeMap<String, ((u64, Id), Json)>,
    /// Words that must be somewhere.
    words: BTreeSet<String>,
}

/// Checks all of it.
///
/// # Errors
/// What does not hold.
pub fn check(world: &World<'_>) -> Result<(), Wrong> {
    let left = world.left();
    let phone = |n: usize| world.slots.get(n).map(|slot| slot.phone.as_ref()).ok_or_else(|| "no phone".to_owned());
    let Some(first) = left.first().copied() else { return Ok(()) };
    let error = |e: handrail_core::Error| e.to_string();
    let one = phone(first)?.snapshot().map_err(error)?;
    one.to_bytes().map_err(|e| e.to_string())?;
    let mut exports: Option<String> = None;
    for n in &left {
        let phone = phone(*n)?;
        let snapshot = phone.snapshot().map_err(error)?;
        if phone.digest().map_err(error)? != snapshot.digest {
            return Err(format!("phone {n} keeps a digest that is not its content's"));
        }
        if snapshot.records != one.records {
            return Err(format!("phones {first} and {n} differ: {}", difference(&one.records, &snapshot.records)));
        }
        if snapshot.digest != one.digest {
            return Err(format!("phones {first} and {n} have one content and two digests"));
        }
        if let Some(export) = phone.export().map_err(error)? {
            match &exports {
                Some(other) if *other != export => {
                    return Err(format!("phone {n} exports something else: {}", lines(other, &export)));
                }
                Some(_) => {}
                None => exports = Some(export),
            }
        }
    }
    let known = phone(first)?.vector().map_err(error)?;
    against_everything(&expected(world, &known), &one.records)
}

fn lines(a: &str, b: &str) -> String {
    let differing = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    differing.map_or_else(|| "in length".to_owned(), |(a, b)| format!("{a} / {b}"))
}

fn difference(a: &[RecordState], b: &[RecordState]) -> String {
    let by_id = |all: &[RecordState]| all.iter().map(|r| (r.record, r.clone())).collect::<BTreeMap<_, _>>();
    let (a, b) = (by_id(a), by_id(b));
    let ids: BTreeSet<Id> = a.keys().chain(b.keys()).copied().collect();
    let first = ids.into_iter().find(|id| a.get(id) != b.get(id));
    first.map_or_else(String::new, |id| {
        let show = |r: Option<&RecordState>| {
            r.map(|r| {
                let fields: Vec<String> = r
                    .writings
                    .iter()
                    .map(|w| format!("{w:?} at {} {}", w.at_ms, Json::Object(w.fields.clone())))
                    .collect();
                format!("{} {:?} {:?} {}", r.kind, r.put_back, r.removed, fields.join("; "))
            })
        };
        format!("{id}:\n  {:?}\n  {:?}", show(a.get(&id)), show(b.get(&id)))
    })
}

/// Every change that somebody who is left made, or knows.
fn expected(world: &World<'_>, known: &Vector) -> BTreeMap<Id, Expected> {
    let there = |made: &&Made| {
        let left = world.slots.get(made.slot).is_some_and(|slot| slot.state != State::Lost);
        left || made.names.iter().any(|(name, number)| known.get(*name) >= *number)
    };
    let mut all: Vec<&Made> = world.made.iter().filter(there).collect();
    all.sort_by_key(|made| (made.op.stamp, made.author));
    // A slip that was put right by what got lost with its phone: whether it travelled with words or without depends on
    // the minute, and nobody was told that either is safe.
    let lost: Vec<&Made> = world.made.iter().filter(|made| !there(made)).collect();
    // The same of what was removed for good by a phone that is lost.
    let gone = |made: &Made| lost.iter().any(|l| l.op.record == made.op.record && l.op.action == Action::RemoveForGood);
    let unsure = all.iter().filter(|made| gone(made) || lost.iter().any(|later| puts_right(later, made, "")));
    let unsure: BTreeSet<Id> = unsure.map(|made| made.op.record).collect();
    let mut records: BTreeMap<Id, Expected> = BTreeMap::new();
    for id in unsure {
        records.entry(id).or_default().unsure = true;
    }
    for made in &all {
        let record = records.entry(made.op.record).or_default();
        record.kind.clone_from(&made.op.kind);
        let key = (made.op.stamp, made.author);
        match &made.op.action {
            Action::RemoveForGood => record.purged = true,
            Action::Delete => record.deleted = Some(key),
            Action::PutBack => record.written = Some(key),
            Action::Fields(Some(body)) => {
                record.written = Some(key);
                for (field, json) in body {
                    record.newest.insert(field.clone(), (key, json.clone()));
                }
            }
            Action::Whole(Some(body)) => {
                record.written = Some(key);
                record.newest.insert(String::new(), (key, Json::Object(body.clone())));
            }
            Action::Fields(None) | Action::Whole(None) => {}
        }
    }
    for made in &all {
        if let (Action::Fields(Some(body)) | Action::Whole(Some(body)), Some(record)) =
            (&made.op.action, records.get_mut(&made.op.record))
        {
            let put_right = |field: &str| all.iter().any(|later| puts_right(later, made, field));
            let words = body.iter().filter(|(field, _)| holds_words(&made.op.kind, field) && !put_right(field));
            let words = words.filter_map(|(_, json)| json.as_str()).filter(|words| !words.is_empty());
            record.words.extend(words.map(str::to_owned));
        }
    }
    records
}

/// Whether a later change by the same hand put a slip right, within the first writing.
fn puts_right(later: &Made, earlier: &Made, field: &str) -> bool {
    let same = later.op.record == earlier.op.record && later.author == earlier.author;
    let began = later.op.since.unwrap_or(u64::MAX);
    let covers = match &later.op.action {
        Action::Fields(Some(body)) => body.contains_key(field),
        Action::Whole(_) => true,
        _ => false,
    };
    same && covers && (began..later.op.stamp).contains(&earlier.op.stamp)
}

fn holds_words(kind: &str, field: &str) -> bool {
    match kind {
        STRATEGY => STRATEGY_WORDS.contains(&field) || field == "colour",
        ENTRY => field == "situation",
        LINE => field == "wording",
        DREAM => field == "about",
        // A setting is no prose: the last one counts.
        SETTING => false,
        _ => field == "wish",
    }
}

fn against_everything(expected: &BTreeMap<Id, Expected>, found: &[RecordState]) -> Result<(), Wrong> {
    let found: BTreeMap<Id, &RecordState> = found.iter().map(|r| (r.record, r)).collect();
    if let Some(id) = found.keys().find(|id| !expected.contains_key(*id)) {
        return Err(format!("a record out of nowhere: {id}"));
    }
    for (id, e) in expected.iter().filter(|(_, e)| !e.unsure) {
        let Some(record) = found.get(id) else {
            // Only what never got further than a phone that is lost, or says nothing any more.
            if e.newest.is_empty() && !e.purged && e.deleted.is_none() && e.written.is_none() {
                continue;
            }
            return Err(format!("lost: the {} {id}", e.kind));
        };
        if e.purged {
            let gone = record.removed.is_some_and(|r| r.for_good) && record.writings.is_empty();
            if !gone {
                return Err(format!("removed for good and still there: the {} {id}", e.kind));
            }
            continue;
        }
        let stands = e.written > e.deleted;
        if stands != record.removed.is_none() {
            let what = if stands { "taken away though written later" } else { "resurrected" };
            return Err(format!("{what}: the {} {id}", e.kind));
        }
        let mut newest: BTreeMap<String, ((u64, Id), Json)> = BTreeMap::new();
        for w in &record.writings {
            let key = (w.stamp, w.device);
            if record.whole {
                newest.insert(String::new(), (key, Json::Object(w.fields.clone())));
            } else {
                newest.extend(w.fields.iter().map(|(field, json)| (field.clone(), (key, json.clone()))));
            }
        }
        if newest != e.newest {
            return Err(format!("the {} {id} holds something else than the last that was written", e.kind));
        }
        let kept: BTreeSet<&str> =
            record.writings.iter().flat_map(|w| w.fields.values()).filter_map(Json::as_str).collect();
        if let Some(words) = e.words.iter().find(|words| !kept.contains(words.as_str())) {
            return Err(format!("lost words in the {} {id}: {words}", e.kind));
        }
    }
    Ok(())
}
