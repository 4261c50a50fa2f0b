//! A PostgreSQL server for the tests: its own folder, a socket in it, a free port of this machine alone for TLS, gone when
//! they are over.
//!
//! It never touches a server that the machine already has. PostgreSQL refuses to run as root, so root starts it as the user
//! that Debian's package brings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};

/// The user of Debian's package.
const USER: &str = "postgres";

/// Oldest version the relay runs on.
const OLDEST: u32 = 15;

/// Names a server on which the tests may make databases, in place of one of our own.
const NAMED: &str = "HANDRAIL_TEST_POSTGRES";

/// The folder of the newest server's programs that is new enough.
///
/// # Errors
/// What is wrong.
fn programs() -> std::result::Result<(u32, PathBuf), String> {
    // Debian keeps them out of the PATH, a folder for each version.
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = debian
        .chain(std::env::split_paths(&folders))
        .filter(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
        .filter_map(|folder| {
            let said = run::ask(Command::new(folder.join("initdb")).arg("--version"))?;
            Some((major(&said)?, folder))
        })
        .max();
    match found {
        None => Err("initdb and pg_ctl are not there".into()),
        Some((version, _)) if version < OLDEST => Err(format!("version {version} is too old")),
        Some(found) => Ok(found),
    }
}

/// 15 of `initdb (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn major(said: &str) -> Option<u32> {
    let version = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Its version here, or what is wrong.
pub(crate) fn look() -> std::result::Result<String, String> {
    run::ask(Command::new("openssl").arg("version"))
        .ok_or("openssl is not there (for the test server's certificate)")?;
    programs().map(|(version, folder)| format!("PostgreSQL {version} in {}", folder.display()))
}

/// A server that runs until it is dropped.
struct Server {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    root: bool,
}

impl Server {
    /// Without fsync for tests, which kill relays and not the machine; with it where flushing is what is measured.
    fn start(out: &Out, fsync: bool) -> Result<Self> {
        let (_, programs) = programs().map_err(Stop::NotRun)?;
        let root = run::ask(Command::new("id").arg("-u")).as_deref() == Some("0");
        // A socket's path may have a hundred characters, so it cannot lie below the target folder.
        let folder = std::env::temp_dir().join(format!("handrail-pg-{}", std::process::id()));
        // Free now; whoever takes it in between makes the start fail and say so.
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .map_err(|error| Stop::Failed(format!("no free port: {error}")))?
            .port();
        let server = Self { programs, folder, port, root };
        let mut make = Command::new("mkdir");
        run::step(out, "mkdir", make.args(["-m", "700"]).arg(&server.folder))?;
        let (certificate, key) = (server.certificate(), server.folder.join("key.pem"));
        let mut sign = Command::new("openssl");
        sign.args([
            "req",
            "-x509",
            "-nodes",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate);
        run::step(out, "openssl req", &mut sign)?;
        run::step(out, "chmod", Command::new("chmod").arg("600").arg(&key))?;
        if root {
            run::step(out, "chown", Command::new("chown").args(["-R", USER]).arg(&server.folder))?;
        }
        let data = server.folder.join("data");
        let mut init = server.command("initdb");
        init.arg("-D").arg(&data).args(["-U", "handrail", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        run::step(out, "initdb", &mut init)?;
        let options = format!(
            "-c listen_addresses=localhost -c port={port} -c unix_socket_directories='{folder}' -c ssl=on \
             -c ssl_cert_file='{folder}/certificate.pem' -c ssl_key_file='{folder}/key.pem' -c fsync={fsync} \
             -c max_connections=300",
            folder = server.folder.display(),
            fsync = if fsync { "on" } else { "off" }
        );
        let mut start = server.command("pg_ctl");
        start
            .arg("-D")
            .arg(&data)
            .args(["-w", "-t", "60", "-l"])
            .arg(server.folder.join("log"))
            .args(["-o", &options, "start"]);
        run::step(out, "pg_ctl start", &mut start)?;
        Ok(server)
    }

    /// One of the server's programs, never as root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if self.root {
            let mut command = Command::new("runuser");
            command.args(["-u", USER, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // It looks at the folder it is started in, which the other user may not be allowed to see.
        command.current_dir("/");
        command
    }

    fn url(&self) -> String {
        format!("postgresql:///postgres?user=handrail&host={}&port={}", self.folder.display(), self.port)
    }

    fn private_url(&self) -> String {
        format!("postgresql://handrail@localhost:{}/postgres?sslmode=require", self.port)
    }

    fn certificate(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.arg("-D").arg(self.folder.join("data")).args(["-m", "immediate", "-w", "stop"]);
        // Nobody is left to be told, and the folder goes all the same.
        let _ = run::ask(&mut stop);
        remove(&self.folder);
    }
}

fn remove(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}

/// A server to measure on, and its URL; it goes when it is dropped. None, and why, where there is no PostgreSQL.
pub(crate) fn to_measure(out: &Out) -> Option<(impl Drop + use<>, String)> {
    match Server::start(out, true) {
        Ok(server) => {
            let url = server.url();
            Some((server, url))
        }
        Err(why) => {
            out.say(&format!("not measured on PostgreSQL: {why}"));
            None
        }
    }
}

/// The relay's suites on PostgreSQL: the conformance of its store, every call over HTTP, and phones.
pub(crate) fn relay(repo: &Repo, out: &Out) -> Result<()> {
    let named = std::env::var(NAMED).ok();
    let server = if named.is_some() { None } else { Some(Server::start(out, false)?) };
    let url = named.or(server.as_ref().map(Server::url)).unwrap_or_default();
    // What looks into SQLite's files has nothing to look into here.
    let words = "test --no-fail-fast -p handrail-clinic --test store_conformance --test http --test postgres --test frozen --test export --test killed \
                 --test store_vaults -- \
                 --skip on_sqlite:: --skip _sqlite_database --skip is_killed --skip restore:: --skip on_disk --skip the_disk";
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut command = repo.cargo(out, &words)?;
    command.env(NAMED, &url);
    if let Some(server) = &server {
        command.env(format!("{NAMED}_TLS"), server.private_url()).env(format!("{NAMED}_CA"), server.certificate());
    }
    run::step(out, "cargo test", &mut command)?;
    // Phones at such a relay; built by themselves, for they bring another SQLite. The relay's own program lies there since above.
    let words = "test --no-fail-fast -p handrail-tests --test frozen_v10 --test two_relays -- on_postgres::";
    let words: Vec<&str> = words.split(' ').collect();
    let mut command = repo.cargo(out, &words)?;
    command.env(NAMED, &url).env("HANDRAIL_RELAY_PROGRAM", repo.target.join("debug/handrail-clinic"));
    run::step(out, "cargo test, with phones", &mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_initdb_says() {
        assert_eq!(major("initdb (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), Some(15));
        assert_eq!(major("initdb (PostgreSQL) 17beta1"), Some(17));
        assert_eq!(major("no number"), None);
    }
}
