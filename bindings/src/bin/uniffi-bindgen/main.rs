//! Writes the Kotlin, Swift and Python of this library: `uniffi-bindgen generate --help`. What it wrote is then closed: a record
//! that an app logs by mistake shows its name and none of the person's words. And it is made to look whether it belongs to the library
//! that it meets.

mod belonging;
mod closed;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A generated source, by its language.
#[derive(Clone, Copy)]
enum Language {
    Kotlin,
    Swift,
    Python,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    uniffi::uniffi_bindgen_main();
    if words.get(1).is_none_or(|verb| verb != "generate") {
        return ExitCode::SUCCESS;
    }
    let changed = match out_dir(&words) {
        Some(folder) => change(&folder),
        None => Err("what was written is not closed: name its folder with `--out-dir FOLDER`".to_owned()),
    };
    match changed {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "uniffi-bindgen: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of `--out-dir`, or `-o`, as UniFFI's own command line has it.
fn out_dir(words: &[String]) -> Option<PathBuf> {
    let named = words.windows(2).find(|pair| matches!(pair, [option, _] if option == "--out-dir" || option == "-o"));
    let joined = || words.iter().find_map(|word| word.strip_prefix("--out-dir="));
    named.and_then(|pair| pair.last()).map(String::as_str).or_else(joined).map(PathBuf::from)
}

/// Changes every source that was generated below a folder; Kotlin's lies in one for each part of its package's name.
fn change(folder: &Path) -> Result<(), String> {
    let failed = |path: &Path, why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    for entry in fs::read_dir(folder).map_err(|why| failed(folder, &why))? {
        let path = entry.map_err(|why| failed(folder, &why))?.path();
        let language = match path.file_name().and_then(|name| name.to_str()) {
            _ if path.is_dir() => {
                change(&path)?;
                continue;
            }
            Some("handrail.kt") => Language::Kotlin,
            Some("handrail.swift") => Language::Swift,
            Some("handrail.py") => Language::Python,
            _ => continue,
        };
        let text = fs::read_to_string(&path).map_err(|why| failed(&path, &why))?;
        let changed = closed::close(&text, language).and_then(|text| belonging::see_to(text, language));
        fs::write(&path, changed.map_err(|why| failed(&path, &why))?).map_err(|why| failed(&path, &why))?;
    }
    Ok(())
}
