//! One phone, one person, and the shell between the phone's system and the core. The shell here does what both shells are
//! to do, and no more: it decides nothing.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use handrail_core::reminders::{
    Channel, NotificationFact, NotificationId, PhoneFacts, PhoneKind, PlannedNotification, ReminderHealth,
};
use handrail_core::{Changes, Error, Handrail};

use super::clock::{PhoneClock, Wall};
use super::dice::Dice;
use super::judge::{Broken, Checked, Judge};
use super::os::Os;
use super::tally::Cause;
use crate::phone::{TempFolder, open};

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self(format!("the core refused: {error}"))
    }
}

/// Something that stood on the screen.
#[derive(Debug, Clone)]
pub struct Showing {
    /// What.
    pub notification: PlannedNotification,
    /// The wall then.
    pub wall: NaiveDateTime,
    /// The phone's clock then.
    pub at_ms: i64,
    /// It still stands there.
    pub(super) stands: bool,
}

/// How the phone is.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct State {
    /// It is on.
    pub on: bool,
    /// It was unlocked since it was last started.
    pub unlocked: bool,
    /// The app was ended by force.
    pub stopped: bool,
    /// Notifications are allowed.
    pub allowed: bool,
    /// Channels that are off.
    pub channels_off: Vec<Channel>,
    /// Exact alarms are allowed.
    pub exact: bool,
    /// The app is held back.
    pub restricted: bool,
    /// When it was last started, by its clock.
    pub last_boot_ms: Option<i64>,
}

impl State {
    /// The app can run.
    #[must_use]
    pub const fn can_run(&self) -> bool {
        self.on && self.unlocked && !self.stopped
    }
}

/// A life with a phone.
pub struct Life {
    /// Chance.
    pub dice: Dice,
    /// The phone's clock.
    pub clock: Arc<PhoneClock>,
    /// Handrail itself.
    pub core: Handrail,
    /// The phone's system.
    pub os: Box<dyn Os>,
    /// How the phone is.
    pub state: State,
    /// Who sees everything.
    pub judge: Judge,
    /// What stood on the screen, all of it, in order.
    pub showings: Vec<Showing>,
    pub(super) wake_real_ms: Option<i64>,
    pub(super) replan_at_ms: i64,
    /// Sometimes an alarm comes twice.
    pub(super) doubles: bool,
    trace: bool,
    _folder: TempFolder,
}

/// Where stores of simulated phones are: in memory, where the machine has such a folder.
fn stores() -> std::path::PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

impl Life {
    /// A new phone with Handrail on it.
    ///
    /// # Errors
    /// Where the store cannot be made.
    pub fn new(name: &str, seed: u64, real_ms: i64, zone: Tz, os: Box<dyn Os>) -> Checked<Self> {
        let folder = TempFolder::within(&stores(), name).map_err(|e| Broken(e.to_string()))?;
        let clock = Arc::new(PhoneClock::right(real_ms, zone));
        let core = open(folder.path(), clock.clone())?;
        let judge = Judge::new(os.phone().kind);
        let state = State {
            on: true,
            unlocked: true,
            stopped: false,
            allowed: true,
            channels_off: Vec::new(),
            exact: true,
            restricted: false,
            last_boot_ms: None,
        };
        Ok(Self {
            dice: Dice::new(seed),
            clock,
            core,
            os,
            state,
            judge,
            showings: Vec::new(),
            wake_real_ms: None,
            replan_at_ms: 0,
            doubles: false,
            trace: std::env::var_os("HANDRAIL_PHONE_TRACE").is_some(),
            _folder: folder,
        })
    }

    #[allow(clippy::print_stderr, reason = "asked for, to follow a life that went wrong")]
    pub(super) fn says(&self, what: &str) {
        if self.trace {
            eprintln!("{} {what}", self.wall().civil());
        }
    }

    /// What stands on the phone's wall.
    #[must_use]
    pub fn wall(&self) -> Wall {
        self.clock.wall()
    }

    pub(super) fn by_itself(&self) -> bool {
        self.os.phone().kind == PhoneKind::HoldsMany
    }

