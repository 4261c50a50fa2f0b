//! Coping: what I do when it is hard, and whether it helped me carry on.
//!
//! IMR looks at coping ability, not at how bad things are. So the one question after a try
//! is "Did it help me carry on?"; how strong the trouble was before and after may be left out.

pub mod helped;
#[cfg(test)]
mod helped_tests;
mod library;
mod suggestions;
mod waiting;

pub use library::{CopingLibraryView, GuidedPractice, LibraryStrategy, LibraryTrouble, PracticeStep};
pub use suggestions::{CopingSuggestion, SuggestionsView};
pub(crate) use suggestions::{RATING_MAX, helped_most, usual_levels};
pub use waiting::{CopingWaitId, CopingWaitView, NewCopingWait};

use rusqlite::{Connection, params};

use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::store::kinds::{COPING_ENTRY, COPING_STRATEGY, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

id_type! {
    /// Names a coping strategy.
    CopingStrategyId
}
id_type! {
    /// Names one try of a strategy.
    CopingEntryId
}

choice! {
    /// The answer to "Did it help me carry on?"
    Helped {
        /// Not this time.
        Not = "not",
        /// A little.
        ALittle = "a_little",
        /// A lot.
        ALot = "a_lot",
    }
}

choice! {
    /// Whether a strategy is offered.
    StrategyState {
        /// One of mine.
        Keep = "keep",
        /// One of mine, and I am still changing it to fit me.
        Adapt = "adapt",
        /// Set down; its tries are kept.
        Drop = "drop",
    }
}

/// A strategy as the person wants it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewCopingStrategy {
    /// What I do, at most 280 characters.
    pub name: String,
    /// The steps, if any.
    pub how: String,
    /// What it is for, in the person's words.
    pub trouble: String,
    /// How I changed it for me, at most 8,000 characters.
    pub adapted: String,
}

/// A try, as it is logged: two taps, anything may be left out.
#[derive(Clone, PartialEq, Eq)]
pub struct NewCopingEntry {
    /// What I did.
    pub strategy: CopingStrategyId,
    /// What was going on; may be empty.
    pub situation: String,
    /// Did it help me carry on; may be answered later.
    pub helped: Option<Helped>,
    /// How strong the trouble was before, 0-10.
    pub before: Option<i64>,
    /// How strong it was after, 0-10.
    pub after: Option<i64>,
    /// Anything else; may be empty.
    pub note: String,
    /// Where I was, at most 280 characters.
    pub place: String,
    /// What it was against: a trouble of the pack, by its id, or in words; at most 280 characters.
    pub trouble: String,
}

impl NewCopingEntry {
    /// A try of which nothing else is said yet.
    #[must_use]
    pub fn of(strategy: CopingStrategyId) -> Self {
        Self {
            strategy,
            situation: String::new(),
            helped: None,
            before: None,
            after: None,
            note: String::new(),
            place: String::new(),
            trouble: String::new(),
        }
    }
}

/// A strategy with a plain count of what its tries said.
#[derive(Clone, PartialEq, Eq)]
pub struct CopingStrategyView {
    /// Which.
    pub id: CopingStrategyId,
    /// What I do.
    pub name: String,
    /// The steps.
    pub how: String,
    /// What it is for.
    pub trouble: String,
    /// Tries that have an answer.
    pub answered: u32,
    /// Of those, how often it helped a little or a lot: "you said it helped 4 of 5 times".
    pub helped: u32,
    /// All tries, answered or not.
    pub tries: u32,
    /// One of mine, or one I am still changing.
    pub state: StrategyState,
    /// The strategy of the pack it was taken from; empty for one of my own. The pack may have dropped it since.
    pub library_id: String,
    /// The day I last practised it in a role play.
    pub practised_on: Option<Day>,
    /// How I changed it for me.
    pub adapted: String,
}

/// One try, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct CopingEntryView {
    /// Which.
    pub id: CopingEntryId,
    /// What I did.
    pub strategy: CopingStrategyId,
    /// Its name now.
    pub strategy_name: String,
    /// What was going on.
    pub situation: String,
    /// Did it help me carry on.
    pub helped: Option<Helped>,
    /// 0-10 before.
    pub before: Option<i64>,
    /// 0-10 after.
    pub after: Option<i64>,
    /// Anything else.
    pub note: String,
    /// Where I was.
    pub place: String,
    /// What it was against: the id of a trouble in the pack, or words.
    pub trouble: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// The coping screen.
