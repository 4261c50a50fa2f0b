//! Running other programs: on the terminal for a verb, into a log for a suite.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Result, Stop};

/// No single step takes this long, even on two slow cores. A program that
/// hangs is ended and reported instead of holding the whole run.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// Where a program's words go.
#[derive(Debug, Clone)]
pub(crate) enum Out {
    /// To the person who typed the verb.
    Terminal,
    /// Appended to a log file, next to other runs that have their own.
    Log(PathBuf),
}

impl Out {
    /// Says one line to wherever this goes.
    pub(crate) fn say(&self, line: &str) {
        match self {
            Self::Terminal => println!("{line}"),
            Self::Log(path) => {
                if let Ok(mut log) = append(path) {
                    // A log line that cannot be written must not end the run.
                    let _ = writeln!(log, "{line}");
                }
            }
        }
    }
}

/// Runs `command` to its end; its output goes to `out` as it comes.
pub(crate) fn step(out: &Out, what: &str, command: &mut Command) -> Result<()> {
    let status = match out {
        Out::Terminal => {
            println!("==> {what}");
            let child = spawn(command)?;
            wait(child, command, || ())?
        }
        Out::Log(path) => {
            into_log(path, command)?;
            let child = spawn(command)?;
            wait(child, command, || ())?
        }
    };
    judge(status, command)
}

/// Runs a `command` whose output nobody wants to read unless it fails: the
/// words go to `log`, the terminal shows that it is alive.
pub(crate) fn quietly(out: &Out, what: &str, log: &Path, command: &mut Command) -> Result<()> {
    let Out::Terminal = out else {
        return step(out, what, command);
    };
    into_log(log, command)?;
    let mut pulse = Pulse::new(what);
    let child = spawn(command)?;
    let status = wait(child, command, || pulse.beat())?;
    pulse.end();
    judge(status, command).map_err(|stop| match stop {
        Stop::Failed(why) => Stop::Failed(format!("{why}\n{}\nwhole log: {}", tail(log, 25), log.display())),
        other => other,
    })
}

/// Runs `command` and returns what it printed; `None` if it is not there or
/// does not end well. For questions such as `node --version`.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    // `java -version` answers on the error stream.
    let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    Some(String::from_utf8_lossy(&text).trim().to_owned())
}

/// How much of a line of a log is shown: a failed comparison may print a whole database.
const WIDTH: usize = 200;

/// Beginnings and parts of lines that say what went wrong, in the words of the tools used here.
const TELLING: [&str; 5] = ["FAIL", "panicked at", "error:", "Error:", "not ok"];

/// The lines of a log that say what went wrong, each with the one after it, at most `lines` of them: where only the
/// beginning of a report is kept, it is these that count.
pub(crate) fn telling(log: &Path, lines: usize) -> String {
    let text = text_of(log);
    let mut shown = Vec::new();
    let mut follows = false;
    for line in text.lines() {
        let tells = TELLING.iter().any(|mark| line.contains(mark));
        if tells || follows {
            shown.push(line);
        }
        follows = tells;
    }
    shown.truncate(lines);
    indented(&shown)
}

/// The last `lines` of a log, each indented and cut to [`WIDTH`], for the report of a failure.
pub(crate) fn tail(log: &Path, lines: usize) -> String {
    let text = text_of(log);
    let all: Vec<&str> = text.lines().collect();
    let from = all.len().saturating_sub(lines);
    indented(all.get(from..).unwrap_or_default())
}

