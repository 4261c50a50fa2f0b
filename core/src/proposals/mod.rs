//! Proposals: what a practitioner suggests between meetings, and the one line "I saw this".
//!
//! A suggestion is a draft. It becomes the client's only after **"yes, mine"**, as it came or with
//! changes; declining needs no reason. Who wrote it stays visible, the text before and after is kept.
//!
//! ```text
//!   arrived ──> waiting ──accept──> accepted | changed  (a homework or a step, the client's own)
//!                  │ ──decline──> declined ──accept──> ...
//!                  └──withdrawn by its author
//! ```

mod body;
mod take_in;

#[cfg(feature = "parsers")]
use handrail_wire::outer::Purpose;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use body::Suggestion;
pub use body::SuggestionKind;
#[allow(unused_imports)] // for the exchange's side of the store
pub(crate) use take_in::take_in;
pub use take_in::{Arrived, TakenIn};

use crate::clock::{Day, TimeOfDay};
use crate::error::{Error, Reason, Result};
use crate::goals::{Horizon, NewStep, ShortTermGoalId, insert_step};
use crate::handrail::Handrail;
use crate::homework::{HowOften, NewHomework, Origin, insert_homework};
use crate::ids::{Id, id_type};
use crate::store::kinds::{PROPOSAL, value};
use crate::store::{Changes, Write};
use crate::validate::choice;

id_type! {
    /// Names a proposal: the packet id it came under.
    ProposalId
}

choice! {
    /// Where a proposal stands.
    ProposalState {
        /// Nobody has said anything yet. It waits as long as it likes.
        Waiting = "waiting",
        /// Mine, as it came.
        Accepted = "accepted",
        /// Mine, with changes.
        Changed = "changed",
        /// Not for me. Can still be accepted later.
        Declined = "declined",
        /// Its author took it back before it was answered.
        Withdrawn = "withdrawn",
    }
}

/// A suggestion, as the client reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct ProposalView {
    /// Which.
    pub id: ProposalId,
    /// A homework or a step.
    pub kind: SuggestionKind,
    /// Where it stands.
    pub state: ProposalState,
    /// Who wrote it.
    pub from_name: String,
    /// The day it was written.
    pub made_day: Day,
    /// What to do.
    pub title: String,
    /// Why.
    pub why: String,
    /// What exactly.
    pub what_exactly: String,
    /// Where.
    pub where_words: String,
    /// With whom.
    pub with_whom: String,
    /// A smaller version.
    pub smaller_version: String,
    /// How often; once where it does not say.
    pub how_often: HowOften,
    /// Soft date.
    pub by_about: Option<Day>,
    /// A step: the short-term goal it is for, and its title now; none if that goal is no longer there.
    pub goal: Option<(ShortTermGoalId, String)>,
    /// The homework or step it became.
    pub became: Option<Id>,
    /// The day it was answered.
    pub answered_day: Option<Day>,
}

/// The practitioner's one line after reading. No chat: there is nothing to answer.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenLineView {
    /// Which.
    pub id: Id,
    /// The review it is about.
    pub packet: Id,
    /// Who wrote it.
    pub from_name: String,
    /// The line.
    pub wording: String,
    /// The day it was written.
    pub made_day: Day,
}

/// What came from practitioners.
#[derive(Clone, PartialEq, Eq)]
pub struct ProposalsView {
    /// To be answered, or not: the oldest first.
    pub waiting: Vec<ProposalView>,
    /// Answered or withdrawn, the newest first, at most 50.
    pub earlier: Vec<ProposalView>,
    /// "I saw this", the newest first, at most 50.
    pub seen: Vec<SeenLineView>,
    /// How many are of a newer version: "Update the app to see this".
    pub update_to_see: u32,
}

/// What the client makes of a suggestion; `None` leaves a field as it came. All empty is "yes, mine" as it is.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ProposalEdit {
    /// What to do.
    pub title: Option<String>,
    /// Why (homework).
    pub why: Option<String>,
    /// What exactly; for a step: how.
    pub what_exactly: Option<String>,
    /// Where.
    pub where_words: Option<String>,
    /// With whom.
    pub with_whom: Option<String>,
    /// A smaller version (homework).
    pub smaller_version: Option<String>,
    /// How often (homework).
    pub how_often: Option<HowOften>,
    /// Soft date.
    pub by_about: Option<Day>,
    /// A step: the short-term goal it is for.
    pub goal: Option<ShortTermGoalId>,
    /// When to begin; today where `None` (homework). The client's own business: choosing it changes nothing of what was proposed.
    pub first_day: Option<Day>,
    /// A reminder, likewise.
    pub reminder_time: Option<TimeOfDay>,
    /// How sure the client is, 0-10, likewise (homework).
    pub confidence: Option<i64>,
}

