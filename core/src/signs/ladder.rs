//! What follows a notice of "your usual", step by step, and what the person says of it.
//!
//! ```text
//!   (a) it opens                     gently, once: which signs, and "look at my plan?"
//!   (b) still open after 7 days, or  "your plan says to contact NAME", once for each opening:
//!       the key sign at its top twice   until it is answered, for a week at most
//!   (c) the own emergency sign,      help at once, whatever any rule says: not decided here
//!       or "I need help now"            (`today`, `help_now`)
//! ```
//!
//! The words are ids with the signs' names, in the person's own wording, as arguments.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::DayNumber;
use super::holds::ratings_of;
use super::parameters::{
    CONTACT_AFTER_DAYS, CONTACT_CARD_DAYS, KEY_SIGN_TOPS, RECENT_WEEK_DAYS, TOLERANCE, WORRIED_TIMES,
};
use super::record::WarningSignId;
use super::usual::{NewestOpening, Opening, State, YourUsual};
use super::view::Voices;
use crate::clock::Day;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::plan::PlanLineId;
use crate::settings::{UsualSensitivity, settings_of};
use crate::store::Changes;
use crate::store::kinds::{NOTICE_ANSWER, Values, value};
use crate::validate::choice;
use crate::words::Message;

id_type! {
    /// Names what was said of a notice.
    NoticeAnswerId
}

