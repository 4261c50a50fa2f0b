//! One client's phone in the demo: an encrypted store of its own, and what its owner does with it,
//! all of it through the core's public face.

use std::path::Path;
use std::sync::Arc;

use handrail_core::clock::{Day, TimeOfDay};
use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy};
use handrail_core::goals::{
    BeginAs, GoalState, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep,
    NewStepResult, StepOutcome,
};
use handrail_core::homework::{HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, Obstacle, Origin};
use handrail_core::ids::Randomness;
use handrail_core::sessions::{NewSession, SessionId, SessionKind, SessionPart};
use handrail_core::settings::{CheckInRhythm, EditSettings};
use handrail_core::store::{KeyProvider, StoreConfig};
use handrail_core::{Changes, Error, Handrail};

use super::caseload::Person;
use super::chance::Chance;
use super::clock::DemoClock;

/// The key of a demo phone: made by the same seed, held by nobody else.
pub(super) struct DemoKey([u8; 32]);

impl DemoKey {
    pub(super) fn new(chance: &Chance) -> Result<Self, Error> {
        let mut key = [0; 32];
        chance.fill(&mut key)?;
        Ok(Self(key))
    }
}

impl KeyProvider for DemoKey {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(self.0.to_vec())
    }

    fn forget(&self) -> bool {
        false // a demo is thrown away with its folder
    }
}

/// A client with their phone.
pub struct Phone {
    /// Who.
    pub person: Person,
    /// Their record.
    pub handrail: Handrail,
    /// The mailbox, once paired, as text.
    pub mailbox: String,
    /// Things written down so far: results, tries, check-ins, rows.
    pub entries: u64,
    pub(super) chance: Chance,
    pub(super) signs: Vec<handrail_core::signs::WarningSignId>,
    /// Of the ratings: 10 for those who check in with real people's days, else 3.
    pub(super) scale: i64,
    /// How many harder days are still to come.
    pub(super) hard_days: i64,
    /// Proposals seen done in a packet, so that each counts once.
    pub(super) came_back: std::collections::BTreeSet<String>,
    goal: Option<LongTermGoalId>,
    strategies: Vec<CopingStrategyId>,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(..)")
    }
}

impl Phone {
    /// A new phone with an empty record in `folder`.
    pub fn new(person: Person, scale: i64, seed: u64, folder: &Path, clock: &Arc<DemoClock>) -> Result<Self, Error> {
        let chance = Chance::new(seed, &person.name);
        let key = DemoKey::new(&chance)?;
        let config = StoreConfig { folder: folder.to_owned(), page_limit: None };
        let clock: Arc<DemoClock> = Arc::clone(clock);
        let randomness = Arc::new(Chance::new(seed, &format!("{} randomness", person.name)));
        let handrail = Handrail::open_with(config, Arc::new(key), clock, randomness)?;
        Ok(Self {
            person,
            handrail,
            mailbox: String::new(),
            entries: 0,
            chance,
            signs: Vec::new(),
            scale,
            hard_days: 0,
            came_back: std::collections::BTreeSet::new(),
            goal: None,
            strategies: Vec::new(),
        })
    }

    /// What they go by.
    #[must_use]
    pub fn first_name(&self) -> String {
        self.person.name.split(' ').next().unwrap_or_default().to_owned()
    }

