//! Taking away, putting back, removing for good: for everything a person can take away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "support/pages.rs"]
mod pages;

use common::{NOBODY, Person, day, made, person};
use handrail_core::coping::{CopingStrategyId, NewCopingEntry, NewCopingStrategy};
use handrail_core::goals::{
    BeginAs, Horizon, LongTermGoalId, NewGoalReview, NewLongTermGoal, NewShortTermGoal, NewStep, NewStepResult,
    ShortTermGoalId, StepId, StepOutcome, StepResultId,
};
use handrail_core::homework::{
    HomeworkId, HomeworkOutcome, HomeworkResultId, HowOften, NewHomework, NewHomeworkResult, Origin,
};
use handrail_core::ids::Id;
use handrail_core::plan::{NewPlanLine, PlanLineId, PlanPart};
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::signs::{
    CheckInId, NewCheckIn, NewOwnRule, NewWarningSign, OwnRuleId, RuleCondition, WarningSignId,
};
use handrail_core::talk_about::TalkAboutId;
use handrail_core::{Reason, What};

/// Words that stand in every record below, and nowhere else.
const SECRET: &str = "what happened at the station";

fn secret(n: usize) -> String {
    format!("{SECRET}, {n}")
}

fn long_term(n: usize) -> NewLongTermGoal {
    NewLongTermGoal { title: secret(n), why: secret(n), ..NewLongTermGoal::default() }
}

fn short_term(goal: LongTermGoalId, n: usize) -> NewShortTermGoal {
    NewShortTermGoal {
        goal,
        title: secret(n),
        how_will_we_know: secret(n),
        strengths: secret(n),
        obstacles: secret(n),
        who_can_help: secret(n),
        started: None,
        by_about: Horizon::Suggested,
    }
}

fn step(goal: ShortTermGoalId, n: usize) -> NewStep {
    NewStep {
        goal,
        title: secret(n),
        who: secret(n),
        when_words: secret(n),
        where_words: secret(n),
        how: secret(n),
        how_will_we_know: secret(n),
        by_about: Horizon::Open,
        reminder_day: None,
        reminder_time: None,
    }
}

fn step_result(step: StepId, n: usize) -> NewStepResult {
    NewStepResult {
        step,
        result: StepOutcome::Partly,
        what_helped: secret(n),
        got_in_the_way: secret(n),
        next_step: secret(n),
    }
}

fn homework(n: usize) -> NewHomework {
    NewHomework {
        title: secret(n),
        module: secret(n),
        why: secret(n),
        goal: None,
        what_exactly: secret(n),
        where_words: secret(n),
        with_whom: secret(n),
        worksheet: secret(n),
        origin: Origin::SelfChosen,
        confidence: Some(7),
        smaller_version: secret(n),
        how_often: HowOften::Daily,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    }
}

fn homework_result(homework: HomeworkId, n: usize) -> NewHomeworkResult {
    NewHomeworkResult {
        homework,
        occurrence: day("2026-03-02"),
        result: HomeworkOutcome::Partly,
        smaller: false,
        obstacle: None,
        note: secret(n),
        helpfulness: None,
    }
}

fn meeting(n: usize) -> NewSession {
    NewSession {
        day: day("2026-03-09"),
        time: None,
        kind: SessionKind::Group,
        place: secret(n),
        module: secret(n),
        agenda: secret(n),
    }
}

fn sign(n: usize) -> NewWarningSign {
    NewWarningSign {
        wording: secret(n),
        who_may_notice: secret(n),
        scale: 3,
        key_sign: false,
        emergency: false,
        ..NewWarningSign::default()
    }
}

fn rule(sign: WarningSignId, n: usize) -> NewOwnRule {
    NewOwnRule { sign, condition: RuleCondition::There, level: 1, count: 1, out_of: 1, action: secret(n) }
}

fn coping_entry(strategy: CopingStrategyId, n: usize) -> NewCopingEntry {
    NewCopingEntry {
        strategy,
        situation: secret(n),
        helped: None,
        before: None,
        after: None,
        note: secret(n),
        ..NewCopingEntry::of(strategy)
    }
}

fn plan_line(n: usize) -> NewPlanLine {
    NewPlanLine::new(PlanPart::Wishes, 0, secret(n))
}

