//! What became of occurrences: facts that are only ever added, each once, and the fold that reads them.
//!
//! The fold gives the same in whatever order facts come in and however often each comes, so two phones that have
//! exchanged what they know agree. A fact says what happened; that nothing was said says nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use super::notification::{Occurrence, Reminder, Turn};
use crate::clock::Day;
use crate::validate::choice;

choice! {
    /// What became of a notification. Dismissing is no answer and is not recorded.
    NotificationFact {
        /// The system showed it.
        Shown = "shown",
        /// The person put it off: see `later`.
        Later = "later",
        /// The person said "not today".
        NotToday = "not_today",
        /// The phone refused to set it.
        CouldNotBeSet = "could_not_be_set",
        /// The person said "done".
        Done = "done",
    }
}

/// One fact about one occurrence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// About which.
    pub occurrence: Occurrence,
    /// What happened.
    pub fact: NotificationFact,
    /// Of a shown one: which notification.
    pub turn: Turn,
    /// Of one put off: until when, on the wall. Of one that was shown, or of a "not today", after it was put off: which
    /// time it had been put off to.
    pub later: Option<NaiveDateTime>,
    /// When it happened (UTC milliseconds).
    pub made_ms: i64,
}

/// What is known of one occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    done: bool,
    not_today: BTreeMap<Option<NaiveDateTime>, i64>,
    later: Option<(i64, NaiveDateTime)>,
    shown: BTreeMap<Turn, i64>,
    shown_put_off: BTreeMap<NaiveDateTime, i64>,
    could_not_be_set_ms: Option<i64>,
}

impl Answer {
    /// Nothing more is to come for it: it was done, or "not today" was the last word.
    #[must_use]
    pub fn closed(&self) -> bool {
        self.done || self.not_today_ms().is_some_and(|at| self.later.is_none_or(|(later, _)| later <= at))
    }

    /// Until when it was put off, if that is the last word.
    #[must_use]
    pub fn put_off(&self) -> Option<NaiveDateTime> {
        if self.closed() { None } else { self.later.map(|(_, until)| until) }
    }

    /// When the notification of that turn was first shown (UTC milliseconds).
    #[must_use]
    pub fn shown_ms(&self, turn: Turn) -> Option<i64> {
        self.shown.get(&turn).copied()
    }

    /// When it was shown after it had been put off to that time.
    #[must_use]
    pub fn shown_after_wait_ms(&self, until: NaiveDateTime) -> Option<i64> {
        self.shown_put_off.get(&until).copied()
    }

    /// The person said something of it.
    #[must_use]
    pub fn answered(&self) -> bool {
        self.done || !self.not_today.is_empty() || self.later.is_some()
    }

    /// It was shown at its time or again after it. Announced ahead is not yet shown.
    #[must_use]
    pub fn shown(&self) -> bool {
        self.shown.keys().any(|turn| *turn != Turn::Ahead)
    }

    /// The phone refused it, and nothing else is known.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.could_not_be_set_ms.is_some() && !self.answered() && !self.shown()
    }

    /// When it was last put off.
    #[must_use]
    pub fn put_off_ms(&self) -> Option<i64> {
        self.later.map(|(at, _)| at)
    }

    /// The phone refused it at least once.
    #[must_use]
    pub fn once_refused(&self) -> bool {
        self.could_not_be_set_ms.is_some()
    }

    fn not_today_ms(&self) -> Option<i64> {
        self.not_today.values().copied().max()
    }

    fn take(&mut self, fact: &Fact) {
        let at = fact.made_ms;
        // Of the same fact twice, the earlier one happened.
        let earlier = |kept: &mut i64| *kept = (*kept).min(at);
        match (fact.fact, fact.later) {
            (NotificationFact::Done, _) => self.done = true,
            (NotificationFact::NotToday, after) => {
                self.not_today.entry(after).and_modify(earlier).or_insert(at);
            }
            (NotificationFact::Later, Some(until)) => self.later = self.later.max(Some((at, until))),
            (NotificationFact::Later, None) => {}
            (NotificationFact::Shown, Some(until)) => {
                self.shown_put_off.entry(until).and_modify(earlier).or_insert(at);
            }
            (NotificationFact::Shown, None) => {
                self.shown.entry(fact.turn).and_modify(earlier).or_insert(at);
            }
            (NotificationFact::CouldNotBeSet, _) => {
                self.could_not_be_set_ms = self.could_not_be_set_ms.min(Some(at)).or(Some(at));
            }
        }
    }
}

/// What is known of all occurrences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    by_occurrence: BTreeMap<Occurrence, Answer>,
    closed_days: BTreeSet<(Reminder, Day)>,
}

impl Answers {
    /// Folds facts, in any order.
    pub fn fold(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut answers = Self::default();
        for fact in facts {
            answers.by_occurrence.entry(fact.occurrence).or_default().take(&fact);
        }
        answers
    }

    /// The record itself answers this day of a reminder: a homework that was done, a check-in that was made.
    pub fn close_day(&mut self, reminder: Reminder, day: Day) {
        self.closed_days.insert((reminder, day));
    }

    /// What is known of one.
    #[must_use]
    pub fn of(&self, occurrence: &Occurrence) -> Option<&Answer> {
        self.by_occurrence.get(occurrence)
    }

    /// Nothing more is to come for it.
    #[must_use]
    pub fn closed(&self, occurrence: &Occurrence) -> bool {
        self.closed_days.contains(&(occurrence.reminder, occurrence.day))
            || self.of(occurrence).is_some_and(Answer::closed)
    }

    /// Those that were put off, with the time they were put off to.
    pub(super) fn put_off(&self) -> impl Iterator<Item = (&Occurrence, NaiveDateTime, &Answer)> {
        self.by_occurrence
            .iter()
            .filter(|(occurrence, _)| !self.closed(occurrence))
            .filter_map(|(occurrence, answer)| Some((occurrence, answer.put_off()?, answer)))
    }
}
