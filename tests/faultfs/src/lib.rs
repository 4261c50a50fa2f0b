//! A disk under SQLite for tests of what a power cut and a failing disk do to a store.
//!
//! [`Disk::install`] puts a file system before SQLite's own. It passes everything on and, for one folder at a time,
//! keeps a [`Record`] of every write, truncation, flush and deletion. From the record [`Replay`] makes what the disk
//! may hold after a power cut at any point: what was flushed, and of the rest all, nothing, a part in order, or a part out
//! of order with one write torn. [`Disk::fail`] makes the disk fail at a chosen call instead.
//!
//! Not modelled: a disk that changes bytes nobody wrote, and folders that forget the names of new files.
//!
//! The one crate in this workspace with `unsafe` code; all of it stands in `vfs`, each block with its reason.

mod disk;
mod replay;
mod vfs;

pub use disk::{Disk, Fault, When};
pub use replay::{Act, Loss, Record, Replay};
