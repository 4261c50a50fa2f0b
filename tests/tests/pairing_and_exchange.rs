//! The core's pairing and exchange over real HTTP against the real relay, with Sam's page played by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use handrail_clinic::{Relay, RelayConfig, RunningRelay};
use handrail_core::ids::{Randomness as _, SystemRandomness};
use handrail_core::seal::chain::{Link, Neighbours};
use handrail_core::seal::keys::{SigningKey, SubkeySecret, new_seed};
use handrail_core::seal::message::{OpenRequest, SealRequest, open, seal};
use handrail_core::seal::parts;
use handrail_core::seal::words::four_words;
use handrail_core::sync::http::{CancelToken, Http, exchange, pair};
use handrail_core::sync::pairing::{Ended, Pairing, Step};
use handrail_core::sync::relay::{Account, Exchange, RosterFate, Stopped, Summary, Token};
use handrail_core::sync::{
    Incoming, MailboxState, Method, Outgoing, Pin, Relationship, Request, Response, SendRefusal, StoreFailed, TakenIn,
};
use handrail_wire::api::{
    AccountRequest, ChallengeRequest, ChallengeResponse, ConfirmRequest, Cursor, InboxResponse, InviteRequest,
    InviteState, InviteView, Method as UnlockMethod, RevealRequest, RosterBody, TokenRequest, TokenResponse, paths,
};
use handrail_wire::invite::{Invite, Statement};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::login::{self, Origin};
use handrail_wire::outer::Purpose;
use handrail_wire::roster::Roster;
use handrail_wire::{B32, Day, Hash, Id, derive};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

fn now_ms() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

fn draw<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandomness::default().fill(&mut bytes).unwrap();
    bytes
}

/// A relay in a folder of its own.
struct House {
    relay: RunningRelay,
    folder: PathBuf,
}

impl House {
    async fn open() -> Self {
        let folder = std::env::temp_dir().join(format!("handrail-pairing-{}", Id::from(draw::<16>())));
        std::fs::create_dir_all(&folder).unwrap();
        let relay = Relay::start(RelayConfig::new(&folder)).await.unwrap();
        Self { relay, folder }
    }

