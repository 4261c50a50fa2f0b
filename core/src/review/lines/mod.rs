//! The preview's lines: everything that may go, in the order of a meeting, each of which can be
//! switched off. A line is what a reader would see; the words around it belong to the shell.

mod parts;

use std::collections::BTreeMap;

use super::fold::{self, Addressed, shown_answers};
use super::packet::{Packet, SheetLine};
use super::rows::Rows;
use super::said::Said;
use super::sheets::{self, SheetRow, SheetRows};
use crate::clock::{Day, TimeOfDay};
use crate::ids::Id;
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
        /// A time a homework was talked over.
        HomeworkReview = "homework_review",
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
        /// Ratings, month by month, with the level of the good times.
        SignsMonths = "signs_months",
        /// A good time that was agreed on.
        GoodTime = "good_time",
        /// "Your usual".
        Usual = "usual",
        /// One of my own rules.
        OwnRule = "own_rule",
        /// A line of my plan.
        PlanLine = "plan_line",
        /// Something that was done with my plan; without an id the day to look it over next.
        PlanEvent = "plan_event",
        /// Something on another sheet.
        Sheet = "sheet",
        /// My answer to a proposal.
        Answer = "answer",
        /// The next meeting.
        Meeting = "session",
    }
}

/// Names a line: what it is about, and which. Lines that are no record of their own (trends, months, "your
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
    let lines: Vec<Id> = of(packet, rows, to).into_iter().map(|l| l.id.id).collect();
    // A line can repeat words of other records: should one of those be removed for good, this packet held it, too.
    let events = fold::plan_events(rows, &packet.period).filter(|_| packet.plan.is_some());
    let repeated = shown_sheets(packet, rows).map(|(_, row)| row).chain(events).flat_map(SheetRow::names);
    let beside = lines.iter().filter_map(|id| rows.said.get(id)).flatten().flat_map(Said::about);
    let mut ids: Vec<Id> =
        lines.iter().copied().chain(repeated).chain(beside).filter(|id| !sheets::is_no_record(*id)).collect();
    crate::sorting::natural(&mut ids);
    ids.dedup();
    ids
}

fn of(packet: &Packet, rows: &Rows, to: &Addressed<'_>) -> Vec<PreviewLine> {
    let mut out = Out::default();
    for t in &packet.talk_about {
        out.line(Concept::TalkAbout, t.id, 0, &t.text);
    }
    parts::homework(packet, &mut out);
    parts::goals(packet, rows, &mut out);
    parts::coping(packet, rows, &mut out);
    parts::signs(packet, rows, &mut out);
    for rule in &packet.rules {
        out.line(Concept::OwnRule, rule.id, 0, &rule.sentence);
        for day in &rule.opened {
            out.add("review-opened", DetailValue::Day(*day));
        }
    }
    if let Some(plan) = &packet.plan {
        parts::plan(plan, &packet.period, rows, &mut out);
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
        row.lines().for_each(|line| out.more(&[line]));
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

    fn more(&mut self, lines: &[SheetLine]) {
        for SheetLine { label, text, .. } in lines {
            let value = DetailValue::Labelled { label: label.clone(), text: text.clone() };
            self.add("review-sheet-line", value);
        }
    }

    fn number(&mut self, label: &'static str, number: Option<i64>, of: i64) {
        self.maybe(label, number.map(|value| DetailValue::Number { value, of: Some(of) }));
    }
}
