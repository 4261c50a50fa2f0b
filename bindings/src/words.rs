//! What the core says to a screen: a message id with typed arguments. The sentence is made from the
//! words of the interface, which the shells carry as their own string resources.

use handrail_core::words as core;

use crate::clock::{CivilDate, CivilTime};
use crate::convert::{Out, closed, view};

/// Something that is put into the place of a variable.
#[derive(Clone, PartialEq, uniffi::Enum)]
#[uniffi::export(Display)]
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

/// A variable of a message, with what goes there.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Display)]
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
