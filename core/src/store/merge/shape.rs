//! What every value of its kind must be, whoever wrote it.

use rusqlite::OptionalExtension as _;
use serde_json::Value as Json;

use super::super::kinds::{Field, Holds, Kind, SETTING};
use super::super::write::Write;
use crate::clock::{Day, TimeOfDay};
use crate::error::Result;
use crate::ids::Id;
use crate::ledger::{Body, LedgerError};

/// Refuses a value that its column cannot hold. A field that this version does not know may hold anything.
pub(super) fn check(w: &Write<'_>, kind: &str, record: Id, body: &Body) -> Result<()> {
    let Some(kind) = Kind::named(kind) else { return Ok(()) };
    for (name, json) in body {
        let Some(field) = kind.field(name) else { continue };
        if !fits(field, json) || (json.is_null() && !may_be_absent(w, kind, field)?) {
            return Err(LedgerError::Value.into());
        }
    }
    // A setting's id is made of its name, and no two may have one name.
    if kind.name == SETTING.name {
        let named = body.get("name").and_then(Json::as_str);
        if named.is_some_and(|name| crate::settings::setting_id(name) != record) {
            return Err(LedgerError::Value.into());
        }
    }
    Ok(())
}

/// Whether a value is of the type of its field, and a day or a time is one.
pub(crate) fn fits(field: &Field, json: &Json) -> bool {
    match (field.holds, json) {
        (_, Json::Null) => true,
        (Holds::Words | Holds::Text, Json::String(text)) => !text.contains('\0') && shaped(field.name, text),
        (Holds::Bytes, Json::String(text)) => Id::parse("id", text).is_ok(),
        (Holds::Number, Json::Number(n)) => n.as_i64().is_some(),
        _ => false,
    }
}

/// Days and times of day, by the names that columns have for them.
fn shaped(name: &str, text: &str) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| name == end.trim_start_matches('_') || name.ends_with(end));
    if ends(&["_day", "_on"])
        || ["started", "ended", "by_about", "occurrence", "appointment", "finished", "opened"].contains(&name)
    {
        return Day::parse("day", text).is_ok();
    }
    if ends(&["_time"]) {
        return TimeOfDay::parse("time", text).is_ok();
    }
    true
}

fn may_be_absent(w: &Write<'_>, kind: &Kind, field: &Field) -> Result<bool> {
    let not_null: Option<bool> = w
        .tx()
        .prepare_cached("SELECT \"notnull\" FROM pragma_table_info(?1) WHERE name = ?2")?
        .query_row([kind.name, field.name], |r| r.get(0))
        .optional()?;
    Ok(not_null == Some(false))
}

/// The columns without which there is no row: those that must hold something and have nothing to begin with.
pub(super) fn required(w: &Write<'_>, kind: &Kind) -> Result<Vec<String>> {
    let mut q = w.tx().prepare_cached(
        "SELECT name FROM pragma_table_info(?1) WHERE pk = 0 AND \"notnull\" = 1 AND dflt_value IS NULL",
    )?;
    Ok(q.query_map([kind.name], |r| r.get(0))?.collect::<Result<_, _>>()?)
}
