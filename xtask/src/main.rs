//! One verb for each thing a person does with this repository.
//!
//! `cargo xtask test` is what CI runs; `cargo xtask --help` lists the rest. A
//! verb is a module: it builds what it needs, says what it is doing when that
//! takes longer than two seconds, and ends with the exit code of what it ran.
// Talking to the person at the terminal is what this program is for.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod android_app;
mod bench;
mod bindings;
mod crash;
mod demo;
mod devices;
mod docs;
mod exports;
mod failure;
mod fuzz;
mod golden;
#[cfg(test)]
mod ios_app;
mod ios_kit;
mod judges;
mod kotlin;
mod lines;
mod links;
mod openssl;
mod page;
mod pages;
mod phone;
mod picture;
mod postgres;
mod python;
mod relay;
mod repo;
mod run;
mod schedule;
mod screens;
mod sim;
mod size;
mod source_hash;
mod strings;
mod suites;
mod swift;
mod tally;
mod test;
mod tools;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::Out;

/// Build, try, test and measure Handrail.
///
/// Every verb works from a fresh clone on a machine that has Rust. What else
/// is needed (`cargo xtask tools` lists it) is installed by apt when you are
/// root, and printed as one line to run when you are not.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Live a caseload's weeks on this machine and open the review page
    ///
    /// Starts the clinic's relay on 127.0.0.1, lets a caseload of made-up
    /// clients live their weeks through the real core over real HTTP, and
    /// prints the review page's address with an unlock link. It stays up until
    /// Ctrl-C.
    Demo(demo::Args),
    /// Run every test of every part
    ///
    /// The suites run side by side, two at a time; each one's output is in
    /// target/xtask-logs. A suite whose tool is missing says `not run` and why;
    /// with HANDRAIL_REQUIRE_ALL=1, as in CI, that is a failure, and so is a
    /// test that is skipped. The last line is always `N passed, N failed`:
    /// tests, where a suite has tests, and checks.
    Test(test::Args),
    /// Measure the budgets side by side and write docs/benchmarks.md
    Bench(bench::Args),
    /// Let phones and a relay live through schedules of faults, by seed
    ///
    /// Two to six phones, a relay and a line that loses, doubles, delays and
    /// tears; clocks ten years off, crashes, restores, lost phones. In the end
    /// all phones hold the same, nothing is lost and nothing came back
    /// (docs/sync.md). A failing seed is made short and printed. With --real the
    /// phones have their databases.
    Sim(sim::Args),
    /// Kill the writing process and cut the power, as often as wanted
    ///
    /// Every acknowledged write must be there afterwards, whole. `test` does the
    /// same with 1,000 deaths where nothing may be left out.
    Crash(crash::Args),
    /// Fuzz every parser of foreign bytes; needs cargo-fuzz and a nightly toolchain
    ///
    /// `test` runs the same parsers over changed objects and over everything a
    /// fuzzer found before, on stable Rust.
    Fuzz(fuzz::Args),
    /// Build the library as it ships, say what it is made of, and hold it against its size gate
    ///
    /// Only the shared library, stripped, for this machine; 9.4 MB at most.
    Size,
    /// Generate the Python binding and run its scenarios
    Python,
    /// Build the wheel for Python as it ships: target/wheels
    ///
    /// The library as `size` builds it, with the module generated from the debug
    /// one. `python` packs a wheel of the debug library and tests that.
    Wheel,
    /// Generate the Kotlin binding and run its scenarios on the JVM
    Kotlin,
    /// Generate the Swift binding and run its scenarios in Swift 6 and Swift 5 mode
    ///
    /// Then the iOS app as far as Linux goes: HandrailKit with its tests, and the
    /// views, compiled against a module that stands in for SwiftUI.
    Swift,
    /// Make the reference for an app's author: target/docs
    ///
    /// The doc comments of the binding as pages: Kotlin by Dokka, Swift by DocC,
    /// Python by pydoc, and the Rust below. Dokka comes from Maven Central the
    /// first time. What this machine cannot make is named on the first page.
    Docs,
    /// Compare the generated bindings with the copies in tests/golden
    ///
    /// The generated Kotlin, Swift and Python are kept in tests/golden, so that
    /// a change to the library's face is seen in review in the languages apps
    /// are written in. After a change you meant: run this with --bless, read
    /// `git diff tests/golden` as an app's author would, and commit it with the
    /// change that caused it.
    Golden(golden::Args),
    /// Build the review page
    ///
    /// Both builds: the one the clinic's binary carries and the demo's, which
    /// alone takes an unlock code from its address.
    Web(page::Args),
    /// Take the README's picture of the review page anew
    ///
    /// Runs the demo, opens one person's page in Chromium, and keeps the
    /// picture with a hash of the page's source, which `test` compares.
    Picture,
    /// Count the texts in each language and say how hard the English ones are to read
    ///
    /// The interface's words and the content packs. Fails where a text is too
    /// hard (docs/words.md), or where the interface is not whole in a language.
    Words(words::Args),
    /// Write the interface's words as Android and iOS take them: target/strings
    ///
    /// `strings.xml` for each language, a String Catalog, and for Kotlin and
    /// Swift which variables each message has. Fails where a shell says what is
    /// not there, or not with the variables of its text.
    Strings(strings::Args),
    /// Draw every screen of the Android app on the real record, and hold it to what every screen owes
    ///
    /// On a plain JVM, from the same Kotlin as on a phone: as it is, with letters
    /// twice as large, and in Arabic. The pictures are in target/screens/pictures.
    Screens(screens::Args),
    /// Open the Android app's screens in a window, on a record in target/phone
    Phone(phone::Args),
    /// Build the Android app, where Google's SDK and NDK are there
    ///
    /// Without them, it says what is missing.
    Android(devices::Android),
    /// Build the iOS app, on a Mac with Xcode
    ///
    /// Elsewhere it says what is missing.
    Ios,
    /// Count the lines of the shells against those of the core
    Lines,
    /// Say what this machine lacks, or install it
    Tools(tools::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match Repo::find().and_then(|repo| run(&repo, cli.verb)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Exit(code)) => ExitCode::from(code),
        Err(stop) => {
            eprintln!("{stop}");
            ExitCode::FAILURE
        }
    }
}

