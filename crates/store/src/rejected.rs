//! Events that were not accepted.

use kernel::{id::RejectedId, time::Timestamp};

use crate::{Store, StoreError};

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
    /// Any bytes a sender may have sent, as text; NUL characters are replaced.
    pub raw: &'n str,
}

impl Store {
    /// Keeps events; the same text refused again for the same reason, and not replayed since, is counted instead.
    pub async fn reject(&self, _events: &[NewRejected<'_>]) -> Result<(), StoreError> {
        todo!()
    }

    /// Those not yet replayed, oldest first.
    pub async fn rejected(&self, _after: Option<RejectedId>, _limit: u32) -> Result<Vec<RejectedRow>, StoreError> {
        todo!()
    }

    pub async fn rejected_one(&self, _id: RejectedId) -> Result<Option<RejectedRow>, StoreError> {
        todo!()
    }

    /// Takes an event off the queue; its row stays. `false` if it was replayed before or is unknown.
    pub async fn mark_replayed(&self, _id: RejectedId, _at: Timestamp) -> Result<bool, StoreError> {
        todo!()
    }

    /// How many wait.
    pub async fn rejected_count(&self) -> Result<u64, StoreError> {
        todo!()
    }
}
