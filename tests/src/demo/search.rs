//! Looks for words where there must be none: raw, in base64, and inside deflated bytes.

use std::collections::BTreeSet;
use std::path::Path;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use rusqlite::types::ValueRef;

/// How far into a stored value a deflated body is looked for: an unsealed message has its own within the
/// first few hundred bytes.
const DEFLATE_WITHIN: usize = 4096;

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
            found += u64::from(self.in_bytes(&std::fs::read(&path)?));
            if path.extension().is_some_and(|e| e == "db" || e == "sqlite") {
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
        for table in tables {
            let mut q = c.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = q.column_count();
            let mut rows = q.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    let (ValueRef::Blob(bytes) | ValueRef::Text(bytes)) = row.get_ref(column)? else { continue };
                    found += u64::from(self.in_bytes(bytes) || self.in_deflated(bytes));
                }
            }
        }
        Ok(found)
    }

    fn in_deflated(&self, bytes: &[u8]) -> bool {
        let mut out = vec![0u8; 65_536];
        let mut inflater = flate2::Decompress::new(false);
        (0..bytes.len().min(DEFLATE_WITHIN)).any(|start| {
            let Some(rest) = bytes.get(start..) else { return false };
            inflater.reset(false);
            // Errors are the normal case: most offsets are no start of a deflated stream.
            let _ = inflater.decompress(rest, &mut out, flate2::FlushDecompress::None);
            let written = usize::try_from(inflater.total_out()).unwrap_or(0).min(out.len());
            written >= 16 && out.get(..written).is_some_and(|o| self.in_bytes(o))
        })
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
        let mut deflater = flate2::write::DeflateEncoder::new(vec![0xAB; 300], flate2::Compression::default());
        deflater.write_all(br#"{"title":"Walk round the pond","why":"it helps"}"#).unwrap();
        assert!(search.in_deflated(&deflater.finish().unwrap()));
        assert!(!search.in_deflated(&[0x5A; 2000]));
        assert!(!search.in_bytes(b"Walk around the block"));
    }
}
