//! A server that dies, and a database that moves to another one.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::watch;

use sqlx::AssertSqlSafe;
use store::{Days, Ingest, Store, testing, testing::TestServer};

use crate::{
    closing::{assert_clean, close},
    support::{Said, client, day, october},
};

/// `kill -9` of the whole server in the middle of ingest, three times over; fsync is on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_comes_back_with_every_acknowledged_event_counted_once() {
    let server = TestServer::own("crash").unwrap();
    server.start().await.unwrap();
    let store = Store::connect(server.options()).await.unwrap();
    store.migrate().await.unwrap();
    let client = client(&store, "abc-solar").await;
    let ingest = Ingest::start(&store, 2);
    let (acknowledged, mut progress) = watch::channel(0_usize);
    let acknowledged = Arc::new(acknowledged);
    let stop = Arc::new(AtomicBool::new(false));
    let senders = (0..4).map(|sender| {
        let (client, ingest) = (client.clone(), ingest.clone());
        let (acknowledged, stop) = (Arc::clone(&acknowledged), Arc::clone(&stop));
        tokio::spawn(async move {
            for batch in (sender..).step_by(4) {
                let events: Vec<Said> = (0..20).map(|n| Said::minutes(&format!("{batch}-{n}"), 1, "1")).collect();
                // As any sender does: again, until it is told that they are in.
                while client.send(&ingest, &events).await.is_err() {}
                acknowledged.send_modify(|count| *count += 1);
                if stop.load(Ordering::Relaxed) {
                    return;
                }
            }
        })
    });
    let senders: Vec<_> = senders.collect();
    for _ in 0..3 {
        let before = *progress.borrow_and_update();
        progress.wait_for(|count| *count >= before + 10).await.unwrap();
        server.kill().unwrap();
        server.start().await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }
    let sent = *progress.borrow() * 20;
    assert_eq!(client.quantity("minutes").await, sent.to_string());
    assert_clean(&store).await;
    store.close().await;
    drop(server);
}

/// A copy restored on another server has transaction numbers that begin anew.
#[tokio::test]
async fn on_another_server_an_old_invoice_still_sees_what_it_saw() {
    let database = testing::database().await;
    let store = database.store();
    let client = client(store, "abc-solar").await;
    let ingest = Ingest::start(store, 1);
    client.send(&ingest, &[Said::minutes("a", 1, "60")]).await.unwrap();
    let (_, old, _) = close(store, &client, october()).await.unwrap();
    // As if this server were another: it has another name, and the numbers that were recorded are far ahead of it.
    let mut superuser = database.superuser().await;
    sqlx::raw_sql(
        "set session_replication_role = replica; update cluster set system_identifier = 1; \
         update event set xact = '90000000000'; \
         update invoice set snapshot = '90000000001:90000000001:'",
    )
    .execute(&mut superuser)
    .await
    .unwrap();
    store.migrate().await.unwrap();
    store.migrate().await.unwrap();
    let bases: Vec<i64> =
        sqlx::query_scalar("select xact_base from cluster order by id").fetch_all(&mut superuser).await.unwrap();
    assert_eq!(bases, [0, 90_000_000_001]);
    client.send(&ingest, &[Said::minutes("late", 2, "7")]).await.unwrap();
    let (_, new, earlier) = close(store, &client, Days::month_of(day("2025-11-01"))).await.unwrap();
    assert_eq!(earlier.len(), 1);
    let mut view = store.view(client.id).await.unwrap();
    let seen = async |view: &mut store::TenantView, snapshot: &str| {
        let mut events = view.raw_events(old.period, Some(snapshot)).await.unwrap();
        events.next().await.unwrap().into_iter().map(|event| event.id).collect::<BTreeSet<_>>()
    };
    assert_eq!(seen(&mut view, "90000000001:90000000001:").await, ["a".to_owned()].into());
    assert_eq!(seen(&mut view, &new.snapshot).await, ["a".to_owned(), "late".to_owned()].into());
    drop(view);
    assert_clean(store).await;
}

/// Where the roles are there and granted, an owner needs no further rights.
#[tokio::test]
async fn an_owner_who_is_no_superuser_can_have_a_database() {
    let database = testing::database().await;
    let mut superuser = database.superuser().await;
    let name = format!("owner_{}", std::process::id());
    let make = format!(
        "create role {name} login; grant purvey_app, purvey_ingest, purvey_client to {name}; \
         set role none; drop schema cost, ledger cascade; drop schema public cascade; create schema public authorization {name}"
    );
    sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut superuser).await.unwrap();
    let own = format!("alter database {} owner to {name}", database.options().get_database().unwrap());
    sqlx::raw_sql(AssertSqlSafe(own)).execute(&mut superuser).await.unwrap();
    let store = Store::connect(database.options().username(&name)).await.unwrap();
    store.migrate().await.unwrap();
    let client = client(&store, "abc-solar").await;
    let ingest = Ingest::start(&store, 1);
    client.send(&ingest, &[Said::minutes("a", 1, "60")]).await.unwrap();
    close(&store, &client, october()).await.unwrap();
    sqlx::raw_sql("update cluster set system_identifier = 1").execute(&mut superuser).await.unwrap();
    store.migrate().await.unwrap();
    let base: i64 = sqlx::query_scalar("select max(xact_base) from cluster").fetch_one(&mut superuser).await.unwrap();
    assert!(base > 0);
    assert_clean(&store).await;
    store.close().await;
    let gone = format!("reassign owned by {name} to current_user; drop owned by {name}; drop role {name}");
    sqlx::raw_sql(AssertSqlSafe(gone)).execute(&mut superuser).await.unwrap();
}
