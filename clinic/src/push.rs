//! Waking phones through their push services: an empty call that says that something came, and nothing else.
//!
//! The address to call was given by a phone, so it is not trusted: https alone, a public address after resolving and the very
//! one that is then connected to, no redirect, a few bytes and a few seconds. Without content there is nothing to encrypt
//! (RFC 8030, 5); who calls is shown by a signed token (RFC 8292).

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::future::Future;
use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{Method, Request, header};
use handrail_wire::Id;
use handrail_wire::api::Bytes;
use http_body_util::Empty;
use hyper_util::rt::TokioIo;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_rustls::TlsConnector;

use crate::app::App;
use crate::store::news::Came;
use crate::wake;

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Calls at once.
const AT_ONCE: usize = 16;
/// How long a push service keeps a wake-up for a phone that is off, seconds: a day.
const TTL_S: u32 = 86_400;
/// How long a signed token holds, seconds; services refuse more than a day.
const TOKEN_S: i64 = 12 * 3600;

/// Where a host is called.
pub type Resolved<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'a>>;

/// Finds a host's addresses, and decides which of them may be called.
pub trait Resolve: Send + Sync + 'static {
    /// The addresses; none that may not be called.
    fn resolve<'a>(&'a self, host: &'a str) -> Resolved<'a>;
}

/// The system's resolver, port 443, and public addresses alone.
#[derive(Debug, Clone, Copy)]
pub struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve<'a>(&'a self, host: &'a str) -> Resolved<'a> {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host, 443)).await?.collect();
            // One private address among public ones is no slip: nothing of it is called.
            if found.is_empty() || !found.iter().all(|address| is_public(address.ip())) {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied));
            }
            Ok(found)
        })
    }
}

/// Whether an address is one of the public network's: none of this machine, of a network nearby, or set apart for something
/// else (RFC 6890), in whatever form it is written.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_documentation()
                || v4.is_broadcast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19)))
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            // Global unicast is 2000::/3; out of it: 2001::/23 (Teredo, benchmarks, ORCHID), documentation, and 6to4, which
            // carries any address of the older kind.
            (0x2000..0x4000).contains(&first)
                && !(first == 0x2001 && (second < 0x0200 || second == 0x0db8))
                && first != 0x2002
                && !(first == 0x3fff && second < 0x1000)
        }
    }
}

/// How phones are woken.
#[derive(Clone)]
pub struct Waking {
    /// The key that signs who calls; made if it is not there. Relays that share a database share it.
    pub key: PathBuf,
    /// One login is woken no more often than this.
    pub every: Duration,
    /// How hosts are found.
    pub resolver: Arc<dyn Resolve>,
    /// Certificates (PEM) to trust instead of the system's.
    pub authority: Option<PathBuf>,
}

impl Waking {
    /// With this key, a quarter of an hour apart, over the public network.
    #[must_use]
    pub fn new(key: PathBuf) -> Self {
        Self { key, every: Duration::from_secs(15 * 60), resolver: Arc::new(PublicOnly), authority: None }
    }
}

struct Since {
    called: Instant,
    /// Whether a call is to follow when the time is over.
    again: bool,
}

/// Calls push services.
pub(crate) struct Waker {
    key: EcdsaKeyPair,
    public: String,
    contact: String,
    every: Duration,
    resolver: Arc<dyn Resolve>,
    tls: TlsConnector,
    since: Mutex<HashMap<Id, Since>>,
    places: Semaphore,
}

fn b64(bytes: &[u8]) -> String {
    serde_json::to_value(Bytes(bytes.to_vec()))
        .ok()
        .and_then(|text| text.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn other(what: impl std::fmt::Display) -> io::Error {
    io::Error::other(what.to_string())
}

fn key(path: &Path) -> io::Result<EcdsaKeyPair> {
    let random = SystemRandom::new();
    let pkcs8 = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(other)?;
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path)?;
            file.write_all(made.as_ref())?;
            file.sync_all()?;
            made.as_ref().to_vec()
        }
        Err(error) => return Err(error),
    };
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random).map_err(|_| other("it is no such key"))
}

