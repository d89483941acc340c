use kernel::{
    Kind,
    error::{Failure, chain},
};

/// Why the store could not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer, or ended the connection. Whatever was asked may or may not have happened.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// Another transaction changed what this one had read. Nothing happened; the same transaction may be run again.
    #[error("another transaction came between; try again")]
    Serialization(#[source] sqlx::Error),
    /// The database cannot be used as it is: too old, wrong encoding, missing rights, of a newer Purvey.
    #[error("this database cannot be used: {0}")]
    Unusable(String),
    /// A stored figure does not fit the types that figures have here.
    #[error("a stored figure is out of range: {0}")]
    OutOfRange(String),
    /// What was to be recorded contradicts what is there.
    #[error("{0}")]
    Conflict(String),
    /// Our own mistake, or a database that somebody else changed.
    #[error("the database refused a statement")]
    Refused(#[source] sqlx::Error),
}

impl StoreError {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Unavailable(_) | Self::Serialization(_) => Kind::Unavailable,
            Self::Conflict(_) => Kind::Conflict,
            Self::Unusable(_) | Self::OutOfRange(_) | Self::Refused(_) => Kind::Bug,
        }
    }

    /// Whether the same transaction, run again from its start, may succeed.
    pub fn is_worth_repeating(&self) -> bool {
        matches!(self, Self::Serialization(_))
    }
}

/// Errors without a SQLSTATE are of the connection; else the class decides.
impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let code = match &error {
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => {
                return Self::Unavailable(error);
            }
            E::Database(refusal) => refusal.code().unwrap_or_default().into_owned(),
            _ => return Self::Refused(error),
        };
        match code.as_str() {
            "40001" | "40P01" => Self::Serialization(error),
            // admin shutdown, crash shutdown, starting up; statement or idle timeout; connection; resources
            "57P01" | "57P02" | "57P03" | "57014" | "25P03" | "55P03" => Self::Unavailable(error),
            _ if code.starts_with("08") || code.starts_with("53") => Self::Unavailable(error),
            _ => Self::Refused(error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let public = match error.kind() {
            Kind::Unavailable => "The database does not answer; try again.".to_owned(),
            Kind::Conflict => error.to_string(),
            _ => "Something went wrong on our side.".to_owned(),
        };
        Self::new(error.kind(), public).because(chain(&error))
    }
}
