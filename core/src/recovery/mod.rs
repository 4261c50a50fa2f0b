//! Recovery: what it means to me. The first thing the programme asks, and the person's own
//! answer, which changes as they do: each version is kept, the newest is shown, and the earlier
//! ones can be read again.

use rusqlite::{Connection, Row, params};

use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::store::kinds::{RECOVERY_MEANING, Values, value};
use crate::store::{Changes, Write};
use crate::validate;

id_type! {
    /// Names one version of what recovery means to me.
    RecoveryMeaningId
}

/// What recovery means to me. Any of the three may be empty, not all of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewRecoveryMeaning {
    /// What it means, at most [`validate::TEXT_LIMIT`] characters.
    pub meaning: String,
    /// What helps me on my way, at most [`validate::TEXT_LIMIT`] characters.
    pub what_helps: String,
    /// Who gives me courage, at most [`validate::LINE_LIMIT`] characters.
    pub who_inspires_me: String,
}

/// One version, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryMeaningView {
    /// Which.
    pub id: RecoveryMeaningId,
    /// What it means.
    pub meaning: String,
    /// What helps me on my way.
    pub what_helps: String,
    /// Who gives me courage.
    pub who_inspires_me: String,
    /// The person's day it was written.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// The recovery screen.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryView {
    /// What it means to me now; none until something was written.
    pub newest: Option<RecoveryMeaningView>,
    /// What I wrote before, the newest first, at most 50.
    pub earlier: Vec<RecoveryMeaningView>,
}

impl Handrail {
    /// What recovery means to me, and what I wrote before.
    pub fn recovery(&self) -> Result<RecoveryView> {
        self.read(|c| {
            let mut versions = versions(c, None, 51)?.into_iter();
            Ok(RecoveryView { newest: versions.next(), earlier: versions.collect() })
        })
    }

    /// The 50 versions before this one, for reading back.
    pub fn recovery_before(&self, version: RecoveryMeaningId) -> Result<Vec<RecoveryMeaningView>> {
        self.read(|c| versions(c, Some(version), 50))
    }

    /// Writes what recovery means to me now. What was written before stays, as an earlier version;
    /// saving the same words again makes no new one.
    ///
    /// # Errors
    /// `meaning` empty where all three are; each field over its limit.
    pub fn save_recovery_meaning(&self, new: &NewRecoveryMeaning) -> Result<Changes> {
        self.write(|w| {
            let values = checked(new)?;
            if is_newest(w, new)? {
                return Ok(());
            }
            w.insert(&RECOVERY_MEANING, w.new_id()?, &[values, w.made()].concat())
        })
    }

    /// Puts a version right: a slip of the pen, not a change of mind. The earlier words stay as a revision.
    ///
    /// # Errors
    /// As for saving; [`Error::NotFound`].
    pub fn edit_recovery_meaning(&self, id: RecoveryMeaningId, edit: &NewRecoveryMeaning) -> Result<Changes> {
        self.write(|w| w.update(&RECOVERY_MEANING, id.0, &checked(edit)?).map(drop))
    }
}

fn checked(new: &NewRecoveryMeaning) -> Result<Values> {
    let meaning = validate::text("meaning", &new.meaning)?;
    let what_helps = validate::text("what_helps", &new.what_helps)?;
    let who_inspires_me = validate::optional_line("who_inspires_me", &new.who_inspires_me)?;
    if meaning.is_empty() && what_helps.is_empty() && who_inspires_me.is_empty() {
        return Err(Error::invalid("meaning", Reason::Empty));
    }
    Ok(vec![
        ("meaning", value(meaning)),
        ("what_helps", value(what_helps)),
        ("who_inspires_me", value(who_inspires_me)),
    ])
}

fn is_newest(w: &Write<'_>, new: &NewRecoveryMeaning) -> Result<bool> {
    Ok(versions(w.tx(), None, 1)?.first().is_some_and(|newest| {
        newest.meaning == new.meaning.trim()
            && newest.what_helps == new.what_helps.trim()
            && newest.who_inspires_me == new.who_inspires_me.trim()
    }))
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<RecoveryMeaningView> {
    Ok(RecoveryMeaningView {
        id: r.get(0)?,
        meaning: r.get(1)?,
        what_helps: r.get(2)?,
        who_inspires_me: r.get(3)?,
        day: r.get(4)?,
        made: Moment { instant_ms: r.get(5)?, zone: r.get(6)?, offset_min: r.get(7)? },
    })
}

fn versions(c: &Connection, before: Option<RecoveryMeaningId>, limit: i64) -> Result<Vec<RecoveryMeaningView>> {
    let mut q = c.prepare_cached(
        "SELECT id, meaning, what_helps, who_inspires_me, day, made_ms, made_zone, made_offset FROM recovery_meaning
          WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
    )?;
    let rows = q.query_map(params![Id::before(before.map(|b| b.0)), limit], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}
