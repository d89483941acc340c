use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom},
    os::unix::fs::OpenOptionsExt as _,
    os::unix::process::CommandExt as _,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use kernel::Entropy;
use sqlx::postgres::PgConnectOptions;
use tokio::{process::Child, sync::oneshot, task::JoinHandle};

use super::{
    Account, Binaries, Layout, Lock, PostgresError, create, leftover, reach,
    ready::{self, ASK_EVERY},
    running::Running,
    settings,
};

/// How long the last processes of a killed server are waited for.
const LEFTOVER_MAX: Duration = Duration::from_secs(60);
/// The longest pause between attempts to start a server that keeps dying.
const RESTART_PAUSE_MAX: Duration = Duration::from_secs(10);
/// The server's log starts anew beyond this size; the one before it is kept.
const LOG_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A private PostgreSQL that runs, and is started again if it dies, until it is stopped.
///
/// Dropped without [`PrivatePostgres::stop`], the server stays and the next Purvey takes it over.
#[derive(Debug)]
pub struct PrivatePostgres {
    options: PgConnectOptions,
    stop: oneshot::Sender<()>,
    watch: JoinHandle<Result<(), PostgresError>>,
    _lock: Lock,
}

impl PrivatePostgres {
    /// Brings the server of `layout` up, creating its cluster if there is none. `lock` says that we may.
    pub async fn open(layout: Layout, lock: Lock, entropy: &dyn Entropy) -> Result<Self, PostgresError> {
        let binaries = Binaries::find(&layout)?;
        let account = Account::choose(&layout)?;
        if let Some(account) = &account {
            reach::check(&layout, account)?;
        }
        create::directory(&layout.postgres)?;
        create::private_directory(&layout.run, account.as_ref())?;
        if layout.major().is_none() {
            tracing::info!(directory = %layout.cluster.display(), version = binaries.major, "creating a private PostgreSQL");
            create::cluster(&layout, &binaries, account.as_ref(), entropy).await?;
        }
        let server = Server { options: ready::options(&layout)?, layout, binaries, account };
        let running = server.bring_up().await?;
        let options = server.options.clone();
        let (stop, stopped) = oneshot::channel();
        let watch = tokio::spawn(server.watch(running, stopped));
        Ok(Self { options, stop, watch, _lock: lock })
    }

    /// How to connect as the superuser of the private server.
    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Shuts the server down and waits until it is gone.
    pub async fn stop(self) -> Result<(), PostgresError> {
        // If nobody listens, the watch has ended and says why.
        let _ = self.stop.send(());
        self.watch.await.unwrap_or(Ok(()))
    }
}

/// All that is needed to start it, again and again.
#[derive(Debug)]
struct Server {
    layout: Layout,
    binaries: Binaries,
    account: Option<Account>,
    options: PgConnectOptions,
}

impl Server {
    /// Takes over a server left running, or starts one.
    async fn bring_up(&self) -> Result<Running, PostgresError> {
        if let Some(pid) = leftover::running(&self.layout) {
            let alive = || leftover::is_alive(pid, &self.layout.cluster);
            if ready::wait(&self.layout, &self.options, alive).await? {
                tracing::info!(pid, "took over a private PostgreSQL left running");
                return Ok(Running::Found(pid));
            }
        }
        self.start().await.map(Running::Child)
    }

