//! Every call the relay answers, in one table, and what surrounds each of them.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::app::App;
use crate::audit::{Asked, Caller};
use crate::limits::caller_address;
use crate::messages::Waited;
use crate::problem::Problem;
use crate::{
    accounts, auth, device_invites, invites, keysets, mailboxes, messages, meta, objects, page, vault_sync, vaults,
    wake,
};

/// The address at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

struct Route {
    method: &'static str,
    path: &'static str,
    answer: MethodRouter<App>,
}

fn route<H, T>(method: &'static str, filter: MethodFilter, path: &'static str, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route { method, path, answer: on(filter, handler) }
}

fn get<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route("GET", MethodFilter::GET, path, handler)
}
fn put<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route("PUT", MethodFilter::PUT, path, handler)
}
fn post<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route("POST", MethodFilter::POST, path, handler)
}
fn delete<H: Handler<T, App>, T: 'static>(path: &'static str, handler: H) -> Route {
    route("DELETE", MethodFilter::DELETE, path, handler)
}

fn table() -> Vec<Route> {
    const MESSAGE: &str = "/v1/mailboxes/{mailbox}/messages/{sender}/{device}/{recipient}/{seq}";
    vec![
        get("/v1/meta", meta::meta),
        get("/v1/health", meta::health),
        get("/v1/openapi.json", meta::openapi),
        post("/v1/auth/challenge", auth::challenge),
        post("/v1/auth/token", auth::token),
        post("/v1/accounts/{account}", accounts::create),
        get("/v1/accounts/{account}/blob", objects::get_blob),
        put("/v1/accounts/{account}/blob", objects::put_blob),
        get("/v1/accounts/{account}/state", objects::get_state),
        put("/v1/accounts/{account}/state", objects::put_state),
        get("/v1/accounts/{account}/methods", accounts::methods),
        put("/v1/accounts/{account}/methods/{locator}", accounts::put_method),
        delete("/v1/accounts/{account}/methods/{locator}", accounts::delete_method),
        put("/v1/accounts/{account}/retention", accounts::retention),
        get("/v1/keysets/{account}", keysets::get),
        put("/v1/keysets/{account}", keysets::put),
        post("/v1/invites", invites::create),
        get("/v1/invites/{invite}", invites::view),
        delete("/v1/invites/{invite}", invites::remove),
        post("/v1/invites/{invite}/claim", invites::claim),
        post("/v1/invites/{invite}/hello", invites::hello),
        get("/v1/invites/{invite}/reveal", invites::revealed),
        post("/v1/invites/{invite}/reveal", invites::reveal),
        post("/v1/invites/{invite}/confirm", invites::confirm),
        post("/v1/mailboxes", mailboxes::create),
        delete("/v1/mailboxes/{mailbox}", mailboxes::remove),
        get("/v1/mailboxes/{mailbox}/roster", mailboxes::roster),
        put("/v1/mailboxes/{mailbox}/roster", mailboxes::put_roster),
        put(MESSAGE, messages::put),
        get(MESSAGE, messages::get),
        post("/v1/mailboxes/{mailbox}/acks", messages::acknowledge),
        get("/v1/inbox", messages::inbox),
        put("/v1/wake", wake::put),
        delete("/v1/wake", wake::remove),
        post("/v1/vaults", vaults::create),
        delete("/v1/vaults/{vault}", vaults::erase),
        post("/v1/vaults/{vault}/sync", vault_sync::sync),
        post("/v1/vaults/{vault}/invites", device_invites::create),
        get("/v1/vaults/{vault}/invites/{invite}", device_invites::view),
        delete("/v1/vaults/{vault}/invites/{invite}", device_invites::remove),
        post("/v1/vaults/{vault}/invites/{invite}/claim", device_invites::claim),
        post("/v1/vaults/{vault}/invites/{invite}/hello", device_invites::hello),
        get("/v1/vaults/{vault}/invites/{invite}/reveal", device_invites::revealed),
        post("/v1/vaults/{vault}/invites/{invite}/reveal", device_invites::reveal),
        post("/v1/vaults/{vault}/invites/{invite}/agree", device_invites::agree),
        post("/v1/vaults/{vault}/invites/{invite}/confirm", device_invites::confirm),
        get("/v1/vaults/{vault}/devices", vaults::devices),
        put("/v1/vaults/{vault}/devices", vaults::put_devices),
        get("/v1/vaults/{vault}/devices/{seq}", vaults::devices_at),
        get("/v1/vaults/{vault}/keyring", vaults::keyring),
        put("/v1/vaults/{vault}/keyring", vaults::put_keyring),
        delete("/v1/vaults/{vault}/batches", vaults::collect),
        get("/v1/vaults/{vault}/batches/{device}/{seq}", vaults::batch),
        get("/v1/vaults/{vault}/snapshots", vaults::snapshots),
        get("/v1/vaults/{vault}/snapshots/{device}/{seq}", vaults::snapshot),
        put("/v1/vaults/{vault}/snapshots/{device}/{seq}", vaults::put_snapshot),
        delete("/v1/vaults/{vault}/snapshots/{device}/{seq}", vaults::delete_snapshot),
    ]
}

/// Method and path pattern of every call, as the OpenAPI document names them.
pub fn routes() -> Vec<(&'static str, &'static str)> {
    table().into_iter().map(|route| (route.method, route.path)).collect()
}

pub(crate) fn router(app: App) -> Router {
    let mut router = Router::new();
    for Route { path, answer, .. } in table() {
        router = router.route(path, answer);
    }
    router
        .fallback(page::serve)
        .method_not_allowed_fallback(page::wrong_method)
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}

/// Around every request: the address's rate, the headers every answer has, one log line, and one of the audit.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = known_method(request.method());
    let audited = app.audit.as_ref().map(|audit| {
        let caller = Caller::default();
        request.extensions_mut().insert(caller.clone());
        (audit, caller, request.uri().path().to_owned())
    });
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    // The path itself is never logged: it carries ids.
    let route = matched.map_or("(page)", |pattern| pattern).to_owned();
    let mut response = match admit(&app, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    dress(&app, &mut response);
    let waited = response.extensions_mut().remove::<Waited>().map_or(Duration::ZERO, |waited| waited.0);
    let took = began.elapsed().saturating_sub(waited);
    let status = response.status().as_u16();
    app.metrics.request(method, &route, status, took);
    if let Some((audit, caller, path)) = audited
        && let Some(holder) = caller.get()
        && let Err(error) = audit.note(app.now_ms(), holder, &Asked { method, route: &route, path: &path, status })
    {
        // Nobody's messages wait for a full disk of the audit; whoever looks after the relay reads it here.
        app.log.event(app.now_ms(), "audit_failed", serde_json::json!({ "error": error.kind().to_string() }));
    }
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    app.log.request(app.now_ms(), method, &route, status, ms);
    response
}

fn admit(app: &App, request: &Request) -> Result<(), Problem> {
    let Some(Peer(peer)) = request.extensions().get::<Peer>() else { return Ok(()) };
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let address = caller_address(*peer, forwarded, &app.limits.trusted_proxies);
    app.addresses.take(address, app.now_ms()).map_err(Problem::rate_limited)
}

fn dress(app: &App, response: &mut Response) {
    const ALWAYS: [(HeaderName, &str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        // For what is no page; the page brings its own two.
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if !app.origin.is_plain_http() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
}

/// A method's name for the log; one that a client made up is not repeated.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}
