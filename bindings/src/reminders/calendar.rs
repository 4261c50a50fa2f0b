//! Chosen reminders as a file for another calendar.

use handrail_core::reminders as core;

use super::Reminder;
use super::own::AboutKind;
use crate::convert::{In as _, Out, choice, closed, edit, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::words::Message;

choice! {
    /// What the entries of a file say.
    CalendarText = core::CalendarText {
        /// That there is a reminder.
        Neutral,
        /// The person's own words, where their locked screen could show them too. Medicines, the plan and the areas of
        /// life have no other text than the neutral one.
        Full,
    }
}

choice! {
    /// Why a chosen reminder is not in the file.
    LeftOut = core::LeftOut {
        /// It is turned off.
        Off,
        /// It has no day from today on.
        Finished,
        /// What it is for does not remind now: it rests, is over, or was given no time.
        Silent,
    }
}

view! {
    /// A reminder that can be chosen.
    CalendarChoice from core::CalendarChoice {
        /// Which.
        reminder: Reminder,
        /// What it is about.
        about: AboutKind,
        /// What its entry would say in the person's own words; the neutral text where it has no other.
        full: Message,
    }
}

edit! {
    /// What is wanted in the file.
    CalendarWish into core::CalendarWish {
        /// Which reminders.
        reminders: Vec<Reminder>,
        /// What their entries say. It is chosen for each file anew; what the locked screen shows has no part in it.
        text: CalendarText,
        /// Language of the entries (BCP 47); empty for the language of the settings.
        #[uniffi(default)]
        language: String,
    }
}

/// What was chosen and is not in the file.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct CalendarLeftOut {
    /// Which.
    pub reminder: Reminder,
    /// Why.
    pub why: LeftOut,
}

closed!(CalendarLeftOut);

impl Out<(core::Reminder, core::LeftOut)> for CalendarLeftOut {
    fn out((reminder, why): (core::Reminder, core::LeftOut)) -> Self {
        Self { reminder: Out::out(reminder), why: Out::out(why) }
    }
}

view! {
    /// The file, and what is to be said about it.
    CalendarExport from core::CalendarExport {
        /// The file (`text/calendar`, UTF-8); nothing if there was nothing left to put in. It is not sealed: hand it to
        /// the place the person chose, and keep no copy.
        file: Option<String>,
        /// How many entries it has: one for each reminder and time of day, or two where extra days come before its pattern.
        entries: u32,
        /// What was chosen and is not in it.
        left_out: Vec<CalendarLeftOut>,
        /// What the person should know, before the file goes anywhere.
        notes: Vec<Message>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The reminders that can be chosen for another calendar: all that stand, those of the sheets included.
    pub fn calendar_choices(&self) -> Result<Vec<CalendarChoice>> {
        self.call(handrail_core::Handrail::calendar_choices)
    }

    /// Chosen reminders as a file for another calendar. The first file makes the secret that names entries, so that a
    /// later file replaces them; otherwise nothing changes.
    ///
    /// Refused: `reminders` empty, too many, or one that is no reminder of the person's (the test, "keep going"). Gives
    /// `NotFound` for a reminder of a record that is not there.
    pub fn export_calendar(&self, wish: CalendarWish) -> Result<CalendarExport> {
        self.call(|core| core.export_calendar(&wish.taken("wish")?))
    }
}
