//! The scenarios in Swift, on Linux.
//!
//! Debian 12 has no Swift. Debian 13 has one; it is put whole into a folder
//! outside the checkout (about 3.4 GB) and called through `chroot`. A `swiftc`
//! of version 6 on the machine itself, as on a Mac, is used instead when there
//! is one.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bindings::{self, Language};
use crate::exports;
use crate::failure::{Result, Stop};
use crate::pages;
use crate::relay::Clinic;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::tools::{self, Tool};

/// What the machine must have.
pub(crate) const NEEDS: &[Tool] = &[Tool::C, Tool::Swift, Tool::Node];

/// What goes into the folder beside Debian's smallest system.
const PACKAGES: &str = "swiftlang libc6-dev libstdc++-14-dev gcc";

/// Where the checkout's work folder appears inside the other Debian.
const INSIDE: &str = "/mnt/handrail";

/// The folder with the other Debian: `HANDRAIL_CACHE` moves it.
fn system() -> PathBuf {
    env::var_os("HANDRAIL_CACHE")
        .map_or_else(|| PathBuf::from("/var/cache/handrail"), PathBuf::from)
        .join("swift-trixie")
}

/// The Swift found, or what is wrong.
pub(crate) fn look() -> std::result::Result<String, String> {
    if let Some(said) = native() {
        return Ok(said);
    }
    // Written last, so that a half-made system is never taken for a whole one.
    let stamp = system().join("handrail-ready");
    fs::read_to_string(&stamp)
        .map(|packages| format!("{} ({})", packages.trim(), system().display()))
        .map_err(|_| "not there".to_owned())
}

/// A Swift 6 of the machine's own.
fn native() -> Option<String> {
    let said = run::ask(Command::new("swiftc").arg("--version"))?;
    said.lines().find(|line| line.contains("Swift version 6")).map(|line| line.trim().to_owned())
}

/// The commands that make the folder, for a person to run as root.
pub(crate) fn line() -> String {
    let dir = system();
    let dir = dir.display();
    format!(
        "debootstrap --variant=minbase trixie {dir} && unshare --mount sh -c \
         'mount -t proc proc {dir}/proc && chroot {dir} apt-get install -y \
         --no-install-recommends {PACKAGES}' && echo trixie > {dir}/handrail-ready"
    )
}

/// Makes the folder. A few minutes, most of it download.
pub(crate) fn install(out: &Out, log: &Path, root: &[&str]) -> Result<()> {
    let dir = system();
    // What an interrupted run left is not worth mending.
    let mut clear = tools::root_command(root, "rm");
    clear.args(["-rf", "--one-file-system"]).arg(&dir);
    run::quietly(out, "clearing a half-made system", log, &mut clear)?;
    let mut parent = tools::root_command(root, "mkdir");
    parent.arg("-p").arg(&dir);
    run::quietly(out, "making its folder", log, &mut parent)?;
    let mut sh = tools::root_command(root, "sh");
    sh.arg("-c").arg(line());
    run::quietly(out, "putting Debian 13 with Swift into a folder (3.4 GB)", log, &mut sh)
}

/// The package's sources, its tests, and the pages whose Swift is run.
const PACKAGE: &str = "bindings/swift";
const PAGES: [&str; 2] = ["bindings/swift/README.md", "docs/first-screen.md"];

/// The only folder of this machine that the other Debian sees while it runs.
pub(crate) fn work(repo: &Repo) -> PathBuf {
    repo.target.join("bindings/swift/run")
}

/// The languages that apps are written in.
const VERSIONS: [&str; 2] = ["6", "5"];

/// What the machine must have for the module.
pub(crate) const MODULE_NEEDS: &[Tool] = &[Tool::C, Tool::Swift];

/// Compiles the package `bindings/swift` with what [`bindings::prepare`] made into the module `handrail`: first as Swift 6, then
/// as Swift 5.
pub(crate) fn module(repo: &Repo, out: &Out) -> Result<()> {
    let work = work(repo);
    Repo::fresh_folder(&work)?;
    copy_files(&bindings::generated(repo, Language::Swift), &work)?;
    copy_files(&repo.path(PACKAGE).join("Sources/handrail"), &work.join("module"))?;
    Repo::copy(&bindings::source(repo, Language::Swift)?, &work.join("module/handrail.swift"))?;
    let library = bindings::library_name();
    Repo::copy(&bindings::library_folder(repo).join(library), &work.join(library))?;
    for version in VERSIONS {
        let mut command = command(&work, "module", |folder| module_script(version, folder))?;
        run::step(out, &format!("the module, as Swift {version}"), &mut command)?;
    }
    Ok(())
}

