//! API keys: only the hash of a secret is here.

use kernel::{
    Role,
    id::{ApiKeyId, TenantName},
    time::Timestamp,
};
use sqlx::postgres::PgRow;

use crate::{
    Store, StoreError, TenantId,
    row::{self, Columns as _},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    pub id: ApiKeyId,
    pub role: Role,
    pub tenant: Option<TenantName>,
    pub label: String,
    pub created: Timestamp,
    pub revoked: Option<Timestamp>,
    pub last_used: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug)]
pub struct NewKey<'n> {
    pub id: ApiKeyId,
    pub role: Role,
    /// Only, and always, for a key of the role `Tenant`.
    pub tenant: Option<TenantId>,
    /// SHA-256 of the secret.
    pub secret_hash: &'n [u8; 32],
    pub label: &'n str,
    pub created: Timestamp,
}

impl KeyRow {
    fn read(row: &PgRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ApiKeyId::from_uuid(row.uuid("id")?),
            role: match row.text("role")?.as_str() {
                "operator" => Role::Operator,
                "collector" => Role::Collector,
                _ => Role::Tenant,
            },
            tenant: match row.text_if("tenant")? {
                None => None,
                Some(_) => Some(row.parsed("tenant")?),
            },
            label: row.text("label")?,
            created: row.time("created_at")?,
            revoked: row.time_if("revoked_at")?,
            last_used: row.time_if("last_used_at")?,
        })
    }
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Operator => "operator",
        Role::Collector => "collector",
        Role::Tenant => "tenant",
    }
}

impl Store {
    pub async fn add_key(&self, new: NewKey<'_>) -> Result<(), StoreError> {
        sqlx::query(
            "insert into api_key (id, tenant_id, role, secret_hash, label, created_at) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(new.id.uuid())
        .bind(new.tenant)
        .bind(role_name(new.role))
        .bind(new.secret_hash.as_slice())
        .bind(new.label)
        .bind(row::time(new.created))
        .execute(&self.app)
        .await?;
        Ok(())
    }

    /// The key with this hash, revoked or not.
    pub async fn key(&self, secret_hash: &[u8; 32]) -> Result<Option<KeyRow>, StoreError> {
        let row = sqlx::query(
            "select k.*, t.name as tenant from api_key k left join tenant t on t.id = k.tenant_id \
             where secret_hash = $1",
        )
        .bind(secret_hash.as_slice());
        row.fetch_optional(&self.app).await?.as_ref().map(KeyRow::read).transpose()
    }

    /// All keys, newest first.
    pub async fn keys(&self, limit: u32) -> Result<Vec<KeyRow>, StoreError> {
        let rows = sqlx::query(
            "select k.*, t.name as tenant from api_key k left join tenant t on t.id = k.tenant_id \
             order by k.id desc limit $1",
        )
        .bind(i64::from(limit));
        rows.fetch_all(&self.app).await?.iter().map(KeyRow::read).collect()
    }

    /// `false` if there is no such key; revoking twice keeps the first moment.
    pub async fn revoke_key(&self, id: ApiKeyId, at: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query("update api_key set revoked_at = coalesce(revoked_at, $2) where id = $1");
        let done = update.bind(id.uuid()).bind(row::time(at)).execute(&self.app).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that a key was used; for a caller that does so at most once a minute.
    pub async fn key_used(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        let update = sqlx::query("update api_key set last_used_at = greatest(last_used_at, $2) where id = $1");
        update.bind(id.uuid()).bind(row::time(at)).execute(&self.app).await?;
        Ok(())
    }
}
