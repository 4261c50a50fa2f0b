//! `handrail-clinic`: the relay's command line.

use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use handrail_clinic::store::postgres::{self, Address, PostgresStore};
use handrail_clinic::store::sqlite::{self, Opening, SqliteStore};
use handrail_clinic::store::{Counts, Store};
use handrail_clinic::{
    AuditFiles, Log, PageFiles, Relay, RelayClock as _, RelayConfig, RelayLimits, SystemClock, TlsFiles, enrolment,
};
use handrail_wire::login::Origin;

type Failure = Box<dyn std::error::Error>;

/// The clinic's relay for Handrail. It stores sealed messages it cannot read, and serves the practitioners' review page.
///
/// One folder holds everything: a SQLite database, made on the first start, and a small generation file. Several relays may
/// share a PostgreSQL database instead. The relay speaks TLS 1.3 itself, or plain HTTP behind a proxy that speaks TLS. It calls
/// nobody else.
#[derive(Parser)]
#[command(name = "handrail-clinic", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the relay until it is told to stop (SIGINT, SIGTERM).
    Serve(Box<ServeArgs>),
    /// Prints a code with which one practitioner makes their account. It works once, for seven days.
    ///
    /// May be run while the relay is serving. The code is kept as a hash: it cannot be shown again.
    Enrol(DataArgs),
    /// Copies the database into one new file, while the relay serves or not, and looks every page of the copy over.
    ///
    /// For SQLite. PostgreSQL's own tools take its backups.
    Backup(BackupArgs),
    /// Puts a backup back. No relay may be serving.
    ///
    /// The database that is there is moved aside. The relay gets a new epoch id, so that phones and pages notice and send
    /// again what is missing; open invites and unused enrolment codes are dropped. On PostgreSQL: run it after the database
    /// was restored with PostgreSQL's own tools; it does the rest.
    Restore(RestoreArgs),
    /// Looks the database over: is it whole, is it the newest, how much is in it. Changes nothing.
    ///
    /// Exits with 1 if something is wrong. May be run while the relay is serving.
    Check(CheckArgs),
}

#[derive(Args)]
struct DataArgs {
    /// Folder of the SQLite database; made if it is not there.
    #[arg(long, value_name = "DIR", required_unless_present = "database", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// A PostgreSQL database (15 or newer) in place of the folder, such as
    /// postgresql://relay@db.clinic.example/relay?sslmode=require (TLS; the server's certificate is checked). Better in the
    /// environment than here: other users of this machine see a command's words, and there may be a password in it.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Certificates (PEM) to trust for the database's TLS, instead of the system's.
    #[arg(long, value_name = "FILE", env = "DATABASE_CA", requires = "database")]
    database_ca: Option<PathBuf>,
}

/// Where the database is.
enum Place {
    Folder(PathBuf),
    Postgres(Address),
}

impl DataArgs {
    fn place(self) -> Place {
        match self.database {
            Some(url) => Place::Postgres(Address { authority: self.database_ca, ..Address::new(url) }),
            // One of the two is always given; a folder here is what clap asks for first.
            None => Place::Folder(self.data.unwrap_or_default()),
        }
    }
}

#[derive(Args)]
struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address and port for Prometheus to fetch /metrics from; none unless given. For this machine or a network that only
    /// the clinic's IT is on: whoever reaches it sees how much is stored and asked for, and no more.
    #[arg(long, value_name = "ADDR")]
    metrics: Option<SocketAddr>,
    /// Speak TLS 1.3 with this certificate (PEM, with those between it and its authority). Needs --tls-key. Renewed files are
    /// taken up by themselves.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM); only the relay's user should be able to read it.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// The relay's address as phones and browsers reach it, such as https://relay.clinic.example (lower case, no slash at
    /// the end). May be left out only while listening on this machine alone.
    #[arg(long, value_name = "URL")]
    origin: Option<Origin>,
    /// A proxy's address in front of the relay, whose X-Forwarded-For is believed when requests are counted. May be given
    /// more than once.
    #[arg(long, value_name = "IP")]
    trusted_proxy: Vec<IpAddr>,
    /// Challenges for one account in a minute.
    #[arg(long, value_name = "N", default_value_t = RelayLimits::default().wire.challenges_per_minute,
          value_parser = clap::value_parser!(u32).range(1..))]
    challenges_per_minute: u32,
    /// Requests from one address in a minute; a ward or a clinic may share one.
    #[arg(long, value_name = "N", default_value_t = RelayLimits::default().wire.requests_per_minute,
          value_parser = clap::value_parser!(u32).range(1..))]
    requests_per_minute: u32,
    /// Vaults (clients' own backups) that phones may make in a day without being paired with anybody here.
    #[arg(long, value_name = "N", default_value_t = RelayLimits::default().wire.open_vaults_per_day)]
    open_vaults_per_day: u32,
    /// Connections to PostgreSQL at most; all relays on one server together must stay below its max_connections.
    #[arg(long, value_name = "N", default_value_t = postgres::CONNECTIONS, value_parser = connections)]
    database_connections: usize,
    /// Serve a database that was restored from a backup. The relay gets a new epoch id, so that phones and pages notice and
    /// send again what is missing. Open invites and unused enrolment codes are dropped. For one start only.
    #[arg(long)]
    accept_restore: bool,
    /// Keep in this folder which login asked for whose things on which day, a line for each request: no time of day, no
    /// address, no content. Off unless given. A folder for nothing else.
    #[arg(long, value_name = "DIR")]
    audit: Option<PathBuf>,
    /// How many days the audit is kept.
    #[arg(long, value_name = "N", default_value_t = 90, requires = "audit", value_parser = clap::value_parser!(u16).range(1..=3660))]
    audit_days: u16,
    /// Serve the review page from this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,
}

#[derive(Args)]
struct BackupArgs {
    #[command(flatten)]
    data: DataArgs,
    /// The file to write; it must not be there yet. Only its owner may read it.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

#[derive(Args)]
struct RestoreArgs {
    #[command(flatten)]
    data: DataArgs,
    /// The backup; for SQLite.
    #[arg(long, value_name = "FILE", required_unless_present = "database", conflicts_with = "database")]
    from: Option<PathBuf>,
}

#[derive(Args)]
struct CheckArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

fn connections(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|most| (1..=1000).contains(most)).ok_or_else(|| "1 to 1000".into())
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(args) => serve(*args),
        Command::Enrol(args) => enrol(args.place()),
        Command::Backup(args) => backup(args),
        Command::Restore(args) => restore(args),
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

fn check(args: CheckArgs) -> Result<ExitCode, Failure> {
    match args.data.place() {
        Place::Folder(folder) => check_sqlite(&folder, args.json),
        Place::Postgres(address) => check_postgres(&address, args.json),
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
