use serde_json::json;

use crate::world::{BUSINESS, Who, World};

#[tokio::test]
async fn a_rejected_event_waits_until_its_cause_is_mended() {
    let world = World::empty().await;
    world.post(Who::Operator, "/v1/business", "application/toml", BUSINESS).await.ok(201);
    let sent = world.calls(Who::Operator, "late-comer", "2025-10-10", &[60]).await.ok(202);
    assert_eq!(sent["errors"][0]["reason"], "unknown_tenant");
    let waiting = world.get(Who::Operator, "/v1/rejected").await.ok(200);
    let rejected = &waiting["data"][0];
    assert_eq!((&rejected["tenant"], &rejected["times"]), (&json!("late-comer"), &json!(1)));
    let replay = format!("/v1/rejected/{}/replay", rejected["id"].as_str().unwrap());
    let again = world.post(Who::Operator, &replay, "application/json", "").await.ok(200);
    assert_eq!((&again["outcome"], &again["reason"]), (&json!("refused"), &json!("unknown_tenant")));

    world.post_json(Who::Operator, "/v1/tenants", &json!({ "name": "late-comer", "title": "Late" })).await.ok(201);
    let contract = json!({ "plan": "standard", "start": "2025-10-01" });
    world.post_json(Who::Operator, "/v1/tenants/late-comer/contracts", &contract).await.ok(201);
    let done = world.post(Who::Operator, &replay, "application/json", "").await.ok(200);
    assert_eq!(done, json!({ "outcome": "accepted" }));
    let waiting = world.get(Who::Operator, "/v1/rejected").await.ok(200);
    assert_eq!(waiting["data"], json!([]));
    let bill = world.get(Who::Operator, "/v1/tenants/late-comer/bill").await.ok(200);
    assert_eq!(bill["lines"][1]["quantity"], "1");
    world.post(Who::Operator, "/v1/rejected/rej_0/replay", "application/json", "").await.refused(404);
}
