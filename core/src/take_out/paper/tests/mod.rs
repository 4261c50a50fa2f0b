//! Nothing that a person can write is missing on paper, and nothing they write can do anything to the page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod pages;
mod table;

use crate::store::kinds::{ALL, Holds, Kind};

/// The fields of a kind that hold words of the person.
fn worded(kind: &'static Kind) -> impl Iterator<Item = &'static str> {
    kind.fields.iter().filter(|f| f.holds == Holds::Words).map(|f| f.name)
}

/// Every kind but those that stand on no sheet.
fn on_paper() -> impl Iterator<Item = &'static Kind> {
    ALL.iter().copied().filter(|k| !super::sheets::NOT_ON_PAPER.iter().any(|(name, _)| *name == k.name))
}
