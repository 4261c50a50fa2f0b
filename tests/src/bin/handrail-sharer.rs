//! Shares a review from the store in a folder, and sends it if told to. It says what it has done and then waits to be
//! killed: `tests/tests/fault_killed.rs` does so.
#![allow(clippy::print_stdout)] // saying it is its purpose

use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use handrail_core::review::{Choices, PacketWords, Period};
use handrail_core::sync::http::CancelToken;
use handrail_core::{Error, Result};
use handrail_tests::phone::{self, HandClock};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, now_ms, what] = arguments.as_slice() else {
        say("! usage: handrail-sharer FOLDER NOW_MS share|sync");
        std::process::exit(2);
    };
    if let Err(e) = run(&PathBuf::from(folder), now_ms.parse().unwrap_or_default(), what == "sync") {
        say(&format!("! error {e:?}"));
        std::process::exit(1);
    }
    // Until the end of its input, which is the end of whoever started it, should they forget to kill it.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn run(folder: &std::path::Path, now_ms: i64, send: bool) -> Result<()> {
    let phone = phone::open(folder, HandClock::standing_at(now_ms))?;
    let review = phone.review(Period::SinceLastMeeting, &PacketWords::default())?;
    let preview = phone.preview(&review, &Choices::default())?;
    say("? share");
    phone.share(&preview)?;
    say("! shared");
    if send {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|_| Error::Internal("no runtime"))?;
        let report = runtime.block_on(phone.sync(&CancelToken::new()))?;
        say(&format!("! sent {}", report.delivered));
    }
    Ok(())
}
