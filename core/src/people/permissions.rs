//! Who may see which kind of item, from when until when. Nobody may see anything until the person
//! says so, item by item; each permission can be revoked in one tap and stays listed.
//!
//! Two that have not been revoked never hold for the same person and item on the same day: whoever
//! asks "may they?" gets one answer. The shape follows FHIR's Consent: actor, data, period.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::PersonId;
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::store::kinds::{PERMISSION, PERSON, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

id_type! {
    /// Names a permission.
    PermissionId
}

choice! {
    /// What can be permitted, each by itself. Handouts need no permission.
    PermittedItem {
        /// My goals.
        Goals = "goals",
        /// My steps.
        Steps = "steps",
        /// My homework.
        Homework = "homework",
        /// When my meetings are.
        Meetings = "meetings",
        /// My relapse prevention plan, always the present one.
        Plan = "plan",
        /// My safety plan.
        SafetyPlan = "safety_plan",
        /// My warning signs in words, without how I rate them.
        WarningSigns = "warning_signs",
        /// How I rate my signs.
        CheckIns = "check_ins",
        /// What I do when it is hard.
        Coping = "coping",
        /// Contacts I practise.
        ContactPractice = "contact_practice",
        /// My medicines, and the questions I have.
        Medicines = "medicines",
        /// Whether I took them.
        Doses = "doses",
        /// My sheet on alcohol and drugs.
        SubstanceUse = "substance_use",
        /// My stress sheet.
        Stress = "stress",
        /// What I need, and whom I ask for it.
        Needs = "needs",
        /// My lifestyle logs.
        Lifestyle = "lifestyle",
        /// My progress checks.
        ProgressCheck = "progress_check",
    }
}

/// A permission as the person gives it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPermission {
    /// Who may see it.
    pub person: PersonId,
    /// What they may see.
    pub item: PermittedItem,
    /// From this day; today where left out. Within ten years of today.
    pub from: Option<Day>,
    /// Until this day, which is included; without an end where left out.
    pub until: Option<Day>,
    /// Why, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub reason: String,
}

/// What of a permission can be put right later. To permit something else, or somebody else, give another one.
#[derive(Clone, PartialEq, Eq)]
pub struct EditPermission {
    /// From this day.
    pub from: Day,
    /// Until this day, which is included; without an end where left out.
    pub until: Option<Day>,
    /// Why, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub reason: String,
}

/// Where a permission stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    InForce,
    /// Its first day is still to come.
    NotYet,
    /// Its last day is past.
    Over,
    /// It was revoked. What was already read cannot be taken back, and the screen says so.
    Revoked,
}

/// A permission, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PermissionView {
    /// Which.
    pub id: PermissionId,
    /// Who may see it.
    pub person: PersonId,
    /// Their name now.
    pub person_name: String,
    /// What they may see.
    pub item: PermittedItem,
    /// From this day.
    pub from: Day,
    /// Until this day, which is included.
    pub until: Option<Day>,
    /// Why.
    pub reason: String,
    /// The day it was given.
    pub given_on: Day,
    /// The day it was revoked.
    pub revoked_on: Option<Day>,
    /// Where it stands on the day that was asked for.
    pub standing: Standing,
}

/// Every permission, on one screen.
#[derive(Clone, PartialEq, Eq)]
pub struct PermissionsView {
    /// The day that `standing` is about.
    pub day: Day,
    /// What holds on that day: by person as they stand on the map, then by item.
    pub in_force: Vec<PermissionView>,
    /// What is still to come, is over or was revoked, the newest given first.
    pub others: Vec<PermissionView>,
}

impl Handrail {
    /// Every permission there is or was, and which of them hold on `day`.
    pub fn permissions(&self, day: Day) -> Result<PermissionsView> {
        let today = self.this_day()?;
        self.read(|c| {
            let mut all = all(c, day, today)?;
            one_answer(&mut all);
            let (in_force, mut others): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|p| p.standing == Standing::InForce);
            crate::sorting::by_key(&mut others, |p| std::cmp::Reverse((p.given_on, p.id)));
            Ok(PermissionsView { day, in_force, others })
        })
    }

    /// Gives a permission.
    ///
    /// # Errors
    /// `until` before `from`; `item` in the wrong state where one that was not revoked already holds for this person
    /// and item on some of these days: change or revoke that one.
    pub fn give_permission(&self, new: &NewPermission) -> Result<Changes> {
        self.write(|w| {
            validate::known(w.tx(), &PERSON, "person", new.person.0)?;
            let (from, until) = period(w, new.from.unwrap_or(w.day()), new.until, None)?;
            let id = w.new_id()?;
            must_stand_alone(w.tx(), PermissionId(id), new.person, new.item, from, until)?;
            let values = vec![
                ("person", value(new.person.0)),
                ("item", new.item.into()),
                ("from_day", value(from)),
                ("until_day", maybe(until)),
                ("reason", value(validate::text("reason", &new.reason)?)),
                ("given_on", value(w.day())),
            ];
            w.insert(&PERMISSION, id, &values)
        })
    }

    /// Changes from when until when it holds, and why.
    ///
    /// # Errors
    /// As for giving one; `id` in the wrong state where it was revoked: that stays as it was.
    pub fn edit_permission(&self, id: PermissionId, edit: &EditPermission) -> Result<Changes> {
        self.write(|w| {
            let kept = one(w.tx(), id)?;
            if kept.revoked_on.is_some() {
                return Err(Error::invalid("id", Reason::WrongState));
            }
            let (from, until) = period(w, edit.from, edit.until, Some(&kept))?;
            must_stand_alone(w.tx(), id, kept.person, kept.item, from, until)?;
            let values = vec![
                ("from_day", value(from)),
                ("until_day", maybe(until)),
                ("reason", value(validate::text("reason", &edit.reason)?)),
            ];
            w.update(&PERMISSION, id.0, &values).map(drop)
        })
    }

    /// Revokes a permission, from now on. One that was revoked before stays as it was. It cannot be revived:
    /// give it again, so that the list says when.
    pub fn revoke_permission(&self, id: PermissionId) -> Result<Changes> {
        self.write(|w| match one(w.tx(), id)?.revoked_on {
            Some(_) => Ok(()),
            None => w.update(&PERMISSION, id.0, &vec![("revoked_on", value(w.day()))]).map(drop),
        })
    }
}

