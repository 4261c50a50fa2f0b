//! Sam, a practitioner with a page, and phones that pair with Sam.

use handrail_wire::api::{
    AccountRequest, Bytes, ChallengeRequest, ChallengeResponse, ClaimRequest, ConfirmRequest, HelloRequest,
    InboxResponse, InviteRequest, KeysetBody, MailboxRequest, Method, RevealRequest, RosterBody, TokenRequest,
    TokenResponse, paths,
};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::login::{self, Origin};
use handrail_wire::outer::{Message, Outer, Purpose, SEALED_LEN};
use handrail_wire::roster::{Roster, RosterReader};
use handrail_wire::signed::SigningKey;
use handrail_wire::{B32, Day, Fixed, Id};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::client::{Client, Reply};
use crate::house::{House, NOON};

pub fn random<const N: usize>() -> Fixed<N> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).unwrap();
    Fixed(bytes)
}

pub fn sha256(bytes: &[u8]) -> B32 {
    B32::try_from(digest(&SHA256, bytes).as_ref()).unwrap()
}

/// The month of the tests' clock.
pub fn month() -> u32 {
    Day::from_ms(NOON).unwrap().month_number()
}

/// Somebody with an account and an identity: a practitioner or a phone.
pub struct Person {
    pub account: Id,
    pub key: SigningKey,
    pub device: Id,
    pub role: Role,
    pub keyset: Vec<u8>,
    pub token: String,
}

impl Person {
    pub fn new(role: Role) -> Self {
        let account = random();
        let device = if role == Role::Practitioner { account } else { random() };
        let key = SigningKey::from_seed(random::<32>().as_bytes()).unwrap();
        let mut person = Self { account, key, device, role, keyset: Vec::new(), token: String::new() };
        person.keyset = person.keyset_from(month());
        person
    }

    /// A signed key set of this person for a month and the next.
    pub fn keyset_from(&self, number: u32) -> Vec<u8> {
        let subkeys = [number, number + 1].map(|number| Subkey::for_month(number, random()).unwrap()).to_vec();
        KeySet::new(self.role, self.account, self.key.public(), self.device, subkeys).sign(&self.key).unwrap()
    }

    pub async fn log_in(&mut self, house: &House) {
        let reply = log_in(&house.client, house.relay.origin(), self.account, &self.key).await.is(200);
        self.token = bearer(&reply.json());
    }

    /// A message of this person in its slot, with any sealed bytes.
    pub fn message(&self, mailbox: Id, purpose: Purpose, sequence: u64) -> Vec<u8> {
        let recipient_key = random();
        let outer = Outer { purpose, mailbox, sender: self.key.public(), device: self.device, recipient_key, sequence };
        Message::join(&outer.encode(), random::<SEALED_LEN>().as_bytes())
    }

    pub fn slot(&self, mailbox: Id, recipient: Id, sequence: u64) -> String {
        paths::message(&mailbox, &self.account, &self.device, &recipient, sequence)
    }

    /// Sends a new message and answers its bytes.
    pub async fn send(&self, house: &House, mailbox: Id, recipient: Id, sequence: u64) -> Vec<u8> {
        let purpose = if self.role == Role::Client { Purpose::Review } else { Purpose::Proposal };
        let message = self.message(mailbox, purpose, sequence);
        let slot = self.slot(mailbox, recipient, sequence);
        house.client.put_bytes(&slot, &self.token, &[], &message).await.is(201);
        message
    }

    pub async fn inbox(&self, house: &House) -> InboxResponse {
        house.client.get(&paths::inbox(None, 100), &self.token).await.is(200).json()
    }
}

pub fn bearer(token: &TokenResponse) -> String {
    format!("Bearer {}", token.token)
}

pub async fn challenge(client: &Client, account: Id) -> B32 {
    let reply = client.post(paths::CHALLENGE, None, &ChallengeRequest { account }).await.is(200);
    reply.json::<ChallengeResponse>().challenge
}

pub async fn log_in(client: &Client, origin: &Origin, account: Id, key: &SigningKey) -> Reply {
    let challenge = challenge(client, account).await;
    let signature = login::sign(key, origin, account, &challenge).unwrap();
    client.post(paths::TOKEN, None, &TokenRequest { account, challenge, signature }).await
}

