//! Vaults.

use std::sync::Mutex;

use handrail_wire::api::SnapshotEntry;
use handrail_wire::{Hash, Id};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::news::Came;
use super::super::vaults::{
    Chain, KEPT_SNAPSHOTS, LISTS_BYTES, NewBatches, NewDevices, NewSnapshot, NewVault, VAULTS_A_MAILBOX, VaultRow,
    VaultStore, fits, follows_said, may_make, next_version,
};
use super::super::{Answer, Refused, StoreError, Stored, rules};
use super::rows::bytes;
use super::worker::held;
use super::{SqliteStore, logins, unchecked};

pub(super) fn find(c: &Connection, vault: Id) -> Result<Option<VaultRow>, StoreError> {
    Ok(c.prepare_cached("SELECT list, list_version, keyring, keyring_version FROM vault WHERE vault = ?1")?
        .query_row(params![vault.0], |row| {
            Ok(VaultRow {
                list: row.get(0)?,
                list_version: row.get(1)?,
                keyring: row.get(2)?,
                keyring_version: row.get(3)?,
            })
        })
        .optional()?)
}

fn create(t: &Transaction<'_>, new: &NewVault) -> Result<Stored, StoreError> {
    if let Some(there) = find(t, new.vault)? {
        // The same again, also when the vault has gone on since.
        let same = there.list == new.list && there.keyring == new.keyring;
        return if same { Ok(Stored::Same) } else { Err(Refused::Conflict.into()) };
    }
    if let Some(mailbox) = new.voucher {
        let made: i64 = t
            .prepare_cached("SELECT vaults FROM mailbox WHERE mailbox = ?1 AND roster_epoch > 0")?
            .query_row(params![mailbox.0], |row| row.get(0))
            .optional()?
            .ok_or(Refused::Order)?;
        may_make(made, VAULTS_A_MAILBOX)?;
        t.prepare_cached("UPDATE mailbox SET vaults = vaults + 1 WHERE mailbox = ?1")?.execute(params![mailbox.0])?;
    } else {
        let made: Option<i64> = t
            .prepare_cached("SELECT count FROM opened WHERE day = ?1")?
            .query_row(params![new.day], |row| row.get(0))
            .optional()?;
        may_make(made.unwrap_or(0), new.open_a_day)?;
        t.prepare_cached(
            "INSERT INTO opened (day, count) VALUES (?1, 1) ON CONFLICT (day) DO UPDATE SET count = count + 1",
        )?
        .execute(params![new.day])?;
    }
    t.prepare_cached(
        "INSERT INTO vault (vault, list, list_version, keyring, keyring_version) VALUES (?1, ?2, 1, ?3, 1)",
    )?
    .execute(params![new.vault.0, new.list, new.keyring])?;
    keep_list(t, new.vault, 1, &new.list)?;
    logins::add(t, new.device.locator, logins::VAULT_DEVICE, new.vault, &new.device.key)?;
    logins::add(t, new.recovery.locator, logins::VAULT_CODE, new.vault, &new.recovery.key)?;
    list_device(t, new.vault, new.device.locator, true)?;
    Ok(Stored::New)
}

fn keep_list(t: &Transaction<'_>, vault: Id, version: i64, object: &[u8]) -> Result<(), StoreError> {
    let there: i64 = t
        .prepare_cached("SELECT coalesce(sum(length(object)), 0) FROM vault_list WHERE vault = ?1")?
        .query_row(params![vault.0], |row| row.get(0))?;
    fits(there, object.len(), LISTS_BYTES)?;
    t.prepare_cached("INSERT INTO vault_list (vault, version, object) VALUES (?1, ?2, ?3)")?
        .execute(params![vault.0, version, object])?;
    Ok(())
}

fn list(c: &Connection, vault: Id, version: i64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(c.prepare_cached("SELECT object FROM vault_list WHERE vault = ?1 AND version = ?2")?
        .query_row(params![vault.0, version], |row| row.get(0))
        .optional()?)
}

