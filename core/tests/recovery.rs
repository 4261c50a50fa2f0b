//! What recovery means to me: each version kept, the newest shown, the earlier ones to read back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, day, long, made, person};
use handrail_core::Reason;
use handrail_core::recovery::{NewRecoveryMeaning, RecoveryMeaningId};

fn says(meaning: &str) -> NewRecoveryMeaning {
    NewRecoveryMeaning { meaning: meaning.into(), ..NewRecoveryMeaning::default() }
}

fn save(ana: &common::Person, new: &NewRecoveryMeaning) -> RecoveryMeaningId {
    RecoveryMeaningId(made(&ana.save_recovery_meaning(new).unwrap(), "recovery_meaning"))
}

#[test]
fn ana_says_it_anew_and_can_read_what_she_said_before() {
    let ana = person("ana");
    assert!(ana.recovery().unwrap().newest.is_none());
    let first = save(&ana, &says("  getting out of bed  "));
    ana.at("2026-06-01 10:00");
    let whole = NewRecoveryMeaning {
        meaning: "my own flat, and a cat 🐈".into(),
        what_helps: "music".into(),
        who_inspires_me: "my aunt".into(),
    };
    let second = save(&ana, &whole);
    let view = ana.recovery().unwrap();
    let newest = view.newest.unwrap();
    assert!(newest.id == second && newest.meaning == whole.meaning && newest.what_helps == "music");
    assert!(newest.who_inspires_me == "my aunt" && newest.day == day("2026-06-01"));
    assert!(view.earlier.len() == 1 && view.earlier[0].id == first && view.earlier[0].meaning == "getting out of bed");
    assert_eq!(view.earlier[0].day, day("2026-03-02"));
}

#[test]
fn the_same_words_again_make_no_new_version_and_a_slip_is_put_right() {
    let ben = person("ben");
    let id = save(&ben, &says("peace"));
    assert!(ben.at("2026-04-01 10:00").save_recovery_meaning(&says(" peace ")).unwrap().records.is_empty());
    ben.edit_recovery_meaning(id, &says("peace and quiet")).unwrap();
    let view = ben.recovery().unwrap();
    assert!(view.newest.unwrap().meaning == "peace and quiet" && view.earlier.is_empty());
    assert_eq!(ben.count("revision"), 1, "what it said before stays");
}

#[test]
fn versions_are_paged_and_a_clock_set_back_loses_none() {
    let ana = person("ana");
    for n in 0..120 {
        save(&ana, &says(&format!("version {n}")));
    }
    ana.at("2019-01-01 10:00");
    save(&ana, &says("with the clock years back"));
    let view = ana.recovery().unwrap();
    // What was written last is the newest, whatever the phone's date said.
    assert!(view.newest.as_ref().unwrap().meaning == "with the clock years back" && view.earlier.len() == 50);
    let mut seen = 51;
    let mut last = view.earlier[49].id;
    loop {
        let page = ana.recovery_before(last).unwrap();
        let Some(oldest) = page.last() else { break };
        assert!(page.iter().all(|v| v.id < last), "each once");
        (seen, last) = (seen + page.len(), oldest.id);
    }
    assert_eq!(seen, 121);
    assert_eq!(ana.recovery_before(view.earlier[49].id).unwrap()[0].meaning, "version 69");
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let ana = person("ana");
    let id = save(&ana, &says("x"));
    for (field, reason, new) in [
        ("meaning", Reason::Empty, says("  ")),
        ("meaning", Reason::TooLong { limit: 8000 }, says(&long(8001))),
        ("meaning", Reason::Malformed, says("a\0b")),
        ("what_helps", Reason::TooLong { limit: 8000 }, NewRecoveryMeaning { what_helps: long(8001), ..says("x") }),
        (
            "who_inspires_me",
            Reason::TooLong { limit: 280 },
            NewRecoveryMeaning { who_inspires_me: long(281), ..says("x") },
        ),
    ] {
        ana.refuses(field, reason, |h| h.save_recovery_meaning(&new));
        ana.refuses(field, reason, |h| h.edit_recovery_meaning(id, &new));
    }
    let edge = NewRecoveryMeaning { meaning: long(8000), what_helps: long(8000), who_inspires_me: long(280) };
    save(&ana, &edge);
    let only = NewRecoveryMeaning { who_inspires_me: "Sam".into(), ..NewRecoveryMeaning::default() };
    save(&ana, &only);
    ana.finds_nothing(|h| h.edit_recovery_meaning(RecoveryMeaningId(NOBODY), &says("x")));
}

#[test]
fn a_version_can_be_taken_away_and_removed_for_good() {
    let ana = person("ana");
    let id = save(&ana, &says("the words of that winter"));
    ana.remove("recovery_meaning", id.0).unwrap();
    assert!(ana.recovery().unwrap().newest.is_none());
    ana.put_back("recovery_meaning", id.0).unwrap();
    assert!(ana.recovery().unwrap().newest.unwrap().id == id);
    ana.remove_for_good("recovery_meaning", id.0).unwrap();
    assert!(ana.tables_with("that winter").is_empty());
}
