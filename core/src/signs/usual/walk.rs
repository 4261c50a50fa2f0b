//! The fold itself: one step for each rated day, and what answers and resets
//! change between two steps.

use serde::{Deserialize, Serialize};

use super::scores::{DayScore, count};
use super::{Comparison, DayNumber, DayPoint, NewUsualAnswer, Opening, bits};
use crate::signs::parameters::{ASK_NEW_USUAL_DAYS, FormParameters, TOLERANCE};

/// Mean, spread and count of the ratings that make up a usual.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Usual {
    #[serde(with = "bits")]
    mean: f64,
    #[serde(with = "bits")]
    spread: f64,
    ratings: usize,
}

/// An open notice. Its usual stays frozen, or a rise would slowly become the
/// usual it is compared with and close itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct OpenNotice {
    opened: DayNumber,
    usual: Usual,
    last_no: Option<DayNumber>,
}

/// The fold over the rated days, oldest first: one [`Walk::step`] for each. It can be put aside after
/// any day and taken up again ([`Walk::put_aside`]); a test holds that to folding anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::signs) struct Walk {
    #[serde(skip, default = "daily")]
    p: FormParameters,
    #[serde(with = "bits")]
    scale_max: f64,
    /// Day of the first score of all.
    first_day: Option<DayNumber>,
    /// Number of scores so far.
    rated: usize,
    /// Whether learning is over.
    learned: bool,
    /// The scores so far, or what is still looked at of them.
    scores: Vec<DayScore>,
    /// Scores before this index no longer count for the usual.
    counts_from: usize,
    /// Index of the first score after a reset that is not in force yet.
    pending_reset: Option<usize>,
    #[serde(with = "bits")]
    recent: f64,
    #[serde(with = "bits")]
    variance: f64,
    last_day: Option<DayNumber>,
    highs_in_a_row: u32,
    open: Option<OpenNotice>,
    /// Every opening so far.
    pub(super) openings: Vec<Opening>,
    /// Every rated day so far, or the newest of them.
    pub(super) series: Vec<DayPoint>,
}

fn daily() -> FormParameters {
    crate::signs::parameters::DAILY_TOGETHER
}

impl Walk {
    pub(in crate::signs) fn new(p: FormParameters, scale_max: f64) -> Self {
        Self {
            p,
            scale_max,
            first_day: None,
            rated: 0,
            learned: false,
            scores: Vec::new(),
            counts_from: 0,
            pending_reset: None,
            recent: 0.0,
            variance: 0.0,
            last_day: None,
            highs_in_a_row: 0,
            open: None,
            openings: Vec::new(),
            series: Vec::new(),
        }
    }

    /// The same walk under its parameters, which are not kept with it.
    pub(in crate::signs) fn under(mut self, p: FormParameters) -> Self {
        self.p = p;
        self
    }

    /// Walks through these days, all later than those before. Answers and resets may be all there are:
    /// what was heard already is passed over.
    pub(in crate::signs) fn through(&mut self, scores: &[DayScore], answers: &[NewUsualAnswer], resets: &[DayNumber]) {
        let heard = self.scores.last().map(|s| s.day);
        let answers = in_order(answers, heard);
        let mut answers = answers.into_iter().peekable();
        let mut resets = resets.to_vec();
        crate::sorting::natural(&mut resets);
        for score in scores {
            while let Some(answer) = answers.next_if(|a| a.day <= score.day) {
                self.answer(answer);
            }
            self.step(*score, &resets);
        }
    }

    /// What is said after the newest score.
    pub(in crate::signs) fn answers_since(&mut self, answers: &[NewUsualAnswer]) {
        for answer in in_order(answers, self.scores.last().map(|s| s.day)) {
            self.answer(answer);
        }
    }

    fn step(&mut self, score: DayScore, resets: &[DayNumber]) {
        let index = self.scores.len();
        let first = *self.first_day.get_or_insert(score.day);
        let learning =
            !self.learned && (score.day - first < self.p.learning_days || self.rated < self.p.learning_ratings);
        if !learning && !self.learned {
            self.begin();
        }
        self.scores.push(score);
        self.rated += 1;
        self.take_over_if_complete(index, score.day);
        // Ratings of the reset's own day may come from before it.
        let before = resets.partition_point(|r| *r < score.day);
        if let Some(newest) = resets.get(..before).and_then(<[_]>::last) {
            self.note_reset(*newest);
        }
        if learning {
            self.series.push(DayPoint { day: score.day, score: score.score, comparison: None, open: false });
        } else {
            self.rate(index, score);
        }
    }

