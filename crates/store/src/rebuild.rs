//! Counting a tenant's events again, under other terms.

use billing::usage::Measure;
use kernel::time::{Date, Timestamp};

use crate::{RawEvent, RowError, StoreError, TenantTx, Terms};

/// The running totals of one tenant from a month on, emptied and being counted again.
#[derive(Debug)]
pub struct Rebuild<'t> {
    pub(crate) tx: &'t mut TenantTx,
}

impl Rebuild<'_> {
    /// The next events to count; empty at the end.
    pub async fn next(&mut self) -> Result<Vec<RawEvent>, StoreError> {
        todo!()
    }

    /// Counts one event on its local `day`. Without measures (it cannot be measured under the new terms) it still
    /// counts as an event.
    pub fn push(
        &mut self,
        _terms: &Terms,
        _event: &RawEvent,
        _day: Date,
        _measures: &[Measure<'_>],
    ) -> Result<(), RowError> {
        todo!()
    }

    /// Writes what is left. The totals are in force when the transaction commits.
    pub async fn finish(self) -> Result<(), StoreError> {
        todo!()
    }
}

impl TenantTx {
    /// Empties the running totals of days from `first_day` and gives out the events from `from`, its first instant.
    /// `first_day` is the first of a month, because different members count once a month. Events of the tenant that
    /// arrive meanwhile are answered `Busy`.
    pub async fn rebuild(&mut self, _first_day: Date, _from: Timestamp) -> Result<Rebuild<'_>, StoreError> {
        todo!()
    }
}
