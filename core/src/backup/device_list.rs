//! The phones that keep this backup.

use handrail_wire::vault::devices::DeviceList;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::{Changes, Write};
use crate::sync::vault::{Upkeep, kept_rows};
use crate::validate;

/// A phone in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupDevice {
    /// Which.
    pub id: Id,
    /// What the person calls it. The name stays on the phone on which it was given.
    pub name: Option<String>,
    /// Whether it is the one in hand.
    pub this_phone: bool,
    /// The day it was added.
    pub added: Day,
    /// The day on which something new of it came last, by this phone's clock; before that, what the list says.
    pub seen: Day,
    /// The day it was removed; `None` while it is in use.
    pub removed: Option<Day>,
}

impl Handrail {
    /// The phones that keep this backup or kept it once, this one first, then by the day they were added. None while the
    /// backup is off.
    ///
    /// # Errors
    /// Those of the store.
    pub fn backup_devices(&self) -> Result<Vec<BackupDevice>> {
        self.read(|c| {
            let kept: Option<(Vec<u8>, Id, String)> = c
                .prepare_cached("SELECT list, device, upkeep FROM vault")?
                .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()?;
            let Some((list, own, upkeep)) = kept else { return Ok(Vec::new()) };
            let upkeep = Upkeep::from_text(&upkeep).ok_or(Error::Damaged("the vault"))?;
            let list = DeviceList::kept(&list).map_err(|_| Error::Damaged("the vault"))?;
            let mut devices = Vec::new();
            for device in &list.devices {
                let id = Id::from(device.id);
                devices.push(BackupDevice {
                    id,
                    name: name_of(c, id)?,
                    this_phone: id == own,
                    added: day(device.added)?,
                    seen: day(device.seen.max(upkeep.others.get(&device.id).map_or(0, |last| last.day)))?,
                    removed: device.removed.map(day).transpose()?,
                });
            }
            crate::sorting::by_key(&mut devices, |device| (!device.this_phone, device.added, device.id));
            Ok(devices)
        })
    }

    /// Gives a phone of the list a name; an empty one takes it away again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `name` too long.
    pub fn name_backup_device(&self, id: Id, name: &str) -> Result<Changes> {
        let name = validate::optional_line("name", name)?;
        if !self.backup_devices()?.iter().any(|device| device.id == id) {
            return Err(Error::NotFound("device"));
        }
        self.write(|w| {
            if name.is_empty() {
                w.tx().execute("DELETE FROM vault_device_name WHERE device = ?1", [id])?;
                return Ok(());
            }
            set_name(w, id, &name)
        })
    }
}

impl Handrail {
    /// Takes another phone off the list: from the next sync on it can neither read nor write, and what is written after
    /// that is under a key that it does not have. What it has on it, it has.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is not in use; `device` in the wrong state for the one in hand, which turns its
    /// backup off instead.
    pub fn remove_backup_device(&self, id: Id) -> Result<Changes> {
        let devices = self.backup_devices()?;
        let found = devices.iter().find(|device| device.id == id && device.removed.is_none());
        if found.ok_or(Error::NotFound("device"))?.this_phone {
            return Err(Error::invalid("device", Reason::WrongState));
        }
        let mut upkeep = self.read(kept_rows::load)?.ok_or(Error::NotFound("device"))?.upkeep;
        upkeep.removing.insert(id.into());
        self.write(|w| {
            w.tx().execute("UPDATE vault SET upkeep = ?1", [upkeep.to_text()])?;
            Ok(())
        })
    }
}

/// Keeps what a phone is called.
pub(super) fn set_name(w: &Write<'_>, id: Id, name: &str) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO vault_device_name (device, name) VALUES (?1, ?2)";
    w.tx().execute(sql, params![id, name])?;
    Ok(())
}

fn name_of(c: &Connection, id: Id) -> Result<Option<String>> {
    let mut q = c.prepare_cached("SELECT name FROM vault_device_name WHERE device = ?1")?;
    Ok(q.query_row([id], |r| r.get(0)).optional()?)
}

/// Lists count days since 1970-01-01 UTC.
fn day(days: u64) -> Result<Day> {
    let days = i64::try_from(days).map_err(|_| Error::Damaged("the vault"))?;
    Day::from_number(days).ok_or(Error::Damaged("the vault"))
}
