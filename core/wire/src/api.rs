//! The relay's HTTP face as types: requests, answers, limits and problem codes.
//!
//! Both ends use these, so a field can not be spelt in two ways. `docs/protocol.md` is the contract; the section each
//! type belongs to stands beside it. Nothing here checks a signature: see the modules for signed objects.

pub mod paths;
mod values;

use serde::{Deserialize, Serialize};

pub use values::{ApiError, B32, Bytes, Cursor, Fixed, Id, Signature};

// ---- Section 3: login --------------------------------------------------------------------------------------------

/// `POST /v1/auth/challenge`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeRequest {
    /// The account, mailbox or recovery-code locator that wants to log in.
    pub account: Id,
}

/// Answer to [`ChallengeRequest`]; the same shape for known and unknown ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeResponse {
    /// What is to be signed; works once.
    pub challenge: B32,
    /// Seconds it lives.
    pub expires_in: u32,
}

/// `POST /v1/auth/token`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    /// As in the challenge request.
    pub account: Id,
    /// As answered.
    pub challenge: B32,
    /// Ed25519 over label, origin, account and challenge.
    pub signature: Signature,
}

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything of the account.
    Account,
    /// A recovery code's token: may only fetch the account's key blob; a vault's may read it and add one device.
    Method,
}

/// Answer to [`TokenRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenResponse {
    /// For `Authorization: Bearer TOKEN`.
    pub token: B32,
    /// Seconds it lives.
    pub expires_in: u32,
    /// What it may do.
    pub scope: Scope,
    /// The account it is for (for a recovery code: the account behind the locator).
    pub account: Id,
}

// ---- Section 4: pairing ------------------------------------------------------------------------------------------

/// `POST /v1/invites`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRequest {
    /// Made by the page.
    pub invite: Id,
    /// SHA-256 of the invite's `auth`.
    pub auth_hash: B32,
}

/// `POST /v1/invites/{i}/claim`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRequest {
    /// The invite's `auth`.
    pub auth: B32,
    /// Made by the phone; the same one again gets the same answer.
    pub claim: Id,
}

/// A signed key set: answer to [`ClaimRequest`] and to `GET /v1/keysets/{a}`, body of `PUT /v1/keysets/{a}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysetBody {
    /// The signed object.
    pub keyset: Bytes,
}

/// `POST /v1/mailboxes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxRequest {
    /// The invite being used.
    pub invite: Id,
    /// The invite's `auth`.
    pub auth: B32,
    /// As in the claim.
    pub claim: Id,
    /// The client's signed key set; its account is the mailbox id.
    pub keyset: Bytes,
}

/// `POST /v1/invites/{i}/hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloRequest {
    /// The invite's `auth`.
    pub auth: B32,
    /// As in the claim.
    pub claim: Id,
    /// The mailbox made for this invite.
    pub mailbox: Id,
    /// MAC over the transcript.
    pub mac: B32,
}

/// How far an invite has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InviteState {
    /// Nobody scanned it yet.
    Open,
    /// A phone has the key set.
    Claimed,
    /// A phone sent its hello.
    Hello,
    /// The page revealed its nonce.
    Revealed,
}

/// `GET /v1/invites/{i}`, for the practitioner; `GET /v1/vaults/{v}/invites/{i}`, for the phone that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteView {
    /// How far it has come.
    pub state: InviteState,
    /// The client's signed key set, from the hello on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyset: Option<Bytes>,
    /// The client's mailbox, from the hello on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<Id>,
    /// The phone's MAC, from the hello on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<B32>,
    /// The page's own confirmation, once given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<B32>,
    /// The second phone's signed offer, from the hello on; only of an invite of a vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Bytes>,
    /// The second phone's "same words", once given; only of an invite of a vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<B32>,
}

/// `POST /v1/invites/{i}/reveal`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealRequest {
    /// The nonce whose hash is in the QR.
    pub nonce: B32,
    /// MAC over transcript and nonce.
    pub mac: B32,
}

/// `GET /v1/invites/{i}/reveal`, for the phone (204 while waiting).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealView {
    /// The nonce whose hash is in the QR.
    pub nonce: B32,
    /// MAC over transcript and nonce.
    pub mac: B32,
    /// The page's confirmation, once given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<B32>,
}

/// `POST /v1/invites/{i}/confirm`; the same and `.../agree` of an invite of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmRequest {
    /// MAC that says "same words" here.
    pub mac: B32,
}

/// Body of `PUT /v1/mailboxes/{m}/roster`, answer to its `GET`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterBody {
    /// The signed object.
    pub roster: Bytes,
}

// ---- Section 5: messages -----------------------------------------------------------------------------------------

/// One message in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxMessage {
    /// Its place; for acknowledging.
    pub cursor: Cursor,
    /// The mailbox it belongs to.
    pub mailbox: Id,
    /// The sender's account.
    pub sender: Id,
    /// The sender's device.
    pub device: Id,
    /// Its number in the chain.
    pub seq: u64,
    /// 1 review, 2 proposal, 3 receipt; others are kept for newer apps.
    pub purpose: u8,
    /// The day it was stored, `YYYY-MM-DD`, UTC. Finer times are not kept.
    pub day: String,
    /// `lp(outer) | sealed`.
    pub message: Bytes,
}