/// Sam's account request with a code from the relay.
pub async fn account_request(house: &House, sam: &Person) -> (AccountRequest, Vec<SigningKey>) {
    let keys: Vec<SigningKey> = (0..2).map(|_| SigningKey::from_seed(random::<32>().as_bytes()).unwrap()).collect();
    let request = AccountRequest {
        enrolment_code: house.relay.enrol().await.unwrap(),
        keyset: Bytes(sam.keyset.clone()),
        methods: keys.iter().map(|key| Method { locator: random(), key: key.public() }).collect(),
        blob: Bytes(b"sealed blob".to_vec()),
    };
    (request, keys)
}

/// A practitioner with an account, logged in.
pub async fn sam(house: &House) -> Person {
    let mut sam = Person::new(Role::Practitioner);
    let (request, _) = account_request(house, &sam).await;
    house.client.post(&paths::account(&sam.account), None, &request).await.is(201);
    sam.log_in(house).await;
    sam
}

/// An invite as the page made it and a phone scanned it.
pub struct Invite {
    pub invite: Id,
    pub auth: B32,
    pub claim: Id,
}

impl Invite {
    pub async fn made_by(house: &House, sam: &Person) -> Self {
        let invite = Self { invite: random(), auth: random(), claim: random() };
        let request = InviteRequest { invite: invite.invite, auth_hash: sha256(&invite.auth.0) };
        house.client.post(paths::INVITES, Some(&sam.token), &request).await.is(201);
        invite
    }

    pub fn secret(&self) -> String {
        format!("Invite {}", self.auth)
    }

    pub async fn claim(&self, house: &House, claim: Id) -> Reply {
        let request = ClaimRequest { auth: self.auth, claim };
        house.client.post(&paths::claim(&self.invite), None, &request).await
    }

    pub async fn mailbox(&self, house: &House, phone: &Person) -> Reply {
        let keyset = Bytes(phone.keyset.clone());
        let request = MailboxRequest { invite: self.invite, auth: self.auth, claim: self.claim, keyset };
        house.client.post(paths::MAILBOXES, None, &request).await
    }

    pub async fn hello(&self, house: &House, mailbox: Id, mac: B32) -> Reply {
        let request = HelloRequest { auth: self.auth, claim: self.claim, mailbox, mac };
        house.client.post(&paths::hello(&self.invite), None, &request).await
    }

    pub async fn reveal(&self, house: &House, sam: &Person, nonce: B32, mac: B32) -> Reply {
        let request = RevealRequest { nonce, mac };
        house.client.post(&paths::reveal(&self.invite), Some(&sam.token), &request).await
    }

    pub async fn confirm(&self, house: &House, sam: &Person, mac: B32) -> Reply {
        house.client.post(&paths::confirm(&self.invite), Some(&sam.token), &ConfirmRequest { mac }).await
    }
}

pub fn roster(phone: &Person, epoch: u64, readers: &[&Person]) -> RosterBody {
    let readers = readers
        .iter()
        .map(|reader| RosterReader::paired(reader.account, reader.key.public(), KeySet::hash_of(&reader.keyset)))
        .collect();
    RosterBody { roster: Bytes(Roster::new(phone.account, epoch, readers).sign(&phone.key).unwrap()) }
}

pub async fn put_roster(house: &House, phone: &Person, body: &RosterBody) -> Reply {
    house.client.put(&paths::roster(&phone.account), &phone.token, body).await
}

/// A phone up to the confirmed words, logged in, with no roster yet.
pub async fn confirmed(house: &House, sam: &Person) -> (Person, Invite) {
    let mut phone = Person::new(Role::Client);
    let invite = Invite::made_by(house, sam).await;
    let keyset: KeysetBody = invite.claim(house, invite.claim).await.is(200).json();
    assert_eq!(keyset.keyset.0, sam.keyset);
    invite.mailbox(house, &phone).await.is(201);
    invite.hello(house, phone.account, random()).await.is(201);
    invite.reveal(house, sam, random(), random()).await.is(201);
    invite.confirm(house, sam, random()).await.is(201);
    phone.log_in(house).await;
    (phone, invite)
}

/// A phone that is paired with Sam.
pub async fn paired(house: &House, sam: &Person) -> Person {
    let (phone, _) = confirmed(house, sam).await;
    put_roster(house, &phone, &roster(&phone, 1, &[sam])).await.is(201);
    phone
}
