//! What the goal sheet says beyond the goal itself: what recovery means to me here, the area of
//! life it came of, who held the pen, the modules that help, who was there when it was talked over.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::checks::{long_values, review_values};
use super::views::goals_of;
use super::{
    BeginAs, GoalReviewId, GoalReviewView, LongTermGoalId, LongTermGoalView, NewGoalReview, NewLongTermGoal,
    ShortTermGoalId,
};
use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::life_areas::{Area, LifeAreaRatingView, rating_of_goal};
use crate::programme::content;
use crate::store::kinds::{GOAL_REVIEW, LONG_TERM_GOAL, SHORT_TERM_GOAL, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate;

/// Most modules that one short-term goal or meeting names.
pub const MOST_MODULES: usize = 20;

/// What a long-term goal says beyond [`NewLongTermGoal`]. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct GoalMore {
    /// What recovery means to me here, at most [`validate::TEXT_LIMIT`] characters; may be empty.
    pub meaning: String,
    /// The area of life it belongs to, if any.
    pub life_area: Option<Area>,
    /// Who wrote while I talked, at most [`validate::LINE_LIMIT`] characters; empty where I wrote myself.
    pub scribe: String,
}

/// Who was there when a row of the goal sheet was written.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Company {
    /// Who was there, at most [`validate::LINE_LIMIT`] characters; may be empty.
    pub present: String,
    /// Who wrote it down, at most [`validate::LINE_LIMIT`] characters; may be empty.
    pub noted_by: String,
}

/// A row of the goal sheet with who was there.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalSheetRow {
    /// The row.
    pub review: GoalReviewView,
    /// Who was there.
    pub company: Company,
}

/// What a short-term goal says beyond its own record.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortTermMore {
    /// Which.
    pub id: ShortTermGoalId,
    /// Ids of the modules that help.
    pub modules: Vec<String>,
    /// The day it was reached, changed or let go.
    pub ended: Option<Day>,
}

/// The whole goal sheet of one long-term goal.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalSheet {
    /// The goal with its short-term goals and steps.
    pub goal: LongTermGoalView,
    /// What it says beyond that.
    pub more: GoalMore,
    /// The day it was reached, changed or let go.
    pub ended: Option<Day>,
    /// The goal in whose place it came, with its title.
    pub instead_of: Option<(LongTermGoalId, String)>,
    /// The rating of an area of life that it came of.
    pub came_of: Option<LifeAreaRatingView>,
    /// Its short-term goals, in the order of `goal.short_term`.
    pub short_term: Vec<ShortTermMore>,
    /// Its newest rows, at most 50.
    pub rows: Vec<GoalSheetRow>,
}

impl Handrail {
    /// The whole goal sheet of one long-term goal.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn goal_sheet(&self, goal: LongTermGoalId) -> Result<GoalSheet> {
        self.read(|c| sheet(c, goal))
    }

    /// The 50 rows of a goal sheet before this one.
    pub fn goal_sheet_rows_before(&self, goal: LongTermGoalId, row: GoalReviewId) -> Result<Vec<GoalSheetRow>> {
        self.read(|c| rows(c, goal, Some(row)))
    }

    /// Adds a long-term goal with all that its sheet says.
    ///
    /// # Errors
    /// As for [`Handrail::save_long_term_goal`] and [`Handrail::edit_goal_more`].
    pub fn save_long_term_goal_with(&self, new: &NewLongTermGoal, begin: BeginAs, more: &GoalMore) -> Result<Changes> {
        self.write(|w| insert_long_with(w, new, begin, more).map(drop))
    }

    /// Changes what a goal's sheet says beyond the goal itself.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `meaning`, `scribe` over their limits; `life_area` unknown.
    pub fn edit_goal_more(&self, goal: LongTermGoalId, more: &GoalMore) -> Result<Changes> {
        self.write(|w| {
            let before = more_of(w.tx(), goal)?.ok_or(Error::NotFound(LONG_TERM_GOAL.name))?.0.life_area;
            w.update(&LONG_TERM_GOAL, goal.0, &more_values(w, more, before.as_ref())?).map(drop)
        })
    }

    /// Says which modules help with a short-term goal, by their ids in the pack.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `modules` malformed, unknown to the pack, or more than [`MOST_MODULES`].
    pub fn set_short_term_goal_modules(&self, goal: ShortTermGoalId, modules: &[String]) -> Result<Changes> {
        self.write(|w| {
            let before = short_of(w.tx(), goal)?.ok_or(Error::NotFound(SHORT_TERM_GOAL.name))?.modules;
            let values = vec![("modules", value(module_list(w.tx(), "modules", modules, &before)?))];
            w.update(&SHORT_TERM_GOAL, goal.0, &values).map(drop)
        })
    }

    /// Writes a row of the goal sheet with who was there.
    ///
    /// # Errors
    /// As for [`Handrail::record_goal_review`]; `present`, `noted_by` over their limits.
    pub fn record_goal_sheet_row(&self, new: &NewGoalReview, company: &Company) -> Result<Changes> {
        self.write(|w| {
            let values = [review_values(w, new)?, company_values(company)?, w.made()].concat();
            w.insert(&GOAL_REVIEW, w.new_id()?, &values)
        })
    }

    /// Changes a row of the goal sheet and who was there. What it said before stays as a revision.
    pub fn edit_goal_sheet_row(&self, id: GoalReviewId, edit: &NewGoalReview, company: &Company) -> Result<Changes> {
        self.write(|w| {
            let values = [review_values(w, edit)?, company_values(company)?].concat();
            w.update(&GOAL_REVIEW, id.0, &values).map(drop)
        })
    }
}

