//! For tests: an app that is older than this one, on this thread, for as long as the value lives. What it does not know
//! is kept and passed on, and taken up when the store is next opened by an app that does.

use std::cell::RefCell;

thread_local! {
    static UNKNOWN: RefCell<Vec<(&'static str, &'static str)>> = const { RefCell::new(Vec::new()) };
}

/// While this lives, some kinds and fields are not known.
#[derive(Debug)]
pub struct OlderApp(());

impl OlderApp {
    /// An app without these: a kind as `(kind, "")`, a field as `(kind, field)`.
    #[must_use]
    pub fn without(unknown: &[(&'static str, &'static str)]) -> Self {
        UNKNOWN.with_borrow_mut(|all| *all = unknown.to_vec());
        Self(())
    }
}

impl Drop for OlderApp {
    fn drop(&mut self) {
        UNKNOWN.with_borrow_mut(Vec::clear);
    }
}

pub(super) fn knows(kind: &str, field: &str) -> bool {
    UNKNOWN.with_borrow(|all| all.is_empty() || !all.iter().any(|(k, f)| *k == kind && *f == field))
}
