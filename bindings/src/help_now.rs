//! "I need help now": who and what, complete, at once, without a network.
//!
//! What the person chose themselves comes first: their own people, the last stage of their own
//! plan, the clinic's line. Then the numbers of the place they are in, which come from the content
//! pack and carry the day they were last checked. Opening this screen decides nothing, writes
//! nothing and tells nobody; and it is there before the first run is finished (`help_lines`).

use handrail_core::help_now as core;

use crate::clock::CivilDate;
use crate::convert::{In, Out, choice, closed, view};
use crate::error::Result;
use crate::handrail::{Handrail, unopened};
use crate::store::RecordId;
use crate::words::Message;

choice! {
    /// How a line of help is reached.
    HelpLineKind = core::LineKind {
        /// By calling.
        Call,
        /// By a text message.
        Text,
        /// The emergency number.
        Emergency,
    }
}

view! {
    /// Somebody of the person's own, whom they want on this screen.
    HelpPerson from core::HelpPerson {
        /// Which person on the map.
        id: RecordId,
        /// Name.
        name: String,
        /// Who they are to the person; may be empty.
        relation: String,
        /// A number; empty where there is none, and then they can still be gone to.
        phone: String,
    }
}

view! {
    /// A line of the person's own plan that is for now.
    HelpPlanLine from core::HelpPlanLine {
        /// Which line of the plan.
        id: RecordId,
        /// In the person's own words.
        wording: String,
        /// A number; empty where there is none.
        phone: String,
    }
}

view! {
    /// The clinic's own line, as it was typed in.
    ClinicLine from core::ClinicLine {
        /// What it is called.
        name: String,
        /// Its number.
        phone: String,
        /// When somebody answers, in words; may be empty.
        hours: String,
    }
}

view! {
    /// The screen.
    HelpNowView from core::HelpNowView {
        /// My own people, as I put them. Nobody is here whom my plan says not to call.
        people: Vec<HelpPerson>,
        /// The emergency stage of my plan.
        plan: Vec<HelpPlanLine>,
        /// Numbers in my plan that are for an emergency or out of hours.
        plan_contacts: Vec<HelpPlanLine>,
        /// The clinic's line; none until it is typed in.
        clinic: Option<ClinicLine>,
        /// Whether there is a safety plan to open.
        safety_plan: bool,
        /// The place the lines are for: chosen, or else suggested by zone and language; none where neither says.
        region: Option<String>,
        /// Whether the person chose that place. If not, the screen shows its name and offers another.
        region_chosen: bool,
        /// The lines of that place, the emergency number first. Where no place is known: the emergency
        /// numbers of every place there is.
        lines: Vec<HelpLine>,
        /// Every place there are lines for.
        regions: Vec<String>,
    }
}

view! {
    /// What else there is when a call did not go through.
    AfterFailedCall from core::AfterFailedCall {
        /// Lines of the place and what else to do, the surest first.
        next: Vec<HelpOption>,
        /// My own people, without the one who was called.
        people: Vec<HelpPerson>,
        /// The numbers of my plan, without the one that was called.
        plan_contacts: Vec<HelpPlanLine>,
        /// The clinic's line, unless it was that.
        clinic: Option<ClinicLine>,
    }
}

view! {
    /// A line to call or text, as the pack has it in one language.
    HelpLine from core::HelpLine {
        /// Its id in the pack.
        id: String,
        /// Where it holds: a country (ISO 3166-1, two letters), or `EU` for all of the European Union.
        region: String,
        /// How it is reached.
        kind: HelpLineKind,
        /// What to dial or text to.
        number: String,
        /// What it is called there.
        name: String,
        /// When it is the one to use.
        when: String,
        /// The day somebody last checked that it is right.
        checked: CivilDate,
        /// Where that can be read again.
        source: String,
    }
}

/// Whom a call or text did not reach.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum Called {
    /// A person on my map.
    Person {
        /// Which.
        id: RecordId,
    },
    /// A line of my plan.
    PlanLine {
        /// Which.
        id: RecordId,
    },
    /// The clinic's line.
    Clinic,
    /// A line of the place, by its id in the pack.
    Line {
        /// Its id.
        id: String,
    },
}

closed!(Called);

impl In<core::Called> for Called {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Called> {
        Ok(match self {
            Self::Person { id } => core::Called::Person(id.taken(field)?),
            Self::PlanLine { id } => core::Called::PlanLine(id.taken(field)?),
            Self::Clinic => core::Called::Clinic,
            Self::Line { id } => core::Called::Line(id),
        })
    }
}

/// Something to do when a call or text did not go through.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum HelpOption {
    /// Something to do: `help-now-other-network` and others of that kind.
    ToDo {
        /// What to say.
        message: Message,
    },
    /// Another line of the place.
    Line {
        /// Which.
        line: HelpLine,
    },
}

closed!(HelpOption);

impl Out<core::NextOption> for HelpOption {
    fn out(core: core::NextOption) -> Self {
        match core {
            core::NextOption::Do(message) => Self::ToDo { message: Out::out(message) },
            core::NextOption::Line(line) => Self::Line { line: Out::out(line) },
        }
    }
}

#[uniffi::export]
impl Handrail {
    /// Help now. Reads only; complete without a network. `phone_language` is the phone's own language
    /// tag, such as `en-GB`: used where no language was chosen, and to suggest a place.
    pub fn help_now(&self, phone_language: &str) -> Result<HelpNowView> {
        self.call(|core| core.help_now(phone_language))
    }

    /// What else there is when `called` did not go through.
    pub fn after_failed_call(&self, phone_language: &str, called: Called) -> Result<AfterFailedCall> {
        self.call(|core| core.after_failed_call(phone_language, &called.taken("called")?))
    }
}

/// The lines of a place, from what is built in: before the first run is finished, without a record, a key or a network.
///
/// `region` is one of `help_regions`; for any other the list is empty: then show those. `language` is a tag such as `en-GB`.
#[uniffi::export]
pub fn help_lines(region: &str, language: &str) -> Result<Vec<HelpLine>> {
    unopened(|| core::lines(region, language))
}

/// Every place there are lines for, from what is built in: countries (ISO 3166-1, two letters), and `EU`.
#[uniffi::export]
pub fn help_regions() -> Result<Vec<String>> {
    unopened(core::regions)
}

/// The place that a phone's language tag (`en-GB`) and time zone (`Europe/London`) suggest; nothing where neither says.
/// A suggestion only: the person may be somewhere else.
#[uniffi::export]
pub fn suggested_help_region(language: &str, zone: &str) -> Result<Option<String>> {
    unopened(|| core::suggested_region(language, zone))
}

/// What else there is when the line `failed` of a place did not go through, the surest first, from what is built in.
/// Never empty. `after_failed_call` of an opened record knows the person's own people and plan too.
#[uniffi::export]
pub fn after_failed_help_line(region: &str, language: &str, failed: &str) -> Result<Vec<HelpOption>> {
    unopened(|| core::after_failed_call(region, language, failed))
}
