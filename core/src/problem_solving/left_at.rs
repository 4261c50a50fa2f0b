//! Where a sheet was left.

use super::ProblemPart;

/// The parts, in order.
pub(super) const ORDER: [ProblemPart; 7] = [
    ProblemPart::Problem,
    ProblemPart::Ideas,
    ProblemPart::Sides,
    ProblemPart::Choice,
    ProblemPart::Plan,
    ProblemPart::Practise,
    ProblemPart::Review,
];

/// How much of a part there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    Empty,
    Begun,
    Done,
}

/// The last part that was begun, or the one after it: what was skipped on the way stays skipped.
pub(super) fn left_at(filled: [Filled; 7]) -> ProblemPart {
    let mut next = ProblemPart::Problem;
    let after = ORDER.into_iter().skip(1).chain([ProblemPart::Review]);
    for ((part, then), filled) in ORDER.into_iter().zip(after).zip(filled) {
        match filled {
            Filled::Empty => {}
            Filled::Begun => next = part,
            Filled::Done => next = then,
        }
    }
    next
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use proptest::prelude::*;

    use super::*;

    fn some() -> impl Strategy<Value = [Filled; 7]> {
        proptest::array::uniform7(prop_oneof![Just(Filled::Empty), Just(Filled::Begun), Just(Filled::Done)])
    }

    proptest! {
        #[test]
        fn it_is_the_last_part_that_was_begun_or_the_next(filled in some()) {
            let next = left_at(filled);
            match filled.iter().rposition(|f| *f != Filled::Empty) {
                None => prop_assert_eq!(next, ProblemPart::Problem),
                Some(last) if filled[last] == Filled::Begun => prop_assert_eq!(next, ORDER[last]),
                Some(last) => prop_assert_eq!(next, ORDER[(last + 1).min(6)]),
            }
        }

        #[test]
        fn what_is_skipped_or_filled_in_later_never_leads_back(mut filled in some(), at in 0_usize..7, to in 0_usize..3) {
            let before = left_at(filled);
            let last = filled.iter().rposition(|f| *f != Filled::Empty);
            if last.is_some_and(|last| at < last) {
                filled[at] = [Filled::Empty, Filled::Begun, Filled::Done][to];
                prop_assert_eq!(left_at(filled), before);
            }
        }
    }
}