fn list_device(t: &Transaction<'_>, vault: Id, device: Id, live: bool) -> Result<(), StoreError> {
    t.prepare_cached(
        "INSERT INTO vault_device (vault, device, live, hash, seen) VALUES (?1, ?2, ?3, zeroblob(32), x'')
         ON CONFLICT (vault, device) DO UPDATE SET live = excluded.live",
    )?
    .execute(params![vault.0, device.0, live])?;
    Ok(())
}

/// Answers the logins that ended.
fn put_devices(t: &Transaction<'_>, new: &NewDevices) -> Result<(Stored, Vec<Id>), StoreError> {
    let there = find(t, new.vault)?.ok_or(Refused::NotFound)?;
    let stored = next_version(there.list_version, new.version, there.list == new.object)?;
    if stored == Stored::Same {
        return Ok((stored, Vec::new()));
    }
    let before = logins_of(t, new.vault)?;
    t.prepare_cached("DELETE FROM login WHERE account = ?1 AND kind IN (4, 5)")?.execute(params![new.vault.0])?;
    for (device, live) in &new.devices {
        list_device(t, new.vault, device.locator, *live)?;
        if *live {
            logins::add(t, device.locator, logins::VAULT_DEVICE, new.vault, &device.key)?;
        }
    }
    logins::add(t, new.recovery.locator, logins::VAULT_CODE, new.vault, &new.recovery.key)?;
    t.prepare_cached("UPDATE vault SET list = ?2, list_version = ?3 WHERE vault = ?1")?.execute(params![
        new.vault.0,
        new.object,
        new.version
    ])?;
    keep_list(t, new.vault, new.version, &new.object)?;
    let after = logins_of(t, new.vault)?;
    Ok((stored, before.into_iter().filter(|login| !after.contains(login)).collect()))
}

fn logins_of(c: &Connection, vault: Id) -> Result<Vec<Id>, StoreError> {
    Ok(c.prepare_cached("SELECT login FROM login WHERE account = ?1 AND kind IN (4, 5)")?
        .query_map(params![vault.0], |row| bytes(row, 0))?
        .collect::<Result<_, _>>()?)
}

fn put_keyring(
    t: &Transaction<'_>,
    vault: Id,
    list_version: i64,
    version: i64,
    keyring: &[u8],
) -> Result<Stored, StoreError> {
    let there = find(t, vault)?.ok_or(Refused::NotFound)?;
    if next_version(there.keyring_version, version, there.keyring == keyring)? == Stored::Same {
        return Ok(Stored::Same);
    }
    // Made for a list that was replaced meanwhile: somebody may be missing in it.
    if there.list_version != list_version {
        return Err(Refused::Version.into());
    }
    t.prepare_cached("UPDATE vault SET keyring = ?2, keyring_version = ?3 WHERE vault = ?1")?
        .execute(params![vault.0, keyring, version])?;
    Ok(Stored::Replaced)
}

fn chains(c: &Connection, vault: Id) -> Result<Vec<Chain>, StoreError> {
    Ok(c.prepare_cached(
        "SELECT device, live, sequence, hash, seen, head, ack FROM vault_device WHERE vault = ?1 ORDER BY device",
    )?
    .query_map(params![vault.0], |row| {
        Ok(Chain {
            device: bytes(row, 0)?,
            live: row.get(1)?,
            sequence: row.get(2)?,
            hash: bytes(row, 3)?,
            seen: row.get(4)?,
            head: row.get(5)?,
            ack: row.get(6)?,
        })
    })?
    .collect::<Result<_, _>>()?)
}

