//! A phone, two practitioners, and randomness that repeats.

use std::sync::Mutex;

use handrail_wire::outer::Purpose;
use handrail_wire::{Id, derive};

use crate::ids::{Randomness, RandomnessFailed};
use crate::seal::chain::Neighbours;
use crate::seal::keys::{SigningKey, SubkeySecret};
use crate::seal::message::{OpenRequest, SealRequest};
use crate::seal::parts;

/// Bytes of a hash chain: the same for the same seed, in the order they are drawn.
pub(crate) struct Repeating(Mutex<[u8; 32]>);

impl Repeating {
    pub(crate) fn from(seed: u8) -> Self {
        Self(Mutex::new([seed; 32]))
    }
}

impl Randomness for Repeating {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessFailed> {
        let mut state = self.0.lock().map_err(|_| RandomnessFailed)?;
        for byte in bytes {
            *state = derive::sha256(&*state);
            *byte = state[0];
        }
        Ok(())
    }
}

/// One side of a conversation.
pub(crate) struct Party {
    pub(crate) identity: SigningKey,
    pub(crate) keys: Vec<SubkeySecret>,
    pub(crate) device: Id,
}

impl Party {
    pub(crate) fn new(seed: u8) -> Self {
        Self {
            identity: SigningKey::from_seed(&[seed; 32]).unwrap(),
            keys: vec![SubkeySecret::from_seed(&[seed + 100; 32]).unwrap()],
            device: Id::from([seed; 16]),
        }
    }

    pub(crate) fn key(&self) -> &[u8; 1216] {
        self.keys[0].public().as_bytes()
    }

    pub(crate) fn key_hash(&self) -> [u8; 32] {
        self.keys[0].hash().0
    }
}

pub(crate) fn phone() -> Party {
    Party::new(1)
}

pub(crate) fn sam() -> Party {
    Party::new(2)
}

pub(crate) fn noor() -> Party {
    Party::new(3)
}

pub(crate) fn mailbox() -> Id {
    Id::from([9; 16])
}

pub(crate) const BODY: &[u8] = b"{\"type\":\"review\",\"version\":1}";

/// The phone's first review to Sam, who is one of two readers.
pub(crate) struct Letter {
    pub(crate) from: Party,
    pub(crate) to: Party,
    pub(crate) readers: Vec<[u8; 32]>,
    pub(crate) body: Vec<u8>,
}

impl Letter {
    pub(crate) fn review() -> Self {
        Self {
            from: phone(),
            to: sam(),
            readers: vec![sam().key_hash(), noor().key_hash()],
            body: parts::deflate(BODY).unwrap(),
        }
    }

    pub(crate) fn request(&self) -> SealRequest<'_> {
        SealRequest {
            purpose: Purpose::Review,
            mailbox: mailbox(),
            sender: &self.from.identity,
            device: self.from.device,
            reader_key: self.to.key(),
            sequence: 1,
            previous: [0; 32],
            roster_epoch: 4,
            packet: Id::from([7; 16]),
            part: 1,
            of: 1,
            from_ms: 1_700_000_000_000,
            until_ms: 1_700_600_000_000,
            all_reader_hashes: &self.readers,
            body: &self.body,
        }
    }

    /// What the reader asks for when the inbox lists this letter.
    pub(crate) fn expected<'a>(&'a self, message: &'a [u8]) -> OpenRequest<'a> {
        OpenRequest {
            message,
            keys: &self.to.keys,
            mailbox: mailbox(),
            sender: self.from.identity.public(),
            device: self.from.device,
            purposes: &[Purpose::Review],
            sequence: 1,
            neighbours: Neighbours::default(),
        }
    }
}
