//! What series came to: from the running totals, whatever the number of events.

use billing::usage::Readings;
use kernel::{Exact, time::Date};

use crate::{Days, EventTotal, StoreError, TenantView};

/// One series on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayReading {
    pub day: Date,
    pub key: String,
    pub events: u64,
    /// Of this day alone; for `Unique`, members first seen in the month on this day. Divided by the scale.
    pub quantity: Exact,
}

impl TenantView {
    /// All series of the tenant over whole days, costs included if the role may see them. Series without events are
    /// left out, unless something is carried into them. `Unique` series count per month; over other ranges they need
    /// whole months.
    pub async fn readings(&mut self, _days: Days) -> Result<Readings, StoreError> {
        todo!()
    }

    /// Count and digest sum of all accepted events of these days.
    pub async fn event_total(&mut self, _days: Days) -> Result<EventTotal, StoreError> {
        todo!()
    }

    /// Series by day, in order of key, then day. Keys that were never touched are left out.
    pub async fn usage(&mut self, _days: Days, _keys: &[String]) -> Result<Vec<DayReading>, StoreError> {
        todo!()
    }
}
