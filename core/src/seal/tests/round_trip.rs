//! What is sealed comes back, in one size, and only once the same way.

use handrail_wire::outer::{MESSAGE_LEN, Message, PLAIN_LEN, Purpose};
use proptest::prelude::*;

use super::support::*;
use crate::ids::{Randomness, RandomnessFailed};
use crate::seal::chain::{Link, Neighbours, Place};
use crate::seal::keys::{KeyError, SubkeySecret, new_seed};
use crate::seal::message::{SealError, SealRequest, open, room_for_body, seal};
use crate::seal::parts::{self, Part};

#[test]
fn a_review_opens_for_its_reader_with_everything_it_was_sealed_with() {
    let letter = Letter::review();
    let sealed = seal(&letter.request(), &Repeating::from(5)).unwrap();
    let opened = open(&letter.expected(&sealed.bytes)).unwrap();
    assert_eq!(opened.body, BODY);
    assert_eq!(opened.purpose, Purpose::Review);
    assert_eq!(opened.place, Place::Next);
    assert_eq!(opened.inner_hash, sealed.inner_hash);
    assert_eq!((opened.part, opened.of, opened.roster_epoch), (1, 1, 4));
    assert_eq!(opened.from_ms, 1_700_000_000_000);
    assert_eq!(opened.readers, letter.readers);
}

#[test]
fn a_proposal_comes_down_the_same_way() {
    let (sam, phone) = (sam(), phone());
    let body = parts::deflate(b"{\"type\":\"proposal\"}").unwrap();
    let readers = [phone.key_hash()];
    let letter = Letter { from: sam, to: phone, readers: readers.to_vec(), body };
    let request = SealRequest { purpose: Purpose::Proposal, from_ms: 0, until_ms: 0, ..letter.request() };
    let sealed = seal(&request, &Repeating::from(5)).unwrap();
    let mut expected = letter.expected(&sealed.bytes);
    expected.purposes = &[Purpose::Proposal, Purpose::Receipt];
    assert_eq!(open(&expected).unwrap().purpose, Purpose::Proposal);
}

#[test]
fn every_message_has_one_size_and_the_body_cannot_be_told_from_it() {
    let mut letter = Letter::review();
    for length in [0, 1, 500, room_for_body(2).unwrap()] {
        letter.body = vec![0x55; length]; // not a deflate stream; sealing does not look
        let sealed = seal(&letter.request(), &Repeating::from(5)).unwrap();
        assert_eq!(sealed.bytes.len(), MESSAGE_LEN);
    }
    letter.body = vec![0x55; room_for_body(2).unwrap() + 1];
    let got = seal(&letter.request(), &Repeating::from(5)).err();
    assert_eq!(got, Some(SealError::TooLong));
    assert_eq!(room_for_body(1).unwrap() - room_for_body(5).unwrap(), 4 * 32);
    assert!(room_for_body(1).unwrap() < PLAIN_LEN - 300);
    assert_eq!((room_for_body(0), room_for_body(6)), (None, None));
}

#[test]
fn two_sealings_share_no_ciphertext_and_the_same_randomness_gives_the_same_bytes() {
    let letter = Letter::review();
    let one = seal(&letter.request(), &Repeating::from(5)).unwrap();
    let again = seal(&letter.request(), &Repeating::from(5)).unwrap();
    let other = seal(&letter.request(), &Repeating::from(6)).unwrap();
    assert!(one == again);
    assert_eq!(one.inner_hash, other.inner_hash);
    let sealed = |bytes| Message::parse(bytes).unwrap().sealed[..64].to_vec();
    assert_ne!(sealed(&one.bytes), sealed(&other.bytes));
}

