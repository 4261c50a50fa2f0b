//! The lines of goals, homework, coping, signs and the plan.

use std::collections::BTreeMap;

use super::{Concept, DetailValue, LineId, Out};
use crate::clock::Day;
use crate::ids::Id;
use crate::plan::PlanPart;
use crate::review::fold;
use crate::review::packet::{Packet, PeriodOf, Plan};
use crate::review::rows::Rows;

/// Its lines in the packet's order: by part, and by place in it; then what stands in none of them.
pub(super) fn plan(plan: &Plan, period: &PeriodOf, rows: &Rows, out: &mut Out) {
    let mut lines: Vec<_> = rows.plan.iter().collect();
    crate::sorting::by_key(&mut lines, |line| (line.apart, order(line.part)));
    let mut carried = plan
        .parts
        .iter()
        .flat_map(|part| part.more.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..])).take(part.lines.len()));
    for line in lines {
        out.line(Concept::PlanLine, line.id, 0, &line.wording);
        if line.apart {
            out.more(&fold::apart(rows, line));
        } else {
            out.add("review-plan-part", DetailValue::Choice(line.part.word()));
            out.more(carried.next().unwrap_or_default());
        }
    }
    for event in fold::plan_events(rows, period) {
        out.line(Concept::PlanEvent, event.id, 0, "");
        out.maybe("review-day", event.day.map(DetailValue::Day));
        event.lines().for_each(|line| out.more(&[line]));
    }
    if let Some((day, _)) = &rows.plan_review {
        out.line(Concept::PlanEvent, LineId::only(Concept::PlanEvent).id, 0, "");
        out.add("plan-review-on", DetailValue::Day(*day));
    }
}

fn order(part: PlanPart) -> u8 {
    match part {
        PlanPart::WhatHappened => 0,
        PlanPart::Triggers => 1,
        PlanPart::Signs => 2,
        PlanPart::WhatHelps => 3,
        PlanPart::WhoHelps => 4,
        PlanPart::Contacts => 5,
        PlanPart::Wishes => 6,
    }
}

pub(super) fn homework(packet: &Packet, out: &mut Out) {
    for h in &packet.homework {
        out.line(Concept::Homework, h.id, 0, &h.title);
        out.add("review-origin", DetailValue::Choice(h.origin.word()));
        out.words("review-module", h.module.as_ref());
        out.words("review-why", h.why.as_ref());
        out.words("review-how-often", h.how_often.as_ref());
        out.words("review-with-whom", h.with_whom.as_ref());
        out.number("review-confidence", h.confidence, 10);
        out.words("review-smaller-version", h.smaller_version.as_ref());
        out.more(&h.more);
        for r in &h.results {
            out.line(Concept::HomeworkResult, r.id, 1, "");
            out.add("review-day", DetailValue::Day(r.day));
            out.add("review-result", DetailValue::Choice(r.result.word()));
            out.maybe("review-smaller-done", r.smaller.map(|_| DetailValue::Choice("smaller")));
            out.maybe("review-obstacle", r.obstacle.map(|o| DetailValue::Choice(o.word())));
            out.number("review-helpfulness", r.helpfulness, 4);
            out.words("review-note", r.note.as_ref());
        }
        for r in &h.reviews {
            out.line(Concept::HomeworkReview, r.id, 1, "");
            out.add("review-day", DetailValue::Day(r.day));
            out.words("review-with-whom", r.with_whom.as_ref());
            out.words("review-note", r.note.as_ref());
        }
    }
    if !packet.trends.homework.is_empty() {
        out.line(Concept::HomeworkTrend, LineId::only(Concept::HomeworkTrend).id, 0, "");
        for w in &packet.trends.homework {
            let sums = vec![
                ("review-done", f64::from(w.done)),
                ("review-partly", f64::from(w.partly)),
                ("review-not-yet", f64::from(w.not_yet)),
            ];
            out.add("review-week", DetailValue::Sums { day: w.week, sums });
        }
    }
}

pub(super) fn goals(packet: &Packet, rows: &Rows, out: &mut Out) {
    for g in &packet.goals {
        out.line(Concept::LongTermGoal, g.id, 0, &g.title);
        out.add("review-state", DetailValue::Choice(g.state.word()));
        out.words("review-why", g.why.as_ref());
        out.words("review-how-will-we-know", g.how_will_we_know.as_ref());
        out.maybe("review-by-about", g.by_about.map(DetailValue::Day));
        out.more(&g.more);
        for s in &g.short_term {
            out.line(Concept::ShortTermGoal, s.id, 1, &s.title);
            out.add("review-state", DetailValue::Choice(s.state.word()));
            out.words("review-how-will-we-know", s.how_will_we_know.as_ref());
            out.maybe("review-by-about", s.by_about.map(DetailValue::Day));
            out.more(&s.more);
            for step in &s.steps {
                out.line(Concept::Step, step.id, 2, &step.title);
                out.add("review-state", DetailValue::Choice(step.state.word()));
                out.maybe("review-by-about", step.by_about.map(DetailValue::Day));
                out.more(&step.more);
                for r in &step.results {
                    out.line(Concept::StepResult, r.id, 3, "");
                    out.add("review-day", DetailValue::Day(r.day));
                    out.add("review-result", DetailValue::Choice(r.result.word()));
                    out.words("review-what-helped", r.what_helped.as_ref());
                    out.words("review-got-in-the-way", r.got_in_the_way.as_ref());
                    out.words("review-next-step", r.next_step.as_ref());
                }
            }
        }
        // A row of the goal sheet has no id in the packet: here it needs one, to be switched off by.
        let (from, until) = (packet.period.from, packet.period.until);
        let ids = rows.goal_reviews.iter().filter(|r| r.goal == g.id && (from..=until).contains(&r.made_ms));
        for (row, r) in ids.zip(&g.reviews) {
            out.line(Concept::GoalReview, row.id, 1, &r.progress);
            out.add("review-day", DetailValue::Day(r.day));
            out.words("review-what-next", r.what_next.as_ref());
            out.more(&r.more);
        }
    }
}

