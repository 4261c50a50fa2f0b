//! The vault over the real store: killed at every step, nothing is lost and nothing sent in two forms; and what is
//! removed for good is not kept in sealed batches either.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use handrail_wire::Id as WireId;
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::{DeviceList, Signer};

use super::phones::{DAY, NOW, chance};
use super::relay::Relay;
use crate::clock::{Clock, Moment};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::ledger::Ledger as _;
use crate::store::{KeyProvider, StoreConfig};
use crate::sync::state::StoreFailed;
use crate::sync::vault::in_store::InStore;
use crate::sync::vault::kept_rows::{self, Begun};
use crate::sync::vault::{Exchange, Finding, FoundVault, Kept, KnownDevice, Step, Summary, Upkeep, VaultState};
use crate::vault::code::VaultCode;
use crate::vault::device::{DeviceKeys, with};
use crate::vault::epochs::EpochKeys;
use crate::vault::sealed::Tip;

struct Still;
impl Clock for Still {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: NOW, zone: "Europe/London".into(), offset_min: 0 })
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

/// A phone with a store in a folder.
struct Phone {
    handrail: Option<Handrail>,
    folder: PathBuf,
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.handrail = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn open(folder: &Path) -> Handrail {
    let config = StoreConfig { folder: folder.into(), page_limit: None };
    Handrail::open(config, Arc::new(Key), Arc::new(Still)).unwrap()
}

/// The store, until it has done a number of things: then the phone's battery is empty.
struct Dying<'a> {
    store: InStore<'a>,
    left: &'a AtomicU32,
}

impl Dying<'_> {
    fn step(&self) -> Result<(), StoreFailed> {
        let left = self.left.load(Ordering::SeqCst);
        self.left.store(left.saturating_sub(1), Ordering::SeqCst);
        if left == 0 { Err(StoreFailed) } else { Ok(()) }
    }
}

impl VaultState for Dying<'_> {
    fn sealed(&mut self, batch: &[u8], tip: Tip, ops: u64, said: &Vector) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.sealed(batch, tip, ops, said)
    }
    fn outbox_after(&mut self, sequence: u64) -> Result<Vec<Vec<u8>>, StoreFailed> {
        self.step()?;
        self.store.outbox_after(sequence)
    }
    fn own_tip(&mut self, sequence: u64) -> Result<Option<Tip>, StoreFailed> {
        self.store.own_tip(sequence)
    }
    fn acknowledged(&mut self, tip: Tip, epoch: WireId) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.acknowledged(tip, epoch)
    }
    fn said(&mut self, head: &[u8], seen: &Vector) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.said(head, seen)
    }
    fn took_in(&mut self, device: WireId, known: &KnownDevice) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.took_in(device, known)
    }
    fn list(&mut self, object: &[u8]) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.list(object)
    }
    fn keyring(&mut self, version: u64, list: u64, keys: &EpochKeys) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.keyring(version, list, keys)
    }
    fn upkeep(&mut self, upkeep: &Upkeep) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.upkeep(upkeep)
    }
    fn forget_outbox(&mut self, upto: u64) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.forget_outbox(upto)
    }
    fn put_aside(&mut self, bytes: &[u8], why: Finding) -> Result<(), StoreFailed> {
        self.step()?;
        self.store.put_aside(bytes, why)
    }
}

