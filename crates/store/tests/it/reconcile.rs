use sqlx::AssertSqlSafe;
use store::{Days, Ingest, testing};

use crate::{
    closing::{assert_clean, close},
    support::{Said, client, day, october},
};

/// What somebody with all rights might do to a database, and the comparison that must tell.
const DAMAGE: [(&str, &str); 14] = [
    ("delete from event where id = 'a'", "events = running totals"),
    ("update event set at = at + interval '1 day' where id = 'a'", "events = running totals"),
    ("update event set digest_low = digest_low + 1 where id = 'a'", "events = running totals"),
    ("update rollup set events = events + 1 where series_id = 1", "events = running totals"),
    (
        "insert into rollup (tenant_id, day, series_id, lane, carries, events, digest) \
      values (1, '2024-01-01', 1, 0, false, 1, 5)",
        "events = running totals",
    ),
    ("delete from member", "members = running totals"),
    ("update listed set value = value + 1", "listed values = running totals"),
    ("update event set kind_id = 99 where id = 'a'", "events name tenants, sources and types"),
    ("update invoice set events = events + 1 where sequence = 1", "events an invoice saw"),
    ("update counter set value = value + 1", "invoice numbers have no gaps"),
    ("update invoice_line set settled_minor = settled_minor + 1", "invoice lines = total"),
    (
        "update ledger.posting set amount_minor = amount_minor + 1 where position = 1",
        "journal transactions sum to zero",
    ),
    ("update cost.invoice_line_cost set settled_minor = settled_minor + 1", "cost of lines"),
    ("update invoice set body = body || ' '", "what was issued = its digest"),
];

#[tokio::test]
async fn every_damage_is_found_by_name() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 2);
    let events = [
        Said::minutes("a", 1, "60"),
        Said::minutes("b", 31, "40"),
        Said::member("c", "2025-10-05T00:00:00Z", "+1"),
        Said::one("d", "2025-10-05T00:00:00Z", 5, "7"),
    ];
    client.send(&ingest, &events).await.unwrap();
    close(store, &client, october()).await.unwrap();
    close(store, &client, Days::month_of(day("2025-11-01"))).await.unwrap();
    client.send(&ingest, &[Said::minutes("late", 31, "3")]).await.unwrap();
    assert_clean(store).await;
    let proofs = store.reconcile().await.unwrap();
    assert!(proofs.iter().all(|proof| proof.compared > 0), "{proofs:?}");

    let mut superuser = database.superuser().await;
    for (damage, proof) in DAMAGE {
        // A copy of the three tables and what hangs on them would be slow; a savepoint cannot be seen by others. So
        // the damage is done, found, and undone by restoring the rows from before.
        let table = damage.split_whitespace().find(|word| word.contains('.') || TABLES.contains(word)).unwrap();
        let keep = format!(
            "set session_replication_role = replica; create temp table kept as select * from {table}; {damage}"
        );
        sqlx::raw_sql(AssertSqlSafe(keep)).execute(&mut superuser).await.unwrap();
        let found: Vec<&str> = store
            .reconcile()
            .await
            .unwrap()
            .into_iter()
            .filter(|proof| !proof.differences.is_empty())
            .map(|proof| proof.name)
            .collect();
        assert!(found.iter().any(|name| name.starts_with(proof)), "{damage}: found {found:?}");
        let undo = format!(
            "delete from {table}; insert into {table} overriding system value select * from kept; drop table kept"
        );
        sqlx::raw_sql(AssertSqlSafe(undo)).execute(&mut superuser).await.unwrap();
        assert_clean(store).await;
    }
}

const TABLES: [&str; 9] =
    ["event", "rollup", "member", "listed", "invoice", "counter", "invoice_line", "tenant", "contract"];

#[tokio::test]
async fn days_are_those_of_the_contracts_zone() {
    let database = testing::database().await;
    let store = database.store();
    let version = crate::support::version(store).await;
    let mut far = client(store, "far").await;
    let none = model::Map::new();
    let mut tx = store.tenant(far.id).await.unwrap();
    let new =
        store::NewContract { zone: "Pacific/Auckland", ..crate::support::contract(version.id, "2025-09-01", &none) };
    tx.add_contract(new).await.unwrap();
    tx.commit().await.unwrap();
    far.terms.generation = 2;
    far.zone = kernel::time::TimeZone::get("Pacific/Auckland").unwrap();
    let ingest = Ingest::start(store, 1);
    // Around midnight and around the night the clocks go forward.
    for (n, when) in [
        "2025-09-26T12:00:00Z",
        "2025-09-27T11:59:59Z",
        "2025-09-27T12:00:00Z",
        "2025-09-28T10:59:59Z",
        "2025-09-28T11:00:00Z",
        "2025-10-30T11:00:00Z",
    ]
    .iter()
    .enumerate()
    {
        far.send(&ingest, &[Said::one(&format!("e{n}"), when, 0, "1")]).await.unwrap();
    }
    assert_clean(store).await;
    let mut view = store.view(far.id).await.unwrap();
    let days = Days { first: day("2025-09-01"), after: day("2025-11-01") };
    let usage = view.usage(days, &["minutes".into()]).await.unwrap();
    let usage: Vec<(String, u64)> = usage.iter().map(|usage| (usage.day.to_string(), usage.events)).collect();
    let expected = [("2025-09-27", 2), ("2025-09-28", 2), ("2025-09-29", 1), ("2025-10-31", 1)];
    assert_eq!(usage, expected.map(|(day, events)| (day.to_owned(), events)));
}
