//! Today: one thing now, and the rest behind it. The whole screen in one read.
//!
//! What comes first is decided here and nowhere else, in the order of `OneThing`: help,
//! then the person's own plan on the day it opened, then what has a time, then what was
//! agreed, then what was only offered. A day without any of it is a rest day, and that is
//! said kindly. Nothing is ever shown as late.

use handrail_core::today as core;

use crate::clock::CivilDate;
use crate::convert::{Out, closed, view};
use crate::error::Result;
use crate::goals::StepView;
use crate::handrail::Handrail;
use crate::homework::HomeworkItem;
use crate::sessions::SessionView;
use crate::signs::OwnRuleView;
use crate::usual::UsualState;

/// The one thing now.
#[derive(Clone, PartialEq, uniffi::Enum)]
#[uniffi::export(Display)]
pub enum OneThing {
    /// The person ticked their own emergency sign today: open "I need help now".
    HelpNow,
    /// A rule of the person's own opened today: show its sentence and its action from their plan.
    OpenMyPlan {
        /// The rule.
        rule: OwnRuleView,
    },
    /// "Your usual" opened a notice today: say so gently and offer the plan.
    HigherThanUsual,
    /// A meeting today.
    MeetingToday {
        /// Which.
        session: SessionView,
    },
    /// A homework that is for today.
    Homework {
        /// Which.
        homework: HomeworkItem,
    },
    /// The next step.
    Step {
        /// Which.
        step: StepView,
    },
    /// A check-in, at the person's own rhythm.
    CheckIn,
    /// A practitioner suggested something.
    ProposalWaiting,
    /// Nothing is asked today.
    RestDay,
}

closed!(OneThing);

impl Out<core::OneThing> for OneThing {
    fn out(core: core::OneThing) -> Self {
        use core::OneThing as One;
        match core {
            One::HelpNow => Self::HelpNow,
            One::OpenMyPlan(rule) => Self::OpenMyPlan { rule: Out::out(rule) },
            One::HigherThanUsual => Self::HigherThanUsual,
            One::MeetingToday(session) => Self::MeetingToday { session: Out::out(session) },
            One::Homework(homework) => Self::Homework { homework: Out::out(homework) },
            One::Step(step) => Self::Step { step: Out::out(step) },
            One::CheckIn => Self::CheckIn,
            One::ProposalWaiting => Self::ProposalWaiting,
            One::RestDay => Self::RestDay,
        }
    }
}

view! {
    /// What "your usual" says today.
    UsualToday from core::UsualToday {
        /// What the screen says.
        state: UsualState,
        /// The first 12 weeks: the screen adds "for now".
        for_now: bool,
        /// Ask "Is this your new usual?"
        ask_new_usual: bool,
    }
}

view! {
    /// The today screen.
    TodayView from core::TodayView {
        /// The person's day.
        day: CivilDate,
        /// The one thing now.
        now: OneThing,
        /// Rules of the person's own whose action is open, the newest first; without the one in `now`.
        open_rules: Vec<OwnRuleView>,
        /// The next meeting, today's included; nothing where it is the one thing now.
        next_meeting: Option<SessionView>,
        /// Homework that waits for an answer today; without the one in `now`.
        homework: Vec<HomeworkItem>,
        /// The steps being worked on, the nearest first; without the one in `now`.
        steps: Vec<StepView>,
        /// Whether a check-in is due by the person's own rhythm.
        check_in_due: bool,
        /// What "your usual" says; nothing while it is turned off.
        usual: Option<UsualToday>,
        /// Suggestions that wait for an answer.
        proposals_waiting: u32,
        /// Lines that wait to be talked about.
        talk_about_open: u32,
    }
}

#[uniffi::export]
impl Handrail {
    /// The today screen.
    pub fn today(&self) -> Result<TodayView> {
        self.call(handrail_core::Handrail::today)
    }
}
