use std::time::Duration;

use app::{Actor, links::Scope, testing::TestApp};
use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
    response::{Html, IntoResponse},
    routing::get,
};
use kernel::Role;
use tower::ServiceExt as _;

use super::*;

const BUSINESS: &str = include_str!("../../tests/it/business.toml");

/// The layers around handlers that do what none may do.
async fn careless() -> (TestApp, Router) {
    let test = TestApp::at("2025-10-20T12:00:00Z".parse().unwrap()).await;
    let can = Actor::operator().can().unwrap();
    test.app.apply_business(can, BUSINESS, "business.toml").await.unwrap();
    let vendor = || async { Html("<td>by INSTACALL, at 0.01</td>") };
    let header = || async { ([(header::ETAG, "\"vicidial-7\"")], "fine").into_response() };
    let routes = Router::new()
        .route("/t/{tenant}", get(vendor))
        .route("/v1/vendor", get(vendor))
        .route("/v1/header", get(header))
        .route("/v1/fine", get(|| async { "installations of reinstacalled things" }))
        .route("/v1/panic", get(panics))
        .route("/v1/slow", get(std::future::pending::<()>));
    let settings = Settings { request_time_max: Duration::from_millis(50), ..Settings::default() };
    let router = around(routes, test.app.clone(), settings);
    (test, router)
}

async fn panics() -> &'static str {
    panic!("SELECT cost FROM cost.line")
}

async fn ask(router: &Router, path: &str, (name, value): (header::HeaderName, String)) -> (u16, String) {
    let request = Request::get(path).header(name, value).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let mut text: String = response.headers().values().map(|value| value.to_str().unwrap()).collect();
    text += &String::from_utf8_lossy(&to_bytes(response.into_body(), usize::MAX).await.unwrap());
    (status, text)
}

async fn key(test: &TestApp, role: Role) -> (header::HeaderName, String) {
    let operator = Actor::operator();
    let tenant = (role == Role::Tenant).then(|| "abc-solar".parse().unwrap());
    if let Some(name) = tenant.clone() {
        let new = app::tenants::NewTenant { name, title: "ABC".into(), zone: None };
        test.app.add_tenant(operator.can().unwrap(), new).await.unwrap();
    }
    let key = test.app.create_key(operator.can().unwrap(), role, tenant.as_ref(), "test").await.unwrap();
    (header::AUTHORIZATION, format!("Bearer {}", key.secret))
}

#[tokio::test]
async fn a_leak_to_a_client_is_withheld() {
    let (test, router) = careless().await;
    let tenant = key(&test, Role::Tenant).await;
    for path in ["/v1/vendor", "/v1/header"] {
        let (status, text) = ask(&router, path, tenant.clone()).await;
        assert_eq!(status, 500, "{path}");
        let text = text.to_lowercase();
        assert!(!text.contains("instacall") && !text.contains("vicidial"), "{path}: {text}");
        assert!(text.contains("application/problem+json"));
    }
    let (status, text) = ask(&router, "/v1/fine", tenant).await;
    assert_eq!(status, 200, "a word inside another is no leak: {text}");
}

#[tokio::test]
async fn a_clients_page_is_guarded_whoever_looks_and_the_operators_is_not() {
    let (test, router) = careless().await;
    for cookie in [String::new(), format!("purvey_operator={}", test.app.sign_link(&Scope::Operator))] {
        let (status, text) = ask(&router, "/t/abc-solar", (header::COOKIE, cookie)).await;
        assert_eq!(status, 500);
        assert!(!text.contains("INSTACALL"));
    }
    let operator = key(&test, Role::Operator).await;
    assert_eq!(ask(&router, "/v1/vendor", operator).await.0, 200);
}

#[tokio::test]
async fn a_panic_and_a_request_without_end_are_answered_with_public_words() {
    let (test, router) = careless().await;
    let operator = key(&test, Role::Operator).await;
    let (status, text) = ask(&router, "/v1/panic", operator.clone()).await;
    assert_eq!(status, 500);
    assert!(!text.contains("SELECT") && text.contains("X-Request-Id"));
    let (status, text) = ask(&router, "/v1/slow", operator).await;
    assert_eq!(status, 504);
    assert!(text.contains("did not finish in time"));
}
