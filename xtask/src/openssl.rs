//! One small static libcrypto for every build of this checkout.
//!
//! SQLCipher needs a hash, a MAC, AES-CBC, PBKDF2 and random bytes from
//! OpenSSL, and nothing of TLS. The `openssl-sys` crate would build all of
//! OpenSSL once for each profile and feature set; this builds what SQLCipher
//! needs, once, into `target/openssl`, and hands its place to cargo. What cannot be left out by a switch of
//! OpenSSL's own is left out by the list in `openssl/provider.c`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use crate::run::{self, Out};

/// What is left out, and how it is built. With exactly these, SQLCipher 4.19
/// made, reopened, rekeyed and checked a database by raw key and by passphrase,
/// and refused a wrong key; the core's own tests run on it.
const FLAGS: &[&str] = &[
    "no-shared",
    "no-dso",
    "no-tests",
    "no-apps",
    "no-docs",
    "no-legacy",
    "no-engine",
    "no-module",
    "no-ssl",
    "no-tls",
    "no-dtls",
    "no-quic",
    "no-comp",
    "no-cms",
    "no-ts",
    "no-ct",
    "no-ocsp",
    "no-cmp",
    "no-srp",
    "no-srtp",
    "no-psk",
    "no-gost",
    "no-idea",
    "no-seed",
    "no-camellia",
    "no-aria",
    "no-bf",
    "no-cast",
    "no-des",
    "no-rc2",
    "no-rc4",
    "no-rc5",
    "no-md4",
    "no-mdc2",
    "no-whirlpool",
    "no-rmd160",
    "no-sm2",
    "no-sm3",
    "no-sm4",
    "no-siphash",
    "no-dsa",
    "no-dh",
    "no-ec",
    "no-ec2m",
    "no-ml-kem",
    "no-ml-dsa",
    "no-slh-dsa",
    "no-blake2",
    "no-scrypt",
    "no-argon2",
    "no-async",
    "no-autoload-config",
    "no-ui-console",
    "no-sock",
    "no-uplink",
    "no-http",
    "no-rfc3779",
    "no-multiblock",
    "no-err",
    "no-autoerrinit",
    // Every cipher and digest would be put into a table of names when the library starts; ours are fetched by name.
    "no-autoalginit",
    "no-cmac",
    "no-chacha",
    "no-poly1305",
    "no-ocb",
    "no-siv",
    "no-lms",
    "no-ecx",
    "no-deprecated",
    "no-thread-pool",
    "no-secure-memory",
    "no-filenames",
    "no-dgram",
    "no-jitter",
    "no-atexit",
    "-fPIC",
    "-Os",
    // A panic never unwinds through C, so its tables would be carried for nothing; with a section for each
    // function the linker drops what is not called.
    "-fno-asynchronous-unwind-tables",
    "-ffunction-sections",
    "-fdata-sections",
];

/// Which of OpenSSL's algorithms the library knows.
const PROVIDER: &str = include_str!("openssl/provider.c");

/// The same for the C that cargo compiles (SQLCipher, ring).
const C_FLAGS: &str = "-fno-asynchronous-unwind-tables";

/// What SQLite would be built with and nobody here uses: full-text search, R-trees, extensions, and the like.
const SQLITE_FLAGS: &str = "-USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_FTS5 \
    -USQLITE_ENABLE_RTREE -USQLITE_ENABLE_COLUMN_METADATA \
    -USQLITE_ENABLE_LOAD_EXTENSION -USQLITE_SOUNDEX";

/// Where cargo finds OpenSSL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Openssl {
    /// The small one built here.
    Small(PathBuf),
    /// The person has set `OPENSSL_DIR` and is taken at their word.
    Given,
    /// `openssl-sys` builds its own; slower, and twice for two profiles.
    Vendored,
}

