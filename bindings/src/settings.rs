//! Settings: what the person chose about the app. Kept as records like everything else, one
//! row for each, named the same on every device, so that a second phone agrees.

use handrail_core::settings as core;

use crate::convert::{In as _, choice, edit, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

choice! {
    /// How often the person wants to check in on their signs.
    CheckInRhythm = core::CheckInRhythm {
        /// Not asked for; a check-in can still be made.
        Off,
        /// Every day.
        Daily,
        /// Once a week.
        Weekly,
    }
}

choice! {
    /// How soon "your usual" speaks.
    UsualSensitivity = core::UsualSensitivity {
        /// Later, and only of a larger rise.
        Quieter,
        /// As the rule stands.
        Standard,
        /// After one high check-in.
        Sooner,
    }
}

choice! {
    /// What a notification says on a locked screen.
    LockScreenWords = core::LockScreenWords {
        /// "You have a reminder", and nothing else.
        Neutral,
        /// The person's own words for the homework or step.
        Full,
    }
}

view! {
    /// Every setting, read at once.
    Settings from core::Settings {
        /// The name I go by; empty until given. Goes to the practitioner with a review.
        name: String,
        /// Language of the words on the screen, such as `en` or `pt-BR`; empty follows the phone.
        language: String,
        /// When a new day begins, in minutes after midnight, 0 to 720. 180 until moved.
        day_boundary_min: i64,
        /// How often to check in. Off until chosen.
        check_in_rhythm: CheckInRhythm,
        /// Whether "your usual" is turned on. Off until chosen.
        usual_on: bool,
        /// How soon it speaks.
        usual_sensitivity: UsualSensitivity,
        /// What a locked screen shows.
        lock_screen_words: LockScreenWords,
        /// True where this person is made up; every sheet then says so.
        demo: bool,
        /// Where I am, for the numbers of "help now": two letters or `EU`; empty until chosen.
        region: String,
        /// What the clinic's line is called; may be empty.
        clinic_line_name: String,
        /// The clinic's line; empty where there is none.
        clinic_line_phone: String,
        /// When somebody answers there, in words; may be empty.
        clinic_line_hours: String,
    }
}

edit! {
    /// What to change; what is left out stays as it is.
    EditSettings into core::EditSettings {
        /// The name I go by, at most 80 characters; empty takes it away.
        #[uniffi(default)]
        name: Option<String>,
        /// A language tag, or empty to follow the phone.
        #[uniffi(default)]
        language: Option<String>,
        /// Minutes after midnight, 0 to 720. What was written before keeps its day.
        #[uniffi(default)]
        day_boundary_min: Option<i64>,
        /// How often to check in.
        #[uniffi(default)]
        check_in_rhythm: Option<CheckInRhythm>,
        /// Turn "your usual" on or off.
        #[uniffi(default)]
        usual_on: Option<bool>,
        /// How soon it speaks.
        #[uniffi(default)]
        usual_sensitivity: Option<UsualSensitivity>,
        /// What a locked screen shows.
        #[uniffi(default)]
        lock_screen_words: Option<LockScreenWords>,
        /// Says that this person is made up.
        #[uniffi(default)]
        demo: Option<bool>,
        /// Where I am, such as `GB` or `EU`; empty is not chosen.
        #[uniffi(default)]
        region: Option<String>,
        /// What the clinic's line is called, at most 280 characters.
        #[uniffi(default)]
        clinic_line_name: Option<String>,
        /// A number to call, at most 40 characters; empty takes it away.
        #[uniffi(default)]
        clinic_line_phone: Option<String>,
        /// When somebody answers there, at most 280 characters.
        #[uniffi(default)]
        clinic_line_hours: Option<String>,
    }
}

#[uniffi::export]
impl Handrail {
    /// Every setting.
    pub fn settings(&self) -> Result<Settings> {
        self.call(handrail_core::Handrail::settings)
    }

    /// Changes what is given. All of it or, if something cannot be kept, none.
    pub fn save_settings(&self, edit: EditSettings) -> Result<Changes> {
        self.call(|core| core.save_settings(&edit.taken("edit")?))
    }
}
