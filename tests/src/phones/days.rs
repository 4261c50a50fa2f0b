//! The days of a simulated life: what happens to the phone and what its person does, by the dice.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use handrail_core::clock::{Day, TimeOfDay};
use handrail_core::homework::{HomeworkId, HowOften, NewHomework, Origin};
use handrail_core::ids::Id;
use handrail_core::reminders::{Action, AskAgain, Channel, NotificationFact, PhoneKind, Reminder};

use super::android::Android;
use super::clock::{DAY, HOUR, MINUTE, civil_in};
use super::dice::Dice;
use super::ios::Ios;
use super::judge::{Broken, Checked};
use super::life::Life;
use super::os::Os;
use super::rules::{Asked, Holds};
use super::tally::Tally;

/// Where people go. The last one's own tables are newer than ours: its country has given up summer time.
const PLACES: [(&str, Tz); 11] = [
    ("Europe/London", Tz::Europe__London),
    ("America/New_York", Tz::America__New_York),
    ("America/Santiago", Tz::America__Santiago),
    ("Asia/Kolkata", Tz::Asia__Kolkata),
    ("Australia/Lord_Howe", Tz::Australia__Lord_Howe),
    ("Pacific/Auckland", Tz::Pacific__Auckland),
    ("Pacific/Honolulu", Tz::Pacific__Honolulu),
    ("Africa/Casablanca", Tz::Africa__Casablanca),
    ("Asia/Beirut", Tz::Asia__Beirut),
    ("Antarctica/Troll", Tz::Antarctica__Troll),
    ("Africa/Cairo", Tz::Africa__Tripoli),
];

/// Something that the dice bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Brings {
    Open,
    Answers(usize),
    Off,
    On,
    ForceStop,
    Allows(bool),
    Channel(bool),
    Restricts(bool),
    Exact(bool),
    Room(bool),
    Clock(i64),
    Travels(usize),
    Moves,
    Turns,
    Quiet,
    Homework,
    Update,
    Refresh,
    Looks,
}

/// What a person is like, in chances of a thousand.
#[derive(Debug, Clone, Copy)]
struct Habits {
    opens: i64,
    answers: i64,
    troubles: i64,
}

/// One life of so many days on a phone of that kind; everything in it comes from the seed.
///
/// # Errors
/// The first promise that was not kept, with the seed that brings it back.
pub(super) fn random(seed: u64, kind: PhoneKind, days: i64) -> Checked<Tally> {
    let mut made = Random::new(seed, kind)?;
    let ended = made.live(days);
    let wall = made.life.wall();
    made.life.judge.tally.phones = 1;
    let kind = if kind == PhoneKind::WakesTheApp { "android" } else { "ios" };
    ended.map(|()| made.life.judge.tally.clone()).map_err(|Broken(what)| {
        let on = civil_in(wall.tables, wall.now_ms());
        Broken(format!("{what}\n  on {on} in {}; alone again with HANDRAIL_PHONE={kind}:{seed}:{days}", wall.zone))
    })
}

struct Random {
    life: Life,
    dice: Dice,
    habits: Habits,
    homework: Option<Id>,
    agenda: BinaryHeap<Reverse<(i64, u64, Brings)>>,
    number: u64,
    answered: usize,
}

