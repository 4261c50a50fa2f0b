//! Anna's phone shows a code, her tablet scans it: agreement, every way not to agree, and a relay that lies.

use std::collections::VecDeque;
use std::sync::Arc;

use handrail_wire::api::{
    ClaimRequest, ConfirmRequest, DeviceHelloRequest, DeviceInviteRequest, DevicesBody, InviteState, InviteView,
    ProblemCode, RevealRequest, RevealView,
};
use handrail_wire::invite::device::{DeviceInvite, Offer};
use handrail_wire::invite::{LIFETIME_MS, Statement};
use handrail_wire::vault::devices::{DeviceList, Signer};
use handrail_wire::vault::keyring::Keyring;
use handrail_wire::{B32, Hash, Id, derive};
use proptest::prelude::*;
use serde::de::DeserializeOwned;

use super::phones::{DAY, NOW, Phone, anna, chance, device};
use super::relay::{Relay, json, refusal};
use crate::sync::call::{Failure, Method, Request, Response};
use crate::sync::pairing::{Ended, ScanError, Side, Step};
use crate::sync::vault::Kept;
use crate::sync::vault::second_phone::{Added, Joining, Pending, Scanning, Showing};
use crate::vault::device::with;

fn read<T: DeserializeOwned>(request: &Request) -> T {
    serde_json::from_slice(request.body.as_ref().unwrap()).unwrap()
}

fn empty(status: u16) -> Response {
    Response { status, retry_after_ms: None, body: Vec::new() }
}

#[derive(Clone)]
struct Held {
    auth_hash: Hash,
    list: Vec<u8>,
    claim: Option<Id>,
    hello: Option<(Vec<u8>, B32)>,
    reveal: Option<(B32, B32)>,
    agreed: Option<B32>,
    confirmed: Option<B32>,
}

type Lie = Box<dyn Fn(&Request, &mut Response)>;

/// The relay of the vault with the calls of an invite. It checks the secret and the order, and may lie.
struct Wire {
    relay: Relay,
    held: Option<Held>,
    log: Vec<String>,
    faults: VecDeque<Result<u16, Failure>>,
    lie: Option<Lie>,
}

impl Wire {
    fn new(relay: Relay) -> Self {
        Self { relay, held: None, log: Vec::new(), faults: VecDeque::new(), lie: None }
    }

    fn call(&mut self, request: &Request) -> Result<Response, Failure> {
        match self.faults.pop_front() {
            Some(Err(failure @ (Failure::Timeout | Failure::Torn))) => {
                self.answer(request); // it arrived; the answer did not, or not whole
                return Err(failure);
            }
            Some(Err(failure)) => return Err(failure),
            Some(Ok(0)) | None => {}
            Some(Ok(status)) => return Ok(Response { body: b"<html>".to_vec(), ..empty(status) }),
        }
        let mut response = self.answer(request);
        if let Some(lie) = &self.lie {
            lie(request, &mut response);
        }
        Ok(response)
    }

