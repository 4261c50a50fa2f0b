//! What a practitioner's page sends, taken out of its JSON with every limit of
//! `docs/schema/proposal-1.schema.json` and `receipt-1.schema.json` checked. Plain text and nothing else:
//! no markup is read, no address is opened.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use handrail_wire::B32;
use handrail_wire::outer::Purpose;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::clock::Day;
use crate::homework::HowOften;
use crate::ids::Id;
use crate::validate::{LINE_LIMIT, choice};

/// Longest name, in characters (protocol, section 4).
const NAME_LIMIT: usize = 40;
/// Longest free text of a proposal, in characters.
pub(super) const WORDS_LIMIT: usize = 2000;

choice! {
    /// What is suggested.
    SuggestionKind {
        /// A homework.
        Homework = "homework",
        /// A step towards one of my short-term goals.
        Step = "step",
    }
}

/// A suggestion, as it arrived. Kept in the record as the JSON it came in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Suggestion {
    pub kind: SuggestionKind,
    pub made_day: Day,
    pub from_name: String,
    pub title: String,
    #[serde(default)]
    pub why: String,
    #[serde(default)]
    pub what_exactly: String,
    #[serde(default, rename = "where")]
    pub where_words: String,
    #[serde(default)]
    pub with_whom: String,
    #[serde(default)]
    pub smaller_version: String,
    #[serde(default)]
    pub how_often: Option<HowOften>,
    #[serde(default)]
    pub by_about: Option<Day>,
    #[serde(default)]
    pub short_term_goal: Option<Id>,
}

#[derive(Deserialize)]
struct SeenBody {
    made_day: Day,
    from_name: String,
    packet: Id,
    text: String,
}

#[derive(Deserialize)]
struct WithdrawBody {
    #[allow(dead_code)] // required by the schema, of no further use
    made_day: Day,
    #[allow(dead_code)]
    from_name: String,
    packet: Id,
}

#[derive(Deserialize)]
struct OpenedBody {
    packet: Id,
    content_hash: String,
    day: Day,
    #[serde(default)]
    head: Option<String>,
}

#[derive(Deserialize)]
struct IntroduceBody {
    #[allow(dead_code)] // required by the schema, of no further use
    made_day: Day,
    #[allow(dead_code)]
    from_name: String,
    introduction: String,
}

#[derive(Deserialize)]
struct WordsBody {
    nonce: B32,
}

/// What a message says.
pub(super) enum Incoming {
    /// A homework or a step.
    Suggestion(Box<Suggestion>),
    /// "I saw this".
    Seen { packet: Id, made_day: Day, from_name: String, text: String },
    /// A suggestion is taken back.
    Withdraw { packet: Id },
    /// A packet was opened.
    Opened {
        packet: Id,
        content_hash: [u8; 32],
        day: Day,
        /// How far the backup had come when that packet was sent, as the packet said it.
        head: Option<[u8; 32]>,
    },
    /// A colleague is introduced: the signed object.
    Introduction(Vec<u8>),
    /// An introduced reader's part of the words.
    Words([u8; 32]),
    /// Of a newer version: kept, and shown as "Update the app to see this".
    Unknown,
}

/// Why a body was refused: a name for the quarantine, nobody's words.
pub(super) type Refusal = &'static str;

/// Reads a body.
pub(super) fn read(purpose: Purpose, body: &[u8]) -> Result<Incoming, Refusal> {
    let json: Json = serde_json::from_slice(body).map_err(|_| "body_json")?;
    let word = |name: &str| json.get(name).and_then(Json::as_str);
    let kind = word("type").ok_or("body_shape")?;
    let version = json.get("version").and_then(Json::as_u64).ok_or("body_shape")?;
    match (purpose, kind) {
        (Purpose::Proposal, "receipt" | "review") | (Purpose::Receipt, "proposal" | "review") => {
            return Err("body_purpose");
        }
        (Purpose::Review, _) => return Err("purpose"),
        (Purpose::Proposal, "proposal") | (Purpose::Receipt, "receipt") if version == 1 => {}
        _ => return Ok(Incoming::Unknown),
    }
    match (kind, word("kind").ok_or("body_shape")?) {
        ("proposal", "homework" | "step") => suggestion(json),
        ("proposal", "seen") => seen(json),
        ("proposal", "withdraw") => {
            let body: WithdrawBody = typed(json)?;
            Ok(Incoming::Withdraw { packet: body.packet })
        }
        ("proposal", "introduce") => {
            let body: IntroduceBody = typed(json)?;
            URL_SAFE_NO_PAD.decode(&body.introduction).map(Incoming::Introduction).map_err(|_| "body_shape")
        }
        ("receipt", "words") => {
            let body: WordsBody = typed(json)?;
            Ok(Incoming::Words(body.nonce.0))
        }
        ("receipt", "opened") => {
            let body: OpenedBody = typed(json)?;
            let hash = |text: &str| {
                URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or("body_shape")
            };
            let content_hash = hash(&body.content_hash)?;
            let head = body.head.as_deref().map(hash).transpose()?;
            Ok(Incoming::Opened { packet: body.packet, content_hash, day: body.day, head })
        }
        _ => Ok(Incoming::Unknown),
    }
}

