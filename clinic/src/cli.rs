//! What the command line takes.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use handrail_clinic::RelayLimits;
use handrail_clinic::export::Place;
use handrail_clinic::store::postgres::{self, Address};
use handrail_wire::Id;
use handrail_wire::login::Origin;

/// The clinic's relay for Handrail. It stores sealed messages it cannot read, and serves the practitioners' review page.
///
/// One folder holds everything: a SQLite database, made on the first start, and a small generation file. Several relays may
/// share a PostgreSQL database instead. The relay speaks TLS 1.3 itself, or plain HTTP behind a proxy that speaks TLS. It calls
/// nobody else, unless it is told to wake phones.
#[derive(Parser)]
#[command(name = "handrail-clinic", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
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
    /// Writes everything that the relay keeps, or what is one account's, mailbox's or vault's, into one file.
    ///
    /// To move a clinic between SQLite and PostgreSQL (`import` takes the file in), and to hand out to somebody what is kept
    /// of them: sealed bytes, public keys, and days. Nothing in it can be read by whoever runs the relay. May be run while
    /// the relay is serving; the file holds what there was at one moment.
    Export(ExportArgs),
    /// Takes a whole relay's export into an empty database. No relay may be serving it.
    ///
    /// The new relay has a new epoch id, so that phones and pages notice and send again what came between; open invites and
    /// unused enrolment codes stay behind. All of it is taken in or nothing.
    Import(ImportArgs),
    /// Looks the database over: is it whole, is it the newest, how much is in it. Changes nothing.
    ///
    /// Exits with 1 if something is wrong. May be run while the relay is serving. With --export it looks a file over that
    /// `export` wrote.
    Check(CheckArgs),
}

#[derive(Args)]
pub(crate) struct DataArgs {
    /// Folder of the SQLite database; made if it is not there.
    #[arg(long, value_name = "DIR", required_unless_present = "database", conflicts_with = "database")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database (15 or newer) in place of the folder, such as
    /// postgresql://relay@db.clinic.example/relay?sslmode=require (TLS; the server's certificate is checked). Better in the
    /// environment than here: other users of this machine see a command's words, and there may be a password in it.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Certificates (PEM) to trust for the database's TLS, instead of the system's.
    #[arg(long, value_name = "FILE", env = "DATABASE_CA", requires = "database")]
    pub(crate) database_ca: Option<PathBuf>,
}

impl DataArgs {
    pub(crate) fn place(self) -> Place {
        match self.database {
            Some(url) => Place::Postgres(Address { authority: self.database_ca, ..Address::new(url) }),
            // One of the two is always given; a folder here is what clap asks for first.
            None => Place::Folder(self.data.unwrap_or_default()),
        }
    }
}

#[derive(Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Address and port for Prometheus to fetch /metrics from; none unless given. For this machine or a network that only
    /// the clinic's IT is on: whoever reaches it sees how much is stored and asked for, and no more.
    #[arg(long, value_name = "ADDR")]
    pub(crate) metrics: Option<SocketAddr>,
    /// Speak TLS 1.3 with this certificate (PEM, with those between it and its authority). Needs --tls-key. Renewed files are
    /// taken up by themselves.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM); only the relay's user should be able to read it.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub(crate) tls_key: Option<PathBuf>,
    /// The relay's address as phones and browsers reach it, such as https://relay.clinic.example (lower case, no slash at
    /// the end). May be left out only while listening on this machine alone.
    #[arg(long, value_name = "URL")]
    pub(crate) origin: Option<Origin>,
    /// A proxy's address in front of the relay, whose X-Forwarded-For is believed when requests are counted. May be given
    /// more than once.
    #[arg(long, value_name = "IP")]
    pub(crate) trusted_proxy: Vec<IpAddr>,
    /// Challenges for one account in a minute.
    #[arg(long, value_name = "N", default_value_t = RelayLimits::default().wire.challenges_per_minute,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) challenges_per_minute: u32,
    /// Requests from one address in a minute; a ward or a clinic may share one.
    #[arg(long, value_name = "N", default_value_t = RelayLimits::default().wire.requests_per_minute,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) requests_per_minute: u32,
    /// Vaults (clients' own backups) that phones may make in a day without being paired with anybody here.
    #[arg(long, value_name = "N", default_value_t = RelayLimits::default().wire.open_vaults_per_day)]
    pub(crate) open_vaults_per_day: u32,
    /// Connections to PostgreSQL at most; all relays on one server together must stay below its max_connections.
    #[arg(long, value_name = "N", default_value_t = postgres::CONNECTIONS, value_parser = connections)]
    pub(crate) database_connections: usize,
    /// Serve a database that was restored from a backup. The relay gets a new epoch id, so that phones and pages notice and
    /// send again what is missing. Open invites and unused enrolment codes are dropped. For one start only.
    #[arg(long)]
    pub(crate) accept_restore: bool,
    /// Keep in this folder which login asked for whose things on which day, a line for each request: no time of day, no
    /// address, no content. Off unless given. A folder for nothing else.
    #[arg(long, value_name = "DIR")]
    pub(crate) audit: Option<PathBuf>,
    /// How many days the audit is kept.
    #[arg(long, value_name = "N", default_value_t = 90, requires = "audit", value_parser = clap::value_parser!(u16).range(1..=3660))]
    pub(crate) audit_days: u16,
    /// Wake phones through the push services they name, with an empty call. The file holds the key that signs these calls and
    /// is made if it is not there; relays that share a database share it. Off unless given: it is the one thing for which the
    /// relay calls somebody.
    #[arg(long, value_name = "FILE")]
    pub(crate) wake_key: Option<PathBuf>,
    /// One phone is woken at most once in so many minutes.
    #[arg(long, value_name = "N", default_value_t = 15, requires = "wake_key", value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub(crate) wake_minutes: u16,
    /// Serve the review page from this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    pub(crate) page: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The file to write; it must not be there yet. Only its owner may read it.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

#[derive(Args)]
pub(crate) struct RestoreArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The backup; for SQLite.
    #[arg(long, value_name = "FILE", required_unless_present = "database", conflicts_with = "database")]
    pub(crate) from: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The file to write; it must not be there yet. Only its owner may read it.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// Only what is this account's, mailbox's or vault's, by its id as the audit has it. `import` takes whole exports only.
    #[arg(long, value_name = "ID")]
    pub(crate) of: Option<Id>,
}

#[derive(Args)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// The file that `export` wrote.
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// Folder of the SQLite database.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["database", "export"], conflicts_with = "database")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database in place of the folder; better in the environment.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Certificates (PEM) to trust for the database's TLS, instead of the system's.
    #[arg(long, value_name = "FILE", env = "DATABASE_CA", requires = "database")]
    pub(crate) database_ca: Option<PathBuf>,
    /// A file that `export` wrote, in place of a database.
    #[arg(long, value_name = "FILE", conflicts_with = "data")]
    pub(crate) export: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn connections(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|most| (1..=1000).contains(most)).ok_or_else(|| "1 to 1000".into())
}
