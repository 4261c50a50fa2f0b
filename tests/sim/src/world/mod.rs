//! A world: phones, a relay, a line that loses, doubles, delays and tears; and everything that was ever written in it.

mod acting;
mod exchange;
mod mishaps;

use handrail_core::Error;
use handrail_core::ids::Id;
use handrail_core::ledger::{Action, Batch, Op};

use crate::aged::AgedPhone;
use crate::chance::{Chance, id};
use crate::relay::Relay;
use crate::schedule::{Schedule, Step, What};
use crate::{NewPhone, Phone};

/// What went wrong, in a line.
pub type Wrong = String;

/// The most phones a world holds, and the fewest that must be left.
const MOST_PHONES: usize = 6;

/// Where a phone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In use.
    Live,
    /// Let go by the others, and not heard of since.
    Silent,
    /// Gone for ever.
    Lost,
}

/// A phone in a world.
pub struct Slot {
    /// The phone.
    pub phone: Box<dyn Phone>,
    /// Where it is.
    pub state: State,
    /// How much of its own it believes the relay has.
    delivered: u64,
    /// The relay's epoch it saw last.
    epoch: u64,
    off_by_ms: i64,
    /// A copy of its files.
    copy: Option<Box<dyn Phone>>,
}

/// A change that was made, under every name and number it ever had.
pub struct Made {
    /// The change.
    pub op: Op,
    /// The author.
    pub author: Id,
    /// Names and numbers: the log it was written to, and those it was numbered anew in.
    pub names: Vec<(Id, u64)>,
    /// The phone it was made on.
    pub slot: usize,
}

/// All of it.
pub struct World<'a> {
    /// The phones.
    pub slots: Vec<Slot>,
    /// The relay.
    pub relay: Relay,
    /// Every change ever made.
    pub made: Vec<Made>,
    on_the_way: Vec<(usize, Batch)>,
    records: Vec<(&'static str, Id)>,
    now_ms: i64,
    chance: Chance,
    new_phone: &'a NewPhone<'a>,
    newer_phone: &'a NewPhone<'a>,
    seed: u64,
    words: u64,
    /// Ops that were taken in, over all phones.
    pub taken: u64,
    /// Bytes of everything that people wrote, each time as a batch of its own.
    pub written: u64,
}

fn wrong(what: &str) -> impl Fn(Error) -> Wrong + '_ {
    move |e| format!("{what}: {e}")
}

impl<'a> World<'a> {
    /// The world of a schedule, before anything happens.
    ///
    /// # Errors
    /// Where a phone cannot be made.
    pub fn new(schedule: &Schedule, new_phone: &'a NewPhone<'a>, newer_phone: &'a NewPhone<'a>) -> Result<Self, Wrong> {
        let mut world = Self {
            slots: Vec::new(),
            relay: Relay::default(),
            made: Vec::new(),
            on_the_way: Vec::new(),
            records: Vec::new(),
            now_ms: 1_790_000_000_000,
            chance: Chance::new(schedule.seed, 2),
            new_phone,
            newer_phone,
            seed: schedule.seed,
            words: 0,
            taken: 0,
            written: 0,
        };
        for n in 0..schedule.phones {
            world.join(schedule.newer && n == 0, schedule.older && n == 1)?;
        }
        Ok(world)
    }

    /// Lets everything happen.
    ///
    /// # Errors
    /// What went wrong, and at which step.
    pub fn run(&mut self, schedule: &Schedule) -> Result<(), Wrong> {
        for (n, step) in schedule.steps.iter().enumerate() {
            if n == schedule.update_before {
                self.update_all().map_err(|e| format!("before step {n}: {e}"))?;
            }
            self.step(*step).map_err(|e| format!("step {n} ({:?}): {e}", step.what))?;
        }
        Ok(())
    }

