use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Signal, kill_process};

use crate::{exit::Exit, out};

/// The resident memory of an idle `purvey serve`, without PostgreSQL.
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: &Args) -> Result<Exit> {
    let data = tempfile::Builder::new().prefix("purvey-bench-").tempdir_in("/tmp")?;
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o711))?;
    let mut child = Command::new(std::env::current_exe()?)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .spawn()?;
    // Its first words come when it is ready to be asked.
    let mut said = String::new();
    BufReader::new(child.stdout.take().context("it has no output")?).read_line(&mut said)?;
    let memory = of(child.id());
    kill_process(Pid::from_child(&child), Signal::TERM)?;
    child.wait()?;
    out::print(&format!("idle purvey serve   {} resident", memory?))?;
    Ok(Exit::Done)
}

/// The resident memory of a process, as the kernel writes it.
pub(super) fn of(pid: u32) -> Result<String> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("the kernel does not say")?;
    let kib: u64 = resident.trim().trim_end_matches(" kB").parse()?;
    Ok(format!("{} MiB", kib.div_ceil(1024)))
}
