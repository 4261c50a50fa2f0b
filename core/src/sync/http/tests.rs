//! The driver against servers on this machine that speak raw HTTP, well and badly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use handrail_wire::{Hash, derive};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::*;
use crate::sync::tests::relay::{Fault, World};

fn run<T>(future: impl Future<Output = T> + Send) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Reads one request: its head, and a body as long as it says.
fn read_request(stream: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    let mut one = [0; 1];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut one).unwrap_or(0) == 0 {
            return String::new();
        }
        bytes.push(one[0]);
    }
    let head = String::from_utf8(bytes.clone()).unwrap().to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.trim().parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    bytes.extend_from_slice(&body);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Serves one connection with `answer`, and gives back what was asked.
fn serve(answer: &'static str) -> (Origin, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read_request(&mut stream);
        stream.write_all(answer.as_bytes()).unwrap();
        request
    });
    (origin, server)
}

fn get() -> Request {
    Request::new(Method::Get, "/v1/meta".into())
}

fn ask(answer: &'static str, request: &Request) -> (Result<Response, Failure>, Traffic, String) {
    let (origin, server) = serve(answer);
    let http = Http::new(&origin, None).unwrap();
    let got = run(http.send(request));
    (got, http.traffic(), server.join().unwrap())
}

#[test]
fn a_call_carries_what_it_should_and_its_bytes_are_counted() {
    let request = Request::new(Method::Put, "/v1/x/y?z=1".into())
        .octets(vec![b'a'; 17_654])
        .authorised(zeroize::Zeroizing::new("Bearer t".into()));
    let (got, traffic, seen) = ask("HTTP/1.1 201 Created\r\ncontent-length: 4\r\n\r\nnull", &request);
    let response = got.unwrap();
    assert_eq!((response.status, response.body.as_slice()), (201, b"null".as_slice()));
    assert_eq!(traffic, Traffic { calls: 1, sent: 17_654, received: 4 });
    assert!(seen.starts_with("PUT /v1/x/y?z=1 HTTP/1.1\r\n"));
    let head = seen.to_lowercase();
    assert!(head.contains("authorization: bearer t\r\n"));
    assert!(head.contains("content-type: application/octet-stream\r\n"));
    assert!(!head.contains("cookie") && !head.contains("referer") && !head.contains("user-agent"));
}

#[test]
fn retry_after_is_read_in_seconds_and_as_a_date_by_the_answers_own_clock() {
    let answer = "HTTP/1.1 429 x\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(ask(answer, &get()).0.unwrap().retry_after_ms, Some(7_000));
    let answer = "HTTP/1.1 503 x\r\nretry-after: Wed, 21 Oct 2099 07:28:00 GMT\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(ask(answer, &get()).0.unwrap().retry_after_ms, None, "a date alone says nothing");
    for (date, until, wait) in [
        // Decades off, and right all the same: ten minutes from its own now.
        ("Wed, 21 Oct 1981 07:28:00 GMT", "Wed, 21 Oct 1981 07:38:00 GMT", Some(600_000)),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 21 Oct 2099 07:28:05 GMT", Some(5_000)),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "Tue, 20 Oct 2099 07:28:00 GMT", Some(0)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", Some(253_402_300_799_000)),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "-7", None),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "99999999999999999999", None),
        ("yesterday", "Wed, 21 Oct 2099 07:28:00 GMT", None),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 32 Oct 2099 07:28:00 GMT", None),
    ] {
        assert_eq!(wait_ms(until, Some(date)), wait, "{until} at {date}");
    }
    let answer = "HTTP/1.1 503 x\r\ndate: Wed, 21 Oct 2099 07:28:00 GMT\r\nretry-after: Wed, 21 Oct 2099 07:28:09 GMT\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(ask(answer, &get()).0.unwrap().retry_after_ms, Some(9_000));
}

#[test]
fn a_redirect_is_handed_over_and_not_followed() {
    let answer = "HTTP/1.1 307 x\r\nlocation: http://127.0.0.1:9/elsewhere\r\ncontent-length: 0\r\n\r\n";
    let (got, traffic, _) = ask(answer, &get());
    assert_eq!(got.unwrap().status, 307);
    assert_eq!(traffic.calls, 1);
}