    /// The first meeting: what I want, the first step, the first homework, my signs, my plan.
    pub fn begin(&mut self, day: Day) -> Result<(), Error> {
        let me = self.person.clone();
        let h = &self.handrail;
        h.save_settings(&EditSettings {
            name: Some(self.first_name()),
            language: Some(me.course.language.clone()),
            check_in_rhythm: Some(CheckInRhythm::Daily),
            demo: Some(true),
            ..EditSettings::default()
        })?;
        self.entries += self.enrol()?;
        let h = &self.handrail;
        let goal = NewLongTermGoal {
            title: me.goal.title.clone(),
            why: me.goal.why.clone(),
            how_will_we_know: me.goal.know.clone(),
            area: me.goal.area.clone(),
            who_can_help: String::new(),
            started: None,
            by_about: Horizon::Suggested,
        };
        let id = made(&h.save_long_term_goal(&goal, BeginAs::Active)?, "long_term_goal")?;
        self.goal = Some(LongTermGoalId(id));
        for short in &me.short {
            let new = NewShortTermGoal {
                goal: LongTermGoalId(id),
                title: short.title.clone(),
                how_will_we_know: short.know.clone(),
                strengths: String::new(),
                obstacles: String::new(),
                who_can_help: String::new(),
                started: None,
                by_about: Horizon::Suggested,
            };
            let short_id = made(&h.save_short_term_goal(&new, BeginAs::Active)?, "short_term_goal")?;
            if let Some(first) = short.steps.first() {
                h.save_step(&step(handrail_core::goals::ShortTermGoalId(short_id), first))?;
            }
        }
        for practice in &me.homework {
            let new = NewHomework {
                title: practice.title.clone(),
                module: h.module(&practice.module)?.line.title.text,
                why: practice.why.clone(),
                goal: Some(id),
                what_exactly: practice.what.clone(),
                where_words: practice.place.clone(),
                with_whom: practice.with.clone(),
                worksheet: String::new(),
                origin: Origin::Agreed,
                confidence: Some(practice.confidence),
                smaller_version: practice.smaller.clone(),
                how_often: HowOften::parse("often", &practice.often)?,
                first_day: Some(day.plus(1)),
                by_about: None,
                reminder_time: Some(TimeOfDay::parse("time", &practice.time)?),
                module_id: practice.module.clone(),
                option_id: String::new(),
            };
            h.save_homework(&new)?;
        }
        for strategy in &me.coping {
            let new = NewCopingStrategy {
                name: strategy.name.clone(),
                how: strategy.how.clone(),
                trouble: strategy.trouble.clone(),
                ..NewCopingStrategy::default()
            };
            let id = made(&h.save_coping_strategy(&new)?, "coping_strategy")?;
            self.strategies.push(CopingStrategyId(id));
        }
        self.signs_and_plan()?;
        self.entries += 4 + (me.homework.len() + me.coping.len() + me.signs.len()) as u64;
        Ok(())
    }

    /// A try of something when it is hard.
    pub fn cope(&mut self) -> Result<(), Error> {
        let n = usize::try_from(self.chance.below(self.strategies.len() as u64)).unwrap_or(0);
        let Some(strategy) = self.strategies.get(n).copied() else { return Ok(()) };
        // The first strategy tends to help most, as people come to know.
        let lucky = if n == 0 { 3 } else { 0 };
        let helped = match self.chance.below(10) {
            9 => None,
            said if said < 3 + lucky => Some(Helped::ALot),
            said if said < 7 => Some(Helped::ALittle),
            _ => Some(Helped::Not),
        };
        let before = self.chance.percent(40).then(|| 4 + i64::try_from(self.chance.below(6)).unwrap_or(0));
        let after = before
            .filter(|_| self.chance.percent(70))
            .map(|b| (b - i64::try_from(self.chance.below(5)).unwrap_or(0)).max(0));
        self.handrail.record_coping(&NewCopingEntry {
            strategy,
            situation: self.chance.one_of(&self.person.situations).to_owned(),
            helped,
            before,
            after,
            note: if self.chance.percent(50) {
                self.chance.one_of(&self.person.notes).to_owned()
            } else {
                String::new()
            },
            ..NewCopingEntry::of(strategy)
        })?;
        self.entries += 1;
        Ok(())
    }

    /// Answers today's homework, or some of it: nobody answers everything.
    pub fn do_homework(&mut self) -> Result<(), Error> {
        for item in self.handrail.homework()?.due {
            let Some(occurrence) = item.occurrence.filter(|_| self.chance.percent(78)) else { continue };
            let (result, obstacle) = match self.chance.below(10) {
                0..=5 => (HomeworkOutcome::Done, None),
                6..=7 => (HomeworkOutcome::Partly, Some(Obstacle::NoTime)),
                8 => (HomeworkOutcome::NotYet, Some(self.obstacle())),
                _ => (HomeworkOutcome::NotToday, None),
            };
            let done = result == HomeworkOutcome::Done;
            self.handrail.record_homework(&NewHomeworkResult {
                homework: item.id,
                occurrence,
                result,
                smaller: done && item.offer_smaller,
                obstacle,
                note: match obstacle {
                    Some(_) => self.chance.one_of(&self.person.way).to_owned(),
                    None if self.chance.percent(25) => self.chance.one_of(&self.person.notes).to_owned(),
                    None => String::new(),
                },
                helpfulness: done.then(|| 2 + i64::try_from(self.chance.below(3)).unwrap_or(0)),
            })?;
            self.entries += 1;
        }
        Ok(())
    }

