//! Pairing, as far as the relay sees it: it passes on what page and phone check for themselves. `docs/protocol.md`, section 4.

use axum::Json;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use handrail_wire::api::{
    Bytes, ClaimRequest, ConfirmRequest, HelloRequest, INVITE_SECONDS, InviteRequest, InviteView, KeysetBody,
    RevealRequest,
};

use crate::answer::written;
use crate::app::App;
use crate::auth::{Practitioner, Scanned, shows_a_secret};
use crate::body::{JsonBody, PathId};
use crate::problem::Problem;
use crate::random;
use crate::store::{InviteKey, NewInvite};

/// `POST /v1/invites`.
pub(crate) async fn create(
    State(app): State<App>,
    Practitioner(owner): Practitioner,
    JsonBody(request): JsonBody<InviteRequest>,
) -> Result<StatusCode, Problem> {
    let now_ms = app.now_ms();
    let new = NewInvite {
        invite: request.invite,
        owner,
        auth: request.auth_hash,
        until_ms: now_ms.saturating_add(i64::from(INVITE_SECONDS) * 1000),
    };
    Ok(written(app.store.create_invite(new, app.limits.wire.open_invites, now_ms).await?))
}

/// `POST /v1/invites/{i}/claim`.
pub(crate) async fn claim(
    State(app): State<App>,
    PathId(invite): PathId,
    JsonBody(request): JsonBody<ClaimRequest>,
) -> Result<Json<KeysetBody>, Problem> {
    let auth = random::sha256(&request.auth.0);
    let keyset = app.store.claim(invite, auth, request.claim, app.now_ms()).await?;
    Ok(Json(KeysetBody { keyset: Bytes(keyset) }))
}

/// `POST /v1/invites/{i}/hello`.
pub(crate) async fn hello(
    State(app): State<App>,
    PathId(invite): PathId,
    JsonBody(request): JsonBody<HelloRequest>,
) -> Result<StatusCode, Problem> {
    let key = InviteKey { invite, auth: random::sha256(&request.auth.0), claim: request.claim };
    Ok(written(app.store.hello(key, request.mailbox, request.mac, app.now_ms()).await?))
}

/// `GET /v1/invites/{i}`, for the page.
pub(crate) async fn view(
    State(app): State<App>,
    Practitioner(owner): Practitioner,
    PathId(invite): PathId,
) -> Result<Json<InviteView>, Problem> {
    Ok(Json(app.store.invite(invite, owner, app.now_ms()).await?))
}

/// `POST /v1/invites/{i}/reveal`, by the page.
pub(crate) async fn reveal(
    State(app): State<App>,
    Practitioner(owner): Practitioner,
    PathId(invite): PathId,
    JsonBody(request): JsonBody<RevealRequest>,
) -> Result<StatusCode, Problem> {
    Ok(written(app.store.reveal(invite, owner, request.nonce, request.mac, app.now_ms()).await?))
}

/// `GET /v1/invites/{i}/reveal`, for the phone: 204 while it waits.
pub(crate) async fn revealed(
    State(app): State<App>,
    Scanned(auth): Scanned,
    PathId(invite): PathId,
) -> Result<Response, Problem> {
    Ok(match app.store.revealed(invite, auth, app.now_ms()).await? {
        Some(view) => Json(view).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// `POST /v1/invites/{i}/confirm`, by the page.
pub(crate) async fn confirm(
    State(app): State<App>,
    Practitioner(owner): Practitioner,
    PathId(invite): PathId,
    JsonBody(request): JsonBody<ConfirmRequest>,
) -> Result<StatusCode, Problem> {
    Ok(written(app.store.confirm(invite, owner, request.mac, app.now_ms()).await?))
}

/// `DELETE /v1/invites/{i}`: "different words", by the page (token) or by the phone (the invite's secret).
pub(crate) async fn remove(
    State(app): State<App>,
    PathId(invite): PathId,
    request: Request,
) -> Result<StatusCode, Problem> {
    let (mut parts, _) = request.into_parts();
    if shows_a_secret(&parts) {
        let Scanned(auth) = Scanned::from_request_parts(&mut parts, &app).await?;
        app.store.delete_scanned_invite(invite, auth).await?;
    } else {
        let Practitioner(owner) = Practitioner::from_request_parts(&mut parts, &app).await?;
        app.store.delete_own_invite(invite, owner).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
