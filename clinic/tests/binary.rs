//! The real binary, as clinic IT runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use handrail_wire::api::{Bytes, Method};
use handrail_wire::keyset::{KeySet, Role, Subkey};
use handrail_wire::signed::SigningKey;
use handrail_wire::{Fixed, Id};

const BINARY: &str = env!("CARGO_BIN_EXE_handrail-clinic");

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("handrail-binary-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
    fn text(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(args: &[&str]) -> Output {
    Command::new(BINARY).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A relay that serves, and what it printed while starting.
struct Serving {
    child: Child,
    address: String,
    words: String,
    out: BufReader<std::process::ChildStdout>,
}

impl Serving {
    fn start(folder: &Folder, more: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--data", folder.text(), "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut words = String::new();
        // The page's line, and the lines after it on a first start, are printed in one go with the others.
        while !words.contains("Review page") {
            assert!(out.read_line(&mut words).unwrap() > 0, "it ended: {words}");
        }
        let address = words.lines().next().unwrap().strip_prefix("Listening on ").unwrap().to_owned();
        Self { child, address, words, out }
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Ends it and answers everything it printed: words and log.
    fn stop(mut self, name: &str) -> (bool, String, String) {
        self.signal(name);
        self.out.read_to_string(&mut self.words).unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().success(), std::mem::take(&mut self.words), log)
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: relay\r\ncontent-type: application/json\r\nconnection: close\r\n\
             content-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn check(folder: &Folder) -> (bool, serde_json::Value) {
    let output = run(&["check", "--data", folder.text(), "--json"]);
    let facts = serde_json::from_slice(&output.stdout);
    (output.status.success(), facts.unwrap_or_else(|_| panic!("{}", text(&output.stderr))))
}

/// An account request with a code; keys are made from the seed.
fn account(seed: u8, code: &str) -> (Id, String) {
    let account = Id::from([seed; 16]);
    let key = SigningKey::from_seed(&[seed; 32]).unwrap();
    let subkey = Subkey::for_month(2026 * 12 + 10, Fixed([seed; 1216])).unwrap();
    let keyset = KeySet::new(Role::Practitioner, account, key.public(), account, vec![subkey]).sign(&key).unwrap();
    let request = handrail_wire::api::AccountRequest {
        enrolment_code: code.to_owned(),
        keyset: Bytes(keyset),
        methods: [1, 2].map(|n| Method { locator: Id::from([seed + n; 16]), key: Fixed([n; 32]) }).to_vec(),
        blob: Bytes(vec![seed; 100]),
    };
    (account, serde_json::to_string(&request).unwrap())
}

fn enrol(folder: &Folder) -> String {
    let output = run(&["enrol", "--data", folder.text()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().next().unwrap().to_owned()
}

#[test]
fn it_starts_tells_what_to_do_next_and_stops_when_told() {
    for signal in ["-INT", "-TERM"] {
        let folder = Folder::new(signal);
        let serving = Serving::start(&folder, &[]);
        assert_eq!(serving.ask("GET", "/v1/health", "").0, 200);
        assert_eq!(serving.ask("GET", "/v1/meta", "").0, 200);
        let (well, words, log) = serving.stop(signal);
        assert!(well);
        for part in ["Origin http://127.0.0.1:", "Made a new database", "handrail-clinic enrol --data", "Stopping"] {
            assert!(words.contains(part), "{part}: {words}");
        }
        let line: serde_json::Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
        assert_eq!((&line["method"], &line["route"]), (&"GET".into(), &"/v1/health".into()));
        let (well, facts) = check(&folder);
        assert!(well);
        assert_eq!(facts["current"], true);
    }
}

/// Built for the whole workspace, Cargo would link the phone's SQLCipher into the relay. It must be built by itself.
#[test]
fn it_is_plain_sqlite_in_wal_mode_and_whole() {
    let folder = Folder::new("facts");
    enrol(&folder);
    let (well, facts) = check(&folder);
    assert!(well);
    assert_eq!(facts["cipher_version"], "", "SQLCipher is linked in: build with -p handrail-clinic");
    assert_eq!(facts["journal_mode"], "wal");
    assert_eq!(facts["damage"], serde_json::json!([]));
    assert_eq!(facts["counts"]["enrolments"], 1);
    let words = text(&run(&["check", "--data", folder.text()]).stdout);
    assert!(words.contains("database    whole") && words.contains("cipher none") && words.contains("1 unused codes"));
}

#[test]
fn a_code_printed_beside_a_serving_relay_works_there_once() {
    let folder = Folder::new("enrol");
    let serving = Serving::start(&folder, &[]);
    let code = enrol(&folder);
    assert_eq!(code.len(), 19);
    let (id, request) = account(1, &code);
    let path = format!("/v1/accounts/{id}");
    assert_eq!(serving.ask("POST", &path, &request).0, 201);
    assert_eq!(serving.ask("POST", &path, &request).0, 200);
    let (id, request) = account(10, &code);
    assert_eq!(serving.ask("POST", &format!("/v1/accounts/{id}"), &request).0, 401);
    // Looked over while it serves.
    let (well, facts) = check(&folder);
    assert!(well);
    assert_eq!(facts["counts"]["accounts"], 1);
    let (_, words, log) = serving.stop("-TERM");
    assert!(!words.contains(&code) && !log.contains(&code) && !log.contains(&id.to_string()));
}

#[test]
fn what_was_answered_survives_being_killed_and_an_older_copy_is_noticed() {
    let folder = Folder::new("kill");
    let shelf = Folder::new("shelf");
    for round in 0..4_u8 {
        let serving = Serving::start(&folder, &[]);
        let (id, request) = account(1 + round * 10, &enrol(&folder));
        assert_eq!(serving.ask("POST", &format!("/v1/accounts/{id}"), &request).0, 201);
        let (well, _, _) = serving.stop("-KILL");
        assert!(!well);
        let (well, facts) = check(&folder);
        assert!(well, "{facts}");
        assert_eq!(facts["counts"]["accounts"], u32::from(round) + 1);
        // The generation file knows of every write, though another process wrote too and this one was killed.
        let mark = std::fs::read_to_string(folder.0.join("relay.generation")).unwrap();
        assert_eq!(mark.trim_end().rsplit(' ').next().unwrap().parse::<u64>().unwrap(), facts["writes"]);
        if round == 2 {
            // A backup of a stopped relay: the database and its log, without the generation file.
            for name in ["relay.sqlite3", "relay.sqlite3-wal"] {
                let _ = std::fs::copy(folder.0.join(name), shelf.0.join(name));
            }
        }
    }
    for name in ["relay.sqlite3", "relay.sqlite3-wal", "relay.sqlite3-shm"] {
        let _ = std::fs::remove_file(folder.0.join(name));
        let _ = std::fs::copy(shelf.0.join(name), folder.0.join(name));
    }
    let (well, facts) = check(&folder);
    assert!(!well);
    assert_eq!(facts["current"], false);
    for command in ["serve", "enrol"] {
        let mut args = vec![command, "--data", folder.text()];
        args.extend((command == "serve").then_some(["--listen", "127.0.0.1:0"]).iter().flatten());
        let refused = run(&args);
        assert!(!refused.status.success());
        assert!(text(&refused.stderr).contains("--accept-restore"), "{}", text(&refused.stderr));
    }
    let epoch = facts["epoch"].clone();
    let serving = Serving::start(&folder, &["--accept-restore"]);
    assert_eq!(serving.ask("GET", "/v1/health", "").0, 200);
    assert!(serving.stop("-TERM").0);
    let (well, facts) = check(&folder);
    assert!(well);
    assert_ne!(facts["epoch"], epoch);
    assert_eq!(facts["counts"]["accounts"], 3);
    assert!(Serving::start(&folder, &[]).stop("-TERM").0);
}

#[test]
fn a_backup_taken_while_it_serves_comes_back_with_a_new_epoch() {
    let (folder, shelf, other) = (Folder::new("backup"), Folder::new("backup-shelf"), Folder::new("backup-other"));
    let copy = shelf.0.join("monday.sqlite3");
    let backup = || run(&["backup", "--data", folder.text(), "--to", copy.to_str().unwrap()]);
    let restore = |into: &Folder| run(&["restore", "--data", into.text(), "--from", copy.to_str().unwrap()]);
    let serving = Serving::start(&folder, &[]);
    let join = |seed: u8| {
        let (id, request) = account(seed, &enrol(&folder));
        assert_eq!(serving.ask("POST", &format!("/v1/accounts/{id}"), &request).0, 201);
    };
    join(1);
    let spare = enrol(&folder);
    let done = backup();
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("1 practitioners") && text(&done.stdout).contains("1 unused codes"));
    // One file, for its owner alone, and never written over.
    let names: Vec<_> = std::fs::read_dir(&shelf.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["monday.sqlite3"]);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&copy).unwrap()) & 0o777, 0o600);
    let before = std::fs::read(&copy).unwrap();
    assert!(!backup().status.success());
    assert_eq!(std::fs::read(&copy).unwrap(), before);

    join(20);
    // Not under a relay that serves.
    let refused = restore(&folder);
    assert!(!refused.status.success() && text(&refused.stderr).contains("already serves"));
    assert!(serving.stop("-TERM").0);
    let (_, facts) = check(&folder);
    assert_eq!(facts["counts"]["accounts"], 2);
    let epoch = facts["epoch"].clone();

    let done = restore(&folder);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let (well, facts) = check(&folder);
    assert!(well, "{facts}");
    assert_ne!(facts["epoch"], epoch);
    assert_eq!((&facts["counts"]["accounts"], &facts["counts"]["enrolments"]), (&1.into(), &0.into()));
    let aside = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("before-restore-"))
        .unwrap();
    assert!(aside.join("relay.sqlite3").is_file() && text(&done.stdout).contains(aside.to_str().unwrap()));
    // It serves without a flag, and the code of that Monday is gone.
    let serving = Serving::start(&folder, &[]);
    let (id, request) = account(40, &spare);
    assert_eq!(serving.ask("POST", &format!("/v1/accounts/{id}"), &request).0, 401);
    assert!(serving.stop("-TERM").0);

    // On a new machine, and twice: each time another epoch.
    let mut epochs = vec![facts["epoch"].clone()];
    for _ in 0..2 {
        assert!(restore(&other).status.success());
        let (well, facts) = check(&other);
        assert!(well && !epochs.contains(&facts["epoch"]));
        epochs.push(facts["epoch"].clone());
    }

    // A damaged copy changes nothing.
    let mut damaged = before;
    let middle = damaged.len() / 2;
    damaged[middle..middle + 6000].fill(0xAA);
    std::fs::write(&copy, damaged).unwrap();
    let there = std::fs::read(other.0.join("relay.sqlite3")).unwrap();
    let refused = restore(&other);
    assert!(
        !refused.status.success() && text(&refused.stderr).contains("restore a backup"),
        "{}",
        text(&refused.stderr)
    );
    assert_eq!(std::fs::read(other.0.join("relay.sqlite3")).unwrap(), there);
    assert!(check(&other).0);
}

#[test]
fn wrong_words_get_clear_answers() {
    let folder = Folder::new("words");
    let data = ["--data", folder.text()];
    let serve = |more: &[&str]| run(&[&["serve"], data.as_slice(), more].concat());
    for (output, says) in [
        (serve(&["--origin", "http://relay.example"]), "TLS proxy"),
        (serve(&["--origin", "https://Relay.example/"]), "--origin"),
        (serve(&["--listen", "0.0.0.0:0"]), "--origin"),
        (serve(&["--listen", "nowhere"]), "--listen"),
        (serve(&["--page", "/nonexistent"]), "/nonexistent"),
        (serve(&["--requests-per-minute", "0"]), "--requests-per-minute"),
        (run(&["check", "--data", "/nonexistent"]), "relay.sqlite3"),
        (run(&["serve"]), "--data"),
        (run(&["restore", "--data", folder.text()]), "--from"),
        (run(&["backup", "--database", "postgresql:///x", "--to", "/tmp/x"]), "pg_dump"),
        (run(&["backup", "--data", "/nonexistent", "--to", "/tmp/x"]), "relay.sqlite3"),
        (run(&["--clock", "0"]), "--clock"),
    ] {
        assert!(!output.status.success());
        let stderr = text(&output.stderr);
        assert!(stderr.contains(says), "{says}: {stderr}");
        assert!(!stderr.contains("panicked"));
    }
    for (args, says) in [
        (vec!["--help"], "practitioner"),
        (vec!["serve", "--help"], "--accept-restore"),
        (vec!["enrol", "--help"], "once"),
        (vec!["check", "--help"], "--json"),
        (vec!["backup", "--help"], "--to"),
        (vec!["restore", "--help"], "epoch"),
    ] {
        let output = run(&args);
        assert!(output.status.success() && text(&output.stdout).contains(says));
    }
    // Two relays on one folder.
    let serving = Serving::start(&folder, &[]);
    let second = serve(&["--listen", "127.0.0.1:0"]);
    assert!(!second.status.success() && text(&second.stderr).contains("already serves"));
    drop(serving);
}

#[test]
fn it_writes_an_export_checks_it_and_takes_it_in_elsewhere() {
    let (old, shelf, new) = (Folder::new("export-old"), Folder::new("export-shelf"), Folder::new("export-new"));
    let serving = Serving::start(&old, &[]);
    let (id, request) = account(9, &enrol(&old));
    assert_eq!(serving.ask("POST", &format!("/v1/accounts/{id}"), &request).0, 201);
    let file = shelf.0.join("relay.jsonl");
    let file = file.to_str().unwrap();
    let written = run(&["export", "--data", old.text(), "--to", file]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    assert!(text(&written.stdout).contains("rows, sha256 "));
    assert!(text(&written.stderr).contains("message"), "it says how far it is");
    let again = run(&["export", "--data", old.text(), "--to", file]);
    assert!(!again.status.success(), "it overwrites nothing");
    assert!(serving.stop("-TERM").0);

    let found = run(&["check", "--export", file]);
    assert!(found.status.success() && text(&found.stdout).contains("account: 1"), "{}", text(&found.stdout));
    let json: serde_json::Value = serde_json::from_slice(&run(&["check", "--export", file, "--json"]).stdout).unwrap();
    let taken = run(&["import", "--data", new.text(), "--from", file]);
    assert!(taken.status.success(), "{}", text(&taken.stderr));
    assert!(text(&taken.stdout).contains("1 practitioners") && text(&taken.stdout).contains("New epoch "));
    let (well, facts) = check(&new);
    assert!(well && facts["epoch"] != json["epoch"]);
    let serving = Serving::start(&new, &[]);
    assert_eq!(serving.ask("GET", &format!("/v1/keysets/{id}"), "").0, 401);

    let whole = std::fs::read_to_string(file).unwrap();
    std::fs::write(file, &whole.as_bytes()[..whole.len() - 10]).unwrap();
    let found = run(&["check", "--export", file]);
    assert!(!found.status.success() && text(&found.stderr).contains("not whole"), "{}", text(&found.stderr));
    for word in ["export", "import"] {
        assert!(text(&run(&[word, "--help"]).stdout).contains("--data"), "{word}");
    }
}
