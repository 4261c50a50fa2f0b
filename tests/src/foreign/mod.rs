//! Every parser of bytes that somebody else made, each as one function of bytes.
//!
//! A parser may take the bytes or refuse them. It may not panic, and what it takes it must write back as it was, where there
//! is only one way to write it. The same functions are fuzzed (`tests/fuzz`) and run as a plain test over real objects,
//! bytes changed by chance, and whatever a fuzzer found before (`tests/tests/foreign_bytes.rs`).

mod app;
mod seeds;
mod wire;

pub use app::Phone;

/// One parser.
pub struct Parser {
    /// Its name: that of its fuzz target and of its corpus.
    pub name: &'static str,
    /// Whether it took the bytes. Panics where it did with them what it must not do.
    pub takes: fn(&[u8]) -> bool,
    /// Real objects of its kind, all of which it takes.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many times slower it is than the quickest, so that a test can share its time out.
    pub weight: usize,
}

/// All of them.
pub const PARSERS: &[Parser] = &[
    Parser { name: "outer_header", takes: wire::outer_header, seeds: seeds::outer_headers, weight: 1 },
    Parser { name: "inner_header", takes: wire::inner_header, seeds: seeds::inner_headers, weight: 1 },
    Parser { name: "message", takes: wire::message, seeds: seeds::messages, weight: 20 },
    Parser { name: "body", takes: wire::body, seeds: seeds::bodies, weight: 2 },
    Parser { name: "key_set", takes: wire::key_set, seeds: seeds::key_sets, weight: 4 },
    Parser { name: "roster", takes: wire::roster, seeds: seeds::rosters, weight: 2 },
    Parser { name: "invite", takes: wire::invite, seeds: seeds::invites, weight: 1 },
    Parser { name: "device_invite", takes: wire::device_invite, seeds: seeds::device_invites, weight: 1 },
    Parser { name: "device_offer", takes: wire::device_offer, seeds: seeds::device_offers, weight: 4 },
    Parser { name: "recovery_code", takes: wire::recovery_code, seeds: seeds::codes, weight: 1 },
    Parser { name: "introduction", takes: wire::introduction, seeds: seeds::introductions, weight: 4 },
    Parser { name: "card", takes: app::card, seeds: seeds::cards, weight: 1 },
    Parser { name: "proposal", takes: handrail_core::foreign::proposal, seeds: seeds::proposals, weight: 1 },
    Parser { name: "receipt", takes: handrail_core::foreign::receipt, seeds: seeds::receipts, weight: 1 },
    Parser { name: "shared_with", takes: handrail_core::foreign::shared_with, seeds: seeds::shared_with, weight: 1 },
    Parser { name: "relay_json", takes: wire::relay_json, seeds: seeds::relay_json, weight: 2 },
    Parser { name: "retry_after", takes: handrail_core::foreign::retry_after, seeds: seeds::retry_after, weight: 1 },
    Parser { name: "erase_order", takes: wire::erase_order, seeds: seeds::erase_orders, weight: 4 },
    Parser { name: "vault_whole", takes: handrail_core::foreign::vault_whole, seeds: seeds::wholes, weight: 1 },
    Parser { name: "device_list", takes: wire::device_list, seeds: seeds::device_lists, weight: 4 },
    Parser { name: "keyring", takes: wire::keyring, seeds: seeds::keyrings, weight: 4 },
    Parser { name: "batch", takes: wire::batch, seeds: seeds::batches, weight: 1 },
    Parser { name: "snapshot", takes: wire::snapshot, seeds: seeds::snapshots, weight: 1 },
    Parser { name: "head", takes: wire::head, seeds: seeds::heads, weight: 4 },
    Parser { name: "acknowledgement", takes: wire::acknowledgement, seeds: seeds::acks, weight: 4 },
    Parser { name: "sync_request", takes: wire::sync_request, seeds: seeds::sync_requests, weight: 1 },
    Parser { name: "sync_answer", takes: wire::sync_answer, seeds: seeds::sync_answers, weight: 1 },
    Parser { name: "log_batch", takes: app::log_batch, seeds: seeds::log_batches, weight: 1 },
    Parser { name: "packed_batch", takes: app::packed_batch, seeds: seeds::packed_batches, weight: 4 },
    Parser { name: "log_snapshot", takes: app::log_snapshot, seeds: seeds::log_snapshots, weight: 1 },
    Parser { name: "vault_code", takes: app::vault_code, seeds: seeds::vault_codes, weight: 1 },
    Parser { name: "notification_id", takes: app::notification_id, seeds: seeds::notification_ids, weight: 1 },
    Parser { name: "pack", takes: app::pack, seeds: seeds::packs, weight: 400 },
    Parser { name: "signed_pack", takes: handrail_core::foreign::signed_pack, seeds: seeds::signed_packs, weight: 400 },
    Parser { name: "questionnaire", takes: app::questionnaire, seeds: seeds::questionnaires, weight: 4 },
    Parser { name: "archive", takes: app::archive, seeds: seeds::archives, weight: 600 },
];

/// The parser of this name.
#[must_use]
pub fn parser(name: &str) -> Option<&'static Parser> {
    PARSERS.iter().find(|parser| parser.name == name)
}
