//! Makes directories and the cluster.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{OpenOptionsExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use kernel::Entropy;

use super::{Account, Binaries, Layout, PostgresError, SUPERUSER, settings};

const PASSWORD_BYTES: usize = 24;

/// A PostgreSQL program as it is run here: as `account`, with nothing of our environment, speaking English so that
/// [`super::leftover`] can read what it says.
pub fn command(program: &Path, account: Option<&Account>) -> Command {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(program);
    command.env_clear().env("LC_ALL", "C").env("PATH", "/usr/bin:/bin").current_dir("/").stdin(Stdio::null());
    if let Some(account) = account {
        // Setting the user as root drops the supplementary groups, too.
        command.gid(account.gid).uid(account.uid);
    }
    command
}

/// Creates `path` and what is missing above it, passable by every account and readable by ours alone.
pub fn directory(path: &Path) -> Result<(), PostgresError> {
    let missing: Vec<&Path> = path.ancestors().take_while(|part| !part.exists()).collect();
    for part in missing.into_iter().rev() {
        let made = fs::create_dir(part).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Ok(()),
            _ => Err(error),
        });
        made.and_then(|()| fs::set_permissions(part, fs::Permissions::from_mode(0o711)))
            .map_err(|source| PostgresError::NotCreated { path: part.to_owned(), source })?;
    }
    Ok(())
}

/// Creates `path` as the server's own, closed to everybody else.
pub fn private_directory(path: &Path, account: Option<&Account>) -> Result<(), PostgresError> {
    directory(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
        .and_then(|()| give(path, account))
        .map_err(|source| PostgresError::NotCreated { path: path.to_owned(), source })
}

/// Makes a new cluster beside its final place and renames it there, so that a crash leaves either all of it or nothing.
pub async fn cluster(
    layout: &Layout,
    binaries: &Binaries,
    account: Option<&Account>,
    entropy: &dyn Entropy,
) -> Result<(), PostgresError> {
    let fresh = &layout.fresh;
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |source| PostgresError::Unwritable { path, source }
    };
    if fresh.exists() {
        fs::remove_dir_all(fresh).map_err(unwritable(fresh))?;
    }
    private_directory(fresh, account)?;
    let password = layout.postgres.join("password.new");
    write_private(&password, &fresh_password(entropy), account)?;
    initdb(layout, binaries, account, &password).await?;
    fs::rename(&password, fresh.join(Layout::PASSWORD)).map_err(unwritable(&password))?;
    let conf = fresh.join("postgresql.conf");
    let mut file = fs::OpenOptions::new().append(true).open(&conf).map_err(unwritable(&conf))?;
    writeln!(file, "include_if_exists = '{}'", settings::FILE).map_err(unwritable(&conf))?;
    file.sync_all().map_err(unwritable(&conf))?;
    fs::rename(fresh, &layout.cluster).map_err(unwritable(fresh))?;
    // The rename itself must survive a power cut.
    fs::File::open(&layout.postgres).and_then(|dir| dir.sync_all()).map_err(unwritable(&layout.postgres))
}

async fn initdb(
    layout: &Layout,
    binaries: &Binaries,
    account: Option<&Account>,
    password: &Path,
) -> Result<(), PostgresError> {
    let program = binaries.initdb();
    let mut command = command(&program, account);
    command.arg("--pgdata").arg(&layout.fresh).arg("--pwfile").arg(password);
    command.args(["--username", SUPERUSER, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"]);
    command.arg("--data-checksums");
    let output = tokio::process::Command::from(command).output().await;
    let output = output.map_err(|source| PostgresError::NotRun { program, source })?;
    if output.status.success() {
        return Ok(());
    }
    let reason = reason(&String::from_utf8_lossy(&output.stderr));
    Err(PostgresError::NotInitialised { fresh: layout.fresh.clone(), reason })
}

/// The line of initdb's complaint that says why.
fn reason(stderr: &str) -> String {
    let mut lines = stderr.lines().map(str::trim).filter(|line| !line.is_empty());
    let telling = lines.clone().find(|line| ["error:", "FATAL:", "PANIC:"].iter().any(|mark| line.contains(mark)));
    let line = telling.or_else(|| lines.next_back()).unwrap_or("initdb gave no reason");
    let line = line.rsplit_once("error: ").map_or(line, |(_, why)| why);
    line.trim_end_matches('.').to_owned()
}

fn fresh_password(entropy: &dyn Entropy) -> String {
    let mut bytes = [0u8; PASSWORD_BYTES];
    entropy.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes `text` where only the server's account (and root) can read it.
pub fn write_private(path: &Path, text: &str, account: Option<&Account>) -> Result<(), PostgresError> {
    let write = || -> io::Result<()> {
        let mut file = fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        give(path, account)
    };
    write().map_err(|source| PostgresError::Unwritable { path: PathBuf::from(path), source })
}

fn give(path: &Path, account: Option<&Account>) -> io::Result<()> {
    match account {
        Some(account) => chown(path, Some(account.uid), Some(account.gid)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_line_of_initdb_is_found() {
        let stderr = "creating directory ... \ninitdb: error: could not create directory \"/x\": No space left on device\ninitdb: removing data directory\n";
        assert_eq!(reason(stderr), "could not create directory \"/x\": No space left on device");
        assert_eq!(reason("something odd.\n"), "something odd");
        assert_eq!(reason(""), "initdb gave no reason");
    }

    #[test]
    fn new_directories_can_be_passed_whatever_the_umask() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b");
        directory(&deep).unwrap();
        let mode = fs::metadata(dir.path().join("a")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o711);
    }
}
