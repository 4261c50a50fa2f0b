//! What a person asked to be reminded of: civil days and times on the wall, and in which place they hold.
//! Instants are worked out when they are planned, never kept (but for "every so many hours", which means them).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::notification::Reminder;
use super::recurrence::{Ends, Recurrence, Repeats};
use crate::clock::{Day, TimeOfDay};
use crate::error::{Error, Reason, Result};
use crate::ids::{Id, id_type};
use crate::validate::{self, choice};

/// Most times of day one reminder has.
pub const MOST_TIMES_OF_DAY: usize = 12;
/// Longest "every so many hours".
pub const MOST_HOURS: i64 = 168;
/// Longest time ahead that a reminder can be announced, in minutes.
pub const LONGEST_AHEAD_MIN: i64 = 1440;
/// Most gentle repeats of one occurrence.
pub const MOST_REPEATS: i64 = 2;
/// Shortest time between them, in minutes.
pub const SHORTEST_REPEAT_MIN: i64 = 30;
/// Longest time between them, in minutes.
pub const LONGEST_REPEAT_MIN: i64 = 240;
/// Longest name of a zone, in characters.
pub const ZONE_LIMIT: usize = 64;

id_type! {
    /// Names a reminder of the person's own making.
    ReminderId
}

choice! {
    /// What a reminder of the person's own making is about. An answer to it is an answer there, too.
    AboutKind {
        /// Something of their own, in their own words.
        Own = "own",
        /// A step.
        Step = "step",
        /// A homework.
        Homework = "homework",
        /// A check-in on their signs.
        CheckIn = "check_in",
        /// A medicine.
        Medicine = "medicine",
        /// Looking the plan over.
        PlanReview = "plan_review",
        /// A meeting.
        Session = "session",
        /// The areas of life.
        LifeAreas = "life_areas",
    }
}

impl AboutKind {
    /// The table whose record it names, where it names one.
    pub(super) const fn table(self) -> Option<&'static crate::store::kinds::Kind> {
        use crate::store::kinds::{HOMEWORK, MEDICINE, SESSION, STEP};
        match self {
            Self::Step => Some(&STEP),
            Self::Homework => Some(&HOMEWORK),
            Self::Medicine => Some(&MEDICINE),
            Self::Session => Some(&SESSION),
            Self::Own | Self::CheckIn | Self::PlanReview | Self::LifeAreas => None,
        }
    }
}

choice! {
    /// A time of day by what happens then. The person moves each to where it lies in their day.
    NamedTime {
        /// Getting up.
        OnWaking = "on_waking",
        /// After breakfast.
        AfterBreakfast = "after_breakfast",
        /// In the middle of the day.
        Midday = "midday",
        /// In the afternoon.
        Afternoon = "afternoon",
        /// After the evening meal.
        AfterDinner = "after_dinner",
        /// In the evening.
        Evening = "evening",
        /// Before going to bed.
        BeforeBed = "before_bed",
    }
}

impl NamedTime {
    /// All of them, in the order of a day.
    pub const ALL: [Self; 7] = [
        Self::OnWaking,
        Self::AfterBreakfast,
        Self::Midday,
        Self::Afternoon,
        Self::AfterDinner,
        Self::Evening,
        Self::BeforeBed,
    ];

    /// Id of its name in `content/words`.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::OnWaking => "named-time-on-waking",
            Self::AfterBreakfast => "named-time-after-breakfast",
            Self::Midday => "named-time-midday",
            Self::Afternoon => "named-time-afternoon",
            Self::AfterDinner => "named-time-after-dinner",
            Self::Evening => "named-time-evening",
            Self::BeforeBed => "named-time-before-bed",
        }
    }

    /// Where it lies until the person moves it.
    fn unmoved(self) -> TimeOfDay {
        let (hour, minute) = match self {
            Self::OnWaking => (7, 30),
            Self::AfterBreakfast => (8, 30),
            Self::Midday => (12, 30),
            Self::Afternoon => (15, 0),
            Self::AfterDinner => (19, 0),
            Self::Evening => (20, 0),
            Self::BeforeBed => (22, 0),
        };
        TimeOfDay::of(hour, minute)
    }
}

/// Where the named times lie in this person's day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NamedTimes(BTreeMap<NamedTime, TimeOfDay>);

impl NamedTimes {
    /// Where this one lies.
    #[must_use]
    pub fn of(&self, name: NamedTime) -> TimeOfDay {
        self.0.get(&name).copied().unwrap_or_else(|| name.unmoved())
    }

    /// Moves one.
    pub fn put(&mut self, name: NamedTime, time: TimeOfDay) {
        self.0.insert(name, time);
    }
}

/// When on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum When {
    /// At a time that moves with the person's day.
    Named {
        /// Which.
        name: NamedTime,
    },
    /// At that time on the wall.
    At {
        /// `HH:MM`.
        time: TimeOfDay,
    },
}

impl When {
    /// The time on the wall.
    #[must_use]
    pub fn on(self, named: &NamedTimes) -> TimeOfDay {
        match self {
            Self::Named { name } => named.of(name),
            Self::At { time } => time,
        }
    }
}

/// Where the times on the wall hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ZonePolicy {
    /// Wherever the phone is: eight in the morning is eight in the morning there.
    Floating,
    /// In one place, wherever the phone is: the call home at noon of home.
    Pinned {
        /// The zone's name, at most [`ZONE_LIMIT`] characters. One that is not known here, or not any more, is
        /// planned with the offset of the phone.
        zone: String,
    },
    /// Every so many real hours, from its first day and time on; clock changes and travel move it on the wall. It
    /// ends after so many times, or with the last day on the wall of where the phone is.
    Elapsed {
        /// 1 to [`MOST_HOURS`].
        every_hours: u32,
    },
}

