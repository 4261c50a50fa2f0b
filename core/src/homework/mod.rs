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
//! This file owns the records and their writes; [`occurrences`] the days; [`views`] the screen;
//! [`from_pack`] what it was made from; [`talked_over`] that it was talked over.

mod from_pack;
mod occurrences;
mod talked_over;
mod views;

use from_pack::FromPack;
pub use occurrences::occurrences;
pub use talked_over::{HomeworkReviewId, HomeworkReviewView, NewHomeworkReview};
pub use views::{HomeworkItem, HomeworkResultView, HomeworkView};
pub(crate) use views::{due_today, offered_smaller};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::clock::{Day, TimeOfDay};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::store::kinds::{HOMEWORK, HOMEWORK_RESULT, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// Below this confidence the screen suggests a smaller homework.
pub const CONFIDENT: i64 = 7;

id_type! {
    /// Names a homework.
    HomeworkId
}
id_type! {
    /// Names an answer about one occurrence.
    HomeworkResultId
}

choice! {
    /// How it came about.
    Origin {
        /// Agreed at a meeting.
        Agreed = "agreed",
        /// My own idea.
        SelfChosen = "self_chosen",
        /// Suggested by a practitioner, and mine since I said yes.
        Proposed = "proposed",
    }
}

choice! {
    /// How often.
    HowOften {
        /// Once.
        Once = "once",
        /// Every day.
        Daily = "daily",
        /// Every week, on the weekday of its first day.
        Weekly = "weekly",
    }
}

choice! {
    /// Where a homework stands.
    HomeworkState {
        /// Being done.
        Active = "active",
        /// Resting, easy to take up again.
        Paused = "paused",
        /// Done with.
        Finished = "finished",
        /// Set down on purpose, and kept.
        LetGo = "let_go",
    }
}

choice! {
    /// What became of an occurrence. Any try counts.
    HomeworkOutcome {
        /// I did it.
        Done = "done",
        /// I did some of it.
        Partly = "partly",
        /// Not yet.
        NotYet = "not_yet",
        /// Not today: says nothing more.
        NotToday = "not_today",
    }
}

choice! {
    /// What got in the way.
    Obstacle {
        /// I forgot.
        Forgot = "forgot",
        /// It was too big.
        TooBig = "too_big",
        /// No time.
        NoTime = "no_time",
        /// Symptoms.
        Symptoms = "symptoms",
        /// Money, or getting there.
        MoneyOrTransport = "money_or_transport",
        /// Another person.
        OtherPerson = "other_person",
        /// It is not important to me.
        NotImportantToMe = "not_important_to_me",
        /// Something else.
        Other = "other",
    }
}

/// A homework as the person wants it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewHomework {
    /// What it is called, at most 280 characters.
    pub title: String,
    /// The module it belongs to, in words; may be empty.
    pub module: String,
    /// Why, in words; may be empty.
    pub why: String,
    /// The long-term or short-term goal it serves, if it points to one.
    pub goal: Option<Id>,
    /// What exactly; may be empty.
    pub what_exactly: String,
    /// Where; may be empty.
    pub where_words: String,
    /// With whom; may be empty.
    pub with_whom: String,
    /// The worksheet that goes with it, by its name in the content; may be empty.
    pub worksheet: String,
    /// How it came about.
    pub origin: Origin,
    /// How sure I am that I will do it, 0-10, if asked.
    pub confidence: Option<i64>,
    /// A smaller version for a hard day; may be empty.
    pub smaller_version: String,
    /// How often.
    pub how_often: HowOften,
    /// The first day it is for; today (or, in an edit, as it was) where `None`.
    pub first_day: Option<Day>,
    /// Until about when. Soft; a repeating homework comes up no more after it.
    pub by_about: Option<Day>,
    /// Time on the wall of a reminder on each day it is for.
    pub reminder_time: Option<TimeOfDay>,
    /// The module it belongs to, by its id in the pack; may be empty.
    pub module_id: String,
    /// The pack's homework it was made from, by its id; may be empty.
    pub option_id: String,
}

/// What the person says about one occurrence.
#[derive(Clone, PartialEq, Eq)]
pub struct NewHomeworkResult {
    /// Which homework.
    pub homework: HomeworkId,
    /// The day it answers, from the first day up to today. A day between two occurrences
    /// answers the earlier one: what was meant for Monday may be done on Thursday.
    pub occurrence: Day,
    /// What became of it.
    pub result: HomeworkOutcome,
    /// The smaller version was done.
    pub smaller: bool,
    /// What got in the way, if said.
    pub obstacle: Option<Obstacle>,
    /// Anything else; may be empty.
    pub note: String,
    /// How helpful it was, 0-4, if said.
    pub helpfulness: Option<i64>,
}

impl Handrail {
    /// The homework screen.
    pub fn homework(&self) -> Result<HomeworkView> {
        let today = self.this_day()?;
        self.read(|c| views::screen(c, today))
    }

