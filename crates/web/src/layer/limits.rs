//! A request ends: in time, and not in a panic.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{problem::Problem, state::Web};

pub async fn in_time(State(web): State<Web>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(web.settings.request_time_max, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(limit_s = web.settings.request_time_max.as_secs(), "a request took too long");
            let detail = "The server did not finish in time. Sending the same request again is safe.";
            Problem::new(StatusCode::GATEWAY_TIMEOUT, detail).into_response()
        }
    }
}

/// For `tower_http::catch_panic`.
#[expect(clippy::needless_pass_by_value, reason = "the signature is the layer's")]
pub fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Problem::bug(text.unwrap_or("a panic without words")).into_response()
}
