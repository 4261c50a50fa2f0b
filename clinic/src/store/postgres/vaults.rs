//! Vaults. Whatever decides takes the vault's lock first.

use handrail_wire::Id;
use handrail_wire::api::SnapshotEntry;

use super::super::news::Came;
use super::super::vaults::{
    Chain, KEPT_SNAPSHOTS, LISTS_BYTES, NewBatches, NewDevices, NewSnapshot, NewVault, VAULTS_A_MAILBOX, VaultRow,
    VaultStore, fits, follows_said, may_make, next_version,
};
use super::super::{Answer, Refused, StoreError, Stored, rules};
use super::conn::Conn;
use super::rows::{b, bytes, value};
use super::{PostgresStore, lock, logins, unchecked};
use crate::random::sha256;

pub(super) async fn find(c: &Conn, vault: Id) -> Result<Option<VaultRow>, StoreError> {
    c.maybe("SELECT list, list_version, keyring, keyring_version FROM vault WHERE vault = $1", &[&b(&vault)])
        .await?
        .map(|row| {
            Ok(VaultRow {
                list: value(&row, 0)?,
                list_version: value(&row, 1)?,
                keyring: value(&row, 2)?,
                keyring_version: value(&row, 3)?,
            })
        })
        .transpose()
}

async fn create(c: &Conn, new: &NewVault) -> Result<Stored, StoreError> {
    lock(c, new.vault).await?;
    if let Some(there) = find(c, new.vault).await? {
        let same = there.list == new.list && there.keyring == new.keyring;
        return if same { Ok(Stored::Same) } else { Err(Refused::Conflict.into()) };
    }
    if let Some(mailbox) = new.voucher {
        lock(c, mailbox).await?;
        let row = c
            .maybe("SELECT vaults FROM mailbox WHERE mailbox = $1 AND roster_epoch > 0", &[&b(&mailbox)])
            .await?
            .ok_or(Refused::Order)?;
        may_make(value(&row, 0)?, VAULTS_A_MAILBOX)?;
        c.change("UPDATE mailbox SET vaults = vaults + 1 WHERE mailbox = $1", &[&b(&mailbox)]).await?;
    } else {
        // Counted first: the row is then this transaction's until it ends.
        let row = c
            .one(
                "INSERT INTO opened (day, count) VALUES ($1, 1)
                 ON CONFLICT (day) DO UPDATE SET count = opened.count + 1 RETURNING count",
                &[&new.day],
            )
            .await?;
        may_make(value::<i64>(&row, 0)? - 1, new.open_a_day)?;
    }
    c.change(
        "INSERT INTO vault (vault, list, list_version, keyring, keyring_version) VALUES ($1, $2, 1, $3, 1)",
        &[&b(&new.vault), &new.list, &new.keyring],
    )
    .await?;
    keep_list(c, new.vault, 1, &new.list).await?;
    logins::add(c, new.device.locator, logins::VAULT_DEVICE, new.vault, &new.device.key).await?;
    logins::add(c, new.recovery.locator, logins::VAULT_CODE, new.vault, &new.recovery.key).await?;
    list_device(c, new.vault, new.device.locator, true).await?;
    Ok(Stored::New)
}

async fn keep_list(c: &Conn, vault: Id, version: i64, object: &[u8]) -> Result<(), StoreError> {
    let there = c
        .one("SELECT coalesce(sum(octet_length(object)), 0)::BIGINT FROM vault_list WHERE vault = $1", &[&b(&vault)])
        .await?;
    fits(value(&there, 0)?, object.len(), LISTS_BYTES)?;
    c.change("INSERT INTO vault_list (vault, version, object) VALUES ($1, $2, $3)", &[&b(&vault), &version, &object])
        .await?;
    Ok(())
}

async fn list(c: &Conn, vault: Id, version: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let row =
        c.maybe("SELECT object FROM vault_list WHERE vault = $1 AND version = $2", &[&b(&vault), &version]).await?;
    row.map(|row| value(&row, 0)).transpose()
}

