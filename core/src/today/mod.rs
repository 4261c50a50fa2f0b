//! Today: one thing now, and the rest behind it. The whole screen in one read.
//!
//! What comes first is decided here and nowhere else, in the order of [`OneThing`]: help,
//! then the person's own plan on the day it opened, then what has a time, then what was
//! agreed, then what was only offered. A day without any of it is a rest day, and that is
//! said kindly. Nothing is ever shown as late.

use rusqlite::Connection;

use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::goals::{StepView, active_steps};
use crate::handrail::Handrail;
use crate::homework::{HomeworkItem, due_today};
use crate::sessions::{SessionView, next_planned, one};
use crate::settings::{CheckInRhythm, settings_of};
use crate::signs::usual::{NewestOpening, State, YourUsual};
use crate::signs::{OwnRuleView, emergency_today, open_actions};

/// A meeting is the one thing until so many minutes after it began; then the day goes on.
pub const MEETING_LASTS_MIN: i64 = 120;

/// The one thing now.
#[derive(Clone, PartialEq, Eq)]
pub enum OneThing {
    /// The person ticked their own emergency sign today: open "I need help now".
    HelpNow,
    /// A rule of the person's own opened today: show its sentence and its action from their plan.
    OpenMyPlan(OwnRuleView),
    /// "Your usual" opened a notice today: say so gently and offer the plan.
    HigherThanUsual,
    /// A meeting today.
    MeetingToday(SessionView),
    /// A homework that is for today.
    Homework(HomeworkItem),
    /// The next step.
    Step(StepView),
    /// A check-in, at the person's own rhythm.
    CheckIn,
    /// A practitioner suggested something.
    ProposalWaiting,
    /// Nothing is asked today.
    RestDay,
}

/// What "your usual" says today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsualToday {
    /// What the screen says.
    pub state: State,
    /// The first 12 weeks: the screen adds "for now".
    pub for_now: bool,
    /// Ask "Is this your new usual?"
    pub ask_new_usual: bool,
}

/// The today screen.
#[derive(Clone, PartialEq, Eq)]
pub struct TodayView {
    /// The person's day.
    pub day: Day,
    /// The one thing now.
    pub now: OneThing,
    /// Rules of the person's own whose action is open, the newest first; without the one in `now`.
    pub open_rules: Vec<OwnRuleView>,
    /// The next meeting, today's included; none where it is the one thing now.
    pub next_meeting: Option<SessionView>,
    /// Homework that waits for an answer today; without the one in `now`.
    pub homework: Vec<HomeworkItem>,
    /// The steps being worked on, the nearest first; without the one in `now`.
    pub steps: Vec<StepView>,
    /// Whether a check-in is due by the person's own rhythm.
    pub check_in_due: bool,
    /// What "your usual" says; none while it is turned off.
    pub usual: Option<UsualToday>,
    /// Suggestions that wait for an answer.
    pub proposals_waiting: u32,
    /// Lines that wait to be talked about.
    pub talk_about_open: u32,
}

impl Handrail {
    /// The today screen.
    pub fn today(&self) -> Result<TodayView> {
        let (now, boundary_min) = (self.now()?, self.store.boundary_min()?);
        let usual = self.your_usual()?;
        self.read(|c| today_of(c, &now, boundary_min, usual.as_deref()))
    }
}

/// The today screen, where a read is already open. Everything it asks is answered by an index
/// or by a table that stays small, so that ten years of use cost no more than one.
fn today_of(c: &Connection, now: &Moment, boundary_min: i64, usual: Option<&YourUsual>) -> Result<TodayView> {
    let day = now.day(boundary_min);
    let mut view = TodayView {
        day,
        now: OneThing::RestDay,
        open_rules: open_actions(c, day)?,
        next_meeting: next_planned(c, day)?.map(|next| one(c, next.id)).transpose()?,
        homework: due_today(c, day)?,
        steps: active_steps(c)?,
        check_in_due: check_in_due(c, day)?,
        usual: usual.map(|u| UsualToday { state: u.state, for_now: u.for_now, ask_new_usual: u.ask_new_usual }),
        proposals_waiting: count(c, "SELECT count(*) FROM proposal WHERE state = 'waiting'")?,
        talk_about_open: count(c, "SELECT count(*) FROM talk_about WHERE state = 'open'")?,
    };
    view.open_rules.sort_by_key(|rule| std::cmp::Reverse(rule.open_since));
    let notice =
        usual.is_some_and(|u| u.newest_opening == Some(NewestOpening::NewToday) && u.state == State::HigherThanUsual);
    view.now = if emergency_today(c, day)? { OneThing::HelpNow } else { view.first(now, notice) };
    Ok(view)
}

impl TodayView {
    /// Takes what comes first out of the rest.
    fn first(&mut self, now: &Moment, notice: bool) -> OneThing {
        // An action that opened on an earlier day stays on the screen, silently.
        if let Some(at) = self.open_rules.iter().position(|rule| rule.open_since == Some(self.day)) {
            return OneThing::OpenMyPlan(self.open_rules.remove(at));
        }
        if notice {
            return OneThing::HigherThanUsual;
        }
        if let Some(meeting) = self.next_meeting.take_if(|meeting| is_on(meeting, self.day, now)) {
            return OneThing::MeetingToday(meeting);
        }
        if !self.homework.is_empty() {
            return OneThing::Homework(self.homework.remove(0));
        }
        // A step that was answered today is left in peace until tomorrow.
        let open = |step: &StepView| step.newest.as_ref().is_none_or(|newest| newest.day != self.day);
        if let Some(at) = self.steps.iter().position(open) {
            return OneThing::Step(self.steps.remove(at));
        }
        if self.check_in_due {
            return OneThing::CheckIn;
        }
        if self.proposals_waiting > 0 { OneThing::ProposalWaiting } else { OneThing::RestDay }
    }
}

fn is_on(meeting: &SessionView, day: Day, now: &Moment) -> bool {
    let over = meeting.time.is_some_and(|time| {
        let ends = meeting.day.date().and_time(time.time()) + chrono::Duration::minutes(MEETING_LASTS_MIN);
        now.civil() >= ends
    });
    meeting.day == day && !over
}

/// Only what the person follows, only as often as they said, never twice on a day.
fn check_in_due(c: &Connection, day: Day) -> Result<bool> {
    let every = match settings_of(c)?.check_in_rhythm {
        CheckInRhythm::Off => return Ok(false),
        CheckInRhythm::Daily => 1,
        CheckInRhythm::Weekly => 7,
    };
    let follows: bool = c
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM warning_sign WHERE state = 'following')")?
        .query_row([], |r| r.get(0))?;
    let newest: Option<Day> =
        c.prepare_cached("SELECT max(day) FROM check_in WHERE day <= ?1")?.query_row([day], |r| r.get(0))?;
    Ok(follows && newest.is_none_or(|newest| day.number() - newest.number() >= every))
}

fn count(c: &Connection, sql: &str) -> Result<u32> {
    Ok(c.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
}

#[cfg(test)]
mod tests;