#[test]
fn an_answer_that_ends_early_or_never_ends_is_no_answer() {
    let (got, traffic, _) = ask("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort", &get());
    assert_eq!(got.unwrap_err(), Failure::Torn);
    assert_eq!(traffic.received, 5);
    let (got, traffic, _) = ask("HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n", &get());
    assert_eq!((got.unwrap_err(), traffic.received), (Failure::TooLarge, 0));
    // Without a length: read until the limit and not a chunk further.
    let answer = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n0123456789";
    let (got, _, _) = ask(answer, &get().limit(5));
    assert_eq!(got.unwrap_err(), Failure::TooLarge);
    let (got, _, _) = ask(answer, &get().limit(10));
    assert_eq!(got.unwrap().body, b"0123456789");
    let (got, _, _) = ask("this is not http\r\n\r\n", &get());
    assert_eq!(got.unwrap_err(), Failure::Offline);
}

#[test]
fn nobody_there_and_nobody_answering_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin: Origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let short = Duration::from_millis(200);
    let http =
        Http::with_patience(&origin, None, Patience { connect: short, whole: short, next_bytes: short }).unwrap();
    let began = Instant::now();
    assert_eq!(run(http.send(&get())).unwrap_err(), Failure::Timeout);
    assert!(began.elapsed() < Duration::from_secs(5));
    drop(listener);
    assert_eq!(run(http.send(&get())).unwrap_err(), Failure::Offline);
}

#[test]
fn plain_http_goes_to_this_machine_only() {
    for (origin, allowed) in [
        ("http://clinic.example", false),
        ("http://192.168.1.5:8080", false),
        ("http://localhost:8080", true),
        ("http://127.0.0.1:8080", true),
        ("https://clinic.example", true),
    ] {
        let got = Http::new(&origin.parse().unwrap(), None);
        assert_eq!(got.is_ok(), allowed, "{origin}");
    }
}

const CERTIFICATE: &[u8] = include_bytes!("fixture/test-only-certificate.der");
const KEY: &[u8] = include_bytes!("fixture/test-only-key.der");

/// One TLS connection with the certificate above, which no authority signed.
fn serve_tls() -> (Origin, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(KEY)))
        .unwrap();
    // As servers in front of a relay do: the newest that the other side says it speaks.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let server = std::thread::spawn(move || {
        let (tcp, _): (TcpStream, _) = listener.accept().unwrap();
        let mut stream = rustls::StreamOwned::new(rustls::ServerConnection::new(Arc::new(config)).unwrap(), tcp);
        if !read_request(&mut stream).is_empty() {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").unwrap();
        }
    });
    (format!("https://localhost:{port}").parse().unwrap(), server)
}

#[test]
fn the_certificate_of_the_pairing_code_is_taken_and_no_other() {
    let right = Hash::from(derive::sha256(CERTIFICATE));
    let wrong = Hash::from([1; 32]);
    for (pin, want) in
        [(Some(&right), Ok(200)), (Some(&wrong), Err(Failure::NotTrusted)), (None, Err(Failure::NotTrusted))]
    {
        let (origin, server) = serve_tls();
        let http = Http::new(&origin, pin).unwrap();
        let got = run(http.send(&get()));
        assert_eq!(got.map(|response| response.status), want);
        drop(http);
        server.join().unwrap();
    }
}

#[test]
fn a_run_can_be_stopped_while_it_waits_for_an_answer_and_goes_on_later() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap(); // accepts in the kernel, never answers
    let origin: Origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let http = Http::new(&origin, None).unwrap();
    let mut world = World::new();
    let mut machine = world.exchange();
    let cancel = CancelToken::new();
    let stopper = cancel.clone();
    let waiter = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        stopper.cancel();
    });
    let now_ms = world.now_ms;
    let now = move || now_ms;
    let began = Instant::now();
    let got = run(exchange(&http, &mut machine, &mut world.store, &now, &cancel));
    assert_eq!(got.unwrap_err(), Interrupted::Cancelled);
    assert!(began.elapsed() < Duration::from_secs(5));
    waiter.join().unwrap();
    assert!(cancel.is_cancelled());
    // A used token stops the next run before its first call.
    let calls = http.traffic().calls;
    let got = run(exchange(&http, &mut machine, &mut world.store, &now, &cancel));
    assert_eq!((got.unwrap_err(), http.traffic().calls), (Interrupted::Cancelled, calls));
    // The machine goes on where it was.
    assert_eq!(world.finish(&mut machine).stopped, None);
    world.assert_complete();
}

