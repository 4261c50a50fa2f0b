//! What people do, and the record of it that the check is held to.

use handrail_core::ids::Id;

use super::{Made, World, Wrong, wrong};
use crate::acts::{Act, DREAM, ENTRY, LINE, STRATEGY, WISH};
use crate::chance::{Chance, id};

impl World<'_> {
    /// Two different words are never the same text, so that each can be looked for.
    pub(super) fn new_words(&mut self) -> String {
        self.words += 1;
        format!("words {} ü", self.words)
    }

    pub(super) fn act(&mut self, n: usize, how: &mut Chance) -> Result<(), Wrong> {
        let Some((newer, older)) = self.slots.get(n).map(|slot| (slot.phone.is_newer(), slot.phone.is_older())) else {
            return Ok(());
        };
        let words = if how.percent(6) { String::new() } else { self.new_words() };
        let known: Vec<(&'static str, Id)> =
            self.records.iter().filter(|(kind, _)| knows(kind, newer, older)).copied().collect();
        // Mostly what was written lately, so that phones meet in it.
        let among = if how.percent(70) { 4 } else { known.len() };
        let back = how.below(among);
        let record = known.iter().rev().nth(back.min(known.len().saturating_sub(1))).copied();
        let of = self.records.iter().rev().find(|(kind, _)| *kind == STRATEGY).map(|(_, id)| *id);
        let new = |kind, id| Act::New { kind, id, of: of.unwrap_or(id), words: words.clone() };
        let id = id(&mut self.chance);
        let act = match (how.below(100), record) {
            (10..22, _) if of.is_some() => new(ENTRY, id),
            (22..27, _) if !older => new(LINE, id),
            (27..33, _) => Act::Name(words.clone()),
            (33..38, _) if newer => new(if how.percent(50) { DREAM } else { WISH }, id),
            (38..42, Some((STRATEGY, id))) if newer => Act::Colour(id, words.clone()),
            (42..72, Some((kind, id))) => Act::Edit { kind, id, field: how.below(4), words: words.clone() },
            (72..83, Some((kind, id))) => Act::Remove(kind, id),
            (83..91, Some((kind, id))) => Act::PutBack(kind, id),
            (91..95, Some((kind, id))) => Act::Purge(kind, id),
            (95..100, Some((kind, id))) => Act::Edit { kind, id, field: 0, words: words.clone() },
            _ => new(STRATEGY, id),
        };
        // Where words are needed, emptiness is no act of anybody.
        let needs_words = matches!(
            act,
            Act::New { .. } | Act::Edit { kind: LINE | ENTRY | DREAM | WISH, .. } | Act::Edit { field: 0, .. }
        );
        if words.is_empty() && needs_words {
            return Ok(());
        }
        self.write(n, &act)
    }

    /// Does it, and takes down what was written.
    pub(super) fn write(&mut self, n: usize, act: &Act) -> Result<(), Wrong> {
        let Some(slot) = self.slots.get_mut(n) else { return Ok(()) };
        let device = slot.phone.device().map_err(wrong("device"))?;
        let before = slot.phone.vector().map_err(wrong("vector"))?.get(device);
        slot.phone.act(act).map_err(wrong("act"))?;
        let written = slot.phone.own_since(before, usize::MAX >> 1).map_err(wrong("own_since"))?;
        self.written += match &written {
            Some(batch) => batch.to_bytes().map_err(|e| format!("a batch of ours: {e}"))?.len() as u64,
            None => 0,
        };
        for op in written.map(|batch| batch.ops).unwrap_or_default() {
            let met = self.records.iter().any(|(_, id)| *id == op.record);
            if let (Act::New { kind, .. }, false) = (act, met) {
                self.records.push((*kind, op.record));
            }
            let (author, names) = (op.author(device), vec![(device, op.sequence)]);
            self.made.push(Made { op, author, names, slot: n });
        }
        Ok(())
    }
}

/// Whether an app of this age knows a kind.
fn knows(kind: &str, newer: bool, older: bool) -> bool {
    match kind {
        DREAM | WISH => newer,
        LINE => !older,
        _ => true,
    }
}
