use std::{
    fs::{self, File},
    io,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Connection as _,
    postgres::{PgConnectOptions, PgSslMode},
};

/// How long the shared server outlives the last test that asked for a database.
const IDLE_MINUTES: u32 = 10;
const START_TRIES_MAX: u32 = 600;
const START_TRY: Duration = Duration::from_millis(50);
const SUPERUSER: &str = "purvey";

/// A server in a folder of its own.
#[derive(Clone, Debug)]
pub struct TestServer {
    base: PathBuf,
    programs: PathBuf,
    /// Of an unprivileged account, if we are root: the server refuses to be it.
    account: Option<(u32, u32)>,
    settings: &'static str,
    running: Arc<Running>,
}

/// A server of a test's own; ends, and takes its folder along, with the last handle.
#[derive(Debug, Default)]
struct Running {
    child: Mutex<Option<Child>>,
    folder: Option<PathBuf>,
}

impl Running {
    fn kill(&self) -> io::Result<()> {
        let Some(mut child) = self.child.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(()) };
        let pid = child.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
        child.kill()?;
        child.wait()?;
        for child in children.split_whitespace() {
            // It may have ended by itself.
            let _ = run(Command::new("kill").args(["-KILL", child]).stderr(Stdio::null()));
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // Nobody is left to be told of a failure.
            let _ = self.kill();
            let _ = fs::remove_dir_all(folder);
        }
    }
}

impl TestServer {
    /// The one that all tests share.
    pub(super) fn shared() -> io::Result<Self> {
        let base = std::env::temp_dir().join(format!("purvey-test-{}", short(env!("CARGO_MANIFEST_DIR"))));
        Self::at(base, "fsync = off\nfull_page_writes = off\nmax_connections = 200\nmax_wal_size = '4GB'")
    }

    /// One of a test's own, with fsync on, to be killed and started again. `name` must differ between tests.
    pub fn own(name: &str) -> io::Result<Self> {
        let base = std::env::temp_dir().join(format!("purvey-own-{name}-{}", std::process::id()));
        let running = Running { child: Mutex::default(), folder: Some(base.clone()) };
        let server = Self { running: Arc::new(running), ..Self::at(base, "max_connections = 50")? };
        server.make()?;
        Ok(server)
    }

    fn at(base: PathBuf, settings: &'static str) -> io::Result<Self> {
        fs::create_dir_all(&base)?;
        fs::set_permissions(&base, fs::Permissions::from_mode(0o711))?;
        let account = match fs::metadata(&base)?.uid() {
            0 => Some(unprivileged().ok_or_else(|| io::Error::other("we are root, and there is no account to be"))?),
            _ => None,
        };
        Ok(Self { base, programs: programs()?, account, settings, running: Arc::default() })
    }

