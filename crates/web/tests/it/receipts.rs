//! What a client learns of events that were not accepted.

use app::{Actor, contracts::NewContract, events::parse_one, tenants::NewTenant, testing::TestApp};
use model::Map;

const SHOP: &str = r#"
    [business]
    name = "Shop"
    currency = "USD"
    timezone = "UTC"
    [vendors]
    carrier = { name = "Carrier" }
    [meters.calls]
    event = "call"
    sum = "seconds"
    [meters.legs]
    event = "call"
    sum = "wholesale"
    [products.calls]
    meter = "calls"
    price = "0.02"
    [products.legs]
    meter = "legs"
    cost = { vendor = "carrier", price = "0.01" }
    [plans.all]
    products = ["calls", "legs"]
"#;

#[tokio::test]
async fn a_meter_that_only_costs_us_is_ours_alone() {
    let world = TestApp::at("2026-01-20T12:00:00Z".parse().unwrap()).await;
    let (app, operator) = (&world.app, Actor::operator());
    app.apply_business(operator.can().unwrap(), SHOP, "shop.toml").await.unwrap();
    let name: kernel::id::TenantName = "acme".parse().unwrap();
    let new = NewTenant { name: name.clone(), title: "Acme".into(), zone: None };
    app.add_tenant(operator.can().unwrap(), new).await.unwrap();
    let contract = NewContract {
        tenant: name.clone(),
        plan: "all".into(),
        start: "2026-01-01".parse().unwrap(),
        quantities: Map::new(),
        prices: Map::new(),
    };
    app.start_contract(operator.can().unwrap(), contract).await.unwrap();

    let client = Actor::tenant(name);
    for (data, ours) in [(r#"{"seconds":5,"wholesale":"q"}"#, true), (r#"{"seconds":"q","wholesale":5}"#, false)] {
        let event = format!(r#"{{"specversion":"1.0","id":"{ours}","source":"/s","type":"call","data":{data}}}"#);
        let receipt = app.receive(&client, parse_one(event.as_bytes()).unwrap()).await.unwrap();
        assert_eq!(receipt.not_accepted.iter().map(|entry| entry.ours).collect::<Vec<_>>(), [ours], "{data}");
    }
}
