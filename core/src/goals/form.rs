//! The goal form: what a goal says now, and what may help to say it. The help is offered beside the words, a little at
//! a time, and never asked for.

use rusqlite::Connection;

use super::sheet::more_of;
use super::views::{LongTermGoalView, goals_of};
use super::{GoalMore, LongTermGoalId};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::life_areas::{LifeAreaRatingId, area_of, name_of};
use crate::programme::pack::Text;
use crate::programme::{NamedItem, content};
use crate::store::kinds::LONG_TERM_GOAL;

/// How many examples are shown at a time. Three can be read in one look; a long list is a task of its own.
pub const EXAMPLES_AT_A_TIME: usize = 3;

/// What the form for a long-term goal shows.
#[derive(Clone, PartialEq, Eq)]
pub struct GoalForm {
    /// The goal as it is; none for a new one.
    pub goal: Option<LongTermGoalView>,
    /// The name of the area of life it comes of or belongs to, if any.
    pub area: Option<Text>,
    /// The pack's questions that lead from an area to a goal; only for a new goal that comes of one.
    pub prompts: Vec<NamedItem>,
    /// The pack's examples of goals, [`EXAMPLES_AT_A_TIME`] at a time, each few from different parts of life; only for a
    /// new goal.
    pub examples: Vec<Vec<NamedItem>>,
    /// The pack's questions that help to say a goal clearly.
    pub questions: Vec<NamedItem>,
}

impl Handrail {
    /// The form for a long-term goal: for a new one, or the one that is said differently (`goal`). `rating` is what was
    /// said of the area of life that a new one comes of; beside a goal it is not looked at.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the goal or the rating.
    pub fn goal_form(&self, goal: Option<LongTermGoalId>, rating: Option<LifeAreaRatingId>) -> Result<GoalForm> {
        self.read(|c| form(c, goal, rating))
    }
}

fn form(c: &Connection, goal: Option<LongTermGoalId>, rating: Option<LifeAreaRatingId>) -> Result<GoalForm> {
    let content = content(c)?;
    let pack = &content.pack;
    let questions = content.named("smart", &pack.smart);
    if let Some(id) = goal {
        let gone = || Error::NotFound(LONG_TERM_GOAL.name);
        let goal = goals_of(c)?.goals.into_iter().find(|g| g.id == id).ok_or_else(gone)?;
        let (GoalMore { life_area, .. }, _) = more_of(c, id)?.ok_or_else(gone)?;
        let area = life_area.map(|area| name_of(c, &content, &area)).transpose()?;
        return Ok(GoalForm { goal: Some(goal), area, prompts: Vec::new(), examples: Vec::new(), questions });
    }
    let area = rating.map(|rating| name_of(c, &content, &area_of(c, rating)?)).transpose()?;
    let prompts = match area {
        Some(_) => content.named("area_prompt", &pack.life_areas.prompts),
        None => Vec::new(),
    };
    let examples = dealt(content.named("goal_example", &pack.goal_examples));
    Ok(GoalForm { goal: None, area, prompts, examples, questions })
}

/// Deals a list out as cards are dealt. Packs list what is alike side by side, so that this way a few at a time are of
/// different kinds.
fn dealt(items: Vec<NamedItem>) -> Vec<Vec<NamedItem>> {
    let hands = items.len().div_ceil(EXAMPLES_AT_A_TIME);
    let mut dealt = vec![Vec::with_capacity(EXAMPLES_AT_A_TIME); hands];
    for (hand, item) in (0..hands).cycle().zip(items) {
        if let Some(few) = dealt.get_mut(hand) {
            few.push(item);
        }
    }
    dealt
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_few_at_a_time_none_twice_none_left_out_whatever_a_pack_lists() {
        for many in 0..50 {
            let named = |n: usize| NamedItem { id: n.to_string(), name: Text::default() };
            let hands = dealt((0..many).map(named).collect());
            assert!(hands.iter().all(|few| !few.is_empty() && few.len() <= EXAMPLES_AT_A_TIME), "{many}");
            let mut ids: Vec<usize> = hands.iter().flatten().map(|item| item.id.parse().unwrap()).collect();
            if many > EXAMPLES_AT_A_TIME {
                assert!(ids[1] > ids[0] + 1, "what stands side by side in the pack is not shown side by side: {ids:?}");
            }
            ids.sort_unstable();
            assert_eq!(ids, (0..many).collect::<Vec<_>>());
        }
    }
}
