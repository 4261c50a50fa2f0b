//! What to try now: the person's own strategies with what they said of them.
//!
//! First a plain count, "you said it helped 4 of 5 times". Where a trouble was rated before and after,
//! one careful sentence may follow ([`super::helped`]), and it decides nothing but order and words. Nobody is
//! ranked, nothing "works", and trying another is offered, never urged.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::helped::{Estimate, Pair, Statement, compare};
use super::{CopingStrategyId, CopingStrategyView, StrategyState, strategies};
use crate::clock::Day;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::programme::{Content, content};
use crate::words::Message;

/// Tries, newest first, among which pairs of ratings are looked for: what helped years ago says little of today,
/// and a screen must not read them all.
const LOOK_BACK_TRIES: i64 = 500;
/// Ratings of how strong a trouble is run from 0 to this.
pub(crate) const RATING_MAX: f64 = 10.0;

/// A strategy of mine with what may be said of it.
#[derive(Clone, PartialEq)]
pub struct CopingSuggestion {
    /// The strategy, with its plain counts.
    pub strategy: CopingStrategyView,
    /// "You said it helped 4 of 5 times"; none before the first answer.
    pub count: Option<Message>,
    /// The careful sentence; none where there is nothing to say.
    pub comparison: Option<Message>,
    /// Whether the pack in use can guide through it.
    pub guided: bool,
}

/// What to try now.
#[derive(Clone, PartialEq)]
pub struct SuggestionsView {
    /// My strategies for this trouble, what I said helped most often first.
    pub mine: Vec<CopingSuggestion>,
    /// Ids of strategies of the library for this trouble that are not among mine, in the pack's order.
    pub from_library: Vec<String>,
    /// This is a trouble before which help now stands.
    pub help_now_first: bool,
}

impl Handrail {
    /// What to try now. `trouble` is a trouble of the pack, by its id, or words of mine; empty means whatever it is.
    pub fn coping_suggestions(&self, trouble: &str) -> Result<SuggestionsView> {
        self.read(|c| {
            let content = content(c)?;
            let library = &content.pack.coping;
            let mine = suggestions(c, &content, trouble)?;
            let taken = |id: &str| mine.iter().any(|s| s.strategy.library_id == id);
            let for_it = library.strategies.iter().filter(|s| s.troubles.iter().any(|t| t == trouble));
            Ok(SuggestionsView {
                from_library: for_it.map(|s| s.id.clone()).filter(|id| !taken(id)).collect(),
                mine,
                help_now_first: library.troubles.iter().any(|t| t.id == trouble && t.crisis),
            })
        })
    }
}

/// The strategies that helped most often, at most `most`: for those with little energy.
pub(crate) fn helped_most(c: &Connection, most: usize) -> Result<Vec<CopingSuggestion>> {
    let mut all = suggestions(c, &content(c)?, "")?;
    all.truncate(most);
    Ok(all)
}

fn suggestions(c: &Connection, content: &Content, trouble: &str) -> Result<Vec<CopingSuggestion>> {
    let mine: Vec<CopingStrategyView> =
        strategies(c)?.into_iter().filter(|s| s.state != StrategyState::Drop && is_for(s, content, trouble)).collect();
    let pairs = pairs(c)?;
    // A rating that the comparison refuses cannot be in the store; should one be, the counts still stand.
    let estimates = compare(&pairs, RATING_MAX).unwrap_or_default();
    let mut found: Vec<(bool, f64, f64, CopingSuggestion)> = mine
        .into_iter()
        .map(|strategy| {
            let estimate = estimates.get(&strategy.id).copied();
            let lower = estimate.is_some_and(|e| matches!(e.statement, Statement::UsuallyLower { .. }));
            let gain = estimate.map_or(0.0, |e| e.shrunk_gain);
            (lower, often(&strategy), gain, suggestion(content, strategy, estimate))
        })
        .collect();
    crate::sorting::by(&mut found, |a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(b.2.total_cmp(&a.2)));
    Ok(found.into_iter().map(|(.., suggestion)| suggestion).collect())
}

/// How often it helped, as an order: one answer of one is less than eight of nine.
fn often(strategy: &CopingStrategyView) -> f64 {
    (f64::from(strategy.helped) + 1.0) / (f64::from(strategy.answered) + 2.0)
}

