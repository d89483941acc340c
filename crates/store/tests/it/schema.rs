//! House rule 16: the schema is tested against the database.

use sqlx::{AssertSqlSafe, PgConnection};
use store::testing;

const SCHEMAS: &str = "('public', 'cost', 'ledger')";

async fn names(connection: &mut PgConnection, sql: String) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(connection).await.unwrap()
}

/// Tables of ours that fulfil a condition on `c` (`pg_class`), by name.
async fn tables(connection: &mut PgConnection, condition: &str) -> Vec<String> {
    let sql = format!(
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace \
         where c.relkind in ('r', 'p') and n.nspname in {SCHEMAS} and c.relname <> '_sqlx_migrations' \
         and {condition} order by 1"
    );
    names(connection, sql).await
}

const HAS_TENANT: &str = "exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')";

#[tokio::test]
async fn a_database_migrates_twice() {
    let database = testing::database().await;
    database.store().migrate().await.unwrap();
}

#[tokio::test]
async fn tables_with_a_tenant_have_forced_row_level_security() {
    let database = testing::database().await;
    let mut connection = database.superuser().await;
    let owned = tables(&mut connection, HAS_TENANT).await;
    assert!(owned.len() >= 15, "{owned:?}");
    let guarded = format!("{HAS_TENANT} and c.relrowsecurity and c.relforcerowsecurity");
    assert_eq!(tables(&mut connection, &guarded).await, owned);
    let both = format!(
        "{HAS_TENANT} and 2 = (select count(*) from pg_policy p where p.polrelid = c.oid and p.polname in ('app', 'client'))"
    );
    assert_eq!(tables(&mut connection, &both).await, owned);
    // The tenants themselves have the column under another name.
    let tenant = "c.relname = 'tenant' and c.relrowsecurity and c.relforcerowsecurity";
    assert_eq!(tables(&mut connection, tenant).await, ["tenant"]);
}

#[tokio::test]
async fn foreign_keys_are_indexed() {
    let database = testing::database().await;
    let mut connection = database.superuser().await;
    let sql = "select f.conrelid::regclass || ' ' || f.conname from pg_constraint f where f.contype = 'f' \
               and not exists (select from pg_index i where i.indrelid = f.conrelid and i.indkey[0] = any (f.conkey))";
    assert_eq!(names(&mut connection, sql.into()).await, Vec::<String>::new());
}

#[tokio::test]
async fn times_know_their_zone_and_no_figure_is_a_float() {
    let database = testing::database().await;
    let mut connection = database.superuser().await;
    let sql = format!(
        "select c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) \
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace \
         where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and n.nspname in {SCHEMAS} \
         and format_type(a.atttypid, null) in ('timestamp without time zone', 'time without time zone', \
             'time with time zone', 'real', 'double precision', 'money')"
    );
    assert_eq!(names(&mut connection, sql).await, Vec::<String>::new());
}

const HISTORY: [&str; 12] = [
    "business_version",
    "contract",
    "cost.invoice_cost",
    "cost.invoice_line_cost",
    "cost.invoice_reading",
    "event",
    "invoice",
    "invoice_line",
    "invoice_period",
    "ledger.account",
    "ledger.journal_transaction",
    "ledger.posting",
];

#[tokio::test]
async fn history_cannot_be_changed_by_anybody() {
    let database = testing::database().await;
    let mut connection = database.superuser().await;
    let guarded = "exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'append_only')";
    assert_eq!(tables(&mut connection, guarded).await, HISTORY);
    for role in ["purvey_app", "purvey_ingest", "purvey_client"] {
        for table in HISTORY {
            let sql = format!(
                "select p from unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p \
                 where has_table_privilege('{role}', '{table}', p) \
                 or p = 'UPDATE' and has_any_column_privilege('{role}', '{table}', p)"
            );
            assert_eq!(names(&mut connection, sql).await, Vec::<String>::new(), "{role} on {table}");
        }
    }
    // The owner may everything, and yet is refused.
    for table in HISTORY {
        let column: String = names(
            &mut connection,
            format!("select attname::text from pg_attribute where attrelid = '{table}'::regclass and attnum = 1"),
        )
        .await
        .remove(0);
        for change in [
            format!("delete from {table}"),
            format!("truncate {table} cascade"),
            format!("update {table} set {column} = {column}"),
        ] {
            let refused = sqlx::raw_sql(AssertSqlSafe(change.clone())).execute(&mut connection).await;
            let refused = refused.map(|_| ()).map_err(|error| error.to_string());
            let identity = refused.as_ref().is_err_and(|error| error.contains("can only be updated to DEFAULT"));
            assert!(
                identity || refused.as_ref().is_err_and(|error| error.contains("append-only")),
                "{change}: {refused:?}"
            );
        }
    }
}

/// Tables, columns, keys, policies and rights, as a picture to be looked at when it changes.
#[tokio::test]
async fn the_schema_is_the_committed_one() {
    let database = testing::database().await;
    let mut connection = database.superuser().await;
    let mut picture = String::new();
    for table in tables(&mut connection, "true").await {
        let columns = format!(
            "select '  ' || attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then '' else ' null' end \
             from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped order by attnum"
        );
        let constraints = format!(
            "select '  ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = '{table}'::regclass \
             and contype in ('p', 'u', 'f', 'c') order by contype <> 'p', 1"
        );
        let rights = format!(
            "select '  ' || r || ' may ' || string_agg(p, ', ' order by p) from unnest(array['purvey_app', 'purvey_ingest', \
             'purvey_client']) r, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p \
             where has_table_privilege(r, '{table}', p) \
             or p in ('SELECT', 'INSERT', 'UPDATE') and has_any_column_privilege(r, '{table}', p) group by r order by r"
        );
        picture += &format!("{table}\n");
        for sql in [columns, constraints, rights] {
            for line in names(&mut connection, sql).await {
                picture += &format!("{line}\n");
            }
        }
    }
    insta::assert_snapshot!(picture);
}
