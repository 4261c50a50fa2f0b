//! The relapse prevention plan on one page, a line at a time: what happened before, what sets me
//! off, my signs, what helps in stages, who helps, whom to call, what I wish for. Works without a
//! network; every part may stay empty, none is forced.
//!
//! This file owns the lines; [`keeping`] what is done with the plan (using it, giving copies away,
//! rehearsing, looking it over); [`safety`] the safety plan that may stand beside it.

mod check;
pub mod keeping;
pub mod safety;

use rusqlite::{Connection, Row};

use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::order;
use crate::people::PersonId;
use crate::signs::{SignPattern, WarningSignId};
use crate::store::Changes;
use crate::store::kinds::{PLAN_LINE, Values, value};
use crate::validate::choice;

pub use crate::validate::PHONE_LIMIT;
pub use keeping::PlanInUse;
pub(crate) use keeping::{SaidOfPlan, plan_in_use, review_on, said_of_plan, that_hold};

id_type! {
    /// Names a line of the plan.
    PlanLineId
}

choice! {
    /// The parts of the plan, in the order they are read.
    PlanPart {
        /// What happened before: when, what came first, what helped.
        WhatHappened = "what_happened",
        /// What sets me off, and what I do then.
        Triggers = "triggers",
        /// How I notice.
        Signs = "signs",
        /// What helps, in four stages.
        WhatHelps = "what_helps",
        /// Who helps, each with one duty; and who must not be called.
        WhoHelps = "who_helps",
        /// Whom to call.
        Contacts = "contacts",
        /// What I wish for if I need more help: hospital, medicines, what not to do.
        Wishes = "wishes",
    }
}

impl PlanPart {
    /// All parts, in the order they are read.
    pub const ALL: [Self; 7] = [
        Self::WhatHappened,
        Self::Triggers,
        Self::Signs,
        Self::WhatHelps,
        Self::WhoHelps,
        Self::Contacts,
        Self::Wishes,
    ];
}

choice! {
    /// What somebody in "whom to call" is to me.
    ContactRole {
        /// Who I work through the programme with.
        Practitioner = "practitioner",
        /// Who prescribes.
        Prescriber = "prescriber",
        /// My emergency contact.
        Emergency = "emergency",
        /// A line that answers at night and at weekends.
        OutOfHours = "out_of_hours",
        /// Somebody else.
        Other = "other",
    }
}

/// A line as the person wants it. Which fields a part has is said at each; a field that is filled in
/// elsewhere is refused, so that nothing is kept where no screen would show it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPlanLine {
    /// Which part it belongs to.
    pub part: PlanPart,
    /// For what helps: 1 myself, 2 with someone, 3 call the clinic, 4 emergency. 0 in every other part.
    pub stage: i64,
    /// In the person's own words, at most [`TEXT_LIMIT`](crate::validate::TEXT_LIMIT) characters. Where `sign` or
    /// `person` is given it may be empty: the line then takes the words of the sign or the name of the person.
    pub wording: String,
    /// For contacts: a number to call, at most [`PHONE_LIMIT`] characters; empty in every other part.
    pub phone: String,
    /// For triggers: what I do now. For what happened before: what helped. At most
    /// [`TEXT_LIMIT`](crate::validate::TEXT_LIMIT) characters.
    pub action: String,
    /// For what happened before: what came first, at most [`TEXT_LIMIT`](crate::validate::TEXT_LIMIT) characters.
    pub what_came_first: String,
    /// For what happened before: when, at most [`LINE_LIMIT`](crate::validate::LINE_LIMIT) characters.
    pub when_words: String,
    /// For signs: the warning sign it stands for, with all that is kept there.
    pub sign: Option<WarningSignId>,
    /// For what helps, who helps and contacts: somebody on my map.
    pub person: Option<PersonId>,
    /// For who helps: the one thing they do, at most [`TEXT_LIMIT`](crate::validate::TEXT_LIMIT) characters.
    pub duty: String,
    /// For contacts: what they are to me.
    pub role: Option<ContactRole>,
    /// For who helps: this is somebody who must not be called. They then have no duty.
    pub not_to_be_called: bool,
}

impl NewPlanLine {
    /// A line with nothing but its words; `stage` is 0 except for what helps.
    pub fn new(part: PlanPart, stage: i64, wording: impl Into<String>) -> Self {
        Self {
            part,
            stage,
            wording: wording.into(),
            phone: String::new(),
            action: String::new(),
            what_came_first: String::new(),
            when_words: String::new(),
            sign: None,
            person: None,
            duty: String::new(),
            role: None,
            not_to_be_called: false,
        }
    }
}

