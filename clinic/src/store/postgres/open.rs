//! Opening the database: where it is, whose it is, and its migrations.

use std::time::Duration;

use handrail_wire::Id;
use serde::Serialize;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use super::super::{Counts, OpenError, StoreError};
use super::conn::{self, Conn};
use super::rows::{b, bytes, value};
use super::tls::Tls;
use super::{Address, keeping};
use crate::random;

/// Numbered migrations, oldest first; `relay.format` is how many were applied.
const MIGRATIONS: [&str; 5] = [
    include_str!("../../../migrations/postgres/0001-first.sql"),
    include_str!("../../../migrations/postgres/0002-vault.sql"),
    include_str!("../../../migrations/postgres/0003-second-phone.sql"),
    include_str!("../../../migrations/postgres/0004-wake.sql"),
    include_str!("../../../migrations/postgres/0005-former-readers.sql"),
];

/// Newest format this program knows: the number of migrations (a test compares).
pub(super) const FORMAT: i64 = 5;

/// Oldest server: 15.
const OLDEST_SERVER: i32 = 150_000;

/// The lock that one replica holds while it brings the tables up to date: "HrClMigr".
const MIGRATING: i64 = 0x4872_436c_4d69_6772;
/// The lock that one replica holds while it deletes what is past its time: "HrClPurg".
pub(super) const PURGING: i64 = 0x4872_436c_5075_7267;

/// Every table of the newest format with its columns, in their order.
const TABLES: [(&str, &str); 21] = [
    ("account", "account request retention_days"),
    ("challenge", "challenge login until_ms"),
    ("enrolment", "code until_ms"),
    ("former_reader", "mailbox account roster"),
    (
        "invite",
        "invite owner auth keyset until_ms claim mailbox hello_mac nonce reveal_mac confirm_mac paired vault offer agree_mac",
    ),
    ("keyset", "account object highest"),
    ("login", "login kind account key last_number"),
    ("mailbox", "mailbox roster roster_epoch vaults"),
    ("message", "recipient number mailbox sender device seq purpose day bytes"),
    ("object", "account kind version bytes"),
    ("opened", "day count"),
    ("reader", "mailbox account"),
    ("relay", "one epoch format"),
    ("token", "token login account kind until_ms"),
    ("traffic", "mailbox day count"),
    ("vault", "vault list list_version keyring keyring_version bytes"),
    ("vault_batch", "vault device sequence bytes"),
    ("vault_device", "vault device live sequence hash seen head ack"),
    ("vault_list", "vault version object"),
    ("vault_snapshot", "vault device number place bytes"),
    ("wake", "login account endpoint day"),
];

/// An open database.
pub(super) struct Opened {
    pub(super) config: Config,
    pub(super) tls: Option<Tls>,
    pub(super) epoch: Id,
    pub(super) fresh: bool,
}

/// Opens the database, made and brought up to date if need be.
pub(super) async fn open(address: &Address, accept_restore: bool) -> Result<Opened, OpenError> {
    let (config, tls) = configure(address)?;
    let conn = reach(&config, tls.as_ref()).await?;
    let name = database(&config);
    conn.batch("BEGIN").await.map_err(engine)?;
    // Replicas that start at once do it one after another; nothing is read before.
    conn.change("SELECT pg_advisory_xact_lock($1)", &[&MIGRATING]).await.map_err(engine)?;
    let found = recognise(&conn, &name).await?;
    for (number, sql) in (1_i64..).zip(MIGRATIONS) {
        if number > found {
            conn.batch(sql).await.map_err(engine)?;
        }
    }
    if found == 0 {
        conn.change("INSERT INTO relay (one, epoch, format) VALUES (1, $1, $2)", &[&b(&random::id()), &FORMAT])
            .await
            .map_err(engine)?;
    } else if found < FORMAT {
        conn.change("UPDATE relay SET format = $1", &[&FORMAT]).await.map_err(engine)?;
    }
    validate(&conn, &name).await?;
    if accept_restore {
        keeping::accept_restore(&conn, random::id()).await.map_err(engine)?;
    }
    let epoch = epoch(&conn).await.map_err(engine)?;
    conn.batch("COMMIT").await.map_err(engine)?;
    Ok(Opened { config, tls, epoch, fresh: found == 0 })
}

/// What was found out about a database, without changing it.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// The format's number.
    pub format: i64,
    /// The relay's epoch id.
    pub epoch: Id,
    /// How many there are of each thing.
    pub counts: Counts,
    /// The server's version.
    pub server: String,
    /// Whether connections are TLS.
    pub tls: bool,
}

/// Looks a database over.
pub async fn facts(address: &Address) -> Result<Facts, OpenError> {
    let (config, tls) = configure(address)?;
    let conn = reach(&config, tls.as_ref()).await?;
    let name = database(&config);
    conn.batch("BEGIN READ ONLY").await.map_err(engine)?;
    let format = recognise(&conn, &name).await?;
    if format == 0 {
        return Err(damaged(&name, "it has no relay's tables yet"));
    }
    validate(&conn, &name).await?;
    let server = conn.one("SELECT current_setting('server_version')", &[]).await.map_err(engine)?;
    Ok(Facts {
        format,
        epoch: epoch(&conn).await.map_err(engine)?,
        counts: keeping::counts(&conn).await.map_err(engine)?,
        server: value(&server, 0).map_err(engine)?,
        tls: tls.is_some(),
    })
}

