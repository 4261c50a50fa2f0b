//! The review, by story: what goes, and what stays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;
mod practitioner;
mod schema;
mod weeks;

use std::collections::BTreeSet;

use common::{day, long, made, person};
use handrail_core::Reason;
use handrail_core::coping::Helped;
use handrail_core::goals::{GoalState, StepOutcome};
use handrail_core::homework::{HomeworkOutcome, Obstacle};
use handrail_core::review::packet::{Packet, Trends};
use handrail_core::review::{Choices, Concept, LineId, PacketWords, Period, PreviewLine, Switches};
use handrail_core::settings::EditSettings;
use handrail_core::signs::{NewOwnRule, NewWarningSign, RuleCondition, SignPattern, WarningSignId};
use practitioner::{pair, sam};
use weeks::{ALL, checked, checked_in, did, homework, meeting, review, sign, strategy, text, three_weeks, tried, with};

#[test]
fn a_whole_review_follows_the_schema_and_carries_what_happened_since_the_meeting() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    three_weeks(&ana);
    let seen = checked(&ana, &review(&ana), &with(ALL, &[]));
    let p = seen.packet();
    assert_eq!(p.name.as_deref(), Some("Ana"));
    assert!(p.period.since_meeting && p.demo.is_none());
    assert_eq!((p.period.from_day, p.period.until_day), (day("2026-03-10"), day("2026-03-20")));
    assert_eq!(p.next_meeting.unwrap().day, day("2026-03-24"));
    assert_eq!(seen.read_by()[0].message, "review-read-before-meeting");
    assert_eq!(seen.read_by()[0].day, Some(day("2026-03-24")));
    assert_eq!(p.talk_about[0].text, "my new medicine");
    // The meeting was marked after the entries of the 10th: ten days are left.
    assert_eq!(p.homework[0].results.len(), 10);
    assert_eq!(p.homework[0].how_often.as_deref(), Some("every day"));
    assert_eq!(p.homework[0].results[1].obstacle, Some(Obstacle::TooBig));
    let step = &p.goals[0].short_term[0].steps[0];
    assert_eq!((step.state, step.results[0].result), (GoalState::Active, StepOutcome::Partly));
    assert_eq!(p.goals[0].reviews.len(), 0, "written before the meeting");
    assert_eq!(
        p.coping.iter().map(|c| (c.strategy.as_str(), c.entries.len())).collect::<Vec<_>>(),
        [("round the park", 3), ("loud music", 2)]
    );
    assert_eq!((p.coping[0].tries.a_lot, p.coping[1].tries.not), (3, 2));
    assert_eq!(p.signs.iter().map(|s| s.ratings.len()).collect::<Vec<_>>(), [10, 10]);
    assert_eq!(p.rules[0].sentence, "If “sleeping badly” is at least 2 on 2 check-ins in a row, I ring my sister");
    assert_eq!(p.rules[1].sentence, "If “feeling watched” is there, I put on music");
    assert!(!p.rules[1].opened.is_empty());
    assert!(p.usual.is_some());
    assert_eq!(p.plan.as_ref().unwrap().parts.len(), 2, "who is not to be called is in no part");
    assert_eq!(p.trends.homework.iter().map(|w| w.week).collect::<Vec<_>>(), [day("2026-03-09"), day("2026-03-16")]);
    assert_eq!(p.check_in_notes.len(), 10);
    let quiet = checked(&ana, &review(&ana), &with(Switches::default(), &[]));
    for note in
        ["check-in note", "note on", "homework note", "the bench helped", "a walk by the river", "Who may notice"]
    {
        assert!(text(&seen).contains(note) && !text(&quiet).contains(note), "{note}");
    }
    // The same, read back, is the same.
    assert!(serde_json::from_slice::<Packet>(seen.content()).unwrap() == *p);
}

#[test]
fn ana_hides_a_line_and_its_words_are_nowhere() {
    let ana = person("ana");
    three_weeks(&ana);
    let review = review(&ana);
    let whole = checked(&ana, &review, &with(ALL, &[]));
    assert!(whole.lines.iter().all(|line| !line.hidden));
    let mut concepts = BTreeSet::new();
    for line in &whole.lines {
        concepts.insert(line.id.concept);
        let seen = checked(&ana, &review, &with(ALL, &[line.id]));
        let shown: &PreviewLine = seen.lines.iter().find(|l| l.id == line.id).expect("still on the screen");
        assert!(shown.hidden);
        if line.id != LineId::only(line.id.concept) {
            assert!(!text(&seen).contains(&line.id.id.to_string()), "{:?}: its id is there", line.id.concept);
        }
        if !line.text.is_empty() {
            assert!(!text(&seen).contains(&line.text), "{:?}: its words are there", line.id.concept);
        }
        assert!(seen.content().len() < whole.content().len());
    }
    // One of everything is in Ana's weeks but what needs a practitioner (answers), and the sheet's row, which is older.
    assert_eq!(concepts.len(), 22, "{concepts:?}");
}

/// Table of a concept; none where a line is no record.
#[test]
fn notes_and_the_plan_stay_until_switched_on_and_the_choice_is_remembered() {
    let ana = person("ana");
    three_weeks(&ana);
    let seen = checked(&ana, &review(&ana), &Choices::default());
    for private in ["situation 12", "note on", "homework note", "too little sleep", "river"] {
        assert!(!text(&seen).contains(private), "{private}");
        assert!(text(&checked(&ana, &review(&ana), &with(ALL, &[]))).contains(private), "{private}");
    }
    assert_eq!(review(&ana).switches, Switches::default());
    let notes = Switches { homework_notes: true, ..Default::default() };
    ana.save_review_switches(notes).unwrap();
    let again = review(&ana);
    assert_eq!(again.switches, notes);
    let seen = checked(&ana, &again, &with(again.switches, &[]));
    assert!(text(&seen).contains("homework note") && !text(&seen).contains("situation 12"));
}

