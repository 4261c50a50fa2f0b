//! The review: one page about the time since the last meeting, for the next one.
//!
//! The person sees exactly what would go, switches off what they like, and shows it on this
//! screen, prints it or sends it. Nothing goes that was not on a preview.
//!
//! ```text
//!   review(period) ──> Review ──preview(choices)──> Preview ──share──> waits for the next sync
//!                        ^                             |
//!                        └──── switch a line off ──────┘
//! ```

mod lines;

pub use lines::{Detail, DetailValue, LineConcept, LineId, PreviewLine, Sum};

use std::sync::Arc;

use handrail_core::ids::Id;
use handrail_core::review as core;

use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In, Out, choice, closed, edit, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::readers::ReaderName;
use crate::store::{Changes, RecordId};

/// Which time a review is about.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Period {
    /// From the last meeting that was held until now. Without one: from the first entry, at most 12 weeks back.
    SinceLastMeeting,
    /// From the beginning of one day to the end of another, at most until now.
    FromUntil {
        /// First day.
        from: CivilDate,
        /// Last day.
        until: CivilDate,
    },
}

impl In<core::Period> for Period {
    fn taken(self, _: &'static str) -> handrail_core::Result<core::Period> {
        Ok(match self {
            Self::SinceLastMeeting => core::Period::SinceLastMeeting,
            Self::FromUntil { from, until } => {
                core::Period::FromUntil { from: from.taken("from")?, until: until.taken("until")? }
            }
        })
    }
}

choice! {
    /// What can go with a review beside goals, homework, coping, signs and the plan.
    SheetCategory = core::Category {
        /// My programme and where I am in it.
        Programme,
        /// What recovery means to me.
        RecoveryMeaning,
        /// Areas of my life.
        LifeAreas,
        /// Step-by-step problem solving.
        ProblemSolving,
        /// Meetings.
        Session,
        /// Answers to the questions of modules.
        Worksheet,
        /// The safety plan.
        SafetyPlan,
        /// My medicines.
        Medication,
        /// Alcohol and drugs.
        SubstanceUse,
        /// Stress.
        Stress,
        /// My people, without their telephone numbers.
        People,
        /// Getting what I need.
        Needs,
        /// Living well.
        Lifestyle,
        /// The progress check.
        ProgressCheck,
        /// What can be counted of how the programme was given.
        Fidelity,
    }
}

/// What goes only after it was switched on.
#[derive(Debug, Clone, PartialEq, Eq, Default, uniffi::Record)]
#[allow(clippy::struct_excessive_bools, reason = "a screen of switches")]
pub struct Switches {
    /// Situations and notes of coping tries.
    #[uniffi(default)]
    pub coping_notes: bool,
    /// Notes beside homework.
    #[uniffi(default)]
    pub homework_notes: bool,
    /// Notes about warning signs: beside check-ins, how a sign begins, who may notice it, how to check.
    #[uniffi(default)]
    pub sign_notes: bool,
    /// The relapse prevention plan.
    #[uniffi(default)]
    pub plan: bool,
    /// Other sheets.
    #[uniffi(default)]
    pub sheets: Vec<SheetCategory>,
}

impl Out<core::Switches> for Switches {
    fn out(core: core::Switches) -> Self {
        let core::Switches { coping_notes, homework_notes, sign_notes, plan, sheets } = core;
        Self { coping_notes, homework_notes, sign_notes, plan, sheets: sheets.iter().map(Out::out).collect() }
    }
}

impl In<core::Switches> for Switches {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Switches> {
        let Self { coping_notes, homework_notes, sign_notes, plan, sheets } = self;
        let sheets = sheets.into_iter().map(|s| s.taken(field)).collect::<handrail_core::Result<_>>()?;
        Ok(core::Switches { coping_notes, homework_notes, sign_notes, plan, sheets })
    }
}

/// What the person chose on the preview's screen.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Choices {
    /// Lines that stay here. Hiding a goal, homework or strategy hides what stands under it;
    /// hiding a sign hides its ratings and rules.
    #[uniffi(default)]
    pub hidden: Vec<LineId>,
    /// What is switched on beyond the usual. Left out: as the person chose the last time.
    #[uniffi(default)]
    pub switches: Option<Switches>,
    /// Care relationships it goes to; all of them where left out.
    #[uniffi(default)]
    pub mailboxes: Option<Vec<RecordId>>,
}

