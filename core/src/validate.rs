//! The checks that everything passes on its way in. The core trusts no shell: what is
//! empty, too long, off its scale or impossible is refused with the field's name, and
//! nothing is written.

use crate::error::{Error, Reason, Result};
use crate::ids::Id;
use crate::store::kinds::Kind;

/// Longest title, name or other single line, in characters.
pub const LINE_LIMIT: usize = 280;
/// Longest note or other free text, in characters: about four written pages.
pub const TEXT_LIMIT: usize = 8000;

/// A line that must say something. White space around it is dropped.
pub fn line(field: &'static str, text: &str) -> Result<String> {
    let kept = optional_line(field, text)?;
    if kept.is_empty() { Err(Error::invalid(field, Reason::Empty)) } else { Ok(kept) }
}

/// A line that may be left empty.
pub fn optional_line(field: &'static str, text: &str) -> Result<String> {
    within(field, text, LINE_LIMIT)
}

/// Free text that may be left empty.
pub fn text(field: &'static str, text: &str) -> Result<String> {
    within(field, text, TEXT_LIMIT)
}

/// Free text that must say something.
pub fn some_text(field: &'static str, words: &str) -> Result<String> {
    let kept = text(field, words)?;
    if kept.is_empty() { Err(Error::invalid(field, Reason::Empty)) } else { Ok(kept) }
}

fn within(field: &'static str, text: &str, limit: usize) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > limit {
        return Err(Error::invalid(field, Reason::TooLong { limit }));
    }
    // NUL ends strings in C, and so in every shell: it would cut the person's words short.
    if text.contains('\0') {
        return Err(Error::invalid(field, Reason::Malformed));
    }
    Ok(text.to_owned())
}

/// Longest telephone number, in characters as it is written.
pub const PHONE_LIMIT: usize = 40;

/// What a phone can dial, with the spaces and signs that people write, or nothing; whose it is, is not checked.
pub fn phone(field: &'static str, number: &str) -> Result<String> {
    let number = number.trim();
    if number.is_empty() {
        return Ok(String::new());
    }
    if number.chars().count() > PHONE_LIMIT {
        return Err(Error::invalid(field, Reason::TooLong { limit: PHONE_LIMIT }));
    }
    let dialled = number.chars().all(|c| c.is_ascii_digit() || " +-()./*#,;".contains(c));
    if dialled && number.chars().any(|c| c.is_ascii_digit()) {
        Ok(number.to_owned())
    } else {
        Err(Error::invalid(field, Reason::Malformed))
    }
}

/// A whole number on its scale.
pub fn scale(field: &'static str, number: i64, min: i64, max: i64) -> Result<i64> {
    if (min..=max).contains(&number) { Ok(number) } else { Err(Error::invalid(field, Reason::OutOfRange { min, max })) }
}

/// A whole number on its scale, or none.
pub fn optional_scale(field: &'static str, number: Option<i64>, min: i64, max: i64) -> Result<Option<i64>> {
    number.map(|n| scale(field, n, min, max)).transpose()
}

/// A day within ten years of `today`: further away is a slip of the finger.
pub fn near_day(field: &'static str, day: crate::clock::Day, today: crate::clock::Day) -> Result<crate::clock::Day> {
    if (day.number() - today.number()).abs() <= 3653 {
        Ok(day)
    } else {
        Err(Error::invalid(field, Reason::ImpossibleDate))
    }
}

/// Longest id of something in a content pack, in characters.
pub const CONTENT_ID_LIMIT: usize = 64;

/// The id of something in a content pack: a small letter, then small letters, digits and `_`.
///
/// # Errors
/// [`Reason::Empty`], [`Reason::TooLong`], or [`Reason::Malformed`] for any other character.
pub fn content_id(field: &'static str, id: &str) -> Result<String> {
    let id = id.trim();
    let Some(first) = id.bytes().next() else { return Err(Error::invalid(field, Reason::Empty)) };
    if id.chars().count() > CONTENT_ID_LIMIT {
        return Err(Error::invalid(field, Reason::TooLong { limit: CONTENT_ID_LIMIT }));
    }
    let shaped = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if shaped && first.is_ascii_lowercase() { Ok(id.to_owned()) } else { Err(Error::invalid(field, Reason::Malformed)) }
}

