//! The tables that say which value of a field is the newest, and the digest that is kept along with them.

use rusqlite::{OptionalExtension as _, params};

use super::merge::{number, own_time};
use super::write::Write;
use crate::error::Result;
use crate::ids::Id;
use crate::ledger::{Digest, PUT_BACK, Removed, Version, hash_of_text};

struct New<'a> {
    stamp: i64,
    device: Id,
    hash: &'a [u8],
    at_ms: Option<i64>,
    since: Option<i64>,
}

/// When this phone wrote something.
#[derive(Clone, Copy)]
pub(super) struct OwnTime {
    pub stamp: i64,
    /// Where it is part of a first writing: the stamp at which that began.
    pub since: Option<i64>,
    /// Whether the record was not there before.
    pub first: bool,
}

impl Write<'_> {
    /// What this phone wrote just now, into a record that was not there before or into one that was.
    pub(super) fn put_own_cell(&self, id: Id, field: &str, json: &str, time: OwnTime) -> Result<()> {
        let OwnTime { stamp, since, first } = time;
        let at_ms = Some(self.now().instant_ms).filter(|at| *at != stamp >> 16);
        let new = New { stamp, device: self.device(), hash: &hash_of_text(json), at_ms, since };
        if !first {
            return self.put(id, field, &new);
        }
        if let Some(mut digest) = self.digest.get() {
            digest.add_cell(id, field, stamp.unsigned_abs(), new.device, new.hash);
            self.digest.set(Some(digest));
        }
        self.upsert(id, field, &new)
    }

    /// The same under a stamp of long ago, whose own time it is.
    pub(super) fn put_old_cell(&self, id: Id, field: &str, json: &str, stamp: i64, device: Id) -> Result<()> {
        self.put(id, field, &New { stamp, device, hash: &hash_of_text(json), at_ms: None, since: None })
    }

    /// What a phone wrote, this or another.
    pub(super) fn put_cell(&self, id: Id, field: &str, v: &Version, json: &str) -> Result<()> {
        let (at_ms, since) = (own_time(v.stamp, v.at_ms), v.since.map(number));
        let new = New { stamp: number(v.stamp), device: v.device, hash: &hash_of_text(json), at_ms, since };
        self.put(id, field, &new)
    }

    /// When a record was put back.
    pub(super) fn put_back_cell(&self, id: Id, stamp: u64, device: Id) -> Result<()> {
        self.put(id, PUT_BACK, &New { stamp: number(stamp), device, hash: &[], at_ms: None, since: None })
    }

    fn put(&self, id: Id, field: &str, new: &New<'_>) -> Result<()> {
        if let Some(mut digest) = self.digest.get() {
            let had: Option<(i64, Id, Vec<u8>)> = self
                .tx()
                .prepare_cached("SELECT stamp, device, value_hash FROM cell WHERE record = ?1 AND field = ?2")?
                .query_row(params![id, field], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?;
            if let Some((stamp, device, hash)) = had {
                digest.take_cell(id, field, stamp.unsigned_abs(), device, &hash);
            }
            digest.add_cell(id, field, new.stamp.unsigned_abs(), new.device, new.hash);
            self.digest.set(Some(digest));
        }
        self.upsert(id, field, new)
    }

    fn upsert(&self, id: Id, field: &str, new: &New<'_>) -> Result<()> {
        self.tx()
            .prepare_cached(
                "INSERT INTO cell (record, field, stamp, device, value_hash, at_ms, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (record, field) DO UPDATE SET stamp = ?3, device = ?4, value_hash = ?5, at_ms = ?6, since = ?7",
            )?
            .execute(params![id, field, new.stamp, new.device, new.hash, new.at_ms, new.since])?;
        Ok(())
    }

    /// What stands for a field's newest value.
    pub(super) fn hash_of(&self, id: Id, field: &str) -> Result<Option<Vec<u8>>> {
        Ok(self
            .tx()
            .prepare_cached("SELECT value_hash FROM cell WHERE record = ?1 AND field = ?2")?
            .query_row(params![id, field], |r| r.get(0))
            .optional()?)
    }

    /// Whether a field has a newest value.
    pub(super) fn has_cell(&self, id: Id, field: &str) -> Result<bool> {
        Ok(self.hash_of(id, field)?.is_some())
    }

    /// Whether anything at all was ever written of a record that is not gone for good.
    pub(super) fn has_any_cell(&self, id: Id) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM cell WHERE record = ?1)";
        Ok(self.tx().prepare_cached(sql)?.query_row([id], |r| r.get(0))?)
    }

    /// A record without any newest value.
    pub(super) fn forget_cells(&self, id: Id) -> Result<()> {
        if let Some(mut digest) = self.digest.get() {
            let mut q =
                self.tx().prepare_cached("SELECT field, stamp, device, value_hash FROM cell WHERE record = ?1")?;
            let mut rows = q.query([id])?;
            while let Some(r) = rows.next()? {
                let (field, hash): (String, Vec<u8>) = (r.get(0)?, r.get(3)?);
                digest.take_cell(id, &field, r.get::<_, i64>(1)?.unsigned_abs(), r.get(2)?, &hash);
            }
            self.digest.set(Some(digest));
        }
        self.tx().prepare_cached("DELETE FROM cell WHERE record = ?1")?.execute([id])?;
        Ok(())
    }

    /// That a record is taken away, or not any more.
    pub(super) fn put_tombstone(&self, id: Id, kind: &str, removed: Option<Removed>) -> Result<()> {
        if let Some(mut digest) = self.digest.get() {
            let had: Option<(i64, Id, bool)> = self
                .tx()
                .prepare_cached("SELECT stamp, device, for_good FROM tombstone WHERE record = ?1")?
                .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?;
            if let Some((stamp, device, for_good)) = had {
                digest.take_removal(id, stamp.unsigned_abs(), device, for_good);
            }
            if let Some(r) = removed {
                digest.add_removal(id, r.stamp, r.device, r.for_good);
            }
            self.digest.set(Some(digest));
        }
        let Some(r) = removed else {
            self.tx().prepare_cached("DELETE FROM tombstone WHERE record = ?1")?.execute([id])?;
            return Ok(());
        };
        self.tx()
            .prepare_cached(
                "INSERT OR REPLACE INTO tombstone (record, kind, stamp, device, for_good, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id, kind, number(r.stamp), r.device, r.for_good, own_time(r.stamp, r.at_ms)])?;
        Ok(())
    }

    /// The digest of the content; worked out anew where it was not kept.
    pub(crate) fn digest_now(&self) -> Result<Digest> {
        if let Some(digest) = self.digest.get() {
            return Ok(digest);
        }
        let digest = super::merge::digest_anew(self.tx())?;
        self.digest.set(Some(digest));
        Ok(digest)
    }
}
