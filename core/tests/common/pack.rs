//! A clinic's own small pack, in editions, and the keys it is signed with.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use handrail_core::programme::sign_pack;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

/// The seed of the clinic that makes the pack.
pub const CLINIC: [u8; 32] = [1; 32];
/// The seed of somebody else.
pub const STRANGER: [u8; 32] = [2; 32];

/// The public key of a seed.
pub fn key(seed: &[u8; 32]) -> [u8; 32] {
    Ed25519KeyPair::from_seed_unchecked(seed).unwrap().public_key().as_ref().try_into().unwrap()
}

/// The files of the pack "north": a module about sleep and one about rights, in English and a little Spanish.
pub fn files(edition: i64) -> Value {
    json!({
        "pack.json": {
            "schema": 1, "id": "north", "edition": edition, "publisher": "Clinic North", "rights": "Ours.", "extends": "imr",
            "languages": ["en", "es"], "wording": {"homework": "practice", "client": "participant", "programme": "wsm"}
        },
        "pack.modules.json": {
            "modules": [
                {
                    "id": "sleep", "for": {"kind": "everyone"}, "sessions": 2, "topics": ["rest"],
                    "handouts": [
                        {"id": "why", "reviewed": {"by": "Dr Ode", "on": "2026-02-01"}, "clinic": null},
                        {"id": "how", "reviewed": null, "clinic": {"title": "Green sheet 4", "note": "At the desk."}}
                    ],
                    "questions": ["when", "where"], "homework": ["walk"], "worksheets": ["lifestyle"], "coping": ["sleep"]
                },
                {"id": "rights", "for": {"kind": "choice", "id": "rights"}, "sessions": 1},
                {"id": "facts_low", "for": {"kind": "diagnosis", "id": "low"}, "sessions": 1},
                {"id": "facts_high", "for": {"kind": "diagnosis", "id": "high"}, "sessions": 1}
            ],
            "homework": [{"id": "walk", "worksheet": "lifestyle"}]
        },
        "en/all.json": {
            "programme.name": "North", "programme.about": "Two things, at your pace.",
            "module.sleep.title": "Sleep", "module.sleep.about": "Rest.", "module.sleep.supporters": "Ask how it goes.",
            "module.rights.title": "My rights", "module.rights.about": "Rights.", "module.rights.supporters": "Come along.",
            "module.facts_low.title": "Low times", "module.facts_low.about": "Facts.", "module.facts_low.supporters": "Read it.",
            "module.facts_high.title": "High times", "module.facts_high.about": "Facts.", "module.facts_high.supporters": "Read it.",
            "topic.rest": "Rest", "handout.sleep.why.title": "Why", "handout.sleep.how.title": "How",
            "handout.sleep.why.text": "Sleep mends.\nIt takes time.\n\nThings that help:\n\n- dark\n- quiet\n\nTry one.",
            "handout.sleep.how.text": "Go to bed at ten.",
            "question.sleep.when": "When do I sleep well?", "question.sleep.where": "Where do I sleep well?",
            "homework.walk.title": "A walk", "homework.walk.what": "Ten minutes outside.", "homework.walk.smaller": "Stand at the door."
        },
        "es/all.json": {
            "programme.name": "Norte", "module.sleep.title": "Dormir", "homework.walk.title": "Un paseo",
            "homework.walk.what": "Diez minutos fuera."
        }
    })
}

/// The same without the module about sleep: a later edition that dropped it.
pub fn files_without_sleep(edition: i64) -> Value {
    let mut files = files(edition);
    files["pack.modules.json"]["modules"].as_array_mut().unwrap().remove(0);
    files["pack.modules.json"]["homework"] = json!([]);
    for language in ["en/all.json", "es/all.json"] {
        files[language]
            .as_object_mut()
            .unwrap()
            .retain(|key, _| !["sleep", "walk", "rest"].iter().any(|gone| key.split('.').any(|part| part == *gone)));
    }
    files
}

pub fn signed(files: &Value, seed: &[u8; 32]) -> Vec<u8> {
    sign_pack(files.to_string().as_bytes(), seed).expect("a pack that holds together")
}
