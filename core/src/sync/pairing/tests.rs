//! The phone against a page and a relay in memory: agreement, and every way not to agree.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::VecDeque;
use std::sync::Arc;

use handrail_wire::api::{ClaimRequest, HelloRequest, KeysetBody, MailboxRequest, RevealView};
use handrail_wire::invite::LIFETIME_MS;
use handrail_wire::{Hash, Key32, derive};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::ids::SystemRandomness;
use crate::sync::tests::relay::problem;

const NOW: i64 = 1_795_000_000_000;

fn ok<T: Serialize>(status: u16, body: &T) -> Response {
    Response { status, retry_after_ms: None, body: serde_json::to_vec(body).unwrap() }
}

fn read<T: DeserializeOwned>(request: &Request) -> T {
    serde_json::from_slice(request.body.as_ref().unwrap()).unwrap()
}

/// Sam's page and the relay between, as one: what the phone sees of both.
struct Clinic {
    identity: SigningKey,
    keyset: Vec<u8>,
    nonce: B32,
    invite: Invite,
    claim: Option<Id>,
    client: Option<Vec<u8>>,
    hello: Option<(Id, B32)>,
    revealed: bool,
    confirmed: bool,
    gone: bool,
    log: Vec<String>,
    faults: VecDeque<Result<u16, Failure>>,
}

impl Clinic {
    fn new() -> Self {
        let identity = SigningKey::from_seed(&[2; 32]).unwrap();
        let account = Id::from([0x5a; 16]);
        let secret = SubkeySecret::from_seed(&[7; 32]).unwrap();
        let month = Day::from_ms(NOW).unwrap().month_number();
        let subkeys = vec![Subkey::for_month(month, *secret.public()).unwrap()];
        let set = KeySet::new(Role::Practitioner, account, identity.public(), account, subkeys);
        let keyset = set.sign(&identity).unwrap();
        let nonce = B32::from([4; 32]);
        let invite = Invite {
            origin: "https://clinic.example".parse().unwrap(),
            invite: Id::from([1; 16]),
            seed: Zeroizing::new([3; 16]),
            keyset: KeySet::hash_of(&keyset),
            nonce: Hash::from(derive::sha256(nonce.as_bytes())),
            certificate: None,
            language: "en".into(),
            display_name: "Sam Okafor".into(),
        };
        Self {
            identity,
            keyset,
            nonce,
            invite,
            claim: None,
            client: None,
            hello: None,
            revealed: true,
            confirmed: false,
            gone: false,
            log: Vec::new(),
            faults: VecDeque::new(),
        }
    }

    fn transcript(&self) -> Vec<u8> {
        let mailbox = self.hello.unwrap().0;
        self.invite.transcript(&self.keyset, self.client.as_ref().unwrap(), mailbox)
    }

    /// What the page shows.
    fn words(&self) -> [&'static str; 4] {
        four_words(&self.invite.mac_key().unwrap(), &self.transcript(), &self.nonce, "en").unwrap()
    }

    fn call(&mut self, request: &Request) -> Result<Response, Failure> {
        match self.faults.pop_front() {
            Some(Err(Failure::Timeout)) => {
                self.answer(request); // it arrived; the answer did not
                return Err(Failure::Timeout);
            }
            Some(Err(failure)) => return Err(failure),
            Some(Ok(0)) | None => {}
            Some(Ok(status)) => return Ok(Response { status, retry_after_ms: None, body: b"<html>".to_vec() }),
        }
        Ok(self.answer(request))
    }

