use serde_json::json;

use crate::world::{BUSINESS, Who, World};

#[tokio::test]
async fn a_tenant_is_added_once_put_under_contract_and_read() {
    let world = World::empty().await;
    world.post(Who::Operator, "/v1/business", "application/toml", BUSINESS).await.ok(201);
    let new = json!({ "name": "abc-solar", "title": "ABC Solar", "zone": "America/Denver" });
    let added = world.post_json(Who::Operator, "/v1/tenants", &new).await;
    assert_eq!(added.header("location"), "/v1/tenants/abc-solar");
    let added = added.ok(201);
    assert_eq!(added["plan"], json!(null));
    assert_eq!(world.post_json(Who::Operator, "/v1/tenants", &new).await.ok(200), added);
    let other = json!({ "name": "abc-solar", "title": "Another" });
    world.post_json(Who::Operator, "/v1/tenants", &other).await.refused(409);

    let contract = json!({ "plan": "standard", "start": "2025-10-01" });
    let path = "/v1/tenants/abc-solar/contracts";
    world.post_json(Who::Operator, path, &contract).await.ok(201);
    world.post_json(Who::Operator, path, &contract).await.ok(200);
    let read = world.get(Who::Operator, "/v1/tenants/abc-solar").await.ok(200);
    assert_eq!((read["plan"].as_str(), read["since"].as_str()), (Some("standard"), Some("2025-10-01")));
}

#[tokio::test]
async fn what_cannot_be_a_tenant_or_a_contract_is_refused() {
    let world = World::new().await;
    for wrong in [
        json!({ "name": "-x", "title": "X" }),
        json!({ "name": "x", "title": "X", "zone": "Mars/Base" }),
        json!({ "name": "x", "title": "X", "colour": "red" }),
        json!({ "title": "X" }),
    ] {
        world.post_json(Who::Operator, "/v1/tenants", &wrong).await.refused(400);
    }
    world.post(Who::Operator, "/v1/tenants", "text/plain", "{}").await.refused(415);
    for (wrong, status) in [
        (json!({ "plan": "diamond", "start": "2025-12-01" }), 400),
        (json!({ "plan": "standard", "start": "soon" }), 400),
        (json!({ "plan": "standard", "start": "2025-12-01", "quantities": { "minutes": "1e3x" } }), 400),
    ] {
        world.post_json(Who::Operator, "/v1/tenants/abc-solar/contracts", &wrong).await.refused(status);
    }
    let nobody = json!({ "plan": "standard", "start": "2025-12-01" });
    world.post_json(Who::Operator, "/v1/tenants/nobody/contracts", &nobody).await.refused(404);
}

#[tokio::test]
async fn lists_come_in_pages_that_hold_everyone_once() {
    let world = World::empty().await;
    world.post(Who::Operator, "/v1/business", "application/toml", BUSINESS).await.ok(201);
    for index in 0..7 {
        let new = json!({ "name": format!("t{index}"), "title": format!("T {index}") });
        world.post_json(Who::Operator, "/v1/tenants", &new).await.ok(201);
    }
    let (mut names, mut path) = (Vec::new(), "/v1/tenants?limit=3".to_owned());
    loop {
        let page = world.get(Who::Operator, &path).await.ok(200);
        let data = page["data"].as_array().unwrap();
        assert!(data.len() <= 3);
        names.extend(data.iter().map(|tenant| tenant["name"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/tenants?limit=3&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(names, (0..7).map(|index| format!("t{index}")).collect::<Vec<_>>());
    for wrong in ["limit=0", "limit=201", "limit=x", "cursor=%20", "page=2"] {
        world.get(Who::Operator, &format!("/v1/tenants?{wrong}")).await.refused(400);
    }
}
