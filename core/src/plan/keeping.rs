//! What is done with the plan: using it, giving copies away and taking them back, rehearsing it,
//! looking it over. Each is an entry with a day; where the plan stands is read out of them.
//!
//! ```text
//!   not in use ──"I am using my plan"──> in use ──"I am not using it any more"──> not in use
//!                                          │ ▲
//!                          asked after 3 days: "still using it"
//! ```
//! A question that is not answered changes nothing: the plan stays in use until the person says otherwise.

use rusqlite::{Connection, OptionalExtension as _};

use super::check::known_person;
use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::people::{self, PersonId};
use crate::settings;
use crate::store::kinds::{PLAN_EVENT, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// So many days after the person last said so, they are asked whether they still use their plan.
pub const ASK_AFTER_DAYS: i64 = 3;
const REVIEW_ON: &str = "plan_review_on";
const VERSION: &str = "plan_version";

/// Which version the plan is, and the day it became that. Kept, and not read out of the change log, so that it goes
/// on counting after an archive was brought back; lines that were removed for good leave no day behind.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
struct Version {
    count: u32,
    day: Day,
}

id_type! {
    /// Names something that was done with the plan.
    PlanEventId
}

choice! {
    /// What was done with the plan.
    PlanEventKind {
        /// "I am using my plan."
        UseBegan = "use_began",
        /// "I am still using it."
        StillUsing = "still_using",
        /// "I am not using it any more."
        UseEnded = "use_ended",
        /// It was rehearsed.
        Rehearsed = "rehearsed",
        /// Somebody was given a copy, or one was put somewhere.
        CopyGiven = "copy_given",
        /// That copy was taken back.
        CopyTakenBack = "copy_taken_back",
        /// It was looked over.
        Reviewed = "reviewed",
    }
}

impl PlanEventKind {
    fn is_about_use(self) -> bool {
        matches!(self, Self::UseBegan | Self::StillUsing | Self::UseEnded)
    }

    fn is_about_a_copy(self) -> bool {
        matches!(self, Self::CopyGiven | Self::CopyTakenBack)
    }
}

/// Something that was done with the plan, as the person tells it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPlanEvent {
    /// What was done. Using it is said with [`Handrail::use_plan`] and [`Handrail::end_plan_use`].
    pub event: PlanEventKind,
    /// Somebody on my map: whose copy, or with whom.
    pub person: Option<PersonId>,
    /// Whose copy, where it is ("on the fridge"), or with whom; at most [`LINE_LIMIT`](validate::LINE_LIMIT)
    /// characters. A copy needs this or `person`.
    pub with_whom: String,
    /// Anything else, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub note: String,
}

/// Something that was done with the plan, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanEventView {
    /// Which.
    pub id: PlanEventId,
    /// What was done.
    pub event: PlanEventKind,
    /// Somebody on my map.
    pub person: Option<PersonId>,
    /// Whose copy, where, or with whom.
    pub with_whom: String,
    /// Anything else.
    pub note: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// The plan is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanInUse {
    /// The day it began.
    pub since: Day,
    /// The day the person last said so.
    pub said_on: Day,
    /// [`ASK_AFTER_DAYS`] have gone by: ask whether they still use it.
    pub ask: bool,
}

/// A copy that is out of my hands.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanCopyView {
    /// Somebody on my map; none where it was only said in words.
    pub person: Option<PersonId>,
    /// Who has it, or where it is.
    pub holder: String,
    /// Shared since this day.
    pub since: Day,
    /// The day of the newest copy they were given.
    pub given: Day,
    /// The plan was changed after that: they hold an older version.
    pub older_than_plan: bool,
}