    fn answer(&mut self, request: &Request) -> Response {
        self.log.push(format!("{} {}", request.method.as_str(), request.path));
        let auth = self.invite.auth().unwrap();
        if self.gone {
            return problem(410, "expired");
        }
        let authorised = || request.authorisation.as_ref().unwrap().as_str() == format!("Invite {auth}");
        let last = request.path.rsplit('/').next().unwrap();
        match (request.method, last) {
            (Method::Post, "claim") => {
                let body: ClaimRequest = read(request);
                assert_eq!(body.auth, auth);
                if *self.claim.get_or_insert(body.claim) != body.claim {
                    self.gone = true;
                    return problem(409, "conflict");
                }
                ok(200, &KeysetBody { keyset: self.keyset.clone().into() })
            }
            (Method::Post, "mailboxes") => {
                let body: MailboxRequest = read(request);
                assert_eq!((body.auth, Some(body.claim)), (auth, self.claim));
                self.client = Some(body.keyset.0);
                ok(201, &())
            }
            (Method::Post, "hello") => {
                let body: HelloRequest = read(request);
                let hello = (body.mailbox, body.mac);
                if *self.hello.get_or_insert(hello) != hello {
                    self.gone = true;
                    return problem(409, "conflict");
                }
                ok(200, &())
            }
            (Method::Get, "reveal") => {
                assert!(authorised());
                if !self.revealed {
                    return Response { status: 204, retry_after_ms: None, body: Vec::new() };
                }
                // The page looks at the hello before it tells its nonce.
                let key = self.invite.mac_key().unwrap();
                let transcript = self.transcript();
                key.check_hello(&transcript, &self.hello.unwrap().1).unwrap();
                let says = |what| key.statement(what, &transcript, &self.nonce);
                let confirmed = self.confirmed.then(|| says(Statement::Confirm));
                ok(200, &RevealView { nonce: self.nonce, mac: says(Statement::Nonce), confirmed })
            }
            (Method::Delete, _) => {
                assert!(authorised());
                self.gone = true;
                Response { status: 204, retry_after_ms: None, body: Vec::new() }
            }
            _ => problem(404, "not_found"),
        }
    }
}

fn scan(clinic: &Clinic) -> Pairing {
    Pairing::scan(&clinic.invite.to_qr().unwrap(), NOW, Arc::new(SystemRandomness::default())).unwrap()
}

/// Runs until a person or nobody is needed; the clock jumps over waits.
fn drive(pairing: &mut Pairing, clinic: &mut Clinic, now_ms: &mut i64) -> Step {
    for _ in 0..2_000 {
        match pairing.next(*now_ms) {
            Step::Send(request) => {
                let answer = clinic.call(&request);
                pairing.feed(*now_ms, answer);
            }
            Step::Wait(until) => {
                assert!(until > *now_ms);
                *now_ms = until;
            }
            step => return step,
        }
    }
    panic!("a pairing without an end")
}

fn to_words(pairing: &mut Pairing, clinic: &mut Clinic, now_ms: &mut i64) -> [&'static str; 4] {
    match drive(pairing, clinic, now_ms) {
        Step::Compare(words) => words,
        step => panic!("{step:?}"),
    }
}

fn ended(step: &Step) -> Ended {
    match step {
        Step::Ended(why) => *why,
        step => panic!("{step:?}"),
    }
}

fn assert_paired(step: Step, clinic: &Clinic) {
    let Step::Done(kept) = step else { panic!("{step:?}") };
    let (mailbox, _) = clinic.hello.unwrap();
    assert_eq!(kept.mailbox, mailbox);
    assert_eq!(Some(&kept.keyset), clinic.client.as_ref());
    let own = KeySet::open(&kept.keyset).unwrap();
    assert_eq!((own.role, own.account, own.device), (Role::Client, mailbox, kept.device));
    let identity = SigningKey::from_seed(&kept.identity_seed).unwrap();
    assert_eq!(identity.public(), own.identity);
    for (seed, subkey) in kept.subkeys.iter().zip(&own.subkeys) {
        let secret = SubkeySecret::from_seed(&seed.seed).unwrap();
        assert_eq!((seed.number, *secret.public()), (subkey.number, subkey.key));
    }
    assert_eq!(kept.subkeys.len(), 2);
    // The page takes this roster as the phone's yes.
    let roster = Roster::open(&kept.roster, mailbox, &own.identity).unwrap();
    assert_eq!((roster.epoch, roster.readers.len()), (1, 1));
    assert_eq!(roster.readers[0].identity, clinic.identity.public());
    assert_eq!(roster.readers[0].keyset, clinic.invite.keyset);
    assert_eq!(kept.readers[0].name, "Sam Okafor");
    assert_eq!(kept.readers[0].keyset, clinic.keyset);
}

