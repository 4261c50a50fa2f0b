//! Help now: complete without a network, also before anything was set up.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{long, made, person};
use handrail_core::Reason;
use handrail_core::help_now::{
    self, Called, EUROPE, HelpLine, LineBook, LineKind, NextOption, after_failed_line, lines_in, suggest_region,
};
use handrail_core::ids::Id;
use handrail_core::people::{NewPerson, PersonId, PersonState};
use handrail_core::plan::{ContactRole, NewPlanLine, PlanPart};
use handrail_core::settings::EditSettings;
use handrail_core::words::Words;

fn on_the_map(p: &common::Person, name: &str, phone: &str) -> Id {
    let new = NewPerson { name: name.into(), phone: phone.into(), help_now: true, ..NewPerson::default() };
    made(&p.save_person(&new).unwrap(), "person")
}

#[test]
fn the_numbers_of_every_place_are_there_before_the_first_run() {
    let regions = help_now::regions();
    assert!(regions.len() > 3 && regions.contains(&"GB".to_owned()) && regions.contains(&EUROPE.to_owned()));
    for region in &regions {
        for language in ["en", "es", "xx"] {
            let lines = help_now::lines(region, language);
            assert_eq!(lines[0].kind, LineKind::Emergency, "{region}: who is in danger does not have to read");
            for line in lines {
                assert!(!line.name.is_empty() && !line.when.is_empty() && !line.number.is_empty(), "{}", line.id);
                assert!(line.source.starts_with("https://") && line.region == *region, "{}", line.id);
            }
        }
    }
    assert!(help_now::lines("ZZ", "en").is_empty());
    assert_ne!(help_now::lines("US", "en")[1].when, help_now::lines("US", "es")[1].when);
}

#[test]
fn zone_and_language_suggest_a_place_and_never_more() {
    let suggested = |language: &str, zone: &str| help_now::suggested_region(language, zone);
    assert_eq!(suggested("en-US", "Europe/London").as_deref(), Some("GB"), "the zone travels with the phone");
    assert_eq!(suggested("de-AT", "Europe/Vienna").as_deref(), Some(EUROPE));
    assert_eq!(suggested("en", "US/Pacific").as_deref(), Some("US"));
    assert_eq!(suggested("en-GB", "GMT+02:00").as_deref(), Some("GB"), "a zone without a place leaves the language");
    assert_eq!(suggested("en-GB", "Antarctica/Troll"), None, "not London's numbers in the Antarctic");
    assert_eq!(suggested("en", "nowhere"), None);
}

#[test]
fn a_new_phone_has_help_at_once() {
    let ana = person("ana");
    let before = ana.rows();
    let view = ana.help_now("en-GB").unwrap();
    assert!(view.people.is_empty() && view.plan.is_empty() && view.clinic.is_none() && !view.safety_plan);
    assert_eq!((view.region.as_deref(), view.region_chosen), (Some("GB"), false), "the phone is in London");
    assert!(view.lines == help_now::lines("GB", "en") && view.regions == help_now::regions());
    ana.clock.travel("Antarctica/Troll");
    let view = ana.help_now("en").unwrap();
    assert!(view.region.is_none() && view.lines.len() == view.regions.len());
    assert!(view.lines.iter().all(|l| l.kind == LineKind::Emergency), "every place's emergency number");
    assert_eq!(ana.rows(), before, "looking writes nothing");
}

#[test]
fn what_ben_chose_himself_comes_with_it() {
    let ben = person("ben");
    let choose = EditSettings {
        region: Some("us".into()),
        language: Some("es".into()),
        clinic_line_name: Some("The Elm clinic".into()),
        clinic_line_phone: Some("+1 555 0100".into()),
        clinic_line_hours: Some("9 to 5".into()),
        ..EditSettings::default()
    };
    ben.save_settings(&choose).unwrap();
    let (sam, ex, mo) =
        (on_the_map(&ben, "Sam", "555 0101"), on_the_map(&ben, "My ex", "555 0102"), on_the_map(&ben, "Mo", ""));
    let never = NewPlanLine {
        person: Some(PersonId(ex)),
        not_to_be_called: true,
        ..NewPlanLine::new(PlanPart::WhoHelps, 0, "not my ex")
    };
    ben.add_plan_line(&never).unwrap();
    ben.add_plan_line(&NewPlanLine::new(PlanPart::WhatHelps, 1, "a walk")).unwrap();
    ben.add_plan_line(&NewPlanLine::new(PlanPart::WhatHelps, 4, "go to my sister")).unwrap();
    let contact = |words: &str, role, phone: &str| NewPlanLine {
        phone: phone.into(),
        role,
        ..NewPlanLine::new(PlanPart::Contacts, 0, words)
    };
    ben.add_plan_line(&contact("the night line", Some(ContactRole::OutOfHours), "555 0103")).unwrap();
    ben.add_plan_line(&contact("Dr Roe", Some(ContactRole::Prescriber), "555 0104")).unwrap();

    let view = ben.help_now("en-GB").unwrap();
    assert_eq!(
        view.people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["Sam", "Mo"],
        "nobody not to be called"
    );
    assert_eq!(view.plan.iter().map(|l| l.wording.as_str()).collect::<Vec<_>>(), ["go to my sister"]);
    assert_eq!(view.plan_contacts.iter().map(|l| l.wording.as_str()).collect::<Vec<_>>(), ["the night line"]);
    let clinic = view.clinic.unwrap();
    assert_eq!(
        (clinic.name.as_str(), clinic.phone.as_str(), clinic.hours.as_str()),
        ("The Elm clinic", "+1 555 0100", "9 to 5")
    );
    assert!(view.region_chosen && view.lines == help_now::lines("US", "es"));
    ben.set_person_state(PersonId(mo), PersonState::Drop).unwrap();
    assert_eq!(ben.help_now("en").unwrap().people.len(), 1);

    // The call to Sam does not go through: everything else, without Sam.
    let after = ben.after_failed_call("en", &Called::Person(sam)).unwrap();
    assert!(after.people.is_empty() && after.clinic.is_some() && after.plan_contacts.len() == 1);
    assert!(after.next.iter().any(|n| matches!(n, NextOption::Line(l) if l.kind == LineKind::Emergency)));
    let after = ben.after_failed_call("en", &Called::Clinic).unwrap();
    assert!(after.clinic.is_none() && after.people.len() == 1);
    let after = ben.after_failed_call("en", &Called::PlanLine(after.plan_contacts[0].id)).unwrap();
    assert!(after.plan_contacts.is_empty());
}

