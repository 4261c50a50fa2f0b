//! Writes down what the core says, for programs that had no part in it to judge (`tests/judges`, docs/reminders.md).
//! `handrail-judged FOLDER [--seed N]` writes `rules.jsonl`, `zones.tsv` and `calendars.jsonl`.

use std::path::PathBuf;

use clap::Parser;
use handrail_tests::judged;

#[derive(Debug, Parser)]
struct Args {
    /// Where to write.
    folder: PathBuf,
    /// Another number asks about other rules.
    #[arg(long, default_value_t = 20_260_302)]
    seed: u64,
    /// How many random rules.
    #[arg(long, default_value_t = judged::RULES)]
    rules: u64,
    /// How many random calendar files.
    #[arg(long, default_value_t = judged::CALENDARS)]
    calendars: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    std::fs::create_dir_all(&args.folder)?;
    judged::rules(args.seed, args.rules, &args.folder.join("rules.jsonl"))?;
    judged::zones(&args.folder.join("zones.tsv"))?;
    judged::calendars(args.seed, args.calendars, &args.folder.join("calendars.jsonl"))?;
    Ok(())
}
