//! The preview's lines: everything that may go, in the order of a meeting, each of which can be
//! switched off. A line is what a reader would see; the words around it belong to the shell.

use std::collections::BTreeMap;

use super::fold::{Addressed, shown_answers};
use super::packet::Packet;
use super::rows::Rows;
use super::sheets::{self, SheetRow, SheetRows};
use crate::clock::{Day, TimeOfDay};
use crate::ids::Id;
use crate::plan::PlanPart;
use crate::validate::choice;

choice! {
    /// What a line is about.
    Concept {
        /// Something to talk about.
        TalkAbout = "talk_about",
        /// A homework.
        Homework = "homework",
        /// How a homework went on a day.
        HomeworkResult = "homework_result",
        /// Homework, summed by week.
        HomeworkTrend = "homework_trend",
        /// A long-term goal.
        LongTermGoal = "long_term_goal",
        /// A short-term goal.
        ShortTermGoal = "short_term_goal",
        /// A step.
        Step = "step",
        /// How a step went.
        StepResult = "step_result",
        /// A row of the goal sheet.
        GoalReview = "goal_review",
        /// A coping strategy.
        CopingStrategy = "coping_strategy",
        /// A try.
        CopingEntry = "coping_entry",
        /// Coping, summed by week.
        CopingTrend = "coping_trend",
        /// A warning sign.
        WarningSign = "warning_sign",
        /// A check-in: the ratings of one moment.
        CheckIn = "check_in",
        /// Ratings, summed by week.
        SignsTrend = "signs_trend",
        /// "Your usual".
        Usual = "usual",
        /// One of my own rules.
        OwnRule = "own_rule",
        /// A line of my plan.
        PlanLine = "plan_line",
        /// Something on another sheet.
        Sheet = "sheet",
        /// My answer to a proposal.
        Answer = "answer",
        /// The next meeting.
        Meeting = "session",
    }
}

/// Names a line: what it is about, and which. Lines that are no record of their own (trends, "your
/// usual") have an id of zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId {
    /// What it is about.
    pub concept: Concept,
    /// Which.
    pub id: Id,
}

impl LineId {
    /// A line of a record.
    #[must_use]
    pub const fn new(concept: Concept, id: Id) -> Self {
        Self { concept, id }
    }

    /// The one line of its concept.
    #[must_use]
    pub const fn only(concept: Concept) -> Self {
        Self { concept, id: Id::from_bytes([0; 16]) }
    }
}

/// Something a line says beside its text. `label` is a message id.
#[derive(Clone, PartialEq)]
pub struct Detail {
    /// What it is: a message id.
    pub label: &'static str,
    /// The value.
    pub value: DetailValue,
}

