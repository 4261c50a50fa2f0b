//! The numbers of a place: out of the content pack, dated and with their source. Nothing here
//! needs a store, a key or a network, so that they are there before the first run is finished.

use super::zones::{EUROPEAN_UNION, country_of};
use crate::clock::Day;
pub use crate::programme::pack::LineKind;
use crate::words::Message;

/// The region whose numbers hold in every country of the European Union.
pub const EUROPE: &str = "EU";

/// A line to call or text, as the pack has it in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLine {
    /// Its id in the pack.
    pub id: String,
    /// Where it holds: a country (ISO 3166-1, two letters) or [`EUROPE`].
    pub region: String,
    /// How it is reached.
    pub kind: LineKind,
    /// What to dial or text to.
    pub number: String,
    /// What it is called there.
    pub name: String,
    /// When it is the one to use.
    pub when: String,
    /// The day somebody last checked that it is right.
    pub checked: Day,
    /// Where that can be read again.
    pub source: String,
}

/// Where lines come from: a content pack. A seam, so that tests bring their own.
pub trait LineBook {
    /// Regions in the pack's order.
    fn regions(&self) -> Vec<String>;
    /// The lines of a region in the pack's order, in `language` or the nearest the pack has.
    fn lines(&self, region: &str, language: &str) -> Vec<HelpLine>;
}

/// The lines of a region, the emergency number first: who is in danger should not have to read.
#[must_use]
pub fn lines_in(book: &dyn LineBook, region: &str, language: &str) -> Vec<HelpLine> {
    let mut lines = book.lines(region, language);
    crate::sorting::by_key(&mut lines, |line| match line.kind {
        LineKind::Emergency => 0,
        LineKind::Call => 1,
        LineKind::Text => 2,
    });
    lines
}

/// The region that a phone's language (`en-GB`) and time zone (`Europe/London`) suggest, where the
/// pack has numbers for it. A suggestion only: languages travel, and so do people, so the zone, which
/// travels with the phone, is looked at first. Whoever was asked and chose is not asked again.
#[must_use]
pub fn suggested_region(book: &dyn LineBook, language: &str, zone: &str) -> Option<String> {
    let regions = book.regions();
    let known = |country: &str| {
        let there = |region: &str| regions.iter().any(|r| r == region);
        if there(country) {
            Some(country.to_owned())
        } else {
            (EUROPEAN_UNION.contains(&country) && there(EUROPE)).then(|| EUROPE.to_owned())
        }
    };
    // Behind a zone that is known to lie elsewhere the language says nothing.
    match country_of(zone) {
        Some(country) => known(country),
        None => country_of_tag(language).as_deref().and_then(known),
    }
}

/// The country in a language tag: `GB` of `en-GB`.
fn country_of_tag(tag: &str) -> Option<String> {
    let country = tag.split(['-', '_']).skip(1).find(|part| part.len() == 2)?;
    country.bytes().all(|b| b.is_ascii_alphabetic()).then(|| country.to_ascii_uppercase())
}

/// What to do when a call or text did not go through, the surest first.
#[derive(Debug, Clone, PartialEq)]
pub enum NextOption {
    /// Something to do: `help-now-other-network` and others of that kind.
    Do(Message),
    /// Another line of the place.
    Line(HelpLine),
}

/// What else there is when the line `failed` did not go through. Never empty: even where a place has
/// no other line there is something to do.
#[must_use]
pub fn after_failed_line(book: &dyn LineBook, region: &str, language: &str, failed: &str) -> Vec<NextOption> {
    let lines = lines_in(book, region, language);
    let kind = lines.iter().find(|line| line.id == failed).map(|line| line.kind);
    let mut next = Vec::new();
    if kind == Some(LineKind::Emergency) {
        // A phone without signal of its own still reaches an emergency number through another network.
        next.push(NextOption::Do(Message::new("help-now-other-network")));
    }
    // Where a call fails for want of signal a text may still go out, and the other way round.
    let other_way = |line: &HelpLine| match (kind, line.kind) {
        (_, LineKind::Emergency) => 0,
        (Some(LineKind::Text), LineKind::Call) | (Some(LineKind::Call | LineKind::Emergency), LineKind::Text) => 1,
        _ => 2,
    };
    let mut others: Vec<HelpLine> = lines.into_iter().filter(|line| line.id != failed).collect();
    crate::sorting::by_key(&mut others, other_way);
    next.extend(others.into_iter().map(NextOption::Line));
    for id in ["help-now-try-again", "help-now-ask-someone-near", "help-now-go-where-people-are"] {
        next.push(NextOption::Do(Message::new(id)));
    }
    next
}
