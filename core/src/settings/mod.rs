//! Settings: what the person chose about the app. Kept as records like everything else, one
//! row for each, named the same on every device, so that a second phone agrees.

use ring::digest::{SHA256, digest};
use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::store::kinds::{SETTING, value};
use crate::store::{Changes, DEFAULT_DAY_BOUNDARY_MIN, Write};
use crate::validate::{self, choice};

/// Longest name to go by, in characters: the review packet takes no more.
pub const NAME_LIMIT: usize = 80;
/// Latest day boundary, in minutes after midnight: noon, for people who work nights.
pub const LATEST_BOUNDARY_MIN: i64 = 12 * 60;

choice! {
    /// How often the person wants to check in on their signs.
    CheckInRhythm {
        /// Not asked for; a check-in can still be made.
        Off = "off",
        /// Every day.
        Daily = "daily",
        /// Once a week.
        Weekly = "weekly",
    }
}

choice! {
    /// How soon "your usual" speaks (docs/signs.md).
    UsualSensitivity {
        /// Later, and only of a larger rise.
        Quieter = "quieter",
        /// As the rule stands.
        Standard = "standard",
        /// After one high check-in.
        Sooner = "sooner",
    }
}

choice! {
    /// What a notification says on a locked screen.
    LockScreenWords {
        /// "You have a reminder", and nothing else.
        Neutral = "neutral",
        /// The person's own words for the homework or step.
        Full = "full",
    }
}

/// Every setting of the app, read at once. What a person chose about one sheet (to have a medication sheet, to
/// open a safety plan) is kept the same way and read with that sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// The name I go by; empty until given. Goes to the practitioner with a review.
    pub name: String,
    /// Language of the words on the screen, such as `en` or `pt-BR`; empty follows the phone.
    pub language: String,
    /// When a new day begins, in minutes after midnight, 0 to 720. 180 until moved.
    pub day_boundary_min: i64,
    /// How often to check in. Off until chosen.
    pub check_in_rhythm: CheckInRhythm,
    /// Whether "your usual" is turned on. Off until chosen.
    pub usual_on: bool,
    /// How soon it speaks.
    pub usual_sensitivity: UsualSensitivity,
    /// What a locked screen shows.
    pub lock_screen_words: LockScreenWords,
    /// True where this person is made up; every sheet then says so.
    pub demo: bool,
    /// Where I am, for the numbers of "help now": a country (two letters) or `EU`; empty until chosen.
    pub region: String,
    /// What the clinic's line is called; may be empty.
    pub clinic_line_name: String,
    /// The clinic's line; empty where there is none.
    pub clinic_line_phone: String,
    /// When somebody answers there, in words; may be empty.
    pub clinic_line_hours: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            language: String::new(),
            day_boundary_min: DEFAULT_DAY_BOUNDARY_MIN,
            check_in_rhythm: CheckInRhythm::Off,
            usual_on: false,
            usual_sensitivity: UsualSensitivity::Standard,
            lock_screen_words: LockScreenWords::Neutral,
            demo: false,
            region: String::new(),
            clinic_line_name: String::new(),
            clinic_line_phone: String::new(),
            clinic_line_hours: String::new(),
        }
    }
}

/// What to change; `None` leaves a setting as it is.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct EditSettings {
    /// The name I go by, at most [`NAME_LIMIT`] characters; empty takes it away.
    pub name: Option<String>,
    /// A language tag, or empty to follow the phone.
    pub language: Option<String>,
    /// Minutes after midnight, 0 to [`LATEST_BOUNDARY_MIN`]. What was written before keeps its day.
    pub day_boundary_min: Option<i64>,
    /// How often to check in.
    pub check_in_rhythm: Option<CheckInRhythm>,
    /// Turn "your usual" on or off.
    pub usual_on: Option<bool>,
    /// How soon it speaks.
    pub usual_sensitivity: Option<UsualSensitivity>,
    /// What a locked screen shows.
    pub lock_screen_words: Option<LockScreenWords>,
    /// Says that this person is made up.
    pub demo: Option<bool>,
    /// Where I am: two or three letters, such as `GB` or `EU`; empty is not chosen.
    pub region: Option<String>,
    /// What the clinic's line is called, at most [`validate::LINE_LIMIT`] characters.
    pub clinic_line_name: Option<String>,
    /// A number to call, at most [`validate::PHONE_LIMIT`] characters; empty takes it away.
    pub clinic_line_phone: Option<String>,
    /// When somebody answers there, at most [`validate::LINE_LIMIT`] characters.
    pub clinic_line_hours: Option<String>,
}

impl Handrail {
    /// Every setting.
    pub fn settings(&self) -> Result<Settings> {
        self.read(settings_of)
    }

    /// Changes what is given. All of it or, if something cannot be kept, none.
    pub fn save_settings(&self, edit: &EditSettings) -> Result<Changes> {
        let name = edit.name.as_deref().map(checked_name).transpose()?;
        let language = edit.language.as_deref().map(checked_language).transpose()?;
        let region = edit.region.as_deref().map(checked_region).transpose()?;
        let line =
            |field, text: &Option<String>| text.as_deref().map(|text| validate::optional_line(field, text)).transpose();
        let clinic_name = line("clinic_line_name", &edit.clinic_line_name)?;
        let clinic_hours = line("clinic_line_hours", &edit.clinic_line_hours)?;
        let clinic_phone =
            edit.clinic_line_phone.as_deref().map(|p| validate::phone("clinic_line_phone", p)).transpose()?;
        let boundary = validate::optional_scale("day_boundary_min", edit.day_boundary_min, 0, LATEST_BOUNDARY_MIN)?;
        self.write(|w| {
            put(w, "name", name.as_ref())?;
            put(w, "language", language.as_ref())?;
            put(w, "day_boundary_min", boundary.as_ref())?;
            put(w, "check_in_rhythm", edit.check_in_rhythm.as_ref())?;
            put(w, "usual_on", edit.usual_on.as_ref())?;
            put(w, "usual_sensitivity", edit.usual_sensitivity.as_ref())?;
            put(w, "lock_screen_words", edit.lock_screen_words.as_ref())?;
            put(w, "demo", edit.demo.as_ref())?;
            put(w, "region", region.as_ref())?;
            put(w, "clinic_line_name", clinic_name.as_ref())?;
            put(w, "clinic_line_phone", clinic_phone.as_ref())?;
            put(w, "clinic_line_hours", clinic_hours.as_ref())
        })
    }
}

