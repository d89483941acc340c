//! Whether the server answers.

use std::{
    fs,
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, Connection,
    postgres::{PgConnectOptions, PgSslMode},
};

use super::{Layout, PORT, PostgresError, SUPERUSER};

/// How long a server that says nothing is waited for.
pub const SILENCE_MAX: Duration = Duration::from_secs(60);
/// How long a server that says it is recovering is waited for: after a crash it replays its log.
pub const RECOVERY_MAX: Duration = Duration::from_secs(600);
/// Between two attempts to connect.
pub const ASK_EVERY: Duration = Duration::from_millis(20);
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// What one attempt to connect came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Ready,
    /// It is there, and starting, recovering or shutting down.
    NotYet(String),
    /// Nobody listens.
    Silence(String),
    WrongPassword,
}

/// How to connect as the superuser.
pub fn options(layout: &Layout) -> Result<PgConnectOptions, PostgresError> {
    let path = layout.password();
    let password = fs::read_to_string(&path).map_err(|source| PostgresError::Unreadable { path, source })?;
    Ok(PgConnectOptions::new_without_pgpass()
        .socket(&layout.run)
        .port(PORT)
        .username(SUPERUSER)
        .password(password.trim())
        .database("postgres")
        .ssl_mode(PgSslMode::Disable)
        .disable_statement_logging())
}

pub async fn ask(options: &PgConnectOptions) -> Answer {
    match tokio::time::timeout(ANSWER_MAX, options.connect()).await {
        Ok(Ok(connection)) => {
            // A failed goodbye changes nothing.
            let _ = connection.close().await;
            Answer::Ready
        }
        Ok(Err(sqlx::Error::Database(error))) => match error.code().as_deref() {
            Some("28P01" | "28000") => Answer::WrongPassword,
            // All connections taken: it is up.
            Some("53300") => Answer::Ready,
            _ => Answer::NotYet(error.message().to_owned()),
        },
        Ok(Err(error)) => Answer::Silence(error.to_string()),
        Err(_) => Answer::Silence("no answer to a connection".into()),
    }
}

/// Keeps asking until it answers, for as long as `alive` says there is somebody to ask. `false`: it is gone.
pub async fn wait(
    layout: &Layout,
    options: &PgConnectOptions,
    mut alive: impl FnMut() -> bool,
) -> Result<bool, PostgresError> {
    let began = Instant::now();
    loop {
        let alive_before = alive();
        let (reason, limit) = match ask(options).await {
            Answer::Ready => return Ok(true),
            Answer::WrongPassword => {
                let (cluster, file) = (layout.cluster.clone(), layout.password());
                return Err(PostgresError::WrongPassword { cluster, file });
            }
            Answer::NotYet(reason) => (reason, RECOVERY_MAX),
            Answer::Silence(reason) => (reason, SILENCE_MAX),
        };
        if !alive_before {
            return Ok(false);
        }
        if began.elapsed() > limit {
            return Err(PostgresError::NotReady { seconds: limit.as_secs(), reason, log: layout.log.clone() });
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
}

/// How to connect to the server that another Purvey manages on this data directory. It may just be starting: it is
/// waited for as long as that Purvey holds the lock.
pub async fn reach_running(layout: &Layout, managed: impl FnMut() -> bool) -> Result<PgConnectOptions, PostgresError> {
    let mut managed = managed;
    let not_running = || PostgresError::NotRunning { base: layout.base.clone() };
    let began = Instant::now();
    while !layout.password().exists() {
        if !managed() || began.elapsed() > SILENCE_MAX {
            return Err(not_running());
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
    let options = options(layout)?;
    if wait(layout, &options, managed).await? { Ok(options) } else { Err(not_running()) }
}
