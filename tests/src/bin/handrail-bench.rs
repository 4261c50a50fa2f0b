//! Measures what Handrail holds itself to, side by side in one run, and writes docs/benchmarks.md.
//! Built as it ships and run by `cargo xtask bench`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // it talks to the person at the terminal

use std::path::{Path, PathBuf};

use clap::Parser;
use handrail_tests::bench::life::{self, Life};
use handrail_tests::bench::page::Page;
use handrail_tests::bench::relay::{self, Kept, Size};
use handrail_tests::bench::watch::{Times, ratio, say};
use handrail_tests::bench::{
    Trouble, browser, calls, first_screen, log_entry, machine, planning, reading, views, weekly,
};
use handrail_tests::phone::{HandClock, TempFolder};

/// Measures the budgets and writes docs/benchmarks.md.
#[derive(Debug, Parser)]
#[command(name = "handrail-bench", max_term_width = 100)]
struct Arguments {
    /// How many entries are logged on each side for P1
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(i64).range(400..))]
    entries: i64,
    /// Print the page instead of writing docs/benchmarks.md
    #[arg(long)]
    print: bool,
    /// Only this part, printed and not written: for finding out what is slow
    #[arg(long)]
    only: Option<Part>,
    /// Less of P7: to see that it runs
    #[arg(long)]
    quick: bool,
    /// An empty PostgreSQL server's database for P7, on which others may be made; without it P7 is measured on SQLite alone
    #[arg(long, value_name = "URL", env = "HANDRAIL_BENCH_POSTGRES")]
    postgres: Option<String>,
    /// The folder whose disk is measured; the system's temporary one without it
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// A part that can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// P2: today, and every other screen
    Screens,
    /// P5: a weekly packet
    Packets,
    /// P7: the relay; the only part that needs no lives
    Relay,
    /// P8: what a phone pays, in time and memory
    Phone,
    /// P9: what calls cost from Kotlin and Swift
    Calls,
}

/// What the stripped library is to weigh, in bytes. (What stops a build is in xtask: ADR 0016.)
const GATE: u64 = 8_000_000;
const TOO_LARGE: &str = "P8: what it is made of is said by `cargo xtask size`; `docs/adr/0032-records-are-closed-where-they-are-written.md`.";
const YEAR_DAYS: i64 = 365;
const FOLDED_ANEW: &str = "P2: when the person turned \"your usual\" on, its fold up to yesterday is kept, and a look reads only the days\n  \
    since. After a change of an older day, or of what it looks at, the write that made the change folds anew.";

