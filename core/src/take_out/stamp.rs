//! A hybrid stamp as text: `MILLISECONDS.COUNTER`. As one number it would be larger than many readers of JSON keep exactly.

/// Highest instant of a stamp, in milliseconds: year 2248. No clock that the core takes reaches it.
const LATEST_MS: i64 = 1 << 43;

/// Writes a stamp.
pub(super) fn text(stamp: i64) -> String {
    format!("{}.{}", stamp >> 16, stamp & 0xffff)
}

/// Reads a stamp; `None` for any text that [`text`] does not write.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (ms, counter) = text.split_once('.')?;
    let stamp = (number(ms).filter(|ms| *ms <= LATEST_MS)? << 16) | number(counter).filter(|c| *c <= 0xffff)?;
    (self::text(stamp) == text).then_some(stamp)
}

fn number(digits: &str) -> Option<i64> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{LATEST_MS, parse, text};

    #[test]
    fn a_stamp_is_read_as_it_was_written_and_nothing_else_is() {
        for stamp in [0, 1, 65_535, 65_536, (1_790_000_000_000 << 16) | 7, LATEST_MS << 16] {
            assert_eq!(parse(&text(stamp)), Some(stamp));
        }
        for other in
            ["", ".", "1", "1.", ".1", "01.0", "1.00", "+1.0", "-1.0", "1.65536", "8796093022209.0", "1.0.0", "1 .0"]
        {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
