use std::{
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// What the program said, and how it ended.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs `purvey` in a directory of its own.
pub struct Program {
    dir: TempDir,
}

impl Program {
    pub fn new() -> Self {
        let dir = tempfile::Builder::new().prefix("purvey-").tempdir_in("/tmp").unwrap();
        // The private PostgreSQL's account must be able to pass through.
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o711)).unwrap();
        Self { dir }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn run(&self, args: &[&str]) -> Said {
        self.run_with(args, "")
    }

    /// `input` on standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_purvey"));
        command.args(args).current_dir(self.dir.path());
        for name in ["DATABASE_URL", "PURVEY_CONFIG", "PURVEY_PG_BIN"] {
            command.env_remove(name);
        }
        command.env("PURVEY_DATA", self.dir.path().join("data"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8_lossy(bytes).replace(&*self.dir.path().to_string_lossy(), "DIR");
        Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Runs what must work and returns what it printed.
    pub fn done(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, Some(0), "{args:?}: {}{}", said.out, said.err);
        said.out
    }
}

/// No stack, no debug print: what every complaint must be free of.
pub fn is_for_people(text: &str) -> bool {
    !text.contains("panicked") && !text.contains("RUST_BACKTRACE") && !text.contains("Error {")
}
