//! What this repository needs of a machine beside Rust, and how it gets there.
//!
//! Everything comes from package registries: apt here, npm, Maven Central and
//! crates.io through their own clients. No browser and no compiler is fetched
//! from anywhere else.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use crate::failure::{Result, Stop};
use crate::postgres;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::swift;

/// `cargo xtask tools`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Install what is missing, through sudo when you are not root
    ///
    /// Root does not need this: the verbs that need a tool install it.
    #[arg(long)]
    install: bool,
}

/// Something that is not Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    /// gcc, make and perl: SQLCipher, OpenSSL, ring.
    C,
    /// The review page.
    Node,
    /// The Kotlin scenarios.
    Jdk,
    /// The screens of the Android app, drawn on a JVM.
    Drawing,
    /// The Python scenarios.
    Python,
    /// The judges of days, clocks and calendar files.
    Dateutil,
    /// The Swift scenarios.
    Swift,
    /// The review page in a real browser.
    Chromium,
    /// The relay on PostgreSQL.
    Postgres,
    /// What the relay's units and proxies' files are written for.
    Deploy,
}

impl Tool {
    const ALL: [Self; 10] = [
        Self::C,
        Self::Node,
        Self::Jdk,
        Self::Drawing,
        Self::Python,
        Self::Dateutil,
        Self::Swift,
        Self::Chromium,
        Self::Postgres,
        Self::Deploy,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::C => "gcc, make, perl",
            Self::Node => "Node 18 or newer with npm",
            Self::Jdk => "JDK 17 or newer with Maven",
            Self::Drawing => "fonts and what draws them",
            Self::Python => "Python 3.9 or newer",
            Self::Dateutil => "Python's dateutil and icalendar",
            Self::Swift => "Swift 6",
            Self::Chromium => "Chromium",
            Self::Postgres => "PostgreSQL 15 or newer",
            Self::Deploy => "systemd, nginx, Caddy",
        }
    }

    fn used_for(self) -> &'static str {
        match self {
            Self::C => "the library (SQLCipher, libcrypto)",
            Self::Node => "the review page: demo, web, test",
            Self::Jdk => "kotlin, screens, phone, test",
            Self::Drawing => "screens, phone, test",
            Self::Python => "python, test",
            Self::Dateutil => "test (reminders, judged by others)",
            Self::Swift => "swift, test",
            Self::Chromium => "test (the page in a browser), its pictures",
            Self::Postgres => "test (the relay on PostgreSQL)",
            Self::Deploy => "test (the relay's units, behind a proxy)",
        }
    }

    /// Debian packages that bring it, on Debian 12 and newer.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::C => &["gcc", "libc6-dev", "make", "perl"],
            Self::Node => &["nodejs", "npm"],
            Self::Jdk => &["openjdk-17-jdk-headless", "maven"],
            Self::Drawing => &["fontconfig", "fonts-dejavu-core", "fonts-noto-color-emoji", "libfontconfig1", "libgl1"],
            Self::Python => &["python3"],
            Self::Dateutil => &["python3", "python3-dateutil", "python3-icalendar", "tzdata"],
            // Debian 12 has no Swift; Debian 13 does, and is put in a folder.
            Self::Swift => &["debootstrap"],
            Self::Chromium => &["chromium"],
            // Debian 12 has version 15, Debian 13 has 17.
            Self::Postgres => &["postgresql", "openssl"],
            Self::Deploy => &["systemd", "nginx-light", "caddy", "openssl"],
        }
    }

    /// Its version here, or what is wrong.
    fn look(self) -> std::result::Result<String, String> {
        match self {
            Self::C => {
                for program in ["perl", "make"] {
                    version(program, &["--version"])?;
                }
                version("gcc", &["--version"]).or_else(|_| version("cc", &["--version"]))
            }
            Self::Node => {
                version("npm", &["--version"])?;
                at_least("node", &["--version"], &[18])
            }
            Self::Jdk => {
                version("mvn", &["-B", "--version"])?;
                at_least("javac", &["-version"], &[17])
            }
            Self::Drawing => drawing(),
            Self::Python => at_least("python3", &["--version"], &[3, 9]),
            Self::Dateutil => {
                let python = python_with_dateutil().ok_or("no Python has dateutil, icalendar and time zones")?;
                version(&python.to_string_lossy(), &["-c", "import dateutil; print('dateutil', dateutil.__version__)"])
            }
            Self::Swift => swift::look(),
            Self::Postgres => postgres::look(),
            Self::Deploy => {
                let systemd = version("systemd-analyze", &["--version"])?;
                // It says its version where errors go.
                version("nginx", &["-v"])?;
                version("openssl", &["version"])?;
                Ok(format!("{systemd}, nginx, Caddy {}", version("caddy", &["version"])?))
            }
            Self::Chromium => {
                let program = chromium().ok_or("not there")?;
                version(&program.to_string_lossy(), &["--version"])
            }
        }
    }
}

