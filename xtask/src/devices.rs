//! The two apps as a phone takes them, on a machine that has Google's or Apple's tools.
//!
//! Neither can be had from a package registry. What is missing is named, each with what brings it; nothing is fetched.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::strings;

/// `cargo xtask android`
#[derive(Debug, clap::Args)]
pub(crate) struct Android {
    /// Only the AAR of bindings/kotlin, for other people's apps
    #[arg(long)]
    aar: bool,
}

/// What was looked for and is not there.
#[derive(Default)]
struct Missing(Vec<String>);

impl Missing {
    /// A program, asked by one word or two; what brings it.
    fn program(&mut self, program: &str, asks: &[&str], brought_by: &str) {
        if run::ask(Command::new(program).args(asks)).is_none() {
            self.0.push(brought_by.to_owned());
        }
    }

    fn rust(&mut self, targets: &[&str]) {
        let there = run::ask(Command::new("rustup").args(["target", "list", "--installed"])).unwrap_or_default();
        let lacking: Vec<&str> =
            targets.iter().filter(|target| !there.lines().any(|line| line == **target)).copied().collect();
        if !lacking.is_empty() {
            self.0.push(format!("Rust for phones: rustup target add {}", lacking.join(" ")));
        }
    }

    fn stop(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Stop::NotRun(format!("missing here:\n  {}", self.0.join("\n  ")))) }
    }
}

/// The value behind `name = "` in a file of settings.
fn setting(file: &Path, name: &str) -> Result<String> {
    let text = fs::read_to_string(file).map_err(|e| Stop::io("read", file, &e))?;
    let line = text.lines().find_map(|line| line.trim().strip_prefix(name)?.trim_start_matches([' ', '=', ':']).into());
    let value: Option<&str> = line;
    value
        .map(|value| value.trim().trim_matches('"').to_owned())
        .ok_or_else(|| Stop::Failed(format!("{} does not say its {name}", file.display())))
}

fn android_sdk() -> Option<PathBuf> {
    let named = ["ANDROID_HOME", "ANDROID_SDK_ROOT"].into_iter().filter_map(env::var_os).map(PathBuf::from);
    named.into_iter().find(|folder| folder.is_dir())
}

/// `cargo xtask android`
pub(crate) fn android(repo: &Repo, args: &Android) -> Result<()> {
    let out = Out::Terminal;
    let package = repo.path("bindings/kotlin");
    let ndk = setting(&package.join("build.gradle.kts"), "ndkVersion")?;
    let mut missing = Missing::default();
    match android_sdk() {
        Some(sdk) if sdk.join("ndk").join(&ndk).is_dir() => {}
        Some(sdk) => missing.0.push(format!("the NDK {ndk} in {}: sdkmanager 'ndk;{ndk}'", sdk.display())),
        None => missing.0.push(format!(
            "Google's Android SDK in ANDROID_HOME: its command-line tools, then sdkmanager 'platforms;android-36' 'ndk;{ndk}'"
        )),
    }
    missing.program("gradle", &["--version"], "gradle: version 8.14");
    missing.program("javac", &["-version"], "javac: a JDK 17");
    missing.program("cargo", &["ndk", "--version"], "cargo-ndk: cargo install --locked cargo-ndk@4.1.2");
    missing.rust(&["aarch64-linux-android", "armv7-linux-androideabi", "x86_64-linux-android"]);
    missing.stop()?;
    strings::write(repo, &out)?;
    let (folder, what) = if args.aar { (package, "the AAR") } else { (repo.path("android"), "the app") };
    let mut gradle = Command::new("gradle");
    gradle.current_dir(folder).args(["--no-daemon", "assembleRelease"]);
    run::step(&out, what, &mut gradle)
}

/// `cargo xtask ios`
pub(crate) fn ios(repo: &Repo) -> Result<()> {
    let out = Out::Terminal;
    let mut missing = Missing::default();
    if !cfg!(target_os = "macos") {
        missing.0.push("a Mac: Apple's tools run nowhere else".to_owned());
    }
    missing.program("xcodebuild", &["-version"], "xcodebuild: Xcode 16 or newer, from Apple");
    missing.program("xcodegen", &["--version"], "xcodegen: brew install xcodegen");
    missing.rust(&["aarch64-apple-ios", "aarch64-apple-ios-sim", "x86_64-apple-ios"]);
    missing.stop()?;
    strings::write(repo, &out)?;
    let (ios, package) = (repo.path("ios"), repo.path("bindings/swift"));
    // Part of HandrailKit's sources, and made from the words.
    let arguments = strings::folder(repo).join("ios/TextArguments.swift");
    Repo::copy(&arguments, &ios.join("HandrailKit/Sources/HandrailKit/Words/TextArguments.swift"))?;
    run::step(&out, "the library", Command::new("./build-xcframework.sh").current_dir(package))?;
    run::step(&out, "the project", Command::new("xcodegen").current_dir(&ios).arg("generate"))?;
    let name = setting(&ios.join("project.yml"), "name:")?;
    let mut build = Command::new("xcodebuild");
    build
        .current_dir(&ios)
        .args(["-project", &format!("{name}.xcodeproj"), "-scheme", &name])
        .args(["-destination", "generic/platform=iOS Simulator"])
        .arg("-derivedDataPath")
        .arg(repo.target.join("ios"))
        // A signature is whoever's who ships it.
        .args(["CODE_SIGNING_ALLOWED=NO", "build"]);
    run::step(&out, "the app", &mut build)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_version_of_the_ndk_is_the_one_of_the_package() {
        let repo = Repo::find().unwrap();
        let ndk = setting(&repo.path("bindings/kotlin/build.gradle.kts"), "ndkVersion").unwrap();
        assert!(ndk.split('.').count() == 3 && ndk.split('.').all(|part| part.parse::<u32>().is_ok()), "{ndk}");
    }

    #[test]
    fn all_that_is_missing_is_told_at_once() {
        let mut missing = Missing::default();
        missing.program("no-such-program", &[], "no-such-program: a good shop");
        missing.rust(&["no-such-phone"]);
        let Err(Stop::NotRun(why)) = missing.stop() else { unreachable!("not run") };
        assert!(
            why.contains("no-such-program: a good shop") && why.contains("rustup target add no-such-phone"),
            "{why}"
        );
        assert_eq!(Missing::default().stop(), Ok(()));
    }
}
