//! How fast the lanes are without HTTP and JSON in front of them, against raw COPY of the same rows:
//! `cargo run --release -p store --example lanes --features testing -- [EVENTS] [TENANTS] [LANES] [CLIENTS] [DAYS]`.

#![expect(clippy::print_stdout, reason = "it reports to whoever runs it")]

use std::{
    env::args,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use billing::usage::{Carry, Measure, Series, SeriesKind};
use kernel::{Decimal, id::TenantName, time::Timestamp};
use store::{
    Batch, Ingest, KindId, NewTenant, Row, SourceId, Store, Terms, bench::RawRows, event_digest, testing::TestServer,
};

const PER_BATCH: u64 = 1000;
const ROUND: u64 = 500_000;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Clone)]
struct Load {
    terms: Arc<Vec<Terms>>,
    source: SourceId,
    kind: KindId,
    days: u64,
}

impl Load {
    async fn new(store: &Store, tenants: u64, days: u64) -> Result<Self, Failure> {
        let series: Vec<Series> = ["minutes", "minutes/price", "minutes/cost"]
            .into_iter()
            .map(|key| Series { key: key.into(), kind: SeriesKind::Sum, scale: Decimal::ONE, carry: Carry::Nothing })
            .collect();
        let series = store.series(&series).await?;
        let mut terms = Vec::new();
        for n in 0..tenants {
            let name: TenantName = format!("tenant-{n}").parse()?;
            let new = NewTenant { name: &name, title: "x", zone: None, created: Timestamp::UNIX_EPOCH };
            let (store::Recorded::Now(row) | store::Recorded::Already(row) | store::Recorded::Conflict(row)) =
                store.add_tenant(new).await?;
            terms.push(Terms { tenant: row.id, generation: 0, series: series.clone() });
        }
        let source = store.sources(&["pbx/1"]).await?.first().copied().ok_or("a source")?;
        let kind = store.kinds(&["call.completed"]).await?.first().copied().ok_or("a type")?;
        Ok(Self { terms: Arc::new(terms), source, kind, days })
    }

    /// Gives each event of a batch to `take`.
    fn each(
        &self,
        number: u64,
        mut take: impl FnMut(&Terms, Row<'_>, &[Measure<'_>]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for n in number * PER_BATCH..(number + 1) * PER_BATCH {
            let scattered = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let id = format!("0199a0b1-{:04x}-7000-8{:03x}-{:012x}", n >> 12 & 0xffff, n & 0xfff, scattered >> 16);
            let seconds = scattered >> 52;
            let data = format!(
                r#"{{"billable_seconds":{seconds},"from":"+1555{:07}","to":"+4420{:08}","disposition":"ANSWERED"}}"#,
                n % 10_000_000,
                scattered >> 40 & 0xff_ffff
            );
            let day = i64::try_from(scattered >> 8 & 0xff)? % i64::try_from(self.days)?;
            let at = Timestamp::from_microsecond(1_759_320_000_000_000 + day * 86_400_000_000 + i64::try_from(n)?)?;
            let row = Row {
                source: self.source,
                kind: self.kind,
                id: &id,
                at,
                received: at,
                digest: event_digest("call.completed", at, &data, ""),
                data: &data,
                extensions: "",
                day: at.to_zoned(kernel::time::TimeZone::UTC).date(),
            };
            let measures: Vec<Measure<'_>> = (0..3)
                .map(|series| Measure { series, value: Decimal::from(seconds * 25 * series as u64), member: None })
                .collect();
            let terms = self.terms.get(usize::try_from(n * 7 % self.terms.len() as u64)?).ok_or("terms")?;
            take(terms, row, &measures)?;
        }
        Ok(())
    }

    fn batch(&self, number: u64) -> Result<Batch, Failure> {
        let mut batch = Batch::new(number % 48, usize::try_from(PER_BATCH)?);
        self.each(number, |terms, row, measures| Ok(batch.push(terms, row, measures)?))?;
        Ok(batch)
    }

    fn raw(&self, numbers: std::ops::Range<u64>) -> Result<RawRows, Failure> {
        let mut rows = RawRows::default();
        for number in numbers {
            self.each(number, |terms, row, _| {
                rows.push(terms.tenant, &row);
                Ok(())
            })?;
        }
        Ok(rows)
    }
}

fn rate(rows: u64, elapsed: std::time::Duration) -> f64 {
    (rows as f64 / elapsed.as_secs_f64()).round()
}

async fn fresh(server: &TestServer, name: &str) -> Result<Store, Failure> {
    use sqlx::ConnectOptions as _;
    let mut connection = server.options().connect().await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&mut connection).await?;
    let store = Store::connect(server.options().database(name)).await?;
    store.migrate().await?;
    Ok(store)
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let argument = |place: usize, default: u64| args().nth(place).map_or(Ok(default), |text| text.parse());
    let (events, tenants, lanes) = (argument(1, 1_000_000)?, argument(2, 100)?, argument(3, 2)?);
    let (clients, days) = (argument(4, 48)?, argument(5, 2)?);
    let server = TestServer::own("bench")?;
    server.start().await?;

    let store = fresh(&server, "raw").await?;
    let load = Load::new(&store, tenants, days).await?;
    let (mut rows, mut elapsed) = (0, std::time::Duration::ZERO);
    let (per_round, mut next) = (ROUND / PER_BATCH / lanes, 0);
    while rows < events {
        let mut streams = Vec::new();
        for _ in 0..lanes {
            streams.push(load.raw(next..next + per_round)?);
            next += per_round;
        }
        elapsed += store.raw_copy(streams).await?;
        rows = next * PER_BATCH;
    }
    let raw = rate(rows, elapsed);
    println!("raw copy, {lanes} connections: {raw}/s ({rows} rows)");
    store.close().await;

    let store = fresh(&server, "lanes").await?;
    let load = Load::new(&store, tenants, days).await?;
    let ingest = Ingest::start(&store, usize::try_from(lanes)?);
    let next = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let mut senders = Vec::new();
    for _ in 0..clients {
        let (load, ingest, next) = (load.clone(), ingest.clone(), Arc::clone(&next));
        senders.push(tokio::spawn(async move {
            let mut slowest = std::time::Duration::ZERO;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= events / PER_BATCH {
                    return Ok::<_, Failure>(slowest);
                }
                let batch = load.batch(number)?;
                let asked = Instant::now();
                ingest.submit(batch).await?;
                slowest = slowest.max(asked.elapsed());
            }
        }));
    }
    let mut slowest = std::time::Duration::ZERO;
    for sender in senders {
        slowest = slowest.max(sender.await??);
    }
    let rate = rate(events, start.elapsed());
    println!("lanes, {clients} senders, making and encoding included: {rate}/s, slowest answer {slowest:?}");
    println!("ratio {:.2}", rate / raw);
    let start = Instant::now();
    for proof in store.reconcile().await? {
        println!("{}: {} compared, {} differences", proof.name, proof.compared, proof.differences.len());
    }
    println!("reconciled in {:?} (these tenants have no contract, so every event is outside of one)", start.elapsed());
    store.close().await;
    drop(server);
    Ok(())
}
