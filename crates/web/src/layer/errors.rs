//! Problems on pages are shown as pages; on `/v1` they stay problem documents.

use askama::Template;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use crate::{
    assets::{ASSETS, Assets},
    layer::trace::RequestId,
    problem::Problem,
};

#[derive(Template)]
#[template(path = "error/page.html")]
pub struct ErrorPage {
    pub assets: &'static Assets,
    pub status: u16,
    pub title: &'static str,
    pub detail: String,
    pub hint: &'static str,
    pub request_id: String,
}

impl ErrorPage {
    pub fn of(problem: &Problem, request_id: String) -> Self {
        let hint = match problem.status() {
            StatusCode::UNAUTHORIZED => "Links stop working after a week. Ask for a new one where you got this one.",
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS | StatusCode::GATEWAY_TIMEOUT => {
                "Reload the page in a moment."
            }
            _ => "",
        };
        Self {
            assets: &ASSETS,
            status: problem.status,
            title: problem.title,
            detail: problem.detail.clone(),
            hint,
            request_id,
        }
    }
}

pub async fn errors(request: Request, next: Next) -> Response {
    let page = wants_page(request.uri().path(), request.headers());
    let head = request.method() == Method::HEAD;
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>().filter(|_| page && !head) else { return response };
    let Ok(html) = ErrorPage::of(problem, id).render() else { return response };
    let mut shown = (response.status(), Html(html)).into_response();
    for name in [header::RETRY_AFTER, header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = response.headers().get(&name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    shown.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    shown
}

fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    let api = path == "/v1" || path.starts_with("/v1/");
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    !api && accept.contains("text/html")
}