/// Letters of Latin and Arabic, pictures among them, and the two libraries that Compose loads on Linux; other systems bring their own.
fn drawing() -> std::result::Result<String, String> {
    if !cfg!(target_os = "linux") {
        return Ok("the system's own".to_owned());
    }
    let known = run::ask(Command::new("ldconfig").arg("-p"))
        .or_else(|| run::ask(Command::new("/sbin/ldconfig").arg("-p")))
        .ok_or("ldconfig is not there")?;
    for library in ["libGL.so.1", "libfontconfig.so.1"] {
        if !known.contains(library) {
            return Err(format!("{library} is not there"));
        }
    }
    let emoji = version("fc-list", &["Noto Color Emoji", "family"])?;
    let fonts = version("fc-list", &[":lang=ar", "family"])?;
    match (fonts.is_empty(), emoji.is_empty()) {
        (true, _) => Err("no font has Arabic letters".to_owned()),
        (_, true) => Err("no font has emoji".to_owned()),
        _ => Ok(format!("{fonts}, {emoji}")),
    }
}

/// The first Chromium found; `HANDRAIL_CHROMIUM` comes first.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = env::var_os("HANDRAIL_CHROMIUM").map(PathBuf::from);
    let folders = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&folders)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)));
    named.into_iter().chain(on_path).find(|program| program.is_file())
}

/// The first Python with dateutil, icalendar and time zones; `HANDRAIL_PYTHON` comes first. Debian's packages are for
/// Debian's own Python, which need not be the first on the path.
pub(crate) fn python_with_dateutil() -> Option<PathBuf> {
    let named = env::var_os("HANDRAIL_PYTHON").map(PathBuf::from);
    let asks = "import dateutil.tz, icalendar, zoneinfo; zoneinfo.ZoneInfo('Europe/London')";
    named
        .into_iter()
        .chain(["python3", "/usr/bin/python3"].map(PathBuf::from))
        .find(|python| run::ask(Command::new(python).args(["-c", asks])).is_some())
}

fn version(program: &str, args: &[&str]) -> std::result::Result<String, String> {
    run::ask(Command::new(program).args(args))
        .map(|said| first_line(&said))
        .ok_or_else(|| format!("{program} is not there"))
}

fn at_least(program: &str, args: &[&str], least: &[u32]) -> std::result::Result<String, String> {
    let said = version(program, args)?;
    if numbers(&said).as_slice() >= least { Ok(said) } else { Err(format!("{program} is too old ({said})")) }
}

/// The first version number in a line: `v20.1.2` is `[20, 1, 2]`.
fn numbers(said: &str) -> Vec<u32> {
    said.split_whitespace()
        .map(|word| {
            word.trim_start_matches('v')
                .split(['.', '-', '+'])
                .map_while(|part| part.parse().ok())
                .collect::<Vec<u32>>()
        })
        .find(|numbers| !numbers.is_empty())
        .unwrap_or_default()
}

fn first_line(said: &str) -> String {
    said.lines().next().unwrap_or_default().trim().to_owned()
}

/// What is missing out of `needed`, with the reason.
pub(crate) fn missing(needed: &[Tool]) -> Vec<(Tool, String)> {
    needed.iter().filter_map(|tool| tool.look().err().map(|why| (*tool, why))).collect()
}

/// The one line that brings all of `lacking`.
pub(crate) fn line(lacking: &[Tool]) -> String {
    let apt = format!("apt-get update && apt-get install -y --no-install-recommends {}", packages(lacking).join(" "));
    if lacking.contains(&Tool::Swift) { format!("{apt} && {}", swift::line()) } else { apt }
}

fn packages(lacking: &[Tool]) -> Vec<&'static str> {
    let mut all: Vec<_> = lacking.iter().flat_map(|tool| tool.packages()).copied().collect();
    all.dedup();
    all
}

/// Words to put before a command that only root may run: none for root, `sudo`
/// where it asks for no password, nothing to be done elsewhere.
pub(crate) fn as_root() -> Option<&'static [&'static str]> {
    if run::ask(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Some(&[]);
    }
    run::ask(Command::new("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n"].as_slice())
}

/// Is this a machine on which root means we may install without asking?
pub(crate) fn may_install() -> bool {
    as_root() == Some(&[]) && Path::new("/usr/bin/apt-get").exists()
}

