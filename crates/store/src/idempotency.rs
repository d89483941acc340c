//! Answers kept for `Idempotency-Key`.

use kernel::time::Timestamp;
use sqlx::{Row as _, postgres::PgRow};

use crate::{
    Store, StoreError,
    row::{self, Columns as _},
};

/// The answer kept for a key, and the digest of the request it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// SHA-256.
    pub request_digest: [u8; 32],
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
    pub created: Timestamp,
}

impl KeptAnswer {
    fn read(row: &PgRow) -> Result<Self, StoreError> {
        let status: i16 = row.try_get("status")?;
        Ok(Self {
            request_digest: row.try_get("request_digest")?,
            status: u16::try_from(status).map_err(|_| StoreError::OutOfRange(format!("status {status}")))?,
            content_type: row.text("content_type")?,
            body: row.try_get("body")?,
            created: row.time("created_at")?,
        })
    }
}

impl Store {
    pub async fn recall(&self, actor: &str, key: &str) -> Result<Option<KeptAnswer>, StoreError> {
        let row = sqlx::query("select * from idempotency where actor = $1 and key = $2").bind(actor).bind(key);
        row.fetch_optional(&self.app).await?.as_ref().map(KeptAnswer::read).transpose()
    }

    /// Keeps an answer and returns the one that is kept: if two requests raced, the first.
    pub async fn remember(&self, actor: &str, key: &str, answer: &KeptAnswer) -> Result<KeptAnswer, StoreError> {
        let added = sqlx::query(
            "insert into idempotency (actor, key, request_digest, status, content_type, body, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (actor, key) do nothing",
        )
        .bind(actor)
        .bind(key)
        .bind(answer.request_digest.as_slice())
        .bind(i16::try_from(answer.status).map_err(|_| StoreError::OutOfRange(format!("status {}", answer.status)))?)
        .bind(&answer.content_type)
        .bind(&answer.body)
        .bind(row::time(answer.created))
        .execute(&self.app)
        .await?;
        if added.rows_affected() == 1 {
            return Ok(answer.clone());
        }
        Ok(self.recall(actor, key).await?.unwrap_or_else(|| answer.clone()))
    }

    /// Drops answers kept before `before`; how many.
    pub async fn forget_answers(&self, before: Timestamp) -> Result<u64, StoreError> {
        let delete = sqlx::query("delete from idempotency where created_at < $1").bind(row::time(before));
        Ok(delete.execute(&self.app).await?.rows_affected())
    }
}
