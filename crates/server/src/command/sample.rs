use std::io::{self, BufWriter, Write as _};

use anyhow::{Context as _, Result};

use crate::{demo, exit::Exit};

/// Print the demo's usage as CloudEvents, to try `purvey bill` with.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey sample dialer > usage.ndjson\n  \
                  purvey bill dialer --usage usage.ndjson --tenant abc-solar --period 2025-10")]
pub struct Args {
    /// dialer, isp, nodes or deployments
    #[arg(default_value = "dialer", value_parser = ["dialer", "isp", "nodes", "deployments"], hide_possible_values = true)]
    business: String,
    /// One tenant only [default: all]
    #[arg(long, value_name = "NAME")]
    tenant: Option<String>,
}

pub fn run(args: &Args) -> Result<Exit> {
    let demo = demo::of(&args.business).context("There is no such demo.")?;
    let mut stdout = BufWriter::new(io::stdout().lock());
    let wanted = |name: &str| args.tenant.as_ref().is_none_or(|tenant| tenant == name);
    for tenant in demo.tenants.iter().filter(|tenant| wanted(tenant.name)) {
        for event in &tenant.events {
            writeln!(stdout, "{}", event.json(tenant.name))?;
        }
    }
    stdout.flush()?;
    Ok(Exit::Done)
}
