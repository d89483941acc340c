//! What the database alone can do: the yardstick of `purvey bench ingest`.

use std::time::{Duration, Instant};

use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::{Batch, Store, StoreError, ingest::COPY, ingest::HEADER, ingest::TRAILER};

/// How long it took to copy so many rows, connecting not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawCopy {
    pub rows: u64,
    pub elapsed: Duration,
}

impl RawCopy {
    /// Rows per second, rounded down.
    pub fn rate(self) -> u64 {
        let micros = self.elapsed.as_micros().max(1);
        u64::try_from(u128::from(self.rows) * 1_000_000 / micros).unwrap_or(u64::MAX)
    }
}

/// Copies rows that are encoded already into the table `event`, as the lanes do and with the same indexes, but with
/// nothing else: no looking for repeats, no running totals, one COPY and one commit per stream. One connection for each
/// stream, all at once. Only for a database that is thrown away: its totals are wrong afterwards.
pub async fn raw_copy(store: &Store, streams: Vec<Vec<Batch>>) -> Result<RawCopy, StoreError> {
    let rows = streams.iter().flatten().map(|batch| batch.len() as u64).sum();
    let mut connected = Vec::with_capacity(streams.len());
    for stream in streams {
        connected.push((store.lane_options().connect().await?, stream));
    }
    let start = Instant::now();
    let copies: Vec<_> =
        connected.into_iter().map(|(connection, stream)| tokio::spawn(copy(connection, stream))).collect();
    let mut connections = Vec::with_capacity(copies.len());
    for copying in copies {
        connections.push(copying.await.map_err(|_| StoreError::from(sqlx::Error::WorkerCrashed))??);
    }
    let elapsed = start.elapsed();
    for connection in connections {
        connection.close().await?;
    }
    Ok(RawCopy { rows, elapsed })
}

async fn copy(mut connection: PgConnection, stream: Vec<Batch>) -> Result<PgConnection, StoreError> {
    let mut copy = connection.copy_in_raw(COPY).await?;
    copy.send(HEADER).await?;
    for batch in &stream {
        copy.send(batch.encoded(0..batch.len())).await?;
    }
    copy.send(TRAILER).await?;
    copy.finish().await?;
    Ok(connection)
}
