//! A copy of chosen reminders for another calendar: an iCalendar file (RFC 5545), made when the person asks for it.
//!
//! ```text
//!   rules that stand ──those chosen──> entry (days in RRULE, RDATE, EXDATE) ──> lines (escaped, folded) ──> the file
//!                                        └── zone (clock changes of a pinned place) ──^
//! ```
//! It begins today: what went by is nobody's business in another calendar. Unless the person chose their own words for
//! this file, an entry says that there is a reminder and nothing else, as on the locked screen, and names of entries are
//! made from a secret of this record, so that no two records have the same and none tells what it is for. A calendar
//! knows no quiet hours and no answers: what it cannot do is said beside the file.

mod entry;
mod lines;
mod rrule;
mod zone;

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDateTime};
use ring::digest::{SHA256, digest};

use self::entry::{Entry, Held, entries};
use self::lines::Lines;
pub use self::zone::ZONE_YEARS;
use self::zone::Zone;
use super::notification::Reminder;
use super::own::MOST_REMINDERS;
use super::quiet::QuietHours;
use super::rule::{AboutKind, NamedTimes, Rule};
use super::{load, preferences, record, text};
use crate::clock::Moment;
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::settings;
use crate::store::Write;
use crate::take_out::paper::voice::Voice;
use crate::validate::choice;
use crate::words::Message;

/// The secret that names entries; a setting, so that a second phone makes the same names.
const MARK: &str = "calendar_mark";
/// 2024-01-01 UTC: revisions are counted in minutes from there.
const REVISIONS_SINCE_MS: i64 = 1_704_067_200_000;

choice! {
    /// What the entries of a file say.
    CalendarText {
        /// That there is a reminder.
        Neutral = "neutral",
        /// The person's own words, where their locked screen could show them too. Medicines, the plan and the areas of
        /// life have no other text than the neutral one.
        Full = "full",
    }
}

choice! {
    /// Why a chosen reminder is not in the file.
    LeftOut {
        /// It is turned off.
        Off = "off",
        /// It has no day from today on.
        Finished = "finished",
        /// What it is for does not remind now: it rests, is over, or was given no time.
        Silent = "silent",
    }
}

impl LeftOut {
    /// Id of its text in `content/words`.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Off => "calendar-left-off",
            Self::Finished => "calendar-left-finished",
            Self::Silent => "calendar-left-silent",
        }
    }
}

/// A reminder that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarChoice {
    /// Which.
    pub reminder: Reminder,
    /// What it is about.
    pub about: AboutKind,
    /// What its entry would say in the person's own words; the neutral text where it has no other.
    pub full: Message,
}

/// What is wanted in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarWish {
    /// Which reminders.
    pub reminders: Vec<Reminder>,
    /// What their entries say. It is chosen for each file anew; what the locked screen shows has no part in it.
    pub text: CalendarText,
    /// Language of the entries (BCP 47); empty for the language of the settings.
    pub language: String,
}

/// The file, and what is to be said about it.
#[derive(Clone, PartialEq)]
pub struct CalendarExport {
    /// The file (`text/calendar`, UTF-8); none if nothing was left to put in. It is not sealed.
    pub file: Option<String>,
    /// How many entries it has: one for each reminder and time of day, or two where extra days come before its pattern.
    pub entries: u32,
    /// What was chosen and is not in it.
    pub left_out: Vec<(Reminder, LeftOut)>,
    /// What the person should know, before the file goes anywhere.
    pub notes: Vec<Message>,
}

/// Never the person's words.
impl std::fmt::Debug for CalendarExport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CalendarExport({}, {:?})", self.entries, self.left_out)
    }
}

/// Everything that a file depends on beside its rules.
pub struct Written<'a> {
    /// The present moment.
    pub now: &'a Moment,
    /// Where the named times lie.
    pub named: &'a NamedTimes,
    /// When nothing is to come from Handrail itself.
    pub quiet: Option<QuietHours>,
    /// What the entries say.
    pub text: CalendarText,
    /// Makes sentences of messages.
    pub say: &'a dyn Fn(&Message) -> String,
    /// The secret that names entries.
    pub mark: Id,
}

impl std::fmt::Debug for Written<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Written({:?})", self.text)
    }
}

impl Handrail {
    /// The reminders that can be chosen for another calendar: all that stand, those of the sheets included.
    pub fn calendar_choices(&self) -> Result<Vec<CalendarChoice>> {
        let now = self.now()?;
        let today = now.day(self.store.boundary_min()?);
        self.read(|c| {
            let rules = load::rules(c, &preferences::of(c)?, today)?;
            let choice = |rule: &Rule| CalendarChoice {
                reminder: rule.reminder,
                about: rule.about,
                full: text::in_calendar(rule, true),
            };
            Ok(rules.iter().map(choice).collect())
        })
    }