/// The warning sign that a line stands for, as it is now.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanSignView {
    /// Which.
    pub id: WarningSignId,
    /// Its words now.
    pub wording: String,
    /// Who may notice.
    pub who_may_notice: String,
    /// How long before, in words.
    pub days_before: String,
    /// New for me, or usual for me; none while it was not said.
    pub pattern: Option<SignPattern>,
    /// How to check.
    pub how_to_check: String,
    /// Whether it is the key sign.
    pub key_sign: bool,
}

/// The person of a line, as they stand on my map now.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanPersonView {
    /// Which.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their number; may be empty.
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
    /// What I do now (triggers), or what helped (what happened before).
    pub action: String,
    /// What came first.
    pub what_came_first: String,
    /// When that was.
    pub when_words: String,
    /// The warning sign it stands for; none where another device took it away.
    pub sign: Option<PlanSignView>,
    /// Somebody on my map; none where another device took them away.
    pub person: Option<PlanPersonView>,
    /// The one thing they do.
    pub duty: String,
    /// What they are to me.
    pub role: Option<ContactRole>,
    /// Somebody who must not be called. Their number is not shown.
    pub not_to_be_called: bool,
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
    /// All seven parts in order, the empty ones too.
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
            let mut values = check::line_values(w.tx(), new)?;
            values.push(("position", value(order::behind_last(w.tx(), &PLAN_LINE, &group(new))?)));
            w.insert(&PLAN_LINE, w.new_id()?, &values)?;
            keeping::count_change(w)
        })
    }

    /// Says a line differently, or moves it to another part or stage, where it stands last.
    pub fn edit_plan_line(&self, id: PlanLineId, edit: &NewPlanLine) -> Result<Changes> {
        self.write(|w| {
            let mut values = check::line_values(w.tx(), edit)?;
            order::stay_or_go_last(w.tx(), &PLAN_LINE, id.0, &group(edit), &mut values)?;
            if w.update(&PLAN_LINE, id.0, &values)? { keeping::count_change(w) } else { Ok(()) }
        })
    }

    /// Moves a line within its part (and stage): `place` counts from 0; beyond the end means last.
    pub fn move_plan_line(&self, id: PlanLineId, place: u32) -> Result<Changes> {
        self.write(|w| {
            let moved = order::moved(w, &PLAN_LINE, id.0, &["part", "stage"], place)?;
            if moved { keeping::count_change(w) } else { Ok(()) }
        })
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

fn group(new: &NewPlanLine) -> Values {
    vec![("part", new.part.into()), ("stage", value(new.stage))]
}

/// The plan, where a read is already open.
pub(crate) fn plan_of(c: &Connection, now: &Moment, boundary_min: i64) -> Result<PlanView> {
    let mut q = c.prepare_cached(
        "SELECT l.id, l.part, l.stage, l.wording, l.phone, l.action, l.what_came_first, l.when_words, l.duty, l.role,
                coalesce(l.not_to_be_called, 0), s.id, s.wording, s.who_may_notice, s.days_before, s.how_to_check, s.key_sign,
                p.id, p.name, CASE WHEN l.not_to_be_called = 1 THEN '' ELSE p.phone END, s.pattern
           FROM plan_line l LEFT JOIN warning_sign s ON s.id = l.sign LEFT JOIN person p ON p.id = l.person
          ORDER BY l.stage, l.position, l.id",
    )?;
    let lines: Vec<PlanLineView> = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    let parts = PlanPart::ALL
        .map(|part| PlanPartView { part, lines: lines.iter().filter(|l| l.part == part).cloned().collect() });
    let changed_day = keeping::newest_change(c)?.map(|stamp| now.at(stamp >> 16).day(boundary_min));
    Ok(PlanView { parts: parts.into(), changed_day })
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<PlanLineView> {
    let sign = match r.get(11)? {
        Some(id) => Some(PlanSignView {
            id,
            wording: r.get(12)?,
            who_may_notice: r.get(13)?,
            days_before: r.get(14)?,
            how_to_check: r.get(15)?,
            key_sign: r.get(16)?,
            // Empty where it was not said.
            pattern: SignPattern::parse("pattern", r.get_ref(20)?.as_str()?).ok(),
        }),
        None => None,
    };
    let person = match r.get(17)? {
        Some(id) => Some(PlanPersonView { id, name: r.get(18)?, phone: r.get(19)? }),
        None => None,
    };
    Ok(PlanLineView {
        id: r.get(0)?,
        part: r.get(1)?,
        stage: r.get(2)?,
        wording: r.get(3)?,
        phone: r.get(4)?,
        action: r.get(5)?,
        what_came_first: r.get(6)?,
        when_words: r.get(7)?,
        sign,
        person,
        duty: r.get(8)?,
        // Empty where none was given.
        role: ContactRole::parse("role", r.get_ref(9)?.as_str()?).ok(),
        not_to_be_called: r.get(10)?,
    })
}
