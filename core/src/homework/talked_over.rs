//! That a homework was talked over: on which day, with whom, and what was said. A conversation,
//! not a mark: nothing is counted, and a homework that was never talked over is no less done.

use rusqlite::{Connection, Row, params};

use super::{HomeworkId, HomeworkResultId, HomeworkResultView, views};
use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::sessions::{SessionId, SessionPart, name_homework};
use crate::store::kinds::{HOMEWORK, HOMEWORK_REVIEW, SESSION, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate;

id_type! {
    /// Names one time that a homework was talked over.
    HomeworkReviewId
}

/// That a homework was talked over.
#[derive(Clone, PartialEq, Eq)]
pub struct NewHomeworkReview {
    /// Which homework.
    pub homework: HomeworkId,
    /// At which meeting, if at one; the meeting then says so too.
    pub session: Option<SessionId>,
    /// With whom, at most [`validate::LINE_LIMIT`] characters; may be empty.
    pub with_whom: String,
    /// What was said, at most [`validate::TEXT_LIMIT`] characters; may be empty.
    pub note: String,
}

/// The same, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeworkReviewView {
    /// Which.
    pub id: HomeworkReviewId,
    /// Which homework.
    pub homework: HomeworkId,
    /// At which meeting.
    pub session: Option<SessionId>,
    /// With whom.
    pub with_whom: String,
    /// What was said.
    pub note: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

impl Handrail {
    /// Notes that a homework was talked over. Where that was at a meeting, the meeting names it too.
    ///
    /// # Errors
    /// `homework`, `session` unknown; `with_whom`, `note` over their limits.
    pub fn record_homework_review(&self, new: &NewHomeworkReview) -> Result<Changes> {
        self.write(|w| {
            let values = [checked(w, new)?, w.made()].concat();
            w.insert(&HOMEWORK_REVIEW, w.new_id()?, &values)?;
            at_meeting(w, new)
        })
    }

    /// Changes what was noted. The earlier words stay as a revision.
    ///
    /// # Errors
    /// As for recording; [`crate::Error::NotFound`].
    pub fn edit_homework_review(&self, id: HomeworkReviewId, edit: &NewHomeworkReview) -> Result<Changes> {
        self.write(|w| {
            w.update(&HOMEWORK_REVIEW, id.0, &checked(w, edit)?)?;
            at_meeting(w, edit)
        })
    }

    /// The times a homework was talked over, the newest first, 50 at a time: the newest, or those before `before`.
    ///
    /// # Errors
    /// `homework` unknown.
    pub fn homework_reviews(
        &self,
        homework: HomeworkId,
        before: Option<HomeworkReviewId>,
    ) -> Result<Vec<HomeworkReviewView>> {
        self.read(|c| {
            validate::known(c, &HOMEWORK, "homework", homework.0)?;
            let mut q = c.prepare_cached(
                "SELECT id, homework, session, with_whom, note, day, made_ms, made_zone, made_offset
                   FROM homework_review WHERE homework = ?1 AND id < ?2 ORDER BY id DESC LIMIT 50",
            )?;
            let rows =
                q.query_map(params![homework, Id::before(before.map(|b| b.0))], of_row)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// The 200 answers about a homework before this one: those about earlier days.
    pub fn homework_results_before(
        &self,
        homework: HomeworkId,
        result: HomeworkResultId,
    ) -> Result<Vec<HomeworkResultView>> {
        self.read(|c| views::results(c, homework, Some(result), 200))
    }
}

/// The day on which a homework was last talked over, by itself or as a meeting says.
pub(super) fn last_day(c: &Connection, homework: HomeworkId) -> Result<Option<Day>> {
    let day = c
        .prepare_cached(
            "SELECT max(day) FROM (
                SELECT max(s.day) AS day FROM session_homework h JOIN session s ON s.id = h.session
                 WHERE h.homework = ?1 AND h.part = 'reviewed'
                UNION ALL SELECT max(day) FROM homework_review WHERE homework = ?1)",
        )?
        .query_row([homework], |r| r.get(0))?;
    Ok(day)
}

fn checked(w: &Write<'_>, new: &NewHomeworkReview) -> Result<Values> {
    validate::known(w.tx(), &HOMEWORK, "homework", new.homework.0)?;
    if let Some(session) = new.session {
        validate::known(w.tx(), &SESSION, "session", session.0)?;
    }
    Ok(vec![
        ("homework", value(new.homework.0)),
        ("session", maybe(new.session.map(|s| s.0))),
        ("with_whom", value(validate::optional_line("with_whom", &new.with_whom)?)),
        ("note", value(validate::text("note", &new.note)?)),
    ])
}

fn at_meeting(w: &Write<'_>, new: &NewHomeworkReview) -> Result<()> {
    new.session.map_or(Ok(()), |session| name_homework(w, session, new.homework, SessionPart::Reviewed))
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<HomeworkReviewView> {
    Ok(HomeworkReviewView {
        id: r.get(0)?,
        homework: r.get(1)?,
        session: r.get(2)?,
        with_whom: r.get(3)?,
        note: r.get(4)?,
        day: r.get(5)?,
        made: Moment { instant_ms: r.get(6)?, zone: r.get(7)?, offset_min: r.get(8)? },
    })
}
