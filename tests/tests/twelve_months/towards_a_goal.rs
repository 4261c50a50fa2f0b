//! Sheets that lead to a goal and along it.

use handrail_core::clock::TimeOfDay;
use handrail_core::goals::{
    BeginAs, Company, GoalMore, GoalState, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal, NewShortTermGoal,
    NewStep, NewStepResult, ShortTermGoalId, StepId, StepOutcome,
};
use handrail_core::life_areas::{NewLifeAreaRating, WishToChange};
use handrail_core::problem_solving::{
    NewProblem, NewProblemIdea, NewProblemReview, ProblemId, ProblemIdeaId, ProblemNext, ProblemPart, ProblemPlan,
};
use handrail_core::programme::pack::Worksheet;
use handrail_core::recovery::NewRecoveryMeaning;
use handrail_core::sessions::SessionId;

use super::{made, mark};
use crate::Mara;

impl Mara {
    pub(super) fn fill_life_areas(&self) {
        let listed = self.h.life_areas().unwrap().areas;
        assert!(listed.len() >= 13, "the areas of the programme");
        self.h.add_life_area("my allotment").unwrap();
        // The first half today, one of them skipped; the rest three days later.
        let (now, later) = listed.split_at(listed.len() / 2);
        let rate = |n: usize, area: &handrail_core::life_areas::LifeAreaView| NewLifeAreaRating {
            area: area.area.clone(),
            rating: (n != 1).then_some(i64::try_from(n % 3).unwrap()),
            wish_to_change: (n == 0).then_some(WishToChange::Yes),
            note: if n == 0 { mark(Worksheet::LifeAreas).to_owned() } else { String::new() },
        };
        let first: Vec<_> = now.iter().enumerate().map(|(n, area)| rate(n, area)).collect();
        self.h.rate_life_areas(None, &first).unwrap();
        self.days(3);
        let open = self.h.life_areas().unwrap().open.expect("a sitting to take up again");
        assert_eq!(open.left.len(), later.len() + 1, "the rest, and her own");
        let rest: Vec<_> = open
            .left
            .iter()
            .map(|area| NewLifeAreaRating {
                area: area.clone(),
                rating: Some(2),
                wish_to_change: Some(WishToChange::NotNow),
                note: String::new(),
            })
            .collect();
        self.h.rate_life_areas(Some(open.sitting), &rest).unwrap();
        self.h.set_life_areas_repeat(Some(3)).unwrap();
        let rating = self.h.life_area_history(&listed[0].area, None).unwrap().ratings[0].id;
        let goal = NewLongTermGoal {
            title: "friends at my table".into(),
            why: "I like to see people eat".into(),
            how_will_we_know: "four plates on a Sunday".into(),
            area: "friendships".into(),
            ..NewLongTermGoal::default()
        };
        self.h.goal_from_area(rating, &goal, BeginAs::Idea).unwrap();
    }

    pub(super) fn fill_recovery(&self) {
        let new = NewRecoveryMeaning {
            meaning: mark(Worksheet::RecoveryMeaning).into(),
            what_helps: "mornings, soup, the allotment".into(),
            who_inspires_me: "my aunt Lio".into(),
        };
        self.h.save_recovery_meaning(&new).unwrap();
    }

