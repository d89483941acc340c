//! Counting a tenant's events again, under other terms.
//!
//! Whoever counts again holds the tenant's lock alone. A lane that has written events of the tenant shared that lock
//! until it committed, so those events are there to be counted; a lane that comes now is sent away, and what it
//! brings comes again after the commit, when the totals are the new ones. So each event is counted exactly once.

use billing::usage::Measure;
use kernel::{
    Period,
    time::{Date, Timestamp},
};

use crate::{
    Batch, KindId, RawEvent, Row, RowError, SourceId, StoreError, TenantTx, Terms, event,
    ingest::{BothTotals, record},
    row,
};

/// The lane whose rows hold what was counted again; the lanes of ingest begin at 1.
const LANE: i16 = 0;

/// The running totals of one tenant from a month on, emptied and being counted again.
#[derive(Debug)]
pub struct Rebuild<'t> {
    tx: &'t mut TenantTx,
    counted: Batch,
}

impl Rebuild<'_> {
    /// The next events to count; empty at the end. Writes what was pushed before.
    pub async fn next(&mut self) -> Result<Vec<RawEvent>, StoreError> {
        self.write().await?;
        let view = &mut self.tx.view;
        event::fetch(&mut view.tx, &view.names).await
    }

    /// Counts one event on its local `day`. Without measures (it cannot be measured under the new terms) it still
    /// counts as an event.
    pub fn push(
        &mut self,
        terms: &Terms,
        event: &RawEvent,
        day: Date,
        measures: &[Measure<'_>],
    ) -> Result<(), RowError> {
        let row = Row {
            source: SourceId(event.source_id),
            // Nothing of the row is stored again.
            kind: KindId(0),
            id: &event.id,
            at: event.at,
            received: event.received,
            digest: event.digest,
            data: "",
            extensions: "",
            day,
        };
        self.counted.push(terms, row, measures)
    }

    /// Writes what is left. The totals are in force when the transaction commits.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        self.write().await
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.counted);
        let mut totals = BothTotals::default();
        (0..batch.len()).for_each(|row| totals.add(&batch, row));
        Ok(record(&mut self.tx.view.tx, LANE, totals).await?)
    }
}

impl TenantTx {
    /// Empties the running totals of days from `first_day` and gives out the events from `from`, its first instant, in
    /// no particular order. `first_day` is the first of a month, because different members count once a month.
    /// Events of the tenant that arrive meanwhile are answered `Busy`.
    pub async fn rebuild(&mut self, first_day: Date, from: Timestamp) -> Result<Rebuild<'_>, StoreError> {
        if first_day.day() != 1 {
            return Err(StoreError::OutOfRange(format!(
                "totals are counted again from the first of a month, not {first_day}"
            )));
        }
        self.lock_lanes().await?;
        for empty in [
            "delete from rollup where tenant_id = $1 and day >= $2",
            "delete from listed where tenant_id = $1 and day >= $2",
            "delete from member where tenant_id = $1 and month >= $2",
            "delete from cost.rollup where tenant_id = $1 and day >= $2",
            "delete from cost.listed where tenant_id = $1 and day >= $2",
            "delete from cost.member where tenant_id = $1 and month >= $2",
        ] {
            let empty = sqlx::query(empty).bind(self.tenant).bind(row::day(first_day));
            empty.execute(&mut *self.view.tx).await?;
        }
        let tenant = self.tenant;
        let period = Period { start: from, end: Timestamp::MAX };
        event::open(&mut self.view.tx, tenant, period, None).await?;
        Ok(Rebuild { tx: self, counted: Batch::default() })
    }
}