    /// Lets time go by, with all that comes in it, and nothing else happens.
    ///
    /// # Errors
    /// What the judge finds.
    pub fn until(&mut self, real_ms: i64) -> Checked {
        loop {
            let wall = self.wall();
            let next = if self.state.on { self.os.next_ms(&wall) } else { None };
            let wake = self.wake_real_ms.filter(|_| self.state.can_run());
            let Some(at) = next.into_iter().chain(wake).min().filter(|at| *at <= real_ms) else { break };
            self.pass(at);
            if wake.is_some_and(|wake| wake <= at) {
                self.wake_real_ms = None;
                self.plan()?;
            }
            let come = self.os.come(&self.wall());
            self.come(come)?;
        }
        self.pass(real_ms);
        Ok(())
    }

    fn pass(&mut self, real_ms: i64) {
        let before = self.wall();
        if real_ms > before.real_ms {
            self.clock.advance_to(real_ms);
            self.judge.time_passes(&before, &self.wall());
        }
    }

    pub(super) fn come(&mut self, come: Vec<PlannedNotification>) -> Checked {
        for notification in come {
            if self.by_itself() {
                if self.state.allowed {
                    self.show(notification)?;
                }
            } else if self.state.can_run() {
                let twice = self.doubles && self.dice.chance(30);
                self.woken(&notification.id)?;
                if twice {
                    self.woken(&notification.id)?;
                }
                self.plan()?;
            }
        }
        Ok(())
    }

    fn show(&mut self, notification: PlannedNotification) -> Checked {
        let wall = self.wall();
        self.says(&format!("shows {notification:?}{}", if notification.quietly { ", quietly" } else { "" }));
        self.judge.shows(&notification, &wall)?;
        self.showings.push(Showing { notification, wall: wall.civil(), at_ms: wall.now_ms(), stands: true });
        Ok(())
    }

    /// An alarm woke the app: it asks what to show, shows it, and says so.
    fn woken(&mut self, id: &NotificationId) -> Checked {
        let Some(show) = self.core.notification_to_show(id)? else {
            self.says(&format!("wakes the app for nothing: {}", id.as_str()));
            return Ok(());
        };
        if !self.state.allowed {
            return Ok(()); // the plan that follows takes everything back
        }
        let id = show.id.clone();
        if self.state.channels_off.contains(&show.channel) {
            return self.refused(&id);
        }
        self.show(show)?;
        self.tell(&id, |core| core.notification_fact(&id, NotificationFact::Shown, None))?;
        let wall = self.wall();
        for part in id.parts()? {
            self.judge.tells_of(part, wall.now_ms(), &wall);
        }
        Ok(())
    }

    fn refused(&mut self, id: &NotificationId) -> Checked {
        self.tell(id, |core| core.notification_fact(id, NotificationFact::CouldNotBeSet, None))?;
        for part in id.parts()? {
            self.judge.refuses(part.occurrence);
        }
        Ok(())
    }

