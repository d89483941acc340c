use super::*;

#[test]
fn the_example_is_one_hundred_thousand_minutes_to_the_minute() {
    let demo = of("dialer").unwrap();
    let abc = demo.tenants.iter().find(|tenant| tenant.name == "abc-solar").unwrap();
    let zone = kernel::time::TimeZone::get("America/New_York").unwrap();
    let october = kernel::Period::parse("2025-10", &zone).unwrap();
    let seconds = |event: &DemoEvent| {
        let data: serde_json::Value = serde_json::from_str(&event.data).unwrap();
        data["billable_seconds"].as_u64().unwrap()
    };
    let calls = abc.events.iter().filter(|event| event.kind == "call.completed" && october.contains(event.at));
    let minutes: u64 = calls.map(|call| seconds(call).div_ceil(60)).sum();
    assert_eq!(minutes, 100_000);
}

#[test]
fn every_business_has_tenants_with_ids_of_their_own() {
    for business in ["dialer", "isp", "nodes", "deployments"] {
        let demo = of(business).unwrap();
        assert!(demo.tenants.len() >= 4, "{business}");
        for tenant in &demo.tenants {
            let ids: std::collections::BTreeSet<_> = tenant.events.iter().map(|event| &event.id).collect();
            assert_eq!(ids.len(), tenant.events.len(), "{}", tenant.name);
            for event in &tenant.events {
                serde_json::from_str::<serde_json::Value>(&event.json(tenant.name)).unwrap();
                assert!(event.at < starts_at(), "{}", event.id);
            }
        }
    }
    assert!(of("bakery").is_none());
}

#[test]
fn the_same_business_every_time() {
    let events = |demo: Demo| demo.tenants.into_iter().flat_map(|tenant| tenant.events).collect::<Vec<_>>();
    assert_eq!(events(of("dialer").unwrap()), events(of("dialer").unwrap()));
}