    /// Lets go of what no later day looks at, so that years of use weigh no more than one: kept are the
    /// oldest ages of the usual, and the learning stretches that a usual may still be made of. Of the
    /// series the newest `points` stay.
    pub(in crate::signs) fn put_aside(mut self, points: usize) -> Self {
        self.series.drain(..self.series.len().saturating_sub(points));
        let newest = self.scores.last().map_or(0, |s| s.day);
        let aged = self.scores.partition_point(|s| newest - s.day > self.p.usual_oldest);
        let mut keep: Vec<bool> = (0..self.scores.len()).map(|index| index >= aged).collect();
        let opened = self.open.map(|open| self.scores.partition_point(|s| s.day < open.opened));
        for from in [Some(self.counts_from), opened, self.pending_reset].into_iter().flatten() {
            let stretch = learning_period(&self.p, self.scores.get(from..).unwrap_or_default()).len();
            keep.iter_mut().skip(from).take(stretch).for_each(|kept| *kept = true);
        }
        if let Some(pending) = self.pending_reset {
            // Not in force yet: whether it is complete is told by all of its days.
            keep.iter_mut().skip(pending).for_each(|kept| *kept = true);
        }
        let moved = |index: usize| keep.iter().take(index).filter(|kept| **kept).count();
        let (counts_from, pending_reset) = (moved(self.counts_from), self.pending_reset.map(moved));
        let mut keep = keep.iter();
        self.scores.retain(|_| keep.next() == Some(&true));
        self.counts_from = counts_from;
        self.pending_reset = pending_reset;
        self
    }

    /// At the end of learning the recent level is the usual level.
    fn begin(&mut self) {
        self.learned = true;
        self.recent = mean(&self.scores);
        self.variance = 0.0;
        self.last_day = self.scores.last().map(|s| s.day);
    }

    fn answer(&mut self, answer: NewUsualAnswer) {
        let Some(open) = &mut self.open else { return };
        if answer.yes {
            // The days the notice was open, and later ones, are the new usual.
            let opened = open.opened;
            let start = self.scores.partition_point(|s| s.day < opened);
            self.new_usual_from(start, answer.day);
        } else {
            open.last_no = Some(answer.day);
        }
    }

    /// The newest reset replaces an earlier one that never got its own usual.
    fn note_reset(&mut self, reset: DayNumber) {
        let start = self.scores.partition_point(|s| s.day <= reset);
        if start > self.counts_from {
            self.pending_reset = Some(start);
        }
    }

    /// A reset silences nothing: the old usual stays in force until the new
    /// one has its own learning days and ratings, all dated after the reset.
    /// (That is never before the first learning of all is over.)
    fn take_over_if_complete(&mut self, index: usize, day: DayNumber) {
        let Some(start) = self.pending_reset else {
            return;
        };
        let after = self.scores.get(start..=index).unwrap_or_default();
        if learning_period(&self.p, after).len() < after.len() {
            self.new_usual_from(start, day);
        }
    }

    fn new_usual_from(&mut self, start: usize, day: DayNumber) {
        self.counts_from = start;
        self.pending_reset = self.pending_reset.filter(|pending| *pending > start);
        // Highs against the old usual say nothing about the new one.
        self.highs_in_a_row = 0;
        if self.open.take().is_some()
            && let Some(opening) = self.openings.last_mut()
        {
            opening.closed = Some(day);
        }
    }

    fn rate(&mut self, index: usize, score: DayScore) {
        let usual = match self.open {
            Some(open) => open.usual,
            None => self.usual_before(index, score.day),
        };
        let gap = self.last_day.map_or(0, |last| score.day - last);
        self.last_day = Some(score.day);
        let keep = keep(&self.p, gap);
        let take = 1.0 - keep;
        self.recent = take * score.score + keep * self.recent;
        self.variance = take * take + keep * keep * self.variance;

        let p = &self.p;
        let inflation = (1.0 + p.correlation) / (1.0 - p.correlation);
        let width = (inflation * (self.variance + 1.0 / count(usual.ratings))).sqrt();
        let line = (p.limit * usual.spread * width).max(p.least_rise * self.scale_max);
        let rise = self.recent - usual.mean;
        // Without the second half one spike would open a notice on a later day
        // that the person rated 0.
        let high = rise - line > TOLERANCE && score.score - usual.mean > TOLERANCE;
        self.highs_in_a_row = if high { self.highs_in_a_row + 1 } else { 0 };

        if self.open.is_some() {
            if line / 2.0 - rise > TOLERANCE {
                self.open = None;
                if let Some(opening) = self.openings.last_mut() {
                    opening.closed = Some(score.day);
                }
            }
        } else if self.highs_in_a_row >= p.highs_in_a_row
            && self.openings.last().is_none_or(|o| score.day - o.opened >= p.days_between_openings)
        {
            self.open = Some(OpenNotice { opened: score.day, usual, last_no: None });
            self.openings.push(Opening { opened: score.day, closed: None });
        }
        self.series.push(DayPoint {
            day: score.day,
            score: score.score,
            comparison: Some(Comparison {
                recent: self.recent,
                usual: usual.mean,
                spread: usual.spread,
                ratings: usual.ratings,
                line,
                high,
            }),
            open: self.open.is_some(),
        });
    }

