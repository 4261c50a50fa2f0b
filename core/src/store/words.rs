//! Which records this version can read. A newer version may use a word that is not known here in a place where it
//! decides; a screen would fail over it for ever. Such a record stands aside, whole, until the app is updated. What is not
//! listed is read with a safe default where it is shown (`tests/tests/merged_screens.rs` tries every field of every kind).

use serde_json::Value as Json;

use super::kinds::Kind;
use crate::ledger::Body;

type Reads = fn(&str) -> bool;

/// Fields that decide something, with what reads them.
static DECIDING: &[(&str, &str, Reads)] = &[
    ("coping_strategy", "state", |w| crate::coping::StrategyState::parse("word", w).is_ok()),
    ("coping_entry", "helped", |w| crate::coping::Helped::parse("word", w).is_ok()),
    ("talk_about", "state", |w| crate::talk_about::TalkAboutState::parse("word", w).is_ok()),
    ("homework", "state", |w| crate::homework::HomeworkState::parse("word", w).is_ok()),
    ("homework", "origin", |w| crate::homework::Origin::parse("word", w).is_ok()),
    ("homework", "how_often", |w| crate::homework::HowOften::parse("word", w).is_ok()),
    ("homework_result", "result", |w| crate::homework::HomeworkOutcome::parse("word", w).is_ok()),
    ("long_term_goal", "state", |w| crate::goals::GoalState::parse("word", w).is_ok()),
    ("short_term_goal", "state", |w| crate::goals::GoalState::parse("word", w).is_ok()),
    ("step_result", "result", |w| crate::goals::StepOutcome::parse("word", w).is_ok()),
    ("session", "state", |w| crate::sessions::SessionState::parse("word", w).is_ok()),
    ("session", "kind", |w| crate::sessions::SessionKind::parse("word", w).is_ok()),
    ("enrolment", "state", |w| crate::programme::EnrolmentState::parse("word", w).is_ok()),
    ("enrolment", "format", |w| crate::programme::ProgrammeFormat::parse("word", w).is_ok()),
    ("module_progress", "state", |w| crate::programme::ModuleState::parse("word", w).is_ok()),
    ("need", "state", |w| crate::needs::NeedState::parse("word", w).is_ok()),
    ("medicine", "state", |w| crate::medication::MedicineState::parse("word", w).is_ok()),
    ("dose", "result", |w| crate::medication::doses::DoseResult::parse("word", w).is_ok()),
    ("problem", "state", |w| crate::problem_solving::ProblemState::parse("word", w).is_ok()),
    ("lifestyle_change", "state", |w| crate::lifestyle::LifestyleChangeState::parse("word", w).is_ok()),
    ("warning_sign", "state", |w| crate::signs::SignState::parse("word", w).is_ok()),
    ("own_rule", "condition", |w| crate::signs::RuleCondition::parse("word", w).is_ok()),
    ("own_rule", "state", |w| crate::signs::RuleState::parse("word", w).is_ok()),
    ("plan_line", "part", |w| crate::plan::PlanPart::parse("word", w).is_ok()),
    ("safety_line", "part", |w| crate::plan::safety::SafetyPart::parse("word", w).is_ok()),
    ("substance_line", "part", |w| crate::substance_use::SubstancePart::parse("word", w).is_ok()),
    ("stress_line", "part", |w| crate::stress::StressPart::parse("word", w).is_ok()),
    ("reminder", "importance", |w| crate::reminders::Importance::parse("word", w).is_ok()),
    ("reminder", "exactness", |w| crate::reminders::Exactness::parse("word", w).is_ok()),
    ("check_in", "ratings", crate::signs::reads_ratings),
    ("contact_practice", "state", |w| crate::people::contact::ContactState::parse("word", w).is_ok()),
    ("contact_try", "result", |w| crate::people::contact::ContactOutcome::parse("word", w).is_ok()),
    ("homework_result", "obstacle", |w| w.is_empty() || crate::homework::Obstacle::parse("word", w).is_ok()),
    ("life_area_rating", "wish_to_change", |w| {
        w.is_empty() || crate::life_areas::WishToChange::parse("word", w).is_ok()
    }),
    ("medicine_note", "part", |w| crate::medication::notes::MedicineNotePart::parse("word", w).is_ok()),
    ("medicine_note", "state", |w| crate::medication::notes::MedicineNoteState::parse("word", w).is_ok()),
    ("notice_answer", "answer", |w| crate::signs::NoticeAnswer::parse("word", w).is_ok()),
    ("permission", "item", |w| crate::people::permissions::PermittedItem::parse("word", w).is_ok()),
    ("person", "state", |w| crate::people::PersonState::parse("word", w).is_ok()),
    ("plan_event", "event", |w| crate::plan::keeping::PlanEventKind::parse("word", w).is_ok()),
    ("problem_review", "next", |w| crate::problem_solving::ProblemNext::parse("word", w).is_ok()),
    ("progress_check", "filled_by", |w| crate::progress_check::FilledBy::parse("word", w).is_ok()),
    ("proposal", "state", |w| crate::proposals::ProposalState::parse("word", w).is_ok()),
    ("session_homework", "part", |w| crate::sessions::SessionPart::parse("word", w).is_ok()),
    ("step", "state", |w| crate::goals::GoalState::parse("word", w).is_ok()),
    ("warning_sign", "pattern", |w| w.is_empty() || crate::signs::SignPattern::parse("word", w).is_ok()),
];

/// Whether every word that decides is known.
pub(crate) fn readable(kind: &'static Kind, fields: &Body) -> bool {
    DECIDING.iter().filter(|(name, ..)| *name == kind.name).all(|(_, field, reads)| match fields.get(*field) {
        Some(Json::String(word)) => reads(word),
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::samples;
    use crate::store::to_json;

    #[test]
    fn what_this_version_writes_it_can_read_and_a_word_of_a_newer_one_it_cannot() {
        for (name, field, _) in DECIDING {
            let kind = Kind::named(name).unwrap();
            assert!(kind.field(field).is_some(), "{name}.{field}");
            let values = samples::values(kind, "words");
            let mut body: Body = values.iter().map(|(n, v)| ((*n).to_owned(), to_json(v))).collect();
            assert!(readable(kind, &body), "{name}.{field}");
            body.insert((*field).to_owned(), "a_word_of_tomorrow".into());
            assert!(!readable(kind, &body), "{name}.{field}");
        }
    }
}
