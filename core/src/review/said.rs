//! What a record says beside the fields that a packet has places for: the rest of its sheet, in the words in which the
//! person sees it. A packet carries it as `more`.
//!
//! Every column of a sheet is one of three: in a place of its own ([`Beside::placed`]), said here, or kept on the phone
//! ([`KEPT`]). A test holds the three against the sheets, so that a new column cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::fold;
use super::packet::SheetLine;
use super::rows::{PlanEventRow, Rows};
use super::sheets;
use crate::clock::Day;
use crate::error::Result;
use crate::ids::Id;
use crate::plan;
use crate::store::kinds::{self as k, Class, Kind};
use crate::take_out::paper::Sheet;
use crate::take_out::paper::read::{ShownLine, Which, fields, records};
use crate::take_out::paper::table::Part;
use crate::take_out::paper::voice::Voice;

/// A field of a record, in words.
#[derive(Clone)]
pub(super) struct Said {
    pub label: String,
    pub text: String,
    /// Goes only where notes of its kind were switched on.
    pub note: bool,
    /// Other records whose words it repeats.
    about: Vec<Id>,
}

impl Said {
    /// Words that repeat nobody else's.
    pub fn new(label: String, text: String) -> Self {
        Self { label, text, note: false, about: Vec::new() }
    }

    /// Whether it repeats words of one of these records.
    pub fn repeats(&self, records: &BTreeSet<Id>) -> bool {
        self.about.iter().any(|id| records.contains(id))
    }

    /// The records whose words it repeats.
    pub fn about(&self) -> impl Iterator<Item = Id> {
        self.about.iter().copied()
    }

    /// As a line of a packet, without a day.
    pub fn line(&self) -> SheetLine {
        SheetLine { label: self.label.clone(), text: self.text.clone(), day: None }
    }
}

impl From<ShownLine> for Said {
    fn from(line: ShownLine) -> Self {
        Self { label: line.label, text: line.text, note: false, about: line.about }
    }
}

/// How the fields of a kind go with a review.
struct Beside {
    sheet: Sheet,
    kind: &'static Kind,
    /// In places of the packet's own.
    #[cfg_attr(not(test), allow(dead_code, reason = "the test holds all three lists against the sheets"))]
    placed: &'static [&'static str],
    /// Said in words.
    said: &'static [&'static str],
    /// Said in words once the notes of this kind are switched on.
    notes: &'static [&'static str],
}

const NONE: &[&str] = &[];

/// Kinds whose records have a place of their own in a packet.
static BESIDE: &[Beside] = &[
    Beside {
        sheet: Sheet::Goal,
        kind: &k::LONG_TERM_GOAL,
        placed: &["title", "why", "how_will_we_know", "by_about", "state"],
        said: &["meaning", "area", "life_area", "who_can_help", "started", "ended", "changed_to", "scribe"],
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Goal,
        kind: &k::SHORT_TERM_GOAL,
        placed: &["title", "how_will_we_know", "by_about", "state"],
        said: &["strengths", "obstacles", "who_can_help", "modules", "started", "ended", "changed_to"],
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Goal,
        kind: &k::STEP,
        placed: &["title", "by_about", "state"],
        said: &["who", "when_words", "where_words", "how", "how_will_we_know"],
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Goal,
        kind: &k::STEP_RESULT,
        placed: &["result", "what_helped", "got_in_the_way", "next_step"],
        said: NONE,
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Goal,
        kind: &k::GOAL_REVIEW,
        placed: &["progress", "what_next"],
        said: &["rating", "present", "noted_by"],
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Homework,
        kind: &k::HOMEWORK,
        placed: &["title", "module", "why", "origin", "how_often", "with_whom", "confidence", "smaller_version"],
        said: &["goal", "what_exactly", "where_words", "worksheet", "first_day", "by_about", "state"],
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Homework,
        kind: &k::HOMEWORK_RESULT,
        placed: &["occurrence", "result", "smaller", "obstacle", "note", "helpfulness"],
        said: NONE,
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Homework,
        kind: &k::HOMEWORK_REVIEW,
        placed: &["with_whom", "note"],
        said: NONE,
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Coping,
        kind: &k::COPING_STRATEGY,
        placed: &["name"],
        said: &["how", "trouble", "adapted", "practised_on"],
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Coping,
        kind: &k::COPING_ENTRY,
        placed: &["situation", "helped", "before", "after", "note"],
        said: &["trouble"],
        notes: &["place"],
    },
    Beside {
        sheet: Sheet::Signs,
        kind: &k::WARNING_SIGN,
        placed: &["wording", "scale", "key_sign"],
        said: &["high_is_good"],
        notes: &["days_before", "pattern", "who_may_notice", "how_to_check", "emergency"],
    },
    Beside {
        sheet: Sheet::Signs,
        kind: &k::OWN_RULE,
        placed: &["condition", "level", "count", "out_of", "action"],
        said: NONE,
        notes: NONE,
    },
    Beside { sheet: Sheet::Signs, kind: &k::CHECK_IN, placed: &["ratings", "note"], said: NONE, notes: NONE },
    Beside { sheet: Sheet::Signs, kind: &k::GOOD_TIME, placed: &["from_day", "until_day"], said: NONE, notes: NONE },
    Beside { sheet: Sheet::Signs, kind: &k::USUAL_EVENT, placed: &["event"], said: NONE, notes: NONE },
    Beside {
        sheet: Sheet::Plan,
        kind: &k::PLAN_LINE,
        placed: &["wording", "not_to_be_called"],
        said: &["stage", "action", "what_came_first", "when_words", "sign", "person", "duty", "role"],
        notes: NONE,
    },
    Beside {
        sheet: Sheet::Plan,
        kind: &k::PLAN_EVENT,
        placed: &["event", "person", "with_whom", "note"],
        said: NONE,
        notes: NONE,
    },
    Beside { sheet: Sheet::TalkAbout, kind: &k::TALK_ABOUT, placed: &["wording"], said: NONE, notes: NONE },
    Beside { sheet: Sheet::Answers, kind: &k::PROPOSAL, placed: &["state", "answered_day"], said: NONE, notes: NONE },
];