/// What was done with the plan, and where it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanKeepingView {
    /// Whether it is in use.
    pub in_use: Option<PlanInUse>,
    /// Copies that are with others now, the longest shared first.
    pub copies: Vec<PlanCopyView>,
    /// The day it was last rehearsed.
    pub rehearsed_on: Option<Day>,
    /// The day it was last looked over.
    pub reviewed_on: Option<Day>,
    /// The day to look it over next, if the person set one. A day that has gone by says nothing by itself.
    pub review_on: Option<Day>,
    /// Counts the days on which anything in it changed: the first day is version 1; 0 while it was never written. Two
    /// phones that change it apart from each other may count alike.
    pub version: u32,
    /// The day of that version.
    pub changed_day: Option<Day>,
    /// The newest 50 entries.
    pub recent: Vec<PlanEventView>,
}

impl Handrail {
    /// What was done with the plan, and where it stands.
    pub fn plan_keeping(&self) -> Result<PlanKeepingView> {
        let (now, boundary_min) = (self.now()?, self.store.boundary_min()?);
        self.read(|c| keeping_of(c, &now, boundary_min))
    }

    /// The 50 entries before this one, for scrolling back.
    pub fn plan_events_before(&self, event: PlanEventId) -> Result<Vec<PlanEventView>> {
        self.read(|c| recent(c, Some(event)))
    }

    /// "I am using my plan", and "I am still using it". Said again on the same day without a note it leaves no
    /// second trace, so that a double tap does no harm.
    pub fn use_plan(&self, note: &str) -> Result<Changes> {
        self.write(|w| {
            let event = match plan_in_use(w.tx(), w.day())? {
                Some(using) if using.said_on == w.day() && note.trim().is_empty() => return Ok(()),
                Some(_) => PlanEventKind::StillUsing,
                None => PlanEventKind::UseBegan,
            };
            insert(w, &NewPlanEvent { event, person: None, with_whom: String::new(), note: note.to_owned() })
        })
    }

    /// "I am not using it any more." Where it is not in use, nothing is written.
    pub fn end_plan_use(&self, note: &str) -> Result<Changes> {
        self.write(|w| {
            if plan_in_use(w.tx(), w.day())?.is_none() {
                return Ok(());
            }
            let event = PlanEventKind::UseEnded;
            insert(w, &NewPlanEvent { event, person: None, with_whom: String::new(), note: note.to_owned() })
        })
    }

    /// Records that a copy was given or taken back, that the plan was rehearsed or looked over.
    ///
    /// # Errors
    /// `event` in the wrong state for one of the three about using the plan; `with_whom` empty for a copy that
    /// names nobody and no place; `with_whom` in the wrong state where nobody there has a copy to give back.
    pub fn record_plan_event(&self, new: &NewPlanEvent) -> Result<Changes> {
        self.write(|w| {
            if new.event.is_about_use() {
                return Err(Error::invalid("event", Reason::WrongState));
            }
            if new.event == PlanEventKind::CopyTakenBack {
                let taken = holder_of(w.tx(), new)?;
                if !copies(w.tx())?.iter().any(|copy| same_holder((copy.person, &copy.holder), (new.person, &taken))) {
                    return Err(Error::invalid("with_whom", Reason::WrongState));
                }
            }
            insert(w, new)
        })
    }

    /// Puts right with whom it was and the note. What was done stays: take the entry away and make another.
    ///
    /// # Errors
    /// `event` in the wrong state where it is another than the entry's.
    pub fn edit_plan_event(&self, id: PlanEventId, edit: &NewPlanEvent) -> Result<Changes> {
        self.write(|w| {
            let mut q = w.tx().prepare_cached("SELECT event FROM plan_event WHERE id = ?1")?;
            let kept: Option<PlanEventKind> = q.query_map([id], |r| r.get(0))?.next().transpose()?;
            if kept.ok_or(Error::NotFound(PLAN_EVENT.name))? != edit.event {
                return Err(Error::invalid("event", Reason::WrongState));
            }
            w.update(&PLAN_EVENT, id.0, &event_values(w.tx(), edit)?).map(drop)
        })
    }

