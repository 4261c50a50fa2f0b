//! The line to the relay, with a hand on it: everything goes through untouched until a fault is put in.
//!
//! One request a connection; the answer is passed on whole, cut, changed or not at all.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A request as it came over the line.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `METHOD PATH`.
    pub what: String,
    /// All of it, as it goes on to the relay.
    pub raw: Vec<u8>,
}

impl Asked {
    /// What follows its head.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        body_of(&self.raw).unwrap_or_default()
    }
}

/// An answer, to be looked at and changed on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Header lines, each ended; without length and connection, which are put in anew.
    pub headers: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer in JSON.
    #[must_use]
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self { status, headers: "content-type: application/json\r\n".into(), body: body.to_string().into_bytes() }
    }

    /// The body as JSON; null where it is none.
    #[must_use]
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    fn read(raw: &[u8]) -> Option<Self> {
        let body = body_of(raw)?.to_vec();
        let head = String::from_utf8_lossy(raw.get(..raw.len() - body.len())?).into_owned();
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let kept = |line: &&str| {
            let lower = line.to_ascii_lowercase();
            !line.is_empty() && !lower.starts_with("content-length:") && !lower.starts_with("connection:")
        };
        let headers = lines.filter(kept).fold(String::new(), |all, line| all + line + "\r\n");
        Some(Self { status, headers, body })
    }

    fn write(&self) -> Vec<u8> {
        let Self { status, headers, body } = self;
        let length = body.len();
        let mut raw = format!("HTTP/1.1 {status} x\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n")
            .into_bytes();
        raw.extend_from_slice(body);
        raw
    }
}

/// Passes a request on to the relay and gives its answer.
pub type PassOn<'a> = &'a dyn Fn(&Asked) -> io::Result<Answer>;

/// Somebody who sits on the line, or the relay itself with other intentions: hears a request, may pass it on, and says what
/// the answer is.
#[derive(Clone)]
pub struct Hand(Arc<Decides>);

type Decides = dyn Fn(&Asked, PassOn<'_>) -> io::Result<Answer> + Send + Sync;

impl std::fmt::Debug for Hand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hand(..)")
    }
}

impl PartialEq for Hand {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Hand {}

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The relay never hears of it, and nobody ever answers.
    Stall,
    /// The relay does it, but its answer never comes.
    AnswerHeld,
    /// The relay does it, and half of its answer comes.
    AnswerTorn,
    /// The relay does it, and the connection ends without an answer.
    AnswerLost,
    /// Something else answers, with these bytes; the relay never hears of it.
    Other(Vec<u8>),
    /// Something else answers: these bytes, and then more and more of the last one, until whoever asked hangs up.
    Endless(Vec<u8>),
    /// The relay does it, and its answer comes a byte at a time, with this long between them.
    Drip(Duration),
    /// Somebody decides about each request.
    Hand(Hand),
}

impl Fault {
    /// Somebody decides about each request.
    #[must_use]
    pub fn hand(hand: impl Fn(&Asked, PassOn<'_>) -> io::Result<Answer> + Send + Sync + 'static) -> Self {
        Self::Hand(Hand(Arc::new(hand)))
    }

    /// The relay does it, and its answer is changed on the way.
    #[must_use]
    pub fn changed(change: impl Fn(&Asked, &mut Answer) + Send + Sync + 'static) -> Self {
        Self::hand(move |asked, pass_on| {
            let mut answer = pass_on(asked)?;
            change(asked, &mut answer);
            Ok(answer)
        })
    }

    /// Something else answers, with this status line, headers and body.
    #[must_use]
    pub fn other(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Other(
            format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
                .into_bytes(),
        )
    }
}

#[derive(Debug, Default)]
struct Inner {
    relay: Option<SocketAddr>,
    /// For requests whose `METHOD PATH` begins so.
    fault: Option<(String, Fault)>,
    seen: Vec<String>,
    /// Connections that nobody answers, until the fault is taken away.
    held: Vec<TcpStream>,
    /// Every byte of requests and answers, while somebody listens.
    heard: Option<Vec<u8>>,
    /// Bytes that were sent on in answers without an end.
    poured: usize,
}

#[derive(Debug, Default)]
struct Shared {
    inner: Mutex<Inner>,
    closing: AtomicBool,
}

impl Shared {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hears(&self, bytes: &[u8]) {
        if let Some(heard) = &mut self.inner().heard {
            heard.extend_from_slice(bytes);
        }
    }
}

/// The line.
#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl Line {
    /// A line that leads nowhere yet, on a port of its own.
    ///
    /// # Errors
    /// Where there is no port.
    pub fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let mut line = Self { address: listener.local_addr()?, shared: Arc::default(), listening: None };
        line.listen(listener);
        Ok(line)
    }

    /// Where it is reached.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Leads it to a relay.
    pub fn lead_to(&self, relay: SocketAddr) {
        self.shared.inner().relay = Some(relay);
    }

    /// From now on, a request whose `METHOD PATH` begins with `on` meets this fault; an empty `on` is every request.
    pub fn put_in(&self, on: &str, fault: Fault) {
        self.mend();
        self.shared.inner().fault = Some((on.to_owned(), fault));
    }

    /// Takes the fault away, and ends what hangs.
    pub fn mend(&self) {
        let mut inner = self.shared.inner();
        inner.fault = None;
        for held in inner.held.drain(..) {
            let _ = held.shutdown(Shutdown::Both);
        }
    }

    /// The requests seen since this was asked last, as `METHOD PATH`.
    #[must_use]
    pub fn seen(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.inner().seen)
    }

    /// From now on keeps every byte that goes over the line, both ways.
    pub fn listen_in(&self) {
        self.shared.inner().heard = Some(Vec::new());
    }

    /// What was heard since [`Line::listen_in`]; nobody listens any more.
    #[must_use]
    pub fn heard(&self) -> Vec<u8> {
        self.shared.inner().heard.take().unwrap_or_default()
    }

    /// How many bytes of answers without an end were taken by whoever asked.
    #[must_use]
    pub fn poured(&self) -> usize {
        self.shared.inner().poured
    }

    /// How many connections hang.
    #[must_use]
    pub fn hanging(&self) -> usize {
        self.shared.inner().held.len()
    }

    /// Closes the port: who knocks is turned away.
    pub fn close_port(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        // A knock wakes the listener, which then goes.
        drop(TcpStream::connect(self.address));
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }

    /// Opens the port again, if it is closed.
    ///
    /// # Errors
    /// Where somebody else has taken it.
    pub fn open_port(&mut self) -> io::Result<()> {
        if self.listening.is_some() {
            return Ok(());
        }
        let listener = TcpListener::bind(self.address)?;
        self.shared.closing.store(false, Ordering::SeqCst);
        self.listen(listener);
        Ok(())
    }

    fn listen(&mut self, listener: TcpListener) {
        let shared = Arc::clone(&self.shared);
        self.listening = Some(std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.closing.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&shared);
                if let Ok(stream) = stream {
                    // One that ends in an error has ended for its client too.
                    std::thread::spawn(move || drop(pass_on(&shared, stream)));
                }
            }
        }));
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.mend();
        self.close_port();
    }
}

