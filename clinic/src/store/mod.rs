//! What the relay keeps, behind one trait.
//!
//! Each call is one transaction. The rules that decide inside it are plain functions (`rules`), so that a second
//! implementation cannot decide differently; one conformance suite (`tests/store_conformance.rs`) runs on every
//! implementation. No SQL stands outside this folder.

pub mod device_invites;
mod error;
pub mod moving;
pub mod news;
pub mod postgres;
pub mod rules;
pub mod sqlite;
mod types;
pub mod vaults;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use handrail_wire::api::{InviteView, Method, RevealView};
use handrail_wire::{Hash, Id};

pub use error::{OpenError, Refused, StoreError};
pub use types::{
    Counts, Holder, InboxPage, InviteKey, LoginKind, MessageKey, NewAccount, NewInvite, NewMailbox, NewMessage,
    NewRoster, Object, ObjectKind, Purged, Stored, StoredMessage, Wake,
};

/// The format that this version makes of a database; the same number on both stores (a test compares).
pub(crate) const FORMAT: i64 = sqlite::FORMAT;

/// A call's answer, on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// What the relay keeps.
///
/// A write that is answered with [`Stored::New`] is durable and was read back. A call that is answered with an error has
/// changed nothing, but for two, which say so: [`Store::claim`] and [`Store::hello`] destroy an invite that is used twice.
/// `now_ms` is milliseconds since 1970-01-01 UTC, always the caller's clock.
pub trait Store: vaults::VaultStore + device_invites::DeviceInviteStore {
    /// The relay's epoch id; cursors of another one say nothing.
    fn epoch(&self) -> Id;
    /// Who waits for news; a message or a batch that is committed wakes those it is for, whatever replica took it in.
    fn news(&self) -> &Arc<news::News>;

    // ---- logins

    /// The public key somebody logs in with, and as whom.
    fn login(&self, login: Id) -> Answer<'_, Option<(Holder, handrail_wire::Key32)>>;
    /// Keeps the hash of a challenge given to a login.
    fn keep_challenge(&self, challenge: Hash, login: Id, until_ms: i64, now_ms: i64) -> Answer<'_, ()>;
    /// Takes a challenge out; true if it was given to this login and still holds. It is gone either way.
    fn take_challenge(&self, challenge: Hash, login: Id, now_ms: i64) -> Answer<'_, bool>;
    /// Keeps the hash of a token.
    fn keep_token(&self, token: Hash, holder: Holder, until_ms: i64, now_ms: i64) -> Answer<'_, ()>;
    /// Whose token this is, if it still holds.
    fn token(&self, token: Hash, now_ms: i64) -> Answer<'_, Option<Holder>>;

    // ---- practitioners' accounts

    /// Keeps the hash of an enrolment code.
    fn add_enrolment(&self, code: Hash, until_ms: i64) -> Answer<'_, ()>;
    /// Makes an account and uses the code up. The same request again is [`Stored::Same`].
    fn create_account(&self, new: NewAccount, now_ms: i64) -> Answer<'_, Stored>;
    /// The account's unlock methods, by locator.
    fn methods(&self, account: Id) -> Answer<'_, Vec<Method>>;
    /// Adds a method.
    fn put_method(&self, account: Id, method: Method) -> Answer<'_, Stored>;
    /// Removes a method and its tokens; refuses to leave fewer than two.
    fn delete_method(&self, account: Id, locator: Id) -> Answer<'_, ()>;
    /// How many days messages to this reader are kept.
    fn set_retention(&self, account: Id, days: u16) -> Answer<'_, ()>;
    /// Blob or state.
    fn object(&self, account: Id, kind: ObjectKind) -> Answer<'_, Option<Object>>;
    /// Replaces version `if_version` (0: there is none yet) and answers the new version.
    fn put_object(&self, account: Id, kind: ObjectKind, if_version: i64, bytes: Vec<u8>) -> Answer<'_, (Stored, i64)>;
    /// A signed key set.
    fn keyset(&self, account: Id) -> Answer<'_, Option<Vec<u8>>>;
    /// Replaces an account's key set; a lower highest number is refused.
    fn put_keyset(&self, account: Id, object: Vec<u8>, highest: u32) -> Answer<'_, Stored>;