fn typed<T: serde::de::DeserializeOwned>(json: Json) -> Result<T, Refusal> {
    serde_json::from_value(json).map_err(|_| "body_shape")
}

fn suggestion(json: Json) -> Result<Incoming, Refusal> {
    let s: Suggestion = typed(json)?;
    let lines =
        [(&s.from_name, NAME_LIMIT), (&s.title, LINE_LIMIT), (&s.where_words, LINE_LIMIT), (&s.with_whom, LINE_LIMIT)];
    let texts = [&s.why, &s.what_exactly, &s.smaller_version].map(|t| (t, WORDS_LIMIT));
    if !lines.into_iter().chain(texts).all(|(text, limit)| fits(text, limit)) || s.title.trim().is_empty() {
        return Err("body_limits");
    }
    if s.kind == SuggestionKind::Step && s.short_term_goal.is_none() {
        return Err("body_shape");
    }
    Ok(Incoming::Suggestion(Box::new(s)))
}

fn seen(json: Json) -> Result<Incoming, Refusal> {
    let SeenBody { made_day, from_name, packet, text } = typed(json)?;
    if !fits(&from_name, NAME_LIMIT) || !fits(&text, LINE_LIMIT) {
        return Err("body_limits");
    }
    Ok(Incoming::Seen { packet, made_day, from_name, text })
}

/// NUL would cut the text short in a shell written in C.
fn fits(text: &str, limit: usize) -> bool {
    text.chars().count() <= limit && !text.contains('\0')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn proposal(change: &str, value: Json) -> Vec<u8> {
        let mut json = serde_json::json!({
            "type": "proposal", "version": 1, "kind": "homework", "made_day": "2026-11-20", "from_name": "Sam",
            "title": "Walk to the shop", "how_often": "daily", "why": "to get out",
        });
        json.as_object_mut().unwrap().insert(change.to_owned(), value);
        serde_json::to_vec(&json).unwrap()
    }

    #[test]
    fn a_suggestion_is_read_and_each_limit_refuses_by_name() {
        let Ok(Incoming::Suggestion(s)) = read(Purpose::Proposal, &proposal("where", "the shop".into())) else {
            panic!("not read")
        };
        assert_eq!((s.title.as_str(), s.where_words.as_str()), ("Walk to the shop", "the shop"));
        for (field, value, refusal) in [
            ("title", Json::from("x".repeat(281)), "body_limits"),
            ("title", " ".into(), "body_limits"),
            ("title", "a\0b".into(), "body_limits"),
            ("title", 7.into(), "body_shape"),
            ("why", "x".repeat(2001).into(), "body_limits"),
            ("from_name", "x".repeat(41).into(), "body_limits"),
            ("how_often", "hourly".into(), "body_shape"),
            ("by_about", "2026-02-30".into(), "body_shape"),
            ("kind", "step".into(), "body_shape"),
            ("version", "1".into(), "body_shape"),
            ("type", "receipt".into(), "body_purpose"),
        ] {
            assert_eq!(read(Purpose::Proposal, &proposal(field, value)).err(), Some(refusal), "{field}");
        }
        assert_eq!(read(Purpose::Proposal, b"{\"type\"").err(), Some("body_json"));
        let deep = "[".repeat(100_000);
        assert_eq!(read(Purpose::Proposal, deep.as_bytes()).err(), Some("body_json"));
    }

    #[test]
    fn what_a_newer_version_says_is_kept_and_not_refused() {
        for (field, value) in [("version", Json::from(2)), ("kind", "worksheet".into()), ("type", "poll".into())] {
            assert!(matches!(read(Purpose::Proposal, &proposal(field, value)), Ok(Incoming::Unknown)), "{field}");
        }
    }
}
