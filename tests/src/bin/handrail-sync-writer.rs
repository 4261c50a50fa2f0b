//! Writes, shares and syncs for as long as it lives, and says before each act what it is about to do (`? log 12`) and after it
//! that it is done (`! log 12`). `tests/tests/sync_killed.rs` kills it: `handrail-sync-writer FOLDER NOW_MS NEXT`, where `NEXT`
//! is the number of the first line that it writes.
#![allow(clippy::print_stdout)] // saying it is its purpose

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use handrail_core::clock::{Clock, Moment};
use handrail_core::review::{Choices, PacketWords, Period};
use handrail_core::sync::http::CancelToken;
use handrail_core::{Error, Handrail, Result};
use handrail_tests::phone;

/// Each look at it is five seconds on, so that nobody waits for a phone's patience while a relay is down.
#[derive(Debug)]
struct Hurries(AtomicI64);

impl Clock for Hurries {
    fn now(&self) -> Option<Moment> {
        let instant_ms = self.0.fetch_add(5_000, Ordering::SeqCst);
        Some(Moment { instant_ms, zone: "Europe/London".into(), offset_min: 0 })
    }

    fn running_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst).unsigned_abs()
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<i64> = arguments.iter().skip(1).filter_map(|text| text.parse().ok()).collect();
    let ([folder, ..], [now_ms, next]) = (arguments.as_slice(), numbers.as_slice()) else {
        say("! usage: handrail-sync-writer FOLDER NOW_MS NEXT");
        std::process::exit(2);
    };
    // Whoever kills this program reads why it ended, if it ended by itself.
    if let Err(e) = live(&PathBuf::from(folder), *now_ms, *next) {
        say(&format!("! error {e:?}"));
        std::process::exit(1);
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody reads any more: then nothing is left to do.
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

fn live(folder: &std::path::Path, now_ms: i64, next: i64) -> Result<()> {
    let phone = phone::open(folder, Arc::new(Hurries(AtomicI64::new(now_ms))))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|_| Error::Internal("no runtime"))?;
    say("! open");
    for n in next.. {
        say(&format!("? log {n}"));
        phone.add_talk_about(&format!("line {n}"))?;
        say(&format!("! log {n}"));
        if n % 9 == 0 {
            say("? share");
            say(&format!("! share {}", share(&phone)?));
        }
        if n % 3 == 0 {
            say("? sync");
            let report = runtime.block_on(phone.sync(&CancelToken::new()))?;
            // Only one that came to its end has brought everything up.
            if report.stopped.is_none() {
                say("! sync");
            }
        }
    }
    Ok(())
}

fn share(phone: &Handrail) -> Result<handrail_core::ids::Id> {
    let review = phone.review(Period::SinceLastMeeting, &PacketWords::default())?;
    let preview = phone.preview(&review, &Choices::default())?;
    phone.share(&preview)?;
    Ok(preview.packets.last().ok_or(Error::Internal("a review without a packet"))?.id())
}
