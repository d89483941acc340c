//! The database a command works on: one named by address, or the private one.

use std::path::Path;

use anyhow::{Context as _, Result};
use sqlx::postgres::PgConnectOptions;

use crate::{
    config::Settings,
    outside::SystemEntropy,
    postgres::{Layout, Lock, Locked, PrivatePostgres, reach_running},
};

/// How much of the private PostgreSQL a command wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// To be its only manager: for programs that stay.
    Alone,
    /// To use it, beside a Purvey that already runs it if there is one.
    Beside,
}

/// A database that can be connected to, and what to stop afterwards.
#[derive(Debug)]
pub struct Database {
    pub options: PgConnectOptions,
    private: Option<PrivatePostgres>,
}

impl Database {
    /// Opens the database of `settings`, starting the private PostgreSQL in `data` if no address is given.
    pub async fn open(settings: &Settings, data: &Path, claim: Claim, what: &str) -> Result<Self> {
        if !settings.database.url.is_empty() {
            let options = settings.database.url.parse().context(
                "The database address cannot be read. Write it like postgres://user:password@host:5432/database.",
            )?;
            return Ok(Self { options, private: None });
        }
        let layout = Layout::of(data)?;
        let lock = match claim {
            Claim::Alone => Lock::take(&layout, what)?,
            Claim::Beside => match Lock::ask(&layout, what)? {
                Locked::Mine(lock) => lock,
                Locked::Theirs(_) => {
                    let managed = || matches!(Lock::ask(&layout, what), Ok(Locked::Theirs(_)));
                    return Ok(Self { options: reach_running(&layout, managed).await?, private: None });
                }
            },
        };
        let private = PrivatePostgres::open(layout, lock, &SystemEntropy).await?;
        Ok(Self { options: private.options(), private: Some(private) })
    }

    /// Stops the private PostgreSQL if it was started for us.
    pub async fn close(self) -> Result<()> {
        match self.private {
            Some(private) => Ok(private.stop().await?),
            None => Ok(()),
        }
    }
}
