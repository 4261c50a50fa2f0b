//! What can go with a review beside its own parts, each by the person's own choice: one sheet each, called as the sheet is.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Reason, Result};
use crate::take_out::paper::Sheet;

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What can go with a review beside goals, homework, coping, signs and the plan, in the order of a packet.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Category {
            $($(#[$doc])* $name,)+
            /// What can be counted of how the programme was given: never about the person, and on no sheet of theirs.
            Fidelity,
        }

        impl Category {
            /// All of them, in the order of a packet.
            pub const ALL: [Self; 15] = [$(Self::$name,)+ Self::Fidelity];

            /// The sheet it is; none for what stands on no sheet of the person's.
            pub(super) const fn sheet(self) -> Option<Sheet> {
                match self {
                    $(Self::$name => Some(Sheet::$name),)+
                    Self::Fidelity => None,
                }
            }
        }
    };
}

categories! {
    /// My programme and where I am in it.
    Programme,
    /// Meetings: what they were about, and my notes.
    Session,
    /// What recovery means to me.
    RecoveryMeaning,
    /// Areas of my life.
    LifeAreas,
    /// Step-by-step problem solving.
    ProblemSolving,
    /// Answers to the questions of modules.
    Worksheet,
    /// My medicines, notes and questions about them, and whether I took them.
    Medication,
    /// Alcohol and drugs.
    SubstanceUse,
    /// Stress.
    Stress,
    /// My people and contacts I practise, without their telephone numbers and without who may see what.
    People,
    /// Getting what I need.
    Needs,
    /// Living well.
    Lifestyle,
    /// The safety plan.
    SafetyPlan,
    /// The progress check.
    ProgressCheck,
}

impl Category {
    /// The word it is kept and sent as: the sheet's.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self.sheet() {
            Some(sheet) => sheet.word(),
            None => "fidelity",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`Reason::UnknownChoice`] for any other.
    pub fn parse(field: &'static str, word: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|category| category.word() == word);
        found.ok_or(Error::invalid(field, Reason::UnknownChoice))
    }
}

/// Some categories. None until chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Categories(u32);

impl Categories {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Category::ALL.into_iter().collect()
    }

    /// The same and this one.
    #[must_use]
    pub const fn with(self, category: Category) -> Self {
        Self(self.0 | 1 << category as u32)
    }

    /// Whether this one is among them.
    #[must_use]
    pub const fn contains(self, category: Category) -> bool {
        self.0 & (1 << category as u32) != 0
    }

    /// Each of them, in the order of a packet.
    pub fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(move |c| self.contains(*c))
    }
}

impl FromIterator<Category> for Categories {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories.into_iter().fold(Self::NONE, Self::with)
    }
}

impl Serialize for Categories {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter().map(Category::word))
    }
}

impl<'de> Deserialize<'de> for Categories {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // A category of a newer version is one that nobody switched on here.
        let words = Vec::<String>::deserialize(d)?;
        Ok(words.iter().filter_map(|word| Category::parse("category", word).ok()).collect())
    }
}
