use anyhow::Result;

use crate::{exit::Exit, out};

/// Print the JSON Schema of the business file, for editors.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey schema > business.schema.json\n\n\
                  Then begin the business file with:  #:schema ./business.schema.json")]
pub struct Args {}

pub fn run(_: &Args) -> Result<Exit> {
    out::print(&serde_json::to_string_pretty(&model::schema())?)?;
    Ok(Exit::Done)
}
