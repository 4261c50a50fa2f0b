//! Vaults: making and erasing one, its device list, keyring, snapshots and single batches. `docs/protocol.md`, section 8.
//!
//! Every signature is checked here with the code that phones use; what is stored is what was checked.

use axum::Json;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use handrail_wire::api::{
    Bytes, CollectRequest, CollectResponse, DevicesBody, EraseRequest, Method, OCTET_STREAM, SnapshotsResponse,
    VaultRequest,
};
use handrail_wire::vault::collect::{Ack, check_order_to_erase, collectable};
use handrail_wire::vault::devices::{DeviceList, Signer};
use handrail_wire::vault::keyring::{self, Keyring};
use handrail_wire::vault::snapshot::{self, Snapshot};
use handrail_wire::{Hash, Id};

use crate::answer::written;
use crate::app::App;
use crate::auth::Anyone;
use crate::body::{self, JsonBody, PathId, PathTexts};
use crate::objects::{etag, if_match};
use crate::problem::Problem;
use crate::random;
use crate::store::vaults::{NewDevices, NewSnapshot, NewVault, VaultRow};
use crate::store::{Holder, LoginKind, Refused, Stored};

/// Somebody who has to do with a vault: a live device, or the recovery code.
pub(crate) struct Keeper(Holder);

impl FromRequestParts<App> for Keeper {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Anyone(holder) = Anyone::from_request_parts(parts, app).await?;
        match holder.kind {
            LoginKind::VaultDevice | LoginKind::VaultCode => Ok(Self(holder)),
            _ => Err(Problem::forbidden("Only a vault's own devices and its recovery code may do this.")),
        }
    }
}

impl Keeper {
    /// A device or the recovery code of this vault; which device, where it is one.
    pub(crate) fn reads(&self, vault: Id) -> Result<Option<Id>, Problem> {
        if self.0.account != vault {
            return Err(Problem::forbidden("This is another vault's."));
        }
        Ok((self.0.kind == LoginKind::VaultDevice).then_some(self.0.login))
    }

    /// A live device of this vault.
    pub(crate) fn writes(&self, vault: Id) -> Result<Id, Problem> {
        self.reads(vault)?.ok_or(Problem::forbidden("A recovery code's token may only read, and add one device."))
    }
}

/// The mailbox whose word a vault is made with; none without a token.
pub(crate) struct Voucher(Option<Id>);

impl FromRequestParts<App> for Voucher {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(Self(None));
        }
        let Anyone(holder) = Anyone::from_request_parts(parts, app).await?;
        match holder.kind {
            LoginKind::Mailbox => Ok(Self(Some(holder.account))),
            _ => Err(Problem::forbidden("A vault is made with a mailbox's token, or with none.")),
        }
    }
}

/// `POST /v1/vaults`.
pub(crate) async fn create(
    State(app): State<App>,
    Voucher(voucher): Voucher,
    JsonBody(request): JsonBody<VaultRequest>,
) -> Result<StatusCode, Problem> {
    let list = DeviceList::open_first(&request.list.0)?;
    let keyring = Keyring::open(&request.keyring.0, &list)?;
    let ([device], 1) = (list.devices.as_slice(), keyring.version) else {
        return Err(Problem::bad_request("A vault begins with one device and its first keyring."));
    };
    let new = NewVault {
        vault: list.vault,
        device: Method { locator: device.id, key: device.identity },
        recovery: Method { locator: list.recovery.locator, key: list.recovery.identity },
        list: request.list.0,
        keyring: request.keyring.0,
        voucher,
        open_a_day: i64::from(app.limits.wire.open_vaults_per_day),
        day: crate::clock::day_of(app.now_ms()),
    };
    Ok(written(app.store.create_vault(new).await?))
}

