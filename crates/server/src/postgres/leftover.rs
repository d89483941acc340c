//! A server that an earlier Purvey left: still running, or dead with its pid file in place.

use std::{fs, io, path::Path};

use super::{Layout, PostgresError};

/// The process of a server that still runs on the cluster.
pub fn running(layout: &Layout) -> Option<i32> {
    pid(layout).filter(|pid| is_alive(*pid, &layout.cluster))
}

/// Removes the pid files of a process that is gone, or was never PostgreSQL, or waits to be reaped: PostgreSQL would take
/// the number for a running server and refuse to start. Its own check of shared memory still guards against a real one.
pub fn clear(layout: &Layout) -> Result<(), PostgresError> {
    if running(layout).is_some() {
        return Ok(());
    }
    for path in [layout.pid_file(), layout.socket_lock()] {
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(PostgresError::Unwritable { path, source }),
        }
    }
    Ok(())
}

/// Whether the log says that the start failed only because an earlier server's last processes were not gone yet.
pub fn in_the_way(log: &str) -> bool {
    ["pre-existing shared memory block", "already exists", "is still in use"].iter().any(|sign| log.contains(sign))
}

fn pid(layout: &Layout) -> Option<i32> {
    let text = fs::read_to_string(layout.pid_file()).ok()?;
    text.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1)
}

/// Whether process `pid` is a PostgreSQL that runs on `cluster`.
pub fn is_alive(pid: i32, cluster: &Path) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else {
        // No such process; or a system without /proc, where the signal must do.
        return !Path::new("/proc/self").exists() && exists(pid);
    };
    let here = match fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(cwd) => cluster.canonicalize().is_ok_and(|cluster| cluster == cwd),
        Err(_) => true,
    };
    is_live_postgres(&stat) && here
}

/// Reads `/proc/PID/stat`: the command in brackets, then the state.
fn is_live_postgres(stat: &str) -> bool {
    let Some((before, after)) = stat.rsplit_once(')') else { return false };
    let command = before.split_once('(').map_or("", |(_, command)| command);
    let state = after.trim_start().chars().next();
    command.starts_with("postgres") && !matches!(state, Some('Z' | 'X'))
}

fn exists(pid: i32) -> bool {
    rustix::process::Pid::from_raw(pid).is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zombie_or_another_program_is_not_a_running_server() {
        assert!(is_live_postgres("123 (postgres) S 1 123 123 0"));
        assert!(!is_live_postgres("123 (postgres) Z 1 123 123 0"));
        assert!(!is_live_postgres("123 (sshd) S 1 123 123 0"));
        assert!(!is_live_postgres("123 (a) postgres) S 1"));
        assert!(!is_live_postgres(""));
    }

    #[test]
    fn a_stale_pid_file_is_cleared() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::of(dir.path()).unwrap();
        fs::create_dir_all(&layout.cluster).unwrap();
        clear(&layout).unwrap();
        fs::write(layout.pid_file(), format!("{}\n/data\n", std::process::id())).unwrap();
        assert_eq!(running(&layout), None, "this test is not PostgreSQL");
        clear(&layout).unwrap();
        assert!(!layout.pid_file().exists());
    }
}