impl Openssl {
    /// Tells a cargo about it.
    pub(crate) fn apply(&self, command: &mut Command) {
        command.env("LIBSQLITE3_FLAGS", SQLITE_FLAGS);
        if let Self::Small(dir) = self {
            command.env("OPENSSL_NO_VENDOR", "1").env("OPENSSL_STATIC", "1").env("OPENSSL_DIR", dir);
            // Where this libcrypto is built, the compiler is known to take them; the person's own go last and win.
            let own = std::env::var("CFLAGS").unwrap_or_default();
            command.env("CFLAGS", format!("{C_FLAGS} {own}"));
        }
    }
}

/// Only one thread builds; the others wait and find it done. Holds what was
/// found, so that a fallback is said once.
static FOUND: Mutex<Option<Openssl>> = Mutex::new(None);

/// The library, built now if it is not there.
pub(crate) fn ensure(repo: &Repo, out: &Out) -> Result<Openssl> {
    let mut found = FOUND.lock().map_err(|_| Stop::Failed("another thread failed while building libcrypto".into()))?;
    if let Some(known) = found.as_ref() {
        return Ok(known.clone());
    }
    let now = find(repo, out)?;
    *found = Some(now.clone());
    Ok(now)
}

fn find(repo: &Repo, out: &Out) -> Result<Openssl> {
    if env::var_os("OPENSSL_DIR").is_some() {
        return Ok(Openssl::Given);
    }
    let Some(target) = configure_target(env::consts::OS, env::consts::ARCH) else {
        return Ok(vendored(out, "there is no tried configuration for this system"));
    };
    let stamp = stamp(target);
    let dir = repo.target.join("openssl").join(folder(&stamp));
    if fs::read_to_string(dir.join("stamp")).is_ok_and(|have| have == stamp) {
        return Ok(Openssl::Small(dir));
    }
    for tool in ["perl", "make", "cc", "ar"] {
        if run::ask(Command::new(tool).arg("--version")).is_none() {
            return Ok(vendored(out, &format!("{tool} is missing")));
        }
    }
    build(repo, out, target, &dir, &stamp)?;
    Ok(Openssl::Small(dir))
}

fn vendored(out: &Out, why: &str) -> Openssl {
    out.say(&format!("note: {why}, so OpenSSL is built by its own crate (slower, and larger in the library)"));
    Openssl::Vendored
}

/// OpenSSL's name for the machine, where the flags above have been tried.
fn configure_target(os: &str, arch: &str) -> Option<&'static str> {
    match (os, arch) {
        ("linux", "x86_64") => Some("linux-x86_64"),
        ("linux", "aarch64") => Some("linux-aarch64"),
        _ => None,
    }
}

/// What a finished library was made from; any change builds it again.
fn stamp(target: &str) -> String {
    format!("openssl-src {}\n{target}\n{}\n{PROVIDER}", openssl_src::version(), FLAGS.join(" "))
}

/// The folder for a stamp. Cargo builds `openssl-sys` anew when it is told of
/// another folder, and never for other bytes in the same one: it keeps a copy.
fn folder(stamp: &str) -> String {
    // FNV-1a: enough to tell a few sets of flags apart, and the same for ever.
    let hash = stamp
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

fn build(repo: &Repo, out: &Out, target: &str, dir: &Path, stamp: &str) -> Result<()> {
    // Built beside its place and renamed at the end: a build that was killed
    // leaves a folder that is never looked at.
    let work = repo.target.join(format!("openssl-build-{}", std::process::id()));
    let made = work.join("made");
    Repo::fresh_folder(&made)?;
    let log = repo.target.join("xtask-logs/openssl.log");
    let _ = fs::remove_file(&log);
    let jobs = std::thread::available_parallelism().map_or(2, usize::from);

    let mut configure = Command::new("perl");
    configure
        .current_dir(&work)
        .arg(openssl_src::source_dir().join("Configure"))
        .arg(target)
        // The final place, so that nothing of the temporary one is written
        // into the library; `DESTDIR` below brings it to the temporary one.
        .arg("--prefix=/usr/local")
        .arg("--libdir=lib")
        .arg("--openssldir=/usr/local/ssl")
        .args(FLAGS);
    run::quietly(out, "configuring a small libcrypto", &log, &mut configure)?;
    let mut compile = Command::new("make");
    compile.current_dir(&work).arg("-s").arg(format!("-j{jobs}")).arg("build_libs");
    run::quietly(out, "building it, once (about a minute)", &log, &mut compile)?;
    put_provider_in(out, &work, &log)?;
    let mut install = Command::new("make");
    install.current_dir(&work).args(["-s", "install_dev"]).arg(format!("DESTDIR={}", made.display()));
    run::quietly(out, "putting it in place", &log, &mut install)?;

    let ready = made.join("usr/local");
    fs::write(ready.join("stamp"), stamp).map_err(|e| Stop::io("write", &ready, &e))?;
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent).map_err(|e| Stop::io("create", parent, &e))?;
    }
    if dir.exists() {
        fs::remove_dir_all(dir).map_err(|e| Stop::io("replace", dir, &e))?;
    }
    fs::rename(&ready, dir).map_err(|e| Stop::io("move into place", &ready, &e))?;
    fs::remove_dir_all(&work).map_err(|e| Stop::io("remove", &work, &e))
}

