//! Taking events in: many requests in one transaction, each event once, the running totals with it.

mod batch;

pub use batch::{Batch, Row, RowError, Terms};

use crate::Store;

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
pub struct Ingest {}

impl Ingest {
    /// Starts `lanes` writers, each with a connection of its own.
    pub fn start(_store: &Store, _lanes: usize) -> Self {
        todo!()
    }

    /// Writes a batch and answers once it is durable.
    pub async fn submit(&self, _batch: Batch) -> Result<Outcome, IngestError> {
        todo!()
    }

    /// Writes what waits and ends the lanes.
    pub async fn stop(self) {
        todo!()
    }
}