#[test]
fn a_call_that_failed_says_what_else_in_every_place() {
    for region in help_now::regions() {
        for failed in help_now::lines(&region, "en") {
            let next = help_now::after_failed_call(&region, "en", &failed.id);
            assert!(next.iter().all(|n| !matches!(n, NextOption::Line(l) if l.id == failed.id)), "{}", failed.id);
            let words = Words::of("en");
            for option in &next {
                if let NextOption::Do(message) = option {
                    assert!(!words.message(message).contains('⟨'), "{} is not in the words", message.id);
                }
            }
            assert!(next.len() >= 3, "{}", failed.id);
        }
    }
    let first = |region: &str, failed: &str| match help_now::after_failed_call(region, "en", failed).remove(0) {
        NextOption::Line(line) => line.id,
        NextOption::Do(message) => message.id.to_owned(),
    };
    assert_eq!(first("US", "us_988"), "us_911");
    assert_eq!(first("US", "us_911"), "help-now-other-network");
}

/// A pack of one line, as a clinic may bring one.
struct One;
impl LineBook for One {
    fn regions(&self) -> Vec<String> {
        vec!["NZ".into()]
    }
    fn lines(&self, region: &str, _: &str) -> Vec<HelpLine> {
        let line = |id: &str, kind| HelpLine {
            id: id.into(),
            region: region.into(),
            kind,
            number: "1737".into(),
            name: "1737".into(),
            when: "at any time".into(),
            checked: common::day("2026-11-22"),
            source: "https://1737.org.nz".into(),
        };
        if region == "NZ" { vec![line("text", LineKind::Text), line("call", LineKind::Call)] } else { Vec::new() }
    }
}

#[test]
fn a_place_without_an_emergency_number_still_says_what_else() {
    assert_eq!(suggest_region(&One, "en-GB", "Pacific/Auckland").as_deref(), Some("NZ"));
    assert_eq!(lines_in(&One, "NZ", "en")[0].id, "call");
    let next = after_failed_line(&One, "NZ", "en", "call");
    assert!(matches!(&next[0], NextOption::Line(l) if l.id == "text"), "where a call fails a text may go out");
    assert_eq!(after_failed_line(&One, "ZZ", "en", "call").len(), 3, "always something to do");
}

#[test]
fn what_cannot_be_dialled_or_is_no_place_is_refused() {
    let ana = person("ana");
    let none = EditSettings::default;
    ana.refuses("region", Reason::Malformed, |h| {
        h.save_settings(&EditSettings { region: Some("England".into()), ..none() })
    });
    ana.refuses("clinic_line_phone", Reason::Malformed, |h| {
        h.save_settings(&EditSettings { clinic_line_phone: Some("ask Jo".into()), ..none() })
    });
    ana.refuses("clinic_line_phone", Reason::TooLong { limit: 40 }, |h| {
        h.save_settings(&EditSettings { clinic_line_phone: Some("5".repeat(41)), ..none() })
    });
    for long_line in [
        EditSettings { clinic_line_name: Some(long(281)), ..none() },
        EditSettings { clinic_line_hours: Some(long(281)), ..none() },
    ] {
        let field = if long_line.clinic_line_name.is_some() { "clinic_line_name" } else { "clinic_line_hours" };
        ana.refuses(field, Reason::TooLong { limit: 280 }, |h| h.save_settings(&long_line));
    }
    ana.save_settings(&EditSettings { clinic_line_name: Some(long(280)), region: Some(String::new()), ..none() })
        .unwrap();
    assert!(ana.help_now("en").unwrap().clinic.is_none(), "a name without a number cannot be called");
}
