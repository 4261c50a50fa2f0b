//! Twelve weeks of a caseload, hour by hour, on one clock: phones, relay and page.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use handrail_clinic::{PageFiles, Relay, RelayConfig, RunningRelay};
use handrail_core::clock::{Day, TimeOfDay};
use serde_json::json;
use tokio::runtime::Runtime;

use super::DemoError;
use super::backup::Backup;
use super::caseload::everybody;
use super::chance::Chance;
use super::clock::{DemoClock, at};
use super::page::Page;
use super::phone::Phone;
use super::ratings::{self, DayRated};
use super::reminding::Reminding;

/// The Monday on which the demo's page is opened: fixed, so that the same seed gives the same weeks.
const LAST_DAY: &str = "2026-11-16";
/// What the practitioner of the demo goes by.
pub const PRACTITIONER: &str = "Sam";
/// The day of the demo on which "your usual" is offered: 28 days and some more after the first check-ins.
const USUAL_OFFERED_ON: i64 = 40;
/// The week in which those who had a good time agree on it with their practitioner.
pub(super) const GOOD_TIME_AGREED_IN_WEEK: i64 = 5;
/// How many of the clients check in with real people's ratings.
const REAL_RATINGS: usize = 8;

/// What to live.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Same seed, same weeks.
    pub seed: u64,
    /// How many clients, at most as many as there are people in the caseload.
    pub clients: usize,
    /// How many weeks each.
    pub weeks: i64,
    /// The demo build of the page (`dist-demo`); the driver lies beside it in `dist-node`.
    pub page: PathBuf,
    /// Where the stores go.
    pub folder: PathBuf,
    /// Where the relay listens.
    pub listen: std::net::SocketAddr,
}

/// A caseload whose weeks were lived.
pub struct Lived {
    /// The clients.
    pub phones: Vec<Phone>,
    /// The relay, running.
    pub relay: RunningRelay,
    /// The practitioner's page code, unlocked.
    pub page: Page,
    /// One of the practitioner's two recovery codes.
    pub code: String,
    /// The shared clock.
    pub clock: Arc<DemoClock>,
    /// What was counted on the way.
    pub counts: Counts,
    /// The phone that reminds.
    pub reminding: Reminding,
    /// The backup of one of them.
    pub backup: Backup,
}

impl std::fmt::Debug for Lived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lived(..)")
    }
}

/// What happened, counted where it happened.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Sealed review messages that phones put into their outboxes.
    pub packets_sealed: u64,
    /// Reviews that the page's code opened.
    pub packets_opened: u64,
    /// Proposals that the page's code sealed.
    pub proposals_sent: u64,
    /// Proposals that clients made theirs.
    pub proposals_accepted: u64,
    /// Proposals made, accepted, done, and seen again in a later packet on the page.
    pub proposals_come_back: u64,
    /// Days checked in with real people's ratings.
    pub real_days: u64,
    /// Bytes that phones sent to the relay.
    pub bytes_sent: u64,
}

/// Something in the living that happens at a time of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Meeting,
    CheckIn,
    Step,
    Cope,
    Homework,
    Share,
    ReadReviews,
    AskForReminders,
    Remind,
}