/// A list of module ids as the store keeps it. What was there `before` may have been dropped by the pack since: it stays.
pub(crate) fn module_list(
    c: &Connection,
    field: &'static str,
    modules: &[String],
    before: &[String],
) -> Result<String> {
    let pack = content(c)?.pack;
    let mut ids = Vec::new();
    for id in modules {
        let id = validate::content_id(field, id)?;
        if pack.module(&id).is_none() && !before.contains(&id) {
            return Err(Error::invalid(field, Reason::UnknownId));
        }
        ids.push(id);
    }
    validate::json_list(field, ids, MOST_MODULES)
}

/// Adds a long-term goal inside a write that does more, such as linking it to an area of life.
pub(crate) fn insert_long_with(
    w: &Write<'_>,
    new: &NewLongTermGoal,
    begin: BeginAs,
    more: &GoalMore,
) -> Result<LongTermGoalId> {
    let id = w.new_id()?;
    let mut values = long_values(w, new, new.started.unwrap_or(w.day()))?;
    values.extend(more_values(w, more, None)?);
    values.push(("state", begin.into()));
    values.push(("changed_to", maybe(None::<Id>)));
    w.insert(&LONG_TERM_GOAL, id, &values)?;
    Ok(LongTermGoalId(id))
}

fn more_values(w: &Write<'_>, more: &GoalMore, before: Option<&Area>) -> Result<Values> {
    // An area that the goal has already may have been dropped by the pack since: it stays.
    let area = match &more.life_area {
        Some(area) if before != Some(area) => area.checked(w.tx(), "life_area")?.word(),
        Some(area) => area.word(),
        None => String::new(),
    };
    Ok(vec![
        ("meaning", value(validate::text("meaning", &more.meaning)?)),
        ("life_area", value(area)),
        ("scribe", value(validate::optional_line("scribe", &more.scribe)?)),
    ])
}

fn company_values(company: &Company) -> Result<Values> {
    Ok(vec![
        ("present", value(validate::optional_line("present", &company.present)?)),
        ("noted_by", value(validate::optional_line("noted_by", &company.noted_by)?)),
    ])
}

fn sheet(c: &Connection, id: LongTermGoalId) -> Result<GoalSheet> {
    let not_there = Error::NotFound(LONG_TERM_GOAL.name);
    let goal = goals_of(c)?.goals.into_iter().find(|goal| goal.id == id).ok_or(not_there)?;
    let (more, ended) = more_of(c, id)?.ok_or(Error::NotFound(LONG_TERM_GOAL.name))?;
    let instead_of = c
        .prepare_cached("SELECT id, title FROM long_term_goal WHERE changed_to = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let mut short_term = Vec::new();
    for short in &goal.short_term {
        short_term.extend(short_of(c, short.id)?);
    }
    Ok(GoalSheet {
        goal,
        more,
        ended,
        instead_of,
        came_of: rating_of_goal(c, id)?,
        short_term,
        rows: rows(c, id, None)?,
    })
}

fn short_of(c: &Connection, id: ShortTermGoalId) -> Result<Option<ShortTermMore>> {
    let mut q = c.prepare_cached("SELECT id, modules, ended FROM short_term_goal WHERE id = ?1")?;
    let short = q.query_row([id], |r| {
        let modules = validate::list_of(r.get_ref(1)?.as_str()?);
        Ok(ShortTermMore { id: r.get(0)?, modules, ended: r.get(2)? })
    });
    Ok(short.optional()?)
}

pub(super) fn more_of(c: &Connection, id: LongTermGoalId) -> Result<Option<(GoalMore, Option<Day>)>> {
    let more = c
        .prepare_cached("SELECT meaning, life_area, scribe, ended FROM long_term_goal WHERE id = ?1")?
        .query_row([id], |r| {
            // What a newer version may have written here is no area that this one knows.
            let life_area = Area::parse("life_area", r.get_ref(1)?.as_str()?).ok().flatten();
            Ok((GoalMore { meaning: r.get(0)?, life_area, scribe: r.get(2)? }, r.get(3)?))
        })
        .optional()?;
    Ok(more)
}

fn rows(c: &Connection, goal: LongTermGoalId, before: Option<GoalReviewId>) -> Result<Vec<GoalSheetRow>> {
    let mut q = c.prepare_cached(
        "SELECT id, goal, session, progress, rating, what_next, day, made_ms, made_zone, made_offset, present, noted_by
           FROM goal_review WHERE goal = ?1 AND id < ?2 ORDER BY id DESC LIMIT 50",
    )?;
    let rows = q.query_map(params![goal, Id::before(before.map(|b| b.0))], row_of)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn row_of(r: &Row<'_>) -> rusqlite::Result<GoalSheetRow> {
    let review = GoalReviewView {
        id: r.get(0)?,
        goal: r.get(1)?,
        session: r.get(2)?,
        progress: r.get(3)?,
        rating: r.get(4)?,
        what_next: r.get(5)?,
        day: r.get(6)?,
        made: Moment { instant_ms: r.get(7)?, zone: r.get(8)?, offset_min: r.get(9)? },
    };
    Ok(GoalSheetRow { review, company: Company { present: r.get(10)?, noted_by: r.get(11)? } })
}