/// One of everything, each written, said differently an hour later, and once more. What hangs on
/// another stands before it.
fn one_of_everything(p: &Person) -> Vec<(&'static str, Id)> {
    let made = |changes: Result<handrail_core::Changes, _>, concept| made(&changes.unwrap(), concept);
    let goal = LongTermGoalId(made(p.save_long_term_goal(&long_term(1), BeginAs::Active), "long_term_goal"));
    let part = ShortTermGoalId(made(p.save_short_term_goal(&short_term(goal, 1), BeginAs::Active), "short_term_goal"));
    let to_do = StepId(made(p.save_step(&step(part, 1)), "step"));
    let done = StepResultId(made(p.record_step(&step_result(to_do, 1)), "step_result"));
    let review = |n| NewGoalReview { goal, session: None, progress: secret(n), rating: None, what_next: secret(n) };
    let reviewed = made(p.record_goal_review(&review(1)), "goal_review");
    let walk = HomeworkId(made(p.save_homework(&homework(1)), "homework"));
    let walked = HomeworkResultId(made(p.record_homework(&homework_result(walk, 1)), "homework_result"));
    let met = SessionId(made(p.plan_session(&meeting(1)), "session"));
    let strategy =
        |n| NewCopingStrategy { name: secret(n), how: secret(n), trouble: secret(n), ..NewCopingStrategy::default() };
    let music = CopingStrategyId(made(p.save_coping_strategy(&strategy(1)), "coping_strategy"));
    let tried = handrail_core::coping::CopingEntryId(made(p.record_coping(&coping_entry(music, 1)), "coping_entry"));
    let awake = WarningSignId(made(p.save_warning_sign(&sign(1)), "warning_sign"));
    let if_awake = OwnRuleId(made(p.save_own_rule(&rule(awake, 1)), "own_rule"));
    let check_in = |n| NewCheckIn { ratings: vec![(awake, 0)], note: secret(n) };
    let checked = CheckInId(made(p.record_check_in(&check_in(1)), "check_in"));
    let wish = PlanLineId(made(p.add_plan_line(&plan_line(1)), "plan_line"));
    let talk = TalkAboutId(made(p.add_talk_about(&secret(1)), "talk_about"));
    for n in 2..4 {
        p.at(&format!("2026-03-02 1{n}:00"));
        p.edit_long_term_goal(goal, &long_term(n)).unwrap();
        p.edit_short_term_goal(part, &short_term(goal, n)).unwrap();
        p.edit_step(to_do, &step(part, n)).unwrap();
        p.edit_step_result(done, &step_result(to_do, n)).unwrap();
        p.edit_goal_review(handrail_core::goals::GoalReviewId(reviewed), &review(n)).unwrap();
        p.edit_homework(walk, &homework(n)).unwrap();
        p.edit_homework_result(walked, &homework_result(walk, n)).unwrap();
        p.edit_session(met, &meeting(n)).unwrap();
        p.note_session(met, &secret(n)).unwrap();
        p.edit_coping_strategy(music, &strategy(n)).unwrap();
        p.edit_coping(tried, &coping_entry(music, n)).unwrap();
        p.edit_warning_sign(awake, &sign(n)).unwrap();
        p.edit_own_rule(if_awake, &rule(awake, n)).unwrap();
        p.edit_check_in(checked, &check_in(n)).unwrap();
        p.edit_plan_line(wish, &plan_line(n)).unwrap();
        p.edit_talk_about(talk, &secret(n)).unwrap();
    }
    vec![
        ("step_result", done.0),
        ("step", to_do.0),
        ("short_term_goal", part.0),
        ("goal_review", reviewed),
        ("long_term_goal", goal.0),
        ("homework_result", walked.0),
        ("homework", walk.0),
        ("session", met.0),
        ("coping_entry", tried.0),
        ("coping_strategy", music.0),
        ("own_rule", if_awake.0),
        ("warning_sign", awake.0),
        ("check_in", checked.0),
        ("plan_line", wish.0),
        ("talk_about", talk.0),
    ]
}

fn pages_with(p: &Person, words: &str) -> usize {
    let pages = pages::decrypted_pages(&p.folder, &[7; 32]);
    pages.iter().filter(|page| page.windows(words.len()).any(|w| w == words.as_bytes())).count()
}

