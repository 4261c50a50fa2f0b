//! The problem solving screens, and where a sheet was left.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::left_at::{Filled, ORDER, left_at};
use super::{ProblemId, ProblemIdeaId, ProblemNext, ProblemPart, ProblemPlan, ProblemReviewId, ProblemState};
use crate::clock::{Day, Moment};
use crate::error::{Error, Result};
use crate::goals::{StepId, active_steps};
use crate::homework::{HomeworkId, offered_smaller};
use crate::ids::Id;
use crate::store::kinds::PROBLEM;

/// Ideas that the sheet asks for. One is enough to go on.
pub const WANTED_IDEAS: usize = 3;

/// What a problem is about.
#[derive(Clone, PartialEq, Eq)]
pub enum StuckOn {
    /// A step.
    Step {
        /// Which.
        id: StepId,
        /// Its title now; empty where it was taken away.
        title: String,
    },
    /// A homework.
    Homework {
        /// Which.
        id: HomeworkId,
        /// Its title now; empty where it was taken away.
        title: String,
    },
}

/// Something that problem solving could help with now: "not yet" was answered twice.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemOffer {
    /// What it is about.
    pub about: StuckOn,
}

/// An idea, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemIdeaView {
    /// Which.
    pub id: ProblemIdeaId,
    /// The idea.
    pub idea: String,
    /// What speaks for it.
    pub good_sides: String,
    /// What speaks against it.
    pub bad_sides: String,
    /// It is chosen, or part of the mix.
    pub chosen: bool,
}

/// A look back, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemReviewView {
    /// Which.
    pub id: ProblemReviewId,
    /// What worked.
    pub what_worked: String,
    /// What comes next.
    pub next: ProblemNext,
    /// Anything else.
    pub note: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// A sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemView {
    /// Which.
    pub id: ProblemId,
    /// What the problem is.
    pub problem: String,
    /// What it is about, if it is about a step or a homework.
    pub about: Option<StuckOn>,
    /// The ideas, as the person put them.
    pub ideas: Vec<ProblemIdeaView>,
    /// The choice, in words.
    pub choice: String,
    /// The plan.
    pub plan: ProblemPlan,
    /// The day it was practised.
    pub practised_on: Option<Day>,
    /// When it was begun.
    pub started: Day,
    /// Where it stands.
    pub state: ProblemState,
    /// The newest looks back, at most 10.
    pub reviews: Vec<ProblemReviewView>,
    /// Where it was left: the part to open. A pointer, never a gate; none where it is solved or let go.
    pub next_open: Option<ProblemPart>,
    /// The parts with nothing in them yet, in order.
    pub empty: Vec<ProblemPart>,
    /// The day to look back has come.
    pub look_back_today: bool,
}

/// The problem solving screen.
#[derive(Clone, PartialEq, Eq)]
pub struct ProblemsView {
    /// What is being worked on, the newest first.
    pub open: Vec<ProblemView>,
    /// What is solved or let go, the newest first, at most 50.
    pub past: Vec<ProblemView>,
    /// Steps and homework that it could help with, without those that have an open sheet.
    pub offers: Vec<ProblemOffer>,
}

const COLUMNS: &str = "SELECT id, problem, step, homework, choice, what, who, when_words, what_is_needed, in_the_way, \
                       my_answer, review_on, practised_on, started, state FROM problem";

pub(super) fn screen(c: &Connection, today: Day) -> Result<ProblemsView> {
    let mut q = c.prepare_cached(&format!("{COLUMNS} WHERE state = 'open' ORDER BY id DESC"))?;
    let rows: Vec<ProblemView> = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    let open: Vec<ProblemView> = rows.into_iter().map(|view| whole(c, view, today)).collect::<Result<_>>()?;
    let taken = |about: &StuckOn| {
        open.iter().any(|problem| match (&problem.about, about) {
            (Some(StuckOn::Step { id, .. }), StuckOn::Step { id: other, .. }) => id == other,
            (Some(StuckOn::Homework { id, .. }), StuckOn::Homework { id: other, .. }) => id == other,
            _ => false,
        })
    };
    let steps = active_steps(c)?.into_iter().filter(|step| step.offer.is_some());
    let steps = steps.map(|step| StuckOn::Step { id: step.id, title: step.title });
    let homework = offered_smaller(c)?.into_iter();
    let homework = homework.map(|item| StuckOn::Homework { id: item.id, title: item.title });
    let offers = steps.chain(homework).filter(|about| !taken(about)).map(|about| ProblemOffer { about }).collect();
    Ok(ProblemsView { past: past(c, None, today)?, offers, open })
}

pub(super) fn past(c: &Connection, before: Option<ProblemId>, today: Day) -> Result<Vec<ProblemView>> {
    let mut q = c.prepare_cached(&format!("{COLUMNS} WHERE state <> 'open' AND id < ?1 ORDER BY id DESC LIMIT 50"))?;
    let rows: Vec<ProblemView> = q.query_map([Id::before(before.map(|b| b.0))], of_row)?.collect::<Result<_, _>>()?;
    rows.into_iter().map(|view| whole(c, view, today)).collect()
}

pub(super) fn one(c: &Connection, id: ProblemId, today: Day) -> Result<ProblemView> {
    let row = c.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?.query_row([id], of_row).optional()?;
    whole(c, row.ok_or(Error::NotFound(PROBLEM.name))?, today)
}

