//! Today: one thing now, and the rest behind it. The whole screen in one read.
//!
//! What comes first is decided here and nowhere else, in the order of [`OneThing`]: help, then
//! the person's own plan while they use it, then a meeting today or tomorrow, then their own cue (a
//! rule of theirs, or "your usual"), then what was agreed, then what was only offered. A day without
//! any of it is a rest day, and that is said kindly. Nothing is ever shown as late. Why it is that
//! order: `docs/adr/0013-the-order-of-today.md`.

mod quick;

pub use quick::QuickHelpView;
use rusqlite::Connection;

use crate::clock::{Day, Moment};
use crate::error::Result;
use crate::goals::{StepView, active_steps};
use crate::handrail::Handrail;
use crate::homework::{HomeworkItem, due_today};
use crate::plan::{PlanLineId, plan_in_use};
use crate::sessions::{SessionView, next_planned, one};
use crate::settings::{CheckInRhythm, settings_of};
use crate::signs::usual::State;
use crate::signs::{Notice, OwnRuleView, Voices, emergency_today, open_actions, open_notice, suggest_quieter};
use crate::words::Message;

/// A meeting is the one thing until so many minutes after it began; then the day goes on.
pub const MEETING_LASTS_MIN: i64 = 120;

/// The one thing now.
#[derive(Clone, PartialEq, Eq)]
pub enum OneThing {
    /// The person ticked their own emergency sign today: open "I need help now".
    HelpNow,
    /// The person said "I am using my plan": what helps, from it, until they end it or, asked after three days, say so.
    PlanInUse(PlanCard),
    /// A meeting today.
    MeetingToday(SessionView),
    /// A meeting tomorrow.
    MeetingTomorrow(SessionView),
    /// A rule of the person's own opened today: show its sentence and its action from their plan.
    OpenMyPlan(OwnRuleView),
    /// A notice of "your usual" asks for attention today: say so gently and offer the plan, or name whom
    /// the plan says to contact ([`TodayView::notice`]).
    HigherThanUsual,
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

/// My plan, while I use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCard {
    /// The day it began.
    pub since: Day,
    /// Three days have gone by since I last said so: ask whether I still use it.
    pub ask_still_using: bool,
    /// What helps, by stage: what I do myself first.
    pub actions: Vec<PlanAction>,
}

/// One thing that helps, from my plan.
#[derive(Clone, PartialEq, Eq)]
pub struct PlanAction {
    /// Which line of the plan.
    pub line: PlanLineId,
    /// 1 myself, 2 with someone, 3 call the clinic, 4 emergency.
    pub stage: i64,
    /// In my words.
    pub wording: String,
}

/// Never the words themselves.
impl std::fmt::Debug for PlanAction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlanAction(..)")
    }
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
#[derive(Clone, PartialEq)]
pub struct TodayView {
    /// The person's day.
    pub day: Day,
    /// The one thing now.
    pub now: OneThing,
    /// Why that, in plain words.
    pub reason: Message,
    /// My plan, where it is in use and help stands before it.
    pub plan_in_use: Option<PlanCard>,
    /// The notice of "your usual" that is open, if any; with its words.
    pub notice: Option<Notice>,
    /// A third notice worried me: offer the quieter choice.
    pub suggest_quieter: bool,
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
        let voices = self.voices()?;
        self.read(|c| today_of(c, &now, boundary_min, voices.as_deref()))
    }
}