/// When to remind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// On which days.
    pub recurrence: Recurrence,
    /// At which times, at most [`MOST_TIMES_OF_DAY`]. Each keeps its place in this list: it names the occurrence.
    pub times: Vec<When>,
    /// Where.
    pub zone: ZonePolicy,
}

impl Schedule {
    /// Refuses what could not be kept, and what would never come.
    ///
    /// # Errors
    /// The field, as in [`Recurrence::check`]; `times`, `zone`, `every_hours`; `starts` in the past for something that
    /// has no day from `today` on. "Every so many hours" has one time, the first one, and of the recurrence
    /// only when it starts and when it ends: `repeats`, `exceptions` or `extra` in the wrong state.
    pub fn check(&self, today: Day) -> Result<()> {
        let wrong = |field| Err(Error::invalid(field, Reason::WrongState));
        let r = &self.recurrence;
        r.check()?;
        validate::near_day("starts", r.starts, today)?;
        match self.times.len() {
            0 => return Err(Error::invalid("times", Reason::Empty)),
            n if n > MOST_TIMES_OF_DAY => {
                return Err(Error::invalid("times", Reason::TooMany { limit: MOST_TIMES_OF_DAY }));
            }
            _ => {}
        }
        match &self.zone {
            ZonePolicy::Floating => {}
            ZonePolicy::Pinned { zone } => {
                if zone.trim().is_empty() {
                    return Err(Error::invalid("zone", Reason::Empty));
                }
                if zone.chars().count() > ZONE_LIMIT {
                    return Err(Error::invalid("zone", Reason::TooLong { limit: ZONE_LIMIT }));
                }
                if zone.chars().any(char::is_control) {
                    return Err(Error::invalid("zone", Reason::Malformed));
                }
            }
            ZonePolicy::Elapsed { every_hours } => {
                validate::scale("every_hours", (*every_hours).into(), 1, MOST_HOURS)?;
                if self.times.len() != 1 {
                    return Err(Error::invalid("times", Reason::TooMany { limit: 1 }));
                }
                if r.repeats != Repeats::Once {
                    return wrong("repeats");
                }
                if !r.exceptions.is_empty() {
                    return wrong("exceptions");
                }
                if !r.extra.is_empty() {
                    return wrong("extra");
                }
                return match r.ends {
                    Ends::Until { day } if day < today => Err(Error::invalid("ends", Reason::ImpossibleDate)),
                    _ => Ok(()),
                };
            }
        }
        if r.next(today.plus(-1)).is_none() {
            let field = if r.starts < today { "starts" } else { "ends" };
            return Err(Error::invalid(field, Reason::ImpossibleDate));
        }
        Ok(())
    }
}

choice! {
    /// How much it matters, for the order on a full phone and what stands first.
    Importance {
        /// It is nice to know.
        Low = "low",
        /// As most.
        Normal = "normal",
        /// It must not be left out.
        High = "high",
    }
}

choice! {
    /// How exactly on time. Exact needs the phone's permission, and costs battery.
    Exactness {
        /// Within some minutes.
        Inexact = "inexact",
        /// On the minute, where the phone allows it.
        Exact = "exact",
    }
}

/// A gentle repeat, if there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskAgain {
    /// 1 to [`MOST_REPEATS`].
    pub times: u32,
    /// [`SHORTEST_REPEAT_MIN`] to [`LONGEST_REPEAT_MIN`].
    pub after_min: u32,
}

impl AskAgain {
    /// Refuses what is off its scale.
    pub(super) fn check(self) -> Result<()> {
        validate::scale("times", self.times.into(), 1, MOST_REPEATS)?;
        validate::scale("after_min", self.after_min.into(), SHORTEST_REPEAT_MIN, LONGEST_REPEAT_MIN).map(drop)
    }
}

/// One thing to be reminded of, wherever it comes from: made by the person, or read out of a homework, a step, a
/// meeting and the like. The planner knows nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is for.
    pub reminder: Reminder,
    /// What it is about.
    pub about: AboutKind,
    /// The record it is about.
    pub about_id: Option<Id>,
    /// The person's own words for it; shown only if they chose so. Empty where it has none.
    pub title: String,
    /// When a meeting is, for its text.
    pub meeting_at: Option<TimeOfDay>,
    /// When to remind.
    pub schedule: Schedule,
    /// For "every so many hours": the instant of the first (UTC milliseconds).
    pub from_ms: Option<i64>,
    /// How much it matters.
    pub importance: Importance,
    /// How exactly.
    pub exactness: Exactness,
    /// Announced so many minutes before; 0 for not.
    pub ahead_min: u32,
    /// A gentle repeat.
    pub again: Option<AskAgain>,
    /// The person said that this one may come in their quiet hours.
    pub in_quiet_hours: bool,
    /// Since when it stands as it is (UTC milliseconds): nothing before that was ever due.
    pub since_ms: i64,
}

impl Rule {
    /// A rule with nothing special about it.
    #[must_use]
    pub fn plain(reminder: Reminder, about: AboutKind, schedule: Schedule) -> Self {
        Self {
            reminder,
            about,
            about_id: None,
            title: String::new(),
            meeting_at: None,
            schedule,
            from_ms: None,
            importance: Importance::Normal,
            exactness: Exactness::Inexact,
            ahead_min: 0,
            again: None,
            in_quiet_hours: false,
            since_ms: i64::MIN,
        }
    }
}

/// Never the person's words.
impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rule({:?}, {:?})", self.reminder, self.schedule)
    }
}
