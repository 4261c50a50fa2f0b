//! For publishers of content packs: looks a pack's folder over, signs it, or opens one that was signed.
//!
//! ```text
//! cargo run -p handrail-core --example pack -- check FOLDER
//! cargo run -p handrail-core --example pack -- sign FOLDER SEED_FILE PACK
//! cargo run -p handrail-core --example pack -- key SEED_FILE
//! ```
//! A seed file holds 32 random bytes and is kept where nobody else can read it
//! (`head -c 32 /dev/urandom > seed`). `key` prints the public key that an app is given to trust.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use handrail_core::programme::pack::{Pack, built_in};
use handrail_core::programme::sign_pack;
use handrail_wire::signed::SigningKey;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["check", folder] => check(Path::new(folder)),
        ["sign", folder, seed, pack] => sign(Path::new(folder), Path::new(seed), Path::new(pack)),
        ["key", seed] => key(Path::new(seed)),
        _ => Err("check FOLDER | sign FOLDER SEED_FILE PACK | key SEED_FILE".into()),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

type Done = Result<String, Box<dyn Error>>;

fn check(folder: &Path) -> Done {
    let pack = Pack::read(&bundle(folder)?, |id| built_in(id).ok())?;
    let sections: Vec<_> = pack.modules.iter().flat_map(|m| &m.handouts).collect();
    let unread = sections.iter().filter(|h| h.reviewed.is_none()).count();
    let (id, edition, modules, languages) = (&pack.id, pack.edition, pack.modules.len(), pack.languages.join(", "));
    let all = sections.len();
    Ok(format!("{id}, edition {edition}: {modules} modules, {all} sections ({unread} not yet reviewed); {languages}"))
}

fn sign(folder: &Path, seed: &Path, to: &Path) -> Done {
    let signed = sign_pack(&bundle(folder)?, &read_seed(seed)?)?;
    fs::write(to, &signed)?;
    Ok(format!("{}: {} bytes", to.display(), signed.len()))
}

fn key(seed: &Path) -> Done {
    let mut hex = String::new();
    for byte in SigningKey::from_seed(&read_seed(seed)?)?.public().as_bytes() {
        write!(hex, "{byte:02x}")?;
    }
    Ok(hex)
}

fn read_seed(path: &Path) -> Result<[u8; 32], Box<dyn Error>> {
    fs::read(path)?.try_into().map_err(|_| format!("{}: a seed is 32 bytes", path.display()).into())
}

/// The files of a folder as one object, name to content.
fn bundle(folder: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut parts: Vec<String> = Vec::new();
    for file in files(folder)? {
        let text = fs::read_to_string(&file)?;
        let name = file.strip_prefix(folder)?.to_str().ok_or("a file's name is not UTF-8")?.replace('\\', "/");
        // As it is written: the reader, not this program, says what is wrong in it.
        serde_json::from_str::<serde::de::IgnoredAny>(&text).map_err(|e| format!("{name}: {e}"))?;
        parts.push(format!("{}:{text}", serde_json::to_string(&name)?));
    }
    Ok(format!("{{{}}}", parts.join(",")).into_bytes())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