    fn obstacle(&self) -> Obstacle {
        match self.chance.below(5) {
            0 => Obstacle::Forgot,
            1 => Obstacle::TooBig,
            2 => Obstacle::Symptoms,
            3 => Obstacle::OtherPerson,
            _ => Obstacle::MoneyOrTransport,
        }
    }

    /// Tries the first open step. One that is done makes room for the next of its goal.
    pub fn take_step(&mut self) -> Result<(), Error> {
        let goals = self.handrail.goals()?;
        let open = goals.goals.iter().flat_map(|g| &g.short_term).find_map(|short| {
            let step = short.steps.iter().find(|s| s.state == GoalState::Active)?;
            Some((short.id, short.title.clone(), step.id, step.title.clone()))
        });
        let Some((short, short_title, id, title)) = open else { return Ok(()) };
        let (result, helped, way) = match self.chance.below(10) {
            // Steps take their time: about six of them in twelve weeks.
            0..=1 => (StepOutcome::Done, self.chance.one_of(&self.person.notes), ""),
            2..=6 => (StepOutcome::Partly, "", self.chance.one_of(&self.person.way)),
            _ => (StepOutcome::NotYet, "", self.chance.one_of(&self.person.way)),
        };
        self.handrail.record_step(&NewStepResult {
            step: id,
            result,
            what_helped: helped.to_owned(),
            got_in_the_way: way.to_owned(),
            next_step: String::new(),
        })?;
        self.entries += 1;
        if result == StepOutcome::Done {
            self.handrail.set_step_state(id, GoalState::Reached)?;
            let planned = self
                .person
                .short
                .iter()
                .find(|s| s.title == short_title)
                .map(|s| s.steps.as_slice())
                .unwrap_or_default();
            let next = planned.iter().skip_while(|s| **s != title).nth(1);
            if let Some(next) = next {
                self.handrail.save_step(&step(short, next))?;
            }
        }
        Ok(())
    }

    /// The evening before a meeting: what I want to talk about.
    pub fn note_for_meeting(&mut self) -> Result<(), Error> {
        if self.chance.percent(70) {
            self.handrail.add_talk_about(self.chance.one_of(&self.person.talk))?;
            self.entries += 1;
        }
        Ok(())
    }

    /// Plans the meeting of this day.
    pub fn plan_meeting(&self, day: Day) -> Result<(), Error> {
        let module = self.module_now()?.map(|module| module.title.text).unwrap_or_default();
        self.handrail.plan_session(&NewSession {
            day,
            time: Some(TimeOfDay::parse("time", &self.person.time)?),
            kind: SessionKind::Individual,
            place: "Clinic, room 2".into(),
            module,
            agenda: String::new(),
        })?;
        Ok(())
    }

    /// The meeting takes place: homework is looked at, the goal sheet gets a row, the next meeting is set.
    pub fn meet(&mut self, next: Day) -> Result<(), Error> {
        let h = &self.handrail;
        if let Some(session) = h.sessions()?.next {
            let id: SessionId = session.id;
            for item in h.homework()?.due {
                h.add_session_homework(id, item.id, SessionPart::Reviewed)?;
            }
            h.mark_session_held(id)?;
            self.entries += self.work_on_the_module(id)?;
        }
        let h = &self.handrail;
        for line in h.talk_about()?.open {
            h.set_talk_about_state(line.id, handrail_core::talk_about::TalkAboutState::Talked)?;
        }
        if let Some(goal) = self.goal.filter(|_| self.chance.percent(50)) {
            h.record_goal_review(&NewGoalReview {
                goal,
                session: None,
                progress: self.chance.one_of(&self.person.progress).to_owned(),
                rating: None,
                what_next: String::new(),
            })?;
            self.entries += 1;
        }
        self.entries += 1;
        self.plan_meeting(next)
    }
}

pub(super) fn step(goal: handrail_core::goals::ShortTermGoalId, title: &str) -> NewStep {
    NewStep {
        goal,
        title: title.to_owned(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Suggested,
        reminder_day: None,
        reminder_time: None,
    }
}

/// The id of what a write made.
pub(super) fn made(changes: &Changes, concept: &str) -> Result<handrail_core::ids::Id, Error> {
    changes.id_of(concept).ok_or(Error::Internal("a write that made nothing"))
}
