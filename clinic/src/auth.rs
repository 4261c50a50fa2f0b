//! Login by challenge, and who a request speaks for. `docs/protocol.md`, section 3.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use handrail_wire::api::{
    CHALLENGE_SECONDS, ChallengeRequest, ChallengeResponse, Scope, TOKEN_SECONDS, TokenRequest, TokenResponse,
};
use handrail_wire::{Fixed, Hash, Id, login};

use crate::app::App;
use crate::audit::Caller;
use crate::body::JsonBody;
use crate::problem::Problem;
use crate::random;
use crate::store::{Holder, LoginKind};

/// `POST /v1/auth/challenge`: the same answer for every id, known or not.
pub(crate) async fn challenge(
    State(app): State<App>,
    JsonBody(request): JsonBody<ChallengeRequest>,
) -> Result<Json<ChallengeResponse>, Problem> {
    let now_ms = app.now_ms();
    app.challenges.take(request.account, now_ms).map_err(Problem::rate_limited)?;
    let challenge = random::secret();
    let until_ms = now_ms.saturating_add(i64::from(CHALLENGE_SECONDS) * 1000);
    app.store.keep_challenge(random::sha256(&challenge.0), request.account, until_ms, now_ms).await?;
    Ok(Json(ChallengeResponse { challenge, expires_in: CHALLENGE_SECONDS }))
}

/// `POST /v1/auth/token`.
pub(crate) async fn token(
    State(app): State<App>,
    JsonBody(request): JsonBody<TokenRequest>,
) -> Result<Json<TokenResponse>, Problem> {
    // One answer for every way to fail: an unknown account looks like a wrong signature.
    const REFUSED: Problem = Problem::unauthorised("The challenge is not valid, or the signature does not match.");
    let now_ms = app.now_ms();
    // Taken first, so that it works once even when the signature is wrong.
    if !app.store.take_challenge(random::sha256(&request.challenge.0), request.account, now_ms).await? {
        return Err(REFUSED);
    }
    let (holder, key) = app.store.login(request.account).await?.ok_or(REFUSED)?;
    login::verify(&key, &app.origin, request.account, &request.challenge, &request.signature).map_err(|_| REFUSED)?;
    let token = random::secret();
    let until_ms = now_ms.saturating_add(i64::from(TOKEN_SECONDS) * 1000);
    app.store.keep_token(random::sha256(&token.0), holder, until_ms, now_ms).await?;
    let scope = match holder.kind {
        LoginKind::Practitioner | LoginKind::Mailbox | LoginKind::VaultDevice => Scope::Account,
        LoginKind::Method | LoginKind::VaultCode => Scope::Method,
    };
    Ok(Json(TokenResponse { token, expires_in: TOKEN_SECONDS, scope, account: holder.account }))
}

/// Whoever's token came with the request, recovery codes too.
pub(crate) struct Anyone(pub(crate) Holder);

impl FromRequestParts<App> for Anyone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        const REFUSED: Problem = Problem::unauthorised("This call needs a valid token. Log in again.");
        let token: Fixed<32> = credentials(parts, "Bearer").ok_or(REFUSED)?;
        let holder = app.store.token(random::sha256(&token.0), app.now_ms()).await?.ok_or(REFUSED)?;
        if let Some(caller) = parts.extensions.get::<Caller>() {
            // Set once for each request; another extractor found the same holder.
            let _ = caller.set(holder);
        }
        Ok(Self(holder))
    }
}

/// An account: a practitioner or a mailbox.
pub(crate) struct Account(pub(crate) Id);

impl FromRequestParts<App> for Account {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Anyone(holder) = Anyone::from_request_parts(parts, app).await?;
        match holder.kind {
            LoginKind::Practitioner | LoginKind::Mailbox => Ok(Self(holder.account)),
            LoginKind::Method => Err(METHOD_ONLY),
            LoginKind::VaultDevice | LoginKind::VaultCode => Err(VAULT_ONLY),
        }
    }
}

/// A practitioner.
pub(crate) struct Practitioner(pub(crate) Id);

impl FromRequestParts<App> for Practitioner {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Anyone(holder) = Anyone::from_request_parts(parts, app).await?;
        match holder.kind {
            LoginKind::Practitioner => Ok(Self(holder.account)),
            LoginKind::Mailbox => Err(Problem::forbidden("Only a practitioner's account may do this.")),
            LoginKind::Method => Err(METHOD_ONLY),
            LoginKind::VaultDevice | LoginKind::VaultCode => Err(VAULT_ONLY),
        }
    }
}

const VAULT_ONLY: Problem = Problem::forbidden("A vault's token is for its vault alone.");
const METHOD_ONLY: Problem = Problem::forbidden("A recovery code's token may only fetch its account's blob.");

impl Practitioner {
    /// The account in the path must be the caller's own.
    pub(crate) fn own(&self, account: Id) -> Result<Id, Problem> {
        own(self.0, account)
    }
}

/// An account in a path must be the caller's own.
pub(crate) fn own(caller: Id, account: Id) -> Result<Id, Problem> {
    if caller == account { Ok(account) } else { Err(Problem::forbidden("This is another account's.")) }
}

/// A phone that shows the secret of an invite it scanned, as the secret's hash.
pub(crate) struct Scanned(pub(crate) Hash);

impl FromRequestParts<App> for Scanned {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let auth: Fixed<32> =
            credentials(parts, "Invite").ok_or(Problem::unauthorised("This call needs the secret of the invite."))?;
        Ok(Self(random::sha256(&auth.0)))
    }
}

/// Whether a request comes with the secret of an invite rather than with a token.
pub(crate) fn shows_a_secret(parts: &Parts) -> bool {
    let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("Invite "))
}

/// The credentials of an `Authorization` header with this scheme.
fn credentials(parts: &Parts, scheme: &str) -> Option<Fixed<32>> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let (only, None) = (values.next()?, values.next()) else { return None };
    let (given, rest) = only.to_str().ok()?.split_once(' ')?;
    if !given.eq_ignore_ascii_case(scheme) {
        return None;
    }
    rest.parse().ok()
}