choice! {
    /// What the person said of a notice, or did with it.
    NoticeAnswer {
        /// It was helpful.
        Helpful = "helpful",
        /// It was not.
        NotHelpful = "not_helpful",
        /// It worried me.
        WorriedMe = "worried_me",
        /// Not now.
        NotNow = "not_now",
        /// I opened my plan.
        PlanOpened = "plan_opened",
        /// I got in touch with somebody.
        ContactMade = "contact_made",
    }
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeAbout {
    /// All followed signs together.
    Together,
    /// The one sign that matters most to me.
    KeySign,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeStep {
    /// Higher than usual: said gently, with the plan.
    Gentle,
    /// My plan says to contact somebody.
    Contact,
}

/// Whom the plan says to contact.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanContact {
    /// The line of the plan.
    pub line: PlanLineId,
    /// A name, in the person's words.
    pub name: String,
    /// A number; may be empty.
    pub phone: String,
}

/// A sign that has been higher lately.
#[derive(Clone, PartialEq, Eq)]
pub struct RaisedSign {
    /// Which.
    pub id: WarningSignId,
    /// In the person's own words.
    pub wording: String,
}

/// An open notice, ready to be shown.
#[derive(Clone, PartialEq)]
pub struct Notice {
    /// What it is about.
    pub about: NoticeAbout,
    /// The day it opened: names it when it is answered.
    pub opened: Day,
    /// How far it has come.
    pub step: NoticeStep,
    /// Whether it asks for attention today. If not, it only stands on the signs screen.
    pub for_today: bool,
    /// The signs that rose most over the last week, at most three.
    pub signs: Vec<RaisedSign>,
    /// Whom the plan says to contact; only at that step, and only where the plan names somebody.
    pub contact: Option<PlanContact>,
    /// What to say.
    pub message: Message,
}

impl Handrail {
    /// Keeps what I say of the notice that opened on `opened`.
    ///
    /// # Errors
    /// `opened` unknown if no notice opened on that day.
    pub fn record_notice_answer(&self, opened: Day, answer: NoticeAnswer) -> Result<Changes> {
        let voices = self.voices()?;
        let known = voices.is_some_and(|v| all_openings(&v).any(|o| o.opened == opened.number()));
        if !known {
            return Err(Error::invalid("opened", Reason::UnknownId));
        }
        self.write(|w| {
            let mut values: Values = vec![("opened", value(opened)), ("answer", answer.into())];
            values.extend(w.made());
            w.insert(&NOTICE_ANSWER, w.new_id()?, &values)
        })
    }
}

fn all_openings(voices: &Voices) -> impl Iterator<Item = &Opening> {
    let key_sign = voices.key_sign.iter().flat_map(|(_, said)| &said.openings);
    voices.together.openings.iter().chain(key_sign)
}

/// An opening that has not closed, where the screen says "higher than your usual".
fn open_now(said: &YourUsual) -> Option<DayNumber> {
    let newest = said.openings.last().filter(|o| o.closed.is_none())?;
    (said.state == State::HigherThanUsual).then_some(newest.opened)
}

/// The notice to show: one that asks for attention today before one that only stands there, the later step first.
pub(crate) fn open_notice(c: &Connection, voices: &Voices, today: Day) -> Result<Option<Notice>> {
    let key_sign = voices.key_sign.as_ref();
    let mut open = Vec::new();
    let all = [(NoticeAbout::Together, Some(&voices.together)), (NoticeAbout::KeySign, key_sign.map(|(_, said)| said))];
    for (about, said) in all {
        let Some((said, opened)) = said.and_then(|said| Some((said, open_now(said)?))) else { continue };
        let due = contact_due(c, key_sign.map(|(id, _)| *id), opened, today)?;
        open.push((about, said.newest_opening == Some(NewestOpening::NewToday), opened, due));
    }
    // A rise that both voices see is told once: the later opening waits for two weeks.
    let told_already = |opened: DayNumber, about: NoticeAbout| {
        open.iter().any(|(other, _, before, _)| {
            *other != about && *before <= opened && opened - before < 14 && (*before, *other) < (opened, about)
        })
    };
    let mut found: Vec<(bool, bool, NoticeAbout, DayNumber)> = Vec::new();
    for (about, new_today, opened, due) in &open {
        let quiet = told_already(*opened, *about);
        let contact = due.is_some();
        let asks = match due {
            Some(due) => today.number() - due < CONTACT_CARD_DAYS && !answered_since(c, *opened, *due)?,
            None => *new_today,
        };
        found.push((asks && !quiet, contact, *about, *opened));
    }
    crate::sorting::by_key(&mut found, |(asks, contact, about, _)| (!asks, !contact, *about));
    let Some((for_today, contact, about, opened)) = found.into_iter().next() else { return Ok(None) };
    let Some(opened) = Day::from_number(opened) else { return Ok(None) };
    let signs = match (about, key_sign) {
        (NoticeAbout::KeySign, Some((id, _))) => named(c, *id)?.into_iter().collect(),
        _ => raised(c, today)?,
    };
    let step = if contact { NoticeStep::Contact } else { NoticeStep::Gentle };
    let contact = if contact { plan_contact(c)? } else { None };
    let message = message(about, step, &signs, contact.as_ref());
    Ok(Some(Notice { about, opened, step, for_today, signs, contact, message }))
}

/// The sentence: an id for each number of signs, never put together from pieces.
fn message(about: NoticeAbout, step: NoticeStep, signs: &[RaisedSign], contact: Option<&PlanContact>) -> Message {
    if step == NoticeStep::Contact {
        return match contact {
            Some(contact) => Message::new("usual-plan-says-contact").with("name", contact.name.clone()),
            None => Message::new("usual-plan-says-look"),
        };
    }
    match (about, signs) {
        (NoticeAbout::KeySign, [sign, ..]) => Message::new("usual-sign-higher").with("sign", sign.wording.clone()),
        (_, [one]) => Message::new("usual-sign-higher").with("sign", one.wording.clone()),
        (_, [one, two]) => Message::new("usual-signs-higher-two")
            .with("first", one.wording.clone())
            .with("second", two.wording.clone()),
        (_, [one, two, three, ..]) => Message::new("usual-signs-higher-three")
            .with("first", one.wording.clone())
            .with("second", two.wording.clone())
            .with("third", three.wording.clone()),
        (_, []) => Message::new("usual-state-higher-than-usual"),
    }
}

/// The day from which the plan's contact is named: the eighth day of the notice, or the second day
/// on which the key sign stood at the top of its scale. `None` before.
fn contact_due(
    c: &Connection,
    key_sign: Option<WarningSignId>,
    opened: DayNumber,
    today: Day,
) -> Result<Option<DayNumber>> {
    let by_time = opened + CONTACT_AFTER_DAYS;
    let at_top = match (key_sign, Day::from_number(opened)) {
        (Some(sign), Some(opened)) => second_top(c, sign, opened, today)?,
        _ => None,
    };
    let due = at_top.map_or(by_time, |day| day.min(by_time));
    Ok((due <= today.number()).then_some(due))
}

fn second_top(c: &Connection, sign: WarningSignId, opened: Day, today: Day) -> Result<Option<DayNumber>> {
    let (scale, high_is_good): (i64, bool) = c
        .prepare_cached("SELECT scale, coalesce(high_is_good, 0) FROM warning_sign WHERE id = ?1")?
        .query_row([sign], |r| Ok((r.get(0)?, r.get(1)?)))?;
    // A notice may be open for long; the second day at the top is soon after it, or it is due by time anyway.
    let until = today.min(opened.plus(CONTACT_AFTER_DAYS));
    let by_day = ratings_between(c, opened, until)?;
    let worst = if high_is_good { 0 } else { scale };
    let tops = by_day.into_iter().filter(|(_, ratings)| ratings.get(&sign.0) == Some(&worst)).map(|(day, _)| day);
    Ok(tops.skip(KEY_SIGN_TOPS - 1).map(Day::number).next())
}

/// The latest rating of each sign on each day, both days included.
fn ratings_between(c: &Connection, from: Day, until: Day) -> Result<BTreeMap<Day, BTreeMap<Id, i64>>> {
    let mut q =
        c.prepare_cached("SELECT day, ratings FROM check_in WHERE day BETWEEN ?1 AND ?2 ORDER BY day, made_ms, id")?;
    let mut rows = q.query(params![from, until])?;
    let mut by_day: BTreeMap<Day, BTreeMap<Id, i64>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let ratings = ratings_of(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
        by_day.entry(row.get(0)?).or_default().extend(ratings);
    }
    Ok(by_day)
}

fn answered_since(c: &Connection, opened: DayNumber, due: DayNumber) -> Result<bool> {
    let (Some(opened), Some(due)) = (Day::from_number(opened), Day::from_number(due)) else { return Ok(false) };
    Ok(c.prepare_cached("SELECT EXISTS (SELECT 1 FROM notice_answer WHERE opened = ?1 AND day >= ?2)")?
        .query_row(params![opened, due], |r| r.get(0))?)
}

fn named(c: &Connection, sign: WarningSignId) -> Result<Option<RaisedSign>> {
    Ok(c.prepare_cached("SELECT id, wording FROM warning_sign WHERE id = ?1")?
        .query_row([sign], |r| Ok(RaisedSign { id: r.get(0)?, wording: r.get(1)? }))
        .optional()?)
}

/// The followed signs whose mean of the last week is above that of the four months before it, at most three,
/// the largest rise first. For naming them only: whether anything is said was decided by the rule.
#[allow(clippy::cast_precision_loss, reason = "ratings are 0 to 10, and there are some hundred days of them")]
fn raised(c: &Connection, today: Day) -> Result<Vec<RaisedSign>> {
    const MONTHS_DAYS: i64 = 118;
    const MOST: usize = 3;
    let by_day = ratings_between(c, today.plus(-MONTHS_DAYS), today)?;
    let mut q = c.prepare_cached(
        "SELECT id, wording, scale, coalesce(high_is_good, 0) FROM warning_sign
          WHERE state = 'following' AND pattern <> 'usual_for_me' ORDER BY position, id",
    )?;
    let mut rows = q.query([])?;
    let mut risen: Vec<(f64, RaisedSign)> = Vec::new();
    while let Some(r) = rows.next()? {
        let sign = RaisedSign { id: r.get(0)?, wording: r.get(1)? };
        let (scale, high_is_good): (i64, bool) = (r.get(2)?, r.get(3)?);
        let mean = |lately: bool| {
            let week = today.plus(-RECENT_WEEK_DAYS);
            let values: Vec<i64> = by_day
                .iter()
                .filter(|(day, _)| (**day > week) == lately)
                .filter_map(|(_, ratings)| ratings.get(&sign.id.0).copied())
                .collect();
            let sum: i64 = values.iter().map(|v| if high_is_good { scale - v } else { *v }).sum();
            (!values.is_empty()).then(|| sum as f64 / values.len() as f64 / scale as f64)
        };
        if let (Some(lately), Some(before)) = (mean(true), mean(false))
            && lately - before > TOLERANCE
        {
            risen.push((lately - before, sign));
        }
    }
    // Equal rises stay in the order the person gave their signs.
    crate::sorting::by(&mut risen, |a, b| b.0.total_cmp(&a.0));
    Ok(risen.into_iter().take(MOST).map(|(_, sign)| sign).collect())
}

/// Whom the plan names: who helps, then the practitioner, then the other contacts; nobody who must not be called.
fn plan_contact(c: &Connection) -> Result<Option<PlanContact>> {
    Ok(c.prepare_cached(
        "SELECT l.id, CASE WHEN p.name IS NOT NULL AND l.part = 'who_helps' THEN p.name ELSE coalesce(nullif(l.wording, ''), p.name, '') END, CASE WHEN l.phone <> '' THEN l.phone ELSE coalesce(p.phone, '') END
           FROM plan_line l LEFT JOIN person p ON p.id = l.person
          WHERE l.part IN ('who_helps', 'contacts') AND coalesce(l.not_to_be_called, 0) = 0
          ORDER BY l.part = 'contacts', l.role <> 'practitioner', l.position, l.id LIMIT 1",
    )?
    .query_row([], |r| Ok(PlanContact { line: r.get(0)?, name: r.get(1)?, phone: r.get(2)? }))
    .optional()?)
}

/// Whether to offer the quieter choice: the newest answer is the third (sixth, ...) that says a notice worried me,
/// and it is not the quieter choice already. Another answer, or a change of the choice, ends the offer.
pub(crate) fn suggest_quieter(c: &Connection) -> Result<bool> {
    if settings_of(c)?.usual_sensitivity == UsualSensitivity::Quieter {
        return Ok(false);
    }
    let newest: Option<NoticeAnswer> = c
        .prepare_cached("SELECT answer FROM notice_answer ORDER BY made_ms DESC, id DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?;
    let worried: i64 = c
        .prepare_cached("SELECT count(*) FROM notice_answer WHERE answer = 'worried_me'")?
        .query_row([], |r| r.get(0))?;
    Ok(newest == Some(NoticeAnswer::WorriedMe) && worried > 0 && worried % WORRIED_TIMES == 0)
}
