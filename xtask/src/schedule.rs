//! Running jobs side by side where that is honest.
//!
//! Two at a time, in the order of the table: a job waits for what it names in
//! `after`, and two jobs that would only wait for the same lock (cargo's
//! debug folder) are never started together.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What a job holds while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Cargo's lock on `target/debug`.
    Debug,
    /// Cargo's lock on `target/release`.
    Release,
    /// The review page's folder (`node_modules`, `dist`).
    Page,
    /// Nothing that another job wants.
    Nothing,
}

/// How a job ended, for whoever waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// What waits for it may start.
    Good,
    /// What waits for it cannot run.
    Bad,
}

/// The scheduler's view of a job.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot<'a> {
    pub(crate) name: &'a str,
    /// What must have ended well before it starts.
    pub(crate) after: &'a [&'a str],
    /// What must have ended before it starts, however it ended.
    pub(crate) behind: &'a [&'a str],
    pub(crate) holds: Holds,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Waiting,
    Running(Instant),
    Ended(End),
}

/// How many jobs run at a time. Cargo and npm already use every core; a second
/// job fills the gaps of linking and of single tests.
const LANES: usize = 2;

/// Runs every slot once. `work` runs a job; `skip` is told of a job that cannot
/// run because the named one ended badly or is not in the table; `pulse` is
/// told every `every` what is still running and for how long.
pub(crate) fn run<'a>(
    slots: &[Slot<'a>],
    work: impl Fn(usize) -> End + Sync,
    skip: impl Fn(usize, &'a str) + Sync,
    every: Duration,
    pulse: impl Fn(&[(&'a str, Duration)]) + Sync,
) {
    let states: Mutex<Vec<State>> = Mutex::new(vec![State::Waiting; slots.len()]);
    let changed = Condvar::new();
    let places: BTreeMap<&str, usize> = slots.iter().enumerate().map(|(i, s)| (s.name, i)).collect();

    thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                let mut state = states.lock().unwrap_or_else(PoisonError::into_inner);
                loop {
                    match choose(slots, &places, &state) {
                        Choice::Start(i) => {
                            set(&mut state, i, State::Running(Instant::now()));
                            drop(state);
                            // A bug in a job of ours must not leave the others waiting.
                            let end = panic::catch_unwind(AssertUnwindSafe(|| work(i))).unwrap_or(End::Bad);
                            state = states.lock().unwrap_or_else(PoisonError::into_inner);
                            set(&mut state, i, State::Ended(end));
                            changed.notify_all();
                        }
                        Choice::Skip(i, cause) => {
                            set(&mut state, i, State::Ended(End::Bad));
                            skip(i, cause);
                            changed.notify_all();
                        }
                        Choice::Wait => {
                            state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                        }
                        Choice::Finished => return,
                    }
                }
            });
        }
        // The first thread of the scope only watches.
        let mut state = states.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = Instant::now();
        while !state.iter().all(|s| matches!(s, State::Ended(_))) {
            let left = every.saturating_sub(last.elapsed());
            state = changed.wait_timeout(state, left).map_or_else(|e| e.into_inner().0, |(guard, _)| guard);
            if last.elapsed() >= every {
                last = Instant::now();
                let running: Vec<_> = slots
                    .iter()
                    .zip(state.iter())
                    .filter_map(|(slot, state)| match state {
                        State::Running(since) => Some((slot.name, since.elapsed())),
                        _ => None,
                    })
                    .collect();
                if !running.is_empty() {
                    pulse(&running);
                }
            }
        }
    });
}

fn set(states: &mut [State], i: usize, to: State) {
    if let Some(state) = states.get_mut(i) {
        *state = to;
    }
}

enum Choice<'a> {
    Start(usize),
    Skip(usize, &'a str),
    Wait,
    Finished,
}