async fn list_device(c: &Conn, vault: Id, device: Id, live: bool) -> Result<(), StoreError> {
    c.change(
        "INSERT INTO vault_device (vault, device, live, hash, seen) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (vault, device) DO UPDATE SET live = excluded.live",
        &[&b(&vault), &b(&device), &i64::from(live), &[0_u8; 32].as_slice(), &[0_u8; 0].as_slice()],
    )
    .await?;
    Ok(())
}

async fn put_devices(c: &Conn, new: &NewDevices) -> Result<Stored, StoreError> {
    lock(c, new.vault).await?;
    let there = find(c, new.vault).await?.ok_or(Refused::NotFound)?;
    let stored = next_version(there.list_version, new.version, there.list == new.object)?;
    if stored == Stored::Same {
        return Ok(stored);
    }
    c.change("DELETE FROM login WHERE account = $1 AND kind IN (4, 5)", &[&b(&new.vault)]).await?;
    for (device, live) in &new.devices {
        list_device(c, new.vault, device.locator, *live).await?;
        if *live {
            logins::add(c, device.locator, logins::VAULT_DEVICE, new.vault, &device.key).await?;
        }
    }
    logins::add(c, new.recovery.locator, logins::VAULT_CODE, new.vault, &new.recovery.key).await?;
    c.change(
        "UPDATE vault SET list = $2, list_version = $3 WHERE vault = $1",
        &[&b(&new.vault), &new.object, &new.version],
    )
    .await?;
    keep_list(c, new.vault, new.version, &new.object).await?;
    c.change(
        "DELETE FROM token WHERE account = $1 AND kind IN (4, 5) AND login NOT IN (SELECT login FROM login WHERE account = $1)",
        &[&b(&new.vault)],
    )
    .await?;
    Ok(stored)
}

async fn put_keyring(
    c: &Conn,
    vault: Id,
    list_version: i64,
    version: i64,
    keyring: &[u8],
) -> Result<Stored, StoreError> {
    lock(c, vault).await?;
    let there = find(c, vault).await?.ok_or(Refused::NotFound)?;
    if next_version(there.keyring_version, version, there.keyring == keyring)? == Stored::Same {
        return Ok(Stored::Same);
    }
    // Made for a list that was replaced meanwhile: somebody may be missing in it.
    if there.list_version != list_version {
        return Err(Refused::Version.into());
    }
    c.change("UPDATE vault SET keyring = $2, keyring_version = $3 WHERE vault = $1", &[&b(&vault), &keyring, &version])
        .await?;
    Ok(Stored::Replaced)
}

async fn chains(c: &Conn, vault: Id) -> Result<Vec<Chain>, StoreError> {
    c.all(
        "SELECT device, live, sequence, hash, seen, head, ack FROM vault_device WHERE vault = $1 ORDER BY device",
        &[&b(&vault)],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Chain {
            device: bytes(row, 0)?,
            live: value::<i64>(row, 1)? == 1,
            sequence: value(row, 2)?,
            hash: bytes(row, 3)?,
            seen: value(row, 4)?,
            head: value(row, 5)?,
            ack: value(row, 6)?,
        })
    })
    .collect()
}

async fn add(c: &Conn, new: &NewBatches) -> Result<Stored, StoreError> {
    lock(c, new.vault).await?;
    let row = c
        .maybe(
            "SELECT sequence, live, head, ack FROM vault_device WHERE vault = $1 AND device = $2",
            &[&b(&new.vault), &b(&new.device)],
        )
        .await?
        .ok_or(Refused::NotFound)?;
    if value::<i64>(&row, 1)? != 1 {
        return Err(Refused::Secret.into());
    }
    if value::<i64>(&row, 0)? != new.after {
        return Err(Refused::Order.into());
    }
    let (head, ack): (Option<Vec<u8>>, Option<Vec<u8>>) = (value(&row, 2)?, value(&row, 3)?);
    follows_said(new, head.as_deref(), ack.as_deref())?;
    let more: usize = new.batches.iter().map(Vec::len).sum();
    if more > 0 {
        grow(c, new.vault, more, new.most_bytes).await?;
    }
    for (sequence, batch) in (new.after + 1..).zip(&new.batches) {
        c.change(
            "INSERT INTO vault_batch (vault, device, sequence, bytes) VALUES ($1, $2, $3, $4)",
            &[&b(&new.vault), &b(&new.device), &sequence, batch],
        )
        .await?;
    }
    c.change(
        "UPDATE vault_device SET sequence = $3, hash = $4, seen = coalesce($5, seen), head = coalesce($6, head),
            ack = coalesce($7, ack) WHERE vault = $1 AND device = $2",
        &[&b(&new.vault), &b(&new.device), &new.tip.0, &b(&new.tip.1), &new.seen, &new.head, &new.ack],
    )
    .await?;
    Ok(Stored::New)
}

