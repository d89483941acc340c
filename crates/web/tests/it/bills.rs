use serde_json::json;

use crate::world::{Who, World};

#[tokio::test]
async fn the_bill_follows_each_event_and_only_the_operator_sees_what_it_costs() {
    let world = World::new().await;
    let path = "/v1/tenants/abc-solar/bill";
    assert_eq!(world.get(Who::Own, path).await.ok(200)["total"], "500.00");
    world.calls(Who::Own, "abc-solar", "2025-10-10", &[600, 6_000]).await.ok(200);
    let own = world.get(Who::Own, path).await;
    let text = own.text().to_lowercase();
    assert!(!["cost", "margin", "vendor", "instacall"].iter().any(|word| text.contains(word)), "{text}");
    let own = own.ok(200);
    assert_eq!(own["total"], "502.75");
    assert_eq!(own["period"], json!({ "start": "2025-10-01T04:00:00Z", "end": "2025-11-01T04:00:00Z" }));
    let line = json!({
        "product": "minutes", "description": "Call minutes", "quantity": "110", "unit": "minute",
        "price": "0.025", "amount": "2.75",
    });
    assert_eq!(own["lines"][1], line);

    let operators = world.get(Who::Operator, path).await.ok(200);
    assert_eq!((&operators["cost"], &operators["margin"]), (&json!("1.10"), &json!("501.65")));
    assert_eq!(operators["lines"][1]["cost"], "1.10");
}

#[tokio::test]
async fn periods_are_months_or_refused() {
    let world = World::new().await;
    world.calls(Who::Own, "abc-solar", "2025-09-10", &[60]).await.ok(200);
    let path = "/v1/tenants/abc-solar/bill";
    assert_eq!(world.get(Who::Own, &format!("{path}?period=2025-09")).await.ok(200)["total"], "500.03");
    for wrong in ["2025-13", "October", "2025-10-01"] {
        world.get(Who::Own, &format!("{path}?period={wrong}")).await.refused(400);
    }
    world.get(Who::Own, &format!("{path}?period=2024-01")).await.refused(404);
    world.get(Who::Own, "/v1/tenants/harbor/bill").await.refused(404);
    world.get(Who::Operator, "/v1/tenants/nobody/bill").await.refused(404);
    world.get(Who::Operator, "/v1/tenants/no%20body/bill").await.refused(404);
}

#[tokio::test]
async fn usage_is_told_by_day() {
    let world = World::new().await;
    world.calls(Who::Own, "abc-solar", "2025-10-10", &[60, 120]).await.ok(200);
    world.calls(Who::Own, "abc-solar", "2025-10-12", &[30]).await.ok(200);
    let usage = world.get(Who::Own, "/v1/tenants/abc-solar/usage").await.ok(200);
    let days = usage["data"][0]["days"].as_array().unwrap();
    let of = |day: &str| days.iter().find(|one| one["day"] == day).map(|one| one["quantity"].clone());
    assert_eq!((of("2025-10-10"), of("2025-10-12")), (Some(json!("3")), Some(json!("0.5"))));
}