/// Lives the weeks. `progress` is told how many weeks are over, of how many.
pub fn live(plan: &Plan, runtime: &Runtime, mut progress: impl FnMut(i64, i64)) -> Result<Lived, DemoError> {
    let last = Day::parse("day", LAST_DAY)?;
    let first = last.plus(-7 * plan.weeks);
    let clock = Arc::new(DemoClock::standing_at(at(first, TimeOfDay::parse("time", "08:00")?)));
    let page_files = page_with_clock(&plan.page, &plan.folder, at(last, TimeOfDay::parse("time", "08:50")?))?;
    let mut config = RelayConfig::new(plan.folder.join("relay"));
    config.listen = plan.listen;
    config.page = PageFiles::from_dir(&page_files)?;
    config.clock = clock.clone();
    // Days pass in seconds here, so a minute's allowance must do for a day's calls.
    config.limits.wire.requests_per_minute = 100_000;
    config.limits.wire.challenges_per_minute = 10_000;
    let relay = runtime.block_on(Relay::start(config))?;
    let driver = plan.page.join("../dist-node/driver.js");
    let mut page = Page::start(&driver)?;
    let enrolment_code = runtime.block_on(relay.enrol())?;
    let origin = relay.origin().to_string();
    let enrolled = page.call(
        "enrol",
        clock.now_ms(),
        json!({ "origin": origin, "enrolment_code": enrolment_code, "display_name": PRACTITIONER }),
    )?;
    let code = enrolled["codes"][0].as_str().ok_or(DemoError::Wrong("no recovery code"))?.to_owned();
    let mut phones = Vec::new();
    for person in everybody()?.into_iter().take(plan.clients) {
        let folder = plan.folder.join(format!("phone-{}", phones.len() + 1));
        let scale = if phones.len() < REAL_RATINGS { 10 } else { 3 };
        phones.push(Phone::new(person, scale, plan.seed, &folder, &clock)?);
    }
    let last_in_line = phones.len().saturating_sub(1);
    let mut life = Life {
        phones,
        relay,
        page,
        clock,
        runtime,
        first,
        weeks: plan.weeks,
        ratings: ratings_of(plan.seed),
        chance: Chance::new(plan.seed, "days"),
        counts: Counts::default(),
        reminding: Reminding::of(0, plan.seed, last.plus(-2)),
        backup: Backup::of(last_in_line),
    };
    for day in 0..plan.weeks * 7 {
        life.day(day)?;
        if day % 7 == 6 {
            progress(day / 7 + 1, plan.weeks);
        }
    }
    life.last_morning(last, at(last, TimeOfDay::parse("time", "08:50")?))?;
    let Life { phones, relay, page, clock, counts, reminding, backup, .. } = life;
    Ok(Lived { phones, relay, page, code, clock, counts, reminding, backup })
}

/// The demo build of the page, with the demo's time beside it for the page to read.
fn page_with_clock(built: &Path, folder: &Path, now_ms: i64) -> Result<PathBuf, DemoError> {
    fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                copy(&entry.path(), &to.join(entry.file_name()))?;
            } else {
                std::fs::copy(entry.path(), to.join(entry.file_name()))?;
            }
        }
        Ok(())
    }
    let to = folder.join("page");
    copy(built, &to)?;
    std::fs::write(to.join("demo.json"), json!({ "now_ms": now_ms, "zone": super::clock::ZONE }).to_string())?;
    Ok(to)
}

/// Real people's days, each person once, in an order of the seed's.
fn ratings_of(seed: u64) -> Vec<Vec<DayRated>> {
    let mut people = ratings::people();
    let chance = Chance::new(seed, "ratings");
    // Fisher and Yates's shuffle.
    for i in (1..people.len()).rev() {
        let j = usize::try_from(chance.below(i as u64 + 1)).unwrap_or(0);
        people.swap(i, j);
    }
    people.truncate(REAL_RATINGS);
    people
}

struct Life<'a> {
    phones: Vec<Phone>,
    relay: RunningRelay,
    page: Page,
    clock: Arc<DemoClock>,
    runtime: &'a Runtime,
    first: Day,
    weeks: i64,
    ratings: Vec<Vec<DayRated>>,
    chance: Chance,
    counts: Counts,
    reminding: Reminding,
    backup: Backup,
}