    // ---- pairing

    /// Keeps an invite, if the owner has fewer than `most` open.
    fn create_invite(&self, new: NewInvite, most: u32, now_ms: i64) -> Answer<'_, Stored>;
    /// Gives the practitioner's key set to the first claim. Another claim destroys the invite.
    fn claim(&self, invite: Id, auth: Hash, claim: Id, now_ms: i64) -> Answer<'_, Vec<u8>>;
    /// Makes the mailbox of a claimed invite.
    fn create_mailbox(&self, new: NewMailbox, now_ms: i64) -> Answer<'_, Stored>;
    /// Keeps the phone's hello. Another hello destroys the invite and its mailbox.
    fn hello(&self, key: InviteKey, mailbox: Id, mac: Hash, now_ms: i64) -> Answer<'_, Stored>;
    /// What the page sees of its invite.
    fn invite(&self, invite: Id, owner: Id, now_ms: i64) -> Answer<'_, InviteView>;
    /// Keeps the page's nonce and MAC.
    fn reveal(&self, invite: Id, owner: Id, nonce: Hash, mac: Hash, now_ms: i64) -> Answer<'_, Stored>;
    /// What the phone sees of the reveal; none while it waits.
    fn revealed(&self, invite: Id, auth: Hash, now_ms: i64) -> Answer<'_, Option<RevealView>>;
    /// Keeps the page's "same words".
    fn confirm(&self, invite: Id, owner: Id, mac: Hash, now_ms: i64) -> Answer<'_, Stored>;
    /// "Different words" from the page: the invite is gone, and its mailbox too unless pairing was over.
    fn delete_own_invite(&self, invite: Id, owner: Id) -> Answer<'_, ()>;
    /// "Different words" from the phone.
    fn delete_scanned_invite(&self, invite: Id, auth: Hash) -> Answer<'_, ()>;

    // ---- mailboxes

    /// A mailbox's newest signed roster, for the mailbox and its readers; who reads no longer gets the one that says so.
    fn roster(&self, mailbox: Id, caller: Id) -> Answer<'_, Vec<u8>>;
    /// Replaces the roster; only epoch + 1 is taken. Unread copies of readers who are no longer in it are deleted.
    fn put_roster(&self, new: NewRoster) -> Answer<'_, Stored>;
    /// Removes a mailbox with everything in it, its logins and its tokens.
    fn delete_mailbox(&self, mailbox: Id) -> Answer<'_, ()>;

    // ---- messages

    /// Keeps a message and gives it the next number of the recipient's inbox.
    fn put_message(&self, new: NewMessage, most_a_week: u32) -> Answer<'_, Stored>;
    /// A message's bytes, for sender or recipient.
    fn message(&self, key: MessageKey, caller: Id) -> Answer<'_, Vec<u8>>;
    /// Messages to an account with a number above `after`, at most `limit`, in the order they were kept.
    fn inbox(&self, account: Id, after: i64, limit: u32) -> Answer<'_, InboxPage>;
    /// Deletes messages to this recipient in this mailbox by their numbers; answers how many were there.
    fn acknowledge(&self, mailbox: Id, recipient: Id, numbers: Vec<i64>) -> Answer<'_, u32>;

    // ---- being woken

    /// Keeps where a login wants to be woken, in place of where it wanted it before.
    fn put_wake(&self, wake: Wake) -> Answer<'_, Stored>;
    /// Where those who wait for this account's news want to be woken; of logins that still are.
    fn wakes(&self, account: Id) -> Answer<'_, Vec<Wake>>;
    /// Forgets where a login wants to be woken; if this is still the address, where one is named.
    fn forget_wake(&self, login: Id, endpoint: Option<Vec<u8>>) -> Answer<'_, ()>;

    // ---- keeping house

    /// Deletes what is past its time.
    fn purge(&self, now_ms: i64) -> Answer<'_, Purged>;
    /// How many there are of each thing.
    fn counts(&self) -> Answer<'_, Counts>;
    /// Finishes what was begun and closes; later calls answer [`StoreError::Closed`]. May be called twice.
    fn close(&self) -> Answer<'_, ()>;
}
