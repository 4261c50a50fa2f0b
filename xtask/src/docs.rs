//! The reference for an app's author, as pages: the doc comments of the binding, made into HTML by each language's own tool.
//!
//! Everything comes out of the same comments (a test of the bindings sees that nothing is without). Dokka comes from Maven Central,
//! DocC with Swift, pydoc with Python; what is missing on this machine is named on the first page and leaves the others whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bindings::{self, Language};
use crate::failure::{Result, Stop};
use crate::kotlin;
use crate::repo::Repo;
use crate::run::{self, Out};
use crate::swift;
use crate::tools::{self, Tool};

/// One language's pages.
struct Pages {
    language: &'static str,
    /// Its first page, from the folder of all.
    first: &'static str,
    by: &'static str,
    needs: &'static [Tool],
    make: fn(&Repo, &Out, &Path) -> Result<()>,
}

const ALL: &[Pages] = &[
    Pages {
        language: "Kotlin",
        first: "kotlin/index.html",
        by: "Dokka",
        needs: &[Tool::C, Tool::Jdk],
        make: kotlin::pages,
    },
    Pages {
        language: "Swift",
        first: "swift/documentation/handrail/index.html",
        by: "DocC",
        needs: &[Tool::C, Tool::Swift],
        make: swift::pages,
    },
    Pages {
        language: "Python",
        first: "python/handrail.html",
        by: "pydoc",
        needs: &[Tool::C, Tool::Python],
        make: python,
    },
    Pages { language: "Rust", first: "rust/handrail/index.html", by: "rustdoc", needs: &[Tool::C], make: rust },
];

fn folder(repo: &Repo) -> PathBuf {
    repo.target.join("docs")
}

/// `cargo xtask docs`
pub(crate) fn verb(repo: &Repo) -> Result<()> {
    let out = Out::Terminal;
    tools::require(repo, &out, &[Tool::C])?;
    bindings::prepare(repo, &out)?;
    let all = folder(repo);
    Repo::fresh_folder(&all)?;
    let mut list = Vec::new();
    let mut failed = Vec::new();
    for pages in ALL {
        let folder = all.join(pages.language.to_lowercase());
        let made = tools::provide(repo, &out, pages.needs).and_then(|()| (pages.make)(repo, &out, &folder));
        let there = made.and_then(|()| {
            let made = all.join(pages.first).is_file();
            if made { Ok(()) } else { Err(Stop::Failed(format!("{} made no {}", pages.by, pages.first))) }
        });
        list.push(match there {
            Ok(()) => format!("<li><a href=\"{}\">{}</a>, by {}</li>", pages.first, pages.language, pages.by),
            Err(Stop::NotRun(why)) => {
                println!("not made: {} ({why})", pages.language);
                format!("<li>{}: not made here</li>", pages.language)
            }
            Err(stop) => {
                failed.push(format!("{}: {stop}", pages.language));
                format!("<li>{}: could not be made</li>", pages.language)
            }
        });
    }
    let first = all.join("index.html");
    fs::write(&first, page(&list.join("\n"))).map_err(|e| Stop::io("write", &first, &e))?;
    println!("{}", first.display());
    if failed.is_empty() { Ok(()) } else { Err(Stop::Failed(failed.join("\n"))) }
}

/// The page that leads to the others, and to the guides beside the sources.
fn page(list: &str) -> String {
    let guides = [
        ("docs/first-screen.md", "The first screen in ten minutes"),
        ("docs/embedding.md", "Threads, life, every error, versions"),
        ("bindings/README.md", "What to know before the first line"),
        ("CHANGELOG.md", "What changed"),
    ];
    let guides = guides.map(|(path, name)| format!("<li><a href=\"../../{path}\">{name}</a></li>")).join("\n");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Handrail for other people's apps</title>\n\
         <h1>Handrail {}</h1>\n<p>One face, in the language of your app.</p>\n<ul>\n{list}\n</ul>\n\
         <h2>Guides</h2>\n<ul>\n{guides}\n</ul>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The standard library's own pages of the module, as it stands in the wheel.
fn python(repo: &Repo, out: &Out, folder: &Path) -> Result<()> {
    Repo::fresh_folder(folder)?;
    let module = folder.join("module");
    Repo::copy(&bindings::source(repo, Language::Python)?, &module.join("handrail.py"))?;
    let library = bindings::library_name();
    Repo::copy(&bindings::library_folder(repo).join(library), &module.join(library))?;
    let mut python = Command::new("python3");
    python.current_dir(folder).env("PYTHONPATH", &module).env("PYTHONDONTWRITEBYTECODE", "1");
    python.args(["-m", "pydoc", "-w", "handrail"]);
    run::step(out, "pages for Python", &mut python)?;
    fs::remove_dir_all(&module).map_err(|e| Stop::io("remove", &module, &e))
}

/// The Rust below, for who reads the sources.
fn rust(repo: &Repo, out: &Out, folder: &Path) -> Result<()> {
    let mut doc = repo.cargo(out, &["doc", "--no-deps", "--lib", "-p", "handrail-bindings"])?;
    run::step(out, "pages for Rust", &mut doc)?;
    let made = repo.target.join("doc");
    fs::create_dir_all(folder).map_err(|e| Stop::io("make", folder, &e))?;
    run::step(out, "keeping them", Command::new("cp").arg("-R").arg(made.join(".")).arg(folder))
}

#[cfg(test)]
mod tests {
    use super::page;
    use std::path::Path;

    #[test]
    fn the_first_page_leads_to_guides_that_are_there() {
        let page = page("<li>Kotlin</li>");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let links: Vec<&str> = page.split("href=\"../../").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(links.len(), 4);
        for link in links {
            assert!(root.join(link).is_file(), "{link}");
        }
        assert!(page.contains("<li>Kotlin</li>"));
    }
}
