//! The clinic's relay: it passes sealed messages between phones and practitioners, and serves the review page.
//!
//! It stores sealed bytes and signed public keys and knows no names; it has no type for anything a person wrote.
//! `docs/protocol.md` is the contract, `docs/relay.md` says how to run it.
//!
//! | Module | Owns |
//! |---|---|
//! | [`Relay`], [`RelayConfig`] | starting and stopping |
//! | `routes`, `server`, `tls` | the table of calls, and connections |
//! | `auth`, `accounts`, `objects`, `keysets`, `invites`, `mailboxes`, `messages`, `vaults`, `device_invites`, `vault_sync`, `meta` | the calls |
//! | `body`, `leftover`, `limits`, `problem` | what is refused before and after |
//! | [`store`] | what is kept, and the rules it is kept by |
//! | [`export`] | all of it, or one's, as a file |
//! | `metrics`, `audit` | figures for Prometheus; who asked for what |
//! | `page` | the review page's files |

mod accounts;
mod answer;
mod app;
mod audit;
mod auth;
mod body;
mod clock;
mod device_invites;
pub mod enrolment;
pub mod export;
mod invites;
mod keysets;
mod leftover;
mod limits;
mod log;
mod mailboxes;
mod messages;
mod meta;
mod metrics;
mod objects;
mod page;
mod problem;
mod push;
mod random;
mod relay;
mod routes;
mod server;
pub mod store;
mod tls;
mod vault_sync;
mod vaults;
mod wake;

pub use audit::AuditFiles;
pub use clock::{RelayClock, SystemClock};
pub use limits::RelayLimits;
pub use log::Log;
pub use meta::OPENAPI;
pub use page::PageFiles;
pub use push::{PublicOnly, Resolve, Resolved, Waking, is_public};
pub use relay::{Relay, RelayConfig, RunningRelay, StartError};
pub use routes::routes;
pub use tls::{TlsError, TlsFiles};
