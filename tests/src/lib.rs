//! What needs more than one part of Handrail, and the tools that tests and measurements share.

pub mod bench;
pub mod demo;
pub mod foreign;
pub mod judged;
pub mod line;
pub mod phone;
pub mod phones;
pub mod together;