    /// Chosen reminders as a file for another calendar (docs/reminders.md). The first file makes the secret that names
    /// entries; otherwise nothing changes.
    ///
    /// # Errors
    /// `reminders` empty, more than [`MOST_REMINDERS`], or one that is no reminder of the person's (the test, "keep
    /// going"); a reminder of a record that is not there.
    pub fn export_calendar(&self, wish: &CalendarWish) -> Result<CalendarExport> {
        match wish.reminders.len() {
            0 => return Err(Error::invalid("reminders", Reason::Empty)),
            n if n > MOST_REMINDERS => {
                return Err(Error::invalid("reminders", Reason::TooMany { limit: MOST_REMINDERS }));
            }
            _ => {}
        }
        let mut export = None;
        self.write(|w| {
            export = Some(exported(w, wish)?);
            Ok(())
        })?;
        export.ok_or(Error::Internal("calendar"))
    }
}

fn exported(w: &Write<'_>, wish: &CalendarWish) -> Result<CalendarExport> {
    let preferences = preferences::of(w.tx())?;
    let mut standing = load::rules(w.tx(), &preferences, w.day())?;
    let mut left_out = Vec::new();
    let mut rules: Vec<Rule> = Vec::new();
    for (n, reminder) in wish.reminders.iter().enumerate() {
        if matches!(reminder, Reminder::KeepGoing | Reminder::Test) {
            return Err(Error::invalid("reminders", Reason::WrongState));
        }
        if wish.reminders.iter().take(n).any(|before| before == reminder) {
            continue;
        }
        record::must_exist(w, *reminder)?;
        match standing.iter().position(|rule| rule.reminder == *reminder) {
            Some(at) => rules.push(standing.swap_remove(at)),
            None => left_out.push((*reminder, why_silent(w, *reminder)?)),
        }
    }
    let mark = mark(w)?;
    let voice = Voice::of(w.tx(), &wish.language)?;
    let say = |message: &Message| voice.say(message.id, &message.args);
    let written = Written {
        now: w.now(),
        named: &preferences.named,
        quiet: preferences.quiet_hours,
        text: wish.text,
        say: &say,
        mark,
    };
    let mut export = write(&rules, &written)?;
    export.left_out.splice(0..0, left_out);
    Ok(export)
}

/// The secret that names entries, made when it is first needed.
fn mark(w: &Write<'_>) -> Result<Id> {
    let kept: Option<String> = settings::one(w.tx(), MARK)?;
    if let Some(mark) = kept.and_then(|mark| Id::parse(MARK, &mark).ok()) {
        return Ok(mark);
    }
    let mark = w.new_id()?;
    settings::put(w, MARK, Some(&mark.to_string()))?;
    Ok(mark)
}

fn why_silent(w: &Write<'_>, reminder: Reminder) -> Result<LeftOut> {
    let Reminder::Own(id) = reminder else { return Ok(LeftOut::Silent) };
    let off = "SELECT EXISTS (SELECT 1 FROM reminder WHERE id = ?1 AND state <> 'on')";
    let off: bool = w.tx().prepare_cached(off)?.query_row([id], |r| r.get(0))?;
    Ok(if off { LeftOut::Off } else { LeftOut::Silent })
}

/// Writes the file of these rules. The same rules at the same moment give the same file.
///
/// # Errors
/// None that a rule could cause.
pub fn write(rules: &[Rule], with: &Written<'_>) -> Result<CalendarExport> {
    let mut left_out = Vec::new();
    let mut zones: Vec<Zone> = Vec::new();
    let mut written = Lines::default();
    let (mut count, mut asks_for_quiet) = (0, false);
    for rule in rules {
        let (entries, zone) = entries(rule, with);
        if entries.is_empty() {
            left_out.push((rule.reminder, LeftOut::Finished));
            continue;
        }
        asks_for_quiet |= with.quiet.is_some() && !rule.in_quiet_hours;
        zones.extend(zone.filter(|zone| zones.iter().all(|there| there.name != zone.name)));
        let words = (with.say)(&text::in_calendar(rule, with.text == CalendarText::Full));
        for entry in &entries {
            event(&mut written, rule, entry, &words, with)?;
            count += 1;
        }
    }
    if count == 0 {
        return Ok(CalendarExport { file: None, entries: 0, left_out, notes: Vec::new() });
    }
    let mut head = Lines::default();
    head.put("BEGIN", "VCALENDAR")?;
    head.put("VERSION", "2.0")?;
    head.put("PRODID", "-//Handrail//Handrail//EN")?;
    head.put("CALSCALE", "GREGORIAN")?;
    for zone in &zones {
        zone.write(&mut head)?;
    }
    let file = head.finish() + &written.finish() + "END:VCALENDAR\r\n";
    let mut notes = vec![Message::new("calendar-note-copy")];
    if with.text == CalendarText::Full {
        notes.push(Message::new("calendar-note-words"));
    }
    if asks_for_quiet {
        notes.push(Message::new("calendar-note-quiet"));
    }
    if !zones.is_empty() {
        let year = chrono::Datelike::year(&with.now.civil()) + i32::try_from(ZONE_YEARS).unwrap_or(0);
        notes.push(Message::new("calendar-note-zones").with("year", i64::from(year)));
    }
    Ok(CalendarExport { file: Some(file), entries: count, left_out, notes })
}

