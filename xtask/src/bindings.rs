//! The library for other languages, and the code generated from it.

use std::path::PathBuf;
use std::process::Command;

use crate::exports;
use crate::failure::{Result, Stop};
use crate::relay;
use crate::repo::Repo;
use crate::run::{self, Out};

/// The languages UniFFI writes for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Kotlin,
    Swift,
    Python,
}

impl Language {
    pub(crate) const ALL: [Self; 3] = [Self::Kotlin, Self::Swift, Self::Python];

    /// Its name on bindgen's command line and in our paths.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Kotlin => "kotlin",
            Self::Swift => "swift",
            Self::Python => "python",
        }
    }
}

/// What rustc calls the library on this system.
pub(crate) fn library_name() -> &'static str {
    if cfg!(target_os = "macos") {
        "libhandrail.dylib"
    } else if cfg!(windows) {
        "handrail.dll"
    } else {
        "libhandrail.so"
    }
}

/// The folder the scenarios load the library from. A copy, because cargo puts
/// another one in its place whenever it builds with other features.
pub(crate) fn library_folder(repo: &Repo) -> PathBuf {
    repo.target.join("bindings/library")
}

/// Where the generated code of a language is.
pub(crate) fn generated(repo: &Repo, language: Language) -> PathBuf {
    repo.target.join("bindings").join(language.name()).join("generated")
}

/// Builds the debug library, generates all three languages from it, and builds the relay that their scenarios talk to.
///
/// From the *debug* build: the shipped library is stripped, and with that the
/// description of its own surface is gone.
pub(crate) fn prepare(repo: &Repo, out: &Out) -> Result<()> {
    let mut build = repo.cargo(out, &["build", "-p", "handrail-bindings", "--features", "bindgen"])?;
    run::step(out, "building the library (debug)", &mut build)?;
    exports::forget(repo)?;
    relay::prepare(repo, out)?;
    let library = library_folder(repo).join(library_name());
    Repo::copy(&repo.target.join("debug").join(library_name()), &library)?;
    for language in Language::ALL {
        let folder = generated(repo, language);
        Repo::fresh_folder(&folder)?;
        let mut bindgen = Command::new(repo.target.join("debug/uniffi-bindgen"));
        bindgen
            // It asks cargo where `uniffi.toml` is.
            .current_dir(&repo.root)
            .arg("generate")
            .arg(&library)
            .args(["--language", language.name(), "--no-format", "--out-dir"])
            .arg(&folder);
        run::step(out, &format!("generating {}", language.name()), &mut bindgen)?;
    }
    Ok(())
}

/// The one generated source file of a language (Swift has a header beside it).
pub(crate) fn source(repo: &Repo, language: Language) -> Result<PathBuf> {
    let folder = generated(repo, language);
    let wanted = match language {
        Language::Kotlin => "handrail.kt",
        Language::Swift => "handrail.swift",
        Language::Python => "handrail.py",
    };
    find(&folder, wanted).ok_or_else(|| Stop::Failed(format!("bindgen wrote no {wanted} below {}", folder.display())))
}

/// Kotlin's file lies in a folder for each part of its package name.
fn find(folder: &std::path::Path, name: &str) -> Option<PathBuf> {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).ok()?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if entry.file_name() == name {
                return Some(path);
            }
        }
    }
    None
}
