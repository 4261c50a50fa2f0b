//! Writes the Kotlin, Swift and Python of this library: `uniffi-bindgen generate --help`. What it wrote is then closed: a record
//! that an app logs by mistake shows its name and none of the person's words. And it is made to look whether it belongs to the library
//! that it meets.

mod belonging;
mod closed;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    uniffi::uniffi_bindgen_main();
    let Some(folder) = out_dir(std::env::args()) else { return ExitCode::SUCCESS };
    let changed = closed::close(&folder).map_err(|error| error.to_string());
    match changed.and_then(|()| belonging::see_to(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "the generated code in {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

/// The folder of `--out-dir`, or `-o`, as UniFFI's own command line has it.
fn out_dir(words: impl Iterator<Item = String>) -> Option<PathBuf> {
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        if word == "--out-dir" || word == "-o" {
            return words.next().map(PathBuf::from);
        }
        if let Some(folder) = word.strip_prefix("--out-dir=") {
            return Some(PathBuf::from(folder));
        }
    }
    None
}
