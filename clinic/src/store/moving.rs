//! What an export holds: the tables with everything that lasts, row by row, the same from every store.
//!
//! Left out is what lives for minutes or must not live twice: invites, enrolment codes, challenges, tokens; and where phones
//! want to be woken, which each says again.

use handrail_wire::api::Bytes;
use serde_json::Value as Json;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Int,
    /// Bytes.
    Bytes,
}

/// A table that is moved.
#[derive(Debug)]
pub struct Table {
    /// Its name, on every store.
    pub name: &'static str,
    /// Its columns, in the order in which an export has them.
    pub columns: &'static [(&'static str, Kind)],
    /// By which of them, from the first on, its rows are ordered.
    pub ordered_by: usize,
    /// Columns with the ids of those whose row it is.
    pub whose: &'static [&'static str],
}

use Kind::{Bytes as B, Int as I};

/// Every table that is moved, in their order.
pub const TABLES: [Table; 15] = [
    Table {
        name: "login",
        columns: &[("login", B), ("kind", I), ("account", B), ("key", B), ("last_number", I)],
        ordered_by: 1,
        whose: &["account"],
    },
    Table {
        name: "account",
        columns: &[("account", B), ("request", B), ("retention_days", I)],
        ordered_by: 1,
        whose: &["account"],
    },
    Table {
        name: "keyset",
        columns: &[("account", B), ("object", B), ("highest", I)],
        ordered_by: 1,
        whose: &["account"],
    },
    Table {
        name: "object",
        columns: &[("account", B), ("kind", I), ("version", I), ("bytes", B)],
        ordered_by: 2,
        whose: &["account"],
    },
    Table {
        name: "mailbox",
        columns: &[("mailbox", B), ("roster", B), ("roster_epoch", I), ("vaults", I)],
        ordered_by: 1,
        whose: &["mailbox"],
    },
    Table { name: "reader", columns: &[("mailbox", B), ("account", B)], ordered_by: 2, whose: &["mailbox", "account"] },
    Table {
        name: "former_reader",
        columns: &[("mailbox", B), ("account", B), ("roster", B)],
        ordered_by: 2,
        whose: &["mailbox", "account"],
    },
    Table {
        name: "message",
        columns: &[
            ("recipient", B),
            ("number", I),
            ("mailbox", B),
            ("sender", B),
            ("device", B),
            ("seq", I),
            ("purpose", I),
            ("day", I),
            ("bytes", B),
        ],
        ordered_by: 2,
        whose: &["mailbox", "recipient", "sender"],
    },
    Table { name: "traffic", columns: &[("mailbox", B), ("day", I), ("count", I)], ordered_by: 2, whose: &["mailbox"] },
    Table {
        name: "vault",
        columns: &[
            ("vault", B),
            ("list", B),
            ("list_version", I),
            ("keyring", B),
            ("keyring_version", I),
            ("bytes", I),
        ],
        ordered_by: 1,
        whose: &["vault"],
    },
    Table {
        name: "vault_list",
        columns: &[("vault", B), ("version", I), ("object", B)],
        ordered_by: 2,
        whose: &["vault"],
    },
    Table {
        name: "vault_device",
        columns: &[
            ("vault", B),
            ("device", B),
            ("live", I),
            ("sequence", I),
            ("hash", B),
            ("seen", B),
            ("head", B),
            ("ack", B),
        ],
        ordered_by: 2,
        whose: &["vault"],
    },
    Table {
        name: "vault_batch",
        columns: &[("vault", B), ("device", B), ("sequence", I), ("bytes", B)],
        ordered_by: 3,
        whose: &["vault"],
    },
    Table {
        name: "vault_snapshot",
        columns: &[("vault", B), ("device", B), ("number", I), ("place", I), ("bytes", B)],
        ordered_by: 3,
        whose: &["vault"],
    },
    Table { name: "opened", columns: &[("day", I), ("count", I)], ordered_by: 1, whose: &[] },
];

/// Tables that no export has, on one store or the other.
pub const LEFT: [&str; 6] = ["challenge", "enrolment", "invite", "relay", "token", "wake"];

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row, in its table's order of columns.
pub type Row = Vec<Value>;

/// What comes out of a store, piece by piece: a table, and then its rows.
#[derive(Debug)]
pub enum Piece {
    /// From here on rows of this one.
    Table(&'static Table),
    /// A row.
    Row(Row),
}

impl Table {
    /// The columns, with a comma between them.
    pub(super) fn list(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// What orders its rows.
    pub(super) fn order(&self) -> String {
        let order = self.columns.iter().take(self.ordered_by).map(|(name, _)| *name);
        order.collect::<Vec<_>>().join(", ")
    }

    /// A condition that holds for the rows of one, with the engine's sign of a place; none where the table is nobody's.
    pub(super) fn of(&self, place: &str) -> Option<String> {
        let all: Vec<String> = self.whose.iter().map(|column| format!("{column} = {place}")).collect();
        (!all.is_empty()).then(|| all.join(" OR "))
    }

    /// A row as an export writes it: a JSON list, bytes in base64url.
    pub fn write(row: &Row) -> serde_json::Result<String> {
        let values = row.iter().map(|value| match value {
            Value::Null => Ok(Json::Null),
            Value::Int(number) => Ok(Json::from(*number)),
            Value::Bytes(bytes) => serde_json::to_value(Bytes(bytes.clone())),
        });
        serde_json::to_string(&values.collect::<serde_json::Result<Vec<_>>>()?)
    }

    /// A row of this table, as [`Table::write`] writes it and in no other way.
    pub fn read(&self, line: &str) -> Option<Row> {
        let values: Vec<Json> = serde_json::from_str(line).ok()?;
        if values.len() != self.columns.len() {
            return None;
        }
        let row = values.into_iter().zip(self.columns).map(|(value, (_, kind))| match (value, kind) {
            (Json::Null, _) => Some(Value::Null),
            (Json::Number(number), I) => number.as_i64().map(Value::Int),
            (text @ Json::String(_), B) => {
                serde_json::from_value::<Bytes>(text).ok().map(|bytes| Value::Bytes(bytes.0))
            }
            _ => None,
        });
        let row: Row = row.collect::<Option<_>>()?;
        Self::write(&row).is_ok_and(|again| again == line).then_some(row)
    }
}
