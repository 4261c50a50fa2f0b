//! Times nothing was tried: what trouble does by itself. They count in the comparison, because trouble
//! eases anyway, and that is no strategy's doing.

use rusqlite::{Connection, params};

use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::store::Changes;
use crate::store::kinds::{COPING_WAIT, Values, value};
use crate::validate;

id_type! {
    /// Names a time of just waiting.
    CopingWaitId
}

/// A time I just waited.
#[derive(Clone, PartialEq, Eq)]
pub struct NewCopingWait {
    /// What it was: a trouble of the pack, by its id, or in words; at most 280 characters.
    pub trouble: String,
    /// How strong it was, 0-10.
    pub before: i64,
    /// How strong it was after a while, 0-10.
    pub after: i64,
}

/// The same, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct CopingWaitView {
    /// Which.
    pub id: CopingWaitId,
    /// What it was.
    pub trouble: String,
    /// 0-10 before.
    pub before: i64,
    /// 0-10 after.
    pub after: i64,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

impl Handrail {
    /// Logs a time I just waited.
    pub fn record_coping_wait(&self, new: &NewCopingWait) -> Result<Changes> {
        self.write(|w| {
            let mut values = wait_values(new)?;
            values.extend(w.made());
            w.insert(&COPING_WAIT, w.new_id()?, &values)
        })
    }

    /// Puts one right.
    pub fn edit_coping_wait(&self, id: CopingWaitId, edit: &NewCopingWait) -> Result<Changes> {
        self.write(|w| w.update(&COPING_WAIT, id.0, &wait_values(edit)?).map(drop))
    }

    /// The newest, at most 50; before this one, for scrolling back.
    pub fn coping_waits(&self, before: Option<CopingWaitId>) -> Result<Vec<CopingWaitView>> {
        self.read(|c| waits(c, before))
    }
}

fn wait_values(new: &NewCopingWait) -> Result<Values> {
    Ok(vec![
        ("trouble", value(validate::optional_line("trouble", &new.trouble)?)),
        ("before", value(validate::scale("before", new.before, 0, 10)?)),
        ("after", value(validate::scale("after", new.after, 0, 10)?)),
    ])
}

fn waits(c: &Connection, before: Option<CopingWaitId>) -> Result<Vec<CopingWaitView>> {
    let mut q = c.prepare_cached(
        "SELECT id, trouble, before, after, day, made_ms, made_zone, made_offset FROM coping_wait
          WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT 50",
    )?;
    let rows = q.query_map(params![before], |r| {
        Ok(CopingWaitView {
            id: r.get(0)?,
            trouble: r.get(1)?,
            before: r.get(2)?,
            after: r.get(3)?,
            day: r.get(4)?,
            made: Moment { instant_ms: r.get(5)?, zone: r.get(6)?, offset_min: r.get(7)? },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