/// `GET /v1/inbox?after=CURSOR&limit=N&wait=SECONDS`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxResponse {
    /// The relay's epoch id.
    pub epoch: Id,
    /// Oldest first.
    pub messages: Vec<InboxMessage>,
    /// Where to go on.
    pub next: Cursor,
    /// Whether there is more after `next`.
    pub more: bool,
}

/// `POST /v1/mailboxes/{m}/acks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AckRequest {
    /// At most [`MAX_ACKS`].
    pub cursors: Vec<Cursor>,
}

/// Answer to [`AckRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AckResponse {
    /// How many messages were there and are deleted now.
    pub deleted: u32,
}

// ---- Section 6: practitioner's account ---------------------------------------------------------------------------

/// A recovery code's public half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// Logs in as this id.
    pub locator: Id,
    /// Ed25519 public key.
    pub key: B32,
}

/// `POST /v1/accounts/{a}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRequest {
    /// From `handrail-clinic enrol`; works once.
    pub enrolment_code: String,
    /// The practitioner's signed key set.
    pub keyset: Bytes,
    /// At least [`MIN_METHODS`], at most [`MAX_METHODS`].
    pub methods: Vec<Method>,
    /// The sealed key blob; becomes version 1.
    pub blob: Bytes,
}

/// `GET /v1/accounts/{a}/methods`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodsResponse {
    /// In the order of their locators.
    pub methods: Vec<Method>,
}

/// `PUT /v1/accounts/{a}/methods/{locator}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodRequest {
    /// Ed25519 public key.
    pub key: B32,
}

/// `PUT /v1/accounts/{a}/retention`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionRequest {
    /// [`MIN_RETENTION_DAYS`] to [`MAX_RETENTION_DAYS`].
    pub days: u16,
}

// ---- Section 8: vault --------------------------------------------------------------------------------------------

/// `POST /v1/vaults`. With a mailbox's token where the phone is paired; without one it counts against what the relay's
/// operator leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultRequest {
    /// The first signed device list; it names the vault, its first device and the recovery key.
    pub list: Bytes,
    /// The first signed keyring.
    pub keyring: Bytes,
}

/// A signed device list: answer to `GET /v1/vaults/{v}/devices`, body of its `PUT`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesBody {
    /// The signed object.
    pub list: Bytes,
}

/// `POST /v1/vaults/{v}/invites`, by a live device; its answer to a claim is [`DevicesBody`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceInviteRequest {
    /// Made by the phone that shows it.
    pub invite: Id,
    /// SHA-256 of the invite's `auth`.
    pub auth_hash: B32,
    /// Version of the device list whose hash is in the code; it has to be the newest.
    pub list: u64,
}

/// `POST /v1/vaults/{v}/invites/{i}/hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceHelloRequest {
    /// The invite's `auth`.
    pub auth: B32,
    /// As in the claim.
    pub claim: Id,
    /// The second phone's signed offer.
    pub offer: Bytes,
    /// MAC over the transcript.
    pub mac: B32,
}

/// One snapshot that a relay holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotEntry {
    /// Who made it.
    pub device: Id,
    /// Its number among that device's.
    pub number: u64,
    /// Its bytes.
    pub bytes: u64,
}

/// `GET /v1/vaults/{v}/snapshots`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotsResponse {
    /// The newest first.
    pub snapshots: Vec<SnapshotEntry>,
}

/// Body of `DELETE /v1/vaults/{v}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseRequest {
    /// The signed order.
    pub order: Bytes,
}

/// `DELETE /v1/vaults/{v}/batches`: below an acknowledged snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectRequest {
    /// Who made the snapshot that every live device acknowledged.
    pub device: Id,
    /// Its number.
    pub number: u64,
}

/// Answer to [`CollectRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectResponse {
    /// How many batches were there and are deleted now.
    pub deleted: u32,
}

// ---- Section 9: being woken ---------------------------------------------------------------------------------------

/// `PUT /v1/wake`, by a mailbox or a device of a vault: call this when something comes. `DELETE` takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WakeRequest {
    /// An https address of a push service (UnifiedPush, Web Push), at most [`MAX_ENDPOINT`] bytes.
    pub endpoint: String,
}

// ---- Section 7: answers ------------------------------------------------------------------------------------------

/// `GET /v1/meta`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetaResponse {
    /// Changes whenever the relay's database was restored.
    pub epoch: Id,
    /// Protocol versions spoken.
    pub versions: Vec<u32>,
    /// This relay's limits.
    pub limits: Limits,
    /// SHA-256 over the review page's files, lower-case hex; empty where no page is built in.
    pub page_sha256: String,
    /// The public key by which push services know this relay (P-256, uncompressed, base64url); none where it wakes nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_key: Option<String>,
}

/// `GET /v1/health`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthResponse {
    /// `ok`.
    pub status: String,
}

