use anyhow::Result;
use clap::ValueEnum;

use crate::{business_file::BusinessFile, exit::Exit, out};

/// Say what changes between two business files, whatever their layout.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey diff business.toml business-new.toml")]
pub struct Args {
    old: String,
    new: String,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    /// [{"path", "old", "new"}]
    Json,
}

pub fn run(args: &Args) -> Result<Exit> {
    let (old, new) = (BusinessFile::read(&args.old)?.parse()?, BusinessFile::read(&args.new)?.parse()?);
    let changes = model::diff(&old, &new);
    out::print(&match args.format {
        Format::Json => serde_json::to_string(&changes)?,
        Format::Text if changes.is_empty() => "The two files say the same.".to_owned(),
        Format::Text => changes.iter().map(|change| format!("{change}\n")).collect(),
    })?;
    Ok(Exit::Done)
}
