//! The people of the measured relay: practitioners with accounts, and clients paired with one of them each.

use std::sync::Arc;

use handrail_clinic::store::{InviteKey, NewAccount, NewInvite, NewMailbox, NewRoster, Store};
use handrail_wire::api::{Method, paths};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::outer::{Message, Outer, Purpose, SEALED_LEN};
use handrail_wire::roster::{Roster, RosterReader};
use handrail_wire::signed::SigningKey;
use handrail_wire::{Day, Fixed, Hash, Id};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::task::JoinSet;

/// Why somebody could not move in.
type Trouble = Box<dyn std::error::Error>;

/// Somebody who logs in.
pub struct Person {
    /// As whom.
    pub account: Id,
    /// With what.
    pub key: SigningKey,
    /// The phone; a practitioner's account.
    pub device: Id,
    keyset: Vec<u8>,
}

/// Everybody.
pub struct Town {
    /// Those who read.
    pub practitioners: Vec<Arc<Person>>,
    /// Those who write, each with the place of their practitioner.
    pub clients: Vec<(Arc<Person>, usize)>,
}

pub fn random<const N: usize>() -> Fixed<N> {
    let mut bytes = [0; N];
    // Cannot fail on a system that has booted.
    while SystemRandom::new().fill(&mut bytes).is_err() {
        std::thread::yield_now();
    }
    Fixed(bytes)
}

pub fn sha256(bytes: &[u8]) -> Hash {
    Hash::try_from(digest(&SHA256, bytes).as_ref()).unwrap_or(Fixed([0; 32]))
}

impl Person {
    fn new(role: Role, now_ms: i64) -> Result<Self, Trouble> {
        let account = random();
        let device = if role == Role::Practitioner { account } else { random() };
        let key = SigningKey::from_seed(random::<32>().as_bytes())?;
        let subkeys = vec![Subkey::for_month(Day::from_ms(now_ms)?.month_number(), random())?];
        let keyset = KeySet::new(role, account, key.public(), device, subkeys).sign(&key)?;
        Ok(Self { account, key, device, keyset })
    }

    /// Where a packet of this client goes.
    #[must_use]
    pub fn slot(&self, reader: Id, sequence: u64) -> String {
        paths::message(&self.account, &self.account, &self.device, &reader, sequence)
    }

    /// A packet of this client with these sealed bytes.
    #[must_use]
    pub fn packet(&self, sealed: &[u8; SEALED_LEN], sequence: u64) -> Vec<u8> {
        let outer = Outer {
            purpose: Purpose::Review,
            mailbox: self.account,
            sender: self.key.public(),
            device: self.device,
            recipient_key: Fixed([7; 32]),
            sequence,
        };
        Message::join(&outer.encode(), sealed)
    }
}

impl Town {
    /// Moves everybody in.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn settle(
        store: &Arc<dyn Store>,
        practitioners: usize,
        clients: usize,
        now_ms: i64,
    ) -> Result<Self, Trouble> {
        let mut town = Self { practitioners: Vec::new(), clients: Vec::new() };
        for _ in 0..practitioners {
            let person = Person::new(Role::Practitioner, now_ms)?;
            let code = random();
            store.add_enrolment(code, now_ms + 1000).await?;
            let methods =
                vec![Method { locator: random(), key: random() }, Method { locator: random(), key: random() }];
            let new = NewAccount {
                account: person.account,
                identity: person.key.public(),
                code,
                request: random(),
                keyset: person.keyset.clone(),
                highest: 1,
                methods,
                blob: vec![1; 4096],
            };
            store.create_account(new, now_ms).await?;
            town.practitioners.push(Arc::new(person));
        }
        let mut moving = JoinSet::new();
        for place in 0..clients {
            let reader = place % practitioners.max(1);
            let Some(practitioner) = town.practitioners.get(reader).cloned() else { continue };
            let store = store.clone();
            moving.spawn(async move {
                let person = pair(&*store, &practitioner, now_ms).await.map_err(|error| error.to_string())?;
                Ok::<_, String>((Arc::new(person), reader))
            });
            if moving.len() >= 64
                && let Some(moved) = moving.join_next().await
            {
                town.clients.push(moved??);
            }
        }
        while let Some(moved) = moving.join_next().await {
            town.clients.push(moved??);
        }
        Ok(town)
    }
}

async fn pair(store: &dyn Store, practitioner: &Person, now_ms: i64) -> Result<Person, Trouble> {
    let person = Person::new(Role::Client, now_ms)?;
    let key = InviteKey { invite: random(), auth: random(), claim: random() };
    let owner = practitioner.account;
    let new = NewInvite { invite: key.invite, owner, auth: key.auth, until_ms: now_ms + 600_000 };
    store.create_invite(new, u32::MAX, now_ms).await?;
    store.claim(key.invite, key.auth, key.claim, now_ms).await?;
    let (mailbox, identity, keyset) = (person.account, person.key.public(), person.keyset.clone());
    store.create_mailbox(NewMailbox { key, mailbox, identity, keyset, highest: 1 }, now_ms).await?;
    store.hello(key, mailbox, random(), now_ms).await?;
    store.reveal(key.invite, owner, random(), random(), now_ms).await?;
    store.confirm(key.invite, owner, random(), now_ms).await?;
    let reader = RosterReader::paired(owner, practitioner.key.public(), KeySet::hash_of(&practitioner.keyset));
    let object = Roster::new(mailbox, 1, vec![reader]).sign(&person.key)?;
    store.put_roster(NewRoster { mailbox, epoch: 1, readers: vec![owner], object }).await?;
    Ok(person)
}
