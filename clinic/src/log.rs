//! One JSON line a request: when, method, route pattern, status, milliseconds. No path, no address, no id, no token, no body.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use handrail_wire::Day;
use serde::Serialize;

use crate::clock::DAY_MS;

/// Where log lines go.
#[derive(Clone, Default)]
pub enum Log {
    /// Standard error.
    Stderr,
    /// Nowhere.
    #[default]
    Off,
    /// Into memory, for tests that read what was logged.
    Kept(Arc<Mutex<Vec<String>>>),
}

#[derive(Serialize)]
struct RequestLine<'a> {
    at: String,
    method: &'a str,
    route: &'a str,
    status: u16,
    ms: u64,
}

#[derive(Serialize)]
struct EventLine<'a, T> {
    at: String,
    event: &'a str,
    #[serde(flatten)]
    facts: T,
}

impl Log {
    pub(crate) fn request(&self, now_ms: i64, method: &str, route: &str, status: u16, ms: u64) {
        self.line(&RequestLine { at: stamp(now_ms), method, route, status, ms });
    }

    /// Something that happened to the relay itself. `facts` are counts and the like.
    pub(crate) fn event(&self, now_ms: i64, event: &str, facts: impl Serialize) {
        self.line(&EventLine { at: stamp(now_ms), event, facts });
    }

    fn line(&self, line: &impl Serialize) {
        if matches!(self, Self::Off) {
            return;
        }
        let Ok(text) = serde_json::to_string(line) else { return };
        match self {
            Self::Off => {}
            // Nowhere left to say that standard error is closed.
            Self::Stderr => drop(writeln!(std::io::stderr().lock(), "{text}")),
            Self::Kept(lines) => lines.lock().unwrap_or_else(PoisonError::into_inner).push(text),
        }
    }
}

/// `YYYY-MM-DDThh:mm:ssZ`.
fn stamp(now_ms: i64) -> String {
    let day = Day::from_ms(now_ms).map_or_else(|_| String::from("0000-00-00"), |day| day.to_string());
    let second = now_ms.rem_euclid(DAY_MS) / 1000;
    format!("{day}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_utc_to_the_second() {
        assert_eq!(stamp(1_795_305_599_999), "2026-11-21T23:59:59Z");
        assert_eq!(stamp(-1), "1969-12-31T23:59:59Z");
        assert!(stamp(i64::MAX).starts_with("0000-00-00T"));
    }
}
