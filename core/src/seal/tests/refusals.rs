//! Every refusal by name: what a hostile relay, a former reader or a forger can try.

use handrail_wire::encode::{Writer, lp, push_lp};
use handrail_wire::outer::{MESSAGE_LEN, Message, OUTER_LEN, Outer, PLAIN_LEN, Purpose};
use handrail_wire::{Id, WireError};
use proptest::prelude::*;

use super::support::*;
use crate::seal::chain::{ChainRefusal, Link, Neighbours, Place};
use crate::seal::message::{
    Inner, OpenRefusal, OpenRequest, SIGN_LABEL, SealRequest, Sealed, open, open_plain, seal, seal_plain,
};
use crate::seal::parts::{self, PartsError};

fn sealed(letter: &Letter) -> Sealed {
    seal(&letter.request(), &Repeating::from(5)).unwrap()
}

fn refusal(request: &OpenRequest<'_>) -> OpenRefusal {
    match open(request) {
        Err(refusal) => refusal,
        Ok(_) => panic!("it was opened"),
    }
}

/// Takes a sealed letter apart, changes its plaintext, and seals it again to the same reader: what
/// somebody who knows only public keys can do, if `change` does not sign.
fn resealed(letter: &Letter, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let bytes = sealed(letter).bytes;
    let message = Message::parse(&bytes).unwrap();
    let mut plain = open_plain(message.outer, message.sealed, &letter.to.keys[0]).unwrap();
    change(&mut plain);
    let again = seal_plain(message.outer, letter.to.key(), &plain, &Repeating::from(6)).unwrap();
    Message::join(message.outer, &again)
}

/// A letter whose sender signs whatever `inner` and `body` say: a faulty or hostile sender.
fn signed_anyway(letter: &Letter, outer: &[u8], inner: &[u8], body: &[u8]) -> Vec<u8> {
    let mut plain = lp(inner);
    push_lp(&mut plain, body);
    let signature = letter.from.identity.sign(SIGN_LABEL, &plain).unwrap();
    plain.extend_from_slice(&signature);
    plain.resize(PLAIN_LEN, 0);
    let sealed = seal_plain(outer, letter.to.key(), &plain, &Repeating::from(6)).unwrap();
    Message::join(outer, &sealed)
}

fn outer_of(letter: &Letter) -> Outer {
    let bytes = sealed(letter).bytes;
    Outer::decode(Message::parse(&bytes).unwrap().outer).unwrap()
}

fn inner_of<'a>(letter: &Letter, outer: &'a [u8]) -> Inner<'a> {
    Inner {
        outer,
        previous: [0; 32],
        roster_epoch: 4,
        packet: Id::from([7; 16]),
        part: 1,
        of: 1,
        from_ms: 0,
        until_ms: 0,
        readers: letter.readers.clone(),
    }
}

#[test]
fn another_size_is_refused_first() {
    let letter = Letter::review();
    let bytes = sealed(&letter).bytes;
    let mut longer = bytes.clone();
    longer.push(0);
    for bad in [&bytes[..bytes.len() - 1], &longer, &[]] {
        assert_eq!(refusal(&letter.expected(bad)), OpenRefusal::Size);
    }
}

#[test]
fn one_bit_flipped_in_any_region_is_refused_where_it_belongs() {
    let letter = Letter::review();
    let good = sealed(&letter).bytes;
    let encapsulation = 4 + OUTER_LEN;
    let ciphertext = encapsulation + 1_120;
    let flip = |at: usize| {
        let mut bad = good.clone();
        bad[at] ^= 1;
        refusal(&letter.expected(&bad))
    };
    assert_eq!(flip(0), OpenRefusal::Size); // the length prefix
    assert_eq!(flip(4), OpenRefusal::Outer(WireError::Version));
    assert_eq!(flip(4 + 5), OpenRefusal::Outer(WireError::Value("purpose"))); // 1 becomes 0
    for at in [15, 40, 70] {
        assert_eq!(flip(at), OpenRefusal::Unopened, "mailbox, sender, device");
    }
    assert_eq!(flip(4 + 90), OpenRefusal::OtherKey);
    assert_eq!(flip(4 + OUTER_LEN - 1), OpenRefusal::Outer(WireError::Value("sequence"))); // 1 becomes 0
    for at in [
        encapsulation,
        encapsulation + 1_087,
        encapsulation + 1_088,
        ciphertext - 1,
        ciphertext,
        ciphertext + 8_000,
        MESSAGE_LEN - 17,
        MESSAGE_LEN - 16,
        MESSAGE_LEN - 1,
    ] {
        assert_eq!(flip(at), OpenRefusal::Unopened, "byte {at}");
    }
}