fn suggestion(content: &Content, strategy: CopingStrategyView, estimate: Option<Estimate>) -> CopingSuggestion {
    let count = (strategy.answered > 0)
        .then(|| Message::new("coping-helped-count").with("count", strategy.answered).with("helped", strategy.helped));
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let comparison = match estimate.map(|e| e.statement) {
        Some(Statement::StillLearning { tries, needed }) => {
            Some(Message::new("coping-still-learning").with("count", number(tries)).with("needed", number(needed)))
        }
        Some(Statement::UsuallyLower { tries }) => {
            let name = strategy.name.clone();
            Some(Message::new("coping-usually-lower").with("count", number(tries)).with("strategy", name))
        }
        Some(Statement::NotClear) | None => None,
    };
    let guided = content.pack.coping.strategies.iter().any(|s| s.id == strategy.library_id && s.practice.is_some());
    CopingSuggestion { strategy, count, comparison, guided }
}

/// A strategy of the library is for the troubles that the pack says; one of my own for what I said. One for which
/// nothing was said may do for anything.
fn is_for(strategy: &CopingStrategyView, content: &Content, trouble: &str) -> bool {
    if trouble.is_empty() || strategy.trouble.is_empty() {
        return true;
    }
    let listed = content.pack.coping.strategies.iter().find(|s| s.id == strategy.library_id);
    if listed.is_some_and(|s| s.troubles.iter().any(|t| t == trouble)) {
        return true;
    }
    let same = |words: &str| words.to_lowercase() == strategy.trouble.to_lowercase();
    same(trouble) || same(&content.words(&format!("trouble.{trouble}")))
}

/// The person's pairs of ratings among their newest tries, and the times they just waited.
fn pairs(c: &Connection) -> Result<Vec<Pair<CopingStrategyId>>> {
    struct Moment {
        day: Day,
        made: i64,
        strategy: Option<CopingStrategyId>,
        trouble: String,
        before: f64,
        after: f64,
    }
    let mut q = c.prepare_cached(
        "SELECT day, made_ms, strategy, trouble, before, after FROM
           (SELECT day, made_ms, strategy, trouble, before, after FROM coping_entry ORDER BY id DESC LIMIT ?1)
          WHERE before IS NOT NULL AND after IS NOT NULL
         UNION ALL SELECT day, made_ms, NULL, trouble, before, after FROM
           (SELECT day, made_ms, trouble, before, after FROM coping_wait ORDER BY id DESC LIMIT ?1)",
    )?;
    let moments: Vec<Moment> = q
        .query_map([LOOK_BACK_TRIES], |r| {
            Ok(Moment {
                day: r.get(0)?,
                made: r.get(1)?,
                strategy: r.get(2)?,
                trouble: r.get(3)?,
                before: f64::from(r.get::<_, u8>(4)?),
                after: f64::from(r.get::<_, u8>(5)?),
            })
        })?
        .collect::<Result<_, _>>()
        .map_err(Error::from)?;
    let usual = usual_levels(moments.iter().map(|m| (m.trouble.as_str(), m.before, m.after)));
    Ok(moments
        .iter()
        .map(|m| Pair {
            day: m.day.number(),
            entered: u64::try_from(m.made).unwrap_or(0),
            strategy: m.strategy,
            before: m.before,
            after: m.after,
            usual: usual.get(m.trouble.as_str()).copied().unwrap_or(m.after),
        })
        .collect())
}

/// The usual level of each trouble: the mean of its after-ratings. People rate when it is bad, and what it comes
/// back to after a while is the nearest thing to the usual that they ever wrote down. Where all pairs are of one
/// trouble it shifts every gain alike, and from twenty pairs on the person's own line takes it up.
pub(crate) fn usual_levels<'a>(pairs: impl Iterator<Item = (&'a str, f64, f64)>) -> BTreeMap<&'a str, f64> {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (trouble, _, after) in pairs {
        let (sum, n) = sums.entry(trouble).or_default();
        *sum += after;
        *n += 1.0;
    }
    sums.into_iter().map(|(trouble, (sum, n))| (trouble, sum / n)).collect()
}
