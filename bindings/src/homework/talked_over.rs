//! That a homework was talked over: on which day, with whom, and what was said. A conversation,
//! not a mark: nothing is counted, and a homework that was never talked over is no less done.

use handrail_core::homework as core;

use super::{HomeworkId, HomeworkResultId, HomeworkResultView};
use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::sessions::SessionId;
use crate::store::Changes;

id! {
    /// Names one time that a homework was talked over.
    HomeworkReviewId = core::HomeworkReviewId
}

edit! {
    /// That a homework was talked over.
    NewHomeworkReview into core::NewHomeworkReview {
        /// Which homework.
        homework: HomeworkId,
        /// At which meeting, if at one; the meeting then says so too.
        #[uniffi(default)]
        session: Option<SessionId>,
        /// With whom, at most 280 characters; may be empty.
        #[uniffi(default)]
        with_whom: String,
        /// What was said, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        note: String,
    }
}

view! {
    /// One time that a homework was talked over, as it is shown.
    HomeworkReviewView from core::HomeworkReviewView {
        /// Which.
        id: HomeworkReviewId,
        /// Which homework.
        homework: HomeworkId,
        /// At which meeting.
        session: Option<SessionId>,
        /// With whom.
        with_whom: String,
        /// What was said.
        note: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

#[uniffi::export]
impl Handrail {
    /// Notes that a homework was talked over. Where that was at a meeting, the meeting names it too.
    ///
    /// Refused: `homework`, `session` unknown; `with_whom`, `note` over their limits.
    pub fn record_homework_review(&self, details: NewHomeworkReview) -> Result<Changes> {
        self.call(|core| core.record_homework_review(&details.taken("details")?))
    }

    /// Changes what was noted. The earlier words stay as a revision.
    ///
    /// Refused: as for recording. Gives `NotFound` if it was never noted.
    pub fn edit_homework_review(&self, id: HomeworkReviewId, edit: NewHomeworkReview) -> Result<Changes> {
        self.call(|core| core.edit_homework_review(id.taken("id")?, &edit.taken("edit")?))
    }

    /// The times a homework was talked over, the newest first, 50 at a time: the newest, or those before `before`.
    ///
    /// Refused: `homework` unknown.
    pub fn homework_reviews(
        &self,
        homework: HomeworkId,
        before: Option<HomeworkReviewId>,
    ) -> Result<Vec<HomeworkReviewView>> {
        self.call(|core| core.homework_reviews(homework.taken("homework")?, before.taken("before")?))
    }

    /// The 200 answers about a homework before this one: those about earlier days.
    pub fn homework_results_before(
        &self,
        homework: HomeworkId,
        result: HomeworkResultId,
    ) -> Result<Vec<HomeworkResultView>> {
        self.call(|core| core.homework_results_before(homework.taken("homework")?, result.taken("result")?))
    }
}
