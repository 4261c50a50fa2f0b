//! The list of attacks, and how each of them ends. `docs/hostile-relay.md` is made of it; a test holds both to each other, and to the
//! tests that are named here.

use std::fmt::Write as _;
use std::path::Path;

/// How an attack ends.
enum Ends {
    /// Somebody is told: what the diagnostics page, or the practitioner's page, calls it.
    Detected(&'static str),
    /// It changes nothing.
    Harmless,
}

use Ends::{Detected, Harmless};

struct Attack {
    number: u8,
    name: &'static str,
    /// Who is aimed at.
    at: &'static str,
    /// What is done, and what comes of it.
    what: &'static str,
    ends: Ends,
    /// The file of its test, from the root; the test's name begins with `hNN_NAME`.
    test: &'static str,
}

const PAIRING: &str = "tests/hostile/pairing.rs";
const PACKETS: &str = "tests/hostile/packets.rs";
const PAGE: &str = "tests/hostile/page.rs";
const READERS: &str = "tests/hostile/readers.rs";
const LINE: &str = "tests/hostile/line.rs";
const VAULT: &str = "tests/hostile/vault.rs";
const LOST: &str = "tests/tests/lost_phone.rs";
const SNAPSHOTS: &str = "tests/hostile/snapshots.rs";

const fn attack(
    number: u8,
    name: &'static str,
    at: &'static str,
    what: &'static str,
    ends: Ends,
    test: &'static str,
) -> Attack {
    Attack { number, name, at, what, ends, test }
}

#[rustfmt::skip]
const ATTACKS: &[Attack] = &[
    attack(1, "drop_batch", "phone", "an uploaded batch is gone: the heads disagree and the very same bytes are sent again", Detected("`went_back`"), VAULT),
    attack(2, "truncate_tail", "new phone", "a short log: what other phones signed is higher; what comes later fills it", Detected("`some_missing`, before the person says that the backup is theirs; `missing` until it came"), VAULT),
    attack(3, "rollback_restore", "new phone", "an old vault on restore: its date and count are shown before anything is taken, and the last receipt, which tells how far the backup went, is compared", Detected("`behind_receipt`"), LOST),
    attack(4, "rollback_live", "phone", "heads go backwards: what was seen is kept, the phone that is short sends again", Detected("`went_back`, by the phone whose heads they are"), VAULT),
    attack(5, "fork", "phones", "two phones are shown different histories: each works on; when they meet, all is sent again", Detected("`went_back`, as soon as one of them meets the other's story"), VAULT),
    attack(6, "reorder", "phone", "batches out of order: each waits for the one before", Detected("`missing`"), VAULT),
    attack(7, "replay_seq", "phone", "a batch under another number: its signature is for its own", Detected("`forged`"), VAULT),
    attack(8, "splice_vault", "phone", "a batch of another vault", Detected("`not_listed`"), VAULT),
    attack(9, "splice_device", "phone", "a batch under another phone's name", Detected("`unreadable`"), VAULT),
    attack(10, "bit_flip", "phone", "a batch, list, keyring, head or acknowledgement changed in any part of it, the last four also cut short or with another in their place: refused, asked for again; an acknowledgement counts for nothing", Detected("`forged`, `unreadable`, `newer_version`, `old_list`, `old_keyring`, by the place"), VAULT),
    attack(11, "suite_downgrade", "phone", "an older or unknown suite or format: refused", Detected("`unreadable`, `newer_version`"), VAULT),
    attack(12, "inject_device", "phone", "a batch of a phone that nobody listed: not read, and said with the daily look", Detected("`not_listed`"), VAULT),
    attack(13, "old_device_list", "phone", "an earlier list: versions only rise", Detected("`old_list`"), VAULT),
    attack(14, "old_keyring", "phone", "an earlier keyring: versions only rise, the phone goes on under its newest key", Detected("`old_keyring`"), VAULT),
    attack(15, "ack_no_store", "phone", "says stored and stores nothing: the next sync sends it again", Detected("`went_back`"), VAULT),
    attack(16, "silent_restore", "phone", "an older database under the same epoch: the head is below the acknowledged one, everything is sent again", Detected("`went_back`"), VAULT),
    attack(17, "snapshot_swap", "new phone", "an older snapshot under a new label: its signed vector and digest say what it is", Detected("`forged`, `missing`"), SNAPSHOTS),
    attack(18, "snapshot_damage", "new phone", "a damaged snapshot: nobody acknowledges it, a new one is made, a restore goes round it", Detected("`forged`"), SNAPSHOTS),
    attack(19, "false_gc_ack", "phone", "says that others have acknowledged a snapshot: nobody can sign for somebody else, nothing is forgotten", Harmless, SNAPSHOTS),
    attack(20, "swap_keyset_pairing", "phone", "another key set when the code is claimed: its hash stands in the code", Detected("what arrived does not fit the code"), PAIRING),
    attack(21, "swap_hello", "page", "the relay answers as the client: it cannot make the MAC, the page destroys the invite", Detected("`bad_hello`"), PAIRING),
    attack(22, "invite_twice", "page", "a second phone is let in with a photographed code: a second hello, though valid, destroys the invite for both", Detected("`bad_hello`"), PAIRING),
    attack(23, "old_subkey", "phone", "an earlier key set of a reader: the highest number seen is remembered, and nothing is sealed to it", Harmless, READERS),
    attack(24, "forged_subkey", "phone", "a key set that the reader did not sign: the pinned one stays in use", Harmless, READERS),
    attack(25, "swap_introduction", "phone", "another key set for a colleague who is introduced: it does not fit what the reader signed, and nobody is asked", Detected("`introduction_keyset`"), READERS),
    attack(26, "add_reader", "phone, page", "a reader whom the client did not add: nothing is sealed for them, and no page believes the roster", Harmless, READERS),
    attack(27, "old_roster", "phone, page", "a roster from before somebody left: a page has seen a higher one, and the phone leads the relay up again", Harmless, READERS),
    attack(28, "forge_packet", "page", "a packet by somebody who knows public keys, under the client's name and under its own: refused by itself, kept, said", Detected("`signature`"), PACKETS),
    attack(29, "replay_packet", "page", "an earlier period's packet as this one's: refused by its number, shown only as what it is; the true one opens once", Detected("`not_asked_for`"), PACKETS),
    attack(30, "reseal_to_other", "page", "a reader seals what the client signed to a colleague, as if written to her: refused", Detected("`signature`"), PACKETS),
    attack(31, "move_mailbox", "page, phone", "one client's packet and suggestion in another's place: refused on both sides", Detected("`signature` (page), `other_key` (phone)"), PACKETS),
    attack(32, "confuse_purpose", "page, phone", "a review as a suggestion, a suggestion as a receipt: does not open", Detected("`seal` (page), `unopened` (phone)"), PACKETS),
    attack(33, "reflect", "phone", "the client's own packet as a reader's suggestion, as it is and sealed anew by the reader: refused", Detected("`other_key`, `signature`"), PACKETS),
    attack(34, "withhold", "page, phone", "nothing is passed on: nothing is called opened, and the packet shows its day; with the next message both sides say that something did not arrive", Detected("`missing` (page), the gap itself (phone)"), PACKETS),
    attack(35, "forge_receipt", "phone", "\"opened\" and \"filed\" by somebody else: refused, the packet stays delivered", Detected("`signature`"), PACKETS),
    attack(36, "relay_challenge", "phone, page", "a login is passed on to another relay: what was signed names the first one, the other refuses it", Detected("`login_refused`"), PAGE),
    attack(37, "old_blob", "page", "the key blob of last month under the newest number: said, and the page writes nothing over it", Detected("`older_blob`"), PAGE),
    attack(38, "swap_blob", "page", "another practitioner's blob: refused before it is opened, nothing is written over it", Detected("`account`"), PAGE),
    attack(39, "old_page_state", "page", "the page state from before a suggestion: the client's packet says that there was one, the page sends nothing under a used number", Detected("`rolled_back`"), PAGE),
    attack(40, "flood", "phone, page", "bodies and headers without an end, a byte now and then, a huge count, deep JSON, on the mailbox and on the backup: given up at their limit, tried later; a bomb inside the seal is refused by itself", Detected("`body_too_large` for the bomb"), LINE),
    attack(41, "bad_clock", "phone, page", "an absurd `Date`: nobody looks at it, nothing bears it", Harmless, LINE),
    attack(42, "redirect", "phone, page", "another host is named: nobody goes there", Harmless, LINE),
    attack(43, "always_503", "phone", "trouble for ever: five tries, then the next time; \"no more room\": said, tried each time, work goes on", Detected("`quota` while it says so"), LINE),
    attack(44, "removed_device_signs", "phone", "a removed phone writes on, and signs the next list with itself in it: neither counts; what it writes is said with the daily look", Detected("`not_listed`, `old_list`"), VAULT),
    attack(45, "grind_words", "phone, page", "keys chosen so that the words are equal: up to the hello nothing on the line tells the nonce, and another nonce does not fit the code", Detected("what arrived does not fit the code"), PAIRING),
];

const ABOUT: &str = "\
# A relay that means harm

The relay is not trusted. Every attack that was thought of has a number, and a test of that number which ends *detected*, with a name for
those who look after the clinic's machines, or *harmless*; nothing is lost by any of them, and afterwards everything goes on. The tests run
real phones, the page's own code and a real relay, with somebody on the line or at the relay's database (`tests/hostile`):
`cargo test -p handrail-tests --test hostile --test lost_phone`.

Whatever was detected, a client reads one of three sentences: \"Something did not arrive. Your notes are safe here.\", \"Please show this to
Sam at your next meeting.\", \"Please update Handrail.\" Names stand on the diagnostics page alone (`sync_status().refusals`). While two people
pair, the screen says that it did not work and that a new code is needed; nothing of it is kept.

This table is made by the tests (`HANDRAIL_BLESS=1` writes it anew).

";

fn page() -> String {
    let mut page = ABOUT.to_owned();
    page += "| Number | Attack | Aimed at | What happens | Ends | Called |\n|---|---|---|---|---|---|\n";
    for Attack { number, name, at, what, ends, .. } in ATTACKS {
        let (ends, called) = match ends {
            Detected(called) => ("detected", *called),
            Harmless => ("harmless", ""),
        };
        writeln!(page, "| H{number:02} | `{name}` | {at} | {what} | {ends} | {called} |").unwrap();
    }
    page
}

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap()
}

