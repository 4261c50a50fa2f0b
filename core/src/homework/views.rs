//! The homework screen: what is for today, what comes, what rests, what lies behind.

use rusqlite::{Connection, Row, params};

use super::{
    CONFIDENT, HomeworkId, HomeworkOutcome, HomeworkResultId, HomeworkState, HowOften, Obstacle, Origin, Schedule,
    occurrences::{newest_until, occurrences},
    talked_over::last_day,
};
use crate::clock::{Day, Moment, TimeOfDay};
use crate::error::Result;
use crate::ids::Id;
use crate::offers::after_two_not_yets;

/// An answer about one occurrence.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeworkResultView {
    /// Which.
    pub id: HomeworkResultId,
    /// Of which homework.
    pub homework: HomeworkId,
    /// The day it answers.
    pub occurrence: Day,
    /// What became of it.
    pub result: HomeworkOutcome,
    /// The smaller version was done.
    pub smaller: bool,
    /// What got in the way.
    pub obstacle: Option<Obstacle>,
    /// Anything else.
    pub note: String,
    /// How helpful it was, 0-4.
    pub helpfulness: Option<i64>,
    /// The person's day it was written.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// A homework, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeworkItem {
    /// Which.
    pub id: HomeworkId,
    /// What it is called.
    pub title: String,
    /// The module it belongs to.
    pub module: String,
    /// Why.
    pub why: String,
    /// The goal it serves.
    pub goal: Option<Id>,
    /// What exactly.
    pub what_exactly: String,
    /// Where.
    pub where_words: String,
    /// With whom.
    pub with_whom: String,
    /// Its worksheet.
    pub worksheet: String,
    /// How it came about.
    pub origin: Origin,
    /// The proposal it came from.
    pub proposal: Option<Id>,
    /// How sure I am, 0-10.
    pub confidence: Option<i64>,
    /// A smaller version.
    pub smaller_version: String,
    /// How often.
    pub how_often: HowOften,
    /// The first day it is for.
    pub first_day: Day,
    /// Until about when.
    pub by_about: Option<Day>,
    /// Time on the wall of its reminder.
    pub reminder_time: Option<TimeOfDay>,
    /// Where it stands.
    pub state: HomeworkState,
    /// The module it belongs to, by its id in the pack; may be empty.
    pub module_id: String,
    /// The pack's homework it was made from; may be empty.
    pub option_id: String,
    /// The occurrence that waits for an answer today, if one does.
    pub occurrence: Option<Day>,
    /// The next day it comes up, after today.
    pub next_day: Option<Day>,
    /// The newest answer.
    pub newest: Option<HomeworkResultView>,
    /// Day on which it was last talked over, at a meeting or elsewhere.
    pub reviewed_on: Option<Day>,
    /// I am not very sure about it (below [`CONFIDENT`]): suggest making it smaller.
    pub suggest_smaller: bool,
    /// "Not yet" was answered twice in a row: offer the smaller version, or problem solving, once.
    pub offer_smaller: bool,
}

/// The homework screen.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeworkView {
    /// What waits for an answer today; what is furthest back stands first.
    pub due: Vec<HomeworkItem>,
    /// What comes up on a later day, the nearest first.
    pub coming: Vec<HomeworkItem>,
    /// What rests.
    pub resting: Vec<HomeworkItem>,
    /// What is finished, let go or has come to its end, the newest first, at most 50.
    pub past: Vec<HomeworkItem>,
}

const COLUMNS: &str = "SELECT id, title, module, why, goal, what_exactly, where_words, with_whom, worksheet, origin, \
                       proposal, confidence, smaller_version, how_often, first_day, by_about, reminder_time, state, \
                       module_id, option_id FROM homework";

const RESULT_COLUMNS: &str = "SELECT r.id, r.homework, r.occurrence, r.result, r.smaller, r.obstacle, r.note, \
                              r.helpfulness, r.day, r.made_ms, r.made_zone, r.made_offset";