    /// The usual for a day, from days before it only: a moving window of ages,
    /// or, while that holds too few, the first stretch of what counts.
    fn usual_before(&self, index: usize, day: DayNumber) -> Usual {
        let counting = self.scores.get(self.counts_from..index).unwrap_or_default();
        let p = &self.p;
        let oldest = counting.partition_point(|s| day - s.day > p.usual_oldest);
        let youngest = counting.partition_point(|s| day - s.day >= p.usual_youngest);
        let window = counting.get(oldest..youngest).unwrap_or_default();
        let ratings = if window.len() >= p.usual_ratings { window } else { learning_period(p, counting) };
        let mean = mean(ratings);
        let squares: f64 = ratings.iter().map(|s| (s.score - mean) * (s.score - mean)).sum();
        let prior = p.prior_spread * self.scale_max;
        // Most days of most people are 0, and a spread of 0 would call any
        // rating high; so some ratings' worth of an assumed spread is mixed in.
        let spread =
            ((p.prior_weight * prior * prior + squares) / (p.prior_weight + count(ratings.len()) - 1.0)).sqrt();
        Usual { mean, spread, ratings: ratings.len() }
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn first_day(&self) -> Option<DayNumber> {
        self.first_day
    }

    pub(super) fn rated(&self) -> usize {
        self.rated
    }

    /// Scores on the last so many days.
    pub(super) fn rated_lately(&self, today: DayNumber, days: i64) -> usize {
        self.scores.len() - self.scores.partition_point(|s| today - s.day >= days)
    }

    /// A notice that stays: asked about after four weeks, and again no sooner
    /// than four weeks after a "no".
    pub(super) fn may_ask(&self, today: DayNumber) -> bool {
        self.open.is_some_and(|open| {
            today - open.opened >= ASK_NEW_USUAL_DAYS && open.last_no.is_none_or(|no| today - no >= ASK_NEW_USUAL_DAYS)
        })
    }
}

/// Answers later than what was heard, by day. The order within a day decides nothing: a "yes" closes the
/// notice before or after a "no".
fn in_order(answers: &[NewUsualAnswer], heard: Option<DayNumber>) -> Vec<NewUsualAnswer> {
    let mut answers: Vec<_> = answers.iter().copied().filter(|a| heard.is_none_or(|heard| a.day > heard)).collect();
    crate::sorting::by_key(&mut answers, |a| a.day);
    answers
}

/// The first ratings of a stretch from which a usual is learned: all of its
/// first learning days, and more until there are enough of them.
fn learning_period<'a>(p: &FormParameters, scores: &'a [DayScore]) -> &'a [DayScore] {
    let Some(first) = scores.first() else {
        return scores;
    };
    let by_days = scores.partition_point(|s| s.day - first.day < p.learning_days);
    scores.get(..by_days.max(p.learning_ratings)).unwrap_or(scores)
}

/// Summed in order of days, so that the same days give the same bits.
fn mean(scores: &[DayScore]) -> f64 {
    scores.iter().map(|s| s.score).sum::<f64>() / count(scores.len())
}

/// What stays of the old level after `days`: only multiplications, which every
/// platform rounds alike; a power function of the system's would not.
fn keep(p: &FormParameters, days: i64) -> f64 {
    power(p.keep_per_unit, days / p.unit_days) * power(p.keep_per_day, days % p.unit_days)
}

fn power(mut base: f64, mut exponent: i64) -> f64 {
    let mut result = 1.0;
    while exponent > 0 {
        if exponent % 2 == 1 {
            result *= base;
        }
        base *= base;
        exponent /= 2;
    }
    result
}