fn choose<'a>(slots: &[Slot<'a>], places: &BTreeMap<&str, usize>, states: &[State]) -> Choice<'a> {
    let mut waiting = false;
    for (i, (slot, state)) in slots.iter().zip(states).enumerate() {
        if !matches!(state, State::Waiting) {
            continue;
        }
        waiting = true;
        let state_of = |name: &&str| places.get(name).and_then(|place| states.get(*place));
        let ends: Vec<_> = slot.after.iter().map(|name| (*name, state_of(name))).collect();
        let bad = ends.iter().find(|(_, end)| matches!(end, None | Some(State::Ended(End::Bad))));
        if let Some((cause, _)) = bad {
            return Choice::Skip(i, cause);
        }
        let ready = ends.iter().all(|(_, end)| matches!(end, Some(State::Ended(End::Good))));
        let clear = slot.behind.iter().all(|name| matches!(state_of(name), None | Some(State::Ended(_))));
        let free = slot.holds == Holds::Nothing
            || !slots.iter().zip(states).any(|(other, s)| other.holds == slot.holds && matches!(s, State::Running(_)));
        if ready && clear && free {
            return Choice::Start(i);
        }
    }
    // A job that waits always waits for one that runs, or for one before it
    // that waits for one that runs: `after` in a circle is caught by a test of
    // the table.
    if waiting { Choice::Wait } else { Choice::Finished }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const LONG: Duration = Duration::from_secs(60);

    fn slot(name: &'static str, after: &'static [&'static str], holds: Holds) -> Slot<'static> {
        Slot { name, after, behind: &[], holds }
    }

    fn order(slots: &[Slot<'static>], bad: &[&str]) -> (Vec<String>, Vec<String>) {
        let done = Mutex::new(Vec::new());
        let skipped = Mutex::new(Vec::new());
        run(
            slots,
            |i| {
                thread::sleep(Duration::from_millis(10));
                done.lock().unwrap().push(slots[i].name.to_owned());
                if bad.contains(&slots[i].name) { End::Bad } else { End::Good }
            },
            |i, cause| {
                skipped.lock().unwrap().push(format!("{} for {cause}", slots[i].name));
            },
            LONG,
            |_| {},
        );
        (done.into_inner().unwrap(), skipped.into_inner().unwrap())
    }

    #[test]
    fn what_comes_after_waits() {
        let slots =
            [slot("c", &["b"], Holds::Nothing), slot("b", &["a"], Holds::Nothing), slot("a", &[], Holds::Nothing)];
        assert_eq!(order(&slots, &[]).0, ["a", "b", "c"]);
    }

    #[test]
    fn a_bad_end_is_passed_on_and_named() {
        let slots = [
            slot("a", &[], Holds::Nothing),
            slot("b", &["a"], Holds::Nothing),
            slot("c", &["b"], Holds::Nothing),
            slot("d", &["nowhere"], Holds::Nothing),
        ];
        let (done, mut skipped) = order(&slots, &["a"]);
        skipped.sort();
        assert_eq!(done, ["a"]);
        assert_eq!(skipped, ["b for a", "c for b", "d for nowhere"]);
    }

    #[test]
    fn what_is_behind_waits_and_does_not_mind_a_bad_end() {
        let slots = [
            Slot { behind: &["b", "not in this run"], ..slot("a", &[], Holds::Nothing) },
            slot("b", &[], Holds::Nothing),
        ];
        let (done, skipped) = order(&slots, &["b"]);
        assert_eq!(done, ["b", "a"]);
        assert!(skipped.is_empty(), "{skipped:?}");
    }

    #[test]
    fn one_lock_is_never_held_twice_and_two_jobs_do_run_together() {
        let slots: Vec<_> = ["a", "b", "c", "d"]
            .into_iter()
            .map(|name| slot(name, &[], Holds::Debug))
            .chain([slot("e", &[], Holds::Nothing), slot("f", &[], Holds::Nothing)])
            .collect();
        let (debug, all) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let most = AtomicUsize::new(0);
        run(
            &slots,
            |i| {
                let locked = slots[i].holds == Holds::Debug;
                if locked {
                    assert_eq!(debug.fetch_add(1, Ordering::SeqCst), 0);
                }
                most.fetch_max(all.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(20));
                all.fetch_sub(1, Ordering::SeqCst);
                if locked {
                    debug.fetch_sub(1, Ordering::SeqCst);
                }
                End::Good
            },
            |_, _| unreachable!("nothing is skipped"),
            LONG,
            |_| {},
        );
        assert_eq!(most.load(Ordering::SeqCst), LANES);
    }

    #[test]
    fn the_pulse_names_what_runs() {
        let slots = [slot("slow", &[], Holds::Nothing)];
        let beats = AtomicUsize::new(0);
        run(
            &slots,
            |_| {
                thread::sleep(Duration::from_millis(100));
                End::Good
            },
            |_, _| {},
            Duration::from_millis(20),
            |running| {
                assert_eq!(running[0].0, "slow");
                beats.fetch_add(1, Ordering::SeqCst);
            },
        );
        assert!(beats.load(Ordering::SeqCst) >= 2);
    }
}
