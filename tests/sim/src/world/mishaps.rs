//! What goes wrong with a phone: killed, copied, restored from its copy, updated at last.

use super::{MOST_PHONES, Slot, State, World, Wrong, wrong};
use crate::chance::Chance;

impl World<'_> {
    pub(super) fn crash(&mut self, n: usize, how: &mut Chance) -> Result<(), Wrong> {
        let Some(slot) = self.slots.get_mut(n) else { return Ok(()) };
        slot.phone.crash().map_err(wrong("crash"))?;
        slot.phone.set_clock(self.now_ms, slot.off_by_ms);
        if how.percent(50) {
            // It had not yet taken down that the relay has it.
            slot.delivered = slot.delivered.saturating_sub(how.below(5) as u64);
        }
        Ok(())
    }

    pub(super) fn restore_phone(&mut self, who: usize, how: &mut Chance) -> Result<(), Wrong> {
        let copies: Vec<usize> =
            self.slots.iter().enumerate().filter(|(_, slot)| slot.copy.is_some()).map(|(n, _)| n).collect();
        let Some(from) = copies.get(who % copies.len().max(1)).copied() else { return Ok(()) };
        if how.percent(50) && self.of_state(|s| s == State::Live).len() > 1 {
            self.let_go(from, State::Lost)?;
        }
        for _ in 0..=how.below(2) {
            if self.slots.len() >= MOST_PHONES {
                return Ok(());
            }
            let Some(copy) = self.slots.get(from).and_then(|slot| slot.copy.as_ref()) else { return Ok(()) };
            let phone = copy.copy().map_err(wrong("copy"))?;
            let (state, epoch) = (State::Live, self.relay.epoch);
            self.slots.push(Slot { phone, state, delivered: 0, epoch, off_by_ms: 0, copy: None });
            self.set_clocks();
            // A restored store takes a new name before anything else.
            self.rename(self.slots.len() - 1)?;
        }
        Ok(())
    }

    /// Every phone gets the newest app, and what it kept for that is shown.
    pub(super) fn update_all(&mut self) -> Result<(), Wrong> {
        for slot in self.slots.iter_mut().filter(|slot| slot.phone.is_older()) {
            slot.phone.update().map_err(wrong("update"))?;
            slot.phone.set_clock(self.now_ms, slot.off_by_ms);
        }
        Ok(())
    }
}