    fn answer(&mut self, request: &Request) -> Response {
        let (_, rest) = request.path.split_once("/invites").unwrap_or(("", "-"));
        let step = rest.rsplit('/').next().unwrap_or_default().to_owned();
        if rest == "-" {
            return self.relay.answer(request);
        }
        self.log.push(format!("{} {step}", request.method.as_str()));
        if rest.is_empty() {
            let body: DeviceInviteRequest = read(request);
            if body.list != self.relay.list().version {
                return refusal(412, ProblemCode::PreconditionFailed);
            }
            let list = self.relay.lists.last().unwrap().clone();
            let (auth_hash, claim, hello) = (body.auth_hash, None, None);
            let new = Held { auth_hash, list, claim, hello, reveal: None, agreed: None, confirmed: None };
            self.held.get_or_insert(new);
            return empty(201);
        }
        let Some(held) = &mut self.held else { return refusal(404, ProblemCode::NotFound) };
        let secret = |auth: &B32| Hash::from(derive::sha256(auth.as_bytes())) == held.auth_hash;
        match (request.method, step.as_str()) {
            (Method::Post, "claim") => {
                let body: ClaimRequest = read(request);
                assert!(secret(&body.auth));
                if *held.claim.get_or_insert(body.claim) != body.claim {
                    self.held = None;
                    return refusal(409, ProblemCode::Conflict);
                }
                json(&DevicesBody { list: held.list.clone().into() })
            }
            (Method::Post, "hello") => {
                let body: DeviceHelloRequest = read(request);
                assert!(secret(&body.auth) && held.claim == Some(body.claim));
                let hello = (body.offer.0, body.mac);
                if *held.hello.get_or_insert(hello.clone()) != hello {
                    self.held = None;
                    return refusal(409, ProblemCode::Conflict);
                }
                empty(201)
            }
            (Method::Post, "reveal") => {
                assert!(held.hello.is_some(), "the nonce is not told before the hello is fixed");
                let body: RevealRequest = read(request);
                held.reveal = Some((body.nonce, body.mac));
                empty(201)
            }
            (Method::Get, "reveal") => match held.reveal {
                Some((nonce, mac)) => json(&RevealView { nonce, mac, confirmed: held.confirmed }),
                None => empty(204),
            },
            (Method::Post, "agree") => {
                held.agreed = Some(read::<ConfirmRequest>(request).mac);
                empty(201)
            }
            (Method::Post, "confirm") => {
                held.confirmed = Some(read::<ConfirmRequest>(request).mac);
                empty(201)
            }
            (Method::Delete, _) => {
                self.held = None;
                empty(204)
            }
            (Method::Get, _) => json(&InviteView {
                state: InviteState::Open,
                keyset: None,
                mailbox: None,
                mac: held.hello.as_ref().map(|(_, mac)| *mac),
                confirmed: held.confirmed,
                offer: held.hello.as_ref().map(|(offer, _)| offer.clone().into()),
                agreed: held.agreed,
            }),
            other => panic!("{other:?}"),
        }
    }

    /// Nobody but Anna's phone is on the list or has a key.
    fn nothing_was_sealed(&self) {
        assert_eq!(self.relay.lists.len(), 1);
        let keyring = Keyring::open(&self.relay.keyring, &self.relay.list()).unwrap();
        assert_eq!((keyring.version, keyring.wraps.len()), (1, 2));
    }
}

/// Anna's phone, which shows a code, her tablet, which scanned it, and what is between them.
struct Two {
    anna: Phone,
    wire: Wire,
    showing: Showing,
    scanning: Scanning,
    now: i64,
}

fn show(anna: &Phone) -> Showing {
    Showing::new(anna.store.kept.clone(), None, None, "en", NOW, Arc::new(chance())).unwrap()
}

fn scan(text: &str) -> Scanning {
    Scanning::scan(text, device(2), NOW, Arc::new(chance())).unwrap()
}

fn two() -> Two {
    let (mut anna, _, mut relay) = anna();
    for n in 0..20 {
        anna.record.write(&format!("entry {n}"));
    }
    assert!(anna.sync(&mut relay).same);
    let (mut showing, mut wire, mut now) = (show(&anna), Wire::new(relay), NOW);
    // The code is shown once the relay has the invite.
    while !showing.is_open() {
        assert!(step(&mut showing, &mut wire, &mut now).is_none());
    }
    assert_eq!(now, NOW);
    let scanning = scan(&format!(" {}\n", *showing.qr().unwrap()));
    Two { anna, wire, showing, scanning, now }
}

/// One call of one side; what it rests at, if it does.
fn step<S: Side>(side: &mut S, wire: &mut Wire, now: &mut i64) -> Option<Step<S::Agreement>> {
    match side.next(*now) {
        Step::Send(request) => {
            let answer = wire.call(&request);
            side.feed(*now, answer);
            None
        }
        Step::Wait(until) => {
            assert!(until > *now);
            *now = until;
            None
        }
        other => Some(other),
    }
}

fn alone<S: Side>(side: &mut S, wire: &mut Wire, now: &mut i64) -> Step<S::Agreement> {
    for _ in 0..2_000 {
        if let Some(step) = step(side, wire, now) {
            return step;
        }
    }
    panic!("no end")
}

impl Two {
    /// Both go on by turns until both rest, or one of them waits for the other for ever.
    fn go_on(&mut self) -> (Option<Step<Added>>, Option<Step<Kept>>) {
        let mut last = (None, None);
        for _ in 0..300 {
            let Self { wire, showing, scanning, now, .. } = self;
            last = (step(showing, wire, now), step(scanning, wire, now));
            if let (Some(_), Some(_)) = &last {
                break;
            }
        }
        last
    }

