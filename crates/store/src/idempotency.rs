//! Answers kept for `Idempotency-Key`.

use kernel::time::Timestamp;

use crate::{Store, StoreError};

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

impl Store {
    pub async fn recall(&self, _actor: &str, _key: &str) -> Result<Option<KeptAnswer>, StoreError> {
        todo!()
    }

    /// Keeps an answer and returns the one that is kept: if two requests raced, the first.
    pub async fn remember(&self, _actor: &str, _key: &str, _answer: &KeptAnswer) -> Result<KeptAnswer, StoreError> {
        todo!()
    }

    /// Drops answers kept before `before`; how many.
    pub async fn forget_answers(&self, _before: Timestamp) -> Result<u64, StoreError> {
        todo!()
    }
}
