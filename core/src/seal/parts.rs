//! How a body gets into messages of one size: deflated, and cut into parts only where it must be.
//!
//! Nobody is asked to shorten their words. A body that does not fit one message is cut into runs of
//! nearly equal length, each deflated alone, and put together again by the reader.

use flate2::{Compression, Decompress, FlushDecompress, Status};

use super::message;

/// Most bytes of one part, inflated (section 5).
pub const MAX_PART: usize = 262_144;
/// Most parts of one body (section 5). A busy period is one part, ten of them are two or three.
pub const MAX_PARTS: u16 = 16;

/// Why a body could not be split, inflated or joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// A part larger than [`MAX_PART`], or more than [`MAX_PARTS`].
    #[error("body too large")]
    TooLarge,
    /// Not a whole raw deflate stream, or bytes behind its end.
    #[error("not a deflate stream")]
    Broken,
    /// A number of readers other than 1 to 5.
    #[error("no or too many readers")]
    Readers,
    /// Parts of different bodies, a part twice, or numbers out of range.
    #[error("parts do not belong together")]
    Mixed,
    /// Some parts have not arrived yet.
    #[error("not all parts are here")]
    Missing,
}

/// Deflates and, where needed, splits a body for messages that name this many readers. The results are
/// the bodies of parts 1, 2, ... in order.
pub fn split(json: &[u8], readers: usize) -> Result<Vec<Vec<u8>>, PartsError> {
    if json.len() > MAX_PART * usize::from(MAX_PARTS) {
        return Err(PartsError::TooLarge);
    }
    let room = message::room_for_body(readers).ok_or(PartsError::Readers)?;
    let whole = deflate(json)?;
    // Cutting costs a little, so the first guess may be one short; it never takes more than a few turns.
    let mut count = whole.len().div_ceil(room).max(json.len().div_ceil(MAX_PART)).max(1);
    if count == 1 {
        return Ok(vec![whole]);
    }
    while count <= usize::from(MAX_PARTS) {
        let run = json.len().div_ceil(count).max(1);
        let parts: Vec<Vec<u8>> = json.chunks(run).map(deflate).collect::<Result<_, _>>()?;
        if parts.iter().all(|part| part.len() <= room) {
            return Ok(parts);
        }
        count += 1;
    }
    Err(PartsError::TooLarge)
}

/// One opened part.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// Its number, from 1.
    pub part: u16,
    /// How many there are.
    pub of: u16,
    /// Its inflated bytes.
    pub body: &'a [u8],
}

/// Joins the parts of one packet, given in any order; [`PartsError::Missing`] until all are there.
pub fn join(parts: &[Part<'_>]) -> Result<Vec<u8>, PartsError> {
    let of = parts.first().ok_or(PartsError::Missing)?.of;
    if of == 0 || of > MAX_PARTS {
        return Err(PartsError::Mixed);
    }
    let mut sorted: Vec<&Part<'_>> = parts.iter().collect();
    crate::sorting::by_key(&mut sorted, |part| part.part);
    let distinct = sorted.windows(2).all(|pair| matches!(pair, [a, b] if a.part < b.part));
    let in_range = sorted.iter().all(|part| part.of == of && (1..=of).contains(&part.part));
    if !distinct || !in_range {
        return Err(PartsError::Mixed);
    }
    if sorted.len() < usize::from(of) {
        return Err(PartsError::Missing);
    }
    let mut body = Vec::new();
    for part in sorted {
        body.extend_from_slice(part.body);
    }
    Ok(body)
}

/// Raw deflate (RFC 1951), no wrapper.
pub fn deflate(bytes: &[u8]) -> Result<Vec<u8>, PartsError> {
    use std::io::Write as _;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|_| PartsError::Broken)
}

/// Inflates a raw deflate stream of at most [`MAX_PART`] bytes.
///
/// The limit is looked at while inflating, so a few bytes that stand for gigabytes cost no more than an
/// honest body. A stream that ends early or goes on behind its end is refused.
pub fn inflate(deflated: &[u8]) -> Result<Vec<u8>, PartsError> {
    inflate_up_to(deflated, MAX_PART)
}

/// The same with another limit.
pub(crate) fn inflate_up_to(deflated: &[u8], limit: usize) -> Result<Vec<u8>, PartsError> {
    inflate_with(Decompress::new(false), deflated, limit)
}

