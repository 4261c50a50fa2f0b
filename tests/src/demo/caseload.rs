//! Who lives in the demo. Everything about them is made up, but for the daily ratings of
//! some, which are real people's (tests/data/README.md).

use handrail_core::programme::pack::built_in;
use serde::Deserialize;

use super::DemoError;

/// A made-up client.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    /// Full name; the first one is what they go by.
    pub name: String,
    /// Day of their meeting, 0 = Monday.
    pub weekday: i64,
    /// Time of their meeting.
    pub time: String,
    /// The programme they take part in.
    pub course: Course,
    /// What they want.
    pub goal: Goal,
    /// On the way there.
    pub short: Vec<ShortTerm>,
    /// Their practice.
    pub homework: Vec<Practice>,
    /// What they do when it is hard.
    pub coping: Vec<Strategy>,
    /// Their own warning signs.
    pub signs: Vec<Sign>,
    /// First and last week, counted from 0, of a time that was good and that they agree on later as one. After it
    /// their signs rise, a little from month to month.
    #[serde(default)]
    pub good_weeks: Option<(i64, i64)>,
    /// Their own rule, about the first sign.
    pub rule: Rule,
    /// Their plan.
    pub plan: Plan,
    /// What happens to them.
    pub situations: Vec<String>,
    /// What they note.
    pub notes: Vec<String>,
    /// What gets in the way.
    pub way: Vec<String>,
    /// What they want to talk about.
    pub talk: Vec<String>,
    /// How the goal goes.
    pub progress: Vec<String>,
}

/// A programme, and how they take part in it.
#[derive(Debug, Clone, Deserialize)]
pub struct Course {
    /// Id of the content pack.
    pub pack: String,
    /// Their language.
    pub language: String,
    /// individual, group, both.
    pub format: String,
    /// The modules they chose to begin with, in their order; ids of the pack.
    pub modules: Vec<String>,
    /// Meetings before they decide whether to go on.
    #[serde(default)]
    pub trial: Option<i64>,
    /// Diagnoses whose facts they want to read.
    #[serde(default)]
    pub diagnoses: Vec<String>,
    /// Parts that are only for those who want them.
    #[serde(default)]
    pub parts: Vec<String>,
}

/// A long-term goal.
#[derive(Debug, Clone, Deserialize)]
pub struct Goal {
    /// In their words.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// How will we know.
    pub know: String,
    /// Area of life.
    pub area: String,
}

/// A short-term goal with its steps.
#[derive(Debug, Clone, Deserialize)]
pub struct ShortTerm {
    /// In their words.
    pub title: String,
    /// How will we know.
    pub know: String,
    /// Small steps, in order.
    pub steps: Vec<String>,
}

/// A piece of homework.
#[derive(Debug, Clone, Deserialize)]
pub struct Practice {
    /// What it is called.
    pub title: String,
    /// The module it belongs to, by its id in their pack.
    pub module: String,
    /// Why.
    pub why: String,
    /// What exactly.
    pub what: String,
    /// Where.
    #[serde(rename = "where")]
    pub place: String,
    /// With whom.
    pub with: String,
    /// once, daily, weekly.
    pub often: String,
    /// 0-10.
    pub confidence: i64,
    /// The smaller version.
    pub smaller: String,
    /// Reminder.
    pub time: String,
}

/// A coping strategy.
#[derive(Debug, Clone, Deserialize)]
pub struct Strategy {
    /// What I do.
    pub name: String,
    /// How.
    pub how: String,
    /// For what.
    pub trouble: String,
}

/// A warning sign.
#[derive(Debug, Clone, Deserialize)]
pub struct Sign {
    /// In their words.
    pub wording: String,
    /// Who may notice.
    pub who: String,
    /// The one key sign.
    #[serde(default)]
    pub key: bool,
}

/// An if-then rule.
#[derive(Debug, Clone, Deserialize)]
pub struct Rule {
    /// there, at_least, in_a_row, of_last.
    pub condition: String,
    /// From which rating.
    pub level: i64,
    /// How many.
    pub count: i64,
    /// Of how many.
    #[serde(default)]
    pub out_of: i64,
    /// Then I ...
    pub action: String,
}

/// A one-page plan.
#[derive(Debug, Clone, Deserialize)]
pub struct Plan {
    /// Triggers.
    pub triggers: Vec<String>,
    /// One line for each stage, 1 to 4.
    pub helps: Vec<String>,
    /// Who helps with what.
    pub who: Vec<String>,
    /// Name and number.
    pub contacts: Vec<(String, String)>,
    /// Wishes.
    pub wishes: Vec<String>,
}

const TEXT: &str = include_str!("caseload.json");

/// Everybody.
pub fn everybody() -> Result<Vec<Person>, serde_json::Error> {
    serde_json::from_str(TEXT)
}

/// Every text of six letters or more that a client of the demo writes or is called by, and the longer ones of their
/// programme that may travel with a review: what must never be found at the relay. Shorter ones would turn up by
/// chance in that many sealed bytes.
pub fn every_text() -> Result<Vec<String>, DemoError> {
    fn collect(json: &serde_json::Value, into: &mut Vec<String>) {
        match json {
            serde_json::Value::String(s) if s.len() >= 6 => into.push(s.clone()),
            serde_json::Value::Array(a) => a.iter().for_each(|v| collect(v, into)),
            // Ids of the pack are nobody's words.
            serde_json::Value::Object(o) => {
                o.iter()
                    .filter(|(name, _)| !matches!(name.as_str(), "course" | "module"))
                    .for_each(|(_, v)| collect(v, into));
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    collect(&serde_json::from_str(TEXT)?, &mut texts);
    // Words of the format itself, not of a person.
    texts.retain(|t| !matches!(t.as_str(), "in_a_row" | "at_least" | "of_last" | "weekly"));
    for Person { course, .. } in everybody()? {
        let pack = built_in(&course.pack).map_err(handrail_core::Error::from)?;
        for module in course.modules.iter().filter_map(|id| pack.module(id)) {
            let options = module.homework.iter().flat_map(|id| {
                ["title", "what", "smaller"]
                    .map(|part| pack.text(&course.language, &format!("homework.{id}.{part}")).text)
            });
            texts.push(pack.text(&course.language, &format!("module.{}.title", module.id)).text);
            texts.extend(options);
        }
    }
    texts.retain(|t| t.len() >= 6);
    texts.sort();
    texts.dedup();
    Ok(texts)
}