/// The value of a detail.
#[derive(Clone, PartialEq)]
pub enum DetailValue {
    /// The person's own words.
    Words(String),
    /// One of a few known words: the shell has a text for each.
    Choice(&'static str),
    /// A whole number, on its scale where there is one.
    Number {
        /// The number.
        value: i64,
        /// Highest of the scale.
        of: Option<i64>,
    },
    /// A number with a fraction, on a scale.
    Mean {
        /// The number.
        value: f64,
        /// Highest of the scale.
        of: i64,
    },
    /// A day.
    Day(Day),
    /// A time of day.
    Time(TimeOfDay),
    /// A rating of a sign.
    Rating {
        /// The sign, in the person's words.
        sign: String,
        /// The rating.
        value: i64,
        /// Highest of the scale.
        of: i64,
    },
    /// What a field of a sheet says, with its label, both in the words of the review's language.
    Labelled {
        /// What the field is called.
        label: String,
        /// What it says.
        text: String,
    },
    /// What a day or a week adds up to.
    Sums {
        /// The day, or the week's Monday.
        day: Day,
        /// The numbers, each with its message id.
        sums: Vec<(&'static str, f64)>,
    },
}

/// A line of the preview.
#[derive(Clone, PartialEq)]
pub struct PreviewLine {
    /// Which.
    pub id: LineId,
    /// How far it is set in: 0 to 3.
    pub depth: u8,
    /// The person's own words; empty for a line that has none.
    pub text: String,
    /// What else it says.
    pub details: Vec<Detail>,
    /// It will not go: switched off, or the line it stands under is.
    pub hidden: bool,
}

/// The lines of the whole, each as it would go where it goes, marked hidden where it does not.
///
/// A line's numbers can depend on others (tries are counted, weeks are summed), so a line that goes
/// is shown as the packet has it, and only one that does not as it would have been.
pub(super) fn lines(whole: (&Packet, &Rows), left: (&Packet, &Rows), to: &Addressed<'_>) -> Vec<PreviewLine> {
    let mut going: BTreeMap<LineId, PreviewLine> = of(left.0, left.1, to).into_iter().map(|l| (l.id, l)).collect();
    let mut out: Vec<PreviewLine> = of(whole.0, whole.1, to)
        .into_iter()
        .map(|line| going.remove(&line.id).unwrap_or(PreviewLine { hidden: true, ..line }))
        .collect();
    // What only shows once something else is hidden, such as the meeting after the next.
    out.extend(going.into_values());
    out
}

/// The records a packet carries: what `sent_line` remembers.
pub(super) fn records(packet: &Packet, rows: &Rows, to: &Addressed<'_>) -> Vec<Id> {
    let lines = of(packet, rows, to).into_iter().map(|l| l.id.id);
    // A sheet can repeat words of other records: should one of those be removed for good, this packet held it, too.
    let repeated = shown_sheets(packet, rows).flat_map(|(_, row)| row.names());
    let mut ids: Vec<Id> = lines.chain(repeated).filter(|id| !sheets::is_no_record(*id)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn of(packet: &Packet, rows: &Rows, to: &Addressed<'_>) -> Vec<PreviewLine> {
    let mut out = Out::default();
    for t in &packet.talk_about {
        out.line(Concept::TalkAbout, t.id, 0, &t.text);
    }
    homework(packet, &mut out);
    goals(packet, rows, &mut out);
    coping(packet, rows, &mut out);
    signs(packet, rows, &mut out);
    for rule in &packet.rules {
        out.line(Concept::OwnRule, rule.id, 0, &rule.sentence);
        for day in &rule.opened {
            out.add("review-opened", DetailValue::Day(*day));
        }
    }
    if packet.plan.is_some() {
        // In the packet's order: by part, and by place in it.
        let mut plan: Vec<_> = rows.plan.iter().collect();
        plan.sort_by_key(|line| order(line.part));
        for line in plan {
            out.line(Concept::PlanLine, line.id, 0, &line.wording);
            out.add("review-plan-part", DetailValue::Choice(line.part.word()));
        }
    }
    other_sheets(packet, rows, &mut out);
    for row in shown_answers(rows, to, &packet.period) {
        out.line(Concept::Answer, row.proposal, 0, &row.title);
        if let Some((answer, day)) = row.answer {
            out.add("review-answer", DetailValue::Choice(answer.word()));
            out.add("review-day", DetailValue::Day(day));
        }
    }
    if let (Some((id, _)), Some(meeting)) = (rows.meetings.first(), packet.next_meeting) {
        out.line(Concept::Meeting, *id, 0, "");
        out.add("review-day", DetailValue::Day(meeting.day));
        out.maybe("review-time", meeting.time.map(DetailValue::Time));
    }
    out.0
}

/// The rows of the sheets that go.
fn shown_sheets<'a>(packet: &'a Packet, rows: &'a Rows) -> impl Iterator<Item = (&'a SheetRows, &'a SheetRow)> {
    let within = |ms: i64| (packet.period.from..=packet.period.until).contains(&ms);
    let gone = |sheet: &SheetRows| !packet.sheets.iter().any(|s| s.sheet == sheet.category.word());
    rows.sheets
        .iter()
        .filter(move |sheet| !gone(sheet))
        .flat_map(move |sheet| sheets::going(sheet, within).map(move |row| (sheet, row)))
}

fn other_sheets(packet: &Packet, rows: &Rows, out: &mut Out) {
    for (sheet, row) in shown_sheets(packet, rows) {
        // The first thing it says stands for it.
        let first = row.said().next().map_or("", |(_, text)| text);
        out.line(Concept::Sheet, row.id, row.depth, first);
        out.add("review-sheet", DetailValue::Choice(sheet.category.word()));
        out.maybe("review-day", row.day.map(DetailValue::Day));
        for (label, text) in row.said() {
            let value = DetailValue::Labelled { label: label.to_owned(), text: text.to_owned() };
            out.add("review-sheet-line", value);
        }
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

fn homework(packet: &Packet, out: &mut Out) {
    for h in &packet.homework {
        out.line(Concept::Homework, h.id, 0, &h.title);
        out.add("review-origin", DetailValue::Choice(h.origin.word()));
        out.words("review-module", h.module.as_ref());
        out.words("review-why", h.why.as_ref());
        out.words("review-how-often", h.how_often.as_ref());
        out.words("review-with-whom", h.with_whom.as_ref());
        out.number("review-confidence", h.confidence, 10);
        out.words("review-smaller-version", h.smaller_version.as_ref());
        for r in &h.results {
            out.line(Concept::HomeworkResult, r.id, 1, "");
            out.add("review-day", DetailValue::Day(r.day));
            out.add("review-result", DetailValue::Choice(r.result.word()));
            out.maybe("review-smaller-done", r.smaller.map(|_| DetailValue::Choice("smaller")));
            out.maybe("review-obstacle", r.obstacle.map(|o| DetailValue::Choice(o.word())));
            out.number("review-helpfulness", r.helpfulness, 4);
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

fn goals(packet: &Packet, rows: &Rows, out: &mut Out) {
    for g in &packet.goals {
        out.line(Concept::LongTermGoal, g.id, 0, &g.title);
        out.add("review-state", DetailValue::Choice(g.state.word()));
        out.words("review-why", g.why.as_ref());
        out.words("review-how-will-we-know", g.how_will_we_know.as_ref());
        out.maybe("review-by-about", g.by_about.map(DetailValue::Day));
        for s in &g.short_term {
            out.line(Concept::ShortTermGoal, s.id, 1, &s.title);
            out.add("review-state", DetailValue::Choice(s.state.word()));
            out.words("review-how-will-we-know", s.how_will_we_know.as_ref());
            out.maybe("review-by-about", s.by_about.map(DetailValue::Day));
            for step in &s.steps {
                out.line(Concept::Step, step.id, 2, &step.title);
                out.add("review-state", DetailValue::Choice(step.state.word()));
                out.maybe("review-by-about", step.by_about.map(DetailValue::Day));
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
        for r in rows.goal_reviews.iter().filter(|r| r.goal == g.id && (from..=until).contains(&r.made_ms)) {
            out.line(Concept::GoalReview, r.id, 1, &r.progress);
            out.add("review-day", DetailValue::Day(r.day));
            out.words("review-what-next", Some(&r.what_next).filter(|w| !w.is_empty()));
        }
    }
}

fn coping(packet: &Packet, rows: &Rows, out: &mut Out) {
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
        for e in &c.entries {
            out.line(Concept::CopingEntry, e.id, 1, e.situation.as_deref().unwrap_or_default());
            out.add("review-day", DetailValue::Day(e.day));
            out.maybe("review-helped", e.helped.map(|h| DetailValue::Choice(h.word())));
            out.number("review-before", e.before, 10);
            out.number("review-after", e.after, 10);
            out.words("review-note", e.note.as_ref());
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

fn signs(packet: &Packet, rows: &Rows, out: &mut Out) {
    for s in &packet.signs {
        out.line(Concept::WarningSign, s.id, 0, &s.text);
        out.maybe("review-key-sign", s.key_sign.map(|_| DetailValue::Choice("key_sign")));
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
        if rated.is_empty() {
            continue;
        }
        out.line(Concept::CheckIn, c.id, 0, "");
        out.add("review-day", DetailValue::Day(c.day));
        for (sign, value) in rated {
            out.add("review-rating", DetailValue::Rating { sign: sign.text.clone(), value, of: sign.max });
        }
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
    }
    if !packet.trends.signs.is_empty() {
        out.line(Concept::SignsTrend, LineId::only(Concept::SignsTrend).id, 0, "");
        for w in &packet.trends.signs {
            let sums = vec![("review-ratings", f64::from(w.ratings)), ("review-mean", w.mean)];
            out.add("review-week", DetailValue::Sums { day: w.week, sums });
        }
    }
}

#[derive(Default)]
struct Out(Vec<PreviewLine>);

impl Out {
    fn line(&mut self, concept: Concept, id: Id, depth: u8, text: &str) {
        let id = LineId { concept, id };
        self.0.push(PreviewLine { id, depth, text: text.to_owned(), details: Vec::new(), hidden: false });
    }

    fn add(&mut self, label: &'static str, value: DetailValue) {
        if let Some(line) = self.0.last_mut() {
            line.details.push(Detail { label, value });
        }
    }

    fn maybe(&mut self, label: &'static str, value: Option<DetailValue>) {
        if let Some(value) = value {
            self.add(label, value);
        }
    }

    fn words(&mut self, label: &'static str, words: Option<&String>) {
        self.maybe(label, words.map(|w| DetailValue::Words(w.clone())));
    }

    fn number(&mut self, label: &'static str, number: Option<i64>, of: i64) {
        self.maybe(label, number.map(|value| DetailValue::Number { value, of: Some(of) }));
    }
}