/// One entry. It takes no time from anybody (transparent), and a calendar that is shared shows it as private.
fn event(lines: &mut Lines, rule: &Rule, entry: &Entry, words: &str, with: &Written<'_>) -> Result<()> {
    let revision = (with.now.instant_ms - REVISIONS_SINCE_MS).div_euclid(60_000).max(0);
    lines.component("VEVENT", |lines| {
        lines.put("UID", uid(with.mark, rule.reminder, entry))?;
        lines.put("DTSTAMP", utc(with.now.instant_ms))?;
        lines.put("SEQUENCE", revision.to_string())?;
        times(lines, "DTSTART", &entry.held, &[entry.start])?;
        if let Some(rrule) = &entry.rrule {
            lines.put("RRULE", rrule.clone())?;
        }
        times(lines, "EXDATE", &entry.held, &entry.without)?;
        times(lines, "RDATE", &entry.held, &entry.also)?;
        lines.words("SUMMARY", words)?;
        lines.put("CLASS", "PRIVATE")?;
        lines.put("TRANSP", "TRANSPARENT")?;
        if rule.ahead_min > 0 {
            alarm(lines, &format!("-PT{}M", rule.ahead_min), words, None)?;
        }
        alarm(lines, "PT0S", words, rule.again.map(|again| (again.times, again.after_min)))
    })
}

fn alarm(lines: &mut Lines, trigger: &str, words: &str, again: Option<(u32, u32)>) -> Result<()> {
    lines.component("VALARM", |lines| {
        lines.put("ACTION", "DISPLAY")?;
        lines.put("TRIGGER", trigger)?;
        lines.words("DESCRIPTION", words)?;
        if let Some((times, after_min)) = again {
            lines.put("REPEAT", times.to_string())?;
            lines.put("DURATION", format!("PT{after_min}M"))?;
        }
        Ok(())
    })
}

fn times(lines: &mut Lines, name: &str, held: &Held, at: &[NaiveDateTime]) -> Result<()> {
    if at.is_empty() {
        return Ok(());
    }
    let mark = if *held == Held::Utc { "Z" } else { "" };
    let list: Vec<String> = at.iter().map(|at| stamp(*at) + mark).collect();
    match held {
        Held::InZone(zone) => lines.put_with(name, ("TZID", zone), list.join(",")),
        Held::Floating | Held::Utc => lines.put(name, list.join(",")),
    }
}

/// A time on the wall.
fn stamp(civil: NaiveDateTime) -> String {
    civil.format("%Y%m%dT%H%M%S").to_string()
}

/// An instant.
fn utc(instant_ms: i64) -> String {
    stamp(DateTime::from_timestamp_millis(instant_ms).unwrap_or_default().naive_utc()) + "Z"
}

/// The name of an entry: the same for the same reminder and time of day in every file of this record, so that a newer
/// file replaces an older one. A version 8 UUID (RFC 9562), as RFC 7986 asks for.
fn uid(mark: Id, reminder: Reminder, entry: &Entry) -> String {
    let id = reminder.id().map_or_else(String::new, |id| id.to_string());
    let says = format!("calendar\n{mark}\n{}\n{id}\n{}\n{}", reminder.word(), entry.slot, entry.early);
    let hash = digest(&SHA256, says.as_bytes());
    let mut uid = String::with_capacity(36);
    for (n, byte) in hash.as_ref().iter().take(16).enumerate() {
        let byte = match n {
            6 => 0x80 | (byte & 0x0f),
            8 => 0x80 | (byte & 0x3f),
            _ => *byte,
        };
        if matches!(n, 4 | 6 | 8 | 10) {
            uid.push('-');
        }
        let _ = write!(uid, "{byte:02x}");
    }
    uid
}
