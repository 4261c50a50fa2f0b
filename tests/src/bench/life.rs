//! A person's years with Handrail, lived fast through the public core: every sheet and every list has its share, about
//! eleven entries a day, 4,050 a year.

mod daily;
mod sheets;
mod weekly;

use std::path::Path;
use std::sync::Arc;

use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry};
use handrail_core::goals::{LongTermGoalId, ShortTermGoalId, StepId};
use handrail_core::homework::HomeworkId;
use handrail_core::ids::Id;
use handrail_core::medication::MedicineId;
use handrail_core::people::PersonId;
use handrail_core::people::contact::ContactPracticeId;
use handrail_core::plan::PlanLineId;
use handrail_core::problem_solving::ProblemId;
use handrail_core::recovery::RecoveryMeaningId;
use handrail_core::sessions::SessionId;
use handrail_core::signs::{NewCheckIn, WarningSignId};
use handrail_core::{Changes, Handrail, What};

use super::Trouble;
use super::practitioner::Practitioner;
use crate::phone::{self, HandClock};
pub(super) use sheets::QUESTIONNAIRE;

/// 2016-11-20, in the morning.
pub const BEGIN_MS: i64 = 1_479_632_400_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// The month of the first day, as key sets count them.
const FIRST_MONTH: u32 = 2016 * 12 + 10;

/// What later entries and the measured screens refer to.
#[derive(Debug, Default)]
pub struct Life {
    /// The strategies that are used.
    pub strategies: Vec<CopingStrategyId>,
    /// The signs that are rated.
    pub signs: Vec<WarningSignId>,
    /// How many entries were made.
    pub entries: u64,
    /// The homework of every day.
    pub(super) homework: Vec<HomeworkId>,
    /// What is for this week.
    pub(super) this_week: Option<HomeworkId>,
    /// The goal of all these years.
    pub(super) goal: Option<LongTermGoalId>,
    pub(super) nearer: Option<ShortTermGoalId>,
    pub(super) step: Option<StepId>,
    pub(super) medicine: Option<MedicineId>,
    pub(super) person: Option<PersonId>,
    pub(super) practice: Option<ContactPracticeId>,
    pub(super) problem: Option<ProblemId>,
    pub(super) session: Option<SessionId>,
    pub(super) recovery: Option<RecoveryMeaningId>,
    pub(super) plan_line: Option<PlanLineId>,
    /// Ids of the pack in force.
    pub(super) words: Listed,
}

/// What the pack in force lists and the person uses.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) modules: Vec<String>,
    /// Of the first module: handout sections, questions, homework options.
    pub(super) sections: Vec<String>,
    pub(super) questions: Vec<String>,
    pub(super) options: Vec<String>,
    pub(super) logs: Vec<String>,
    pub(super) trouble: String,
    pub(super) guided: String,
}

/// A life being lived.
struct Living<'a> {
    ana: &'a Handrail,
    clock: &'a HandClock,
    sam: Practitioner,
    life: Life,
}

/// Lives `days` days in a new store in `folder`. Calls `each_day` after each.
///
/// # Errors
/// Those of the core.
pub fn live(folder: &Path, clock: &Arc<HandClock>, days: i64, mut each_day: impl FnMut(i64)) -> Result<Life, Trouble> {
    let ana = phone::open(folder, clock.clone())?;
    let sam = Practitioner::pair(&ana, FIRST_MONTH)?;
    let mut living = Living { ana: &ana, clock: clock.as_ref(), sam, life: Life::default() };
    living.begin()?;
    for day in 0..days {
        clock.pass(BEGIN_MS + day * DAY_MS - clock.ms());
        living.a_day(day)?;
        if day % 7 == 6 {
            living.a_week(day / 7)?;
        }
        if day % 28 == 27 {
            living.a_month(day / 28)?;
        }
        if day % 91 == 41 {
            living.a_quarter(day / 91)?;
        }
        each_day(day);
    }
    let Living { sam, life, .. } = living;
    sam.leaves(&ana)?;
    ana.close()?;
    Ok(life)
}

impl Living<'_> {
    /// Keeps count of what a write made, after a minute.
    fn wrote(&mut self, changes: handrail_core::Result<Changes>) -> Result<Changes, Trouble> {
        let changes = changes?;
        self.clock.pass(MINUTE_MS);
        let made = changes.records.iter().filter(|c| c.what == What::Created).count();
        self.life.entries += u64::try_from(made)?;
        Ok(changes)
    }

    /// The same, for a write that makes a record of this concept.
    fn made(&mut self, changes: handrail_core::Result<Changes>, concept: &str) -> Result<Id, Trouble> {
        self.wrote(changes)?.id_of(concept).ok_or_else(|| format!("a write that made no {concept}").into())
    }
}

/// The member at `n`, counted round and round.
fn at<T: Clone>(of: &[T], n: i64) -> Option<T> {
    let n = usize::try_from(n).unwrap_or_default();
    of.get(n % of.len().max(1)).cloned()
}

/// The day's ratings of every sign.
#[must_use]
pub fn check_in(life: &Life, day: i64) -> NewCheckIn {
    // One week in a quarter is a hard one.
    let harder = if day / 7 % 13 == 12 { 5 } else { 0 };
    let ratings = life.signs.iter().zip(0..).map(|(sign, n)| (*sign, (day * 7 + n * 3) % 5 + harder)).collect();
    NewCheckIn { ratings, note: String::new() }
}

/// The n-th try of a strategy.
#[must_use]
pub fn try_of(life: &Life, n: i64) -> NewCopingEntry {
    let strategy = at(&life.strategies, n).unwrap_or(CopingStrategyId(Id::from_bytes([0; 16])));
    NewCopingEntry {
        situation: "The bus was full and loud and I was sure that they were talking about me".into(),
        helped: Some(if n % 3 == 0 { Helped::Not } else { Helped::ALot }),
        before: Some(n % 11),
        after: Some(n % 7),
        note: "Two stops earlier and then on foot.".into(),
        ..NewCopingEntry::of(strategy)
    }
}