    fn compare(&mut self) -> [&'static str; 4] {
        match self.go_on() {
            (Some(Step::Compare(here)), Some(Step::Compare(there))) => {
                assert_eq!(here, there);
                here
            }
            other => panic!("{other:?}"),
        }
    }

    fn agree(&mut self) -> (Added, Kept) {
        self.showing.same();
        self.scanning.same();
        match self.go_on() {
            (Some(Step::Done(added)), Some(Step::Done(kept))) => (*added, *kept),
            other => panic!("{other:?}"),
        }
    }
}

fn why<T: std::fmt::Debug>(step: Step<T>) -> Ended {
    match step {
        Step::Ended(why) => why,
        step => panic!("{step:?}"),
    }
}

#[test]
fn the_tablet_gets_everything_and_both_go_on_writing() {
    let mut two = two();
    let words = two.compare();
    assert_eq!((two.showing.words(), two.scanning.words()), (Some(words), Some(words)));
    two.wire.nothing_was_sealed();
    let (added, kept) = two.agree();
    assert_eq!((added.device, added.list), (kept.device.id, 2));
    let Two { mut anna, wire: Wire { mut relay, .. }, .. } = two;
    assert!(relay.list().live_device(kept.device.id).is_some());
    let mut tablet = Phone::with(kept);
    let got = tablet.sync(&mut relay);
    assert_eq!((got.taken_in, got.findings.len(), got.same), (20, 0, true));
    // No new epoch: the tablet reads what is there.
    assert!(tablet.store.kept.keys.key(1).is_ok() && tablet.store.kept.keys.key(2).is_err());
    tablet.record.write("on the tablet");
    anna.record.write("on the phone");
    tablet.sync(&mut relay);
    assert!(anna.sync(&mut relay).findings.is_empty());
    assert!(tablet.sync(&mut relay).same);
    assert_eq!(anna.record.words(), tablet.record.words());
    assert_eq!(anna.record.words().len(), 22);
}

#[test]
fn nothing_is_sealed_before_both_people_said_the_words_are_the_same() {
    for (here, there) in [(false, false), (true, false), (false, true)] {
        let mut two = two();
        two.compare();
        assert!(two.scanning.pending().is_none(), "nothing to keep yet");
        if here {
            two.showing.same();
        }
        if there {
            two.scanning.same();
        }
        two.go_on();
        two.wire.nothing_was_sealed();
        assert_eq!(two.scanning.pending().is_some(), there);
        // Time runs out on whoever waited.
        two.now = NOW + LIFETIME_MS;
        two.wire.held = None;
        let (showing, scanning) = two.go_on();
        assert_eq!((why(showing.unwrap()), why(scanning.unwrap())), (Ended::Expired, Ended::Expired));
        two.wire.nothing_was_sealed();
    }
}

#[test]
fn different_words_on_either_screen_leave_nothing() {
    for on_the_tablet in [true, false] {
        let mut two = two();
        two.compare();
        if on_the_tablet {
            two.showing.same();
            two.scanning.different();
        } else {
            two.scanning.same();
            two.showing.different();
        }
        let Two { wire, showing, scanning, now, .. } = &mut two;
        let (first, second) = if on_the_tablet {
            (why(alone(scanning, wire, now)), why(alone(showing, wire, now)))
        } else {
            (why(alone(showing, wire, now)), why(alone(scanning, wire, now)))
        };
        assert_eq!((first, second), (Ended::Different, Ended::Expired));
        assert!(two.wire.held.is_none());
        two.wire.nothing_was_sealed();
    }
    // Also where the relay cannot be told.
    let mut two = two();
    two.compare();
    two.scanning.different();
    two.wire.faults.push_back(Err(Failure::Offline));
    assert_eq!(why(alone(&mut two.scanning, &mut two.wire, &mut two.now)), Ended::Different);
}

#[test]
fn ten_minutes_end_it_wherever_it_stands() {
    for turns in 0..8 {
        let mut two = two();
        for _ in 0..turns {
            let Two { wire, showing, scanning, now, .. } = &mut two;
            step(showing, wire, now);
            step(scanning, wire, now);
        }
        two.now = NOW + LIFETIME_MS;
        assert_eq!(why(two.showing.next(two.now)), Ended::Expired, "{turns}");
        assert_eq!(why(two.scanning.next(two.now)), Ended::Expired, "{turns}");
        two.wire.nothing_was_sealed();
    }
    let mut two = two();
    assert_eq!(why(two.showing.next(NOW - 1)), Ended::Expired, "a clock set back");
    assert_eq!(why(two.scanning.next(NOW - 1)), Ended::Expired);
}