/// A relay's limits; the defaults are the protocol's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Largest JSON body, bytes.
    pub json_bytes: u32,
    /// Largest blob or state, bytes.
    pub object_bytes: u32,
    /// A message's size on the wire, bytes.
    pub message_bytes: u32,
    /// Messages a mailbox takes in seven days.
    pub messages_per_week: u32,
    /// Invites a practitioner may have open at once.
    pub open_invites: u32,
    /// Most messages on one inbox page.
    pub inbox_page: u32,
    /// Challenges for one account in a minute.
    pub challenges_per_minute: u32,
    /// Requests from one address in a minute.
    pub requests_per_minute: u32,
    /// Most bytes a vault may hold.
    pub vault_bytes: u32,
    /// Vaults anybody may make in a day without being paired; 0 for none.
    pub open_vaults_per_day: u32,
    /// Longest that `wait` may be in asking for the inbox, seconds; 0, and where a relay does not say: it knows no waiting.
    #[serde(default = "no_waiting")]
    pub wait_seconds: u32,
}

fn no_waiting() -> u32 {
    0
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            json_bytes: 64 * 1024,
            object_bytes: 256 * 1024,
            message_bytes: 17_654,
            messages_per_week: 200,
            open_invites: 20,
            inbox_page: 100,
            challenges_per_minute: 10,
            requests_per_minute: 600,
            vault_bytes: 32 * 1024 * 1024,
            open_vaults_per_day: 0,
            wait_seconds: MAX_WAIT_SECONDS,
        }
    }
}

/// The protocol's version.
pub const VERSION: u32 = 1;
/// Messages on an inbox page when no limit is asked for.
pub const DEFAULT_INBOX_PAGE: u32 = 50;
/// Longest that a request for the inbox may wait, seconds: below the minute after which proxies give up.
pub const MAX_WAIT_SECONDS: u32 = 50;
/// Longest address of a push service, bytes.
pub const MAX_ENDPOINT: usize = 1024;
/// Most cursors in one acknowledgement.
pub const MAX_ACKS: usize = 200;
/// Fewest unlock methods an account may have, so that losing one sheet of paper never locks anybody out.
pub const MIN_METHODS: usize = 2;
/// Most unlock methods an account may have.
pub const MAX_METHODS: usize = 8;
/// Shortest retention a reader may choose, days.
pub const MIN_RETENTION_DAYS: u16 = 14;
/// Longest retention a reader may choose, days.
pub const MAX_RETENTION_DAYS: u16 = 365;
/// Retention where a reader chose none, days.
pub const DEFAULT_RETENTION_DAYS: u16 = 90;
/// An invite's life, seconds.
pub const INVITE_SECONDS: u32 = 600;
/// A challenge's life, seconds.
pub const CHALLENGE_SECONDS: u32 = 60;
/// A token's life, seconds.
pub const TOKEN_SECONDS: u32 = 900;
/// Media type of errors (RFC 9457).
pub const PROBLEM_JSON: &str = "application/problem+json";
/// Media type of messages, blob and state.
pub const OCTET_STREAM: &str = "application/octet-stream";

/// What went wrong, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The request is malformed.
    BadRequest,
    /// No valid token, signature or invite secret.
    Unauthorised,
    /// A valid token that may not do this.
    Forbidden,
    /// No such thing, or not for this caller.
    NotFound,
    /// The same key with other bytes, or a step out of order.
    Conflict,
    /// The invite or challenge is over.
    Expired,
    /// The cursor is of another epoch.
    EpochChanged,
    /// `If-Match` does not hold.
    PreconditionFailed,
    /// The body is over its limit.
    TooLarge,
    /// The mailbox or practitioner is at a quota.
    Quota,
    /// Too many requests; see `Retry-After`.
    RateLimited,
    /// A version this relay does not speak.
    UnsupportedVersion,
    /// The relay's own trouble; nothing was stored.
    Internal,
}

/// An error's body, [`PROBLEM_JSON`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Always `about:blank`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One sentence for a person who runs the relay; never carries what was sent.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong, for programs.
    pub code: ProblemCode,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_and_states_are_spelt_as_the_protocol_says() {
        assert_eq!(serde_json::to_string(&ProblemCode::EpochChanged).unwrap(), "\"epoch_changed\"");
        assert_eq!(serde_json::to_string(&ProblemCode::Unauthorised).unwrap(), "\"unauthorised\"");
        assert_eq!(serde_json::to_string(&InviteState::Revealed).unwrap(), "\"revealed\"");
        let view = InviteView {
            state: InviteState::Open,
            keyset: None,
            mailbox: None,
            mac: None,
            confirmed: None,
            offer: None,
            agreed: None,
        };
        assert_eq!(serde_json::to_string(&view).unwrap(), "{\"state\":\"open\"}");
    }

    #[test]
    fn limits_of_a_relay_that_names_only_some_are_read() {
        let limits: Limits = serde_json::from_str("{\"messages_per_week\":20}").unwrap();
        assert_eq!(limits.messages_per_week, 20);
        assert_eq!(limits.json_bytes, 65_536);
        // One that does not say so answers at once, and must not be asked in a circle.
        assert_eq!(limits.wait_seconds, 0);
        assert_eq!(Limits::default().wait_seconds, 50);
    }
}
