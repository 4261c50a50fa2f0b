//! Lets a caseload of made-up clients live their weeks, then shows the practitioner's page, or checks everything and ends.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use handrail_tests::demo::control::Control;
use handrail_tests::demo::living::{Plan, live};
use handrail_tests::demo::{DemoError, check};

/// Lives a caseload's weeks through the real core, relay and page.
#[derive(Debug, Parser)]
struct Arguments {
    /// Open everything as the page does, search the relay's files for every word, print one line of JSON, and end
    #[arg(long)]
    check: bool,
    /// The same seed lives the same weeks
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many clients
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u64).range(1..=12))]
    clients: u64,
    /// How many weeks each
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(i64).range(2..=26))]
    weeks: i64,
    /// The built demo page: a `dist-demo` folder with `dist-node` beside it
    #[arg(long)]
    page: PathBuf,
    /// Where the relay listens; another port than 0 keeps the address the same from run to run
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Print the address without opening a browser
    #[arg(long)]
    no_open: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(e) => {
            eprintln!("The demo stopped. {e}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, DemoError> {
    let folder = TemporaryFolder::new()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let plan = Plan {
        seed: arguments.seed,
        clients: usize::try_from(arguments.clients).unwrap_or(12),
        weeks: arguments.weeks,
        page: arguments.page.clone(),
        folder: folder.0.clone(),
        listen: std::net::SocketAddr::from(([127, 0, 0, 1], arguments.port)),
    };
    let begun = Instant::now();
    eprintln!("{} made-up clients live {} weeks each, on one clock ...", arguments.clients, arguments.weeks);
    let mut lived = live(&plan, &runtime, |week, of| {
        if std::io::stderr().is_terminal() {
            eprint!("\r  week {week} of {of}  ");
            let _ = std::io::stderr().flush();
        } else {
            eprintln!("  week {week} of {of}");
        }
    })?;
    let living = begun.elapsed();
    eprintln!("\n  lived in {:.1} s", living.as_secs_f64());
    if let Some(phone) = lived.phones.get(lived.reminding.who) {
        eprintln!("\none client's reminders:");
        for line in lived.reminding.tell(phone, lived.clock.now_ms())?.lines {
            eprintln!("  {line}");
        }
        eprintln!();
    }
    let loser = lived.phones.get(lived.backup.who).ok_or(DemoError::Wrong("nobody keeps a backup"))?;
    let came_back =
        lived.backup.restore(loser, (arguments.seed, &folder.0.join("new-phone")), &lived.clock, &runtime)?;
    eprintln!("{}'s phone is lost, and the code on paper typed in on a new one:", loser.first_name());
    eprintln!(
        "  last entry {}, {} entries in {} kB, {}\n  shared with {}; they pair again when they meet\n",
        came_back.last_entry,
        came_back.entries,
        came_back.bytes / 1000,
        if came_back.same { "the same to the last byte" } else { "NOT the same" },
        came_back.shared_with.join(", "),
    );
    if arguments.check {
        let control = Control { folder: folder.0.join("control"), page: arguments.page.clone() };
        eprintln!("opening every review as the page does, and searching the relay's files ...");
        let (report, right) =
            check::check(&mut lived, arguments.weeks, living, &folder.0.join("relay"), &runtime, &control, &came_back)?;
        println!("{report}");
        runtime.block_on(lived.relay.shutdown())?;
        return Ok(right);
    }
    eprintln!("\nwhere they are:");
    for phone in &lived.phones {
        let (name, programme) = (phone.first_name(), phone.programme()?);
        let module = phone.module_now()?.map(|m| m.title.text).unwrap_or_default();
        eprintln!("  {name:<6} {} ({}): {module}", programme.name.text, programme.name.language);
    }
    lived.clock.run();
    let address = format!("{}/#code={}", lived.relay.origin(), lived.code.replace(' ', ""));
    println!(
        "\nThe practitioner's page is open at\n\n  {address}\n\nThe link holds a recovery code of the demo's practitioner. Ctrl-C ends the demo and deletes it all."
    );
    if !arguments.no_open && std::io::stdout().is_terminal() {
        open_browser(&address);
    }
    runtime.block_on(async {
        let _ = tokio::signal::ctrl_c().await;
    });
    eprintln!("\nStopping ...");
    runtime.block_on(lived.relay.shutdown())?;
    Ok(true)
}

/// Opens the person's own browser, where the system has a way to do so; the printed address is there either way.
fn open_browser(address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let _ = std::process::Command::new(opener)
        .arg(address)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
}

/// A folder for the stores of this run, deleted when it ends.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("handrail-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
