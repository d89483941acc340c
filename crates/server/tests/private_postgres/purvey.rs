use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use server::postgres::Layout;
use sqlx::{ConnectOptions as _, postgres::PgConnectOptions};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_purvey");

/// A data directory that an unprivileged account can pass through, and nothing else.
pub fn data_directory() -> TempDir {
    let dir = tempfile::Builder::new().prefix("purvey-").tempdir_in("/tmp").unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o711)).unwrap();
    dir
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(args).env_remove("DATABASE_URL").env_remove("PURVEY_DATA").env_remove("PURVEY_CONFIG");
    command.stdin(Stdio::null());
    command
}

/// Runs a command that ends by itself, and returns its exit code and what it said beside its result.
pub fn ended(args: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = command(args).envs(environment.iter().copied()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// A running `purvey postgres`.
pub struct Purvey {
    child: Child,
    log: BufReader<ChildStderr>,
    data: PathBuf,
}

impl Purvey {
    /// Starts it and waits until it says that the server runs.
    pub fn start(data: &Path) -> Self {
        let mut child =
            command(&["postgres", "--data"]).arg(data).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        if !said.contains("runs") {
            let mut complaint = String::new();
            std::io::Read::read_to_string(&mut log, &mut complaint).unwrap();
            panic!("it did not start: {said}{complaint}");
        }
        Self { child, log, data: data.to_owned() }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    fn layout(&self) -> Layout {
        Layout::of(&self.data).unwrap()
    }

    pub fn postmaster(&self) -> i32 {
        let text = fs::read_to_string(self.layout().pid_file()).unwrap();
        text.lines().next().unwrap().trim().parse().unwrap()
    }

    pub fn wait_until_log_says(&mut self, words: &str) {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            assert_ne!(self.log.read_line(&mut line).unwrap(), 0, "the log ended before it said '{words}'");
        }
    }

    /// Where other programs find the server.
    pub fn url(&self) -> String {
        let layout = self.layout();
        let password = fs::read_to_string(layout.password()).unwrap();
        let host = layout.run.to_str().unwrap().replace('/', "%2F");
        format!("postgres://purvey:{}@{host}/postgres", password.trim())
    }

    pub fn setting(&self, name: &str) -> String {
        self.ask(&format!("select current_setting('{name}')"))
    }

    pub fn ask(&self, query: &str) -> String {
        self.on_connection(async |connection| {
            sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(connection).await.unwrap()
        })
    }

    pub fn execute(&self, statement: &str) {
        self.on_connection(async |connection| {
            sqlx::query(sqlx::AssertSqlSafe(statement)).execute(connection).await.unwrap();
        });
    }

    fn on_connection<T>(&self, work: impl AsyncFnOnce(&mut sqlx::PgConnection) -> T) -> T {
        let layout = self.layout();
        let password = fs::read_to_string(layout.password()).unwrap();
        let options = PgConnectOptions::new_without_pgpass()
            .socket(&layout.run)
            .username("purvey")
            .password(password.trim())
            .database("postgres");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection = options.connect().await.unwrap();
            work(&mut connection).await
        })
    }

    /// Asks it to stop, as a service manager does, and returns its exit code.
    pub fn stop(mut self) -> Option<i32> {
        signal(i32::try_from(self.child.id()).unwrap(), Signal::TERM);
        self.child.wait().unwrap().code()
    }

    /// Ends it without a chance to clean up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A failed test leaves no server behind.
impl Drop for Purvey {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let postmaster = self.postmaster();
            let _ = self.child.kill();
            kill(postmaster);
        }
    }
}

fn signal(pid: i32, signal: Signal) {
    kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
}

pub fn kill(pid: i32) {
    signal(pid, Signal::KILL);
}

/// Whether the process is there and not merely waiting to be reaped.
pub fn exists(pid: i32) -> bool {
    let zombie = fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "));
    test_kill_process(Pid::from_raw(pid).unwrap()).is_ok() && !zombie
}

pub fn owner_of(pid: i32) -> u32 {
    fs::metadata(format!("/proc/{pid}")).unwrap().uid()
}
