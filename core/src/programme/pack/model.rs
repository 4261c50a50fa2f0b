//! What `pack.json` says, as types: structure and ids, no prose. The words behind an id are found by
//! [`super::Pack::text`]. The JSON Schema is `docs/schema/content-pack-1.schema.json`.

use serde::Deserialize;

use crate::clock::Day;
use crate::validate::choice;

choice! {
    /// Which word the interface uses for what is tried between meetings.
    HomeworkWord {
        /// "Homework".
        Homework = "homework",
        /// "Practice".
        Practice = "practice",
        /// "Assignment".
        Assignment = "assignment",
    }
}

choice! {
    /// Which word the interface uses for the person who takes part.
    ClientWord {
        /// "Client".
        Client = "client",
        /// "Consumer".
        Consumer = "consumer",
        /// "Participant".
        Participant = "participant",
    }
}

/// The words that the interface uses under this pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// For what is tried between meetings.
    pub homework: HomeworkWord,
    /// For the person who takes part.
    pub client: ClientWord,
    /// Short id of the programme's name, such as `imr` or `wsm`.
    pub programme: String,
}

/// For whom a module is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum For {
    /// For all who take part.
    Everyone {},
    /// One of a set of which the person's own choice of diagnosis takes one.
    Diagnosis {
        /// Of the diagnosis.
        id: String,
    },
    /// Only where the person chose it.
    Choice {
        /// Of the choice.
        id: String,
    },
}

/// Who looked a health text over, and when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// Name and profession.
    pub by: String,
    /// The day.
    pub on: Day,
}

/// A handout of the clinic's own that goes in the place of a section, or beside it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClinicHandout {
    /// What the clinic calls it.
    pub title: String,
    /// Where to find it; may be empty.
    pub note: String,
}

/// A section of a handout.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handout {
    /// Within its module.
    pub id: String,
    /// Who looked it over; `None` while nobody has.
    pub reviewed: Option<Reviewed>,
    /// The clinic's own that matches it.
    pub clinic: Option<ClinicHandout>,
}

/// A module.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Kept with everything that a person writes under it, so it never changes its meaning.
    pub id: String,
    /// For whom it is.
    #[serde(rename = "for")]
    pub whom: For,
    /// Meetings it usually takes, 1 to 60.
    pub sessions: u32,
    /// What it is about, as ids.
    #[serde(default)]
    pub topics: Vec<String>,
    /// What there is to read.
    #[serde(default)]
    pub handouts: Vec<Handout>,
    /// "Try it" questions.
    #[serde(default)]
    pub questions: Vec<String>,
    /// Ids in the pack's homework options.
    #[serde(default)]
    pub homework: Vec<String>,
    /// The sheets that belong to it.
    #[serde(default)]
    pub worksheets: Vec<Worksheet>,
    /// Ids in the pack's troubles, for what helps with them.
    #[serde(default)]
    pub coping: Vec<String>,
}

choice! {
    /// A sheet of the record that a module or a homework can open.
    Worksheet {
        /// Satisfaction with areas of my life.
        LifeAreas = "life_areas",
        /// What recovery means to me.
        RecoveryMeaning = "recovery_meaning",
        /// A goal with its steps.
        Goal = "goal",
        /// Step-by-step problem solving.
        ProblemSolving = "problem_solving",
        /// The relapse prevention plan.
        Plan = "plan",
        /// The safety plan.
        SafetyPlan = "safety_plan",
        /// Medication fitted into the day.
        Medication = "medication",
        /// Alcohol and drugs.
        SubstanceUse = "substance_use",
        /// Stress.
        Stress = "stress",
        /// The people around me.
        People = "people",
        /// Getting what I need.
        Needs = "needs",
        /// Logs of sleep, food, moving.
        Lifestyle = "lifestyle",
        /// What helps.
        Coping = "coping",
        /// My warning signs.
        Signs = "signs",
        /// The progress check.
        ProgressCheck = "progress_check",
    }
}

/// A homework that a module offers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeworkOption {
    /// Across all modules of the pack.
    pub id: String,
    /// The sheet it is done on.
    pub worksheet: Option<Worksheet>,
}

/// The areas-of-life check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeAreas {
    /// The named areas.
    pub areas: Vec<String>,
    /// Steps of the scale, 2 to 11; step 0 is the lowest.
    pub steps: u32,
    /// Questions that help to find a goal.
    pub prompts: Vec<String>,
}

/// A warning sign of the start list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedSign {
    /// Kept as the sign's `list_id`.
    pub id: String,
    /// Shown only to those who made this choice.
    pub only_if: Option<String>,
}

