//! What the relay says of itself. `docs/protocol.md`, section 7.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use handrail_wire::api::{HealthResponse, MetaResponse, VERSION};

use crate::app::App;
use crate::problem::Problem;

/// The description of every call, in OpenAPI 3.1.
pub const OPENAPI: &str = include_str!("../../docs/relay-openapi.json");

/// `GET /v1/meta`.
pub(crate) async fn meta(State(app): State<App>) -> Json<MetaResponse> {
    Json(MetaResponse {
        epoch: app.store.epoch(),
        versions: vec![VERSION],
        limits: app.limits.wire,
        page_sha256: app.page.sha256().to_owned(),
        wake_key: app.waker.as_ref().map(|waker| waker.public().to_owned()),
    })
}

/// `GET /v1/health`: well if the database answers.
pub(crate) async fn health(State(app): State<App>) -> Result<Json<HealthResponse>, Problem> {
    app.store.login(app.store.epoch()).await?;
    Ok(Json(HealthResponse { status: "ok".into() }))
}

/// `GET /v1/openapi.json`.
pub(crate) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], OPENAPI).into_response()
}
