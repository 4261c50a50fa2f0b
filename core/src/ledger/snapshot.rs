//! Everything that is known, without the log: what a new phone begins with, and what lets old ones forget.
//!
//! As bytes: JSON without white space, keys sorted, in exactly one form. `covers` is the vector, `devices` the authors
//! in the order of their ids (writings name them by their place in it), `digest` the content's, base64url, `v` is 1.
//! A record is `{"b":[stamp,device],"k":kind,"r":record,"w":[...],"x":[stamp,device,at,for good]}`: `w` its writings,
//! oldest first, each `[stamp, device, at, since, fields]`, where `at` and `since` are as in a batch, 0 where left out
//! there; a settled record has `"o":true`, and its fields are a whole. `b` is when it was put back last, `x` that it is taken away.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::codec::newer_or_malformed;
use super::digest::{Digest, value_hash};
use super::error::LedgerError;
use super::op::{Body, HIGHEST_STAMP, is_name, stamp_ms};
use super::vector::Vector;
use crate::ids::Id;

/// Most bytes of a snapshot before it is deflated and sealed: ten years of use are a quarter of it.
pub const MAX_SNAPSHOT_BYTES: usize = 64 << 20;
/// The format of a snapshot.
const FORMAT: u32 = 1;
/// Stands for the name of a field where a record was put back.
pub(crate) const PUT_BACK: &str = "+";

/// Everything that is known, up to a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The changes that are in it.
    pub covers: Vector,
    /// The digest of its content.
    pub digest: Digest,
    /// Every record ever met, those taken away and removed for good included, by id.
    pub records: Vec<RecordState>,
}

/// What is known of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordState {
    /// The record.
    pub record: Id,
    /// Its kind.
    pub kind: String,
    /// Whether it is written as a whole.
    pub whole: bool,
    /// What was written into it and is kept: what it holds, and the earlier words. In the order of stamps and authors.
    pub writings: Vec<Writing>,
    /// When it was put back last, and by whom.
    pub put_back: Option<(u64, Id)>,
    /// That it is taken away.
    pub removed: Option<Removed>,
}

/// Fields that were written at the same time.
#[derive(Clone, PartialEq, Eq)]
pub struct Writing {
    /// When, by the hybrid clock.
    pub stamp: u64,
    /// By whom.
    pub device: Id,
    /// When by that phone's own clock, UTC milliseconds.
    pub at_ms: i64,
    /// Where it belongs to a first writing: the stamp at which that began.
    pub since: Option<u64>,
    /// What.
    pub fields: Body,
}

impl std::fmt::Debug for Writing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // No words of the person's.
        let names: Vec<&String> = self.fields.keys().collect();
        write!(f, "Writing({}, {:?}, {names:?})", self.stamp, self.device)
    }
}

/// That a record is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// When, by the hybrid clock.
    pub stamp: u64,
    /// By whom.
    pub device: Id,
    /// When by that phone's own clock, UTC milliseconds.
    pub at_ms: i64,
    /// Whether for good.
    pub for_good: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    covers: Vector,
    devices: Vec<Id>,
    digest: String,
    records: Vec<WrittenRecord>,
    v: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    b: Option<(u64, usize)>,
    k: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    o: bool,
    r: Id,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    w: Vec<(u64, usize, i64, u64, Body)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    x: Option<(u64, usize, i64, bool)>,
}

