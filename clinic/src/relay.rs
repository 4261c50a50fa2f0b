//! A relay that runs: the library's face, for the binary, the tests and the demo.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use handrail_wire::Id;
use handrail_wire::login::Origin;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::app::{App, Parts};
use crate::audit::{Audit, AuditFiles};
use crate::clock::{RelayClock, SystemClock};
use crate::limits::{Buckets, RelayLimits};
use crate::log::Log;
use crate::page::PageFiles;
use crate::push::{Waker, Waking};
use crate::store::postgres::{Address, PostgresStore};
use crate::store::sqlite::{Opening, SqliteStore};
use crate::store::{Counts, OpenError, Purged, Store, StoreError};
use crate::tls::{Looked, Tls, TlsError, TlsFiles};
use crate::{push, routes, server};

/// How often what is past its time is looked for. Nothing is given out past its time in between either.
const PURGE_EVERY: Duration = Duration::from_secs(60);

/// How a relay is to run.
#[derive(Clone)]
pub struct RelayConfig {
    /// Where the SQLite database is; made if it is not there. Not used where `database` names another.
    pub data_dir: PathBuf,
    /// A PostgreSQL database in place of the folder.
    pub database: Option<Address>,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where figures for Prometheus are given out, if anywhere; not for the network.
    pub metrics: Option<SocketAddr>,
    /// Certificate and key, where the relay speaks TLS itself.
    pub tls: Option<TlsFiles>,
    /// The address as clients reach it; none: the bound address, for this machine only.
    pub origin: Option<Origin>,
    /// The review page.
    pub page: PageFiles,
    /// The time.
    pub clock: Arc<dyn RelayClock>,
    /// What is allowed.
    pub limits: RelayLimits,
    /// Where log lines go.
    pub log: Log,
    /// Where it is kept who asked for what, if anywhere.
    pub audit: Option<AuditFiles>,
    /// How phones are woken, if they are.
    pub wake: Option<Waking>,
    /// Take an older database for the right one and give it a new epoch id.
    pub accept_restore: bool,
}

impl RelayConfig {
    /// A relay on a free port of this machine, with the built-in page, this machine's clock, the default limits and no log.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            database: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            metrics: None,
            tls: None,
            origin: None,
            page: PageFiles::embedded(),
            clock: Arc::new(SystemClock),
            limits: RelayLimits::default(),
            log: Log::Off,
            audit: None,
            wake: None,
            accept_restore: false,
        }
    }
}

/// Why a relay did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The port.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// No origin, and the address cannot be one.
    #[error("a relay that listens on {0} needs its origin, the address clients reach it by: --origin https://HOST")]
    NoOrigin(SocketAddr),
    /// Tokens must not cross a network in clear.
    #[error("{0} is plain http and not this machine; put the relay behind a TLS proxy and give its https address")]
    PlainHttp(Origin),
    /// The relay speaks TLS, and clients would be told it does not.
    #[error("{0} is plain http, and this relay speaks TLS itself; give its https address")]
    HttpOrigin(Origin),
    /// Certificate or key.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The folder of the audit.
    #[error("cannot keep an audit in {folder}: {source}")]
    Audit {
        /// Which.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The key that phones' push services know the relay by.
    #[error("cannot wake phones with the key in {file}: {source}")]
    Wake {
        /// Which.
        file: PathBuf,
        /// What is wrong.
        source: std::io::Error,
    },
    /// The runtime is gone.
    #[error("the async runtime is stopping")]
    Runtime,
}

/// Starts relays.
pub struct Relay;

