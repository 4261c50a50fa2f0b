//! The line to the relay, with a hand on it: everything goes through untouched until a fault is put in.
//!
//! One request a connection; the answer is passed on whole, cut, changed or not at all.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

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
}

impl Fault {
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
    let Some((what, request)) = read_request(&mut client)? else { return Ok(()) };
    let (relay, fault) = {
        let mut inner = shared.inner();
        let fault = inner.fault.as_ref().filter(|(on, _)| what.starts_with(on.as_str())).map(|(_, f)| f.clone());
        inner.seen.push(what);
        (inner.relay, fault)
    };
    let hold = |client| {
        shared.inner().held.push(client);
        Ok(())
    };
    match fault {
        Some(Fault::Stall) => return hold(client),
        Some(Fault::Other(answer)) => return client.write_all(&answer),
        _ => {}
    }
    let Some(relay) = relay else { return Ok(()) };
    let mut to_relay = TcpStream::connect(relay)?;
    to_relay.write_all(&request)?;
    let mut answer = Vec::new();
    to_relay.read_to_end(&mut answer)?;
    match fault {
        Some(Fault::AnswerHeld) => hold(client),
        Some(Fault::AnswerLost) => Ok(()),
        Some(Fault::AnswerTorn) => {
            let half = answer.len().saturating_sub(body_of(&answer).map_or(0, |body| body.len().div_ceil(2)).max(1));
            client.write_all(answer.get(..half).unwrap_or_default())
        }
        _ => client.write_all(&answer),
    }
}

/// A whole request, asking for its connection to be closed after the answer; none where the client went before it was whole.
fn read_request(client: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
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
