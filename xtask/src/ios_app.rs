//! What the iOS app may do and says of itself, held against lists: `ios/project.yml`, `ios/App/Info.plist`, the entitlements and the
//! privacy manifest. Xcode alone says whether it builds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use roxmltree::{Document, Node, ParsingOptions};

use crate::repo::Repo;
use crate::run;
use crate::strings::ios::INFO_PLIST;
use crate::words::FIRST;
use crate::words::texts::{self, Piece};

/// A value of a property list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Truth(bool),
    List(Vec<Value>),
    Table(BTreeMap<String, Value>),
}

impl Value {
    fn read(node: Node<'_, '_>) -> Self {
        let inside: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
        match node.tag_name().name() {
            "string" => Self::Text(node.text().unwrap_or_default().to_owned()),
            "true" => Self::Truth(true),
            "false" => Self::Truth(false),
            "array" => Self::List(inside.into_iter().map(Self::read).collect()),
            "dict" => {
                let pair = |pair: &[Node<'_, '_>]| {
                    assert_eq!(pair[0].tag_name().name(), "key");
                    (pair[0].text().unwrap().to_owned(), Self::read(pair[1]))
                };
                assert_eq!(inside.len() % 2, 0, "a key without a value");
                Self::Table(inside.chunks(2).map(pair).collect())
            }
            other => panic!("{other} is not expected in a property list of ours"),
        }
    }

    fn table(&self) -> &BTreeMap<String, Value> {
        let Self::Table(table) = self else { panic!("{self:?} is no table") };
        table
    }

    fn texts(&self) -> Vec<&str> {
        let Self::List(list) = self else { panic!("{self:?} is no list") };
        list.iter().map(Value::text).collect()
    }

    fn text(&self) -> &str {
        let Self::Text(text) = self else { panic!("{self:?} is no text") };
        text
    }
}

fn read(name: &str) -> String {
    fs::read_to_string(Repo::find().unwrap().path(name)).unwrap()
}

fn plist(name: &str) -> BTreeMap<String, Value> {
    let text = read(name);
    let document =
        Document::parse_with_options(&text, ParsingOptions { allow_dtd: true, ..Default::default() }).unwrap();
    let root = document.root_element().children().find(Node::is_element).unwrap();
    Value::read(root).table().clone()
}

fn keys(table: &BTreeMap<String, Value>) -> Vec<&str> {
    table.keys().map(String::as_str).collect()
}

/// Every Swift source of the app and of HandrailKit, its tests left out.
fn sources() -> Vec<(String, String)> {
    let repo = Repo::find().unwrap();
    let mut git = std::process::Command::new("git");
    git.current_dir(&repo.root).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        "ios",
        "bindings/swift/Sources",
    ]);
    let listed = run::ask(&mut git).unwrap();
    let is_swift = |name: &str| Path::new(name).extension().is_some_and(|kind| kind == "swift");
    let ours = |name: &&str| is_swift(name) && !name.contains("Tests/") && repo.path(name).is_file();
    listed.lines().filter(ours).map(|name| (name.to_owned(), read(name))).collect()
}

#[test]
fn the_app_may_do_what_is_on_the_list_and_no_more() {
    let info = plist("ios/App/Info.plist");
    let allowed = [
        "BGTaskSchedulerPermittedIdentifiers",
        "CFBundleDevelopmentRegion",
        "CFBundleDisplayName",
        "CFBundleExecutable",
        "CFBundleIdentifier",
        "CFBundleInfoDictionaryVersion",
        "CFBundleLocalizations",
        "CFBundleName",
        "CFBundlePackageType",
        "CFBundleShortVersionString",
        "CFBundleVersion",
        "LSApplicationQueriesSchemes",
        "NSCameraUsageDescription",
        "NSFaceIDUsageDescription",
        "UIApplicationSceneManifest",
        "UIBackgroundModes",
        "UILaunchScreen",
        "UISupportedInterfaceOrientations",
    ];
    // No door for links, no plain connections, no documents of others, no further permission.
    assert_eq!(keys(&info), allowed);
    assert_eq!(info["UIBackgroundModes"].texts(), ["fetch"]);
    assert_eq!(info["LSApplicationQueriesSchemes"].texts(), ["tel", "sms"]);
    // One window: two of them would type into one draft.
    assert_eq!(info["UIApplicationSceneManifest"].table()["UIApplicationSupportsMultipleScenes"], Value::Truth(false));
    let asked = info["BGTaskSchedulerPermittedIdentifiers"].texts();
    let occasions = read("ios/App/Phone/PhoneOccasions.swift");
    assert!(asked.len() == 1 && occasions.contains(&format!("static let name = \"{}\"", asked[0])), "{asked:?}");
}

