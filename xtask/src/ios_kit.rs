//! The iOS app without a Mac: `HandrailKit` compiled and tried on Linux, and the app compiled against modules that stand in for
//! SwiftUI and for Apple's other frameworks (tests/ios). They only know what the app uses, and nothing is drawn.

use std::path::Path;
use std::process::Command;

use crate::failure::Result;
use crate::relay::Clinic;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::strings;
use crate::swift;

/// What is compiled: where it lies, and where it goes.
const SOURCES: [(&str, &str); 6] = [
    ("ios/HandrailKit/Sources/HandrailKit", "kit"),
    ("ios/HandrailKit/Tests", "tests"),
    ("tests/ios", "stands-in"),
    ("ios/App", "app"),
    ("ios/AppTests", "app-tests"),
    ("ios/UITests", "ui-tests"),
];

/// The list of Android's places, which the kit's tests hold to ours.
const PLACES: &str = "android/ui/src/main/kotlin/org/handrail/ui/shell/Places.kt";

/// The modules that stand in for Apple's, each after those that it takes something from.
const STANDS_IN: [&str; 13] = [
    "os",
    "Security",
    "LocalAuthentication",
    "UserNotifications",
    "BackgroundTasks",
    "CoreImage",
    "AVFoundation",
    "UniformTypeIdentifiers",
    "UIKit",
    "VisionKit",
    "WebKit",
    "SwiftUI",
    "XCTest",
];

/// The package and its tests on the module that [`swift::module`] made, then the app's views.
pub(crate) fn run(repo: &Repo, out: &Out) -> Result<()> {
    let work = swift::work(repo);
    let ios = work.join("ios");
    Repo::fresh_folder(&ios)?;
    for (from, to) in SOURCES {
        copy(out, &repo.path(from), &ios.join(to))?;
    }
    let words = strings::folder(repo).join("ios");
    Repo::copy(&words.join("TextArguments.swift"), &ios.join("kit/Words/TextArguments.swift"))?;
    Repo::copy(&words.join("Localizable.xcstrings"), &ios.join("Localizable.xcstrings"))?;
    Repo::copy(&repo.path(PLACES), &ios.join("Places.kt"))?;
    let clinic = Clinic::start(repo, "ios")?;
    let told = clinic.told();
    let mut command = swift::command(&work, "ios", |folder| script(folder, &told))?;
    run::step(out, "HandrailKit, its tests, and the app", &mut command)
}

/// `cargo xtask swift`: the module, what is run on it, and the app.
pub(crate) fn with_the_module(repo: &Repo, out: &Out) -> Result<()> {
    swift::both(repo, out)?;
    strings::write(repo, out)?;
    run(repo, out)
}

fn copy(out: &Out, from: &Path, to: &Path) -> Result<()> {
    Repo::fresh_folder(to)?;
    run::step(out, &format!("taking {}", from.display()), Command::new("cp").arg("-R").arg(from.join(".")).arg(to))
}

/// What to run about `folder`, told of the relay and the practitioners. The app is held to both languages; the package is Swift 6.
fn script(folder: &str, told: &[(&str, &str)]) -> String {
    let told: Vec<String> = told.iter().map(|(name, value)| format!("{name}='{value}'")).collect();
    let told = told.join(" ");
    let swiftc = swift::swiftc("6", folder);
    let made = format!("'{folder}/ios/made'");
    // Debian's Swift has an Observation that asks for a function which nothing there has; it is called when a lock breaks.
    let linux = if cfg!(target_os = "linux") { "-Xlinker --allow-shlib-undefined" } else { "" };
    let linked = format!(
        "{swiftc} {linux} -I {made} -L '{folder}/made-6' -lhandrailswift -Xlinker -rpath -Xlinker '{folder}/made-6' \
         -L {made} -Xlinker -rpath -Xlinker {made}"
    );
    let package = format!(
        "set -e; cd '{folder}/ios'; mkdir made; files() {{ find \"$1\" -name '*.swift' | sort; }}; \
         {linked} -parse-as-library -enable-testing -module-name HandrailKit $(files kit) \
         -emit-library -o made/libHandrailKit.so -emit-module -emit-module-path made/HandrailKit.swiftmodule; \
         {linked} -lHandrailKit -parse-as-library $(files tests) -o made/tests; \
         HANDRAIL_STRINGS=. HANDRAIL_PLACES=Places.kt HANDRAIL_PLACE_VIEW=app/Views/Sheets/PlaceView.swift {told} made/tests"
    );
    // Where Apple's own frameworks are, a module called `os` or `Security` would hide what they are built on; there Xcode is asked.
    if !cfg!(target_os = "linux") {
        return format!("{package}; echo 'not run: the app on modules that stand in for these (Xcode builds it)'");
    }
    let stands_in = STANDS_IN.join(" ");
    let checked = format!(
        "swiftc -warnings-as-errors -I made -I made-6 -I .. -I ../made-6 -Xcc -fmodule-map-file='{folder}/handrailFFI.modulemap' \
         -parse-as-library"
    );
    format!(
        "{package}; \
         for name in {stands_in}; do \
         {swiftc} -I made -parse-as-library -module-name \"$name\" $(files \"stands-in/$name\") \
         -emit-module -emit-module-path \"made/$name.swiftmodule\"; done; \
         for version in 5 6; do \
         {checked} -swift-version $version -enable-testing -module-name HandrailApp $(files app) \
         -emit-module -emit-module-path made/HandrailApp.swiftmodule; \
         echo \"the app, as Swift $version\"; echo '1 passed, 0 failed'; done; \
         for name in app-tests ui-tests; do \
         {checked} -swift-version 6 -typecheck -module-name Tests $(files $name); \
         echo \"its $name, which a simulator runs\"; done; echo '2 passed, 0 failed'"
    )
}
