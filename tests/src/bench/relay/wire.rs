//! A client of next to no weight: one connection, bytes out, a status and bytes in.

use handrail_wire::Id;
use handrail_wire::api::{ChallengeRequest, ChallengeResponse, OCTET_STREAM, TokenRequest, TokenResponse, paths};
use handrail_wire::login::{self, Origin};
use handrail_wire::signed::SigningKey;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Why there is no answer.
type Trouble = Box<dyn std::error::Error>;

/// A connection that is kept.
pub struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    /// Connects.
    pub async fn to(address: SocketAddr) -> Result<Self, Trouble> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Asks, and reads the answer.
    pub async fn ask(&mut self, method: &str, path: &str, more: &str, body: &[u8]) -> Result<(u16, Vec<u8>), Trouble> {
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: relay\r\n{more}content-length: {length}\r\n\r\n");
        let mut request = head.into_bytes();
        request.extend_from_slice(body);
        self.stream.write_all(&request).await?;
        self.buffer.clear();
        let (mut status, mut begins, mut ends) = (0, 0, None);
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the relay hung up".into());
            }
            if ends.is_none()
                && let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n")
            {
                let head = std::str::from_utf8(self.buffer.get(..at).unwrap_or_default())?.to_lowercase();
                status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                begins = at + 4;
                ends = Some(begins + length.map_or(Ok(0), str::parse::<usize>)?);
            }
            if let Some(end) = ends
                && self.buffer.len() >= end
            {
                return Ok((status, self.buffer.get(begins..end).unwrap_or_default().to_vec()));
            }
        }
    }

    /// Asks with JSON for JSON.
    pub async fn json<T: serde::de::DeserializeOwned>(
        &mut self,
        path: &str,
        body: &impl serde::Serialize,
    ) -> Result<T, Trouble> {
        let body = serde_json::to_vec(body)?;
        let (status, answer) = self.ask("POST", path, "content-type: application/json\r\n", &body).await?;
        if status != 200 {
            return Err(format!("{path} answered {status}").into());
        }
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Logs in: two requests.
    pub async fn log_in(&mut self, origin: &Origin, account: Id, key: &SigningKey) -> Result<String, Trouble> {
        let given: ChallengeResponse = self.json(paths::CHALLENGE, &ChallengeRequest { account }).await?;
        let signature = login::sign(key, origin, account, &given.challenge)?;
        let request = TokenRequest { account, challenge: given.challenge, signature };
        let token: TokenResponse = self.json(paths::TOKEN, &request).await?;
        Ok(format!("authorization: Bearer {}\r\n", token.token))
    }

    /// Puts a message.
    pub async fn put(&mut self, path: &str, token: &str, message: &[u8]) -> Result<u16, Trouble> {
        let more = format!("{token}content-type: {OCTET_STREAM}\r\n");
        Ok(self.ask("PUT", path, &more, message).await?.0)
    }
}
