use std::{
    io,
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions};

use super::TestServer;
use crate::{Store, migrate::fingerprint};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database of a test's own; dropped with it.
#[derive(Debug)]
pub struct TestDatabase {
    store: Store,
    server: PgConnectOptions,
    name: String,
}

impl TestDatabase {
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// How to reach it as the superuser.
    pub fn options(&self) -> PgConnectOptions {
        self.server.clone().database(&self.name)
    }

    /// A connection as the superuser, who sees everything.
    pub async fn superuser(&self) -> PgConnection {
        self.options().connect().await.unwrap_or_else(|error| failed(&error))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A thread with a runtime of its own, because the test's may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut connection = server.connect().await.map_err(io::Error::other)?;
                execute(&mut connection, format!("drop database if exists {name} with (force)")).await
            })
        });
        if let Ok(Err(error)) = dropping.join() {
            tracing::warn!(%error, "a test database was left behind");
        }
    }
}

/// A fresh database, migrated. Panics with the reason if there is none to be had: without it there is no test.
pub async fn database() -> TestDatabase {
    match fresh().await {
        Ok(database) => database,
        Err(error) => failed(&error),
    }
}

#[expect(clippy::panic, reason = "only tests come here")]
fn failed(error: &dyn std::error::Error) -> ! {
    panic!("no test database: {}", kernel::error::chain(error))
}

async fn fresh() -> io::Result<TestDatabase> {
    let shared = TestServer::shared()?;
    let lock = shared.lock()?;
    let server = match std::env::var("DATABASE_URL") {
        Ok(url) => url.parse().map_err(io::Error::other)?,
        Err(_) => {
            shared.attach_or_start().await?;
            shared.options()
        }
    };
    let template = template(&server).await?;
    drop(lock);
    let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut connection = server.connect().await.map_err(io::Error::other)?;
    // Left by an earlier process of the same number.
    execute(&mut connection, format!("drop database if exists {name} with (force)")).await?;
    execute(&mut connection, format!("create database {name} template {template}")).await?;
    connection.close().await.map_err(io::Error::other)?;
    let store = Store::connect(server.clone().database(&name)).await.map_err(io::Error::other)?;
    Ok(TestDatabase { store, server, name })
}

/// The name of an empty, migrated database; made if it is not there. Whoever comes here holds the lock.
async fn template(server: &PgConnectOptions) -> io::Result<String> {
    let name = format!("template_{}", fingerprint());
    let mut connection = server.connect().await.map_err(io::Error::other)?;
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut connection)
        .await
        .map_err(io::Error::other)?;
    if !there {
        let raw = format!("{name}_raw");
        execute(&mut connection, format!("drop database if exists {raw} with (force)")).await?;
        execute(&mut connection, format!("create database {raw} template template0 encoding 'UTF8'")).await?;
        let store = Store::connect(server.clone().database(&raw)).await.map_err(io::Error::other)?;
        store.migrate().await.map_err(io::Error::other)?;
        store.close().await;
        execute(&mut connection, format!("alter database {raw} rename to {name}")).await?;
    }
    connection.close().await.map_err(io::Error::other)?;
    Ok(name)
}

async fn execute(connection: &mut PgConnection, statement: String) -> io::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await.map_err(io::Error::other)?;
    Ok(())
}