#[test]
fn it_speaks_the_languages_of_the_words() {
    let repo = Repo::find().unwrap();
    let languages = texts::messages(&repo).unwrap();
    let info = plist("ios/App/Info.plist");
    assert_eq!(info["CFBundleLocalizations"].texts(), languages.keys().map(String::as_str).collect::<Vec<_>>());
    // What stands in the file itself is the first language's; Xcode puts the others over it.
    for (key, id) in INFO_PLIST {
        for (tag, messages) in &languages {
            let message =
                messages.iter().find(|message| message.id == id).unwrap_or_else(|| panic!("{tag} has no {id}"));
            let (_, pieces) = &message.forms[0];
            let [Piece::Plain(text)] = pieces.as_slice() else { panic!("{id} has a variable") };
            assert!(tag != FIRST || info[key].text() == text, "{key}: {text}");
        }
    }
    let described: Vec<&str> = keys(&info).into_iter().filter(|key| key.ends_with("UsageDescription")).collect();
    let said: Vec<&str> =
        INFO_PLIST.iter().map(|(key, _)| *key).filter(|key| key.ends_with("UsageDescription")).collect();
    assert_eq!(described, said);
    assert!(read("ios/project.yml").contains("../target/strings/ios/InfoPlist.xcstrings"));
}

#[test]
fn files_are_closed_and_nothing_is_shared_with_other_apps() {
    let entitlements = plist("ios/App/HandrailApp.entitlements");
    // No group of apps: a database of ours in one would get the app ended.
    let allowed =
        ["com.apple.developer.default-data-protection", "com.apple.developer.usernotifications.time-sensitive"];
    assert_eq!(keys(&entitlements), allowed);
    assert_eq!(entitlements[allowed[0]].text(), "NSFileProtectionCompleteUntilFirstUserAuthentication");
}

/// What Apple wants a reason for, by words that name it in Swift, and whether it is in the manifest.
const REASONS: [(&str, &[&str]); 5] = [
    ("NSPrivacyAccessedAPICategoryUserDefaults", &["UserDefaults", "@AppStorage"]),
    (
        "NSPrivacyAccessedAPICategoryFileTimestamp",
        &["creationDate", "modificationDate", "contentModificationDate", "getattrlist", "fstat("],
    ),
    ("NSPrivacyAccessedAPICategorySystemBootTime", &["systemUptime", "mach_absolute_time"]),
    (
        "NSPrivacyAccessedAPICategoryDiskSpace",
        &["volumeAvailableCapacity", "systemFreeSize", "systemSize", "statfs", "statvfs"],
    ),
    ("NSPrivacyAccessedAPICategoryActiveKeyboards", &["activeInputModes"]),
];