#[test]
fn two_people_see_the_same_words_and_both_say_so() {
    let (mut clinic, mut now) = (Clinic::new(), NOW);
    let mut pairing = scan(&clinic);
    assert_eq!(pairing.name(), "Sam Okafor");
    let words = to_words(&mut pairing, &mut clinic, &mut now);
    assert_eq!(words, clinic.words());
    assert_eq!(pairing.words(), Some(words));
    clinic.confirmed = true;
    pairing.same();
    let step = drive(&mut pairing, &mut clinic, &mut now);
    assert_paired(step, &clinic);
    assert!(pairing.own.is_none(), "the keys live in what is kept and nowhere else");
    assert!(matches!(pairing.next(now + LIFETIME_MS), Step::Done(_)), "done stays done");
}

#[test]
fn the_page_may_be_slow_at_every_step() {
    let (mut clinic, mut now) = (Clinic::new(), NOW);
    clinic.revealed = false;
    let mut pairing = scan(&clinic);
    while clinic.log.len() < 20 {
        match pairing.next(now) {
            Step::Send(request) => pairing.feed(now, clinic.call(&request)),
            Step::Wait(until) => now = until,
            step => panic!("{step:?}"),
        }
    }
    clinic.revealed = true;
    to_words(&mut pairing, &mut clinic, &mut now);
    pairing.same();
    let looks = clinic.log.len();
    while clinic.log.len() < looks + 10 {
        match pairing.next(now) {
            Step::Send(request) => pairing.feed(now, clinic.call(&request)),
            Step::Wait(until) => now = until,
            step => panic!("one yes is not two: {step:?}"),
        }
    }
    clinic.confirmed = true;
    let step = drive(&mut pairing, &mut clinic, &mut now);
    assert_paired(step, &clinic);
    assert!(now - NOW < 60_000);
}

#[test]
fn a_yes_there_is_no_yes_here() {
    let (mut clinic, mut now) = (Clinic::new(), NOW);
    clinic.confirmed = true;
    let mut pairing = scan(&clinic);
    to_words(&mut pairing, &mut clinic, &mut now);
    for _ in 0..10 {
        assert!(matches!(pairing.next(now), Step::Compare(_)));
    }
}

#[test]
fn different_words_wipe_the_keys_before_anything_is_sent() {
    let (mut clinic, mut now) = (Clinic::new(), NOW);
    let mut pairing = scan(&clinic);
    to_words(&mut pairing, &mut clinic, &mut now);
    pairing.different();
    assert!(pairing.own.is_none() && pairing.theirs.is_none());
    assert_eq!(ended(&drive(&mut pairing, &mut clinic, &mut now)), Ended::Different);
    assert!(clinic.gone, "and the relay was told");
    pairing.same();
    assert_eq!(ended(&pairing.next(now)), Ended::Different);
    // Also where the relay cannot be told.
    let mut clinic = Clinic::new();
    let mut pairing = scan(&clinic);
    to_words(&mut pairing, &mut clinic, &mut now);
    pairing.different();
    clinic.faults.push_back(Err(Failure::Offline));
    assert_eq!(ended(&drive(&mut pairing, &mut clinic, &mut now)), Ended::Different);
}

#[test]
fn ten_minutes_end_it_wherever_it_stands() {
    for calls in 0..5 {
        let (mut clinic, mut now) = (Clinic::new(), NOW);
        let mut pairing = scan(&clinic);
        for _ in 0..calls {
            if let Step::Send(request) = pairing.next(now) {
                pairing.feed(now, clinic.call(&request));
            }
        }
        now += LIFETIME_MS;
        assert_eq!(ended(&pairing.next(now)), Ended::Expired);
        assert!(pairing.own.is_none());
    }
    let clinic = Clinic::new();
    let mut pairing = scan(&clinic);
    assert_eq!(ended(&pairing.next(NOW - 1)), Ended::Expired, "a clock set back");
}

