//! A person's years with Handrail, lived fast through the public core: eleven entries a day,
//! 4,015 a year, 40,150 in ten.

use std::path::Path;
use std::sync::Arc;

use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::goals::{
    BeginAs, Horizon, LongTermGoalId, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult, ShortTermGoalId,
    StepId, StepOutcome,
};
use handrail_core::homework::{HomeworkId, HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, Origin};
use handrail_core::ids::Id;
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::settings::EditSettings;
use handrail_core::signs::{NewCheckIn, NewWarningSign, WarningSignId};
use handrail_core::{Changes, Error, Handrail, Result, What};

use crate::phone::{self, HandClock};

/// 2016-11-20, in the morning.
pub const BEGIN_MS: i64 = 1_479_632_400_000;
const HOUR_MS: i64 = 3_600_000;

/// What later entries refer to.
#[derive(Debug)]
pub struct Life {
    /// The strategies that are used.
    pub strategies: Vec<CopingStrategyId>,
    /// The signs that are rated.
    pub signs: Vec<WarningSignId>,
    homework: Vec<HomeworkId>,
    step: StepId,
}

fn made(changes: &Changes, concept: &str) -> Result<Id> {
    let new = changes.records.iter().find(|c| c.concept == concept && c.what == What::Created);
    new.map(|c| c.id).ok_or(Error::Internal("a write that made nothing"))
}

/// Lives `days` days in a new store in `folder`. Calls `each_day` after each.
///
/// # Errors
/// Those of the core.
pub fn live(folder: &Path, clock: &Arc<HandClock>, days: i64, mut each_day: impl FnMut(i64)) -> Result<Life> {
    let ana = phone::open(folder, clock.clone())?;
    let mut life = begin(&ana)?;
    for day in 0..days {
        clock.pass(BEGIN_MS + day * 24 * HOUR_MS - clock.ms());
        live_a_day(&ana, clock, &mut life, day)?;
        each_day(day);
    }
    ana.close()?;
    Ok(life)
}

fn begin(ana: &Handrail) -> Result<Life> {
    ana.save_settings(&EditSettings { usual_on: Some(true), ..EditSettings::default() })?;
    let strategies = ["A walk round the block", "Music with headphones", "Call my sister", "Slow breathing", "Tea"]
        .iter()
        .map(|name| {
            let new = NewCopingStrategy { name: (*name).into(), ..NewCopingStrategy::default() };
            Ok(CopingStrategyId(made(&ana.save_coping_strategy(&new)?, "coping_strategy")?))
        })
        .collect::<Result<_>>()?;
    let signs = ["I sleep badly", "I keep to myself", "I hear my name called"]
        .iter()
        .map(|wording| {
            let new = NewWarningSign {
                wording: (*wording).into(),
                who_may_notice: String::new(),
                scale: 10,
                key_sign: false,
                emergency: false,
                ..NewWarningSign::default()
            };
            Ok(WarningSignId(made(&ana.save_warning_sign(&new)?, "warning_sign")?))
        })
        .collect::<Result<_>>()?;
    let homework = ["Read one page of the handout", "Ten minutes outside"]
        .iter()
        .map(|title| Ok(HomeworkId(made(&ana.save_homework(&daily(title))?, "homework")?)))
        .collect::<Result<_>>()?;
    let goal = NewLongTermGoal { title: "Work in a garden centre again".into(), ..NewLongTermGoal::default() };
    let goal = LongTermGoalId(made(&ana.save_long_term_goal(&goal, BeginAs::Active)?, "long_term_goal")?);
    let nearer = NewShortTermGoal {
        goal,
        title: "Two mornings a week at the allotment".into(),
        how_will_we_know: String::new(),
        strengths: String::new(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::Open,
    };
    let nearer = ShortTermGoalId(made(&ana.save_short_term_goal(&nearer, BeginAs::Active)?, "short_term_goal")?);
    let step = StepId(made(&ana.save_step(&step(nearer))?, "step")?);
    Ok(Life { strategies, signs, homework, step })
}

fn daily(title: &str) -> NewHomework {
    NewHomework {
        title: title.into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::Agreed,
        confidence: Some(7),
        smaller_version: "Only the first line".into(),
        how_often: HowOften::Daily,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    }
}

fn step(goal: ShortTermGoalId) -> NewStep {
    NewStep {
        goal,
        title: "Ask Jo about Thursdays".into(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Open,
        reminder_day: None,
        reminder_time: None,
    }
}

fn live_a_day(ana: &Handrail, clock: &HandClock, life: &mut Life, day: i64) -> Result<()> {
    ana.record_check_in(&check_in(life, day))?;
    let today = ana.this_day()?;
    for homework in &life.homework {
        clock.pass(HOUR_MS / 2);
        ana.record_homework(&NewHomeworkResult {
            homework: *homework,
            occurrence: today,
            result: if day % 3 == 0 { HomeworkOutcome::NotYet } else { HomeworkOutcome::Done },
            smaller: day % 4 == 0,
            obstacle: None,
            note: "It went better than I thought it would.".into(),
            helpfulness: Some(day % 5),
        })?;
    }
    clock.pass(HOUR_MS);
    ana.record_step(&NewStepResult {
        step: life.step,
        result: StepOutcome::Partly,
        what_helped: "I wrote down what to say".into(),
        got_in_the_way: String::new(),
        next_step: String::new(),
    })?;
    for n in 0..7 {
        clock.pass(HOUR_MS);
        ana.record_coping(&try_of(life, day * 7 + n))?;
    }
    if day % 7 == 6 {
        // The weekly meeting.
        let new = NewSession {
            day: today,
            time: None,
            kind: SessionKind::Individual,
            place: "The clinic".into(),
            module: "Coping with problems".into(),
            agenda: String::new(),
        };
        let session = SessionId(made(&ana.plan_session(&new)?, "session")?);
        ana.mark_session_held(session)?;
    }
    Ok(())
}

/// The day's ratings of every sign.
#[must_use]
pub fn check_in(life: &Life, day: i64) -> NewCheckIn {
    let ratings = life.signs.iter().zip(0..).map(|(sign, n)| (*sign, (day * 7 + n * 3) % 5)).collect();
    NewCheckIn { ratings, note: String::new() }
}

/// The n-th try of a strategy.
///
#[must_use]
pub fn try_of(life: &Life, n: i64) -> NewCopingEntry {
    let which = usize::try_from(n).unwrap_or_default() % life.strategies.len().max(1);
    let strategy = life.strategies.get(which).copied().unwrap_or(CopingStrategyId(Id::from_bytes([0; 16])));
    NewCopingEntry {
        situation: "The bus was full and loud and I was sure that they were talking about me".into(),
        helped: Some(if n % 3 == 0 { Helped::Not } else { Helped::ALot }),
        before: Some(n % 11),
        after: Some(n % 7),
        note: "Two stops earlier and then on foot.".into(),
        ..NewCopingEntry::of(strategy)
    }
}