impl Relay {
    /// Opens the database, binds the address and starts serving. Needs a tokio runtime with time and I/O.
    pub async fn start(config: RelayConfig) -> Result<RunningRelay, StartError> {
        if let Some(origin) = config.origin.as_ref().filter(|origin| !origin.is_private_enough()) {
            return Err(StartError::PlainHttp(origin.clone()));
        }
        let encrypted = config.tls.is_some();
        if let Some(origin) = config.origin.as_ref().filter(|origin| encrypted && origin.is_plain_http()) {
            return Err(StartError::HttpOrigin(origin.clone()));
        }
        let tls = config.tls.clone().map(Tls::open).transpose()?;
        let (store, fresh) = open(&config).await?;
        match Self::serve(config, tls, store.clone(), fresh).await {
            Ok(running) => Ok(running),
            Err(error) => {
                // It never began; there is nothing to lose in closing.
                drop(store.close().await);
                Err(error)
            }
        }
    }

    async fn serve(
        config: RelayConfig,
        tls: Option<Tls>,
        store: Arc<dyn Store>,
        fresh: bool,
    ) -> Result<RunningRelay, StartError> {
        let listening = |source| StartError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(listening)?;
        let local_addr = listener.local_addr().map_err(listening)?;
        let figures = match config.metrics {
            None => None,
            Some(address) => {
                let listening = |source| StartError::Listen { address, source };
                let listener = TcpListener::bind(address).await.map_err(listening)?;
                Some((listener.local_addr().map_err(listening)?, listener))
            }
        };
        let origin = match config.origin {
            Some(origin) => origin,
            // Only a loopback address is sure to be what a client will call it.
            None if local_addr.ip().is_loopback() => {
                // Browsers leave the usual port away, and the origin is what a client signs.
                let (scheme, usual) = if tls.is_some() { ("https", ":443") } else { ("http", ":80") };
                let text = format!("{scheme}://{local_addr}");
                text.strip_suffix(usual).unwrap_or(&text).parse().map_err(|_| StartError::NoOrigin(local_addr))?
            }
            None => return Err(StartError::NoOrigin(local_addr)),
        };
        let audit = config.audit.map(|files| {
            let folder = files.folder.clone();
            Audit::open(files).map_err(|source| StartError::Audit { folder, source })
        });
        let audit = audit.transpose()?;
        let waker = config.wake.map(|waking| {
            let file = waking.key.clone();
            Waker::open(&waking, origin.as_str()).map_err(|source| StartError::Wake { file, source })
        });
        let waker = waker.transpose()?;
        let heard = waker.is_some().then(|| store.news().tell());
        let (stop, stopping) = watch::channel(false);
        let app = App(Arc::new(Parts {
            store: store.clone(),
            clock: config.clock,
            origin: origin.clone(),
            page: config.page,
            log: config.log,
            audit,
            metrics: crate::metrics::Metrics::default(),
            challenges: Buckets::new(config.limits.wire.challenges_per_minute),
            addresses: Buckets::new(config.limits.wire.requests_per_minute),
            limits: config.limits.clone(),
            stopping: stopping.clone(),
            waker,
            heavy: Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)),
        }));
        let mut metrics_addr = None;
        let mut figures_server = None;
        if let Some((address, listener)) = figures {
            metrics_addr = Some(address);
            let router = crate::metrics::router(app.clone());
            figures_server =
                Some(tokio::spawn(server::serve(listener, router, config.limits.clone(), None, stopping.clone())));
        }
        let secured = tls.map(|tls| {
            let app = app.clone();
            server::Secured { tls, told: Box::new(move |looked| tell(&app, looked)) }
        });
        let router = routes::router(app.clone());
        let server = tokio::spawn(server::serve(listener, router, config.limits, secured, stopping.clone()));
        if let Some(heard) = heard {
            // Ends with the others; nobody is kept waiting for a phone.
            tokio::spawn(push::run(app.clone(), heard, stopping.clone()));
        }
        let keeper = tokio::spawn(keep_house(app.clone(), stopping));
        Ok(RunningRelay {
            app,
            origin,
            local_addr,
            metrics_addr,
            fresh,
            stop,
            server: Some(server),
            figures: figures_server,
            keeper: Some(keeper),
        })
    }
}

