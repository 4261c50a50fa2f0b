//! Mailboxes and rosters. `docs/protocol.md`, sections 4 and 5.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use handrail_wire::api::{Bytes, MailboxRequest, RosterBody};
use handrail_wire::keyset::{KeySet, Role};
use handrail_wire::roster::Roster;

use crate::answer::written;
use crate::app::App;
use crate::auth::{Account, own};
use crate::body::{JsonBody, PathId};
use crate::problem::Problem;
use crate::random;
use crate::store::{InviteKey, NewMailbox, NewRoster};

/// `POST /v1/mailboxes`: made with a claimed invite; id and identity are those of the client's key set.
pub(crate) async fn create(
    State(app): State<App>,
    JsonBody(request): JsonBody<MailboxRequest>,
) -> Result<StatusCode, Problem> {
    let keyset = KeySet::open(&request.keyset.0)?;
    if keyset.role != Role::Client {
        return Err(Problem::bad_request("The key set is not a client's."));
    }
    let new = NewMailbox {
        key: InviteKey { invite: request.invite, auth: random::sha256(&request.auth.0), claim: request.claim },
        mailbox: keyset.account,
        identity: keyset.identity,
        highest: keyset.highest(),
        keyset: request.keyset.0,
    };
    Ok(written(app.store.create_mailbox(new, app.now_ms()).await?))
}

/// `GET /v1/mailboxes/{m}/roster`: for the mailbox and its readers; a former reader gets the one that ended it.
pub(crate) async fn roster(
    State(app): State<App>,
    Account(caller): Account,
    PathId(mailbox): PathId,
) -> Result<Json<RosterBody>, Problem> {
    Ok(Json(RosterBody { roster: Bytes(app.store.roster(mailbox, caller).await?) }))
}

/// `PUT /v1/mailboxes/{m}/roster`: by the mailbox, signed by its identity, epoch + 1.
pub(crate) async fn put_roster(
    State(app): State<App>,
    Account(caller): Account,
    PathId(mailbox): PathId,
    JsonBody(body): JsonBody<RosterBody>,
) -> Result<StatusCode, Problem> {
    let mailbox = own(caller, mailbox)?;
    let (_, identity) = app.store.login(mailbox).await?.ok_or(Problem::not_found())?;
    let roster = Roster::open(&body.roster.0, mailbox, &identity)?;
    let new = NewRoster {
        mailbox,
        epoch: i64::try_from(roster.epoch).map_err(|_| Problem::bad_request("The roster's epoch is too high."))?,
        readers: roster.readers.iter().map(|reader| reader.account).collect(),
        object: body.roster.0,
    };
    Ok(written(app.store.put_roster(new).await?))
}

/// `DELETE /v1/mailboxes/{m}`: by the mailbox; everything in it is gone at once.
pub(crate) async fn remove(
    State(app): State<App>,
    Account(caller): Account,
    PathId(mailbox): PathId,
) -> Result<StatusCode, Problem> {
    app.store.delete_mailbox(own(caller, mailbox)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
