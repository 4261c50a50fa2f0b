//! Anna's vault: made, written to by her phone and her tablet, read with her code, collected, erased.

use handrail_wire::api::ProblemCode::{
    Conflict, Forbidden, NotFound, PreconditionFailed, Quota, TooLarge, Unauthorised, UnsupportedVersion,
};
use handrail_wire::api::{
    Bytes, CollectRequest, CollectResponse, DevicesBody, EraseRequest, SnapshotsResponse, VaultRequest, paths,
};
use handrail_wire::keyset::XWingPublic;
use handrail_wire::signed::SigningKey;
use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::{Batch, Claim, Header};
use handrail_wire::vault::collect::{Ack, order_to_erase};
use handrail_wire::vault::devices::{Device, DeviceList, Recovery, Signer};
use handrail_wire::vault::exchange::{Answer, HeadsHash, KnownHead, Knows, Request, ShortBatch, heads_hash};
use handrail_wire::vault::head::Head;
use handrail_wire::vault::keyring::{Keyring, Wrap};
use handrail_wire::vault::snapshot::{self, Snapshot};
use handrail_wire::{Fixed, Hash, Id};

use crate::client::{BYTES, Reply};
use crate::house::House;
use crate::people::{bearer, confirmed, log_in, paired, random, sam, sha256};

pub struct Phone {
    pub id: Id,
    pub key: SigningKey,
    pub token: String,
    tip: (u64, Hash),
}

impl Phone {
    pub fn new() -> Self {
        let key = SigningKey::from_seed(random::<32>().as_bytes()).unwrap();
        Self { id: random(), key, token: String::new(), tip: (0, Fixed([0; 32])) }
    }

    pub fn entry(&self) -> Device {
        let sealing: XWingPublic = random();
        Device { id: self.id, identity: self.key.public(), sealing, added: 20_000, removed: None, seen: 20_000 }
    }

    pub async fn log_in(&mut self, house: &House) {
        self.token = token(house, self.id, &self.key).await;
    }
}

async fn token(house: &House, login: Id, key: &SigningKey) -> String {
    bearer(&log_in(&house.client, house.relay.origin(), login, key).await.is(200).json())
}

pub struct Vault {
    pub id: Id,
    code: SigningKey,
    pub list: DeviceList,
    pub object: Vec<u8>,
    keyring: Vec<u8>,
    keyring_version: u64,
}

impl Vault {
    fn of(phone: &Phone) -> Self {
        let code = SigningKey::from_seed(random::<32>().as_bytes()).unwrap();
        let recovery = Recovery { locator: random(), identity: code.public(), sealing: random() };
        let list = DeviceList {
            vault: random(),
            version: 1,
            previous: Fixed([0; 32]),
            signer: Signer::Device(phone.id),
            recovery,
            devices: vec![phone.entry()],
        };
        let object = list.sign(&phone.key).unwrap();
        let mut vault = Self { id: list.vault, code, list, object, keyring: Vec::new(), keyring_version: 0 };
        vault.next_keyring(Signer::Device(phone.id), &phone.key);
        vault
    }

    /// A keyring for the newest list, with any sealed bytes: the relay cannot open them.
    fn next_keyring(&mut self, signer: Signer, key: &SigningKey) {
        self.keyring_version += 1;
        let wrap = |device, key: &XWingPublic| Wrap {
            device,
            key: sha256(key.as_bytes()),
            sealed: random::<{ 1120 + 32 + 16 }>().as_bytes().to_vec(),
        };
        let devices = self.list.live().map(|device| wrap(Some(device.id), &device.sealing));
        let wraps = devices.chain([wrap(None, &self.list.recovery.sealing)]).collect();
        let (version, list) = (self.keyring_version, self.list.version);
        let made = Keyring { vault: self.id, version, list, signer, epochs: vec![1], wraps };
        self.keyring = made.sign(key).unwrap();
    }

    pub fn next_list(&mut self, signer: Signer, key: &SigningKey, change: impl FnOnce(&mut Vec<Device>)) -> Vec<u8> {
        let mut next = self.list.next(DeviceList::hash_of(&self.object), signer);
        change(&mut next.devices);
        next.devices.sort_by_key(|device| device.id);
        self.object = next.sign(key).unwrap();
        self.list = next;
        self.object.clone()
    }

    fn request(&self) -> VaultRequest {
        VaultRequest { list: Bytes(self.object.clone()), keyring: Bytes(self.keyring.clone()) }
    }