impl Handrail {
    /// The screen of proposals.
    pub fn proposals(&self) -> Result<ProposalsView> {
        self.read(|c| {
            let all = suggestions(c, "1", [])?;
            let read = all.len() as u64;
            let (waiting, mut earlier): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|p| p.state == ProposalState::Waiting);
            earlier.reverse();
            earlier.truncate(50);
            let update_to_see = c
                .prepare_cached(
                    "SELECT count(*) FILTER (WHERE kind = 'unknown' AND state = 'waiting')
                            + count(*) FILTER (WHERE kind IN ('homework', 'step')) - ?1 FROM proposal",
                )?
                .query_row([i64::try_from(read).unwrap_or(i64::MAX)], |r| r.get(0))?;
            Ok(ProposalsView { waiting, earlier, seen: seen(c)?, update_to_see })
        })
    }

    /// "Yes, mine": makes the homework or the step, as it came or with changes.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] in the wrong state when it was accepted before or withdrawn, or naming a
    /// field of the edit; `goal` when a step's goal is no longer there: choose another.
    pub fn accept_proposal(&self, id: ProposalId, edit: &ProposalEdit) -> Result<Changes> {
        self.write(|w| {
            let p = one(w, id)?;
            if !matches!(p.state, ProposalState::Waiting | ProposalState::Declined) {
                return Err(Error::invalid("proposal", Reason::WrongState));
            }
            let mine = mine(&p, edit);
            let changed = mine != p;
            let became = match p.kind {
                SuggestionKind::Homework => insert_homework(w, &as_homework(&mine, edit), Some(id.0))?.0,
                SuggestionKind::Step => insert_step(w, &as_step(&mine, edit)?, Some(id.0))?.0,
            };
            let state = if changed { ProposalState::Changed } else { ProposalState::Accepted };
            answer(w, id, state, Some(became))
        })
    }

    /// Not for me. No reason is asked for, and it can still be accepted later.
    ///
    /// # Errors
    /// [`Error::NotFound`]; in the wrong state unless it waits.
    pub fn decline_proposal(&self, id: ProposalId) -> Result<Changes> {
        self.write(|w| match one(w, id)?.state {
            ProposalState::Waiting => answer(w, id, ProposalState::Declined, None),
            _ => Err(Error::invalid("proposal", Reason::WrongState)),
        })
    }
}

fn answer(w: &Write<'_>, id: ProposalId, state: ProposalState, became: Option<Id>) -> Result<()> {
    let mut values = vec![("state", state.into()), ("answered_day", value(w.day()))];
    values.extend(became.map(|id| ("became", value(id))));
    w.update(&PROPOSAL, id.0, &values).map(drop)
}

/// The proposal with the client's changes in it.
fn mine(p: &ProposalView, edit: &ProposalEdit) -> ProposalView {
    let words = |new: &Option<String>, old: &String| new.as_ref().map_or_else(|| old.clone(), |n| n.trim().to_owned());
    ProposalView {
        title: words(&edit.title, &p.title),
        why: words(&edit.why, &p.why),
        what_exactly: words(&edit.what_exactly, &p.what_exactly),
        where_words: words(&edit.where_words, &p.where_words),
        with_whom: words(&edit.with_whom, &p.with_whom),
        smaller_version: words(&edit.smaller_version, &p.smaller_version),
        how_often: edit.how_often.unwrap_or(p.how_often),
        by_about: edit.by_about.or(p.by_about),
        goal: match edit.goal {
            Some(goal) if p.goal.as_ref().map(|(id, _)| *id) != Some(goal) => Some((goal, String::new())),
            _ => p.goal.clone(),
        },
        ..p.clone()
    }
}

