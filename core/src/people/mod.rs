//! My people: who is around me, how close, what they give and what I want of them; contacts that
//! are practised in steps ([`contact`]); and who may see what, from when until when
//! ([`permissions`]). All of it stays on the phone.

pub mod contact;
pub mod permissions;

use rusqlite::{Connection, Row};

use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::order;
use crate::store::Changes;
use crate::store::kinds::{PERSON, Values, maybe, value};
use crate::validate::{self, choice};

id_type! {
    /// Names somebody on my map.
    PersonId
}

choice! {
    /// How somebody takes part in what I do here.
    TakesPart {
        /// Reads the handouts.
        ReadsHandouts = "reads_handouts",
        /// Goes through them with me.
        GoesThroughThem = "goes_through_them",
        /// Joins some meetings.
        JoinsMeetings = "joins_meetings",
        /// Helps to make plans.
        HelpsWithPlans = "helps_with_plans",
    }
}

impl TakesPart {
    /// All four, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::ReadsHandouts, Self::GoesThroughThem, Self::JoinsMeetings, Self::HelpsWithPlans];
}

choice! {
    /// Whether somebody is shown on the map.
    PersonState {
        /// On my map.
        Keep = "keep",
        /// Off it for now; all that was written is kept.
        Drop = "drop",
    }
}

/// Closest and furthest on the map: 1 close, 2 in between, 3 further away.
pub const CLOSENESS: (i64, i64) = (1, 3);

/// Somebody, as the person wants them on the map. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewPerson {
    /// Their name, or what I call them; at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters.
    pub name: String,
    /// Who they are to me, at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters.
    pub relation: String,
    /// 1 close, 2 in between, 3 further away.
    pub closeness: Option<i64>,
    /// What they give me, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub what_they_give: String,
    /// What I want of them, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub what_i_want: String,
    /// A number, at most [`PHONE_LIMIT`](validate::PHONE_LIMIT) characters.
    pub phone: String,
    /// How they take part; said twice counts once.
    pub takes_part: Vec<TakesPart>,
    /// Show them on "help now".
    pub help_now: bool,
}

/// Somebody on the map, as they are shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonView {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Who they are to me.
    pub relation: String,
    /// 1 close, 2 in between, 3 further away.
    pub closeness: Option<i64>,
    /// What they give me.
    pub what_they_give: String,
    /// What I want of them.
    pub what_i_want: String,
    /// A number; may be empty.
    pub phone: String,
    /// How they take part, each once.
    pub takes_part: Vec<TakesPart>,
    /// Shown on "help now".
    pub help_now: bool,
    /// My plan says that they must not be called. They are then not shown on "help now", whatever `help_now` says.
    pub not_to_be_called: bool,
    /// Whether they are on the map.
    pub state: PersonState,
}

/// My people.
#[derive(Clone, PartialEq, Eq)]
pub struct PeopleView {
    /// On my map, as I put them.
    pub people: Vec<PersonView>,
    /// Off the map for now.
    pub set_down: Vec<PersonView>,
    /// Contacts that are being practised, the newest first.
    pub practising: Vec<contact::ContactPracticeView>,
    /// Contacts that were done or let go, the newest first, at most 50.
    pub practised: Vec<contact::ContactPracticeView>,
}

impl Handrail {
    /// My people, and the contacts I practise.
    pub fn people(&self) -> Result<PeopleView> {
        self.read(|c| {
            let (people, set_down) = everyone(c)?.into_iter().partition(|p| p.state == PersonState::Keep);
            let (practising, practised) = contact::practices(c)?;
            Ok(PeopleView { people, set_down, practising, practised })
        })
    }

    /// Puts somebody on the map, last.
    pub fn save_person(&self, new: &NewPerson) -> Result<Changes> {
        self.write(|w| {
            let mut values = person_values(new)?;
            let group = vec![("state", PersonState::Keep.into())];
            values.push(("position", value(order::behind_last(w.tx(), &PERSON, &group)?)));
            values.extend(group);
            w.insert(&PERSON, w.new_id()?, &values)
        })
    }

    /// Changes what is kept of somebody. What was written before stays as a revision.
    pub fn edit_person(&self, id: PersonId, edit: &NewPerson) -> Result<Changes> {
        self.write(|w| w.update(&PERSON, id.0, &person_values(edit)?).map(drop))
    }

    /// Moves somebody in the order of the map (or of those who are off it): `place` counts from 0; beyond the end means last.
    pub fn move_person(&self, id: PersonId, place: u32) -> Result<Changes> {
        self.write(|w| order::move_to(w, &PERSON, id.0, &["state"], place))
    }

    /// Takes somebody off the map for now, or puts them on it again, last. What they may see is not touched by this:
    /// that is [`Handrail::revoke_permission`].
    pub fn set_person_state(&self, id: PersonId, state: PersonState) -> Result<Changes> {
        self.write(|w| {
            let group = vec![("state", state.into())];
            let mut values = group.clone();
            order::stay_or_go_last(w.tx(), &PERSON, id.0, &group, &mut values)?;
            w.update(&PERSON, id.0, &values).map(drop)
        })
    }
}

/// What somebody on the map is called now.
pub(crate) fn name_of(c: &Connection, person: PersonId) -> Result<String> {
    Ok(c.prepare_cached("SELECT name FROM person WHERE id = ?1")?.query_row([person], |r| r.get(0))?)
}

fn everyone(c: &Connection) -> Result<Vec<PersonView>> {
    let mut q = c.prepare_cached(
        "SELECT id, name, relation, closeness, what_they_give, what_i_want, phone, takes_part, coalesce(help_now, 0), state,
                EXISTS (SELECT 1 FROM plan_line l WHERE l.person = p.id AND l.not_to_be_called = 1)
           FROM person p ORDER BY position, id",
    )?;
    let rows = q.query_map([], of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<PersonView> {
    Ok(PersonView {
        id: r.get(0)?,
        name: r.get(1)?,
        relation: r.get(2)?,
        closeness: r.get(3)?,
        what_they_give: r.get(4)?,
        what_i_want: r.get(5)?,
        phone: r.get(6)?,
        takes_part: validate::list_of(r.get_ref(7)?.as_str()?),
        help_now: r.get(8)?,
        state: r.get(9)?,
        not_to_be_called: r.get(10)?,
    })
}

fn person_values(new: &NewPerson) -> Result<Values> {
    let takes_part = TakesPart::ALL.into_iter().filter(|part| new.takes_part.contains(part));
    let (close, far) = CLOSENESS;
    Ok(vec![
        ("name", value(validate::line("name", &new.name)?)),
        ("relation", value(validate::optional_line("relation", &new.relation)?)),
        ("closeness", maybe(validate::optional_scale("closeness", new.closeness, close, far)?)),
        ("what_they_give", value(validate::text("what_they_give", &new.what_they_give)?)),
        ("what_i_want", value(validate::text("what_i_want", &new.what_i_want)?)),
        ("phone", value(validate::phone("phone", &new.phone)?)),
        ("takes_part", value(validate::json_list("takes_part", takes_part, TakesPart::ALL.len())?)),
        ("help_now", maybe(new.help_now.then_some(1_i64))),
    ])
}
