use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use tokio::{net::TcpListener, task::JoinSet};

use super::{
    bed::Bed,
    statistics::{grouped, ms, per_second, ratio, spread},
};
use crate::{client::Client, command::block_on, exit::Exit, out};

/// Events over HTTP, running totals included, against raw binary COPY of the same rows.
///
/// Client, server and PostgreSQL share this machine's cores. The baseline copies rows that are already encoded into the
/// same table with the same unique index: no JSON, no HTTP, no totals.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many events
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1000..=20_000_000))]
    events: u64,
    /// Events in one request
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    batch: u64,
    /// Requests under way at once
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u64).range(1..=256))]
    clients: u64,
    /// Tenants the events are spread over
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    tenants: u64,
}

pub fn run(args: &Args) -> Result<Exit> {
    block_on(async {
        let tenants = usize::try_from(args.tenants)?;
        let baseline = {
            let bed = Bed::new(tenants).await?;
            let connections = bed.installation.settings.ingest.lanes;
            let rows = bed.raw_rows(connections, args.events).await?;
            let took = bed.installation.store.raw_copy(rows).await?;
            bed.installation.close().await?;
            let rate = per_second(args.events, took);
            out::print(&format!(
                "raw binary COPY, {connections} connections   {:>10} events/s   {}",
                grouped(rate),
                ms(took)
            ))?;
            rate
        };
        let bed = Bed::new(tenants).await?;
        let (took, times) = load(&bed, args).await?;
        let rate = per_second(args.events, took);
        let spread = spread(times);
        out::print(&format!(
            "HTTP, {} clients, batches of {}   {:>10} events/s   {}   p50 {}, p99 {}",
            args.clients,
            args.batch,
            grouped(rate),
            ms(took),
            ms(spread.median),
            ms(spread.p99)
        ))?;
        out::print(&format!("ratio   {}", ratio(rate, baseline)))?;
        bed.installation.close().await?;
        Ok(Exit::Done)
    })
}

/// Sends `args.events` events over HTTP, and returns how long all, and each request, took.
pub(super) async fn load(bed: &Bed, args: &Args) -> Result<(Duration, Vec<Duration>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let router = web::router(bed.app().clone(), web::Settings::default());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let key = bed.collector_key().await?;

    let firsts = (0..args.events).step_by(usize::try_from(args.batch)?);
    let bodies: Arc<[String]> =
        firsts.map(|first| bed.batch(first, args.batch.min(args.events - first), args.events)).collect();
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..args.clients {
        let (bodies, next, address, key) = (bodies.clone(), next.clone(), address.clone(), key.clone());
        clients.spawn(async move {
            let mut client = Client::connect(&address, &key).await?;
            let (mut times, mut accepted) = (Vec::new(), 0);
            while let Some(body) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
                let (time, receipt) = client.send(body).await?;
                times.push(time);
                accepted += receipt.get("accepted").and_then(serde_json::Value::as_u64).unwrap_or(0);
            }
            Ok::<_, anyhow::Error>((times, accepted))
        });
    }
    let (mut times, mut accepted) = (Vec::new(), 0);
    while let Some(done) = clients.join_next().await {
        let (client_times, client_accepted) = done??;
        times.extend(client_times);
        accepted += client_accepted;
    }
    let took = began.elapsed();
    server.abort();
    ensure!(accepted == args.events, "{accepted} of {} events were accepted", args.events);
    Ok((took, times))
}

impl Args {
    /// As fast as it goes, for the benches that need events first.
    pub(super) fn of(events: u64, tenants: u64) -> Self {
        Self { events, batch: 1000, clients: 32, tenants }
    }
}