impl Life<'_> {
    fn day(&mut self, number: i64) -> Result<(), DemoError> {
        let day = self.first.plus(number);
        let mut acts: Vec<(i64, Act, usize)> = Vec::new();
        for (who, phone) in self.phones.iter().enumerate() {
            let minute = i64::try_from(who).unwrap_or(0) * 60_000;
            let mut add = |act: Act, time: &str| -> Result<(), DemoError> {
                acts.push((at(day, TimeOfDay::parse("time", time)?) + minute, act, who));
                Ok(())
            };
            let weekday = phone.person.weekday;
            let begun = number >= weekday;
            if number % 7 == weekday {
                add(Act::Meeting, &phone.person.time)?;
            }
            if !begun {
                continue;
            }
            // The first meeting comes after breakfast, so the first check-in is the day after.
            if number > weekday {
                add(Act::CheckIn, "09:00")?;
            }
            if self.chance.percent(35) {
                add(Act::Step, "15:30")?;
            }
            if self.chance.percent(55) {
                add(Act::Cope, "17:00")?;
            }
            add(Act::Homework, "19:30")?;
            // The evening before the meeting, which also is the last evening for those who meet on a Monday.
            if (number + 1) % 7 == weekday && number > weekday {
                add(Act::Share, "20:30")?;
            }
        }
        acts.push((at(day, TimeOfDay::parse("time", "08:40")?), Act::ReadReviews, 0));
        let reminded = self.reminding.who;
        let met_on = self.phones.get(reminded).map_or(i64::MAX, |p| p.person.weekday);
        let (begun, first_day) = (number > met_on, number == met_on + 1);
        if begun {
            let early = at(day, TimeOfDay::parse("time", "06:30")?);
            acts.push((early, if first_day { Act::AskForReminders } else { Act::Remind }, reminded));
        }
        let mut acts: BinaryHeap<Reverse<(i64, Act, usize)>> = acts.into_iter().map(Reverse).collect();
        let end_of_day = at(day.plus(1), TimeOfDay::parse("time", "06:00")?);
        let mut woken_at = None;
        while let Some(Reverse((time, act, who))) = acts.pop() {
            self.clock.move_to(time);
            self.act(act, who, number)?;
            // An app that was open plans anew: what was answered in it does not come any more.
            if begun && who == reminded {
                let next = self.remind()?.filter(|at| *at < end_of_day);
                if next.is_some() && next != woken_at {
                    woken_at = next;
                    acts.extend(next.map(|at| Reverse((at, Act::Remind, reminded))));
                }
            }
        }
        Ok(())
    }

    /// The reminded client's phone wakes up.
    fn remind(&mut self) -> Result<Option<i64>, DemoError> {
        let Some(phone) = self.phones.get(self.reminding.who) else { return Ok(None) };
        Ok(self.reminding.wake(phone, self.clock.now_ms())?)
    }

    /// The morning on which the demo's page is opened.
    fn last_morning(&mut self, last: Day, until_ms: i64) -> Result<(), DemoError> {
        self.clock.move_to(at(last, TimeOfDay::parse("time", "06:30")?));
        if let Some(phone) = self.phones.get(self.reminding.who) {
            phone.remind_of_step(last.plus(2))?;
        }
        while let Some(next) = self.remind()?.filter(|next| *next <= until_ms) {
            self.clock.move_to(next);
        }
        self.clock.move_to(until_ms);
        Ok(())
    }

    fn act(&mut self, act: Act, who: usize, number: i64) -> Result<(), DemoError> {
        if act == Act::ReadReviews {
            return self.read_reviews(number);
        }
        let last_six_weeks = number - (self.weeks * 7 - 42);
        let real = self.ratings.get(who).and_then(|days| days.get(usize::try_from(last_six_weeks).ok()?)).copied();
        let Some(phone) = self.phones.get_mut(who) else { return Ok(()) };
        match act {
            Act::CheckIn => {
                // "Your usual" is offered once it has been learned; every second client turns it on.
                if number == USUAL_OFFERED_ON && who.is_multiple_of(2) {
                    phone.turn_usual_on()?;
                }
                self.counts.real_days += u64::from(real.flatten().is_some());
                phone.check_in(real, number / 7)?;
            }
            Act::Step => phone.take_step()?,
            Act::Cope => phone.cope()?,
            Act::Homework => phone.do_homework()?,
            Act::Share => {
                phone.note_for_meeting()?;
                self.counts.packets_sealed += phone.share()?;
                self.counts.bytes_sent += phone.sync(self.runtime)?;
            }
            Act::Meeting => self.meeting(who, number)?,
            Act::AskForReminders => phone.ask_for_reminders(self.first.plus(number))?,
            Act::Remind if number % 7 == 1 => phone.remind_of_step(self.first.plus(number + 2))?,
            Act::Remind | Act::ReadReviews => {}
        }
        Ok(())
    }

    /// The first meeting: pairing, face to face. Later ones: what was suggested is talked over and becomes theirs, or not.
    fn meeting(&mut self, who: usize, number: i64) -> Result<(), DemoError> {
        let day = self.first.plus(number);
        let Some(phone) = self.phones.get_mut(who) else { return Ok(()) };
        if number < 7 {
            phone.begin(day)?;
            let name = phone.person.name.clone();
            let meeting = json!({ "day": day.plus(7), "time": phone.person.time });
            phone.pair(self.runtime, &mut self.page, &self.clock, json!({ "name": name, "meeting": meeting }))?;
            phone.plan_meeting(day.plus(7))?;
            if who == self.backup.who {
                self.backup.turn_on(phone)?;
            }
            return Ok(());
        }
        self.counts.bytes_sent += phone.sync(self.runtime)?;
        self.counts.proposals_accepted += phone.answer_proposals()?;
        if number / 7 == GOOD_TIME_AGREED_IN_WEEK {
            phone.agree_on_the_good_time(self.first)?;
        }
        phone.meet(day.plus(7))?;
        let meeting = json!({ "day": day.plus(7), "time": phone.person.time });
        let client = phone.mailbox.clone();
        self.page.call("edit", self.clock.now_ms(), json!({ "client": client, "meeting": meeting }))?;
        Ok(())
    }

    /// Before the day's meetings the practitioner opens what came for them, says "I saw this", and suggests something now and then.
    fn read_reviews(&mut self, number: i64) -> Result<(), DemoError> {
        let today: Vec<usize> = (0..self.phones.len())
            .filter(|w| self.phones.get(*w).is_some_and(|p| p.person.weekday == number % 7))
            .collect();
        if number < 7 || today.is_empty() {
            return Ok(());
        }
        let taken = self.page.call("take_in", self.clock.now_ms(), json!({}))?;
        self.counts.packets_opened += packets_in(&taken);
        for who in today {
            let Some(phone) = self.phones.get_mut(who) else { continue };
            let client = phone.mailbox.clone();
            let opened = self.page.call("open", self.clock.now_ms(), json!({ "client": client }))?;
            self.counts.proposals_come_back += phone.count_what_came_back(&opened["packet"]);
            let week = number / 7;
            if self.chance.percent(60) {
                let text = self.chance.one_of(&SAW.map(str::to_owned)).to_owned();
                self.page.call("seen", self.clock.now_ms(), json!({ "client": client, "text": text }))?;
            }
            if week == 2 + i64::try_from(who % 3).unwrap_or(0) || week == 8 {
                let proposal = if week == 8 { phone.next_step_for(&opened["packet"]) } else { suggestion(who) };
                self.page.call("propose", self.clock.now_ms(), json!({ "client": client, "proposal": proposal }))?;
                self.counts.proposals_sent += 1;
            }
        }
        Ok(())
    }
}

