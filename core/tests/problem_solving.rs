//! Step-by-step problem solving: resumes where it was left, and holds nothing back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::goals::{
    BeginAs, Horizon, LongTermGoalId, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult, ShortTermGoalId,
    StepId, StepOutcome,
};
use handrail_core::homework::{HomeworkId, HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, Origin};
use handrail_core::problem_solving::{
    NewProblem, NewProblemIdea, NewProblemReview, ProblemId, ProblemIdeaId, ProblemNext, ProblemPart, ProblemPlan,
    ProblemReviewId, ProblemState, StuckOn,
};

fn bus() -> NewProblem {
    NewProblem { problem: "the bus is too full for me".into(), step: None, homework: None }
}

fn start(ana: &Person, new: &NewProblem) -> ProblemId {
    ProblemId(made(&ana.start_problem(new).unwrap(), "problem"))
}

fn idea(text: &str) -> NewProblemIdea {
    NewProblemIdea { idea: text.into(), ..NewProblemIdea::default() }
}

fn add(ana: &Person, problem: ProblemId, text: &str) -> ProblemIdeaId {
    ProblemIdeaId(made(&ana.add_problem_idea(problem, &idea(text)).unwrap(), "problem_idea"))
}

fn back(problem: ProblemId, next: ProblemNext) -> NewProblemReview {
    NewProblemReview { problem, what_worked: "I got on, and off again".into(), next, note: String::new() }
}

fn next(ana: &Person, id: ProblemId) -> Option<ProblemPart> {
    ana.problem(id).unwrap().next_open
}

fn step(ana: &Person) -> StepId {
    let goal = NewLongTermGoal { title: "work".into(), ..NewLongTermGoal::default() };
    let goal = LongTermGoalId(made(&ana.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal"));
    let part = NewShortTermGoal {
        goal,
        title: "visit".into(),
        how_will_we_know: String::new(),
        strengths: String::new(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::Open,
    };
    let part = ShortTermGoalId(made(&ana.save_short_term_goal(&part, BeginAs::Active).unwrap(), "short_term_goal"));
    let new = NewStep {
        goal: part,
        title: "take the bus".into(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Open,
        reminder_day: None,
        reminder_time: None,
    };
    StepId(made(&ana.save_step(&new).unwrap(), "step"))
}

fn homework(ana: &Person) -> HomeworkId {
    let new = NewHomework {
        title: "ten breaths".into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::SelfChosen,
        confidence: None,
        smaller_version: String::new(),
        how_often: HowOften::Daily,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    };
    HomeworkId(made(&ana.save_homework(&new).unwrap(), "homework"))
}

#[test]
fn the_sheet_is_filled_part_by_part_and_says_where_it_was_left() {
    let ana = person("ana");
    let id = start(&ana, &bus());
    assert_eq!(next(&ana, id), Some(ProblemPart::Ideas));
    let walk = add(&ana, id, "walk");
    let early = add(&ana, id, "an earlier bus");
    assert_eq!(next(&ana, id), Some(ProblemPart::Ideas), "two of three");
    let sam = add(&ana, id, "go with Sam");
    assert_eq!(next(&ana, id), Some(ProblemPart::Sides));
    let weighed = |text: &str| NewProblemIdea { good_sides: "calm".into(), bad_sides: "slow".into(), ..idea(text) };
    ana.edit_problem_idea(walk, &weighed("walk")).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Sides), "one of three");
    ana.edit_problem_idea(early, &weighed("an earlier bus")).unwrap();
    ana.edit_problem_idea(sam, &weighed("go with Sam")).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Choice));
    ana.choose_problem_idea(early, true).unwrap();
    ana.choose_problem_idea(sam, true).unwrap();
    ana.set_problem_choice(id, "with Sam, on the early bus").unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Plan));
    ana.plan_problem(id, &ProblemPlan { who: "Sam".into(), ..ProblemPlan::default() }).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Plan), "begun");
    let plan = ProblemPlan {
        what: "the 7.40".into(),
        who: "Sam".into(),
        when_words: "Tuesday".into(),
        what_is_needed: "headphones".into(),
        in_the_way: "Sam is ill".into(),
        my_answer: "I ask Cara".into(),
        review_on: Some(day("2026-03-09")),
    };
    ana.plan_problem(id, &plan).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Practise));
    ana.set_problem_practised(id, Some(day("2026-03-02"))).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Review));
    let view = ana.problem(id).unwrap();
    assert!(view.plan == plan && view.practised_on == Some(day("2026-03-02")) && !view.look_back_today);
    assert!(view.empty == [ProblemPart::Review] && view.started == day("2026-03-02"));
    assert_eq!(view.ideas.iter().map(|i| i.chosen).collect::<Vec<_>>(), [false, true, true]);

    assert!(ana.at("2026-03-09 10:00").problem(id).unwrap().look_back_today);
    ana.record_problem_review(&back(id, ProblemNext::Solved)).unwrap();
    let view = ana.problem_solving().unwrap();
    assert!(view.open.is_empty() && view.past.len() == 1);
    let past = &view.past[0];
    assert!(past.state == ProblemState::Solved && past.next_open.is_none() && !past.look_back_today);
    assert!(past.reviews[0].what_worked == "I got on, and off again" && past.reviews[0].day == day("2026-03-09"));
}