impl Choices {
    fn taken(self, kept: core::Switches) -> handrail_core::Result<core::Choices> {
        let Self { hidden, switches, mailboxes } = self;
        let hidden: Vec<core::LineId> = hidden.taken("hidden")?;
        let mailboxes: Option<Vec<Id>> = mailboxes.taken("mailboxes")?;
        Ok(core::Choices {
            hidden: hidden.into_iter().collect(),
            switches: switches.taken("switches")?.unwrap_or(kept),
            mailboxes: mailboxes.map(|some| some.into_iter().collect()),
        })
    }
}

edit! {
    /// The few words of the app's own that a packet carries, in the person's language. Whole
    /// sentences with places in them: `{sign}`, `{action}`, `{level}`, `{count}`, `{out_of}`.
    PacketWords into core::PacketWords {
        /// The language, BCP 47, at most 35 characters.
        language: String,
        /// A homework for one day.
        once: String,
        /// A homework for every day.
        daily: String,
        /// A homework for every week.
        weekly: String,
        /// Rule: the sign is there.
        if_there: String,
        /// Rule: the sign is at least that strong.
        if_at_least: String,
        /// Rule: there on some check-ins in a row.
        if_in_a_row: String,
        /// Rule: at least that strong on some check-ins in a row.
        if_in_a_row_at_least: String,
        /// Rule: there on some of the last check-ins.
        if_of_last: String,
        /// Rule: at least that strong on some of the last check-ins.
        if_of_last_at_least: String,
    }
}

view! {
    /// The time a packet is about.
    PacketPeriod from core::packet::PeriodOf {
        /// Begin, UTC milliseconds.
        from: i64,
        /// End, UTC milliseconds.
        until: i64,
        /// The person's day it begins on.
        from_day: CivilDate,
        /// The person's day it ends on.
        until_day: CivilDate,
        /// It runs from the last meeting.
        since_meeting: bool,
    }
}

view! {
    /// The next meeting.
    NextMeeting from core::packet::NextMeeting {
        /// Its day.
        day: CivilDate,
        /// Its time, if it is known.
        time: Option<CivilTime>,
    }
}

view! {
    /// Who reads it and when: "Sam reads this before Tuesday's meeting, not sooner." Shown with
    /// every send and every packet that was sent.
    ReadBy from core::ReadBy {
        /// `review-read-before-meeting` with a day, else `review-read-at-next-meeting`.
        message: String,
        /// The reader's name.
        name: String,
        /// The day of the next meeting.
        day: Option<CivilDate>,
    }
}

/// One packet, as its readers will see it.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct PacketPage {
    /// Which.
    pub id: RecordId,
    /// The care relationship it goes to; nothing where it is only shown or printed.
    pub mailbox: Option<RecordId>,
    /// Every line, hidden ones marked.
    pub lines: Vec<PreviewLine>,
    /// Who will read it; empty where it is only shown or printed.
    pub readers: Vec<ReaderName>,
    /// Who reads it and when: one for each reader.
    pub read_by: Vec<ReadBy>,
    /// The time it is about.
    pub period: PacketPeriod,
    /// The next meeting, if one is planned and left in.
    pub next_meeting: Option<NextMeeting>,
    /// True where it is more than a packet holds. It can be shown and printed; to send it, a
    /// shorter period is chosen.
    pub too_large: bool,
}

closed!(PacketPage);

impl Out<&core::PacketPreview> for PacketPage {
    fn out(core: &core::PacketPreview) -> Self {
        // What is sealed stays in the core, so this is the one record that cannot be taken apart whole.
        let core::PacketPreview { lines, readers, period, next_meeting, too_large, .. } = core;
        Self {
            id: Out::out(core.id()),
            mailbox: Out::out(core.mailbox()),
            lines: Out::out(lines.clone()),
            readers: Out::out(readers.clone()),
            read_by: Out::out(core.read_by()),
            period: Out::out(*period),
            next_meeting: Out::out(*next_meeting),
            too_large: *too_large,
        }
    }
}

/// What would go: the page to show, and the very thing to share.
#[derive(Clone, uniffi::Record)]
pub struct PreviewPage {
    /// Hand this to `share`.
    pub preview: Arc<Preview>,
    /// One for each care relationship; never empty.
    pub packets: Vec<PacketPage>,
    /// What is switched on in it.
    pub switches: Switches,
}

closed!(PreviewPage);

/// A period, read once. Lines are switched on and off in `preview` without reading again.
#[derive(uniffi::Object)]
pub struct Review(core::Review);

closed!(Review);

/// What would go, to the byte.
#[derive(uniffi::Object)]
pub struct Preview(core::Preview);