#[test]
fn a_long_body_goes_through_in_parts_and_in_any_order() {
    let body: Vec<u8> = (0..6_000_u32).flat_map(|n| derive(n)[..8].to_vec()).collect();
    let mut letter = Letter::review();
    let split = parts::split(&body, 2).unwrap();
    let of = u16::try_from(split.len()).unwrap();
    assert!(of >= 3);
    let (mut previous, mut sent) = ([0; 32], Vec::new());
    for (sequence, deflated) in (1_u16..).zip(split) {
        letter.body = deflated;
        let request = SealRequest { sequence: u64::from(sequence), previous, part: sequence, of, ..letter.request() };
        let sealed = seal(&request, &Repeating::from(5)).unwrap();
        sent.push((u64::from(sequence), previous, sealed.clone()));
        previous = sealed.inner_hash;
    }
    sent.reverse();
    let mut opened = Vec::new();
    let mut after = None;
    let highest = u64::from(of);
    for (sequence, previous, sealed) in &sent {
        let mut expected = letter.expected(&sealed.bytes);
        expected.sequence = *sequence;
        expected.neighbours =
            Neighbours { after, highest: if after.is_none() { 0 } else { highest }, ..Neighbours::default() };
        let got = open(&expected).unwrap();
        match after {
            None => assert_eq!(got.place, Place::AfterGap { from: 1, until: highest - 1 }),
            Some(_) => assert_eq!(got.place, Place::FillsHole),
        }
        after = Some(Link { hash: sealed.inner_hash, previous: *previous });
        opened.push(got);
    }
    let parts: Vec<Part<'_>> = opened.iter().map(|it| Part { part: it.part, of: it.of, body: &it.body }).collect();
    assert_eq!(parts::join(&parts).unwrap(), body);
}

fn derive(n: u32) -> [u8; 32] {
    handrail_wire::derive::sha256(&n.to_be_bytes())
}

#[test]
fn what_no_receiver_would_take_is_not_sealed() {
    let letter = Letter::review();
    let only_noor = [noor().key_hash()];
    let six = [sam().key_hash(); 6];
    let base = || letter.request();
    for (request, want) in [
        (SealRequest { all_reader_hashes: &only_noor, ..base() }, SealError::Readers),
        (SealRequest { all_reader_hashes: &six, ..base() }, SealError::Readers),
        (SealRequest { sequence: 0, ..base() }, SealError::Value("sequence")),
        (SealRequest { sequence: 2, ..base() }, SealError::Value("previous")),
        (SealRequest { previous: [1; 32], ..base() }, SealError::Value("previous")),
        (SealRequest { part: 0, ..base() }, SealError::Value("part")),
        (SealRequest { part: 2, ..base() }, SealError::Value("part")),
        (SealRequest { of: 17, ..base() }, SealError::Value("part")),
    ] {
        assert_eq!(seal(&request, &Repeating::from(5)).err(), Some(want));
    }
}

#[test]
fn a_key_with_a_low_order_part_or_out_of_range_is_not_sealed_to() {
    let letter = Letter::review();
    let mut low = *sam().key();
    low[1184..].fill(0);
    let malformed = [0xff; 1216]; // ML-KEM numbers above its modulus
    for (key, want) in [(low, KeyError::LowOrder), (malformed, KeyError::Malformed)] {
        let readers = [crate::seal::keys::key_hash(&key).0];
        let request = SealRequest { reader_key: &key, all_reader_hashes: &readers, ..letter.request() };
        let got = seal(&request, &Repeating::from(5)).err();
        assert_eq!(got, Some(SealError::Key(want)));
    }
}

#[test]
fn without_randomness_nothing_is_sealed_or_made() {
    struct Empty;
    impl Randomness for Empty {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomnessFailed> {
            Err(RandomnessFailed)
        }
    }
    let got = seal(&Letter::review().request(), &Empty).err();
    assert_eq!(got, Some(SealError::Randomness(RandomnessFailed)));
    assert!(new_seed(&Empty).is_err());
}

#[test]
fn secrets_do_not_show_themselves() {
    let secret = SubkeySecret::from_seed(&[4; 32]).unwrap();
    assert_eq!(format!("{secret:?}"), "SubkeySecret(..)");
    assert_eq!(secret.seed(), &[4; 32]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_allowed_message_comes_back(
        body in proptest::collection::vec(any::<u8>(), 0..12_000),
        sequence in 1_u64..1_000,
        epoch in any::<u64>(),
        period in any::<(i64, i64)>(),
        part in 1_u16..=16,
        seed in any::<u8>(),
    ) {
        let mut letter = Letter::review();
        letter.body = parts::deflate(&body).unwrap();
        let request = SealRequest {
            sequence,
            previous: if sequence == 1 { [0; 32] } else { [3; 32] },
            roster_epoch: epoch,
            from_ms: period.0,
            until_ms: period.1,
            part,
            of: 16,
            ..letter.request()
        };
        let sealed = seal(&request, &Repeating::from(seed)).unwrap();
        let mut expected = letter.expected(&sealed.bytes);
        expected.sequence = sequence;
        let opened = open(&expected).unwrap();
        prop_assert_eq!(opened.body, body);
        prop_assert_eq!((opened.from_ms, opened.until_ms, opened.roster_epoch), (period.0, period.1, epoch));
    }
}
