//! What is there from the first day: goals, signs, plans, lists.

use handrail_core::clock::TimeOfDay;
use handrail_core::coping::{CopingStrategyId, NewCopingStrategy};
use handrail_core::goals::{
    BeginAs, Horizon, LongTermGoalId, NewLongTermGoal, NewShortTermGoal, NewStep, ShortTermGoalId, StepId,
};
use handrail_core::homework::{HomeworkId, HowOften, NewHomework, Origin};
use handrail_core::medication::{MedicineId, NewMedicine};
use handrail_core::people::contact::{ContactPracticeId, NewContactPractice};
use handrail_core::people::{NewPerson, PersonId};
use handrail_core::plan::safety::{NewSafetyLine, SafetyPart};
use handrail_core::plan::{NewPlanLine, PlanLineId, PlanPart};
use handrail_core::programme::{NewEnrolment, ProgrammeFormat};
use handrail_core::reminders::{NewReminder, Recurrence, Repeats, Schedule, When, ZonePolicy};
use handrail_core::settings::{CheckInRhythm, EditSettings};
use handrail_core::signs::{NewOwnRule, NewWarningSign, RuleCondition, WarningSignId};
use handrail_core::stress::{NewStressLine, StressPart, StressSphere};
use handrail_core::substance_use::{NewSubstanceLine, SubstancePart};

use super::{Living, at};
use crate::bench::Trouble;

