//! The answers others have published: X-Wing, and HPKE as far as the library shows its inside.

use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::{X25519HkdfSha256, XWing};
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, Kem, OpModeR, Serializable as _};
use serde_json::Value;

use super::vectors::vector_file;
use crate::seal::keys::SubkeySecret;

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2).unwrap(), 16).unwrap()).collect()
}

/// Gives out exactly these bytes.
struct Given(Vec<u8>);

impl TryRng for Given {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        panic!("an encapsulation asks for bytes")
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        panic!("an encapsulation asks for bytes")
    }
    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Self::Error> {
        dst.copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[test]
fn x_wing_gives_the_published_keys_encapsulations_and_secrets() {
    let file = vector_file("xwing.json");
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let seed: [u8; 32] = hex(&vector["seed"]).try_into().unwrap();
        let ours = SubkeySecret::from_seed(&seed).unwrap();
        assert_eq!(ours.public().as_bytes().to_vec(), hex(&vector["public"]));

        let public = <XWing as Kem>::PublicKey::from_bytes(&hex(&vector["public"])).unwrap();
        let mut randomness = Given(hex(&vector["eseed"]));
        let (secret, encapsulation) = XWing::encap_with_rng(&public, None, &mut randomness).unwrap();
        assert_eq!(encapsulation.to_bytes().to_vec(), hex(&vector["encapsulation"]));
        assert_eq!(secret.0.to_vec(), hex(&vector["shared_secret"]));

        let back = XWing::decap(&ours.private().unwrap(), None, &encapsulation).unwrap();
        assert_eq!(back.0.to_vec(), hex(&vector["shared_secret"]));
    }
}

#[test]
fn hpke_gives_the_published_plaintexts_and_exports() {
    let file = vector_file("hpke-rfc9180.json");
    let (secret, public) = X25519HkdfSha256::derive_keypair(&hex(&file["ikm"]));
    // The library keeps X25519 secrets clamped (RFC 7748, 5), the RFC prints them as derived; both mean
    // the same number.
    let mut clamped = hex(&file["secret"]);
    clamped[0] &= 0xf8;
    clamped[31] = clamped[31] & 0x7f | 0x40;
    assert_eq!(secret.to_bytes().to_vec(), clamped);
    assert_eq!(public.to_bytes().to_vec(), hex(&file["public"]));

    let encapsulation = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&hex(&file["encapsulation"])).unwrap();
    let mut context = hpke::setup_receiver::<AesGcm128, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulation,
        &hex(&file["info"]),
    )
    .unwrap();
    let encryptions = file["encryptions"].as_array().unwrap();
    assert_eq!(encryptions.len(), 2);
    for encryption in encryptions {
        let plain = context.open(&hex(&encryption["ciphertext"]), &hex(&encryption["aad"])).unwrap();
        assert_eq!(plain, hex(&file["plaintext"]));
    }
    let exports = file["exports"].as_array().unwrap();
    assert_eq!(exports.len(), 3);
    for export in exports {
        let mut value = [0; 32];
        context.export(&hex(&export["context"]), &mut value).unwrap();
        assert_eq!(value.to_vec(), hex(&export["value"]));
    }
}