/// On what [`module`] made: the scenarios of `tests/bindings/swift`, the package's own tests, and what stands in its README and in
/// the guide. All of it first as Swift 6, then as Swift 5: apps of both kinds will link it.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let work = work(repo);
    copy_files(&repo.path("tests/bindings/swift"), &work.join("scenarios"))?;
    copy_files(&repo.path(PACKAGE).join("Tests"), &work.join("tests"))?;
    let examples = copy_examples(repo, &work)?;
    let clinic = Clinic::start(repo, "swift")?;
    for version in VERSIONS {
        let what = format!("scenarios and examples in Swift, as Swift {version}");
        let told = clinic.told();
        run::step(out, &what, &mut command(&work, "run", |folder| script(version, folder, &told))?)?;
        out.say(&format!("{examples} passed, 0 failed"));
        // Written inside the work folder, the only one that the other Debian sees.
        exports::compare(repo, out, &format!("swift {version}"), &work.join(format!("exports-{version}")))?;
    }
    Ok(())
}

/// The module, then what is run on it.
pub(crate) fn both(repo: &Repo, out: &Out) -> Result<()> {
    module(repo, out)?;
    run(repo, out)
}

/// The pages of what an app's author sees, made by DocC from the module and its `handrail.docc`.
pub(crate) fn pages(repo: &Repo, out: &Out, folder: &Path) -> Result<()> {
    let work = repo.target.join("bindings/swift/pages");
    Repo::fresh_folder(&work)?;
    copy_files(&bindings::generated(repo, Language::Swift), &work)?;
    let package = repo.path(PACKAGE).join("Sources/handrail");
    copy_files(&package, &work.join("module"))?;
    Repo::copy(&bindings::source(repo, Language::Swift)?, &work.join("module/handrail.swift"))?;
    copy_files(&package.join("handrail.docc"), &work.join("handrail.docc"))?;
    run::step(out, "pages for Swift", &mut command(&work, "pages", pages_script)?)?;
    Repo::fresh_folder(folder)?;
    run::step(out, "keeping them", Command::new("cp").arg("-R").arg(work.join("pages/.")).arg(folder))
}

/// Compiles the program of `measure/main.swift`; gives the script that runs it with the library in `folder`, a record and a moment.
pub(crate) fn to_measure(repo: &Repo, out: &Out, folder: &Path) -> Result<String> {
    copy_files(&bindings::generated(repo, Language::Swift), folder)?;
    copy_files(&repo.path(PACKAGE).join("Sources/handrail"), &folder.join("module"))?;
    Repo::copy(&bindings::source(repo, Language::Swift)?, &folder.join("module/handrail.swift"))?;
    Repo::copy(&repo.path("tests/bindings/swift/measure/main.swift"), &folder.join("main.swift"))?;
    let compile = |folder: &str| {
        let swiftc = format!(
            "swiftc -swift-version 6 -O -I . -Xcc -fmodule-map-file='{folder}/handrailFFI.modulemap' -L . -lhandrail \
             -Xlinker -rpath -Xlinker '{folder}'"
        );
        format!(
            "set -e; cd '{folder}'; {swiftc} -parse-as-library -module-name handrail module/*.swift -emit-library \
             -o libhandrailswift.so -emit-module -emit-module-path handrail.swiftmodule; \
             {swiftc} -lhandrailswift main.swift -o measure"
        )
    };
    run::step(out, "the program that measures, in Swift", &mut command(folder, "measure", compile)?)?;
    if native().is_some() {
        return Ok(format!("exec '{}/measure' \"$@\"\n", folder.display()));
    }
    let root = tools::as_root().unwrap_or_default().join(" ");
    let (system, here) = (system(), folder.display());
    let system = system.display();
    // The record is put where the other Debian sees it, and stays in memory's cache.
    Ok(format!(
        "set -e; rm -rf '{here}/record'; cp -R \"$1\" '{here}/record'\n\
         exec {root} unshare --mount sh -c \"mount -t proc proc '{system}/proc'; mount --bind '{here}' '{system}{INSIDE}'; \
         exec chroot '{system}' '{INSIDE}/measure' '{INSIDE}/record' $2\"\n"
    ))
}

/// DocC is beside the compiler, where it is not on the path.
fn pages_script(folder: &str) -> String {
    format!(
        "set -e; cd '{folder}'; mkdir symbols; PATH=$PATH:/usr/libexec/swift/bin; \
         swiftc -swift-version 6 -I . -Xcc -fmodule-map-file='{folder}/handrailFFI.modulemap' -parse-as-library \
         -module-name handrail module/*.swift -emit-module -emit-module-path handrail.swiftmodule \
         -emit-symbol-graph -emit-symbol-graph-dir symbols -symbol-graph-minimum-access-level public; \
         docc convert handrail.docc --fallback-display-name handrail --fallback-bundle-identifier org.handrail \
         --additional-symbol-graph-dir symbols --transform-for-static-hosting --output-path pages"
    )
}

/// Each example in a folder of its own, with what it is to print; how many there are.
fn copy_examples(repo: &Repo, work: &Path) -> Result<usize> {
    let mut count = 0;
    for page in PAGES {
        for pages::Example { code, prints } in pages::examples(repo, page, "swift")? {
            let folder = work.join("examples").join(count.to_string());
            Repo::fresh_folder(&folder)?;
            for (name, text) in [("main.swift", code), ("prints", prints)] {
                let path = folder.join(name);
                fs::write(&path, text).map_err(|e| Stop::io("write", &path, &e))?;
            }
            count += 1;
        }
    }
    Ok(count)
}