    async fn close(self) {
        self.relay.shutdown().await.unwrap();
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// Sam at the clinic's PC.
struct Sam {
    http: Http,
    origin: Origin,
    account: Id,
    identity: SigningKey,
    subkey: SubkeySecret,
    keyset: Vec<u8>,
    token: String,
}

impl Sam {
    async fn enrol(house: &House) -> Self {
        let origin = house.relay.origin().clone();
        let identity = SigningKey::from_seed(&new_seed(&SystemRandomness::default()).unwrap()).unwrap();
        let subkey = SubkeySecret::from_seed(&draw()).unwrap();
        let account = Id::from(draw());
        let month = Day::from_ms(now_ms()).unwrap().month_number();
        let subkeys = vec![Subkey::for_month(month, *subkey.public()).unwrap()];
        let keyset = KeySet::new(Role::Practitioner, account, identity.public(), account, subkeys);
        let keyset = keyset.sign(&identity).unwrap();
        let method =
            || UnlockMethod { locator: Id::from(draw()), key: SigningKey::from_seed(&draw()).unwrap().public() };
        let mut sam = Self {
            http: Http::new(&origin, None).unwrap(),
            origin,
            account,
            identity,
            subkey,
            keyset: keyset.clone(),
            token: String::new(),
        };
        let request = AccountRequest {
            enrolment_code: house.relay.enrol().await.unwrap(),
            keyset: keyset.into(),
            methods: vec![method(), method()],
            blob: b"sealed".to_vec().into(),
        };
        assert_eq!(sam.json(Method::Post, paths::account(&account), &request).await.status, 201);
        let asked = ChallengeRequest { account };
        let answer: ChallengeResponse = read(&sam.json(Method::Post, paths::CHALLENGE.into(), &asked).await);
        let signature = login::sign(&sam.identity, &sam.origin, account, &answer.challenge).unwrap();
        let asked = TokenRequest { account, challenge: answer.challenge, signature };
        let answer: TokenResponse = read(&sam.json(Method::Post, paths::TOKEN.into(), &asked).await);
        sam.token = format!("Bearer {}", answer.token);
        sam
    }

    async fn send(&self, method: Method, path: String, body: Option<(&'static str, Vec<u8>)>) -> Response {
        let (content_type, body) = body.unzip();
        let authorisation = (!self.token.is_empty()).then(|| Zeroizing::new(self.token.clone()));
        let request = Request { method, path, authorisation, content_type, body, if_match: None, limit: 1 << 20 };
        self.http.send(&request).await.unwrap()
    }

    async fn json<T: Serialize>(&self, method: Method, path: String, body: &T) -> Response {
        let body = serde_json::to_vec(body).unwrap();
        self.send(method, path, Some(("application/json", body))).await
    }

    /// Shows a code: the invite and the nonce it has fixed.
    async fn invite(&self) -> (Invite, B32) {
        let nonce = B32::from(draw());
        let invite = Invite {
            origin: self.origin.clone(),
            invite: Id::from(draw()),
            seed: Zeroizing::new(draw()),
            keyset: KeySet::hash_of(&self.keyset),
            nonce: Hash::from(derive::sha256(nonce.as_bytes())),
            certificate: None,
            language: "en".into(),
            display_name: "Sam Okafor".into(),
        };
        let auth_hash = Hash::from(derive::sha256(invite.auth().unwrap().as_bytes()));
        let request = InviteRequest { invite: invite.invite, auth_hash };
        assert_eq!(self.json(Method::Post, paths::INVITES.into(), &request).await.status, 201);
        (invite, nonce)
    }

    /// Waits for a hello, checks it, tells the nonce; gives the transcript.
    async fn reveal(&self, invite: &Invite, nonce: &B32) -> Vec<u8> {
        let view = loop {
            let view: InviteView = read(&self.send(Method::Get, paths::invite(&invite.invite), None).await);
            if view.state == InviteState::Hello {
                break view;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        let client = view.keyset.unwrap().0;
        let transcript = invite.transcript(&self.keyset, &client, view.mailbox.unwrap());
        let key = invite.mac_key().unwrap();
        key.check_hello(&transcript, &view.mac.unwrap()).unwrap();
        let mac = key.statement(Statement::Nonce, &transcript, nonce);
        let request = RevealRequest { nonce: *nonce, mac };
        let status = self.json(Method::Post, paths::reveal(&invite.invite), &request).await.status;
        assert!(status == 200 || status == 201);
        transcript
    }

    async fn confirm(&self, invite: &Invite, transcript: &[u8], nonce: &B32) {
        let mac = invite.mac_key().unwrap().statement(Statement::Confirm, transcript, nonce);
        let path = paths::confirm(&invite.invite);
        assert_eq!(self.json(Method::Post, path, &ConfirmRequest { mac }).await.status, 201);
    }
}

fn read<T: DeserializeOwned>(response: &Response) -> T {
    assert_eq!(response.status, 200);
    serde_json::from_slice(&response.body).unwrap()
}

/// A phone's mailbox in memory that opens what comes in.
struct Phone {
    kept: Relationship,
    keys: Vec<SubkeySecret>,
    roster_waits: bool,
    asked_ms: i64,
    outbox: BTreeMap<u64, Vec<u8>>,
    delivered: Vec<u64>,
    cursor: Option<Cursor>,
    chain: BTreeMap<u64, Link>,
    bodies: Vec<Vec<u8>>,
    due: Vec<Cursor>,
    token: Option<Token>,
}

impl Phone {
    fn new(kept: Relationship) -> Self {
        let keys = kept.subkeys.iter().map(|it| SubkeySecret::from_seed(&it.seed).unwrap()).collect();
        Self {
            kept,
            keys,
            roster_waits: true,
            asked_ms: 0,
            outbox: BTreeMap::new(),
            delivered: Vec::new(),
            cursor: None,
            chain: BTreeMap::new(),
            bodies: Vec::new(),
            due: Vec::new(),
            token: None,
        }
    }

    async fn sync(&mut self, http: &Http) -> Summary {
        let account = Account {
            origin: self.kept.origin.clone(),
            mailbox: self.kept.mailbox,
            device: self.kept.device,
            identity: SigningKey::from_seed(&self.kept.identity_seed).unwrap(),
        };
        let mut machine = Exchange::new(account, self.token.take(), Arc::new(SystemRandomness::default()));
        let summary = exchange(http, &mut machine, self, &now_ms, &CancelToken::new()).await.unwrap();
        self.token = machine.token();
        summary
    }
}

impl MailboxState for Phone {
    fn roster_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed> {
        Ok(self.roster_waits.then(|| self.kept.roster.clone()))
    }
    fn roster_sent(&mut self) -> Result<(), StoreFailed> {
        self.roster_waits = false;
        Ok(())
    }
    fn pins(&mut self) -> Result<Vec<Pin>, StoreFailed> {
        let pin = |it: &handrail_core::sync::Reader| Pin {
            account: it.account,
            identity: it.identity,
            highest: it.highest,
            asked_ms: self.asked_ms,
        };
        Ok(self.kept.readers.iter().map(pin).collect())
    }
    fn keyset_renewed(&mut self, _: Id, keyset: &[u8], _: u32, now_ms: i64) -> Result<(), StoreFailed> {
        self.kept.readers[0].keyset = keyset.to_vec();
        self.asked_ms = now_ms;
        Ok(())
    }
    fn next_to_send(&mut self) -> Result<Option<Outgoing>, StoreFailed> {
        let recipient = self.kept.readers[0].account;
        let waiting = self.outbox.iter().find(|(sequence, _)| !self.delivered.contains(sequence));
        Ok(waiting.map(|(sequence, message)| Outgoing { recipient, sequence: *sequence, message: message.clone() }))
    }
    fn mark_delivered(&mut self, _: Id, sequence: u64) -> Result<(), StoreFailed> {
        self.delivered.push(sequence);
        Ok(())
    }
    fn quarantine(&mut self, _: Id, sequence: u64, why: SendRefusal) -> Result<(), StoreFailed> {
        panic!("{sequence} was refused: {why:?}")
    }
    fn cursor(&mut self) -> Result<Option<Cursor>, StoreFailed> {
        Ok(self.cursor)
    }
    fn set_cursor(&mut self, cursor: Cursor) -> Result<(), StoreFailed> {
        self.cursor = Some(cursor);
        Ok(())
    }
    fn take_in(&mut self, incoming: &Incoming) -> Result<TakenIn, StoreFailed> {
        let sender = &self.kept.readers[0];
        let opened = open(&OpenRequest {
            message: &incoming.message,
            keys: &self.keys,
            mailbox: self.kept.mailbox,
            sender: sender.identity,
            device: sender.account,
            purposes: &[Purpose::Proposal, Purpose::Receipt],
            sequence: incoming.sequence,
            neighbours: Neighbours {
                same: self.chain.get(&incoming.sequence).copied(),
                before: self.chain.get(&(incoming.sequence - 1)).copied(),
                after: self.chain.get(&(incoming.sequence + 1)).copied(),
                highest: self.chain.keys().last().copied().unwrap_or(0),
            },
        })
        .unwrap();
        self.chain.insert(opened.sequence, opened.link());
        self.bodies.push(opened.body);
        self.due.push(incoming.cursor);
        Ok(TakenIn::Kept)
    }
    fn acks_due(&mut self, most: usize) -> Result<Vec<Cursor>, StoreFailed> {
        Ok(self.due.iter().take(most).copied().collect())
    }
    fn acked(&mut self, cursors: &[Cursor]) -> Result<(), StoreFailed> {
        self.due.retain(|cursor| !cursors.contains(cursor));
        Ok(())
    }
    fn epoch_changed(&mut self) -> Result<(), StoreFailed> {
        panic!("nobody restored this relay")
    }
}

fn scan(invite: &Invite) -> (Pairing, Http) {
    let text = invite.to_qr().unwrap();
    let pairing = Pairing::scan(&text, now_ms(), Arc::new(SystemRandomness::default())).unwrap();
    let http = Http::new(&invite.origin, invite.certificate.as_ref()).unwrap();
    (pairing, http)
}

/// Both screens up to the words.
async fn compare(sam: &Sam, invite: &Invite, nonce: &B32, pairing: &mut Pairing, http: &Http) -> Vec<u8> {
    let cancel = CancelToken::new();
    let (transcript, step) = tokio::join!(sam.reveal(invite, nonce), pair(http, pairing, &now_ms, &cancel));
    let Step::Compare(words) = step.unwrap() else { panic!("no words") };
    let theirs = four_words(&invite.mac_key().unwrap(), &transcript, nonce, "en").unwrap();
    assert_eq!(words, theirs);
    transcript
}

async fn paired(sam: &Sam) -> (Relationship, Http) {
    let (invite, nonce) = sam.invite().await;
    let (mut pairing, http) = scan(&invite);
    let transcript = compare(sam, &invite, &nonce, &mut pairing, &http).await;
    pairing.same();
    sam.confirm(&invite, &transcript, &nonce).await;
    match pair(&http, &mut pairing, &now_ms, &CancelToken::new()).await.unwrap() {
        Step::Done(kept) => (*kept, http),
        step => panic!("{step:?}"),
    }
}

#[tokio::test]
async fn a_phone_pairs_sends_a_review_and_gets_a_proposal_back() {
    let house = House::open().await;
    let sam = Sam::enrol(&house).await;
    let (kept, http) = paired(&sam).await;
    let own = KeySet::open(&kept.keyset).unwrap();
    let mailbox = kept.mailbox;
    let mut phone = Phone::new(kept);

    // Up: the roster, then a review of one part.
    let reader_key = *phone.kept.readers[0].open_keyset().unwrap().subkeys[0].key.as_bytes();
    let body = br#"{"type":"review","version":1}"#;
    let sealed = seal(
        &SealRequest {
            purpose: Purpose::Review,
            mailbox,
            sender: &SigningKey::from_seed(&phone.kept.identity_seed).unwrap(),
            device: phone.kept.device,
            reader_key: &reader_key,
            sequence: 1,
            previous: [0; 32],
            roster_epoch: 1,
            packet: Id::from(draw()),
            part: 1,
            of: 1,
            from_ms: 1,
            until_ms: 2,
            all_reader_hashes: &[sam.subkey.hash().0],
            body: &parts::split(body, 1).unwrap()[0],
        },
        &SystemRandomness::default(),
    )
    .unwrap();
    phone.outbox.insert(1, sealed.bytes.clone());
    let summary = phone.sync(&http).await;
    assert_eq!(summary, Summary { roster: RosterFate::Stored, delivered: 1, keysets: 1, ..Summary::default() });

    // Sam takes the roster as the phone's yes, and reads.
    let roster: RosterBody = read(&sam.send(Method::Get, paths::roster(&mailbox), None).await);
    let roster = Roster::open(&roster.roster.0, mailbox, &own.identity).unwrap();
    assert!(roster.reader(sam.account).is_some());
    let inbox: InboxResponse = read(&sam.send(Method::Get, paths::inbox(None, 50), None).await);
    assert_eq!(inbox.messages.len(), 1);
    let opened = open(&OpenRequest {
        message: &inbox.messages[0].message.0,
        keys: std::slice::from_ref(&sam.subkey),
        mailbox,
        sender: own.identity,
        device: own.device,
        purposes: &[Purpose::Review],
        sequence: 1,
        neighbours: Neighbours::default(),
    })
    .unwrap();
    assert_eq!((opened.body.as_slice(), opened.inner_hash), (body.as_slice(), sealed.inner_hash));

    // Down: two proposals, the second in a later exchange.
    let mut previous = [0; 32];
    for sequence in 1..=2 {
        let text = format!("{{\"type\":\"proposal\",\"version\":{sequence}}}");
        let client_key = own.subkeys[0].key;
        let down = seal(
            &SealRequest {
                purpose: Purpose::Proposal,
                mailbox,
                sender: &sam.identity,
                device: sam.account,
                reader_key: client_key.as_bytes(),
                sequence,
                previous,
                roster_epoch: 1,
                packet: Id::from(draw()),
                part: 1,
                of: 1,
                from_ms: 0,
                until_ms: 0,
                all_reader_hashes: &[derive::sha256(client_key.as_bytes())],
                body: &parts::deflate(text.as_bytes()).unwrap(),
            },
            &SystemRandomness::default(),
        )
        .unwrap();
        previous = down.inner_hash;
        let path = paths::message(&mailbox, &sam.account, &sam.account, &mailbox, sequence);
        let put = sam.send(Method::Put, path, Some(("application/octet-stream", down.bytes))).await;
        assert_eq!(put.status, 201);
        assert_eq!(phone.sync(&http).await, Summary { taken_in: 1, ..Summary::default() });
        assert_eq!(phone.bodies.last().unwrap(), text.as_bytes());
        assert!(phone.due.is_empty(), "acknowledged");
    }

    // Nothing new: one call, nothing up, a line down.
    let before = http.traffic();
    assert_eq!(phone.sync(&http).await, Summary::default());
    let after = http.traffic();
    assert_eq!((after.calls - before.calls, after.sent - before.sent), (1, 0));
    assert!(after.received - before.received <= 130, "{} bytes", after.received - before.received);
    house.close().await;
}

#[tokio::test]
async fn different_words_leave_nothing_at_the_relay_either() {
    let house = House::open().await;
    let sam = Sam::enrol(&house).await;
    let (invite, nonce) = sam.invite().await;
    let (mut pairing, http) = scan(&invite);
    compare(&sam, &invite, &nonce, &mut pairing, &http).await;
    pairing.different();
    let step = pair(&http, &mut pairing, &now_ms, &CancelToken::new()).await.unwrap();
    assert!(matches!(step, Step::Ended(Ended::Different)));
    assert_eq!(sam.send(Method::Get, paths::invite(&invite.invite), None).await.status, 404);
    house.close().await;
}

#[tokio::test]
async fn a_code_scanned_twice_is_worth_nothing_to_either_phone() {
    let house = House::open().await;
    let sam = Sam::enrol(&house).await;
    let (invite, nonce) = sam.invite().await;
    let (mut first, first_http) = scan(&invite);
    compare(&sam, &invite, &nonce, &mut first, &first_http).await;
    let (mut second, second_http) = scan(&invite);
    let cancel = CancelToken::new();
    let step = pair(&second_http, &mut second, &now_ms, &cancel).await.unwrap();
    assert!(matches!(step, Step::Ended(Ended::UsedBefore)));
    first.same();
    let step = pair(&first_http, &mut first, &now_ms, &cancel).await.unwrap();
    assert!(matches!(step, Step::Ended(Ended::Expired)));
    house.close().await;
}

#[tokio::test]
async fn a_relay_that_is_gone_loses_nothing_and_is_said_so() {
    let house = House::open().await;
    let sam = Sam::enrol(&house).await;
    let (kept, http) = paired(&sam).await;
    let mut phone = Phone::new(kept);
    house.close().await;
    let summary = phone.sync(&http).await;
    assert_eq!(summary.stopped, Some(Stopped::Away));
    assert!(phone.roster_waits);
}
