//! The relapse prevention plan on one page, a line at a time: what sets me off, my signs, what
//! helps in stages, who helps, whom to call, what I wish for. Works without a network; every
//! part may stay empty, none is forced.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::store::kinds::{PLAN_LINE, Values, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// Longest telephone number, in characters, with spaces and signs.
pub const PHONE_LIMIT: usize = 40;

id_type! {
    /// Names a line of the plan.
    PlanLineId
}

choice! {
    /// The parts of the plan, in the order they are read.
    PlanPart {
        /// What sets me off, and what I do then.
        Triggers = "triggers",
        /// How I notice.
        Signs = "signs",
        /// What helps, in four stages.
        WhatHelps = "what_helps",
        /// Who helps, each with one duty.
        WhoHelps = "who_helps",
        /// Whom to call.
        Contacts = "contacts",
        /// What I wish for if I need more help: hospital, medicines, what not to do.
        Wishes = "wishes",
    }
}

impl PlanPart {
    /// All parts, in the order they are read.
    pub const ALL: [Self; 6] =
        [Self::Triggers, Self::Signs, Self::WhatHelps, Self::WhoHelps, Self::Contacts, Self::Wishes];
}

/// A line as the person wants it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPlanLine {
    /// Which part it belongs to.
    pub part: PlanPart,
    /// For what helps: 1 myself, 2 with someone, 3 call the clinic, 4 emergency. 0 in every other part.
    pub stage: i64,
    /// In the person's own words.
    pub wording: String,
    /// For contacts: a number to call, at most [`PHONE_LIMIT`] characters; empty in every other part.
    pub phone: String,
}

/// A line, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanLineView {
    /// Which.
    pub id: PlanLineId,
    /// Which part it belongs to.
    pub part: PlanPart,
    /// 1 to 4 for what helps, else 0.
    pub stage: i64,
    /// In the person's own words.
    pub wording: String,
    /// A number to call; may be empty.
    pub phone: String,
}

/// A part with its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanPartView {
    /// Which part.
    pub part: PlanPart,
    /// Its lines: by stage, then as the person put them.
    pub lines: Vec<PlanLineView>,
}

/// The plan.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanView {
    /// All six parts in order, the empty ones too.
    pub parts: Vec<PlanPartView>,
    /// The day anything in it was last changed, added or taken away; none while there never was a line.
    pub changed_day: Option<Day>,
}

impl Handrail {
    /// The plan.
    pub fn plan(&self) -> Result<PlanView> {
        let (now, boundary_min) = (self.now()?, self.store.boundary_min()?);
        self.read(|c| plan_of(c, &now, boundary_min))
    }

    /// Adds a line at the end of its part (and stage).
    pub fn add_plan_line(&self, new: &NewPlanLine) -> Result<Changes> {
        self.write(|w| {
            let mut values = line_values(new)?;
            values.push(("position", value(next_position(w.tx(), new)?)));
            w.insert(&PLAN_LINE, w.new_id()?, &values)
        })
    }

    /// Says a line differently, or moves it to another part or stage, where it stands last.
    pub fn edit_plan_line(&self, id: PlanLineId, edit: &NewPlanLine) -> Result<Changes> {
        self.write(|w| {
            let mut values = line_values(edit)?;
            if place_of(w.tx(), id)? != (edit.part, edit.stage) {
                values.push(("position", value(next_position(w.tx(), edit)?)));
            }
            w.update(&PLAN_LINE, id.0, &values).map(drop)
        })
    }

    /// Moves a line within its part (and stage): `place` counts from 0; beyond the end means last.
    pub fn move_plan_line(&self, id: PlanLineId, place: u32) -> Result<Changes> {
        self.write(|w| move_line(w, id, place))
    }

    /// Takes a line away; [`Handrail::put_back_plan_line`] undoes it.
    pub fn remove_plan_line(&self, id: PlanLineId) -> Result<Changes> {
        self.remove(PLAN_LINE.name, id.0)
    }

    /// Puts a line back that was taken away, where it stood.
    pub fn put_back_plan_line(&self, id: PlanLineId) -> Result<Changes> {
        self.put_back(PLAN_LINE.name, id.0)
    }
}

