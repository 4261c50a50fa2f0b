//! Sorting, with one copy of it in the library.
//!
//! The standard library's sorts are fast, and for each type that is sorted some ten kilobytes go into the library; half a megabyte of
//! it was sorts (docs/adr/0032). What is sorted here are the rows of a screen. So *places* are sorted, by comparing what stands
//! there, and the rows are put where they belong by swapping.

use std::cmp::Ordering;

/// Sorts by a comparison; what is equal stays in the order in which it was.
pub(crate) fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut belongs = belongs(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        // Places are below the length.
        _ => Ordering::Equal,
    });
    for at in 0..items.len() {
        while let Some(to) = belongs.get(at).copied().filter(|to| *to != at) {
            items.swap(at, to);
            belongs.swap(at, to);
        }
    }
}

/// Sorts by a key of each.
pub(crate) fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts by the items' own order.
pub(crate) fn natural<T: Ord>(items: &mut [T]) {
    by(items, T::cmp);
}

/// For each place the one to which what stands there belongs: every number below `count` once.
fn belongs(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..count).collect();
    sorted.sort_by(|a, b| compare(*a, *b));
    let mut belongs = vec![0; count];
    for (to, from) in sorted.into_iter().enumerate() {
        if let Some(place) = belongs.get_mut(from) {
            *place = to;
        }
    }
    belongs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{by, by_key, natural};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn it_is_the_order_of_the_standard_library_and_stable(items in prop::collection::vec((0u8..8, any::<u16>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &theirs);
            by(&mut ours, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            theirs.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            prop_assert_eq!(&ours, &theirs);
            natural(&mut ours);
            theirs.sort_unstable();
            prop_assert_eq!(ours, theirs);
        }
    }
}
