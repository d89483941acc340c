//! Settings: the embedded `config/default.toml`, over it a file, over it the environment.

mod load;
mod sections;

pub use load::{ConfigError, DEFAULT, load};
pub use sections::{Closing, Data, Database, Ingest, Log, Server, Settings, User};

/// Read from the working directory if it is there and no other file is named.
pub const FILE: &str = "purvey.toml";