/// The plan, where a read is already open.
pub(crate) fn plan_of(c: &Connection, now: &Moment, boundary_min: i64) -> Result<PlanView> {
    let mut q =
        c.prepare_cached("SELECT id, part, stage, wording, phone FROM plan_line ORDER BY stage, position, rowid")?;
    let lines: Vec<PlanLineView> = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    let parts = PlanPart::ALL
        .map(|part| PlanPartView { part, lines: lines.iter().filter(|l| l.part == part).cloned().collect() });
    // Lines that were taken away leave no row: their tombstone still says when.
    let newest: Option<i64> = c
        .prepare_cached(
            "SELECT max(stamp) FROM (SELECT max(c.stamp) AS stamp FROM plan_line p CROSS JOIN cell c ON c.record = p.id
              UNION ALL SELECT max(stamp) FROM tombstone WHERE kind = 'plan_line')",
        )?
        .query_row([], |r| r.get(0))?;
    let changed_day = newest.map(|stamp| now.at(stamp >> 16).day(boundary_min));
    Ok(PlanView { parts: parts.into(), changed_day })
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<PlanLineView> {
    Ok(PlanLineView { id: r.get(0)?, part: r.get(1)?, stage: r.get(2)?, wording: r.get(3)?, phone: r.get(4)? })
}

fn place_of(c: &Connection, id: PlanLineId) -> Result<(PlanPart, i64)> {
    c.prepare_cached("SELECT part, stage FROM plan_line WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?
        .ok_or(Error::NotFound(PLAN_LINE.name))
}

fn next_position(c: &Connection, new: &NewPlanLine) -> Result<i64> {
    let position = c
        .prepare_cached("SELECT coalesce(max(position) + 1, 0) FROM plan_line WHERE part = ?1 AND stage = ?2")?
        .query_row(params![new.part.word(), new.stage], |r| r.get(0))?;
    Ok(position)
}

fn move_line(w: &Write<'_>, id: PlanLineId, place: u32) -> Result<()> {
    let (part, stage) = place_of(w.tx(), id)?;
    let mut order: Vec<PlanLineId> = w
        .tx()
        .prepare_cached("SELECT id FROM plan_line WHERE part = ?1 AND stage = ?2 ORDER BY position, rowid")?
        .query_map(params![part.word(), stage], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    order.retain(|other| *other != id);
    let place = usize::try_from(place).unwrap_or(usize::MAX).min(order.len());
    order.insert(place, id);
    for (position, line) in (0_i64..).zip(order) {
        // Lines that stand where they stood are left out of the log.
        w.update(&PLAN_LINE, line.0, &vec![("position", value(position))])?;
    }
    Ok(())
}

fn line_values(new: &NewPlanLine) -> Result<Values> {
    let stage = match new.part {
        PlanPart::WhatHelps => validate::scale("stage", new.stage, 1, 4)?,
        _ => validate::scale("stage", new.stage, 0, 0)?,
    };
    Ok(vec![
        ("part", new.part.into()),
        ("stage", value(stage)),
        ("wording", value(validate::some_text("wording", &new.wording)?)),
        ("phone", value(checked_phone(new)?)),
    ])
}

/// What a phone can dial, with the spaces and signs that people write; whose it is, is not checked.
fn checked_phone(new: &NewPlanLine) -> Result<String> {
    let phone = new.phone.trim();
    if phone.is_empty() {
        return Ok(String::new());
    }
    if new.part != PlanPart::Contacts {
        return Err(Error::invalid("phone", Reason::WrongState));
    }
    if phone.chars().count() > PHONE_LIMIT {
        return Err(Error::invalid("phone", Reason::TooLong { limit: PHONE_LIMIT }));
    }
    let dialled = phone.chars().all(|c| c.is_ascii_digit() || " +-()./*#,;".contains(c));
    if dialled && phone.chars().any(|c| c.is_ascii_digit()) {
        Ok(phone.to_owned())
    } else {
        Err(Error::invalid("phone", Reason::Malformed))
    }
}