fn text_of(log: &Path) -> String {
    fs::read(log).map_or_else(|e| format!("(no log: {e})"), |bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn indented(lines: &[&str]) -> String {
    let shown = lines.iter().map(|line| {
        let short: String = line.chars().take(WIDTH).collect();
        let cut = if short.len() < line.len() { " ..." } else { "" };
        format!("    {short}{cut}")
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// A line that shows a long step is alive: redrawn every second on a terminal,
/// written now and then where nobody sees a line being redrawn.
struct Pulse {
    what: String,
    start: Instant,
    next: Duration,
    drawn: bool,
    terminal: bool,
}

impl Pulse {
    fn new(what: &str) -> Self {
        println!("==> {what}");
        Self {
            what: what.to_owned(),
            start: Instant::now(),
            next: Duration::from_secs(2),
            drawn: false,
            terminal: io::stdout().is_terminal(),
        }
    }

    fn beat(&mut self) {
        let gone = self.start.elapsed();
        if gone < self.next {
            return;
        }
        if self.terminal {
            print!("\r    {} s", gone.as_secs());
            let _ = io::stdout().flush();
            self.drawn = true;
            self.next = gone + Duration::from_secs(1);
        } else {
            println!("    {}: {} s", self.what, gone.as_secs());
            self.next = gone + Duration::from_secs(20);
        }
    }

    fn end(&self) {
        if self.drawn {
            println!();
        }
    }
}

fn append(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| Stop::io("create", folder, &e))?;
    }
    OpenOptions::new().create(true).append(true).open(path).map_err(|e| Stop::io("write", path, &e))
}

fn into_log(path: &Path, command: &mut Command) -> Result<()> {
    let mut log = append(path)?;
    writeln!(log, "$ {}", words(command)).map_err(|e| Stop::io("write", path, &e))?;
    let twin = log.try_clone().map_err(|e| Stop::io("write", path, &e))?;
    command
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(twin)
        // The logs are read by people and by `tally`, not by a terminal.
        .env("CARGO_TERM_COLOR", "never")
        .env("NO_COLOR", "1")
        .env("RUST_BACKTRACE", "1");
    Ok(())
}

fn spawn(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|e| Stop::Failed(format!("could not start `{}`: {e}", words(command))))
}

fn wait(mut child: Child, command: &Command, mut beat: impl FnMut()) -> Result<ExitStatus> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) => {}
            Err(e) => {
                return Err(Stop::Failed(format!("lost sight of `{}`: {e}", words(command))));
            }
        }
        if start.elapsed() > LIMIT {
            end_tree(&mut child);
            return Err(Stop::Failed(format!(
                "`{}` had not ended after {} min and was stopped",
                words(command),
                LIMIT.as_secs() / 60
            )));
        }
        beat();
        thread::sleep(Duration::from_millis(50));
    }
}

fn judge(status: ExitStatus, command: &Command) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    Err(Stop::Failed(format!("{status}: `{}`", words(command))))
}

/// The command as a person would type it, without its environment.
fn words(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| {
            let word = word.to_string_lossy();
            if word.contains([' ', '\n', '"']) { format!("'{word}'") } else { word.into_owned() }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Ends a child and what it started: cargo's test programs, npm's node.
fn end_tree(child: &mut Child) {
    let mut doomed = vec![child.id()];
    let mut next = 0;
    // Parents are told by /proc; elsewhere only the child itself is ended.
    while let Some(&parent) = doomed.get(next) {
        let tasks = format!("/proc/{parent}/task/{parent}/children");
        if let Ok(list) = fs::read_to_string(tasks) {
            doomed.extend(list.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
        }
        next += 1;
    }
    for id in doomed.iter().rev() {
        let _ = Command::new("kill").arg("-9").arg(id.to_string()).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("xtask-run-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        path
    }

    #[test]
    fn a_log_holds_the_command_and_both_streams() {
        let log = scratch("both");
        let out = Out::Log(log.clone());
        step(&out, "x", Command::new("sh").args(["-c", "echo one; echo two >&2"])).unwrap();
        let text = fs::read_to_string(&log).unwrap();
        assert!(text.starts_with("$ sh -c 'echo one; echo two >&2'\n"), "{text}");
        assert!(text.contains("one\n") && text.contains("two\n"), "{text}");
        fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_bad_exit_is_a_failure_that_names_the_command() {
        let out = Out::Log(scratch("bad"));
        let stop = step(&out, "x", Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        let Stop::Failed(why) = stop else { unreachable!("a failure") };
        assert!(why.contains("exit status: 3") && why.contains("sh -c"), "{why}");
    }

    #[test]
    fn what_tells_of_the_failure_is_found_in_a_long_log() {
        let log = scratch("telling");
        let quiet = "ok   fine\n".repeat(60);
        fs::write(&log, format!("{quiet}FAIL the walk: a timeout\nwaiting for a button\n{quiet}")).unwrap();
        assert_eq!(telling(&log, 12), "    FAIL the walk: a timeout\n    waiting for a button");
        fs::write(&log, quiet).unwrap();
        assert_eq!(telling(&log, 12), "");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure() {
        let out = Out::Log(scratch("none"));
        let mut command = Command::new("no-such-program-as-this");
        assert!(matches!(step(&out, "x", &mut command), Err(Stop::Failed(_))));
        assert_eq!(ask(&mut Command::new("no-such-program-as-this")), None);
    }

    #[test]
    fn the_tail_is_the_last_lines() {
        let log = scratch("tail");
        fs::write(&log, "a\nb\nc\n").unwrap();
        assert_eq!(tail(&log, 2), "    b\n    c");
        fs::write(&log, format!("{}\n", "é".repeat(WIDTH + 1))).unwrap();
        assert_eq!(tail(&log, 2), format!("    {} ...", "é".repeat(WIDTH)));
        fs::remove_file(log).unwrap();
    }
}
