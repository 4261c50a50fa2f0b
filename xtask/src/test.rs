//! `cargo xtask test`: every suite of every part.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::schedule::{self, End, Slot};
use crate::suites::{self, JOBS, Job};
use crate::tally::{self, Counts, Tally};
use crate::tools::{self, Tool};

/// `cargo xtask test`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only the suites whose name contains one of these (with what they wait for)
    names: Vec<String>,
    /// List the suites and end
    #[arg(long)]
    list: bool,
}

/// What became of a job.
struct Ended {
    took: Duration,
    how: How,
}

enum How {
    Good(Tally),
    Failed(Tally, String),
    NotRun(String),
}

struct Session<'a> {
    repo: &'a Repo,
    jobs: Vec<&'a Job>,
    ends: Mutex<Vec<Option<Ended>>>,
    require_all: bool,
}

/// `cargo xtask test [NAME...]`
pub(crate) fn run(repo: &Repo, args: &Args) -> Result<()> {
    let jobs = choose(&args.names);
    if args.list {
        for job in &jobs {
            println!("{}{}", job.name, if job.counts.is_some() { "" } else { " (a step)" });
        }
        return Ok(());
    }
    if jobs.is_empty() {
        return Err(Stop::Failed("no suite has such a name; see --list".into()));
    }
    let start = Instant::now();
    println!("{} jobs; {}", jobs.len(), suites::machine());
    let session = Session {
        repo,
        ends: Mutex::new(jobs.iter().map(|_| None).collect()),
        jobs,
        require_all: env::var("HANDRAIL_REQUIRE_ALL").is_ok_and(|v| v == "1"),
    };
    session.run();
    session.close(start.elapsed())
}

/// The jobs that were asked for, and what they wait for.
fn choose(names: &[String]) -> Vec<&'static Job> {
    let mut wanted: Vec<&str> = JOBS
        .iter()
        .map(|job| job.name)
        .filter(|name| names.is_empty() || names.iter().any(|part| name.contains(part.as_str())))
        .collect();
    let mut next = 0;
    while let Some(name) = wanted.get(next).copied() {
        let after = JOBS.iter().filter(|job| job.name == name).flat_map(|job| job.after.iter().chain(job.behind));
        for before in after {
            if !wanted.contains(before) {
                wanted.push(before);
            }
        }
        next += 1;
    }
    JOBS.iter().filter(|job| wanted.contains(&job.name)).collect()
}

impl Session<'_> {
    fn run(&self) {
        let slots: Vec<Slot<'_>> = self
            .jobs
            .iter()
            .map(|job| Slot { name: job.name, after: job.after, behind: job.behind, holds: job.holds })
            .collect();
        schedule::run(
            &slots,
            |i| self.work(i),
            |i, cause| {
                let why = format!("`{cause}` did not end well");
                self.end(i, Duration::ZERO, How::NotRun(why));
            },
            Duration::from_secs(30),
            |running| {
                let list: Vec<_> = running.iter().map(|(name, time)| format!("{name} {} s", time.as_secs())).collect();
                println!("    running: {}", list.join(", "));
            },
        );
    }

    fn log(&self, job: &Job) -> PathBuf {
        let name: String = job.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        self.repo.target.join("xtask-logs").join(format!("{name}.log"))
    }

    fn work(&self, i: usize) -> End {
        let Some(job) = self.jobs.get(i) else {
            return End::Bad;
        };
        let start = Instant::now();
        let log = self.log(job);
        let _ = fs::remove_file(&log);
        let out = Out::Log(log.clone());
        let result = tools::provide(self.repo, &out, job.needs).and_then(|()| (job.work)(self.repo, &out));
        let text = fs::read(&log).unwrap_or_default();
        let how = judge(job.counts, result, &String::from_utf8_lossy(&text), self.require_all);
        self.end(i, start.elapsed(), how)
    }

    fn end(&self, i: usize, took: Duration, how: How) -> End {
        let Some(job) = self.jobs.get(i) else {
            return End::Bad;
        };
        let seconds = took.as_secs_f64();
        let end = match &how {
            How::Good(tally) => {
                match job.counts {
                    None => println!("done {} ({seconds:.1} s)", job.name),
                    Some(Counts::Whole) => println!("ok {} ({seconds:.1} s)", job.name),
                    Some(_) => println!("ok {} ({} tests, {seconds:.1} s){}", job.name, tally.passed, left_out(tally)),
                }
                End::Good
            }
            How::Failed(_, why) => {
                let log = self.log(job);
                println!(
                    "FAILED {} ({seconds:.1} s): {why}\n{}\n    ... and its end:\n{}\n    whole log: {}",
                    job.name,
                    run::telling(&log, 14),
                    run::tail(&log, 30),
                    log.display()
                );
                End::Bad
            }
            How::NotRun(why) => {
                println!("not run: {} ({why})", job.name);
                End::Bad
            }
        };
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = ends.get_mut(i) {
            *slot = Some(Ended { took, how });
        }
        end
    }

    /// The summary, its closing line and the exit code.
    fn close(&self, took: Duration) -> Result<()> {
        let ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut passed, mut failed) = (0, 0);
        let mut slowest: Vec<(&str, Duration)> = Vec::new();
        let mut needed: Vec<Tool> = Vec::new();
        for (job, end) in self.jobs.iter().zip(ends.iter()) {
            let (good, bad) = match end.as_ref().map(|ended| &ended.how) {
                // Ended without a word: a bug in here must not look like success.
                None => (0, 1),
                Some(How::Good(tally)) => (tally.passed, 0),
                Some(How::Failed(tally, _)) => (tally.passed, tally.failed.max(1)),
                Some(How::NotRun(_)) => {
                    needed.extend(job.needs.iter().filter(|tool| !needed.contains(tool)).collect::<Vec<_>>());
                    (0, usize::from(self.require_all))
                }
            };
            passed += good;
            failed += bad;
            slowest.extend(end.as_ref().map(|ended| (job.name, ended.took)));
        }
        slowest.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
        let list: Vec<_> = slowest.iter().take(5).map(|(name, took)| format!("{name} {} s", took.as_secs())).collect();
        println!("\nlongest: {}", list.join(", "));
        // Told once for all of them, not once for each.
        let lacking: Vec<Tool> = tools::missing(&needed).into_iter().map(|(tool, _)| tool).collect();
        if !lacking.is_empty() {
            println!("for what was not run, as root: {}", tools::line(&lacking));
        }
        println!("{} min {} s", took.as_secs() / 60, took.as_secs() % 60);
        println!("{passed} passed, {failed} failed");
        if failed > 0 { Err(Stop::Exit(1)) } else { Ok(()) }
    }
}

