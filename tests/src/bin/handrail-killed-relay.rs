//! A relay in a process of its own, for being killed: `handrail-killed-relay FOLDER ORIGIN NOW_MS`. It says where it listens
//! and then waits for its end.
#![allow(clippy::print_stdout)] // saying it is its purpose

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use handrail_clinic::{Relay, RelayConfig};
use handrail_tests::demo::clock::DemoClock;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, origin, now_ms] = arguments.as_slice() else {
        return Err("usage: handrail-killed-relay FOLDER ORIGIN NOW_MS".into());
    };
    let mut config = RelayConfig::new(folder);
    config.origin = Some(origin.parse()?);
    config.clock = Arc::new(DemoClock::standing_at(now_ms.parse()?));
    // The clock stands, so a minute's allowance must do for all of a life.
    config.limits.wire.requests_per_minute = 100_000;
    config.limits.wire.challenges_per_minute = 10_000;
    config.limits.wire.open_vaults_per_day = 1_000;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let relay = runtime.block_on(Relay::start(config))?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", relay.local_addr())?;
    out.flush()?;
    // Until the end of its input, which is the end of whoever started it, should they forget to kill it.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    Ok(())
}