    fn claim(&self, seen: Vector) -> Claim {
        Claim { seen, digest: random(), list: self.list.version, keyring: self.keyring_version }
    }

    pub fn batch(&self, phone: &mut Phone, size: usize) -> Batch {
        let header =
            Header { vault: self.id, device: phone.id, sequence: phone.tip.0 + 1, previous: phone.tip.1, epoch: 1 };
        let sealed = vec![7; size];
        let batch = Batch::sign(header, sealed, self.claim(Vector::new()), &phone.key).unwrap();
        phone.tip = (batch.header.sequence, batch.hash());
        batch
    }

    fn heads(&self, phones: &[(&Phone, Hash)]) -> HeadsHash {
        let mut heads: Vec<KnownHead> = phones
            .iter()
            .map(|(phone, head)| KnownHead { device: phone.id, sequence: phone.tip.0, hash: phone.tip.1, head: *head })
            .collect();
        heads.sort_by_key(|known| known.device);
        heads_hash(self.list.version, self.keyring_version, &heads)
    }
}

pub fn nothing(knows: Knows) -> Request {
    Request { knows, batches: vec![], head: None, ack: None }
}

async fn post(house: &House, vault: &Vault, token: &str, request: &Request) -> Reply {
    let headers = [("content-type", BYTES), ("authorization", token)];
    house.client.send("POST", &paths::vault_sync(&vault.id), &headers, &request.encode()).await
}

pub async fn sync(house: &House, vault: &Vault, token: &str, request: &Request) -> Answer {
    Answer::decode(&post(house, vault, token, request).await.is(200).body).unwrap()
}

async fn send(house: &House, vault: &Vault, phone: &Phone, batches: &[&Batch]) -> Reply {
    let batches = batches.iter().map(|batch| ShortBatch::of(batch)).collect();
    let request = Request { batches, ..nothing(Knows::Vector(Vector::new())) };
    post(house, vault, &phone.token, &request).await
}

/// Anna, paired with Sam, and her vault with her phone in it.
pub async fn anna(house: &House) -> (Vault, Phone) {
    let sam = sam(house).await;
    let mailbox = paired(house, &sam).await;
    let mut phone = Phone::new();
    let vault = Vault::of(&phone);
    house.client.post(paths::VAULTS, Some(&mailbox.token), &vault.request()).await.is(201);
    house.client.post(paths::VAULTS, Some(&mailbox.token), &vault.request()).await.is(200);
    phone.log_in(house).await;
    (vault, phone)
}

/// A tablet on Anna's list.
pub async fn with_tablet(house: &House, vault: &mut Vault, phone: &Phone) -> Phone {
    let mut tablet = Phone::new();
    let list = vault.next_list(Signer::Device(phone.id), &phone.key, |devices| devices.push(tablet.entry()));
    let body = DevicesBody { list: Bytes(list) };
    house.client.put(&paths::devices(&vault.id), &phone.token, &body).await.is(200);
    vault.next_keyring(Signer::Device(phone.id), &phone.key);
    let seen = (vault.keyring_version - 1).to_string();
    let path = paths::keyring(&vault.id);
    let etag = format!("\"{seen}\"");
    house.client.put_bytes(&path, &phone.token, &[("if-match", &etag)], &vault.keyring).await.is(200);
    tablet.log_in(house).await;
    // Whoever was away reads the lists one after the other.
    let mut lists = Vec::new();
    for version in 1..=2 {
        let reply = house.client.get(&paths::devices_at(&vault.id, version), &tablet.token).await.is(200);
        lists.push(reply.json::<DevicesBody>().list.0);
    }
    let first = DeviceList::open_first(&lists[0]).unwrap();
    assert_eq!(DeviceList::open_next(&lists[1], &first, DeviceList::hash_of(&lists[0])).unwrap(), vault.list);
    house.client.get(&paths::devices_at(&vault.id, 3), &tablet.token).await.refused(404, NotFound);
    tablet
}

