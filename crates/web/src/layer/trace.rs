//! A number for each request, in its answer and in every line it logs.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use kernel::time::Timestamp;
use tracing::Instrument as _;

pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers requests: when the server started, and a counter.
#[derive(Clone)]
pub struct Numbers {
    started: i64,
    next: Arc<AtomicU64>,
}

/// The id of the request at hand.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl Numbers {
    pub fn since(started: Timestamp) -> Self {
        Self { started: started.as_second(), next: Arc::new(AtomicU64::new(1)) }
    }

    fn take(&self) -> String {
        format!("{:08x}-{:06}", self.started, self.next.fetch_add(1, Ordering::Relaxed))
    }
}

/// Logs the route, not the address: an address can hold the token of a signed link.
pub async fn trace(State((numbers, app)): State<(Numbers, app::App)>, mut request: Request, next: Next) -> Response {
    let id = numbers.take();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %id, method = %request.method(), route = %route);
    let header = HeaderValue::from_str(&id);
    request.extensions_mut().insert(RequestId(id));
    let started = app.now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = app.now().duration_since(started);
    span.in_scope(|| {
        tracing::info!(status = response.status().as_u16(), took_ms = %took.as_millis(), "answered");
    });
    if let Ok(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    response
}
