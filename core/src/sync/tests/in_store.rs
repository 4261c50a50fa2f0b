//! The exchange over the real store: killed at every point, what was shared arrives once and is never lost,
//! and what came down is here once before the relay is told to forget it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::outer::Purpose;
use handrail_wire::roster::{Roster, RosterReader};
use handrail_wire::{Id as WireId, api};
use zeroize::Zeroizing;

use super::relay::{NOVEMBER, World, sam, sams_keyset};
use crate::clock::{Clock, Moment};
use crate::handrail::Handrail;
use crate::ids::{Id, SystemRandomness};
use crate::review::{Choices, PacketState, PacketWords, Period};
use crate::seal::keys::{SigningKey, SubkeySecret, key_hash};
use crate::seal::message::{SealRequest, seal};
use crate::seal::parts::split;
use crate::store::{KeyProvider, StoreConfig};
use crate::sync::in_store::InStore;
use crate::sync::relay::Step;
use crate::sync::{Reader, Relationship, SubkeySeed};

struct At(AtomicI64);
impl Clock for At {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: self.0.load(Ordering::SeqCst), zone: "Europe/London".into(), offset_min: 0 })
    }
}
struct Key;
impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![7; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

fn open(folder: &Path, now_ms: i64) -> Handrail {
    let config = StoreConfig { folder: folder.into(), page_limit: None };
    Handrail::open(config, Arc::new(Key), Arc::new(At(AtomicI64::new(now_ms)))).unwrap()
}

/// Ana's phone, paired with the readers of the relay in memory.
pub(super) struct Phone {
    handrail: Option<Handrail>,
    folder: PathBuf,
    pub(super) world: World,
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.handrail = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(super) fn reader(account: WireId, keyset: Vec<u8>, name: &str) -> Reader {
    let set = KeySet::open(&keyset).unwrap();
    Reader { account, identity: set.identity, highest: set.highest(), keyset, name: name.into() }
}

/// A key set of another reader, whose subkey is that of a month.
fn lees_keyset(month: u32) -> (WireId, Vec<u8>) {
    let account = WireId::from([0x1e; 16]);
    let identity = SigningKey::from_seed(&[4; 32]).unwrap();
    let secret = SubkeySecret::from_seed(&[5; 32]).unwrap();
    let subkeys = vec![Subkey::for_month(month, *secret.public()).unwrap()];
    let set = KeySet::new(Role::Practitioner, account, identity.public(), account, subkeys);
    (account, set.sign(&identity).unwrap())
}

impl Phone {
    pub(super) fn paired(readers: Vec<Reader>) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("handrail-in-store-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut world = World::new();
        world.relay.inbox.clear();
        let identity = SigningKey::from_seed(&[1; 32]).unwrap();
        let (mailbox, device) = (world.relay.account, WireId::from([3; 16]));
        let seed = Zeroizing::new([6; 32]);
        let secret = SubkeySecret::from_seed(&seed).unwrap();
        let subkeys = vec![Subkey::for_month(NOVEMBER, *secret.public()).unwrap()];
        let keyset = KeySet::new(Role::Client, mailbox, identity.public(), device, subkeys);
        let listed = readers.iter().map(|r| RosterReader::paired(r.account, r.identity, KeySet::hash_of(&r.keyset)));
        let roster = Roster::new(mailbox, 1, listed.collect());
        let handrail = open(&folder, world.now_ms);
        let relationship = Relationship {
            origin: world.relay.origin.clone(),
            certificate: None,
            mailbox,
            device,
            identity_seed: Zeroizing::new([1; 32]),
            subkeys: vec![SubkeySeed { number: NOVEMBER, seed }],
            keyset: keyset.sign(&identity).unwrap(),
            readers,
            roster_epoch: 1,
            roster: roster.sign(&identity).unwrap(),
        };
        handrail.keep_relationship(&relationship).unwrap();
        Self { handrail: Some(handrail), folder, world }
    }

    pub(super) fn with_sam() -> Self {
        Self::paired(vec![reader(sam(), sams_keyset(2, NOVEMBER).1, "Sam")])
    }

    pub(super) fn handrail(&self) -> &Handrail {
        self.handrail.as_ref().unwrap()
    }

    pub(super) fn share(&self, words: &str) -> Id {
        self.handrail().add_talk_about(words).unwrap();
        let review = self.handrail().review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
        let preview = self.handrail().preview(&review, &Choices::default()).unwrap();
        self.handrail().share(&preview).unwrap();
        preview.packets[0].id()
    }

    /// The app is gone, whatever it was doing, and is opened again.
    pub(super) fn killed(&mut self) {
        self.handrail = None;
        self.handrail = Some(open(&self.folder, self.world.now_ms));
    }

    /// Runs an exchange and stops after that many calls: before the last of them is made, or after it was
    /// made and before anything of its answer was heard. `true` when it was over before.
    pub(super) fn run_until(&mut self, calls: usize, call_arrives: bool) -> bool {
        let mut exchange = self.world.exchange();
        let handrail = self.handrail.as_ref().unwrap();
        let mut store = InStore::new(handrail, self.world.relay.account.into());
        let mut made = 0;
        for _ in 0..1_000 {
            match exchange.next(self.world.now_ms, &mut store).unwrap() {
                Step::Send(request) => {
                    if made == calls {
                        if call_arrives {
                            let _ = self.world.relay.call(self.world.now_ms, &request);
                        }
                        return false;
                    }
                    made += 1;
                    let answer = self.world.relay.call(self.world.now_ms, &request);
                    exchange.feed(self.world.now_ms, answer, &mut store).unwrap();
                }
                Step::Wait(until) => self.world.now_ms = until,
                Step::Done(_) => return true,
            }
        }
        panic!("an exchange without an end")
    }

    pub(super) fn run(&mut self) {
        assert!(self.run_until(usize::MAX, false));
    }

    /// Path at the relay and bytes of everything sealed here.
    pub(super) fn sealed(&self) -> Vec<(String, Vec<u8>)> {
        let account = self.world.relay.account;
        self.handrail()
            .read(|c| {
                let mut q =
                    c.prepare("SELECT recipient, sequence, message FROM outbox ORDER BY recipient, sequence")?;
                let rows =
                    q.query_map([], |r| Ok((r.get::<_, Id>(0)?, r.get::<_, i64>(1)?, r.get::<_, Vec<u8>>(2)?)))?;
                let path = |recipient: Id, sequence: i64| {
                    let device = WireId::from([3; 16]);
                    api::paths::message(&account, &account, &device, &recipient.into(), sequence.unsigned_abs())
                };
                Ok(rows.map(|row| row.map(|(r, s, m)| (path(r, s), m))).collect::<Result<_, _>>()?)
            })
            .unwrap()
    }

    fn states(&self) -> Vec<PacketState> {
        self.handrail().packets().unwrap().iter().map(|p| p.state).collect()
    }

    /// Sam's page sends a homework.
    pub(super) fn suggested(&mut self, sequence: u64, previous: [u8; 32], title: &str) -> [u8; 32] {
        let body = serde_json::json!({
            "type": "proposal", "version": 1, "kind": "homework", "made_day": "2026-11-20", "from_name": "Sam", "title": title,
        });
        self.sent_down((sam(), 2), Purpose::Proposal, (sequence, previous), &body)
    }

    /// Somebody's page sends something: `from` is the account and the identity's seed, `place` number and hash before.
    pub(super) fn sent_down(
        &mut self,
        from: (WireId, u8),
        purpose: Purpose,
        place: (u64, [u8; 32]),
        body: &serde_json::Value,
    ) -> [u8; 32] {
        let key = *SubkeySecret::from_seed(&[6; 32]).unwrap().public();
        let body = split(&serde_json::to_vec(body).unwrap(), 1).unwrap().remove(0);
        let packet = Id::new(self.world.now_ms, &SystemRandomness::default()).unwrap();
        let sealed = seal(
            &SealRequest {
                purpose,
                mailbox: self.world.relay.account,
                sender: &SigningKey::from_seed(&[from.1; 32]).unwrap(),
                device: from.0,
                reader_key: key.as_bytes(),
                sequence: place.0,
                previous: place.1,
                roster_epoch: 1,
                packet: packet.into(),
                part: 1,
                of: 1,
                from_ms: 0,
                until_ms: 0,
                all_reader_hashes: &[key_hash(key.as_bytes()).0],
                body: &body,
            },
            &SystemRandomness::default(),
        )
        .unwrap();
        self.world.relay.put_from(from.0, place.0, &sealed.bytes);
        sealed.inner_hash
    }
}

#[test]
fn what_was_shared_is_delivered_as_it_was_sealed_and_then_there_is_nothing_to_send() {
    let mut phone = Phone::with_sam();
    phone.share("the bus");
    phone.share("sleep");
    let sealed = phone.sealed();
    assert_eq!((sealed.len(), phone.states()), (2, vec![PacketState::Waiting; 2]));
    phone.run();
    assert_eq!(phone.world.relay.stored, sealed.into_iter().collect());
    assert_eq!(phone.world.relay.rosters.len(), 1);
    assert_eq!(phone.states(), [PacketState::Delivered; 2]);
    phone.world.relay.log.clear();
    phone.run();
    assert!(!phone.world.relay.log.iter().any(|call| call.starts_with("PUT")), "{:?}", phone.world.relay.log);
}

#[test]
fn killed_anywhere_between_seal_and_upload_it_is_sent_once_and_never_lost() {
    for call_arrives in [false, true] {
        for calls in 0.. {
            let mut phone = Phone::with_sam();
            phone.share("the bus");
            phone.share("sleep");
            phone.suggested(1, [0; 32], "walk");
            let sealed = phone.sealed();
            phone.killed();
            let over = phone.run_until(calls, call_arrives);
            phone.killed();
            assert_eq!(phone.sealed(), sealed, "the very bytes are still here");
            phone.run();
            assert_eq!(phone.world.relay.stored, sealed.into_iter().collect(), "after {calls} calls");
            assert_eq!(phone.states(), [PacketState::Delivered; 2]);
            assert_eq!(phone.handrail().proposals().unwrap().waiting.len(), 1);
            assert!(phone.world.relay.inbox.is_empty(), "acknowledged once it is here");
            let said_no = phone.handrail().sync_status().unwrap().refusals;
            assert!(said_no.is_empty(), "{said_no:?}");
            if over {
                assert!(calls > 6, "an exchange of {calls} calls does not test much");
                break;
            }
        }
    }
}

#[test]
fn a_packet_that_was_handed_out_is_not_taken_back_and_one_that_was_not_is() {
    let mut phone = Phone::with_sam();
    let (first, second) = (phone.share("the bus"), phone.share("sleep"));
    let handed_out = |phone: &Phone| phone.handrail().packets().unwrap().iter().filter(|p| !p.can_take_back).count();
    // Stopped right before the first message would go: the phone cannot know that it did not.
    let before_the_first = (0..20)
        .find(|calls| {
            phone.run_until(*calls, false);
            handed_out(&phone) == 1
        })
        .expect("the first message is handed out at some point");
    assert!(before_the_first > 0);
    assert!(phone.handrail().take_back(first).is_err());
    phone.handrail().take_back(second).unwrap();
    phone.run();
    assert_eq!(phone.world.relay.stored.len(), 1);
    // And the number that became free is used by what comes next.
    phone.share("my sister");
    phone.run();
    assert_eq!(phone.world.relay.stored, phone.sealed().into_iter().collect());
    assert_eq!(phone.world.relay.stored.len(), 2);
}

#[test]
fn a_relay_put_back_to_an_earlier_state_gets_again_what_nobody_has_opened() {
    let mut phone = Phone::with_sam();
    let opened = phone.share("the bus");
    let waits = phone.share("sleep");
    phone.run();
    phone
        .handrail()
        .write(|w| {
            w.tx().execute("UPDATE packet SET state = 'opened', opened_day = '2026-11-20' WHERE id = ?1", [opened])?;
            Ok(())
        })
        .unwrap();
    let sealed = phone.sealed();
    phone.world.relay.stored.clear();
    phone.world.relay.rosters.clear();
    phone.world.relay.epoch = WireId::from([2; 16]);
    phone.run();
    phone.run();
    assert_eq!(phone.world.relay.rosters.len(), 1);
    assert_eq!(phone.world.relay.stored, sealed.into_iter().skip(1).collect());
    let state = |id| phone.handrail().packets().unwrap().iter().find(|p| p.id == id).unwrap().state;
    assert_eq!((state(opened), state(waits)), (PacketState::Opened, PacketState::Delivered));
}

#[test]
fn a_packet_kept_for_want_of_a_key_goes_once_the_reader_has_a_newer_one() {
    let (lee, old) = lees_keyset(NOVEMBER - 4);
    let readers = vec![reader(sam(), sams_keyset(2, NOVEMBER).1, "Sam"), reader(lee, old.clone(), "Lee")];
    let mut phone = Phone::paired(readers);
    phone.world.relay.keysets.insert(lee, old);
    phone.share("the bus");
    phone.run();
    assert_eq!(phone.world.relay.stored.len(), 1, "Sam's");
    assert!(phone.handrail().packets().unwrap()[0].waits_for_key);
    phone.world.relay.keysets.insert(lee, lees_keyset(NOVEMBER).1);
    phone.world.now_ms += 24 * 3_600_000;
    phone.killed();
    phone.run();
    assert_eq!(phone.world.relay.stored.len(), 2, "Lee's too, though Sam's was delivered long before");
    assert_eq!(phone.states(), [PacketState::Delivered]);
    assert!(!phone.handrail().packets().unwrap()[0].waits_for_key);
}

#[test]
fn a_suggestion_that_comes_twice_is_here_once_and_a_damaged_one_is_not_acknowledged() {
    let mut phone = Phone::with_sam();
    let first = phone.suggested(1, [0; 32], "walk");
    phone.suggested(2, first, "ring");
    // The relay keeps a whole copy of the second and lists a damaged one.
    let whole = phone.world.relay.inbox[1].message.0.clone();
    phone.world.relay.inbox[1].message.0[9_000] ^= 1;
    let twice = phone.world.relay.inbox[0].clone();
    phone.world.relay.put_into_inbox(1, &twice.message.0);
    phone.run();
    assert_eq!(phone.handrail().proposals().unwrap().waiting.len(), 1);
    assert_eq!(phone.world.relay.inbox.len(), 1, "only the damaged one is left there");
    assert_eq!(phone.handrail().sync_status().unwrap().refusals, ["unopened"]);
    phone.world.relay.inbox.clear();
    phone.world.relay.put_into_inbox(2, &whole);
    phone.run();
    assert_eq!(phone.handrail().proposals().unwrap().waiting.len(), 2);
    assert!(phone.world.relay.inbox.is_empty());
}
