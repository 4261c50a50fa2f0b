//! Which texts a pack has a place for: those of each id of its structure, by the table in `docs/content-packs.md`.

use std::collections::BTreeMap;

use super::Pack;
use crate::validate::{LINE_LIMIT, TEXT_LIMIT};

/// A place for a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Most characters.
    pub limit: usize,
    /// Whether a pack without it is refused.
    pub needed: bool,
}

/// Every key that the structure has a place for.
pub(super) fn places(pack: &Pack) -> BTreeMap<String, Place> {
    let mut keys = Keys(BTreeMap::new());
    keys.line("programme.name".to_owned());
    keys.text("programme.about".to_owned());
    for module in &pack.modules {
        let id = &module.id;
        keys.line(format!("module.{id}.title"));
        keys.text(format!("module.{id}.about"));
        keys.text(format!("module.{id}.supporters"));
        keys.lines("topic", &module.topics);
        for handout in &module.handouts {
            keys.line(format!("handout.{id}.{}.title", handout.id));
            keys.text(format!("handout.{id}.{}.text", handout.id));
        }
        for question in &module.questions {
            keys.text(format!("question.{id}.{question}"));
        }
    }
    for option in &pack.homework {
        keys.line(format!("homework.{}.title", option.id));
        keys.text(format!("homework.{}.what", option.id));
        keys.text(format!("homework.{}.smaller", option.id));
    }
    lists(&mut keys, pack);
    for trouble in &pack.coping.troubles {
        keys.line(format!("trouble.{}", trouble.id));
    }
    for strategy in &pack.coping.strategies {
        keys.line(format!("coping.{}.name", strategy.id));
        for step in 1..=strategy.steps {
            keys.text(format!("coping.{}.step.{step}", strategy.id));
        }
    }
    if let Some(check) = &pack.progress_check {
        keys.line("check.title".to_owned());
        keys.text("check.note".to_owned());
        for item in &check.items {
            keys.text(format!("check.{}", item.id));
            // The same question as a practitioner reads it.
            keys.0.insert(format!("check.{}.practitioner", item.id), Place { limit: TEXT_LIMIT, needed: false });
            for step in 0..item.steps {
                keys.line(format!("check.{}.{step}", item.id));
            }
            if let Some(not_counted) = &item.not_counted {
                keys.line(format!("check.{}.{not_counted}", item.id));
            }
        }
    }
    for line in pack.help_lines.iter().flat_map(|r| &r.lines) {
        keys.line(format!("help_line.{}.name", line.id));
        keys.line(format!("help_line.{}.when", line.id));
    }
    keys.0
}

fn lists(keys: &mut Keys, pack: &Pack) {
    keys.lines("area", &pack.life_areas.areas);
    for step in 0..pack.life_areas.steps {
        keys.line(format!("area_step.{step}"));
    }
    keys.lines("area_prompt", &pack.life_areas.prompts);
    keys.lines("goal_example", &pack.goal_examples);
    keys.lines("smart", &pack.smart);
    for sign in &pack.warning_signs {
        keys.line(format!("sign.{}", sign.id));
    }
    keys.lines("trigger", &pack.triggers);
    keys.lines("stress_event", &pack.stress.life_events);
    keys.lines("stress_hassle", &pack.stress.hassles);
    let signs = &pack.stress.signs;
    for list in [&signs.body, &signs.thoughts, &signs.feelings, &signs.actions] {
        keys.lines("stress_sign", list);
    }
    keys.lines("stress_prevent", &pack.stress.prevent);
    keys.lines("stress_cope", &pack.stress.cope);
    keys.lines("service", &pack.services);
    for log in &pack.lifestyle_logs {
        keys.line(format!("lifestyle.{}", log.id));
    }
}

struct Keys(BTreeMap<String, Place>);

impl Keys {
    fn line(&mut self, key: String) {
        self.0.insert(key, Place { limit: LINE_LIMIT, needed: true });
    }

    fn text(&mut self, key: String) {
        self.0.insert(key, Place { limit: TEXT_LIMIT, needed: true });
    }

    fn lines(&mut self, prefix: &str, ids: &[String]) {
        for id in ids {
            self.line(format!("{prefix}.{id}"));
        }
    }
}
