//! Where the relays may wake this phone (`docs/protocol.md`, section 9): an address of its push service, told to a relay with the
//! login of each care relationship there and of the backup, and taken back with the same.
//!
//! A wake-up says that something came and nothing else, and it may be lost: so nothing here is waited for, told to the person as
//! trouble, or needed by anything else. An address is told again every week, since relays forget.

use std::sync::Arc;
use std::time::{Duration, Instant};

use handrail_wire::Hash;
use handrail_wire::api::{Bytes, MAX_ENDPOINT, MetaResponse, WakeRequest, paths};
use handrail_wire::login::Origin;
use rusqlite::{Connection, OptionalExtension as _, params};
use zeroize::Zeroizing;

use super::call::{Method, Request};
use super::http::{CancelToken, Http, Patience, ask, ask_once};
use super::relay::Stopped;
use super::run::SyncReport;
use super::vault::errand::{Errand, Login, Outcome};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::seal::keys::SigningKey;
use crate::store::{Changes, Write};

const DAY_MS: i64 = 86_400_000;
/// Told again after so long; a relay forgets after 90 days, and after it was put back from a backup.
const AGAIN_MS: i64 = 7 * DAY_MS;
/// A relay that wakes nobody is asked again after so long.
const REFUSED_MS: i64 = DAY_MS;
/// After so long a relay has forgotten what nobody told it again.
const FORGOTTEN_MS: i64 = 91 * DAY_MS;

/// Longest time for all of it at the end of one sync. Everything that the person waits for is done by then, and a hint that
/// was not told is told with the next sync.
const MOST: Duration = Duration::from_secs(5);

/// A relay that this phone uses, and whether it may wake this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WakeUp {
    /// The relay's address, as `wake_up_at` takes it.
    pub relay: String,
    /// The person wants to be woken by it.
    pub wanted: bool,
    /// It knows where, for everything that it has of this phone. Until then, and where it wakes nobody, the phone asks by itself
    /// now and then, as without it.
    pub told: bool,
}

/// A login of this phone at a relay.
struct At {
    login: Id,
    origin: String,
    certificate: Option<[u8; 32]>,
    identity: Zeroizing<[u8; 32]>,
}

/// How such a call is made, and what it is counted in.
struct Line<'a> {
    patience: Patience,
    /// When all of them are over.
    until: Instant,
    cancel: &'a CancelToken,
    report: &'a mut SyncReport,
}

/// What a relay was told with a login.
struct Told {
    at: At,
    endpoint: String,
    state: String,
    asked_ms: i64,
}

/// Logins under which something can come: of care relationships with somebody in them, and of a backup that is on.
const IN_USE: &str = "
    SELECT id, origin, certificate, identity FROM mailbox
     WHERE state = 'open' AND EXISTS (SELECT 1 FROM reader WHERE mailbox = mailbox.id AND left_ms IS NULL)
    UNION ALL
    SELECT device, origin, certificate, identity FROM vault WHERE state = 'open' AND proven_ms IS NOT NULL";

