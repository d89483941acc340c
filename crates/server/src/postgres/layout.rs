use std::path::{Path, PathBuf};

use super::{PORT, PostgresError};

/// The longest path of a Unix socket the system takes, in bytes.
const SOCKET_PATH_BYTES_MAX: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// Where everything lies inside the data directory. All paths are absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The data directory itself: owned by whoever runs Purvey.
    pub base: PathBuf,
    pub lock: PathBuf,
    /// Holds the rest; the server's account may pass through it.
    pub postgres: PathBuf,
    /// The cluster; `data.new` while it is being made.
    pub cluster: PathBuf,
    pub fresh: PathBuf,
    /// Holds the socket.
    pub run: PathBuf,
    pub log: PathBuf,
}

impl Layout {
    /// The layout of `base`, which need not exist yet.
    pub fn of(base: &Path) -> Result<Self, PostgresError> {
        let base =
            std::path::absolute(base).map_err(|source| PostgresError::Unreadable { path: base.to_owned(), source })?;
        let postgres = base.join("postgres");
        let layout = Self {
            lock: base.join("purvey.lock"),
            cluster: postgres.join("data"),
            fresh: postgres.join("data.new"),
            run: postgres.join("run"),
            log: postgres.join("log"),
            postgres,
            base,
        };
        let socket_bytes = layout.socket().as_os_str().len();
        if socket_bytes > SOCKET_PATH_BYTES_MAX {
            return Err(PostgresError::PathTooLong { base: layout.base, by: socket_bytes - SOCKET_PATH_BYTES_MAX });
        }
        Ok(layout)
    }

    pub fn socket(&self) -> PathBuf {
        self.run.join(format!(".s.PGSQL.{PORT}"))
    }

    /// PostgreSQL's own guard of the socket, with the pid of its server.
    pub fn socket_lock(&self) -> PathBuf {
        self.run.join(format!(".s.PGSQL.{PORT}.lock"))
    }

    /// Inside the cluster, so that one rename makes both appear together.
    pub fn password(&self) -> PathBuf {
        self.cluster.join(Self::PASSWORD)
    }

    pub fn pid_file(&self) -> PathBuf {
        self.cluster.join("postmaster.pid")
    }

    pub const PASSWORD: &str = "purvey.password";

    /// The major version that made the cluster; none if there is no cluster yet.
    pub fn major(&self) -> Option<u32> {
        std::fs::read_to_string(self.cluster.join("PG_VERSION")).ok()?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_too_long_for_a_socket_is_refused_before_anything_is_made() {
        let base = PathBuf::from("/").join("d".repeat(120));
        let error = Layout::of(&base).unwrap_err().to_string();
        assert!(error.contains("too long") && error.contains("--data"), "{error}");
        assert!(Layout::of(Path::new("/var/lib/purvey")).is_ok());
    }
}