#[tokio::test]
async fn a_vault_needs_a_pairing_or_an_open_door() {
    let house = House::open().await;
    let phone = Phone::new();
    let vault = Vault::of(&phone);
    house.client.post(paths::VAULTS, None, &vault.request()).await.refused(507, Quota);
    let sam = sam(&house).await;
    house.client.post(paths::VAULTS, Some(&sam.token), &vault.request()).await.refused(403, Forbidden);
    // A mailbox whose pairing has not ended vouches for nobody.
    let (half, _) = confirmed(&house, &sam).await;
    house.client.post(paths::VAULTS, Some(&half.token), &vault.request()).await.refused(409, Conflict);
    let anna = paired(&house, &sam).await;
    for n in 0..9 {
        let reply = house.client.post(paths::VAULTS, Some(&anna.token), &Vault::of(&Phone::new()).request()).await;
        if n < 8 {
            reply.is(201)
        } else {
            reply.refused(507, Quota)
        };
    }

    let open = House::with(|config| config.limits.wire.open_vaults_per_day = 2).await;
    open.client.post(paths::VAULTS, None, &vault.request()).await.is(201);
    open.client.post(paths::VAULTS, None, &Vault::of(&phone).request()).await.refused(409, Conflict);
    open.client.post(paths::VAULTS, None, &Vault::of(&Phone::new()).request()).await.is(201);
    let next = Vault::of(&Phone::new()).request();
    open.client.post(paths::VAULTS, None, &next).await.refused(507, Quota);
    open.clock.forward(crate::house::DAY);
    open.client.post(paths::VAULTS, None, &next).await.is(201);
    assert_eq!(open.relay.counts().await.unwrap().vaults, 3);
}

#[tokio::test]
async fn what_one_device_writes_the_other_gets_in_one_round_trip() {
    let house = House::open().await;
    let (mut vault, mut phone) = anna(&house).await;
    let mut tablet = with_tablet(&house, &mut vault, &phone).await;
    let none = Fixed([0; 32]);
    let (one, two) = (vault.batch(&mut phone, 100), vault.batch(&mut phone, 200));
    let request = Request {
        batches: vec![ShortBatch::of(&one), ShortBatch::of(&two)],
        ..nothing(Knows::Heads(vault.heads(&[(&phone, none), (&tablet, none)])))
    };
    let answer = sync(&house, &vault, &phone.token, &request).await;
    assert_eq!((answer.epoch, answer.stored), (house.relay.epoch(), 2));
    assert!(answer.news.is_none(), "the phone counted its own batches in: there is nothing new to it");

    // The same again: nothing changes, and the answer is the same.
    let before = house.rows();
    assert!(sync(&house, &vault, &phone.token, &request).await == answer);
    assert_eq!(house.rows(), before);

    let idle = nothing(Knows::Heads(vault.heads(&[(&tablet, none)])));
    let news = sync(&house, &vault, &tablet.token, &idle).await.news.unwrap();
    assert_eq!((news.list, news.keyring, news.more), (2, 2, false));
    assert_eq!(news.batches, [one.encode(), two.encode()]);

    // The tablet says what it has seen, and once both know that, both hear "the same".
    let seen: Vector = [(phone.id, 2)].into_iter().collect();
    let head = Head { vault: vault.id, device: tablet.id, sequence: 0, hash: none, claim: vault.claim(seen) };
    let object = head.sign(&tablet.key).unwrap();
    let hash = Head::hash_of(&object);
    let heads = vault.heads(&[(&phone, none), (&tablet, hash)]);
    let said = Request { head: Some(object.clone()), ..nothing(Knows::Heads(heads)) };
    assert!(sync(&house, &vault, &tablet.token, &said).await.news.is_none());
    let idle = nothing(Knows::Heads(vault.heads(&[(&phone, none), (&tablet, none)])));
    let news = sync(&house, &vault, &phone.token, &idle).await.news.unwrap();
    assert!(news.batches.is_empty() && news.heads == [object]);
    let reply = post(&house, &vault, &phone.token, &nothing(Knows::Heads(heads))).await.is(200);
    assert_eq!(reply.body.len(), 37);

    let from_tablet = vault.batch(&mut tablet, 60);
    send(&house, &vault, &tablet, &[&from_tablet]).await.is(200);
    let old = nothing(Knows::Vector([(phone.id, 1)].into_iter().collect()));
    let mut batches = sync(&house, &vault, &phone.token, &old).await.news.unwrap().batches;
    batches.sort();
    let mut expected = vec![two.encode(), from_tablet.encode()];
    expected.sort();
    assert_eq!(batches, expected);
    let path = paths::batch(&vault.id, &phone.id, 2);
    assert_eq!(house.client.get(&path, &tablet.token).await.is(200).body, two.encode());
}

