//! A `purvey serve` that is killed again and again, and its commands.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::Mutex,
};

use rustix::process::{Pid, Signal, kill_process};
use server::postgres::Layout;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_purvey");

pub struct Purvey {
    data: TempDir,
    running: Mutex<Option<Child>>,
    address: Mutex<String>,
}

impl Purvey {
    pub fn new() -> Self {
        // Where an unprivileged account can pass through, and the socket's path stays short.
        let data = tempfile::Builder::new().prefix("purvey-").tempdir_in("/tmp").unwrap();
        fs::set_permissions(data.path(), fs::Permissions::from_mode(0o711)).unwrap();
        Self { data, running: Mutex::default(), address: Mutex::default() }
    }

    fn path(&self) -> &Path {
        self.data.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).arg("--data").arg(self.path());
        command.env_remove("DATABASE_URL").env_remove("PURVEY_DATA").env_remove("PURVEY_CONFIG").stdin(Stdio::null());
        command.env("PURVEY__CLOSING__AUTOMATIC", "false");
        command
    }

    /// Runs a command beside the server.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs a command that must work, and returns what it printed.
    pub fn done(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{args:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        text.trim().to_owned()
    }

    pub fn start(&self) {
        let log = fs::OpenOptions::new().create(true).append(true).open(self.path().join("serve.log")).unwrap();
        let mut child =
            self.command(&["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Purvey runs at http://");
        let address = address.unwrap_or_else(|| panic!("it did not start: {line}{}", self.log()));
        address.clone_into(&mut self.address.lock().unwrap());
        *self.running.lock().unwrap() = Some(child);
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.path().join("serve.log")).unwrap_or_default()
    }

    pub fn address(&self) -> String {
        self.address.lock().unwrap().clone()
    }

    /// Ends Purvey without a chance to clean up; its PostgreSQL lives on.
    pub fn kill(&self) {
        let mut child = self.running.lock().unwrap().take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Ends the PostgreSQL server process likewise. It may just be starting again: then there is none.
    pub fn kill_postgres(&self) {
        let layout = Layout::of(self.path()).unwrap();
        let Ok(text) = fs::read_to_string(layout.pid_file()) else { return };
        let Some(pid) = text.lines().next().and_then(|line| line.trim().parse().ok()).and_then(Pid::from_raw) else {
            return;
        };
        // A process that is gone already needs no killing.
        let _ = kill_process(pid, Signal::KILL);
    }

    /// Asks it to stop, as a service manager does.
    pub fn stop(&self) {
        let mut child = self.running.lock().unwrap().take().unwrap();
        kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
        assert!(child.wait().unwrap().success(), "{}", self.log());
    }
}

/// A failed test leaves no server behind.
impl Drop for Purvey {
    fn drop(&mut self) {
        if let Some(mut child) = self.running.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take() {
            let _ = child.kill();
            let _ = child.wait();
            self.kill_postgres();
        }
    }
}
