//! The same driver for what a vault needs.

use super::pace::Pace;
use super::{CancelToken, Http, Interrupted, unless};
use crate::ledger::Ledger;
use crate::sync::relay::Stopped;
use crate::sync::state::StoreFailed;
use crate::sync::vault::errand::{Errand, ErrandStep, Outcome};
use crate::sync::vault::{Exchange, Restore, RestoreStep, Step, Summary, VaultState};

/// A clock, in ms since 1970 UTC.
type Now<'a> = &'a (dyn Fn() -> i64 + Send + Sync);

/// Runs an exchange of a vault to its end.
///
/// # Errors
/// [`Interrupted`].
pub async fn exchange_vault(
    http: &Http,
    exchange: &mut Exchange,
    store: &mut dyn VaultState,
    ledger: &(dyn Ledger + Sync),
    now: Now<'_>,
    cancel: &CancelToken,
) -> Result<Summary, Interrupted> {
    let mut pace = Pace::by(now);
    loop {
        if cancel.is_cancelled() {
            return Err(Interrupted::Cancelled);
        }
        match exchange.next(pace.next(), store, ledger)? {
            Step::Send(request) => {
                let answer = unless(cancel, http.send(&request)).await?;
                exchange.feed(pace.now(), answer, store, ledger)?;
            }
            Step::Wait(until) => pace.nap(until, cancel).await?,
            Step::Done(summary) => return Ok(summary),
        }
    }
}

/// Runs a restore until a person is needed or it is over: gives `Found`, `Done` or `Stopped`. `came` is called after each
/// answer, with what is there by then.
///
/// # Errors
/// [`Interrupted`].
pub async fn restore(
    http: &Http,
    run: &mut Restore,
    ledger: &(dyn Ledger + Sync),
    now: Now<'_>,
    cancel: &CancelToken,
    came: &mut (dyn FnMut(&Restore) -> Result<(), StoreFailed> + Send),
) -> Result<RestoreStep, Interrupted> {
    let mut pace = Pace::by(now);
    loop {
        if cancel.is_cancelled() {
            return Err(Interrupted::Cancelled);
        }
        match run.next(pace.next()) {
            RestoreStep::Send(request) => {
                let answer = unless(cancel, http.send(&request)).await?;
                run.feed(pace.now(), answer, ledger)?;
                came(run)?;
            }
            RestoreStep::Wait(until) => pace.nap(until, cancel).await?,
            step => return Ok(step),
        }
    }
}

/// Makes one call, with its login.
pub(crate) async fn run_errand(
    http: &Http,
    errand: &mut Errand,
    now: Now<'_>,
    cancel: &CancelToken,
) -> Result<Outcome, Interrupted> {
    let mut pace = Pace::by(now);
    loop {
        if cancel.is_cancelled() {
            return Err(Interrupted::Cancelled);
        }
        match errand.next(pace.next()) {
            ErrandStep::Send(request) => {
                let answer = unless(cancel, http.send(&request)).await?;
                errand.feed(pace.now(), answer);
            }
            ErrandStep::Wait(until) => pace.nap(until, cancel).await?,
            ErrandStep::Done(outcome) => return Ok(outcome),
        }
    }
}

/// The same for what is not worth waiting for: where the relay would have to be asked again later, it counts as away.
pub(crate) async fn ask_once(
    http: &Http,
    errand: &mut Errand,
    now: Now<'_>,
    cancel: &CancelToken,
) -> Result<Outcome, Interrupted> {
    loop {
        match errand.next(now()) {
            ErrandStep::Send(request) => {
                let answer = unless(cancel, http.send(&request)).await?;
                errand.feed(now(), answer);
            }
            ErrandStep::Wait(_) => return Ok(Outcome::Stopped(Stopped::Away)),
            ErrandStep::Done(outcome) => return Ok(outcome),
        }
    }
}
