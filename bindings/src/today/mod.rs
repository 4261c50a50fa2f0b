//! Today: one thing now, and the rest behind it. The whole screen in one read.
//!
//! What comes first is decided in the core and nowhere else, in the order of `OneThing`: help,
//! then the person's own plan while they use it, then a meeting, then their own cue, then what was
//! agreed, then what was only offered. A day without any of it is a rest day, and that is
//! said kindly. Nothing is ever shown as late.

pub mod quick;

use handrail_core::today as core;

use crate::clock::CivilDate;
use crate::convert::{Out, closed, view};
use crate::error::Result;
use crate::goals::StepView;
use crate::handrail::Handrail;
use crate::homework::HomeworkItem;
use crate::plan::PlanLineId;
use crate::sessions::SessionView;
use crate::signs::{Notice, OwnRuleView};
use crate::usual::UsualState;
use crate::words::Message;

/// The one thing now.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum OneThing {
    /// The person ticked their own emergency sign today: open "I need help now".
    HelpNow,
    /// The person is using their plan: what helps, from it, until they end it.
    PlanInUse {
        /// The plan.
        plan: PlanCard,
    },
    /// A meeting today.
    MeetingToday {
        /// Which.
        session: SessionView,
    },
    /// A meeting tomorrow.
    MeetingTomorrow {
        /// Which.
        session: SessionView,
    },
    /// A rule of the person's own opened today: show its sentence and its action from their plan.
    OpenMyPlan {
        /// The rule.
        rule: OwnRuleView,
    },
    /// A notice of "your usual" asks for attention today: see `notice` of the screen.
    HigherThanUsual,
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
            One::PlanInUse(plan) => Self::PlanInUse { plan: Out::out(plan) },
            One::MeetingTomorrow(session) => Self::MeetingTomorrow { session: Out::out(session) },
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
    /// My plan, while I use it.
    PlanCard from core::PlanCard {
        /// The day it began.
        since: CivilDate,
        /// Three days have gone by since I last said so: ask whether I still use it.
        ask_still_using: bool,
        /// What helps, by stage: what I do myself first.
        actions: Vec<PlanAction>,
    }
}

view! {
    /// One thing that helps, from my plan.
    PlanAction from core::PlanAction {
        /// Which line of the plan.
        line: PlanLineId,
        /// 1 myself, 2 with someone, 3 call the clinic, 4 emergency.
        stage: i64,
        /// In my words.
        wording: String,
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
        /// Why that, in plain words.
        reason: Message,
        /// My plan, where it is in use and help stands before it.
        plan_in_use: Option<PlanCard>,
        /// The notice of "your usual" that is open, if any; with its words.
        notice: Option<Notice>,
        /// A third notice worried me: offer the quieter choice.
        suggest_quieter: bool,
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
    /// The person's day now: it ends when they say, by default at 03:00, not at midnight.
    pub fn this_day(&self) -> Result<CivilDate> {
        self.call(handrail_core::Handrail::this_day)
    }
}