pub(super) fn screen(c: &Connection, today: Day) -> Result<HomeworkView> {
    let mut view = HomeworkView { due: Vec::new(), coming: Vec::new(), resting: Vec::new(), past: Vec::new() };
    for mut item in list(c, "WHERE state = 'active' ORDER BY id")? {
        schedule(c, &mut item, today)?;
        let item = with_answers(c, item)?;
        match (item.occurrence, item.next_day) {
            (Some(_), _) => view.due.push(item),
            (None, Some(_)) => view.coming.push(item),
            (None, None) => view.past.insert(0, item),
        }
    }
    crate::sorting::by_key(&mut view.due, |item| item.occurrence);
    crate::sorting::by_key(&mut view.coming, |item| item.next_day);
    for item in list(c, "WHERE state = 'paused' ORDER BY id")? {
        view.resting.push(with_answers(c, item)?);
    }
    // Newest first by id alone: of years of them, only so many are read.
    for item in list(c, "WHERE +state IN ('finished', 'let_go') ORDER BY id DESC LIMIT 50")? {
        view.past.push(with_answers(c, item)?);
    }
    view.past.truncate(50);
    Ok(view)
}

/// What waits for an answer today; what is furthest back stands first.
pub(crate) fn due_today(c: &Connection, today: Day) -> Result<Vec<HomeworkItem>> {
    let mut due = Vec::new();
    for mut item in list(c, "WHERE state = 'active' ORDER BY id")? {
        schedule(c, &mut item, today)?;
        if item.occurrence.is_some() {
            due.push(with_answers(c, item)?);
        }
    }
    crate::sorting::by_key(&mut due, |item| item.occurrence);
    Ok(due)
}

/// Homework that is being done and was answered "not yet" twice in a row.
pub(crate) fn offered_smaller(c: &Connection) -> Result<Vec<HomeworkItem>> {
    let active = list(c, "WHERE state = 'active' ORDER BY id")?.into_iter();
    let whole = active.map(|item| with_answers(c, item)).collect::<Result<Vec<_>>>()?;
    Ok(whole.into_iter().filter(|item| item.offer_smaller).collect())
}

