//! The practitioner of the measured lives: paired with the phone as after the words matched, and the author of
//! what arrives on it.

use handrail_core::Handrail;
use handrail_core::clock::Day;
use handrail_core::ids::{Id, Randomness as _, SystemRandomness};
use handrail_core::proposals::{Arrived, ProposalId, TakenIn};
use handrail_core::seal::keys::{SigningKey, SubkeySecret, key_hash, new_seed};
use handrail_core::seal::message::{SealRequest, seal};
use handrail_core::seal::parts::split;
use handrail_core::sync::{Reader, Relationship, SubkeySeed};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::outer::Purpose;
use handrail_wire::roster::{Roster, RosterReader};
use serde_json::json;

use super::Trouble;

fn id() -> Result<Id, Trouble> {
    let mut bytes = [0; 16];
    SystemRandomness::default().fill(&mut bytes)?;
    Ok(Id::from_bytes(bytes))
}

/// The practitioner's side of one care relationship.
pub struct Practitioner {
    identity: SigningKey,
    mailbox: Id,
    account: Id,
    /// The phone's key, that mail to it is sealed to.
    phone: Box<[u8; 1216]>,
    sequence: u64,
    previous: [u8; 32],
}

impl std::fmt::Debug for Practitioner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Practitioner(..)")
    }
}

impl Practitioner {
    /// Pairs the phone with a practitioner whose key is of this month, as `handrail-wire` counts months.
    ///
    /// # Errors
    /// Those of the core.
    pub fn pair(phone: &Handrail, month: u32) -> Result<Self, Trouble> {
        let random = SystemRandomness::default();
        let (account, mailbox, device) = (id()?, id()?, id()?);
        let identity_of = new_seed(&random)?;
        let identity = SigningKey::from_seed(&identity_of)?;
        let key_of = new_seed(&random)?;
        let secret = SubkeySecret::from_seed(&key_of)?;
        let subkeys = vec![Subkey::for_month(month, *secret.public())?];
        let set = KeySet::new(Role::Practitioner, account.into(), identity.public(), account.into(), subkeys);
        let keyset = set.sign(&identity)?;

        let identity_seed = new_seed(&random)?;
        let ours = SigningKey::from_seed(&identity_seed)?;
        let seed = new_seed(&random)?;
        let key = *SubkeySecret::from_seed(&seed)?.public();
        let subkeys = vec![Subkey::for_month(month, key)?];
        let set = KeySet::new(Role::Client, mailbox.into(), ours.public(), device.into(), subkeys);
        let in_roster = RosterReader::paired(account.into(), identity.public(), KeySet::hash_of(&keyset));
        phone.keep_relationship(&Relationship {
            origin: "https://clinic.example".parse()?,
            certificate: None,
            mailbox: mailbox.into(),
            device: device.into(),
            identity_seed,
            subkeys: vec![SubkeySeed { number: month, seed }],
            keyset: set.sign(&ours)?,
            roster: Roster::new(mailbox.into(), 1, vec![in_roster]).sign(&ours)?,
            roster_epoch: 1,
            readers: vec![Reader {
                account: account.into(),
                identity: identity.public(),
                highest: KeySet::open(&keyset)?.highest(),
                keyset,
                name: "Sam".into(),
            }],
        })?;
        Ok(Self { identity, mailbox, account, phone: Box::new(*key.as_bytes()), sequence: 0, previous: [0; 32] })
    }

    /// Suggests a homework, and the phone takes it in.
    ///
    /// # Errors
    /// Those of the core; where the phone cannot open it.
    pub fn suggests(&mut self, phone: &Handrail, title: &str, day: Day) -> Result<ProposalId, Trouble> {
        let body = json!({
            "type": "proposal", "version": 1, "kind": "homework", "made_day": day.to_string(), "from_name": "Sam",
            "title": title, "why": "to get out more", "how_often": "once", "with_whom": "my sister",
        });
        self.writes(phone, &body).map(ProposalId)
    }

    /// Says "I saw this" of a packet, and the phone takes it in.
    ///
    /// # Errors
    /// As for [`Practitioner::suggests`].
    pub fn saw(&mut self, phone: &Handrail, packet: Id, day: Day) -> Result<(), Trouble> {
        let body = json!({
            "type": "proposal", "version": 1, "kind": "seen", "made_day": day.to_string(), "from_name": "Sam",
            "packet": packet.to_string(), "text": "Well done with the bus.",
        });
        self.writes(phone, &body).map(drop)
    }

    fn writes(&mut self, phone: &Handrail, body: &serde_json::Value) -> Result<Id, Trouble> {
        let body = split(&serde_json::to_vec(body)?, 1)?.into_iter().next().ok_or("an empty body")?;
        let packet = id()?;
        let request = SealRequest {
            purpose: Purpose::Proposal,
            mailbox: self.mailbox.into(),
            sender: &self.identity,
            device: self.account.into(),
            reader_key: &self.phone,
            sequence: self.sequence + 1,
            previous: self.previous,
            roster_epoch: 1,
            packet: packet.into(),
            part: 1,
            of: 1,
            from_ms: 0,
            until_ms: 0,
            all_reader_hashes: &[key_hash(&self.phone).0],
            body: &body,
        };
        let sealed = seal(&request, &SystemRandomness::default())?;
        self.sequence += 1;
        self.previous = sealed.inner_hash;
        let arrived = Arrived {
            mailbox: self.mailbox,
            sender: self.account,
            device: self.account,
            sequence: self.sequence,
            cursor: "epoch:1",
            message: &sealed.bytes,
        };
        match phone.take_in(&arrived)?.0 {
            TakenIn::Applied { .. } => Ok(packet),
            other => Err(format!("a message was not taken in: {other:?}").into()),
        }
    }

    /// They are nobody's reader any more.
    ///
    /// # Errors
    /// Those of the core.
    pub fn leaves(self, phone: &Handrail) -> Result<(), Trouble> {
        phone.remove_reader(self.mailbox, self.account)?;
        Ok(())
    }
}
