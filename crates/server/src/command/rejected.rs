use anyhow::Result;
use app::{Actor, rejected::Replayed};
use clap::Subcommand;
use kernel::id::RejectedId;

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Read and replay the events that were not accepted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  purvey rejected list\n  purvey rejected replay --all")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List those that wait, oldest first
    List,
    /// Send events through the door again, as they came
    Replay {
        #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
        ids: Vec<RejectedId>,
        /// All that wait
        #[arg(long)]
        all: bool,
    },
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey rejected", async |app| {
        let operator = Actor::operator();
        let mut waiting = Vec::new();
        if !matches!(&args.verb, Verb::Replay { all: false, .. }) {
            let mut after = None;
            loop {
                let (page, next) = app.rejected(operator.can()?, after, app::limits::PAGE_ROWS_MAX).await?;
                waiting.extend(page);
                after = next;
                if after.is_none() {
                    break;
                }
            }
        }
        let Verb::Replay { ids, .. } = &args.verb else {
            for row in &waiting {
                let times = if row.times > 1 { format!(" ({} times)", row.times) } else { String::new() };
                out::print(&format!("{}  {}  {}: {}{times}", row.id, row.received, row.reason, row.detail))?;
            }
            if waiting.is_empty() {
                out::note("No rejected event waits.");
            }
            return Ok(Exit::Done);
        };
        let ids: Vec<RejectedId> = ids.iter().copied().chain(waiting.iter().map(|row| row.id)).collect();
        let mut exit = Exit::Done;
        for id in ids {
            let word = match app.replay(operator.can()?, id).await? {
                Replayed::Accepted => "accepted".to_owned(),
                Replayed::Duplicate => "had been accepted meanwhile".to_owned(),
                Replayed::Refused { reason, detail } => {
                    exit = Exit::Incomplete;
                    format!("still refused: {reason}: {detail}")
                }
            };
            out::print(&format!("{id}  {word}"))?;
        }
        Ok(exit)
    })
}
