use anyhow::{Result, bail};
use app::{
    Actor, App,
    rejected::{Rejected, Replayed},
};
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
    /// Print one as it came, and why it was not accepted
    Show {
        #[arg(value_name = "ID")]
        id: RejectedId,
    },
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
    with_app(&args.place, "purvey rejected", async |app| match &args.verb {
        Verb::List => list(app).await,
        Verb::Show { id } => show(app, *id).await,
        Verb::Replay { ids, .. } => replay(app, ids).await,
    })
}

/// Goes through those that wait, page by page, until `each` has seen enough.
async fn walk(app: &App, mut each: impl AsyncFnMut(&Rejected) -> Result<bool>) -> Result<()> {
    let mut after = None;
    loop {
        let (page, next) = app.rejected(Actor::operator().can()?, after, app::limits::PAGE_ROWS_MAX).await?;
        for row in &page {
            if !each(row).await? {
                return Ok(());
            }
        }
        if next.is_none() {
            return Ok(());
        }
        after = next;
    }
}

async fn list(app: &App) -> Result<Exit> {
    let mut any = false;
    walk(app, async |row| {
        any = true;
        let times = if row.times > 1 { format!(" ({} times)", row.times) } else { String::new() };
        out::print(&format!("{}  {}  {}: {}{times}", row.id, row.received, row.reason, out::tame(&row.detail)))?;
        Ok(true)
    })
    .await?;
    if !any {
        out::note("No rejected event waits.");
    }
    Ok(Exit::Done)
}

async fn show(app: &App, id: RejectedId) -> Result<Exit> {
    let mut found = None;
    walk(app, async |row| {
        if row.id == id {
            found = Some(row.clone());
        }
        Ok(found.is_none())
    })
    .await?;
    let Some(row) = found else { bail!("No rejected event {id} waits. Those that do: purvey rejected list") };
    out::note(&format!(
        "{}: {} ({} times, first received {})",
        row.reason,
        out::tame(&row.detail),
        row.times,
        row.received
    ));
    out::print(&row.raw)?;
    Ok(Exit::Done)
}

/// Replays `ids`, or all that wait if none is named.
async fn replay(app: &App, ids: &[RejectedId]) -> Result<Exit> {
    let mut exit = Exit::Done;
    let mut again = async |id: RejectedId| -> Result<bool> {
        let word = match app.replay(Actor::operator().can()?, id).await? {
            Replayed::Accepted => "accepted".to_owned(),
            Replayed::Duplicate => "had been accepted meanwhile".to_owned(),
            Replayed::Refused { reason, detail } => {
                exit = Exit::Incomplete;
                format!("still refused: {reason}: {detail}")
            }
        };
        out::print(&format!("{id}  {word}"))?;
        Ok(true)
    };
    for id in ids {
        again(*id).await?;
    }
    if ids.is_empty() {
        walk(app, async |row| again(row.id).await).await?;
    }
    Ok(exit)
}