/// Every setting, where a read is already open. A value that a newer version wrote and this
/// one cannot read counts as not set; it is kept as it is.
pub(crate) fn settings_of(c: &Connection) -> Result<Settings> {
    let mut settings = Settings::default();
    let mut q = c.prepare_cached("SELECT name, value FROM setting")?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (name, json) = (row.get_ref(0)?.as_str().unwrap_or_default(), row.get_ref(1)?.as_str().unwrap_or_default());
        match name {
            "name" => take(&mut settings.name, json),
            "language" => take(&mut settings.language, json),
            "day_boundary_min" => take(&mut settings.day_boundary_min, json),
            "check_in_rhythm" => take(&mut settings.check_in_rhythm, json),
            "usual_on" => take(&mut settings.usual_on, json),
            "usual_sensitivity" => take(&mut settings.usual_sensitivity, json),
            "lock_screen_words" => take(&mut settings.lock_screen_words, json),
            "demo" => take(&mut settings.demo, json),
            "region" => take(&mut settings.region, json),
            "clinic_line_name" => take(&mut settings.clinic_line_name, json),
            "clinic_line_phone" => take(&mut settings.clinic_line_phone, json),
            "clinic_line_hours" => take(&mut settings.clinic_line_hours, json),
            _ => {}
        }
    }
    Ok(settings)
}

/// The record's id of a setting: the first 16 bytes of SHA-256 of its name.
pub(crate) fn setting_id(name: &str) -> Id {
    let mut bytes = [0u8; 16];
    for (to, from) in bytes.iter_mut().zip(digest(&SHA256, name.as_bytes()).as_ref()) {
        *to = *from;
    }
    Id::from_bytes(bytes)
}

fn take<T: DeserializeOwned>(into: &mut T, json: &str) {
    if let Ok(kept) = serde_json::from_str(json) {
        *into = kept;
    }
}

/// One setting that stands with its concept, such as whether the safety plan was opened; `None` while it was
/// never set, and for a value of a newer version that this one cannot read.
pub(crate) fn one<T: DeserializeOwned>(c: &Connection, name: &str) -> Result<Option<T>> {
    let json: Option<String> = c
        .prepare_cached("SELECT value FROM setting WHERE id = ?1")?
        .query_row([setting_id(name)], |r| r.get(0))
        .optional()?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

/// Whether something that is off until the person turns it on is on.
pub(crate) fn is_on(c: &Connection, name: &str) -> Result<bool> {
    Ok(one(c, name)?.unwrap_or(false))
}

/// That it is on.
///
/// # Errors
/// The setting's name, in the wrong state.
pub(crate) fn must_be_on(c: &Connection, name: &'static str) -> Result<()> {
    if is_on(c, name)? { Ok(()) } else { Err(Error::invalid(name, Reason::WrongState)) }
}

/// What the names of the sealed copies of care relationships begin with (`readers::kept`). They travel with the backup,
/// and are in no archive.
pub(crate) const SHARED_WITH: &str = "shared_with/";

/// Sets a setting inside a write; `None` leaves it as it is.
pub(crate) fn put<T: Serialize>(w: &Write<'_>, name: &'static str, new: Option<&T>) -> Result<()> {
    new.map_or(Ok(()), |new| put_named(w, name, new))
}

/// Sets a setting whose name is made of what it is about.
pub(crate) fn put_named<T: Serialize + ?Sized>(w: &Write<'_>, name: &str, new: &T) -> Result<()> {
    let json = serde_json::to_string(new).map_err(|_| Error::Internal("json"))?;
    let id = setting_id(name);
    let there: Option<i64> =
        w.tx().prepare_cached("SELECT 1 FROM setting WHERE id = ?1")?.query_row([id], |r| r.get(0)).optional()?;
    match there {
        Some(_) => w.update(&SETTING, id, &vec![("value", value(json))]).map(drop),
        None => w.insert(&SETTING, id, &vec![("name", value(name.to_owned())), ("value", value(json))]),
    }
}

fn checked_name(name: &str) -> Result<String> {
    let kept = validate::optional_line("name", name)?;
    if kept.chars().count() > NAME_LIMIT {
        return Err(Error::invalid("name", Reason::TooLong { limit: NAME_LIMIT }));
    }
    Ok(kept)
}

/// The shape of a language tag; whether there are words in it is for the content to say.
fn checked_language(tag: &str) -> Result<String> {
    let tag = tag.trim();
    let shaped = tag.is_empty() || crate::programme::pack::is_language(tag);
    if shaped { Ok(tag.to_owned()) } else { Err(Error::invalid("language", Reason::Malformed)) }
}

/// The shape of a region; whether there are numbers for it is for the content to say.
fn checked_region(region: &str) -> Result<String> {
    let region = region.trim().to_ascii_uppercase();
    let shaped =
        region.is_empty() || ((2..=3).contains(&region.len()) && region.bytes().all(|b| b.is_ascii_alphabetic()));
    if shaped { Ok(region) } else { Err(Error::invalid("region", Reason::Malformed)) }
}
