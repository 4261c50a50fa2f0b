//! The words of a pack, and in which language they are had.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Pack;

/// Words as they were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The words; empty where the pack has none under this key.
    pub text: String,
    /// The language they are in.
    pub language: String,
    /// True where they are in another language than the one asked for, so that the screen can say so. (`es` for
    /// `es-MX` is the same language.)
    pub fell_back: bool,
}

/// The words of one language; those of a built-in pack are unpacked when they are first asked for.
#[derive(Debug)]
pub(super) struct LanguageTexts {
    pub language: String,
    packed: &'static [u8],
    texts: OnceLock<BTreeMap<String, String>>,
}

impl LanguageTexts {
    /// Of words that were read already.
    pub fn of(language: String, texts: BTreeMap<String, String>) -> Self {
        let kept = OnceLock::new();
        let _ = kept.set(texts);
        Self { language, packed: &[], texts: kept }
    }

    /// Of a built-in pack.
    pub fn packed(language: &str, packed: &'static [u8]) -> Self {
        Self { language: language.to_owned(), packed, texts: OnceLock::new() }
    }

    /// Key to text.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        // What is built in was read whole by a test of the library; were it broken all the same, the screen
        // shows the other language.
        self.texts.get_or_init(|| super::built_in::unpack_texts(self.packed).unwrap_or_default())
    }
}

impl Pack {
    /// The words under `key` in `language`, or in its base language, or in the pack's first one; each time here
    /// first, then in the pack that this one extends. An empty `language` means the pack's first.
    #[must_use]
    pub fn find(&self, language: &str, key: &str) -> Option<Text> {
        let first = self.languages.first().map_or("", String::as_str);
        let asked = if language.is_empty() { first } else { language };
        let mut tag = Some(asked);
        while let Some(this) = tag {
            if let Some(found) = self.here_or_inherited(this, key) {
                return Some(as_found(found, asked));
            }
            tag = this.rsplit_once('-').map(|(shorter, _)| shorter);
        }
        let found = self.here_or_inherited(first, key).or_else(|| {
            let parent = self.extends.as_ref()?;
            parent.here_or_inherited(parent.languages.first()?, key)
        })?;
        Some(as_found(found, asked))
    }

    /// The same, and empty where the pack has no words under this key.
    #[must_use]
    pub fn text(&self, language: &str, key: &str) -> Text {
        self.find(language, key).unwrap_or_default()
    }

    fn here_or_inherited<'a>(&'a self, language: &str, key: &str) -> Option<(&'a str, &'a str)> {
        self.here(language, key).or_else(|| self.extends.as_ref()?.here(language, key))
    }

    /// The language as the pack writes it, and the words.
    pub(super) fn here<'a>(&'a self, language: &str, key: &str) -> Option<(&'a str, &'a str)> {
        let words = self.texts.iter().find(|t| t.language.eq_ignore_ascii_case(language))?;
        words.texts().get(key).map(|text| (words.language.as_str(), text.as_str()))
    }
}

fn as_found((language, text): (&str, &str), asked: &str) -> Text {
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    Text { text: text.to_owned(), language: language.to_owned(), fell_back: base(language) != base(asked) }
}