fn as_homework(p: &ProposalView, edit: &ProposalEdit) -> NewHomework {
    NewHomework {
        title: p.title.clone(),
        why: p.why.clone(),
        what_exactly: p.what_exactly.clone(),
        where_words: p.where_words.clone(),
        with_whom: p.with_whom.clone(),
        smaller_version: p.smaller_version.clone(),
        how_often: p.how_often,
        by_about: p.by_about,
        origin: Origin::Proposed,
        first_day: edit.first_day,
        reminder_time: edit.reminder_time,
        confidence: edit.confidence,
        module: String::new(),
        goal: None,
        worksheet: String::new(),
        module_id: String::new(),
        option_id: String::new(),
    }
}

fn as_step(p: &ProposalView, edit: &ProposalEdit) -> Result<NewStep> {
    let (goal, _) = p.goal.as_ref().ok_or(Error::invalid("goal", Reason::UnknownId))?;
    Ok(NewStep {
        goal: *goal,
        title: p.title.clone(),
        who: p.with_whom.clone(),
        when_words: String::new(),
        where_words: p.where_words.clone(),
        how: p.what_exactly.clone(),
        how_will_we_know: String::new(),
        by_about: p.by_about.map_or(Horizon::Suggested, Horizon::About),
        reminder_day: edit.reminder_time.and(edit.first_day),
        reminder_time: edit.reminder_time.and_then(|time| edit.first_day.map(|_| time)),
    })
}

/// One suggestion. What this version cannot read is not found: it can only be seen after an update.
fn one(w: &Write<'_>, id: ProposalId) -> Result<ProposalView> {
    suggestions(w.tx(), "p.id = ?1", [id])?.pop().ok_or(Error::NotFound("proposal"))
}

fn suggestions(c: &Connection, which: &str, params: impl rusqlite::Params) -> Result<Vec<ProposalView>> {
    let sql = format!(
        "SELECT p.id, p.body, p.state, p.became, p.answered_day FROM proposal p
          WHERE p.kind IN ('homework', 'step') AND {which} ORDER BY p.arrived_ms, p.id"
    );
    let mut q = c.prepare_cached(&sql)?;
    let mut rows = q.query(params)?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        // What a newer app of the person's took in may say more than this version reads: it can be seen after an update.
        if let Ok(suggestion) = serde_json::from_str(r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
            out.push(view(c, r, suggestion)?);
        }
    }
    Ok(out)
}

fn view(c: &Connection, r: &Row<'_>, s: Suggestion) -> Result<ProposalView> {
    let goal = s.short_term_goal.map(|id| goal_title(c, id)).transpose()?.flatten();
    Ok(ProposalView {
        id: r.get(0)?,
        kind: s.kind,
        state: r.get(2)?,
        from_name: s.from_name,
        made_day: s.made_day,
        title: s.title.trim().to_owned(),
        why: s.why.trim().to_owned(),
        what_exactly: s.what_exactly.trim().to_owned(),
        where_words: s.where_words.trim().to_owned(),
        with_whom: s.with_whom.trim().to_owned(),
        smaller_version: s.smaller_version.trim().to_owned(),
        how_often: s.how_often.unwrap_or(HowOften::Once),
        by_about: s.by_about,
        goal,
        became: r.get(3)?,
        answered_day: r.get(4)?,
    })
}

fn goal_title(c: &Connection, id: Id) -> Result<Option<(ShortTermGoalId, String)>> {
    Ok(c.prepare_cached("SELECT id, title FROM short_term_goal WHERE id = ?1")?
        .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?)
}

fn seen(c: &Connection) -> Result<Vec<SeenLineView>> {
    let mut q = c.prepare_cached(
        "SELECT id, packet, from_name, wording, made_day FROM seen_line ORDER BY arrived_ms DESC, id DESC LIMIT ?1",
    )?;
    let rows = q.query_map(params![50], |r| {
        Ok(SeenLineView {
            id: r.get(0)?,
            packet: r.get(1)?,
            from_name: r.get(2)?,
            wording: r.get(3)?,
            made_day: r.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a body of this purpose is taken.
#[cfg(feature = "parsers")]
pub(crate) fn reads(purpose: Purpose, bytes: &[u8]) -> bool {
    body::read(purpose, bytes).is_ok_and(|incoming| {
        if let body::Incoming::Suggestion(suggestion) = incoming {
            // It is kept in the record as JSON, and has to be the same when it is read from there.
            let kept = serde_json::to_string(&suggestion).ok();
            let again = kept.and_then(|text| serde_json::from_str::<Suggestion>(&text).ok());
            assert!(again.is_some_and(|again| again == *suggestion));
        }
        true
    })
}