fn add(t: &Transaction<'_>, new: &NewBatches) -> Result<Stored, StoreError> {
    type Row = (i64, bool, Option<Vec<u8>>, Option<Vec<u8>>);
    let (there, live, head, ack): Row = t
        .prepare_cached("SELECT sequence, live, head, ack FROM vault_device WHERE vault = ?1 AND device = ?2")?
        .query_row(params![new.vault.0, new.device.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?
        .ok_or(Refused::NotFound)?;
    if !live {
        return Err(Refused::Secret.into());
    }
    if there != new.after {
        return Err(Refused::Order.into());
    }
    follows_said(new, head.as_deref(), ack.as_deref())?;
    let more: usize = new.batches.iter().map(Vec::len).sum();
    if more > 0 {
        grow(t, new.vault, more, new.most_bytes)?;
    }
    for (sequence, batch) in (new.after + 1..).zip(&new.batches) {
        t.prepare_cached("INSERT INTO vault_batch (vault, device, sequence, bytes) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![new.vault.0, new.device.0, sequence, batch])?;
    }
    t.prepare_cached(
        "UPDATE vault_device SET sequence = ?3, hash = ?4, seen = coalesce(?5, seen), head = coalesce(?6, head),
            ack = coalesce(?7, ack) WHERE vault = ?1 AND device = ?2",
    )?
    .execute(params![new.vault.0, new.device.0, new.tip.0, new.tip.1.0, new.seen, new.head, new.ack])?;
    Ok(Stored::New)
}

fn grow(t: &Transaction<'_>, vault: Id, more: usize, most: i64) -> Result<(), StoreError> {
    let there: i64 = t
        .prepare_cached("SELECT bytes FROM vault WHERE vault = ?1")?
        .query_row(params![vault.0], |row| row.get(0))
        .optional()?
        .ok_or(Refused::NotFound)?;
    fits(there, more, most)?;
    t.prepare_cached("UPDATE vault SET bytes = bytes + ?2 WHERE vault = ?1")?
        .execute(params![vault.0, i64::try_from(more).unwrap_or(i64::MAX)])?;
    Ok(())
}

fn batch(c: &Connection, vault: Id, device: Id, sequence: i64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(c.prepare_cached("SELECT bytes FROM vault_batch WHERE vault = ?1 AND device = ?2 AND sequence = ?3")?
        .query_row(params![vault.0, device.0, sequence], |row| row.get(0))
        .optional()?)
}

fn above(c: &Connection, vault: Id, known: &[(Id, i64)], most: usize) -> Result<(Vec<Vec<u8>>, bool), StoreError> {
    let (mut found, mut size) = (Vec::new(), 0);
    for chain in chains(c, vault)? {
        let after = known.iter().find(|(device, _)| *device == chain.device).map_or(0, |(_, sequence)| *sequence);
        let mut statement = c.prepare_cached(
            "SELECT bytes FROM vault_batch WHERE vault = ?1 AND device = ?2 AND sequence > ?3 ORDER BY sequence",
        )?;
        let mut rows = statement.query(params![vault.0, chain.device.0, after])?;
        while let Some(row) = rows.next()? {
            let batch: Vec<u8> = row.get(0)?;
            size += batch.len();
            if size > most && !found.is_empty() {
                return Ok((found, true));
            }
            found.push(batch);
        }
    }
    Ok((found, false))
}

fn put_snapshot(t: &Transaction<'_>, new: &NewSnapshot) -> Result<Stored, StoreError> {
    let there = snapshot(t, new.vault, new.device, new.number)?;
    match rules::same_or_conflict(there.as_deref(), &new.bytes) {
        rules::Step::Take => {}
        rules::Step::Same => return Ok(Stored::Same),
        _ => return Err(Refused::Conflict.into()),
    }
    grow(t, new.vault, new.bytes.len(), new.most_bytes)?;
    t.prepare_cached(
        "INSERT INTO vault_snapshot (vault, device, number, place, bytes) VALUES (?1, ?2, ?3,
            (SELECT coalesce(max(place), 0) + 1 FROM vault_snapshot WHERE vault = ?1), ?4)",
    )?
    .execute(params![new.vault.0, new.device.0, new.number, new.bytes])?;
    Ok(Stored::New)
}

fn snapshot(c: &Connection, vault: Id, device: Id, number: i64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(c.prepare_cached("SELECT bytes FROM vault_snapshot WHERE vault = ?1 AND device = ?2 AND number = ?3")?
        .query_row(params![vault.0, device.0, number], |row| row.get(0))
        .optional()?)
}

fn snapshots(c: &Connection, vault: Id) -> Result<Vec<SnapshotEntry>, StoreError> {
    Ok(c.prepare_cached(
        "SELECT device, number, length(bytes) FROM vault_snapshot WHERE vault = ?1 ORDER BY place DESC",
    )?
    .query_map(params![vault.0], |row| {
        let (number, size): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(SnapshotEntry { device: bytes(row, 0)?, number: number.unsigned_abs(), bytes: size.unsigned_abs() })
    })?
    .collect::<Result<_, _>>()?)
}

fn delete_snapshot(t: &Transaction<'_>, vault: Id, device: Id, number: i64) -> Result<(), StoreError> {
    let all = snapshots(t, vault)?;
    let wanted = |entry: &SnapshotEntry| entry.device == device && i64::try_from(entry.number) == Ok(number);
    let at = all.iter().position(wanted).ok_or(Refused::NotFound)?;
    if at < KEPT_SNAPSHOTS {
        return Err(Refused::Order.into());
    }
    t.prepare_cached(
        "UPDATE vault SET bytes = bytes - (SELECT length(bytes) FROM vault_snapshot
            WHERE vault = ?1 AND device = ?2 AND number = ?3) WHERE vault = ?1",
    )?
    .execute(params![vault.0, device.0, number])?;
    t.prepare_cached("DELETE FROM vault_snapshot WHERE vault = ?1 AND device = ?2 AND number = ?3")?
        .execute(params![vault.0, device.0, number])?;
    Ok(())
}

fn collect(t: &Transaction<'_>, vault: Id, list: i64, covered: &[(Id, i64)]) -> Result<u32, StoreError> {
    if find(t, vault)?.ok_or(Refused::NotFound)?.list_version != list {
        return Err(Refused::Version.into());
    }
    let mut deleted = 0_u32;
    for (device, sequence) in covered {
        t.prepare_cached(
            "UPDATE vault SET bytes = bytes - (SELECT coalesce(sum(length(bytes)), 0) FROM vault_batch
                WHERE vault = ?1 AND device = ?2 AND sequence <= ?3) WHERE vault = ?1",
        )?
        .execute(params![vault.0, device.0, sequence])?;
        let gone = t
            .prepare_cached("DELETE FROM vault_batch WHERE vault = ?1 AND device = ?2 AND sequence <= ?3")?
            .execute(params![vault.0, device.0, sequence])?;
        deleted = deleted.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX));
    }
    Ok(deleted)
}

