//! Months that close by themselves.

use app::{Actor, contracts::NewContract, tenants::NewTenant, testing::TestApp};
use model::Map;

#[tokio::test]
async fn a_month_over_before_its_contract_was_recorded_waits_for_the_operator() {
    let world = TestApp::at("2026-01-20T12:00:00Z".parse().unwrap()).await;
    let (app, operator) = (&world.app, Actor::operator());
    let dialer = model::shipped::get("dialer").unwrap();
    app.apply_business(operator.can().unwrap(), dialer.text, "dialer.toml").await.unwrap();
    let name: kernel::id::TenantName = "abc-solar".parse().unwrap();
    let new = NewTenant { name: name.clone(), title: "ABC Solar".into(), zone: None };
    app.add_tenant(operator.can().unwrap(), new).await.unwrap();
    let contract = NewContract {
        tenant: name,
        plan: "standard".into(),
        start: "2025-10-01".parse().unwrap(),
        quantities: Map::new(),
        prices: Map::new(),
    };
    app.start_contract(operator.can().unwrap(), contract).await.unwrap();

    let history = app.close_due(operator.can().unwrap()).await.unwrap();
    assert_eq!((history.closed, history.failed.len()), (0, 0));

    world.clock.set("2026-02-03T12:00:00Z".parse().unwrap());
    let january = app.close_due(operator.can().unwrap()).await.unwrap();
    assert_eq!((january.closed, january.failed.len()), (1, 0));
    let october = app.close_all(operator.can().unwrap(), "2025-10", &|_, _| {}).await.unwrap();
    assert_eq!((october.closed, october.failed.len()), (1, 0));
}