/// Fields of these sheets that never go, and why. `*` is every field of the kind. The reader is told of them in
/// `docs/protocol.md`, section 5.
#[cfg(test)]
const KEPT: &[(&str, &str, &str)] = &[
    ("step", "reminder_day", "when the phone speaks up is between it and the person"),
    ("step", "reminder_time", "when the phone speaks up is between it and the person"),
    ("homework", "reminder_time", "when the phone speaks up is between it and the person"),
    ("homework", "module_id", "the module goes in words"),
    ("coping_strategy", "state", "only what was tried goes"),
    ("coping_wait", "*", "nothing was tried"),
    ("warning_sign", "state", "only what is followed or was rated goes"),
    ("own_rule", "state", "only rules that are on go"),
    ("notice_answer", "*", "says how the phone's own words were taken, and sets how soon it speaks"),
    ("plan_line", "phone", "a person's number is not the client's to pass on"),
    ("talk_about", "made_day", "it is still to be talked about, whenever it was written"),
    ("talk_about", "state", "only what is open goes"),
    ("proposal", "body", "the reader wrote it"),
    ("proposal", "kind", "the reader wrote it"),
    ("seen_line", "*", "the reader wrote it"),
];

/// The part of a sheet on which this kind stands.
fn part_of(sheet: Sheet, kind: &Kind) -> Option<&'static Part> {
    fn among(parts: &'static [Part], kind: &Kind) -> Option<&'static Part> {
        parts.iter().find_map(|p| if std::ptr::eq(p.kind, kind) { Some(p) } else { among(p.inside, kind) })
    }
    among(sheet.parts(), kind)
}

/// Reads what the records that a packet of this period can carry say besides.
pub(super) fn read(
    c: &Connection,
    voice: &Voice,
    rows: &Rows,
    from_ms: i64,
    until_ms: i64,
) -> Result<BTreeMap<Id, Vec<Said>>> {
    let carried = carried(rows, |ms| (from_ms..=until_ms).contains(&ms));
    let which = Which::Review(from_ms, until_ms);
    let mut said: BTreeMap<Id, Vec<Said>> = BTreeMap::new();
    for Beside { sheet, kind, said: always, notes, .. } in BESIDE {
        let Some(of) = part_of(*sheet, kind).filter(|_| !always.is_empty() || !notes.is_empty()) else { continue };
        // What is written once is found by the period, what lives on by its id.
        let ids = (kind.class == Class::Living).then(|| carried.get(kind.name).map_or(&[][..], Vec::as_slice));
        for (id, lines) in fields(c, of, voice, which, &[*always, *notes].concat(), ids)? {
            let lines = lines.into_iter().map(|line| {
                let note = notes.contains(&line.field);
                Said { note, ..Said::from(line) }
            });
            said.entry(id).or_default().extend(lines);
        }
    }
    // A line of the plan that is called after a sign or a person says so once.
    for line in &rows.plan {
        if let Some(said) = said.get_mut(&line.id) {
            said.retain(|s| s.text != line.wording);
        }
    }
    Ok(said)
}

