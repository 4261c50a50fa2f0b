//! The relay over HTTP: on a free port, with a clock the test moves, asked by a client of its own.
//!
//! Where `HANDRAIL_TEST_POSTGRES` names a server the relay keeps its things there; `restore` is about SQLite's files alone.
//! The client checks every answer against the OpenAPI document, and every refusal for being a whole problem+json.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]
#![allow(missing_docs, unreachable_pub, clippy::struct_field_names, clippy::too_many_lines)]

mod accounts;
mod audit;
mod client;
#[path = "../databases/mod.rs"]
mod databases;
mod decoders;
mod house;
mod limits;
mod messages;
mod metrics;
mod openapi;
mod pages;
mod pairing;
mod people;
mod restore;
mod second_phone;
mod tls;
mod vaults;
mod waiting;
mod waking;
mod walk;