#[test]
fn another_list_at_the_claim_is_noticed() {
    // H20: somebody else's vault, this vault's list with a byte changed, and an older list of this vault.
    let (other, _, _) = anna();
    let mut damaged = two().anna.store.kept.list;
    *damaged.last_mut().unwrap() ^= 1;
    for served in [other.store.kept.list, damaged, Vec::new()] {
        let mut two = two();
        two.wire.lie = Some(Box::new(move |request, response| {
            if request.path.ends_with("claim") {
                *response = json(&DevicesBody { list: served.clone().into() });
            }
        }));
        let Two { wire, scanning, now, .. } = &mut two;
        assert_eq!(why(alone(scanning, wire, now)), Ended::DoesNotFit);
        two.wire.nothing_was_sealed();
    }
}

#[test]
fn a_hello_that_the_relay_made_up_is_noticed() {
    // H21: its own device, with the MAC of the tablet's or with one of its own; and the tablet's under another MAC.
    for own_offer in [true, false] {
        let mut two = two();
        let thief = device(66);
        two.wire.lie = Some(Box::new(move |request, response| {
            if request.method != Method::Get || request.path.ends_with("reveal") || !request.path.contains("invites") {
                return;
            }
            let mut view: InviteView = serde_json::from_slice(&response.body).unwrap();
            let Some(offer) = &view.offer else { return };
            if own_offer {
                let tablets = Offer::open(&offer.0, Id::from([40; 16]), last_id(request)).unwrap();
                let stolen = Offer {
                    device: thief.id,
                    identity: thief.identity.public(),
                    sealing: *thief.sealing.public(),
                    ..tablets
                };
                view.offer = Some(stolen.sign(&thief.identity).unwrap().into());
            } else {
                view.mac = Some(B32::from([7; 32]));
            }
            *response = json(&view);
        }));
        let (showing, _) = two.go_on();
        assert_eq!(why(showing.unwrap()), Ended::DoesNotFit);
        assert!(two.wire.held.is_none() && !two.wire.log.contains(&"POST reveal".to_owned()));
        two.wire.nothing_was_sealed();
    }
}

fn last_id(request: &Request) -> Id {
    request.path.rsplit('/').next().unwrap().parse().unwrap()
}

/// Somebody who photographed the screen: the same code, keys of their own.
fn photographer(two: &Two) -> Scanning {
    Scanning::scan(&two.showing.qr().unwrap(), device(66), NOW, Arc::new(chance())).unwrap()
}

#[test]
fn a_second_scan_of_the_same_code_ends_it_for_both() {
    // H22: an honest relay destroys the invite at the second claim.
    let mut two = two();
    let mut other = photographer(&two);
    let Two { wire, showing, scanning, now, .. } = &mut two;
    step(&mut other, wire, now);
    assert_eq!(why(alone(scanning, wire, now)), Ended::UsedBefore);
    assert_eq!(why(alone(&mut other, wire, now)), Ended::Expired);
    assert_eq!(why(alone(showing, wire, now)), Ended::Expired);
    two.wire.nothing_was_sealed();
}

#[test]
fn a_relay_that_lets_a_second_hello_through_gains_nothing() {
    // H22: the thief's hello stands first; the tablet is told that its own arrived, and gets the nonce.
    let mut two = two();
    let mut thief = photographer(&two);
    let Two { wire, showing, now, .. } = &mut two;
    step(&mut thief, wire, now);
    step(&mut thief, wire, now);
    let Step::Compare(here) = alone(showing, wire, now) else { panic!() };
    wire.held.as_mut().unwrap().claim = None;
    wire.held.as_mut().unwrap().hello = None;
    // The thief's screen has the words, but it is not the one that Anna holds beside her phone: that one, told what the phone
    // said about somebody else's keys, shows none at all.
    assert_eq!(why(alone(&mut two.scanning, &mut two.wire, &mut two.now)), Ended::DoesNotFit);
    assert_eq!(two.showing.words(), Some(here));
    assert!(two.scanning.words().is_none());
    two.showing.different();
    assert_eq!(why(alone(&mut two.showing, &mut two.wire, &mut two.now)), Ended::Different);
    two.wire.nothing_was_sealed();

    // H22 once more: after the words, the relay puts another hello in the place of the one that was compared.
    let mut two = self::two();
    two.compare();
    two.showing.same();
    two.scanning.same();
    let mut thief = photographer(&two);
    two.wire.held.as_mut().unwrap().claim = None;
    two.wire.held.as_mut().unwrap().hello = None;
    let Two { wire, showing, now, .. } = &mut two;
    step(&mut thief, wire, now);
    step(&mut thief, wire, now);
    assert_eq!(why(alone(showing, wire, now)), Ended::DoesNotFit);
    two.wire.nothing_was_sealed();
}