/// A whole exchange over a real connection, with the relay of the other tests behind it.
#[test]
fn an_exchange_runs_to_its_end_over_a_real_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut world = World::new();
    let origin: Origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    world.relay.origin = origin.clone();
    world.relay.faults.push_back(Fault::Status(503));
    let mut machine = world.exchange();
    let World { relay, store, now_ms, .. } = &mut world;
    let began_ms = *now_ms;
    let http = Http::new(&origin, None).unwrap();
    let summary = std::thread::scope(|scope| {
        scope.spawn(|| {
            while let Ok((mut stream, _)) = listener.accept() {
                loop {
                    let raw = read_request(&mut stream);
                    if raw.is_empty() {
                        break;
                    }
                    if raw.starts_with("GET /stop") {
                        return;
                    }
                    let response = relay.call(began_ms, &parse(&raw)).unwrap();
                    let head =
                        format!("HTTP/1.1 {} x\r\ncontent-length: {}\r\n\r\n", response.status, response.body.len());
                    stream.write_all(head.as_bytes()).unwrap();
                    stream.write_all(&response.body).unwrap();
                }
            }
        });
        let began = Instant::now();
        let now = move || began_ms + i64::try_from(began.elapsed().as_millis()).unwrap();
        let cancel = CancelToken::new();
        let summary = run(exchange(&http, &mut machine, store, &now, &cancel)).unwrap();
        drop(http);
        let mut stop = TcpStream::connect(origin.as_str().trim_start_matches("http://")).unwrap();
        stop.write_all(b"GET /stop HTTP/1.1\r\n\r\n").unwrap();
        summary
    });
    assert_eq!((summary.delivered, summary.taken_in, summary.stopped), (3, 2, None));
    world.assert_complete();
}

/// The request behind raw HTTP. Bodies in these tests are text.
fn parse(raw: &str) -> Request {
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let mut words = head.lines().next().unwrap().split(' ');
    let method = match words.next().unwrap() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        _ => Method::Delete,
    };
    let mut request = Request::new(method, words.next().unwrap().into()).limit(1 << 20);
    request.authorisation = head
        .lines()
        .find_map(|line| line.strip_prefix("authorization: "))
        .map(|value| zeroize::Zeroizing::new(value.to_owned()));
    request.body = (!body.is_empty()).then(|| body.as_bytes().to_vec());
    request
}

#[test]
fn a_date_that_is_put_back_in_the_middle_of_a_wait_or_stands_still_holds_nothing_up() {
    use std::sync::atomic::{AtomicI64, Ordering};

    use crate::ids::SystemRandomness;
    use crate::sync::vault::errand::{Errand, Outcome};

    const TEN_YEARS_MS: i64 = 315_576_000_000;
    for put_back in [0, TEN_YEARS_MS] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin: Origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let server = std::thread::spawn(move || {
            for answer in ["HTTP/1.1 503 x", "HTTP/1.1 204 x"] {
                let (mut stream, _) = listener.accept().unwrap();
                read_request(&mut stream);
                let whole = format!("{answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                stream.write_all(whole.as_bytes()).unwrap();
            }
        });
        let http = Http::new(&origin, None).unwrap();
        let mut errand = Errand::new(&origin, None, get(), Arc::new(SystemRandomness::default()));
        // The first wait is being sat out when the person, or the network, puts the date right.
        let looked = AtomicI64::new(0);
        let now = || match looked.fetch_add(1, Ordering::SeqCst) {
            0..=2 => 1_790_000_000_000,
            _ => 1_790_000_000_000 - put_back,
        };
        let outcome = run(async {
            let cancel = CancelToken::new();
            tokio::time::timeout(Duration::from_secs(60), run_errand(&http, &mut errand, &now, &cancel)).await
        });
        let outcome = outcome.expect("it waits for the date").unwrap();
        assert!(matches!(outcome, Outcome::Done), "{outcome:?}");
        server.join().unwrap();
    }
}