#[tokio::test]
async fn what_is_not_signed_chained_and_listed_is_refused_and_changes_nothing() {
    let house = House::open().await;
    let (mut vault, mut phone) = anna(&house).await;
    let tablet = with_tablet(&house, &mut vault, &phone).await;
    let first = vault.batch(&mut phone, 100);
    send(&house, &vault, &phone, &[&first]).await.is(200);
    let before = house.rows();

    let mut clone = Phone {
        id: phone.id,
        key: SigningKey::from_seed(phone.key.seed()).unwrap(),
        token: phone.token.clone(),
        tip: (0, Fixed([0; 32])),
    };
    let other = vault.batch(&mut clone, 101);
    send(&house, &vault, &clone, &[&other]).await.refused(409, Conflict);
    let second = vault.batch(&mut phone, 50);
    let third = vault.batch(&mut phone, 50);
    send(&house, &vault, &phone, &[&third]).await.refused(409, Conflict);
    send(&house, &vault, &tablet, &[&first]).await.refused(403, Forbidden);
    let mut flipped = second.clone();
    flipped.sealed[9] ^= 1;
    send(&house, &vault, &phone, &[&flipped]).await.refused(403, Forbidden);
    let stranger = paired(&house, &sam(&house).await).await;
    let idle = nothing(Knows::Vector(Vector::new()));
    post(&house, &vault, &stranger.token, &idle).await.refused(403, Forbidden);
    post(&house, &vault, "Bearer nobody", &idle).await.refused(401, Unauthorised);
    let (other_vault, _) = {
        let mailbox = paired(&house, &sam(&house).await).await;
        let mut phone = Phone::new();
        let vault = Vault::of(&phone);
        house.client.post(paths::VAULTS, Some(&mailbox.token), &vault.request()).await.is(201);
        phone.log_in(&house).await;
        (vault, phone)
    };
    post(&house, &other_vault, &phone.token, &idle).await.refused(403, Forbidden);
    let headers = [("content-type", BYTES), ("authorization", phone.token.as_str())];
    let path = paths::vault_sync(&vault.id);
    house.client.send("POST", &path, &headers, &[2, 0]).await.refused(400, UnsupportedVersion);
    house.client.send("POST", &path, &headers, &vec![1; 300_000]).await.refused(413, TooLarge);
    for table in ["vault_batch", "vault_device"] {
        let own = |rows: &std::collections::BTreeMap<String, Vec<String>>| rows[table].len();
        assert!(own(&house.rows()) - own(&before) <= 1, "{table}");
    }
    assert_eq!(house.rows()["vault_batch"], before["vault_batch"]);
    send(&house, &vault, &phone, &[&second, &third]).await.is(200);
}

#[tokio::test]
async fn a_relay_that_was_put_back_takes_a_list_of_the_codes_from_a_phone_again() {
    let house = House::open().await;
    let (mut vault, phone) = anna(&house).await;
    let (mut second, stranger) = (Phone::new(), Phone::new());
    let code_key = SigningKey::from_seed(vault.code.seed()).unwrap();
    let before = (vault.list.clone(), vault.object.clone());
    let forged = vault.next_list(Signer::Recovery, &phone.key, |devices| devices.push(stranger.entry()));
    (vault.list, vault.object) = before;
    let list = vault.next_list(Signer::Recovery, &code_key, |devices| devices.push(second.entry()));
    let path = paths::devices(&vault.id);
    let put =
        async |list: &[u8]| house.client.put(&path, &phone.token, &DevicesBody { list: Bytes(list.to_vec()) }).await;
    put(&forged).await.refused(403, Forbidden);
    put(&list).await.is(200);
    put(&list).await.is(200);
    second.log_in(&house).await;
}