/// Living records that a packet can carry, by kind.
fn carried(rows: &Rows, within: impl Fn(i64) -> bool + Copy) -> BTreeMap<&'static str, Vec<Id>> {
    let goals = fold::goals(rows, within);
    let short = || goals.iter().flat_map(|g| &g.short_term);
    let homework = rows.homework.iter().filter(|h| {
        h.current
            || rows.homework_results.iter().any(|r| r.homework == h.id)
            || rows.homework_reviews.iter().any(|r| r.homework == h.id)
    });
    let strategies =
        rows.strategies.iter().filter(|s| rows.coping.iter().any(|e| e.strategy == s.id && within(e.made_ms)));
    BTreeMap::from([
        (k::LONG_TERM_GOAL.name, goals.iter().map(|g| g.id).collect()),
        (k::SHORT_TERM_GOAL.name, short().map(|s| s.id).collect()),
        (k::STEP.name, short().flat_map(|s| &s.steps).map(|s| s.id).collect()),
        (k::HOMEWORK.name, homework.map(|h| h.id).collect()),
        (k::COPING_STRATEGY.name, strategies.map(|s| s.id).collect()),
        (k::WARNING_SIGN.name, rows.signs.iter().map(|s| s.id).collect()),
        (k::PLAN_LINE.name, rows.plan.iter().map(|p| p.id).collect()),
    ])
}

/// Entries about the plan that a review looks through: more than a year of using, rehearsing and looking.
const PLAN_EVENTS: i64 = 200;

/// What was done with the plan, in the order in which it was said.
pub(super) fn plan_events(c: &Connection, voice: &Voice) -> Result<Vec<PlanEventRow>> {
    let Some(of) = part_of(Sheet::Plan, &k::PLAN_EVENT) else { return Ok(Vec::new()) };
    let said = plan::said_of_plan(c, PLAN_EVENTS)?;
    let ids: Vec<Id> = said.iter().map(|entry| entry.id).collect();
    let mut rows = Vec::new();
    for (entry, shown) in said.into_iter().zip(records(c, of, voice, &ids)?) {
        let mut row = Vec::new();
        sheets::take(shown, voice, None, None, 0, &mut row);
        rows.extend(row.into_iter().map(|row| PlanEventRow { said: entry.clone(), row }));
    }
    Ok(rows)
}

/// The day to look the plan over next.
pub(super) fn plan_review(c: &Connection, voice: &Voice) -> Result<Option<(Day, SheetLine)>> {
    let line = |day| SheetLine { label: voice.say("plan-review-on", &[]), text: voice.day(day), day: None };
    Ok(plan::review_on(c)?.map(|day| (day, line(day))))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BESIDE, KEPT, part_of};
    use crate::take_out::paper::Sheet;
    use crate::take_out::paper::table::Part;

    const OWN_PLACES: [Sheet; 7] =
        [Sheet::Goal, Sheet::Homework, Sheet::Coping, Sheet::Signs, Sheet::Plan, Sheet::TalkAbout, Sheet::Answers];

    fn columns(parts: &'static [Part], into: &mut BTreeSet<(&'static str, &'static str)>) {
        for part in parts {
            into.extend(part.lines.iter().map(|line| (part.kind.name, line.field)));
            columns(part.inside, into);
        }
    }

    #[test]
    fn every_column_of_a_sheet_goes_or_is_kept_for_a_reason() {
        let mut on_paper = BTreeSet::new();
        for sheet in OWN_PLACES {
            columns(sheet.parts(), &mut on_paper);
        }
        let mut told: Vec<(&str, &str)> = BESIDE
            .iter()
            .flat_map(|b| [b.placed, b.said, b.notes].concat().into_iter().map(|field| (b.kind.name, field)))
            .collect();
        for (kind, field, why) in KEPT {
            assert!(!why.is_empty());
            let these = on_paper.iter().filter(|(k, f)| k == kind && (*field == "*" || f == field));
            told.extend(these.copied());
        }
        let once: BTreeSet<(&str, &str)> = told.iter().copied().collect();
        assert_eq!(once.len(), told.len(), "a column is told twice");
        assert_eq!(once, on_paper);
        assert!(BESIDE.iter().all(|b| part_of(b.sheet, b.kind).is_some()));
    }
}
