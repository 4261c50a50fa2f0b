//! Coping: what I do when it is hard, and whether it helped me carry on.
//!
//! IMR looks at coping ability, not at how bad things are. So the one question after a try
//! is "Did it help me carry on?"; how strong the trouble was before and after may be left out.

pub mod helped;
#[cfg(test)]
mod helped_tests;

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
    /// The newest tries, at most 50.
    pub recent: Vec<CopingEntryView>,
}

impl Handrail {
    /// The coping screen.
    pub fn coping(&self) -> Result<CopingView> {
        self.read(|c| Ok(CopingView { strategies: strategies(c)?, recent: recent(c, None)? }))
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

    /// Logs a try. When this returns, it is safe.
    pub fn record_coping(&self, new: &NewCopingEntry) -> Result<Changes> {
        self.write(|w| {
            must_exist(w, new.strategy)?;
            let mut values = entry_values(new)?;
            values.push(("place", value(String::new())));
            values.push(("trouble", value(String::new())));
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
    ])
}

fn entry_values(new: &NewCopingEntry) -> Result<Values> {
    Ok(vec![
        ("strategy", value(new.strategy.0)),
        ("situation", value(validate::text("situation", &new.situation)?)),
        ("helped", maybe(new.helped)),
        ("before", maybe(validate::optional_scale("before", new.before, 0, 10)?)),
        ("after", maybe(validate::optional_scale("after", new.after, 0, 10)?)),
        ("note", value(validate::text("note", &new.note)?)),
    ])
}

fn must_exist(w: &Write<'_>, strategy: CopingStrategyId) -> Result<()> {
    let there: bool = w
        .tx()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM coping_strategy WHERE id = ?1)")?
        .query_row([strategy], |r| r.get(0))?;
    if there { Ok(()) } else { Err(Error::invalid("strategy", Reason::UnknownId)) }
}

fn strategies(c: &Connection) -> Result<Vec<CopingStrategyView>> {
    let mut q = c.prepare_cached(
        "SELECT s.id, s.name, s.how, s.trouble, count(e.id), count(e.helped), count(e.id) FILTER (WHERE e.helped IN ('a_little', 'a_lot'))
           FROM coping_strategy s LEFT JOIN coping_entry e ON e.strategy = s.id
          WHERE s.state = 'keep' GROUP BY s.id ORDER BY 5 DESC, s.id",
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
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn recent(c: &Connection, before: Option<CopingEntryId>) -> Result<Vec<CopingEntryView>> {
    let mut q = c.prepare_cached(
        "SELECT e.id, e.strategy, coalesce(s.name, ''), e.situation, e.helped, e.before, e.after, e.note, e.day, e.made_ms, e.made_zone, e.made_offset
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
            day: r.get(8)?,
            made: Moment { instant_ms: r.get(9)?, zone: r.get(10)?, offset_min: r.get(11)? },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
