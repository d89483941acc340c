//! Bodies on the way in: one door, with a limit in bytes, and JSON whose mistakes are explained.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use serde::de::DeserializeOwned;

use crate::{problem::Problem, settings::Settings, state::Web};

/// The whole body, not copied.
pub struct Payload(pub Bytes);

/// A JSON body. Unknown keys are a matter of the type: requests deny them.
pub struct Json<T>(pub T);

/// Bytes that a path takes.
pub fn limit(settings: &Settings, path: &str) -> usize {
    if path == "/v1/events" { settings.events_body_bytes_max } else { settings.body_bytes_max }
}

/// Reads a body of at most `bytes_max` bytes.
pub async fn read(body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    axum::body::to_bytes(body, bytes_max).await.map_err(|error| {
        let too_long = std::error::Error::source(&error)
            .is_some_and(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>);
        if too_long {
            let detail = format!("The body has more than {bytes_max} bytes.");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
        } else {
            Problem::invalid("The body ended before its announced length.")
        }
    })
}

impl FromRequest<Web> for Payload {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        if let Some(encoding) = request.headers().get(header::CONTENT_ENCODING)
            && encoding != "identity"
        {
            return Err(unsupported("Bodies are taken as they are, not compressed."));
        }
        let limit = limit(&web.settings, request.uri().path());
        read(request.into_body(), limit).await.map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest<Web> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        if media_type(request.headers()) != "application/json" {
            return Err(unsupported("This takes JSON: Content-Type: application/json."));
        }
        let Payload(body) = Payload::from_request(request, web).await?;
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|error| Problem::invalid(format!("The body cannot be used: {error}.")))
    }
}

pub fn unsupported(detail: &str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
}

/// `Content-Type` without its parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
