//! What stays leaves no trace: a packet with lines hidden is that of somebody who never wrote them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;
mod practitioner;
mod schema;
mod weeks;

use std::collections::BTreeSet;

use common::{Person, day, made, person};
use handrail_core::coping::Helped;
use handrail_core::homework::HomeworkOutcome;
use handrail_core::review::packet::Packet;
use handrail_core::review::{Choices, Concept, LineId};
use handrail_core::settings::EditSettings;
use handrail_core::signs::{NewCheckIn, NewOwnRule, RuleCondition};
use practitioner::{pair, sam};
use weeks::{ALL, but_for_the_id, checked, checked_in, did, meeting, review, sign, three_weeks, tried, with};

fn table(concept: Concept) -> Option<&'static str> {
    Some(match concept {
        Concept::HomeworkTrend | Concept::CopingTrend | Concept::SignsTrend | Concept::SignsMonths | Concept::Usual => {
            return None;
        }
        Concept::Answer => "proposal",
        record => record.word(),
    })
}

/// A packet made with lines hidden is the packet of somebody who never wrote them.
fn leaves_no_trace(ana: &Person, hidden: &[LineId], at: &str) {
    ana.at(at);
    let with_hidden = checked(ana, &review(ana), &with(ALL, hidden));
    let c = ana.under();
    c.execute_batch("BEGIN IMMEDIATE").unwrap();
    for line in hidden {
        c.execute(&format!("DELETE FROM {} WHERE id = ?1", table(line.concept).unwrap()), [line.id]).unwrap();
        if line.concept == Concept::WarningSign {
            let path = format!("$.\"{}\"", line.id);
            c.execute("UPDATE check_in SET ratings = json_remove(ratings, ?1)", [path]).unwrap();
        }
    }
    // Whoever never wrote the line never wrote what stands under it.
    for orphans in [
        "DELETE FROM short_term_goal WHERE goal NOT IN (SELECT id FROM long_term_goal)",
        "DELETE FROM goal_review WHERE goal NOT IN (SELECT id FROM long_term_goal)",
        "DELETE FROM step WHERE goal NOT IN (SELECT id FROM short_term_goal)",
        "DELETE FROM step_result WHERE step NOT IN (SELECT id FROM step)",
        "DELETE FROM homework_result WHERE homework NOT IN (SELECT id FROM homework)",
        "DELETE FROM homework_review WHERE homework NOT IN (SELECT id FROM homework)",
        "DELETE FROM coping_entry WHERE strategy NOT IN (SELECT id FROM coping_strategy)",
        "DELETE FROM own_rule WHERE sign NOT IN (SELECT id FROM warning_sign)",
    ] {
        c.execute(orphans, []).unwrap();
    }
    c.execute_batch("COMMIT").unwrap();
    drop(c);
    ana.at(at);
    let without = checked(ana, &review(ana), &with(ALL, &[]));
    assert!(but_for_the_id(&with_hidden) == but_for_the_id(&without), "{hidden:?}");
}

/// A copy of the record in another folder, opened with the same clock.
fn copy(ana: &Person) -> Person {
    ana.suspend().unwrap();
    let other = person("copy");
    other.suspend().unwrap();
    for file in ["handrail.db", "handrail.db-wal", "handrail.db-shm"] {
        let _ = std::fs::remove_file(other.folder.join(file));
        let _ = std::fs::copy(ana.folder.join(file), other.folder.join(file));
    }
    ana.resume().unwrap();
    other.resume().unwrap();
    other
}

#[test]
fn hiding_any_one_line_is_as_if_it_had_never_been_written() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    three_weeks(&ana);
    let at = "2026-03-20 21:00";
    ana.at(at);
    let lines: Vec<LineId> = checked(&ana, &review(&ana), &with(ALL, &[]))
        .lines
        .iter()
        .map(|l| l.id)
        .filter(|l| table(l.concept).is_some())
        .collect();
    assert!(lines.len() >= 40, "{}", lines.len());
    for line in lines {
        leaves_no_trace(&copy(&ana), &[line], at);
    }
}

#[test]
fn hiding_many_lines_is_as_if_they_had_never_been_written_also_after_earlier_packets() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    let week = three_weeks(&ana);
    // Last meeting's packet went, with some of it hidden; then another week.
    let first = review(&ana);
    let all = checked(&ana, &first, &with(ALL, &[])).lines;
    let every_third: Vec<LineId> = all.iter().step_by(3).map(|l| l.id).collect();
    ana.share(&ana.preview(&first, &with(ALL, &every_third)).unwrap()).unwrap();
    let held = meeting(&ana, "2026-03-20", None);
    ana.mark_session_held(held).unwrap();
    for n in 21..=27 {
        let on = format!("2026-03-{n:02}");
        ana.at(&format!("{on} 19:00"));
        checked_in(&ana, &[(week.sleep, 2), (week.watched, 1)]);
        did(&ana, week.homework, &on, HomeworkOutcome::Partly);
        tried(&ana, week.walk, Some(Helped::ALittle), &format!("later {n}"));
        tried(&ana, week.music, None, &format!("later music {n}"));
    }
    let at = "2026-03-27 21:00";
    ana.at(at);
    let lines: Vec<LineId> = checked(&ana, &review(&ana), &with(ALL, &[]))
        .lines
        .iter()
        .map(|l| l.id)
        .filter(|l| table(l.concept).is_some())
        .collect();
    let mut state = 7u64;
    for _ in 0..24 {
        let hidden: Vec<LineId> = lines
            .iter()
            .copied()
            .filter(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state >> 62 == 0
            })
            .collect();
        leaves_no_trace(&copy(&ana), &hidden, at);
    }
}

