use std::{fs, path::Path};

use clap::Args;
use kernel::time::TimeZone;

use super::{Format, Mapping, open::Terms};

/// How usage files are to be read; the same for `bill` and `import`.
#[derive(Clone, Debug, Args)]
pub struct Reading {
    /// For CSV, which column says what: a list, or a file with one entry on each line
    ///
    /// name=column, or name==text for a fixed text. The names at, tenant, type, id and source are the event's own; any
    /// other is an attribute of its data. Without an id, one is made of the row's content, so that reading it again
    /// counts nothing twice.
    #[arg(long, help_heading = "Reading files", value_name = "at=COLUMN,…|FILE")]
    pub map: Option<String>,
    /// The type of events made from CSV or call records [call records: call.completed]
    #[arg(long = "type", help_heading = "Reading files", value_name = "TYPE")]
    pub kind: Option<String>,
    /// The source of events made from CSV or call records: the switch they come from [default: csv, asterisk]
    #[arg(long, help_heading = "Reading files", value_name = "NAME")]
    pub source: Option<String>,
}

/// An IANA time zone by name.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| "it is no time zone; write one like America/New_York or UTC".into())
}

impl Reading {
    /// `format` is that of all files, if it is not to be found out; `zone` that of times which state none.
    pub fn terms(&self, format: Option<Format>, zone: TimeZone) -> Result<Terms, String> {
        let mapping = match &self.map {
            None => None,
            Some(text) if text.contains('=') => Some(text.parse::<Mapping>()?),
            Some(file) => {
                let text = fs::read_to_string(Path::new(file)).map_err(|error| {
                    format!("--map is neither a list like at=calldate,tenant=account nor a file: {file}: {error}")
                })?;
                Some(text.parse().map_err(|why| format!("{file}: {why}"))?)
            }
        };
        Ok(Terms { format, mapping, zone, kind: self.kind.clone(), source: self.source.clone() })
    }
}