/// What the URL asks for. A password must not cross a network in clear because somebody forgot a word.
pub(super) fn configure(address: &Address) -> Result<(Config, Option<Tls>), OpenError> {
    let wrong = |what: String| OpenError::Engine(what);
    // The parser's own words do not repeat the URL, which may hold a password.
    let mut config: Config = address.url.parse().map_err(|error| wrong(format!("the URL is not usable: {error}")))?;
    let here = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    let tls = match config.get_ssl_mode() {
        SslMode::Require => Some(Tls::new(address.authority.as_deref()).map_err(wrong)?),
        SslMode::Disable => None,
        _ if here => None,
        _ => {
            return Err(wrong(
                "the server is another machine: say ?sslmode=require in the URL (TLS, its certificate is checked), or \
                 ?sslmode=disable on a network that is private"
                    .into(),
            ));
        }
    };
    if tls.is_none() {
        config.ssl_mode(SslMode::Disable);
    }
    config.application_name("handrail-clinic").target_session_attrs(TargetSessionAttrs::ReadWrite);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    Ok((config, tls))
}

pub(super) async fn reach(config: &Config, tls: Option<&Tls>) -> Result<Conn, OpenError> {
    let conn = conn::connect(config, tls).await.map_err(|error| OpenError::Engine(error.to_string()))?;
    let version = conn.one("SELECT current_setting('server_version_num')::INTEGER", &[]).await.map_err(engine)?;
    if value::<i32>(&version, 0).map_err(engine)? < OLDEST_SERVER {
        return Err(OpenError::Engine("the server is older than PostgreSQL 15".into()));
    }
    Ok(conn)
}

pub(super) fn database(config: &Config) -> String {
    config.get_dbname().or(config.get_user()).unwrap_or("the default one").to_owned()
}

/// The format of the tables in the schema that is written to, 0 where there are none.
pub(super) async fn recognise(conn: &Conn, name: &str) -> Result<i64, OpenError> {
    let there = columns(conn).await.map_err(engine)?;
    match there.iter().find(|(table, _)| table == "relay") {
        Some((_, columns)) if columns.split(' ').any(|column| column == "format") => {}
        Some(_) => return Err(damaged(name, "its table relay is not a relay's")),
        None if there.is_empty() => return Ok(0),
        None => return Err(damaged(name, "it has tables of other names than a relay's")),
    }
    let row = conn.maybe("SELECT format FROM relay", &[]).await.map_err(engine)?;
    let format = row.map(|row| value(&row, 0)).transpose().map_err(engine)?.unwrap_or(0);
    match format {
        1..=FORMAT => Ok(format),
        0 => Err(damaged(name, "it has no epoch")),
        found => Err(OpenError::Newer { found, known: FORMAT }),
    }
}

/// The tables must be the ones that the migrations make, column for column.
pub(super) async fn validate(conn: &Conn, name: &str) -> Result<(), OpenError> {
    let there = columns(conn).await.map_err(engine)?;
    let same = there.len() == TABLES.len()
        && there.iter().zip(TABLES).all(|((table, columns), (name, list))| table == name && columns == list);
    if same { Ok(()) } else { Err(damaged(name, "its tables are not the ones of its format")) }
}

/// Our tables in the schema, with their columns.
async fn columns(conn: &Conn) -> Result<Vec<(String, String)>, StoreError> {
    let names = TABLES.map(|(table, _)| table);
    conn.all(
        "SELECT table_name::TEXT, string_agg(column_name::TEXT, ' ' ORDER BY ordinal_position)
         FROM information_schema.columns WHERE table_schema = current_schema() AND table_name::TEXT = ANY ($1)
         GROUP BY table_name ORDER BY table_name::TEXT COLLATE \"C\"",
        &[&names.as_slice()],
    )
    .await?
    .iter()
    .map(|row| Ok((value(row, 0)?, value(row, 1)?)))
    .collect()
}

pub(super) async fn epoch(conn: &Conn) -> Result<Id, StoreError> {
    bytes(&conn.one("SELECT epoch FROM relay", &[]).await?, 0)
}

pub(super) fn damaged(name: &str, what: &str) -> OpenError {
    OpenError::Damaged { path: name.into(), what: what.into() }
}

#[allow(clippy::needless_pass_by_value)] // for map_err
pub(super) fn engine(error: StoreError) -> OpenError {
    OpenError::Engine(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_format_is_the_number_of_migrations() {
        assert_eq!(usize::try_from(FORMAT), Ok(MIGRATIONS.len()));
        assert_eq!(FORMAT, crate::store::FORMAT);
    }

    #[test]
    fn a_url_says_plainly_whether_it_is_tls() {
        let ask = |url: &str| configure(&Address::new(url)).map(|(_, tls)| tls.is_some());
        for url in [
            "postgresql:///relay?host=/run/postgresql",
            "postgresql://relay@localhost/relay",
            "postgresql://relay@127.0.0.1:5432/relay",
            "postgresql://relay@[::1]/relay",
            "postgresql://relay@db.clinic.example/relay?sslmode=disable",
        ] {
            assert!(!ask(url).unwrap(), "{url}");
        }
        let refused = ask("postgresql://relay:secret@db.clinic.example/relay").unwrap_err().to_string();
        assert!(refused.contains("sslmode=require") && !refused.contains("secret"), "{refused}");
        let refused = ask("postgresql://relay:secret@db.clinic.example/relay?sslmod=x").unwrap_err().to_string();
        assert!(!refused.contains("secret"), "{refused}");
        let nowhere = Address {
            authority: Some("/nonexistent".into()),
            ..Address::new("postgresql://relay@db.clinic.example/relay?sslmode=require")
        };
        assert!(configure(&nowhere).err().unwrap().to_string().contains("/nonexistent"));
    }
}
