//! What lies on the disk, under SQLCipher: to see that what was removed for good is nowhere.

use std::path::Path;

use aes::cipher::{BlockCipherDecrypt as _, KeyInit as _};

/// Decrypts the pages of a SQLCipher 4 file as they lie on the disk, free pages and all, and the frames of
/// its log: AES-256-CBC with the raw key, the initialisation vector at the start of the 80 reserved bytes.
pub fn decrypted_pages(folder: &Path, key: &[u8]) -> Vec<Vec<u8>> {
    const PAGE: usize = 4096;
    let cipher = aes::Aes256Dec::new_from_slice(key).unwrap();
    let decrypt = |page: &[u8], from: usize| {
        let mut previous = page[PAGE - 80..PAGE - 64].to_vec();
        let mut plain = Vec::with_capacity(PAGE);
        for sealed in page[from..PAGE - 80].chunks_exact(16) {
            let mut block = aes::Block::try_from(sealed).unwrap();
            cipher.decrypt_block(&mut block);
            plain.extend(block.iter().zip(&previous).map(|(a, b)| a ^ b));
            previous = sealed.to_vec();
        }
        plain
    };
    let file = std::fs::read(folder.join("handrail.db")).unwrap();
    let wal = std::fs::read(folder.join("handrail.db-wal")).unwrap_or_default();
    let pages = file.chunks_exact(PAGE).enumerate().map(|(n, page)| decrypt(page, if n == 0 { 16 } else { 0 }));
    // A frame may hold any page; of the first one only the first 16 bytes come out wrong.
    let frames = wal.get(32..).unwrap_or_default().chunks_exact(PAGE + 24).map(|frame| decrypt(&frame[24..], 0));
    pages.chain(frames).collect()
}
