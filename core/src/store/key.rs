//! The database key: 32 bytes that the shell keeps in the phone's own key store.

use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, Result};

/// A raw SQLCipher key. Wiped when dropped; never shown by `Debug`.
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// Takes the key over and wipes `bytes`.
    ///
    /// # Errors
    /// [`Error::KeyLength`] unless there are exactly 32 bytes.
    pub fn take(mut bytes: Vec<u8>) -> Result<Self> {
        let length = bytes.len();
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map(|k| Self(Zeroizing::new(k)));
        bytes.zeroize();
        key.map_err(|_| Error::KeyLength(length))
    }

    /// The `PRAGMA key` value: a raw key in hex, which spares the 200-360 ms that deriving one from a passphrase costs.
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        use std::fmt::Write as _;
        let mut text = Zeroizing::new(String::with_capacity(70));
        text.push_str("x'");
        for byte in self.0.iter() {
            // Writing into a String of enough capacity cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }

    /// A value that tells this key from another without giving it away: kept beside the
    /// store, so that a wrong key is told from a damaged file.
    pub(super) fn check_value(&self) -> [u8; 32] {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, self.0.as_slice());
        let tag = ring::hmac::sign(&key, b"handrail/v1/database-key-check");
        let mut out = [0u8; 32];
        out.copy_from_slice(tag.as_ref());
        out
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(..)")
    }
}

/// Where the core asks for the key, at open and at resume. Implemented by the shell over
/// the Keystore or Keychain.
pub trait KeyProvider: Send + Sync {
    /// The key, or `None` when it cannot be had; the store is then left alone.
    fn database_key(&self) -> Option<Vec<u8>>;

    /// Forgets the key, because the person erases everything: afterwards nobody, this phone included, can make
    /// it again, and [`KeyProvider::database_key`] gives `None` or another key. Says whether that is done.
    ///
    /// What is left of the files anywhere (a backup, a worn part of the phone's memory) then stays sealed for good.
    /// May be asked more than once, also where there is no key any more: that is done, too.
    fn forget(&self) -> bool;
}
