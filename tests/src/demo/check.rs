//! `demo --check`: opens everything as the page does, searches the relay's files, and says in one line of JSON whether all is right.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::backup::CameBack;
use super::caseload::every_text;
use super::living::{GOOD_TIME_AGREED_IN_WEEK, Lived, SAW, SUGGESTIONS, packets_in};
use super::reminding::OWN;
use super::search::Search;
use super::{DemoError, control};

/// Where the clients are: which packs, languages and modules, each once.
#[derive(Default)]
struct Programmes {
    packs: BTreeSet<String>,
    languages: BTreeSet<String>,
    modules: BTreeSet<(String, String)>,
    /// Everybody is in the pack and speaks the language that the caseload gives them, and is on their way.
    as_the_caseload_says: bool,
}

impl Programmes {
    fn of(lived: &Lived) -> Result<Self, DemoError> {
        let mut all = Self { as_the_caseload_says: true, ..Self::default() };
        for phone in &lived.phones {
            let (view, course) = (phone.programme()?, &phone.person.course);
            let begun = view.modules.iter().any(|m| m.progress.started.is_some());
            all.as_the_caseload_says &=
                view.programme == course.pack && view.name.language == course.language && !view.name.fell_back && begun;
            if let Some(now) = phone.module_now()? {
                all.modules.insert((view.programme.clone(), now.id));
            }
            all.packs.insert(view.programme);
            all.languages.insert(view.name.language);
        }
        Ok(all)
    }
}

/// Runs the check. The report, and whether all is right.
pub fn check(
    lived: &mut Lived,
    weeks: i64,
    living: Duration,
    relay_folder: &std::path::Path,
    runtime: &tokio::runtime::Runtime,
    control: &control::Control,
    came_back: &CameBack,
) -> Result<(Value, bool), DemoError> {
    // Whatever has not been read yet is opened now, each person's page too: by the page's own code.
    let taken = lived.page.call("take_in", lived.clock.now_ms(), json!({}))?;
    lived.counts.packets_opened += packets_in(&taken);
    let mut refused = taken["refused"].as_u64().unwrap_or(0);
    let (mut readable, mut in_own_language, mut good_times) = (0, 0, 0);
    for phone in &lived.phones {
        let opened = lived.page.call("open", lived.clock.now_ms(), json!({ "client": phone.mailbox }))?;
        refused += opened["refused"].as_u64().unwrap_or(0) + opened["missing"].as_u64().unwrap_or(0);
        readable += u64::from(opened["packet"]["type"] == "review");
        let months = &opened["packet"]["months"];
        good_times +=
            u64::from(months["good_level"].is_number() && months["months"].as_array().is_some_and(|m| m.len() > 1));
        in_own_language += u64::from(opened["packet"]["language"] == phone.person.course.language.as_str());
    }
    let programmes = Programmes::of(lived)?;
    let whose = lived.phones.get(lived.reminding.who).ok_or(DemoError::Wrong("nobody is reminded"))?;
    let told = lived.reminding.tell(whose, lived.clock.now_ms())?;
    let reminders_in_packets = of_reminders(lived)?;
    let mut texts = every_text()?;
    texts.extend(SAW.iter().map(|s| (*s).to_owned()));
    texts.extend(SUGGESTIONS.iter().flat_map(|(a, b, c)| [*a, *b, *c]).map(str::to_owned));
    let search = Search::new(&texts)?;
    let found = search.found_in(relay_folder)?;
    let found_at_control = control.found(&search, texts.first().map_or("", String::as_str), runtime)?;
    let clients = lived.phones.len() as u64;
    let entries: u64 = lived.phones.iter().map(|p| p.entries).sum();
    let agreed = lived.phones.iter().filter(|p| p.person.good_weeks.is_some() && weeks > GOOD_TIME_AGREED_IN_WEEK + 1);
    let good_times_agreed = agreed.count() as u64;
    let c = &lived.counts;
    let right = found == 0
        && found_at_control > 0
        && refused == 0
        && readable == clients
        && in_own_language == clients
        && good_times == good_times_agreed
        && programmes.as_the_caseload_says
        && c.packets_sealed > 0
        && c.packets_sealed == c.packets_opened
        && c.proposals_accepted > 0
        && c.proposals_come_back > 0
        && told.planned > 0
        && told.findings > 0
        && told.came > 0
        && told.late > 0
        && reminders_in_packets == 0
        && came_back.entries > 0
        && came_back.same;
    let report = json!({
        "clients": clients,
        "weeks": weeks,
        "entries": entries,
        "packs": programmes.packs.len(),
        "languages": programmes.languages.len(),
        "modules_under_way": programmes.modules.len(),
        "real_days": c.real_days,
        "good_times_seen": good_times,
        "packets_sealed": c.packets_sealed,
        "packets_opened": c.packets_opened,
        "packets_refused": refused,
        "proposals_sent": c.proposals_sent,
        "proposals_accepted": c.proposals_accepted,
        "proposals_come_back": c.proposals_come_back,
        "texts_searched": texts.len(),
        "plaintext_found_at_relay": found,
        "plaintext_found_at_control": found_at_control,
        "bytes_sent": c.bytes_sent,
        "notifications_planned": told.planned,
        "reminders_that_came": told.came,
        "reminders_that_came_late": told.late,
        "reminder_health_findings": told.findings,
        "reminder_history_in_packets": reminders_in_packets,
        "backup_entries_restored": came_back.entries,
        "backup_bytes_restored": came_back.bytes,
        "backup_same_to_the_byte": came_back.same,
        "seconds": (living.as_secs_f64() * 10.0).round() / 10.0,
        "ok": right,
    });
    Ok((report, right))
}

/// How many packets that the reminded client sent hold anything of what their phone reminded them of, or of what
/// became of it.
fn of_reminders(lived: &Lived) -> Result<usize, DemoError> {
    let Some(phone) = lived.phones.get(lived.reminding.who) else { return Ok(0) };
    let packets = phone.handrail.packets()?;
    if packets.is_empty() {
        return Err(DemoError::Wrong("the reminded client sent nothing"));
    }
    let mut found = 0;
    for line in packets {
        let json = serde_json::to_string(&phone.handrail.shared_packet(line.id)?)?;
        let told = ["remind", "notification", "delivery", "shown_ms", "could_not_be_set"];
        found += usize::from(told.iter().chain(&OWN).any(|word| json.contains(word)));
    }
    Ok(found)
}
