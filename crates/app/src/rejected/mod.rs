//! Events that were not accepted: kept, readable, replayable.

use kernel::{
    access::{Can, ask},
    id::RejectedId,
    time::Timestamp,
};

use crate::{App, Outcome};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    pub id: RejectedId,
    pub received: Timestamp,
    pub subject: Option<String>,
    pub event_id: Option<String>,
    /// A code of [`crate::events::Reason`].
    pub reason: String,
    pub detail: String,
    pub raw: String,
    pub replayed: Option<Timestamp>,
}

/// What a replay came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    Accepted,
    /// It had been accepted meanwhile.
    Duplicate,
    /// Still not acceptable; stays in the queue.
    Refused {
        reason: String,
        detail: String,
    },
}

impl App {
    /// Oldest first, those not yet replayed; `after` is the last id of the page before.
    pub async fn rejected(
        &self,
        _can: Can<ask::ReadRejected>,
        _after: Option<RejectedId>,
        _limit: u32,
    ) -> Outcome<(Vec<Rejected>, Option<RejectedId>)> {
        todo!()
    }

    /// Sends a rejected event through the door again, as it came.
    pub async fn replay(&self, _can: Can<ask::ReplayRejected>, _id: RejectedId) -> Outcome<Replayed> {
        todo!()
    }
}
