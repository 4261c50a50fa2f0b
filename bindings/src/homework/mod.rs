//! Homework (home practice): chosen with the client, small, never graded.
//!
//! Each day of a repeating homework is its own occurrence; "later" is never "no", and an
//! unanswered day counts for nothing. What got in the way is a code, so that a meeting can
//! talk about it; it is never added up against the person.
//!
//! ```text
//!   active <──> paused        resume: any of them back to active
//!     ├──> finished           (done, where it was for once, finishes by itself)
//!     └──> let go
//! ```

pub mod talked_over;

use handrail_core::homework as core;

use crate::clock::{CivilDate, CivilTime, Moment};
use crate::convert::{In as _, both, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::{Changes, RecordId};

id! {
    /// Names a homework.
    HomeworkId = core::HomeworkId
}

id! {
    /// Names an answer about one occurrence.
    HomeworkResultId = core::HomeworkResultId
}

choice! {
    /// How it came about.
    Origin = core::Origin {
        /// Agreed at a meeting.
        Agreed,
        /// My own idea.
        SelfChosen,
        /// Suggested by a practitioner, and mine since I said yes.
        Proposed,
    }
}

choice! {
    /// How often.
    HowOften = core::HowOften {
        /// Once.
        Once,
        /// Every day.
        Daily,
        /// Every week, on the weekday of its first day.
        Weekly,
    }
}

choice! {
    /// Where a homework stands.
    HomeworkState = core::HomeworkState {
        /// Being done.
        Active,
        /// Resting, easy to take up again.
        Paused,
        /// Done with.
        Finished,
        /// Set down on purpose, and kept.
        LetGo,
    }
}

choice! {
    /// What became of an occurrence. Any try counts.
    HomeworkOutcome = core::HomeworkOutcome {
        /// I did it.
        Done,
        /// I did some of it.
        Partly,
        /// Not yet.
        NotYet,
        /// Not today: says nothing more.
        NotToday,
    }
}

choice! {
    /// What got in the way.
    Obstacle = core::Obstacle {
        /// I forgot.
        Forgot,
        /// It was too big.
        TooBig,
        /// No time.
        NoTime,
        /// Symptoms.
        Symptoms,
        /// Money, or getting there.
        MoneyOrTransport,
        /// Another person.
        OtherPerson,
        /// It is not important to me.
        NotImportantToMe,
        /// Something else.
        Other,
    }
}

both! {
    /// A homework as the person wants it. For an edit, every field is the new value.
    NewHomework = core::NewHomework {
        /// What it is called, at most 280 characters.
        title: String,
        /// The module it belongs to, in words; may be empty.
        #[uniffi(default)]
        module: String,
        /// Why, in words; may be empty.
        #[uniffi(default)]
        why: String,
        /// The long-term or short-term goal it serves, if it points to one.
        #[uniffi(default)]
        goal: Option<RecordId>,
        /// What exactly; may be empty.
        #[uniffi(default)]
        what_exactly: String,
        /// Where; may be empty.
        #[uniffi(default)]
        where_words: String,
        /// With whom; may be empty.
        #[uniffi(default)]
        with_whom: String,
        /// The worksheet that goes with it, by its name in the content; may be empty.
        #[uniffi(default)]
        worksheet: String,
        /// How it came about.
        origin: Origin,
        /// How sure I am that I will do it, 0-10, if asked.
        #[uniffi(default)]
        confidence: Option<i64>,
        /// A smaller version for a hard day; may be empty.
        #[uniffi(default)]
        smaller_version: String,
        /// How often.
        how_often: HowOften,
        /// The first day it is for; left out: today, or in an edit as it was.
        #[uniffi(default)]
        first_day: Option<CivilDate>,
        /// Until about when. Soft; a repeating homework comes up no more after it.
        #[uniffi(default)]
        by_about: Option<CivilDate>,
        /// Time on the wall of a reminder on each day it is for.
        #[uniffi(default)]
        reminder_time: Option<CivilTime>,
        /// The module it belongs to, by its id in the pack; may be empty.
        #[uniffi(default)]
        module_id: String,
        /// The pack's homework it was made from, by its id; may be empty.
        #[uniffi(default)]
        option_id: String,
    }
}

edit! {
    /// What the person says about one occurrence.
    NewHomeworkResult into core::NewHomeworkResult {
        /// Which homework.
        homework: HomeworkId,
        /// The day it answers, from the first day up to today. A day between two occurrences
        /// answers the earlier one: what was meant for Monday may be done on Thursday.
        occurrence: CivilDate,
        /// What became of it.
        result: HomeworkOutcome,
        /// The smaller version was done.
        #[uniffi(default)]
        smaller: bool,
        /// What got in the way, if said.
        #[uniffi(default)]
        obstacle: Option<Obstacle>,
        /// Anything else; may be empty.
        #[uniffi(default)]
        note: String,
        /// How helpful it was, 0-4, if said.
        #[uniffi(default)]
        helpfulness: Option<i64>,
    }
}

view! {
    /// An answer about one occurrence.
    HomeworkResultView from core::HomeworkResultView {
        /// Which.
        id: HomeworkResultId,
        /// Of which homework.
        homework: HomeworkId,
        /// The day it answers.
        occurrence: CivilDate,
        /// What became of it.
        result: HomeworkOutcome,
        /// The smaller version was done.
        smaller: bool,
        /// What got in the way.
        obstacle: Option<Obstacle>,
        /// Anything else.
        note: String,
        /// How helpful it was, 0-4.
        helpfulness: Option<i64>,
        /// The person's day it was written.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// A homework, as it is shown.
    HomeworkItem from core::HomeworkItem {
        /// Which.
        id: HomeworkId,
        /// What it is called.
        title: String,
        /// The module it belongs to.
        module: String,
        /// Why.
        why: String,
        /// The goal it serves.
        goal: Option<RecordId>,
        /// What exactly.
        what_exactly: String,
        /// Where.
        where_words: String,
        /// With whom.
        with_whom: String,
        /// Its worksheet.
        worksheet: String,
        /// How it came about.
        origin: Origin,
        /// The proposal it came from.
        proposal: Option<RecordId>,
        /// How sure I am, 0-10.
        confidence: Option<i64>,
        /// A smaller version.
        smaller_version: String,
        /// How often.
        how_often: HowOften,
        /// The first day it is for.
        first_day: CivilDate,
        /// Until about when.
        by_about: Option<CivilDate>,
        /// Time on the wall of its reminder.
        reminder_time: Option<CivilTime>,
        /// Where it stands.
        state: HomeworkState,
        /// The module it belongs to, by its id in the pack; may be empty.
        module_id: String,
        /// The pack's homework it was made from; may be empty.
        option_id: String,
        /// The occurrence that waits for an answer today, if one does.
        occurrence: Option<CivilDate>,
        /// The next day it comes up, after today.
        next_day: Option<CivilDate>,
        /// The newest answer.
        newest: Option<HomeworkResultView>,
        /// Day on which it was last talked over, at a meeting or elsewhere.
        reviewed_on: Option<CivilDate>,
        /// I am not very sure about it (below 7 of 10): suggest making it smaller.
        suggest_smaller: bool,
        /// "Not yet" was answered twice in a row: offer the smaller version, or problem solving, once.
        offer_smaller: bool,
    }
}

view! {
    /// The homework screen.
    HomeworkView from core::HomeworkView {
        /// What waits for an answer today; what is furthest back stands first.
        due: Vec<HomeworkItem>,
        /// What comes up on a later day, the nearest first.
        coming: Vec<HomeworkItem>,
        /// What rests.
        resting: Vec<HomeworkItem>,
        /// What is finished, let go or has come to its end, the newest first, at most 50.
        past: Vec<HomeworkItem>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The homework screen.
    pub fn homework(&self) -> Result<HomeworkView> {
        self.call(handrail_core::Handrail::homework)
    }

    /// The answers about one homework, the newest first, at most 200.
    pub fn homework_results(&self, id: HomeworkId) -> Result<Vec<HomeworkResultView>> {
        self.call(|core| core.homework_results(id.taken("id")?))
    }

    /// Adds a homework.
    pub fn save_homework(&self, details: NewHomework) -> Result<Changes> {
        self.call(|core| core.save_homework(&details.taken("details")?))
    }

    /// Says a homework differently, or makes it smaller. What it said before stays as a revision.
    pub fn edit_homework(&self, id: HomeworkId, edit: NewHomework) -> Result<Changes> {
        self.call(|core| core.edit_homework(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Lets a homework rest, finishes it, lets it go, or takes it up again.
    pub fn set_homework_state(&self, id: HomeworkId, state: HomeworkState) -> Result<Changes> {
        self.call(|core| core.set_homework_state(id.taken("id")?, state.taken("state")?))
    }

    /// Records what became of an occurrence.
    ///
    /// A second answer about the same occurrence takes the place of the first: the earlier one
    /// stays as a revision, and a double tap leaves one answer. Only a homework for once can be
    /// answered "not yet" on one day and "done" on another: those are two answers.
    pub fn record_homework(&self, details: NewHomeworkResult) -> Result<Changes> {
        self.call(|core| core.record_homework(&details.taken("details")?))
    }

    /// Changes an answer. The earlier one stays as a revision.
    pub fn edit_homework_result(&self, id: HomeworkResultId, edit: NewHomeworkResult) -> Result<Changes> {
        self.call(|core| core.edit_homework_result(id.taken("id")?, &edit.taken("edit")?))
    }
}
