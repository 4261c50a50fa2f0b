//! The packet: what a practitioner's page reads, in the shape that
//! `docs/schema/review-packet-1.schema.json` publishes. A test holds every packet made here
//! against that file.
//!
//! A packet stands alone: it carries the words as the client saw them, never a pointer into a
//! content pack, and neither revisions nor a trace of what was left out. What is empty is absent.

use serde::{Deserialize, Serialize};

use crate::clock::{Day, Moment, TimeOfDay};
use crate::coping::Helped;
use crate::goals::{GoalState, StepOutcome};
use crate::homework::{HomeworkOutcome, Obstacle, Origin};
use crate::ids::Id;
use crate::plan::PlanPart;
use crate::validate::choice;

choice! {
    /// What a packet is, as its `type` says.
    PacketType {
        /// The only one.
        Review = "review",
    }
}

choice! {
    /// What became of a proposal.
    AnswerWord {
        /// "Yes, mine", as it came.
        Accepted = "accepted",
        /// "Yes, mine", with changes.
        Changed = "changed",
        /// Not for me.
        Declined = "declined",
    }
}

choice! {
    /// What "your usual" says.
    UsualState {
        /// Still getting to know the person's usual.
        Learning = "learning",
        /// About as usual.
        AboutUsual = "about_usual",
        /// Higher than usual.
        HigherThanUsual = "higher_than_usual",
        /// Too few ratings to say anything.
        NotEnoughRatings = "not_enough_ratings",
    }
}

/// The whole packet.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Packet {
    /// Always `review`.
    #[serde(rename = "type")]
    pub kind: PacketType,
    /// Version of the schema: 1.
    pub version: u32,
    /// This packet's own id.
    pub packet: Id,
    /// The name the client goes by with these readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// True where the client is made up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<bool>,
    /// Language of the app's own words in it, BCP 47.
    pub language: String,
    /// When it was made.
    pub made: Moment,
    /// What time it is about.
    pub period: PeriodOf,
    /// The next meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_meeting: Option<NextMeeting>,
    /// Highest number taken in from the reader's chain; 0 for none. With several readers the lowest of
    /// theirs, so that no page thinks the phone has seen what it never sent.
    pub last_proposal: u64,
    /// What the client wants to talk about.
    pub talk_about: Vec<TalkAbout>,
    /// Goals with their steps.
    pub goals: Vec<Goal>,
    /// Homework with its results.
    pub homework: Vec<Homework>,
    /// Coping tried, by strategy.
    pub coping: Vec<Coping>,
    /// Early warning signs with their ratings.
    pub signs: Vec<Sign>,
    /// "Your usual", if it is on and was left in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<Usual>,
    /// The client's own rules.
    pub rules: Vec<Rule>,
    /// The relapse prevention plan, if it was switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// Other sheets, those that were switched on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<PacketSheet>,
    /// What became of proposals.
    pub answers: Vec<Answer>,
    /// Weekly sums over what was sent.
    pub trends: Trends,
}

/// The time a packet is about. Instants are UTC milliseconds, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodOf {
    /// Begin.
    pub from: i64,
    /// End.
    pub until: i64,
    /// The person's day it begins on.
    pub from_day: Day,
    /// The person's day it ends on.
    pub until_day: Day,
    /// It runs from the last meeting.
    pub since_meeting: bool,
}

/// When the next meeting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextMeeting {
    /// Its day.
    pub day: Day,
    /// Its time, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "optional_time")]
    pub time: Option<TimeOfDay>,
}

/// Something to talk about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkAbout {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub text: String,
}

/// A long-term goal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// Its state.
    pub state: GoalState,
    /// Why it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// "How will we know".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_will_we_know: Option<String>,
    /// Soft date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_about: Option<Day>,
    /// The short-term goals under it.
    pub short_term: Vec<ShortTermGoal>,
    /// Rows of the goal sheet written in the period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<GoalReview>,
}

/// A short-term goal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortTermGoal {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// Its state.
    pub state: GoalState,
    /// "How will we know".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_will_we_know: Option<String>,
    /// Soft date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_about: Option<Day>,
    /// The steps under it.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// Its state.
    pub state: GoalState,
    /// Soft date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_about: Option<Day>,
    /// How it went, in the period.
    pub results: Vec<StepResult>,
}

/// How a step went.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResult {
    /// Which.
    pub id: Id,
    /// The person's day.
    pub day: Day,
    /// How it went.
    pub result: StepOutcome,
    /// What helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helped: Option<String>,
    /// What got in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub got_in_the_way: Option<String>,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

/// A row of the goal sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalReview {
    /// The person's day.
    pub day: Day,
    /// How it is going, in words.
    pub progress: String,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_next: Option<String>,
}

/// A homework.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Homework {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub title: String,
    /// The module it belongs to, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The proposal it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Id>,
    /// How often, as the client reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_often: Option<String>,
    /// With whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_whom: Option<String>,
    /// How sure the client was, 0-10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<i64>,
    /// The smaller version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smaller_version: Option<String>,
    /// How it went, in the period.
    pub results: Vec<HomeworkResult>,
}

