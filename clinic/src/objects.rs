//! A practitioner's two sealed objects: the key blob and the page's state. Opaque here, versioned, written with `If-Match`.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use handrail_wire::Id;
use handrail_wire::api::OCTET_STREAM;

use crate::answer::written;
use crate::app::App;
use crate::auth::{Anyone, Practitioner, own};
use crate::body::{self, PathId};
use crate::problem::Problem;
use crate::store::{LoginKind, ObjectKind, Refused};

/// `GET /v1/accounts/{a}/blob`: also with a recovery code's token; it is the one thing such a token is for.
pub(crate) async fn get_blob(
    State(app): State<App>,
    Anyone(holder): Anyone,
    PathId(account): PathId,
) -> Result<Response, Problem> {
    if !matches!(holder.kind, LoginKind::Practitioner | LoginKind::Method) {
        return Err(Problem::forbidden("Only a practitioner's account may do this."));
    }
    get(&app, own(holder.account, account)?, ObjectKind::Blob).await
}

/// `GET /v1/accounts/{a}/state`.
pub(crate) async fn get_state(
    State(app): State<App>,
    caller: Practitioner,
    PathId(account): PathId,
) -> Result<Response, Problem> {
    get(&app, caller.own(account)?, ObjectKind::State).await
}

/// `PUT /v1/accounts/{a}/blob`.
pub(crate) async fn put_blob(
    State(app): State<App>,
    caller: Practitioner,
    PathId(account): PathId,
    request: Request,
) -> Result<Response, Problem> {
    put(&app, caller.own(account)?, ObjectKind::Blob, request).await
}

/// `PUT /v1/accounts/{a}/state`.
pub(crate) async fn put_state(
    State(app): State<App>,
    caller: Practitioner,
    PathId(account): PathId,
    request: Request,
) -> Result<Response, Problem> {
    put(&app, caller.own(account)?, ObjectKind::State, request).await
}

async fn get(app: &App, account: Id, kind: ObjectKind) -> Result<Response, Problem> {
    let object = app.store.object(account, kind).await?.ok_or(Problem::not_found())?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(OCTET_STREAM)), (header::ETAG, etag(object.version)?)];
    Ok((headers, object.bytes).into_response())
}

async fn put(app: &App, account: Id, kind: ObjectKind, request: Request) -> Result<Response, Problem> {
    let if_version = if_match(request.headers())?;
    let bytes = body::octets(request, app.limits.wire.object_bytes, app).await?;
    if bytes.is_empty() {
        return Err(Problem::bad_request("The body is empty."));
    }
    let (stored, version) = app.store.put_object(account, kind, if_version, bytes).await?;
    Ok((written(stored), [(header::ETAG, etag(version)?)]).into_response())
}

pub(crate) fn etag(version: i64) -> Result<HeaderValue, Problem> {
    HeaderValue::from_str(&format!("\"{version}\"")).map_err(|_| Problem::internal())
}

/// The version in `If-Match: "N"`, 0 for one that is not there yet. Without the header nothing is overwritten.
pub(crate) fn if_match(headers: &HeaderMap) -> Result<i64, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Err(Refused::Version.into()) };
    value
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix('"')?.strip_suffix('"'))
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok())
        .ok_or(Problem::new(
            StatusCode::BAD_REQUEST,
            handrail_wire::api::ProblemCode::BadRequest,
            "If-Match is not a version in quotes.",
        ))
}