/// `DELETE /v1/vaults/{v}`: the signed order is what counts, not a token: a phone whose login ran out may still erase.
pub(crate) async fn erase(
    State(app): State<App>,
    PathId(vault): PathId,
    JsonBody(request): JsonBody<EraseRequest>,
) -> Result<StatusCode, Problem> {
    let (_, list) = held(&app, vault).await?;
    check_order_to_erase(&request.order.0, &list)?;
    app.store.delete_vault(vault).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A vault's row, and its list as it was checked when it was kept.
pub(crate) async fn held(app: &App, vault: Id) -> Result<(VaultRow, DeviceList), Problem> {
    let row = app.store.vault(vault).await?.ok_or(Problem::not_found())?;
    let list = DeviceList::kept(&row.list).map_err(|_| Problem::internal())?;
    Ok((row, list))
}

/// `GET /v1/vaults/{v}/devices`.
pub(crate) async fn devices(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
) -> Result<Json<DevicesBody>, Problem> {
    keeper.reads(vault)?;
    let row = app.store.vault(vault).await?.ok_or(Problem::not_found())?;
    Ok(Json(DevicesBody { list: Bytes(row.list) }))
}

/// `GET /v1/vaults/{v}/devices/{version}`.
pub(crate) async fn devices_at(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts((vault, version)): PathTexts<(String, String)>,
) -> Result<Json<DevicesBody>, Problem> {
    let (vault, version) = (body::id(&vault)?, body::sequence(&version)?);
    keeper.reads(vault)?;
    let list = app.store.list(vault, version).await?.ok_or(Problem::not_found())?;
    Ok(Json(DevicesBody { list: Bytes(list) }))
}

/// `PUT /v1/vaults/{v}/devices`: the next list. With the recovery code's token only one that the recovery key signed; with a
/// device's also one that another signed, which is how a relay that was put back from a backup gets it again.
pub(crate) async fn put_devices(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
    JsonBody(body): JsonBody<DevicesBody>,
) -> Result<StatusCode, Problem> {
    let device = keeper.reads(vault)?;
    let (row, before) = held(&app, vault).await?;
    if row.list == body.list.0 {
        return Ok(written(Stored::Same));
    }
    let list = DeviceList::open_next(&body.list.0, &before, DeviceList::hash_of(&row.list))?;
    // The code puts up what it signs. A phone may put up what the code signed: this relay may have been put back from a backup.
    if device.is_none() && list.signer != Signer::Recovery {
        return Err(Problem::forbidden("It is not signed by the one who sends it."));
    }
    let method = |id, key| Method { locator: id, key };
    let new = NewDevices {
        vault,
        version: number(list.version)?,
        devices: list
            .devices
            .iter()
            .map(|device| (method(device.id, device.identity), device.removed.is_none()))
            .collect(),
        recovery: method(list.recovery.locator, list.recovery.identity),
        object: body.list.0,
    };
    Ok(written(app.store.put_devices(new).await?))
}

/// `GET /v1/vaults/{v}/keyring`.
pub(crate) async fn keyring(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
) -> Result<Response, Problem> {
    keeper.reads(vault)?;
    let row = app.store.vault(vault).await?.ok_or(Problem::not_found())?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(OCTET_STREAM)), (header::ETAG, etag(row.keyring_version)?)];
    Ok((headers, row.keyring).into_response())
}

/// `PUT /v1/vaults/{v}/keyring`: the next one, made for the newest list, by whoever has seen the one before. Also with the
/// recovery code's token, for the device it has just put on the list.
pub(crate) async fn put_keyring(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
    request: Request,
) -> Result<Response, Problem> {
    let device = keeper.reads(vault)?;
    let seen = if_match(request.headers())?;
    let limit = u32::try_from(keyring::MAX_OBJECT).unwrap_or(u32::MAX);
    let bytes = body::octets(request, limit, &app).await?;
    let (row, list) = held(&app, vault).await?;
    let stored = if row.keyring == bytes {
        Stored::Same
    } else {
        let keyring = Keyring::open(&bytes, &list)?;
        if (keyring.signer == Signer::Recovery) != device.is_none() {
            return Err(Problem::forbidden("It is not signed by the one who sends it."));
        }
        let version = number(keyring.version)?;
        if row.keyring_version != seen || seen.checked_add(1) != Some(version) {
            return Err(Refused::Version.into());
        }
        app.store.put_keyring(vault, row.list_version, version, bytes).await?
    };
    let version = app.store.vault(vault).await?.ok_or(Problem::not_found())?.keyring_version;
    Ok((written(stored), [(header::ETAG, etag(version)?)]).into_response())
}

/// `GET /v1/vaults/{v}/snapshots`.
pub(crate) async fn snapshots(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
) -> Result<Json<SnapshotsResponse>, Problem> {
    keeper.reads(vault)?;
    Ok(Json(SnapshotsResponse { snapshots: app.store.snapshots(vault).await? }))
}

type SnapshotPath = PathTexts<(String, String, String)>;