    /// How to reach its database `postgres` as its superuser.
    pub fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.base.join("run"))
            .port(5432)
            .username(SUPERUSER)
            .database("postgres")
            .ssl_mode(PgSslMode::Disable)
    }

    /// The lock under which the server is started and templates are made.
    pub(super) fn lock(&self) -> io::Result<File> {
        let lock = File::options().create(true).append(true).open(self.base.join("lock"))?;
        lock.lock()?;
        Ok(lock)
    }

    /// Notes that the server is needed, so that it lives on.
    pub(super) fn touch(&self) -> io::Result<()> {
        let used = self.base.join("used");
        fs::write(&used, std::process::id().to_string())?;
        self.give(&used)
    }

    /// Attaches if it runs; else starts on an empty folder: what an earlier run left there is worth nothing.
    pub(super) async fn attach_or_start(&self) -> io::Result<()> {
        self.touch()?;
        if self.answers().await {
            return Ok(());
        }
        self.make()?;
        let watch = format!(
            "postgres -D data & \
             trap 'kill -INT $!' TERM INT; \
             while sleep 5 && kill -0 $! 2>/dev/null; do \
               [ -n \"$(find used -mmin -{IDLE_MINUTES} 2>/dev/null)\" ] || kill -INT $!; \
             done"
        );
        self.spawn(Command::new("sh").arg("-c").arg(watch).env("PATH", self.path()))?;
        self.wait().await
    }

    /// Starts the server of a test's own, or starts it again.
    pub async fn start(&self) -> io::Result<()> {
        let mut postgres = Command::new(self.programs.join("postgres"));
        postgres.args(["-D", "data"]);
        for _ in 0..START_TRIES_MAX {
            let is_gone = match &mut *self.child() {
                Some(child) => child.try_wait()?.is_some(),
                None => true,
            };
            // A server that was killed leaves processes behind for a moment, and a new one does not start beside them.
            if is_gone {
                let started = self.spawn(&mut postgres)?;
                *self.child() = Some(started);
            }
            if self.answers().await {
                return Ok(());
            }
            tokio::time::sleep(START_TRY).await;
        }
        Err(self.silent())
    }

    /// `kill -9` of the whole server, as a crash would.
    pub fn kill(&self) -> io::Result<()> {
        self.running.kill()
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.running.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make(&self) -> io::Result<()> {
        for folder in ["data", "run"] {
            let path = self.base.join(folder);
            match fs::remove_dir_all(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => fs::create_dir(&path)?,
            }
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
            self.give(&path)?;
        }
        let mut initdb = self.command(&mut Command::new(self.programs.join("initdb")));
        // Only who may enter the folder `run` can connect at all.
        let arguments = ["-D", "data", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
        run(initdb.args(arguments).stdout(Stdio::null()))?;
        let settings = self.base.join("data/postgresql.auto.conf");
        let run = self.base.join("run");
        let text = format!("listen_addresses = ''\nunix_socket_directories = '{}'\n{}\n", run.display(), self.settings);
        fs::write(&settings, text)?;
        self.give(&settings)
    }

    async fn answers(&self) -> bool {
        match self.options().connect().await {
            Ok(connection) => connection.close().await.is_ok(),
            Err(_) => false,
        }
    }

    async fn wait(&self) -> io::Result<()> {
        for _ in 0..START_TRIES_MAX {
            if self.answers().await {
                return Ok(());
            }
            tokio::time::sleep(START_TRY).await;
        }
        Err(self.silent())
    }

    fn silent(&self) -> io::Error {
        io::Error::other(format!("the test server does not answer; see {}/log", self.base.display()))
    }

    fn spawn(&self, command: &mut Command) -> io::Result<Child> {
        let log = File::options().create(true).append(true).open(self.base.join("log"))?;
        // A group of its own: it outlives the test that started it.
        self.command(command).stdout(log.try_clone()?).stderr(log).process_group(0).spawn()
    }

    /// The same program and arguments, in the base folder and as the unprivileged account.
    fn command(&self, of: &mut Command) -> Command {
        let mut command = Command::new(of.get_program());
        command.args(of.get_args()).env_clear().env("LC_ALL", "C.UTF-8").env("PATH", self.path());
        command.current_dir(&self.base).stdin(Stdio::null());
        if let Some((user, group)) = self.account {
            command.gid(group).uid(user);
        }
        command
    }

    fn path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.programs.display())
    }

    fn give(&self, path: &Path) -> io::Result<()> {
        match self.account {
            Some((user, group)) => chown(path, Some(user), Some(group)),
            None => Ok(()),
        }
    }
}

fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} ended with {status}"))) }
}

fn unprivileged() -> Option<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].iter().find_map(|wanted| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(wanted))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

/// Where the newest `initdb` and `postgres` are.
fn programs() -> io::Result<PathBuf> {
    let mut folders: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.into_iter().rev().map(|(_, folder)| folder).chain(std::env::split_paths(&path));
    let complete = |folder: &PathBuf| folder.join("initdb").exists() && folder.join("postgres").exists();
    let missing = || io::Error::other("tests need PostgreSQL 14 or newer: install it, or set DATABASE_URL");
    all.into_iter().find(complete).ok_or_else(missing)
}

/// A short name for a long path: sockets have little room.
fn short(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
