//! A relay for the scenarios in other languages: the real one with an empty folder, on a free port of this machine alone, gone
//! when they are over.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::bindings;
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};

/// Names the relay's address to a scenario.
pub(crate) const ADDRESS: &str = "HANDRAIL_RELAY";

fn program(repo: &Repo) -> PathBuf {
    // A copy beside the library, because cargo puts another one in its place whenever it builds with other features.
    bindings::library_folder(repo).join(format!("handrail-clinic{}", std::env::consts::EXE_SUFFIX))
}

/// Builds it.
pub(crate) fn prepare(repo: &Repo, out: &Out) -> Result<()> {
    let mut build = repo.cargo(out, &["build", "-p", "handrail-clinic"])?;
    run::step(out, "building the relay (debug)", &mut build)?;
    let made = format!("debug/handrail-clinic{}", std::env::consts::EXE_SUFFIX);
    Repo::copy(&repo.target.join(made), &program(repo))
}

/// What `clinic/deploy` hands out, with the programs it is for.
pub(crate) fn deployed(repo: &Repo, out: &Out) -> Result<()> {
    let mut build = repo.cargo(out, &["build", "-p", "handrail-clinic"])?;
    run::step(out, "building the relay (debug)", &mut build)?;
    let mut test = repo.cargo(out, &["test", "--no-fail-fast", "-p", "handrail-tests", "--test", "deploy"])?;
    // It lies there since just now; the tests' own build makes no program of it.
    test.env("HANDRAIL_RELAY_PROGRAM", repo.target.join("debug/handrail-clinic"));
    run::step(out, "cargo test", &mut test)
}

/// A relay that runs until it is dropped.
pub(crate) struct Relay {
    child: Child,
    /// Held open: it says a few lines more, and would end if nobody took them. They are too few to fill the pipe.
    _words: Option<BufReader<ChildStdout>>,
    /// Where it is: `http://127.0.0.1:PORT`.
    pub(crate) origin: String,
}

impl Relay {
    /// Starts what [`prepare`] built; `name` is that of the suite.
    pub(crate) fn start(repo: &Repo, name: &str) -> Result<Self> {
        let folder = repo.target.join("bindings/relay").join(name);
        Repo::fresh_folder(&folder)?;
        let log = folder.join("log");
        let written = File::create(&log).map_err(|e| Stop::io("make", &log, &e))?;
        let mut command = Command::new(program(repo));
        command.arg("serve").arg("--data").arg(folder.join("data"));
        command.args(["--listen", "127.0.0.1:0", "--open-vaults-per-day", "1000"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(written);
        let failed = |why: &str| Stop::Failed(format!("the relay {why}; its words are in {}", log.display()));
        let mut child = command.spawn().map_err(|e| failed(&format!("cannot be started: {e}")))?;
        let mut words = child.stdout.take().map(BufReader::new);
        let said = words.as_mut().and_then(|words| {
            words
                .lines()
                .map_while(std::result::Result::ok)
                .find_map(|line| Some(line.strip_prefix("Origin ")?.to_owned()))
        });
        let relay = Self { child, _words: words, origin: said.unwrap_or_default() };
        if relay.origin.is_empty() { Err(failed("did not say where it is")) } else { Ok(relay) }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // It ends when its process does; nothing in its folder is wanted any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
