//! "Your usual": compares the last week or so with the person's own usual.
//!
//! The rule and the reasons for it are in `docs/signs.md`; the order of states
//! and what the rule left open in `docs/adr/0006-your-usual-order-of-states.md`.
//! [`your_usual`] folds the whole history from the first rating on and keeps
//! nothing: a late or corrected entry simply gives another series, and the
//! same entries give the same answer on every phone. For the screens of every
//! day the fold up to yesterday is kept (`kept`) and taken up again.
//!
//! ```text
//! learning --28 days and 10 ratings--> quiet --high twice in a row--> open
//!                                        ^                              |
//!                                        +-- back under half the line --+
//!                                        +-- "this is my new usual" ----+
//!                                        +-- a reset's own usual begins +
//! ```
//!
//! Turning this voice on or off, choosing the signs, and the words on the
//! screen are not decided here. Who wants a notice, not only a chart, looks at
//! [`YourUsual::newest_opening`].

mod scores;
mod walk;

use serde::{Deserialize, Serialize};

use super::DayNumber;
use super::parameters::{FOR_NOW_DAYS, Form, FormParameters, Sensitivity, parameters_for};
pub(super) use scores::{DayScore, check, day_scores};
pub(super) use walk::Walk;

/// Numbers kept bit for bit: a fold that is taken up again must not differ by a rounding.
mod bits {
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
    pub fn serialize<S: Serializer>(number: &f64, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u64(number.to_bits())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
        u64::deserialize(d).map(f64::from_bits)
    }
}

/// One rating of one sign. Higher is always worse here; the caller has turned
/// signs that run the other way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating<S> {
    /// Civil day stored with the entry.
    pub day: DayNumber,
    /// Which sign: any key that can be ordered, an id for instance.
    pub sign: S,
    /// The rating, 0 to the scale maximum.
    pub value: f64,
    /// Order of entry: of several ratings of a sign on one day the highest
    /// number counts. (Two entries with the same number: the higher rating.)
    pub entered: u64,
}

/// How many signs the person had, from a day on. A sign added later must not
/// take the earlier days their scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignCount {
    /// First day on which the number holds; days before the first of all such
    /// days use the first number.
    pub from: DayNumber,
    /// Number of signs. With 0 no day has a score.
    pub count: usize,
}

/// The person's answer to "Is this your new usual?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewUsualAnswer {
    /// Civil day of the answer. It counts from the beginning of that day, and
    /// only if a notice was open then.
    pub day: DayNumber,
    /// "Yes": the notice closes. "No": it stays, silent. (Both on one day: yes.)
    pub yes: bool,
}

/// Everything the rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct History<'a, S> {
    /// Scale maximum R (3 or 10): finite, from 1 to 100.
    pub scale_max: f64,
    /// How the person checks in.
    pub form: Form,
    /// How soon they want to be told.
    pub sensitivity: Sensitivity,
    /// How many signs they have had; one entry is enough if it never changed.
    pub sign_counts: &'a [SignCount],
    /// All ratings, in any order.
    pub ratings: &'a [Rating<S>],
    /// Answers to "Is this your new usual?", in any order.
    pub answers: &'a [NewUsualAnswer],
    /// Days on which client and practitioner agreed on a reset, in any order.
    pub resets: &'a [DayNumber],
    /// The person's civil day now.
    pub today: DayNumber,
}

/// Input the rule refuses. Nothing is computed from the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsualError {
    /// The scale maximum is not a finite number from 1 to 100.
    #[error("scale maximum is not a number from 1 to 100")]
    ScaleMaximum,
    /// A rating is not a number, or lies outside 0 to the scale maximum.
    #[error("a rating is off its scale")]
    RatingOffScale,
    /// A rating, an answer or a reset is dated after today.
    #[error("an entry is dated after today")]
    FutureDay,
    /// A day lies thousands of years away: not a day anybody lived.
    #[error("a day is out of range")]
    DayOutOfRange,
}

