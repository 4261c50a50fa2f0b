//! Early warning signs: the person's own, rated by the person.
//!
//! Two voices speak about them. The person's **own rules** ([`own_rules`]) come
//! first: "if this sign is there, I do that", from the first day. **Your
//! usual** ([`usual`]) is the second, off until the person turns it on: it
//! compares the last week or so with that person's own usual. Both are pure
//! arithmetic over days and ratings, without a clock, a store or the network;
//! their numbers are in [`parameters`] and their reasons in `docs/signs.md`.

mod good_times;
mod holds;
mod kept;
mod ladder;
pub mod own_rules;
pub mod parameters;
mod record;
pub mod usual;
mod view;

pub use good_times::{GOOD_TIME_DAYS, GoodTime, GoodTimeId, LongView, MonthMean};
pub(crate) use good_times::{first_of_month, good_times, long_view};
pub(crate) use holds::{emergency_today, open_actions, reads_ratings, signs_with_days};
pub use kept::LONG_CHART_DAYS;
pub(crate) use kept::keep_usual;
pub use ladder::{Notice, NoticeAbout, NoticeAnswer, NoticeAnswerId, NoticeStep, PlanContact, RaisedSign};
pub(crate) use ladder::{open_notice, suggest_quieter};
pub use record::{
    CheckInId, CheckInView, MOST_FOLLOWED, NewCheckIn, NewOwnRule, NewWarningSign, OwnRuleId, OwnRuleView,
    RuleCondition, RuleState, SignPattern, SignState, WarningSignId, WarningSignView,
};
pub use view::{SignsView, UsualEvent};
pub(crate) use view::{UsualCache, Voices};

#[cfg(test)]
mod own_rules_tests;
#[cfg(test)]
mod usual_tests;

/// A civil day as a whole number: days since 1 January 1970 in the person's
/// own calendar, as stored with the entry. Differences are days; clock changes
/// and time zones were settled when the entry was written.
pub type DayNumber = i64;
