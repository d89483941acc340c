//! Who sees what, asked of the database itself for every table there is.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::{Ingest, testing};

use crate::{
    closing::close,
    support::{Said, client, october},
};

async fn all_tables(connection: &mut PgConnection) -> Vec<(String, String, bool)> {
    sqlx::query_as(
        "select n.nspname::text, c.oid::regclass::text, \
                exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') \
         from pg_class c join pg_namespace n on n.oid = c.relnamespace \
         where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname in ('public', 'cost', 'ledger') order by 2",
    )
    .fetch_all(connection)
    .await
    .unwrap()
}

async fn count(connection: &mut PgConnection, sql: String) -> Result<i64, String> {
    let count = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await;
    count.map_err(|error| error.to_string())
}

#[tokio::test]
async fn the_clients_role_sees_its_own_rows_and_no_cost() {
    let database = testing::database().await;
    let store = database.store();
    let (mine, other) = (client(store, "mine").await, client(store, "other").await);
    let ingest = Ingest::start(store, 1);
    for client in [&mine, &other] {
        let events = [
            Said::minutes("a", 1, "60"),
            Said::member("b", "2025-10-01T00:00:00Z", "+1"),
            Said::one("c", "2025-10-01T00:00:00Z", 5, "1"),
        ];
        client.send(&ingest, &events).await.unwrap();
        close(store, client, october()).await.unwrap();
    }
    let mut superuser = database.superuser().await;
    let tables = all_tables(&mut superuser).await;
    let mut connection = database.superuser().await;
    sqlx::raw_sql("set role purvey_client").execute(&mut connection).await.unwrap();
    let (me, them) = (mine.id_number(), other.id_number());
    let mut seen = Vec::new();
    for (schema, table, has_tenant) in &tables {
        let column = if *table == "tenant" { "id" } else { "tenant_id" };
        let all = count(&mut superuser, format!("select count(*) from {table}")).await.unwrap();
        let mut tx = connection.begin().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("set local purvey.tenant = {me}"))).execute(&mut *tx).await.unwrap();
        let visible = count(&mut tx, format!("select count(*) from {table}")).await;
        tx.rollback().await.unwrap();
        let Ok(visible) = visible else { continue };
        assert!(schema == "public", "the client's role reads {table}");
        seen.push(table.as_str());
        if *has_tenant || *table == "tenant" {
            assert!(all > 0, "{table} has no rows to hide");
            let theirs = format!("select count(*) from {table} where {column} = {them}");
            assert!(count(&mut superuser, theirs).await.unwrap() > 0, "{table} has no row of the other tenant");
            let mut tx = connection.begin().await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(format!("set local purvey.tenant = {me}"))).execute(&mut *tx).await.unwrap();
            let foreign = format!("select count(*) from {table} where {column} <> {me}");
            assert_eq!(count(&mut tx, foreign).await, Ok(0), "{table}");
            tx.rollback().await.unwrap();
            assert!(visible > 0, "{table} hides a tenant's own rows");
        }
        // Without a tenant there is nothing.
        if *has_tenant {
            assert_eq!(count(&mut connection, format!("select count(*) from {table}")).await, Ok(0), "{table}");
        }
        let write = format!("with gone as (delete from {table} returning 1) select count(*) from gone");
        assert!(count(&mut connection, write).await.unwrap_err().contains("permission denied"));
    }
    assert_eq!(seen, ["contract", "invoice", "invoice_line", "listed", "member", "rollup", "series", "tenant"]);
    // Among what it reads, no series tells a cost.
    let mut tx = connection.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("set local purvey.tenant = {me}"))).execute(&mut *tx).await.unwrap();
    assert_eq!(count(&mut tx, "select count(*) from series where cost or key like '%cost%'".into()).await, Ok(0));
    assert!(count(&mut superuser, "select count(*) from series where cost".into()).await.unwrap() > 0);
    let among = "select count(*) from rollup r where not exists (select from series s where s.id = r.series_id)";
    assert_eq!(count(&mut tx, among.into()).await, Ok(0));
}

