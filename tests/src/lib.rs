//! What needs more than one part of Handrail, and the tools that tests and measurements share.

pub mod demo;
pub mod phone;