/// Where a permission stands on `day`, looked at on `today`. What was revoked holds neither today nor later,
/// even where the phone showed a far-off date when it was revoked.
fn standing(from: Day, until: Option<Day>, revoked_on: Option<Day>, day: Day, today: Day) -> Standing {
    if revoked_on.is_some_and(|revoked| day >= revoked || day >= today) {
        Standing::Revoked
    } else if day < from {
        Standing::NotYet
    } else if until.is_some_and(|until| day > until) {
        Standing::Over
    } else {
        Standing::InForce
    }
}

/// On a day that is past, one that was revoked since can lie under another that was given later for that day too
/// (from a day before it was given, or by a clock that was set back). The later one is the answer.
fn one_answer(all: &mut [PermissionView]) {
    let held: Vec<(PermissionId, PersonId, PermittedItem, bool)> = all
        .iter()
        .filter(|p| p.standing == Standing::InForce)
        .map(|p| (p.id, p.person, p.item, p.revoked_on.is_some()))
        .collect();
    for p in all.iter_mut().filter(|p| p.standing == Standing::InForce && p.revoked_on.is_some()) {
        let covered = |(id, person, item, revoked): &(PermissionId, PersonId, PermittedItem, bool)| {
            (*person, *item) == (p.person, p.item) && *id != p.id && (!revoked || *id > p.id)
        };
        if held.iter().any(covered) {
            p.standing = Standing::Revoked;
        }
    }
}

/// Days near today; those that are kept already may have become old meanwhile.
fn period(w: &Write<'_>, from: Day, until: Option<Day>, kept: Option<&Kept>) -> Result<(Day, Option<Day>)> {
    if kept.is_none_or(|kept| kept.from != from) {
        validate::near_day("from", from, w.day())?;
    }
    if let Some(until) = until {
        if kept.is_none_or(|kept| kept.until != Some(until)) {
            validate::near_day("until", until, w.day())?;
        }
        if until < from {
            return Err(Error::invalid("until", Reason::ImpossibleDate));
        }
    }
    Ok((from, until))
}

/// That no other that was not revoked holds for this person and item on one of these days.
fn must_stand_alone(
    c: &Connection,
    id: PermissionId,
    person: PersonId,
    item: PermittedItem,
    from: Day,
    until: Option<Day>,
) -> Result<()> {
    let another: bool = c
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM permission WHERE person = ?1 AND item = ?2 AND id <> ?3 AND revoked_on IS NULL
                AND (?5 IS NULL OR from_day <= ?5) AND (until_day IS NULL OR until_day >= ?4))",
        )?
        .query_row(params![person, item.word(), id, from, until], |r| r.get(0))?;
    if another { Err(Error::invalid("item", Reason::WrongState)) } else { Ok(()) }
}

/// The same for one that was taken away and put back.
pub(crate) fn stands_alone(c: &Connection, id: Id) -> Result<()> {
    let id = PermissionId(id);
    let kept = one(c, id)?;
    match kept.revoked_on {
        Some(_) => Ok(()),
        None => must_stand_alone(c, id, kept.person, kept.item, kept.from, kept.until),
    }
}

struct Kept {
    person: PersonId,
    item: PermittedItem,
    from: Day,
    until: Option<Day>,
    revoked_on: Option<Day>,
}

fn one(c: &Connection, id: PermissionId) -> Result<Kept> {
    c.prepare_cached("SELECT person, item, from_day, until_day, revoked_on FROM permission WHERE id = ?1")?
        .query_row([id], |r| {
            Ok(Kept { person: r.get(0)?, item: r.get(1)?, from: r.get(2)?, until: r.get(3)?, revoked_on: r.get(4)? })
        })
        .optional()?
        .ok_or(Error::NotFound(PERMISSION.name))
}

fn all(c: &Connection, day: Day, today: Day) -> Result<Vec<PermissionView>> {
    let mut q = c.prepare_cached(
        "SELECT m.id, m.person, coalesce(p.name, ''), m.item, m.from_day, m.until_day, m.reason, m.given_on, m.revoked_on
           FROM permission m LEFT JOIN person p ON p.id = m.person ORDER BY p.position, p.id, m.item, m.from_day, m.id",
    )?;
    let rows = q.query_map([], |r| of_row(r, day, today))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn of_row(r: &Row<'_>, day: Day, today: Day) -> rusqlite::Result<PermissionView> {
    let (from, until, revoked_on) = (r.get(4)?, r.get(5)?, r.get(8)?);
    Ok(PermissionView {
        id: r.get(0)?,
        person: r.get(1)?,
        person_name: r.get(2)?,
        item: r.get(3)?,
        from,
        until,
        reason: r.get(6)?,
        given_on: r.get(7)?,
        revoked_on,
        standing: standing(from, until, revoked_on, day, today),
    })
}