impl Snapshot {
    /// The bytes that are sealed.
    ///
    /// # Errors
    /// [`LedgerError::TooLarge`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, LedgerError> {
        let mut devices: Vec<Id> = self.records.iter().flat_map(authors).collect();
        crate::sorting::natural(&mut devices);
        devices.dedup();
        let place = |device: &Id| devices.binary_search(device).map_err(|_| LedgerError::Malformed);
        let mut records = Vec::with_capacity(self.records.len());
        for r in &self.records {
            let mut w = Vec::with_capacity(r.writings.len());
            for writing in &r.writings {
                let after = writing.at_ms.saturating_sub(stamp_ms(writing.stamp));
                let since = writing.since.map_or(0, |since| writing.stamp.saturating_sub(since));
                w.push((writing.stamp, place(&writing.device)?, after, since, writing.fields.clone()));
            }
            let x = r.removed.map(|x| {
                let after = x.at_ms.saturating_sub(stamp_ms(x.stamp));
                Ok::<_, LedgerError>((x.stamp, place(&x.device)?, after, x.for_good))
            });
            let b = r.put_back.map(|(stamp, device)| Ok::<_, LedgerError>((stamp, place(&device)?)));
            let (x, b) = (x.transpose()?, b.transpose()?);
            records.push(WrittenRecord { b, k: r.kind.clone(), o: r.whole, r: r.record, w, x });
        }
        let digest = URL_SAFE_NO_PAD.encode(self.digest.as_bytes());
        let written = Written { covers: self.covers.clone(), devices, digest, records, v: FORMAT };
        let bytes = serde_json::to_vec(&written).map_err(|_| LedgerError::Malformed)?;
        if bytes.len() > MAX_SNAPSHOT_BYTES { Err(LedgerError::TooLarge) } else { Ok(bytes) }
    }

    /// Reads what [`Snapshot::to_bytes`] wrote, and nothing else, and checks that the content has the digest it says.
    /// Takes any bytes, and never panics.
    ///
    /// # Errors
    /// As of [`super::Batch::parse`], and [`LedgerError::Digest`].
    pub fn parse(bytes: &[u8]) -> Result<Self, LedgerError> {
        if bytes.len() > MAX_SNAPSHOT_BYTES {
            return Err(LedgerError::TooLarge);
        }
        let written: Written = serde_json::from_slice(bytes).map_err(|_| newer_or_malformed(bytes))?;
        if written.v != FORMAT {
            return Err(if written.v > FORMAT { LedgerError::Newer } else { LedgerError::Malformed });
        }
        let digest = URL_SAFE_NO_PAD.decode(&written.digest).map_err(|_| LedgerError::Malformed)?;
        let digest = Digest::from_bytes(digest.try_into().map_err(|_| LedgerError::Malformed)?);
        let device = |place: usize| written.devices.get(place).copied().ok_or(LedgerError::Malformed);
        let at = |stamp: u64, after: i64| stamp_ms(stamp).checked_add(after).ok_or(LedgerError::Stamp);
        let mut records = Vec::with_capacity(written.records.len());
        for r in written.records {
            let mut writings = Vec::with_capacity(r.w.len());
            for (stamp, place, after, since, fields) in r.w {
                let since = match since {
                    0 => None,
                    n => Some(stamp.checked_sub(n).ok_or(LedgerError::Stamp)?),
                };
                writings.push(Writing { stamp, device: device(place)?, at_ms: at(stamp, after)?, since, fields });
            }
            let removed = match r.x {
                Some((stamp, place, after, for_good)) => {
                    Some(Removed { stamp, device: device(place)?, at_ms: at(stamp, after)?, for_good })
                }
                None => None,
            };
            let put_back = r.b.map(|(stamp, place)| Ok::<_, LedgerError>((stamp, device(place)?))).transpose()?;
            records.push(RecordState { record: r.r, kind: r.k, whole: r.o, writings, put_back, removed });
        }
        let snapshot = Self { covers: written.covers, digest, records };
        snapshot.check()?;
        if snapshot.to_bytes()? == bytes { Ok(snapshot) } else { Err(LedgerError::NotCanonical) }
    }

    /// Whether this is a snapshot that a Handrail can have made, and its content has its digest.
    pub(crate) fn check(&self) -> Result<(), LedgerError> {
        if !self.records.is_sorted_by(|a, b| a.record < b.record) {
            return Err(LedgerError::NotCanonical);
        }
        if self.covers.iter().any(|(_, sequence)| sequence == 0 || i64::try_from(sequence).is_err()) {
            return Err(LedgerError::Numbers);
        }
        self.records.iter().try_for_each(RecordState::check)?;
        let mut digest = Digest::default();
        self.records.iter().for_each(|r| r.count_into(&mut digest));
        if digest == self.digest { Ok(()) } else { Err(LedgerError::Digest) }
    }
}

impl RecordState {
    fn check(&self) -> Result<(), LedgerError> {
        if !is_name(&self.kind) {
            return Err(LedgerError::Name);
        }
        let stamps = self.writings.iter().map(|w| (w.stamp, w.at_ms));
        let more = self.removed.iter().map(|x| (x.stamp, x.at_ms));
        let back = self.put_back.iter().map(|(stamp, _)| (*stamp, 0));
        if stamps
            .chain(more)
            .chain(back)
            .any(|(s, at)| s > HIGHEST_STAMP || !(0..=stamp_ms(HIGHEST_STAMP)).contains(&at))
        {
            return Err(LedgerError::Stamp);
        }
        if !self.writings.is_sorted_by(|a, b| (a.stamp, a.device) < (b.stamp, b.device)) {
            return Err(LedgerError::NotCanonical);
        }
        if self.writings.iter().any(|w| w.fields.is_empty()) || (self.whole && self.writings.is_empty()) {
            return Err(LedgerError::NotCanonical);
        }
        // What is gone for good is in no snapshot.
        if self.removed.is_some_and(|x| x.for_good) && (!self.writings.is_empty() || self.put_back.is_some()) {
            return Err(LedgerError::NotCanonical);
        }
        let named = self.writings.iter().all(|w| w.fields.keys().all(|name| is_name(name)));
        if named { Ok(()) } else { Err(LedgerError::Name) }
    }

    /// The newest value of each field, with its stamp and author; of a settled record the newest whole, under `""`.
    pub(crate) fn newest(&self) -> Vec<(String, u64, Id, Json)> {
        let mut newest = std::collections::BTreeMap::new();
        for w in &self.writings {
            if self.whole {
                newest.insert(String::new(), (w.stamp, w.device, Json::Object(w.fields.clone())));
            } else {
                for (name, json) in &w.fields {
                    newest.insert(name.clone(), (w.stamp, w.device, json.clone()));
                }
            }
        }
        newest.into_iter().map(|(name, (stamp, device, json))| (name, stamp, device, json)).collect()
    }

    /// Counts what is here into a digest.
    pub fn count_into(&self, digest: &mut Digest) {
        for (field, stamp, device, json) in self.newest() {
            digest.add_cell(self.record, &field, stamp, device, &value_hash(&json));
        }
        if let Some((stamp, device)) = self.put_back {
            digest.add_cell(self.record, PUT_BACK, stamp, device, &[]);
        }
        if let Some(x) = self.removed {
            digest.add_removal(self.record, x.stamp, x.device, x.for_good);
        }
    }
}

fn authors(r: &RecordState) -> impl Iterator<Item = Id> + '_ {
    let of_writings = r.writings.iter().map(|w| w.device);
    of_writings.chain(r.put_back.map(|(_, device)| device)).chain(r.removed.map(|x| x.device))
}
