//! Goals: what people want, in three levels, with days that move and nothing that fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person, time};
use handrail_core::goals::{
    BeginAs, GoalEvent, GoalNext, GoalReviewId, GoalState, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal,
    NewShortTermGoal, NewStep, NewStepResult, Offer, ShortTermGoalId, StepId, StepOutcome, StepResultId, StepView,
};
use handrail_core::sessions::SessionId;
use handrail_core::today::OneThing;
use handrail_core::{Changes, Reason};

fn work() -> NewLongTermGoal {
    NewLongTermGoal { title: "a job with animals".into(), why: "I miss them".into(), ..NewLongTermGoal::default() }
}

fn visit(goal: LongTermGoalId) -> NewShortTermGoal {
    NewShortTermGoal {
        goal,
        title: "see what a shelter needs".into(),
        how_will_we_know: String::new(),
        strengths: "patience".into(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::Suggested,
    }
}

fn call(goal: ShortTermGoalId) -> NewStep {
    NewStep {
        goal,
        title: "call the shelter".into(),
        who: String::new(),
        when_words: "Thursday after lunch".into(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Suggested,
        reminder_day: None,
        reminder_time: None,
    }
}

fn long_of(changes: &Changes) -> LongTermGoalId {
    LongTermGoalId(made(changes, "long_term_goal"))
}

fn short_of(changes: &Changes) -> ShortTermGoalId {
    ShortTermGoalId(made(changes, "short_term_goal"))
}

fn with_step(person: &Person) -> (LongTermGoalId, ShortTermGoalId, StepId) {
    let goal = long_of(&person.save_long_term_goal(&work(), BeginAs::Active).unwrap());
    let part = short_of(&person.save_short_term_goal(&visit(goal), BeginAs::Active).unwrap());
    let step = StepId(made(&person.save_step(&call(part)).unwrap(), "step"));
    (goal, part, step)
}

fn answer(step: StepId, result: StepOutcome) -> NewStepResult {
    NewStepResult {
        step,
        result,
        what_helped: String::new(),
        got_in_the_way: "nobody picked up".into(),
        next_step: String::new(),
    }
}

fn step_of(person: &Person) -> StepView {
    person.goals().unwrap().goals[0].short_term[0].steps[0].clone()
}

#[test]
fn ana_writes_a_goal_its_part_and_a_step_and_reads_the_whole_tree() {
    let ana = person("ana");
    let (goal, part, step) = with_step(&ana);
    let view = ana.goals().unwrap();
    let long = &view.goals[0];
    assert!(long.id == goal && long.title == "a job with animals" && long.state == GoalState::Active);
    assert_eq!((long.started, long.by_about), (day("2026-03-02"), Some(day("2026-09-02"))));
    let short = &long.short_term[0];
    assert!(short.id == part && short.strengths == "patience");
    assert_eq!(short.by_about, Some(day("2026-04-13")));
    assert!(short.steps[0].id == step && short.steps[0].by_about == Some(day("2026-03-08")));
    assert!(short.steps[0].newest.is_none() && short.steps[0].offer.is_none());
}

#[test]
fn days_move_freely_and_may_be_left_out() {
    let ana = person("ana");
    let (goal, part, step) = with_step(&ana);
    let moved = NewLongTermGoal { by_about: Horizon::About(day("2027-01-01")), ..work() };
    ana.edit_long_term_goal(goal, &moved).unwrap();
    ana.edit_short_term_goal(part, &NewShortTermGoal { by_about: Horizon::Open, ..visit(goal) }).unwrap();
    let view = ana.goals().unwrap();
    assert_eq!(view.goals[0].by_about, Some(day("2027-01-01")));
    assert_eq!(view.goals[0].short_term[0].by_about, None);

    // Long after the day: the step is still what it was, and can be saved with its old day.
    ana.at("2026-05-01 10:00");
    assert!(step_of(&ana).state == GoalState::Active);
    ana.edit_step(step, &NewStep { by_about: Horizon::About(day("2026-03-08")), ..call(part) }).unwrap();
    ana.edit_step(step, &call(part)).unwrap();
    assert_eq!(step_of(&ana).by_about, Some(day("2026-05-07")), "the rule of sixes begins again today");
    ana.edit_long_term_goal(goal, &work()).unwrap();
    assert_eq!(ana.goals().unwrap().goals[0].started, day("2026-03-02"), "an edit keeps the day it began");

    let years = NewLongTermGoal { started: Some(day("2019-05-31")), ..work() };
    ana.edit_long_term_goal(goal, &years).unwrap();
    assert_eq!(ana.goals().unwrap().goals[0].by_about, Some(day("2019-11-30")));
}

#[test]
fn a_goal_rests_comes_back_is_let_go_and_comes_back() {
    let ben = person("ben");
    let goal = long_of(&ben.save_long_term_goal(&work(), BeginAs::Idea).unwrap());
    let part = short_of(&ben.save_short_term_goal(&visit(goal), BeginAs::Active).unwrap());
    assert!(ben.goals().unwrap().goals[0].state == GoalState::Idea);
    for state in [GoalState::Active, GoalState::Paused, GoalState::Reached, GoalState::LetGo] {
        ben.set_long_term_goal_state(goal, state).unwrap();
        ben.set_short_term_goal_state(part, state).unwrap();
        assert!(ben.goals().unwrap().goals[0].state == state);
        assert!(ben.goals().unwrap().goals[0].short_term[0].state == state);
    }
    ben.reopen_long_term_goal(goal).unwrap();
    ben.reopen_short_term_goal(part).unwrap();
    let view = ben.goals().unwrap();
    assert!(view.goals[0].state == GoalState::Active && view.goals[0].short_term[0].state == GoalState::Active);
    assert!(ben.reopen_long_term_goal(goal).unwrap().records.is_empty());
}

#[test]
fn a_goal_says_what_comes_next_for_it() {
    let ana = person("ana");
    let next = |ana: &Person| ana.goals().unwrap().goals[0].next;
    let goal = long_of(&ana.save_long_term_goal(&work(), BeginAs::Idea).unwrap());
    assert_eq!(next(&ana), Some(GoalNext::TakeUp), "an idea is begun with");
    ana.set_long_term_goal_state(goal, GoalState::Active).unwrap();
    assert_eq!(next(&ana), Some(GoalNext::FindPart));
    let part = short_of(&ana.save_short_term_goal(&visit(goal), BeginAs::Active).unwrap());
    assert_eq!(next(&ana), Some(GoalNext::FindStep { goal: part }));
    let later = StepId(made(&ana.save_step(&call(part)).unwrap(), "step"));
    assert_eq!(next(&ana), Some(GoalNext::Answer { step: later }));
    let undated = NewStep { by_about: Horizon::Open, ..call(part) };
    ana.save_step(&undated).unwrap();
    let soon = NewStep { by_about: Horizon::About(day("2026-03-03")), ..call(part) };
    let soon = StepId(made(&ana.save_step(&soon).unwrap(), "step"));
    assert_eq!(next(&ana), Some(GoalNext::Answer { step: soon }), "the soonest, as on today");
    assert!(matches!(ana.today().unwrap().now, OneThing::Step(step) if step.id == soon));
    ana.record_step(&answer(soon, StepOutcome::NotYet)).unwrap();
    assert_eq!(next(&ana), Some(GoalNext::Answer { step: soon }), "not yet is no reason to look elsewhere");
    ana.record_step(&answer(soon, StepOutcome::Done)).unwrap();
    assert_eq!(next(&ana), Some(GoalNext::Answer { step: later }));

    // What rests is passed by, with all that belongs to it.
    let second = short_of(&ana.save_short_term_goal(&visit(goal), BeginAs::Active).unwrap());
    ana.set_short_term_goal_state(part, GoalState::Paused).unwrap();
    assert_eq!(next(&ana), Some(GoalNext::FindStep { goal: second }));
    ana.set_short_term_goal_state(second, GoalState::LetGo).unwrap();
    assert_eq!(next(&ana), Some(GoalNext::FindPart));
    ana.set_long_term_goal_state(goal, GoalState::Paused).unwrap();
    assert_eq!(next(&ana), Some(GoalNext::TakeUp));
    for ended in [GoalState::Reached, GoalState::LetGo] {
        ana.set_long_term_goal_state(goal, ended).unwrap();
        assert_eq!(next(&ana), None, "{ended:?} is left in peace");
    }
    assert!(
        ana.goal_sheet(goal).unwrap().goal.next.is_none()
            && ana.goal_form(Some(goal), None).unwrap().goal.unwrap().next.is_none()
    );
}

#[test]
fn a_better_goal_takes_the_place_of_one_and_stays_linked_to_it() {
    let ana = person("ana");
    let (goal, part, _) = with_step(&ana);
    let garden = NewLongTermGoal { title: "work in a garden".into(), ..NewLongTermGoal::default() };
    let new = long_of(&ana.change_long_term_goal(goal, &garden).unwrap());
    let view = ana.goals().unwrap();
    assert!(view.goals[0].id == new && view.goals[0].state == GoalState::Active, "what is worked on stands first");
    assert!(view.goals[1].state == GoalState::Changed && view.goals[1].changed_to == Some(new));
    assert_eq!(view.goals[1].short_term[0].steps.len(), 1, "nothing of the old one is lost");

    let short = short_of(&ana.change_short_term_goal(part, &visit(new)).unwrap());
    assert!(ana.goals().unwrap().goals[1].short_term[0].changed_to == Some(short));
    ana.reopen_long_term_goal(goal).unwrap();
    assert!(ana.goals().unwrap().goals.iter().all(|g| g.state == GoalState::Active && g.changed_to.is_none()));
    ana.refuses("state", Reason::WrongState, |h| h.set_long_term_goal_state(goal, GoalState::Changed));
    ana.refuses("state", Reason::WrongState, |h| h.set_short_term_goal_state(part, GoalState::Changed));
}

#[test]
fn a_step_follows_what_is_said_about_it() {
    let ana = person("ana");
    let (_, _, step) = with_step(&ana);
    ana.record_step(&answer(step, StepOutcome::Partly)).unwrap();
    assert!(step_of(&ana).state == GoalState::Active);
    let done = ana.at("2026-03-04 10:00").record_step(&answer(step, StepOutcome::Done)).unwrap();
    assert!(step_of(&ana).state == GoalState::Reached && done.touches("step"));
    let id = StepResultId(made(&done, "step_result"));
    ana.edit_step_result(id, &answer(step, StepOutcome::NotYet)).unwrap();
    let view = step_of(&ana);
    assert!(view.state == GoalState::Active && view.newest.unwrap().result == StepOutcome::NotYet);
    ana.at("2026-03-05 10:00").record_step(&answer(step, StepOutcome::Changed)).unwrap();
    assert!(step_of(&ana).state == GoalState::Changed);
    ana.reopen_step(step).unwrap();
    assert!(step_of(&ana).state == GoalState::Active);
    ana.set_step_state(step, GoalState::LetGo).unwrap();
    assert!(step_of(&ana).state == GoalState::LetGo);
}

#[test]
fn after_two_not_yets_something_smaller_is_offered_once() {
    let ben = person("ben");
    let (_, part, step) = with_step(&ben);
    let not_yet = |on: &str| drop(ben.at(on).record_step(&answer(step, StepOutcome::NotYet)).unwrap());
    not_yet("2026-03-03 10:00");
    assert!(step_of(&ben).offer.is_none());
    not_yet("2026-03-04 10:00");
    assert_eq!(step_of(&ben).offer, Some(Offer::SmallerOrProblemSolving));
    // A day that moves is no smaller step: the offer stays.
    ben.edit_step(step, &NewStep { by_about: Horizon::Open, ..call(part) }).unwrap();
    assert!(step_of(&ben).offer.is_some());
    not_yet("2026-03-05 10:00");
    assert!(step_of(&ben).offer.is_none(), "offered once");

    let smaller = NewStep { title: "find the number".into(), ..call(part) };
    ben.edit_step(step, &smaller).unwrap();
    not_yet("2026-03-06 10:00");
    assert!(step_of(&ben).offer.is_none(), "the counting starts anew after a change");
    not_yet("2026-03-07 10:00");
    assert!(step_of(&ben).offer.is_some());
    ben.edit_step(step, &NewStep { title: "ask Cara for the number".into(), ..call(part) }).unwrap();
    assert!(step_of(&ben).offer.is_none(), "it was changed since");
}

#[test]
fn a_try_between_two_not_yets_is_a_try_and_a_resting_step_is_left_alone() {
    let ben = person("ben");
    let (_, _, step) = with_step(&ben);
    for (on, result) in [
        ("2026-03-03 10:00", StepOutcome::NotYet),
        ("2026-03-04 10:00", StepOutcome::Partly),
        ("2026-03-05 10:00", StepOutcome::NotYet),
    ] {
        ben.at(on).record_step(&answer(step, result)).unwrap();
    }
    assert!(step_of(&ben).offer.is_none());
    ben.at("2026-03-06 10:00").record_step(&answer(step, StepOutcome::NotYet)).unwrap();
    assert!(step_of(&ben).offer.is_some());
    ben.set_step_state(step, GoalState::Paused).unwrap();
    assert!(step_of(&ben).offer.is_none());
}

#[test]
fn the_history_of_a_goal_is_what_was_said_about_it_newest_first() {
    let ana = person("ana");
    let (goal, part, step) = with_step(&ana);
    let (other, _, other_step) = with_step(&ana);
    let review = |goal| NewGoalReview {
        goal,
        session: None,
        progress: "I called twice".into(),
        rating: Some(4),
        what_next: "go there".into(),
    };
    ana.at("2026-03-03 10:00").record_step(&answer(step, StepOutcome::NotYet)).unwrap();
    let row = ana.at("2026-03-05 10:00").record_goal_review(&review(goal)).unwrap();
    let row = GoalReviewId(made(&row, "goal_review"));
    ana.at("2026-03-04 10:00").record_step(&answer(step, StepOutcome::Partly)).unwrap();
    ana.record_step(&answer(other_step, StepOutcome::Done)).unwrap();
    ana.record_goal_review(&review(other)).unwrap();
    ana.edit_goal_review(row, &NewGoalReview { rating: None, ..review(goal) }).unwrap();

    let events = ana.goal_history(goal).unwrap().events;
    assert_eq!(events.len(), 3);
    assert!(matches!(&events[0], GoalEvent::Review(r) if r.id == row && r.rating.is_none()));
    assert!(matches!(&events[1], GoalEvent::Step { result, .. } if result.result == StepOutcome::Partly));
    assert!(matches!(&events[2], GoalEvent::Step { title, result }
        if title == "call the shelter" && result.day == day("2026-03-03")));
    assert!(ana.goals().unwrap().goals[0].reviews[0].progress == "I called twice");
    ana.finds_nothing(|h| h.goal_history(LongTermGoalId(part.0)));
}

#[test]
fn there_is_no_cap_on_goals() {
    let ana = person("ana");
    let goal = long_of(&ana.save_long_term_goal(&work(), BeginAs::Active).unwrap());
    for _ in 0..12 {
        ana.save_short_term_goal(&visit(goal), BeginAs::Active).unwrap();
        ana.save_long_term_goal(&work(), BeginAs::Active).unwrap();
    }
    let view = ana.goals().unwrap();
    assert!(view.goals.len() == 13 && view.goals[0].short_term.len() == 12);
}

#[test]
fn goals_that_cannot_be_kept_are_refused() {
    let ana = person("ana");
    let (goal, part, step) = with_step(&ana);
    let long_with = |change: fn(&mut NewLongTermGoal)| {
        let mut new = work();
        change(&mut new);
        new
    };
    for (field, reason, new) in [
        ("title", Reason::Empty, long_with(|g| g.title = "  ".into())),
        ("title", Reason::TooLong { limit: 280 }, long_with(|g| g.title = long(281))),
        ("why", Reason::TooLong { limit: 8000 }, long_with(|g| g.why = long(8001))),
        ("how_will_we_know", Reason::TooLong { limit: 8000 }, long_with(|g| g.how_will_we_know = long(8001))),
        ("area", Reason::TooLong { limit: 280 }, long_with(|g| g.area = long(281))),
        ("who_can_help", Reason::TooLong { limit: 8000 }, long_with(|g| g.who_can_help = long(8001))),
        ("started", Reason::ImpossibleDate, long_with(|g| g.started = Some(day("2026-03-03")))),
        ("by_about", Reason::ImpossibleDate, long_with(|g| g.by_about = Horizon::About(day("2026-03-01")))),
        ("by_about", Reason::ImpossibleDate, long_with(|g| g.by_about = Horizon::About(day("2099-01-01")))),
    ] {
        ana.refuses(field, reason, |h| h.save_long_term_goal(&new, BeginAs::Active));
        ana.refuses(field, reason, |h| h.edit_long_term_goal(goal, &new));
        ana.refuses(field, reason, |h| h.change_long_term_goal(goal, &new));
    }
    let nowhere = NewShortTermGoal { goal: LongTermGoalId(NOBODY), ..visit(goal) };
    ana.refuses("goal", Reason::UnknownId, |h| h.save_short_term_goal(&nowhere, BeginAs::Active));
    ana.refuses("goal", Reason::UnknownId, |h| h.edit_short_term_goal(part, &nowhere));
    let wordless = NewShortTermGoal { title: String::new(), ..visit(goal) };
    ana.refuses("title", Reason::Empty, |h| h.change_short_term_goal(part, &wordless));
    let wordy = NewShortTermGoal { obstacles: long(8001), ..visit(goal) };
    ana.refuses("obstacles", Reason::TooLong { limit: 8000 }, |h| h.save_short_term_goal(&wordy, BeginAs::Idea));
    ana.refuses("goal", Reason::UnknownId, |h| h.change_long_term_goal(LongTermGoalId(NOBODY), &work()));
    ana.refuses("goal", Reason::UnknownId, |h| h.change_short_term_goal(ShortTermGoalId(NOBODY), &visit(goal)));
    ana.finds_nothing(|h| h.edit_long_term_goal(LongTermGoalId(NOBODY), &work()));
    ana.finds_nothing(|h| h.edit_short_term_goal(ShortTermGoalId(NOBODY), &visit(goal)));
    ana.finds_nothing(|h| h.reopen_long_term_goal(LongTermGoalId(NOBODY)));
    ana.finds_nothing(|h| h.edit_step(StepId(NOBODY), &call(part)));
    ana.finds_nothing(|h| h.reopen_step(StepId(NOBODY)));

    let step_with = |change: fn(&mut NewStep)| {
        let mut new = call(part);
        change(&mut new);
        new
    };
    for (field, reason, new) in [
        ("goal", Reason::UnknownId, step_with(|s| s.goal = ShortTermGoalId(NOBODY))),
        ("title", Reason::Empty, step_with(|s| s.title = String::new())),
        ("who", Reason::TooLong { limit: 280 }, step_with(|s| s.who = long(281))),
        ("when_words", Reason::TooLong { limit: 280 }, step_with(|s| s.when_words = long(281))),
        ("where_words", Reason::TooLong { limit: 280 }, step_with(|s| s.where_words = long(281))),
        ("how", Reason::TooLong { limit: 8000 }, step_with(|s| s.how = long(8001))),
        ("by_about", Reason::ImpossibleDate, step_with(|s| s.by_about = Horizon::About(day("1999-01-01")))),
        ("reminder_time", Reason::Empty, step_with(|s| s.reminder_day = Some(day("2026-03-03")))),
        ("reminder_day", Reason::Empty, step_with(|s| s.reminder_time = Some(time("09:00")))),
        (
            "reminder_day",
            Reason::ImpossibleDate,
            step_with(|s| {
                s.reminder_day = Some(day("2050-03-03"));
                s.reminder_time = Some(time("09:00"));
            }),
        ),
    ] {
        ana.refuses(field, reason, |h| h.save_step(&new));
        ana.refuses(field, reason, |h| h.edit_step(step, &new));
    }

    ana.refuses("step", Reason::UnknownId, |h| h.record_step(&answer(StepId(NOBODY), StepOutcome::Done)));
    let wordy = NewStepResult { next_step: long(8001), ..answer(step, StepOutcome::Done) };
    ana.refuses("next_step", Reason::TooLong { limit: 8000 }, |h| h.record_step(&wordy));
    ana.finds_nothing(|h| h.edit_step_result(StepResultId(NOBODY), &answer(step, StepOutcome::Done)));

    let review = NewGoalReview { goal, session: None, progress: "well".into(), rating: None, what_next: String::new() };
    let with = |change: fn(&mut NewGoalReview)| {
        let mut new = review.clone();
        change(&mut new);
        new
    };
    for (field, reason, new) in [
        ("goal", Reason::UnknownId, with(|r| r.goal = LongTermGoalId(NOBODY))),
        ("session", Reason::UnknownId, with(|r| r.session = Some(SessionId(NOBODY)))),
        ("progress", Reason::Empty, with(|r| r.progress = " ".into())),
        ("rating", Reason::OutOfRange { min: 0, max: 10 }, with(|r| r.rating = Some(11))),
        ("rating", Reason::OutOfRange { min: 0, max: 10 }, with(|r| r.rating = Some(-1))),
        ("what_next", Reason::TooLong { limit: 8000 }, with(|r| r.what_next = long(8001))),
    ] {
        ana.refuses(field, reason, |h| h.record_goal_review(&new));
    }
    ana.finds_nothing(|h| h.edit_goal_review(GoalReviewId(NOBODY), &review));
}
