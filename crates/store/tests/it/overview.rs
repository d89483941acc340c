use std::collections::BTreeMap;

use store::{Days, Ingest, testing};

use crate::support::{Said, at, client, day, october, version};

#[tokio::test]
async fn many_tenants_read_as_each_of_them_alone() {
    let database = testing::database().await;
    let store = database.store();
    let ingest = Ingest::start(store, 2);
    let mut clients = Vec::new();
    for n in 0..4 {
        let client = client(store, &format!("tenant-{n}")).await;
        let events = [
            Said::minutes("a", 1, &format!("{n}.5")),
            Said::member("b", "2025-10-03T00:00:00Z", "+1"),
            Said::one("c", "2025-10-03T00:00:00Z", 5, "2"),
            Said::one("d", "2025-09-30T00:00:00Z", 5, "3"),
        ];
        client.send(&ingest, &events).await.unwrap();
        clients.push(client);
    }
    let silent = client(store, "silent").await;
    let ids: Vec<_> = clients.iter().chain([&silent]).map(|client| client.id).collect();
    let totals = store.totals(&ids, october()).await.unwrap();
    assert_eq!(totals.len(), 4);
    for client in &clients {
        let mut view = store.view(client.id).await.unwrap();
        assert_eq!(totals[&client.id].readings, view.readings(october()).await.unwrap());
        assert_eq!(totals[&client.id].events, view.event_total(october()).await.unwrap());
    }
    let days = store.events_by_day(&ids, october()).await.unwrap();
    assert_eq!(days, BTreeMap::from([(day("2025-10-01"), 4), (day("2025-10-03"), 8)]));
}

#[tokio::test]
async fn a_member_seen_in_two_months_is_one_member_of_the_year() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 2);
    let events = [
        Said::member("a", "2025-10-03T00:00:00Z", "+1"),
        Said::member("b", "2025-11-03T00:00:00Z", "+1"),
        Said::member("c", "2025-11-04T00:00:00Z", "+2"),
    ];
    client.send(&ingest, &events).await.unwrap();
    let mut view = store.view(client.id).await.unwrap();
    let mut members = async |days: Days| {
        let readings = view.readings(days).await.unwrap();
        readings.0["numbers"].quantity.to_string()
    };
    assert_eq!(members(october()).await, "1");
    assert_eq!(members(Days::month_of(day("2025-11-01"))).await, "2");
    assert_eq!(members(Days { first: day("2025-01-01"), after: day("2026-01-01") }).await, "2");
}

#[tokio::test]
async fn the_version_in_force_at_a_moment_is_the_one_applied_last_before_it() {
    let database = testing::database().await;
    let store = database.store();
    let version = version(store).await;
    assert_eq!(store.version_at(at("2024-12-31T23:59:59Z")).await.unwrap(), None);
    assert_eq!(store.version_at(at("2025-06-01T00:00:00Z")).await.unwrap(), Some(version));
}

#[tokio::test]
async fn what_is_rolled_back_is_gone_and_its_locks_with_it() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 1);
    let none = model::Map::new();
    let mut tx = store.tenant(client.id).await.unwrap();
    tx.add_contract(crate::support::contract(version(store).await.id, "2025-10-01", &none)).await.unwrap();
    tx.rollback().await.unwrap();
    // Neither busy nor stale.
    assert_eq!(client.send(&ingest, &[Said::minutes("a", 1, "1")]).await.unwrap().accepted, 1);
    assert_eq!(store.view(client.id).await.unwrap().contracts().await.unwrap().len(), 1);
}
