//! Getting what I need: services, rights and benefits that I use or want, whom to ask, what I say,
//! and what came of it.
//!
//! ```text
//!   wanted ──> asked ──> settled ──> used        any of the five can be set at any time
//!      └──────────────> let go
//! ```

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::clock::Day;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::ids::id_type;
use crate::listed;
use crate::order;
use crate::programme::{self, Content};
use crate::store::kinds::{NEED, Values, maybe, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

/// Under which key the pack has the words of its list of services.
const PREFIX: &str = "service";

id_type! {
    /// Names something I need.
    NeedId
}

choice! {
    /// Where it stands.
    NeedState {
        /// I want it.
        Wanted = "wanted",
        /// I asked for it.
        Asked = "asked",
        /// It is settled.
        Settled = "settled",
        /// I use it.
        Used = "used",
        /// Set down on purpose, and kept.
        LetGo = "let_go",
    }
}

impl NeedState {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 5] = [Self::Wanted, Self::Asked, Self::Settled, Self::Used, Self::LetGo];
}

/// Something I need, as I want it written. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewNeed {
    /// Its id in the content pack's list of services; empty for one of my own.
    pub list_id: String,
    /// In my own words, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters. May be empty where `list_id` is
    /// given: it then takes the words of the list.
    pub wording: String,
    /// Whom to ask, at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters.
    pub who_to_ask: String,
    /// Their number, at most [`PHONE_LIMIT`](validate::PHONE_LIMIT) characters.
    pub phone: String,
    /// What I want to know, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub question: String,
    /// What I say, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub what_i_say: String,
    /// The day of an appointment, within ten years of today.
    pub appointment: Option<Day>,
    /// What came of it, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub outcome: String,
}

/// Something I need, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedView {
    /// Which.
    pub id: NeedId,
    /// Its id in the list; empty for one of my own.
    pub list_id: String,
    /// The words, in the language in force where they are the pack's.
    pub wording: String,
    /// Whom to ask.
    pub who_to_ask: String,
    /// Their number; may be empty.
    pub phone: String,
    /// What I want to know.
    pub question: String,
    /// What I say.
    pub what_i_say: String,
    /// The day of an appointment.
    pub appointment: Option<Day>,
    /// What came of it.
    pub outcome: String,
    /// Where it stands.
    pub state: NeedState,
}

/// A service that the content pack lists.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceOffer {
    /// Its id in the list.
    pub list_id: String,
    /// Its words.
    pub wording: String,
}

/// What stands at one state.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedsInState {
    /// Which state.
    pub state: NeedState,
    /// What stands there, as the person put it.
    pub needs: Vec<NeedView>,
}

/// The sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedsView {
    /// All five states in order, the empty ones too.
    pub states: Vec<NeedsInState>,
    /// Services of the content pack that are not on the sheet, in the order of the pack.
    pub offered: Vec<ServiceOffer>,
}

impl Handrail {
    /// What I need.
    pub fn needs(&self) -> Result<NeedsView> {
        self.read(|c| {
            let content = programme::content(c)?;
            let needs = all(c, &content)?;
            let state =
                |state| NeedsInState { state, needs: needs.iter().filter(|n| n.state == state).cloned().collect() };
            let free = content.pack.services.iter().filter(|id| !needs.iter().any(|n| n.list_id == **id));
            let offer =
                |id: &String| ServiceOffer { list_id: id.clone(), wording: content.words(&format!("{PREFIX}.{id}")) };
            Ok(NeedsView { states: NeedState::ALL.map(state).into(), offered: free.map(offer).collect() })
        })
    }

    /// Adds something I need, or use already, at the end of that state. The same service may stand there twice:
    /// two places to ask are two of them.
    ///
    /// # Errors
    /// `list_id` no choice where the pack in force does not have it.
    pub fn save_need(&self, new: &NewNeed, state: NeedState) -> Result<Changes> {
        self.write(|w| {
            let mut values = need_values(w, new, None)?;
            let group = group(state);
            values.push(("position", value(order::behind_last(w.tx(), &NEED, &group)?)));
            values.extend(group);
            w.insert(&NEED, w.new_id()?, &values)
        })
    }

