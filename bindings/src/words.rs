//! What the core says to a screen: a message id with typed arguments. The sentence is made from the
//! words of the interface, which the shells carry as their own string resources.

use std::sync::Arc;

use handrail_core::words as core;

use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In, Out, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;

/// Something that is put into the place of a variable.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum MessageValue {
    /// Words of a person, or a name: shown as they are, kept apart from the sentence's direction.
    Words {
        /// The words.
        text: String,
    },
    /// A whole number; the plural form follows it.
    Number {
        /// The number.
        number: i64,
    },
    /// A number with a fraction.
    Mean {
        /// The number.
        number: f64,
    },
    /// A day, written as the language writes days.
    Day {
        /// The day.
        day: CivilDate,
    },
    /// A time of day.
    Time {
        /// The time.
        time: CivilTime,
    },
}

closed!(MessageValue);

impl Out<core::Arg> for MessageValue {
    fn out(core: core::Arg) -> Self {
        match core {
            core::Arg::Words(text) => Self::Words { text },
            core::Arg::Number(number) => Self::Number { number },
            core::Arg::Mean(number) => Self::Mean { number },
            core::Arg::Day(day) => Self::Day { day: Out::out(day) },
            core::Arg::Time(time) => Self::Time { time: Out::out(time) },
        }
    }
}

impl In<core::Arg> for MessageValue {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Arg> {
        Ok(match self {
            Self::Words { text } => core::Arg::Words(text),
            Self::Number { number } => core::Arg::Number(number),
            Self::Mean { number } => core::Arg::Mean(number),
            Self::Day { day } => core::Arg::Day(day.taken(field)?),
            Self::Time { time } => core::Arg::Time(time.taken(field)?),
        })
    }
}

/// A variable of a message, with what goes there.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct MessageArgument {
    /// Name of the variable.
    pub name: String,
    /// What goes there.
    pub value: MessageValue,
}

closed!(MessageArgument);

impl Out<(&'static str, core::Arg)> for MessageArgument {
    fn out((name, value): (&'static str, core::Arg)) -> Self {
        Self { name: name.to_owned(), value: Out::out(value) }
    }
}

view! {
    /// What the core says to a screen.
    Message from core::Message {
        /// Id in the words of the interface.
        id: String,
        /// Its variables.
        args: Vec<MessageArgument>,
    }
}

/// The words of the interface in one language, called as a programme calls things. For scripts, and for pages that no app
/// draws; an app has these words as its own string resources.
#[derive(uniffi::Object)]
pub struct Words(core::Words);

closed!(Words);

impl Out<core::Words> for Arc<Words> {
    fn out(core: core::Words) -> Self {
        Self::new(Words(core))
    }
}

#[uniffi::export]
impl Words {
    /// Tag of the language in use (BCP 47).
    pub fn language(&self) -> Result<String> {
        Ok(self.0.tag().to_owned())
    }

    /// Whether the language is written from right to left.
    pub fn right_to_left(&self) -> Result<bool> {
        Ok(self.0.right_to_left())
    }

    /// The sentence of a message. Words of a person in it are kept apart from its direction; a variable that was not given
    /// stays visible as `{$name}`; an id that is not known is shown in brackets.
    pub fn say(&self, message: Message) -> Result<String> {
        let Message { id, args } = message;
        let args: handrail_core::Result<Vec<(String, core::Arg)>> =
            args.into_iter().map(|MessageArgument { name, value }| Ok((name, value.taken("args")?))).collect();
        let args = args?;
        let named: Vec<(&str, core::Arg)> = args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        Ok(self.0.say(&id, &named))
    }

    /// A day, written out: "Tuesday 3 March 2026".
    pub fn day(&self, day: CivilDate) -> Result<String> {
        Ok(self.0.day(day.taken("day")?))
    }

    /// A time of day.
    pub fn time(&self, time: CivilTime) -> Result<String> {
        Ok(self.0.time(time.taken("time")?))
    }

    /// A number with at most one digit after the language's decimal mark; empty for what is no number.
    pub fn mean(&self, number: f64) -> Result<String> {
        Ok(self.0.mean(number))
    }
}

#[uniffi::export]
impl Handrail {
    /// The words of the interface in the person's language, called as their programme calls things.
    pub fn words(&self) -> Result<Arc<Words>> {
        self.call(handrail_core::Handrail::words)
    }
}
