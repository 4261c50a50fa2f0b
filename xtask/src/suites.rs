//! The table of everything `cargo xtask test` runs.
//!
//! A row is a suite, or a step that suites wait for. To add one, add a row;
//! the order is the order in which they are started.

use std::process::Command;

use crate::android_app;
use crate::bindings;
use crate::demo;
use crate::failure::Result;
use crate::golden;
use crate::ios_kit;
use crate::judges;
use crate::kotlin;
use crate::links;
use crate::openssl;
use crate::page;
use crate::picture;
use crate::postgres;
use crate::python;
use crate::relay;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::schedule::Holds;
use crate::screens;
use crate::sim;
use crate::size;
use crate::strings;
use crate::swift;
use crate::tally::Counts;
use crate::tools::Tool;

/// A suite, or a step before suites.
pub(crate) struct Job {
    /// What it is called on the terminal and on the command line.
    pub(crate) name: &'static str,
    /// How its tests are counted; `None` for a step that is no test.
    pub(crate) counts: Option<Counts>,
    /// What the machine must have.
    pub(crate) needs: &'static [Tool],
    /// What must have ended well before it starts.
    pub(crate) after: &'static [&'static str],
    /// What must have ended before it starts, however it ended.
    pub(crate) behind: &'static [&'static str],
    /// The lock it holds.
    pub(crate) holds: Holds,
    /// What it does.
    pub(crate) work: fn(&Repo, &Out) -> Result<()>,
}

/// The work of a suite that is one cargo command, written as it is typed.
macro_rules! cargo {
    ($words:literal) => {
        |repo, out| {
            let words: Vec<&str> = $words.split(' ').collect();
            run::step(out, "cargo", &mut repo.cargo(out, &words)?)
        }
    };
}

const C: &[Tool] = &[Tool::C];

/// Tests run by cargo in the debug folder.
const fn cargo_tests(name: &'static str, work: fn(&Repo, &Out) -> Result<()>) -> Job {
    Job { name, counts: Some(Counts::Libtest), needs: C, after: &["libcrypto"], behind: &[], holds: Holds::Debug, work }
}

/// A check by cargo in the debug folder.
const fn cargo_check(name: &'static str, work: fn(&Repo, &Out) -> Result<()>) -> Job {
    Job { counts: Some(Counts::Whole), ..cargo_tests(name, work) }
}

/// The scenarios in one language, on the debug library.
const fn language(
    name: &'static str,
    counts: Counts,
    needs: &'static [Tool],
    work: fn(&Repo, &Out) -> Result<()>,
) -> Job {
    // The practitioners in them are the page's own code, as built.
    Job { name, counts: Some(counts), needs, after: &["library", "page"], behind: &[], holds: Holds::Nothing, work }
}

/// A foreign judge of what the core says.
const fn judge(name: &'static str, needs: &'static [Tool], work: fn(&Repo, &Out) -> Result<()>) -> Job {
    Job { name, counts: Some(Counts::Whole), needs, after: &["judged"], behind: &[], holds: Holds::Nothing, work }
}

/// A job in the review page's folder.
const fn page(name: &'static str, counts: Counts, work: fn(&Repo, &Out) -> Result<()>) -> Job {
    Job { name, counts: Some(counts), needs: page::NEEDS, after: &["page"], behind: &[], holds: Holds::Page, work }
}