impl Waker {
    pub(crate) fn open(config: &Waking, contact: &str) -> io::Result<Self> {
        let mut roots = RootCertStore::empty();
        match &config.authority {
            Some(path) => roots.add(CertificateDer::from_pem_file(path).map_err(other)?).map_err(other)?,
            None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(other)?;
        let tls = tls.with_root_certificates(roots).with_no_client_auth();
        let key = key(&config.key)?;
        Ok(Self {
            public: b64(key.public_key().as_ref()),
            key,
            contact: contact.to_owned(),
            every: config.every,
            resolver: config.resolver.clone(),
            tls: TlsConnector::from(Arc::new(tls)),
            since: Mutex::default(),
            places: Semaphore::new(AT_ONCE),
        })
    }

    /// The public key that phones give to their push service.
    pub(crate) fn public(&self) -> &str {
        &self.public
    }

    /// When to call for a login: now, when its time is over, or not at all because a call is coming anyway.
    fn when(&self, login: Id, now: Instant) -> Option<Duration> {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        if since.len() >= 100_000 {
            since.retain(|_, one| one.again || now.duration_since(one.called) < self.every);
        }
        match since.get_mut(&login) {
            Some(one) if one.again => None,
            Some(one) if now.duration_since(one.called) < self.every => {
                one.again = true;
                Some(self.every.saturating_sub(now.duration_since(one.called)))
            }
            _ => {
                since.insert(login, Since { called: now, again: false });
                Some(Duration::ZERO)
            }
        }
    }

    fn called(&self, login: Id) {
        let since = Since { called: Instant::now(), again: false };
        self.since.lock().unwrap_or_else(PoisonError::into_inner).insert(login, since);
    }

    /// `vapid t=..., k=...` for an origin (RFC 8292, 3).
    fn token(&self, origin: &str, now_ms: i64) -> io::Result<String> {
        let claims = json!({ "aud": origin, "exp": now_ms / 1000 + TOKEN_S, "sub": self.contact });
        let head = json!({ "typ": "JWT", "alg": "ES256" });
        let signed = format!("{}.{}", b64(head.to_string().as_bytes()), b64(claims.to_string().as_bytes()));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).map_err(|_| other("not signed"))?;
        Ok(format!("vapid t={signed}.{}, k={}", b64(signature.as_ref()), self.public))
    }

    /// Calls once; answers the status.
    async fn call(&self, endpoint: &str, now_ms: i64) -> io::Result<u16> {
        let (uri, host) = wake::host(endpoint).ok_or_else(|| other("no endpoint"))?;
        let addresses = self.resolver.resolve(&host).await?;
        // Connected to what was looked at: a name that answers otherwise the next moment changes nothing.
        let stream = TcpStream::connect(addresses.as_slice()).await?;
        let name = ServerName::try_from(host.clone()).map_err(other)?;
        let stream = self.tls.connect(name, stream).await?;
        let (mut sender, carrier) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(other)?;
        let carrier = tokio::spawn(carrier);
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::HOST, &host)
            .header(header::AUTHORIZATION, self.token(&format!("https://{host}"), now_ms)?)
            .header(header::CONTENT_LENGTH, 0)
            .header("ttl", TTL_S)
            .header("urgency", "normal")
            // Several that wait at the service are one.
            .header("topic", "handrail")
            .body(Empty::<&[u8]>::new())
            .map_err(other)?;
        let answer = sender.send_request(request).await.map_err(other);
        // The body, if there is one, is nobody's concern.
        carrier.abort();
        Ok(answer?.status().as_u16())
    }
}

/// Wakes whoever asked for it when something comes for them, until the relay stops.
pub(crate) async fn run(app: App, mut heard: mpsc::UnboundedReceiver<Came>, mut stop: watch::Receiver<bool>) {
    loop {
        let came = tokio::select! {
            came = heard.recv() => came,
            _ = stop.changed() => None,
        };
        let (Some(came), Some(waker)) = (came, &app.waker) else { return };
        // Without a database there is nobody to wake; the next message tries again.
        let Ok(asked) = app.store.wakes(came.to).await else { continue };
        for wake in asked.into_iter().filter(|wake| Some(wake.login) != came.by) {
            let Some(delay) = waker.when(wake.login, Instant::now()) else { continue };
            let (app, mut stop) = (app.clone(), stop.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = one(&app, wake.login, &wake.endpoint, delay) => {}
                    _ = stop.changed() => {}
                }
            });
        }
    }
}

async fn one(app: &App, login: Id, endpoint: &[u8], delay: Duration) {
    let Some(waker) = &app.waker else { return };
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
        waker.called(login);
    }
    let Ok(_place) = waker.places.acquire().await else { return };
    let text = String::from_utf8_lossy(endpoint);
    let answer = tokio::time::timeout(PATIENCE, waker.call(&text, app.now_ms())).await;
    let status = match answer {
        Ok(Ok(status)) => status,
        Ok(Err(_)) | Err(_) => 0,
    };
    app.metrics.woken((200..300).contains(&status));
    if matches!(status, 404 | 410) {
        // The service knows it no more. One that the phone gave meanwhile stays.
        drop(app.store.forget_wake(login, Some(endpoint.to_vec())).await);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_public_addresses_are_called() {
        for good in ["1.1.1.1", "193.99.144.80", "2a00:1450:4001:81b::200e", "2606:4700::1111"] {
            assert!(is_public(good.parse().unwrap()), "{good}");
        }
        for bad in [
            "127.0.0.1",
            "127.8.8.8",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::1",
            "64:ff9b::a00:1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(bad.parse().unwrap()), "{bad}");
        }
    }
}
