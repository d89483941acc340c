//! Failures as HTTP says them: RFC 9457 problem documents. Pages turn them into HTML, see [`crate::layer::errors`].

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{
    Kind,
    error::{Failure, chain},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What every refused request is answered with, as `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is, `code` says it to programs.
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "about:blank")]
    pub kind: &'static str,
    /// The same for every problem of one code.
    #[schema(example = "Not found")]
    pub title: &'static str,
    #[schema(example = 404)]
    pub status: u16,
    /// Stable, for programs.
    #[schema(example = "not_found")]
    pub code: &'static str,
    /// What is wrong with this request, for people.
    #[schema(example = "There is no such tenant.")]
    pub detail: String,
    /// Seconds after which the same request is worth another try.
    #[serde(skip)]
    pub retry_after_s: Option<u32>,
}

pub const PROBLEM_JSON: &str = "application/problem+json";

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let (code, title) = named(status);
        Self { kind: "about:blank", title, status: status.as_u16(), code, detail: detail.into(), retry_after_s: None }
    }

    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Our own mistake: the reason is for the log alone.
    pub fn bug(private: &str) -> Self {
        tracing::error!(reason = private, "a request failed by our own mistake");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The server made a mistake. It is in its log, under the id in this answer's X-Request-Id.",
        )
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let status = match failure.kind {
            Kind::Invalid => StatusCode::BAD_REQUEST,
            Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::Exhausted => StatusCode::TOO_MANY_REQUESTS,
            Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Bug => return Self::bug(&chain(&failure)),
        };
        if failure.private.is_some() {
            tracing::warn!(reason = %chain(&failure), status = status.as_u16(), "a request failed");
        }
        Self::new(status, failure.public)
    }
}

/// The code and title of each status this surface uses.
fn named(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => ("invalid", "The request is not valid"),
        StatusCode::UNAUTHORIZED => ("unauthenticated", "Not recognised"),
        StatusCode::FORBIDDEN => ("forbidden", "Not allowed"),
        StatusCode::NOT_FOUND => ("not_found", "Not found"),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "Method not allowed"),
        StatusCode::NOT_ACCEPTABLE => ("not_acceptable", "No such representation"),
        StatusCode::CONFLICT => ("conflict", "It contradicts what is there"),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The body is too large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported_media_type", "Content type not supported"),
        StatusCode::TOO_MANY_REQUESTS => ("exhausted", "A limit is reached"),
        StatusCode::SERVICE_UNAVAILABLE => ("unavailable", "Not available just now"),
        StatusCode::GATEWAY_TIMEOUT => ("timeout", "It took too long"),
        _ => ("internal", "Internal error"),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response =
            (self.status(), [(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON))], body).into_response();
        let headers = response.headers_mut();
        match self.status() {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::TOO_MANY_REQUESTS => {
                headers.insert(header::RETRY_AFTER, self.retry_after_s.unwrap_or(1).into());
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, self.retry_after_s.unwrap_or(5).into());
            }
            _ => {}
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_status_and_only_public_words() {
        let kinds = [
            (Kind::Invalid, 400),
            (Kind::Unauthenticated, 401),
            (Kind::Forbidden, 403),
            (Kind::NotFound, 404),
            (Kind::Conflict, 409),
            (Kind::Exhausted, 429),
            (Kind::Unavailable, 503),
            (Kind::Bug, 500),
        ];
        for (kind, status) in kinds {
            let problem: Problem =
                Failure::new(kind, "Public words.").because("SELECT cost FROM cost.line at /srv/x").into();
            assert_eq!(problem.status, status);
            let body = serde_json::to_string(&problem).unwrap();
            assert!(!body.contains("SELECT") && !body.contains("/srv"), "{body}");
            assert_eq!(body.contains("Public words."), kind != Kind::Bug, "a bug's words are ours");
        }
    }

    #[test]
    fn waiting_has_a_length() {
        for kind in [Kind::Exhausted, Kind::Unavailable] {
            let response = Problem::from(Failure::new(kind, "Later.")).into_response();
            assert!(response.headers().contains_key(header::RETRY_AFTER));
        }
        let response = Problem::from(Failure::new(Kind::Unauthenticated, "Who?")).into_response();
        assert_eq!(response.headers()[header::WWW_AUTHENTICATE], "Bearer");
    }
}