impl Handrail {
    /// The relays that this phone uses, by address, and whether they may wake it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn wake_ups(&self) -> Result<Vec<WakeUp>> {
        self.read(|c| {
            let sql = format!(
                "WITH used (login, origin, certificate, identity) AS ({IN_USE})
                 SELECT origin,
                        EXISTS (SELECT 1 FROM wake_up w WHERE w.origin = used.origin),
                        min(EXISTS (SELECT 1 FROM wake_told t JOIN wake_up w ON w.origin = t.origin AND w.endpoint = t.endpoint
                                     WHERE t.login = used.login AND t.state = 'told'))
                   FROM used GROUP BY origin ORDER BY origin"
            );
            let mut q = c.prepare_cached(&sql)?;
            let rows = q.query_map([], |r| Ok(WakeUp { relay: r.get(0)?, wanted: r.get(1)?, told: r.get(2)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The public key by which this phone's push service knows the relay (P-256, uncompressed, base64url without padding): a push
    /// service that asks for one is given it before it makes an endpoint. `None`: that relay wakes nobody. Asks the relay.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a relay that this phone does not use; [`Error::Offline`]; [`Error::Refused`] where what it answers is
    /// no such key; [`Error::Cancelled`]; those of the store.
    pub async fn wake_key(&self, relay: &str, cancel: &CancelToken) -> Result<Option<String>> {
        let at = self.read(|c| of_relay(c, relay))?;
        let http = at.http(Patience::default())?;
        if self.alone_until(http.origin()).is_some() {
            return Err(Error::Offline);
        }
        let request = Request::new(Method::Get, paths::META.into());
        let answer = ask(&http, &request, cancel).await;
        self.heed(&http);
        let answer = answer.map_err(|why| self.interrupted(why))?;
        let answer = answer.ok().filter(|answer| answer.status == 200).ok_or(Error::Offline)?;
        let meta: MetaResponse = answer.read().ok_or(Error::Refused("what answers is no relay"))?;
        let Some(key) = meta.wake_key else { return Ok(None) };
        let read: Option<Bytes> = serde_json::from_value(key.as_str().into()).ok();
        match read.map(|Bytes(bytes)| (bytes.len(), bytes.first().copied())) {
            Some((65, Some(4))) => Ok(Some(key)),
            _ => Err(Error::Refused("the relay's wake-up key is none")),
        }
    }

    /// From now on this relay may wake this phone at this address of its push service (UnifiedPush, Web Push): `https`, a host by
    /// name, no port, at most 1,024 bytes. A later one takes its place. The next [`Handrail::sync`] tells the relay, with every login
    /// that the phone has there. The address says to the relay which push service the phone uses, and to the push service when the
    /// relay called; neither learns more of the other.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a relay that this phone does not use; [`Error::Invalid`] for `endpoint`; those of the store.
    pub fn wake_up_at(&self, relay: &str, endpoint: &str) -> Result<Changes> {
        let endpoint = checked(endpoint)?;
        self.write(|w| {
            let at = of_relay(w.tx(), relay)?;
            w.tx().execute(
                "INSERT INTO wake_up (origin, endpoint) VALUES (?1, ?2)
                 ON CONFLICT (origin) DO UPDATE SET endpoint = ?2 WHERE endpoint <> ?2",
                params![at.origin, endpoint],
            )?;
            Ok(())
        })
    }

    /// No relay is to wake this phone any more. The next [`Handrail::sync`] takes back what they were told.
    ///
    /// # Errors
    /// Those of the store.
    pub fn wake_up_no_more(&self) -> Result<Changes> {
        self.write(|w| {
            w.tx().execute("DELETE FROM wake_up", [])?;
            Ok(())
        })
    }

    /// After an exchange with each relay: tells what is new, and takes back what is no longer wanted. A relay that does not answer
    /// is left for the next time, and after [`MOST`] so is the rest.
    pub(super) async fn settle_wakes(
        &self,
        patience: Patience,
        cancel: &CancelToken,
        report: &mut SyncReport,
    ) -> Result<()> {
        let until = Instant::now() + MOST;
        let now_ms = self.now()?.instant_ms;
        let (wanted, told) = self.read(|c| Ok((wanted(c)?, told(c)?)))?;
        let alone = |at: &At| self.met.alone_until(&at.origin, now_ms).is_some();
        for old in told.iter().filter(|old| !wanted.iter().any(|(at, _)| at.login == old.at.login)) {
            let forgotten = now_ms.saturating_sub(old.asked_ms) > FORGOTTEN_MS;
            if !forgotten && alone(&old.at) {
                continue;
            }
            let request = Request::new(Method::Delete, paths::WAKE.into());
            let mut line = Line { patience, until, cancel, report: &mut *report };
            let outcome = if forgotten { None } else { Some(self.say(&old.at, request, &mut line).await?) };
            let gone = match outcome {
                None | Some(Outcome::Done | Outcome::Refused(_)) => true,
                // Nobody logs in with it any more, so nobody is woken by it.
                Some(Outcome::Stopped(why)) => matches!(why, Stopped::LoginRefused | Stopped::MailboxGone),
            };
            if gone {
                self.write(|w| forget(w, old.at.login))?;
            }
        }
        for (at, endpoint) in &wanted {
            let before = told.iter().find(|old| old.at.login == at.login && old.endpoint == *endpoint);
            let again = before.map_or(0, |old| match old.state.as_str() {
                "told" => AGAIN_MS,
                "refused" => REFUSED_MS,
                _ => 0,
            });
            // A date that was put back asks too early, never too late.
            let waits = before.is_some_and(|old| (0..again).contains(&now_ms.saturating_sub(old.asked_ms)));
            // Without a login the exchange came to nothing just now.
            if waits || alone(at) || !self.tokens().contains_key(&at.login) {
                continue;
            }
            self.write(|w| note(w, at, endpoint, "asked", now_ms))?;
            let request =
                Request::new(Method::Put, paths::WAKE.into()).json(&WakeRequest { endpoint: endpoint.clone() });
            let mut line = Line { patience, until, cancel, report: &mut *report };
            match self.say(at, request, &mut line).await? {
                Outcome::Done => self.write(|w| note(w, at, endpoint, "told", now_ms))?,
                Outcome::Refused(_) => self.write(|w| note(w, at, endpoint, "refused", now_ms))?,
                Outcome::Stopped(_) => continue,
            };
        }
        Ok(())
    }

    /// One call with a login, tried once: a hint is not waited for.
    async fn say(&self, at: &At, request: Request, line: &mut Line<'_>) -> Result<Outcome> {
        let http = at.http(line.patience)?;
        let key = SigningKey::from_seed(&at.identity).map_err(|_| Error::Damaged("a login"))?;
        let login = Login { id: at.login.into(), key, token: self.tokens().get(&at.login).cloned() };
        let mut errand = Errand::new(&at.relay()?, Some(login), request, Arc::clone(&self.randomness));
        let now = || self.clock.now().map_or(0, |m| m.instant_ms);
        let left = line.until.saturating_duration_since(Instant::now());
        let outcome = tokio::time::timeout(left, ask_once(&http, &mut errand, &now, line.cancel)).await;
        self.heed(&http);
        line.report.met(&http);
        outcome.unwrap_or(Ok(Outcome::Stopped(Stopped::Away))).map_err(|why| self.interrupted(why))
    }
}

impl At {
    fn relay(&self) -> Result<Origin> {
        self.origin.parse().map_err(|_| Error::Damaged("a relay's address"))
    }

    fn http(&self, patience: Patience) -> Result<Http> {
        Http::with_patience(&self.relay()?, self.certificate.map(Hash::from).as_ref(), patience)
            .map_err(|_| Error::Refused("no private connection"))
    }

    fn of(r: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { login: r.get(0)?, origin: r.get(1)?, certificate: r.get(2)?, identity: Zeroizing::new(r.get(3)?) })
    }
}

/// Any login of this phone at that relay.
fn of_relay(c: &Connection, relay: &str) -> Result<At> {
    let relay = relay.trim().trim_end_matches('/');
    let sql = format!(
        "WITH used (login, origin, certificate, identity) AS ({IN_USE}) SELECT * FROM used WHERE origin = ?1 LIMIT 1"
    );
    c.prepare_cached(&sql)?.query_row([relay], At::of).optional()?.ok_or(Error::NotFound("relay"))
}

/// Each login in use at a relay that may wake this phone, and where.
fn wanted(c: &Connection) -> Result<Vec<(At, String)>> {
    let sql = format!(
        "WITH used (login, origin, certificate, identity) AS ({IN_USE})
         SELECT used.*, w.endpoint FROM used JOIN wake_up w ON w.origin = used.origin ORDER BY login"
    );
    let mut q = c.prepare_cached(&sql)?;
    let rows = q.query_map([], |r| Ok((At::of(r)?, r.get(4)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn told(c: &Connection) -> Result<Vec<Told>> {
    let mut q = c.prepare_cached(
        "SELECT login, origin, certificate, identity, endpoint, state, asked_ms FROM wake_told ORDER BY login",
    )?;
    let rows =
        q.query_map([], |r| Ok(Told { at: At::of(r)?, endpoint: r.get(4)?, state: r.get(5)?, asked_ms: r.get(6)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Kept before the relay is asked, so that whatever it may know is taken back one day.
fn note(w: &Write<'_>, at: &At, endpoint: &str, state: &str, now_ms: i64) -> Result<()> {
    w.tx().execute(
        "INSERT OR REPLACE INTO wake_told (login, origin, certificate, identity, endpoint, state, asked_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![at.login, at.origin, at.certificate, at.identity.as_slice(), endpoint, state, now_ms],
    )?;
    Ok(())
}

fn forget(w: &Write<'_>, login: Id) -> Result<()> {
    w.tx().execute("DELETE FROM wake_told WHERE login = ?1", [login])?;
    Ok(())
}

/// An address that a relay takes, and that leads to nothing on this machine or near it by its form alone.
fn checked(endpoint: &str) -> Result<String> {
    let bad = || Error::invalid("endpoint", Reason::Malformed);
    let endpoint = endpoint.trim();
    if endpoint.len() > MAX_ENDPOINT {
        return Err(Error::invalid("endpoint", Reason::TooLong { limit: MAX_ENDPOINT }));
    }
    let rest = endpoint.strip_prefix("https://").ok_or_else(bad)?;
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let label = |label: &&str| {
        (1..=63).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    // A last label of digits is an address written as one.
    let named = labels.len() >= 2
        && host.len() <= 253
        && labels.iter().all(label)
        && labels.last().is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()) && !last.starts_with("0x"));
    // What of a URL may stand as it is (RFC 3986), without a fragment, which never leaves a phone.
    let plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&byte));
    if named && plain { Ok(endpoint.to_owned()) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_an_https_name_is_an_endpoint() {
        for good in
            ["https://push.example/abc?token=1&b=%2F", "https://UP.push.example/", " https://a.b ", "https://a.b?c"]
        {
            assert_eq!(checked(good).unwrap(), good.trim());
        }
        for bad in [
            "http://push.example/abc",
            "https://localhost/abc",
            "https://push.example:8443/abc",
            "https://sam@push.example/abc",
            "https://127.0.0.1/abc",
            "https://0x7f.0x1/abc",
            "https://[::1]/abc",
            "https://push..example/abc",
            "https://push.example./abc",
            "https://push.example#x",
            "https:///abc",
            "/abc",
            "ftp://push.example/abc",
            "https://push example/abc",
            "https://push.example/a b",
            "https://push.example/\r\nx: y",
            "https://push.example/ä",
            "",
        ] {
            assert!(
                matches!(checked(bad), Err(Error::Invalid { field: "endpoint", reason: Reason::Malformed })),
                "{bad}"
            );
        }
        let long = format!("https://push.example/{}", "x".repeat(MAX_ENDPOINT));
        assert!(matches!(checked(&long), Err(Error::Invalid { reason: Reason::TooLong { limit: 1024 }, .. })));
    }
}