/// How Swift is called for what uses the library.
pub(crate) fn swiftc(version: &str, folder: &str) -> String {
    // The module map is named by its absolute path: a relative one makes the
    // compiler believe that the module was moved.
    format!(
        "swiftc -swift-version {version} -warnings-as-errors -I '{folder}/made-{version}' -I '{folder}' \
         -Xcc -fmodule-map-file='{folder}/handrailFFI.modulemap' -L '{folder}' -lhandrail -Xlinker -rpath -Xlinker '{folder}'"
    )
}

/// Compiles the module.
fn module_script(version: &str, folder: &str) -> String {
    let swiftc = swiftc(version, folder);
    format!(
        "set -e; cd '{folder}'; mkdir made-{version}; \
         {swiftc} -parse-as-library -module-name handrail module/*.swift -emit-library -o made-{version}/libhandrailswift.so \
         -emit-module -emit-module-path made-{version}/handrail.swiftmodule"
    )
}

/// Compiles everything else in `folder` and runs it, told of the relay and the practitioners, whom the other Debian reaches as
/// this machine does.
fn script(version: &str, folder: &str, told: &[(&str, &str)]) -> String {
    let made = format!("'{folder}/made-{version}'");
    // What is linked to the module. The scenarios are an app's: they see what is public, and no more.
    let linked = format!("{} -L {made} -lhandrailswift -Xlinker -rpath -Xlinker {made}", swiftc(version, folder));
    let told: Vec<String> = told.iter().map(|(name, value)| format!("{name}='{value}'")).collect();
    let told = told.join(" ");
    format!(
        "set -e; cd '{folder}'; mkdir exports-{version}; \
         {linked} -parse-as-library -Xfrontend -import-module -Xfrontend handrail scenarios/*.swift -o made-{version}/scenarios; \
         {linked} -parse-as-library tests/*.swift -o made-{version}/tests; \
         for example in examples/*; do \
         {linked} $example/main.swift -o made-{version}/example; \
         made-{version}/example > $example/printed; diff $example/prints $example/printed; done; \
         for newer in form contract; do \
         cc -shared -fPIC $(test $newer = form || echo -DANOTHER_CONTRACT) scenarios/newer.c -o made-{version}/newer-$newer.so; done; \
         made-{version}/tests; \
         {}='{folder}/exports-{version}' {told} made-{version}/scenarios",
        exports::VARIABLE
    )
}

/// Runs what `script` says about the folder it is told: here, where Swift is here, else inside the other Debian. The script lies
/// in `work` under its `name`: quoted once more, inside the command that changes the root, nobody could read it.
pub(crate) fn command(work: &Path, name: &str, script: impl FnOnce(&str) -> String) -> Result<Command> {
    let file = work.join(format!("{name}.sh"));
    let written = |text: String| fs::write(&file, text).map_err(|e| Stop::io("write", &file, &e));
    if native().is_some() {
        written(script(&work.display().to_string()))?;
        let mut sh = Command::new("sh");
        sh.arg(&file);
        return Ok(sh);
    }
    let Some(root) = tools::as_root() else {
        return Err(Stop::NotRun("chroot needs root; run this verb as root, or install Swift 6".into()));
    };
    written(script(INSIDE))?;
    let (system, work) = (system(), work.display());
    let system = system.display();
    let mut command = tools::root_command(root, "unshare");
    // The mounts live in a namespace of their own and are gone when the command ends, however it ends.
    command.args(["--mount", "sh", "-c"]).arg(format!(
        "set -e; mkdir -p '{system}{INSIDE}'; mount -t proc proc '{system}/proc'; \
         mount --bind '{work}' '{system}{INSIDE}'; \
         exec chroot '{system}' sh '{INSIDE}/{name}.sh'"
    ));
    Ok(command)
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    let entries = fs::read_dir(from).map_err(|e| Stop::io("read", from, &e))?;
    for entry in entries.flatten() {
        if entry.path().is_file() {
            Repo::copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_language_modes_treat_warnings_as_errors() {
        for version in VERSIONS {
            let module = module_script(version, "/x");
            assert!(module.contains(&format!("-swift-version {version} -warnings-as-errors")));
            let script = script(version, "/x", &[("HANDRAIL_RELAY", "http://127.0.0.1:9")]);
            assert!(script.contains(&format!("-swift-version {version} -warnings-as-errors")));
            assert!(script.contains("-fmodule-map-file='/x/handrailFFI.modulemap'"));
            assert!(script.ends_with(&format!("HANDRAIL_RELAY='http://127.0.0.1:9' made-{version}/scenarios")));
        }
    }

    #[test]
    fn the_line_marks_the_system_ready_at_its_very_end() {
        let line = line();
        assert!(line.trim_end().ends_with("handrail-ready"), "{line}");
        assert!(line.contains("mount -t proc"), "{line}");
    }
}
