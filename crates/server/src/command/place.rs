use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::Args;

use crate::config::{self, Settings, User};

/// Where the data is: the same for every command that needs it.
#[derive(Clone, Debug, Default, Args)]
pub struct Place {
    /// The file with settings [default: purvey.toml, if there is one here]
    #[arg(
        long,
        global = true,
        help_heading = "Where",
        value_name = "FILE",
        env = "PURVEY_CONFIG",
        hide_env_values = true
    )]
    pub config: Option<PathBuf>,
    /// The data directory with the private PostgreSQL [default: /var/lib/purvey for root, else ~/.local/share/purvey]
    #[arg(
        long,
        global = true,
        help_heading = "Where",
        value_name = "DIR",
        env = "PURVEY_DATA",
        hide_env_values = true
    )]
    pub data: Option<PathBuf>,
    /// A PostgreSQL of your own instead: postgres://user:password@host/database
    #[arg(
        long,
        global = true,
        help_heading = "Where",
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
}

impl Place {
    /// All settings, with what the options of the command say on top.
    pub fn settings(&self) -> Result<Settings> {
        let here = Path::new(config::FILE);
        let file = self.config.as_deref().or_else(|| here.exists().then_some(here));
        let environment =
            env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let mut settings = config::load(file, environment)?;
        if let Some(url) = self.database.clone().filter(|url| !url.is_empty()) {
            settings.database.url = url;
            settings.validate().map_err(|why| anyhow::anyhow!("The database address cannot be used: {why}."))?;
        }
        Ok(settings)
    }

    /// The data directory.
    pub fn directory(&self, settings: &Settings) -> Result<PathBuf> {
        match &self.data {
            Some(data) => Ok(data.clone()),
            None => settings.data.directory(&user()).map_err(anyhow::Error::msg),
        }
    }
}

fn user() -> User {
    let path = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    User { root: rustix::process::geteuid().is_root(), home: path("HOME"), data_home: path("XDG_DATA_HOME") }
}