    /// Tells the core. What it knows nothing of any more is no fault: it was removed while the notification stood there.
    pub(super) fn tell(
        &self,
        _: &NotificationId,
        what: impl FnOnce(&Handrail) -> handrail_core::Result<Changes>,
    ) -> Checked {
        match what(&self.core) {
            Ok(_) | Err(Error::Invalid { field: "notification", .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Asks for a plan and follows it, as at every event that docs/reminders.md names.
    ///
    /// # Errors
    /// A plan that is not followed to the end, or too long for the phone.
    pub fn plan(&mut self) -> Checked {
        if !self.state.can_run() {
            return Ok(());
        }
        let mut phone = self.os.phone();
        if !self.state.allowed {
            phone.capacity = 0;
        }
        let (wall, held) = (self.wall(), self.os.held());
        let plan = self.core.plan_notifications_for(phone, &held)?;
        self.judge.tally.plans += 1;
        if self.trace {
            let first: Vec<_> = plan.set.iter().take(4).collect();
            self.says(&format!("plans: sets {} {first:?}, lets go of {:?}", plan.set.len(), plan.cancel));
        }
        if !plan.set.is_sorted_by_key(|n| n.instant_ms) {
            return Err(Broken("not in the order of time".into()));
        }
        for id in &plan.cancel {
            self.os.cancel(id);
        }
        let mut could = true;
        for n in &plan.set {
            if !self.os.set(n, &wall, &mut self.dice) {
                could = false;
                self.refused(&n.id)?;
            }
        }
        let held = self.os.held();
        self.core.notifications_held(&held, &plan.cancel)?;
        for n in plan.set.iter().filter(|n| held.iter().any(|h| h.id == n.id)) {
            for part in n.id.parts()? {
                self.judge.given(part, n.instant_ms);
            }
        }
        let most = if self.by_itself() { phone.capacity.min(50) } else { phone.capacity };
        if held.len() > most as usize || self.os.thrown_away() > 0 {
            return Err(Broken(format!("{} are held, {most} may be", held.len())));
        }
        let again = self.core.plan_notifications_for(phone, &held)?;
        // What lies in the past by the phone's own tables is not kept by a system that shows by itself.
        let kept = plan.set.iter().all(|n| held.iter().any(|h| h.id == n.id));
        if could && kept && !(again.set.is_empty() && again.cancel.is_empty()) {
            return Err(Broken(format!("planned twice, it changes {:?} and {:?}", again.set, again.cancel)));
        }
        self.replan_at_ms = plan.replan_at_ms;
        // Only the phone that wakes the app comes back by itself; the other one may, one day.
        self.wake_real_ms = (!self.by_itself()).then(|| plan.replan_at_ms - wall.skew_ms);
        self.judge.planned_at = Some(wall);
        Ok(())
    }

    /// The person opens the app.
    ///
    /// # Errors
    /// What the judge finds.
    pub fn open_app(&mut self) -> Checked {
        if !self.state.on {
            return Ok(());
        }
        let real_ms = self.wall().real_ms;
        self.state.unlocked = true;
        self.state.stopped = false;
        self.seen()?;
        self.plan()?;
        for cause in [Cause::Off, Cause::Stopped, Cause::ExactTaken] {
            self.judge.trouble_ends(cause, real_ms);
        }
        if self.state.allowed && self.state.channels_off.is_empty() {
            self.judge.trouble_ends(Cause::NotAllowed, real_ms);
        }
        Ok(())
    }

    /// A phone that shows by itself tells the app what still stands on its screen, and since when.
    fn seen(&mut self) -> Checked {
        if !self.by_itself() {
            return Ok(());
        }
        for n in 0..self.showings.len() {
            let (id, at_ms) = match self.showings.get_mut(n) {
                Some(showing) if showing.stands => {
                    showing.stands = false;
                    (showing.notification.id.clone(), showing.at_ms)
                }
                _ => continue,
            };
            self.tell_shown(&id, at_ms)?;
        }
        Ok(())
    }

    pub(super) fn tell_shown(&mut self, id: &NotificationId, at_ms: i64) -> Checked {
        self.tell(id, |core| core.notification_was_shown(id, at_ms))?;
        let wall = self.wall();
        for part in id.parts()? {
            self.judge.tells_of(part, at_ms.min(wall.now_ms()), &wall);
        }
        Ok(())
    }

    /// What the shell knows of the phone.
    #[must_use]
    pub fn facts(&self) -> PhoneFacts {
        let android = !self.by_itself();
        PhoneFacts {
            kind: self.os.phone().kind,
            notifications_allowed: Some(self.state.allowed),
            channels_off: self.state.channels_off.clone(),
            exact_allowed: android.then_some(self.state.exact),
            battery_restricted: android.then_some(self.state.restricted),
            last_boot_ms: self.state.last_boot_ms,
        }
    }

    /// The page "Check my reminders", as the person would see it now.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn health(&self) -> Checked<ReminderHealth> {
        Ok(self.core.reminder_health(&self.facts())?)
    }

    /// The judge reads that page, in the app.
    ///
    /// # Errors
    /// What the judge finds.
    pub fn looked_at(&mut self) -> Checked {
        let (health, facts, wall) = (self.health()?, self.facts(), self.wall());
        let late = health.late.map(|late| (late.median_min, late.last_min));
        if self.judge.exactly_late() && late != self.judge.late(wall.now_ms()) {
            let text = format!("late by {late:?}; really {:?}", self.judge.late(wall.now_ms()));
            return Err(Broken(text));
        }
        self.judge.looks(&health, &facts, &wall)?;
        self.judge.judges(&wall)
    }
}