fn pass_on(shared: &Shared, mut client: TcpStream) -> io::Result<()> {
    client.set_read_timeout(Some(Duration::from_secs(60)))?;
    let Some((what, raw)) = read_request(&mut client)? else { return Ok(()) };
    let (relay, fault) = {
        let mut inner = shared.inner();
        let fault = inner.fault.as_ref().filter(|(on, _)| what.starts_with(on.as_str())).map(|(_, f)| f.clone());
        inner.seen.push(what.clone());
        (inner.relay, fault)
    };
    let asked = Asked { what, raw };
    shared.hears(&asked.raw);
    let hold = |client| {
        shared.inner().held.push(client);
        Ok(())
    };
    match fault {
        Some(Fault::Stall) => return hold(client),
        Some(Fault::Other(answer)) => return client.write_all(&answer),
        Some(Fault::Endless(answer)) => return pour(shared, &mut client, &answer),
        _ => {}
    }
    let to_relay = |asked: &Asked| -> io::Result<Vec<u8>> {
        let relay = relay.ok_or(io::ErrorKind::NotConnected)?;
        let mut to_relay = TcpStream::connect(relay)?;
        to_relay.write_all(&asked.raw)?;
        let mut answer = Vec::new();
        to_relay.read_to_end(&mut answer)?;
        shared.hears(&answer);
        Ok(answer)
    };
    if let Some(Fault::Hand(hand)) = &fault {
        let read = |asked: &Asked| Answer::read(&to_relay(asked)?).ok_or_else(|| io::ErrorKind::InvalidData.into());
        return client.write_all(&(hand.0)(&asked, &read)?.write());
    }
    let answer = to_relay(&asked)?;
    match fault {
        Some(Fault::AnswerHeld) => hold(client),
        Some(Fault::AnswerLost) => Ok(()),
        Some(Fault::AnswerTorn) => {
            let half = answer.len().saturating_sub(body_of(&answer).map_or(0, |body| body.len().div_ceil(2)).max(1));
            client.write_all(answer.get(..half).unwrap_or_default())
        }
        Some(Fault::Drip(pause)) => answer.iter().try_for_each(|byte| {
            std::thread::sleep(pause);
            client.write_all(std::slice::from_ref(byte))
        }),
        _ => client.write_all(&answer),
    }
}

/// The answer, and then its last byte for ever; an end only where the other side makes one.
fn pour(shared: &Shared, client: &mut TcpStream, answer: &[u8]) -> io::Result<()> {
    client.write_all(answer)?;
    let more = [answer.last().copied().unwrap_or_default(); 16_384];
    while client.write_all(&more).is_ok() {
        shared.inner().poured += more.len();
    }
    Ok(())
}

/// A whole request, asking for its connection to be closed after the answer; none where the client went before it was whole.
///
/// # Errors
/// Where nothing more can be read.
pub fn read_request(client: &mut impl io::Read) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        if let Some(body) = body_of(&bytes) {
            let head = String::from_utf8_lossy(bytes.get(..bytes.len() - body.len()).unwrap_or_default()).into_owned();
            let length = head
                .lines()
                .find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length:").map(|n| n.trim().to_owned()))
                .and_then(|n| n.parse().ok())
                .unwrap_or(0);
            if body.len() >= length {
                let mut lines = head.lines();
                let first = lines.next().unwrap_or_default();
                let what = first.rsplit_once(' ').map_or(first, |(what, _)| what).to_owned();
                let kept = lines.filter(|l| !l.is_empty() && !l.to_ascii_lowercase().starts_with("connection:"));
                let mut request = kept.fold(first.to_owned(), |head, line| head + "\r\n" + line).into_bytes();
                request.extend_from_slice(b"\r\nconnection: close\r\n\r\n");
                request.extend_from_slice(body);
                return Ok(Some((what, request)));
            }
        }
        match client.read(&mut buffer)? {
            0 => return Ok(None),
            n => bytes.extend_from_slice(buffer.get(..n).unwrap_or_default()),
        }
    }
}

/// What follows the empty line, once that is there.
fn body_of(message: &[u8]) -> Option<&[u8]> {
    message.windows(4).position(|w| w == b"\r\n\r\n").and_then(|at| message.get(at + 4..))
}
