//! The key directory: signed key sets. `docs/protocol.md`, sections 2 and 6.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use handrail_wire::api::{Bytes, KeysetBody};
use handrail_wire::keyset::{KeySet, Role};

use crate::answer::written;
use crate::app::App;
use crate::auth::{Account, Anyone, own};
use crate::body::{JsonBody, PathId};
use crate::problem::Problem;
use crate::store::LoginKind;

/// `GET /v1/keysets/{a}`: for any account here that knows the id. Key sets hold public keys and no names.
pub(crate) async fn get(
    State(app): State<App>,
    _: Account,
    PathId(account): PathId,
) -> Result<Json<KeysetBody>, Problem> {
    let object = app.store.keyset(account).await?.ok_or(Problem::not_found())?;
    Ok(Json(KeysetBody { keyset: Bytes(object) }))
}

/// `PUT /v1/keysets/{a}`: the caller's own, signed by the identity it began with.
pub(crate) async fn put(
    State(app): State<App>,
    Anyone(holder): Anyone,
    PathId(account): PathId,
    JsonBody(body): JsonBody<KeysetBody>,
) -> Result<StatusCode, Problem> {
    let role = match holder.kind {
        LoginKind::Practitioner => Role::Practitioner,
        LoginKind::Mailbox => Role::Client,
        LoginKind::VaultDevice | LoginKind::VaultCode => {
            return Err(Problem::forbidden("A vault has no key set."));
        }
        LoginKind::Method => {
            return Err(Problem::forbidden("A recovery code's token may only fetch its account's blob."));
        }
    };
    let account = own(holder.account, account)?;
    let keyset = KeySet::open(&body.keyset.0)?;
    let (_, identity) = app.store.login(account).await?.ok_or(Problem::not_found())?;
    // The highest number is compared in the transaction that stores it.
    keyset.follows(account, identity, 0)?;
    if keyset.role != role {
        return Err(Problem::bad_request("The key set has another role than the account."));
    }
    let highest = keyset.highest();
    Ok(written(app.store.put_keyset(account, body.keyset.0, highest).await?))
}
