//! Taking away, putting back and removing for good, for the sheets of recovery, life areas,
//! problem solving and homework that was talked over.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "support/pages.rs"]
mod pages;

use common::{Person, made, person};
use handrail_core::Reason;
use handrail_core::homework::{HomeworkId, HomeworkReviewId, HowOften, NewHomework, NewHomeworkReview, Origin};
use handrail_core::ids::Id;
use handrail_core::life_areas::{Area, LifeAreaId, LifeAreaRatingId, NewLifeAreaRating};
use handrail_core::problem_solving::{
    NewProblem, NewProblemIdea, NewProblemReview, ProblemId, ProblemIdeaId, ProblemNext, ProblemPlan, ProblemReviewId,
};
use handrail_core::recovery::{NewRecoveryMeaning, RecoveryMeaningId};

/// Words that stand in every record below, and nowhere else.
const SECRET: &str = "what happened at the station";

fn secret(n: usize) -> String {
    format!("{SECRET}, {n}")
}

fn meaning(n: usize) -> NewRecoveryMeaning {
    NewRecoveryMeaning { meaning: secret(n), what_helps: secret(n), who_inspires_me: secret(n) }
}

fn rating(area: LifeAreaId, n: usize) -> NewLifeAreaRating {
    NewLifeAreaRating { area: Area::Own(area), rating: Some(1), wish_to_change: None, note: secret(n) }
}

fn problem(n: usize) -> NewProblem {
    NewProblem { problem: secret(n), step: None, homework: None }
}

fn plan(n: usize) -> ProblemPlan {
    ProblemPlan {
        what: secret(n),
        who: secret(n),
        when_words: secret(n),
        what_is_needed: secret(n),
        in_the_way: secret(n),
        my_answer: secret(n),
        review_on: None,
    }
}

fn idea(n: usize) -> NewProblemIdea {
    NewProblemIdea { idea: secret(n), good_sides: secret(n), bad_sides: secret(n) }
}

fn back(problem: ProblemId, n: usize) -> NewProblemReview {
    NewProblemReview { problem, what_worked: secret(n), next: ProblemNext::Keep, note: secret(n) }
}

fn talk(homework: HomeworkId, n: usize) -> NewHomeworkReview {
    NewHomeworkReview { homework, session: None, with_whom: secret(n), note: secret(n) }
}

fn walk() -> NewHomework {
    NewHomework {
        title: SECRET.into(),
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
        how_often: HowOften::Once,
        first_day: None,
        by_about: None,
        reminder_time: None,
        module_id: String::new(),
        option_id: String::new(),
    }
}

/// One of each, said differently an hour later, and once more. What hangs on another stands before it.
fn one_of_each(p: &Person) -> Vec<(&'static str, Id)> {
    let of = |changes: handrail_core::Result<handrail_core::Changes>, concept| made(&changes.unwrap(), concept);
    let version = RecoveryMeaningId(of(p.save_recovery_meaning(&meaning(1)), "recovery_meaning"));
    let area = LifeAreaId(of(p.add_life_area(&secret(1)), "life_area"));
    let rated = LifeAreaRatingId(of(p.rate_life_areas(None, &[rating(area, 1)]), "life_area_rating"));
    let sheet = ProblemId(of(p.start_problem(&problem(1)), "problem"));
    let thought = ProblemIdeaId(of(p.add_problem_idea(sheet, &idea(1)), "problem_idea"));
    let looked = ProblemReviewId(of(p.record_problem_review(&back(sheet, 1)), "problem_review"));
    let walk = HomeworkId(of(p.save_homework(&walk()), "homework"));
    let talked = HomeworkReviewId(of(p.record_homework_review(&talk(walk, 1)), "homework_review"));
    for n in 2..4 {
        p.at(&format!("2026-03-02 1{n}:00"));
        p.edit_recovery_meaning(version, &meaning(n)).unwrap();
        p.rename_life_area(area, &secret(n)).unwrap();
        p.edit_life_area_rating(rated, &rating(area, n)).unwrap();
        p.edit_problem(sheet, &problem(n)).unwrap();
        p.set_problem_choice(sheet, &secret(n)).unwrap();
        p.plan_problem(sheet, &plan(n)).unwrap();
        p.edit_problem_idea(thought, &idea(n)).unwrap();
        p.edit_problem_review(looked, &back(sheet, n)).unwrap();
        p.edit_homework_review(talked, &talk(walk, n)).unwrap();
    }
    vec![
        ("recovery_meaning", version.0),
        ("life_area_rating", rated.0),
        ("life_area", area.0),
        ("problem_idea", thought.0),
        ("problem_review", looked.0),
        ("problem", sheet.0),
        ("homework_review", talked.0),
        ("homework", walk.0),
    ]
}

#[test]
fn each_comes_back_as_it_was_and_not_without_what_it_hangs_on() {
    let ana = person("ana");
    let all = one_of_each(&ana);
    let of = |name: &str| all.iter().find(|(concept, _)| *concept == name).unwrap().1;
    for held in ["life_area", "problem", "homework"] {
        ana.refuses("id", Reason::WrongState, |h| h.remove(held, of(held)));
        ana.refuses("id", Reason::WrongState, |h| h.remove_for_good(held, of(held)));
    }
    let before: Vec<_> = all.iter().map(|(concept, id)| ana.row(concept, *id).unwrap()).collect();
    for (concept, id) in &all {
        ana.remove(concept, *id).unwrap();
        ana.finds_nothing(|h| h.remove(concept, *id));
    }
    for part in ["life_area_rating", "problem_idea", "problem_review", "homework_review"] {
        ana.refuses("id", Reason::WrongState, |h| h.put_back(part, of(part)));
    }
    for ((concept, id), row) in all.iter().zip(&before).rev() {
        ana.put_back(concept, *id).unwrap();
        assert_eq!(ana.row(concept, *id).as_ref(), Some(row), "{concept}");
    }
}

#[test]
fn what_is_removed_for_good_is_in_no_table_and_on_no_page() {
    let ana = person("ana");
    ana.add_talk_about("the weather").unwrap();
    let all = one_of_each(&ana);
    let held = ana.tables_with(SECRET);
    for (concept, _) in &all {
        assert!(held.iter().any(|table| table == concept), "the search finds it in {concept}");
    }
    ana.remove("recovery_meaning", all[0].1).unwrap();
    for (concept, id) in &all {
        ana.remove_for_good(concept, *id).unwrap();
        ana.finds_nothing(|h| h.put_back(concept, *id));
    }
    assert_eq!(ana.tables_with(SECRET), Vec::<String>::new());
    ana.close().unwrap();
    let pages = pages::decrypted_pages(&ana.folder, &[7; 32]);
    let with = |words: &str| pages.iter().any(|page| page.windows(words.len()).any(|w| w == words.as_bytes()));
    assert!(!with(SECRET) && with("the weather"));
}
