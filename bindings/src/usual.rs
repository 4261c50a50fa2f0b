//! "Your usual": what the rule says today, and the series behind it for the chart.

use std::sync::Arc;

use handrail_core::clock::Day;
use handrail_core::signs::{DayNumber, usual as core};

use crate::clock::CivilDate;
use crate::convert::{Out, choice, view};

/// Days of the chart on the signs screen: twelve weeks. `your_usual` has a year of the series.
const CHART_DAYS: usize = 84;

impl Out<DayNumber> for CivilDate {
    fn out(core: DayNumber) -> Self {
        // Every day here was read from an entry, so it lies within the calendar.
        Self(Day::from_number(core).map(|day| day.to_string()).unwrap_or_default())
    }
}

view! {
    /// How a rated day compared with the person's usual.
    Comparison from core::Comparison {
        /// Recent level: ratings weighted by how recent they are.
        recent: f64,
        /// Usual level.
        usual: f64,
        /// Usual spread; never near zero.
        spread: f64,
        /// Ratings the usual was made of.
        ratings: u64,
        /// Height of the line above the usual.
        line: f64,
        /// The recent level is over the line, and this day itself over the usual.
        high: bool,
    }
}

view! {
    /// One rated day of the series. Days without a rating have no point.
    DayPoint from core::DayPoint {
        /// Civil day.
        day: CivilDate,
        /// Mean of the signs rated that day.
        score: f64,
        /// Nothing while the usual is still being learned.
        comparison: Option<Comparison>,
        /// Whether a notice was open at the end of the day.
        open: bool,
    }
}

view! {
    /// One notice: from the day it opened to the day it closed.
    Opening from core::Opening {
        /// Day of the rating that opened it.
        opened: CivilDate,
        /// Day it closed; nothing while it is open.
        closed: Option<CivilDate>,
    }
}

/// What the screen says.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum UsualState {
    /// The usual is not known yet. At least one of the two is above 0.
    Learning {
        /// Days until the learning days are over, today included.
        days_left: i64,
        /// Rated days still needed.
        ratings_left: u64,
    },
    /// Too few rated days lately to say anything. Never "all fine".
    NotEnoughRatings,
    /// A notice is open.
    HigherThanUsual,
    /// None is open.
    AboutUsual,
}

impl Out<core::State> for UsualState {
    fn out(core: core::State) -> Self {
        match core {
            core::State::Learning { days_left, ratings_left } => {
                Self::Learning { days_left, ratings_left: Out::out(ratings_left) }
            }
            core::State::NotEnoughRatings => Self::NotEnoughRatings,
            core::State::HigherThanUsual => Self::HigherThanUsual,
            core::State::AboutUsual => Self::AboutUsual,
        }
    }
}

choice! {
    /// Whether the newest opening is news.
    NewestOpening = core::NewestOpening {
        /// A rating of today opened it: the one notice of this opening.
        NewToday,
        /// It lies in the past. Drawn on the chart; no notice.
        InThePast,
    }
}

view! {
    /// What the rule says today, with the last year of the series.
    YourUsual from core::YourUsual {
        /// Every rated day, by day.
        series: Vec<DayPoint>,
        /// Every opening, by day.
        openings: Vec<Opening>,
        /// What the screen says.
        state: UsualState,
        /// The first 12 weeks: the screen adds "for now".
        for_now: bool,
        /// Ask "Is this your new usual?" (at most once until answered).
        ask_new_usual: bool,
        /// Nothing if there never was an opening.
        newest_opening: Option<NewestOpening>,
    }
}

// The core shares one answer between the screens of a day.
impl Out<Arc<core::YourUsual>> for YourUsual {
    fn out(core: Arc<core::YourUsual>) -> Self {
        Self::out(Arc::unwrap_or_clone(core))
    }
}

/// What the rule says today, with the last rated days for the chart: what a screen needs, and
/// no ten years of days on each visit.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct UsualNow {
    /// What the screen says.
    pub state: UsualState,
    /// The first 12 weeks: the screen adds "for now".
    pub for_now: bool,
    /// Ask "Is this your new usual?" (at most once until answered).
    pub ask_new_usual: bool,
    /// Nothing if there never was an opening.
    pub newest_opening: Option<NewestOpening>,
    /// The last 84 rated days, by day.
    pub series: Vec<DayPoint>,
}

crate::convert::closed!(UsualNow);

impl Out<Arc<core::YourUsual>> for UsualNow {
    fn out(core: Arc<core::YourUsual>) -> Self {
        let core::YourUsual { series, openings: _, state, for_now, ask_new_usual, newest_opening } = &*core;
        let left_out = series.len().saturating_sub(CHART_DAYS);
        Self {
            state: Out::out(*state),
            for_now: *for_now,
            ask_new_usual: *ask_new_usual,
            newest_opening: Out::out(*newest_opening),
            series: series.iter().skip(left_out).map(|point| Out::out(*point)).collect(),
        }
    }
}
