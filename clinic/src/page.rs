//! The review page: plain files, in the binary or from a folder, under headers that let nothing else run.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::problem::Problem;
use crate::random;

/// What the page may do: its own scripts, styles and fonts, talk to its own relay, and nothing else. Svelte's own policy is
/// the only one that may make HTML out of text (it makes elements out of its compiled templates with it).
const PAGE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types svelte-trusted-html";

/// What a person sees where no page was built in.
const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Handrail</title>\n\
    <p>The relay is running. The review page was not built into this binary.</p>\n\
    <p>To build it in: <code>cargo xtask web</code>, then build <code>handrail-clinic</code> again.</p>\n</html>\n";

static EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/page_files.rs"));

/// The review page's files.
#[derive(Clone)]
pub struct PageFiles {
    files: Arc<BTreeMap<String, Cow<'static, [u8]>>>,
    sha256: Arc<str>,
}

impl PageFiles {
    /// The page that was built into this binary; none if it was not built.
    pub fn embedded() -> Self {
        Self::new(EMBEDDED.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))).collect())
    }

    /// No page: `/` says that it was not built in.
    pub fn none() -> Self {
        Self::new(BTreeMap::new())
    }

    /// The files of a folder, read now. An error if there is no `index.html`.
    pub fn from_dir(folder: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        read(folder, "", &mut files)?;
        if files.contains_key("index.html") {
            Ok(Self::new(files))
        } else {
            Err(io::Error::new(io::ErrorKind::NotFound, "the folder has no index.html"))
        }
    }

    fn new(files: BTreeMap<String, Cow<'static, [u8]>>) -> Self {
        let sha256 = if files.is_empty() { String::new() } else { hash(&files) };
        Self { files: Arc::new(files), sha256: sha256.into() }
    }

    /// SHA-256, in hex, over `lp(name) | lp(bytes)` of every file in the order of the names; empty where there is no page.
    /// Whoever builds the same page gets the same number.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether there is a page.
    pub fn is_there(&self) -> bool {
        !self.files.is_empty()
    }

    fn get(&self, path: &str) -> Option<(&str, &[u8])> {
        let name = path.strip_prefix('/')?;
        let name = if name.is_empty() { "index.html" } else { name };
        self.files.get_key_value(name).map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Cow<'static, [u8]>>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, Cow::Owned(std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn hash(files: &BTreeMap<String, Cow<'static, [u8]>>) -> String {
    let mut text = Vec::new();
    for (name, bytes) in files {
        handrail_wire::encode::push_lp(&mut text, name.as_bytes());
        handrail_wire::encode::push_lp(&mut text, bytes);
    }
    let mut hex = String::with_capacity(64);
    for byte in random::sha256(&text).0 {
        // Writing into a String does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Everything that is not under `/v1`: the page's files.
pub(crate) async fn serve(State(app): State<App>, method: Method, uri: Uri) -> Response {
    let path = uri.path();
    if path == "/v1" || path.starts_with("/v1/") {
        return Problem::not_found().into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return wrong_method().await.into_response();
    }
    if let Some((name, bytes)) = app.page.get(path) {
        // Vite puts a hash of the content into the names under assets/; everything else is asked for again each time.
        let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
        return under_page_headers(StatusCode::OK, media_type(name), keep, bytes.to_vec());
    }
    if path == "/" && !app.page.is_there() {
        let text = NOT_BUILT.as_bytes().to_vec();
        return under_page_headers(StatusCode::SERVICE_UNAVAILABLE, "text/html; charset=utf-8", "no-store", text);
    }
    Problem::not_found().into_response()
}

/// A path that is there, asked with a method it does not take.
pub(crate) async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        handrail_wire::api::ProblemCode::BadRequest,
        "This path does not take that method.",
    )
}

fn under_page_headers(status: StatusCode, media: &'static str, keep: &'static str, bytes: Vec<u8>) -> Response {
    const POLICY: HeaderName = HeaderName::from_static("permissions-policy");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_CSP)),
        (POLICY, HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()")),
    ];
    (status, headers, bytes).into_response()
}