/// The lists of the stress sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StressLists {
    /// Larger changes in a life.
    pub life_events: Vec<String>,
    /// Small daily ones.
    pub hassles: Vec<String>,
    /// How stress shows.
    pub signs: StressSigns,
    /// What keeps it away.
    pub prevent: Vec<String>,
    /// What helps with it.
    pub cope: Vec<String>,
}

/// How stress shows. An id is not used twice among the four.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StressSigns {
    /// In the body.
    pub body: Vec<String>,
    /// In thoughts.
    pub thoughts: Vec<String>,
    /// In feelings.
    pub feelings: Vec<String>,
    /// In what one does.
    pub actions: Vec<String>,
}

choice! {
    /// What a log counts.
    LogUnit {
        /// Minutes.
        Minutes = "minutes",
        /// How many times.
        Times = "times",
        /// Nothing; words alone.
        None = "none",
    }
}

/// A log of sleep, food, moving.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifestyleLog {
    /// Kept with every line of the log.
    pub id: String,
    /// What it counts.
    pub unit: LogUnit,
}

/// What helps, per trouble.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopingLibrary {
    /// What it helps with.
    pub troubles: Vec<Trouble>,
    /// What helps.
    pub strategies: Vec<Strategy>,
}

/// Something that strategies help with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// Kept with every entry.
    pub id: String,
    /// Where true, help now stands before any strategy.
    #[serde(default)]
    pub crisis: bool,
}

/// A strategy of the library.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
    /// Kept as `library_id`.
    pub id: String,
    /// Ids of what it helps with; at least one.
    pub troubles: Vec<String>,
    /// Number of its steps, 1 to 20.
    pub steps: u32,
    /// As a guided practice.
    #[serde(default)]
    pub practice: Option<Practice>,
}

/// A guided practice: one length for each step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// Seconds for each step, 1 to 1,800.
    pub seconds: Vec<u32>,
}

/// The progress check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckItems {
    /// Kept with every answer.
    pub version: String,
    /// How far it looks back, 1 to 24 months.
    pub look_back_months: u32,
    /// What it asks.
    pub items: Vec<CheckItem>,
}

/// A question of the progress check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckItem {
    /// Kept with every answer.
    pub id: String,
    /// Steps of its scale, 2 to 11; better upwards.
    pub steps: u32,
    /// An answer that counts for nothing, such as "none prescribed".
    #[serde(default)]
    pub not_counted: Option<String>,
}

choice! {
    /// How a line of help is reached.
    LineKind {
        /// By calling.
        Call = "call",
        /// By a text message.
        Text = "text",
        /// The emergency number.
        Emergency = "emergency",
    }
}

/// The lines of help of one region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Two capital letters (ISO 3166-1).
    pub region: String,
    /// The lines, in the order to offer them.
    pub lines: Vec<HelpLine>,
}

/// A line of help.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpLine {
    /// Across all regions.
    pub id: String,
    /// How it is reached.
    pub kind: LineKind,
    /// Digits, spaces, `+`, `-`, `*` and `#`, at most 40 characters.
    pub number: String,
    /// When somebody last looked whether it still holds.
    pub checked: Day,
    /// Where it is published: an `https` address.
    pub source: String,
}

macro_rules! parts {
    ($($(#[$meta:meta])* $field:ident : $type:ty),+ $(,)?) => {
        /// One file of a pack's structure. A pack may be cut into several; each part stands in one of them.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct Part { $(pub $field: Option<$type>),+ }

        /// The files of a pack put together: each part with the file that it came from.
        #[derive(Debug, Default)]
        pub(super) struct Parts { $(pub $field: Option<(String, $type)>),+ }

        impl Parts {
            /// Adds what a file says. `Err` names a part that another file had already.
            pub fn add(&mut self, file: &str, part: Part) -> Result<(), &'static str> {
                $(if let Some(new) = part.$field {
                    if self.$field.is_some() {
                        return Err(stringify!($field));
                    }
                    self.$field = Some((file.to_owned(), new));
                })+
                Ok(())
            }
        }
    };
}

parts! {
    schema: u32,
    id: String,
    edition: i64,
    publisher: String,
    rights: String,
    extends: String,
    languages: Vec<String>,
    wording: Wording,
    modules: Vec<Module>,
    homework: Vec<HomeworkOption>,
    life_areas: LifeAreas,
    goal_examples: Vec<String>,
    smart: Vec<String>,
    warning_signs: Vec<ListedSign>,
    triggers: Vec<String>,
    stress: StressLists,
    services: Vec<String>,
    lifestyle_logs: Vec<LifestyleLog>,
    coping: CopingLibrary,
    progress_check: CheckItems,
    help_lines: Vec<Region>,
}
