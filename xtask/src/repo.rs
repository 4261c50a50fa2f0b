//! Where things are in this repository, and how its cargo is called.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Result, Stop};
use crate::openssl;
use crate::run::Out;

/// The variable that proptest reads its seed from, and the seed unless the caller set one.
const PROPERTY_SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "20261122");

/// The checkout this program belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Repo {
    /// The folder with the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder; everything this program builds goes below it.
    pub(crate) target: PathBuf,
}

impl Repo {
    /// Finds the checkout from cargo's environment, so that it does not matter
    /// in which folder of it the person stands.
    pub(crate) fn find() -> Result<Self> {
        // At run time first: a target folder may be shared by two checkouts.
        let here =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.parent().ok_or_else(|| Stop::Failed("the xtask folder has no parent".into()))?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        fs::create_dir_all(&target).map_err(|e| Stop::io("create", &target, &e))?;
        Ok(Self { root, target })
    }

    /// A path below the root, from its `/`-separated name.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// This workspace's cargo with the shared libcrypto in its environment;
    /// builds that library first if it is not there yet.
    pub(crate) fn cargo(&self, out: &Out, args: &[&str]) -> Result<Command> {
        let mut command = self.plain_cargo(args);
        openssl::ensure(self, out)?.apply(&mut command);
        Ok(command)
    }

    /// Cargo for what links nothing (`fmt`, `metadata`).
    pub(crate) fn plain_cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).args(args);
        // The same cases in every run, so that a red one is red again: other cases are asked for by another number.
        if env::var_os(PROPERTY_SEED.0).is_none() {
            command.env(PROPERTY_SEED.0, PROPERTY_SEED.1);
        }
        // `cargo run` describes *this* package to us; a cargo below must not
        // take that for a description of its own.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name.as_ref());
            }
        }
        command
    }

    /// Replaces a folder by an empty one.
    pub(crate) fn fresh_folder(path: &Path) -> Result<()> {
        if path.exists() {
            fs::remove_dir_all(path).map_err(|e| Stop::io("empty", path, &e))?;
        }
        fs::create_dir_all(path).map_err(|e| Stop::io("create", path, &e))
    }

    /// Copies one file, creating the folder it goes to.
    pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|e| Stop::io("create", folder, &e))?;
        }
        fs::copy(from, to).map(|_| ()).map_err(|e| Stop::io("copy", from, &e))
    }
}
