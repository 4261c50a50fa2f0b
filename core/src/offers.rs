//! When to offer something smaller, or problem solving: after the person themselves answered
//! "not yet" twice in a row. An unanswered reminder is no answer, and "not
//! today" says nothing. Offered once: a third "not yet" is not met with the same offer again,
//! and after a change of the step or homework the counting starts anew.

/// Whether to offer now, from the answers since the last change, the newest first: is it "not yet"?
pub(crate) fn after_two_not_yets(newest_first: impl IntoIterator<Item = bool>) -> bool {
    newest_first.into_iter().take(3).take_while(|not_yet| *not_yet).count() == 2
}

#[cfg(test)]
mod tests {
    use super::after_two_not_yets;

    #[test]
    fn two_in_a_row_and_neither_one_nor_three() {
        for (newest_first, offered) in [
            (&[][..], false),
            (&[true], false),
            (&[true, true], true),
            (&[true, true, false], true),
            (&[true, false, true], false),
            (&[false, true, true], false),
            (&[true, true, true], false),
            (&[true, true, true, false], false),
        ] {
            assert_eq!(after_two_not_yets(newest_first.iter().copied()), offered, "{newest_first:?}");
        }
    }
}
