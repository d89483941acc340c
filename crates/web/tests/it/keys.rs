use axum::{body::Body, http::header};
use serde_json::json;

use crate::world::{Who, World};

#[tokio::test]
async fn a_new_key_is_shown_once_and_works() {
    let world = World::new().await;
    let new = json!({ "role": "tenant", "tenant": "harbor", "label": "their exchange" });
    let key = world.post_json(Who::Operator, "/v1/keys", &new).await.ok(201);
    let with = |secret: &str| {
        let request = world.request(Who::Nobody, "GET", "/v1/tenants/harbor/bill");
        request.header(header::AUTHORIZATION, format!("Bearer {secret}")).body(Body::empty()).unwrap()
    };
    world.send(with(key["secret"].as_str().unwrap())).await.ok(200);
    world.send(with("pk_0000")).await.refused(401);
    world.send(with("")).await.refused(401);
}

#[tokio::test]
async fn a_key_names_a_tenant_if_and_only_if_it_is_one() {
    let world = World::new().await;
    for (wrong, status) in [
        (json!({ "role": "tenant", "label": "x" }), 400),
        (json!({ "role": "operator", "tenant": "harbor", "label": "x" }), 400),
        (json!({ "role": "king", "label": "x" }), 400),
        (json!({ "role": "tenant", "tenant": "nobody", "label": "x" }), 404),
    ] {
        world.post_json(Who::Operator, "/v1/keys", &wrong).await.refused(status);
    }
}
