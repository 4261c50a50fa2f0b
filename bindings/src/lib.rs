//! The face of Handrail's core for Kotlin, Swift and Python.
//!
//! One object, [`Handrail`], and plain records around it. A read returns all that one screen
//! shows, a write takes one whole edit and returns [`Changes`]: a call costs more than its
//! bytes do. Calls other than those that wait for the network (sync, pairing, backup) are
//! synchronous, and short but for export and import; make them away from the thread that draws. Nothing here decides anything: each record mirrors one of the
//! core's, field by field, and a field that is new there does not compile here until it is
//! given a place.
//!
//! Every call can fail with [`HandrailError`], one variant for each thing a screen can do
//! about it. Its text is for logs: screens map the variant to their own words. No error and
//! no log line holds a word that a person wrote.

pub mod backup;
pub mod clock;
mod convert;
pub mod coping;
pub mod drafts;
pub mod earlier;
pub mod error;
pub mod fidelity;
pub mod goals;
mod handrail;
pub mod help_now;
pub mod homework;
pub mod host;
pub mod life_areas;
pub mod lifestyle;
pub mod medication;
pub mod needs;
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
pub mod sessions;
pub mod settings;
pub mod signs;
pub mod store;
pub mod stress;
pub mod substance_use;
pub mod sync;
pub mod take_out;
pub mod talk_about;
pub mod today;
pub mod usual;
pub mod words;

pub use error::HandrailError;
pub use handrail::{Config, Handrail};
pub use store::Changes;

uniffi::setup_scaffolding!();