/// The same with an inflater that has something behind it already, which the stream may refer to.
pub(crate) fn inflate_with(mut inflater: Decompress, deflated: &[u8], limit: usize) -> Result<Vec<u8>, PartsError> {
    let before = inflater.total_in();
    let mut out = Vec::new();
    let mut chunk = [0; 4_096];
    loop {
        let (read, written) = (inflater.total_in(), inflater.total_out());
        let rest =
            usize::try_from(read - before).ok().and_then(|read| deflated.get(read..)).ok_or(PartsError::Broken)?;
        let status = inflater.decompress(rest, &mut chunk, FlushDecompress::None).map_err(|_| PartsError::Broken)?;
        let made = usize::try_from(inflater.total_out() - written)
            .ok()
            .and_then(|made| chunk.get(..made))
            .ok_or(PartsError::Broken)?;
        if out.len() + made.len() > limit {
            return Err(PartsError::TooLarge);
        }
        out.extend_from_slice(made);
        if status == Status::StreamEnd {
            break;
        }
        if inflater.total_in() == read && inflater.total_out() == written {
            return Err(PartsError::Broken); // neither read nor wrote: the stream was cut off
        }
    }
    if usize::try_from(inflater.total_in() - before) == Ok(deflated.len()) { Ok(out) } else { Err(PartsError::Broken) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    /// Bytes that do not shrink, the same each time.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u64;
        let step = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        };
        (0..length).map(step).collect()
    }

    fn joined(deflated: &[Vec<u8>]) -> Result<Vec<u8>, PartsError> {
        let bodies: Vec<Vec<u8>> = deflated.iter().map(|part| inflate(part)).collect::<Result<_, _>>()?;
        let of = u16::try_from(bodies.len()).unwrap();
        let parts: Vec<Part<'_>> = (1..).zip(&bodies).map(|(part, body)| Part { part, of, body }).collect();
        join(&parts)
    }

    #[test]
    fn a_body_that_fits_is_one_part_and_a_larger_one_is_cut() {
        let light = "{\"note\":\"I walked to the park.\"}".repeat(400);
        assert_eq!(split(light.as_bytes(), 5).unwrap().len(), 1);
        let room = message::room_for_body(3).unwrap();
        for (length, parts) in [(room - 10, 1), (room + 1, 2), (100_000, 7), (250_000, 16)] {
            let body = noise(length);
            let split = split(&body, 3).unwrap();
            assert_eq!(split.len(), parts, "{length} bytes");
            assert!(split.iter().all(|part| part.len() <= room));
            assert_eq!(joined(&split).unwrap(), body);
        }
    }

    #[test]
    fn nothing_and_far_too_much_have_an_answer() {
        assert_eq!(joined(&split(b"", 1).unwrap()).unwrap(), b"");
        // Shrinks to almost nothing, and still no part may hold more than a reader inflates.
        let spaces = vec![b' '; MAX_PART + 1];
        let two = split(&spaces, 1).unwrap();
        assert_eq!(two.len(), 2);
        assert_eq!(joined(&two).unwrap(), spaces);
        let most = vec![b' '; MAX_PART * 16];
        assert_eq!(joined(&split(&most, 1).unwrap()).unwrap(), most);
        let over = vec![b' '; MAX_PART * 16 + 1];
        assert_eq!(split(&over, 1), Err(PartsError::TooLarge));
        assert_eq!(split(&noise(270_000), 1), Err(PartsError::TooLarge));
        assert_eq!(split(b"{}", 0), Err(PartsError::Readers));
        assert_eq!(split(b"{}", 6), Err(PartsError::Readers));
    }

    #[test]
    fn a_bomb_is_refused_at_the_limit_and_the_limit_itself_is_fine() {
        let largest = deflate(&vec![0; MAX_PART]).unwrap();
        assert_eq!(inflate(&largest).unwrap().len(), MAX_PART);
        for size in [MAX_PART + 1, 64 << 20] {
            let bomb = deflate(&vec![0; size]).unwrap();
            assert_eq!(inflate(&bomb), Err(PartsError::TooLarge));
        }
    }

    #[test]
    fn a_stream_cut_off_or_with_something_behind_it_is_refused() {
        let whole = deflate(&noise(500)).unwrap();
        for cut in 0..whole.len() {
            assert_eq!(inflate(&whole[..cut]), Err(PartsError::Broken), "at {cut}");
        }
        let mut longer = whole.clone();
        longer.push(0);
        assert_eq!(inflate(&longer), Err(PartsError::Broken));
        assert_eq!(inflate(&[0xff; 20]), Err(PartsError::Broken));
    }

    #[test]
    fn parts_that_do_not_belong_together_are_refused_and_missing_ones_are_waited_for() {
        let part = |part, of| Part { part, of, body: b"x" };
        assert_eq!(join(&[]), Err(PartsError::Missing));
        assert_eq!(join(&[part(2, 2)]), Err(PartsError::Missing));
        assert_eq!(join(&[part(2, 2), part(1, 2)]), Ok(b"xx".to_vec()));
        for mixed in
            [[part(1, 2), part(1, 2)], [part(1, 2), part(2, 3)], [part(0, 2), part(1, 2)], [part(1, 2), part(3, 2)]]
        {
            assert_eq!(join(&mixed), Err(PartsError::Mixed));
        }
        assert_eq!(join(&[part(1, 0)]), Err(PartsError::Mixed));
        assert_eq!(join(&[part(1, 17)]), Err(PartsError::Mixed));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_body_comes_back_whole(body in proptest::collection::vec(any::<u8>(), 0..60_000), readers in 1_usize..=5) {
            prop_assert_eq!(joined(&split(&body, readers).unwrap()).unwrap(), body);
        }

        #[test]
        fn any_bytes_are_inflated_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = inflate(&bytes);
        }
    }
}
