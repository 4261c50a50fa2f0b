//! `handrail-clinic`: the relay's command line.

mod cli;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use handrail_clinic::export::{self, Place};
use handrail_clinic::store::postgres::{self, Address, PostgresStore};
use handrail_clinic::store::sqlite::{self, Opening, SqliteStore};
use handrail_clinic::store::{Counts, Store};
use handrail_clinic::{
    AuditFiles, Log, PageFiles, Relay, RelayClock as _, RelayConfig, RelayLimits, SystemClock, TlsFiles, Waking,
    enrolment,
};

use cli::{BackupArgs, CheckArgs, Cli, Command, DataArgs, ExportArgs, ImportArgs, RestoreArgs, ServeArgs};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(args) => serve(*args),
        Command::Enrol(args) => enrol(args.place()),
        Command::Backup(args) => backup(args),
        Command::Restore(args) => restore(args),
        Command::Export(args) => export_to(args),
        Command::Import(args) => import_from(args),
        Command::Check(args) => check(args),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            // Nowhere left to say that standard error is closed.
            drop(writeln!(io::stderr(), "handrail-clinic: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn serve(args: ServeArgs) -> Result<ExitCode, Failure> {
    let page = match &args.page {
        Some(folder) => PageFiles::from_dir(folder)
            .map_err(|error| format!("cannot read the page in {}: {error}", folder.display()))?,
        None => PageFiles::embedded(),
    };
    let mut limits = RelayLimits { trusted_proxies: args.trusted_proxy, ..RelayLimits::default() };
    limits.wire.challenges_per_minute = args.challenges_per_minute;
    limits.wire.requests_per_minute = args.requests_per_minute;
    limits.wire.open_vaults_per_day = args.open_vaults_per_day;
    let (folder, database) = match args.data.place() {
        Place::Folder(folder) => (folder, None),
        Place::Postgres(address) => {
            (PathBuf::new(), Some(Address { connections: args.database_connections, ..address }))
        }
    };
    // What a person types to name this database again; never the URL, which may hold a password.
    let named = match &database {
        None => format!("--data {}", folder.display()),
        Some(_) => "--database URL".to_owned(),
    };
    let config = RelayConfig {
        database,
        listen: args.listen,
        metrics: args.metrics,
        tls: args.tls_certificate.zip(args.tls_key).map(|(certificate, key)| TlsFiles::new(certificate, key)),
        origin: args.origin,
        page: page.clone(),
        limits,
        log: Log::Stderr,
        audit: args.audit.map(|folder| AuditFiles { folder, days: args.audit_days }),
        wake: args
            .wake_key
            .map(|key| Waking { every: Duration::from_secs(u64::from(args.wake_minutes) * 60), ..Waking::new(key) }),
        accept_restore: args.accept_restore,
        ..RelayConfig::new(&folder)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let stop = stop_signal()?;
        let relay = Relay::start(config).await?;
        let counts = relay.counts().await?;
        let mut out = io::stdout();
        writeln!(out, "Listening on {}", relay.local_addr())?;
        if let Some(address) = relay.metrics_addr() {
            writeln!(out, "Figures on http://{address}/metrics")?;
        }
        writeln!(out, "Origin {}", relay.origin())?;
        writeln!(out, "Epoch {}", relay.epoch())?;
        if page.is_there() {
            writeln!(out, "Review page sha256 {}", page.sha256())?;
        } else {
            writeln!(out, "Review page: not built in (cargo xtask web)")?;
        }
        if relay.is_fresh() {
            match relay_place(&folder) {
                Some(folder) => writeln!(out, "Made a new database in {folder}")?,
                None => writeln!(out, "Made the tables in a new database")?,
            }
        }
        if counts.accounts == 0 {
            writeln!(out, "No practitioner has an account yet. To make a code for one:")?;
            writeln!(out, "  handrail-clinic enrol {named}")?;
        }
        if args.accept_restore {
            writeln!(out, "Restore accepted. Leave --accept-restore away from the next start on.")?;
        }
        out.flush()?;
        stop.await;
        writeln!(out, "Stopping: running requests finish first.")?;
        relay.shutdown().await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Waits for SIGINT or SIGTERM; listens from now on, so that an early signal is not lost.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        drop(tokio::signal::ctrl_c().await);
    })
}

/// The folder as it is shown; none where there is none.
fn relay_place(folder: &Path) -> Option<String> {
    (!folder.as_os_str().is_empty()).then(|| folder.display().to_string())
}

fn enrol(place: Place) -> Result<ExitCode, Failure> {
    let code = enrolment::make();
    let until_ms = SystemClock.now_ms().saturating_add(enrolment::DAYS * 86_400_000);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let store: Box<dyn Store> = match place {
            Place::Folder(folder) => Box::new(SqliteStore::open(&folder, Opening::Beside)?),
            Place::Postgres(address) => {
                Box::new(PostgresStore::open(&Address { connections: 1, ..address }, false).await?)
            }
        };
        store.add_enrolment(enrolment::hash(&code), until_ms).await?;
        store.close().await?;
        Ok::<_, Failure>(())
    })?;
    let mut out = io::stdout();
    writeln!(out, "{code}")?;
    writeln!(out, "For one practitioner, once, within {} days. Hand it over in person.", enrolment::DAYS)?;
    Ok(ExitCode::SUCCESS)
}