#[test]
fn what_was_left_out_of_an_earlier_packet_leaves_no_trace_in_a_later_one() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    ana.save_settings(&EditSettings { usual_on: Some(true), ..Default::default() }).unwrap();
    let sleep = sign(&ana, "sleeping badly", true);
    let rule = NewOwnRule {
        sign: sleep,
        condition: RuleCondition::InARow,
        level: 2,
        count: 2,
        out_of: 2,
        action: "ring my sister".into(),
    };
    ana.save_own_rule(&rule).unwrap();
    let mut last = None;
    for n in 0..45 {
        ana.at(&format!("{} 19:00", day("2026-03-02").plus(n)));
        // Every fifth night is bad, and so is the last.
        let rated = NewCheckIn { ratings: vec![(sleep, if n % 5 == 4 { 3 } else { n % 2 })], note: String::new() };
        last = Some(made(&ana.record_check_in(&rated).unwrap(), "check_in"));
    }
    let first = review(&ana);
    let lines = checked(&ana, &first, &with(ALL, &[])).lines;
    let bad_nights: Vec<LineId> = lines
        .iter()
        .filter(|l| l.id.concept == Concept::CheckIn)
        .map(|l| l.id)
        .enumerate()
        .filter(|(n, _)| n % 5 == 4)
        .map(|(_, id)| id)
        .collect();
    assert_eq!(bad_nights.last().map(|l| l.id), last);
    let hidden = ana.preview(&first, &with(ALL, &bad_nights)).unwrap();
    assert_eq!(hidden.packets[0].packet().signs[0].ratings.len(), 36);
    ana.share(&hidden).unwrap();
    let held = meeting(&ana, "2026-04-15", None);
    ana.mark_session_held(held).unwrap();
    ana.at("2026-04-16 19:00");
    checked_in(&ana, &[(sleep, 2)]);
    let at = "2026-04-16 20:00";
    ana.at(at);
    let later = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert!(later.packet().rules[0].opened.is_empty(), "with the night before, it would have opened");
    assert!(later.packet().usual.as_ref().unwrap().level.unwrap() < 0.6, "the bad nights would lift it");
    let c = ana.under();
    for line in &bad_nights {
        c.execute("DELETE FROM check_in WHERE id = ?1", [line.id]).unwrap();
    }
    drop(c);
    ana.at(at);
    let without = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert!(but_for_the_id(&later) == but_for_the_id(&without));
}

#[test]
fn a_trend_counts_only_lines_that_were_sent_or_are_in_this_packet() {
    let (ana, sam) = (person("ana"), sam());
    pair(&ana, &[&sam]);
    let week = three_weeks(&ana);
    let first = review(&ana);
    let lines = checked(&ana, &first, &with(ALL, &[])).lines;
    let of = |concept| lines.iter().filter(move |l| l.id.concept == concept).map(|l| l.id);
    // In the first packet two results and the second sign stay hidden.
    let mut hidden: Vec<LineId> = of(Concept::HomeworkResult).take(2).collect();
    hidden.push(LineId::new(Concept::WarningSign, week.watched.0));
    let sent = checked(&ana, &first, &with(ALL, &hidden));
    ana.share(&ana.preview(&first, &with(ALL, &hidden)).unwrap()).unwrap();
    let sums = |p: &Packet| p.trends.homework.iter().map(|w| w.done + w.partly + w.not_yet).sum::<u32>();
    let ratings = |p: &Packet| p.trends.signs.iter().map(|w| w.ratings).sum::<u32>();
    assert_eq!((sums(sent.packet()), ratings(sent.packet())), (8, 10));
    // The next packet has a result and a check-in of its own, both signs shown: of the weeks before only what
    // was sent counts, and of the second sign nothing, though its check-ins went.
    let held = meeting(&ana, "2026-03-20", None);
    ana.mark_session_held(held).unwrap();
    ana.at("2026-03-21 19:00");
    did(&ana, week.homework, "2026-03-21", HomeworkOutcome::Done);
    checked_in(&ana, &[(week.sleep, 1), (week.watched, 1)]);
    let second = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert_eq!((sums(second.packet()), ratings(second.packet())), (8 + 1, 10 + 2));
    // What was taken back was never sent.
    let packet = ana.packets().unwrap()[0].id;
    ana.take_back(packet).unwrap();
    let third = checked(&ana, &review(&ana), &with(ALL, &[]));
    assert_eq!((sums(third.packet()), ratings(third.packet())), (1, 2));
    // And to another reader nothing was sent at all.
    let unpaired = checked(&ana, &review(&ana), &Choices { mailboxes: Some(BTreeSet::new()), ..with(ALL, &[]) });
    assert_eq!(sums(unpaired.packet()), 1);
}
