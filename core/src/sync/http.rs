//! The driver phones use: the calls of the state machines over HTTPS, with reqwest and tokio.
//!
//! It holds no rule of the protocol. What it does hold: one origin for each client, which no request and
//! no redirect can leave; TLS 1.3 by rustls and ring with Mozilla's roots, or with the one certificate the
//! pairing code named; no platform verifier, which on Android would need a JNI context; plain http only
//! to this very machine; limits of time and size on every answer; a token to stop it at any moment.

mod pace;
mod tls;
mod vault;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use handrail_wire::Hash;
use handrail_wire::login::Origin;
use tokio::sync::Notify;

use self::pace::Pace;
use super::call::{Failure, Method, Request, Response, passes};
use super::pairing::{self, Side};
use super::relay::{self, Exchange, Summary};
use super::state::{MailboxState, StoreFailed};

pub(crate) use vault::{ask_once, run_errand};
pub use vault::{exchange_vault, restore};

/// How long one call waits. Shorter than usual for a run in the background, where the system gives half a minute in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Longest wait for a connection.
    pub connect: Duration,
    /// Longest wait for a whole answer; the largest is half a megabyte.
    pub whole: Duration,
    /// Longest wait for the next bytes of an answer.
    pub next_bytes: Duration,
}

impl Default for Patience {
    /// Ten seconds to connect, thirty for the next bytes, a minute for all of them: a slow line is no reason to give up.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), whole: Duration::from_secs(60), next_bytes: Duration::from_secs(30) }
    }
}

/// Why a client could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// Plain http to another machine.
    #[error("plain http to another machine")]
    NotPrivate,
    /// TLS could not be set up; a fault of ours.
    #[error("TLS could not be set up")]
    Tls,
}

/// Why a run ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Interrupted {
    /// It was asked to stop. The state machine can go on later where it was.
    #[error("stopped on request")]
    Cancelled,
    /// The store could not do something.
    #[error(transparent)]
    Store(#[from] StoreFailed),
}

/// Stops a run from another thread. Clones are the same token.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<(AtomicBool, Notify)>);

impl CancelToken {
    /// A token that has not been used.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every run that holds this token, now and later.
    pub fn cancel(&self) {
        self.0.0.store(true, Ordering::SeqCst);
        self.0.1.notify_waiters();
    }

    /// Was it used?
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.0.load(Ordering::SeqCst)
    }

    /// Returns when the token is used.
    pub async fn cancelled(&self) {
        loop {
            // Made before looking, so that a cancel in between still wakes it.
            let woken = self.0.1.notified();
            if self.is_cancelled() {
                return;
            }
            woken.await;
        }
    }
}

/// Bytes of bodies, exactly as sent and received; headers and TLS are not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Calls made.
    pub calls: u64,
    /// Bytes of request bodies.
    pub sent: u64,
    /// Bytes of response bodies, also of those that ended early.
    pub received: u64,
}

/// A client of one relay.
pub struct Http {
    client: reqwest::Client,
    origin: Origin,
    calls: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
    /// What the last answer asked for; negative where it asked for nothing.
    asked_ms: AtomicI64,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http").finish_non_exhaustive()
    }
}

impl Http {
    /// A client of this relay; with a certificate hash it talks to the holder of that certificate and to
    /// nobody else.
    pub fn new(origin: &Origin, certificate: Option<&Hash>) -> Result<Self, HttpError> {
        Self::with_patience(origin, certificate, Patience::default())
    }

