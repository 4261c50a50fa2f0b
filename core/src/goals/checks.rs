//! What may be kept of a goal, a step and what is said about them. Everything that comes in passes here.

use super::{Level, NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult};
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::store::Write;
use crate::store::kinds::{LONG_TERM_GOAL, SESSION, SHORT_TERM_GOAL, Values, maybe, value};
use crate::validate;

pub(super) fn long_values(w: &Write<'_>, new: &NewLongTermGoal, started: Day) -> Result<Values> {
    Ok(vec![
        ("title", value(validate::line("title", &new.title)?)),
        ("why", value(validate::text("why", &new.why)?)),
        ("how_will_we_know", value(validate::text("how_will_we_know", &new.how_will_we_know)?)),
        ("area", value(validate::optional_line("area", &new.area)?)),
        ("who_can_help", value(validate::text("who_can_help", &new.who_can_help)?)),
        ("started", value(began(w, started)?)),
        ("by_about", maybe(new.by_about.day(Level::LongTerm, started, w.day())?)),
    ])
}

pub(super) fn short_values(w: &Write<'_>, new: &NewShortTermGoal, started: Day) -> Result<Values> {
    validate::known(w.tx(), &LONG_TERM_GOAL, "goal", new.goal.0)?;
    Ok(vec![
        ("goal", value(new.goal.0)),
        ("title", value(validate::line("title", &new.title)?)),
        ("how_will_we_know", value(validate::text("how_will_we_know", &new.how_will_we_know)?)),
        ("strengths", value(validate::text("strengths", &new.strengths)?)),
        ("obstacles", value(validate::text("obstacles", &new.obstacles)?)),
        ("who_can_help", value(validate::text("who_can_help", &new.who_can_help)?)),
        ("started", value(began(w, started)?)),
        ("by_about", maybe(new.by_about.day(Level::ShortTerm, started, w.day())?)),
    ])
}

pub(super) fn step_values(w: &Write<'_>, new: &NewStep) -> Result<Values> {
    validate::known(w.tx(), &SHORT_TERM_GOAL, "goal", new.goal.0)?;
    let reminder_day = new.reminder_day.map(|d| validate::near_day("reminder_day", d, w.day())).transpose()?;
    match (reminder_day, new.reminder_time) {
        (Some(_), None) => return Err(Error::invalid("reminder_time", Reason::Empty)),
        (None, Some(_)) => return Err(Error::invalid("reminder_day", Reason::Empty)),
        _ => {}
    }
    Ok(vec![
        ("goal", value(new.goal.0)),
        ("title", value(validate::line("title", &new.title)?)),
        ("who", value(validate::optional_line("who", &new.who)?)),
        ("when_words", value(validate::optional_line("when_words", &new.when_words)?)),
        ("where_words", value(validate::optional_line("where_words", &new.where_words)?)),
        ("how", value(validate::text("how", &new.how)?)),
        ("how_will_we_know", value(validate::text("how_will_we_know", &new.how_will_we_know)?)),
        ("by_about", maybe(new.by_about.day(Level::Step, w.day(), w.day())?)),
        ("reminder_day", maybe(reminder_day)),
        ("reminder_time", maybe(new.reminder_time)),
    ])
}

pub(super) fn result_values(new: &NewStepResult) -> Result<Values> {
    Ok(vec![
        ("step", value(new.step.0)),
        ("result", new.result.into()),
        ("what_helped", value(validate::text("what_helped", &new.what_helped)?)),
        ("got_in_the_way", value(validate::text("got_in_the_way", &new.got_in_the_way)?)),
        ("next_step", value(validate::text("next_step", &new.next_step)?)),
    ])
}

pub(super) fn review_values(w: &Write<'_>, new: &NewGoalReview) -> Result<Values> {
    validate::known(w.tx(), &LONG_TERM_GOAL, "goal", new.goal.0)?;
    if let Some(session) = new.session {
        validate::known(w.tx(), &SESSION, "session", session.0)?;
    }
    Ok(vec![
        ("goal", value(new.goal.0)),
        ("session", maybe(new.session.map(|s| s.0))),
        ("progress", value(validate::some_text("progress", &new.progress)?)),
        ("rating", maybe(validate::optional_scale("rating", new.rating, 0, 10)?)),
        ("what_next", value(validate::text("what_next", &new.what_next)?)),
    ])
}

/// A goal may have been started years before the app; only not after today.
fn began(w: &Write<'_>, started: Day) -> Result<Day> {
    if started <= w.day() { Ok(started) } else { Err(Error::invalid("started", Reason::ImpossibleDate)) }
}
