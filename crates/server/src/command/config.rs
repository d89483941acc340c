use anyhow::Result;

use crate::{config, exit::Exit, out};

/// Print every setting with its meaning and default.
///
/// The output is a complete settings file: keep what you change in purvey.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey config > purvey.toml")]
pub struct Args {}

pub fn run(_: &Args) -> Result<Exit> {
    out::print(config::DEFAULT)?;
    Ok(Exit::Done)
}
