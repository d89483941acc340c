//! Many tenants at once, for the operator.

use std::collections::BTreeMap;

use billing::usage::Readings;
use kernel::time::Date;

use crate::{
    Days, EventTotal, Store, StoreError, TenantId, reading,
    row::{self, Columns as _},
};

/// One tenant's readings and event count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub readings: Readings,
    pub events: EventTotal,
}

impl Store {
    /// The readings of these tenants over the same days, in a few statements whatever their number, on one snapshot.
    /// Tenants without events are left out, unless something is carried into them.
    pub async fn totals(&self, tenants: &[TenantId], days: Days) -> Result<BTreeMap<TenantId, Totals>, StoreError> {
        let mut tx = self.app.begin_with("begin isolation level repeatable read read only").await?;
        let mut totals = BTreeMap::<TenantId, Totals>::new();
        for (tenant, readings) in reading::readings(&mut tx, true, tenants, days).await? {
            totals.entry(tenant).or_default().readings = readings;
        }
        let rows = sqlx::query(
            "select tenant_id, sum(events)::bigint as events, \
                    mod(sum(digest), 340282366920938463463374607431768211456)::text as digest \
             from rollup where tenant_id = any ($1) and series_id = 1 and day >= $2 and day < $3 group by tenant_id",
        )
        .bind(tenants)
        .bind(row::day(days.first))
        .bind(row::day(days.after))
        .fetch_all(&mut *tx)
        .await?;
        for row in rows {
            let events = EventTotal { events: row.count("events")?, digest: row.parsed("digest")? };
            totals.entry(TenantId(row.int("tenant_id")?)).or_default().events = events;
        }
        Ok(totals)
    }

    /// How many events of these tenants were accepted on each day. Days without any are left out.
    pub async fn events_by_day(&self, tenants: &[TenantId], days: Days) -> Result<BTreeMap<Date, u64>, StoreError> {
        let rows = sqlx::query(
            "select day, sum(events)::bigint as events from rollup \
             where tenant_id = any ($1) and series_id = 1 and day >= $2 and day < $3 group by day",
        )
        .bind(tenants)
        .bind(row::day(days.first))
        .bind(row::day(days.after))
        .fetch_all(&self.app)
        .await?;
        rows.iter().map(|row| Ok((row.day("day")?, row.count("events")?))).collect()
    }
}