fn delete(t: &Transaction<'_>, vault: Id) -> Result<Vec<Id>, StoreError> {
    let ended = logins_of(t, vault)?;
    for sql in [
        "DELETE FROM vault_batch WHERE vault = ?1",
        "DELETE FROM vault_snapshot WHERE vault = ?1",
        "DELETE FROM vault_device WHERE vault = ?1",
        "DELETE FROM wake WHERE account = ?1",
        "DELETE FROM vault_list WHERE vault = ?1",
        "DELETE FROM invite WHERE vault = ?1",
        "DELETE FROM login WHERE account = ?1 AND kind IN (4, 5)",
    ] {
        t.prepare_cached(sql)?.execute(params![vault.0])?;
    }
    let gone = t.prepare_cached("DELETE FROM vault WHERE vault = ?1")?.execute(params![vault.0])?;
    if gone == 1 { Ok(ended) } else { Err(Refused::NotFound.into()) }
}

/// Ends the tokens of logins that are gone.
fn forget(logins: &Mutex<logins::Logins>, ended: &[Id]) {
    let mut logins = held(logins);
    for login in ended {
        logins.forget(*login);
    }
}

impl VaultStore for SqliteStore {
    fn create_vault(&self, new: NewVault) -> Answer<'_, Stored> {
        let (vault, list, keyring) = (new.vault, new.list.clone(), new.keyring.clone());
        self.write(
            move |t| create(t, &new),
            move |c, _| Ok(find(c, vault)?.is_some_and(|there| there.list == list && there.keyring == keyring)),
        )
    }
    fn vault(&self, vault: Id) -> Answer<'_, Option<VaultRow>> {
        self.read(move |c| find(c, vault))
    }
    fn list(&self, vault: Id, version: i64) -> Answer<'_, Option<Vec<u8>>> {
        self.read(move |c| list(c, vault, version))
    }
    fn put_devices(&self, new: NewDevices) -> Answer<'_, Stored> {
        let (vault, object, logins) = (new.vault, new.object.clone(), self.logins.clone());
        let done = self.write(
            move |t| put_devices(t, &new),
            // On the writer's thread: the tokens of whoever was removed end also where the client has gone away.
            move |c, (_, ended)| {
                forget(&logins, ended);
                Ok(find(c, vault)?.is_some_and(|there| there.list == object))
            },
        );
        Box::pin(async move { Ok(done.await?.0) })
    }
    fn put_keyring(&self, vault: Id, list_version: i64, version: i64, keyring: Vec<u8>) -> Answer<'_, Stored> {
        let expected = keyring.clone();
        self.write(
            move |t| put_keyring(t, vault, list_version, version, &keyring),
            move |c, _| Ok(find(c, vault)?.is_some_and(|there| there.keyring == expected)),
        )
    }
    fn chains(&self, vault: Id) -> Answer<'_, Vec<Chain>> {
        self.read(move |c| chains(c, vault))
    }
    fn add_batches(&self, new: NewBatches) -> Answer<'_, Stored> {
        let (vault, device, after) = (new.vault, new.device, new.after);
        let hashes: Vec<Hash> = new.batches.iter().map(|bytes| crate::random::sha256(bytes)).collect();
        let news = self.news.clone();
        self.write(
            move |t| add(t, &new),
            move |c, _| {
                for (sequence, hash) in (after + 1..).zip(&hashes) {
                    if batch(c, vault, device, sequence)?.is_none_or(|there| crate::random::sha256(&there) != *hash) {
                        return Ok(false);
                    }
                }
                if !hashes.is_empty() {
                    news.came(Came { to: vault, by: Some(device) });
                }
                Ok(true)
            },
        )
    }
    fn batch(&self, vault: Id, device: Id, sequence: i64) -> Answer<'_, Option<Vec<u8>>> {
        self.read(move |c| batch(c, vault, device, sequence))
    }
    fn batches_above(&self, vault: Id, known: Vec<(Id, i64)>, bytes: usize) -> Answer<'_, (Vec<Vec<u8>>, bool)> {
        self.read(move |c| above(c, vault, &known, bytes))
    }
    fn put_snapshot(&self, new: NewSnapshot) -> Answer<'_, Stored> {
        let (vault, device, number, hash) = (new.vault, new.device, new.number, crate::random::sha256(&new.bytes));
        self.write(
            move |t| put_snapshot(t, &new),
            move |c, _| {
                Ok(snapshot(c, vault, device, number)?.is_some_and(|there| crate::random::sha256(&there) == hash))
            },
        )
    }
    fn snapshots(&self, vault: Id) -> Answer<'_, Vec<SnapshotEntry>> {
        self.read(move |c| snapshots(c, vault))
    }
    fn snapshot(&self, vault: Id, device: Id, number: i64) -> Answer<'_, Option<Vec<u8>>> {
        self.read(move |c| snapshot(c, vault, device, number))
    }
    fn delete_snapshot(&self, vault: Id, device: Id, number: i64) -> Answer<'_, ()> {
        self.write(move |t| delete_snapshot(t, vault, device, number), unchecked)
    }
    fn collect(&self, vault: Id, list_version: i64, covered: Vec<(Id, i64)>) -> Answer<'_, u32> {
        self.write(move |t| collect(t, vault, list_version, &covered), unchecked)
    }
    fn delete_vault(&self, vault: Id) -> Answer<'_, ()> {
        let logins = self.logins.clone();
        let done = self.write(
            move |t| delete(t, vault),
            move |_, ended| {
                forget(&logins, ended);
                Ok(true)
            },
        );
        Box::pin(async move { done.await.map(drop) })
    }
}