/// The today screen, where a read is already open. Everything it asks is answered by an index
/// or by a table that stays small, so that ten years of use cost no more than one.
fn today_of(c: &Connection, now: &Moment, boundary_min: i64, voices: Option<&Voices>) -> Result<TodayView> {
    let day = now.day(boundary_min);
    let usual = voices.map(|v| &v.together);
    let mut view = TodayView {
        day,
        now: OneThing::RestDay,
        reason: Message::new("today-rest-day"),
        plan_in_use: plan_card(c, day)?,
        notice: voices.map(|v| open_notice(c, v, day)).transpose()?.flatten(),
        suggest_quieter: voices.is_some() && suggest_quieter(c)?,
        open_rules: open_actions(c, day)?,
        next_meeting: next_planned(c, day)?.map(|next| one(c, next.id)).transpose()?,
        homework: due_today(c, day)?,
        steps: active_steps(c)?,
        check_in_due: check_in_due(c, day)?,
        usual: usual.map(|u| UsualToday { state: u.state, for_now: u.for_now, ask_new_usual: u.ask_new_usual }),
        proposals_waiting: count(c, "SELECT count(*) FROM proposal WHERE state = 'waiting'")?,
        talk_about_open: count(c, "SELECT count(*) FROM talk_about WHERE state = 'open'")?,
    };
    crate::sorting::by_key(&mut view.open_rules, |rule| std::cmp::Reverse(rule.open_since));
    if let Some(sign) = emergency_today(c, day)? {
        view.now = OneThing::HelpNow;
        view.reason = Message::new("today-emergency-sign").with("sign", sign);
    } else {
        view.now = view.first(now);
        view.reason = view.reason_for();
    }
    Ok(view)
}

/// My plan, while I use it.
fn plan_card(c: &Connection, day: Day) -> Result<Option<PlanCard>> {
    plan_in_use(c, day)?
        .map(|in_use| {
            Ok(PlanCard { since: in_use.since, ask_still_using: in_use.ask, actions: what_helps(c, usize::MAX)? })
        })
        .transpose()
}

/// What helps, from the plan: by stage, then as the person put it; at most `most`.
pub(crate) fn what_helps(c: &Connection, most: usize) -> Result<Vec<PlanAction>> {
    let mut q = c.prepare_cached(
        "SELECT l.id, l.stage, CASE WHEN l.wording <> '' THEN l.wording ELSE coalesce(p.name, '') END
           FROM plan_line l LEFT JOIN person p ON p.id = l.person
          WHERE l.part = 'what_helps' ORDER BY l.stage, l.position, l.id",
    )?;
    let rows = q.query_map([], |r| Ok(PlanAction { line: r.get(0)?, stage: r.get(1)?, wording: r.get(2)? }))?;
    Ok(rows.take(most).collect::<Result<_, _>>()?)
}

impl TodayView {
    /// Takes what comes first out of the rest.
    fn first(&mut self, now: &Moment) -> OneThing {
        if let Some(plan) = self.plan_in_use.take() {
            return OneThing::PlanInUse(plan);
        }
        let (today, tomorrow) = (self.day, self.day.plus(1));
        if let Some(meeting) = self.next_meeting.take_if(|meeting| is_on(meeting, today, now)) {
            return OneThing::MeetingToday(meeting);
        }
        if let Some(meeting) = self.next_meeting.take_if(|meeting| meeting.day == tomorrow) {
            return OneThing::MeetingTomorrow(meeting);
        }
        // An action that opened on an earlier day stays on the screen, silently.
        if let Some(at) = self.open_rules.iter().position(|rule| rule.open_since == Some(self.day)) {
            return OneThing::OpenMyPlan(self.open_rules.remove(at));
        }
        if self.notice.as_ref().is_some_and(|notice| notice.for_today) {
            return OneThing::HigherThanUsual;
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

    fn reason_for(&self) -> Message {
        match &self.now {
            OneThing::HelpNow => Message::new("today-help-now"),
            OneThing::PlanInUse(plan) if plan.ask_still_using => Message::new("plan-still-using"),
            OneThing::PlanInUse(_) => Message::new("today-plan-in-use"),
            OneThing::MeetingToday(SessionView { time: Some(time), .. }) => {
                Message::new("today-meeting-today-at").with("time", *time)
            }
            OneThing::MeetingToday(_) => Message::new("today-meeting-today"),
            OneThing::MeetingTomorrow(_) => Message::new("today-meeting-tomorrow"),
            OneThing::OpenMyPlan(_) => Message::new("today-open-my-plan"),
            OneThing::HigherThanUsual => {
                self.notice.as_ref().map_or(Message::new("today-higher-than-usual"), |notice| notice.message.clone())
            }
            OneThing::Homework(_) => Message::new("today-homework"),
            OneThing::Step(_) => Message::new("today-step"),
            OneThing::CheckIn => Message::new("today-check-in"),
            OneThing::ProposalWaiting => Message::new("today-proposal-waiting"),
            OneThing::RestDay => Message::new("today-rest-day"),
        }
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