/// Everything, in order.
///
/// Packages are built one by one and not as a workspace: features would be
/// joined, and the relay would be tested on SQLCipher, which it never ships
/// with.
pub(crate) const JOBS: &[Job] = &[
    Job {
        name: "formatting",
        counts: Some(Counts::Whole),
        needs: &[],
        after: &[],
        behind: &[],
        holds: Holds::Nothing,
        work: |repo, out| {
            let mut command = repo.plain_cargo(&["fmt", "--all", "--check", "--", "--color", "never"]);
            run::step(out, "cargo fmt", &mut command)
        },
    },
    Job {
        name: "links in the documents",
        counts: Some(Counts::Ours),
        needs: &[],
        after: &[],
        behind: &[],
        holds: Holds::Nothing,
        work: links::check,
    },
    Job {
        name: "picture of the page",
        counts: Some(Counts::Whole),
        needs: &[],
        after: &[],
        behind: &[],
        holds: Holds::Nothing,
        work: picture::check,
    },
    Job {
        name: "pictures of the screens",
        counts: Some(Counts::Ours),
        needs: &[],
        after: &[],
        behind: &[],
        holds: Holds::Nothing,
        work: screens::check,
    },
    Job {
        name: "strings",
        counts: Some(Counts::Ours),
        needs: &[],
        after: &[],
        behind: &[],
        holds: Holds::Nothing,
        work: strings::run,
    },
    Job {
        name: "libcrypto",
        counts: None,
        needs: C,
        after: &[],
        behind: &[],
        holds: Holds::Nothing,
        work: |repo, out| openssl::ensure(repo, out).map(|_| ()),
    },
    Job {
        name: "library",
        counts: None,
        needs: C,
        after: &["libcrypto"],
        behind: &[],
        holds: Holds::Debug,
        work: bindings::prepare,
    },
    Job {
        name: "page",
        counts: None,
        needs: page::NEEDS,
        after: &[],
        behind: &[],
        holds: Holds::Page,
        work: page::build,
    },
    page("page: types", Counts::Whole, page::check),
    page("page: size", Counts::Whole, page::size),
    Job {
        // What is built into it decides what it can be tested for.
        behind: &["page"],
        counts: None,
        ..cargo_tests("relay", page::relay)
    },
    Job { behind: &["relay"], ..page("page: tests", Counts::Vitest, page::unit_tests) },
    Job {
        needs: &[Tool::Node, Tool::Chromium],
        after: &["page", "relay"],
        ..page("page: in Chromium", Counts::Walk, page::walk)
    },
    Job { after: &["library"], ..language("golden bindings", Counts::Ours, C, golden::check) },
    language("python", Counts::Unittest, python::NEEDS, python::run),
    Job {
        // The screens and the scenarios take it, side by side.
        counts: None,
        after: &["library"],
        ..language("package for Kotlin", Counts::Surefire, kotlin::PACKAGE_NEEDS, kotlin::package)
    },
    Job { after: &["package for Kotlin", "page"], ..language("kotlin", Counts::Surefire, kotlin::NEEDS, kotlin::run) },
    Job {
        after: &["package for Kotlin", "page"],
        // A screen that says what is not there is that one's failure.
        behind: &["strings"],
        ..language("android screens", Counts::Surefire, screens::NEEDS, screens::run)
    },
    Job {
        after: &["package for Kotlin"],
        // Both write them.
        behind: &["strings"],
        ..language("android app", Counts::Surefire, android_app::NEEDS, android_app::run)
    },
    Job {
        counts: None,
        after: &["library"],
        ..language("module for Swift", Counts::Ours, swift::MODULE_NEEDS, swift::module)
    },
    Job { after: &["module for Swift", "page"], ..language("swift", Counts::Ours, swift::NEEDS, swift::run) },
    Job {
        after: &["module for Swift", "page"],
        behind: &["strings"],
        ..language("ios kit", Counts::Ours, swift::NEEDS, ios_kit::run)
    },
    Job {
        name: "size",
        counts: Some(Counts::Whole),
        needs: C,
        after: &["libcrypto"],
        behind: &[],
        holds: Holds::Release,
        work: size::run,
    },
    Job { counts: Some(Counts::Whole), holds: Holds::Release, ..cargo_tests("simulator, in memory", sim::in_memory) },
    Job { counts: Some(Counts::Whole), holds: Holds::Release, ..cargo_tests("simulator, real stores", sim::real) },
    cargo_tests("the two ledgers", cargo!("test --no-fail-fast -p handrail-sim -p handrail-chance")),
    cargo_tests("wire", cargo!("test --no-fail-fast -p handrail-wire")),
    cargo_tests("core", cargo!("test --no-fail-fast -p handrail-core")),
    cargo_tests("bindings", cargo!("test --no-fail-fast -p handrail-bindings")),
    Job {
        behind: &["page"],
        // What needs a server is the next one's.
        ..cargo_tests("clinic", cargo!("test --no-fail-fast -p handrail-clinic -- --skip on_postgres::"))
    },
    Job { needs: &[Tool::C, Tool::Postgres], behind: &["page"], ..cargo_tests("relay on PostgreSQL", postgres::relay) },
    Job { needs: &[Tool::C, Tool::Deploy], behind: &["page"], ..cargo_tests("the relay, deployed", relay::deployed) },
    // The practitioner's part in them is the page's own code, as built.
    Job {
        behind: &["page"],
        ..cargo_tests(
            "scenarios and faults",
            cargo!(
                "test --no-fail-fast -p handrail-tests -p handrail-faultfs -- --skip on_postgres:: --skip deployed::"
            ),
        )
    },
    Job { counts: None, ..cargo_tests("judged", judges::prepare) },
    judge("rules, judged by dateutil", judges::IN_PYTHON, judges::rules),
    judge("zones, judged by zoneinfo", judges::IN_PYTHON, judges::zones),
    judge("zones, judged by java.time", judges::IN_JAVA, judges::java),
    judge("calendars, judged by icalendar", judges::IN_PYTHON, judges::calendars),
    Job {
        counts: Some(Counts::Whole),
        needs: demo::NEEDS,
        after: &["libcrypto", "page"],
        ..cargo_tests("demo --check", demo::check)
    },
    cargo_tests("xtask", cargo!("test --no-fail-fast -p xtask")),
    cargo_check("clippy: wire, core", cargo!("clippy -p handrail-wire -p handrail-core --all-targets -- -D warnings")),
    cargo_check("clippy: clinic", cargo!("clippy -p handrail-clinic --all-targets -- -D warnings")),
    cargo_check(
        "clippy: bindings",
        cargo!("clippy -p handrail-bindings --features bindgen --all-targets -- -D warnings"),
    ),
    cargo_check(
        "clippy: tests, xtask",
        cargo!(
            "clippy -p handrail-tests -p handrail-chance -p handrail-faultfs -p handrail-sim -p xtask --all-targets -- -D warnings"
        ),
    ),
];

/// A word about the machine for the head of a run.
pub(crate) fn machine() -> String {
    let rustc = run::ask(Command::new("rustc").arg("--version")).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{rustc}, {cores} cores, {}", std::env::consts::ARCH)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_used_once() {
        let mut names: Vec<_> = JOBS.iter().map(|job| job.name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn what_a_job_waits_for_stands_before_it() {
        // This also rules out waiting in a circle.
        for (i, job) in JOBS.iter().enumerate() {
            for before in job.after.iter().chain(job.behind) {
                let at = JOBS.iter().position(|other| other.name == *before).unwrap();
                assert!(at < i, "{} waits for {before}, which comes later", job.name);
            }
        }
    }
}