fn snapshot_path((vault, device, place): &(String, String, String)) -> Result<(Id, Id, i64), Problem> {
    Ok((body::id(vault)?, body::id(device)?, body::sequence(place)?))
}

/// `GET /v1/vaults/{v}/snapshots/{device}/{number}`.
pub(crate) async fn snapshot(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts(path): SnapshotPath,
) -> Result<Response, Problem> {
    let (vault, device, number) = snapshot_path(&path)?;
    keeper.reads(vault)?;
    bytes_or_404(app.store.snapshot(vault, device, number).await?)
}

/// `PUT /v1/vaults/{v}/snapshots/{device}/{number}`: by that device.
pub(crate) async fn put_snapshot(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts(path): SnapshotPath,
    request: Request,
) -> Result<StatusCode, Problem> {
    let (vault, device, place) = snapshot_path(&path)?;
    if keeper.writes(vault)? != device {
        return Err(Problem::forbidden("This is another device's."));
    }
    let limit = u32::try_from(snapshot::MAX_OBJECT).unwrap_or(u32::MAX);
    let bytes = body::octets(request, limit, &app).await?;
    let (_, list) = held(&app, vault).await?;
    // Eight megabytes are hashed beside the requests of others.
    let (made, bytes) = app
        .heavy(move || {
            let made = Snapshot::decode(&bytes)?;
            made.verify_in(&list)?;
            Ok::<_, Problem>((made.header, bytes))
        })
        .await??;
    if made.device != device || number(made.number)? != place {
        return Err(Problem::bad_request("The snapshot is not the one that the path names."));
    }
    let most_bytes = i64::from(app.limits.wire.vault_bytes);
    Ok(written(app.store.put_snapshot(NewSnapshot { vault, device, number: place, bytes, most_bytes }).await?))
}

/// `DELETE /v1/vaults/{v}/snapshots/{device}/{number}`: by any device, never one of the newest two.
pub(crate) async fn delete_snapshot(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts(path): SnapshotPath,
) -> Result<StatusCode, Problem> {
    let (vault, device, number) = snapshot_path(&path)?;
    keeper.writes(vault)?;
    app.store.delete_snapshot(vault, device, number).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/vaults/{v}/batches/{device}/{sequence}`.
pub(crate) async fn batch(
    State(app): State<App>,
    keeper: Keeper,
    PathTexts(path): SnapshotPath,
) -> Result<Response, Problem> {
    let (vault, device, sequence) = snapshot_path(&path)?;
    keeper.reads(vault)?;
    bytes_or_404(app.store.batch(vault, device, sequence).await?)
}

/// `DELETE /v1/vaults/{v}/batches`: up to where every live device has acknowledged this snapshot, and no further.
pub(crate) async fn collect(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
    JsonBody(request): JsonBody<CollectRequest>,
) -> Result<Json<CollectResponse>, Problem> {
    keeper.writes(vault)?;
    let (row, list) = held(&app, vault).await?;
    let place = number(request.number)?;
    let bytes = app.store.snapshot(vault, request.device, place).await?.ok_or(Problem::not_found())?;
    let made = Snapshot::decode(&bytes).map_err(|_| Problem::internal())?;
    let acks: Vec<Ack> =
        app.store.chains(vault).await?.iter().filter_map(|chain| Ack::open(chain.ack.as_ref()?, &list).ok()).collect();
    let hash = Hash::from(random::sha256(&bytes).0);
    let covered = collectable(&list, hash, &acks).filter(|covered| *covered == made.header.covers);
    let covered = covered.ok_or(Refused::Order)?;
    let covered = covered.iter().map(|(device, sequence)| Ok((device, number(sequence)?)));
    let covered = covered.collect::<Result<_, Problem>>()?;
    let deleted = app.store.collect(vault, row.list_version, covered).await?;
    Ok(Json(CollectResponse { deleted }))
}

fn bytes_or_404(bytes: Option<Vec<u8>>) -> Result<Response, Problem> {
    let bytes = bytes.ok_or(Problem::not_found())?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(OCTET_STREAM))], bytes).into_response())
}

/// Sequences and versions fit the stores' numbers: the protocol's largest is 2^53 - 1.
pub(crate) fn number(number: u64) -> Result<i64, Problem> {
    i64::try_from(number).map_err(|_| Problem::bad_request("A number in it is too high."))
}