fn main() -> std::process::ExitCode {
    let since = std::time::Instant::now();
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [role, folder, at_ms] = words.as_slice()
        && [first_screen::ROLE, calls::ROLE].contains(&role.as_str())
    {
        let paid = if role == calls::ROLE { calls::be(folder, at_ms) } else { first_screen::be(folder, at_ms, since) };
        return match paid {
            Ok(paid) => {
                println!("{paid}");
                std::process::ExitCode::SUCCESS
            }
            Err(e) => {
                eprintln!("{e}");
                std::process::ExitCode::FAILURE
            }
        };
    }
    match run(&Arguments::parse()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Trouble> {
    if cfg!(debug_assertions) {
        eprintln!("note: a debug build says nothing about what ships; use `cargo xtask bench`");
    }
    let disk = match &arguments.folder {
        Some(folder) => TempFolder::within(folder, "bench")?,
        None => TempFolder::new("bench")?,
    };
    let flushes = machine::flushes_a_second(disk.path())?;
    println!("the disk takes {flushes:.0} flushes a second");
    let size = if arguments.quick { Size::QUICK } else { Size::WHOLE };
    if arguments.only == Some(Part::Relay) {
        let mut page = Page::default();
        relays(&mut page, disk.path(), arguments.postgres.as_deref(), size)?;
        println!("{}", page.text(&today(), flushes));
        return Ok(());
    }
    let (one, life_one) = years(disk.path(), 1)?;
    let (ten, life_ten) = years(disk.path(), 10)?;
    let mut page = Page::default();
    if let Some(part) = arguments.only {
        match part {
            Part::Screens => screens(&mut page, (&one, &life_one), (&ten, &life_ten))?,
            Part::Packets => packets(&mut page, &ten)?,
            // Measured above.
            Part::Relay => {}
            Part::Phone => phone(&mut page, &ten)?,
            Part::Calls => from_other_languages(&mut page, &ten)?,
        }
        println!("{}", page.text(&today(), flushes));
        return Ok(());
    }
    logging(&mut page, disk.path(), (&one, &life_one), arguments.entries)?;
    screens(&mut page, (&one, &life_one), (&ten, &life_ten))?;
    opening(&mut page, &ten)?;
    phone(&mut page, &ten)?;
    plans(&mut page)?;
    packets(&mut page, &ten)?;
    drawing(&mut page);
    relays(&mut page, disk.path(), arguments.postgres.as_deref(), size)?;
    from_other_languages(&mut page, &ten)?;
    library(&mut page);
    let text = page.text(&today(), flushes);
    if arguments.print {
        println!("{text}");
    } else {
        let file = root().join("docs/benchmarks.md");
        std::fs::write(&file, text)?;
        println!("wrote {} ({} missed)", file.display(), page.missed());
    }
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn today() -> String {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    now.format("%Y-%m-%d").to_string()
}

/// The moment just after so many years.
fn after(years: i64) -> i64 {
    life::BEGIN_MS + years * YEAR_DAYS * 86_400_000
}

/// A store with so many years in it, on the disk that is measured.
fn years(disk: &Path, years: i64) -> Result<(PathBuf, Life), Trouble> {
    // Lived in memory, where a flush costs nothing: 40,000 entries take seconds instead of minutes.
    let memory = Path::new("/dev/shm");
    let quick = if memory.is_dir() { TempFolder::within(memory, "life")? } else { TempFolder::new("life")? };
    let clock = HandClock::standing_at(life::BEGIN_MS);
    let days = years * YEAR_DAYS;
    let life = life::live(quick.path(), &clock, days, |day| {
        if day % YEAR_DAYS == YEAR_DAYS - 1 {
            println!("lived {} of {years} years", (day + 1) / YEAR_DAYS);
        }
    })?;
    let to = disk.join(format!("years-{years}"));
    copy(quick.path(), &to)?;
    Ok((to, life))
}

fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn line(what: &str, times: &Times) -> String {
    format!("{what:<58} median {:>9}  p99 {:>9}  ({})", say(times.median()), say(times.p99()), times.count())
}

fn logging(page: &mut Page, disk: &Path, (store, life): (&Path, &Life), count: i64) -> Result<(), Trouble> {
    println!("P1: logging {count} entries on each side");
    let twin = |name: &str| -> Result<PathBuf, Trouble> {
        let to = disk.join(name);
        copy(store, &to)?;
        Ok(to)
    };
    let (ours, theirs) = log_entry::core_against_bare(&twin("p1-core")?, &twin("p1-bare")?, life, after(1), count)?;
    page.raw(&line("P1 a coping entry through the core", &ours));
    page.raw(&line("P1 the same rows by bare rusqlite", &theirs));
    let (median, p99) = (ratio(ours.median(), theirs.median()), ratio(ours.p99(), theirs.p99()));
    page.raw(&format!("P1 ratio: median {median:.3}, p99 {p99:.3}"));
    page.line(
        "P1",
        "log one coping entry durably, against the same rows by bare rusqlite",
        "<= 1.10x, p99 <= 1.25x",
        format!("{median:.2}x, p99 {p99:.2}x"),
        Some(median <= 1.10 && p99 <= 1.25),
    );
    // The same where a flush costs nothing: what our own part is when no disk hides it.
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        let memory = TempFolder::within(memory, "p1")?;
        let (a, b) = (memory.path().join("core"), memory.path().join("bare"));
        copy(store, &a)?;
        copy(store, &b)?;
        let (ours, theirs) = log_entry::core_against_bare(&a, &b, life, after(1), count)?;
        page.raw(&line("P1 in memory, through the core", &ours));
        page.raw(&line("P1 in memory, bare", &theirs));
        page.raw(&format!(
            "P1 in memory, where no flush hides our part: median {:.2}, p99 {:.2}",
            ratio(ours.median(), theirs.median()),
            ratio(ours.p99(), theirs.p99())
        ));
    }
    let (full, normal) =
        log_entry::full_against_normal(&twin("full")?, &twin("normal")?, life, after(1), count.min(600))?;
    page.raw(&line("synchronous=FULL, bare", &full));
    page.raw(&line("synchronous=NORMAL, bare", &normal));
    page.raw(&format!("synchronous=FULL against NORMAL: median {:.2}", ratio(full.median(), normal.median())));
    Ok(())
}

fn screens(page: &mut Page, one: (&Path, &Life), ten: (&Path, &Life)) -> Result<(), Trouble> {
    let life_ten = ten.1;
    views(page, one, ten)?;
    println!("P2: the today screen");
    let [of_one, of_ten] = reading::today([(one.0, one.1, after(1)), (ten.0, ten.1, after(10))], 300)?;
    for (what, one, ten) in [
        ("shown again", &of_one.again, &of_ten.again),
        ("after a try of coping", &of_one.after_a_try, &of_ten.after_a_try),
        ("after a check-in", &of_one.after_a_check_in, &of_ten.after_a_check_in),
        ("first after opening", &of_one.first, &of_ten.first),
    ] {
        page.raw(&line(&format!("P2 today, one year, {what}"), one));
        page.raw(&line(&format!("P2 today, ten years, {what}"), ten));
        let ratio = ratio(ten.median(), one.median());
        page.raw(&format!("P2 ratio, {what}: {ratio:.2}"));
        let met = ratio <= 1.2 && ten.median().as_secs_f64() <= 0.002;
        page.line(
            "P2",
            &format!("`today()` with ten years ({} entries), {what}", life_ten.entries),
            "<= 2 ms, <= 1.2x of one year",
            format!("{}, {ratio:.2}x", say(ten.median())),
            Some(met),
        );
        if !met {
            page.note(FOLDED_ANEW);
        }
    }
    Ok(())
}

/// Every read that draws a screen; the slowest is the line of the table.
fn views(page: &mut Page, one: (&Path, &Life), ten: (&Path, &Life)) -> Result<(), Trouble> {
    println!("P2: every screen");
    let all = views::every([(one.0, one.1, after(1)), (ten.0, ten.1, after(10))], 60)?;
    for view in &all {
        let (one, ten) = (view.one.median(), view.ten.median());
        page.raw(&format!(
            "P2 {:<26} one year {:>9}  ten years {:>9}  ratio {:>5.2}",
            view.name,
            say(one),
            say(ten),
            ratio(ten, one)
        ));
    }
    if let Some(slowest) = all.first() {
        let (one, ten) = (slowest.one.median(), slowest.ten.median());
        page.line(
            "P2",
            &format!("every screen with ten years ({} reads), the slowest: `{}()`", all.len(), slowest.name),
            "<= 2 ms",
            format!("{}, {:.2}x of one year", say(ten), ratio(ten, one)),
            Some(ten.as_secs_f64() <= 0.002),
        );
    }
    Ok(())
}

fn opening(page: &mut Page, ten: &Path) -> Result<(), Trouble> {
    println!("P3: opening");
    let (ours, theirs) = reading::opening(ten, after(10), 200)?;
    page.raw(&line("P3 open through the core, ten years", &ours));
    page.raw(&line("P3 the same file by bare rusqlite: key, settings, first read", &theirs));
    page.raw(&format!("P3 ratio: median {:.2}", ratio(ours.median(), theirs.median())));
    page.line(
        "P3",
        "open the store with a raw key, ten years",
        "<= 5 ms",
        format!("{} (bare: {})", say(ours.median()), say(theirs.median())),
        Some(ours.median().as_secs_f64() <= 0.005),
    );
    Ok(())
}

fn phone(page: &mut Page, ten: &Path) -> Result<(), Trouble> {
    println!("P8: a new process, up to its first screen");
    let paid = first_screen::paid(ten, after(10), 50)?;
    let not_said = || "this system does not say what a process keeps".to_owned();
    if let Some(paid) = &paid {
        page.raw(&line("P8 a new process: open, words, today; ten years", &paid.first_screen));
        page.raw(&line("P8 the same from outside, with loading and ending it", &paid.process));
        page.raw(&format!(
            "P8 memory: {} kB after the first screen, {} kB after the others and a review, at most {} kB; {} kB with nothing open",
            paid.at_rest_kb, paid.used_kb, paid.peak_kb, paid.empty_kb
        ));
    }
    page.line(
        "P8",
        "from a new process to the first screen, ten years, ours, the file in the system's cache",
        "<= 0.1 s",
        paid.as_ref().map_or_else(not_said, |paid| say(paid.first_screen.median())),
        paid.as_ref().map(|paid| paid.first_screen.p99().as_secs_f64() <= 0.100),
    );
    page.line(
        "P8",
        "memory at rest, ten years, after the main screens and a review",
        "<= 40 MB",
        paid.as_ref().map_or_else(not_said, |paid| megabytes(paid.used_kb * 1024)),
        paid.as_ref().map(|paid| paid.used_kb * 1024 <= 40_000_000),
    );
    page.line(
        "P8",
        "the same and the library's size on a 32-bit phone",
        "as above",
        "not measured: no 32-bit target is built here".to_owned(),
        None,
    );
    Ok(())
}

/// P9: the same calls from Rust, Kotlin and Swift, each in processes of its own, one after the other.
fn from_other_languages(page: &mut Page, ten: &Path) -> Result<(), Trouble> {
    const RUNS: usize = 5;
    println!("P9: calls from other languages");
    let of_rust = calls::paid(None, ten, after(10), RUNS)?;
    for (call, times) in calls::CALLS.iter().zip(&of_rust) {
        page.raw(&format!("P9 {call:<24} Rust {:>9}", say(times.median())));
    }
    for (language, variable, budget, most) in calls::PROGRAMS {
        let what = format!("`today()` from {language}, ten years, warm: added to the same call from Rust");
        let Ok(command) = std::env::var(variable) else {
            page.line("P9", &what, budget, "not measured: its tools are not here".to_owned(), None);
            continue;
        };
        let paid = calls::paid(Some(&command), ten, after(10), RUNS)?;
        for (call, (theirs, ours)) in calls::CALLS.iter().zip(paid.iter().zip(&of_rust)) {
            let ratio = ratio(theirs.median(), ours.median());
            page.raw(&format!("P9 {call:<24} {language} {:>9}, {ratio:.1}x of Rust", say(theirs.median())));
        }
        let [_, _, theirs, ..] = paid.each_ref().map(Times::median);
        let [_, _, ours, ..] = of_rust.each_ref().map(Times::median);
        let added = theirs.saturating_sub(ours);
        page.line(
            "P9",
            &what,
            budget,
            format!("{} ({} against {}, {:.2}x)", say(added), say(theirs), say(ours), ratio(theirs, ours)),
            Some(added <= most),
        );
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // a few million
fn megabytes(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}

fn plans(page: &mut Page) -> Result<(), Trouble> {
    println!("P4: what the phone should hold");
    let (times, planned) = planning::planning(300)?;
    page.raw(&line(&format!("P4 plan {planned} notifications from {} rules, store and all", planning::RULES), &times));
    page.line(
        "P4",
        "plan 60 notifications from 200 rules, in several zones, read from the store",
        "<= 1 ms",
        say(times.median()),
        Some(times.median().as_secs_f64() <= 0.001),
    );
    Ok(())
}

fn packets(page: &mut Page, ten: &Path) -> Result<(), Trouble> {
    println!("P5: a weekly packet");
    let times = weekly::packets(ten, after(10), 100)?;
    page.raw(&line("P5 review and preview of seven days, ten years", &times.fold));
    page.raw(&line("P5 sign, seal and keep for one reader, with its flush", &times.share));
    page.raw(&line("P5 both", &times.whole));
    page.raw(&format!("P5 the packet: {} bytes of JSON in one message of 17520", times.bytes));
    page.line(
        "P5",
        "fold, sign and seal a weekly packet, ten years, durable in the outbox",
        "<= 10 ms",
        format!("{} (fold {})", say(times.whole.median()), say(times.fold.median())),
        Some(times.whole.median().as_secs_f64() <= 0.010),
    );
    Ok(())
}

fn drawing(page: &mut Page) {
    println!("P5: a person's page in Chromium");
    let (measured, met) = match browser::opened(&root()) {
        Ok(times) => {
            page.raw(&line("P5 fetch, open and draw a person's page in Chromium", &times));
            (say(times.median()), Some(times.median().as_secs_f64() <= 0.100))
        }
        Err(why) => (why.to_string(), None),
    };
    page.line("P5", "open and draw it in Chromium, its fetching included", "<= 100 ms", measured, met);
}

/// P7: the relay on each store there is.
fn relays(page: &mut Page, disk: &Path, postgres: Option<&str>, size: Size) -> Result<(), Trouble> {
    let runtime = relay::runtime()?;
    let folder = |name: &str| {
        let folder = disk.join(name);
        std::fs::create_dir_all(&folder).map(|()| Kept::Sqlite(folder))
    };
    relayed(page, &runtime, size, [folder("p7-relay")?, folder("p7-bare")?, folder("p7-week")?])?;
    let Some(url) = postgres else {
        page.line("P7", "the same on PostgreSQL", ">= 0.8x", "no server was named".to_owned(), None);
        return Ok(());
    };
    let made = runtime.block_on(relay::databases(url))?;
    relayed(page, &runtime, size, made)
}

fn relayed(
    page: &mut Page,
    runtime: &tokio::runtime::Runtime,
    size: Size,
    [ours, theirs, week]: [Kept; 3],
) -> Result<(), Trouble> {
    let name = ours.name();
    println!("P7: the relay on {name} against a bare handler");
    let rates = runtime.block_on(relay::against_bare(&ours, &theirs, size))?;
    let (relay, bare) = rates.medians();
    page.raw(&format!("P7 {name}: messages a second, relay {:.0?}, bare {:.0?}", rates.relay, rates.bare));
    page.line(
        "P7",
        &format!("messages a second taken in on {name}, against a bare axum handler doing the same insert"),
        ">= 0.8x",
        format!("{:.2}x ({relay:.0}/s, bare {bare:.0}/s)", rates.ratio()),
        Some(rates.ratio() >= 0.8),
    );
    println!("P7: a clinic's week on {name}");
    let week = runtime.block_on(relay::a_week(&week, size))?;
    page.raw(&line(&format!("P7 {name}: connect, log in, deliver; as fast as taken"), &week.crowd));
    page.raw(&line(&format!("P7 {name}: the same at 20 a second, practitioners reading"), &week.paced));
    page.raw(&line(&format!("P7 {name}: a practitioner logs in and fetches everything"), &week.fetched));
    let p99 = week.paced.p99();
    page.line(
        "P7",
        &format!(
            "weekly packets of {} clients on {name}: taken in, fetched by {} practitioners, {} found and compared",
            week.clients,
            week.fetched.count(),
            week.found
        ),
        "no error, p99 <= 0.5 s at 20/s",
        format!("{:.0} clients/s; p99 {} at 20/s", week.rate, say(p99)),
        Some(p99.as_secs_f64() <= 0.5),
    );
    Ok(())
}

/// P8: the library that `cargo xtask bench` built just before, beside this program.
fn library(page: &mut Page) {
    let beside = std::env::current_exe().ok().and_then(|me| Some(me.parent()?.join(library_name())));
    let bytes = beside.and_then(|file| std::fs::metadata(file).ok()).map(|m| m.len());
    let (measured, met) = match bytes {
        Some(bytes) if !cfg!(debug_assertions) => {
            page.raw(&format!("P8 stripped library: {bytes} bytes of {GATE}"));
            (megabytes(bytes), Some(bytes <= GATE))
        }
        _ => ("the release library was not built".to_owned(), None),
    };
    page.line("P8", "stripped 64-bit library, everything in", "<= 8 MB", measured, met);
    if met == Some(false) {
        page.note(TOO_LARGE);
    }
}

fn library_name() -> String {
    format!("{}handrail{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}