/// How a homework went on one of its days.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkResult {
    /// Which.
    pub id: Id,
    /// The day it answers.
    pub day: Day,
    /// How it went.
    pub result: HomeworkOutcome,
    /// What got in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<Obstacle>,
    /// A note; off until switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How much it helped, 0-4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpfulness: Option<i64>,
    /// The smaller version was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smaller: Option<bool>,
}

/// A strategy with its tries.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coping {
    /// Its name.
    pub strategy: String,
    /// What the tries below said, counted.
    pub tries: Tries,
    /// The tries of the period.
    pub entries: Vec<CopingEntry>,
}

/// Answers to "Did it help me carry on?", counted over the entries of the packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    /// Not this time.
    pub not: u32,
    /// A little.
    pub a_little: u32,
    /// A lot.
    pub a_lot: u32,
    /// Left open.
    pub unrated: u32,
}

/// A try.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopingEntry {
    /// Which.
    pub id: Id,
    /// The person's day.
    pub day: Day,
    /// What was going on; off until switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<String>,
    /// Did it help me carry on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<Helped>,
    /// How strong the trouble was before, 0-10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// And after, 0-10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<i64>,
    /// A note; off until switched on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An early warning sign.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// Which.
    pub id: Id,
    /// In the client's words.
    pub text: String,
    /// Ratings run from 0 to this: 3 or 10.
    pub max: i64,
    /// The one sign the client calls their key sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_sign: Option<bool>,
    /// The latest rating of each day.
    pub ratings: Vec<Rating>,
}

/// A rating of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The person's day.
    pub day: Day,
    /// 0 to the sign's `max`.
    pub value: i64,
}

/// "Your usual", reckoned from nothing but ratings that were sent or are in the packet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Usual {
    /// What it says.
    pub state: UsualState,
    /// The first twelve weeks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_now: Option<bool>,
    /// Scale of the numbers: 3 or 10.
    pub max: i64,
    /// The usual mean; absent while learning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// Mean of the signs, day by day, in the period.
    pub days: Vec<DayMean>,
    /// When it was higher than usual.
    pub openings: Vec<Opening>,
}

/// Mean of the signs of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DayMean {
    /// The person's day.
    pub day: Day,
    /// 0 to `max`.
    pub value: f64,
}

/// A time that was higher than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// First day.
    pub opened: Day,
    /// Last day; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Day>,
}

/// One of the client's own rules.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which.
    pub id: Id,
    /// As the client reads it.
    pub sentence: String,
    /// Days in the period on which the ratings of this packet opened it.
    pub opened: Vec<Day>,
}

/// The relapse prevention plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// When one of these lines last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_day: Option<Day>,
    /// Its parts, in order.
    pub parts: Vec<PlanPartLines>,
}

/// A part of the plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPartLines {
    /// Which part.
    pub part: PlanPart,
    /// Its lines.
    pub lines: Vec<String>,
}

/// A sheet, line by line, in the words in which the client sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketSheet {
    /// Which, such as `problem_solving`. A reader that does not know it shows it by its title.
    pub sheet: String,
    /// Its title.
    pub title: String,
    /// Its lines.
    pub lines: Vec<SheetLine>,
}

/// A line of a sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLine {
    /// What it is.
    pub label: String,
    /// What it says.
    pub text: String,
    /// The person's day, for what was written on one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Packet id of the proposal.
    pub proposal: Id,
    /// What became of it.
    pub answer: AnswerWord,
    /// The person's day.
    pub day: Day,
}

/// Weekly sums, oldest first, weeks without anything left out. `week` is the Monday.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Trends {
    /// Homework.
    pub homework: Vec<HomeworkWeek>,
    /// Coping.
    pub coping: Vec<CopingWeek>,
    /// Signs.
    pub signs: Vec<SignsWeek>,
}

/// A week of homework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeworkWeek {
    /// Its Monday.
    pub week: Day,
    /// Done.
    pub done: u32,
    /// Partly.
    pub partly: u32,
    /// Not yet.
    pub not_yet: u32,
}

/// A week of coping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopingWeek {
    /// Its Monday.
    pub week: Day,
    /// Tries.
    pub tries: u32,
    /// Of these, helped a little or a lot.
    pub helped: u32,
}

/// A week of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SignsWeek {
    /// Its Monday.
    pub week: Day,
    /// Ratings counted.
    pub ratings: u32,
    /// Their mean on the scale 0..`max`.
    pub mean: f64,
    /// 3 or 10.
    pub max: i64,
}

mod optional_time {
    use super::TimeOfDay;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[allow(clippy::ref_option)] // the shape serde asks for
    pub fn serialize<S: Serializer>(time: &Option<TimeOfDay>, s: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => s.collect_str(time),
            None => s.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<TimeOfDay>, D::Error> {
        let text = Option::<String>::deserialize(d)?;
        text.map(|t| TimeOfDay::parse("time", &t).map_err(|_| serde::de::Error::custom("no time"))).transpose()
    }
}
