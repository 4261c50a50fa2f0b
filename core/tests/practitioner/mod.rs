//! A practitioner for the tests: keys of their own, a phone's other half of a pairing, and the two things
//! their page does, opening what a phone sealed and sealing what a phone opens.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use handrail_core::Changes;
use handrail_core::ids::{Id, Randomness as _, SystemRandomness};
use handrail_core::proposals::{Arrived, TakenIn};
use handrail_core::review::packet::Packet;
use handrail_core::seal::chain::{Link, Neighbours};
use handrail_core::seal::keys::{SigningKey, SubkeySecret, key_hash, new_seed};
use handrail_core::seal::message::{OpenRequest, Opened, SealRequest, open, seal};
use handrail_core::seal::parts::{Part, join, split};
use handrail_core::sync::{Reader, Relationship, SubkeySeed};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::outer::{Message, Outer, Purpose};
use handrail_wire::roster::{Roster, RosterReader};
use handrail_wire::{Day, derive};

use crate::common::Person;

/// March 2026, when the tests' people live.
pub const MARCH: u32 = 2026 * 12 + 2;

pub struct Practitioner {
    pub name: &'static str,
    pub account: Id,
    pub identity: SigningKey,
    pub keys: Vec<SubkeySecret>,
    pub keyset: Vec<u8>,
}

/// The phone in one care relationship, as a practitioner knows it.
pub struct Client {
    pub mailbox: Id,
    pub device: Id,
    pub identity: handrail_wire::Key32,
    /// The phone's subkey that mail to it is sealed to.
    pub key: Box<[u8; 1216]>,
    /// Our chain to this phone.
    pub sequence: u64,
    pub previous: [u8; 32],
}

fn id() -> Id {
    let mut bytes = [0; 16];
    SystemRandomness::default().fill(&mut bytes).unwrap();
    Id::from_bytes(bytes)
}

/// Somebody whose key set is for these months.
pub fn practitioner(name: &'static str, months: &[u32]) -> Practitioner {
    let random = SystemRandomness::default();
    let identity = SigningKey::from_seed(&new_seed(&random).unwrap()).unwrap();
    let account = id();
    let keys: Vec<SubkeySecret> =
        months.iter().map(|_| SubkeySecret::from_seed(&new_seed(&random).unwrap()).unwrap()).collect();
    let subkeys = months.iter().zip(&keys).map(|(m, k)| Subkey::for_month(*m, *k.public()).unwrap()).collect();
    let set = KeySet::new(Role::Practitioner, account.into(), identity.public(), account.into(), subkeys);
    let keyset = set.sign(&identity).unwrap();
    Practitioner { name, account, identity, keys, keyset }
}

pub fn sam() -> Practitioner {
    practitioner("Sam", &[MARCH, MARCH + 1])
}

impl Practitioner {
    fn reader(&self) -> Reader {
        Reader {
            account: self.account.into(),
            identity: self.identity.public(),
            keyset: self.keyset.clone(),
            highest: KeySet::open(&self.keyset).unwrap().highest(),
            name: self.name.into(),
        }
    }