#[test]
fn the_nonce_cannot_be_known_or_chosen_by_anybody_in_between() {
    // H45: told only after the hello was fixed (the relay above asserts it), bound by the code, and under a MAC.
    let lies: [fn(&mut RevealView); 4] = [
        |view| view.nonce = B32::from([0xee; 32]),
        |view| view.mac = B32::from([0xee; 32]),
        |view| view.confirmed = Some(B32::from([0xee; 32])),
        |view| view.confirmed = Some(view.mac),
    ];
    for (n, lie) in lies.into_iter().enumerate() {
        let mut two = two();
        if n >= 2 {
            // A confirmation is looked at once this person said "same".
            two.compare();
            two.scanning.same();
        }
        two.wire.lie = Some(Box::new(move |request, response| {
            if request.method == Method::Get && request.path.ends_with("reveal") && response.status == 200 {
                let mut view: RevealView = serde_json::from_slice(&response.body).unwrap();
                lie(&mut view);
                *response = json(&view);
            }
        }));
        let (_, scanning) = two.go_on();
        assert_eq!(why(scanning.unwrap()), Ended::DoesNotFit, "{n}");
        two.wire.nothing_was_sealed();
    }
    let mut two = two();
    two.compare();
    let at = |line: &str| two.wire.log.iter().position(|there| there == line).unwrap();
    assert!(at("POST hello") < at("POST reveal"));
}

#[test]
fn a_yes_of_the_tablet_that_the_relay_made_up_seals_nothing() {
    let mut two = two();
    two.compare();
    two.showing.same();
    let held = two.wire.held.as_mut().unwrap();
    // Its own statement about the nonce, said back.
    held.agreed = held.reveal.map(|(_, mac)| mac);
    assert_eq!(why(alone(&mut two.showing, &mut two.wire, &mut two.now)), Ended::DoesNotFit);
    two.wire.nothing_was_sealed();
}

#[test]
fn any_one_fault_at_any_one_call_still_ends_in_an_agreement() {
    // Nothing arrived; it arrived and the answer did not, or not whole; trouble that passes.
    let faults = [Err(Failure::Offline), Err(Failure::Timeout), Err(Failure::Torn), Ok(429), Ok(500), Ok(503)];
    for at in 0..18 {
        for fault in faults {
            let mut two = two();
            two.wire.faults.extend(vec![Ok(0); at]);
            two.wire.faults.push_back(fault);
            two.compare();
            let (_, kept) = two.agree();
            let mut tablet = Phone::with(kept);
            let got = tablet.sync(&mut two.wire.relay);
            assert_eq!((got.taken_in, got.findings.len()), (20, 0), "{at} {fault:?}");
        }
    }
}

/// After both died: what was kept goes on, or there is nothing to go on with.
fn wake(two: Two, pending: Option<Pending>) -> bool {
    let Two { mut anna, mut wire, mut now, .. } = two;
    let listed = wire.relay.list().live_device(device(2).id).is_some();
    assert!(pending.is_some() || !listed, "a list is written only for somebody who kept their keys");
    assert!(anna.sync(&mut wire.relay).findings.is_empty());
    let Some(pending) = pending else { return false };
    let step = alone(&mut Joining::new(pending, Arc::new(chance())), &mut wire, &mut now);
    match step {
        Step::Done(kept) => {
            assert!(listed);
            let mut tablet = Phone::with(*kept);
            let got = tablet.sync(&mut wire.relay);
            assert_eq!((got.taken_in, got.findings.len()), (20, 0));
            anna.record.write("after that");
            assert!(anna.sync(&mut wire.relay).findings.is_empty());
            assert_eq!(tablet.sync(&mut wire.relay).taken_in, 1);
            true
        }
        step => {
            assert_eq!(why(step), Ended::Expired);
            assert!(!listed);
            false
        }
    }
}

