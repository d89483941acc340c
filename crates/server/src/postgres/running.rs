//! A server that runs: our child, or one found running.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;

use super::{PostgresError, leftover::is_alive};

/// A clean stop writes a checkpoint; a fast disk needs well under a second.
const STOP_MAX: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub enum Running {
    Child(Child),
    Found(i32),
}

impl Running {
    /// Waits until the server is gone and says how it ended.
    pub async fn ended(&mut self, cluster: &Path) -> String {
        match self {
            Self::Child(child) => match child.wait().await {
                Ok(status) => status.to_string(),
                Err(error) => error.to_string(),
            },
            Self::Found(pid) => {
                while is_alive(*pid, cluster) {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                format!("process {pid} is gone")
            }
        }
    }

    /// Ends sessions and shuts down cleanly; if that takes too long, at once, which is safe but means recovery at the
    /// next start.
    pub async fn stop(&mut self, cluster: &Path) -> Result<(), PostgresError> {
        for signal in [Signal::INT, Signal::QUIT] {
            let Some(pid) = self.pid() else { return Ok(()) };
            let began = Instant::now();
            if kill_process(pid, signal).is_err() {
                return Ok(()); // It is gone already.
            }
            if tokio::time::timeout(STOP_MAX, self.ended(cluster)).await.is_ok() {
                tracing::debug!(took_ms = began.elapsed().as_millis(), "the private PostgreSQL has stopped");
                return Ok(());
            }
        }
        let pid = self.pid().map_or(0, |pid| pid.as_raw_nonzero().get());
        Err(PostgresError::NotStopped { seconds: STOP_MAX.as_secs(), pid })
    }

    /// None once a child has been reaped.
    fn pid(&self) -> Option<Pid> {
        match self {
            Self::Child(child) => Pid::from_raw(i32::try_from(child.id()?).ok()?),
            Self::Found(pid) => Pid::from_raw(*pid),
        }
    }
}