#[test]
fn no_flipped_bit_anywhere_gets_through() {
    let letter = Letter::review();
    let good = sealed(&letter).bytes;
    // Every byte of both headers and of the encapsulation's and ciphertext's ends, each 97th between.
    let at = (0..300).chain((300..MESSAGE_LEN - 40).step_by(97)).chain(MESSAGE_LEN - 40..MESSAGE_LEN);
    for at in at {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        assert!(open(&letter.expected(&bad)).is_err(), "byte {at}");
    }
}

#[test]
fn another_version_is_told_apart_from_damage() {
    let letter = Letter::review();
    let mut bytes = sealed(&letter).bytes;
    bytes[4] = 2;
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Outer(WireError::Version));
    let outer = outer_of(&letter).encode();
    let mut inner = inner_of(&letter, &outer).encode();
    inner[0] = 2;
    let bytes = signed_anyway(&letter, &outer, &inner, &letter.body);
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Inner(WireError::Version));
}

#[test]
fn a_message_for_another_reader_stays_closed() {
    let letter = Letter::review();
    let bytes = sealed(&letter).bytes;
    let noor = noor();
    let mut expected = letter.expected(&bytes);
    expected.keys = &noor.keys;
    assert_eq!(refusal(&expected), OpenRefusal::OtherKey);
    // The header rewritten to name Noor's key: what was bound at sealing no longer fits.
    let outer = Outer { recipient_key: noor.keys[0].hash(), ..outer_of(&letter) };
    let rewritten = Message::join(&outer.encode(), Message::parse(&bytes).unwrap().sealed);
    expected.message = &rewritten;
    assert_eq!(refusal(&expected), OpenRefusal::Unopened);
}

#[test]
fn a_low_order_encapsulation_is_refused_before_it_is_used() {
    let letter = Letter::review();
    let mut bytes = sealed(&letter).bytes;
    let end = 4 + OUTER_LEN + 1_120;
    bytes[end - 32..end].fill(0);
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::LowOrder);
    bytes[end - 1] = 0x80;
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::LowOrder);
}

#[test]
fn anything_in_the_padding_is_refused() {
    let letter = Letter::review();
    for at in [PLAIN_LEN - 1, PLAIN_LEN - 9_000] {
        let bytes = resealed(&letter, |plain| plain[at] = 1);
        assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Padding);
    }
    let bytes = resealed(&letter, |plain| plain[0] = 0xff);
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Shape);
    let bytes = resealed(&letter, |plain| plain.fill(0));
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Signature);
}

#[test]
fn a_packet_forged_from_public_keys_alone_is_refused() {
    let letter = Letter::review();
    let stranger = Letter { from: noor(), ..Letter::review() };
    // The stranger writes the phone's identity into the header but can only sign with her own.
    let outer = outer_of(&letter).encode();
    let inner = inner_of(&letter, &outer).encode();
    let bytes = signed_anyway(&stranger, &outer, &inner, &letter.body);
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Signature);
    // One bit of the signed body, padding untouched.
    let bytes = resealed(&letter, |plain| plain[330] ^= 1);
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Signature);
}

