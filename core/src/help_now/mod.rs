//! "I need help now": who and what, complete, at once, without a network.
//!
//! What the person chose themselves comes first: their own people, the last stage of their own
//! plan, the clinic's line. Then the numbers of the place they are in, which come from the content
//! pack and carry the day they were last checked. Opening this screen decides nothing, writes
//! nothing and tells nobody; and it is there before the first run is finished ([`lines`]).

mod book;
mod lines;
mod zones;

use rusqlite::Connection;

pub use lines::{
    EUROPE, HelpLine, LineBook, LineKind, NextOption, after_failed_line, lines_in, suggested_region as suggest_region,
};

use crate::error::Result;
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::plan::safety;
use crate::settings::{Settings, settings_of};

/// Somebody of the person's own, whom they want on this screen.
#[derive(Clone, PartialEq, Eq)]
pub struct HelpPerson {
    /// Which person on the map.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Who they are to the person; may be empty.
    pub relation: String,
    /// A number; empty where there is none, and then they can still be gone to.
    pub phone: String,
}

/// A line of the person's own plan that is for now.
#[derive(Clone, PartialEq, Eq)]
pub struct HelpPlanLine {
    /// Which line of the plan.
    pub id: Id,
    /// In the person's own words.
    pub wording: String,
    /// A number; empty where there is none.
    pub phone: String,
}

/// The clinic's own line, as it was typed in.
#[derive(Clone, PartialEq, Eq)]
pub struct ClinicLine {
    /// What it is called.
    pub name: String,
    /// Its number.
    pub phone: String,
    /// When somebody answers, in words; may be empty.
    pub hours: String,
}

/// The screen.
#[derive(Clone, PartialEq, Eq)]
pub struct HelpNowView {
    /// My own people, as I put them. Nobody is here whom my plan says not to call.
    pub people: Vec<HelpPerson>,
    /// The emergency stage of my plan.
    pub plan: Vec<HelpPlanLine>,
    /// Numbers in my plan that are for an emergency or out of hours.
    pub plan_contacts: Vec<HelpPlanLine>,
    /// The clinic's line; none until it is typed in.
    pub clinic: Option<ClinicLine>,
    /// Whether there is a safety plan to open.
    pub safety_plan: bool,
    /// The place the lines are for: chosen, or else suggested by zone and language; none where neither says.
    pub region: Option<String>,
    /// Whether the person chose that place. If not, the screen shows its name and offers another.
    pub region_chosen: bool,
    /// The lines of that place, the emergency number first. Where no place is known: the emergency
    /// numbers of every place there is.
    pub lines: Vec<HelpLine>,
    /// Every place there are lines for.
    pub regions: Vec<String>,
}

/// What did not go through.
#[derive(Clone, PartialEq, Eq)]
pub enum Called {
    /// A person on my map.
    Person(Id),
    /// A line of my plan.
    PlanLine(Id),
    /// The clinic's line.
    Clinic,
    /// A line of the place, by its id in the pack.
    Line(String),
}

/// What else there is when a call did not go through.
#[derive(Clone, PartialEq)]
pub struct AfterFailedCall {
    /// Lines of the place and what else to do, the surest first.
    pub next: Vec<NextOption>,
    /// My own people, without the one who was called.
    pub people: Vec<HelpPerson>,
    /// The numbers of my plan, without the one that was called.
    pub plan_contacts: Vec<HelpPlanLine>,
    /// The clinic's line, unless it was that.
    pub clinic: Option<ClinicLine>,
}

/// The lines of a place, from what was built in: no opened record is needed. Empty for a place
/// there are none for; then show [`regions`].
#[must_use]
pub fn lines(region: &str, language: &str) -> Vec<HelpLine> {
    lines_in(&book::built_in(), region, language)
}

/// Every place there are lines for, from what was built in.
#[must_use]
pub fn regions() -> Vec<String> {
    book::built_in().regions()
}

/// The place that a phone's language tag and time zone suggest. A suggestion only.
#[must_use]
pub fn suggested_region(language: &str, zone: &str) -> Option<String> {
    lines::suggested_region(&book::built_in(), language, zone)
}

/// What else there is when the line `failed` of a place did not go through: before the first run is finished.
#[must_use]
pub fn after_failed_call(region: &str, language: &str, failed: &str) -> Vec<NextOption> {
    after_failed_line(&book::built_in(), region, language, failed)
}

