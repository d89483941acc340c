use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use app::{Actor, business::Applied};
use clap::Subcommand;

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Apply a business file, or show the one in force.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  purvey business apply business.toml\n  purvey business show > business.toml")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make a file the version for contracts from now on; existing contracts keep theirs
    Apply {
        /// The file, or the name of a shipped one: dialer, isp, nodes, deployments
        file: PathBuf,
    },
    /// Print the version in force, byte for byte
    Show,
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey business", async |app| {
        let operator = Actor::operator();
        match &args.verb {
            Verb::Apply { file } => {
                let (text, name) = read(file)?;
                let (version, how) = match app.apply_business(operator.can()?, &text, &name).await? {
                    Applied::Now(version) => (version, "is now in force"),
                    Applied::Already(version) => (version, "was in force already"),
                };
                out::print(&format!("{}: version {} {how}.", version.business.name, version.number))?;
            }
            Verb::Show => out::print(&app.current_business(operator.can()?).await?.text)?,
        }
        Ok(Exit::Done)
    })
}

/// A file's text and name; a name that is no file may be a shipped business.
fn read(file: &std::path::Path) -> Result<(String, String)> {
    let name = file.display().to_string();
    match (file.exists(), model::shipped::get(&name)) {
        (false, Some(shipped)) => Ok((shipped.text.to_owned(), format!("businesses/{name}.toml"))),
        _ => Ok((fs::read_to_string(file).with_context(|| format!("The business file {name} cannot be read."))?, name)),
    }
}
