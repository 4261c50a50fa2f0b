//! P5: a week folded into a packet, signed and sealed for one reader, with ten years in the store.

use std::path::Path;

use chrono::Datelike as _;
use handrail_core::review::{Choices, PacketWords, Period, Switches};

use super::Trouble;
use super::practitioner::Practitioner;
use super::watch::Times;
use crate::phone::{self, HandClock};

/// The times of one packet's way into the outbox.
#[derive(Debug, Default, Clone)]
pub struct Weekly {
    /// From the question to the preview: everything is read and folded.
    pub fold: Times,
    /// From "send" to the outbox: signed, sealed and durable, with its flush.
    pub share: Times,
    /// Both.
    pub whole: Times,
    /// Bytes of the last packet before it was packed.
    pub bytes: usize,
}

/// Times of `count` packets about the last seven days, with everything switched on that can be.
///
/// # Errors
/// Where the store cannot be opened or the packet not be made.
pub fn packets(folder: &Path, at_ms: i64, count: usize) -> Result<Weekly, Trouble> {
    let clock = HandClock::standing_at(at_ms);
    let ana = phone::open(folder, clock.clone())?;
    let today = ana.this_day()?;
    let month = u32::try_from(today.date().year())? * 12 + today.date().month0();
    Practitioner::pair(&ana, month)?;
    let choices = Choices {
        switches: Switches { coping_notes: true, homework_notes: true, plan: true, ..Switches::default() },
        ..Choices::default()
    };
    let mut times = Weekly::default();
    for n in 0..count + 5 {
        clock.pass(1000);
        let (mut fold, mut share, mut whole) = (Times::default(), Times::default(), Times::default());
        let packed = whole.time(|| {
            let preview = fold.time(|| {
                let period = Period::FromUntil { from: today.plus(-6), until: today };
                let review = ana.review(period, &PacketWords::default())?;
                ana.preview(&review, &choices)
            })?;
            share.time(|| ana.share(&preview))?;
            Ok::<_, handrail_core::Error>(preview)
        })?;
        times.bytes = packed.packets.iter().map(|p| p.content().len()).sum();
        if n >= 5 {
            times.fold = times.fold.and(&fold);
            times.share = times.share.and(&share);
            times.whole = times.whole.and(&whole);
        }
    }
    let waiting = ana.packets()?.len();
    if waiting < count.min(100) {
        return Err(format!("{waiting} packets are in the outbox, {count} were shared").into());
    }
    Ok(times)
}
