//! A batch as bytes: JSON without white space, keys sorted, in exactly one form.
//!
//! | Key | Of an op | Left out where |
//! |---|---|---|
//! | `at` | milliseconds of the phone's own clock after those of the stamp | 0 |
//! | `by` | the name it was written under | it is the batch's |
//! | `f` or `w` | the fields, or the whole; `null` where the content is gone | another action |
//! | `k` | kind | never |
//! | `r` | record | never |
//! | `s` | stamp after that of the op before it; the first one's after 0 | never |
//! | `since` | how far below the stamp the first writing began | none |
//! | `x` | `back`, `delete`, `good` | a writing |
//!
//! The batch itself: `n` (number of the first op), `o` (the ops), `v` (1). Whose log it is, the envelope says that carries
//! it, under a signature; said twice it would be 33 bytes of every single change.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

use super::error::LedgerError;
use super::op::{Action, Batch, Body, Op, stamp_ms};
use crate::ids::Id;

/// Most bytes of a batch before it is deflated and sealed. An envelope of 64 KiB holds more only where the bytes
/// hardly say anything.
pub const MAX_BATCH_BYTES: usize = 1 << 20;
/// Most ops of a batch.
pub const MAX_OPS: usize = 4096;
/// The format of a batch.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenBatch {
    n: u64,
    o: Vec<WrittenOp>,
    v: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOp {
    #[serde(default, skip_serializing_if = "is_zero")]
    at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Id>,
    #[serde(default, deserialize_with = "even_null", skip_serializing_if = "Option::is_none")]
    f: Option<Json>,
    k: String,
    r: Id,
    s: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<u64>,
    #[serde(default, deserialize_with = "even_null", skip_serializing_if = "Option::is_none")]
    w: Option<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    x: Option<Removal>,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
enum Removal {
    #[serde(rename = "back")]
    Back,
    #[serde(rename = "delete")]
    Delete,
    #[serde(rename = "good")]
    Good,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
fn is_zero(n: &i64) -> bool {
    *n == 0
}

fn even_null<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(d).map(Some)
}

impl Batch {
    /// The bytes that are sealed.
    ///
    /// # Errors
    /// [`LedgerError`] where this is no batch that [`Batch::parse`] would take.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LedgerError> {
        self.check()?;
        let bytes = self.written()?;
        if bytes.len() > MAX_BATCH_BYTES { Err(LedgerError::TooLarge) } else { Ok(bytes) }
    }

    fn written(&self) -> Result<Vec<u8>, LedgerError> {
        let mut before = 0;
        let mut ops = Vec::with_capacity(self.ops.len());
        for op in &self.ops {
            let stamp = i64::try_from(op.stamp).map_err(|_| LedgerError::Stamp)?;
            ops.push(written_op(op, stamp - before, self.device));
            before = stamp;
        }
        let written = WrittenBatch { n: self.first(), o: ops, v: FORMAT };
        serde_json::to_vec(&written).map_err(|_| LedgerError::Malformed)
    }

    /// Reads what [`Batch::to_bytes`] wrote of the log of `device`, and nothing else: takes any bytes, and never panics.
    ///
    /// # Errors
    /// [`LedgerError::TooLarge`], [`LedgerError::Newer`], [`LedgerError::Malformed`], [`LedgerError::NotCanonical`],
    /// or what is wrong with an op in it.
    pub fn parse(device: Id, bytes: &[u8]) -> Result<Self, LedgerError> {
        if bytes.len() > MAX_BATCH_BYTES {
            return Err(LedgerError::TooLarge);
        }
        let written: WrittenBatch = serde_json::from_slice(bytes).map_err(|_| newer_or_malformed(bytes))?;
        if written.v != FORMAT {
            return Err(if written.v > FORMAT { LedgerError::Newer } else { LedgerError::Malformed });
        }
        if written.o.len() > MAX_OPS {
            return Err(LedgerError::TooLarge);
        }
        let mut before = 0_i64;
        let mut ops = Vec::with_capacity(written.o.len());
        for (sequence, op) in (written.n..).zip(written.o) {
            let stamp = before.checked_add(op.s).ok_or(LedgerError::Stamp)?;
            before = stamp;
            ops.push(read_op(op, sequence, u64::try_from(stamp).map_err(|_| LedgerError::Stamp)?)?);
        }
        let batch = Self { device, ops };
        batch.check()?;
        // A key twice, a number in another form, white space: equal meaning must be equal bytes.
        if batch.written()? == bytes { Ok(batch) } else { Err(LedgerError::NotCanonical) }
    }
}

fn written_op(op: &Op, s: i64, device: Id) -> WrittenOp {
    let mut written = WrittenOp {
        at: op.at_ms.saturating_sub(stamp_ms(op.stamp)),
        by: op.by.filter(|by| *by != device),
        f: None,
        k: op.kind.clone(),
        r: op.record,
        s,
        since: op.since.map(|since| op.stamp.saturating_sub(since)),
        w: None,
        x: None,
    };
    let json = |body: &Option<Body>| Some(body.clone().map_or(Json::Null, Json::Object));
    match &op.action {
        Action::Fields(body) => written.f = json(body),
        Action::Whole(body) => written.w = json(body),
        Action::PutBack => written.x = Some(Removal::Back),
        Action::Delete => written.x = Some(Removal::Delete),
        Action::RemoveForGood => written.x = Some(Removal::Good),
    }
    written
}

fn read_op(op: WrittenOp, sequence: u64, stamp: u64) -> Result<Op, LedgerError> {
    let body = |json| match json {
        Json::Null => Ok(None),
        Json::Object(body) => Ok(Some(body)),
        _ => Err(LedgerError::Malformed),
    };
    let action = match (op.f, op.w, op.x) {
        (Some(json), None, None) => Action::Fields(body(json)?),
        (None, Some(json), None) => Action::Whole(body(json)?),
        (None, None, Some(Removal::Back)) => Action::PutBack,
        (None, None, Some(Removal::Delete)) => Action::Delete,
        (None, None, Some(Removal::Good)) => Action::RemoveForGood,
        _ => return Err(LedgerError::Malformed),
    };
    let at_ms = stamp_ms(stamp).checked_add(op.at).ok_or(LedgerError::Stamp)?;
    let since = op.since.map(|s| stamp.checked_sub(s).ok_or(LedgerError::Stamp)).transpose()?;
    Ok(Op { sequence, stamp, at_ms, by: op.by, action, kind: op.k, record: op.r, since })
}

/// A newer format may have keys that this one does not know.
pub(super) fn newer_or_malformed(bytes: &[u8]) -> LedgerError {
    #[derive(Deserialize)]
    struct Format {
        v: u32,
    }
    match serde_json::from_slice(bytes) {
        Ok(Format { v }) if v > FORMAT => LedgerError::Newer,
        _ => LedgerError::Malformed,
    }
}
