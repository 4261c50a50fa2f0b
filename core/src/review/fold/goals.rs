//! Goals, down to single steps.

use super::{more, some};
use crate::goals::GoalState;
use crate::review::packet::{Goal, GoalReview, ShortTermGoal, Step, StepResult};
use crate::review::rows::{GoalRow, Rows};

pub(in crate::review) fn goals(rows: &Rows, within: impl Fn(i64) -> bool + Copy) -> Vec<Goal> {
    rows.goals
        .iter()
        .filter_map(|row| {
            let short_term: Vec<ShortTermGoal> = rows
                .short_term
                .iter()
                .filter(|s| s.parent == Some(row.id))
                .filter_map(|s| short_term_goal(rows, s, within))
                .collect();
            let reviews: Vec<GoalReview> = rows
                .goal_reviews
                .iter()
                .filter(|r| r.goal == row.id && within(r.made_ms))
                .map(|r| GoalReview {
                    day: r.day,
                    progress: r.progress.clone(),
                    what_next: some(&r.what_next),
                    more: more(rows, r.id, false),
                })
                .collect();
            let shown = is_shown(row, within) || !short_term.is_empty() || !reviews.is_empty();
            shown.then(|| Goal {
                id: row.id,
                title: row.title.clone(),
                state: row.state,
                why: some(&row.why),
                how_will_we_know: some(&row.how_will_we_know),
                by_about: row.by_about,
                more: more(rows, row.id, false),
                short_term,
                reviews,
            })
        })
        .collect()
}

fn short_term_goal(rows: &Rows, row: &GoalRow, within: impl Fn(i64) -> bool + Copy) -> Option<ShortTermGoal> {
    let steps: Vec<Step> =
        rows.steps.iter().filter(|s| s.parent == Some(row.id)).filter_map(|s| step(rows, s, within)).collect();
    (is_shown(row, within) || !steps.is_empty()).then(|| ShortTermGoal {
        id: row.id,
        title: row.title.clone(),
        state: row.state,
        how_will_we_know: some(&row.how_will_we_know),
        by_about: row.by_about,
        more: more(rows, row.id, false),
        steps,
    })
}

fn step(rows: &Rows, row: &GoalRow, within: impl Fn(i64) -> bool + Copy) -> Option<Step> {
    let results: Vec<StepResult> = rows
        .step_results
        .iter()
        .filter(|r| r.step == row.id && within(r.made_ms))
        .map(|r| StepResult {
            id: r.id,
            day: r.day,
            result: r.result,
            what_helped: some(&r.what_helped),
            got_in_the_way: some(&r.got_in_the_way),
            next_step: some(&r.next_step),
        })
        .collect();
    (is_shown(row, within) || !results.is_empty()).then(|| Step {
        id: row.id,
        title: row.title.clone(),
        state: row.state,
        by_about: row.by_about,
        more: more(rows, row.id, false),
        results,
    })
}

/// What is being worked on is shown; what was reached, changed or let go only if that happened in the period.
fn is_shown(row: &GoalRow, within: impl Fn(i64) -> bool) -> bool {
    match row.state {
        GoalState::Idea | GoalState::Active | GoalState::Paused => true,
        GoalState::Reached | GoalState::Changed | GoalState::LetGo => within(row.state_ms),
    }
}