/// The caller holds the vault's lock.
async fn grow(c: &Conn, vault: Id, more: usize, most: i64) -> Result<(), StoreError> {
    let row = c.maybe("SELECT bytes FROM vault WHERE vault = $1", &[&b(&vault)]).await?.ok_or(Refused::NotFound)?;
    fits(value(&row, 0)?, more, most)?;
    let more = i64::try_from(more).unwrap_or(i64::MAX);
    c.change("UPDATE vault SET bytes = bytes + $2 WHERE vault = $1", &[&b(&vault), &more]).await?;
    Ok(())
}

async fn batch(c: &Conn, vault: Id, device: Id, sequence: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let row = c
        .maybe(
            "SELECT bytes FROM vault_batch WHERE vault = $1 AND device = $2 AND sequence = $3",
            &[&b(&vault), &b(&device), &sequence],
        )
        .await?;
    row.map(|row| value(&row, 0)).transpose()
}

async fn above(c: &Conn, vault: Id, known: &[(Id, i64)], most: usize) -> Result<(Vec<Vec<u8>>, bool), StoreError> {
    /// Rows fetched at once.
    const PAGE: i64 = 64;
    let (mut found, mut size): (Vec<Vec<u8>>, usize) = (Vec::new(), 0);
    for chain in chains(c, vault).await? {
        let mut after = known.iter().find(|(device, _)| *device == chain.device).map_or(0, |(_, sequence)| *sequence);
        loop {
            let rows = c
                .all(
                    "SELECT sequence, bytes FROM vault_batch WHERE vault = $1 AND device = $2 AND sequence > $3
                     ORDER BY sequence LIMIT $4",
                    &[&b(&vault), &b(&chain.device), &after, &PAGE],
                )
                .await?;
            for row in &rows {
                let batch: Vec<u8> = value(row, 1)?;
                size += batch.len();
                if size > most && !found.is_empty() {
                    return Ok((found, true));
                }
                found.push(batch);
                after = value(row, 0)?;
            }
            if i64::try_from(rows.len()) != Ok(PAGE) {
                break;
            }
        }
    }
    Ok((found, false))
}

async fn put_snapshot(c: &Conn, new: &NewSnapshot) -> Result<Stored, StoreError> {
    lock(c, new.vault).await?;
    let there = snapshot(c, new.vault, new.device, new.number).await?;
    match rules::same_or_conflict(there.as_deref(), &new.bytes) {
        rules::Step::Take => {}
        rules::Step::Same => return Ok(Stored::Same),
        _ => return Err(Refused::Conflict.into()),
    }
    grow(c, new.vault, new.bytes.len(), new.most_bytes).await?;
    c.change(
        "INSERT INTO vault_snapshot (vault, device, number, place, bytes) VALUES ($1, $2, $3,
            (SELECT coalesce(max(place), 0) + 1 FROM vault_snapshot WHERE vault = $1), $4)",
        &[&b(&new.vault), &b(&new.device), &new.number, &new.bytes],
    )
    .await?;
    Ok(Stored::New)
}

async fn snapshot(c: &Conn, vault: Id, device: Id, number: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let row = c
        .maybe(
            "SELECT bytes FROM vault_snapshot WHERE vault = $1 AND device = $2 AND number = $3",
            &[&b(&vault), &b(&device), &number],
        )
        .await?;
    row.map(|row| value(&row, 0)).transpose()
}

