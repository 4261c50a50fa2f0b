//! The budgets, measured.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bindings;
use crate::failure::Result;
use crate::failure::Stop;
use crate::kotlin;
use crate::page;
use crate::postgres;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::size;
use crate::swift;
use crate::tools::{self, Tool};

/// `cargo xtask bench`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Passed on to the measuring program (see `-- --help`)
    #[arg(last = true)]
    rest: Vec<String>,
}

impl Args {
    /// Only another part is asked for: compiling Kotlin and Swift takes minutes.
    fn without_calls(&self) -> bool {
        self.rest.iter().any(|word| word.starts_with("--only")) && !self.rest.iter().any(|word| word.ends_with("calls"))
    }
}

/// Compiles a language's program beside the library in a folder, and gives the script that runs it.
type Compile = fn(&Repo, &Out, &Path) -> Result<String>;

/// The programs that call the library as it ships from Kotlin and Swift, as commands; those whose tools are here.
fn from_other_languages(repo: &Repo, out: &Out) -> Result<Vec<(&'static str, PathBuf)>> {
    // The binding comes out of a debug library; it fits the one that ships, which is of the same sources.
    bindings::prepare(repo, out)?;
    let all: [(&str, &[Tool], Compile); 2] = [
        ("HANDRAIL_BENCH_KOTLIN", &[Tool::Jdk], kotlin::to_measure),
        ("HANDRAIL_BENCH_SWIFT", &[Tool::Swift], swift::to_measure),
    ];
    let mut programs = Vec::new();
    for (variable, needs, make) in all {
        if !tools::missing(needs).is_empty() {
            continue;
        }
        let folder = repo.target.join("bindings/measured").join(variable.to_lowercase());
        Repo::fresh_folder(&folder)?;
        // As it ships, and in a folder of its own: beside it cargo puts others.
        Repo::copy(&size::shipped(repo), &folder.join(bindings::library_name()))?;
        let command = folder.join("run.sh");
        let text = make(repo, out, &folder)?;
        fs::write(&command, text).map_err(|e| Stop::io("write", &command, &e))?;
        programs.push((variable, PathBuf::from(format!("sh {}", command.display()))));
    }
    Ok(programs)
}

/// `cargo xtask bench`: builds the measuring program as it ships and runs it;
/// it writes docs/benchmarks.md. Where Node or Chromium is missing, what is measured in the page is not.
pub(crate) fn run(repo: &Repo, args: &Args) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    // The library's size is one of the budgets.
    size::build(repo, &out)?;
    let mut cargo = repo.cargo(&out, &["run", "--release", "-p", "handrail-tests", "--bin", "handrail-bench", "--"])?;
    cargo.args(&args.rest);
    if let (true, Some(browser)) = (tools::missing(page::NEEDS).is_empty(), tools::chromium()) {
        page::build(repo, &out)?;
        page::relay(repo, &out)?;
        cargo.env("CHROMIUM", browser).env("HANDRAIL_CLINIC_BIN", page::relay_binary(repo));
    }
    if !args.without_calls() {
        for (variable, program) in from_other_languages(repo, &out)? {
            cargo.env(variable, program);
        }
    }
    let server = postgres::to_measure(&out);
    if let Some((_, url)) = &server {
        cargo.env("HANDRAIL_BENCH_POSTGRES", url);
    }
    run::step(&out, "measuring", &mut cargo)
}