impl Phone {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let folder = std::env::temp_dir().join(format!("handrail-vault-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Self { handrail: Some(open(&folder)), folder }
    }

    fn handrail(&self) -> &Handrail {
        self.handrail.as_ref().unwrap()
    }

    fn keys(&self) -> DeviceKeys {
        DeviceKeys::generate(self.handrail().device().unwrap(), &chance()).unwrap()
    }

    fn keep(&self, kept: &Kept) {
        let begun = Begun {
            state: "open",
            certificate: None,
            voucher: None,
            first_keyring: None,
            code: None,
            proven_ms: Some(NOW),
        };
        self.handrail().write(|w| kept_rows::keep(w, kept, &begun)).unwrap();
    }

    fn kept(&self) -> Kept {
        self.handrail().read(kept_rows::load).unwrap().unwrap()
    }

    /// The app is gone, whatever it was doing, and is opened again.
    fn killed(&mut self) {
        self.handrail = None;
        self.handrail = Some(open(&self.folder));
    }

    /// One exchange with a store that does so many things and no more.
    fn sync_until(&self, relay: &mut Relay, left: u32) -> Option<Summary> {
        let left = AtomicU32::new(left);
        let mut state = Dying { store: InStore::new(self.handrail()), left: &left };
        let mut run = Exchange::new(self.kept(), None, Arc::new(chance())).unwrap();
        let mut now = NOW;
        for _ in 0..500 {
            match run.next(now, &mut state, self.handrail()).ok()? {
                Step::Send(request) => {
                    let answer = relay.answer(&request);
                    run.feed(now, Ok(answer), &mut state, self.handrail()).ok()?;
                }
                Step::Wait(until) => now = until,
                Step::Done(summary) => return Some(summary),
            }
        }
        panic!("no end");
    }

    fn sync(&self, relay: &mut Relay) -> Summary {
        self.sync_until(relay, u32::MAX).unwrap()
    }

    fn write(&self, words: &str) {
        self.handrail().add_talk_about(words).unwrap();
    }

    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> =
            self.handrail().talk_about().unwrap().open.into_iter().map(|line| line.wording).collect();
        words.sort();
        words
    }

