use axum::{body::Body, http::header};

use crate::world::{Who, World};

#[tokio::test]
async fn what_is_not_there_is_a_problem_on_the_api_and_a_page_for_people() {
    let world = World::new().await;
    assert_eq!(world.get(Who::Nobody, "/v1/nothing").await.refused(404)["code"], "not_found");
    let put = world.request(Who::Operator, "PUT", "/v1/tenants").body(Body::empty()).unwrap();
    let answer = world.send(put).await;
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    answer.refused(405);
    let browser = |path: &str| {
        let request = world.request(Who::Nobody, "GET", path).header(header::ACCEPT, "text/html,*/*;q=0.8");
        request.body(Body::empty()).unwrap()
    };
    let page = world.send(browser("/nothing")).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(page.text().contains("There is nothing at this address."));
    assert!(page.text().contains(page.header("x-request-id")));
    world.send(browser("/v1/nothing")).await.refused(404);
    let page = world.send(browser("/operator")).await;
    assert_eq!(page.status.as_u16(), 401);
    assert!(page.text().contains("Ask for a new one"));
}

#[tokio::test]
async fn every_answer_says_what_a_browser_must_not_do_with_it() {
    let world = World::new().await;
    for (who, path) in [
        (Who::Operator, "/operator"),
        (Who::Own, "/t/abc-solar"),
        (Who::Operator, "/v1/tenants"),
        (Who::Nobody, "/nothing"),
    ] {
        let answer = world.get(who, path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert!(!answer.header("x-request-id").is_empty());
    }
}

#[tokio::test]
async fn heads_and_health_are_answered() {
    let world = World::new().await;
    let head = world.request(Who::Operator, "HEAD", "/v1/tenants").body(Body::empty()).unwrap();
    let head = world.send(head).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    let head = world.request(Who::Nobody, "HEAD", "/v1/nothing").body(Body::empty()).unwrap();
    let head = world.send(head).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (404, 0));
    for path in ["/healthz", "/readyz"] {
        assert_eq!(world.get(Who::Nobody, path).await.text(), "ok\n");
    }
}

/// PostgreSQL's text cannot hold it.
#[tokio::test]
async fn a_zero_byte_in_an_address_is_no_mistake_of_ours() {
    let world = World::new().await;
    for path in ["/v1/invoices/%00", "/v1/invoices/INV-000001%00.pdf", "/v1/invoices/%00/verify"] {
        assert_eq!(world.get(Who::Operator, path).await.refused(404)["code"], "not_found", "{path}");
    }
    for path in ["/v1/tenants?cursor=%00", "/operator?q=%00"] {
        assert_eq!(world.get(Who::Operator, path).await.status.as_u16(), 400, "{path}");
    }
}