#[test]
fn the_privacy_manifest_says_what_the_sources_do() {
    let manifest = plist("ios/App/PrivacyInfo.xcprivacy");
    assert_eq!(manifest["NSPrivacyTracking"], Value::Truth(false));
    for empty in ["NSPrivacyTrackingDomains", "NSPrivacyCollectedDataTypes"] {
        assert_eq!(manifest[empty], Value::List(Vec::new()), "{empty}");
    }
    let Value::List(accessed) = &manifest["NSPrivacyAccessedAPITypes"] else { panic!("no list") };
    let declared: BTreeMap<&str, Vec<&str>> = accessed
        .iter()
        .map(|one| {
            (one.table()["NSPrivacyAccessedAPIType"].text(), one.table()["NSPrivacyAccessedAPITypeReasons"].texts())
        })
        .collect();
    let sources = sources();
    assert!(sources.len() > 50, "the sources were found");
    let mut used: BTreeSet<&str> = REASONS
        .iter()
        .filter(|(_, words)| sources.iter().any(|(_, text)| words.iter().any(|word| text.contains(word))))
        .map(|(category, _)| *category)
        .collect();
    // The library's database looks at its files; no Swift source tells of it.
    used.insert("NSPrivacyAccessedAPICategoryFileTimestamp");
    assert_eq!(declared.keys().copied().collect::<BTreeSet<_>>(), used);
    assert_eq!(declared["NSPrivacyAccessedAPICategoryUserDefaults"], ["CA92.1"]);
    assert_eq!(declared["NSPrivacyAccessedAPICategoryFileTimestamp"], ["C617.1"]);
}

/// What stands behind `name:` or `- name:` in a project, wherever it stands.
fn said<'a>(project: &'a str, name: &str) -> Vec<&'a str> {
    let line = |line: &'a str| {
        let (found, value) = line.trim().trim_start_matches("- ").split_once(':')?;
        (found == name).then(|| value.trim().trim_matches('"'))
    };
    project.lines().filter(|line| !line.trim().starts_with('#')).filter_map(line).collect()
}

#[test]
fn the_project_names_what_is_there_and_what_is_made() {
    let repo = Repo::find().unwrap();
    let project = read("ios/project.yml");
    let ios = repo.path("ios");
    let made = ["Localizable.xcstrings", "InfoPlist.xcstrings"].map(|name| format!("../target/strings/ios/{name}"));
    for path in said(&project, "path").into_iter().filter(|path| !made.iter().any(|made| made == path)) {
        assert!(ios.join(path).exists(), "{path}");
    }
    for name in ["INFOPLIST_FILE", "CODE_SIGN_ENTITLEMENTS"] {
        let [file] = said(&project, name)[..] else { panic!("{name} is said once") };
        assert!(ios.join(file).is_file(), "{file}");
        // Neither is put into the bundle as it is.
        let file = Path::new(file).file_name().unwrap().to_str().unwrap();
        assert!(project.contains(&format!("          - {file}\n")), "{file} is left out of the sources");
    }
    for made in &made {
        assert!(said(&project, "path").contains(&made.as_str()), "{made}");
    }
    let [icon] = said(&project, "ASSETCATALOG_COMPILER_APPICON_NAME")[..] else { panic!("one icon") };
    let icon = format!("ios/App/Assets.xcassets/{icon}.appiconset");
    let images: serde_json::Value = serde_json::from_str(&read(&format!("{icon}/Contents.json"))).unwrap();
    let file = fs::read(repo.path(&format!("{icon}/{}", images["images"][0]["filename"].as_str().unwrap()))).unwrap();
    // PNG's header: as wide and high as Apple wants it (1024), in three colours and without a fourth for what shines through.
    assert_eq!(file[16..26], [0, 0, 4, 0, 0, 0, 4, 0, 8, 2]);
    assert_eq!(said(&project, "SWIFT_VERSION"), ["6.0"]);
    assert_eq!(said(&project, "iOS"), ["17.0"]);
    assert!(read("ios/HandrailKit/Package.swift").contains(".iOS(.v17)"));
    assert!(read("bindings/swift/build-xcframework.sh").contains("IPHONEOS_DEPLOYMENT_TARGET=17.0"));
    // One version for all that is here.
    let version = format!("\nversion = \"{}\"", said(&project, "MARKETING_VERSION")[0]);
    assert!(read("Cargo.toml").contains(&version), "{version}");
}
