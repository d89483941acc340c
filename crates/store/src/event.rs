//! Raw events, as they are kept.

use std::sync::Arc;

use kernel::{Period, time::Timestamp};
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, Row as _};

use crate::{
    StoreError, TenantId, TenantView,
    ingest::{EARLIEST, whole},
    name::Names,
    row::{self, Columns as _},
};

/// One accepted event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEvent {
    pub id: String,
    pub source: Arc<str>,
    pub kind: Arc<str>,
    pub at: Timestamp,
    pub received: Timestamp,
    pub digest: [u8; 16],
    /// The JSON text of an object.
    pub data: String,
    /// The JSON text of an object, or empty.
    pub extensions: String,
    pub(crate) source_id: i32,
}

/// How many events, and the sum of their digests modulo 2^128, whatever their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventTotal {
    pub events: u64,
    pub digest: u128,
}

impl EventTotal {
    pub fn add(&mut self, digest: [u8; 16]) {
        self.events += 1;
        self.digest = self.digest.wrapping_add(u128::from_be_bytes(digest));
    }

    /// The digest sum as 32 hex digits.
    pub fn hex(&self) -> String {
        format!("{:032x}", self.digest)
    }
}

/// The fingerprint of an event's content: its type, time, data and extensions as they are kept.
pub fn event_digest(kind: &str, at: Timestamp, data: &str, extensions: &str) -> [u8; 16] {
    let mut hash = Sha256::new();
    // Lengths in front, so that no text can slide into its neighbour.
    for part in [kind, data, extensions] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.update(at.as_microsecond().to_be_bytes());
    let mut digest = [0; 16];
    digest.copy_from_slice(hash.finalize().split_at(16).0);
    digest
}

/// A tenant's events, a page at a time, read through a cursor: memory stays small whatever their number.
#[derive(Debug)]
pub struct RawEvents<'v> {
    view: &'v mut TenantView,
}

impl RawEvents<'_> {
    /// The next events; empty at the end.
    pub async fn next(&mut self) -> Result<Vec<RawEvent>, StoreError> {
        fetch(&mut self.view.tx, &self.view.names).await
    }
}

impl TenantView {
    /// The tenant's events in `period`, in no particular order: all that are committed, or only those that an
    /// invoice's `snapshot` saw.
    pub async fn raw_events(&mut self, period: Period, snapshot: Option<&str>) -> Result<RawEvents<'_>, StoreError> {
        open(&mut self.tx, self.tenant, period, snapshot).await?;
        Ok(RawEvents { view: self })
    }
}

/// Opens the transaction's one cursor, or opens it anew.
pub(crate) async fn open(
    connection: &mut PgConnection,
    tenant: TenantId,
    period: Period,
    snapshot: Option<&str>,
) -> Result<(), StoreError> {
    // All rows will be read, so the plan that is quickest for all of them is the best.
    sqlx::query("set local cursor_tuple_fraction = 1").execute(&mut *connection).await?;
    let open: bool = sqlx::query_scalar("select exists (select from pg_cursors where name = 'raw')")
        .fetch_one(&mut *connection)
        .await?;
    if open {
        sqlx::query("close raw").execute(&mut *connection).await?;
    }
    sqlx::query(
        "declare raw no scroll cursor for select id, source_id, kind_id, at, received, digest_high, digest_low, \
             data, coalesce(extensions, '') as extensions \
         from event where tenant_id = $1 and at >= $2 and at < $3 \
         and ($4::text is null or pg_visible_in_snapshot(xact, (select $4::text::pg_snapshot)))",
    )
    .bind(tenant)
    // The program's calendar begins before the server's; no event is that old.
    .bind(row::time(period.start.max(EARLIEST)))
    .bind(row::time(period.end))
    .bind(snapshot)
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// The next page of the open cursor.
pub(crate) async fn fetch(connection: &mut PgConnection, names: &Names) -> Result<Vec<RawEvent>, StoreError> {
    let rows = sqlx::query("fetch 8192 from raw").fetch_all(&mut *connection).await?;
    let ids = |column| rows.iter().map(|row| row.try_get(column)).collect::<Result<Vec<i32>, sqlx::Error>>();
    let sources = names.source_texts(connection, &ids("source_id")?).await?;
    let kinds = names.kind_texts(connection, &ids("kind_id")?).await?;
    let mut events = Vec::with_capacity(rows.len());
    for ((row, source), kind) in rows.iter().zip(sources).zip(kinds) {
        events.push(RawEvent {
            id: row.text("id")?,
            source,
            kind,
            at: row.time("at")?,
            received: row.time("received")?,
            digest: whole(row.long("digest_high")?, row.long("digest_low")?).to_be_bytes(),
            data: row.text("data")?,
            extensions: row.text("extensions")?,
            source_id: row.int("source_id")?,
        });
    }
    Ok(events)
}
