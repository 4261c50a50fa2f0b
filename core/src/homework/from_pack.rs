//! Which module and which of the pack's homework a homework was made from.

use rusqlite::{Connection, OptionalExtension as _};

use super::HomeworkId;
use crate::error::{Error, Reason, Result};
use crate::programme::content;
use crate::validate;

/// What a homework says of the pack already. The pack may have dropped it since: it stays.
#[derive(Default)]
pub(super) struct FromPack {
    module: String,
    option: String,
}

impl FromPack {
    pub(super) fn of(c: &Connection, id: HomeworkId) -> Result<Self> {
        let mut q = c.prepare_cached("SELECT module_id, option_id FROM homework WHERE id = ?1")?;
        let there = q.query_row([id], |r| Ok(Self { module: r.get(0)?, option: r.get(1)? })).optional()?;
        Ok(there.unwrap_or_default())
    }

    pub(super) fn module(&self, c: &Connection, id: &str) -> Result<String> {
        checked("module_id", id, &self.module, |id| Ok(content(c)?.pack.module(id).is_some()))
    }

    pub(super) fn option(&self, c: &Connection, id: &str) -> Result<String> {
        checked("option_id", id, &self.option, |id| Ok(content(c)?.pack.homework_option(id).is_some()))
    }
}

fn checked(field: &'static str, id: &str, before: &str, known: impl Fn(&str) -> Result<bool>) -> Result<String> {
    let id = validate::optional_content_id(field, id)?;
    if id.is_empty() || id == before || known(&id)? { Ok(id) } else { Err(Error::invalid(field, Reason::UnknownId)) }
}
