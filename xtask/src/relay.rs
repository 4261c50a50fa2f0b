//! What the scenarios in other languages meet over the network: the real relay with an empty folder, and practitioners, each the
//! review page's own code in Node. Both on free ports of this machine alone, gone when the scenarios are over.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::bindings;
use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};

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

/// A process that says where it listens, and ends when this is dropped.
struct Served {
    child: Child,
    /// Held open: it says a few lines more, and would end if nobody took them. They are too few to fill the pipe.
    _words: Option<BufReader<ChildStdout>>,
    origin: String,
}

impl Served {
    /// Starts `command`; `what` it is, for a person. What it says on its other output goes to `log`.
    fn start(mut command: Command, what: &str, log: &Path) -> Result<Self> {
        let written = File::create(log).map_err(|e| Stop::io("make", log, &e))?;
        // Its input stays open for as long as somebody is there who could write into it.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(written);
        let failed = |why: &str| Stop::Failed(format!("{what} {why}; the words are in {}", log.display()));
        let mut child = command.spawn().map_err(|e| failed(&format!("cannot be started: {e}")))?;
        let mut words = child.stdout.take().map(BufReader::new);
        let said = words.as_mut().and_then(|words| {
            words
                .lines()
                .map_while(std::result::Result::ok)
                .find_map(|line| Some(line.strip_prefix("Origin ")?.to_owned()))
        });
        let served = Self { child, _words: words, origin: said.unwrap_or_default() };
        if served.origin.is_empty() { Err(failed("did not say where it is")) } else { Ok(served) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It ends when its process does; nothing in its folder is wanted any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A relay and its practitioners, until it is dropped.
pub(crate) struct Clinic {
    /// Before the relay, so that nobody asks it while it goes.
    practitioners: Served,
    relay: Served,
}

impl Clinic {
    /// Starts what [`prepare`] built, and the page's code as `page::build` left it; `name` is that of the suite.
    pub(crate) fn start(repo: &Repo, name: &str) -> Result<Self> {
        let folder = repo.target.join("bindings/relay").join(name);
        Repo::fresh_folder(&folder)?;
        let data = folder.join("data");
        let mut serve = Command::new(program(repo));
        serve.arg("serve").arg("--data").arg(&data);
        serve.args(["--listen", "127.0.0.1:0", "--open-vaults-per-day", "1000"]);
        let relay = Served::start(serve, "the relay", &folder.join("log"))?;
        let mut page = Command::new("node");
        page.arg(repo.path("tests/bindings/practitioners.mjs")).arg(repo.path("clinic/web/dist-node/driver.js"));
        page.arg(program(repo)).arg(&data).arg(&relay.origin);
        let practitioners = Served::start(page, "the practitioners' page", &folder.join("practitioners.log"))?;
        Ok(Self { practitioners, relay })
    }

    /// What a scenario is told, as names and values for its environment.
    pub(crate) fn told(&self) -> [(&'static str, &str); 2] {
        [("HANDRAIL_RELAY", &self.relay.origin), ("HANDRAIL_PRACTITIONERS", &self.practitioners.origin)]
    }
}