/// Sees to it that a verb has its tools, or says what is missing and how to get it.
pub(crate) fn require(repo: &Repo, out: &Out, needed: &[Tool]) -> Result<()> {
    provide(repo, out, needed).map_err(|stop| {
        let lacking: Vec<Tool> = missing(needed).into_iter().map(|(tool, _)| tool).collect();
        match stop {
            Stop::NotRun(why) => Stop::NotRun(format!("{why}\nas root: {}", line(&lacking))),
            other => other,
        }
    })
}

/// Sees to it that `needed` is there: installs it where that is allowed.
///
/// # Errors
/// `NotRun` with what is missing where it is not.
pub(crate) fn provide(repo: &Repo, out: &Out, needed: &[Tool]) -> Result<()> {
    let lacking = missing(needed);
    if lacking.is_empty() {
        return Ok(());
    }
    if !may_install() {
        return Err(Stop::NotRun(why(&lacking)));
    }
    let tools: Vec<Tool> = lacking.into_iter().map(|(tool, _)| tool).collect();
    install(repo, out, &tools, &[])
}

/// What is missing, in words.
fn why(lacking: &[(Tool, String)]) -> String {
    let names: Vec<_> = lacking.iter().map(|(tool, why)| format!("{}: {why}", tool.name())).collect();
    names.join("; ")
}

/// Apt is one for the whole machine.
static APT: Mutex<()> = Mutex::new(());

/// Installs `lacking`, then looks again.
pub(crate) fn install(repo: &Repo, out: &Out, lacking: &[Tool], root: &[&str]) -> Result<()> {
    let log = repo.target.join("xtask-logs/tools.log");
    {
        let _one_at_a_time = APT.lock().map_err(|_| Stop::Failed("another installation failed".into()))?;
        let mut update = root_command(root, "apt-get");
        update.args(["-q", "update"]);
        run::quietly(out, "apt-get update", &log, &mut update)?;
        let mut install = root_command(root, "apt-get");
        install
            .env("DEBIAN_FRONTEND", "noninteractive")
            // What is tested is started by its tests: without systemd, no package starts a service of its own.
            .env("RUNLEVEL", "1")
            .args(["-q", "install", "-y", "--no-install-recommends"])
            .args(packages(lacking));
        let what = format!("apt-get install {}", packages(lacking).join(" "));
        run::quietly(out, &what, &log, &mut install)?;
    }
    if lacking.contains(&Tool::Swift) {
        swift::install(out, &log, root)?;
    }
    let still = missing(lacking);
    if still.is_empty() { Ok(()) } else { Err(Stop::Failed(format!("installed, and yet: {}", why(&still)))) }
}

/// A command behind `sudo` where that is needed.
pub(crate) fn root_command(root: &[&str], program: &str) -> Command {
    let mut words = root.iter().copied().chain([program]);
    let mut command = Command::new(words.next().unwrap_or(program));
    command.args(words);
    command
}

/// `cargo xtask tools [--install]`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let mut lacking = Vec::new();
    for tool in Tool::ALL {
        match tool.look() {
            Ok(version) => println!("there    {:<28} {version}", tool.name()),
            Err(why) => {
                println!("missing  {:<28} {why}; for {}", tool.name(), tool.used_for());
                lacking.push(tool);
            }
        }
    }
    if lacking.is_empty() {
        println!("nothing is missing");
        return Ok(());
    }
    if args.install {
        let Some(root) = as_root() else {
            return Err(Stop::NotRun(format!("sudo wants a password; as root: {}", line(&lacking))));
        };
        return install(repo, &Out::Terminal, &lacking, root);
    }
    println!("\nas root: {}", line(&lacking));
    println!("or:      cargo xtask tools --install");
    Err(Stop::Exit(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_say() {
        assert_eq!(numbers("v20.20.2"), [20, 20, 2]);
        assert_eq!(numbers("javac 17.0.15"), [17, 0, 15]);
        assert_eq!(numbers("Python 3.11.7"), [3, 11, 7]);
        assert_eq!(numbers("Python 3.13.0rc1"), [3, 13]);
        assert_eq!(numbers("no number"), Vec::<u32>::new());
    }

    #[test]
    fn one_line_brings_everything_that_is_missing() {
        let line = line(&[Tool::Node, Tool::Swift]);
        assert!(line.starts_with("apt-get update && apt-get install"), "{line}");
        assert!(line.contains("nodejs npm debootstrap"), "{line}");
        assert!(line.contains("debootstrap --variant=minbase trixie"), "{line}");
    }

    #[test]
    fn sudo_goes_before_the_program() {
        let command = root_command(&["sudo", "-n"], "apt-get");
        assert_eq!(command.get_program(), "sudo");
        assert_eq!(command.get_args().collect::<Vec<_>>(), ["-n", "apt-get"]);
        assert_eq!(root_command(&[], "apt-get").get_program(), "apt-get");
    }
}
