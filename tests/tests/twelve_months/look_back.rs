//! What every sheet shows, months later.

use handrail_core::needs::NeedState;
use handrail_core::plan::PlanPart;
use handrail_core::problem_solving::ProblemState;
use handrail_core::programme::pack::Worksheet;

use super::mark;
use crate::Mara;

impl Mara {
    /// What a sheet shows, months later.
    pub(crate) fn look_back(&self, sheet: Worksheet) {
        let words = mark(sheet);
        match sheet {
            Worksheet::LifeAreas => {
                let areas = self.h.life_areas().unwrap();
                let first = areas.areas[0].area.clone();
                let history = self.h.life_area_history(&first, None).unwrap().ratings;
                let oldest = history.last().unwrap();
                assert!(oldest.note == words && oldest.goal.is_some());
                assert!(areas.areas.iter().any(|a| a.name.text == "my allotment"));
                assert!(self.h.life_area_sittings(None).unwrap().last().unwrap().ratings.len() > 13);
            }
            Worksheet::RecoveryMeaning => {
                let view = self.h.recovery().unwrap();
                assert!(view.newest.into_iter().chain(view.earlier).any(|v| v.meaning == words));
            }
            Worksheet::Goal => {
                let goals = self.h.goals().unwrap().goals;
                let goal = goals.iter().find(|g| g.title == words).expect("the goal");
                let sheet = self.h.goal_sheet(goal.id).unwrap();
                assert!(
                    sheet.more.scribe == "Sam" && !sheet.rows.is_empty() && !sheet.short_term[0].modules.is_empty()
                );
                assert!(self.h.goal_story(goal.id, 0).unwrap().events.len() > 5);
            }
            Worksheet::ProblemSolving => {
                let past = self.h.problem_solving().unwrap().past;
                let problem = past.iter().find(|p| p.problem == words).expect("the problem");
                assert!(
                    problem.state == ProblemState::Solved && problem.ideas.len() == 3 && problem.reviews.len() == 2
                );
            }
            Worksheet::Plan => {
                let plan = self.h.plan().unwrap();
                assert!(plan.parts.iter().all(|part| !part.lines.is_empty()), "every part");
                let happened = &plan.parts.iter().find(|p| p.part == PlanPart::WhatHappened).unwrap().lines[0];
                assert_eq!(happened.what_came_first, words);
                let keeping = self.h.plan_keeping().unwrap();
                assert!(keeping.copies.len() == 1 && keeping.rehearsed_on.is_some());
            }
            Worksheet::SafetyPlan => {
                let view = self.h.safety_plan().unwrap();
                assert!(view.opened && view.parts.iter().all(|part| part.lines.len() == 1));
                assert!(view.parts.iter().flat_map(|p| &p.lines).any(|line| line.wording == words));
            }
            Worksheet::Medication => {
                let view = self.h.medication().unwrap();
                assert!(view.active[0].name == words && view.notes.len() == 4 && view.recent.len() == 3);
                let visit = self.h.medication_for_a_visit().unwrap();
                assert!(visit.questions.len() == 1 && visit.side_effects.len() == 1);
            }
            Worksheet::SubstanceUse => {
                let view = self.h.substance_use().unwrap();
                assert!(view.parts.iter().all(|part| part.lines.len() == 1) && view.recent.len() == 1);
                assert!(view.parts.iter().flat_map(|p| &p.lines).any(|line| line.wording == words));
            }
            Worksheet::Stress => {
                let view = self.h.stress().unwrap();
                assert!(view.parts.iter().all(|part| !part.lines.is_empty()));
                assert!(view.parts.iter().flat_map(|p| &p.lines).any(|line| line.wording == words));
            }
            Worksheet::People => {
                let view = self.h.people().unwrap();
                assert!(view.people[0].name == words && view.practising.len() == 1);
                let tries = self.h.contact_tries(view.practising[0].id).unwrap();
                assert!(tries.len() == 2 && tries.iter().all(|t| t.how_it_went == "she stayed"));
                // The permission has run out since, and is still told.
                let permissions = self.h.permissions(self.today()).unwrap();
                assert_eq!(permissions.in_force.len() + permissions.others.len(), 1);
            }
            Worksheet::Needs => {
                let view = self.h.needs().unwrap();
                let settled = view.states.iter().find(|s| s.state == NeedState::Settled).unwrap();
                assert!(settled.needs[0].wording == words && settled.needs[0].appointment.is_some());
            }
            Worksheet::Lifestyle => {
                let view = self.h.lifestyle().unwrap();
                assert!(view.recent.iter().any(|entry| entry.wording == words) && view.changes.len() == 1);
            }
            Worksheet::Coping => {
                let view = self.h.coping().unwrap();
                let strategy = view.strategies.iter().find(|s| s.name == words).expect("the strategy");
                assert_eq!((strategy.answered, strategy.helped), (12, 9), "plain counts");
                assert!(view.strategies.len() == 2 && self.h.coping_waits(None).unwrap().len() == 1);
            }
            Worksheet::Signs => {
                let view = self.h.signs().unwrap();
                assert!(view.signs[0].wording == words && view.rules.len() == 1);
                assert_eq!(self.h.signs_over_months().unwrap().good_times.len(), 1);
            }
            Worksheet::ProgressCheck => {
                let view = self.h.progress().unwrap();
                assert!(view.checks.len() == 2 && view.checks.iter().all(|check| check.note == words));
                assert_eq!(view.items.first().unwrap().points.len(), 2);
                assert_eq!(view.items.last().unwrap().points.len(), 1, "left out once");
            }
        }
    }
}
