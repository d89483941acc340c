//! Events that were not accepted.

use kernel::{id::RejectedId, time::Timestamp};
use sha2::{Digest as _, Sha256};
use sqlx::postgres::PgRow;

use crate::{
    Store, StoreError,
    row::{self, Columns as _},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRow {
    pub id: RejectedId,
    /// When it first came.
    pub received: Timestamp,
    pub subject: Option<String>,
    pub event_id: Option<String>,
    pub reason: String,
    pub detail: String,
    pub raw: String,
    pub replayed: Option<Timestamp>,
    /// How often the same event came and was refused for the same reason.
    pub times: u64,
}

#[derive(Clone, Copy, Debug)]
pub struct NewRejected<'n> {
    pub id: RejectedId,
    pub received: Timestamp,
    pub subject: Option<&'n str>,
    pub event_id: Option<&'n str>,
    pub reason: &'n str,
    pub detail: &'n str,
    /// Any text a sender may have sent; PostgreSQL cannot keep NUL characters, so they are replaced.
    pub raw: &'n str,
}

impl RejectedRow {
    fn read(row: &PgRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: RejectedId::from_uuid(row.uuid("id")?),
            received: row.time("received")?,
            subject: row.text_if("subject")?,
            event_id: row.text_if("event_id")?,
            reason: row.text("reason")?,
            detail: row.text("detail")?,
            raw: row.text("raw")?,
            replayed: row.time_if("replayed_at")?,
            times: row.count("times")?,
        })
    }
}

/// The columns of many rows.
#[derive(Default)]
struct Rows {
    ids: Vec<uuid::Uuid>,
    received: Vec<jiff_sqlx::Timestamp>,
    subjects: Vec<Option<String>>,
    event_ids: Vec<Option<String>>,
    reasons: Vec<String>,
    details: Vec<String>,
    raws: Vec<String>,
    fingerprints: Vec<Vec<u8>>,
    times: Vec<i64>,
}

impl Rows {
    /// One row for each fingerprint, in order of fingerprint, so that two requests cannot wait for each other.
    fn of(events: &[NewRejected<'_>]) -> Self {
        let mut prints: Vec<_> = events.iter().map(|event| (fingerprint(event), event)).collect();
        prints.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.id.cmp(&b.1.id)));
        let mut rows = Self::default();
        for (print, event) in prints {
            if rows.fingerprints.last() == Some(&print) {
                if let Some(times) = rows.times.last_mut() {
                    *times += 1;
                }
                continue;
            }
            rows.ids.push(event.id.uuid());
            rows.received.push(row::time(event.received));
            rows.subjects.push(event.subject.map(without_nul));
            rows.event_ids.push(event.event_id.map(without_nul));
            rows.reasons.push(event.reason.to_owned());
            rows.details.push(without_nul(event.detail));
            rows.raws.push(without_nul(event.raw));
            rows.fingerprints.push(print);
            rows.times.push(1);
        }
        rows
    }
}

fn fingerprint(event: &NewRejected<'_>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(event.reason);
    hash.update([0]);
    hash.update(event.raw);
    hash.finalize().to_vec()
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

impl Store {
    /// Keeps events; the same text refused again for the same reason, and not replayed since, is counted instead.
    pub async fn reject(&self, events: &[NewRejected<'_>]) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        let rows = Rows::of(events);
        sqlx::query(
            "insert into rejected as r (id, received, subject, event_id, reason, detail, raw, fingerprint, times) \
             select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], \
                                  $7::text[], $8::bytea[], $9::bigint[]) \
             on conflict (fingerprint) where replayed_at is null do update set times = r.times + excluded.times",
        )
        .bind(rows.ids)
        .bind(rows.received)
        .bind(rows.subjects)
        .bind(rows.event_ids)
        .bind(rows.reasons)
        .bind(rows.details)
        .bind(rows.raws)
        .bind(rows.fingerprints)
        .bind(rows.times)
        .execute(&self.app)
        .await?;
        Ok(())
    }

    /// Those not yet replayed, oldest first.
    pub async fn rejected(&self, after: Option<RejectedId>, limit: u32) -> Result<Vec<RejectedRow>, StoreError> {
        let rows = sqlx::query("select * from rejected where replayed_at is null and id > $1 order by id limit $2")
            .bind(after.map_or(uuid::Uuid::nil(), RejectedId::uuid))
            .bind(i64::from(limit));
        rows.fetch_all(&self.app).await?.iter().map(RejectedRow::read).collect()
    }

    pub async fn rejected_one(&self, id: RejectedId) -> Result<Option<RejectedRow>, StoreError> {
        let row = sqlx::query("select * from rejected where id = $1").bind(id.uuid());
        row.fetch_optional(&self.app).await?.as_ref().map(RejectedRow::read).transpose()
    }

    /// Takes an event off the queue; its row stays. `false` if it was replayed before or is unknown.
    pub async fn mark_replayed(&self, id: RejectedId, at: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query("update rejected set replayed_at = $2 where id = $1 and replayed_at is null");
        Ok(update.bind(id.uuid()).bind(row::time(at)).execute(&self.app).await?.rows_affected() == 1)
    }

    /// How many wait.
    pub async fn rejected_count(&self) -> Result<u64, StoreError> {
        let row = sqlx::query("select count(*) from rejected where replayed_at is null").fetch_one(&self.app);
        row.await?.count("count")
    }
}