#[test]
fn any_part_may_be_skipped() {
    let ben = person("ben");
    let id = start(&ben, &bus());
    // Straight to a plan, without a single idea.
    ben.plan_problem(id, &ProblemPlan { what: "I walk".into(), ..ProblemPlan::default() }).unwrap();
    let view = ben.problem(id).unwrap();
    assert_eq!(view.next_open, Some(ProblemPart::Practise), "what was skipped stays skipped");
    assert_eq!(
        view.empty,
        [ProblemPart::Ideas, ProblemPart::Sides, ProblemPart::Choice, ProblemPart::Practise, ProblemPart::Review]
    );
    ben.record_problem_review(&back(id, ProblemNext::Solved)).unwrap();
    assert!(ben.problem(id).unwrap().state == ProblemState::Solved);
}

#[test]
fn a_look_back_leads_on_until_something_was_done_about_it() {
    let ana = person("ana");
    let id = start(&ana, &bus());
    let walk = add(&ana, id, "walk");
    ana.plan_problem(id, &ProblemPlan { what: "the 7.40".into(), ..ProblemPlan::default() }).unwrap();
    ana.at("2026-03-09 10:00").record_problem_review(&back(id, ProblemNext::AnotherIdea)).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Choice));
    ana.at("2026-03-10 10:00").choose_problem_idea(walk, true).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Review));
    ana.at("2026-03-11 10:00").record_problem_review(&back(id, ProblemNext::Change)).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Plan));
    ana.at("2026-03-12 10:00").record_problem_review(&back(id, ProblemNext::Keep)).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Review));
    ana.at("2026-03-13 10:00").record_problem_review(&back(id, ProblemNext::Solved)).unwrap();
    assert_eq!(next(&ana, id), None);

    // It was not solved after all.
    let newest = ana.problem(id).unwrap().reviews[0].id;
    ana.edit_problem_review(newest, &back(id, ProblemNext::Change)).unwrap();
    assert!(ana.problem(id).unwrap().state == ProblemState::Open);
    ana.set_problem_state(id, ProblemState::LetGo).unwrap();
    assert!(ana.problem(id).unwrap().next_open.is_none());
    ana.set_problem_state(id, ProblemState::Open).unwrap();
    assert_eq!(next(&ana, id), Some(ProblemPart::Plan));
    assert_eq!(ana.problem_reviews(id, None).unwrap().len(), 4);
}

