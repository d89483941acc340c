use billing::usage::Measure;
use store::{Ingest, IngestError, RawEvent, Recorded, Store, StoreError, testing};

use crate::{
    closing::assert_clean,
    support::{Client, Said, again, at, client, contract, day, number, version},
};

/// Counts everything again, each event as twice as many minutes.
async fn double(client: &Client, store: &Store) -> Result<(), StoreError> {
    let mut tx = store.tenant(client.id).await?;
    count_again(client, &mut tx, 2).await?;
    tx.commit().await
}

async fn count_again(client: &Client, tx: &mut store::TenantTx, times: i64) -> Result<(), StoreError> {
    let mut rebuild = tx.rebuild(day("2025-10-01"), at("2025-10-01T00:00:00Z")).await?;
    loop {
        let events = rebuild.next().await?;
        if events.is_empty() {
            return rebuild.finish().await;
        }
        for event in &events {
            let day = event.at.to_zoned(kernel::time::TimeZone::UTC).date();
            let measure = Measure { series: 0, value: minutes(event) * number(&times.to_string()), member: None };
            rebuild.push(&client.terms, event, day, &[measure]).unwrap();
        }
    }
}

fn minutes(event: &RawEvent) -> kernel::Decimal {
    let digits: String = event.data.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    number(&digits)
}

#[tokio::test]
async fn counting_again_replaces_the_totals_from_that_month_on() {
    let database = testing::database().await;
    let store = database.store();
    let (client, other) = (client(store, "abc-solar").await, client(store, "other").await);
    let ingest = Ingest::start(store, 2);
    let before = Said::one("before", "2025-09-30T00:00:00Z", 0, "5");
    client.send(&ingest, &[Said::minutes("a", 1, "60"), Said::minutes("b", 2, "40"), before]).await.unwrap();
    other.send(&ingest, &[Said::minutes("a", 1, "60")]).await.unwrap();
    double(&client, store).await.unwrap();
    assert_eq!(client.quantity("minutes").await, "200");
    // What the new terms do not measure is gone; what they say nothing about is untouched.
    assert_eq!(client.quantity("minutes/price").await, "");
    assert_eq!(other.quantity("minutes").await, "60");
    let september = store::Days::month_of(day("2025-09-01"));
    let readings = store.view(client.id).await.unwrap().readings(september).await.unwrap();
    assert_eq!(readings.0["minutes"].quantity.to_string(), "5");
    client.send(&ingest, &[Said::minutes("c", 3, "1")]).await.unwrap();
    assert_eq!(client.quantity("minutes").await, "201");
    assert_clean(store).await;
    let wrong =
        store.tenant(client.id).await.unwrap().rebuild(day("2025-10-02"), at("2025-10-02T00:00:00Z")).await.err();
    assert!(matches!(wrong, Some(StoreError::OutOfRange(_))));
}

#[tokio::test]
async fn events_that_come_while_it_counts_are_counted_once() {
    let database = testing::database().await;
    let store = database.store();
    let (client, other) = (client(store, "abc-solar").await, client(store, "other").await);
    let ingest = Ingest::start(store, 2);
    client.send(&ingest, &[Said::minutes("a", 1, "1")]).await.unwrap();
    let mut tx = store.tenant(client.id).await.unwrap();
    count_again(&client, &mut tx, 1).await.unwrap();
    // The tenant's own events are sent away, another's are not.
    assert_eq!(client.send(&ingest, &[Said::minutes("b", 1, "1")]).await, Err(IngestError::Busy));
    other.send(&ingest, &[Said::minutes("b", 1, "1")]).await.unwrap();
    tx.commit().await.unwrap();
    client.send(&ingest, &[Said::minutes("b", 1, "1")]).await.unwrap();
    assert_eq!(client.quantity("minutes").await, "2");
    // Many at once, from all sides.
    let senders = (0..200).map(|n| {
        let (client, ingest) = (client.clone(), ingest.clone());
        tokio::spawn(async move {
            let events = [Said::minutes(&format!("many-{n}"), 1, "1")];
            while let Err(error) = client.send(&ingest, &events).await {
                assert_eq!(error, IngestError::Busy);
                tokio::task::yield_now().await;
            }
        })
    });
    let senders: Vec<_> = senders.collect();
    for _ in 0..5 {
        let mut tx = store.tenant(client.id).await.unwrap();
        count_again(&client, &mut tx, 1).await.unwrap();
        tx.commit().await.unwrap();
    }
    for sender in senders {
        sender.await.unwrap();
    }
    assert_eq!(client.quantity("minutes").await, "202");
    assert_clean(store).await;
}

#[tokio::test]
async fn a_new_contract_makes_what_was_measured_before_it_stale() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 1);
    let (version, none) = (version(store).await.id, model::Map::new());
    let measured = client.batch(&[Said::minutes("a", 1, "1")]);
    let mut tx = store.tenant(client.id).await.unwrap();
    let new = contract(version, "2025-10-01", &none);
    let Recorded::Now(row) = tx.add_contract(new.clone()).await.unwrap() else { panic!("a new contract") };
    assert_eq!((row.start, row.zone.as_str()), (day("2025-10-01"), "UTC"));
    assert_eq!(tx.contract_at(day("2025-09-30")).await.unwrap().unwrap().start, day("2025-01-01"));
    tx.commit().await.unwrap();
    assert_eq!(ingest.submit(measured).await, Err(IngestError::Stale));
    let client = again(store, "abc-solar").await;
    assert_eq!(client.terms.generation, 2);
    client.send(&ingest, &[Said::minutes("a", 1, "1")]).await.unwrap();
    // The same again changes nothing, another on the same day is a conflict.
    let mut tx = store.tenant(client.id).await.unwrap();
    assert!(matches!(tx.add_contract(new.clone()).await.unwrap(), Recorded::Already(_)));
    let other = store::NewContract { plan: "gold", ..new };
    assert!(matches!(tx.add_contract(other).await.unwrap(), Recorded::Conflict(_)));
    tx.commit().await.unwrap();
    assert_eq!(again(store, "abc-solar").await.terms.generation, 2);
}
