//! One call to the relay as a value, and what can come of it.

use std::fmt;

use handrail_wire::api::{OCTET_STREAM, Problem, ProblemCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// Most bytes taken as an answer to an ordinary call.
pub(super) const SMALL: usize = 64 * 1_024;
const JSON: &str = "application/json";

/// The methods the protocol uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes, or does.
    Post,
    /// Stores under a name the caller chose.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// As HTTP writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What a driver is to send. The origin is the driver's: a request cannot name another host.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query, beginning with a slash.
    pub path: String,
    /// The value of `Authorization`, if any.
    pub authorisation: Option<Zeroizing<String>>,
    /// The body's media type, if there is a body.
    pub content_type: Option<&'static str>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// The value of `If-Match`, if any.
    pub if_match: Option<String>,
    /// Most bytes to take as an answer; the driver stops reading there.
    pub limit: usize,
}

/// Shows method and size; neither path, token nor body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body.as_ref().map_or(0, Vec::len);
        write!(f, "Request({} , {body} bytes)", self.method.as_str())
    }
}

impl Request {
    pub(crate) fn new(method: Method, path: String) -> Self {
        Self { method, path, authorisation: None, content_type: None, body: None, if_match: None, limit: SMALL }
    }

    pub(crate) fn json<T: Serialize>(mut self, body: &T) -> Self {
        // The wire types have string keys and no maps of other keys, so this cannot fail; an empty body
        // would be refused by the relay, not misunderstood.
        self.body = Some(serde_json::to_vec(body).unwrap_or_default());
        self.content_type = Some(JSON);
        self
    }

    pub(crate) fn octets(mut self, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self.content_type = Some(OCTET_STREAM);
        self
    }

    pub(crate) fn authorised(mut self, authorisation: Zeroizing<String>) -> Self {
        self.authorisation = Some(authorisation);
        self
    }

    pub(crate) fn if_match(mut self, version: String) -> Self {
        self.if_match = Some(version);
        self
    }

    pub(crate) fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }
}

/// A whole answer.
#[derive(Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` in milliseconds from now. A date in it was counted from the answer's own `Date`: the relay's
    /// clock is not trusted.
    pub retry_after_ms: Option<i64>,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why there is no whole answer. The call may or may not have reached the relay; every call can be
/// repeated without harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No connection.
    #[error("no connection")]
    Offline,
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
    /// The answer ended early.
    #[error("the answer ended early")]
    Torn,
    /// More bytes than the request takes.
    #[error("the answer is too large")]
    TooLarge,
    /// The relay could not prove that it is the one we know.
    #[error("not the relay we know")]
    NotTrusted,
}

/// What an answer means for a caller, worked out once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// 2xx.
    Done,
    /// Trouble that passes: 408, 425, 429, 5xx. Not before that many milliseconds, if it said so.
    Later(Option<i64>),
    /// 3xx. Never followed: a relay has one origin, and the code told us which.
    Redirect,
    /// Everything else.
    Refused(ProblemCode),
}

/// Whether a status speaks of trouble that passes.
pub(super) fn passes(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..=599) && status != 507
}

impl Response {
    pub(super) fn meaning(&self) -> Meaning {
        match self.status {
            200..=299 => Meaning::Done,
            300..=399 => Meaning::Redirect,
            507 => Meaning::Refused(ProblemCode::Quota),
            status if passes(status) => Meaning::Later(self.retry_after_ms),
            _ => Meaning::Refused(self.problem()),
        }
    }

    /// Is the body a problem document, as a relay's refusals are?
    pub(super) fn is_problem(&self) -> bool {
        serde_json::from_slice::<Problem>(&self.body).is_ok()
    }

    /// The code in the body where there is one, else what the status says by itself.
    fn problem(&self) -> ProblemCode {
        if let Ok(problem) = serde_json::from_slice::<Problem>(&self.body) {
            return problem.code;
        }
        match self.status {
            401 => ProblemCode::Unauthorised,
            403 => ProblemCode::Forbidden,
            404 => ProblemCode::NotFound,
            409 => ProblemCode::Conflict,
            410 => ProblemCode::Expired,
            412 => ProblemCode::PreconditionFailed,
            413 => ProblemCode::TooLarge,
            _ => ProblemCode::BadRequest,
        }
    }

    /// Is the body what a relay sends where there is nothing to say: nothing, or JSON? A captive portal's
    /// page under a 200 must not count as "stored".
    pub(super) fn says_nothing(&self) -> bool {
        self.body.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(&self.body).is_ok()
    }

    pub(super) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response { status, retry_after_ms: None, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn a_status_means_the_same_with_and_without_a_readable_body() {
        for (status, code, text) in [
            (400, ProblemCode::BadRequest, "bad_request"),
            (401, ProblemCode::Unauthorised, "unauthorised"),
            (403, ProblemCode::Forbidden, "forbidden"),
            (404, ProblemCode::NotFound, "not_found"),
            (409, ProblemCode::Conflict, "conflict"),
            (410, ProblemCode::Expired, "expired"),
            (412, ProblemCode::PreconditionFailed, "precondition_failed"),
            (413, ProblemCode::TooLarge, "too_large"),
        ] {
            let body = format!("{{\"type\":\"about:blank\",\"title\":\"x\",\"status\":{status},\"code\":\"{text}\"}}");
            for body in [body.as_str(), "", "<html>", "{}"] {
                let meaning = response(status, body).meaning();
                assert_eq!(meaning, Meaning::Refused(code), "{status} {body}");
            }
        }
        let changed = "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":410,\"code\":\"epoch_changed\"}";
        let meaning = response(410, changed).meaning();
        assert_eq!(meaning, Meaning::Refused(ProblemCode::EpochChanged));
    }

    #[test]
    fn trouble_that_passes_is_told_from_what_does_not() {
        for status in [408, 425, 429, 500, 502, 503, 504, 599] {
            assert_eq!(response(status, "").meaning(), Meaning::Later(None));
        }
        for status in [300, 301, 302, 307, 308] {
            assert_eq!(response(status, "").meaning(), Meaning::Redirect);
        }
        let quota = Meaning::Refused(ProblemCode::Quota);
        assert_eq!(response(507, "").meaning(), quota);
        assert_eq!(response(204, "").meaning(), Meaning::Done);
    }

    #[test]
    fn a_request_shows_neither_path_nor_token_nor_body() {
        let request = Request::new(Method::Put, "/v1/mailboxes/secret".into())
            .octets(b"words".to_vec())
            .authorised(Zeroizing::new("Bearer token".into()));
        let shown = format!("{request:?} {:?}", response(200, "words"));
        for hidden in ["secret", "token", "words"] {
            assert!(!shown.contains(hidden));
        }
    }
}
