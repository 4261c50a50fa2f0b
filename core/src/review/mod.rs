//! The review: one page about the time since the last meeting, for the next one.
//!
//! The client sees exactly what would go, switches off what they like, and shows it on this
//! screen, prints it or sends it. The period runs from one meeting to the next, never a fixed
//! seven days.
//!
//! ```text
//!   review(period) ──> Review (rows, in memory) ──preview(choices)──> Preview ──share──> packet, outbox
//!                         ^                            |
//!                         └── switch a line off ───────┘
//! ```
//! Hiding takes rows away before anything is worked out ([`rows`]), so a packet with a line hidden
//! is the packet of a person who never wrote that line: not in counts, trends, ids or order.
//! Notes, the plan and every other sheet are off until switched on.

mod categories;
mod compared;
mod fold;
mod lines;
mod months;
pub mod packet;
mod rows;
mod said;
mod share;
mod sheets;
mod trends;
mod usual;
mod words;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::clock::{Day, Moment, instant_of};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::readers::{self, ReaderName};
use crate::settings::{CheckInRhythm, Settings, UsualSensitivity, settings_of};
use crate::signs::parameters::{Form, Sensitivity};
use crate::store::{Changes, Write};
use crate::take_out::paper::voice::Voice;
use crate::words::Words;
pub use categories::{Categories, Category};
use fold::{Addressed, Frame, fold};
pub use lines::{Concept, Detail, DetailValue, LineId, PreviewLine};
use packet::{NextMeeting, Packet, PeriodOf};
use rows::{DAY_MS, Reach, Rows, Sent};
pub(crate) use share::forget_shared;
#[cfg(feature = "http")]
pub(crate) use share::seal_for_reader;
#[allow(unused_imports)] // for the exchange's side of the store
pub(crate) use share::seal_kept;
pub use share::{PACKET, PacketState, PacketView};
pub use words::PacketWords;

/// Longest that a first review looks back when there was no meeting yet, in days (12 weeks).
const FIRST_REVIEW_DAYS: i64 = 84;
/// Most bytes of a packet's JSON (protocol, section 5).
pub const MAX_CONTENT: usize = 262_144;

/// Which time a review is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// From the last meeting that was held until now. Without one: from the first entry, at most 12 weeks back.
    SinceLastMeeting,
    /// From the beginning of one day to the end of another, at most until now.
    FromUntil {
        /// First day.
        from: Day,
        /// Last day.
        until: Day,
    },
}

/// What goes only after it was switched on. Kept as a setting: [`Handrail::save_review_switches`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools, reason = "a screen of switches")]
pub struct Switches {
    /// Situations and notes of coping tries.
    pub coping_notes: bool,
    /// Notes beside homework.
    pub homework_notes: bool,
    /// Notes about warning signs: beside check-ins, how a sign begins, who may notice it, how to check.
    pub sign_notes: bool,
    /// The relapse prevention plan.
    pub plan: bool,
    /// Other sheets.
    pub sheets: Categories,
}

/// What the person chose on the preview's screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Lines that stay here. Hiding a goal, homework or strategy hides what stands under it; hiding a
    /// sign hides its ratings and rules.
    pub hidden: BTreeSet<LineId>,
    /// What is switched on beyond the usual.
    pub switches: Switches,
    /// Care relationships it goes to; `None` is all of them.
    pub mailboxes: Option<BTreeSet<Id>>,
}

/// One care relationship a review can go to.
#[derive(Clone)]
struct Recipient {
    mailbox: Id,
    readers: Vec<ReaderName>,
    last_proposal: u64,
    head: Option<String>,
    sent: Sent,
}

/// A period, read once. Lines are switched on and off in [`Handrail::preview`] without reading again; a sheet is read
/// when it is first switched on, since most are not, and ten years of meetings are long.
#[derive(Clone)]
pub struct Review {
    made: Moment,
    boundary_min: i64,
    period: PeriodOf,
    from_first_entry: bool,
    words: PacketWords,
    interface: Words,
    settings: Settings,
    /// What was switched on last time: where a preview begins.
    pub switches: Switches,
    rows: Arc<Mutex<Rows>>,
    recipients: Vec<Recipient>,
    voice: Voice,
    today: Day,
}

impl std::fmt::Debug for Review {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Review(..)")
    }
}

/// What would go, to each care relationship by itself: one packet each, or one without readers where
/// nobody is paired, to be shown or printed.
#[derive(Clone)]
pub struct Preview {
    /// One for each care relationship; never empty.
    pub packets: Vec<PacketPreview>,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Preview(..)")
    }
}

