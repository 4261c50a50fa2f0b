//! Figures for Prometheus, on a listener of their own: what was asked how often, how long it took, how much there is.
//!
//! Routes are patterns and methods are known ones, so the figures name no person and their number is bounded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::app::App;
use crate::store::Purged;

/// Upper bounds of the buckets that durations are counted in, in milliseconds.
const BOUNDS_MS: [u64; 9] = [1, 5, 10, 25, 50, 100, 250, 500, 1000];

/// What is counted since the start.
#[derive(Default)]
pub(crate) struct Metrics(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    requests: BTreeMap<(&'static str, String, u16), u64>,
    /// One for each bound; a duration is counted in the first that holds it.
    durations: [u64; BOUNDS_MS.len()],
    /// All of them, and their sum.
    answered: u64,
    sum: Duration,
    purged: [u64; 4],
    purge_failures: u64,
    /// Calls to push services that were taken, and that were not.
    woken: [u64; 2],
}

impl Metrics {
    /// One request was answered.
    pub(crate) fn request(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.requests.entry((method, route.to_owned(), status)).or_default() += 1;
        counted.answered += 1;
        counted.sum += took;
        let place = BOUNDS_MS.iter().position(|bound| took <= Duration::from_millis(*bound));
        if let Some(count) = place.and_then(|place| counted.durations.get_mut(place)) {
            *count += 1;
        }
    }

    /// A push service was called.
    pub(crate) fn woken(&self, well: bool) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [taken, refused] = &mut counted.woken;
        *(if well { taken } else { refused }) += 1;
    }

    /// What is past its time was deleted, or could not be.
    pub(crate) fn purged(&self, purged: Option<&Purged>) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match purged {
            None => counted.purge_failures += 1,
            Some(purged) => {
                let more = [purged.messages, purged.invites, purged.mailboxes, purged.enrolments];
                counted.purged.iter_mut().zip(more).for_each(|(count, more)| *count += u64::from(more));
            }
        }
    }

    /// In the text format, version 0.0.4.
    fn text(&self) -> String {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        // Writing into a text cannot fail.
        let mut line = |line: std::fmt::Arguments<'_>| {
            let _ = writeln!(text, "{line}");
        };
        line(format_args!("# HELP handrail_requests_total Requests answered."));
        line(format_args!("# TYPE handrail_requests_total counter"));
        for ((method, route, status), count) in &counted.requests {
            line(format_args!(
                "handrail_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
            ));
        }
        line(format_args!("# HELP handrail_request_seconds How long answers took."));
        line(format_args!("# TYPE handrail_request_seconds histogram"));
        let mut below = 0;
        for (bound, count) in BOUNDS_MS.iter().zip(counted.durations) {
            below += count;
            let seconds = Duration::from_millis(*bound).as_secs_f64();
            line(format_args!("handrail_request_seconds_bucket{{le=\"{seconds}\"}} {below}"));
        }
        line(format_args!("handrail_request_seconds_bucket{{le=\"+Inf\"}} {}", counted.answered));
        line(format_args!("handrail_request_seconds_sum {}", counted.sum.as_secs_f64()));
        line(format_args!("handrail_request_seconds_count {}", counted.answered));
        line(format_args!("# HELP handrail_purged_total Things deleted because their time was over."));
        line(format_args!("# TYPE handrail_purged_total counter"));
        for (what, count) in ["messages", "invites", "mailboxes", "enrolments"].iter().zip(counted.purged) {
            line(format_args!("handrail_purged_total{{what=\"{what}\"}} {count}"));
        }
        line(format_args!("# HELP handrail_wakes_total Calls to phones' push services."));
        line(format_args!("# TYPE handrail_wakes_total counter"));
        for (result, count) in ["taken", "refused"].iter().zip(counted.woken) {
            line(format_args!("handrail_wakes_total{{result=\"{result}\"}} {count}"));
        }
        line(format_args!("# HELP handrail_purge_failures_total Times that deleting did not work."));
        line(format_args!("# TYPE handrail_purge_failures_total counter"));
        line(format_args!("handrail_purge_failures_total {}", counted.purge_failures));
        text
    }
}

/// The listener's only page.
pub(crate) fn router(app: App) -> Router {
    Router::new().route("/metrics", get(show)).with_state(app)
}

async fn show(State(app): State<App>) -> Response {
    let mut text = app.metrics.text();
    let counts = app.store.counts().await;
    let _ = write!(
        text,
        "# HELP handrail_database_up Whether the database answers.\n# TYPE handrail_database_up gauge\n\
         handrail_database_up {}\n",
        u8::from(counts.is_ok())
    );
    if let Ok(counts) = counts {
        let _ =
            writeln!(text, "# HELP handrail_stored How many there are of each thing.\n# TYPE handrail_stored gauge");
        for (what, count) in [
            ("accounts", counts.accounts),
            ("mailboxes", counts.mailboxes),
            ("messages", counts.messages),
            ("invites", counts.invites),
            ("enrolments", counts.enrolments),
            ("vaults", counts.vaults),
            ("batches", counts.batches),
            ("snapshots", counts.snapshots),
            ("vault_bytes", counts.vault_bytes),
        ] {
            let _ = writeln!(text, "handrail_stored{{what=\"{what}\"}} {count}");
        }
    }
    let _ = write!(
        text,
        "# HELP handrail_waiting Requests that wait for news.\n# TYPE handrail_waiting gauge\nhandrail_waiting {}\n",
        app.store.news().count()
    );
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], text).into_response()
}
