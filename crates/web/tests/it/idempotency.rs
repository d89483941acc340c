use axum::{body::Body, http::header};
use serde_json::{Value, json};

use crate::world::{Answer, Who, World};

async fn with_key(world: &World, who: Who, path: &str, key: &str, body: &Value) -> Answer {
    let request = world.request(who, "POST", path).header(header::CONTENT_TYPE, "application/json");
    world.send(request.header("idempotency-key", key).body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn the_same_key_and_request_get_the_first_answer_again() {
    let world = World::new().await;
    let new = json!({ "name": "new", "title": "New" });
    let first = with_key(&world, Who::Operator, "/v1/tenants", "k1", &new).await;
    assert_eq!(first.header("idempotency-replayed"), "");
    let first = first.ok(201);
    let again = with_key(&world, Who::Operator, "/v1/tenants", "k1", &new).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.ok(201), first, "not 200: it is the first answer");
    let other = json!({ "name": "other", "title": "Other" });
    with_key(&world, Who::Operator, "/v1/tenants", "k1", &other).await.refused(409);
    let contract = json!({ "plan": "standard", "start": "2025-10-01" });
    with_key(&world, Who::Operator, "/v1/tenants/new/contracts", "k1", &contract).await.refused(409);
}

#[tokio::test]
async fn keys_belong_to_who_sent_them_and_refusals_are_remembered_like_answers() {
    let world = World::new().await;
    let events = json!([]);
    let path = "/v1/events";
    with_key(&world, Who::Own, path, "k", &events).await.ok(200);
    let other = with_key(&world, Who::Other, path, "k", &events).await;
    assert_eq!(other.header("idempotency-replayed"), "");
    let wrong = json!({ "name": "-", "title": "X" });
    with_key(&world, Who::Operator, "/v1/tenants", "w", &wrong).await.refused(400);
    let again = with_key(&world, Who::Operator, "/v1/tenants", "w", &wrong).await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    again.refused(400);
    for bad in ["a b", &"x".repeat(300)] {
        with_key(&world, Who::Operator, "/v1/tenants", bad, &wrong).await.refused(400);
    }
    with_key(&world, Who::Nobody, "/v1/tenants", "n", &wrong).await.refused(401);
}

#[tokio::test]
async fn a_secret_is_not_kept_to_be_shown_again() {
    let world = World::new().await;
    let new = json!({ "role": "collector", "label": "x" });
    let key = with_key(&world, Who::Operator, "/v1/keys", "k", &new).await.ok(201);
    let again = with_key(&world, Who::Operator, "/v1/keys", "k", &new).await;
    assert!(!again.text().contains(key["secret"].as_str().unwrap()));
    let problem = again.refused(409);
    assert!(problem["detail"].as_str().unwrap().contains(key["id"].as_str().unwrap()));
}
