//! P2: every read that draws a screen, with ten years of entries and with one. A test (`tests/views_measured.rs`) holds
//! this list to the core's sources, so that a read which is added there cannot be forgotten here.

use std::path::Path;

use handrail_core::clock::Day;
use handrail_core::coping::{CopingEntryId, CopingWaitId};
use handrail_core::goals::{GoalReviewId, LongTermGoalId};
use handrail_core::help_now::Called;
use handrail_core::homework::{HomeworkId, HomeworkResultId, Origin};
use handrail_core::ids::Id;
use handrail_core::life_areas::Area;
use handrail_core::lifestyle::LifestyleEntryId;
use handrail_core::medication::doses::DoseId;
use handrail_core::people::contact::{ContactPracticeId, ContactTryId};
use handrail_core::plan::keeping::PlanEventId;
use handrail_core::problem_solving::ProblemId;
use handrail_core::progress_check::{FilledBy, ProgressCheckId};
use handrail_core::recovery::RecoveryMeaningId;
use handrail_core::reminders::{Phone, PhoneFacts, PhoneKind};
use handrail_core::sessions::SessionId;
use handrail_core::signs::{CheckInId, WarningSignId};
use handrail_core::substance_use::SubstanceEntryId;
use handrail_core::{Error, Handrail, Result};

use super::Trouble;
use super::life::{Life, QUESTIONNAIRE};
use super::watch::Times;
use crate::phone::{self, HandClock};

/// What a screen is asked about: of every list the last entry of its first page, to scroll back from.
struct Asked {
    today: Day,
    modules: Vec<String>,
    section: String,
    option: String,
    trouble: String,
    guided: String,
    area: Area,
    homework: HomeworkId,
    goal: LongTermGoalId,
    plan_line: Id,
    sign: WarningSignId,
    practice: ContactPracticeId,
    problem: ProblemId,
    session: SessionId,
    coping_entry: CopingEntryId,
    wait: CopingWaitId,
    goal_row: GoalReviewId,
    homework_result: HomeworkResultId,
    lifestyle_entry: LifestyleEntryId,
    dose: DoseId,
    contact_try: ContactTryId,
    plan_event: PlanEventId,
    check: ProgressCheckId,
    recovery: RecoveryMeaningId,
    old_session: SessionId,
    check_in: CheckInId,
    substance_entry: SubstanceEntryId,
    packet: Id,
    facts: PhoneFacts,
}

fn last<T>(of: Vec<T>, what: &str) -> std::result::Result<T, Trouble> {
    of.into_iter().next_back().ok_or_else(|| format!("no {what} in the measured life").into())
}

fn some<T>(of: Option<T>, what: &str) -> std::result::Result<T, Trouble> {
    of.ok_or_else(|| format!("no {what} in the measured life").into())
}

impl Asked {
    fn of(p: &Handrail, life: &Life) -> std::result::Result<Self, Trouble> {
        let own = p.life_areas()?.areas;
        let practice = some(life.practice, "contact practice")?;
        let homework = some(life.homework.first().copied(), "homework")?;
        let goal = some(life.goal, "goal")?;
        let check = |c: &handrail_core::progress_check::ProgressCheckView| c.instrument == QUESTIONNAIRE.0;
        Ok(Self {
            today: p.this_day()?,
            modules: life.words.modules.clone(),
            section: some(life.words.sections.first().cloned(), "section")?,
            option: some(life.words.options.first().cloned(), "homework option")?,
            trouble: life.words.trouble.clone(),
            guided: life.words.guided.clone(),
            area: last(own, "life area")?.area,
            homework,
            goal,
            plan_line: some(life.plan_line, "plan line")?.0,
            sign: some(life.signs.first().copied(), "sign")?,
            practice,
            problem: some(life.problem, "problem")?,
            session: some(life.session, "meeting")?,
            coping_entry: last(p.coping()?.recent, "try")?.id,
            wait: last(p.coping_waits(None)?, "wait")?.id,
            goal_row: last(p.goal_sheet(goal)?.rows, "row")?.review.id,
            homework_result: last(p.homework_results(homework)?, "answer")?.id,
            lifestyle_entry: last(p.lifestyle()?.recent, "line")?.id,
            dose: last(p.medication()?.recent, "dose")?.id,
            contact_try: last(p.contact_tries(practice)?, "contact")?.id,
            plan_event: last(p.plan_keeping()?.recent, "use of the plan")?.id,
            check: some(p.progress()?.checks.iter().find(|c| check(c)), "questionnaire")?.id,
            recovery: some(life.recovery, "meaning")?,
            old_session: last(p.sessions()?.history, "meeting")?.id,
            check_in: last(p.signs()?.recent, "check-in")?.id,
            substance_entry: last(p.substance_use()?.recent, "entry")?.id,
            packet: last(p.packets()?, "packet")?.id,
            facts: PhoneFacts {
                kind: PhoneKind::WakesTheApp,
                notifications_allowed: Some(true),
                channels_off: Vec::new(),
                exact_allowed: Some(true),
                battery_restricted: Some(false),
                last_boot_ms: None,
            },
        })
    }

