//! Handrail's core: the Illness Management & Recovery record on the phone.
//!
//! What decides lives here: rules, storage, reminders, reviews, sealing. A shell draws,
//! asks the phone's system, and hands back what the person did. One opened store,
//! [`Handrail`]; everything else is plain records. Reads return a whole screen at once;
//! writes return [`Changes`], so that a screen knows what to reload.

#[cfg(feature = "http")]
pub mod backup;
pub mod clock;
pub mod coping;
pub mod drafts;
pub mod earlier;
pub mod error;
pub mod fidelity;
#[cfg(feature = "parsers")]
#[doc(hidden)]
pub mod foreign;
pub mod goals;
mod handrail;
pub mod help_now;
pub mod homework;
pub mod ids;
pub mod ledger;
pub mod life_areas;
pub mod lifestyle;
mod listed;
pub mod medication;
pub mod needs;
mod offers;
mod order;
pub mod people;
pub mod plan;
pub mod problem_solving;
pub mod programme;
pub mod progress_check;
pub mod proposals;
pub mod readers;
pub mod recovery;
pub mod reminders;
mod removal;
pub mod review;
pub mod seal;
pub mod sessions;
pub mod settings;
pub mod signs;
mod sorting;
pub mod store;
pub mod stress;
pub mod substance_use;
pub mod sync;
pub mod take_out;
pub mod talk_about;
pub mod today;
pub mod validate;
pub mod vault;
pub mod words;

pub use error::{Error, Reason, Result};
pub use handrail::Handrail;
pub use store::{Change, Changes, What};