#[derive(Clone, PartialEq, Eq)]
pub struct CopingView {
    /// My strategies, the ones I use most first.
    pub strategies: Vec<CopingStrategyView>,
    /// Those I set down.
    pub set_down: Vec<CopingStrategyView>,
    /// Tries of today whose "how is it now?" was put off: to be rated now, later, or never.
    pub rate_later: Vec<CopingEntryView>,
    /// The newest tries, at most 50.
    pub recent: Vec<CopingEntryView>,
}

impl Handrail {
    /// The coping screen.
    pub fn coping(&self) -> Result<CopingView> {
        let today = self.this_day()?;
        self.read(|c| {
            let (set_down, strategies) = strategies(c)?.into_iter().partition(|s| s.state == StrategyState::Drop);
            let recent = recent(c, None)?;
            let waits = |e: &&CopingEntryView| e.day == today && e.before.is_some() && e.after.is_none();
            Ok(CopingView { strategies, set_down, rate_later: recent.iter().filter(waits).cloned().collect(), recent })
        })
    }

    /// The 50 tries before this one, for scrolling back.
    pub fn coping_before(&self, entry: CopingEntryId) -> Result<Vec<CopingEntryView>> {
        self.read(|c| recent(c, Some(entry)))
    }

    /// Adds a strategy of mine.
    pub fn save_coping_strategy(&self, new: &NewCopingStrategy) -> Result<Changes> {
        self.write(|w| {
            let id = w.new_id()?;
            let mut values = strategy_values(new)?;
            values.push(("state", StrategyState::Keep.into()));
            values.push(("library_id", value(String::new())));
            values.push(("practised_on", maybe(None::<Day>)));
            w.insert(&COPING_STRATEGY, id, &values)
        })
    }

    /// Changes a strategy of mine. What it was called before stays as a revision.
    pub fn edit_coping_strategy(&self, id: CopingStrategyId, edit: &NewCopingStrategy) -> Result<Changes> {
        self.write(|w| w.update(&COPING_STRATEGY, id.0, &strategy_values(edit)?).map(drop))
    }

    /// Sets a strategy down, or takes it up again. Its tries are kept.
    pub fn set_coping_strategy_state(&self, id: CopingStrategyId, state: StrategyState) -> Result<Changes> {
        self.write(|w| w.update(&COPING_STRATEGY, id.0, &vec![("state", state.into())]).map(drop))
    }

    /// Notes that I practised it in a role play, today or on an earlier day; `None` takes the note back.
    ///
    /// # Errors
    /// `practised_on` if it lies after today or ten years back.
    pub fn set_coping_practised(&self, id: CopingStrategyId, practised_on: Option<Day>) -> Result<Changes> {
        self.write(|w| {
            if let Some(day) = practised_on
                && validate::near_day("practised_on", day, w.day())? > w.day()
            {
                return Err(Error::invalid("practised_on", Reason::ImpossibleDate));
            }
            w.update(&COPING_STRATEGY, id.0, &vec![("practised_on", maybe(practised_on))]).map(drop)
        })
    }

    /// Answers later how strong it is now: the rest of the try stays as it is.
    pub fn rate_coping_after(&self, id: CopingEntryId, after: i64) -> Result<Changes> {
        let after = validate::scale("after", after, 0, 10)?;
        self.write(|w| w.update(&COPING_ENTRY, id.0, &vec![("after", value(after))]).map(drop))
    }

    /// Answers later whether it helped me carry on: the rest of the try stays as it is.
    pub fn answer_coping(&self, id: CopingEntryId, helped: Helped) -> Result<Changes> {
        self.write(|w| w.update(&COPING_ENTRY, id.0, &vec![("helped", helped.into())]).map(drop))
    }

    /// Logs a try. When this returns, it is safe.
    pub fn record_coping(&self, new: &NewCopingEntry) -> Result<Changes> {
        self.write(|w| {
            must_exist(w, new.strategy)?;
            let mut values = entry_values(new)?;
            values.extend(w.made());
            w.insert(&COPING_ENTRY, w.new_id()?, &values)
        })
    }

