//! How many tests a run had, read from its log.

/// Which program's words to count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// A check that is right or wrong as a whole, such as formatting.
    Whole,
    /// `cargo test`.
    Libtest,
    /// Maven's Surefire.
    Surefire,
    /// Python's `unittest`.
    Unittest,
    /// Vitest.
    Vitest,
    /// The walk through the page in a browser: a line `ok  NAME` or `FAIL NAME` for each check.
    Walk,
    /// This repository's own programs: a line `N passed, N failed`.
    Ours,
}

/// Tests that passed, failed and were left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    /// Ignored or skipped: present in the source, not run.
    pub(crate) left_out: usize,
}

impl Tally {
    fn add(&mut self, passed: usize, failed: usize, left_out: usize) {
        self.passed += passed;
        self.failed += failed;
        self.left_out += left_out;
    }
}

/// Reads the tally of a whole log.
pub(crate) fn read(counts: Counts, log: &str) -> Tally {
    let mut tally = Tally::default();
    let mut not_run = 0;
    for line in log.lines() {
        // Some of these programs colour their words whatever they are told.
        let line = plain(line);
        let line = line.trim();
        match counts {
            Counts::Whole => {}
            Counts::Libtest => {
                if let Some(rest) = line.strip_prefix("test result: ") {
                    tally.add(before(rest, " passed"), before(rest, " failed"), before(rest, " ignored"));
                } else if line.contains("not run: ") {
                    // A test that finds a tool missing can only say so and return; its harness counts it as passed,
                    // further down in the log.
                    not_run += 1;
                }
            }
            Counts::Surefire => {
                // Each class has a line of its own with "-- in"; the sum has none.
                if line.contains("Tests run:") && !line.contains("-- in") {
                    let bad = after(line, "Failures: ") + after(line, "Errors: ");
                    let left_out = after(line, "Skipped: ");
                    let run = after(line, "Tests run: ");
                    tally.add(run.saturating_sub(bad + left_out), bad, left_out);
                }
            }
            Counts::Unittest => {
                if line.starts_with("Ran ") && line.contains(" test") {
                    tally.passed += after(line, "Ran ");
                } else if line.starts_with("OK (") || line.starts_with("FAILED (") {
                    let bad = after(line, "failures=") + after(line, "errors=");
                    let left_out = after(line, "skipped=");
                    tally.passed = tally.passed.saturating_sub(bad + left_out);
                    tally.add(0, bad, left_out);
                }
            }
            Counts::Vitest => {
                if let Some(rest) = line.strip_prefix("Tests ") {
                    tally.add(
                        before(rest, " passed"),
                        before(rest, " failed"),
                        before(rest, " skipped") + before(rest, " todo"),
                    );
                }
            }
            Counts::Walk => {
                tally.add(
                    usize::from(line.starts_with("ok ")),
                    usize::from(line.starts_with("FAIL ")),
                    usize::from(line.starts_with("not run: ")),
                );
            }
            Counts::Ours => {
                if line.ends_with(" failed") && line.contains(" passed, ") {
                    tally.add(before(line, " passed"), before(line, " failed"), 0);
                }
            }
        }
    }
    tally.passed = tally.passed.saturating_sub(not_run);
    tally.left_out += not_run;
    tally
}

/// The number that ends right before `word`; 0 if it is not there.
fn before(line: &str, word: &str) -> usize {
    line.find(word)
        .and_then(|at| line.get(..at))
        .map(|head| head.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>())
        .and_then(|digits| digits.into_iter().rev().collect::<String>().parse().ok())
        .unwrap_or(0)
}

/// The number that starts right after `word`; 0 if it is not there.
fn after(line: &str, word: &str) -> usize {
    line.split_once(word)
        .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

/// A line without its colour codes.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            // ESC [ parameters letter
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: usize, failed: usize, left_out: usize) -> Tally {
        Tally { passed, failed, left_out }
    }

    #[test]
    fn libtest_programs_are_added_up() {
        let log = "running 12 tests\n\
            test result: ok. 11 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(read(Counts::Libtest, log), tally(14, 2, 1));
    }

    #[test]
    fn a_test_that_says_it_was_not_run_did_not_pass() {
        let log = "test other ... ok\nnot run: one_week (Node is not installed)\ntest one_week ... ok\n\
            test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(read(Counts::Libtest, log), tally(1, 0, 1));
    }

    #[test]
    fn surefire_is_read_from_its_sum_only() {
        let log = "[INFO] Tests run: 8, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in OneWeek\n\
            [INFO] Results:\n[INFO]\n[ERROR] Tests run: 8, Failures: 1, Errors: 1, Skipped: 1\n";
        assert_eq!(read(Counts::Surefire, log), tally(5, 2, 1));
    }

    #[test]
    fn unittest_takes_failures_off_what_it_ran() {
        assert_eq!(read(Counts::Unittest, "Ran 8 tests in 0.2s\n\nOK\n"), tally(8, 0, 0));
        let log = "Ran 8 tests in 0.2s\n\nFAILED (failures=1, errors=2, skipped=1)\n";
        assert_eq!(read(Counts::Unittest, log), tally(4, 3, 1));
    }

    #[test]
    fn vitest_is_read_through_its_colours() {
        let log = "\u{1b}[2m Test Files \u{1b}[22m 2 passed (2)\n\
            \u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m12 passed\u{1b}[39m | 2 skipped (15)\n";
        assert_eq!(read(Counts::Vitest, log), tally(12, 1, 2));
    }

    #[test]
    fn a_walk_is_counted_by_its_checks() {
        let log = "> node e2e/run.mjs\nok  a label on each field\nFAIL contrast: 2 places\nnot run: enrolment\n1 checks do not hold\n";
        assert_eq!(read(Counts::Walk, log), tally(1, 1, 1));
    }

    #[test]
    fn our_own_closing_line_is_counted() {
        assert_eq!(read(Counts::Ours, "ok one_week\n9 passed, 1 failed\n"), tally(9, 1, 0));
    }

    #[test]
    fn words_without_numbers_count_nothing() {
        for counts in [Counts::Libtest, Counts::Surefire, Counts::Unittest, Counts::Vitest] {
            assert_eq!(read(counts, "no tests here\nTests\ntest result: none\n"), tally(0, 0, 0));
        }
    }
}
