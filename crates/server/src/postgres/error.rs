use std::{io, path::PathBuf};

/// Why the private PostgreSQL cannot run, said so that the reader can do something about it.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    #[error(
        "No PostgreSQL server programs were found on this machine (looked in {looked}).\nThree ways out:\n  \
         1. install them:            {install}\n  \
         2. say where they are:      PURVEY_PG_BIN=/path/to/postgresql/bin\n  \
         3. use a server you have:   DATABASE_URL=postgres://user:password@host/database"
    )]
    NoBinaries { looked: String, install: String },
    #[error(
        "PURVEY_PG_BIN is {dir}, but there is no {missing} in it. Set it to the folder that holds initdb and postgres."
    )]
    WrongBin { dir: PathBuf, missing: &'static str },
    #[error("The newest PostgreSQL found is {found} in {dir}; Purvey needs {min} or newer. Install it with: {install}", min = super::MAJOR_MIN)]
    TooOld { found: u32, dir: PathBuf, install: String },
    #[error(
        "The data in {cluster} was made by PostgreSQL {made_by}, and that version is not installed (found: {found}). \
         Install PostgreSQL {made_by}, or set PURVEY_PG_BIN to its programs."
    )]
    OtherMajor { cluster: PathBuf, made_by: u32, found: String },
    #[error(
        "{base} is too long a path for PostgreSQL's Unix socket, by {by} bytes. Choose a shorter data directory with \
         --data or PURVEY_DATA."
    )]
    PathTooLong { base: PathBuf, by: usize },
    #[error(
        "Purvey runs as root and PostgreSQL never does, so it needs an unprivileged account; neither 'postgres' nor \
         'nobody' exists. Create one with: useradd --system postgres"
    )]
    NoAccount,
    #[error(
        "PostgreSQL would run as the account '{account}', which cannot enter {blocked} (mode {mode:o}), so it cannot \
         reach its data in {base}. Choose a directory it can reach, such as --data /var/lib/purvey."
    )]
    Unreachable { account: String, blocked: PathBuf, mode: u32, base: PathBuf },
    #[error(
        "The data in {cluster} belongs to the user with id {owner}, and Purvey runs as {me}. Run Purvey as its owner, or \
         choose another directory with --data."
    )]
    OtherOwner { cluster: PathBuf, owner: u32, me: u32 },
    #[error("{holder} already runs on {base}. Stop it first, or choose another directory with --data.")]
    Busy { base: PathBuf, holder: String },
    #[error("Cannot create {path}: {source}. Choose another directory with --data or PURVEY_DATA.")]
    NotCreated { path: PathBuf, source: io::Error },
    #[error("Cannot read {path}: {source}.")]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("Cannot write {path}: {source}.")]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("Cannot run {program}: {source}.")]
    NotRun { program: PathBuf, source: io::Error },
    #[error(
        "PostgreSQL could not create its files in {fresh}: {reason}. Nothing was kept; start again once that is put right."
    )]
    NotInitialised { fresh: PathBuf, reason: String },
    #[error("PostgreSQL ended while starting ({status}): {reason}. Its log is {log}.")]
    EndedAtStart { status: String, reason: String, log: PathBuf },
    #[error("PostgreSQL did not answer within {seconds} seconds: {reason}. Its log is {log}.")]
    NotReady { seconds: u64, reason: String, log: PathBuf },
    #[error(
        "PostgreSQL in {cluster} does not accept the password in its file {file}. If the password was changed by hand, \
         write the new one into that file."
    )]
    WrongPassword { cluster: PathBuf, file: PathBuf },
    #[error("The private PostgreSQL of {base} is not running. Start it with: purvey serve --data {base}")]
    NotRunning { base: PathBuf },
    #[error("PostgreSQL did not stop within {seconds} seconds; its process is {pid}.")]
    NotStopped { seconds: u64, pid: i32 },
}