    fn step(&mut self, step: Step) -> Result<(), Wrong> {
        let mut how = Chance::new(step.how, 3);
        let live: Vec<usize> = self.of_state(|s| s == State::Live);
        let heard: Vec<usize> = self.of_state(|s| s != State::Lost);
        let pick = |of: &[usize]| of.get(usize::try_from(step.who % (of.len().max(1) as u64)).unwrap_or(0)).copied();
        let (Some(one), Some(any)) = (pick(&live), pick(&heard)) else { return Ok(()) };
        match step.what {
            What::Act => self.act(any, &mut how),
            What::Time => {
                self.now_ms += i64::try_from(how.below(3_600_000)).unwrap_or(0);
                self.set_clocks();
                Ok(())
            }
            What::SetClock => {
                let years = [-10, -1, 0, 0, 1, 10];
                let off = years.get(how.below(years.len())).copied().unwrap_or(0) * 31_557_600_000_i64;
                if let Some(slot) = self.slots.get_mut(any) {
                    slot.off_by_ms = off + i64::try_from(how.below(7_200_000)).unwrap_or(0);
                }
                self.set_clocks();
                Ok(())
            }
            What::Sync => self.sync(any, Some(&mut how)).map(drop),
            What::Late => self.late(&mut how),
            What::Snapshot => self.snapshot(one),
            What::Collect => {
                let at_most = if how.percent(30) { how.below(3) } else { usize::MAX };
                self.relay.collect(at_most);
                Ok(())
            }
            What::Forget => self.forget(one, &mut how),
            What::Crash => self.crash(any, &mut how),
            What::Join => self.join(false, false),
            What::CopyPhone => {
                let Some(slot) = self.slots.get_mut(any) else { return Ok(()) };
                slot.copy = Some(slot.phone.copy().map_err(wrong("copy"))?);
                Ok(())
            }
            What::RestorePhone => self.restore_phone(usize::try_from(step.who).unwrap_or(0), &mut how),
            What::Lose | What::Expel => {
                if live.len() > 1 {
                    let lost = step.what == What::Lose;
                    self.let_go(one, if lost { State::Lost } else { State::Silent })?;
                }
                Ok(())
            }
            What::BackUpRelay => {
                self.relay.back_up();
                Ok(())
            }
            What::RestoreRelay => {
                self.relay.restore();
                Ok(())
            }
        }
    }

    fn of_state(&self, f: impl Fn(State) -> bool) -> Vec<usize> {
        self.slots.iter().enumerate().filter(|(_, slot)| f(slot.state)).map(|(n, _)| n).collect()
    }

    fn set_clocks(&mut self) {
        for slot in &mut self.slots {
            slot.phone.set_clock(self.now_ms, slot.off_by_ms);
        }
    }

    fn join(&mut self, newer: bool, older: bool) -> Result<(), Wrong> {
        if self.slots.len() >= MOST_PHONES {
            return Ok(());
        }
        let device = id(&mut self.chance);
        let make = if newer { self.newer_phone } else { self.new_phone };
        let phone = make(self.seed ^ (self.slots.len() as u64) << 32, device).map_err(wrong("a new phone"))?;
        self.enter(if older { Box::new(AgedPhone::older(phone)) } else { phone })
    }

    fn enter(&mut self, phone: Box<dyn Phone>) -> Result<(), Wrong> {
        self.relay.live.insert(phone.device().map_err(wrong("device"))?);
        let (state, epoch) = (State::Live, self.relay.epoch);
        self.slots.push(Slot { phone, state, delivered: 0, epoch, off_by_ms: 0, copy: None });
        self.set_clocks();
        Ok(())
    }

    fn let_go(&mut self, n: usize, state: State) -> Result<(), Wrong> {
        let Some(slot) = self.slots.get_mut(n) else { return Ok(()) };
        slot.state = state;
        let device = slot.phone.device().map_err(wrong("device"))?;
        self.relay.live.remove(&device);
        if state == State::Lost {
            self.on_the_way.retain(|(to, _)| *to != n);
        }
        Ok(())
    }

    fn phone(&self, n: usize) -> Result<&dyn Phone, Wrong> {
        self.slots.get(n).map(|slot| slot.phone.as_ref()).ok_or_else(|| "no such phone".to_owned())
    }

    fn device(&self, n: usize) -> Result<Id, Wrong> {
        self.phone(n)?.device().map_err(wrong("device"))
    }

    /// Everybody can talk to everybody, for as long as anything moves.
    ///
    /// # Errors
    /// Where it does not come to rest.
    pub fn come_to_rest(&mut self) -> Result<usize, Wrong> {
        const ROUNDS: usize = 12;
        self.on_the_way.clear();
        self.update_all()?;
        let all = self.of_state(|s| s != State::Lost);
        for round in 1..=ROUNDS {
            let mut moved = false;
            for n in &all {
                moved |= self.sync(*n, None)?;
            }
            if !moved {
                return Ok(round);
            }
        }
        Err(format!("not at rest after {ROUNDS} rounds"))
    }

    /// The phones that are left.
    #[must_use]
    pub fn left(&self) -> Vec<usize> {
        self.of_state(|s| s != State::Lost)
    }
}

/// Whether a change says anything.
#[must_use]
pub fn says_something(op: &Op) -> bool {
    !matches!(op.action, Action::Fields(None) | Action::Whole(None))
}