    /// Sets the day to look the plan over next, within ten years of today, or takes it away.
    pub fn set_plan_review_on(&self, day: Option<Day>) -> Result<Changes> {
        self.write(|w| {
            let day = day.map(|day| validate::near_day("review_on", day, w.day())).transpose()?;
            settings::put(w, REVIEW_ON, Some(&day))
        })
    }
}

/// The day to look the plan over next.
pub(crate) fn review_on(c: &Connection) -> Result<Option<Day>> {
    Ok(settings::one(c, REVIEW_ON)?.flatten())
}

/// Whether the plan is in use, by the order in which things were said: an entry keeps its place when it is edited,
/// or taken away and put back. `day` is the person's today: it decides only whether to ask. What was said
/// last holds, whatever the date on the phone was when it was said.
pub(crate) fn plan_in_use(c: &Connection, day: Day) -> Result<Option<PlanInUse>> {
    let kept = c
        .prepare_cached("SELECT since, said_on FROM cache_plan_use")?
        .query_row([], |r| Ok(r.get::<_, Option<Day>>(0)?.zip(r.get::<_, Option<Day>>(1)?)))
        .optional()?;
    let used = match kept {
        Some(used) => used,
        None => used(c)?,
    };
    Ok(used.map(|(since, said_on)| {
        // A clock that was put right since may show a day before the one noted: that is long ago, too.
        let ask = (day.number() - said_on.number()).abs() >= ASK_AFTER_DAYS;
        PlanInUse { since, said_on, ask }
    }))
}

/// Since when the plan is used and when that was said last, out of the entries. The order in which they were said stands with
/// each one's stamps, so every entry is looked up; [`keep_use`] saves the first screen of a day from that.
fn used(c: &Connection) -> Result<Option<(Day, Day)>> {
    let mut q = c.prepare_cached(
        "SELECT event, day FROM plan_event e WHERE event IN ('use_began', 'still_using', 'use_ended')
          ORDER BY (SELECT min(stamp) FROM (SELECT stamp FROM cell WHERE record = e.id
                UNION ALL SELECT stamp FROM revision WHERE record = e.id)) DESC",
    )?;
    let mut rows = q.query([])?;
    let mut found: Option<(Day, Day)> = None;
    while let Some(row) = rows.next()? {
        let (event, said): (PlanEventKind, Day) = (row.get(0)?, row.get(1)?);
        if event == PlanEventKind::UseEnded {
            break;
        }
        found = Some(found.map_or((said, said), |(_, said_on)| (said, said_on)));
    }
    Ok(found)
}

/// Keeps what the entries say until one of them changes: triggers of the schema throw it away then.
fn keep_use(w: &Write<'_>) -> Result<()> {
    let (since, said_on) = used(w.tx())?.unzip();
    w.tx()
        .prepare_cached("INSERT OR REPLACE INTO cache_plan_use (only, since, said_on) VALUES (1, ?1, ?2)")?
        .execute(rusqlite::params![since, said_on])?;
    Ok(())
}

fn keeping_of(c: &Connection, now: &Moment, boundary_min: i64) -> Result<PlanKeepingView> {
    let changed_day = newest_change(c)?.map(|stamp| now.at(stamp >> 16).day(boundary_min));
    let version = match settings::one::<Version>(c, VERSION)? {
        Some(version) => version.count,
        // Written before versions were counted.
        None => changed_day.map_or(0, |_| 1),
    };
    let newest_day = |event: PlanEventKind| -> Result<Option<Day>> {
        let mut q = c.prepare_cached("SELECT max(day) FROM plan_event WHERE event = ?1")?;
        Ok(q.query_row([event.word()], |r| r.get(0))?)
    };
    Ok(PlanKeepingView {
        in_use: plan_in_use(c, now.day(boundary_min))?,
        copies: copies(c)?,
        rehearsed_on: newest_day(PlanEventKind::Rehearsed)?,
        reviewed_on: newest_day(PlanEventKind::Reviewed)?,
        review_on: review_on(c)?,
        version,
        changed_day,
        recent: recent(c, None)?,
    })
}

