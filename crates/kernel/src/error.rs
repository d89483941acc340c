//! The few kinds of failure, and the two audiences of each.

use std::{error::Error, fmt::Write as _};

/// What a failure means to the one who asked. HTTP maps each kind to one status, the command line to one exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request itself is wrong; sending it again will not help.
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    /// It contradicts what is already there: same key, other content.
    Conflict,
    /// A named limit is reached; try later or ask for less.
    Exhausted,
    /// Something we depend on does not answer; the same request may succeed later.
    Unavailable,
    /// Our own mistake.
    Bug,
}

/// A failure with a text for the one who asked and, apart from it, what only the operator's log may hold.
#[derive(Debug, thiserror::Error)]
#[error("{public}")]
pub struct Failure {
    pub kind: Kind,
    pub public: String,
    #[source]
    pub private: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    pub fn new(kind: Kind, public: impl Into<String>) -> Self {
        Self { kind, public: public.into(), private: None }
    }

    pub fn because(mut self, private: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.private = Some(private.into());
        self
    }
}

/// An error and all its causes on one line, for the log.
pub fn chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(line, ": {cause}");
        source = cause.source();
    }
    line
}
