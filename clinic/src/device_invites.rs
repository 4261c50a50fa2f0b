//! Pairing a client's second phone with the first: the relay passes on what the two check for themselves.
//! `docs/protocol.md`, section 8.

use axum::Json;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use handrail_wire::Id;
use handrail_wire::api::{
    Bytes, ClaimRequest, ConfirmRequest, DeviceHelloRequest, DeviceInviteRequest, DevicesBody, INVITE_SECONDS,
    InviteView, RevealRequest,
};
use handrail_wire::invite::device::Offer;

use crate::answer::written;
use crate::app::App;
use crate::auth::{Scanned, shows_a_secret};
use crate::body::{self, JsonBody, PathId, PathTexts};
use crate::problem::Problem;
use crate::random;
use crate::store::InviteKey;
use crate::store::device_invites::NewDeviceInvite;
use crate::vaults::{Keeper, number};

type InvitePath = PathTexts<(String, String)>;

fn invite_path((vault, invite): &(String, String)) -> Result<(Id, Id), Problem> {
    Ok((body::id(vault)?, body::id(invite)?))
}

/// `POST /v1/vaults/{v}/invites`, by a live device.
pub(crate) async fn create(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
    JsonBody(request): JsonBody<DeviceInviteRequest>,
) -> Result<StatusCode, Problem> {
    let now_ms = app.now_ms();
    let new = NewDeviceInvite {
        vault,
        device: keeper.writes(vault)?,
        invite: request.invite,
        auth: request.auth_hash,
        list: number(request.list)?,
        until_ms: now_ms.saturating_add(i64::from(INVITE_SECONDS) * 1000),
    };
    Ok(written(app.store.create_device_invite(new, app.limits.wire.open_invites, now_ms).await?))
}

/// `POST .../claim`, by the phone that scanned it.
pub(crate) async fn claim(
    State(app): State<App>,
    PathTexts(path): InvitePath,
    JsonBody(request): JsonBody<ClaimRequest>,
) -> Result<Json<DevicesBody>, Problem> {
    let (vault, invite) = invite_path(&path)?;
    let key = InviteKey { invite, auth: random::sha256(&request.auth.0), claim: request.claim };
    let list = app.store.claim_device_invite(vault, key, app.now_ms()).await?;
    Ok(Json(DevicesBody { list: Bytes(list) }))
}

/// `POST .../hello`. The offer's own signature is checked here; whose phone it is, only the other phone can tell.
pub(crate) async fn hello(
    State(app): State<App>,
    PathTexts(path): InvitePath,
    JsonBody(request): JsonBody<DeviceHelloRequest>,
) -> Result<StatusCode, Problem> {
    let (vault, invite) = invite_path(&path)?;
    Offer::open(&request.offer.0, vault, invite)?;
    let key = InviteKey { invite, auth: random::sha256(&request.auth.0), claim: request.claim };
    Ok(written(app.store.device_hello(vault, key, request.offer.0, request.mac, app.now_ms()).await?))
}

/// `GET /v1/vaults/{v}/invites/{i}`, for the phone that shows it.
pub(crate) async fn view(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts(path): InvitePath,
) -> Result<Json<InviteView>, Problem> {
    let (vault, invite) = invite_path(&path)?;
    Ok(Json(app.store.invite(invite, keeper.writes(vault)?, app.now_ms()).await?))
}

/// `POST .../reveal`, by the phone that shows it.
pub(crate) async fn reveal(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts(path): InvitePath,
    JsonBody(request): JsonBody<RevealRequest>,
) -> Result<StatusCode, Problem> {
    let (vault, invite) = invite_path(&path)?;
    let device = keeper.writes(vault)?;
    Ok(written(app.store.reveal(invite, device, request.nonce, request.mac, app.now_ms()).await?))
}

/// `GET .../reveal`, for the phone that scanned it: 204 while it waits.
pub(crate) async fn revealed(
    State(app): State<App>,
    Scanned(auth): Scanned,
    PathTexts(path): InvitePath,
) -> Result<Response, Problem> {
    let (vault, invite) = invite_path(&path)?;
    Ok(match app.store.device_revealed(vault, invite, auth, app.now_ms()).await? {
        Some(view) => Json(view).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// `POST .../agree`: "same words" on the phone that scanned it.
pub(crate) async fn agree(
    State(app): State<App>,
    Scanned(auth): Scanned,
    PathTexts(path): InvitePath,
    JsonBody(request): JsonBody<ConfirmRequest>,
) -> Result<StatusCode, Problem> {
    let (vault, invite) = invite_path(&path)?;
    Ok(written(app.store.device_agree(vault, invite, auth, request.mac, app.now_ms()).await?))
}

/// `POST .../confirm`, by the phone that shows it, once the other one is on the list and the keyring is made for it.
pub(crate) async fn confirm(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts(path): InvitePath,
    JsonBody(request): JsonBody<ConfirmRequest>,
) -> Result<StatusCode, Problem> {
    let (vault, invite) = invite_path(&path)?;
    Ok(written(app.store.confirm(invite, keeper.writes(vault)?, request.mac, app.now_ms()).await?))
}

/// `DELETE /v1/vaults/{v}/invites/{i}`: "different words", by either phone.
pub(crate) async fn remove(
    State(app): State<App>,
    PathTexts(path): InvitePath,
    request: Request,
) -> Result<StatusCode, Problem> {
    let (vault, invite) = invite_path(&path)?;
    let (mut parts, _) = request.into_parts();
    if shows_a_secret(&parts) {
        let Scanned(auth) = Scanned::from_request_parts(&mut parts, &app).await?;
        app.store.delete_offered_invite(vault, invite, auth).await?;
    } else {
        let device = Keeper::from_request_parts(&mut parts, &app).await?.writes(vault)?;
        app.store.delete_own_invite(invite, device).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
