//! A pack as it travels: the bundle, deflated, with the signer's key and signature (`docs/content-packs.md`).
//!
//! ```text
//! 0x01 | lp(signer, 32) | lp(raw-deflated bundle) | lp(signature, 64)
//! signature: Ed25519 over lp("handrail/v1/content-pack") | lp(signer) | lp(raw-deflated bundle)
//! ```
//! Checked in this order: size, shape, signer, signature, size unpacked. Nothing of the bundle is looked at
//! before the signature holds, so that only a trusted signer's bytes reach the readers behind it.

use handrail_wire::encode::{Reader, Writer};
use handrail_wire::signed::{SigningKey, verify};
use handrail_wire::{Key32, WireError};

use super::pack::{MAX_UNPACKED, Pack, PackError, PackProblem, built_in};
use crate::seal::parts::{deflate, inflate_up_to};

/// Most bytes of a signed pack.
pub const MAX_PACKED: usize = 4 << 20;

const LABEL: &str = "handrail/v1/content-pack";

/// A pack whose signature holds.
pub(super) struct Opened {
    /// Who signed it.
    pub signer: [u8; 32],
    /// What is in it, checked.
    pub pack: Pack,
}

/// Signs a bundle: for a publisher's tools, and for tests. `seed` is the publisher's Ed25519 seed, which never
/// comes near a phone. The bundle is read first, so that nothing is signed that no phone would take.
///
/// # Errors
/// Those of [`Pack::read`]; [`PackProblem::TooLarge`] where it does not fit packed.
pub fn sign_pack(bundle: &[u8], seed: &[u8; 32]) -> Result<Vec<u8>, PackError> {
    Pack::read(bundle, |id| built_in(id).ok())?;
    let broken = |_| PackError::whole(PackProblem::Broken);
    let key = SigningKey::from_seed(seed).map_err(broken)?;
    let packed = deflate(bundle).map_err(|_| PackError::whole(PackProblem::Broken))?;
    let signed = Writer::plain().bytes(key.public().as_bytes()).bytes(&packed).finish();
    let signature = key.sign(LABEL, &signed).map_err(broken)?;
    let whole = Writer::header().bytes(key.public().as_bytes()).bytes(&packed).bytes(&signature).finish();
    if whole.len() > MAX_PACKED {
        return Err(PackError::whole(PackProblem::TooLarge { limit: MAX_PACKED }));
    }
    Ok(whole)
}

/// Opens a signed pack. `trusted` are the keys whose packs are taken.
pub(super) fn open(bytes: &[u8], trusted: &[[u8; 32]]) -> Result<Opened, PackError> {
    let parts = parts(bytes)?;
    if !trusted.contains(parts.signer) {
        return Err(PackError::whole(PackProblem::UnknownSigner));
    }
    parts.verify()?;
    let pack = Pack::read(&unpack(parts.packed)?, |id| built_in(id).ok())?;
    Ok(Opened { signer: *parts.signer, pack })
}

/// Reads a pack that was taken before. Its signature and its content were looked at then, and an encrypted store
/// kept it; where a newer library no longer agrees with it, what can be read is better than nothing.
pub(super) fn reopen(bytes: &[u8]) -> Result<Pack, PackError> {
    Pack::read_kept(&unpack(parts(bytes)?.packed)?, |id| built_in(id).ok())
}

/// The same for one that was taken on another phone and comes out of the person's archive: it is as its signer made it.
pub(super) fn reopen_signed(bytes: &[u8]) -> Result<Opened, PackError> {
    let parts = parts(bytes)?;
    parts.verify()?;
    Ok(Opened { signer: *parts.signer, pack: reopen(bytes)? })
}

/// Whether a signed pack reads, whoever signed it. For tests and fuzzers: also what its signature does not hold for is read to the
/// bottom, as what was kept is.
#[cfg(feature = "parsers")]
pub(crate) fn reads(bytes: &[u8]) -> bool {
    let Ok(signer) = parts(bytes).map(|parts| *parts.signer) else { return false };
    let kept = reopen(bytes).is_ok();
    let opened = open(bytes, &[signer]);
    assert!(opened.is_err() || kept);
    assert!(open(bytes, &[]).is_err());
    opened.is_ok_and(|opened| opened.signer == signer)
}

struct Parts<'a> {
    signer: &'a [u8; 32],
    packed: &'a [u8],
    signature: &'a [u8; 64],
}

impl Parts<'_> {
    fn verify(&self) -> Result<(), PackError> {
        let signed = Writer::plain().bytes(self.signer).bytes(self.packed).finish();
        verify(&Key32::from(*self.signer), LABEL, &signed, self.signature)
            .map_err(|_| PackError::whole(PackProblem::Signature))
    }
}

fn parts(bytes: &[u8]) -> Result<Parts<'_>, PackError> {
    if bytes.len() > MAX_PACKED {
        return Err(PackError::whole(PackProblem::TooLarge { limit: MAX_PACKED }));
    }
    let read = || {
        let mut reader = Reader::header(bytes)?;
        let parts = Parts { signer: reader.fixed()?, packed: reader.bytes()?, signature: reader.fixed()? };
        reader.finish()?;
        Ok(parts)
    };
    read().map_err(|e: WireError| {
        PackError::whole(match e {
            // Another version of the container is another schema of what is in it.
            WireError::Version => PackProblem::NewerContainer,
            _ => PackProblem::Broken,
        })
    })
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, PackError> {
    use crate::seal::parts::PartsError;
    inflate_up_to(packed, MAX_UNPACKED).map_err(|e| {
        PackError::whole(match e {
            PartsError::TooLarge => PackProblem::TooLarge { limit: MAX_UNPACKED },
            _ => PackProblem::Broken,
        })
    })
}
