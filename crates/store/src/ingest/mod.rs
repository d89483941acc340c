//! Taking events in: many requests in one transaction, each event once, the running totals with it.
//!
//! A few lanes, each with a connection, take what waits and write it together: the rows by binary COPY, and what they
//! add to the running totals in one statement. They are optimistic: COPY fails as a whole if one event is there
//! already, and only then, or for a sender that has just repeated itself, the lane looks up what is there and leaves
//! it out. Answers are given after the commit.

mod batch;
pub(crate) mod encode;
mod group;
mod lane;
mod record;
mod senders;
mod sum;
mod total;
mod write;

use std::{sync::Arc, time::Instant};

use tokio::sync::{Mutex, Semaphore, mpsc, oneshot};

use crate::Store;
pub(crate) use batch::EARLIEST;
pub use batch::{Batch, Row, RowError, Terms};
pub(crate) use encode::whole;
use group::Request;
use lane::Lane;
pub(crate) use record::record;
use senders::Senders;
pub(crate) use total::BothTotals;

/// KiB of encoded events that may wait or be on their way; beyond it, senders are told to wait.
pub const WAITING_KIB_MAX: u32 = 128 * 1024;
/// Requests that may wait.
pub const WAITING_REQUESTS_MAX: usize = 1024;

/// What became of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Accepted,
    /// Seen before with the same content.
    Duplicate,
    /// Seen before with other content.
    Conflict,
}

/// What became of a batch. When it is there, the accepted events are on disk and in the running totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub accepted: usize,
    pub duplicate: usize,
    pub conflict: usize,
    /// Positions in the batch that were not accepted, in order.
    pub others: Vec<(usize, Fate)>,
}

/// Why nothing of a batch was taken, as far as we know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// Too much is waiting, or a tenant in it is being recounted: try again later.
    #[error("too much is waiting; try again")]
    Busy,
    /// The terms of a tenant have changed since the batch was measured: read them again, measure again, send again.
    #[error("the terms of a tenant have changed; measure again")]
    Stale,
    /// The database went away. The events may or may not be in; sending them again is safe.
    #[error("the database does not answer")]
    Unavailable,
    /// The database refuses the batch: our mistake.
    #[error("the database refuses the events: {0}")]
    Refused(String),
}

/// The lanes. Cheap to clone; they end when the last clone is gone and what waits is written.
#[derive(Clone, Debug)]
pub struct Ingest {
    queue: mpsc::Sender<Request>,
    waiting: Arc<Semaphore>,
    senders: Arc<Senders>,
}

impl Ingest {
    /// Starts `lanes` writers, each with a connection of its own.
    pub fn start(store: &Store, lanes: usize) -> Self {
        let (queue, requests) = mpsc::channel(WAITING_REQUESTS_MAX);
        let requests = Arc::new(Mutex::new(requests));
        let senders = Arc::<Senders>::default();
        for _ in 0..lanes.max(1) {
            let lane = Lane::new(Arc::clone(&requests), store.lane_options(), Arc::clone(&senders));
            tokio::spawn(lane.run());
        }
        Self { queue, waiting: Arc::new(Semaphore::new(WAITING_KIB_MAX as usize)), senders }
    }

    /// Writes a batch and answers once it is durable.
    pub async fn submit(&self, batch: Batch) -> Result<Outcome, IngestError> {
        if batch.is_empty() {
            return Ok(Outcome::default());
        }
        let share = u32::try_from(batch.size() / 1024 + 1).unwrap_or(u32::MAX).min(WAITING_KIB_MAX);
        let permit = Arc::clone(&self.waiting).try_acquire_many_owned(share).map_err(|_| IngestError::Busy)?;
        let (reply, answer) = oneshot::channel();
        let look_first = self.senders.repeats_itself(batch.caller);
        let request = Request { batch, reply, permit, look_first, since: Instant::now() };
        self.queue.try_send(request).map_err(|_| IngestError::Busy)?;
        answer.await.unwrap_or(Err(IngestError::Unavailable))
    }

    /// Waits until everything that was submitted is answered. What is submitted after it is `Busy`.
    pub async fn stop(self) {
        if let Ok(all) = self.waiting.acquire_many(WAITING_KIB_MAX).await {
            all.forget();
        }
    }
}