/// Puts `openssl/provider.c` into the built library, in the place of OpenSSL's list of its providers: the default
/// one, with all of its algorithms, is then named by nothing and stays behind when the app's library is linked.
fn put_provider_in(out: &Out, work: &Path, log: &Path) -> Result<()> {
    fs::write(work.join("provider.c"), PROVIDER).map_err(|e| Stop::io("write", work, &e))?;
    let source = openssl_src::source_dir();
    let mut compile = Command::new("cc");
    compile.current_dir(work).args(["-c", "provider.c", "-o", "provider.o"]);
    compile.args(FLAGS.iter().filter(|flag| flag.starts_with('-')));
    for folder in ["include", "providers/common/include", "providers/implementations/include"] {
        compile.arg("-I").arg(work.join(folder)).arg("-I").arg(source.join(folder));
    }
    compile.arg("-I").arg(&source);
    run::quietly(out, "compiling the list of its algorithms", log, &mut compile)?;
    for words in [["d", "libcrypto.a", "libcrypto-lib-provider_predefined.o"], ["rs", "libcrypto.a", "provider.o"]] {
        let mut ar = Command::new("ar");
        ar.current_dir(work).args(words);
        run::quietly(out, "putting it in the place of the whole list", log, &mut ar)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stamp_names_version_machine_and_flags() {
        let stamp = stamp("linux-x86_64");
        assert!(stamp.contains(openssl_src::version()));
        assert!(stamp.contains("linux-x86_64"));
        assert!(FLAGS.iter().all(|flag| stamp.contains(flag)));
        assert!(stamp.contains("OSSL_ALGORITHM"), "another list of algorithms is another library");
    }

    #[test]
    fn only_tried_machines_get_the_small_build() {
        assert_eq!(configure_target("linux", "x86_64"), Some("linux-x86_64"));
        assert_eq!(configure_target("linux", "aarch64"), Some("linux-aarch64"));
        assert_eq!(configure_target("macos", "aarch64"), None);
        assert_eq!(configure_target("linux", "riscv64"), None);
    }

    #[test]
    fn only_the_small_one_tells_cargo_where_it_is() {
        let told = |openssl: Openssl| {
            let mut command = Command::new("cargo");
            openssl.apply(&mut command);
            let names: Vec<_> = command.get_envs().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
            names
        };
        assert_eq!(told(Openssl::Vendored), ["LIBSQLITE3_FLAGS"]);
        assert_eq!(told(Openssl::Given), ["LIBSQLITE3_FLAGS"]);
        assert!(told(Openssl::Small("/there".into())).contains(&"OPENSSL_DIR".to_owned()));
    }

    #[test]
    fn other_flags_go_to_another_folder() {
        assert_eq!(folder("a"), folder("a"));
        assert_ne!(folder("a"), folder("b"));
    }
}
