//! Simulated phones: the real core on the system of a phone as we know it, through years of a person's life.
//!
//! ```text
//!   dice ──> life: flights, clocks, batteries, restarts, permissions ──> the phone (android, ios) ──> what is shown
//!              │                                                           ^    │                        │
//!              └──> the person: asks, answers, ignores ──> shell ──────────┘    └──> shell ──> core      │
//!                                                            └────────────> core ──> health page ──> judge
//! ```
//! `clock` and `os` are the phone, `android` and `ios` its two kinds; `rules` says once more what is due; `life` is the
//! shell, `person` and `happens` what is done with it and to it, `days` throws the dice; `judge`, `account` and `tally`
//! hold everything to the promises of docs/reminders.md.

mod account;
mod android;
mod clock;
mod days;
mod dice;
mod happens;
mod ios;
mod judge;
mod life;
mod os;
mod person;
mod rules;
mod tally;

pub use android::Android;
pub use clock::{DAY, HOUR, MINUTE, PhoneClock, Wall, civil_in, first_instant};
pub use dice::Dice;
pub use ios::Ios;
pub use judge::{Broken, Checked, Judge};
pub use life::{Life, Showing};
pub use os::{Happening, Os};
pub use rules::{Asked, DueTime, Holds, out_of_quiet};
pub use tally::{Cause, Tally};

/// One life of so many days on a phone of that kind; everything in it comes from the seed.
///
/// # Errors
/// The first promise that was not kept, with the words that bring that life back.
pub fn live(seed: u64, kind: handrail_core::reminders::PhoneKind, days: i64) -> Checked<Tally> {
    days::random(seed, kind, days)
}
