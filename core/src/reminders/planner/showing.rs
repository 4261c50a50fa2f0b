//! What a phone that wakes the app shows when it was woken. A phone at rest may wake it much later than it was asked
//! to: by then it may have been answered, it may be the quiet hours, or another day.

use super::{CLOSE_MIN, MINUTE_MS, Planner, Situation, Wanted, grace_min};
use crate::reminders::answers::Answer;
use crate::reminders::notification::{NotificationId, Occurrence, Part, Reminder, Turn};
use crate::reminders::plan::{PlannedNotification, PlannedZone, bare};
use crate::reminders::rule::Rule;
use crate::reminders::source::{Due, Source};

/// Of the notification of that id, what is to be shown now; none where there is nothing to show.
pub fn to_show(situation: &Situation<'_>, id: &NotificationId) -> Option<PlannedNotification> {
    let planner = Planner::new(situation);
    let parts = id.parts().ok()?;
    let now_ms = planner.now_ms();
    let civil = planner.here.civil(now_ms);
    if let Some(own) = parts.first().filter(|p| matches!(p.occurrence.reminder, Reminder::Test | Reminder::KeepGoing)) {
        return Some(bare(id.clone(), own.occurrence.reminder, own.occurrence.day, civil, now_ms));
    }
    let quiet = situation.quiet.is_some_and(|quiet| quiet.end_after(civil).is_some());
    let mut may_come = false;
    let mut open = Vec::new();
    for part in parts {
        let Some((rule, quietly)) = planner.open_now(part) else { continue };
        may_come |= !quiet || situation.rules.get(rule).is_some_and(|rule| rule.in_quiet_hours);
        let zone = PlannedZone::Elapsed;
        open.push(Wanted { instant_ms: now_ms, part, civil, shifted: civil, zone, rule, quietly });
    }
    if may_come { planner.folded(&open) } else { None }
}

/// When that occurrence is due by itself, quiet hours considered; none where the rule, as it stands, has no such
/// occurrence or was changed after it.
pub(in crate::reminders) fn due_of(situation: &Situation<'_>, occurrence: &Occurrence) -> Option<i64> {
    let rule = situation.rules.iter().find(|rule| rule.reminder == occurrence.reminder)?;
    let planner = Planner::new(situation);
    planner.due_of(rule, occurrence).map(|due| due.instant_ms).filter(|at| *at >= planner.since_ms(rule))
}

impl Planner<'_> {
    fn due_of(&self, rule: &Rule, occurrence: &Occurrence) -> Option<Due> {
        // A walk begins the day before, and another place may be a day ahead.
        let mut source = Source::new(rule, self.here, self.s, occurrence.day);
        let until = occurrence.day.plus(2);
        std::iter::from_fn(|| source.next(until))
            .find(|due| due.occurrence == *occurrence)
            .map(|due| self.moved(rule, due))
    }

    /// The rule of a part that may still be shown now, and whether it is late.
    pub(super) fn open_now(&self, part: Part) -> Option<(usize, bool)> {
        let n = self.s.rules.iter().position(|rule| rule.reminder == part.occurrence.reminder)?;
        let rule = self.s.rules.get(n)?;
        let answer = self.s.answers.of(&part.occurrence);
        if self.s.answers.closed(&part.occurrence) || answer.is_some_and(|a| a.shown_ms(part.turn).is_some()) {
            let waits = part.turn == Turn::First && answer.is_some_and(|a| a.put_off().is_some());
            if !waits {
                return None;
            }
        }
        let first_shown = answer.is_some_and(|a| a.shown_ms(Turn::First).is_some());
        let due = match (part.turn, answer.and_then(Answer::put_off)) {
            (Turn::First, Some(until)) => {
                let at = self.waits_until(rule, part.occurrence, until);
                let shown = answer.is_some_and(|a| a.shown_after_wait_ms(until).is_some());
                // It was put off again since the phone was asked.
                let to_come = at.instant_ms - self.now_ms() > CLOSE_MIN * MINUTE_MS;
                (!shown && !to_come).then_some(at)?
            }
            (_, Some(_)) => return None,
            (_, None) => self.due_of(rule, &part.occurrence)?,
        };
        let late_ms = self.now_ms() - due.instant_ms;
        let quietly = late_ms > i64::from(grace_min(rule)) * MINUTE_MS;
        let today = self.day_of(due.instant_ms) == self.today() || late_ms <= 0;
        let open = match part.turn {
            Turn::First => today,
            // Once its time has come, it comes itself.
            Turn::Ahead => !first_shown && late_ms < 0,
            Turn::Again(_) => first_shown && today && !long_after_a_repeat(rule, part.turn, late_ms),
        };
        open.then_some((n, quietly))
    }
}

/// A repeat that comes more than its grace after its own time repeats nothing any more.
fn long_after_a_repeat(rule: &Rule, turn: Turn, late_ms: i64) -> bool {
    let (Turn::Again(turn), Some(again)) = (turn, rule.again) else { return false };
    late_ms > (i64::from(turn) * i64::from(again.after_min) + i64::from(grace_min(rule))) * MINUTE_MS
}
