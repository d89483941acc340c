//! `purvey import`: usage files into the database, through the same door as requests.

mod chunk;
mod send;

use std::{collections::VecDeque, path::PathBuf};

use anyhow::{Context as _, Result};
use app::{Actor, App};
use kernel::time::TimeZone;
use tokio::task::JoinHandle;

use self::{
    chunk::Chunk,
    send::{Counts, Sent, send},
};
use super::{Place, with_app};
use crate::{
    exit::Exit,
    files::{Complaints, Content, Format, Input, Reading, Terms, bar, inputs, open, zone},
    out,
};

/// Chunks on their way at once: enough to keep the writing lanes busy.
const IN_FLIGHT_MAX: usize = 4;

/// Read usage files into the database.
///
/// Safe to repeat, and to go on with after an interruption: every event counts once, and what was imported before is
/// passed over quickly. Rows that cannot be used are named with their lines and kept in the rejected queue.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Files, directories, patterns, or `-`
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What the files hold [default: told by their names and first bytes]
    #[arg(long, value_enum, help_heading = "Reading files")]
    format: Option<Format>,
    /// The time zone of times that state none, like America/New_York [default: the business's]
    #[arg(long, value_name = "ZONE", value_parser = zone, help_heading = "Reading files")]
    zone: Option<TimeZone>,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "Examples:
  purvey import october.ndjson
  purvey import /var/log/asterisk/cdr-csv/Master.csv --zone America/New_York
  purvey import calls.csv \\
      --map at=calldate,tenant=account,type==call.completed,billable_seconds=billsec

Master.csv is what Asterisk's cdr_csv writes, 16 to 21 columns without a header: accountcode (the
tenant), src, dst, dcontext, clid, channel, dstchannel, lastapp, lastdata, start (the event's time),
answer, end, duration, billsec (billable_seconds), disposition (only ANSWERED calls count),
amaflags, then as cdr.conf has it uniqueid, userfield, peeraccount, linkedid, sequence.";

pub fn run(args: &Args) -> Result<Exit> {
    let inputs = inputs(&args.files).map_err(anyhow::Error::msg)?;
    with_app(&args.place, "purvey import", async |app| {
        let times_in = match &args.zone {
            Some(zone) => zone.clone(),
            None => app.current_business(Actor::operator().can()?).await?.business.zone.clone(),
        };
        let terms = args.reading.terms(args.format, times_in).map_err(anyhow::Error::msg)?;
        let bar = bar(&inputs);
        let mut unusable = 0;
        for input in &inputs {
            let mut import = Import::new(app, input.name(), bar.clone());
            import.read(input, &terms).await?;
            let counts = import.finish().await?;
            unusable += counts.rejected + counts.conflict;
            bar.suspend(|| out::print(&counts.sentence(&input.name())))?;
        }
        bar.finish_and_clear();
        Ok(if unusable == 0 { Exit::Done } else { Exit::Incomplete })
    })
}

/// One file on its way.
struct Import<'a> {
    app: &'a App,
    name: String,
    bar: indicatif::ProgressBar,
    chunk: Chunk,
    in_flight: VecDeque<JoinHandle<Result<Sent>>>,
    complaints: Complaints,
    counts: Counts,
}

impl<'a> Import<'a> {
    fn new(app: &'a App, name: String, bar: indicatif::ProgressBar) -> Self {
        Self {
            app,
            name,
            bar,
            chunk: Chunk::default(),
            in_flight: VecDeque::new(),
            complaints: Complaints::default(),
            counts: Counts::default(),
        }
    }

    async fn read(&mut self, input: &Input, terms: &Terms) -> Result<()> {
        let watched = self.bar.clone();
        let rows = open(input, terms, move |bytes| watched.inc(bytes))
            .with_context(|| format!("Cannot read {}.", self.name))?;
        for row in rows {
            let row = row.with_context(|| format!("Cannot read on in {}.", self.name))?;
            if let Content::Passed(_) = row.content {
                self.counts.passed += 1;
                continue;
            }
            self.chunk.rows.push(row);
            if self.chunk.is_full() {
                self.dispatch().await?;
            }
        }
        Ok(())
    }

    /// Sends what has been read, once there is room.
    async fn dispatch(&mut self) -> Result<()> {
        if self.in_flight.len() >= IN_FLIGHT_MAX {
            self.land().await?;
        }
        let (app, chunk) = (self.app.clone(), std::mem::take(&mut self.chunk));
        self.in_flight.push_back(tokio::spawn(async move { send(&app, &chunk).await }));
        Ok(())
    }

    /// Waits for the oldest chunk, so that complaints come in the order of the file.
    async fn land(&mut self) -> Result<()> {
        let Some(oldest) = self.in_flight.pop_front() else { return Ok(()) };
        let sent = oldest.await??;
        self.counts.add(&sent.counts);
        for (line, why) in &sent.refused {
            self.bar.suspend(|| self.complaints.tell(&self.name, *line, why));
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<Counts> {
        if !self.chunk.rows.is_empty() {
            self.dispatch().await?;
        }
        while !self.in_flight.is_empty() {
            self.land().await?;
        }
        self.complaints.close();
        Ok(self.counts)
    }
}
