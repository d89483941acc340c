//! Events that were not accepted: kept, readable, replayable.

use std::borrow::Cow;

use kernel::{
    access::{Actor, Can, ask},
    error::{Failure, Kind},
    id::RejectedId,
    time::Timestamp,
};
use store::RejectedRow;

use crate::{
    App, Outcome,
    events::parse_one,
    limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX},
};

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
    /// How often the same text came and was refused for the same reason.
    pub times: u64,
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
        after: Option<RejectedId>,
        limit: u32,
    ) -> Outcome<(Vec<Rejected>, Option<RejectedId>)> {
        let limit = if limit == 0 { PAGE_ROWS_DEFAULT } else { limit.min(PAGE_ROWS_MAX) };
        let rows: Vec<Rejected> = self.store().rejected(after, limit).await?.into_iter().map(Rejected::from).collect();
        let is_full = rows.len() == limit as usize;
        let next = rows.last().filter(|_| is_full).map(|row| row.id);
        Ok((rows, next))
    }

    /// Sends a rejected event through the door again, as it came.
    pub async fn replay(&self, _can: Can<ask::ReplayRejected>, id: RejectedId) -> Outcome<Replayed> {
        let none = || Failure::new(Kind::NotFound, format!("There is no rejected event {id}."));
        let row = self.store().rejected_one(id).await?.ok_or_else(none)?;
        if row.replayed.is_some() {
            return Err(Failure::new(Kind::Conflict, format!("The event {id} was replayed before.")));
        }
        let mut events = parse_one(row.raw.as_bytes()).map_err(|why| Failure::new(Kind::Invalid, why))?;
        // A tenant's own key may have left the subject out; the queue remembers whose it was.
        for event in events.iter_mut().flatten().filter(|event| event.subject.is_none()) {
            event.subject = row.subject.as_deref().map(Cow::Borrowed);
        }
        let receipt = self.take(&Actor::operator(), &events).await?;
        if let Some(refused) = receipt.not_accepted.first() {
            return Ok(Replayed::Refused { reason: refused.reason.code().into(), detail: refused.detail.clone() });
        }
        self.store().mark_replayed(id, self.now()).await?;
        Ok(if receipt.accepted > 0 { Replayed::Accepted } else { Replayed::Duplicate })
    }
}

impl From<RejectedRow> for Rejected {
    fn from(row: RejectedRow) -> Self {
        let RejectedRow { id, received, subject, event_id, reason, detail, raw, replayed, times } = row;
        Self { id, received, subject, event_id, reason, detail, raw, replayed, times }
    }
}