#[test]
fn a_code_used_before_or_ended_by_the_page_is_said_so() {
    let (mut clinic, mut now) = (Clinic::new(), NOW);
    clinic.claim = Some(Id::from([9; 16]));
    let step = drive(&mut scan(&clinic), &mut clinic, &mut now);
    assert_eq!(ended(&step), Ended::UsedBefore);
    let mut clinic = Clinic::new();
    let mut pairing = scan(&clinic);
    to_words(&mut pairing, &mut clinic, &mut now);
    pairing.same();
    clinic.gone = true;
    assert_eq!(ended(&drive(&mut pairing, &mut clinic, &mut now)), Ended::Expired);
    assert!(pairing.own.is_none());
}

#[test]
fn a_relay_that_swaps_the_key_set_is_noticed() {
    // Signed by somebody else, and the very key set with a byte changed.
    let other = SigningKey::from_seed(&[5; 32]).unwrap();
    let good = Clinic::new();
    let mut set = KeySet::open(&good.keyset).unwrap();
    set.identity = other.public();
    let mut damaged = good.keyset.clone();
    damaged[40] ^= 1;
    for served in [set.sign(&other).unwrap(), damaged, Vec::new()] {
        let (mut clinic, mut now) = (Clinic::new(), NOW);
        let mut pairing = scan(&clinic);
        clinic.keyset = served;
        assert_eq!(ended(&drive(&mut pairing, &mut clinic, &mut now)), Ended::DoesNotFit);
        assert!(clinic.gone);
    }
    // A client's key set in a code, its hash quite right.
    let (mut clinic, mut now) = (Clinic::new(), NOW);
    let mut client = KeySet::open(&clinic.keyset).unwrap();
    client.role = Role::Client;
    clinic.keyset = client.sign(&clinic.identity).unwrap();
    clinic.invite.keyset = KeySet::hash_of(&clinic.keyset);
    let step = drive(&mut scan(&clinic), &mut clinic, &mut now);
    assert_eq!(ended(&step), Ended::DoesNotFit);
}

/// Reaches the nonce, then answers with what `change` makes of an honest view.
fn with_view(change: impl Fn(&mut RevealView), after_same: bool) -> Step {
    let (mut clinic, mut now) = (Clinic::new(), NOW);
    clinic.confirmed = true;
    let mut pairing = scan(&clinic);
    if after_same {
        clinic.confirmed = false;
        to_words(&mut pairing, &mut clinic, &mut now);
        pairing.same();
    }
    for _ in 0..100 {
        match pairing.next(now) {
            Step::Send(request) => {
                let mut answer = clinic.call(&request);
                if request.path.ends_with("reveal") {
                    let mut view: RevealView = answer.as_ref().unwrap().read().unwrap();
                    change(&mut view);
                    answer = Ok(ok(200, &view));
                }
                pairing.feed(now, answer);
            }
            Step::Wait(until) => now = until,
            step => return step,
        }
    }
    panic!("no end")
}

#[test]
fn a_nonce_or_a_yes_made_up_by_the_relay_is_noticed() {
    let forged = B32::from([0xee; 32]);
    assert_eq!(ended(&with_view(|view| view.nonce = forged, false)), Ended::DoesNotFit);
    assert_eq!(ended(&with_view(|view| view.mac = forged, false)), Ended::DoesNotFit);
    assert_eq!(ended(&with_view(|view| view.confirmed = Some(forged), false)), Ended::DoesNotFit);
    assert_eq!(ended(&with_view(|view| view.confirmed = Some(forged), true)), Ended::DoesNotFit);
    // The page's own statement about the nonce is not its yes.
    assert_eq!(ended(&with_view(|view| view.confirmed = Some(view.mac), true)), Ended::DoesNotFit);
    assert_eq!(ended(&with_view(|view| view.nonce = forged, true)), Ended::DoesNotFit);
}

#[test]
fn any_one_fault_at_any_one_call_still_ends_in_an_agreement() {
    let faults = [Err(Failure::Offline), Err(Failure::Timeout), Err(Failure::Torn), Ok(500), Ok(503), Ok(429)];
    for at in 0..6 {
        for fault in faults {
            let (mut clinic, mut now) = (Clinic::new(), NOW);
            clinic.faults.extend(vec![Ok(0); at]);
            clinic.faults.push_back(fault);
            let mut pairing = scan(&clinic);
            let words = to_words(&mut pairing, &mut clinic, &mut now);
            assert_eq!(words, clinic.words(), "{at} {fault:?}");
            clinic.confirmed = true;
            pairing.same();
            let step = drive(&mut pairing, &mut clinic, &mut now);
            assert_paired(step, &clinic);
        }
    }
}