#[tokio::test]
async fn the_code_reads_everything_and_adds_one_device_and_no_more() {
    let house = House::open().await;
    let (mut vault, mut phone) = anna(&house).await;
    let batch = vault.batch(&mut phone, 100);
    send(&house, &vault, &phone, &[&batch]).await.is(200);
    let code = token(&house, vault.list.recovery.locator, &vault.code).await;

    let body: DevicesBody = house.client.get(&paths::devices(&vault.id), &code).await.is(200).json();
    assert_eq!(body.list.0, vault.object);
    let keyring = house.client.get(&paths::keyring(&vault.id), &code).await.is(200);
    assert_eq!((keyring.header("etag"), &keyring.body), (Some("\"1\""), &vault.keyring));
    let everything = nothing(Knows::Vector(Vector::new()));
    assert_eq!(sync(&house, &vault, &code, &everything).await.news.unwrap().batches, [batch.encode()]);

    let more = vault.batch(&mut phone, 100);
    let write = Request { batches: vec![ShortBatch::of(&more)], ..everything };
    post(&house, &vault, &code, &write).await.refused(403, Forbidden);
    house.client.get(&paths::inbox(None, 10), &code).await.refused(403, Forbidden);
    // Not with a list that the lost phone signed.
    let new_phone = Phone::new();
    let mut forged = Vault {
        id: vault.id,
        code: SigningKey::from_seed(vault.code.seed()).unwrap(),
        list: vault.list.clone(),
        object: vault.object.clone(),
        keyring: vec![],
        keyring_version: 1,
    };
    let list = forged.next_list(Signer::Device(phone.id), &phone.key, |devices| devices.push(new_phone.entry()));
    let put =
        async |list| house.client.put(&paths::devices(&vault.id), &code, &DevicesBody { list: Bytes(list) }).await;
    put(list).await.refused(403, Forbidden);

    let mut restored = Phone::new();
    let code_key = SigningKey::from_seed(vault.code.seed()).unwrap();
    let path = paths::devices(&vault.id);
    let keyring_path = paths::keyring(&vault.id);
    let list = vault.next_list(Signer::Recovery, &code_key, |devices| {
        devices[0].removed = Some(20_001);
        devices.push(restored.entry());
    });
    house.client.put(&path, &code, &DevicesBody { list: Bytes(list.clone()) }).await.is(200);
    house.client.put(&path, &code, &DevicesBody { list: Bytes(list) }).await.is(200);
    let old_keyring = vault.keyring.clone();
    vault.next_keyring(Signer::Recovery, &code_key);
    house.client.put_bytes(&keyring_path, &code, &[], &vault.keyring).await.refused(412, PreconditionFailed);
    let stale = [("if-match", "\"7\"")];
    house.client.put_bytes(&keyring_path, &code, &stale, &vault.keyring).await.refused(412, PreconditionFailed);
    let seen = [("if-match", "\"1\"")];
    house.client.put_bytes(&keyring_path, &code, &seen, &vault.keyring).await.is(200);
    // The earlier keyring does not come back: it is made for a list that was replaced.
    house.client.put_bytes(&keyring_path, &code, &seen, &old_keyring).await.refused(409, Conflict);

    // The lost phone's login ended with the list; the new one's works.
    post(&house, &vault, &phone.token, &nothing(Knows::Vector(Vector::new()))).await.refused(401, Unauthorised);
    log_in(&house.client, house.relay.origin(), phone.id, &phone.key).await.refused(401, Unauthorised);
    restored.log_in(&house).await;
    let batch = vault.batch(&mut restored, 40);
    send(&house, &vault, &restored, &[&batch]).await.is(200);
}

#[tokio::test]
async fn a_full_vault_says_so_and_goes_on_reading() {
    let house = House::with(|config| config.limits.wire.vault_bytes = 2_000).await;
    let (vault, mut phone) = anna(&house).await;
    let first = vault.batch(&mut phone, 1_200);
    send(&house, &vault, &phone, &[&first]).await.is(200);
    let before = house.rows();
    let second = vault.batch(&mut phone, 1_200);
    send(&house, &vault, &phone, &[&second]).await.refused(507, Quota);
    assert_eq!(house.rows(), before);
    let all = nothing(Knows::Vector(Vector::new()));
    assert_eq!(sync(&house, &vault, &phone.token, &all).await.news.unwrap().batches, [first.encode()]);
}