fn left_out(tally: &Tally) -> String {
    if tally.left_out == 0 { String::new() } else { format!(", {} left out", tally.left_out) }
}

/// What a job's result and log come to.
fn judge(counts: Option<Counts>, result: Result<()>, log: &str, require_all: bool) -> How {
    let mut tally = counts.map_or_else(Tally::default, |counts| tally::read(counts, log));
    match (result, counts) {
        (Err(Stop::NotRun(why)), _) => How::NotRun(why),
        (Err(Stop::Failed(why)), _) => How::Failed(tally, why),
        (Err(Stop::Exit(code)), _) => How::Failed(tally, format!("exit code {code}")),
        (Ok(()), Some(Counts::Whole)) => {
            tally.passed = 1;
            How::Good(tally)
        }
        // A suite that ran nothing has shown nothing.
        (Ok(()), Some(_)) if tally.passed == 0 => How::Failed(tally, "it ended well without running a test".into()),
        (Ok(()), Some(_)) if tally.failed > 0 => {
            let why = format!("{} tests failed, and its exit code hid it", tally.failed);
            How::Failed(tally, why)
        }
        (Ok(()), Some(_)) if tally.left_out > 0 && require_all => {
            tally.failed = tally.left_out;
            let why = format!("{} tests were left out, and all are required", tally.left_out);
            How::Failed(tally, why)
        }
        (Ok(()), _) => How::Good(tally),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n";
    const LEFT_OUT: &str = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n";

    fn libtest(result: Result<()>, log: &str, require_all: bool) -> How {
        judge(Some(Counts::Libtest), result, log, require_all)
    }

    #[test]
    fn a_good_run_counts_its_tests() {
        assert!(matches!(libtest(Ok(()), GOOD, true), How::Good(t) if t.passed == 3));
        assert!(matches!(judge(Some(Counts::Whole), Ok(()), "", true), How::Good(t) if t.passed == 1));
        assert!(matches!(judge(None, Ok(()), "", true), How::Good(t) if t.passed == 0));
    }

    #[test]
    fn nothing_run_is_a_failure() {
        assert!(matches!(libtest(Ok(()), "", false), How::Failed(..)));
    }

    #[test]
    fn a_test_left_out_fails_only_where_all_are_required() {
        assert!(matches!(libtest(Ok(()), LEFT_OUT, false), How::Good(t) if t.left_out == 1));
        assert!(matches!(libtest(Ok(()), LEFT_OUT, true), How::Failed(t, _) if t.failed == 1));
    }

    #[test]
    fn a_bad_exit_is_a_failure_whatever_the_log_says() {
        let stop = Stop::Failed("exit status: 101".into());
        assert!(matches!(libtest(Err(stop), GOOD, false), How::Failed(t, _) if t.passed == 3));
    }

    #[test]
    fn a_hidden_failure_is_found() {
        let log = "test result: FAILED. 3 passed; 1 failed; 0 ignored\n";
        assert!(matches!(libtest(Ok(()), log, false), How::Failed(..)));
    }

    #[test]
    fn a_chosen_suite_brings_what_it_waits_for() {
        let names: Vec<_> = choose(&["clippy: wire, core".to_owned()]).iter().map(|job| job.name).collect();
        assert_eq!(names, ["libcrypto", "clippy: wire, core"]);
        assert_eq!(choose(&[]).len(), JOBS.len());
        assert!(choose(&["no such suite".to_owned()]).is_empty());
    }
}
