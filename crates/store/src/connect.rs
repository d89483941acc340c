use std::{sync::Arc, time::Duration};

use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{StoreError, name::Names};

/// Connections for the operator's surfaces and jobs.
pub const APP_CONNECTIONS_MAX: u32 = 8;
/// Connections for answering tenants.
pub const CLIENT_CONNECTIONS_MAX: u32 = 4;
/// How long a request waits for a connection, reconnecting included.
pub const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// A tenant's question that takes longer is given up.
pub const CLIENT_STATEMENT_TIMEOUT_S: u32 = 10;
/// A transaction left open by a program that hangs is given up, and with it what it locked.
pub const IDLE_TRANSACTION_TIMEOUT_S: u32 = 60;
const SERVER_VERSION_MIN: i32 = 140_000;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) app: PgPool,
    pub(crate) client: PgPool,
    pub(crate) names: Arc<Names>,
    /// Closings run one after the other.
    pub(crate) closing_turn: Arc<tokio::sync::Mutex<()>>,
    options: PgConnectOptions,
}

/// The database roles. Not the rights of a person: which door a statement comes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DatabaseRole {
    App,
    Ingest,
    Client,
}

impl DatabaseRole {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::App => "purvey_app",
            Self::Ingest => "purvey_ingest",
            Self::Client => "purvey_client",
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The options hold the password.
        f.debug_struct("Store").field("database", &self.options.get_database()).finish_non_exhaustive()
    }
}

impl Store {
    /// Looks at the server (14 or newer, UTF-8) and prepares pools; they connect when first used.
    pub async fn connect(options: PgConnectOptions) -> Result<Self, StoreError> {
        let mut owner = options.connect().await?;
        let (version, encoding): (i32, String) = sqlx::query_as(
            "select current_setting('server_version_num')::int, pg_encoding_to_char(encoding)::text \
             from pg_database where datname = current_database()",
        )
        .fetch_one(&mut owner)
        .await?;
        owner.close().await?;
        if version < SERVER_VERSION_MIN {
            let major = version / 10_000;
            return Err(StoreError::Unusable(format!("PostgreSQL {major} is too old; 14 or newer is needed")));
        }
        if encoding != "UTF8" {
            return Err(StoreError::Unusable(format!("its encoding is {encoding}; create it with encoding UTF8")));
        }
        let timeout = format!("{CLIENT_STATEMENT_TIMEOUT_S}s");
        let client = as_role(&options, DatabaseRole::Client).options([("statement_timeout", timeout)]);
        Ok(Self {
            app: pool(APP_CONNECTIONS_MAX).connect_lazy_with(as_role(&options, DatabaseRole::App)),
            client: pool(CLIENT_CONNECTIONS_MAX).connect_lazy_with(client),
            names: Arc::default(),
            closing_turn: Arc::default(),
            options,
        })
    }

    /// Ends all connections.
    pub async fn close(&self) {
        self.app.close().await;
        self.client.close().await;
    }

    /// A connection of whoever owns the database.
    pub(crate) async fn owner(&self) -> Result<PgConnection, StoreError> {
        Ok(self.options.connect().await?)
    }

    /// How a lane connects.
    pub(crate) fn lane_options(&self) -> PgConnectOptions {
        // A group that touches many tenants has many running totals; they should not pass through a file.
        as_role(&self.options, DatabaseRole::Ingest).options([("work_mem", "64MB")])
    }
}

fn pool(connections_max: u32) -> PgPoolOptions {
    PgPoolOptions::new().max_connections(connections_max).acquire_timeout(ACQUIRE_TIMEOUT)
}

fn as_role(options: &PgConnectOptions, role: DatabaseRole) -> PgConnectOptions {
    let idle = format!("{IDLE_TRANSACTION_TIMEOUT_S}s");
    options.clone().application_name(role.name()).options([
        ("role", role.name()),
        ("idle_in_transaction_session_timeout", &idle),
        // Acknowledged means durable, whatever the server's own setting is.
        ("synchronous_commit", "on"),
        // Our statements are short, and go by the same keys whatever the values: planning each anew costs more than
        // running it, and so does compiling it.
        ("plan_cache_mode", "force_generic_plan"),
        ("jit", "off"),
    ])
}