    /// The answers about one homework, the newest first, at most 200.
    pub fn homework_results(&self, id: HomeworkId) -> Result<Vec<HomeworkResultView>> {
        self.read(|c| views::results(c, id, None, 200))
    }

    /// Adds a homework.
    pub fn save_homework(&self, new: &NewHomework) -> Result<Changes> {
        self.write(|w| insert_homework(w, new, None).map(drop))
    }

    /// Says a homework differently, or makes it smaller. What it said before stays as a revision.
    pub fn edit_homework(&self, id: HomeworkId, edit: &NewHomework) -> Result<Changes> {
        self.write(|w| {
            let first_day = match edit.first_day {
                Some(day) => day,
                None => schedule_of(w.tx(), id)?.ok_or(Error::NotFound(HOMEWORK.name))?.first_day,
            };
            let before = FromPack::of(w.tx(), id)?;
            w.update(&HOMEWORK, id.0, &homework_values(w, edit, first_day, &before)?).map(drop)
        })
    }

    /// Lets a homework rest, finishes it, lets it go, or takes it up again.
    pub fn set_homework_state(&self, id: HomeworkId, state: HomeworkState) -> Result<Changes> {
        self.write(|w| w.update(&HOMEWORK, id.0, &vec![("state", state.into())]).map(drop))
    }

    /// Records what became of an occurrence.
    ///
    /// A second answer about the same occurrence takes the place of the first: the earlier one
    /// stays as a revision, and a double tap leaves one answer. Only a homework for once can be
    /// answered "not yet" on one day and "done" on another: those are two answers.
    pub fn record_homework(&self, new: &NewHomeworkResult) -> Result<Changes> {
        self.write(|w| record(w, new).map(drop))
    }

    /// Changes an answer. The earlier one stays as a revision.
    pub fn edit_homework_result(&self, id: HomeworkResultId, edit: &NewHomeworkResult) -> Result<Changes> {
        self.write(|w| {
            let schedule = known_schedule(w.tx(), edit.homework)?;
            let Some((old_day, old_result)) = w
                .tx()
                .prepare_cached("SELECT occurrence, result FROM homework_result WHERE id = ?1")?
                .query_row([id], |r| Ok((r.get::<_, Day>(0)?, r.get::<_, HomeworkOutcome>(1)?)))
                .optional()?
            else {
                return Err(Error::NotFound(HOMEWORK_RESULT.name));
            };
            // An answer keeps its day, even where the homework has moved to other days since.
            let occurrence =
                if edit.occurrence == old_day { old_day } else { schedule.answered_by(edit.occurrence, w.day())? };
            w.update(&HOMEWORK_RESULT, id.0, &result_values(edit, occurrence)?)?;
            if edit.result == old_result { Ok(()) } else { schedule.follow(w) }
        })
    }
}

/// Adds a homework inside a write that does more, such as taking a proposal on.
pub(crate) fn insert_homework(w: &Write<'_>, new: &NewHomework, proposal: Option<Id>) -> Result<HomeworkId> {
    let id = w.new_id()?;
    let first_day = new.first_day.unwrap_or(w.day());
    let mut values = homework_values(w, new, first_day, &FromPack::default())?;
    values.push(("proposal", maybe(proposal)));
    values.push(("state", HomeworkState::Active.into()));
    w.insert(&HOMEWORK, id, &values)?;
    Ok(HomeworkId(id))
}

/// Records an answer inside a write that does more, such as an action on a notification.
pub(crate) fn record(w: &Write<'_>, new: &NewHomeworkResult) -> Result<()> {
    let schedule = known_schedule(w.tx(), new.homework)?;
    let occurrence = schedule.answered_by(new.occurrence, w.day())?;
    let mut values = result_values(new, occurrence)?;
    if let Some(id) = schedule.answer_to_replace(w.tx(), occurrence, w.day())? {
        w.update(&HOMEWORK_RESULT, id, &values)?;
    } else {
        values.extend(w.made());
        w.insert(&HOMEWORK_RESULT, w.new_id()?, &values)?;
    }
    schedule.follow(w)
}

/// When a homework is for, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schedule {
    pub(crate) id: HomeworkId,
    pub(crate) how_often: HowOften,
    pub(crate) first_day: Day,
    pub(crate) by_about: Option<Day>,
    pub(crate) state: HomeworkState,
}

impl Schedule {
    /// The occurrence that an answer dated `day` is about.
    fn answered_by(&self, day: Day, today: Day) -> Result<Day> {
        let newest = occurrences::newest_until(self.first_day, self.how_often, self.by_about, day);
        let fits = newest.filter(|occurrence| match self.how_often {
            HowOften::Once => true,
            HowOften::Daily => *occurrence == day,
            HowOften::Weekly => day.number() - occurrence.number() < 7,
        });
        fits.filter(|_| day <= today).ok_or(Error::invalid("occurrence", Reason::ImpossibleDate))
    }