#[test]
fn it_is_offered_after_not_yet_twice_for_the_step_or_homework_that_is_stuck() {
    let ana = person("ana");
    let (step, homework) = (step(&ana), homework(&ana));
    assert!(ana.problem_solving().unwrap().offers.is_empty());
    let stuck = NewStepResult {
        step,
        result: StepOutcome::NotYet,
        what_helped: String::new(),
        got_in_the_way: String::new(),
        next_step: String::new(),
    };
    for on in ["2026-03-02", "2026-03-03"] {
        ana.at(&format!("{on} 12:00")).record_step(&stuck).unwrap();
        let result = NewHomeworkResult {
            homework,
            occurrence: day(on),
            result: HomeworkOutcome::NotYet,
            smaller: false,
            obstacle: None,
            note: String::new(),
            helpfulness: None,
        };
        ana.record_homework(&result).unwrap();
    }
    let offers = ana.problem_solving().unwrap().offers;
    assert!(matches!(&offers[0].about, StuckOn::Step { id, title } if *id == step && title == "take the bus"));
    assert!(matches!(&offers[1].about, StuckOn::Homework { id, title } if *id == homework && title == "ten breaths"));

    let id = start(&ana, &NewProblem { step: Some(step), ..bus() });
    let view = ana.problem_solving().unwrap();
    assert_eq!(view.offers.len(), 1, "it has a sheet now");
    assert!(matches!(&view.open[0].about, Some(StuckOn::Step { title, .. }) if title == "take the bus"));
    ana.edit_problem(id, &NewProblem { homework: Some(homework), ..bus() }).unwrap();
    assert!(matches!(&ana.problem(id).unwrap().about, Some(StuckOn::Homework { title, .. }) if title == "ten breaths"));
}

#[test]
fn ideas_are_put_in_order_and_taken_away() {
    let ana = person("ana");
    let id = start(&ana, &bus());
    let ideas = [add(&ana, id, "a"), add(&ana, id, "b"), add(&ana, id, "c")];
    let order = |ana: &Person| ana.problem(id).unwrap().ideas.into_iter().map(|i| i.idea).collect::<String>();
    ana.move_problem_idea(ideas[2], 0).unwrap();
    assert_eq!(order(&ana), "cab");
    ana.move_problem_idea(ideas[2], 99).unwrap();
    assert_eq!(order(&ana), "abc");
    assert!(ana.move_problem_idea(ideas[1], 1).unwrap().records.is_empty());
    ana.remove("problem_idea", ideas[1].0).unwrap();
    assert_eq!(order(&ana), "ac");
    ana.refuses("id", Reason::WrongState, |h| h.remove("problem", id.0));
    ana.put_back("problem_idea", ideas[1].0).unwrap();
    assert_eq!(order(&ana), "abc");
}

