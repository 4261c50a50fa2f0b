//! Who asked for what, on which day: for a clinic that must be able to answer that, and never more than that.
//!
//! One JSON line for each request that came with a token: the day, the login (a random id and its kind), method, route pattern, the
//! ids in the path that say whose things were asked for, and the status. No time of day, no address, no body, no size. A
//! file for each day; files are deleted when their time is over. Off unless asked for (docs/adr/0020).

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use handrail_wire::{Day, Id};
use serde::Serialize;

use crate::clock::DAY_MS;
use crate::store::{Holder, LoginKind};

/// Whose token a request came with, once somebody has looked it up.
pub(crate) type Caller = std::sync::Arc<OnceLock<Holder>>;

/// Where the lines go and for how long they stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFiles {
    /// A folder for nothing else; made if it is not there.
    pub folder: PathBuf,
    /// How many days a line is kept, its own day not counted.
    pub days: u16,
}

/// The files, one open at a time.
pub(crate) struct Audit {
    files: AuditFiles,
    open: Mutex<Option<(Day, File)>>,
}

#[derive(Serialize)]
struct Line<'a> {
    day: Day,
    by: Id,
    #[serde(rename = "as")]
    kind: &'static str,
    method: &'a str,
    route: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    of: BTreeMap<&'a str, &'a str>,
    status: u16,
}

/// What was asked.
pub(crate) struct Asked<'a> {
    pub(crate) method: &'a str,
    /// The route's pattern.
    pub(crate) route: &'a str,
    /// The path itself.
    pub(crate) path: &'a str,
    pub(crate) status: u16,
}

impl Audit {
    /// Makes the folder, readable by its owner alone.
    pub(crate) fn open(files: AuditFiles) -> std::io::Result<Self> {
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&files.folder)?;
        Ok(Self { files, open: Mutex::new(None) })
    }

    /// Keeps a line.
    pub(crate) fn note(&self, now_ms: i64, by: &Holder, asked: &Asked<'_>) -> std::io::Result<()> {
        let Ok(day) = Day::from_ms(now_ms) else { return Err(std::io::Error::other("a clock before time")) };
        let Asked { method, route, path, status } = *asked;
        let kind = match by.kind {
            LoginKind::Practitioner => "practitioner",
            LoginKind::Mailbox => "mailbox",
            LoginKind::Method => "recovery_code",
            LoginKind::VaultDevice => "vault_device",
            LoginKind::VaultCode => "vault_code",
        };
        let line = Line { day, by: by.account, kind, method, route, of: whose(route, path), status };
        let mut text = serde_json::to_vec(&line)?;
        text.push(b'\n');
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match open.take() {
            Some((of, file)) if of == day => file,
            _ => self.file(day)?,
        };
        // One write, so that two relays on one folder never mix within a line.
        let written = (&file).write_all(&text);
        *open = Some((day, file));
        written
    }

    fn file(&self, day: Day) -> std::io::Result<File> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.files.folder.join(format!("audit-{day}.jsonl")))
    }

    /// Deletes files whose time is over; answers how many.
    pub(crate) fn purge(&self, now_ms: i64) -> std::io::Result<u32> {
        let Ok(last) = Day::from_ms(now_ms - i64::from(self.files.days) * DAY_MS) else { return Ok(0) };
        let mut gone = 0;
        for entry in std::fs::read_dir(&self.files.folder)? {
            let path = entry?.path();
            if day_of(&path).is_some_and(|day| day < last) {
                std::fs::remove_file(path)?;
                gone += 1;
            }
        }
        Ok(gone)
    }
}

fn day_of(path: &Path) -> Option<Day> {
    path.file_name()?.to_str()?.strip_prefix("audit-")?.strip_suffix(".jsonl")?.parse().ok()
}

/// The ids in a path that say whose things it is about, by the route's own names for them.
fn whose<'a>(route: &'a str, path: &'a str) -> BTreeMap<&'a str, &'a str> {
    let named = route.split('/').zip(path.split('/')).filter_map(|(pattern, given)| {
        let name = pattern.strip_prefix('{')?.strip_suffix('}')?;
        // What is no id was refused, and may be anything.
        (matches!(name, "account" | "mailbox" | "vault") && given.parse::<Id>().is_ok()).then_some((name, given))
    });
    named.collect()
}