#[test]
fn dead_at_any_step_both_are_in_or_neither() {
    let mut joined = 0;
    // Turns of the one and of the other, after the words; and the answer to the last call lost or not.
    for phone in 0..10 {
        for tablet in 0..4 {
            for lost in [false, true] {
                let mut two = two();
                two.compare();
                two.showing.same();
                two.scanning.same();
                let pending = two.scanning.pending();
                let Two { wire, showing, scanning, now, .. } = &mut two;
                for _ in 0..tablet {
                    step(scanning, wire, now);
                }
                for at in 0..phone {
                    if lost && at + 1 == phone {
                        wire.faults.push_back(Err(Failure::Timeout));
                    }
                    step(showing, wire, now);
                }
                wire.faults.clear();
                joined += u32::from(wake(two, pending));
            }
        }
    }
    assert!((8..80).contains(&joined), "{joined} of 80");
}

#[test]
fn dead_before_the_words_there_is_nothing_to_go_on_with() {
    for turns in 0..7 {
        let mut two = two();
        for _ in 0..turns {
            let Two { wire, showing, scanning, now, .. } = &mut two;
            step(showing, wire, now);
            step(scanning, wire, now);
        }
        let pending = two.scanning.pending();
        assert!(pending.is_none());
        two.wire.nothing_was_sealed();
        assert!(!wake(two, pending));
    }
}

#[test]
fn the_list_is_the_agreement_where_the_confirmation_never_comes() {
    let mut two = two();
    two.compare();
    two.wire.lie = Some(Box::new(|request, response| {
        if request.method == Method::Get && request.path.ends_with("reveal") {
            let mut view: RevealView = serde_json::from_slice(&response.body).unwrap();
            view.confirmed = None;
            *response = json(&view);
        }
    }));
    two.showing.same();
    two.scanning.same();
    two.go_on();
    // Until the ten minutes are over; then it asks whether it is on the list.
    two.now = NOW + LIFETIME_MS;
    let Step::Done(kept) = alone(&mut two.scanning, &mut two.wire, &mut two.now) else { panic!() };
    assert_eq!(Phone::with(*kept).sync(&mut two.wire.relay).taken_in, 20);
}

#[test]
fn the_tablet_follows_the_lists_from_the_one_in_its_code_and_no_other() {
    let agreed = || {
        let mut two = two();
        two.compare();
        two.showing.same();
        two.scanning.same();
        let pending = two.scanning.pending().unwrap();
        let (added, _) = two.go_on();
        assert!(matches!(added, Some(Step::Done(_))));
        (two, pending)
    };
    // Two more lists since: a third device came and went.
    let (mut two, pending) = agreed();
    two.anna.sync(&mut two.wire.relay);
    let third = two.anna.add(&mut two.wire.relay, device(3));
    two.anna.sync(&mut two.wire.relay);
    two.anna.remove(&mut two.wire.relay, third.store.kept.device.id);
    two.anna.sync(&mut two.wire.relay);
    let mut joining = Joining::new(pending, Arc::new(chance()));
    let Step::Done(kept) = alone(&mut joining, &mut two.wire, &mut two.now) else { panic!() };
    assert_eq!(DeviceList::kept(&kept.list).unwrap().version, 4);
    assert_eq!(Phone::with(*kept).sync(&mut two.wire.relay).taken_in, 20);

    // A list that nobody in the code's list signed, and the old list again.
    let (mut two, pending) = agreed();
    let honest = two.wire.relay.lists[0].clone();
    let (first, hash) = (DeviceList::kept(&honest).unwrap(), DeviceList::hash_of(&honest));
    let (thief, tablet) = (device(66), device(2));
    let mut forged = with(&first, hash, Signer::Device(thief.id), thief.entry(DAY));
    forged.devices.push(pending.device.entry(DAY));
    forged.devices.sort_by_key(|device| device.id);
    let forged = forged.sign(&thief.identity).unwrap();
    assert_eq!(tablet.id, pending.device.id);
    for lists in [vec![honest.clone(), forged], vec![honest]] {
        two.wire.lie = Some(Box::new(move |request, response| {
            if request.path.ends_with("devices") {
                *response = json(&DevicesBody { list: lists.last().unwrap().clone().into() });
            }
        }));
        let mut joining = Joining::new(pending.clone(), Arc::new(chance()));
        assert_eq!(why(alone(&mut joining, &mut two.wire, &mut two.now)), Ended::DoesNotFit);
    }
}