pub(super) fn reviews(
    c: &Connection,
    problem: ProblemId,
    before: Option<ProblemReviewId>,
    limit: i64,
) -> Result<Vec<ProblemReviewView>> {
    let mut q = c.prepare_cached(
        "SELECT id, what_worked, next, note, day, made_ms, made_zone, made_offset FROM problem_review
          WHERE problem = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
    )?;
    let rows = q.query_map(params![problem, Id::before(before.map(|b| b.0)), limit], |r| {
        Ok(ProblemReviewView {
            id: r.get(0)?,
            what_worked: r.get(1)?,
            next: r.get(2)?,
            note: r.get(3)?,
            day: r.get(4)?,
            made: Moment { instant_ms: r.get(5)?, zone: r.get(6)?, offset_min: r.get(7)? },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds what hangs on a problem, and where it was left.
fn whole(c: &Connection, mut view: ProblemView, today: Day) -> Result<ProblemView> {
    if let Some(about) = &mut view.about {
        let (sql, id, title) = match about {
            StuckOn::Step { id, title } => ("SELECT title FROM step WHERE id = ?1", id.0, title),
            StuckOn::Homework { id, title } => ("SELECT title FROM homework WHERE id = ?1", id.0, title),
        };
        *title = c.prepare_cached(sql)?.query_row([id], |r| r.get(0)).optional()?.unwrap_or_default();
    }
    let mut q = c.prepare_cached(
        "SELECT id, idea, good_sides, bad_sides, chosen FROM problem_idea WHERE problem = ?1 ORDER BY position, id",
    )?;
    let ideas = q.query_map([view.id], |r| {
        Ok(ProblemIdeaView {
            id: r.get(0)?,
            idea: r.get(1)?,
            good_sides: r.get(2)?,
            bad_sides: r.get(3)?,
            chosen: r.get(4)?,
        })
    })?;
    view.ideas = ideas.collect::<Result<_, _>>()?;
    view.reviews = reviews(c, view.id, None, 10)?;
    view.empty = ORDER.into_iter().filter(|part| filled(&view, *part) == Filled::Empty).collect();
    if view.state == ProblemState::Open {
        view.next_open = Some(match view.reviews.first() {
            Some(newest) if !changed_since(c, view.id, newest.id)? => after(newest.next),
            Some(_) => ProblemPart::Review,
            None => left_at(ORDER.map(|part| filled(&view, part))),
        });
        view.look_back_today = view.plan.review_on.is_some_and(|day| day <= today)
            && view.reviews.first().is_none_or(|newest| Some(newest.day) < view.plan.review_on);
    }
    Ok(view)
}

fn filled(view: &ProblemView, part: ProblemPart) -> Filled {
    let of = |some: bool, all: bool| match (some, all) {
        (_, true) => Filled::Done,
        (true, false) => Filled::Begun,
        (false, false) => Filled::Empty,
    };
    let weighed = |idea: &ProblemIdeaView| !idea.good_sides.is_empty() || !idea.bad_sides.is_empty();
    match part {
        ProblemPart::Problem => of(true, true),
        ProblemPart::Ideas => of(!view.ideas.is_empty(), view.ideas.len() >= WANTED_IDEAS),
        ProblemPart::Sides => {
            of(view.ideas.iter().any(weighed), !view.ideas.is_empty() && view.ideas.iter().all(weighed))
        }
        ProblemPart::Choice => {
            let chosen = view.ideas.iter().any(|idea| idea.chosen) || !view.choice.is_empty();
            of(chosen, chosen)
        }
        ProblemPart::Plan => of(view.plan != ProblemPlan::default(), !view.plan.what.is_empty()),
        ProblemPart::Practise => of(false, view.practised_on.is_some()),
        ProblemPart::Review => of(false, !view.reviews.is_empty()),
    }
}

/// Where a look back leads.
fn after(next: ProblemNext) -> ProblemPart {
    match next {
        ProblemNext::Keep | ProblemNext::Solved => ProblemPart::Review,
        ProblemNext::Change => ProblemPart::Plan,
        ProblemNext::AnotherIdea => ProblemPart::Choice,
    }
}

/// Whether the choice, the plan or the ideas were touched after this look back.
fn changed_since(c: &Connection, problem: ProblemId, review: ProblemReviewId) -> Result<bool> {
    let mut q = c.prepare_cached(
        "SELECT coalesce(max(stamp), 0) > (SELECT coalesce(max(stamp), 0) FROM cell WHERE record = ?2)
           FROM cell WHERE (record = ?1 AND field NOT IN ('state', 'step', 'homework', 'review_on'))
             OR record IN (SELECT id FROM problem_idea WHERE problem = ?1)",
    )?;
    Ok(q.query_row(params![problem, review], |r| r.get(0))?)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<ProblemView> {
    let about = match (r.get::<_, Option<StepId>>(2)?, r.get::<_, Option<HomeworkId>>(3)?) {
        (Some(id), _) => Some(StuckOn::Step { id, title: String::new() }),
        (None, Some(id)) => Some(StuckOn::Homework { id, title: String::new() }),
        (None, None) => None,
    };
    Ok(ProblemView {
        id: r.get(0)?,
        problem: r.get(1)?,
        about,
        ideas: Vec::new(),
        choice: r.get(4)?,
        plan: ProblemPlan {
            what: r.get(5)?,
            who: r.get(6)?,
            when_words: r.get(7)?,
            what_is_needed: r.get(8)?,
            in_the_way: r.get(9)?,
            my_answer: r.get(10)?,
            review_on: r.get(11)?,
        },
        practised_on: r.get(12)?,
        started: r.get(13)?,
        state: r.get(14)?,
        reviews: Vec::new(),
        next_open: None,
        empty: Vec::new(),
        look_back_today: false,
    })
}