fn backup(args: BackupArgs) -> Result<ExitCode, Failure> {
    let Place::Folder(folder) = args.data.place() else {
        return Err("a PostgreSQL database is backed up by PostgreSQL's own tools: \
                    pg_dump --format=custom --no-unlogged-table-data --file=FILE URL"
            .into());
    };
    let facts = sqlite::backup(&folder, &args.to)?;
    let mut out = io::stdout();
    writeln!(out, "Copied to {}, and whole: {}", args.to.display(), holds(facts.counts))?;
    Ok(ExitCode::SUCCESS)
}

fn restore(args: RestoreArgs) -> Result<ExitCode, Failure> {
    let mut out = io::stdout();
    match args.data.place() {
        Place::Folder(folder) => {
            let restored = sqlite::restore(&args.from.unwrap_or_default(), &folder)?;
            writeln!(out, "Restored: {}", holds(restored.facts.counts))?;
            writeln!(out, "New epoch {}: phones and pages send again what is missing.", restored.facts.epoch)?;
            if let Some(aside) = restored.aside {
                writeln!(out, "What stood there before is in {}; remove it when all is well.", aside.display())?;
            }
        }
        Place::Postgres(address) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let (epoch, counts) = runtime.block_on(async {
                let store = PostgresStore::open(&Address { connections: 1, ..address }, true).await?;
                let counts = store.counts().await?;
                store.close().await?;
                Ok::<_, Failure>((store.epoch(), counts))
            })?;
            writeln!(out, "Restored: {}", holds(counts))?;
            writeln!(out, "New epoch {epoch}: phones and pages send again what is missing.")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Says on standard error how far it is: standard output is for what came of it.
fn so_far(table: &str, rows: u64) {
    // Nowhere left to say that standard error is closed.
    drop(match rows {
        0 => writeln!(io::stderr(), "{table}"),
        rows => writeln!(io::stderr(), "{table}: {rows} so far"),
    });
}

fn export_to(args: ExportArgs) -> Result<ExitCode, Failure> {
    let facts = export::export(&args.data.place(), args.of, &args.to, &mut so_far)?;
    let mut out = io::stdout();
    writeln!(out, "Wrote {}: {} rows, sha256 {}", args.to.display(), facts.rows(), export::hex(facts.sha256.as_ref()))?;
    Ok(ExitCode::SUCCESS)
}

fn import_from(args: ImportArgs) -> Result<ExitCode, Failure> {
    let (epoch, counts) = export::import(&args.data.place(), &args.from, &mut so_far)?;
    let mut out = io::stdout();
    writeln!(out, "Taken in: {}", holds(counts))?;
    writeln!(out, "New epoch {epoch}: phones and pages send again what is missing.")?;
    Ok(ExitCode::SUCCESS)
}

fn check_export(path: &Path, json: bool) -> Result<ExitCode, Failure> {
    let facts = export::check(path)?;
    let mut out = io::stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string(&facts)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "export      whole, made {} from format {}, epoch {}", facts.day, facts.format, facts.epoch)?;
    match facts.of {
        None => writeln!(out, "of          a whole relay")?,
        Some(id) => writeln!(out, "of          {id}")?,
    }
    for (table, rows) in &facts.tables {
        writeln!(out, "            {table}: {rows}")?;
    }
    writeln!(out, "sha256      {}", export::hex(facts.sha256.as_ref()))?;
    Ok(ExitCode::SUCCESS)
}

fn check(args: CheckArgs) -> Result<ExitCode, Failure> {
    let CheckArgs { data, database, database_ca, export, json } = args;
    if let Some(path) = export {
        return check_export(&path, json);
    }
    match (DataArgs { data, database, database_ca }).place() {
        Place::Folder(folder) => check_sqlite(&folder, json),
        Place::Postgres(address) => check_postgres(&address, json),
    }
}

fn check_postgres(address: &Address, json: bool) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let facts = runtime.block_on(postgres::facts(address))?;
    let mut out = io::stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string(&facts)?)?;
    } else {
        writeln!(out, "database    its tables are a relay's")?;
        writeln!(out, "format      {}, epoch {}", facts.format, facts.epoch)?;
        writeln!(out, "holds       {}", holds(facts.counts))?;
        writeln!(out, "postgresql  {}, {}", facts.server, if facts.tls { "TLS" } else { "no TLS" })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn holds(counts: Counts) -> String {
    format!(
        "{} practitioners, {} mailboxes, {} messages, {} invites, {} unused codes",
        counts.accounts, counts.mailboxes, counts.messages, counts.invites, counts.enrolments
    )
}

fn check_sqlite(folder: &Path, json: bool) -> Result<ExitCode, Failure> {
    let facts = sqlite::facts(folder)?;
    let mut out = io::stdout();
    if json {
        writeln!(out, "{}", serde_json::to_string(&facts)?)?;
    } else {
        writeln!(out, "database    {}", if facts.damage.is_empty() { "whole" } else { "DAMAGED" })?;
        for line in &facts.damage {
            writeln!(out, "            {line}")?;
        }
        writeln!(
            out,
            "newest      {}",
            if facts.current { "yes" } else { "NO: restored, or its generation file was" }
        )?;
        writeln!(out, "format      {}, epoch {}, {} writes", facts.format, facts.epoch, facts.writes)?;
        writeln!(out, "holds       {}", holds(facts.counts))?;
        let cipher = if facts.cipher_version.is_empty() { "none" } else { &facts.cipher_version };
        writeln!(out, "sqlite      {}, journal {}, cipher {cipher}", facts.sqlite, facts.journal_mode)?;
    }
    Ok(if facts.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