impl Random {
    fn new(seed: u64, kind: PhoneKind) -> Checked<Self> {
        let mut dice = Dice::new(seed);
        let start = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).single().map_or(0, |at| at.timestamp_millis());
        let real_ms = start + dice.between(0, 9 * 365) * DAY + dice.between(0, 10 * 60) * MINUTE;
        let (_, zone) = dice.one_of(&PLACES[..10]).unwrap_or(PLACES[0]);
        let os: Box<dyn Os> = match kind {
            PhoneKind::WakesTheApp => {
                let capacity = dice.one_of(&[1, 2, 8, 64]).unwrap_or(64);
                Box::new(Android::new(capacity, true, dice.chance(500)))
            }
            PhoneKind::HoldsMany => Box::new(Ios::new(dice.chance(500))),
        };
        let habits = Habits {
            opens: dice.one_of(&[30, 200, 900]).unwrap_or(200),
            answers: dice.one_of(&[100, 500, 900]).unwrap_or(500),
            troubles: dice.one_of(&[0, 10, 30]).unwrap_or(10),
        };
        let name = format!("phone-{kind:?}-{seed}");
        let mut life = Life::new(&name, dice.between(0, i64::MAX).unsigned_abs(), real_ms, zone, os)?;
        life.doubles = true;
        let mut made = Self { life, dice, habits, homework: None, agenda: BinaryHeap::new(), number: 0, answered: 0 };
        made.asks()?;
        Ok(made)
    }

    fn time(&mut self) -> NaiveTime {
        let minute = self.dice.between(0, 24 * 12) * 5;
        let (hour, minute) = (u32::try_from(minute / 60).unwrap_or(0), u32::try_from(minute % 60).unwrap_or(0));
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
    }

    fn times(&mut self) -> Vec<NaiveTime> {
        let first = self.time();
        match self.dice.between(0, 4) {
            0 => vec![first, self.time()],
            // Close together, so that they come as one.
            1 => vec![first, first + chrono::Duration::minutes(5)],
            _ => vec![first],
        }
    }

    fn asks(&mut self) -> Checked {
        if self.dice.chance(600) {
            let hours = self.dice.one_of(&[(22, 7), (21, 9), (13, 15), (23, 6)]);
            self.life.quiet(hours)?;
        }
        for _ in 0..self.dice.between(1, 4) {
            let wall = self.life.wall();
            let holds = match self.dice.between(0, 5) {
                0 => Holds::In(wall.tables),
                1 => Holds::Every(self.dice.between(5, 30), 0),
                _ => Holds::Here,
            };
            let again = AskAgain { times: 2, after_min: 45 };
            let mut asked = Asked {
                reminder: Reminder::Test,
                every_days: self.dice.one_of(&[1, 1, 1, 2, 7, 14, 45]).unwrap_or(1),
                starts: wall.civil().date() + chrono::Duration::days(self.dice.between(0, 3)),
                times: self.times(),
                holds,
                exact: self.dice.chance(400),
                ahead_min: if self.dice.chance(250) { 60 } else { 0 },
                again: self.dice.chance(250).then_some(again),
                in_quiet_hours: self.dice.chance(150),
                on: true,
                since_ms: 0,
                edition: 0,
            };
            if let Holds::Every(hours, _) = asked.holds {
                asked.every_days = 1;
                asked.times.truncate(1);
                let first = asked.times.first().copied().unwrap_or_default();
                let from_ms = super::clock::moved_over_gap(wall.tables, asked.starts.and_time(first));
                asked.holds = Holds::Every(hours, from_ms);
            }
            self.life.ask(asked)?;
        }
        if self.dice.chance(400) {
            self.homework()?;
        }
        Ok(())
    }

    fn homework(&mut self) -> Checked {
        let wall = self.life.wall();
        let time = self.time();
        let new = NewHomework {
            title: "a walk".into(),
            module: String::new(),
            why: String::new(),
            goal: None,
            what_exactly: String::new(),
            where_words: String::new(),
            with_whom: String::new(),
            worksheet: String::new(),
            origin: Origin::SelfChosen,
            confidence: None,
            smaller_version: String::new(),
            how_often: HowOften::Daily,
            first_day: None,
            by_about: None,
            reminder_time: TimeOfDay::parse("time", &time.format("%H:%M").to_string()).ok(),
            module_id: String::new(),
            option_id: String::new(),
        };
        let today: Day = self.life.core.this_day()?;
        let changes = self.life.core.save_homework(&new)?;
        let Some(id) = changes.records.iter().find(|c| c.concept == "homework").map(|c| c.id) else { return Ok(()) };
        self.homework = Some(id);
        self.life.judge.asked.push(Asked {
            reminder: Reminder::Homework(HomeworkId(id)),
            since_ms: wall.now_ms(),
            ..Asked::daily(today.date(), time)
        });
        self.life.plan()
    }

    fn then(&mut self, real_ms: i64, brings: Brings) {
        self.number += 1;
        self.agenda.push(Reverse((real_ms, self.number, brings)));
    }

    fn live(&mut self, days: i64) -> Checked {
        for _ in 0..days {
            let start = self.life.wall().real_ms;
            self.a_day(start);
            while let Some(Reverse((at, _, brings))) = self.agenda.peek().copied() {
                if at >= start + DAY {
                    break;
                }
                self.agenda.pop();
                self.life.until(at)?;
                self.sees();
                self.life.says(&format!("{brings:?}"));
                self.happens(brings)?;
            }
            self.life.until(start + DAY)?;
            self.sees();
            self.life.judge.tally.days += 1;
        }
        Ok(())
    }

    /// What came since is on the screen; the person may answer it within the hour.
    fn sees(&mut self) {
        let real_ms = self.life.wall().real_ms;
        while self.answered < self.life.showings.len() {
            let n = self.answered;
            self.answered += 1;
            if self.dice.chance(self.habits.answers) {
                let after = self.dice.between(0, 60) * MINUTE;
                self.then(real_ms + after, Brings::Answers(n));
            }
        }
    }

    /// What the day brings.
    fn a_day(&mut self, start: i64) {
        let at = |dice: &mut Dice| start + dice.between(0, 24 * 60) * MINUTE;
        let mut brings = Vec::new();
        let dice = &mut self.dice;
        for _ in 0..3 {
            if dice.chance(self.habits.opens) {
                brings.push((at(dice), Brings::Open));
            }
        }
        for (chance, what) in [(60, Brings::Moves), (30, Brings::Turns), (10, Brings::Quiet), (15, Brings::Update)] {
            if dice.chance(chance) {
                brings.push((at(dice), what));
            }
        }
        if dice.chance(500) {
            brings.push((at(dice), Brings::Homework));
        }
        if dice.chance(200) {
            brings.push((at(dice), Brings::Refresh));
        }
        let lasts = |dice: &mut Dice, hours: i64| dice.between(1, hours) * HOUR + dice.between(0, 60) * MINUTE;
        for (first, last, hours) in [
            (Brings::Off, Brings::On, 110),
            (Brings::Allows(false), Brings::Allows(true), 100),
            (Brings::Channel(false), Brings::Channel(true), 100),
            (Brings::Restricts(true), Brings::Restricts(false), 100),
            (Brings::Exact(false), Brings::Exact(true), 200),
            (Brings::Room(false), Brings::Room(true), 30),
        ] {
            if dice.chance(self.habits.troubles) {
                let from = at(dice);
                brings.push((from, first));
                brings.push((from + lasts(dice, hours), last));
            }
        }
        if dice.chance(self.habits.troubles) {
            brings.push((at(dice), Brings::ForceStop));
        }
        if dice.chance(self.habits.troubles) {
            let place = dice.between(0, 11).unsigned_abs();
            brings.push((at(dice), Brings::Travels(usize::try_from(place).unwrap_or(0))));
        }
        if dice.chance(self.habits.troubles / 2) {
            let skew =
                dice.one_of(&[HOUR, -HOUR, 5 * HOUR, -9 * HOUR, DAY, -3 * DAY, 400 * DAY, -365 * DAY, 11 * MINUTE]);
            let from = at(dice);
            brings.push((from, Brings::Clock(skew.unwrap_or(HOUR))));
            brings.push((from + lasts(dice, 30), Brings::Clock(0)));
        }
        brings.push((start + 12 * HOUR, Brings::Looks));
        for (at, what) in brings {
            self.then(at, what);
        }
    }

    fn happens(&mut self, brings: Brings) -> Checked {
        let life = &mut self.life;
        let wall = life.wall();
        // For these the person has the app before them.
        if matches!(brings, Brings::Moves | Brings::Turns | Brings::Quiet | Brings::Homework) {
            if !life.state.on {
                return Ok(());
            }
            life.open_app()?;
        }
        match brings {
            Brings::Open => {
                life.open_app()?;
                if life.state.on { life.looked_at() } else { Ok(()) }
            }
            Brings::Answers(n) => self.answers(n),
            Brings::Off => {
                life.power_off();
                Ok(())
            }
            Brings::On => life.power_on(),
            Brings::ForceStop => {
                life.force_stop();
                Ok(())
            }
            Brings::Allows(allowed) => {
                life.allow(allowed);
                Ok(())
            }
            Brings::Channel(on) => {
                life.channel(Channel::Practice, on);
                Ok(())
            }
            Brings::Restricts(restricted) => {
                life.restrict(restricted);
                Ok(())
            }
            Brings::Exact(allowed) => life.exact(allowed),
            Brings::Room(room) => {
                life.room(room);
                Ok(())
            }
            Brings::Clock(skew_ms) => life.clock_or_zone(skew_ms, &wall.zone, wall.tables),
            Brings::Travels(place) => {
                let (name, tables) = PLACES.get(place).copied().unwrap_or(PLACES[0]);
                life.clock_or_zone(wall.skew_ms, name, tables)
            }
            Brings::Moves => {
                let times = self.times();
                match self.one_of_my_own() {
                    Some(reminder) => self.life.move_to(reminder, times),
                    None => Ok(()),
                }
            }
            Brings::Turns => match self.one_of_my_own() {
                Some(reminder) => {
                    let off = self.life.judge.asked.iter().any(|asked| asked.reminder == reminder && asked.on);
                    self.life.turn(reminder, !off)
                }
                None => Ok(()),
            },
            Brings::Quiet => {
                let hours = self.dice.one_of(&[None, Some((22, 7)), Some((20, 10)), Some((1, 5))]).flatten();
                self.life.quiet(hours)
            }
            Brings::Homework => match self.homework {
                Some(id) => self.life.log_homework(id),
                None => Ok(()),
            },
            Brings::Update => life.update(),
            Brings::Refresh => {
                // A gift: only phones that show by themselves have it, and not when they are off.
                if life.os.phone().kind == PhoneKind::HoldsMany { life.plan() } else { Ok(()) }
            }
            // What a phone showed by itself is known once the app is open.
            Brings::Looks if life.os.phone().kind == PhoneKind::HoldsMany => life.judge.judges(&wall),
            Brings::Looks => life.looked_at(),
        }
    }

    fn one_of_my_own(&mut self) -> Option<Reminder> {
        let own: Vec<Reminder> = self
            .life
            .judge
            .asked
            .iter()
            .map(|asked| asked.reminder)
            .filter(|reminder| matches!(reminder, Reminder::Own(_)))
            .collect();
        self.dice.one_of(&own)
    }

    fn answers(&mut self, n: usize) -> Checked {
        let Some(showing) = self.life.showings.get(n) else { return Ok(()) };
        let actions = showing.notification.actions.clone();
        let civil = self.life.wall().civil();
        let (fact, action, later) = match self.dice.between(0, 10) {
            0..=4 => (NotificationFact::Done, Action::Done, None),
            5 | 6 => (NotificationFact::NotToday, Action::NotToday, None),
            7 | 8 => {
                let minutes = self.dice.one_of(&[10, 30, 60, 180, 600, 2000]).unwrap_or(10);
                let at = civil + chrono::Duration::minutes(minutes);
                let at = at.date().and_hms_opt(chrono::Timelike::hour(&at), chrono::Timelike::minute(&at), 0);
                (NotificationFact::Later, Action::Later, at)
            }
            // A tap on the notification itself opens the app.
            _ => return self.life.open_app(),
        };
        // Where the phone's tables skip that time or its wall is not ours, it is not offered.
        if !actions.contains(&action) || later.is_some_and(|at| at <= civil) {
            return Ok(());
        }
        self.life.answer(n, fact, later)
    }
}