    /// Changes a try, such as answering later whether it helped. Within ten minutes of writing it
    /// this is part of the first writing; after that the earlier text stays as a revision.
    pub fn edit_coping(&self, id: CopingEntryId, edit: &NewCopingEntry) -> Result<Changes> {
        self.write(|w| {
            must_exist(w, edit.strategy)?;
            w.update(&COPING_ENTRY, id.0, &entry_values(edit)?).map(drop)
        })
    }
}

fn strategy_values(new: &NewCopingStrategy) -> Result<Values> {
    Ok(vec![
        ("name", value(validate::line("name", &new.name)?)),
        ("how", value(validate::text("how", &new.how)?)),
        ("trouble", value(validate::optional_line("trouble", &new.trouble)?)),
        ("adapted", value(validate::text("adapted", &new.adapted)?)),
    ])
}

/// Every field but the four that say when: a field left out would cost another read.
fn entry_values(new: &NewCopingEntry) -> Result<Values> {
    Ok(vec![
        ("strategy", value(new.strategy.0)),
        ("situation", value(validate::text("situation", &new.situation)?)),
        ("helped", maybe(new.helped)),
        ("before", maybe(validate::optional_scale("before", new.before, 0, 10)?)),
        ("after", maybe(validate::optional_scale("after", new.after, 0, 10)?)),
        ("note", value(validate::text("note", &new.note)?)),
        ("place", value(validate::optional_line("place", &new.place)?)),
        ("trouble", value(validate::optional_line("trouble", &new.trouble)?)),
    ])
}

fn must_exist(w: &Write<'_>, strategy: CopingStrategyId) -> Result<()> {
    let there: bool = w
        .tx()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM coping_strategy WHERE id = ?1)")?
        .query_row([strategy], |r| r.get(0))?;
    if there { Ok(()) } else { Err(Error::invalid("strategy", Reason::UnknownId)) }
}

/// Every strategy, the ones used most first. The counts are kept (`cache_coping`): ten years of tries are not
/// counted at each look.
pub(crate) fn strategies(c: &Connection) -> Result<Vec<CopingStrategyView>> {
    let mut q = c.prepare_cached(
        "SELECT s.id, s.name, s.how, s.trouble, coalesce(n.tries, 0), coalesce(n.answered, 0), coalesce(n.helped, 0),
                s.state, s.library_id, s.practised_on, s.adapted
           FROM coping_strategy s LEFT JOIN cache_coping n ON n.strategy = s.id ORDER BY 5 DESC, s.id",
    )?;
    let rows = q.query_map([], |r| {
        Ok(CopingStrategyView {
            id: r.get(0)?,
            name: r.get(1)?,
            how: r.get(2)?,
            trouble: r.get(3)?,
            tries: r.get(4)?,
            answered: r.get(5)?,
            helped: r.get(6)?,
            state: r.get(7)?,
            library_id: r.get(8)?,
            practised_on: r.get(9)?,
            adapted: r.get(10)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn recent(c: &Connection, before: Option<CopingEntryId>) -> Result<Vec<CopingEntryView>> {
    let mut q = c.prepare_cached(
        "SELECT e.id, e.strategy, coalesce(s.name, ''), e.situation, e.helped, e.before, e.after, e.note, e.day, e.made_ms, e.made_zone, e.made_offset,
                e.place, e.trouble
           FROM coping_entry e LEFT JOIN coping_strategy s ON s.id = e.strategy
          WHERE ?1 IS NULL OR e.id < ?1 ORDER BY e.id DESC LIMIT 50",
    )?;
    let rows = q.query_map(params![before], |r| {
        Ok(CopingEntryView {
            id: r.get(0)?,
            strategy: r.get(1)?,
            strategy_name: r.get(2)?,
            situation: r.get(3)?,
            helped: r.get(4)?,
            before: r.get(5)?,
            after: r.get(6)?,
            note: r.get(7)?,
            place: r.get(12)?,
            trouble: r.get(13)?,
            day: r.get(8)?,
            made: Moment { instant_ms: r.get(9)?, zone: r.get(10)?, offset_min: r.get(11)? },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
