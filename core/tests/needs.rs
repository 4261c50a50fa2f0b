//! Getting what Jon needs: services, whom to ask, what to say, what came of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::needs::{NeedId, NeedState, NeedView, NewNeed};
use handrail_core::programme::pack::{Pack, built_in};
use handrail_core::settings::EditSettings;

fn pack() -> std::sync::Arc<Pack> {
    built_in("imr").unwrap()
}

fn own(wording: &str) -> NewNeed {
    NewNeed { wording: wording.into(), ..NewNeed::default() }
}

fn save(jon: &Person, new: &NewNeed, state: NeedState) -> NeedId {
    NeedId(made(&jon.save_need(new, state).unwrap(), "need"))
}

fn at(jon: &Person, state: NeedState) -> Vec<NeedView> {
    let view = jon.needs().unwrap();
    assert!(view.states.iter().map(|s| s.state).eq(NeedState::ALL));
    view.states.into_iter().find(|s| s.state == state).unwrap().needs
}

fn words(jon: &Person, state: NeedState) -> Vec<String> {
    at(jon, state).into_iter().map(|n| n.wording).collect()
}

#[test]
fn a_need_goes_from_wanted_to_settled_with_everything_that_was_said() {
    let jon = person("jon");
    let service = pack().services[0].clone();
    let full = NewNeed {
        list_id: service.clone(),
        wording: String::new(),
        who_to_ask: "the front desk".into(),
        phone: "0117 496 0000".into(),
        question: "how long is the list?".into(),
        what_i_say: "I'd like to put my name down".into(),
        appointment: Some(day("2026-03-20")),
        outcome: String::new(),
    };
    assert!(jon.needs().unwrap().offered.iter().map(|o| &o.list_id).eq(&pack().services));
    let id = save(&jon, &full, NeedState::Wanted);
    let kept = at(&jon, NeedState::Wanted).remove(0);
    assert_eq!(kept.wording, pack().text("en", &format!("service.{service}")).text);
    assert!(kept.who_to_ask == full.who_to_ask && kept.phone == full.phone && kept.question == full.question);
    assert!(kept.what_i_say == full.what_i_say && kept.appointment == full.appointment && kept.outcome.is_empty());
    assert!(jon.needs().unwrap().offered.iter().all(|o| o.list_id != service));
    jon.set_need_state(id, NeedState::Asked).unwrap();
    jon.edit_need(id, &NewNeed { outcome: "on the list from May \u{1f3e0}".into(), ..full.clone() }).unwrap();
    jon.set_need_state(id, NeedState::Settled).unwrap();
    assert_eq!(at(&jon, NeedState::Settled)[0].outcome, "on the list from May \u{1f3e0}");
    assert!(at(&jon, NeedState::Wanted).is_empty());
    // Two places to ask for the same are two of them.
    save(&jon, &full, NeedState::Wanted);
    assert_eq!(at(&jon, NeedState::Wanted).len(), 1);
    jon.save_settings(&EditSettings { language: Some("es".into()), ..EditSettings::default() }).unwrap();
    let spanish = pack().text("es", &format!("service.{service}")).text;
    assert_eq!(words(&jon, NeedState::Wanted), [spanish]);
}

#[test]
fn needs_move_within_their_state_and_come_back_where_they_stood() {
    let jon = person("jon");
    let ids: Vec<NeedId> = ["a", "b", "c"].iter().map(|w| save(&jon, &own(w), NeedState::Wanted)).collect();
    save(&jon, &own("used"), NeedState::Used);
    jon.move_need(ids[2], 0).unwrap();
    assert_eq!(words(&jon, NeedState::Wanted), ["c", "a", "b"]);
    jon.set_need_state(ids[2], NeedState::LetGo).unwrap();
    jon.set_need_state(ids[2], NeedState::Wanted).unwrap();
    assert_eq!(words(&jon, NeedState::Wanted), ["a", "b", "c"]);
    jon.remove("need", ids[1].0).unwrap();
    jon.put_back("need", ids[1].0).unwrap();
    assert_eq!(words(&jon, NeedState::Wanted), ["a", "b", "c"]);
    assert_eq!(words(&jon, NeedState::Used), ["used"]);
}

#[test]
fn what_a_newer_pack_drops_stays_and_can_be_said_differently() {
    let jon = person("jon");
    let listed = NewNeed { list_id: pack().services[2].clone(), ..NewNeed::default() };
    let id = save(&jon, &listed, NeedState::Wanted);
    jon.under().execute("UPDATE need SET list_id = 'of_another_pack' WHERE id = ?1", [id.0]).unwrap();
    let was = pack().text("en", &format!("service.{}", listed.list_id)).text;
    assert_eq!(words(&jon, NeedState::Wanted), std::slice::from_ref(&was));
    let kept = NewNeed { list_id: "of_another_pack".into(), phone: "111".into(), ..own(&was) };
    jon.edit_need(id, &kept).unwrap();
    assert_eq!(at(&jon, NeedState::Wanted)[0].phone, "111");
    jon.refuses("list_id", Reason::UnknownChoice, |h| h.save_need(&kept, NeedState::Wanted));
}

#[test]
fn what_cannot_be_a_need_is_refused() {
    let jon = person("jon");
    let id = save(&jon, &NewNeed { appointment: Some(day("2026-03-05")), ..own("x") }, NeedState::Wanted);
    for (field, reason, new) in [
        ("wording", Reason::Empty, own("")),
        ("wording", Reason::TooLong { limit: 8000 }, own(&long(8001))),
        ("list_id", Reason::UnknownChoice, NewNeed { list_id: "none of it".into(), ..own("x") }),
        ("who_to_ask", Reason::TooLong { limit: 280 }, NewNeed { who_to_ask: long(281), ..own("x") }),
        ("phone", Reason::Malformed, NewNeed { phone: "ask".into(), ..own("x") }),
        ("phone", Reason::TooLong { limit: 40 }, NewNeed { phone: "1".repeat(41), ..own("x") }),
        ("question", Reason::TooLong { limit: 8000 }, NewNeed { question: long(8001), ..own("x") }),
        ("what_i_say", Reason::TooLong { limit: 8000 }, NewNeed { what_i_say: long(8001), ..own("x") }),
        ("outcome", Reason::TooLong { limit: 8000 }, NewNeed { outcome: long(8001), ..own("x") }),
        ("appointment", Reason::ImpossibleDate, NewNeed { appointment: Some(day("2126-03-05")), ..own("x") }),
        ("outcome", Reason::Malformed, NewNeed { outcome: "\0".into(), ..own("x") }),
    ] {
        jon.refuses(field, reason, |h| h.save_need(&new, NeedState::Wanted));
        jon.refuses(field, reason, |h| h.edit_need(id, &new));
    }
    jon.finds_nothing(|h| h.edit_need(NeedId(NOBODY), &own("x")));
    jon.finds_nothing(|h| h.set_need_state(NeedId(NOBODY), NeedState::Used));
    jon.finds_nothing(|h| h.move_need(NeedId(NOBODY), 0));
    // An appointment of long ago is no hindrance to writing what came of it.
    let late = NewNeed { appointment: Some(day("2026-03-05")), outcome: "it went well".into(), ..own("x") };
    jon.at("2040-01-01 10:00").edit_need(id, &late).unwrap();
}