    /// The same, waiting as long as it is told to.
    pub fn with_patience(origin: &Origin, certificate: Option<&Hash>, patience: Patience) -> Result<Self, HttpError> {
        if !origin.is_private_enough() {
            return Err(HttpError::NotPrivate);
        }
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(certificate)?)
            .https_only(!origin.is_plain_http())
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(patience.connect)
            .timeout(patience.whole)
            .read_timeout(patience.next_bytes);
        if origin.is_loopback() {
            builder = builder.no_proxy();
        }
        Ok(Self {
            client: builder.build().map_err(|_| HttpError::Tls)?,
            origin: origin.clone(),
            calls: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            received: AtomicU64::new(0),
            asked_ms: AtomicI64::new(-1),
        })
    }

    /// The relay.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// For how long the last answer asked to be left alone (`Retry-After`), in milliseconds from then; `None` where it did not.
    #[must_use]
    pub fn asked_to_wait_ms(&self) -> Option<i64> {
        Some(self.asked_ms.load(Ordering::Relaxed)).filter(|ms| *ms >= 0)
    }

    /// What went over the line so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        Traffic {
            calls: self.calls.load(Ordering::Relaxed),
            sent: self.sent.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
        }
    }

    /// Makes one call.
    pub async fn send(&self, request: &Request) -> Result<Response, Failure> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut call = self.client.request(method, format!("{}{}", self.origin, request.path));
        if let Some(authorisation) = &request.authorisation {
            call = call.header("authorization", authorisation.as_str());
        }
        if let Some(content_type) = request.content_type {
            call = call.header("content-type", content_type);
        }
        if let Some(version) = &request.if_match {
            call = call.header("if-match", version);
        }
        self.calls.fetch_add(1, Ordering::Relaxed);
        if let Some(body) = &request.body {
            self.sent.fetch_add(body.len() as u64, Ordering::Relaxed);
            call = call.body(body.clone());
        }
        self.asked_ms.store(-1, Ordering::Relaxed);
        let mut answer = call.send().await.map_err(|error| failure(&error))?;
        let status = answer.status().as_u16();
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let retry_after_ms = header("retry-after").and_then(|value| wait_ms(value, header("date")));
        if let (true, Some(ms)) = (passes(status), retry_after_ms) {
            self.asked_ms.store(ms, Ordering::Relaxed);
        }
        let promised = answer.content_length().unwrap_or(0);
        if promised > request.limit as u64 {
            return Err(Failure::TooLarge);
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| torn(&error))? {
            self.received.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            if body.len() + chunk.len() > request.limit {
                return Err(Failure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, retry_after_ms, body })
    }
}

/// `Retry-After` (RFC 9110, 10.2.3) as milliseconds from now: whole seconds, or a date. The relay's clock is not trusted, so a date
/// counts from the `Date` of the same answer, and not at all without one.
fn wait_ms(value: &str, date: Option<&str>) -> Option<i64> {
    if let Ok(seconds) = value.trim().parse::<u32>() {
        return Some(i64::from(seconds) * 1_000);
    }
    let read = |text: &str| chrono::DateTime::parse_from_rfc2822(text.trim()).ok();
    Some((read(value)? - read(date?)?).num_milliseconds().max(0))
}

/// Whether a `Retry-After` is understood. It is never a time before now.
#[cfg(feature = "parsers")]
pub(crate) fn reads_retry_after(value: &str, date: Option<&str>) -> bool {
    wait_ms(value, date).is_some_and(|ms| {
        assert!(ms >= 0);
        true
    })
}

fn failure(error: &reqwest::Error) -> Failure {
    if tls::not_trusted(error) {
        Failure::NotTrusted
    } else if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Offline
    }
}

fn torn(error: &reqwest::Error) -> Failure {
    if error.is_timeout() { Failure::Timeout } else { Failure::Torn }
}

/// Makes one call, once.
pub(crate) async fn ask(
    http: &Http,
    request: &Request,
    cancel: &CancelToken,
) -> Result<Result<Response, Failure>, Interrupted> {
    unless(cancel, http.send(request)).await
}

/// Runs an exchange to its end. `now` gives ms since 1970 UTC.
pub async fn exchange(
    http: &Http,
    exchange: &mut Exchange,
    store: &mut dyn MailboxState,
    now: &(dyn Fn() -> i64 + Send + Sync),
    cancel: &CancelToken,
) -> Result<Summary, Interrupted> {
    let mut pace = Pace::by(now);
    loop {
        if cancel.is_cancelled() {
            return Err(Interrupted::Cancelled);
        }
        match exchange.next(pace.next(), store)? {
            relay::Step::Send(request) => {
                let answer = unless(cancel, http.send(&request)).await?;
                exchange.feed(pace.now(), answer, store)?;
            }
            relay::Step::Wait(until) => pace.nap(until, cancel).await?,
            relay::Step::Done(summary) => return Ok(summary),
        }
    }
}

/// Runs a pairing until a person is needed or it is over: gives `Compare`, `Done` or `Ended`.
pub async fn pair<S: Side>(
    http: &Http,
    pairing: &mut S,
    now: &(dyn Fn() -> i64 + Send + Sync),
    cancel: &CancelToken,
) -> Result<pairing::Step<S::Agreement>, Interrupted> {
    let mut pace = Pace::by(now);
    loop {
        if cancel.is_cancelled() {
            return Err(Interrupted::Cancelled);
        }
        match pairing.next(pace.next()) {
            pairing::Step::Send(request) => {
                let answer = unless(cancel, http.send(&request)).await?;
                pairing.feed(pace.now(), answer);
            }
            pairing::Step::Wait(until) => pace.nap(until, cancel).await?,
            step => return Ok(step),
        }
    }
}

/// Waits for something, or for the token to be used.
async fn unless<T>(cancel: &CancelToken, work: impl Future<Output = T>) -> Result<T, Interrupted> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(Interrupted::Cancelled),
        done = work => Ok(done),
    }
}

#[cfg(test)]
mod tests;