    /// What a phone opened and gave to this practitioner.
    pub fn open_all(&self, person: &Person, client: &Client) -> Vec<(Opened, Vec<u8>)> {
        let c = person.under();
        let mut q = c
            .prepare("SELECT sequence, message FROM outbox WHERE recipient = ?1 AND mailbox = ?2 AND state < 2 ORDER BY sequence")
            .unwrap();
        let rows: Vec<(u64, Vec<u8>)> = q
            .query_map([self.account, client.mailbox], |r| Ok((r.get::<_, i64>(0)?.try_into().unwrap(), r.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut held: BTreeMap<u64, Link> = BTreeMap::new();
        rows.into_iter()
            .map(|(sequence, message)| {
                let neighbours = Neighbours {
                    same: held.get(&sequence).copied(),
                    before: held.get(&(sequence - 1)).copied(),
                    after: held.get(&(sequence + 1)).copied(),
                    highest: held.keys().last().copied().unwrap_or(0),
                };
                let request = OpenRequest {
                    message: &message,
                    keys: &self.keys,
                    mailbox: client.mailbox.into(),
                    sender: client.identity,
                    device: client.device.into(),
                    purposes: &[Purpose::Review],
                    sequence,
                    neighbours,
                };
                let opened = open(&request).expect("a message that opens");
                held.insert(sequence, opened.link());
                (opened, message)
            })
            .collect()
    }

    /// The packets in a phone's outbox for this practitioner, joined from their parts.
    pub fn read(&self, person: &Person, client: &Client) -> Vec<(Packet, Vec<u8>)> {
        let opened = self.open_all(person, client);
        let mut packets: Vec<Id> = Vec::new();
        for (part, _) in &opened {
            let packet = Id::from(part.packet);
            if !packets.contains(&packet) {
                packets.push(packet);
            }
        }
        packets
            .into_iter()
            .map(|packet| {
                let parts: Vec<Part<'_>> = opened
                    .iter()
                    .filter(|(o, _)| Id::from(o.packet) == packet)
                    .map(|(o, _)| Part { part: o.part, of: o.of, body: &o.body })
                    .collect();
                let json = join(&parts).unwrap();
                (serde_json::from_slice(&json).unwrap(), json)
            })
            .collect()
    }

    /// Seals a body for a phone, as the next message of the chain.
    pub fn seal(&self, client: &mut Client, purpose: Purpose, body: &serde_json::Value) -> Sent {
        self.seal_bytes(client, purpose, &serde_json::to_vec(body).unwrap())
    }

    pub fn seal_bytes(&self, client: &mut Client, purpose: Purpose, body: &[u8]) -> Sent {
        let body = split(body, 1).unwrap().remove(0);
        let hash = key_hash(&client.key).0;
        let packet = id();
        let sealed = seal(
            &SealRequest {
                purpose,
                mailbox: client.mailbox.into(),
                sender: &self.identity,
                device: self.account.into(),
                reader_key: &client.key,
                sequence: client.sequence + 1,
                previous: client.previous,
                roster_epoch: 1,
                packet: packet.into(),
                part: 1,
                of: 1,
                from_ms: 0,
                until_ms: 0,
                all_reader_hashes: &[hash],
                body: &body,
            },
            &SystemRandomness::default(),
        )
        .unwrap();
        client.sequence += 1;
        client.previous = sealed.inner_hash;
        Sent { mailbox: client.mailbox, sender: self.account, sequence: client.sequence, packet, message: sealed.bytes }
    }

    /// A homework, with some fields of one's own.
    pub fn homework(&self, title: &str) -> serde_json::Value {
        serde_json::json!({
            "type": "proposal", "version": 1, "kind": "homework", "made_day": "2026-03-02", "from_name": self.name,
            "title": title, "why": "to get out more", "how_often": "daily", "with_whom": "my sister",
        })
    }
}

/// A sealed message on its way to a phone.
pub struct Sent {
    pub mailbox: Id,
    pub sender: Id,
    pub sequence: u64,
    pub packet: Id,
    pub message: Vec<u8>,
}

impl Sent {
    /// The relay hands it over.
    pub fn arrives(&self, person: &Person) -> (TakenIn, Changes) {
        let arrived = Arrived {
            mailbox: self.mailbox,
            sender: self.sender,
            device: self.sender,
            sequence: self.sequence,
            cursor: "epoch:1",
            message: &self.message,
        };
        person.take_in(&arrived).unwrap()
    }
}

/// Pairs a phone with readers of one mailbox, as if the words had matched.
pub fn pair(person: &Person, readers: &[&Practitioner]) -> Client {
    let random = SystemRandomness::default();
    let identity_seed = new_seed(&random).unwrap();
    let identity = SigningKey::from_seed(&identity_seed).unwrap();
    let (mailbox, device) = (id(), id());
    let seed = new_seed(&random).unwrap();
    let secret = SubkeySecret::from_seed(&seed).unwrap();
    let subkey = Subkey::for_month(MARCH, *secret.public()).unwrap();
    let keyset = KeySet::new(Role::Client, mailbox.into(), identity.public(), device.into(), vec![subkey]);
    let in_roster =
        |p: &&Practitioner| RosterReader::paired(p.account.into(), p.identity.public(), KeySet::hash_of(&p.keyset));
    let roster = Roster::new(mailbox.into(), 1, readers.iter().map(in_roster).collect());
    let relationship = Relationship {
        origin: "https://relay.example".parse().unwrap(),
        certificate: None,
        mailbox: mailbox.into(),
        device: device.into(),
        identity_seed,
        subkeys: vec![SubkeySeed { number: MARCH, seed }],
        keyset: keyset.sign(&identity).unwrap(),
        readers: readers.iter().map(|p| p.reader()).collect(),
        roster_epoch: 1,
        roster: roster.sign(&identity).unwrap(),
    };
    let changes = person.keep_relationship(&relationship).unwrap();
    assert!(changes.touches("reader"));
    assert!(person.keep_relationship(&relationship).unwrap().records.is_empty(), "kept once");
    let key = Box::new(*secret.public().as_bytes());
    Client { mailbox, device, identity: identity.public(), key, sequence: 0, previous: [0; 32] }
}

/// The clear header of a message.
pub fn outer(message: &[u8]) -> Outer {
    Outer::decode(Message::parse(message).unwrap().outer).unwrap()
}

pub fn content_hash(json: &[u8]) -> String {
    handrail_wire::B32::from(derive::sha256(json)).to_string()
}

pub fn utc_day(text: &str) -> Day {
    text.parse().unwrap()
}