#[test]
fn what_answers_and_is_no_relay_ends_it() {
    for (fault, why) in [
        (Ok(302), Ended::Refused),
        (Ok(400), Ended::Refused),
        (Ok(401), Ended::Refused),
        (Ok(404), Ended::Expired),
        (Err(Failure::NotTrusted), Ended::DoesNotFit),
        (Err(Failure::TooLarge), Ended::Refused),
    ] {
        let (mut clinic, mut now) = (Clinic::new(), NOW);
        clinic.faults.push_back(fault);
        let mut pairing = scan(&clinic);
        assert_eq!(ended(&drive(&mut pairing, &mut clinic, &mut now)), why, "{fault:?}");
        assert!(pairing.own.is_none());
    }
    for (fault, why) in [(Err(Failure::Offline), Ended::Away), (Ok(200), Ended::Refused)] {
        let (mut clinic, mut now) = (Clinic::new(), NOW);
        clinic.faults.extend([fault; 20]);
        assert_eq!(ended(&drive(&mut scan(&clinic), &mut clinic, &mut now)), why);
    }
}

#[test]
fn only_a_code_of_ours_to_a_private_relay_starts_a_pairing() {
    let scan = |text: &str| Pairing::scan(text, NOW, Arc::new(SystemRandomness::default())).err();
    assert_eq!(scan("https://example.org"), Some(ScanError::NotACode));
    assert_eq!(scan("HANDRAIL2.AAAA"), Some(ScanError::Newer));
    assert_eq!(scan("HANDRAIL1.AQ"), Some(ScanError::Damaged));
    let mut invite = Clinic::new().invite;
    let text = invite.to_qr().unwrap();
    assert_eq!(scan(&format!("\n{text} ")), None, "scanners add white space");
    invite.origin = "http://clinic.example".parse().unwrap();
    assert_eq!(scan(&invite.to_qr().unwrap()), Some(ScanError::Damaged));
    invite.origin = "http://127.0.0.1:8080".parse().unwrap();
    assert_eq!(scan(&invite.to_qr().unwrap()), None);
}

#[test]
fn two_pairings_share_no_key_and_no_account() {
    let keep = || {
        let (mut clinic, mut now) = (Clinic::new(), NOW);
        clinic.confirmed = true;
        let mut pairing = scan(&clinic);
        to_words(&mut pairing, &mut clinic, &mut now);
        pairing.same();
        match drive(&mut pairing, &mut clinic, &mut now) {
            Step::Done(kept) => kept,
            step => panic!("{step:?}"),
        }
    };
    let (one, two) = (keep(), keep());
    assert_ne!(one.mailbox, two.mailbox);
    assert_ne!(one.device, two.device);
    assert_ne!(one.identity_seed, two.identity_seed);
    assert_ne!(one.subkeys[0].seed, two.subkeys[0].seed);
    assert_ne!(one.subkeys[0].seed, one.subkeys[1].seed);
    let shown = format!("{one:?}");
    assert!(!shown.contains("Sam"));
    assert_ne!(Key32::from(*one.identity_seed), Key32::from([0; 32]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_answers_at_all_end_without_a_panic_and_never_in_an_agreement(
        answers in proptest::collection::vec((100_u16..600, "\\PC{0,60}"), 1..60),
    ) {
        let clinic = Clinic::new();
        let (mut pairing, mut now) = (scan(&clinic), NOW);
        for (status, body) in answers {
            match pairing.next(now) {
                Step::Send(_) => pairing.feed(now, Ok(Response { status, retry_after_ms: None, body: body.into_bytes() })),
                Step::Wait(until) => now = until,
                Step::Compare(_) | Step::Done(_) => prop_assert!(false, "agreed with nobody"),
                Step::Ended(_) => break,
            }
        }
    }
}
