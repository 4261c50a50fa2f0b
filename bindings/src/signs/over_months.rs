//! The long view of the signs: agreed good times, and months. What a moving usual does not show.

use handrail_core::signs as core;

use super::WarningSignId;
use crate::clock::CivilDate;
use crate::convert::{In as _, choice, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;
use crate::usual::YourUsual;

id! {
    /// Names an agreed good time.
    GoodTimeId = core::GoodTimeId
}

choice! {
    /// What the person said of a notice, or did with it.
    NoticeAnswer = core::NoticeAnswer {
        /// It was helpful.
        Helpful,
        /// It was not.
        NotHelpful,
        /// It worried me.
        WorriedMe,
        /// Not now.
        NotNow,
        /// I opened my plan.
        PlanOpened,
        /// I got in touch with somebody.
        ContactMade,
    }
}

view! {
    /// Days of which both say: that was good.
    GoodTime from core::GoodTime {
        /// Which.
        id: GoodTimeId,
        /// First day.
        from_day: CivilDate,
        /// Last day.
        until_day: CivilDate,
    }
}

view! {
    /// The mean of one calendar month.
    MonthMean from core::MonthMean {
        /// Its first day.
        month: CivilDate,
        /// Mean of the rated days, on the scale of the signs.
        mean: f64,
        /// Rated days it rests on.
        days: u64,
    }
}

view! {
    /// The long view: what a moving usual does not show.
    SignsOverMonths from core::LongView {
        /// The agreed good times, the earliest first.
        good_times: Vec<GoodTime>,
        /// Mean of all rated days in them; nothing until there is one.
        good_level: Option<f64>,
        /// The newest twelve months that have a rated day, the earliest first.
        months: Vec<MonthMean>,
    }
}

#[uniffi::export]
impl Handrail {
    /// Months of ratings and the agreed good level. Whether "your usual" is on does not matter: this is for talking over.
    pub fn signs_over_months(&self) -> Result<SignsOverMonths> {
        self.call(handrail_core::Handrail::signs_over_months)
    }

    /// Keeps that these days were a good time; agreed together, and taken back with `remove`.
    ///
    /// Refused: `until_day` if it lies before `from_day`, after today, or more than 366 days on.
    pub fn save_good_time(&self, from_day: CivilDate, until_day: CivilDate) -> Result<Changes> {
        self.call(|core| core.save_good_time(from_day.taken("from_day")?, until_day.taken("until_day")?))
    }

    /// One sign judged by itself, for its own chart of the last year; it opens no notice unless it is the key sign. Gives
    /// `NotFound` if there is no such sign.
    pub fn sign_usual(&self, sign: WarningSignId) -> Result<YourUsual> {
        self.call(|core| core.sign_usual(sign.taken("sign")?))
    }

    /// Keeps what I say of the notice that opened on `opened`.
    ///
    /// Refused: `opened` unknown if no notice opened on that day.
    pub fn record_notice_answer(&self, opened: CivilDate, answer: NoticeAnswer) -> Result<Changes> {
        self.call(|core| core.record_notice_answer(opened.taken("opened")?, answer.taken("answer")?))
    }
}
