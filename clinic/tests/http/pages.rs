//! The review page: served whole, under a policy that lets nothing else run.

use std::fs;

use handrail_clinic::PageFiles;
use handrail_wire::api::ProblemCode::NotFound;
use handrail_wire::api::{MetaResponse, paths};

use crate::house::{Folder, House};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                   font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                   require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

fn dist() -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.0.join("assets")).unwrap();
    fs::write(folder.0.join("index.html"), "<!doctype html><script type=module src=/assets/a.js></script>").unwrap();
    fs::write(folder.0.join("assets/a.js"), "export {}").unwrap();
    folder
}

#[tokio::test]
async fn the_page_is_served_under_its_policy() {
    let dist = dist();
    let page = PageFiles::from_dir(&dist.0).unwrap();
    let hash = page.sha256().to_owned();
    let house = House::with(|config| config.page = page).await;
    for path in ["/", "/index.html"] {
        let reply = house.client.get(path, "").await.is(200);
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(reply.header("content-security-policy"), Some(CSP));
        assert_eq!(reply.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
        assert!(reply.body.starts_with(b"<!doctype html>"));
    }
    let script = house.client.get("/assets/a.js", "").await.is(200);
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(house.client.send("HEAD", "/", &[], &[]).await.is(200).body, b"");
    for path in ["/assets", "/assets/", "/assets/../index.html", "//index.html", "/index.htm", "/%69ndex.html"] {
        house.client.get(path, "").await.refused(404, NotFound);
    }
    assert_eq!(house.client.get(paths::META, "").await.is(200).json::<MetaResponse>().page_sha256, hash);
}

#[tokio::test]
async fn without_a_page_a_person_reads_how_to_build_it() {
    let house = House::open().await;
    let reply = house.client.get("/", "").await.is(503);
    let text = String::from_utf8(reply.body).unwrap();
    assert!(text.contains("cargo xtask web") && !text.contains("<script"));
    house.client.get(paths::HEALTH, "").await.is(200);
}

#[test]
fn the_hash_is_over_names_and_bytes_in_order() {
    let dist = dist();
    let first = PageFiles::from_dir(&dist.0).unwrap().sha256().to_owned();
    assert_eq!(first.len(), 64);
    assert_eq!(PageFiles::from_dir(&dist.0).unwrap().sha256(), first);
    fs::rename(dist.0.join("assets/a.js"), dist.0.join("assets/b.js")).unwrap();
    let renamed = PageFiles::from_dir(&dist.0).unwrap().sha256().to_owned();
    assert_ne!(renamed, first);
    fs::write(dist.0.join("assets/b.js"), "export {};").unwrap();
    assert_ne!(PageFiles::from_dir(&dist.0).unwrap().sha256(), renamed);
    fs::remove_file(dist.0.join("index.html")).unwrap();
    assert!(PageFiles::from_dir(&dist.0).is_err());
    assert_eq!(PageFiles::none().sha256(), "");
}

/// Where the page is built in, everything it loads is there and no file breaks its own policy.
#[tokio::test]
#[cfg_attr(not(page_built), ignore = "the review page is not built: cargo xtask web")]
async fn the_page_that_is_built_in_keeps_to_its_policy() {
    assert!(PageFiles::embedded().is_there());
    let house = House::with(|config| config.page = PageFiles::embedded()).await;
    let html = String::from_utf8(house.client.get("/", "").await.is(200).body).unwrap();
    // No inline script, style or handler: the policy would stop each.
    assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains(" onload="));
    for tag in html.split("<script").skip(1) {
        let (head, rest) = tag.split_once('>').unwrap();
        assert!(head.contains("src=") && rest.trim_start().starts_with("</script>"), "{head}");
    }
    let mut loaded = 0;
    for part in html.split(['"', '\'']) {
        if part.starts_with('/') || part.starts_with("./") {
            let path = format!("/{}", part.trim_start_matches('.').trim_start_matches('/'));
            house.client.get(&path, "").await.is(200);
            loaded += 1;
        }
        assert!(!part.starts_with("http://") && !part.starts_with("https://") && !part.starts_with("//"), "{part}");
    }
    assert!(loaded > 0);
}
