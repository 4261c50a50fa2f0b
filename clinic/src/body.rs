//! Bodies and paths, read within their limits before anything looks into them.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use handrail_wire::Id;
use handrail_wire::api::{OCTET_STREAM, ProblemCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::problem::Problem;

/// A JSON body within the JSON limit.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        expect_type(request.headers(), "application/json")?;
        let limit = app.limits.wire.json_bytes;
        let bytes = read(request, limit, app).await?;
        // serde_json stops at a depth of 128, so deep nesting is refused here as well.
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| Problem::bad_request("The body is not the JSON this call takes."))
    }
}

/// Reads a body of bytes, at most `limit` of them.
pub(crate) async fn octets(request: Request, limit: u32, app: &App) -> Result<Vec<u8>, Problem> {
    expect_type(request.headers(), OCTET_STREAM)?;
    read(request, limit, app).await
}

fn expect_type(headers: &HeaderMap, expected: &str) -> Result<(), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Parameters such as a charset say nothing new: JSON is UTF-8.
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ProblemCode::BadRequest,
            "The content type is not the one this call takes.",
        ))
    }
}

async fn read(request: Request, limit: u32, app: &App) -> Result<Vec<u8>, Problem> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    if announced.is_some_and(|length| length > u64::from(limit)) {
        return Err(Problem::too_large());
    }
    let body: Body = request.into_body();
    let reading = Limited::new(body, usize::try_from(limit).unwrap_or(usize::MAX)).collect();
    match tokio::time::timeout(app.limits.read_timeout, reading).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes().into()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::too_large()),
        Ok(Err(_)) => Err(Problem::bad_request("The body ended early.")),
        Err(_) => {
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, ProblemCode::BadRequest, "The body did not arrive in time."))
        }
    }
}

/// A single id from the path.
pub(crate) struct PathId(pub(crate) Id);

impl FromRequestParts<App> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, app).await.map_err(|_| bad_path())?;
        id(&text).map(Self)
    }
}

/// Several texts from the path, in their order.
pub(crate) struct PathTexts<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for PathTexts<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(texts) = Path::<T>::from_request_parts(parts, app).await.map_err(|_| bad_path())?;
        Ok(Self(texts))
    }
}

/// An id as a path carries it.
pub(crate) fn id(text: &str) -> Result<Id, Problem> {
    text.parse().map_err(|_| bad_path())
}

/// A sequence number as a path carries it: plain digits, from 1, exact in every language that reads JSON.
pub(crate) fn sequence(text: &str) -> Result<i64, Problem> {
    let plain = !text.starts_with('0') && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse::<i64>()
        .ok()
        .filter(|number| {
            plain && u64::try_from(*number).is_ok_and(|number| number <= handrail_wire::outer::MAX_SEQUENCE)
        })
        .ok_or_else(bad_path)
}

fn bad_path() -> Problem {
    Problem::bad_request("The path is not one this relay knows: an id or a number in it is malformed.")
}

/// Query parameters.
pub(crate) struct QueryOf<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Query(value) = Query::<T>::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem::bad_request("A query parameter is malformed."))?;
        Ok(Self(value))
    }
}
