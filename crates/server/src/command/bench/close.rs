use std::time::Instant;

use anyhow::{Result, ensure};
use app::Actor;

use super::{
    bed::Bed,
    ingest, memory,
    statistics::{grouped, ms, per_second},
};
use crate::{command::block_on, exit::Exit, out};

/// Closing a month for many tenants: rating, invoice, lines, costs, postings, all recorded.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many tenants
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    tenants: u64,
    /// Events each of them has in the month
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    events: u64,
}

pub fn run(args: &Args) -> Result<Exit> {
    block_on(async {
        let bed = Bed::new(usize::try_from(args.tenants)?).await?;
        ingest::load(&bed, &ingest::Args::of(args.tenants * args.events, args.tenants)).await?;
        let began = Instant::now();
        let run = bed.app().close_all(Actor::operator().can()?, &bed.period(), &|_, _| {}).await?;
        let took = began.elapsed();
        ensure!(run.closed == args.tenants, "{} invoices were issued, {} failed", run.closed, run.failed.len());
        out::print(&format!(
            "{} tenants with {} events each closed in {}   {} invoices/s   {} of memory",
            grouped(run.closed),
            args.events,
            ms(took),
            grouped(per_second(run.closed, took)),
            memory::of(std::process::id())?
        ))?;
        bed.installation.close().await?;
        Ok(Exit::Done)
    })
}