/// Counts a change of the plan that this write made: the first of a day makes a new version.
pub(crate) fn count_change(w: &Write<'_>) -> Result<()> {
    let count = match settings::one::<Version>(w.tx(), VERSION)? {
        Some(version) if version.day == w.day() => return Ok(()),
        Some(version) => version.count.saturating_add(1),
        None => 1 + u32::from(oldest_change(w.tx())?.is_some_and(|stamp| w.day_of(stamp >> 16) < w.day())),
    };
    settings::put(w, VERSION, Some(&Version { count, day: w.day() }))
}

/// The stamp of the oldest thing that is known of the lines of the plan.
fn oldest_change(c: &Connection) -> Result<Option<i64>> {
    let oldest = c
        .prepare_cached(
            "SELECT min(stamp) FROM (SELECT min(c.stamp) AS stamp FROM plan_line p CROSS JOIN cell c ON c.record = p.id
              UNION ALL SELECT min(stamp) FROM tombstone WHERE kind = 'plan_line')",
        )?
        .query_row([], |r| r.get(0))?;
    Ok(oldest)
}

/// The stamp of the newest change of the plan. Lines that were taken away leave no row: their tombstone still says
/// when.
pub(super) fn newest_change(c: &Connection) -> Result<Option<i64>> {
    let newest = c
        .prepare_cached(
            "SELECT max(stamp) FROM (SELECT max(c.stamp) AS stamp FROM plan_line p CROSS JOIN cell c ON c.record = p.id
              UNION ALL SELECT max(stamp) FROM tombstone WHERE kind = 'plan_line')",
        )?
        .query_row([], |r| r.get(0))?;
    Ok(newest)
}

/// Who has a copy now, by walking through what was given and taken back in the order it was said.
fn copies(c: &Connection) -> Result<Vec<PlanCopyView>> {
    let newest = newest_change(c)?;
    let mut q = c.prepare_cached(
        "SELECT event, person, with_whom, day, (SELECT min(stamp) FROM (SELECT stamp FROM cell WHERE record = e.id
                UNION ALL SELECT stamp FROM revision WHERE record = e.id)) AS said
           FROM plan_event e WHERE event IN ('copy_given', 'copy_taken_back') ORDER BY said",
    )?;
    let mut rows = q.query([])?;
    let mut copies: Vec<PlanCopyView> = Vec::new();
    while let Some(row) = rows.next()? {
        let (event, person, holder): (PlanEventKind, Option<PersonId>, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let (day, said): (Day, i64) = (row.get(3)?, row.get(4)?);
        if event == PlanEventKind::CopyTakenBack {
            copies.retain(|copy| !same_holder((copy.person, &copy.holder), (person, &holder)));
            continue;
        }
        let older_than_plan = newest.is_some_and(|newest| newest > said);
        match copies.iter_mut().find(|copy| same_holder((copy.person, &copy.holder), (person, &holder))) {
            Some(copy) => {
                copy.given = day;
                copy.older_than_plan = older_than_plan;
            }
            None => copies.push(PlanCopyView { person, holder, since: day, given: day, older_than_plan }),
        }
    }
    Ok(copies)
}

/// What an entry says about where the plan stands.
#[derive(Clone)]
pub(crate) struct SaidOfPlan {
    pub id: Id,
    event: PlanEventKind,
    person: Option<PersonId>,
    holder: String,
}

