//! Practising a contact in steps: what I say first, what then, and what I do if it is hard. Tried
//! out in a role play or for real; any try counts.
//!
//! ```text
//!   active ──> done          any of the three can be set again
//!     └──────> let go
//! ```

use rusqlite::{Connection, Row, params};

use super::PersonId;
use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::store::Changes;
use crate::store::kinds::{CONTACT_PRACTICE, CONTACT_TRY, PERSON, Values, maybe, value};
use crate::validate::{self, choice};

id_type! {
    /// Names a contact that is practised.
    ContactPracticeId
}
id_type! {
    /// Names one try of it.
    ContactTryId
}

choice! {
    /// Where a practice stands.
    ContactState {
        /// Being practised.
        Active = "active",
        /// Done with.
        Done = "done",
        /// Set down on purpose, and kept.
        LetGo = "let_go",
    }
}

choice! {
    /// How far a try came. Any try counts.
    ContactOutcome {
        /// I did it.
        Done = "done",
        /// I did some of it.
        Partly = "partly",
        /// Not yet.
        NotYet = "not_yet",
    }
}

/// A contact as the person wants to practise it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewContactPractice {
    /// Somebody on my map; none for somebody I do not know yet.
    pub person: Option<PersonId>,
    /// What I want to do, such as "ask Leo to the cinema"; at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters.
    pub what: String,
    /// What I say first, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub say_first: String,
    /// What I say then, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub say_then: String,
    /// What I do if it is hard, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub if_it_is_hard: String,
}

/// A try, as it is told.
#[derive(Clone, PartialEq, Eq)]
pub struct NewContactTry {
    /// What was tried.
    pub practice: ContactPracticeId,
    /// A role play; else it was for real.
    pub role_play: bool,
    /// How far it came.
    pub result: ContactOutcome,
    /// How it went, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub how_it_went: String,
}

/// A try, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactTryView {
    /// Which.
    pub id: ContactTryId,
    /// What was tried.
    pub practice: ContactPracticeId,
    /// A role play; else it was for real.
    pub role_play: bool,
    /// How far it came.
    pub result: ContactOutcome,
    /// How it went.
    pub how_it_went: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// A contact that is practised, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactPracticeView {
    /// Which.
    pub id: ContactPracticeId,
    /// Somebody on my map.
    pub person: Option<PersonId>,
    /// Their name now; empty where nobody was named.
    pub person_name: String,
    /// What I want to do.
    pub what: String,
    /// What I say first.
    pub say_first: String,
    /// What I say then.
    pub say_then: String,
    /// What I do if it is hard.
    pub if_it_is_hard: String,
    /// Where it stands.
    pub state: ContactState,
    /// How often it was tried in a role play.
    pub role_plays: u32,
    /// How often it was tried for real.
    pub for_real: u32,
    /// The newest try.
    pub newest: Option<ContactTryView>,
}

impl Handrail {
    /// Adds a contact to practise.
    pub fn save_contact_practice(&self, new: &NewContactPractice) -> Result<Changes> {
        self.write(|w| {
            let mut values = practice_values(w.tx(), new)?;
            values.push(("state", ContactState::Active.into()));
            w.insert(&CONTACT_PRACTICE, w.new_id()?, &values)
        })
    }

    /// Changes a contact that is practised. What was written before stays as a revision.
    pub fn edit_contact_practice(&self, id: ContactPracticeId, edit: &NewContactPractice) -> Result<Changes> {
        self.write(|w| w.update(&CONTACT_PRACTICE, id.0, &practice_values(w.tx(), edit)?).map(drop))
    }

    /// Says that a contact is done with, lets it go, or takes it up again. Its tries are kept.
    pub fn set_contact_practice_state(&self, id: ContactPracticeId, state: ContactState) -> Result<Changes> {
        self.write(|w| w.update(&CONTACT_PRACTICE, id.0, &vec![("state", state.into())]).map(drop))
    }

    /// Records a try. When this returns, it is safe.
    pub fn record_contact_try(&self, new: &NewContactTry) -> Result<Changes> {
        self.write(|w| {
            let mut values = try_values(w.tx(), new)?;
            values.extend(w.made());
            w.insert(&CONTACT_TRY, w.new_id()?, &values)
        })
    }

    /// Changes a try. The earlier text stays as a revision.
    pub fn edit_contact_try(&self, id: ContactTryId, edit: &NewContactTry) -> Result<Changes> {
        self.write(|w| w.update(&CONTACT_TRY, id.0, &try_values(w.tx(), edit)?).map(drop))
    }