pub(super) fn coping(packet: &Packet, rows: &Rows, out: &mut Out) {
    for c in &packet.coping {
        let strategy = c.entries.first().and_then(|e| rows.coping.iter().find(|r| r.id == e.id)).map(|r| r.strategy);
        let Some(strategy) = strategy else { continue };
        out.line(Concept::CopingStrategy, strategy, 0, &c.strategy);
        for (label, count) in [
            ("review-helped-a-lot", c.tries.a_lot),
            ("review-helped-a-little", c.tries.a_little),
            ("review-helped-not", c.tries.not),
            ("review-helped-open", c.tries.unrated),
        ] {
            out.maybe(label, (count > 0).then_some(DetailValue::Number { value: i64::from(count), of: None }));
        }
        out.words("review-comparison", c.comparison.as_ref());
        out.more(&c.more);
        for e in &c.entries {
            out.line(Concept::CopingEntry, e.id, 1, e.situation.as_deref().unwrap_or_default());
            out.add("review-day", DetailValue::Day(e.day));
            out.maybe("review-helped", e.helped.map(|h| DetailValue::Choice(h.word())));
            out.number("review-before", e.before, 10);
            out.number("review-after", e.after, 10);
            out.words("review-note", e.note.as_ref());
            out.more(&e.more);
        }
    }
    if !packet.trends.coping.is_empty() {
        out.line(Concept::CopingTrend, LineId::only(Concept::CopingTrend).id, 0, "");
        for w in &packet.trends.coping {
            let sums = vec![("review-tries", f64::from(w.tries)), ("review-helped", f64::from(w.helped))];
            out.add("review-week", DetailValue::Sums { day: w.week, sums });
        }
    }
}

pub(super) fn signs(packet: &Packet, rows: &Rows, out: &mut Out) {
    for s in &packet.signs {
        out.line(Concept::WarningSign, s.id, 0, &s.text);
        out.maybe("review-key-sign", s.key_sign.map(|_| DetailValue::Choice("key_sign")));
        out.more(&s.more);
    }
    let (from, until) = (packet.period.from, packet.period.until);
    let in_period = || rows.check_ins.iter().filter(|c| (from..=until).contains(&c.made_ms));
    // Of several ratings of a sign on one day the last one goes, and only that one is a line.
    let last: BTreeMap<(Day, Id), Id> =
        in_period().flat_map(|c| c.ratings.keys().map(|sign| ((c.day, *sign), c.id))).collect();
    for c in in_period() {
        let rated: Vec<_> = packet
            .signs
            .iter()
            .filter(|s| last.get(&(c.day, s.id)) == Some(&c.id))
            .filter_map(|s| c.ratings.get(&s.id).map(|value| (s, *value)))
            .collect();
        let note = packet.check_in_notes.iter().find(|note| note.id == c.id);
        if rated.is_empty() && note.is_none() {
            continue;
        }
        out.line(Concept::CheckIn, c.id, 0, "");
        out.add("review-day", DetailValue::Day(c.day));
        for (sign, value) in rated {
            out.add("review-rating", DetailValue::Rating { sign: sign.text.clone(), value, of: sign.max });
        }
        out.words("review-note", note.map(|note| &note.text));
    }
    if let Some(usual) = &packet.usual {
        out.line(Concept::Usual, LineId::only(Concept::Usual).id, 0, "");
        out.add("review-usual-state", DetailValue::Choice(usual.state.word()));
        out.maybe("review-usual-for-now", usual.for_now.map(|_| DetailValue::Choice("for_now")));
        out.maybe("review-usual-level", usual.level.map(|value| DetailValue::Mean { value, of: usual.max }));
        for d in &usual.days {
            out.add("review-usual-day", DetailValue::Sums { day: d.day, sums: vec![("review-mean", d.value)] });
        }
        for o in &usual.openings {
            out.add("review-usual-opened", DetailValue::Day(o.opened));
            out.maybe("review-usual-closed", o.closed.map(DetailValue::Day));
        }
        for day in &usual.resets {
            out.add("review-usual-reset", DetailValue::Day(*day));
        }
    }
    if let Some(months) = &packet.months {
        out.line(Concept::SignsMonths, LineId::only(Concept::SignsMonths).id, 0, "");
        out.maybe("review-good-level", months.good_level.map(|value| DetailValue::Mean { value, of: months.max }));
        for m in &months.months {
            let sums = vec![("review-mean", m.mean), ("review-days-rated", f64::from(m.days))];
            out.add("review-month", DetailValue::Sums { day: m.month, sums });
        }
        for t in &months.good_times {
            out.line(Concept::GoodTime, t.id, 1, "");
            out.add("good-time-from-day", DetailValue::Day(t.from));
            out.add("good-time-until-day", DetailValue::Day(t.until));
        }
    }
    if !packet.trends.signs.is_empty() {
        out.line(Concept::SignsTrend, LineId::only(Concept::SignsTrend).id, 0, "");
        for w in &packet.trends.signs {
            let sums = vec![("review-ratings", f64::from(w.ratings)), ("review-mean", w.mean)];
            out.add("review-week", DetailValue::Sums { day: w.week, sums });
        }
    }
}
