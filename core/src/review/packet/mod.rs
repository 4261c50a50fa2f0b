//! The packet: what a practitioner's page reads, in the shape that
//! `docs/schema/review-packet-1.schema.json` publishes. A test holds every packet made here
//! against that file.
//!
//! A packet stands alone: it carries the words as the client saw them, never a pointer into a
//! content pack, and neither revisions nor a trace of what was left out. What is empty is absent.
//!
//! What a page draws or counts has a field of its own; everything else that a sheet says goes as `more`, lines of
//! label and text, so that a column added to a sheet needs no new schema. What never goes, and why: `docs/protocol.md`,
//! section 5.

mod coping;
mod goals;
mod head;
mod homework;
mod plan;
mod signs;
mod trends;

use serde::{Deserialize, Serialize};

use crate::clock::{Day, Moment, TimeOfDay};
use crate::ids::Id;
use crate::validate::choice;
pub use coping::{Coping, CopingEntry, Tries};
pub use goals::{Goal, GoalReview, ShortTermGoal, Step, StepResult};
pub(super) use head::head;
pub use homework::{Homework, HomeworkResult, HomeworkReview};
pub use plan::{Plan, PlanPartLines};
pub use signs::{CheckInNote, DayMean, GoodTime, Month, Months, Opening, Rating, Rule, Sign, Usual};
pub use trends::{CopingWeek, HomeworkWeek, SignsWeek, Trends};

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
    /// How far the person's own backup had come, base64url of [`crate::vault::echo`]; absent without one. The page
    /// returns it in its receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
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
    /// The months and the agreed good time, if they were left in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<Months>,
    /// Notes beside the check-ins of the period, if they were switched on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub check_in_notes: Vec<CheckInNote>,
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

/// A line of a sheet, in the words in which the client sees it.
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
