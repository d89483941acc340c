use std::{
    fs::{self, File, TryLockError},
    io::Write,
};

use super::{Layout, PostgresError, create};

/// Held by the one Purvey that manages the data directory; released by the system when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// What became of asking for the lock.
#[derive(Debug)]
pub enum Locked {
    Mine(Lock),
    /// Another process has it; the text names it.
    Theirs(String),
}

impl Lock {
    /// Asks for the lock; `what` names this process to whoever asks in vain.
    pub fn ask(layout: &Layout, what: &str) -> Result<Locked, PostgresError> {
        create::directory(&layout.base)?;
        let unwritable = |source| PostgresError::Unwritable { path: layout.lock.clone(), source };
        let mut file = File::options()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&layout.lock)
            .map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Locked::Theirs(name(layout))),
            Err(TryLockError::Error(source)) => return Err(unwritable(source)),
        }
        file.set_len(0).map_err(unwritable)?;
        writeln!(file, "{what} (process {})", std::process::id()).map_err(unwritable)?;
        Ok(Locked::Mine(Self { _file: file }))
    }

    /// The lock, or an error that names who has it.
    pub fn take(layout: &Layout, what: &str) -> Result<Self, PostgresError> {
        match Self::ask(layout, what)? {
            Locked::Mine(lock) => Ok(lock),
            Locked::Theirs(holder) => Err(PostgresError::Busy { base: layout.base.clone(), holder }),
        }
    }
}

/// Who holds the lock, if anybody does. Changes nothing.
pub fn holder(layout: &Layout) -> Option<String> {
    let file = File::open(&layout.lock).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(name(layout)),
        _ => None,
    }
}

fn name(layout: &Layout) -> String {
    let text = fs::read_to_string(&layout.lock).unwrap_or_default();
    // Empty in the instant between the lock and the name.
    if text.trim().is_empty() { "Another purvey".into() } else { text.trim().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_and_told_who_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::of(dir.path()).unwrap();
        let first = Lock::take(&layout, "purvey serve").unwrap();
        let error = Lock::take(&layout, "purvey demo").unwrap_err().to_string();
        assert!(error.contains("purvey serve") && error.contains(&std::process::id().to_string()), "{error}");
        assert!(holder(&layout).unwrap().contains("purvey serve"));
        drop(first);
        assert_eq!(holder(&layout), None);
        Lock::take(&layout, "purvey demo").unwrap();
    }
}
