//! Looks for words where there must be none: raw, in base64, and inside deflated bytes.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use handrail_core::vault::dictionary::DICTIONARY;
use handrail_wire::derive::sha256;
use rusqlite::types::ValueRef;

/// How far into a stored value a deflated body is looked for: one that was never sealed would begin behind a header, and behind the
/// thousand bytes of an encapsulation at most.
const DEFLATE_WITHIN: usize = 2048;
/// What a SQLite database begins with, whatever its file is called.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// A failure to look: never taken for "nothing found".
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A file cannot be read.
    #[error("cannot read the relay's files: {0}")]
    Files(#[from] std::io::Error),
    /// The relay's database cannot be read.
    #[error("cannot read the relay's database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The words make no search.
    #[error("cannot search for these words: {0}")]
    Words(#[from] aho_corasick::BuildError),
}

/// The searcher for a set of texts.
pub struct Search {
    plain: AhoCorasick,
    encoded: AhoCorasick,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Search(..)")
    }
}

impl Search {
    /// Prepares to find any of `texts`.
    pub fn new(texts: &[String]) -> Result<Self, SearchError> {
        let mut encoded = BTreeSet::new();
        for text in texts {
            for shift in 0..3usize {
                // The text at each of the three places it can have in a base64 group; what depends on
                // neighbours is cut off on both sides.
                let mut bytes = vec![0u8; shift];
                bytes.extend_from_slice(text.as_bytes());
                let whole = bytes.len() / 3 * 4;
                let from = if shift == 0 { 0 } else { 4 };
                for alphabet in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                    let line = alphabet.encode(&bytes);
                    if let Some(inner) = line.get(from..whole).filter(|i| i.len() >= 8) {
                        encoded.insert(inner.to_owned());
                    }
                }
            }
        }
        Ok(Self { plain: AhoCorasick::new(texts)?, encoded: AhoCorasick::new(encoded)? })
    }

    /// How many of the relay's files and stored values hold any of the texts in any form.
    pub fn found_in(&self, relay_folder: &Path) -> Result<u64, SearchError> {
        let mut found = 0;
        for entry in std::fs::read_dir(relay_folder)? {
            let path = entry?.path();
            if path.is_dir() {
                found += self.found_in(&path)?;
                continue;
            }
            let bytes = std::fs::read(&path)?;
            found += u64::from(self.in_bytes(&bytes));
            if bytes.starts_with(SQLITE) {
                found += self.in_values(&path)?;
            }
        }
        Ok(found)
    }

    /// Whether these bytes hold any of the texts, raw or in base64.
    #[must_use]
    pub fn in_bytes(&self, bytes: &[u8]) -> bool {
        self.plain.is_match(bytes) || self.encoded.is_match(bytes)
    }

    fn in_values(&self, database: &Path) -> Result<u64, SearchError> {
        let c = rusqlite::Connection::open_with_flags(database, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut q = c.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
        let tables: Vec<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let mut found = 0;
        // The same bytes stand in several tables; each is looked into once.
        let mut seen = HashSet::new();
        let mut inflater = Inflater::new();
        for table in tables {
            let mut q = c.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = q.column_count();
            let mut rows = q.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    let (ValueRef::Blob(bytes) | ValueRef::Text(bytes)) = row.get_ref(column)? else { continue };
                    if seen.insert(sha256(bytes)) {
                        found += u64::from(self.in_value(bytes, &mut inflater));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether a stored value holds any of the texts: as it is, in base64, deflated, or deflated and then in base64.
    fn in_value(&self, bytes: &[u8], inflater: &mut Inflater) -> bool {
        let decoded = [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD].into_iter().find_map(|alphabet| {
            let digits = bytes.strip_suffix(b"==").or_else(|| bytes.strip_suffix(b"=")).unwrap_or(bytes);
            alphabet.decode(digits).ok()
        });
        self.in_bytes(bytes)
            || self.in_deflated(bytes, inflater)
            || decoded.is_some_and(|inner| self.in_deflated(&inner, inflater))
    }

    fn in_deflated(&self, bytes: &[u8], inflater: &mut Inflater) -> bool {
        (0..bytes.len().min(DEFLATE_WITHIN)).any(|start| {
            let rest = bytes.get(start..).unwrap_or_default();
            // A batch is deflated behind the dictionary: by itself it would come out with holes in it.
            may_begin(rest) && [false, true].into_iter().any(|behind| self.in_bytes(inflater.inflated(rest, behind)))
        })
    }
}

/// Inflates from one place after the other.
struct Inflater {
    inner: flate2::Decompress,
    out: Vec<u8>,
    /// The dictionary of the vault's batches as a stored block, and where it goes.
    dictionary: (Vec<u8>, Vec<u8>),
}

impl Inflater {
    /// So much of a body is looked at.
    const MOST: usize = 65_536;
    /// So much is tried first: where no stream begins, it ends within a few bytes.
    const FIRST: usize = 64;

    fn new() -> Self {
        let length = u16::try_from(DICTIONARY.len()).unwrap_or(u16::MAX);
        let stored = [&[0], &length.to_le_bytes()[..], &(!length).to_le_bytes()[..], DICTIONARY].concat();
        Self {
            inner: flate2::Decompress::new(false),
            out: vec![0; Self::MOST],
            dictionary: (stored, vec![0; DICTIONARY.len()]),
        }
    }

    /// What a stream that begins here says, by itself or behind the dictionary.
    fn inflated(&mut self, bytes: &[u8], behind: bool) -> &[u8] {
        let mut written = self.run(bytes, behind, Self::FIRST);
        if written == Self::FIRST {
            written = self.run(bytes, behind, Self::MOST);
        }
        self.out.get(..written).filter(|out| out.len() >= 16).unwrap_or_default()
    }

    fn run(&mut self, bytes: &[u8], behind: bool, most: usize) -> usize {
        self.inner.reset(false);
        if behind {
            let (stored, seen) = &mut self.dictionary;
            let _ = self.inner.decompress(stored, seen, flate2::FlushDecompress::None);
        }
        let before = self.inner.total_out();
        let Some(out) = self.out.get_mut(..most) else { return 0 };
        // Errors are the normal case: most offsets are no start of a deflated stream.
        let _ = self.inner.decompress(bytes, out, flate2::FlushDecompress::None);
        usize::try_from(self.inner.total_out() - before).unwrap_or(0).min(most)
    }
}

/// Whether a deflated stream can begin here (RFC 1951, section 3.2): most places are told from one by the first block's head alone,
/// which is a hundred times quicker than to try.
fn may_begin(bytes: &[u8]) -> bool {
    let bits = |from: usize, count: usize| {
        (from..from + count)
            .rev()
            .fold(0u32, |n, at| n << 1 | bytes.get(at / 8).map_or(0, |byte| u32::from(byte >> (at % 8) & 1)))
    };
    match bits(1, 2) {
        // Stored: the length, and its complement.
        0 => bits(8, 16) ^ bits(24, 16) == 0xFFFF,
        1 => true,
        // Codes of its own: no more of them than there are, and the lengths of the code for the lengths fill it exactly.
        2 => {
            let lengths = usize::try_from(bits(13, 4)).unwrap_or(0) + 4;
            let filled: u32 = (0..lengths)
                .map(|n| bits(17 + 3 * n, 3))
                .filter(|length| *length > 0)
                .map(|length| 128 >> length)
                .sum();
            bits(3, 5) <= 29 && bits(8, 5) <= 29 && filled == 128
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write as _;

    #[test]
    fn a_text_is_found_raw_in_base64_at_any_place_and_deflated() {
        let search = Search::new(&["Walk round the pond".to_owned()]).unwrap();
        assert!(search.in_bytes(b"xx Walk round the pond yy"));
        for pad in ["", "a", "ab", "abc"] {
            let text = format!("{pad}Walk round the pond, twice");
            assert!(search.in_bytes(STANDARD_NO_PAD.encode(&text).as_bytes()), "{pad}");
            assert!(search.in_bytes(URL_SAFE_NO_PAD.encode(&text).as_bytes()), "{pad}");
        }
        assert!(!search.in_bytes(b"Walk around the block"));
        let mut inflater = Inflater::new();
        let json = br#"{"title":"Walk round the pond","why":"it helps"}"#;
        // Long texts have codes of their own, short ones the usual ones, and level 0 stores.
        for (level, copies) in [(0, 1), (1, 1), (6, 1), (9, 1), (6, 400)] {
            let mut deflater = flate2::write::DeflateEncoder::new(vec![0xAB; 1300], flate2::Compression::new(level));
            deflater.write_all(json).unwrap();
            for n in 0..copies {
                deflater.write_all(format!("{{\"entry\":{}}}", n * 7919).as_bytes()).unwrap();
            }
            let value = deflater.finish().unwrap();
            assert!(search.in_value(&value, &mut inflater), "{level} {copies}");
            assert!(search.in_value(STANDARD_NO_PAD.encode(&value).as_bytes(), &mut inflater), "{level} {copies}");
        }
        assert!(!search.in_value(&[0x5A; 2000], &mut inflater));
    }

    #[test]
    fn a_batch_that_was_not_sealed_is_found_though_it_is_deflated_behind_the_dictionary() {
        let batch = br#"{"n":2,"o":[{"f":{"wording":"Walk round the pond"},"k":"talk_about","r":"AaCe7hwAAAGH2TnzWpXOCg","s":1}],"v":1}"#;
        let packed = handrail_core::vault::dictionary::deflate(batch).unwrap();
        // The last words are a piece of what stands in the dictionary, and nothing without it.
        let search = Search::new(&[r#"round the pond"},"k":"talk_about"#.to_owned()]).unwrap();
        let mut inflater = Inflater::new();
        let value = [&[9; 40][..], &packed].concat();
        assert!(!search.in_bytes(inflater.inflated(&packed, false)));
        assert!(search.in_value(&value, &mut inflater));
    }

    #[test]
    fn a_database_is_looked_into_whatever_it_is_called() {
        let search = Search::new(&["Walk round the pond".to_owned()]).unwrap();
        let folder = crate::phone::TempFolder::new("search").unwrap();
        let c = rusqlite::Connection::open(folder.path().join("relay.sqlite3")).unwrap();
        c.execute_batch("CREATE TABLE batch (bytes BLOB) STRICT").unwrap();
        let mut deflater = flate2::write::DeflateEncoder::new(vec![0xAB; 300], flate2::Compression::default());
        deflater.write_all(b"Walk round the pond, and round it again").unwrap();
        let value = deflater.finish().unwrap();
        assert!(!search.in_bytes(&value));
        assert_eq!(search.found_in(folder.path()).unwrap(), 0);
        c.execute("INSERT INTO batch VALUES (?1), (?1)", [&value]).unwrap();
        assert_eq!(search.found_in(folder.path()).unwrap(), 1, "once: it is the same value");
    }
}