#[tokio::test]
async fn a_tenants_view_reads_its_bill_and_not_its_margin() {
    let database = testing::database().await;
    let store = database.store();
    let (mine, other) = (client(store, "mine").await, client(store, "other").await);
    let ingest = Ingest::start(store, 1);
    for client in [&mine, &other] {
        client.send(&ingest, &[Said::minutes("a", 1, "60")]).await.unwrap();
    }
    let (_, row, _) = close(store, &mine, october()).await.unwrap();
    let (_, foreign, _) = close(store, &other, october()).await.unwrap();
    let mut view = store.client(mine.id).await.unwrap();
    assert_eq!(view.own_row().await.unwrap().name.as_str(), "mine");
    let readings = view.readings(october()).await.unwrap();
    assert_eq!(readings.0.keys().collect::<Vec<_>>(), ["minutes", "minutes/price"]);
    let usage = view.usage(october(), &["minutes".into(), "minutes/cost".into()]).await.unwrap();
    assert_eq!(usage.iter().map(|day| day.quantity.to_string()).collect::<Vec<_>>(), ["60"]);
    assert_eq!(view.event_total(october()).await.unwrap().events, 1);
    assert_eq!(view.contracts().await.unwrap().len(), 1);
    assert_eq!(view.invoices(None, 9).await.unwrap().len(), 1);
    assert_eq!(view.invoice(foreign.id).await.unwrap(), None);
    assert_eq!(view.invoice_numbered(&foreign.number).await.unwrap(), None);
    assert!(view.margin(row.id, kernel::Currency::USD).await.is_err());
    // The refusal ends the transaction; a new one still reads.
    let mut view = store.client(mine.id).await.unwrap();
    assert!(view.invoice(row.id).await.unwrap().is_some());
    let mut view = store.client(mine.id).await.unwrap();
    assert!(view.raw_events(row.period, None).await.is_err());
}

#[tokio::test]
async fn a_transaction_for_one_tenant_cannot_touch_another() {
    let database = testing::database().await;
    let store = database.store();
    let (mine, other) = (client(store, "mine").await, client(store, "other").await);
    let ingest = Ingest::start(store, 1);
    for client in [&mine, &other] {
        client.send(&ingest, &[Said::minutes("a", 1, "60")]).await.unwrap();
    }
    let mut connection = database.superuser().await;
    sqlx::raw_sql("set role purvey_app").execute(&mut connection).await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    let turn = format!("set local purvey.tenant = {}", mine.id_number());
    sqlx::raw_sql(AssertSqlSafe(turn)).execute(&mut *tx).await.unwrap();
    for table in ["rollup", "event", "contract", "cost.rollup"] {
        let theirs = format!("select count(*) from {table} where tenant_id = {}", other.id_number());
        assert_eq!(count(&mut tx, theirs).await, Ok(0), "{table}");
    }
    let gone = sqlx::raw_sql("delete from rollup").execute(&mut *tx).await.unwrap().rows_affected();
    assert!(gone > 0);
    let row = format!(
        "insert into rollup (tenant_id, day, series_id, lane, carries, events) values ({}, '2025-10-01', 1, 9, false, 1)",
        other.id_number()
    );
    let refused = sqlx::raw_sql(AssertSqlSafe(row)).execute(&mut *tx).await.unwrap_err();
    assert!(refused.to_string().contains("row-level security"), "{refused}");
    drop(tx);
    assert_eq!(other.quantity("minutes").await, "60");
}

#[tokio::test]
async fn only_the_lanes_write_events_and_they_may_nothing_else() {
    let database = testing::database().await;
    let mut connection = database.superuser().await;
    let event = "insert into event (at, received, digest_high, digest_low, tenant_id, source_id, kind_id, id, data) \
                 values (now(), now(), 0, 0, 1, 1, 1, 'x', '{}')";
    for (role, may) in [("purvey_app", false), ("purvey_client", false), ("purvey_ingest", true)] {
        sqlx::raw_sql(AssertSqlSafe(format!("set role {role}"))).execute(&mut connection).await.unwrap();
        assert_eq!(sqlx::raw_sql(event).execute(&mut connection).await.is_ok(), may, "{role}");
    }
    for refused in ["select data from event", "delete from rollup", "select * from invoice", "select title from tenant"]
    {
        let answer = sqlx::raw_sql(refused).execute(&mut connection).await;
        assert!(answer.is_err_and(|error| error.to_string().contains("permission denied")), "{refused}");
    }
}