    /// The newest 50 tries of a contact.
    pub fn contact_tries(&self, practice: ContactPracticeId) -> Result<Vec<ContactTryView>> {
        self.read(|c| tries(c, practice, None))
    }

    /// The 50 tries of a contact before this one, for scrolling back.
    pub fn contact_tries_before(
        &self,
        practice: ContactPracticeId,
        before: ContactTryId,
    ) -> Result<Vec<ContactTryView>> {
        self.read(|c| tries(c, practice, Some(before)))
    }
}

/// The practices that are active, and the newest 50 of the others.
pub(super) fn practices(c: &Connection) -> Result<(Vec<ContactPracticeView>, Vec<ContactPracticeView>)> {
    let mut q = c.prepare_cached(
        "SELECT k.id, k.person, coalesce(p.name, ''), k.what, k.say_first, k.say_then, k.if_it_is_hard, k.state,
                (SELECT count(*) FROM contact_try t WHERE t.practice = k.id AND t.role_play = 1),
                (SELECT count(*) FROM contact_try t WHERE t.practice = k.id AND t.role_play = 0)
           FROM contact_practice k LEFT JOIN person p ON p.id = k.person
          WHERE (k.state = 'active') = ?1 ORDER BY k.id DESC LIMIT iif(?1, -1, 50)",
    )?;
    let mut of = |active: bool| -> Result<Vec<ContactPracticeView>> {
        let mut views: Vec<ContactPracticeView> = q.query_map([active], practice_of_row)?.collect::<Result<_, _>>()?;
        for view in &mut views {
            view.newest = newest_try(c, view.id)?;
        }
        Ok(views)
    };
    Ok((of(true)?, of(false)?))
}

fn practice_of_row(r: &Row<'_>) -> rusqlite::Result<ContactPracticeView> {
    Ok(ContactPracticeView {
        id: r.get(0)?,
        person: r.get(1)?,
        person_name: r.get(2)?,
        what: r.get(3)?,
        say_first: r.get(4)?,
        say_then: r.get(5)?,
        if_it_is_hard: r.get(6)?,
        state: r.get(7)?,
        role_plays: r.get(8)?,
        for_real: r.get(9)?,
        newest: None,
    })
}

fn newest_try(c: &Connection, practice: ContactPracticeId) -> Result<Option<ContactTryView>> {
    let mut q = c.prepare_cached(
        "SELECT id, practice, role_play, result, how_it_went, day, made_ms, made_zone, made_offset FROM contact_try
          WHERE practice = ?1 ORDER BY id DESC LIMIT 1",
    )?;
    Ok(q.query_map([practice], try_of_row)?.next().transpose()?)
}

fn tries(c: &Connection, practice: ContactPracticeId, before: Option<ContactTryId>) -> Result<Vec<ContactTryView>> {
    let mut q = c.prepare_cached(
        "SELECT id, practice, role_play, result, how_it_went, day, made_ms, made_zone, made_offset FROM contact_try
          WHERE practice = ?1 AND id < ?2 ORDER BY id DESC LIMIT 50",
    )?;
    let rows =
        q.query_map(params![practice, Id::before(before.map(|b| b.0))], try_of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn try_of_row(r: &Row<'_>) -> rusqlite::Result<ContactTryView> {
    Ok(ContactTryView {
        id: r.get(0)?,
        practice: r.get(1)?,
        role_play: r.get(2)?,
        result: r.get(3)?,
        how_it_went: r.get(4)?,
        day: r.get(5)?,
        made: Moment { instant_ms: r.get(6)?, zone: r.get(7)?, offset_min: r.get(8)? },
    })
}

fn practice_values(c: &Connection, new: &NewContactPractice) -> Result<Values> {
    if let Some(person) = new.person {
        validate::known(c, &PERSON, "person", person.0)?;
    }
    Ok(vec![
        ("person", maybe(new.person.map(|p| p.0))),
        ("what", value(validate::line("what", &new.what)?)),
        ("say_first", value(validate::text("say_first", &new.say_first)?)),
        ("say_then", value(validate::text("say_then", &new.say_then)?)),
        ("if_it_is_hard", value(validate::text("if_it_is_hard", &new.if_it_is_hard)?)),
    ])
}

fn try_values(c: &Connection, new: &NewContactTry) -> Result<Values> {
    validate::known(c, &CONTACT_PRACTICE, "practice", new.practice.0)?;
    Ok(vec![
        ("practice", value(new.practice.0)),
        ("role_play", value(i64::from(new.role_play))),
        ("result", new.result.into()),
        ("how_it_went", value(validate::text("how_it_went", &new.how_it_went)?)),
    ])
}