/// Answers about one homework, those about the newest days first: the newest, or those before `before`.
pub(super) fn results(
    c: &Connection,
    homework: HomeworkId,
    before: Option<HomeworkResultId>,
    limit: i64,
) -> Result<Vec<HomeworkResultView>> {
    let mut q = c.prepare_cached(&format!(
        "{RESULT_COLUMNS} FROM homework_result r WHERE r.homework = ?1
            AND (?2 IS NULL OR (r.occurrence, r.id) < (SELECT b.occurrence, b.id FROM homework_result b WHERE b.id = ?2))
          ORDER BY r.occurrence DESC, r.id DESC LIMIT ?3"
    ))?;
    let rows = q.query_map(params![homework, before, limit], result_of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn list(c: &Connection, which: &str) -> Result<Vec<HomeworkItem>> {
    let mut q = c.prepare_cached(&format!("{COLUMNS} {which}"))?;
    let items = q.query_map([], item_of_row)?.collect::<Result<_, _>>()?;
    Ok(items)
}

/// Which occurrence waits today, and when the next one comes.
fn schedule(c: &Connection, item: &mut HomeworkItem, today: Day) -> Result<()> {
    let schedule = item.schedule();
    item.occurrence = match newest_until(item.first_day, item.how_often, item.by_about, today) {
        Some(occurrence)
            if schedule.still_asks(occurrence, today) && !schedule.is_answered(c, occurrence, today)? =>
        {
            Some(occurrence)
        }
        _ => None,
    };
    item.next_day = match item.how_often {
        // Until it is done it comes back, softly, day by day.
        HowOften::Once => Some(item.first_day.max(today.plus(1))),
        HowOften::Daily | HowOften::Weekly => {
            let ahead = today.plus(1).max(item.first_day);
            occurrences(item.first_day, item.how_often, item.by_about, ahead, ahead.plus(6)).next()
        }
    };
    Ok(())
}

impl HomeworkItem {
    fn schedule(&self) -> Schedule {
        Schedule {
            id: self.id,
            how_often: self.how_often,
            first_day: self.first_day,
            by_about: self.by_about,
            state: self.state,
        }
    }
}

impl Schedule {
    /// A day's homework is for that day; a week's may be done until the next one comes; one for
    /// once waits as long as it takes.
    fn still_asks(&self, occurrence: Day, today: Day) -> bool {
        let age = today.number() - occurrence.number();
        match self.how_often {
            HowOften::Once => true,
            HowOften::Daily => age == 0,
            HowOften::Weekly => age < 7,
        }
    }

    /// Whether `occurrence` needs no answer today.
    pub(crate) fn is_answered(&self, c: &Connection, occurrence: Day, today: Day) -> Result<bool> {
        let mut q =
            c.prepare_cached("SELECT result, day FROM homework_result WHERE homework = ?1 AND occurrence = ?2")?;
        let rows = q.query_map(params![self.id, occurrence], |r| Ok((r.get(0)?, r.get(1)?)))?;
        for row in rows {
            let (result, day): (HomeworkOutcome, Day) = row?;
            // One for once that is done is finished; if it was taken up again, it asks again tomorrow.
            let settled = result != HomeworkOutcome::NotToday && self.how_often != HowOften::Once;
            if settled || day == today {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Adds the newest answer and what the screen may suggest or offer.
fn with_answers(c: &Connection, mut item: HomeworkItem) -> Result<HomeworkItem> {
    item.newest = results(c, item.id, None, 1)?.into_iter().next();
    item.reviewed_on = last_day(c, item.id)?;
    if item.state == HomeworkState::Active {
        item.suggest_smaller = item.confidence.is_some_and(|sure| sure < CONFIDENT);
        item.offer_smaller = after_two_not_yets(answers_since_changed(c, item.id)?);
    }
    Ok(item)
}

/// The newest answers about what the homework asks now: is it "not yet"?
fn answers_since_changed(c: &Connection, id: HomeworkId) -> Result<Vec<bool>> {
    // A day or reminder that moved is not a change of what is asked.
    let changed: i64 = c
        .prepare_cached(
            "SELECT coalesce(max(stamp), 0) FROM cell WHERE record = ?1
                AND field IN ('title', 'what_exactly', 'smaller_version', 'how_often', 'where_words', 'with_whom')",
        )?
        .query_row([id], |r| r.get(0))?;
    let mut q = c.prepare_cached(
        "SELECT r.result = 'not_yet', coalesce(c.stamp, 0)
           FROM homework_result r LEFT JOIN cell c ON c.record = r.id AND c.field = ''
          WHERE r.homework = ?1 AND r.result <> 'not_today' ORDER BY r.occurrence DESC, r.id DESC LIMIT 3",
    )?;
    let answers: Vec<(bool, i64)> = q.query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(answers.into_iter().take_while(|(_, stamp)| *stamp >= changed).map(|(not_yet, _)| not_yet).collect())
}

/// Reads an obstacle; the empty word is none.
fn obstacle_of(r: &Row<'_>, column: usize) -> rusqlite::Result<Option<Obstacle>> {
    if r.get_ref(column)?.as_str()?.is_empty() { Ok(None) } else { r.get(column) }
}

fn result_of_row(r: &Row<'_>) -> rusqlite::Result<HomeworkResultView> {
    Ok(HomeworkResultView {
        id: r.get(0)?,
        homework: r.get(1)?,
        occurrence: r.get(2)?,
        result: r.get(3)?,
        smaller: r.get(4)?,
        obstacle: obstacle_of(r, 5)?,
        note: r.get(6)?,
        helpfulness: r.get(7)?,
        day: r.get(8)?,
        made: Moment { instant_ms: r.get(9)?, zone: r.get(10)?, offset_min: r.get(11)? },
    })
}

fn item_of_row(r: &Row<'_>) -> rusqlite::Result<HomeworkItem> {
    Ok(HomeworkItem {
        id: r.get(0)?,
        title: r.get(1)?,
        module: r.get(2)?,
        why: r.get(3)?,
        goal: r.get(4)?,
        what_exactly: r.get(5)?,
        where_words: r.get(6)?,
        with_whom: r.get(7)?,
        worksheet: r.get(8)?,
        origin: r.get(9)?,
        proposal: r.get(10)?,
        confidence: r.get(11)?,
        smaller_version: r.get(12)?,
        how_often: r.get(13)?,
        first_day: r.get(14)?,
        by_about: r.get(15)?,
        reminder_time: r.get(16)?,
        state: r.get(17)?,
        module_id: r.get(18)?,
        option_id: r.get(19)?,
        occurrence: None,
        next_day: None,
        newest: None,
        reviewed_on: None,
        suggest_smaller: false,
        offer_smaller: false,
    })
}
