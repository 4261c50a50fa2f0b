//! Ida's stress sheet: ticks on the lists of the content pack, and her own words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, long, made, person};
use handrail_core::Reason;
use handrail_core::programme::pack::{Pack, built_in};
use handrail_core::settings::EditSettings;
use handrail_core::stress::{NewStressLine, StressLineId, StressPart, StressPartView, StressSphere};

/// The lists are data: the tests take whatever stands first in them.
fn pack() -> std::sync::Arc<Pack> {
    built_in("imr").unwrap()
}

fn words(key: &str, language: &str) -> String {
    pack().text(language, key).text
}

fn add(ida: &Person, new: &NewStressLine) -> StressLineId {
    StressLineId(made(&ida.add_stress_line(new).unwrap(), "stress_line"))
}

fn part(ida: &Person, part: StressPart) -> StressPartView {
    let view = ida.stress().unwrap();
    assert!(view.parts.iter().map(|p| p.part).eq(StressPart::ALL));
    view.parts.into_iter().find(|p| p.part == part).unwrap()
}

fn lines(ida: &Person, of: StressPart) -> Vec<String> {
    part(ida, of).lines.into_iter().map(|l| l.wording).collect()
}

fn speak(ida: &Person, language: &str) {
    ida.save_settings(&EditSettings { language: Some(language.into()), ..EditSettings::default() }).unwrap();
}

#[test]
fn what_the_pack_offers_can_be_ticked_and_leaves_the_offer() {
    let ida = person("ida");
    let hassles = &pack().stress.hassles;
    let offered: Vec<String> = part(&ida, StressPart::Hassle).offered.into_iter().map(|o| o.list_id).collect();
    assert_eq!(&offered, hassles);
    let id = add(&ida, &NewStressLine::tick(StressPart::Hassle, None, &hassles[1]));
    let after = part(&ida, StressPart::Hassle);
    assert_eq!(after.lines[0].wording, words(&format!("stress_hassle.{}", hassles[1]), "en"));
    assert!(after.lines[0].id == id && after.lines[0].list_id == hassles[1]);
    assert!(after.offered.iter().all(|o| o.list_id != hassles[1]) && after.offered.len() == hassles.len() - 1);
    // Ticked again: nothing happens. Unticked and ticked anew: the old tick stays away.
    let again = NewStressLine::tick(StressPart::Hassle, None, &hassles[1]);
    assert!(ida.add_stress_line(&again).unwrap().records.is_empty());
    ida.remove("stress_line", id.0).unwrap();
    assert_eq!(part(&ida, StressPart::Hassle).offered.len(), hassles.len());
    add(&ida, &again);
    ida.refuses("list_id", Reason::WrongState, |h| h.put_back("stress_line", id.0));
}

#[test]
fn signs_stand_by_sphere_and_the_plan_says_with_whom_and_when() {
    let ida = person("ida");
    let signs = &pack().stress.signs;
    let tick = |sphere, id: &str| add(&ida, &NewStressLine::tick(StressPart::Sign, Some(sphere), id));
    tick(StressSphere::Actions, &signs.actions[0]);
    tick(StressSphere::Body, &signs.body[0]);
    let own =
        NewStressLine { sphere: Some(StressSphere::Body), ..NewStressLine::own(StressPart::Sign, "my jaw \u{1f9b7}") };
    let jaw = add(&ida, &own);
    let shown: Vec<_> =
        part(&ida, StressPart::Sign).lines.into_iter().map(|l| (l.sphere.unwrap(), l.list_id)).collect();
    assert_eq!(
        shown,
        [
            (StressSphere::Body, signs.body[0].clone()),
            (StressSphere::Body, String::new()),
            (StressSphere::Actions, signs.actions[0].clone()),
        ]
    );
    ida.move_stress_line(jaw, 0).unwrap();
    assert_eq!(lines(&ida, StressPart::Sign)[0], "my jaw \u{1f9b7}", "within its sphere");
    ida.edit_stress_line(jaw, &NewStressLine { sphere: Some(StressSphere::Actions), ..own }).unwrap();
    assert_eq!(lines(&ida, StressPart::Sign)[2], "my jaw \u{1f9b7}", "last where it went");
    let plan = NewStressLine {
        who: "Jon".into(),
        when_words: "Sundays".into(),
        ..NewStressLine::own(StressPart::Plan, "walk by the sea")
    };
    add(&ida, &plan);
    let shown = part(&ida, StressPart::Plan);
    assert!(shown.offered.is_empty() && shown.lines[0].who == "Jon" && shown.lines[0].when_words == "Sundays");
}

#[test]
fn ticks_follow_the_language_and_ones_own_words_never_do() {
    let ida = person("ida");
    let ids = pack().stress.cope.clone();
    let key = |n: usize| format!("stress_cope.{}", ids[n]);
    assert_ne!(words(&key(0), "en"), words(&key(0), "es"), "a pair that shows it");
    add(&ida, &NewStressLine::tick(StressPart::Cope, None, &ids[0]));
    add(
        &ida,
        &NewStressLine { wording: "only with Jon".into(), ..NewStressLine::tick(StressPart::Cope, None, &ids[1]) },
    );
    add(&ida, &NewStressLine::own(StressPart::Cope, "the cat"));
    speak(&ida, "es");
    assert_eq!(lines(&ida, StressPart::Cope), [words(&key(0), "es"), "only with Jon".into(), "the cat".into()]);
    assert!(part(&ida, StressPart::Cope).offered[0].wording == words(&key(2), "es"));
    speak(&ida, "en");
    assert_eq!(lines(&ida, StressPart::Cope)[0], words(&key(0), "en"));
}