/// One packet, as its readers will see it.
#[derive(Clone)]
pub struct PacketPreview {
    /// Every line, hidden ones marked.
    pub lines: Vec<PreviewLine>,
    /// Who will read it; empty where it is only shown or printed.
    pub readers: Vec<ReaderName>,
    /// The time it is about.
    pub period: PeriodOf,
    /// The next meeting, if one is planned and left in.
    pub next_meeting: Option<NextMeeting>,
    /// True where it is more than a packet holds. It can be shown and printed; to send it, a shorter period is chosen.
    pub too_large: bool,
    packet: Packet,
    mailbox: Option<Id>,
    content: Vec<u8>,
    records: Vec<Id>,
}

impl PacketPreview {
    /// The packet's id.
    #[must_use]
    pub fn id(&self) -> Id {
        self.packet.packet
    }

    /// The very bytes that would be sealed: JSON after `docs/schema/review-packet-1.schema.json`.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// The same as a record.
    #[must_use]
    pub fn packet(&self) -> &Packet {
        &self.packet
    }

    /// The care relationship it goes to.
    #[must_use]
    pub fn mailbox(&self) -> Option<Id> {
        self.mailbox
    }

    /// "NAME reads this before DAY's meeting, not sooner": one for each reader.
    #[must_use]
    pub fn read_by(&self) -> Vec<ReadBy> {
        let day = self.next_meeting.map(|m| m.day);
        self.readers.iter().map(|r| ReadBy::new(&r.name, day)).collect()
    }
}

/// Who reads it and when, for every send and every "sent" state.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadBy {
    /// `review-read-before-meeting` with a day, else `review-read-at-next-meeting`.
    pub message: &'static str,
    /// The reader's name.
    pub name: String,
    /// The day of the next meeting.
    pub day: Option<Day>,
}

impl ReadBy {
    fn new(name: &str, day: Option<Day>) -> Self {
        let message = if day.is_some() { "review-read-before-meeting" } else { "review-read-at-next-meeting" };
        Self { message, name: name.to_owned(), day }
    }
}

impl Handrail {
    /// Reads a period for a review, in the words of one language.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a period that ends before it begins or begins in the future.
    pub fn review(&self, period: Period, words: &PacketWords) -> Result<Review> {
        let now = self.now()?;
        let boundary_min = self.store.boundary_min()?;
        let words = words.clone();
        self.read(|c| {
            let settings = settings_of(c)?;
            let (period, from_first_entry) = resolve(c, period, &now, boundary_min)?;
            let reach = Reach::of(period.from, period.until);
            let voice = Voice::of(c, &words.language)?;
            let switches = switches_of(c)?;
            let mut rows = Rows::read(c, &voice, &reach, period.until_day, settings.usual_on)?;
            let today = now.day(boundary_min);
            rows.read_sheets(c, &voice, (period.from, period.until), today, switches.sheets)?;
            let mut recipients = Vec::new();
            for (mailbox, readers) in readers::by_mailbox(c)? {
                let last_proposal = readers::last_taken_in(c, mailbox)?;
                let (head, sent) = (readers::echo_of(c, mailbox)?, Sent::read(c, mailbox, &reach)?);
                recipients.push(Recipient { mailbox, readers, last_proposal, head, sent });
            }
            let interface = Words::of(&words.language);
            Ok(Review {
                made: now,
                boundary_min,
                period,
                from_first_entry,
                words,
                interface,
                settings,
                switches,
                rows: Arc::new(Mutex::new(rows)),
                recipients,
                voice,
                today,
            })
        })
    }

    /// What would go with these choices. Nothing is written and nothing is sent.
    pub fn preview(&self, review: &Review, choices: &Choices) -> Result<Preview> {
        let chosen = |mailbox: Id| choices.mailboxes.as_ref().is_none_or(|m| m.contains(&mailbox));
        let to: Vec<&Recipient> = review.recipients.iter().filter(|r| chosen(r.mailbox)).collect();
        let id = || Id::new(review.made.instant_ms, self.randomness.as_ref());
        // Rows that another thread was reading when it panicked are whole: a sheet is added when it has been read.
        let mut rows = review.rows.lock().unwrap_or_else(PoisonError::into_inner);
        if rows.lacks(choices.switches.sheets) {
            let instants = (review.period.from, review.period.until);
            self.read(|c| rows.read_sheets(c, &review.voice, instants, review.today, choices.switches.sheets))?;
        }
        let packets = if to.is_empty() {
            vec![review.packet_for(&rows, None, id()?, choices)?]
        } else {
            to.into_iter().map(|r| review.packet_for(&rows, Some(r), id()?, choices)).collect::<Result<_>>()?
        };
        Ok(Preview { packets })
    }

    /// Remembers what is switched on, for the next review.
    pub fn save_review_switches(&self, switches: Switches) -> Result<Changes> {
        self.write(|w| save_switches(w, switches))
    }
}

impl Review {
    /// The time it is about.
    #[must_use]
    pub fn period(&self) -> PeriodOf {
        self.period
    }

