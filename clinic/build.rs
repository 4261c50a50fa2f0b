//! Puts the built review page (`clinic/web/dist`) into the binary.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let web = here.join("web");
    let dist = web.join("dist");
    let mut files = Vec::new();
    println!("cargo::rustc-check-cfg=cfg(page_built)");
    if dist.join("index.html").is_file() {
        watch(&dist);
        println!("cargo::rustc-cfg=page_built");
        collect(&dist, &dist, &mut files)?;
        files.sort();
    } else {
        // Watched so that the page is taken in once it has been built; a path that is not there would make Cargo run
        // this again each time.
        watch(if web.is_dir() { &web } else { &here });
        println!(
            "cargo::warning=the review page is not built, so it is not in this binary; build it with `cargo xtask web`"
        );
    }
    let mut code = String::from("&[\n");
    for (name, path) in &files {
        let path = path.to_str().ok_or_else(|| io::Error::other("the page's path is not UTF-8"))?;
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),").map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    fs::write(out.join("page_files.rs"), code)
}

fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
    println!("cargo::rerun-if-changed=build.rs");
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).map_err(io::Error::other)?;
            let name = name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            files.push((name, path));
        }
    }
    Ok(())
}