async fn snapshots(c: &Conn, vault: Id) -> Result<Vec<SnapshotEntry>, StoreError> {
    c.all(
        "SELECT device, number, octet_length(bytes)::BIGINT FROM vault_snapshot WHERE vault = $1 ORDER BY place DESC",
        &[&b(&vault)],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(SnapshotEntry {
            device: bytes(row, 0)?,
            number: value::<i64>(row, 1)?.unsigned_abs(),
            bytes: value::<i64>(row, 2)?.unsigned_abs(),
        })
    })
    .collect()
}

async fn delete_snapshot(c: &Conn, vault: Id, device: Id, number: i64) -> Result<(), StoreError> {
    lock(c, vault).await?;
    let all = snapshots(c, vault).await?;
    let wanted = |entry: &SnapshotEntry| entry.device == device && i64::try_from(entry.number) == Ok(number);
    let at = all.iter().position(wanted).ok_or(Refused::NotFound)?;
    if at < KEPT_SNAPSHOTS {
        return Err(Refused::Order.into());
    }
    c.change(
        "WITH gone AS (DELETE FROM vault_snapshot WHERE vault = $1 AND device = $2 AND number = $3
            RETURNING octet_length(bytes)::BIGINT AS size)
         UPDATE vault SET bytes = bytes - (SELECT coalesce(sum(size), 0)::BIGINT FROM gone) WHERE vault = $1",
        &[&b(&vault), &b(&device), &number],
    )
    .await?;
    Ok(())
}

async fn collect(c: &Conn, vault: Id, list: i64, covered: &[(Id, i64)]) -> Result<u32, StoreError> {
    lock(c, vault).await?;
    if find(c, vault).await?.ok_or(Refused::NotFound)?.list_version != list {
        return Err(Refused::Version.into());
    }
    let mut deleted = 0_u32;
    for (device, sequence) in covered {
        let row = c
            .one(
                "WITH gone AS (DELETE FROM vault_batch WHERE vault = $1 AND device = $2 AND sequence <= $3
                    RETURNING octet_length(bytes)::BIGINT AS size)
                 SELECT count(*), coalesce(sum(size), 0)::BIGINT FROM gone",
                &[&b(&vault), &b(device), sequence],
            )
            .await?;
        let (gone, size): (i64, i64) = (value(&row, 0)?, value(&row, 1)?);
        c.change("UPDATE vault SET bytes = bytes - $2 WHERE vault = $1", &[&b(&vault), &size]).await?;
        deleted = deleted.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX));
    }
    Ok(deleted)
}

async fn delete(c: &Conn, vault: Id) -> Result<(), StoreError> {
    lock(c, vault).await?;
    for sql in [
        "DELETE FROM vault_batch WHERE vault = $1",
        "DELETE FROM vault_snapshot WHERE vault = $1",
        "DELETE FROM vault_device WHERE vault = $1",
        "DELETE FROM wake WHERE account = $1",
        "DELETE FROM vault_list WHERE vault = $1",
        "DELETE FROM invite WHERE vault = $1",
        "DELETE FROM login WHERE account = $1 AND kind IN (4, 5)",
        "DELETE FROM token WHERE account = $1 AND kind IN (4, 5)",
    ] {
        c.change(sql, &[&b(&vault)]).await?;
    }
    let gone = c.change("DELETE FROM vault WHERE vault = $1", &[&b(&vault)]).await?;
    if gone == 1 { Ok(()) } else { Err(Refused::NotFound.into()) }
}

