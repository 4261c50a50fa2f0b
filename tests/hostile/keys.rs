//! What somebody with keys can do: a reader who turns on the others, or anybody who knows public keys. Sealing and signing are done
//! here by hand, because the core's own functions refuse to make what a forger makes.

use handrail_core::ids::{Randomness as _, SystemRandomness};
use handrail_core::seal::code::RecoveryCode;
use handrail_core::seal::keys::{SigningKey, SubkeySecret};
use handrail_core::seal::message::{Inner, SEAL_LABEL, SIGN_LABEL};
use handrail_tests::together::{Practitioner, Together};
use handrail_wire::Id;
use handrail_wire::encode::{Reader, Writer, lp, push_lp};
use handrail_wire::keyset::KeySet;
use handrail_wire::outer::{ENCAPSULATION_LEN, Message, Outer, PLAIN_LEN};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, OpModeR, OpModeS, Serializable as _};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

/// A practitioner's keys, taken out of the blob with a printed code.
pub struct Keys {
    pub account: Id,
    pub identity: SigningKey,
    pub subkeys: Vec<SubkeySecret>,
}

impl Keys {
    pub fn of(all: &Together, practitioner: &Practitioner) -> Self {
        let code = RecoveryCode::from_text(&practitioner.codes[0]).unwrap();
        let locator = code.locator().unwrap();
        let (account, blob): ([u8; 16], Vec<u8>) = all
            .relay_database()
            .unwrap()
            .query_row(
                "SELECT l.account, o.bytes FROM login l JOIN object o ON o.account = l.account WHERE l.login = ?1 AND o.kind = 1",
                [locator.as_bytes()],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .unwrap();
        let mut parts = Reader::header(&blob).unwrap();
        let (header, wraps) = (parts.bytes().unwrap(), parts.bytes().unwrap());
        let (nonce, sealed) = (parts.fixed::<12>().unwrap(), parts.bytes().unwrap());
        let mut methods = Reader::plain(wraps);
        let blob_key = loop {
            let whose: &[u8; 16] = methods.fixed().unwrap();
            let (nonce, wrapped) = (methods.fixed::<12>().unwrap(), methods.bytes().unwrap());
            if whose == locator.as_bytes() {
                let aad = Writer::plain().bytes(b"handrail/v1/blob-key").bytes(&account).bytes(whose).finish();
                break aead_open(&code.wrap_key().unwrap(), nonce, &aad, wrapped);
            }
        };
        let aad = Writer::plain().bytes(b"handrail/v1/blob").bytes(header).finish();
        let content = aead_open(&blob_key.try_into().unwrap(), nonce, &aad, sealed);
        let content: serde_json::Value = serde_json::from_slice(&content).unwrap();
        let seed = |value: &serde_json::Value| -> [u8; 32] {
            value.as_str().unwrap().parse::<handrail_wire::B32>().unwrap().0
        };
        let subkeys = content["subkeys"].as_array().unwrap();
        Self {
            account: Id::from(account),
            identity: SigningKey::from_seed(&seed(&content["identity"])).unwrap(),
            subkeys: subkeys.iter().map(|k| SubkeySecret::from_seed(&seed(&k["seed"])).unwrap()).collect(),
        }
    }

    /// What a sealed message to these keys says: padded, signed, unsealed.
    pub fn unseal(&self, message: &[u8]) -> Vec<u8> {
        let message = Message::parse(message).unwrap();
        let recipient = Outer::decode(message.outer).unwrap().recipient_key;
        let key = self.subkeys.iter().find(|k| k.hash() == recipient).unwrap();
        let (encapsulation, ciphertext) = message.sealed.split_at(ENCAPSULATION_LEN);
        let encapsulation = <XWing as hpke::Kem>::EncappedKey::from_bytes(encapsulation).unwrap();
        let secret = <XWing as hpke::Kem>::PrivateKey::from_bytes(key.seed()).unwrap();
        hpke::single_shot_open::<AesGcm256, HkdfSha256, XWing>(
            &OpModeR::Base,
            &secret,
            &encapsulation,
            &info(message.outer),
            ciphertext,
            message.outer,
        )
        .unwrap()
    }
}

fn aead_open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Vec<u8> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap());
    let mut bytes = sealed.to_vec();
    key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(aad), &mut bytes).unwrap().to_vec()
}

fn info(outer: &[u8]) -> Vec<u8> {
    let mut info = lp(SEAL_LABEL.as_bytes());
    info.extend_from_slice(outer);
    info
}

struct Drawn;

impl TryRng for Drawn {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut word = [0; 4];
        self.try_fill_bytes(&mut word).map(|()| u32::from_le_bytes(word))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut word = [0; 8];
        self.try_fill_bytes(&mut word).map(|()| u64::from_le_bytes(word))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        SystemRandomness::default().fill(bytes).unwrap();
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

/// Seals a padded plaintext to a public key, bound to an outer header: all of which anybody can do.
pub fn seal_plain(outer: &Outer, to: &[u8; 1216], plain: &[u8]) -> Vec<u8> {
    let outer = outer.encode();
    let key = <XWing as hpke::Kem>::PublicKey::from_bytes(to).unwrap();
    let (encapsulation, ciphertext) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
        &OpModeS::Base,
        &key,
        &info(&outer),
        plain,
        &outer,
        &mut Drawn,
    )
    .unwrap();
    let mut sealed = encapsulation.to_bytes().to_vec();
    sealed.extend_from_slice(&ciphertext);
    Message::join(&outer, &sealed)
}

/// A message with this header and this deflated body, signed by whoever `signer` is.
pub fn forge(outer: &Outer, previous: [u8; 32], deflated: &[u8], signer: &SigningKey, to: &[u8; 1216]) -> Vec<u8> {
    let encoded = outer.encode();
    let inner = Inner {
        outer: &encoded,
        previous,
        roster_epoch: 1,
        packet: Id::from(drawn()),
        part: 1,
        of: 1,
        from_ms: 0,
        until_ms: 0,
        readers: vec![outer.recipient_key.0],
    };
    let mut plain = lp(&inner.encode());
    push_lp(&mut plain, deflated);
    let signature = signer.sign(SIGN_LABEL, &plain).unwrap();
    plain.extend_from_slice(&signature);
    plain.resize(PLAIN_LEN, 0);
    seal_plain(outer, to, &plain)
}

/// Random bytes.
pub fn drawn<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandomness::default().fill(&mut bytes).unwrap();
    bytes
}

/// The key set that the relay's directory has for an account, as anybody may read it there.
pub fn directory(all: &Together, account: &Id) -> (KeySet, Vec<u8>) {
    let c = all.relay_database().unwrap();
    let sql = "SELECT object FROM keyset WHERE account = ?1";
    let object: Vec<u8> = c.query_row(sql, [account.as_bytes()], |r| r.get(0)).unwrap();
    (KeySet::open(&object).unwrap(), object)
}