    /// Changes what is written. What stood there before stays as a revision; an id of a list stays, also where the
    /// pack in force does not have it any more.
    pub fn edit_need(&self, id: NeedId, edit: &NewNeed) -> Result<Changes> {
        self.write(|w| {
            let kept = kept(w.tx(), id)?;
            w.update(&NEED, id.0, &need_values(w, edit, Some(&kept))?).map(drop)
        })
    }

    /// Says where it stands now; it goes last there.
    pub fn set_need_state(&self, id: NeedId, state: NeedState) -> Result<Changes> {
        self.write(|w| {
            let group = group(state);
            let mut values = group.clone();
            order::stay_or_go_last(w.tx(), &NEED, id.0, &group, &mut values)?;
            w.update(&NEED, id.0, &values).map(drop)
        })
    }

    /// Moves it among those in its state: `place` counts from 0; beyond the end means last.
    pub fn move_need(&self, id: NeedId, place: u32) -> Result<Changes> {
        self.write(|w| order::move_to(w, &NEED, id.0, &["state"], place))
    }
}

fn group(state: NeedState) -> Values {
    vec![("state", state.into())]
}

struct Kept {
    list_id: String,
    appointment: Option<Day>,
}

fn kept(c: &Connection, id: NeedId) -> Result<Kept> {
    c.prepare_cached("SELECT list_id, appointment FROM need WHERE id = ?1")?
        .query_row([id], |r| Ok(Kept { list_id: r.get(0)?, appointment: r.get(1)? }))
        .optional()?
        .ok_or(Error::NotFound(NEED.name))
}

fn need_values(w: &Write<'_>, new: &NewNeed, kept: Option<&Kept>) -> Result<Values> {
    let content = programme::content(w.tx())?;
    let list_id = listed::id("list_id", &new.list_id, &content.pack.services, kept.map(|k| k.list_id.as_str()))?;
    // A day that is kept may have become old meanwhile.
    if let Some(day) = new.appointment.filter(|day| kept.and_then(|k| k.appointment) != Some(*day)) {
        validate::near_day("appointment", day, w.day())?;
    }
    Ok(vec![
        ("wording", value(listed::wording(&content, PREFIX, &list_id, &new.wording)?)),
        ("list_id", value(list_id)),
        ("who_to_ask", value(validate::optional_line("who_to_ask", &new.who_to_ask)?)),
        ("phone", value(validate::phone("phone", &new.phone)?)),
        ("question", value(validate::text("question", &new.question)?)),
        ("what_i_say", value(validate::text("what_i_say", &new.what_i_say)?)),
        ("appointment", maybe(new.appointment)),
        ("outcome", value(validate::text("outcome", &new.outcome)?)),
    ])
}

fn all(c: &Connection, content: &Content) -> Result<Vec<NeedView>> {
    let mut q = c.prepare_cached(
        "SELECT id, list_id, wording, who_to_ask, phone, question, what_i_say, appointment, outcome, state FROM need
          ORDER BY position, id",
    )?;
    let mut needs: Vec<NeedView> = q.query_map(params![], of_row)?.collect::<Result<_, _>>()?;
    for need in &mut needs {
        need.wording = listed::shown(content, PREFIX, &need.list_id, std::mem::take(&mut need.wording));
    }
    Ok(needs)
}

fn of_row(r: &Row<'_>) -> rusqlite::Result<NeedView> {
    Ok(NeedView {
        id: r.get(0)?,
        list_id: r.get(1)?,
        wording: r.get(2)?,
        who_to_ask: r.get(3)?,
        phone: r.get(4)?,
        question: r.get(5)?,
        what_i_say: r.get(6)?,
        appointment: r.get(7)?,
        outcome: r.get(8)?,
        state: r.get(9)?,
    })
}
