//! What every batch has in common, and so need not say: a change is mostly the names of its kind and fields.
//!
//! A batch's body is deflated as if `dictionary.txt` had gone before it: a raw deflate stream (RFC 1951) whose window
//! begins with those bytes, as zlib's preset dictionary does. A name that is not in it, of a newer version, is spelt out
//! and works as well. The dictionary belongs to suite 1: **its bytes never change**, whatever becomes of the kinds; a
//! batch sealed with others would open nowhere. A better one is another suite.

use flate2::{Decompress, FlushDecompress};
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use zeroize::Zeroize as _;

use super::VaultError;
use crate::seal::parts::inflate_with;

/// The dictionary of suite 1: a change of each kind with nothing in it, what is seldom written first.
pub const DICTIONARY: &[u8] = include_bytes!("dictionary.txt");

/// Level, and window as a raw stream has it.
const LEVEL: i32 = 9;
const RAW: i32 = -15;
/// Above this the codes made for a body are always the shorter ones.
const SMALL: usize = 4096;

/// Deflates a body behind the dictionary.
///
/// # Errors
/// [`VaultError::Internal`].
pub fn deflate(body: &[u8]) -> Result<Vec<u8>, VaultError> {
    let mut made = deflate_with(body, CompressionStrategy::Default)?;
    if body.len() > SMALL {
        return Ok(made);
    }
    // Codes of its own cost fifty bytes to say, and the deflater does not weigh that against what they spare.
    let mut fixed = deflate_with(body, CompressionStrategy::Fixed)?;
    if fixed.len() < made.len() {
        std::mem::swap(&mut fixed, &mut made);
    }
    fixed.zeroize();
    Ok(made)
}

fn deflate_with(body: &[u8], strategy: CompressionStrategy) -> Result<Vec<u8>, VaultError> {
    let mut deflater = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, strategy as i32));
    // Where the dictionary itself would go is not looked at: it ends on a whole byte, and the body begins there.
    let mut room = vec![0; roomy(DICTIONARY.len())];
    let (status, read, _) = compress(&mut deflater, DICTIONARY, &mut room, TDEFLFlush::Sync);
    if status != TDEFLStatus::Okay || read != DICTIONARY.len() {
        return Err(VaultError::Internal);
    }
    room.resize(roomy(body.len()), 0);
    let (status, read, written) = compress(&mut deflater, body, &mut room, TDEFLFlush::Finish);
    if status != TDEFLStatus::Done || read != body.len() {
        room.zeroize();
        return Err(VaultError::Internal);
    }
    room.truncate(written);
    Ok(room)
}

/// What `length` bytes are deflated to at most: nine bits for each with the fixed codes, and what begins and ends blocks.
fn roomy(length: usize) -> usize {
    length + length / 4 + 256
}

/// Inflates what [`deflate`] made, up to `limit` bytes; what follows the stream, or a stream cut off, is refused.
///
/// # Errors
/// [`VaultError::Body`].
pub fn inflate_up_to(deflated: &[u8], limit: usize) -> Result<Vec<u8>, VaultError> {
    inflate_with(inflater()?, deflated, limit).map_err(|_| VaultError::Body)
}

/// An inflater that has the dictionary behind it: it was given as a stored block, which ends on a whole byte.
///
/// # Errors
/// [`VaultError::Internal`].
pub fn inflater() -> Result<Decompress, VaultError> {
    let length = u16::try_from(DICTIONARY.len()).map_err(|_| VaultError::Internal)?;
    let stored = [&[0], &length.to_le_bytes()[..], &(!length).to_le_bytes()[..], DICTIONARY].concat();
    let mut inflater = Decompress::new(false);
    let mut seen = vec![0; DICTIONARY.len()];
    inflater.decompress(&stored, &mut seen, FlushDecompress::None).map_err(|_| VaultError::Internal)?;
    let whole = usize::try_from(inflater.total_in()) == Ok(stored.len()) && seen == DICTIONARY;
    if whole { Ok(inflater) } else { Err(VaultError::Internal) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    const CHECK_IN: &str = concat!(
        r#"{"n":2,"o":[{"k":"check_in","r":"AaCe7hwAAAGH2TnzWpXOCg","s":117268335820800001,"w":{"day":"2026-09-14","#,
        r#""made_ms":1789372800000,"made_offset":60,"made_zone":"Europe/London","note":"","ratings":"{}"}}],"v":1}"#
    );

    /// What another has to be able to open for as long as there is a suite 1.
    const FROZEN: &str = concat!(
        "A4sYIYugB1Wic6p5Rrmjo6O7h1FIXlV4QYS_czrMMnMjMwtjY1MLIwMLAyDA",
        "CFAzXQNLXUMT1HC1sDQ2NwKrNyAuiOHri7AFdHUtUiAAAA"
    );

    fn back(deflated: &[u8]) -> Vec<u8> {
        inflate_up_to(deflated, 1 << 20).unwrap()
    }

    #[test]
    fn the_dictionary_never_changes() {
        let digest = handrail_wire::derive::sha256(DICTIONARY)
            .iter()
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        assert_eq!(digest, "3b25227154e06337ef17625cc028b4ad924d3ad09eb04e5eb86b65bd062ee88a");
        // What reaches further back than a window does not count.
        assert!(DICTIONARY.len() < 32_768);
        let frozen = URL_SAFE_NO_PAD.decode(FROZEN).unwrap();
        assert_eq!(String::from_utf8(back(&frozen)).unwrap(), CHECK_IN);
    }

    #[test]
    fn what_every_change_has_in_common_costs_next_to_nothing() {
        // The id and the stamp are 40 characters that nobody can foretell.
        let small = deflate(CHECK_IN.as_bytes()).unwrap();
        assert!(small.len() <= 90, "{}", small.len());
        // A kind and a field of a newer app are spelt out.
        let newer = CHECK_IN.replace("check_in", "moon_phase").replace("ratings", "craters");
        let bytes = deflate(newer.as_bytes()).unwrap();
        assert_eq!(back(&bytes), newer.as_bytes());
        assert!(bytes.len() <= small.len() + 20, "{}", bytes.len());
    }

    #[test]
    fn a_bomb_a_piece_and_something_behind_it_are_refused() {
        let bomb = deflate(&vec![0; 1 << 20]).unwrap();
        assert_eq!(inflate_up_to(&bomb, (1 << 20) - 1), Err(VaultError::Body));
        assert_eq!(back(&bomb).len(), 1 << 20);
        let good = deflate(CHECK_IN.as_bytes()).unwrap();
        for cut in 0..good.len() {
            assert_eq!(inflate_up_to(&good[..cut], 1 << 20), Err(VaultError::Body), "{cut}");
        }
        assert_eq!(inflate_up_to(&[&good[..], &[0]].concat(), 1 << 20), Err(VaultError::Body));
        // Without the dictionary nobody reads the names in it.
        let alone = crate::seal::parts::inflate_up_to(&good, 1 << 20).unwrap_or_default();
        assert_ne!(alone, CHECK_IN.as_bytes());
    }

    proptest! {
        #[test]
        fn every_body_comes_back(body in proptest::collection::vec(any::<u8>(), 0..6_000)) {
            prop_assert_eq!(back(&deflate(&body).unwrap()), body);
        }

        #[test]
        fn any_bytes_are_inflated_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(body) = inflate_up_to(&bytes, 4_096) { prop_assert!(body.len() <= 4_096); }
        }
    }
}
