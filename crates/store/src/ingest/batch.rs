//! A request's events, encoded as they arrive.

use billing::usage::Measure;
use kernel::time::{Date, Timestamp};

use crate::{KindId, SeriesTable, SourceId, TenantId};

/// The terms an event was measured under.
#[derive(Clone, Debug)]
pub struct Terms {
    pub tenant: TenantId,
    /// [`crate::TenantRow::terms`] when the contracts were read.
    pub generation: i32,
    pub series: SeriesTable,
}

/// One event to be stored.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    pub source: SourceId,
    pub kind: KindId,
    pub id: &'r str,
    /// Whole microseconds.
    pub at: Timestamp,
    pub received: Timestamp,
    /// [`crate::event_digest`].
    pub digest: [u8; 16],
    pub data: &'r str,
    /// Empty if there are none.
    pub extensions: &'r str,
    /// The day in the contract's zone.
    pub day: Date,
}

/// Why an event cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    #[error("the event contains a NUL character")]
    Nul,
    #[error("the event's time is before the year -4000")]
    TooEarly,
    #[error("the event's measures do not belong to its terms")]
    ForeignMeasure,
}

/// Events of one request, ready to be written.
#[derive(Debug, Default)]
pub struct Batch {}

impl Batch {
    /// `caller`: any number that is the same for requests of the same sender, so that a sender repeating itself is
    /// looked up first.
    pub fn new(_caller: u64, _capacity: usize) -> Self {
        todo!()
    }

    /// Appends an event. On error nothing is appended.
    pub fn push(&mut self, _terms: &Terms, _row: Row<'_>, _measures: &[Measure<'_>]) -> Result<(), RowError> {
        todo!()
    }

    pub fn len(&self) -> usize {
        todo!()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
