//! What is written down every day.

use handrail_core::coping::NewCopingWait;
use handrail_core::goals::{NewStepResult, StepOutcome};
use handrail_core::homework::{HomeworkOutcome, NewHomeworkResult};
use handrail_core::lifestyle::NewLifestyleEntry;
use handrail_core::medication::doses::{DoseResult, NewDose};
use handrail_core::reminders::{Held, NotificationFact};
use handrail_core::substance_use::NewSubstanceEntry;

use super::{Living, MINUTE_MS, at, check_in, try_of};
use crate::bench::Trouble;

impl Living<'_> {
    pub(super) fn a_day(&mut self, day: i64) -> Result<(), Trouble> {
        let today = self.ana.this_day()?;
        self.wrote(self.ana.record_check_in(&check_in(&self.life, day)))?;
        // One of the two every day, the other on three days of four.
        let both = if day % 4 == 0 { 1 } else { 2 };
        for homework in self.life.homework.iter().copied().take(both).collect::<Vec<_>>() {
            self.clock.pass(30 * MINUTE_MS);
            self.wrote(self.ana.record_homework(&NewHomeworkResult {
                homework,
                occurrence: today,
                result: if day % 3 == 0 { HomeworkOutcome::NotYet } else { HomeworkOutcome::Done },
                smaller: day % 4 == 0,
                obstacle: None,
                note: "It went better than I thought it would.".into(),
                helpfulness: Some(day % 5),
            }))?;
        }
        if let Some(step) = self.life.step.filter(|_| day % 2 == 1) {
            self.wrote(self.ana.record_step(&NewStepResult {
                step,
                result: StepOutcome::Partly,
                what_helped: "I wrote down what to say".into(),
                got_in_the_way: String::new(),
                next_step: String::new(),
            }))?;
        }
        if let Some(medicine) = self.life.medicine {
            let result = if day % 9 == 0 { DoseResult::Skipped } else { DoseResult::Taken };
            self.wrote(self.ana.record_dose(&NewDose { medicine, occurrence: today, result, note: String::new() }))?;
        }
        for n in 0..2 {
            self.clock.pass(60 * MINUTE_MS);
            self.wrote(self.ana.record_coping(&try_of(&self.life, day * 2 + n)))?;
        }
        if day % 2 == 0 {
            let log = at(&self.life.words.logs, day / 2).unwrap_or_default();
            let new = NewLifestyleEntry { log, wording: "Round the pond and back".into(), amount: None };
            self.wrote(self.ana.record_lifestyle(&new))?;
        }
        match day % 3 {
            0 => {
                let wait = NewCopingWait { trouble: self.life.words.trouble.clone(), before: 6, after: 5 };
                self.wrote(self.ana.record_coping_wait(&wait))?;
            }
            1 => {
                let entry = NewSubstanceEntry {
                    what: "beer".into(),
                    how_much: "one".into(),
                    situation: "after the letter".into(),
                    what_helped: "going home".into(),
                };
                self.wrote(self.ana.record_substance_entry(&entry))?;
            }
            _ => {}
        }
        // The phone shows what is next, and says so.
        self.clock.pass(60 * MINUTE_MS);
        let planned = self.ana.plan_notifications(20, &[])?;
        let held: Vec<Held> = planned.set.iter().map(Held::from).collect();
        self.ana.notifications_held(&held, &[])?;
        if let Some(next) = planned.set.first().filter(|_| day % 2 == 0) {
            self.wrote(self.ana.notification_fact(&next.id, NotificationFact::Shown, None))?;
        }
        Ok(())
    }
}