#[tokio::test]
async fn nothing_is_collected_before_both_devices_hold_the_snapshot() {
    let house = House::open().await;
    let (mut vault, mut phone) = anna(&house).await;
    let tablet = with_tablet(&house, &mut vault, &phone).await;
    let (one, two) = (vault.batch(&mut phone, 100), vault.batch(&mut phone, 100));
    send(&house, &vault, &phone, &[&one, &two]).await.is(200);
    let covers: Vector = [(phone.id, 1)].into_iter().collect();
    let snapshot = |number| {
        let header = snapshot::Header {
            vault: vault.id,
            device: phone.id,
            number,
            epoch: 1,
            covers: covers.clone(),
            digest: random(),
            list: 2,
        };
        Snapshot::sign(header, vec![5; 300], &phone.key).unwrap()
    };
    let made = snapshot(1);
    let path = |number| paths::snapshot(&vault.id, &phone.id, number);
    house.client.put_bytes(&path(2), &phone.token, &[], &made.encode()).await.is(400);
    house.client.put_bytes(&path(1), &tablet.token, &[], &made.encode()).await.refused(403, Forbidden);
    house.client.put_bytes(&path(1), &phone.token, &[], &made.encode()).await.is(201);
    house.client.put_bytes(&path(1), &phone.token, &[], &made.encode()).await.is(200);
    house.client.put_bytes(&path(1), &phone.token, &[], &snapshot(1).encode()).await.refused(409, Conflict);
    assert_eq!(house.client.get(&path(1), &tablet.token).await.is(200).body, made.encode());

    let collect = async || {
        let body = CollectRequest { device: phone.id, number: 1 };
        house.client.json("DELETE", &paths::batches(&vault.id), Some(&tablet.token), &body).await
    };
    let ack = async |of: &Phone| {
        let said = Ack { vault: vault.id, device: of.id, snapshot: made.hash(), covers: covers.clone(), list: 2 };
        let ack = Some(said.sign(&of.key).unwrap());
        sync(&house, &vault, &of.token, &Request { ack, ..nothing(Knows::Vector(Vector::new())) }).await;
    };
    collect().await.refused(409, Conflict);
    ack(&phone).await;
    // An earlier one that was late on its way changes nothing, and nobody is refused for it.
    for (covers, list) in [(Vector::new(), 2), (covers.clone(), 1)] {
        let late = Ack { vault: vault.id, device: phone.id, snapshot: random(), covers, list };
        let ack = Some(late.sign(&phone.key).unwrap());
        let late = Request { ack, ..nothing(Knows::Vector(Vector::new())) };
        let acks = sync(&house, &vault, &phone.token, &late).await.news.unwrap().acks;
        assert_eq!(Ack::open(&acks[0], &vault.list).unwrap().snapshot, made.hash());
    }
    collect().await.refused(409, Conflict);
    ack(&tablet).await;
    assert_eq!(collect().await.is(200).json::<CollectResponse>().deleted, 1);
    assert_eq!(collect().await.is(200).json::<CollectResponse>().deleted, 0);
    let left = sync(&house, &vault, &tablet.token, &nothing(Knows::Vector(Vector::new()))).await.news.unwrap();
    assert_eq!((left.batches, left.acks.len()), (vec![two.encode()], 2));

    house.client.delete(&path(1), &phone.token).await.refused(409, Conflict);
    for number in 2..=3 {
        house.client.put_bytes(&path(number), &phone.token, &[], &snapshot(number).encode()).await.is(201);
    }
    house.client.delete(&path(1), &tablet.token).await.is(204);
    let listed: SnapshotsResponse = house.client.get(&paths::snapshots(&vault.id), &tablet.token).await.is(200).json();
    assert_eq!(listed.snapshots.iter().map(|entry| entry.number).collect::<Vec<_>>(), [3, 2]);
    let counts = house.relay.counts().await.unwrap();
    let bytes = two.encode().len() + 2 * made.encode().len();
    assert_eq!((counts.batches, counts.snapshots, counts.vault_bytes), (1, 2, i64::try_from(bytes).unwrap()));
}

#[tokio::test]
async fn erasing_takes_a_signature_and_leaves_nothing() {
    let house = House::open().await;
    let (vault, mut phone) = anna(&house).await;
    let batch = vault.batch(&mut phone, 100);
    send(&house, &vault, &phone, &[&batch]).await.is(200);
    let before = house.rows();
    let erase = async |order: Vec<u8>| {
        house.client.json("DELETE", &paths::vault(&vault.id), None, &EraseRequest { order: Bytes(order) }).await
    };
    let stranger = Phone::new();
    erase(order_to_erase(vault.id, Signer::Device(phone.id), &stranger.key).unwrap()).await.refused(403, Forbidden);
    erase(order_to_erase(random(), Signer::Device(phone.id), &phone.key).unwrap()).await.refused(403, Forbidden);
    assert_eq!(house.rows(), before);
    let order = order_to_erase(vault.id, Signer::Recovery, &vault.code).unwrap();
    erase(order.clone()).await.is(204);
    erase(order).await.refused(404, NotFound);
    for table in ["vault", "vault_batch", "vault_device", "vault_list", "vault_snapshot"] {
        assert_eq!(house.count(table), 0, "{table}");
    }
    log_in(&house.client, house.relay.origin(), phone.id, &phone.key).await.refused(401, Unauthorised);
}