#[test]
fn a_reader_cannot_pass_a_packet_on_as_if_written_to_somebody_else() {
    let letter = Letter::review();
    let bytes = sealed(&letter).bytes;
    let message = Message::parse(&bytes).unwrap();
    let plain = open_plain(message.outer, message.sealed, &letter.to.keys[0]).unwrap();
    let noor = noor();
    let outer = Outer { recipient_key: noor.keys[0].hash(), ..outer_of(&letter) }.encode();
    let again = seal_plain(&outer, noor.key(), &plain, &Repeating::from(6)).unwrap();
    let bytes = Message::join(&outer, &again);
    let mut expected = letter.expected(&bytes);
    expected.keys = &noor.keys;
    assert_eq!(refusal(&expected), OpenRefusal::OtherHeader);
}

#[test]
fn ones_own_packet_does_not_come_back_as_a_proposal() {
    let letter = Letter::review();
    let bytes = sealed(&letter).bytes;
    let (phone, sam) = (phone(), sam());
    let as_the_phone_asks = |message| OpenRequest {
        message,
        keys: &phone.keys,
        mailbox: mailbox(),
        sender: sam.identity.public(),
        device: sam.device,
        purposes: &[Purpose::Proposal, Purpose::Receipt],
        sequence: 1,
        neighbours: Neighbours::default(),
    };
    assert_eq!(refusal(&as_the_phone_asks(&bytes)), OpenRefusal::OtherKey);
    // Sam's own plaintext of it, sealed again to the phone under a header of his own.
    let message = Message::parse(&bytes).unwrap();
    let plain = open_plain(message.outer, message.sealed, &sam.keys[0]).unwrap();
    let outer = Outer {
        purpose: Purpose::Proposal,
        sender: sam.identity.public(),
        device: sam.device,
        recipient_key: phone.keys[0].hash(),
        ..outer_of(&letter)
    }
    .encode();
    let again = seal_plain(&outer, phone.key(), &plain, &Repeating::from(6)).unwrap();
    let reflected = Message::join(&outer, &again);
    assert_eq!(refusal(&as_the_phone_asks(&reflected)), OpenRefusal::Signature);
}

#[test]
fn a_message_listed_as_something_else_is_refused() {
    let letter = Letter::review();
    let bytes = sealed(&letter).bytes;
    let mut expected = letter.expected(&bytes);
    expected.purposes = &[Purpose::Proposal, Purpose::Receipt];
    assert_eq!(refusal(&expected), OpenRefusal::Purpose);
    let mut expected = letter.expected(&bytes);
    expected.mailbox = Id::from([8; 16]);
    assert_eq!(refusal(&expected), OpenRefusal::NotAsked);
    let mut expected = letter.expected(&bytes);
    expected.device = Id::from([8; 16]);
    assert_eq!(refusal(&expected), OpenRefusal::NotAsked);
    let mut expected = letter.expected(&bytes);
    expected.sequence = 2;
    assert_eq!(refusal(&expected), OpenRefusal::NotAsked);
    let mut expected = letter.expected(&bytes);
    expected.sender = noor().identity.public();
    assert_eq!(refusal(&expected), OpenRefusal::Signature);
}

#[test]
fn a_sender_that_signs_nonsense_is_refused_by_name() {
    let letter = Letter::review();
    let outer = outer_of(&letter).encode();
    let without_us = Inner { readers: vec![noor().key_hash()], ..inner_of(&letter, &outer) };
    let no_part = Inner { part: 0, ..inner_of(&letter, &outer) };
    let nobody = Inner { readers: Vec::new(), ..inner_of(&letter, &outer) };
    for (inner, want) in [
        (without_us, OpenRefusal::Readers),
        (no_part, OpenRefusal::Inner(WireError::Value("part"))),
        (nobody, OpenRefusal::Inner(WireError::Value("readers"))),
    ] {
        let bytes = signed_anyway(&letter, &outer, &inner.encode(), &letter.body);
        assert_eq!(refusal(&letter.expected(&bytes)), want);
    }
    let mut ragged = Writer::header().bytes(&outer).finish();
    ragged.extend_from_slice(&[0; 3]);
    let bytes = signed_anyway(&letter, &outer, &ragged, &letter.body);
    assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Inner(WireError::Truncated));
}