/// How a rated day compared with the person's usual.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Recent level z: ratings weighted by how recent they are.
    #[serde(with = "bits")]
    pub recent: f64,
    /// Usual level mu.
    #[serde(with = "bits")]
    pub usual: f64,
    /// Usual spread s; never near zero.
    #[serde(with = "bits")]
    pub spread: f64,
    /// Ratings the usual was made of (n).
    pub ratings: usize,
    /// Height h of the line above the usual.
    #[serde(with = "bits")]
    pub line: f64,
    /// The recent level is over the line and this day itself over the usual.
    pub high: bool,
}

/// One rated day of the series. Days without a score have no point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DayPoint {
    /// Civil day.
    pub day: DayNumber,
    /// Mean of the signs rated that day (x).
    #[serde(with = "bits")]
    pub score: f64,
    /// `None` while the usual is still being learned.
    pub comparison: Option<Comparison>,
    /// Whether a notice was open at the end of the day.
    pub open: bool,
}

/// One notice: from the day it opened to the day it closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Day of the rating that opened it.
    pub opened: DayNumber,
    /// Day it closed; `None` while it is open.
    pub closed: Option<DayNumber>,
}

/// What the screen says. Where two apply, the earlier in this list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The usual is not known yet. At least one of the two is above 0.
    Learning {
        /// Days until the learning days are over, today included.
        days_left: i64,
        /// Rated days still needed.
        ratings_left: usize,
    },
    /// Too few rated days lately to say anything. Never "all fine".
    NotEnoughRatings,
    /// A notice is open.
    HigherThanUsual,
    /// None is open.
    AboutUsual,
}

/// Whether the newest opening is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewestOpening {
    /// A rating of today opened it: the one notice of this opening.
    NewToday,
    /// It lies in the past: raised on its day, or found only now because of a
    /// late or corrected entry. Drawn on the chart; no notice.
    InThePast,
}

/// The rule's answer for today.
#[derive(Debug, Clone, PartialEq)]
pub struct YourUsual {
    /// Every day with a score, by day.
    pub series: Vec<DayPoint>,
    /// Every opening, by day.
    pub openings: Vec<Opening>,
    /// What the screen says.
    pub state: State,
    /// The first 12 weeks: the screen adds "for now".
    pub for_now: bool,
    /// Ask "Is this your new usual?" (at most once until answered).
    pub ask_new_usual: bool,
    /// `None` if there never was an opening.
    pub newest_opening: Option<NewestOpening>,
}

/// Applies the rule to a person's history.
///
/// # Errors
/// [`UsualError`] if any input is off its scale, not a number, dated after
/// today or out of range. Callers leave such entries out; they are refused
/// when they are made.
pub fn your_usual<S: Ord>(history: &History<'_, S>) -> Result<YourUsual, UsualError> {
    check(history)?;
    let p = parameters_for(history.form, history.sensitivity);
    let mut walk = Walk::new(p, history.scale_max);
    walk.through(&day_scores(history), history.answers, history.resets);
    walk.answers_since(history.answers);
    Ok(said(&p, walk, history.today))
}

/// What a walk through all days up to today says.
pub(super) fn said(p: &FormParameters, walk: Walk, today: DayNumber) -> YourUsual {
    let state = state(p, &walk, today);
    let ask_new_usual = state == State::HigherThanUsual && walk.may_ask(today);
    let newest_opening = walk
        .openings
        .last()
        .map(|o| if o.opened == today { NewestOpening::NewToday } else { NewestOpening::InThePast });
    YourUsual {
        for_now: walk.first_day().is_none_or(|first| today - first < FOR_NOW_DAYS),
        series: walk.series,
        openings: walk.openings,
        state,
        ask_new_usual,
        newest_opening,
    }
}

/// Learning, then not enough ratings, then higher, then about usual: what is
/// not known is said before what was known some time ago.
fn state(p: &FormParameters, walk: &Walk, today: DayNumber) -> State {
    let days_left = walk.first_day().map_or(p.learning_days, |first| (p.learning_days - (today - first)).max(0));
    let ratings_left = p.learning_ratings.saturating_sub(walk.rated());
    if days_left > 0 || ratings_left > 0 {
        return State::Learning { days_left, ratings_left };
    }
    if walk.rated_lately(today, p.recent_days) < p.recent_ratings {
        State::NotEnoughRatings
    } else if walk.is_open() {
        State::HigherThanUsual
    } else {
        State::AboutUsual
    }
}
