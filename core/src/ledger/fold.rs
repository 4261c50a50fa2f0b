//! The rules of merging, for one record, without a store: what is known of it as a set of versions that only grows.
//!
//! Every rule is a maximum or a union, so it does not matter in which order changes come, or how often. The tables of
//! the store hold the same in another form (`store::merge`).

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::error::LedgerError;
use super::kept::kind_rule;
use super::op::{Action, Body, Op};
use super::snapshot::{RecordState, Removed, Writing};
use crate::ids::Id;

/// One value of a field, or of a whole settled record.
#[derive(Clone, PartialEq)]
pub struct Version {
    /// When it was written, by the hybrid clock.
    pub stamp: u64,
    /// By whom.
    pub device: Id,
    /// When by that phone's own clock, UTC milliseconds.
    pub at_ms: i64,
    /// Where it belongs to a first writing: the stamp at which that began.
    pub since: Option<u64>,
    /// What was written.
    pub value: Json,
}

impl std::fmt::Debug for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // No words of the person's.
        write!(f, "Version({}, {:?})", self.stamp, self.device)
    }
}

impl Version {
    fn key(&self) -> (u64, Id) {
        (self.stamp, self.device)
    }

    /// Whether `earlier` is what this one put right within the first writing.
    fn puts_right(&self, earlier: &Self) -> bool {
        let began = self.since.unwrap_or(u64::MAX);
        self.device == earlier.device && (began..self.stamp).contains(&earlier.stamp)
    }
}

/// What is known of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// Its kind.
    pub kind: String,
    /// Whether it is written as a whole; its one field is then `""`.
    pub whole: bool,
    /// The newest version of each field.
    pub newest: BTreeMap<String, Version>,
    /// Earlier and losing versions that are kept, by field, stamp and author.
    pub kept: BTreeMap<(String, u64, Id), Version>,
    /// When it was put back last.
    pub put_back: Option<(u64, Id)>,
    /// That it is taken away; `None` where something newer was written.
    pub removed: Option<Removed>,
}