#[test]
fn what_a_newer_pack_drops_or_says_differently_stays_as_ida_read_it() {
    let ida = person("ida");
    let (first, second) = (pack().stress.prevent[0].clone(), pack().stress.prevent[1].clone());
    let tick = |id: &str| NewStressLine::tick(StressPart::Prevent, None, id);
    let (dropped, reworded) = (add(&ida, &tick(&first)), add(&ida, &tick(&second)));
    // As if an earlier pack had had them, one under another id and one in other words.
    let under = ida.under();
    under.execute("UPDATE stress_line SET list_id = 'of_another_pack' WHERE id = ?1", [dropped.0]).unwrap();
    under.execute("UPDATE stress_line SET wording = 'as it was then' WHERE id = ?1", [reworded.0]).unwrap();
    drop(under);
    let was = words(&format!("stress_prevent.{first}"), "en");
    assert_eq!(lines(&ida, StressPart::Prevent), [was.clone(), "as it was then".into()]);
    speak(&ida, "es");
    assert_eq!(lines(&ida, StressPart::Prevent), [was.clone(), "as it was then".into()]);
    // It can be said differently and moved; only a new tick on it is refused.
    let kept = NewStressLine { wording: "slow mornings".into(), ..tick("of_another_pack") };
    ida.edit_stress_line(dropped, &kept).unwrap();
    ida.move_stress_line(dropped, 1).unwrap();
    assert_eq!(lines(&ida, StressPart::Prevent), ["as it was then", "slow mornings"]);
    let elsewhere = NewStressLine { part: StressPart::Cope, ..kept.clone() };
    ida.refuses("list_id", Reason::UnknownChoice, |h| h.edit_stress_line(dropped, &elsewhere));
    ida.remove("stress_line", dropped.0).unwrap();
    ida.refuses("list_id", Reason::UnknownChoice, |h| h.add_stress_line(&kept));
    ida.put_back("stress_line", dropped.0).unwrap();
}

#[test]
fn what_cannot_stand_on_the_sheet_is_refused() {
    let ida = person("ida");
    let stress = &pack().stress;
    let id = add(&ida, &NewStressLine::own(StressPart::Hassle, "x"));
    let own = |part, words: &str| NewStressLine::own(part, words);
    let plan = own(StressPart::Plan, "x");
    for (field, reason, new) in [
        ("wording", Reason::Empty, own(StressPart::Cope, " ")),
        ("wording", Reason::TooLong { limit: 8000 }, own(StressPart::Cope, &long(8001))),
        ("wording", Reason::Malformed, own(StressPart::Cope, "a\0b")),
        ("list_id", Reason::UnknownChoice, NewStressLine::tick(StressPart::Cope, None, "no such thing")),
        ("list_id", Reason::UnknownChoice, NewStressLine::tick(StressPart::Cope, None, &stress.prevent[0])),
        (
            "list_id",
            Reason::UnknownChoice,
            NewStressLine::tick(StressPart::Sign, Some(StressSphere::Body), &stress.signs.thoughts[0]),
        ),
        ("list_id", Reason::WrongState, NewStressLine { list_id: stress.cope[0].clone(), ..plan.clone() }),
        ("sphere", Reason::Empty, own(StressPart::Sign, "x")),
        (
            "sphere",
            Reason::WrongState,
            NewStressLine { sphere: Some(StressSphere::Body), ..own(StressPart::Cope, "x") },
        ),
        ("who", Reason::WrongState, NewStressLine { who: "Jon".into(), ..own(StressPart::Cope, "x") }),
        ("when_words", Reason::WrongState, NewStressLine { when_words: "x".into(), ..own(StressPart::Hassle, "x") }),
        ("who", Reason::TooLong { limit: 280 }, NewStressLine { who: long(281), ..plan.clone() }),
        ("when_words", Reason::TooLong { limit: 280 }, NewStressLine { when_words: long(281), ..plan }),
    ] {
        ida.refuses(field, reason, |h| h.add_stress_line(&new));
        ida.refuses(field, reason, |h| h.edit_stress_line(id, &new));
    }
    add(&ida, &NewStressLine::tick(StressPart::Hassle, None, &stress.hassles[0]));
    let same = NewStressLine::tick(StressPart::Hassle, None, &stress.hassles[0]);
    ida.refuses("list_id", Reason::WrongState, |h| h.edit_stress_line(id, &same));
    ida.finds_nothing(|h| h.edit_stress_line(StressLineId(NOBODY), &own(StressPart::Cope, "x")));
    ida.finds_nothing(|h| h.move_stress_line(StressLineId(NOBODY), 0));
    add(&ida, &own(StressPart::Plan, &long(8000)));
}
