//! Versions of the business file.

use kernel::time::{Date, Timestamp};
use sqlx::postgres::PgRow;

use crate::{
    Recorded, Store, StoreError, VersionId,
    row::{self, Columns as _},
};

/// One immutable version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    pub id: VersionId,
    /// SHA-256 of the text, in hex.
    pub digest: String,
    pub text: String,
    pub effective_from: Date,
    pub applied_at: Timestamp,
}

#[derive(Clone, Copy, Debug)]
pub struct NewVersion<'v> {
    pub digest: &'v str,
    pub text: &'v str,
    pub effective_from: Date,
    pub applied_at: Timestamp,
}

impl VersionRow {
    fn read(row: &PgRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: VersionId(row.int("id")?),
            digest: row.text("digest")?,
            text: row.text("text")?,
            effective_from: row.day("effective_from")?,
            applied_at: row.time("applied_at")?,
        })
    }
}

const CURRENT: &str = "select * from business_version order by id desc limit 1";

impl Store {
    /// Makes the text the current version; `Already` if the current one has the same digest. Never `Conflict`: going
    /// back to an older text makes a new version of it.
    pub async fn apply_version(&self, new: NewVersion<'_>) -> Result<Recorded<VersionRow>, StoreError> {
        let mut tx = self.app.begin().await?;
        // The first to lock numbers the next version; a second one with the same text finds it there.
        sqlx::query("select pg_advisory_xact_lock(7895, -1)").execute(&mut *tx).await?;
        let current = sqlx::query(CURRENT).fetch_optional(&mut *tx).await?;
        let current = current.as_ref().map(VersionRow::read).transpose()?;
        if let Some(current) = current.filter(|current| current.digest == new.digest) {
            return Ok(Recorded::Already(current));
        }
        let row = sqlx::query(
            "insert into business_version (id, digest, text, effective_from, applied_at) \
             select coalesce(max(id), 0) + 1, $1, $2, $3, $4 from business_version returning *",
        )
        .bind(new.digest)
        .bind(new.text)
        .bind(row::day(new.effective_from))
        .bind(row::time(new.applied_at))
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        VersionRow::read(&row).map(Recorded::Now)
    }

    /// The version applied last.
    pub async fn current_version(&self) -> Result<Option<VersionRow>, StoreError> {
        sqlx::query(CURRENT).fetch_optional(&self.app).await?.as_ref().map(VersionRow::read).transpose()
    }

    /// The version that was current at an instant.
    pub async fn version_at(&self, at: Timestamp) -> Result<Option<VersionRow>, StoreError> {
        let row = sqlx::query("select * from business_version where applied_at <= $1 order by id desc limit 1")
            .bind(row::time(at))
            .fetch_optional(&self.app)
            .await?;
        row.as_ref().map(VersionRow::read).transpose()
    }

    pub async fn version(&self, id: VersionId) -> Result<Option<VersionRow>, StoreError> {
        let row = sqlx::query("select * from business_version where id = $1").bind(id);
        row.fetch_optional(&self.app).await?.as_ref().map(VersionRow::read).transpose()
    }
}
