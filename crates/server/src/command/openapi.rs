use anyhow::Result;

use crate::{exit::Exit, out};

/// Print the API's description (OpenAPI).
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: &Args) -> Result<Exit> {
    out::print(web::openapi())?;
    Ok(Exit::Done)
}
