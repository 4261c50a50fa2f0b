//! Where a phone wants to be woken when something comes for its mailbox or its vault. `docs/protocol.md`, section 9.

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use handrail_wire::api::{MAX_ENDPOINT, WakeRequest};

use crate::answer::written;
use crate::app::App;
use crate::auth::Anyone;
use crate::body::JsonBody;
use crate::clock::day_of;
use crate::problem::Problem;
use crate::store::{Holder, LoginKind, Wake};

fn sleeper(holder: Holder) -> Result<Holder, Problem> {
    match holder.kind {
        LoginKind::Mailbox | LoginKind::VaultDevice => Ok(holder),
        _ => Err(Problem::forbidden("Only a phone is woken: for its mailbox, or as a device of its vault.")),
    }
}

/// `PUT /v1/wake`.
pub(crate) async fn put(
    State(app): State<App>,
    Anyone(holder): Anyone,
    JsonBody(request): JsonBody<WakeRequest>,
) -> Result<StatusCode, Problem> {
    let Holder { login, account, .. } = sleeper(holder)?;
    if app.waker.is_none() {
        return Err(Problem::not_found());
    }
    if request.endpoint.len() > MAX_ENDPOINT || host(&request.endpoint).is_none() {
        return Err(Problem::bad_request(
            "That is no https address of a push service: a name, no port, at most 1,024 bytes.",
        ));
    }
    let wake = Wake { login, account, endpoint: request.endpoint.into_bytes(), day: day_of(app.now_ms()) };
    Ok(written(app.store.put_wake(wake).await?))
}

/// `DELETE /v1/wake`: also where waking was switched off since.
pub(crate) async fn remove(State(app): State<App>, Anyone(holder): Anyone) -> Result<StatusCode, Problem> {
    app.store.forget_wake(sleeper(holder)?.login, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The host of an endpoint that may be called at all: https, a name with a dot in it, no user, no port. Addresses are looked
/// at when it is resolved.
pub(crate) fn host(endpoint: &str) -> Option<(Uri, String)> {
    let uri: Uri = endpoint.parse().ok()?;
    let authority = uri.authority()?;
    let host = authority.as_str();
    let labels: Vec<&str> = host.split('.').collect();
    let name = labels.len() >= 2
        && host.len() <= 253
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        // A last label of digits is an address written as one, in one of its many forms.
        && labels.last().is_some_and(|last| last.bytes().any(|b| b.is_ascii_alphabetic()) && !last.starts_with("0x"));
    let host = host.to_ascii_lowercase();
    (uri.scheme_str() == Some("https") && name).then_some((uri, host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_name_is_an_endpoint() {
        for good in
            ["https://push.example/abc?token=1", "https://UP.push.example:/x".trim_end_matches(":/x"), "https://a.b/"]
        {
            assert!(host(good).is_some(), "{good}");
        }
        for bad in [
            "http://push.example/abc",
            "https://localhost/abc",
            "https://push.example:8443/abc",
            "https://sam@push.example/abc",
            "https://127.0.0.1/abc",
            "https://2130706433/abc",
            "https://0x7f.0x1/abc",
            "https://127.1/abc",
            "https://[::1]/abc",
            "https://push..example/abc",
            "https://push.example./abc",
            "https:///abc",
            "/abc",
            "ftp://push.example/abc",
            "https://push example/abc",
            "https://push.example/a b",
            "https://push.example/\r\nx: y",
            "",
        ] {
            assert!(host(bad).is_none(), "{bad}");
        }
    }
}
