//! What goes into a store and comes out of it.

use handrail_wire::api::Method;
use handrail_wire::{Hash, Id, Key32};

/// What a login is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginKind {
    /// A practitioner.
    Practitioner,
    /// A phone's mailbox.
    Mailbox,
    /// A recovery code; may only fetch the blob of its account.
    Method,
    /// A device of a client's vault.
    VaultDevice,
    /// The recovery code of a client's vault; may only read it and put one device on its list.
    VaultCode,
}

/// Who a token speaks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// The id that logged in.
    pub login: Id,
    /// The account behind it.
    pub account: Id,
    /// What it is for.
    pub kind: LoginKind,
}

/// Whether a write changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    New,
    /// It took the place of an older one.
    Replaced,
    /// The same bytes were there already.
    Same,
}

/// A practitioner's account to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// The account.
    pub account: Id,
    /// Its Ed25519 key.
    pub identity: Key32,
    /// SHA-256 of the enrolment code.
    pub code: Hash,
    /// SHA-256 of the whole request.
    pub request: Hash,
    /// The signed key set.
    pub keyset: Vec<u8>,
    /// Its highest subkey number.
    pub highest: u32,
    /// At least two.
    pub methods: Vec<Method>,
    /// The sealed key blob.
    pub blob: Vec<u8>,
}

/// Which of a practitioner's two sealed objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// The key blob.
    Blob,
    /// The page's state.
    State,
}

/// A sealed object and its version.
#[derive(Clone, PartialEq, Eq)]
pub struct Object {
    /// From 1, up by one with each change.
    pub version: i64,
    /// Opaque here.
    pub bytes: Vec<u8>,
}

/// An invite to be kept.
#[derive(Clone, Copy)]
pub struct NewInvite {
    /// Made by the page.
    pub invite: Id,
    /// The practitioner.
    pub owner: Id,
    /// SHA-256 of the invite's secret.
    pub auth: Hash,
    /// When it ends.
    pub until_ms: i64,
}

/// What a phone shows to use an invite it scanned.
#[derive(Clone, Copy)]
pub struct InviteKey {
    /// The invite.
    pub invite: Id,
    /// SHA-256 of the secret the phone sent.
    pub auth: Hash,
    /// The phone's claim.
    pub claim: Id,
}

/// A mailbox to be made.
#[derive(Clone)]
pub struct NewMailbox {
    /// The invite it comes from.
    pub key: InviteKey,
    /// The mailbox.
    pub mailbox: Id,
    /// Its Ed25519 key.
    pub identity: Key32,
    /// The client's signed key set.
    pub keyset: Vec<u8>,
    /// Its highest subkey number.
    pub highest: u32,
}

/// A checked roster to be kept.
#[derive(Clone)]
pub struct NewRoster {
    /// The mailbox.
    pub mailbox: Id,
    /// Its epoch.
    pub epoch: i64,
    /// The readers' accounts.
    pub readers: Vec<Id>,
    /// The signed object.
    pub object: Vec<u8>,
}

/// A message's natural key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageKey {
    /// The mailbox.
    pub mailbox: Id,
    /// The sender's account.
    pub sender: Id,
    /// The sender's device.
    pub device: Id,
    /// The recipient's account.
    pub recipient: Id,
    /// Its place in the chain, from 1.
    pub seq: i64,
}

/// A message to be kept.
#[derive(Clone)]
pub struct NewMessage {
    /// Its natural key.
    pub key: MessageKey,
    /// The sender's Ed25519 key, as the message's header names it.
    pub identity: Key32,
    /// The purpose byte.
    pub purpose: u8,
    /// Today, in days since 1970-01-01 UTC.
    pub day: i64,
    /// As it came in.
    pub bytes: Vec<u8>,
}

/// A message in an inbox.
#[derive(Clone)]
pub struct StoredMessage {
    /// Its place in the inbox.
    pub number: i64,
    /// Its natural key.
    pub key: MessageKey,
    /// The purpose byte.
    pub purpose: u8,
    /// The day it was stored, in days since 1970-01-01 UTC.
    pub day: i64,
    /// As it came in.
    pub bytes: Vec<u8>,
}

/// A page of an inbox.
#[derive(Clone)]
pub struct InboxPage {
    /// Oldest first.
    pub messages: Vec<StoredMessage>,
    /// Whether there are more.
    pub more: bool,
}

/// Where a phone wants to be woken.
#[derive(Clone, PartialEq, Eq)]
pub struct Wake {
    /// The login that asked for it.
    pub login: Id,
    /// Whose news it is about.
    pub account: Id,
    /// The push service's address.
    pub endpoint: Vec<u8>,
    /// The day it was last asked for, in days since 1970-01-01 UTC.
    pub day: i64,
}

/// What a purge deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// Messages past their reader's retention.
    pub messages: u32,
    /// Invites past their ten minutes.
    pub invites: u32,
    /// Mailboxes whose pairing was not finished in that time.
    pub mailboxes: u32,
    /// Enrolment codes nobody used.
    pub enrolments: u32,
}

impl Purged {
    /// Whether nothing was deleted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How many there are of each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    /// Practitioners.
    pub accounts: i64,
    /// Mailboxes.
    pub mailboxes: i64,
    /// Messages.
    pub messages: i64,
    /// Invites, open or in use.
    pub invites: i64,
    /// Enrolment codes nobody used yet.
    pub enrolments: i64,
    /// Vaults.
    pub vaults: i64,
    /// Batches in them.
    pub batches: i64,
    /// Snapshots in them.
    pub snapshots: i64,
    /// Bytes of both.
    pub vault_bytes: i64,
}