/// The id of something in a content pack, or nothing.
pub fn optional_content_id(field: &'static str, id: &str) -> Result<String> {
    if id.trim().is_empty() { Ok(String::new()) } else { content_id(field, id) }
}

/// A list that is kept as JSON; an empty one is kept as the empty text. What is named twice is kept once.
///
/// # Errors
/// [`Reason::TooMany`] for more than `limit`.
pub(crate) fn json_list<T: serde::Serialize + PartialEq>(
    field: &'static str,
    items: impl IntoIterator<Item = T>,
    limit: usize,
) -> Result<String> {
    let mut kept: Vec<T> = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    match kept.len() {
        0 => Ok(String::new()),
        n if n > limit => Err(Error::invalid(field, Reason::TooMany { limit })),
        _ => serde_json::to_string(&kept).map_err(|_| Error::Internal("json")),
    }
}

/// Reads such a list. What a newer version wrote and this one cannot read is left out.
pub(crate) fn list_of<T: serde::de::DeserializeOwned>(json: &str) -> Vec<T> {
    let items: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect()
}

/// That `from` to `until`, both included, is a stretch of at most `most` days.
pub fn span(field: &'static str, from: crate::clock::Day, until: crate::clock::Day, most: i64) -> Result<()> {
    let days = until.number() - from.number() + 1;
    if days < 1 {
        return Err(Error::invalid(field, Reason::ImpossibleDate));
    }
    scale(field, days, 1, most).map(drop)
}

/// That `id` names a record of `kind`.
///
/// # Errors
/// [`Reason::UnknownId`] with the name of the field that held the id.
pub(crate) fn known(c: &rusqlite::Connection, kind: &Kind, field: &'static str, id: Id) -> Result<()> {
    let there: bool = c
        .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {} WHERE id = ?1)", kind.name))?
        .query_row([id], |r| r.get(0))?;
    if there { Ok(()) } else { Err(Error::invalid(field, Reason::UnknownId)) }
}

/// Makes an enum that is kept as a short word in the store, on the wire and in the bindings.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// The word it is kept as.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            ///
            /// # Errors
            /// [`Reason::UnknownChoice`](crate::Reason::UnknownChoice) for any other.
            #[allow(dead_code)]
            pub fn parse(field: &'static str, word: &str) -> $crate::error::Result<Self> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::error::Error::invalid(field, $crate::error::Reason::UnknownChoice)),
                }
            }
        }

        impl From<$name> for rusqlite::types::Value {
            fn from(c: $name) -> Self {
                Self::Text(c.word().to_owned())
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                Self::parse("choice", value.as_str()?).map_err(|_| rusqlite::types::FromSqlError::InvalidType)
            }
        }
    };
}
pub(crate) use choice;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_content_id_is_short_small_and_plain() {
        for good in ["a", "living_situation", "m2_facts", " work "] {
            assert_eq!(content_id("id", good).unwrap(), good.trim());
        }
        assert_eq!(content_id("id", &"x".repeat(64)).unwrap().len(), 64);
        for (bad, reason) in [
            (" ".to_owned(), Reason::Empty),
            ("x".repeat(65), Reason::TooLong { limit: 64 }),
            ("Work".into(), Reason::Malformed),
            ("2nd".into(), Reason::Malformed),
            ("_x".into(), Reason::Malformed),
            ("a-b".into(), Reason::Malformed),
            ("café".into(), Reason::Malformed),
            ("a\0".into(), Reason::Malformed),
        ] {
            assert!(
                matches!(content_id("id", &bad), Err(Error::Invalid { field: "id", reason: r }) if r == reason),
                "{bad}"
            );
        }
        assert_eq!(optional_content_id("id", "  ").unwrap(), "");
    }

    #[test]
    fn a_list_is_kept_once_each_and_reads_back_without_what_is_not_known() {
        assert_eq!(json_list("l", ["a", "b", "a"], 2).unwrap(), r#"["a","b"]"#);
        assert_eq!(json_list::<&str>("l", [], 2).unwrap(), "");
        assert!(matches!(
            json_list("l", ["a", "b", "c"], 2),
            Err(Error::Invalid { reason: Reason::TooMany { limit: 2 }, .. })
        ));
        assert_eq!(list_of::<String>(r#"["a",7,"b"]"#), ["a", "b"]);
        assert!(list_of::<String>("").is_empty() && list_of::<String>("{}").is_empty());
    }
}