    async fn start(&self) -> Result<Child, PostgresError> {
        let began = Instant::now();
        self.write_settings().await?;
        loop {
            leftover::clear(&self.layout)?;
            let (mut child, log_start) = self.spawn()?;
            let mut ended = None;
            let alive = || {
                ended = child.try_wait().ok().flatten();
                ended.is_none()
            };
            if ready::wait(&self.layout, &self.options, alive).await? {
                return Ok(child);
            }
            let said = self.log_since(log_start);
            if !leftover::in_the_way(&said) || began.elapsed() > LEFTOVER_MAX {
                let status = ended.map_or_else(String::new, |status| status.to_string());
                let log = self.layout.log.clone();
                return Err(PostgresError::EndedAtStart { status, reason: last_word(&said), log });
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    }

    fn spawn(&self) -> Result<(Child, u64), PostgresError> {
        let log_path = &self.layout.log;
        let unwritable = |source| PostgresError::Unwritable { path: log_path.clone(), source };
        if fs::metadata(log_path).is_ok_and(|found| found.len() > LOG_BYTES_MAX) {
            fs::rename(log_path, log_path.with_extension("old")).map_err(unwritable)?;
        }
        let mut options = fs::OpenOptions::new();
        let log = options.create(true).append(true).mode(0o600).open(log_path).map_err(unwritable)?;
        let log_start = log.metadata().map_err(unwritable)?.len();
        let mut command = self.postgres();
        command.args(settings::forced(&self.layout));
        command.stdout(Stdio::from(log.try_clone().map_err(unwritable)?)).stderr(Stdio::from(log));
        // A group of its own, so that Ctrl-C in a terminal reaches us and not the server first.
        command.process_group(0);
        let program = self.binaries.postgres();
        let spawned = tokio::process::Command::from(command).kill_on_drop(false).spawn();
        Ok((spawned.map_err(|source| PostgresError::NotRun { program, source })?, log_start))
    }

    fn postgres(&self) -> std::process::Command {
        let mut command = create::command(&self.binaries.postgres(), self.account.as_ref());
        command.arg("-D").arg(&self.layout.cluster);
        command
    }

    async fn write_settings(&self) -> Result<(), PostgresError> {
        let compression = if self.has_lz4().await { "lz4" } else { "on" };
        let text = settings::text(settings::memory_bytes(), compression);
        create::write_private(&self.layout.cluster.join(settings::FILE), &text, self.account.as_ref())
    }

    /// Whether this build can compress its log with lz4: asked of the program itself.
    async fn has_lz4(&self) -> bool {
        let mut command = self.postgres();
        command.args(["-c", "wal_compression=lz4", "-C", "wal_compression"]);
        let output = tokio::process::Command::from(command).output().await;
        output.is_ok_and(|output| output.status.success())
    }

    fn log_since(&self, start: u64) -> String {
        let mut said = Vec::new();
        let read = fs::File::open(&self.layout.log).and_then(|mut log| {
            log.seek(SeekFrom::Start(start))?;
            log.read_to_end(&mut said)
        });
        if let Err(error) = read {
            return error.to_string();
        }
        String::from_utf8_lossy(&said).into_owned()
    }

    /// Starts the server again whenever it ends, until told to stop it.
    async fn watch(self, mut running: Running, mut stopped: oneshot::Receiver<()>) -> Result<(), PostgresError> {
        let cluster: &Path = &self.layout.cluster;
        loop {
            tokio::select! {
                // A dropped sender means that nobody manages it any more: it is left running.
                told = &mut stopped => return if told.is_ok() { running.stop(cluster).await } else { Ok(()) },
                how = running.ended(cluster) => {
                    tracing::error!(how, "the private PostgreSQL died; starting it again");
                }
            }
            match self.restart(&mut stopped).await {
                Some(restarted) => running = restarted,
                None => return Ok(()),
            }
        }
    }

    /// Tries until it runs; none if told to stop meanwhile.
    async fn restart(&self, stopped: &mut oneshot::Receiver<()>) -> Option<Running> {
        let began = Instant::now();
        let mut pause = Duration::from_millis(100);
        loop {
            match self.bring_up().await {
                Ok(running) => {
                    tracing::warn!(took_ms = began.elapsed().as_millis(), "the private PostgreSQL runs again");
                    return Some(running);
                }
                Err(error) => tracing::error!(error = kernel::error::chain(&error), "it did not start; trying again"),
            }
            tokio::select! {
                _ = &mut *stopped => return None,
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(RESTART_PAUSE_MAX),
            }
        }
    }
}

/// The line of the log that says why the server ended.
fn last_word(log: &str) -> String {
    let telling = ["FATAL:  ", "PANIC:  ", "ERROR:  "];
    let line = log.lines().rev().find_map(|line| telling.iter().find_map(|mark| line.split_once(mark)));
    line.map_or_else(|| "it gave no reason".to_owned(), |(_, why)| why.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_the_log_is_the_reason() {
        let log = "2025-10-01 LOG:  starting\n2025-10-01 FATAL:  could not map memory: Cannot allocate memory\n2025-10-01 LOG:  database system is shut down\n";
        assert_eq!(last_word(log), "could not map memory: Cannot allocate memory");
        assert_eq!(last_word(""), "it gave no reason");
    }
}
