//! For tests: a record of any kind that the screens can read, with marked words in every field that holds words.

use rusqlite::types::Value;

use super::Write;
use super::kinds::{ALL, Field, Holds, Kind, Values};
use crate::error::Result;
use crate::ids::Id;

/// Words for fields that decide something, as `kind.field` or as `field` for every kind.
static WORDS: &[(&str, &str)] = &[
    ("session.state", "planned"),
    ("session.kind", "individual"),
    ("session.agenda_done", "[]"),
    ("session.teaching_styles", "[]"),
    ("session.supporters", "[]"),
    ("session_homework.part", "agreed"),
    ("long_term_goal.state", "active"),
    ("short_term_goal.state", "active"),
    ("short_term_goal.modules", "[]"),
    ("step.state", "active"),
    ("step_result.result", "partly"),
    ("homework.origin", "self_chosen"),
    ("homework.how_often", "once"),
    ("homework.state", "active"),
    ("homework_result.result", "partly"),
    ("homework_result.obstacle", "forgot"),
    ("coping_strategy.state", "keep"),
    ("coping_entry.helped", "a_little"),
    ("warning_sign.state", "following"),
    ("warning_sign.pattern", "new_for_me"),
    ("check_in.ratings", "{}"),
    ("own_rule.condition", "there"),
    ("own_rule.state", "on"),
    ("usual_event.event", "reset"),
    ("plan_line.part", "wishes"),
    ("plan_line.role", ""),
    ("talk_about.state", "open"),
    ("setting.value", "\"Ana\""),
    ("proposal.kind", "homework"),
    ("proposal.state", "waiting"),
    ("enrolment.programme", "imr"),
    ("enrolment.format", "individual"),
    ("enrolment.state", "active"),
    ("module_progress.state", "current"),
    ("handout_use.how", "opened"),
    ("life_area.state", "keep"),
    ("life_area_rating.wish_to_change", "yes"),
    ("problem.state", "open"),
    ("problem_review.next", "keep"),
    ("plan_event.event", "rehearsed"),
    ("safety_line.part", "signs"),
    ("notice_answer.answer", "helpful"),
    ("medicine.state", "active"),
    ("medicine_note.part", "question"),
    ("medicine_note.state", "open"),
    ("dose.result", "taken"),
    ("substance_line.part", "plan"),
    ("stress_line.part", "sign"),
    ("stress_line.sphere", "body"),
    ("person.takes_part", "[]"),
    ("person.state", "keep"),
    ("contact_practice.state", "active"),
    ("contact_try.result", "partly"),
    ("permission.item", "plan"),
    ("need.state", "wanted"),
    ("lifestyle_change.state", "trying"),
    ("progress_check.filled_by", "client"),
    ("progress_check.answers", "{}"),
    ("progress_check.version", "1"),
    ("reminder.about", "own"),
    ("reminder.schedule", SCHEDULE),
    ("reminder.importance", "normal"),
    ("reminder.exactness", "inexact"),
    ("reminder.state", "on"),
    ("reminder_fact.reminder", "r"),
    ("reminder_fact.fact", "not_today"),
    ("reminder_fact.later", ""),
    ("made_zone", "Europe/London"),
    ("time", "09:30"),
    ("reminder_time", "09:30"),
    ("anchor_time", "09:30"),
];

const SCHEDULE: &str = r#"{"recurrence":{"starts":"2026-03-02","repeats":{"kind":"once"},"ends":{"kind":"never"}},"times":[{"time":"09:30"}],"zone":{"kind":"floating"}}"#;

/// Numbers that lie on every scale but for these.
static NUMBERS: &[(&str, i64)] =
    &[("warning_sign.scale", 3), ("made_ms", 1_790_000_000_000), ("held_ms", 1_790_000_000_000), ("made_offset", 60)];

/// Values for every field; `words` stands in each that holds words.
pub(crate) fn values(kind: &'static Kind, words: &str) -> Values {
    kind.fields.iter().map(|f| (f.name, of(kind, f, words))).collect()
}

fn of(kind: &Kind, field: &Field, words: &str) -> Value {
    let full = format!("{}.{}", kind.name, field.name);
    let listed = |name: &str| name == full || name == field.name;
    match field.holds {
        Holds::Words if full == "proposal.body" => Value::Text(format!("{{\"title\":\"{words}\"}}")),
        Holds::Words => Value::Text(words.to_owned()),
        Holds::Number => Value::Integer(NUMBERS.iter().find(|(n, _)| listed(n)).map_or(1, |(_, v)| *v)),
        Holds::Bytes => Value::Blob(vec![5; 16]),
        Holds::Text if full == "setting.name" => Value::Text("name".into()),
        Holds::Text => Value::Text(match WORDS.iter().find(|(n, _)| listed(n)) {
            Some((_, word)) => (*word).to_owned(),
            None if is_day(field.name) => "2026-09-21".into(),
            None => "sleep".into(),
        }),
    }
}

fn is_day(name: &str) -> bool {
    name == "day"
        || name.ends_with("_day")
        || name.ends_with("_on")
        || ["started", "ended", "by_about", "occurrence", "appointment", "finished", "opened", "since"].contains(&name)
}

/// One record of every kind; a setting has the id of its name.
pub(crate) fn one_of_each(w: &Write<'_>, words: &str) -> Result<Vec<(&'static Kind, Id)>> {
    let mut made = Vec::new();
    for kind in ALL {
        let id = if kind.name == "setting" { crate::settings::setting_id("name") } else { w.new_id()? };
        w.insert(kind, id, &values(kind, words))?;
        made.push((*kind, id));
    }
    Ok(made)
}