#[test]
fn every_number_has_one_test_of_its_name_and_one_row() {
    let numbers: Vec<u8> = ATTACKS.iter().map(|a| a.number).collect();
    assert_eq!(numbers, (1..=45).collect::<Vec<_>>());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile");
    let mut sources: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    // One stands with the other tests of a phone that was lost.
    sources.push(read(LOST));
    for Attack { number, name, test, .. } in ATTACKS {
        let named = format!("fn h{number:02}_{name}");
        let here = sources.iter().map(|source| source.matches(&named).count()).sum::<usize>();
        let numbered =
            sources.iter().map(|source| source.matches(&format!("\nfn h{number:02}_")).count()).sum::<usize>();
        assert_eq!(here, numbered, "H{number:02} is called {name}");
        assert_eq!(read(test).matches(&format!("#[test]\n{named}")).count(), 1, "H{number:02} in {test}");
        assert!(here <= 1, "H{number:02} twice");
    }
}

#[test]
fn the_page_says_what_the_tests_try() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hostile-relay.md");
    if std::env::var_os("HANDRAIL_BLESS").is_some() {
        std::fs::write(&file, page()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(file).unwrap_or_default(),
        page(),
        "HANDRAIL_BLESS=1 writes docs/hostile-relay.md"
    );
}