impl Handrail {
    /// Help now. Reads only; complete without a network. `phone_language` is the phone's own language
    /// tag, such as `en-GB`: used where no language was chosen, and to suggest a place.
    pub fn help_now(&self, phone_language: &str) -> Result<HelpNowView> {
        let zone = self.now()?.zone;
        self.read(|c| help_now_of(c, &book::in_use(c)?, phone_language, &zone))
    }

    /// What else there is when `called` did not go through.
    pub fn after_failed_call(&self, phone_language: &str, called: &Called) -> Result<AfterFailedCall> {
        let zone = self.now()?.zone;
        self.read(|c| {
            let book = book::in_use(c)?;
            let view = help_now_of(c, &book, phone_language, &zone)?;
            let settings = settings_of(c)?;
            let failed = if let Called::Line(id) = called { id.as_str() } else { "" };
            let region = view.region.unwrap_or_default();
            let next = after_failed_line(&book, &region, language_of(&settings, phone_language), failed);
            Ok(AfterFailedCall {
                next,
                people: view.people.into_iter().filter(|p| *called != Called::Person(p.id)).collect(),
                plan_contacts: view.plan_contacts.into_iter().filter(|l| *called != Called::PlanLine(l.id)).collect(),
                clinic: view.clinic.filter(|_| *called != Called::Clinic),
            })
        })
    }
}

fn language_of<'a>(settings: &'a Settings, phone_language: &'a str) -> &'a str {
    if settings.language.is_empty() { phone_language } else { &settings.language }
}

fn help_now_of(c: &Connection, book: &dyn LineBook, phone_language: &str, zone: &str) -> Result<HelpNowView> {
    let settings = settings_of(c)?;
    let language = language_of(&settings, phone_language);
    let regions = book.regions();
    let region_chosen = regions.contains(&settings.region);
    let region =
        if region_chosen { Some(settings.region.clone()) } else { lines::suggested_region(book, phone_language, zone) };
    let lines = match &region {
        Some(region) => lines_in(book, region, language),
        None => regions
            .iter()
            .flat_map(|region| book.lines(region, language))
            .filter(|line| line.kind == LineKind::Emergency)
            .collect(),
    };
    Ok(HelpNowView {
        people: people(c)?,
        plan: plan_lines(c, "l.part = 'what_helps' AND l.stage = 4")?,
        plan_contacts: plan_lines(
            c,
            "l.part = 'contacts' AND number <> '' AND l.role IN ('', 'emergency', 'out_of_hours')",
        )?,
        clinic: clinic_of(&settings),
        safety_plan: safety::is_there(c)?,
        region,
        region_chosen,
        lines,
        regions,
    })
}

fn clinic_of(settings: &Settings) -> Option<ClinicLine> {
    (!settings.clinic_line_phone.is_empty()).then(|| ClinicLine {
        name: settings.clinic_line_name.clone(),
        phone: settings.clinic_line_phone.clone(),
        hours: settings.clinic_line_hours.clone(),
    })
}

/// Whom the person wants here, without those of whom the plan says that they must not be called.
fn people(c: &Connection) -> Result<Vec<HelpPerson>> {
    let mut q = c.prepare_cached(
        "SELECT id, name, relation, phone FROM person p WHERE help_now = 1 AND state = 'keep'
            AND NOT EXISTS (SELECT 1 FROM plan_line l WHERE l.person = p.id AND l.not_to_be_called = 1)
          ORDER BY position, id",
    )?;
    let rows =
        q.query_map([], |r| Ok(HelpPerson { id: r.get(0)?, name: r.get(1)?, relation: r.get(2)?, phone: r.get(3)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn plan_lines(c: &Connection, which: &'static str) -> Result<Vec<HelpPlanLine>> {
    // A line that stands for somebody on the map takes their name and number where it has none of its own.
    let mut q = c.prepare_cached(&format!(
        "SELECT l.id, CASE WHEN l.wording <> '' THEN l.wording ELSE coalesce(p.name, '') END,
                CASE WHEN l.phone <> '' THEN l.phone ELSE coalesce(p.phone, '') END AS number
           FROM plan_line l LEFT JOIN person p ON p.id = l.person
          WHERE {which} AND coalesce(l.not_to_be_called, 0) = 0
            AND NOT EXISTS (SELECT 1 FROM plan_line n WHERE n.person = l.person AND n.not_to_be_called = 1)
          ORDER BY l.position, l.id"
    ))?;
    let rows = q.query_map([], |r| Ok(HelpPlanLine { id: r.get(0)?, wording: r.get(1)?, phone: r.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