impl Living<'_> {
    pub(super) fn begin(&mut self) -> Result<(), Trouble> {
        self.wrote(self.ana.save_settings(&EditSettings {
            usual_on: Some(true),
            check_in_rhythm: Some(CheckInRhythm::Daily),
            ..EditSettings::default()
        }))?;
        self.take_part()?;
        self.coping_and_signs()?;
        self.goals_and_homework()?;
        self.people_and_plans()?;
        self.lists()?;
        for n in 0..10 {
            let time = TimeOfDay::parse("time", &format!("{:02}:15", 8 + n))?;
            let schedule = Schedule {
                recurrence: Recurrence::plain(self.ana.this_day()?, Repeats::EveryDays { every: 1 + n }),
                times: vec![When::At { time }],
                zone: ZonePolicy::Floating,
            };
            self.wrote(self.ana.save_reminder(&NewReminder::of(&format!("my reminder {n}"), schedule)))?;
        }
        Ok(())
    }

    pub(super) fn enrol(&mut self, booster: bool) -> Result<(), Trouble> {
        self.wrote(self.ana.enrol(&NewEnrolment {
            programme: "imr".into(),
            format: ProgrammeFormat::Individual,
            group_size: None,
            started: None,
            planned_meetings: Some(40),
            trial_meetings: None,
            booster,
            repeat_of: None,
        }))?;
        Ok(())
    }

    fn take_part(&mut self) -> Result<(), Trouble> {
        self.enrol(false)?;
        let listed = &mut self.life.words;
        listed.modules = self.ana.programme()?.modules.into_iter().map(|m| m.id).collect();
        let module = self.ana.module(&at(&listed.modules, 0).ok_or("no module")?)?;
        listed.sections = module.handouts.into_iter().map(|s| s.id).collect();
        listed.questions = module.questions.into_iter().map(|q| q.id).collect();
        listed.options = module.homework.into_iter().map(|o| o.id).collect();
        listed.logs = self.ana.lifestyle()?.logs.into_iter().map(|log| log.id).collect();
        let library = self.ana.coping_library()?.troubles;
        let guided = library.iter().find_map(|t| Some((t, t.strategies.iter().find(|s| s.guided)?)));
        let (trouble, guided) = guided.ok_or("no guided practice")?;
        listed.trouble.clone_from(&trouble.id);
        listed.guided.clone_from(&guided.id);
        Ok(())
    }

    fn coping_and_signs(&mut self) -> Result<(), Trouble> {
        for name in ["A walk round the block", "Music with headphones", "Call my sister", "Slow breathing", "Tea"] {
            let trouble = self.life.words.trouble.clone();
            let new = NewCopingStrategy { name: name.into(), trouble, ..NewCopingStrategy::default() };
            let id = self.made(self.ana.save_coping_strategy(&new), "coping_strategy")?;
            self.life.strategies.push(CopingStrategyId(id));
        }
        for wording in ["I sleep badly", "I keep to myself", "I hear my name called"] {
            let new = NewWarningSign {
                wording: wording.into(),
                scale: 10,
                key_sign: wording == "I sleep badly",
                ..NewWarningSign::default()
            };
            let sign = WarningSignId(self.made(self.ana.save_warning_sign(&new), "warning_sign")?);
            let (condition, action) = (RuleCondition::OfLast, "I call my sister".into());
            let rule = NewOwnRule { sign, condition, level: 2, count: 3, out_of: 5, action };
            self.wrote(self.ana.save_own_rule(&rule))?;
            self.life.signs.push(sign);
        }
        Ok(())
    }

    fn goals_and_homework(&mut self) -> Result<(), Trouble> {
        for title in ["Read one page of the handout", "Ten minutes outside"] {
            let id = self.made(self.ana.save_homework(&homework(title, HowOften::Daily)), "homework")?;
            self.life.homework.push(HomeworkId(id));
        }
        let new = NewLongTermGoal { title: "Work in a garden centre again".into(), ..NewLongTermGoal::default() };
        let goal = LongTermGoalId(self.made(self.ana.save_long_term_goal(&new, BeginAs::Active), "long_term_goal")?);
        self.life.goal = Some(goal);
        self.nearer("Two mornings a week at the allotment")
    }

    /// A nearer goal with its first step.
    pub(super) fn nearer(&mut self, title: &str) -> Result<(), Trouble> {
        let Some(goal) = self.life.goal else { return Ok(()) };
        let new = NewShortTermGoal {
            goal,
            title: title.into(),
            how_will_we_know: String::new(),
            strengths: String::new(),
            obstacles: String::new(),
            who_can_help: String::new(),
            started: None,
            by_about: Horizon::Suggested,
        };
        let nearer = self.made(self.ana.save_short_term_goal(&new, BeginAs::Active), "short_term_goal")?;
        self.life.nearer = Some(ShortTermGoalId(nearer));
        self.next_step("Ask Jo about Thursdays")
    }

    pub(super) fn next_step(&mut self, title: &str) -> Result<(), Trouble> {
        let Some(goal) = self.life.nearer else { return Ok(()) };
        let new = NewStep {
            goal,
            title: title.into(),
            who: String::new(),
            when_words: String::new(),
            where_words: String::new(),
            how: String::new(),
            how_will_we_know: String::new(),
            by_about: Horizon::Open,
            reminder_day: None,
            reminder_time: None,
        };
        self.life.step = Some(StepId(self.made(self.ana.save_step(&new), "step")?));
        Ok(())
    }

    fn people_and_plans(&mut self) -> Result<(), Trouble> {
        for name in ["My sister", "Jo", "Cara", "My neighbour"] {
            let new = NewPerson { name: name.into(), phone: "020 7946 0999".into(), ..NewPerson::default() };
            self.life.person = Some(PersonId(self.made(self.ana.save_person(&new), "person")?));
        }
        let what = "ask her to stay for soup".into();
        let new = NewContactPractice { person: self.life.person, what, ..NewContactPractice::default() };
        let practice = self.made(self.ana.save_contact_practice(&new), "contact_practice")?;
        self.life.practice = Some(ContactPracticeId(practice));
        for part in PlanPart::ALL {
            for n in 0..4 {
                let stage = if part == PlanPart::WhatHelps { 1 + n } else { 0 };
                let new = NewPlanLine::new(part, stage, format!("what I wrote, line {n}"));
                self.life.plan_line = Some(PlanLineId(self.made(self.ana.add_plan_line(&new), "plan_line")?));
            }
        }
        self.wrote(self.ana.open_safety_plan(true))?;
        for part in SafetyPart::ALL {
            let new = NewSafetyLine { part, wording: "the bench".into(), phone: String::new(), person: None };
            self.wrote(self.ana.add_safety_line(&new))?;
        }
        Ok(())
    }

    fn lists(&mut self) -> Result<(), Trouble> {
        self.wrote(self.ana.choose_medication(true))?;
        for name in ["The little white one", "The one for the night"] {
            let new = NewMedicine {
                name: name.into(),
                anchor: "brushing my teeth".into(),
                anchor_time: Some(TimeOfDay::parse("time", "21:30")?),
                ..NewMedicine::default()
            };
            self.life.medicine = Some(MedicineId(self.made(self.ana.save_medicine(&new), "medicine")?));
        }
        self.wrote(self.ana.open_substance_use(true))?;
        for part in SubstancePart::ALL {
            let new =
                NewSubstanceLine { part, wording: "my own words".into(), my_answer: String::new(), who: String::new() };
            self.wrote(self.ana.add_substance_line(&new))?;
        }
        for part in StressPart::ALL {
            let sphere = (part == StressPart::Sign).then_some(StressSphere::Body);
            let new = NewStressLine { sphere, ..NewStressLine::own(part, "letters with a window") };
            self.wrote(self.ana.add_stress_line(&new))?;
        }
        self.wrote(self.ana.add_life_area("my allotment"))?;
        let (from, until) = (self.ana.this_day()?.plus(-60), self.ana.this_day()?.plus(-30));
        self.wrote(self.ana.save_good_time(from, until))?;
        self.ana.install_instrument(&questionnaire())?;
        Ok(())
    }
}

pub(super) fn homework(title: &str, how_often: HowOften) -> NewHomework {
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
        how_often,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    }
}

/// Where the clinic's own questionnaire has its name.
pub(crate) const QUESTIONNAIRE: (&str, &str) = ("https://clinic.example/q/sleep", "1");

/// A small questionnaire of the clinic's own.
fn questionnaire() -> Vec<u8> {
    let answer = |code: &str| serde_json::json!({ "valueCoding": { "code": code, "display": code } });
    serde_json::json!({
        "resourceType": "Questionnaire", "url": QUESTIONNAIRE.0, "version": QUESTIONNAIRE.1, "title": "Sleep",
        "status": "active", "item": [
            { "linkId": "how", "type": "choice", "text": "How did you sleep?",
              "answerOption": [answer("well"), answer("badly")] },
            { "linkId": "hours", "type": "integer", "text": "Hours a night" },
        ],
    })
    .to_string()
    .into_bytes()
}