    fn module(&self) -> &str {
        self.modules.first().map_or("", String::as_str)
    }
}

/// A read of the core.
struct View {
    name: &'static str,
    look: fn(&Handrail, &Asked) -> Result<()>,
    same: fn(&Handrail, &Handrail, &Asked) -> Result<bool>,
}

/// The name and the call in one, so that they cannot differ.
macro_rules! views {
    ($ask:ident: $($name:ident($($with:expr),*),)*) => {
        static VIEWS: &[View] = &[$(View {
            name: stringify!($name),
            look: |p, $ask| {
                let _ = $ask;
                p.$name($($with),*).map(drop)
            },
            same: |p, q, $ask| {
                let _ = $ask;
                Ok(p.$name($($with),*)? == q.$name($($with),*)?)
            },
        }),*];
    };
}

views! { ask:
    after_failed_call("en-GB", &Called::Clinic),
    backup(),
    calendar_choices(),
    check_ins_before(ask.check_in),
    contact_tries(ask.practice),
    contact_tries_before(ask.practice, ask.contact_try),
    coping(),
    coping_before(ask.coping_entry),
    coping_library(),
    coping_suggestions(&ask.trouble),
    coping_waits(Some(ask.wait)),
    doses_before(ask.dose),
    doses_between(ask.today.plus(-30), ask.today),
    earlier_words("plan_line", ask.plan_line, 0),
    entries_here(),
    fidelity(),
    goal_form(None, None),
    goal_history(ask.goal),
    goal_sheet(ask.goal),
    goal_sheet_rows_before(ask.goal, ask.goal_row),
    goal_story(ask.goal, 0),
    goals(),
    guided_practice(&ask.guided),
    handout(ask.module(), &ask.section),
    help_now("en-GB"),
    homework(),
    homework_from_option(ask.module(), &ask.option, Origin::Agreed),
    homework_results(ask.homework),
    homework_results_before(ask.homework, ask.homework_result),
    homework_reviews(ask.homework, None),
    instrument(QUESTIONNAIRE.0, QUESTIONNAIRE.1),
    instrument_answers(ask.check),
    instrument_as_fhir(ask.check),
    instruments(),
    introductions(),
    life_area_history(&ask.area, None),
    life_area_sittings(None),
    life_areas(),
    lifestyle(),
    lifestyle_before(ask.lifestyle_entry),
    lifestyle_between("", ask.today.plus(-30), ask.today),
    medication(),
    medication_for_a_visit(),
    module(ask.module()),
    needs(),
    note_draft(ask.session),
    packets(),
    packs(),
    people(),
    permissions(ask.today),
    plan(),
    plan_events_before(ask.plan_event),
    plan_keeping(),
    plan_notifications(60, &[]),
    plan_notifications_for(Phone { kind: PhoneKind::HoldsMany, capacity: 60 }, &[]),
    problem(ask.problem),
    problem_reviews(ask.problem, None),
    problem_solving(),
    problems_before(ask.problem),
    programme(),
    progress(),
    progress_check_form(FilledBy::Client),
    proposals(),
    quick_help(),
    readers(),
    recovery(),
    recovery_before(ask.recovery),
    reminder_health(&ask.facts),
    reminder_preferences(),
    reminders(),
    safety_plan(),
    session_sheet(ask.session),
    sessions(),
    sessions_before(ask.old_session),
    settings(),
    shared_packet(ask.packet),
    sign_usual(ask.sign),
    signs(),
    signs_over_months(),
    stress(),
    substance_entries_before(ask.substance_entry),
    substance_use(),
    sync_status(),
    talk_about(),
    test_reminder(),
    today(),
    wording(),
    words(),
    your_usual(),
}

