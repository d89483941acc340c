//! API keys: only the hash of a secret is here.

use kernel::{
    Role,
    id::{ApiKeyId, TenantName},
    time::Timestamp,
};

use crate::{Store, StoreError, TenantId};

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
    pub tenant: Option<TenantId>,
    /// SHA-256 of the secret.
    pub secret_hash: &'n [u8; 32],
    pub label: &'n str,
    pub created: Timestamp,
}

impl Store {
    pub async fn add_key(&self, _new: NewKey<'_>) -> Result<(), StoreError> {
        todo!()
    }

    /// The key with this hash, revoked or not.
    pub async fn key(&self, _secret_hash: &[u8; 32]) -> Result<Option<KeyRow>, StoreError> {
        todo!()
    }

    /// All keys, newest first.
    pub async fn keys(&self, _limit: u32) -> Result<Vec<KeyRow>, StoreError> {
        todo!()
    }

    /// `false` if there is no such key; revoking twice keeps the first moment.
    pub async fn revoke_key(&self, _id: ApiKeyId, _at: Timestamp) -> Result<bool, StoreError> {
        todo!()
    }

    /// Notes that a key was used; for a caller that does so at most once a minute.
    pub async fn key_used(&self, _id: ApiKeyId, _at: Timestamp) -> Result<(), StoreError> {
        todo!()
    }
}