#[test]
fn a_proposal_in_parts_or_with_a_period_is_refused() {
    let letter = Letter::review();
    let outer = Outer { purpose: Purpose::Proposal, ..outer_of(&letter) }.encode();
    let base = inner_of(&letter, &outer);
    let split = Inner { of: 2, ..base.clone() };
    let period = Inner { until_ms: 5, ..base.clone() };
    for (inner, refused) in [(base, false), (split, true), (period, true)] {
        let bytes = signed_anyway(&letter, &outer, &inner.encode(), &letter.body);
        let mut expected = letter.expected(&bytes);
        expected.purposes = &[Purpose::Proposal];
        assert_eq!(open(&expected).is_err(), refused);
    }
}

#[test]
fn a_replayed_number_is_refused_and_the_same_message_again_is_not() {
    let letter = Letter::review();
    let first = sealed(&letter);
    let mut other = Letter::review();
    other.body = parts::deflate(b"{\"type\":\"review\",\"version\":1,\"x\":1}").unwrap();
    let second = sealed(&other);
    let held = Neighbours {
        same: Some(Link { hash: first.inner_hash, previous: [0; 32] }),
        highest: 1,
        ..Neighbours::default()
    };
    let mut expected = letter.expected(&first.bytes);
    expected.neighbours = held;
    assert_eq!(open(&expected).unwrap().place, Place::Again);
    expected.message = &second.bytes;
    assert_eq!(refusal(&expected), OpenRefusal::Chain(ChainRefusal::Replayed));
}

#[test]
fn a_previous_hash_that_contradicts_is_refused_and_a_gap_is_not() {
    let letter = Letter::review();
    let request = SealRequest { sequence: 2, previous: [5; 32], ..letter.request() };
    let bytes = seal(&request, &Repeating::from(5)).unwrap().bytes;
    let mut expected = letter.expected(&bytes);
    expected.sequence = 2;
    let gap = Place::AfterGap { from: 1, until: 1 };
    assert_eq!(open(&expected).unwrap().place, gap);
    let before =
        |hash| Neighbours { before: Some(Link { hash, previous: [0; 32] }), highest: 1, ..Neighbours::default() };
    expected.neighbours = before([5; 32]);
    assert_eq!(open(&expected).unwrap().place, Place::Next);
    expected.neighbours = before([6; 32]);
    assert_eq!(refusal(&expected), OpenRefusal::Chain(ChainRefusal::Contradicts));
}

#[test]
fn a_bomb_and_a_broken_body_are_refused_after_everything_else_held() {
    for (body, want) in [
        (parts::deflate(&vec![0; 8 << 20]).unwrap(), PartsError::TooLarge),
        (b"not deflate at all".to_vec(), PartsError::Broken),
        (Vec::new(), PartsError::Broken),
    ] {
        let mut letter = Letter::review();
        letter.body = body;
        let bytes = sealed(&letter).bytes;
        assert_eq!(refusal(&letter.expected(&bytes)), OpenRefusal::Body(want));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let letter = Letter::review();
        prop_assert!(open(&letter.expected(&bytes)).is_err());
        let _ = Inner::decode(&bytes);
    }

    #[test]
    fn any_signed_inner_and_body_are_read_without_a_panic(
        inner in proptest::collection::vec(any::<u8>(), 0..400),
        body in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let letter = Letter::review();
        let outer = outer_of(&letter).encode();
        let bytes = signed_anyway(&letter, &outer, &inner, &body);
        prop_assert!(open(&letter.expected(&bytes)).is_err());
    }

    #[test]
    fn an_inner_header_has_one_form(at in 0_usize..300, bit in 0_u8..8) {
        let letter = Letter::review();
        let outer = outer_of(&letter).encode();
        let mut bytes = inner_of(&letter, &outer).encode();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        if let Ok(inner) = Inner::decode(&bytes) { prop_assert_eq!(inner.encode(), bytes.clone()); }
    }
}
