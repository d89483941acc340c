use std::time::{Duration, Instant};

use anyhow::Result;
use app::Actor;

use super::{
    bed::Bed,
    ingest,
    statistics::{Spread, grouped, ms, spread},
};
use crate::{command::block_on, exit::Exit, out};

/// The live bill of one tenant, at a number of events and at ten times as many.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The larger number of events
    #[arg(long, default_value_t = 10_000_000, value_parser = clap::value_parser!(u64).range(10_000..=20_000_000))]
    events: u64,
    /// How often each bill is asked
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u64).range(10..=100_000))]
    times: u64,
}

pub fn run(args: &Args) -> Result<Exit> {
    block_on(async {
        for events in [args.events / 10, args.events] {
            let bed = Bed::new(1).await?;
            ingest::load(&bed, &ingest::Args::of(events, 1)).await?;
            let (client, operator) = ask(&bed, args.times).await?;
            for (who, spread) in [("the client's", client), ("the operator's, with costs", operator)] {
                out::print(&format!(
                    "{:>11} events   {who:<27} p50 {}, p99 {}, max {}",
                    grouped(events),
                    ms(spread.median),
                    ms(spread.p99),
                    ms(spread.max)
                ))?;
            }
            bed.installation.close().await?;
        }
        Ok(Exit::Done)
    })
}

async fn ask(bed: &Bed, times: u64) -> Result<(Spread, Spread)> {
    let Some(tenant) = bed.tenants.first() else { anyhow::bail!("there is no tenant") };
    let period = bed.period();
    let client = Actor::tenant(tenant.clone());
    let operator = Actor::operator();
    let (mut client_times, mut operator_times): (Vec<Duration>, Vec<Duration>) = (vec![], vec![]);
    for _ in 0..times {
        let began = Instant::now();
        bed.app().bill(&client, tenant, Some(&period)).await?;
        client_times.push(began.elapsed());
        let began = Instant::now();
        bed.app().rated(operator.can()?, tenant, Some(&period)).await?;
        operator_times.push(began.elapsed());
    }
    Ok((spread(client_times), spread(operator_times)))
}