#[test]
fn what_lies_behind_is_paged() {
    let ana = person("ana");
    for _ in 0..70 {
        let id = start(&ana, &bus());
        ana.set_problem_state(id, ProblemState::LetGo).unwrap();
    }
    let first = ana.problem_solving().unwrap().past;
    let rest = ana.problems_before(first[49].id).unwrap();
    assert!(first.len() == 50 && rest.len() == 20 && rest.iter().all(|p| p.id < first[49].id));
    let id = start(&ana, &bus());
    for _ in 0..60 {
        ana.record_problem_review(&back(id, ProblemNext::Keep)).unwrap();
    }
    assert_eq!(ana.problem(id).unwrap().reviews.len(), 10);
    let first = ana.problem_reviews(id, None).unwrap();
    assert_eq!((first.len(), ana.problem_reviews(id, Some(first[49].id)).unwrap().len()), (50, 10));
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let ana = person("ana");
    let (step, homework) = (step(&ana), homework(&ana));
    let id = start(&ana, &bus());
    let with = |change: fn(&mut NewProblem)| {
        let mut new = bus();
        change(&mut new);
        new
    };
    for (field, reason, new) in [
        ("problem", Reason::Empty, with(|p| p.problem = " ".into())),
        ("problem", Reason::TooLong { limit: 8000 }, with(|p| p.problem = long(8001))),
        ("problem", Reason::Malformed, with(|p| p.problem = "a\0".into())),
        ("step", Reason::UnknownId, with(|p| p.step = Some(StepId(NOBODY)))),
        ("homework", Reason::UnknownId, with(|p| p.homework = Some(HomeworkId(NOBODY)))),
        ("homework", Reason::WrongState, NewProblem { step: Some(step), homework: Some(homework), ..bus() }),
    ] {
        ana.refuses(field, reason, |h| h.start_problem(&new));
        ana.refuses(field, reason, |h| h.edit_problem(id, &new));
    }
    let too_long = Reason::TooLong { limit: 8000 };
    let line = Reason::TooLong { limit: 280 };
    let plan = |change: fn(&mut ProblemPlan)| {
        let mut new = ProblemPlan::default();
        change(&mut new);
        new
    };
    for (field, reason, new) in [
        ("what", too_long, plan(|p| p.what = long(8001))),
        ("who", line, plan(|p| p.who = long(281))),
        ("when_words", line, plan(|p| p.when_words = long(281))),
        ("what_is_needed", too_long, plan(|p| p.what_is_needed = long(8001))),
        ("in_the_way", too_long, plan(|p| p.in_the_way = long(8001))),
        ("my_answer", too_long, plan(|p| p.my_answer = long(8001))),
        ("review_on", Reason::ImpossibleDate, plan(|p| p.review_on = Some(day("2099-01-01")))),
    ] {
        ana.refuses(field, reason, |h| h.plan_problem(id, &new));
    }
    ana.plan_problem(id, &plan(|p| (p.who, p.what) = (long(280), long(8000)))).unwrap();
    ana.refuses("choice", too_long, |h| h.set_problem_choice(id, &long(8001)));
    ana.refuses("on", Reason::ImpossibleDate, |h| h.set_problem_practised(id, Some(day("2026-03-03"))));
    ana.refuses("on", Reason::ImpossibleDate, |h| h.set_problem_practised(id, Some(day("1999-03-03"))));

    ana.refuses("problem", Reason::UnknownId, |h| h.add_problem_idea(ProblemId(NOBODY), &idea("x")));
    ana.refuses("idea", Reason::Empty, |h| h.add_problem_idea(id, &idea("  ")));
    ana.refuses("idea", too_long, |h| h.add_problem_idea(id, &idea(&long(8001))));
    let good = NewProblemIdea { good_sides: long(8001), ..idea("x") };
    ana.refuses("good_sides", too_long, |h| h.add_problem_idea(id, &good));
    let bad = NewProblemIdea { bad_sides: long(8001), ..idea("x") };
    ana.refuses("bad_sides", too_long, |h| h.add_problem_idea(id, &bad));
    for n in 0..50 {
        add(&ana, id, &format!("idea {n}"));
    }
    ana.refuses("idea", Reason::TooMany { limit: 50 }, |h| h.add_problem_idea(id, &idea("one more")));

    ana.refuses("problem", Reason::UnknownId, |h| h.record_problem_review(&back(ProblemId(NOBODY), ProblemNext::Keep)));
    let worked = NewProblemReview { what_worked: long(8001), ..back(id, ProblemNext::Keep) };
    ana.refuses("what_worked", too_long, |h| h.record_problem_review(&worked));
    let noted = NewProblemReview { note: long(8001), ..back(id, ProblemNext::Keep) };
    ana.refuses("note", too_long, |h| h.record_problem_review(&noted));
    let review = ana.record_problem_review(&back(id, ProblemNext::Keep)).unwrap();
    let review = ProblemReviewId(made(&review, "problem_review"));
    let other = start(&ana, &bus());
    ana.refuses("problem", Reason::WrongState, |h| h.edit_problem_review(review, &back(other, ProblemNext::Keep)));

    ana.finds_nothing(|h| h.problem(ProblemId(NOBODY)));
    ana.finds_nothing(|h| h.edit_problem(ProblemId(NOBODY), &bus()));
    ana.finds_nothing(|h| h.set_problem_choice(ProblemId(NOBODY), "x"));
    ana.finds_nothing(|h| h.plan_problem(ProblemId(NOBODY), &ProblemPlan::default()));
    ana.finds_nothing(|h| h.set_problem_practised(ProblemId(NOBODY), None));
    ana.finds_nothing(|h| h.set_problem_state(ProblemId(NOBODY), ProblemState::Open));
    ana.finds_nothing(|h| h.edit_problem_idea(ProblemIdeaId(NOBODY), &idea("x")));
    ana.finds_nothing(|h| h.choose_problem_idea(ProblemIdeaId(NOBODY), true));
    ana.finds_nothing(|h| h.move_problem_idea(ProblemIdeaId(NOBODY), 0));
    ana.finds_nothing(|h| h.edit_problem_review(ProblemReviewId(NOBODY), &back(id, ProblemNext::Keep)));
}