impl Fold {
    /// Nothing known yet.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        let whole = kind_rule(kind).is_some_and(|rule| rule.is_whole());
        let (newest, kept) = (BTreeMap::new(), BTreeMap::new());
        Self { kind: kind.to_owned(), whole, newest, kept, put_back: None, removed: None }
    }

    /// Whether the record stands: written, and not taken away since.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.removed.is_none() && !self.newest.is_empty()
    }

    /// Takes in one change of the log of `device`.
    ///
    /// # Errors
    /// [`LedgerError::Kind`] where it says that the record is of another kind.
    pub fn apply(&mut self, op: &Op, device: Id) -> Result<(), LedgerError> {
        if op.kind != self.kind {
            return Err(LedgerError::Kind);
        }
        let author = op.author(device);
        let version = |value| Version { stamp: op.stamp, device: author, at_ms: op.at_ms, since: op.since, value };
        let removed = |for_good| Removed { stamp: op.stamp, device: author, at_ms: op.at_ms, for_good };
        match &op.action {
            Action::RemoveForGood => self.remove(removed(true)),
            _ if self.removed.is_some_and(|r| r.for_good) => {}
            Action::Fields(Some(body)) if !self.is_whole(false) => {
                for (name, json) in body {
                    self.put(name, version(json.clone()));
                }
            }
            Action::Whole(Some(body)) if self.is_whole(true) => self.put("", version(Json::Object(body.clone()))),
            // Written by a version that knew the kind only from an archive: how the kind changes is known here.
            Action::Fields(Some(body)) => self.put("", version(Json::Object(body.clone()))),
            Action::Whole(Some(body)) => {
                for (name, json) in body {
                    self.put(name, version(json.clone()));
                }
            }
            Action::Fields(None) | Action::Whole(None) => {}
            Action::PutBack => self.put_back = self.put_back.max(Some((op.stamp, author))),
            Action::Delete => self.remove(removed(false)),
        }
        self.settle();
        Ok(())
    }

    /// Takes in all that a snapshot knows of the record.
    ///
    /// # Errors
    /// As [`Fold::apply`].
    pub fn join(&mut self, state: &RecordState) -> Result<(), LedgerError> {
        if state.kind != self.kind {
            return Err(LedgerError::Kind);
        }
        if self.removed.is_some_and(|r| r.for_good) {
            if let Some(removed) = state.removed.filter(|r| r.for_good) {
                self.remove(removed);
            }
            return Ok(());
        }
        if !state.writings.is_empty() && kind_rule(&self.kind).is_none() {
            self.whole = state.whole;
        }
        for w in &state.writings {
            let version = |value| Version { stamp: w.stamp, device: w.device, at_ms: w.at_ms, since: w.since, value };
            if self.whole {
                self.put("", version(Json::Object(w.fields.clone())));
            } else {
                for (name, json) in &w.fields {
                    self.put(name, version(json.clone()));
                }
            }
        }
        self.put_back = self.put_back.max(state.put_back);
        if let Some(removed) = state.removed {
            self.remove(removed);
        }
        self.settle();
        Ok(())
    }

    /// As a snapshot has it.
    #[must_use]
    pub fn state(&self, record: Id) -> RecordState {
        let mut writings: BTreeMap<(u64, Id), Writing> = BTreeMap::new();
        let kept = self.kept.iter().map(|((field, ..), version)| (field, version));
        for (field, v) in self.newest.iter().chain(kept) {
            let writing = writings.entry(v.key()).or_insert_with(|| Writing {
                stamp: v.stamp,
                device: v.device,
                at_ms: v.at_ms,
                since: v.since,
                fields: Body::new(),
            });
            match &v.value {
                Json::Object(whole) if self.whole => writing.fields.clone_from(whole),
                json => drop(writing.fields.insert(field.clone(), json.clone())),
            }
        }
        let writings: Vec<Writing> = writings.into_values().collect();
        RecordState {
            record,
            kind: self.kind.clone(),
            whole: self.whole && !writings.is_empty(),
            writings,
            put_back: self.put_back,
            removed: self.removed,
        }
    }

    /// When a kept version was replaced: when the next one that is there was written, by its writer's own clock. `None`
    /// where nothing came after it.
    #[must_use]
    pub fn replaced_ms(&self, field: &str, stamp: u64, device: Id) -> Option<i64> {
        use std::ops::Bound::{Excluded, Unbounded};
        let after = (Excluded((field.to_owned(), stamp, device)), Unbounded);
        let next = self.kept.range(after).next().filter(|((name, ..), _)| name == field).map(|(_, v)| v);
        let newest = self.newest.get(field).filter(|v| v.key() > (stamp, device));
        next.or(newest).map(|v| v.at_ms)
    }

    /// Forgets what a rule does not keep: what was kept for want of knowing better, before an update of the app.
    pub fn prune(&mut self) {
        let kind = self.kind.clone();
        self.kept.retain(|(field, ..), v| keeps(&kind, field, v));
    }

    /// How the kind changes; where this version does not know it, as the first writing of it said.
    fn is_whole(&mut self, said: bool) -> bool {
        if kind_rule(&self.kind).is_none() && self.newest.is_empty() {
            self.whole = said;
        }
        self.whole
    }

    /// The last writer wins; whoever loses is kept, if it is words.
    fn put(&mut self, field: &str, version: Version) {
        let of_field = |v: &Version| self.newest.get(field).is_some_and(|n| n.puts_right(v));
        let put_right = of_field(&version) || self.of(field).any(|k| k.puts_right(&version));
        if put_right {
            return;
        }
        self.kept.retain(|(name, ..), k| name != field || !version.puts_right(k));
        let Some(newest) = self.newest.get_mut(field) else {
            self.newest.insert(field.to_owned(), version);
            return;
        };
        if newest.stamp == version.stamp && newest.value == version.value {
            // The same words of the same time under two names: taken over from one archive by two phones.
            if version.device > newest.device {
                *newest = version;
            }
            return;
        }
        let wins = (version.stamp, version.device) > newest.key()
            || ((version.stamp, version.device) == newest.key() && text(&version.value) > text(&newest.value));
        let same = version.key() == newest.key();
        let loser = if wins { std::mem::replace(newest, version) } else { version };
        if same || newest.puts_right(&loser) {
            return;
        }
        self.keep(field, loser);
    }

    fn keep(&mut self, field: &str, loser: Version) {
        if !keeps(&self.kind, field, &loser) {
            return;
        }
        let twin = self.of(field).find(|k| k.stamp == loser.stamp && k.value == loser.value).map(Version::key);
        if let Some((stamp, device)) = twin {
            if device >= loser.device {
                return;
            }
            self.kept.remove(&(field.to_owned(), stamp, device));
        }
        self.kept.entry((field.to_owned(), loser.stamp, loser.device)).or_insert(loser);
    }

    fn of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Version> {
        let first = (field.to_owned(), 0, Id::from_bytes([0; 16]));
        self.kept.range(first..).take_while(move |((name, ..), _)| name == field).map(|(_, v)| v)
    }

    fn remove(&mut self, removed: Removed) {
        let key = |r: &Removed| (r.for_good, r.stamp, r.device);
        if self.removed.as_ref().is_none_or(|had| key(had) < key(&removed)) {
            self.removed = Some(removed);
        }
        if removed.for_good {
            self.newest.clear();
            self.kept.clear();
            self.put_back = None;
        }
    }

    /// What was written after it was taken away brings it back: words that come later were meant to stand.
    fn settle(&mut self) {
        let written = self.newest.values().map(Version::key).chain(self.put_back).max();
        if self.removed.is_some_and(|r| !r.for_good && Some((r.stamp, r.device)) < written) {
            self.removed = None;
        }
    }
}

/// JSON has no order of its own; its text has.
fn text(json: &Json) -> String {
    json.to_string()
}

/// Whether a losing version stays as an earlier one. Of a kind or a field that this version does not know every text
/// does, because it may be words; it is looked at again when the app is updated. An empty text says nothing, but one that
/// ends a first writing says what of it was put right: without it, a phone that met the words before would keep them.
#[must_use]
pub fn keeps(kind: &str, field: &str, version: &Version) -> bool {
    let words = version.value.as_str().is_some_and(|text| !text.is_empty() || version.since.is_some());
    let says_something = field.is_empty() || words;
    says_something && kind_rule(kind).and_then(|rule| rule.field(field)).is_none_or(|rule| rule.keeps_replaced)
}
