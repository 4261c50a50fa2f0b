//! A small HTTP/1.1 client that sees everything a relay answers.

use std::fmt::Write as _;
use std::net::SocketAddr;

use handrail_wire::api::{Problem, ProblemCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    openapi: Value,
}

/// One answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A refusal with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: ProblemCode) -> Self {
        let reply = self.is(status);
        assert_eq!(reply.json::<Problem>().code, code);
        reply
    }
}

pub const JSON: &str = "application/json";
pub const BYTES: &str = "application/octet-stream";

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, openapi: serde_json::from_str(handrail_clinic::OPENAPI).unwrap() }
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n");
        for (name, value) in headers {
            write!(text, "{name}: {value}\r\n").unwrap();
        }
        if !body.is_empty() || matches!(method, "POST" | "PUT") {
            write!(text, "content-length: {}\r\n", body.len()).unwrap();
        }
        text.push_str("\r\n");
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        // A relay may refuse before it has read everything; what it says still counts.
        let _ = stream.write_all(body).await;
        let reply = read_reply(&mut stream).await;
        self.check(method, path, &reply);
        reply
    }

    pub async fn get(&self, path: &str, token: &str) -> Reply {
        self.send("GET", path, &[("authorization", token)], &[]).await
    }

    pub async fn delete(&self, path: &str, token: &str) -> Reply {
        self.send("DELETE", path, &[("authorization", token)], &[]).await
    }

    pub async fn json(&self, method: &str, path: &str, token: Option<&str>, body: &impl Serialize) -> Reply {
        let mut headers = vec![("content-type", JSON)];
        headers.extend(token.map(|token| ("authorization", token)));
        self.send(method, path, &headers, &serde_json::to_vec(body).unwrap()).await
    }

    pub async fn post(&self, path: &str, token: Option<&str>, body: &impl Serialize) -> Reply {
        self.json("POST", path, token, body).await
    }

    pub async fn put(&self, path: &str, token: &str, body: &impl Serialize) -> Reply {
        self.json("PUT", path, Some(token), body).await
    }

    pub async fn put_bytes(&self, path: &str, token: &str, more: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut headers = vec![("content-type", BYTES), ("authorization", token)];
        headers.extend(more);
        self.send("PUT", path, &headers, body).await
    }

    /// What is true of every answer.
    fn check(&self, method: &str, path: &str, reply: &Reply) {
        if reply.status >= 400 && reply.header("content-type") != Some("text/html; charset=utf-8") {
            assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{method} {path}");
            let problem: Problem = reply.json();
            assert_eq!((problem.kind.as_str(), problem.status), ("about:blank", reply.status));
            assert_eq!(problem.code == ProblemCode::RateLimited, reply.status == 429);
            assert!(reply.status != 429 || reply.header("retry-after").is_some());
        }
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert!(reply.header("cache-control").is_some());
        assert!(reply.header("content-security-policy").is_some_and(|csp| csp.starts_with("default-src 'none'")));
        assert_eq!(reply.header("set-cookie"), None);
        let Some(operation) = self.operation(method, path.split('?').next().unwrap()) else { return };
        let known = &operation["responses"][reply.status.to_string()];
        assert!(
            !known.is_null(),
            "{method} {path} answers {}, which docs/relay-openapi.json does not say",
            reply.status
        );
    }

    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let parts: Vec<&str> = path.split('/').collect();
        self.openapi["paths"].as_object().unwrap().iter().find_map(|(pattern, item)| {
            let wanted: Vec<&str> = pattern.split('/').collect();
            let fits = wanted.len() == parts.len()
                && wanted
                    .iter()
                    .zip(&parts)
                    .all(|(want, have)| want == have || (want.starts_with('{') && !have.is_empty()));
            fits.then(|| item.get(method.to_lowercase())).flatten()
        })
    }
}

pub async fn read_reply(stream: &mut TcpStream) -> Reply {
    let mut bytes = Vec::new();
    // A reset after the answer is what a refused upload looks like.
    let _ = stream.read_to_end(&mut bytes).await;
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Reply {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer");
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut body = bytes[end + 4..].to_vec();
    if let Some((_, length)) = headers.iter().find(|(name, _)| name == "content-length") {
        body.truncate(length.parse().unwrap());
    }
    Reply { status, headers, body }
}
