//! Every refusal as `application/problem+json` (RFC 9457). The text names what is wrong with the request and never repeats it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use handrail_wire::WireError;
use handrail_wire::api::{self, PROBLEM_JSON, ProblemCode};

use crate::store::{Refused, StoreError};

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    code: ProblemCode,
    title: &'static str,
    retry_after_s: Option<u32>,
}

impl Problem {
    pub(crate) const fn new(status: StatusCode, code: ProblemCode, title: &'static str) -> Self {
        Self { status, code, title, retry_after_s: None }
    }

    pub(crate) const fn bad_request(title: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemCode::BadRequest, title)
    }

    pub(crate) const fn unauthorised(title: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ProblemCode::Unauthorised, title)
    }

    pub(crate) const fn forbidden(title: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, title)
    }

    pub(crate) const fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, "There is no such thing here, or not for this caller.")
    }

    pub(crate) const fn conflict(title: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, ProblemCode::Conflict, title)
    }

    pub(crate) const fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge, "The body is larger than this call takes.")
    }

    pub(crate) const fn epoch_changed() -> Self {
        Self::new(
            StatusCode::GONE,
            ProblemCode::EpochChanged,
            "The cursor is from another epoch: this relay was restored. Start again without a cursor.",
        )
    }

    pub(crate) const fn rate_limited(retry_after_s: u32) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: ProblemCode::RateLimited,
            title: "Too many requests. Try again after the time in Retry-After.",
            retry_after_s: Some(retry_after_s),
        }
    }

    pub(crate) const fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemCode::Internal,
            "The relay could not do this and promises nothing about it. Try again.",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = api::Problem {
            kind: "about:blank".into(),
            title: self.title.into(),
            status: self.status.as_u16(),
            code: self.code,
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            // RFC 9110, 11.6.1: a 401 says how to log in.
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound => Self::not_found(),
            Refused::Forbidden => {
                Self::forbidden("Sender and recipient must be the mailbox and a reader in its roster.")
            }
            Refused::Identity => Self::bad_request("The message's header names another sender's key."),
            Refused::Secret => Self::unauthorised("The secret or code is not the right one."),
            Refused::Conflict => Self::conflict("Other bytes are stored under this key. Nothing was changed."),
            Refused::Order => Self::conflict("This step comes out of its order. Nothing was changed."),
            Refused::Older => Self::conflict("A newer key set is stored. Nothing was changed."),
            Refused::Destroyed => Self::conflict("This invite was used twice and is gone now. Make a new one."),
            Refused::Expired => Self::new(
                StatusCode::GONE,
                ProblemCode::Expired,
                "This invite is past its ten minutes. Make a new one.",
            ),
            Refused::Version => Self::new(
                StatusCode::PRECONDITION_FAILED,
                ProblemCode::PreconditionFailed,
                "Another version is stored. Fetch it and put the change on top.",
            ),
            Refused::Methods => Self::conflict("An account keeps two to eight unlock methods. Nothing was changed."),
            Refused::Quota => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                ProblemCode::Quota,
                "This is at its quota. Nothing was stored; reading and deleting go on.",
            ),
            Refused::CursorAhead => Self::epoch_changed(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let unavailable = |title| Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: ProblemCode::Internal,
            title,
            retry_after_s: Some(5),
        };
        match error {
            StoreError::Refused(refused) => refused.into(),
            StoreError::Busy => unavailable("The relay is busy. Nothing was stored. Try again."),
            StoreError::Full => unavailable("The relay has no room left. Nothing was stored. Try again later."),
            StoreError::Closed => unavailable("The relay is stopping. Nothing was stored. Try again."),
            StoreError::ReadBack | StoreError::Engine(_) => Self::internal(),
        }
    }
}

/// What a signed object or header from outside does wrong.
impl From<WireError> for Problem {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Version => Self::new(
                StatusCode::BAD_REQUEST,
                ProblemCode::UnsupportedVersion,
                "This relay does not speak that version. It may be too old for this app.",
            ),
            WireError::Signature => Self::forbidden("Its signature does not match the account."),
            WireError::Identity => Self::forbidden("It belongs to another account."),
            WireError::Older => Refused::Older.into(),
            WireError::TooLarge => Self::too_large(),
            WireError::LowOrder => Self::bad_request("A public key in it is not a usable one."),
            _ => Self::bad_request("It is not what the protocol describes."),
        }
    }
}