#[test]
fn nothing_since_the_last_meeting_is_a_review_too() {
    let ana = person("ana");
    let empty = checked(&ana, &review(&ana), &Choices::default());
    assert!(empty.lines.is_empty());
    assert_eq!(empty.packet().period.from, empty.packet().period.until);
    assert!(!empty.packet().period.since_meeting && empty.readers.is_empty());

    three_weeks(&ana);
    let held = meeting(&ana, "2026-03-20", None);
    ana.mark_session_held(held).unwrap();
    let seen = checked(&ana, &review(&ana), &Choices::default());
    let p = seen.packet();
    assert!(p.homework.iter().all(|h| h.results.is_empty()) && p.coping.is_empty() && p.signs.is_empty());
    assert_eq!(p.goals.len(), 1, "what is being worked on is shown all the same");
    assert_eq!(p.trends, Trends::default());
}

#[test]
fn without_a_meeting_it_begins_with_the_first_entry_at_most_twelve_weeks_back() {
    let ana = person("ana");
    let walk = strategy(&ana, "a walk");
    tried(&ana, walk, None, "long ago");
    ana.at("2026-06-01 09:00");
    tried(&ana, walk, None, "first of June");
    ana.at("2026-06-03 09:00");
    tried(&ana, walk, None, "third of June");
    let review = review(&ana);
    let seen = checked(&ana, &review, &with(ALL, &[]));
    assert_eq!(seen.packet().period.from_day, day("2026-06-01"));
    assert!(!text(&seen).contains("long ago"));
    // Hidden, the first entry does not even show as a beginning.
    let first = seen.lines.iter().find(|l| l.id.concept == Concept::CopingEntry).unwrap().id;
    assert_eq!(checked(&ana, &review, &with(ALL, &[first])).packet().period.from_day, day("2026-06-03"));
}

#[test]
fn a_period_of_days_holds_these_days_and_impossible_ones_are_refused() {
    let ana = person("ana");
    three_weeks(&ana);
    let of = |from: &str, until: &str| Period::FromUntil { from: day(from), until: day(until) };
    let words = PacketWords::default();
    let review = ana.review(of("2026-03-04", "2026-03-05"), &words).unwrap();
    let seen = checked(&ana, &review, &Choices::default());
    assert_eq!(
        seen.packet().homework[0].results.iter().map(|r| r.day).collect::<Vec<_>>(),
        [day("2026-03-04"), day("2026-03-05")]
    );
    assert!(!seen.packet().period.since_meeting);
    ana.refuses("until", Reason::ImpossibleDate, |a| a.review(of("2026-03-05", "2026-03-04"), &words));
    ana.refuses("from", Reason::ImpossibleDate, |a| a.review(of("2026-04-05", "2026-04-06"), &words));
}

#[test]
fn the_longest_words_that_can_be_kept_fit_the_schema() {
    let ana = person("ana");
    ana.save_settings(&EditSettings { name: Some(long(80)), demo: Some(true), ..Default::default() }).unwrap();
    let walk = strategy(&ana, &long(280));
    tried(&ana, walk, Some(Helped::Not), &long(7990));
    let sleep = sign(&ana, &long(280), true);
    let rule = NewOwnRule {
        sign: sleep,
        condition: RuleCondition::OfLast,
        level: 3,
        count: 14,
        out_of: 28,
        action: long(280),
    };
    ana.save_own_rule(&rule).unwrap();
    checked_in(&ana, &[(sleep, 3)]);
    let work = homework(&ana, &long(280));
    did(&ana, work, "2026-03-02", HomeworkOutcome::NotYet);
    let seen = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert_eq!(seen.packet().demo, Some(true));
    assert!(!seen.too_large);
}

#[test]
fn a_good_sign_is_drawn_turned_and_one_that_is_usual_is_left_out_of_the_line() {
    let drawn = |high_is_good: bool| {
        let eva = person("eva");
        eva.save_settings(&EditSettings { usual_on: Some(true), ..Default::default() }).unwrap();
        let new = |wording: &str| NewWarningSign { wording: wording.into(), ..NewWarningSign::default() };
        let nights = NewWarningSign { high_is_good, ..new("my nights") };
        let nights = WarningSignId(made(&eva.save_warning_sign(&nights).unwrap(), "warning_sign"));
        let usual = NewWarningSign { pattern: Some(SignPattern::UsualForMe), ..new("voices") };
        let usual = WarningSignId(made(&eva.save_warning_sign(&usual).unwrap(), "warning_sign"));
        for n in 0..40 {
            eva.at(&format!("{} 19:00", day("2026-03-02").plus(n)));
            let bad = if n < 30 { n % 2 } else { 3 };
            checked_in(&eva, &[(nights, if high_is_good { 3 - bad } else { bad }), (usual, 2)]);
        }
        let review = review(&eva);
        let packet = checked(&eva, &review, &with(ALL, &[]));
        (packet.packet().usual.clone(), packet.packet().trends.signs.clone())
    };
    let (usual, trend) = drawn(true);
    assert!(
        usual.as_ref().is_some_and(|u| u.openings.len() == 1 && u.days.iter().any(|d| (d.value - 3.0).abs() < 1e-9))
    );
    assert!(!trend.is_empty() && (usual, trend) == drawn(false));
}