/// What answers without being a screen, and why it is not timed here.
static NOT_TIMED: &[(&str, &str)] = &[
    ("former_readers", "as short as the list of readers; empty on a phone that was not restored"),
    ("backup_devices", "as short as the list of one's phones; empty without a vault"),
    ("begin_restore", "a write"),
    ("check_shares", "reads two texts, not the record"),
    ("reader_words", "one derivation, of a reader who was introduced and not yet checked"),
    ("close", "a life cycle, no read"),
    ("confirm_restore", "waits for a network"),
    ("create_helped_path", "a write"),
    ("create_recovery_code", "a write"),
    ("draft", "at most fifty fields of one screen"),
    ("erase_all", "done once, with its progress shown"),
    ("export_all", "as long as the record; tells how far it is"),
    ("export_calendar", "a file to hand on, no screen"),
    ("fetch_restore", "waits for a network"),
    ("import", "as long as the archive; tells how far it is"),
    ("install_instrument", "a write"),
    ("install_pack", "a write"),
    ("join_first_phone", "waits for a network and a person"),
    ("join_shares", "a write"),
    ("notification_to_show", "no screen: one alarm, by the plan that is timed as plan_notifications"),
    ("pair", "waits for a network"),
    ("preview", "P5"),
    ("print_all", "written to a file, sheet by sheet"),
    ("print_handouts", "a page to print, no screen"),
    ("print_sheet", "a page to print, no screen"),
    ("recovery_sheet", "one row, and only while a code waits"),
    ("remove_instrument", "a write"),
    ("remove_pack", "a write"),
    ("resume", "P3 opens a store"),
    ("retry_kept", "a write"),
    ("review", "P5"),
    ("salvage", "kept in memory"),
    ("scan_code_of_first_phone", "a write"),
    ("scan_invite", "reads a text, not the record"),
    ("show_code_for_second_phone", "waits for a network"),
    ("show_review", "a page to print, no screen"),
    ("suspend", "a life cycle, no read"),
    ("sync", "waits for a network"),
    ("sync_with", "waits for a network"),
    ("take_in", "a write"),
    ("this_day", "the clock and one setting"),
    ("verify_recovery_code", "a write"),
    ("wake_key", "waits for a network"),
    ("wake_ups", "as short as the list of relays"),
    ("words_for_second_phone", "waits for a network and a person"),
    ("words_of_first_phone", "waits for a network and a person"),
];

/// Names of the reads that are timed.
pub fn timed() -> impl Iterator<Item = &'static str> {
    VIEWS.iter().map(|view| view.name)
}

/// Names of what is not, each with the reason.
pub fn not_timed() -> impl Iterator<Item = (&'static str, &'static str)> {
    NOT_TIMED.iter().copied()
}

/// Screens about this phone itself, which two phones with one record show each in its own way.
const OF_ONE_PHONE: &[&str] = &[
    "packets",
    "packs",
    "plan_notifications",
    "plan_notifications_for",
    "readers",
    "reminder_health",
    "shared_packet",
    "sync_status",
];

/// Every screen, with what it is asked about.
pub struct Screens(Asked);

impl Screens {
    /// The screens of a life.
    ///
    /// # Errors
    /// Where the life lacks what a screen is asked about.
    pub fn of(phone: &Handrail, life: &Life) -> std::result::Result<Self, Trouble> {
        Asked::of(phone, life).map(Self)
    }

    /// The screens that do not open, each with the reason. That something is not there any more is none.
    #[must_use]
    pub fn not_opening(&self, phone: &Handrail) -> Vec<(&'static str, Error)> {
        let failed = |view: &View| match (view.look)(phone, &self.0) {
            Ok(()) | Err(Error::NotFound(_)) => None,
            Err(e) => Some((view.name, e)),
        };
        VIEWS.iter().filter_map(failed).collect()
    }

    /// The screens that show something else on one phone than on the other, of those that are about the record.
    #[must_use]
    pub fn differing(&self, one: &Handrail, other: &Handrail) -> Vec<&'static str> {
        let of_the_record = VIEWS.iter().filter(|view| !OF_ONE_PHONE.contains(&view.name));
        of_the_record
            .filter(|view| matches!((view.same)(one, other, &self.0), Ok(false)))
            .map(|view| view.name)
            .collect()
    }
}

/// The times of one read on both stores.
#[derive(Debug)]
pub struct Viewed {
    /// The read.
    pub name: &'static str,
    /// With one year of entries.
    pub one: Times,
    /// With ten.
    pub ten: Times,
}

/// Times of every read on the stores in `folders` (one year, ten years), in turn, the slowest of ten years first.
///
/// # Errors
/// Where a store cannot be opened or a screen not be read.
pub fn every(folders: [(&Path, &Life, i64); 2], count: usize) -> std::result::Result<Vec<Viewed>, Trouble> {
    let [one, ten] = folders.map(|(folder, life, at_ms)| {
        let phone = phone::open(folder, HandClock::standing_at(at_ms))?;
        let asked = Asked::of(&phone, life)?;
        Ok::<_, Trouble>((phone, asked))
    });
    let (one, ten) = (one?, ten?);
    let mut all = Vec::new();
    for view in VIEWS {
        let mut viewed = Viewed { name: view.name, one: Times::default(), ten: Times::default() };
        let named = |e: handrail_core::Error| format!("{}: {e}", view.name);
        for n in 0..count + 3 {
            let (mut a, mut b) = (Times::default(), Times::default());
            a.time(|| (view.look)(&one.0, &one.1)).map_err(named)?;
            b.time(|| (view.look)(&ten.0, &ten.1)).map_err(named)?;
            if n >= 3 {
                viewed.one = viewed.one.and(&a);
                viewed.ten = viewed.ten.and(&b);
            }
        }
        all.push(viewed);
    }
    all.sort_by_key(|v| std::cmp::Reverse(v.ten.median()));
    Ok(all)
}