#[test]
fn a_phone_whose_list_is_not_the_newest_syncs_first() {
    let mut two = two();
    two.anna.add(&mut two.wire.relay, device(3));
    assert_eq!(why(alone(&mut show(&two.anna), &mut two.wire, &mut two.now)), Ended::Behind);
    two.anna.sync(&mut two.wire.relay);
    let mut again = show(&two.anna);
    while !again.is_open() {
        assert!(step(&mut again, &mut two.wire, &mut two.now).is_none());
    }
    // And where the list goes on while the words are compared.
    let mut two = self::two();
    two.compare();
    let mut behind = two.wire.relay.clone();
    two.anna.add(&mut behind, device(3));
    two.wire.lie = Some(Box::new(|request, response| {
        if request.method == Method::Put && request.path.ends_with("devices") {
            *response = refusal(409, ProblemCode::Conflict);
        }
    }));
    two.showing.same();
    two.scanning.same();
    let (showing, _) = two.go_on();
    assert_eq!(why(showing.unwrap()), Ended::Behind);
}

#[test]
fn a_keyring_that_somebody_else_was_quicker_with_is_as_good() {
    let mut two = two();
    two.compare();
    two.wire.lie = Some(Box::new(|request, response| {
        if request.method == Method::Put && request.path.ends_with("keyring") {
            *response = refusal(412, ProblemCode::PreconditionFailed);
        }
    }));
    let (_, kept) = two.agree();
    assert_eq!(Phone::with(kept).sync(&mut two.wire.relay).taken_in, 20);
}

#[test]
fn only_a_code_for_a_second_phone_to_a_private_relay_is_scanned() {
    let scan = |text: &str| Scanning::scan(text, device(2), NOW, Arc::new(chance())).err();
    assert_eq!(scan("https://example.org"), Some(ScanError::NotACode));
    assert_eq!(scan("HANDRAIL1.AAAA"), Some(ScanError::NotACode));
    assert_eq!(scan("HANDRAIL-DEVICE2.AAAA"), Some(ScanError::Newer));
    assert_eq!(scan("HANDRAIL-DEVICE1.AQ"), Some(ScanError::Damaged));
    let mut invite = DeviceInvite::from_qr(&two().showing.qr().unwrap()).unwrap();
    invite.origin = "http://clinic.example".parse().unwrap();
    assert_eq!(scan(&invite.to_qr().unwrap()), Some(ScanError::Damaged));
    // A device that was on the list before never comes back under its name.
    let mut two = two();
    two.scanning = Scanning::scan(&two.showing.qr().unwrap(), device(1), NOW, Arc::new(chance())).unwrap();
    let (showing, _) = two.go_on();
    assert_eq!(why(showing.unwrap()), Ended::DoesNotFit);
    two.wire.nothing_was_sealed();
    let shown = format!("{:?} {:?} {:?}", two.showing, two.scanning, Statement::Agree);
    assert!(!shown.contains("seed") && !shown.contains("device"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_answers_at_all_end_without_a_panic_and_never_in_an_agreement(
        answers in proptest::collection::vec((100_u16..600, "\\PC{0,60}"), 1..60),
    ) {
        let mut two = two();
        let (mut here, mut there) = (NOW, NOW);
        for (status, body) in answers {
            let answer = Response { body: body.into_bytes(), ..empty(status) };
            match two.showing.next(here) {
                Step::Send(_) => two.showing.feed(here, Ok(answer.clone())),
                Step::Wait(until) => here = until,
                Step::Compare(_) | Step::Done(_) => prop_assert!(false, "agreed with nobody"),
                Step::Ended(_) => {}
            }
            match two.scanning.next(there) {
                Step::Send(_) => two.scanning.feed(there, Ok(answer)),
                Step::Wait(until) => there = until,
                Step::Compare(_) | Step::Done(_) => prop_assert!(false, "agreed with nobody"),
                Step::Ended(_) => {}
            }
        }
    }
}
