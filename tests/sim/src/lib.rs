//! Phones, a relay and a bad line between them, by seed: what a person wrote has to be on every phone in the end, and
//! nothing that was taken away comes back.
//!
//! Two kinds of phone have one face ([`Phone`]): [`memory::MemoryPhone`], quick enough for a million schedules, and
//! [`store::StorePhone`], the real thing with its database. Both are held to the same tests (`tests/conformance.rs`),
//! and they meet in one schedule, where the one in memory plays an app that is newer than this one.
//!
//! A [`schedule::Schedule`] is a seed and a list of steps; it runs the same way every time. [`world`] runs it,
//! [`check`] looks at what is left when everybody could talk to everybody, against every change that was ever made.

pub mod acts;
mod aged;
pub mod chance;
pub mod check;
pub mod memory;
pub mod relay;
pub mod run;
pub mod schedule;
pub mod store;
pub mod traffic;
pub mod world;

use handrail_core::Result;
use handrail_core::ids::Id;
use handrail_core::ledger::Ledger;

/// A phone with a person.
pub trait Phone: Ledger {
    /// The person does something. `Ok(false)` where it cannot be done here, such as an edit of what is not there.
    ///
    /// # Errors
    /// Where the phone fails; then nothing was written.
    fn act(&mut self, act: &acts::Act) -> Result<bool>;

    /// The app ends at once and is opened again: only what is durable is left.
    ///
    /// # Errors
    /// Where it cannot be opened.
    fn crash(&mut self) -> Result<()>;

    /// A copy of all that is durable, as a restored phone would have it, name and all.
    ///
    /// # Errors
    /// Where it cannot be made.
    fn copy(&self) -> Result<Box<dyn Phone>>;

    /// What the person can take out of it, where this phone has a file for that.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn export(&self) -> Result<Option<String>>;

    /// Moves the clock: where the person's world stands (UTC milliseconds), and how far off this phone is.
    fn set_clock(&mut self, world_ms: i64, off_by_ms: i64);

    /// Whether this phone runs an app with kinds and fields that others do not know.
    fn is_newer(&self) -> bool;

    /// Whether this phone runs an app that lacks a kind which others have.
    fn is_older(&self) -> bool {
        false
    }

    /// The app is updated to this version.
    ///
    /// # Errors
    /// As [`Phone::crash`].
    fn update(&mut self) -> Result<()> {
        Ok(())
    }
}

/// A phone made of nothing.
pub type NewPhone<'a> = dyn Fn(u64, Id) -> Result<Box<dyn Phone>> + 'a;