    fn one<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        self.handrail().read(|c| Ok(c.query_row(sql, [], |r| r.get(0))?)).unwrap()
    }

    fn outbox(&self) -> Vec<(i64, i64)> {
        self.handrail()
            .read(|c| {
                let mut q = c.prepare("SELECT sequence, length(batch) FROM vault_outbox ORDER BY sequence")?;
                let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .unwrap()
    }

    /// The line with these words, as another screen would name it.
    fn line(&self, words: &str) -> Id {
        let lines = self.handrail().talk_about().unwrap().open;
        lines.iter().find(|line| line.wording == words).unwrap().id.0
    }
}

fn begun(kept_of: DeviceKeys, list: Vec<u8>, keys: EpochKeys, versions: (u64, u64), vault: WireId) -> Kept {
    let origin = "https://clinic.example".parse().unwrap();
    let (keyring_version, keyring_list) = versions;
    Kept::new_device(Arc::new(kept_of), FoundVault { origin, vault, list, keyring_version, keyring_list, keys })
}

/// Maria's phone with a vault.
fn maria() -> (Phone, Relay) {
    let phone = Phone::new();
    let (keys, vault) = (phone.keys(), WireId::from([40; 16]));
    let code = VaultCode::generate(&chance()).unwrap();
    let list = keys.first_list(vault, code.recovery().unwrap(), DAY).unwrap();
    let epochs = EpochKeys::first(&chance()).unwrap();
    let opened = DeviceList::open_first(&list).unwrap();
    let keyring = epochs.wrap(&opened, 1, Signer::Device(keys.id), &keys.identity, &chance()).unwrap();
    let relay = Relay::new(vault, list.clone(), keyring);
    phone.keep(&begun(keys, list, epochs, (1, 1), vault));
    (phone, relay)
}

/// Her tablet, on the same list.
fn tablet(phone: &Phone, relay: &mut Relay) -> Phone {
    let tablet = Phone::new();
    let (keys, kept) = (tablet.keys(), phone.kept());
    let hash = DeviceList::hash_of(relay.lists.last().unwrap());
    let by = Signer::Device(kept.device.id);
    let list = with(&relay.list(), hash, by, keys.entry(DAY)).sign(&kept.device.identity).unwrap();
    relay.lists.push(list.clone());
    let opened = DeviceList::kept(&list).unwrap();
    let version = kept.keyring_version + 1;
    relay.keyring = kept.keys.wrap(&opened, version, by, &kept.device.identity, &chance()).unwrap();
    tablet.keep(&begun(keys, list, kept.keys, (version, opened.version), kept.vault));
    tablet
}

#[test]
fn all_that_is_kept_is_there_after_the_app_was_closed() {
    let (mut phone, mut relay) = maria();
    let mut tablet = tablet(&phone, &mut relay);
    phone.write("The bus is late again");
    tablet.write("Ask about the new tablets");
    for _ in 0..3 {
        phone.sync(&mut relay);
        tablet.sync(&mut relay);
    }
    for phone in [&mut phone, &mut tablet] {
        let before = phone.kept();
        phone.killed();
        let after = phone.kept();
        assert!(before.device.identity.seed() == after.device.identity.seed());
        assert!(before.device.sealing.seed() == after.device.sealing.seed());
        assert!(before.keys == after.keys && before.heads == after.heads && before.list == after.list);
        assert_eq!(
            (before.tip, before.acknowledged, before.ops_sealed),
            (after.tip, after.acknowledged, after.ops_sealed)
        );
        assert_eq!((before.said, before.relay_epoch, before.origin), (after.said, after.relay_epoch, after.origin));
        assert_eq!((after.tip.sequence, after.acknowledged, after.heads.len()), (1, after.tip, 2));
    }
    assert_eq!(phone.words(), ["Ask about the new tablets", "The bus is late again"]);
    assert_eq!(phone.words(), tablet.words());
}

#[test]
fn killed_after_any_step_everything_arrives_once_and_in_one_form() {
    for dies_after in 0.. {
        let (mut phone, mut relay) = maria();
        let mut tablet = tablet(&phone, &mut relay);
        for n in 0..3 {
            phone.write(&format!("phone {n}"));
            tablet.write(&format!("tablet {n}"));
        }
        tablet.sync(&mut relay);
        // Dies between any two things that the store does; among them: the changes are in the record, and it is not
        // noted yet that they are.
        let done = phone.sync_until(&mut relay, dies_after).is_some();
        phone.killed();
        phone.write("after");
        let summary = phone.sync(&mut relay);
        assert_eq!((summary.findings.len(), summary.same), (0, true), "{dies_after}");
        let summary = tablet.sync(&mut relay);
        assert_eq!((summary.findings.len(), summary.same), (0, true), "{dies_after}");
        tablet.killed();
        assert_eq!(phone.words().len(), 7, "{dies_after}");
        assert_eq!(phone.words(), tablet.words(), "{dies_after}");
        assert_eq!(phone.handrail().digest().unwrap(), tablet.handrail().digest().unwrap());
        if done {
            assert!(dies_after > 5, "an exchange does more than that: {dies_after}");
            return;
        }
    }
}

#[test]
fn a_batch_that_was_given_out_is_sent_again_as_it_is_and_one_that_was_not_can_be_sealed_anew() {
    let (phone, mut relay) = maria();
    phone.write("The first");
    phone.write("The second");
    // Sealed, and the battery is empty before it is handed to anybody.
    assert!(phone.sync_until(&mut relay, 1).is_none());
    assert_eq!(phone.outbox().len(), 1);
    phone.handrail().remove_for_good("talk_about", phone.line("The second")).unwrap();
    assert_eq!((phone.outbox(), phone.kept().tip, phone.kept().ops_sealed), (vec![], Tip::start(), 0));

    // Handed out, and nobody knows whether it came: it stays until the relay has it, and is empty then.
    phone.write("The third");
    assert!(phone.sync_until(&mut relay, 2).is_none());
    let sealed: Vec<u8> = phone.one("SELECT batch FROM vault_outbox");
    phone.handrail().remove_for_good("talk_about", phone.line("The third")).unwrap();
    assert_eq!(phone.one::<Vec<u8>>("SELECT batch FROM vault_outbox"), sealed);
    let device = phone.kept().device.id;
    let summary = phone.sync(&mut relay);
    assert!(summary.same, "{summary:?}");
    assert!(relay.seen[&(device, 1)] == sealed, "the bytes that may have been on their way");
    // The second batch says that it is to be removed. With the purge that follows, neither is kept anywhere.
    assert_eq!(phone.outbox(), [(2, 0)]);
    assert!(relay.batches.is_empty() && relay.snapshots.len() == 2);

    // A batch that the relay has already is emptied at once.
    phone.write("The fourth");
    phone.sync(&mut relay);
    phone.handrail().remove_for_good("talk_about", phone.line("The fourth")).unwrap();
    assert_eq!(phone.outbox(), [(2, 0), (3, 0)]);
    assert!(phone.sync(&mut relay).same);
    assert_eq!(phone.words(), ["The first"]);
}

#[test]
fn words_that_another_phone_removed_for_good_leave_this_ones_batches_as_well() {
    let (phone, mut relay) = maria();
    let tablet = tablet(&phone, &mut relay);
    phone.write("Not for keeping");
    phone.sync(&mut relay);
    tablet.sync(&mut relay);
    tablet.handrail().remove_for_good("talk_about", tablet.line("Not for keeping")).unwrap();
    tablet.sync(&mut relay);
    assert!(phone.outbox()[0].1 > 0);
    phone.sync(&mut relay);
    assert_eq!((phone.outbox(), phone.words().len()), (vec![(1, 0)], 0));
}

#[test]
fn a_relay_that_lost_what_is_not_kept_here_is_named_and_not_asked_for_ever() {
    let (phone, mut relay) = maria();
    phone.write("Not for keeping");
    phone.sync(&mut relay);
    phone.handrail().remove_for_good("talk_about", phone.line("Not for keeping")).unwrap();
    phone.sync(&mut relay);
    relay.batches.clear();
    relay.floor.clear();
    relay.epoch = WireId::from([2; 16]);
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::Emptied), "{summary:?}");
    assert_eq!(phone.words().len(), 0);
}

