//! Tests of "your usual": golden vectors, single cases, properties, and the
//! fixed hash of its numbers. The vectors are tabled in `docs/signs.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::float_cmp)]

mod cases;
mod parameters;
mod properties;
mod vectors;

use super::DayNumber;
use super::parameters::{Form, Sensitivity};
use super::usual::{Comparison, DayPoint, History, NewUsualAnswer, Opening, Rating, SignCount, YourUsual, your_usual};

/// A person with one or more signs, built up a stretch of days at a time.
#[derive(Debug, Clone)]
struct Person {
    scale_max: f64,
    form: Form,
    sensitivity: Sensitivity,
    sign_counts: Vec<SignCount>,
    ratings: Vec<Rating<u128>>,
    answers: Vec<NewUsualAnswer>,
    resets: Vec<DayNumber>,
}

impl Person {
    /// One sign, scale 0-3, daily form, standard.
    fn new() -> Self {
        Person {
            scale_max: 3.0,
            form: Form::DailyTogether,
            sensitivity: Sensitivity::Standard,
            sign_counts: vec![SignCount { from: 1, count: 1 }],
            ratings: Vec::new(),
            answers: Vec::new(),
            resets: Vec::new(),
        }
    }

    /// Days 1-28 rated 0.
    fn all_zero() -> Self {
        Person::new().daily(1, &[0.0; 28])
    }

    /// Days 1-28 rated 0, 2, 0, 2, ... (usual 1).
    fn alternating() -> Self {
        Person::new().daily(1, &[0.0, 2.0].repeat(14))
    }

    fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    fn sensitivity(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    fn rate(mut self, day: DayNumber, sign: u128, value: f64) -> Self {
        let entered = self.ratings.len() as u64;
        self.ratings.push(Rating { day, sign, value, entered });
        self
    }

    /// One rating a day from `day` on.
    fn daily(self, day: DayNumber, values: &[f64]) -> Self {
        (day..).zip(values).fold(self, |person, (day, value)| person.rate(day, 1, *value))
    }

    fn answer(mut self, day: DayNumber, yes: bool) -> Self {
        self.answers.push(NewUsualAnswer { day, yes });
        self
    }

    fn reset(mut self, day: DayNumber) -> Self {
        self.resets.push(day);
        self
    }

    fn history(&self, today: DayNumber) -> History<'_, u128> {
        History {
            scale_max: self.scale_max,
            form: self.form,
            sensitivity: self.sensitivity,
            sign_counts: &self.sign_counts,
            ratings: &self.ratings,
            answers: &self.answers,
            resets: &self.resets,
            today,
        }
    }

    fn on(&self, today: DayNumber) -> YourUsual {
        your_usual(&self.history(today)).expect("valid history")
    }

    /// The rule on the day of the newest rating.
    fn at_end(&self) -> YourUsual {
        self.on(self.ratings.iter().map(|r| r.day).max().unwrap_or(0))
    }
}

fn point(result: &YourUsual, day: DayNumber) -> DayPoint {
    *result.series.iter().find(|p| p.day == day).expect("a rated day")
}

fn comparison(result: &YourUsual, day: DayNumber) -> Comparison {
    point(result, day).comparison.expect("after learning")
}

/// The day of the only opening.
fn opens_once(result: &YourUsual) -> DayNumber {
    assert_eq!(result.openings.len(), 1, "{:?}", result.openings);
    result.openings[0].opened
}

fn opening(opened: DayNumber, closed: Option<DayNumber>) -> Opening {
    Opening { opened, closed }
}