fn run(repo: &Repo, verb: Verb) -> Result<()> {
    match verb {
        Verb::Demo(args) => demo::run(repo, &args),
        Verb::Test(args) => test::run(repo, &args),
        Verb::Bench(args) => bench::run(repo, &args),
        Verb::Sim(args) => sim::verb(repo, &args),
        Verb::Crash(args) => crash::run(repo, &args),
        Verb::Fuzz(args) => fuzz::run(repo, &args),
        Verb::Size => size::verb(repo),
        Verb::Python => language(repo, python::NEEDS, python::run),
        Verb::Wheel => python::ship(repo),
        Verb::Kotlin => language(repo, kotlin::NEEDS, kotlin::both),
        Verb::Swift => language(repo, swift::NEEDS, ios_kit::with_the_module),
        Verb::Docs => docs::verb(repo),
        Verb::Golden(args) => golden::verb(repo, &args),
        Verb::Web(args) => page::verb(repo, &args),
        Verb::Picture => picture::verb(repo),
        Verb::Words(args) => words::verb(repo, &args),
        Verb::Strings(args) => strings::verb(repo, &args),
        Verb::Screens(args) => screens::verb(repo, &args),
        Verb::Phone(args) => phone::verb(repo, &args),
        Verb::Android(args) => devices::android(repo, &args),
        Verb::Ios => devices::ios(repo),
        Verb::Lines => lines::verb(repo),
        Verb::Tools(args) => tools::verb(repo, &args),
    }
}

/// The scenarios in one language, with all that they need built before.
fn language(repo: &Repo, needs: &[tools::Tool], scenarios: fn(&Repo, &Out) -> Result<()>) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, needs)?;
    bindings::prepare(repo, &out)?;
    page::build(repo, &out)?;
    scenarios(repo, &out)
}