    fn packet_for(&self, rows: &Rows, to: Option<&Recipient>, packet: Id, choices: &Choices) -> Result<PacketPreview> {
        let nobody = Sent::default();
        let addressed = Addressed {
            packet,
            mailbox: to.map(|r| r.mailbox),
            last_proposal: to.map_or(0, |r| r.last_proposal),
            head: to.and_then(|r| r.head.as_deref()),
            sent: to.map_or(&nobody, |r| &r.sent),
        };
        let folded =
            |rows: &Rows, hidden: &BTreeSet<LineId>| fold(rows, &self.frame(choices.switches, hidden), &addressed);
        // Where nothing is hidden, what is left is the whole.
        let fewer = (!choices.hidden.is_empty()).then(|| rows.without(&choices.hidden));
        let left = fewer.as_ref().unwrap_or(rows);
        let packet = folded(left, &choices.hidden);
        let whole = fewer.is_some().then(|| folded(rows, &BTreeSet::new()));
        let whole = whole.as_ref().unwrap_or(&packet);
        let content = serde_json::to_vec(&packet).map_err(|_| Error::Internal("json"))?;
        Ok(PacketPreview {
            lines: lines::lines((whole, rows), (&packet, left), &addressed),
            readers: to.map_or_else(Vec::new, |r| r.readers.clone()),
            period: packet.period,
            next_meeting: packet.next_meeting,
            too_large: content.len() > MAX_CONTENT,
            mailbox: addressed.mailbox,
            records: lines::records(&packet, left, &addressed),
            content,
            packet,
        })
    }

    fn frame<'a>(&'a self, switches: Switches, hidden: &'a BTreeSet<LineId>) -> Frame<'a> {
        Frame {
            made: &self.made,
            boundary_min: self.boundary_min,
            period: self.period,
            from_first_entry: self.from_first_entry,
            words: &self.words,
            name: &self.settings.name,
            demo: self.settings.demo,
            switches,
            form: match self.settings.check_in_rhythm {
                CheckInRhythm::Weekly => Form::Weekly,
                CheckInRhythm::Off | CheckInRhythm::Daily => Form::DailyTogether,
            },
            sensitivity: match self.settings.usual_sensitivity {
                UsualSensitivity::Quieter => Sensitivity::Quieter,
                UsualSensitivity::Standard => Sensitivity::Standard,
                UsualSensitivity::Sooner => Sensitivity::Sooner,
            },
            interface: &self.interface,
            hidden,
        }
    }
}

/// Reads every row that any review could, and says whether that can be done.
pub(crate) fn reads(c: &Connection, now: &Moment, boundary_min: i64) -> Result<()> {
    let (today, from, until) = (now.day(boundary_min), 0, i64::MAX / 2);
    let voice = Voice::of(c, "")?;
    let mut rows = Rows::read(c, &voice, &Reach::of(from, until), today, true)?;
    rows.read_sheets(c, &voice, (from, until), today, Categories::all())
}

/// The period in instants, and whether it is to begin with the first entry that is left.
fn resolve(c: &Connection, period: Period, now: &Moment, boundary_min: i64) -> Result<(PeriodOf, bool)> {
    let today = now.day(boundary_min);
    let until = now.instant_ms;
    match period {
        Period::SinceLastMeeting => {
            let held: Option<i64> = c
                .prepare_cached("SELECT max(held_ms) FROM session WHERE state = 'held' AND held_ms <= ?1")?
                .query_row([until], |r| r.get(0))?;
            let from = held.unwrap_or(until - FIRST_REVIEW_DAYS * DAY_MS);
            let from_day = day_of(from, now, boundary_min);
            let period = PeriodOf { from, until, from_day, until_day: today, since_meeting: held.is_some() };
            Ok((period, held.is_none()))
        }
        Period::FromUntil { from, until: last } => {
            if from > today {
                return Err(Error::invalid("from", Reason::ImpossibleDate));
            }
            if last < from {
                return Err(Error::invalid("until", Reason::ImpossibleDate));
            }
            let begin = |day: Day| {
                let midnight = day.date().and_time(chrono::NaiveTime::MIN);
                instant_of(midnight + chrono::Duration::minutes(boundary_min), now)
            };
            let period = PeriodOf {
                from: begin(from),
                until: until.min(begin(last.plus(1)) - 1),
                from_day: from,
                until_day: last.min(today),
                since_meeting: false,
            };
            Ok((period, false))
        }
    }
}

/// The person's day of an instant, in the zone of `now`.
fn day_of(ms: i64, now: &Moment, boundary_min: i64) -> Day {
    now.at(ms).day(boundary_min)
}

/// Name of the setting that remembers the switches.
const SWITCHES: &str = "review_switches";

fn switches_of(c: &Connection) -> Result<Switches> {
    use rusqlite::OptionalExtension as _;
    let kept: Option<String> = c
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([SWITCHES], |r| r.get(0))
        .optional()?;
    // What cannot be read leaves everything off: the safe side.
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

fn save_switches(w: &Write<'_>, switches: Switches) -> Result<()> {
    crate::settings::put(w, SWITCHES, Some(&switches))
}
