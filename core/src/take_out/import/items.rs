//! One item of each part: what it must be, and where it goes.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::{Map, Value as Json};

use super::{Taking, malformed};
use crate::error::Result;
use crate::ids::Id;
use crate::ledger::is_name;
use crate::store::kinds::{Class, Field, Kind, Values};
use crate::store::{Replaced, fits, from_json};
use crate::take_out::stamp;

/// Longest name of a kind or a field, in bytes.
const LONGEST_NAME: usize = 64;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    fields: BTreeMap<String, Json>,
    id: Id,
    stamp: Stamp,
    #[serde(default)]
    stamps: BTreeMap<String, Stamp>,
}

/// A stamp, read.
#[derive(Clone, Copy)]
struct Stamp(i64);

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        stamp::parse(&text).map(Self).ok_or_else(|| D::Error::custom("no stamp"))
    }
}

pub(super) fn known_record(taking: &Taking<'_, '_>, kind: &'static Kind, record: Record) -> Result<()> {
    let Record { mut fields, id, stamp, stamps } = record;
    let mut values = Values::new();
    for field in kind.fields {
        if let Some(json) = fields.remove(field.name) {
            check_value(field, &json)?;
            values.push((field.name, from_json(field.holds, &json)?));
        }
    }
    // A record of which nothing is known here is none of this kind.
    if values.is_empty() {
        return Err(malformed());
    }
    if kind.class == Class::Settled && stamps.keys().any(|name| kind.field(name).is_some()) {
        return Err(malformed());
    }
    // What is left is of a newer version.
    let beside = named(kind.name, fields)?;
    taking.w.bring_in(kind, id, &values, &beside, (stamp.0, &times(stamps)))?;
    taking.count(|i| {
        i.records += 1;
        i.unknown += beside.len() as u64;
    });
    Ok(())
}

pub(super) fn unknown_record(taking: &Taking<'_, '_>, kind: &str, record: Record) -> Result<()> {
    let Record { fields, id, stamp, stamps } = record;
    let fields = named(kind, fields)?;
    taking.w.bring_in_unknown(kind, id, &fields, (stamp.0, &times(stamps)))?;
    taking.count(|i| i.unknown += fields.len() as u64);
    Ok(())
}

fn times(stamps: BTreeMap<String, Stamp>) -> BTreeMap<String, i64> {
    stamps.into_iter().map(|(name, stamp)| (name, stamp.0)).collect()
}

/// Names that a newer version can have given.
fn named(kind: &str, fields: BTreeMap<String, Json>) -> Result<Map<String, Json>> {
    let fine = is_name(kind) && fields.keys().all(|name| is_name(name));
    if fine { Ok(fields.into_iter().collect()) } else { Err(malformed()) }
}

/// What every value of its kind must be, whoever wrote it. Whether it makes sense is seen when the screens are read.
fn check_value(field: &Field, json: &Json) -> Result<()> {
    if fits(field, json) { Ok(()) } else { Err(malformed()) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revision {
    device: Id,
    field: String,
    record: Id,
    replaced_ms: i64,
    stamp: Stamp,
    value: Json,
}

pub(super) fn revision(taking: &Taking<'_, '_>, r: &Revision) -> Result<()> {
    let Revision { device, record, replaced_ms, stamp, .. } = *r;
    if r.field.len() > LONGEST_NAME {
        return Err(malformed());
    }
    let (field, value) = (r.field.clone(), r.value.clone());
    taking.w.bring_in_revision(&Replaced { record, field, stamp: stamp.0, device, value, at_ms: replaced_ms })?;
    taking.count(|i| i.revisions += 1);
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tombstone {
    for_good: bool,
    kind: String,
    record: Id,
    stamp: Stamp,
}

pub(super) fn tombstone(taking: &Taking<'_, '_>, t: &Tombstone) -> Result<()> {
    if t.kind.len() > LONGEST_NAME {
        return Err(malformed());
    }
    taking.w.bring_in_tombstone(&t.kind, t.record, t.stamp.0, t.for_good)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnknownField {
    field: String,
    kind: String,
    record: Id,
    stamp: Stamp,
    value: Json,
}

pub(super) fn unknown_field(taking: &Taking<'_, '_>, u: &UnknownField) -> Result<()> {
    if !is_name(&u.kind) || !is_name(&u.field) {
        return Err(malformed());
    }
    // A record's fields are one entry of the log, whatever order they come in.
    let mut beside = taking.beside.borrow_mut();
    let (fields, stamps) = beside.entry((u.record, u.kind.clone())).or_default();
    stamps.insert(u.field.clone(), u.stamp.0);
    match fields.insert(u.field.clone(), u.value.clone()) {
        None => Ok(()),
        Some(_) => Err(malformed()),
    }
}

/// Takes over what stood beside the records, once all of it was read.
pub(super) fn all_beside(taking: &Taking<'_, '_>) -> Result<()> {
    for ((id, kind), (fields, stamps)) in taking.beside.take() {
        let oldest = stamps.values().min().copied().unwrap_or(0);
        taking.w.bring_in_beside(&kind, id, &fields, (oldest, &stamps))?;
        taking.count(|i| i.unknown += fields.len() as u64);
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentPack {
    bytes: Bytes,
    edition: i64,
    id: String,
    installed_ms: i64,
    signer: Bytes,
}

pub(super) fn content_pack(taking: &Taking<'_, '_>, p: &ContentPack) -> Result<()> {
    let (pack, signer) = crate::programme::bring_in_pack(taking.w, &p.bytes.0, p.installed_ms)?;
    let as_said = pack.id == p.id && pack.edition == p.edition && signer.as_slice() == p.signer.0;
    if as_said { Ok(()) } else { Err(malformed()) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instrument {
    bytes: Bytes,
    installed_ms: i64,
    url: String,
    version: String,
}

pub(super) fn instrument(taking: &Taking<'_, '_>, i: &Instrument) -> Result<()> {
    let (url, version) = crate::progress_check::bring_in_instrument(taking.w, &i.bytes.0, i.installed_ms)?;
    if url == i.url && version == i.version { Ok(()) } else { Err(malformed()) }
}

/// Bytes, as base64url without padding.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| D::Error::custom("no bytes"))
    }
}