/// The newest entries, at most `most`, in the order in which they were said.
pub(crate) fn said_of_plan(c: &Connection, most: i64) -> Result<Vec<SaidOfPlan>> {
    let mut q = c.prepare_cached(
        "SELECT id, event, person, with_whom, (SELECT min(stamp) FROM (SELECT stamp FROM cell WHERE record = e.id
                UNION ALL SELECT stamp FROM revision WHERE record = e.id)) AS said
           FROM plan_event e WHERE id IN (SELECT id FROM plan_event ORDER BY id DESC LIMIT ?1) ORDER BY said",
    )?;
    let rows = q.query_map([most], |r| {
        Ok(SaidOfPlan { id: r.get(0)?, event: r.get(1)?, person: r.get(2)?, holder: r.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entries that still hold: the use the plan is in, copies that are with others, the newest rehearsal and look.
pub(crate) fn that_hold<'a>(said: impl Iterator<Item = &'a SaidOfPlan>) -> Vec<Id> {
    let mut copies: Vec<&SaidOfPlan> = Vec::new();
    let (mut used, mut rehearsed, mut reviewed) = (None, None, None);
    for entry in said {
        match entry.event {
            PlanEventKind::UseBegan | PlanEventKind::StillUsing => used = Some(entry.id),
            PlanEventKind::UseEnded => used = None,
            PlanEventKind::Rehearsed => rehearsed = Some(entry.id),
            PlanEventKind::Reviewed => reviewed = Some(entry.id),
            PlanEventKind::CopyGiven | PlanEventKind::CopyTakenBack => {
                copies.retain(|c| !same_holder((c.person, &c.holder), (entry.person, &entry.holder)));
                if entry.event == PlanEventKind::CopyGiven {
                    copies.push(entry);
                }
            }
        }
    }
    copies.into_iter().map(|copy| copy.id).chain([used, rehearsed, reviewed].into_iter().flatten()).collect()
}

/// Two people on the map are told apart by who they are; a name in words is held against the name.
fn same_holder(one: (Option<PersonId>, &str), other: (Option<PersonId>, &str)) -> bool {
    match (one.0, other.0) {
        (Some(one), Some(other)) => one == other,
        _ => one.1.to_lowercase() == other.1.to_lowercase(),
    }
}

fn insert(w: &Write<'_>, new: &NewPlanEvent) -> Result<()> {
    let mut values = event_values(w.tx(), new)?;
    values.extend(w.made());
    w.insert(&PLAN_EVENT, w.new_id()?, &values)?;
    keep_use(w)
}

fn event_values(c: &Connection, new: &NewPlanEvent) -> Result<Values> {
    let with_whom = holder_of(c, new)?;
    if new.event.is_about_use() && new.person.is_some() {
        return Err(Error::invalid("person", Reason::WrongState));
    }
    if new.event.is_about_use() && !with_whom.is_empty() {
        return Err(Error::invalid("with_whom", Reason::WrongState));
    }
    if new.event.is_about_a_copy() && with_whom.is_empty() {
        return Err(Error::invalid("with_whom", Reason::Empty));
    }
    Ok(vec![
        ("event", new.event.into()),
        ("person", maybe(new.person.map(|p| p.0))),
        ("with_whom", value(with_whom)),
        ("note", value(validate::text("note", &new.note)?)),
    ])
}

/// In words, who it was with. Somebody on the map is named as they are called now: the entry then still says
/// who it was when they are no longer on it.
fn holder_of(c: &Connection, new: &NewPlanEvent) -> Result<String> {
    let words = validate::optional_line("with_whom", &new.with_whom)?;
    known_person(c, new.person)?;
    match new.person {
        Some(person) if words.is_empty() => people::name_of(c, person),
        _ => Ok(words),
    }
}

fn recent(c: &Connection, before: Option<PlanEventId>) -> Result<Vec<PlanEventView>> {
    let mut q = c.prepare_cached(
        "SELECT id, event, person, with_whom, note, day, made_ms, made_zone, made_offset FROM plan_event
          WHERE id < ?1 ORDER BY id DESC LIMIT 50",
    )?;
    let rows = q.query_map([Id::before(before.map(|b| b.0))], |r| {
        Ok(PlanEventView {
            id: r.get(0)?,
            event: r.get(1)?,
            person: r.get(2)?,
            with_whom: r.get(3)?,
            note: r.get(4)?,
            day: r.get(5)?,
            made: Moment { instant_ms: r.get(6)?, zone: r.get(7)?, offset_min: r.get(8)? },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
