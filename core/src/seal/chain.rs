//! The receiver's side of a chain: one per (mailbox, sender, device, recipient), numbered from 1, each
//! message naming the hash of the one before (`docs/protocol.md`, section 5).
//!
//! The relay may lose, repeat and reorder. A gap therefore refuses nothing: a later message opens, and
//! one that comes late fills the hole and is checked against its successor. Refused are only the two
//! things an honest sender never does: other bytes under a number already used, and a previous hash that
//! contradicts a message held.

/// What is remembered of a message that was opened, for as long as its chain exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Its hash: SHA-256 over signed part and signature.
    pub hash: [u8; 32],
    /// The hash it names as the one before; zeros for the first.
    pub previous: [u8; 32],
}

/// The part of a chain that decides about one message: at most three links and the highest number.
/// The store looks them up by number; nothing else of the chain is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The message already opened under the same number.
    pub same: Option<Link>,
    /// The one with the number before.
    pub before: Option<Link>,
    /// The one with the number after.
    pub after: Option<Link>,
    /// The highest number opened in this chain; 0 for none.
    pub highest: u64,
}

/// Where a message belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The one that was expected next.
    Next,
    /// Later than expected: `from` to `until` (both included) have not arrived.
    AfterGap {
        /// The first number that has not arrived.
        from: u64,
        /// The last number before this message.
        until: u64,
    },
    /// One that came late and fills a hole.
    FillsHole,
    /// The very same message again; it changes nothing.
    Again,
}

/// Why a message cannot belong to its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainRefusal {
    /// Its number was already opened with other bytes.
    #[error("another message has this number")]
    Replayed,
    /// Its previous hash, or that of its successor, does not fit a message held.
    #[error("does not follow the messages held")]
    Contradicts,
}

/// Finds the place of a message, or refuses it.
pub fn place(sequence: u64, link: &Link, around: &Neighbours) -> Result<Place, ChainRefusal> {
    if let Some(same) = around.same {
        return if same == *link { Ok(Place::Again) } else { Err(ChainRefusal::Replayed) };
    }
    // Zeros mean "the first"; a second beginning of a chain contradicts whatever came before it, whether
    // or not that has arrived.
    if (sequence == 1) != (link.previous == [0; 32]) {
        return Err(ChainRefusal::Contradicts);
    }
    let fits_before = around.before.is_none_or(|it| it.hash == link.previous);
    let fits_after = around.after.is_none_or(|it| it.previous == link.hash);
    if !fits_before || !fits_after {
        return Err(ChainRefusal::Contradicts);
    }
    let expected = around.highest.saturating_add(1);
    Ok(match sequence {
        _ if sequence == expected => Place::Next,
        _ if sequence < expected => Place::FillsHole,
        _ => Place::AfterGap { from: expected, until: sequence - 1 },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// An honest chain: message n has hash [n; 32].
    fn link(n: u64) -> Link {
        let byte = u8::try_from(n).unwrap();
        Link { hash: [byte; 32], previous: [byte - 1; 32] }
    }

    #[derive(Default)]
    struct Held(BTreeMap<u64, Link>);

    impl Held {
        fn around(&self, sequence: u64) -> Neighbours {
            let at = |n: Option<u64>| n.and_then(|n| self.0.get(&n).copied());
            Neighbours {
                same: at(Some(sequence)),
                before: at(sequence.checked_sub(1)),
                after: at(sequence.checked_add(1)),
                highest: self.0.keys().last().copied().unwrap_or(0),
            }
        }

        fn take(&mut self, sequence: u64, link: Link) -> Result<Place, ChainRefusal> {
            let place = place(sequence, &link, &self.around(sequence))?;
            self.0.insert(sequence, link);
            Ok(place)
        }
    }

    #[test]
    fn messages_in_order_are_each_the_next_one() {
        let mut held = Held::default();
        for n in 1..=5 {
            assert_eq!(held.take(n, link(n)), Ok(Place::Next));
        }
    }

    #[test]
    fn a_gap_refuses_nothing_and_a_late_one_fills_it() {
        let mut held = Held::default();
        held.take(1, link(1)).unwrap();
        let gap = Place::AfterGap { from: 2, until: 3 };
        assert_eq!(held.take(4, link(4)), Ok(gap));
        assert_eq!(held.take(3, link(3)), Ok(Place::FillsHole));
        assert_eq!(held.take(2, link(2)), Ok(Place::FillsHole));
        assert_eq!(held.take(5, link(5)), Ok(Place::Next));
    }

    #[test]
    fn the_same_message_again_is_harmless_and_another_under_its_number_is_not() {
        let mut held = Held::default();
        held.take(1, link(1)).unwrap();
        assert_eq!(held.take(1, link(1)), Ok(Place::Again));
        let other = Link { hash: [9; 32], ..link(1) };
        assert_eq!(held.take(1, other), Err(ChainRefusal::Replayed));
    }

    #[test]
    fn what_contradicts_a_message_held_is_refused_from_either_side() {
        let mut held = Held::default();
        held.take(1, link(1)).unwrap();
        let wrong_before = Link { previous: [9; 32], ..link(2) };
        assert_eq!(held.take(2, wrong_before), Err(ChainRefusal::Contradicts));
        held.take(3, link(3)).unwrap();
        let wrong_after = Link { hash: [9; 32], ..link(2) };
        assert_eq!(held.take(2, wrong_after), Err(ChainRefusal::Contradicts));
        assert_eq!(held.take(2, link(2)), Ok(Place::FillsHole));
    }

    #[test]
    fn only_the_first_names_nothing_before_it() {
        let begins_again = Link { previous: [0; 32], ..link(7) };
        assert_eq!(Held::default().take(7, begins_again), Err(ChainRefusal::Contradicts));
        let first_with_a_past = Link { previous: [8; 32], ..link(1) };
        assert_eq!(Held::default().take(1, first_with_a_past), Err(ChainRefusal::Contradicts));
    }

    proptest! {
        #[test]
        fn an_honest_chain_is_taken_in_whole_in_any_order_with_any_repeats(
            order in Just((1..=40_u64).collect::<Vec<_>>()).prop_shuffle(),
            repeats in proptest::collection::vec(1..=40_u64, 0..20),
        ) {
            let mut held = Held::default();
            for n in order.iter().chain(&repeats) { prop_assert!(held.take(*n, link(*n)).is_ok()); }
            prop_assert_eq!(held.0.len(), 40);
        }

        #[test]
        fn whatever_is_offered_nothing_held_is_ever_replaced(
            offers in proptest::collection::vec((1..6_u64, 0..4_u8, 0..4_u8), 0..60),
        ) {
            let mut held = Held::default();
            for (n, hash, previous) in offers {
                let before = held.0.get(&n).copied();
                let _ = held.take(n, Link { hash: [hash + 1; 32], previous: [previous; 32] });
                if let Some(before) = before { prop_assert_eq!(held.0[&n], before); }
                for (n, link) in &held.0 {
                    if let Some(next) = held.0.get(&(n + 1)) { prop_assert_eq!(next.previous, link.hash); }
                }
            }
        }
    }
}