#[test]
fn everything_that_is_taken_away_comes_back_as_it_was() {
    let ana = person("ana");
    let all = one_of_everything(&ana);
    let before: Vec<_> = all.iter().map(|(concept, id)| ana.row(concept, *id).unwrap()).collect();
    for (concept, id) in &all {
        let changes = ana.remove(concept, *id).unwrap();
        assert_eq!((changes.records[0].concept, changes.records[0].what), (*concept, What::Removed));
        assert!(ana.row(concept, *id).is_none());
        ana.finds_nothing(|h| h.remove(concept, *id));
    }
    assert!(ana.goals().unwrap().goals.is_empty() && ana.homework().unwrap().due.is_empty());
    assert!(ana.sessions().unwrap().next.is_none() && ana.coping().unwrap().recent.is_empty());
    assert!(ana.signs().unwrap().signs.is_empty() && ana.talk_about().unwrap().open.is_empty());
    // The last one taken away is the first one back: what something hangs on is there before it.
    for ((concept, id), row) in all.iter().zip(&before).rev() {
        ana.put_back(concept, *id).unwrap();
        assert_eq!(ana.row(concept, *id).as_ref(), Some(row), "{concept}");
        ana.finds_nothing(|h| h.put_back(concept, *id));
    }
}

#[test]
fn an_answer_does_not_come_back_without_what_it_answers() {
    let ben = person("ben");
    let all = one_of_everything(&ben);
    let of = |name: &str| all.iter().find(|(concept, _)| *concept == name).unwrap().1;
    for (answer, asked) in [
        ("homework_result", "homework"),
        ("step_result", "step"),
        ("coping_entry", "coping_strategy"),
        ("own_rule", "warning_sign"),
    ] {
        ben.remove(answer, of(answer)).unwrap();
        ben.remove(asked, of(asked)).unwrap();
        ben.refuses("id", Reason::WrongState, |h| h.put_back(answer, of(answer)));
        ben.put_back(asked, of(asked)).unwrap();
        ben.put_back(answer, of(answer)).unwrap();
    }
}

#[test]
fn what_others_hang_on_stays_until_they_are_gone() {
    let ana = person("ana");
    let all = one_of_everything(&ana);
    for (concept, id) in &all {
        let held = matches!(
            *concept,
            "step" | "short_term_goal" | "long_term_goal" | "homework" | "coping_strategy" | "warning_sign"
        );
        if held {
            ana.refuses("id", Reason::WrongState, |h| h.remove(concept, *id));
            ana.refuses("id", Reason::WrongState, |h| h.remove_for_good(concept, *id));
        }
    }
    for concept in ["setting", "proposal", "op", "homework; DROP TABLE op", ""] {
        ana.refuses("concept", Reason::UnknownChoice, |h| h.remove(concept, NOBODY));
        ana.refuses("concept", Reason::UnknownChoice, |h| h.put_back(concept, NOBODY));
        ana.refuses("concept", Reason::UnknownChoice, |h| h.remove_for_good(concept, NOBODY));
    }
    for (concept, _) in &all {
        ana.finds_nothing(|h| h.remove(concept, NOBODY));
        ana.finds_nothing(|h| h.put_back(concept, NOBODY));
        ana.finds_nothing(|h| h.remove_for_good(concept, NOBODY));
    }
}

#[test]
fn what_is_removed_for_good_is_in_no_table_and_on_no_page() {
    let ana = person("ana");
    ana.add_talk_about("the weather").unwrap();
    let all = one_of_everything(&ana);
    // Some were only taken away before, and one came back.
    ana.remove("plan_line", all[13].1).unwrap();
    ana.remove("talk_about", all[14].1).unwrap();
    ana.put_back("talk_about", all[14].1).unwrap();
    let held = ana.tables_with(SECRET);
    assert!(held.contains(&"op".to_owned()) && held.contains(&"revision".to_owned()), "the search finds it: {held:?}");
    assert!(held.contains(&"homework".to_owned()) && pages_with(&ana, SECRET) > 10);

    for (concept, id) in &all {
        let changes = ana.remove_for_good(concept, *id).unwrap();
        assert_eq!(changes.records[0].what, What::RemovedForGood, "{concept}");
        ana.finds_nothing(|h| h.put_back(concept, *id));
        ana.finds_nothing(|h| h.remove_for_good(concept, *id));
    }
    assert_eq!(ana.tables_with(SECRET), Vec::<String>::new());
    assert_eq!(pages_with(&ana, SECRET), 0);
    assert_eq!(ana.tables_with("the weather"), ["op", "talk_about"], "the rest is there");
    ana.close().unwrap();
    assert_eq!(pages_with(&ana, SECRET), 0);
    assert!(pages_with(&ana, "the weather") > 0);
}