impl VaultStore for PostgresStore {
    // Writes are read back inside their transaction: right after the commit another replica may have gone on.
    fn create_vault(&self, new: NewVault) -> Answer<'_, Stored> {
        self.write(
            move |c| {
                Box::pin(async move {
                    let stored = create(c, &new).await?;
                    let there = find(c, new.vault).await?;
                    if there.is_some_and(|there| there.list == new.list && there.keyring == new.keyring) {
                        Ok(stored)
                    } else {
                        Err(StoreError::ReadBack)
                    }
                })
            },
            unchecked,
        )
    }
    fn vault(&self, vault: Id) -> Answer<'_, Option<VaultRow>> {
        self.run(move |c| Box::pin(find(c, vault)))
    }
    fn list(&self, vault: Id, version: i64) -> Answer<'_, Option<Vec<u8>>> {
        self.run(move |c| Box::pin(list(c, vault, version)))
    }
    fn put_devices(&self, new: NewDevices) -> Answer<'_, Stored> {
        self.write(
            move |c| {
                Box::pin(async move {
                    let stored = put_devices(c, &new).await?;
                    let there = find(c, new.vault).await?;
                    if there.is_some_and(|there| there.list == new.object) {
                        Ok(stored)
                    } else {
                        Err(StoreError::ReadBack)
                    }
                })
            },
            unchecked,
        )
    }
    fn put_keyring(&self, vault: Id, list_version: i64, version: i64, keyring: Vec<u8>) -> Answer<'_, Stored> {
        self.write(
            move |c| {
                Box::pin(async move {
                    let stored = put_keyring(c, vault, list_version, version, &keyring).await?;
                    let there = find(c, vault).await?;
                    if there.is_some_and(|there| there.keyring == keyring) {
                        Ok(stored)
                    } else {
                        Err(StoreError::ReadBack)
                    }
                })
            },
            unchecked,
        )
    }
    fn chains(&self, vault: Id) -> Answer<'_, Vec<Chain>> {
        self.run(move |c| Box::pin(chains(c, vault)))
    }
    fn add_batches(&self, new: NewBatches) -> Answer<'_, Stored> {
        let (vault, device, after) = (new.vault, new.device, new.after);
        let hashes: Vec<_> = new.batches.iter().map(|bytes| sha256(bytes)).collect();
        let news = self.news.clone();
        self.write(
            move |c| Box::pin(async move { add(c, &new).await }),
            move |c, _| {
                Box::pin(async move {
                    for (sequence, hash) in (after + 1..).zip(&hashes) {
                        // Collected by now: it was there.
                        if batch(c, vault, device, sequence).await?.is_some_and(|there| sha256(&there) != *hash) {
                            return Ok(false);
                        }
                    }
                    if !hashes.is_empty() {
                        news.came(Came { to: vault, by: Some(device) });
                    }
                    Ok(true)
                })
            },
        )
    }
    fn batch(&self, vault: Id, device: Id, sequence: i64) -> Answer<'_, Option<Vec<u8>>> {
        self.run(move |c| Box::pin(batch(c, vault, device, sequence)))
    }
    fn batches_above(&self, vault: Id, known: Vec<(Id, i64)>, bytes: usize) -> Answer<'_, (Vec<Vec<u8>>, bool)> {
        self.run(move |c| Box::pin(async move { above(c, vault, &known, bytes).await }))
    }
    fn put_snapshot(&self, new: NewSnapshot) -> Answer<'_, Stored> {
        let (vault, device, number, hash) = (new.vault, new.device, new.number, sha256(&new.bytes));
        self.write(
            move |c| Box::pin(async move { put_snapshot(c, &new).await }),
            move |c, _| {
                Box::pin(async move {
                    Ok(snapshot(c, vault, device, number).await?.is_none_or(|there| sha256(&there) == hash))
                })
            },
        )
    }
    fn snapshots(&self, vault: Id) -> Answer<'_, Vec<SnapshotEntry>> {
        self.run(move |c| Box::pin(snapshots(c, vault)))
    }
    fn snapshot(&self, vault: Id, device: Id, number: i64) -> Answer<'_, Option<Vec<u8>>> {
        self.run(move |c| Box::pin(snapshot(c, vault, device, number)))
    }
    fn delete_snapshot(&self, vault: Id, device: Id, number: i64) -> Answer<'_, ()> {
        self.write(move |c| Box::pin(delete_snapshot(c, vault, device, number)), unchecked)
    }
    fn collect(&self, vault: Id, list_version: i64, covered: Vec<(Id, i64)>) -> Answer<'_, u32> {
        self.write(move |c| Box::pin(async move { collect(c, vault, list_version, &covered).await }), unchecked)
    }
    fn delete_vault(&self, vault: Id) -> Answer<'_, ()> {
        self.write(move |c| Box::pin(delete(c, vault)), unchecked)
    }
}
