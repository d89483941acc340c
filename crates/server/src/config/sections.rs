use std::{net::SocketAddr, path::PathBuf, str::FromStr};

use serde::Deserialize;

/// Every setting; the meaning of each stands in `config/default.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub server: Server,
    pub data: Data,
    pub database: Database,
    pub ingest: Ingest,
    pub closing: Closing,
    pub log: Log,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: String,
    pub public_url: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub directory: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub connections: u32,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ingest {
    pub lanes: usize,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    pub automatic: bool,
    pub every_minutes: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub level: String,
}

impl Settings {
    /// The first setting that cannot work, in words.
    pub fn validate(&self) -> Result<(), String> {
        self.server.validate()?;
        self.database.validate()?;
        self.ingest.validate()?;
        self.closing.validate()?;
        self.log.validate()
    }
}

impl Server {
    fn validate(&self) -> Result<(), String> {
        if SocketAddr::from_str(&self.listen).is_err() {
            return Err(format!(
                "server.listen is '{}'; write an address and a port, like 127.0.0.1:8440 or [::1]:8440",
                self.listen
            ));
        }
        let url = &self.public_url;
        if !(url.is_empty() || url.starts_with("http://") || url.starts_with("https://")) {
            return Err(format!("server.public_url is '{url}'; it begins with http:// or https://"));
        }
        Ok(())
    }

    /// How links begin, for a server that listens at `bound`.
    pub fn base_url(&self, bound: SocketAddr) -> String {
        match self.public_url.trim_end_matches('/') {
            "" => format!("http://{bound}"),
            url => url.to_owned(),
        }
    }
}

impl Data {
    /// Where the private PostgreSQL lives.
    pub fn directory(&self, user: &User) -> Result<PathBuf, String> {
        if !self.directory.is_empty() {
            return Ok(self.directory.clone().into());
        }
        if user.root {
            return Ok("/var/lib/purvey".into());
        }
        let home = user.data_home.clone().or_else(|| user.home.clone().map(|home| home.join(".local/share")));
        home.map(|dir| dir.join("purvey"))
            .ok_or_else(|| "there is no home directory to keep data in; name one with --data or PURVEY_DATA".into())
    }
}

/// Who runs the program, as far as default places go.
#[derive(Clone, Debug, Default)]
pub struct User {
    pub root: bool,
    pub home: Option<PathBuf>,
    /// `$XDG_DATA_HOME`
    pub data_home: Option<PathBuf>,
}

impl Database {
    fn validate(&self) -> Result<(), String> {
        let url = &self.url;
        if !(url.is_empty() || url.starts_with("postgres://") || url.starts_with("postgresql://")) {
            // Not repeated: it may hold a password.
            return Err("database.url must begin with postgres://, as in postgres://user:password@host/database".into());
        }
        in_range("database.connections", self.connections.into(), 1, 1000)
    }
}

impl Ingest {
    fn validate(&self) -> Result<(), String> {
        in_range("ingest.lanes", u64::try_from(self.lanes).unwrap_or(u64::MAX), 1, 16)
    }
}

impl Closing {
    fn validate(&self) -> Result<(), String> {
        in_range("closing.every_minutes", self.every_minutes, 1, 1440)
    }
}

impl Log {
    fn validate(&self) -> Result<(), String> {
        match tracing_subscriber::EnvFilter::try_new(&self.level) {
            Ok(_) => Ok(()),
            Err(_) => Err(format!("log.level is '{}'; use error, warn, info, debug or trace", self.level)),
        }
    }
}

fn in_range(name: &str, value: u64, least: u64, most: u64) -> Result<(), String> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(format!("{name} is {value}; it can be {least} to {most}"))
    }
}
