//! The demo: a caseload of made-up clients who live their weeks through the real parts.
//!
//! `living` says what happens when, `phone` what one client does, `reminding` what one of their
//! phones shows them, `backup` what brings a lost one back, `page` drives the practitioner's side with
//! the page's own code, `check` and `search` prove what the relay holds.

#![allow(clippy::indexing_slicing, reason = "looking into a JSON value gives null where nothing is")]

pub mod backup;
pub mod caseload;
pub mod chance;
pub mod check;
pub mod clock;
pub mod control;
pub mod living;
pub mod page;
pub mod phone;
mod phone_course;
mod phone_shares;
mod phone_signs;
pub mod ratings;
pub mod reminding;
pub mod search;

/// Why the demo cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The core refused something.
    #[error("the core: {0}")]
    Core(#[from] handrail_core::Error),
    /// The page's code refused something.
    #[error(transparent)]
    Page(#[from] page::PageError),
    /// The relay did not start.
    #[error("the relay: {0}")]
    Relay(#[from] handrail_clinic::StartError),
    /// The relay's store.
    #[error("the relay's store: {0}")]
    RelayStore(#[from] handrail_clinic::store::StoreError),
    /// A file.
    #[error("a file: {0}")]
    File(#[from] std::io::Error),
    /// The caseload.
    #[error("the caseload: {0}")]
    Caseload(#[from] serde_json::Error),
    /// The search.
    #[error(transparent)]
    Search(#[from] search::SearchError),
    /// Something that must be so is not.
    #[error("the demo: {0}")]
    Wrong(&'static str),
}
