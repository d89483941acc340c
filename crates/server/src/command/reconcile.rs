use anyhow::Result;
use app::Actor;

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Prove that events = rated = invoiced = ledger, or list what differs.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Rates every event again: takes as long as reading all events takes.\n\nExample:\n  purvey reconcile"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// How to print the proof
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey reconcile", async |app| {
        let proof = app.reconcile(Actor::operator().can()?).await?;
        match args.format {
            Format::Json => {
                let checks = proof.checks.iter().map(|check| {
                    serde_json::json!({ "name": check.name, "compared": check.compared, "differences": check.differences })
                });
                let report = serde_json::json!({ "clean": proof.is_clean(), "checks": checks.collect::<Vec<_>>() });
                out::print(&serde_json::to_string_pretty(&report)?)?;
            }
            Format::Text => {
                for check in &proof.checks {
                    let verdict = if check.differences.is_empty() { "ok" } else { "DIFFERS" };
                    out::print(&format!("{verdict:<8}{:>10}  {}", check.compared, check.name))?;
                    for difference in &check.differences {
                        out::print(&format!("{:20}{difference}", ""))?;
                    }
                }
            }
        }
        Ok(if proof.is_clean() { Exit::Done } else { Exit::Failed })
    })
}
