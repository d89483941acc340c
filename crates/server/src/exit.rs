//! How the program ends, and what it says when it ends badly.

use std::{io, process::ExitCode};

use kernel::{Kind, error::Failure};
use store::StoreError;

use crate::{out, postgres::PostgresError};

/// Exit codes; the help of `purvey` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done,
    /// It was refused or did not work; the message says why. Also: a check found something.
    Failed,
    /// Done, but some of what was given could not be used (lines of usage files).
    Incomplete,
    /// Something Purvey needs does not answer; the same command may work later.
    Unavailable,
    /// A mistake in Purvey.
    Bug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            // 2 is clap's: the command line itself is wrong.
            Exit::Incomplete => 3,
            Exit::Unavailable => 4,
            Exit::Bug => 70,
        })
    }
}

/// Prints an error for a person and picks its exit code.
pub fn report(error: &anyhow::Error) -> Exit {
    if is_broken_pipe(error) {
        // Whoever read our output has seen enough.
        return Exit::Done;
    }
    let mut text = format!("purvey: {error}");
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text += &format!("\n  because: {cause}");
        }
    }
    out::note(&text);
    exit_of(error)
}

fn exit_of(error: &anyhow::Error) -> Exit {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        return match failure.kind {
            Kind::Exhausted | Kind::Unavailable => Exit::Unavailable,
            Kind::Bug => Exit::Bug,
            Kind::Invalid | Kind::Unauthenticated | Kind::Forbidden | Kind::NotFound | Kind::Conflict => Exit::Failed,
        };
    }
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return match error.kind() {
            Kind::Unavailable => Exit::Unavailable,
            _ => Exit::Failed,
        };
    }
    match error.downcast_ref::<PostgresError>() {
        Some(PostgresError::NotReady { .. } | PostgresError::NotRunning { .. }) => Exit::Unavailable,
        _ => Exit::Failed,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}

/// A panic is our mistake: say so in one line, and where, instead of a backtrace.
pub fn on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let why = panic.payload_as_str().unwrap_or("no reason given");
        out::note(&format!("purvey: this is a mistake in Purvey{place}: {why}. Please report it with these words."));
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_become_exit_codes() {
        let exit = |kind| exit_of(&Failure::new(kind, "x").into());
        assert_eq!(exit(Kind::Invalid), Exit::Failed);
        assert_eq!(exit(Kind::Unavailable), Exit::Unavailable);
        assert_eq!(exit(Kind::Bug), Exit::Bug);
        assert_eq!(exit_of(&anyhow::anyhow!("x")), Exit::Failed);
        assert!(is_broken_pipe(&anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("printing")));
    }
}
