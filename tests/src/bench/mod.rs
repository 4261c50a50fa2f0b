//! What `handrail-bench` is made of: lives to measure on, a stopwatch, the machine, the page it writes.

pub mod browser;
pub mod calls;
pub mod first_screen;
pub mod life;
pub mod log_entry;
pub mod machine;
pub mod page;
pub mod planning;
pub mod practitioner;
pub mod reading;
pub mod relay;
pub mod views;
pub mod watch;
pub mod weekly;

/// Why a measurement could not be made.
pub type Trouble = Box<dyn std::error::Error>;
