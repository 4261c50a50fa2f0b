//! Practitioners' accounts, their unlock methods and their retention. `docs/protocol.md`, section 6.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use handrail_wire::api::{
    AccountRequest, MAX_METHODS, MAX_RETENTION_DAYS, MIN_METHODS, MIN_RETENTION_DAYS, Method, MethodRequest,
    MethodsResponse, RetentionRequest,
};
use handrail_wire::keyset::{KeySet, Role};

use crate::answer::written;
use crate::app::App;
use crate::auth::Practitioner;
use crate::body::{self, JsonBody, PathId, PathTexts};
use crate::enrolment;
use crate::problem::Problem;
use crate::random;
use crate::store::NewAccount;

/// `POST /v1/accounts/{a}`.
pub(crate) async fn create(
    State(app): State<App>,
    PathId(account): PathId,
    JsonBody(request): JsonBody<AccountRequest>,
) -> Result<StatusCode, Problem> {
    if !(MIN_METHODS..=MAX_METHODS).contains(&request.methods.len()) {
        return Err(Problem::bad_request("An account begins with two to eight unlock methods."));
    }
    let keyset = KeySet::open(&request.keyset.0)?;
    if keyset.account != account || keyset.role != Role::Practitioner {
        return Err(Problem::bad_request("The key set is not a practitioner's of this account."));
    }
    // Written out again field by field: the same request has the same hash, whatever its white space.
    let canonical = serde_json::to_vec(&request).map_err(|_| Problem::internal())?;
    let stored = app
        .store
        .create_account(
            NewAccount {
                account,
                identity: keyset.identity,
                code: enrolment::hash(&request.enrolment_code),
                request: random::sha256(&canonical),
                highest: keyset.highest(),
                keyset: request.keyset.0,
                methods: request.methods,
                blob: request.blob.0,
            },
            app.now_ms(),
        )
        .await?;
    Ok(written(stored))
}

/// `GET /v1/accounts/{a}/methods`.
pub(crate) async fn methods(
    State(app): State<App>,
    caller: Practitioner,
    PathId(account): PathId,
) -> Result<Json<MethodsResponse>, Problem> {
    let methods = app.store.methods(caller.own(account)?).await?;
    Ok(Json(MethodsResponse { methods }))
}

/// `PUT /v1/accounts/{a}/methods/{locator}`.
pub(crate) async fn put_method(
    State(app): State<App>,
    caller: Practitioner,
    PathTexts((account, locator)): PathTexts<(String, String)>,
    JsonBody(request): JsonBody<MethodRequest>,
) -> Result<StatusCode, Problem> {
    let account = caller.own(body::id(&account)?)?;
    let method = Method { locator: body::id(&locator)?, key: request.key };
    Ok(written(app.store.put_method(account, method).await?))
}

/// `DELETE /v1/accounts/{a}/methods/{locator}`.
pub(crate) async fn delete_method(
    State(app): State<App>,
    caller: Practitioner,
    PathTexts((account, locator)): PathTexts<(String, String)>,
) -> Result<StatusCode, Problem> {
    let account = caller.own(body::id(&account)?)?;
    app.store.delete_method(account, body::id(&locator)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /v1/accounts/{a}/retention`.
pub(crate) async fn retention(
    State(app): State<App>,
    caller: Practitioner,
    PathId(account): PathId,
    JsonBody(request): JsonBody<RetentionRequest>,
) -> Result<StatusCode, Problem> {
    let account = caller.own(account)?;
    if !(MIN_RETENTION_DAYS..=MAX_RETENTION_DAYS).contains(&request.days) {
        return Err(Problem::bad_request("Retention is 14 to 365 days."));
    }
    app.store.set_retention(account, request.days).await?;
    Ok(StatusCode::OK)
}
