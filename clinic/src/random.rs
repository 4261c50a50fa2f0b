//! Chance and hashes.

use handrail_wire::{B32, Fixed, Hash, Id};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};

/// Random bytes from the operating system.
pub(crate) fn bytes<const N: usize>() -> Fixed<N> {
    let mut out = [0; N];
    // Asked again until it answers: a relay without randomness must not hand out guessable tokens, and the call cannot
    // fail on a system that has booted.
    while SystemRandom::new().fill(&mut out).is_err() {
        std::thread::yield_now();
    }
    Fixed(out)
}

/// A random id.
pub(crate) fn id() -> Id {
    bytes()
}

/// A random secret of 32 bytes.
pub(crate) fn secret() -> B32 {
    bytes()
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Hash {
    let mut out = [0; 32];
    out.iter_mut().zip(digest(&SHA256, bytes).as_ref()).for_each(|(to, from)| *to = *from);
    Fixed(out)
}
