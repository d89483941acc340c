//! The baseline of the ingest benchmark: the same rows by plain COPY, without totals, checks or HTTP.

use std::time::{Duration, Instant};

use sqlx::ConnectOptions as _;

use crate::{
    Row, Store, StoreError, TenantId,
    ingest::encode::{COPY, HEADER, TRAILER, encode},
};

/// Rows of one connection, encoded beforehand.
#[derive(Clone, Debug, Default)]
pub struct RawRows(Vec<u8>);

impl RawRows {
    pub fn push(&mut self, tenant: TenantId, row: &Row<'_>) {
        encode(&mut self.0, tenant, row);
    }
}

/// Bytes handed to the connection at a time.
const CHUNK_BYTES: usize = 1 << 20;

impl Store {
    /// Copies each set of rows into the table of events on a connection of its own, all at once, each in one
    /// transaction. How long it took, connecting left out.
    pub async fn raw_copy(&self, streams: Vec<RawRows>) -> Result<Duration, StoreError> {
        let mut connections = Vec::with_capacity(streams.len());
        for rows in streams {
            connections.push((self.lane_options().connect().await?, rows));
        }
        let began = Instant::now();
        let copies = connections.into_iter().map(|(mut connection, rows)| {
            tokio::spawn(async move {
                let mut copy = connection.copy_in_raw(COPY).await?;
                copy.send(HEADER).await?;
                for chunk in rows.0.chunks(CHUNK_BYTES) {
                    copy.send(chunk).await?;
                }
                copy.send(TRAILER).await?;
                copy.finish().await
            })
        });
        for copy in copies.collect::<Vec<_>>() {
            copy.await.map_err(|error| StoreError::Unavailable(sqlx::Error::Io(std::io::Error::other(error))))??;
        }
        Ok(began.elapsed())
    }
}