    /// The answer in whose place a new one about `occurrence` goes.
    fn answer_to_replace(&self, c: &Connection, occurrence: Day, today: Day) -> Result<Option<Id>> {
        let mut q = c.prepare_cached(
            "SELECT id, day, result FROM homework_result WHERE homework = ?1 AND occurrence = ?2 ORDER BY id DESC",
        )?;
        let rows = q.query_map(params![self.id, occurrence], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        for row in rows {
            let (id, day, result): (Id, Day, HomeworkOutcome) = row?;
            let settled = self.how_often != HowOften::Once && result != HomeworkOutcome::NotToday;
            if day == today || settled {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// A homework for once that is done is finished; if that answer is taken back, it is open again.
    fn follow(&self, w: &Write<'_>) -> Result<()> {
        if self.how_often != HowOften::Once {
            return Ok(());
        }
        let newest: HomeworkOutcome = w
            .tx()
            .prepare_cached(
                "SELECT result FROM homework_result WHERE homework = ?1 ORDER BY occurrence DESC, id DESC LIMIT 1",
            )?
            .query_row([self.id], |r| r.get(0))?;
        let next = match (newest, self.state) {
            (HomeworkOutcome::Done, _) => HomeworkState::Finished,
            (_, HomeworkState::Finished) => HomeworkState::Active,
            (_, state) => state,
        };
        w.update(&HOMEWORK, self.id.0, &vec![("state", next.into())]).map(drop)
    }
}

fn schedule_of(c: &Connection, id: HomeworkId) -> Result<Option<Schedule>> {
    let mut q = c.prepare_cached("SELECT how_often, first_day, by_about, state FROM homework WHERE id = ?1")?;
    let schedule = q
        .query_row([id], |r| {
            Ok(Schedule { id, how_often: r.get(0)?, first_day: r.get(1)?, by_about: r.get(2)?, state: r.get(3)? })
        })
        .optional()?;
    Ok(schedule)
}

fn known_schedule(c: &Connection, id: HomeworkId) -> Result<Schedule> {
    schedule_of(c, id)?.ok_or(Error::invalid("homework", Reason::UnknownId))
}

fn homework_values(w: &Write<'_>, new: &NewHomework, first_day: Day, before: &FromPack) -> Result<Values> {
    if let Some(goal) = new.goal {
        let there: bool = w
            .tx()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM long_term_goal WHERE id = ?1) OR EXISTS (SELECT 1 FROM short_term_goal WHERE id = ?1)",
            )?
            .query_row([goal], |r| r.get(0))?;
        if !there {
            return Err(Error::invalid("goal", Reason::UnknownId));
        }
    }
    let first_day = validate::near_day("first_day", first_day, w.day())?;
    let by_about = new.by_about.map(|d| validate::near_day("by_about", d, w.day())).transpose()?;
    if by_about.is_some_and(|d| d < first_day) {
        return Err(Error::invalid("by_about", Reason::ImpossibleDate));
    }
    Ok(vec![
        ("title", value(validate::line("title", &new.title)?)),
        ("module", value(validate::optional_line("module", &new.module)?)),
        ("why", value(validate::text("why", &new.why)?)),
        ("goal", maybe(new.goal)),
        ("what_exactly", value(validate::text("what_exactly", &new.what_exactly)?)),
        ("where_words", value(validate::optional_line("where_words", &new.where_words)?)),
        ("with_whom", value(validate::optional_line("with_whom", &new.with_whom)?)),
        ("worksheet", value(validate::optional_line("worksheet", &new.worksheet)?)),
        ("origin", new.origin.into()),
        ("confidence", maybe(validate::optional_scale("confidence", new.confidence, 0, 10)?)),
        ("smaller_version", value(validate::text("smaller_version", &new.smaller_version)?)),
        ("how_often", new.how_often.into()),
        ("first_day", value(first_day)),
        ("by_about", maybe(by_about)),
        ("reminder_time", maybe(new.reminder_time)),
        ("module_id", value(before.module(w.tx(), &new.module_id)?)),
        ("option_id", value(before.option(w.tx(), &new.option_id)?)),
    ])
}

fn result_values(new: &NewHomeworkResult, occurrence: Day) -> Result<Values> {
    Ok(vec![
        ("homework", value(new.homework.0)),
        ("occurrence", value(occurrence)),
        ("result", new.result.into()),
        ("smaller", value(i64::from(new.smaller))),
        ("obstacle", value(new.obstacle.map_or("", Obstacle::word).to_owned())),
        ("note", value(validate::text("note", &new.note)?)),
        ("helpfulness", maybe(validate::optional_scale("helpfulness", new.helpfulness, 0, 4)?)),
    ])
}