    pub(super) fn fill_goal(&self) {
        let help = self.h.goal_form(None, None).unwrap();
        assert!(!help.examples.is_empty() && !help.questions.is_empty());
        let new = NewLongTermGoal {
            title: mark(Worksheet::Goal).into(),
            why: "I was good at it".into(),
            how_will_we_know: "a contract with my name".into(),
            area: "work".into(),
            who_can_help: "Cara".into(),
            ..NewLongTermGoal::default()
        };
        let more = GoalMore { meaning: "a reason to get up".into(), life_area: None, scribe: "Sam".into() };
        let goal = made(self.h.save_long_term_goal_with(&new, BeginAs::Active, &more), "long_term_goal");
        let short = |title: &str| NewShortTermGoal {
            goal: LongTermGoalId(goal),
            title: title.into(),
            how_will_we_know: String::new(),
            strengths: "I know how to chop".into(),
            obstacles: "crowds".into(),
            who_can_help: String::new(),
            started: None,
            by_about: Horizon::Suggested,
        };
        let part =
            made(self.h.save_short_term_goal(&short("a trial day at the café"), BeginAs::Active), "short_term_goal");
        let part = ShortTermGoalId(part);
        let module = self.h.programme().unwrap().modules[0].id.clone();
        self.h.set_short_term_goal_modules(part, &[module]).unwrap();
        let step = NewStep {
            goal: part,
            title: "take the bus there once".into(),
            who: "me".into(),
            when_words: "Thursday morning".into(),
            where_words: "line 4".into(),
            how: "with headphones".into(),
            how_will_we_know: "a ticket in my pocket".into(),
            by_about: Horizon::Suggested,
            reminder_day: Some(self.today().plus(2)),
            reminder_time: Some(TimeOfDay::parse("time", "08:00").unwrap()),
        };
        let step = StepId(made(self.h.save_step(&step), "step"));
        // Not yet, twice: then problem solving is offered.
        for _ in 0..2 {
            self.days(1);
            let result = NewStepResult {
                step,
                result: StepOutcome::NotYet,
                what_helped: String::new(),
                got_in_the_way: "full".into(),
                next_step: String::new(),
            };
            self.h.record_step(&result).unwrap();
        }
        assert!(self.h.problem_solving().unwrap().offers.len() == 1);
    }

    pub(super) fn fill_problem(&self) {
        let step = self.step();
        let new = NewProblem { problem: mark(Worksheet::ProblemSolving).into(), step, homework: None };
        let id = ProblemId(made(self.h.start_problem(&new), "problem"));
        let ideas = ["walk", "a later bus", "go with Cara"].map(|idea| {
            let new = NewProblemIdea { idea: idea.into(), good_sides: "calm".into(), bad_sides: "takes longer".into() };
            ProblemIdeaId(made(self.h.add_problem_idea(id, &new), "problem_idea"))
        });
        assert!(self.h.problem(id).unwrap().next_open == Some(ProblemPart::Choice));
        self.h.choose_problem_idea(ideas[1], true).unwrap();
        self.h.choose_problem_idea(ideas[2], true).unwrap();
        self.h.set_problem_choice(id, "a later bus, with Cara the first time").unwrap();
        let plan = ProblemPlan {
            what: "the 9.40".into(),
            who: "Cara".into(),
            when_words: "next Thursday".into(),
            what_is_needed: "headphones".into(),
            in_the_way: "she is ill".into(),
            my_answer: "I ask Leo".into(),
            review_on: Some(self.today().plus(7)),
        };
        self.h.plan_problem(id, &plan).unwrap();
        self.h.set_problem_practised(id, Some(self.today())).unwrap();
        self.days(7);
        assert!(self.h.problem(id).unwrap().look_back_today);
        let back =
            |next| NewProblemReview { problem: id, what_worked: "the headphones".into(), next, note: String::new() };
        self.h.record_problem_review(&back(ProblemNext::Keep)).unwrap();
        self.days(7);
        self.h.record_problem_review(&back(ProblemNext::Solved)).unwrap();
        if let Some(step) = step {
            let done = NewStepResult {
                step,
                result: StepOutcome::Done,
                what_helped: "Cara".into(),
                got_in_the_way: String::new(),
                next_step: "alone".into(),
            };
            self.h.record_step(&done).unwrap();
        }
    }

    /// The step that waits, if one does.
    fn step(&self) -> Option<StepId> {
        let goals = self.h.goals().unwrap().goals;
        let steps = goals.iter().flat_map(|g| &g.short_term).flat_map(|s| &s.steps);
        steps.filter(|step| step.state == GoalState::Active).map(|step| step.id).next()
    }

    /// Talks a goal over at a meeting.
    pub(crate) fn talk_goal_over(&self, session: SessionId) {
        let goals = self.h.goals().unwrap().goals;
        let Some(goal) = goals.iter().find(|g| g.state == GoalState::Active) else { return };
        let row = NewGoalReview {
            goal: goal.id,
            session: Some(session),
            progress: "a little further".into(),
            rating: Some(5),
            what_next: "the next small thing".into(),
        };
        let company = Company { present: "Sam".into(), noted_by: "Mara".into() };
        self.h.record_goal_sheet_row(&row, &company).unwrap();
    }
}