/// Certificates are renewed by another program; whoever looks after the relay reads here whether that went well.
fn tell(app: &App, looked: Looked) {
    match looked {
        Looked::Same => {}
        Looked::Renewed => app.log.event(app.now_ms(), "certificate_renewed", json!({})),
        Looked::Unusable(error) => {
            app.log.event(app.now_ms(), "certificate_unusable", json!({ "error": error.to_string() }));
        }
    }
}

async fn open(config: &RelayConfig) -> Result<(Arc<dyn Store>, bool), StartError> {
    let accept_restore = config.accept_restore;
    if let Some(address) = &config.database {
        let store = PostgresStore::open(address, accept_restore).await?;
        let fresh = store.is_fresh();
        store.listen();
        return Ok((Arc::new(store), fresh));
    }
    let folder = config.data_dir.clone();
    let store = tokio::task::spawn_blocking(move || SqliteStore::open(&folder, Opening::Serve { accept_restore }))
        .await
        .map_err(|_| StartError::Runtime)??;
    let fresh = store.is_fresh();
    Ok((Arc::new(store), fresh))
}

/// A relay that runs. Dropping it stops it without waiting; [`RunningRelay::shutdown`] waits.
pub struct RunningRelay {
    app: App,
    origin: Origin,
    local_addr: SocketAddr,
    metrics_addr: Option<SocketAddr>,
    fresh: bool,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
    figures: Option<JoinHandle<()>>,
    keeper: Option<JoinHandle<()>>,
}

impl RunningRelay {
    /// The address clients reach it by.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The address it listens on.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// The address it gives its figures at, if it does.
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        self.metrics_addr
    }

    /// Its epoch id.
    pub fn epoch(&self) -> Id {
        self.app.store.epoch()
    }

    /// Whether the database was made just now.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Deletes what is past its time, as happens once a minute; for tests and the demo, whose clock jumps.
    pub async fn purge(&self) -> Result<Purged, StoreError> {
        if let Some(audit) = &self.app.audit {
            drop(audit.purge(self.app.now_ms()));
        }
        self.app.store.purge(self.app.now_ms()).await
    }

    /// How many there are of each thing.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        self.app.store.counts().await
    }

    /// A new enrolment code, as `handrail-clinic enrol` prints it.
    pub async fn enrol(&self) -> Result<String, StoreError> {
        let code = crate::enrolment::make();
        let until_ms = self.app.now_ms().saturating_add(crate::enrolment::DAYS * crate::clock::DAY_MS);
        self.app.store.add_enrolment(crate::enrolment::hash(&code), until_ms).await?;
        Ok(code)
    }

    /// Stops: no new requests, running ones finish, everything is on disk.
    pub async fn shutdown(mut self) -> Result<(), StoreError> {
        self.stop.send_replace(true);
        for task in [self.server.take(), self.figures.take(), self.keeper.take()].into_iter().flatten() {
            drop(task.await);
        }
        self.app.store.close().await
    }
}

impl Drop for RunningRelay {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

async fn keep_house(app: App, mut stop: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(PURGE_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.changed() => return,
        }
        if let Some(audit) = &app.audit
            && let Err(error) = audit.purge(app.now_ms())
        {
            app.log.event(app.now_ms(), "audit_failed", json!({ "error": error.kind().to_string() }));
        }
        let purged = app.store.purge(app.now_ms()).await;
        app.metrics.purged(purged.as_ref().ok());
        match purged {
            Ok(purged) if purged.is_empty() => {}
            Ok(purged) => app.log.event(
                app.now_ms(),
                "purged",
                json!({
                    "messages": purged.messages,
                    "invites": purged.invites,
                    "mailboxes": purged.mailboxes,
                    "enrolments": purged.enrolments,
                }),
            ),
            Err(error) => app.log.event(app.now_ms(), "purge_failed", json!({ "error": error.to_string() })),
        }
    }
}
