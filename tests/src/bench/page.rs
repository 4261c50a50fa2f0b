//! docs/benchmarks.md: what was measured, against what we hold ourselves to.

use std::fmt::Write as _;

use super::machine;

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Line {
    /// P1 to P10.
    pub name: &'static str,
    /// What is measured.
    pub what: String,
    /// What we hold ourselves to.
    pub target: &'static str,
    /// What came out.
    pub measured: String,
    /// Whether it was met; `None` where nothing could be measured, with the reason in `measured`.
    pub met: Option<bool>,
}

/// The whole page.
#[derive(Debug, Default)]
pub struct Page {
    lines: Vec<Line>,
    notes: Vec<&'static str>,
    raw: String,
}

impl Page {
    /// Adds a line to the table.
    pub fn line(&mut self, name: &'static str, what: &str, target: &'static str, measured: String, met: Option<bool>) {
        self.lines.push(Line { name, what: what.to_owned(), target, measured, met });
    }

    /// Says under the table why something is missed. Said once, however often it is missed.
    pub fn note(&mut self, why: &'static str) {
        if !self.notes.contains(&why) {
            self.notes.push(why);
        }
    }

    /// Adds a line to the raw figures.
    pub fn raw(&mut self, line: &str) {
        self.raw.push_str(line);
        self.raw.push('\n');
    }

    /// The page as it is written, without anything that changes by itself from run to run but the figures.
    #[must_use]
    pub fn text(&self, date: &str, flushes: f64) -> String {
        let mut text = String::from(
            "# Benchmarks\n\n\
             Written by `cargo xtask bench`; do not edit by hand. The targets are ratios wherever two ways of\n\
             doing the same can be timed side by side in one run, because absolute times say more about the\n\
             disk than about us. No test fails by a time.\n\n",
        );
        let load = machine::load().map_or_else(String::new, |load| format!(", load {load} when it began"));
        let _ = writeln!(
            text,
            "Measured {date} on {} ({} cores, {}{load}); its disk takes {flushes:.0} flushes of a page a second.\n",
            machine::processor(),
            machine::cores(),
            std::env::consts::OS,
        );
        text.push_str("| # | What | Target | Measured | |\n|---|---|---|---|---|\n");
        for line in &self.lines {
            let verdict = match line.met {
                Some(true) => "met",
                Some(false) => "**missed**",
                None => "not measured",
            };
            let _ =
                writeln!(text, "| {} | {} | {} | {} | {verdict} |", line.name, line.what, line.target, line.measured);
        }
        for note in &self.notes {
            let _ = write!(text, "\n- {note}\n");
        }
        text.push_str("\n## Figures\n\n```\n");
        text.push_str(&self.raw);
        text.push_str("```\n");
        text
    }

    /// How many targets were missed.
    #[must_use]
    pub fn missed(&self) -> usize {
        self.lines.iter().filter(|l| l.met == Some(false)).count()
    }
}