/// How many whole reviews a taking-in opened, over all clients.
pub(super) fn packets_in(taken: &serde_json::Value) -> u64 {
    let clients = taken["clients"].as_object().into_iter().flatten();
    clients.map(|(_, client)| client["packets"].as_array().map_or(0, |p| p.len() as u64)).sum()
}

/// What the practitioner says in one line.
pub const SAW: [&str; 4] = [
    "I saw this, thank you. Let us start with the step you took.",
    "Read it over coffee. I noticed what you did on the hard evening.",
    "Thank you for sending this. I look forward to Tuesday's talk about it.",
    "I saw how often you tried. Bring the sheet along if you like.",
];

/// Homework that the practitioner suggests.
pub const SUGGESTIONS: [(&str, &str, &str); 4] = [
    ("Two minutes of fresh air after breakfast", "You said mornings are heavy", "Stand by the open window"),
    ("Write one line about what went well", "So that we can look at it together", "Say it aloud instead"),
    ("Show your plan to one person you trust", "They asked how they can help", "Tell them that there is a plan"),
    ("Try your coping skill when it is calm", "It is easier on a hard day then", "Only the first minute of it"),
];

pub(super) fn suggestion(who: usize) -> serde_json::Value {
    let (title, why, smaller) = SUGGESTIONS.get(who % SUGGESTIONS.len()).copied().unwrap_or(("", "", ""));
    json!({ "kind": "homework", "title": title, "why": why, "smaller_version": smaller, "how_often": "daily" })
}
