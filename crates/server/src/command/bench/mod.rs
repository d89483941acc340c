//! Measurements that docs/operations/benchmarks.md quotes. Each runs on a database of its own that is thrown away, on
//! this machine only, and ends by itself.

mod bed;
mod close;
mod ingest;
mod live_bill;
mod memory;
mod statistics;

use anyhow::Result;
use clap::Subcommand;

use crate::exit::Exit;

/// Measure this machine: ingest, live bill, closing, memory.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The figures only mean something from a release build.\n\nExample:\n  purvey bench ingest --events 1000000"
)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Ingest(ingest::Args),
    LiveBill(live_bill::Args),
    Close(close::Args),
    Memory(memory::Args),
}

pub fn run(args: &Args) -> Result<Exit> {
    crate::logs::start(crate::logs::QUIET);
    match &args.what {
        What::Ingest(args) => ingest::run(args),
        What::LiveBill(args) => live_bill::run(args),
        What::Close(args) => close::run(args),
        What::Memory(args) => memory::run(args),
    }
}