closed!(Preview);

#[uniffi::export]
impl Preview {
    /// The very bytes that would be sealed: JSON after `docs/schema/review-packet-1.schema.json`.
    /// Gives `NotFound` unless `packet` is one of its packets.
    pub fn content(&self, packet: RecordId) -> Result<Vec<u8>> {
        Ok(self.packet(packet)?.content().to_vec())
    }
}

impl Preview {
    pub(crate) fn packet(&self, packet: RecordId) -> handrail_core::Result<&core::PacketPreview> {
        let packet: Id = packet.taken("packet")?;
        let found = self.0.packets.iter().find(|p| p.id() == packet);
        found.ok_or(handrail_core::Error::NotFound("packet"))
    }
}

choice! {
    /// How far a packet has come.
    PacketState = core::PacketState {
        /// On this phone, to be sent.
        Waiting,
        /// The relay says that it has it.
        Delivered,
        /// A reader opened it.
        Opened,
        /// It went into the clinic's record.
        Filed,
    }
}

view! {
    /// A packet that was shared.
    PacketView from core::PacketView {
        /// Which.
        id: RecordId,
        /// The care relationship.
        mailbox: RecordId,
        /// First day it is about.
        from_day: CivilDate,
        /// Last day it is about.
        until_day: CivilDate,
        /// The day it was shared.
        shared: CivilDate,
        /// How far it has come.
        state: PacketState,
        /// The day a reader opened it.
        opened: Option<CivilDate>,
        /// Who reads it, and when.
        read_by: Vec<ReadBy>,
        /// It can still be taken back: nothing of it has left the phone.
        can_take_back: bool,
        /// It waits for a reader's new key: theirs is too old to seal to. Nothing to do but to meet, or to wait.
        waits_for_key: bool,
    }
}

#[uniffi::export]
impl Handrail {
    /// Reads a period for a review, in the words of one language: English where left out.
    ///
    /// Refused: a period that ends before it begins, or begins in the future.
    #[uniffi::method(default(words = None))]
    pub fn review(&self, period: Period, words: Option<PacketWords>) -> Result<Arc<Review>> {
        self.call(|core| core.review(period.taken("period")?, &words.taken("words")?.unwrap_or_default()))
    }

    /// What would go with these choices. Nothing is written and nothing is sent.
    pub fn preview(&self, review: &Review, choices: Choices) -> Result<PreviewPage> {
        self.call(|core| {
            let choices = choices.taken(review.0.switches)?;
            Ok((core.preview(&review.0, &choices)?, choices.switches))
        })
    }

    /// Remembers what is switched on, for the next review.
    pub fn save_review_switches(&self, switches: Switches) -> Result<Changes> {
        self.call(|core| core.save_review_switches(switches.taken("switches")?))
    }

    /// Shares what the preview shows. Afterwards it waits for the next `sync`, and can be taken
    /// back until then. Sharing the same preview again changes nothing.
    ///
    /// Refused: `readers` is empty where nobody is paired, and in the wrong state if they changed
    /// since the preview (show a new one); `period` is too long where it is more than a packet holds.
    pub fn share(&self, preview: &Preview) -> Result<Changes> {
        self.call(|core| core.share(&preview.0))
    }

    /// Takes back a packet of which nothing has left the phone. Refused once any of it may have been sent.
    pub fn take_back(&self, packet: RecordId) -> Result<Changes> {
        self.call(|core| core.take_back(packet.taken("packet")?))
    }

    /// The packets that were shared, the newest first, at most 100.
    pub fn packets(&self) -> Result<Vec<PacketView>> {
        self.call(handrail_core::Handrail::packets)
    }

    /// A packet as it was sent, to be shown again: JSON after `docs/schema/review-packet-1.schema.json`.
    pub fn shared_packet(&self, id: RecordId) -> Result<String> {
        self.call(|core| {
            let packet = core.shared_packet(id.taken("id")?)?;
            serde_json::to_string(&packet).map_err(|_| handrail_core::Error::Internal("json"))
        })
    }
}

impl Out<core::Review> for Arc<Review> {
    fn out(core: core::Review) -> Self {
        Self::new(Review(core))
    }
}

impl Out<(core::Preview, core::Switches)> for PreviewPage {
    fn out((preview, switches): (core::Preview, core::Switches)) -> Self {
        let packets = preview.packets.iter().map(Out::out).collect();
        Self { preview: Arc::new(Preview(preview)), packets, switches: Out::out(switches) }
    }
}