#[test]
fn what_does_not_fit_is_kept_with_its_name_and_a_flood_does_not_fill_the_phone() {
    let (phone, mut relay) = maria();
    let tablet = tablet(&phone, &mut relay);
    tablet.write("Ask about the new tablets");
    tablet.sync(&mut relay);
    let place = (tablet.kept().device.id, 1);
    let good = relay.batches[&place].clone();
    let mut bad = good.clone();
    bad[200] ^= 1;
    relay.batches.insert(place, bad.clone());
    let summary = phone.sync(&mut relay);
    assert!(summary.findings.contains(&Finding::Forged), "{summary:?}");
    assert_eq!(phone.one::<Vec<u8>>("SELECT bytes FROM vault_aside WHERE finding = 'forged'"), bad);
    // The same again is kept once; and when the right bytes come, there is nothing left to look at.
    phone.sync(&mut relay);
    assert_eq!(phone.one::<i64>("SELECT count(*) FROM vault_aside"), 1);
    relay.batches.insert(place, good);
    assert!(phone.sync(&mut relay).findings.is_empty());
    assert_eq!(phone.one::<i64>("SELECT count(*) FROM vault_aside"), 0);
    assert_eq!(phone.words(), ["Ask about the new tablets"]);

    let mut state = InStore::new(phone.handrail());
    for n in 0..200_u8 {
        state.put_aside(&vec![n; 64 * 1024], Finding::Unreadable).unwrap();
    }
    assert!(phone.one::<i64>("SELECT sum(length(bytes)) FROM vault_aside") <= 4 << 20);
    assert!(phone.one::<i64>("SELECT count(*) FROM vault_aside") < 70);
}

#[test]
fn nothing_of_the_vault_is_in_the_log_or_in_the_archive() {
    let (phone, mut relay) = maria();
    phone.write("The bus is late again");
    phone.sync(&mut relay);
    let kinds: Vec<&str> = crate::store::kinds::ALL.iter().map(|kind| kind.name).collect();
    assert!(kinds.iter().all(|kind| !kind.starts_with("vault")));
    let mut archive = Vec::new();
    phone.handrail().export_all(&mut archive, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
    let text = String::from_utf8_lossy(&archive);
    for secret in ["vault", "clinic.example"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
