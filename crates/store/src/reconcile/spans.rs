//! Which local day each instant is, for every tenant: by the zone of the contract in force. The zones' rules come from
//! the program, as they do when events arrive, not from the server's own tables.

use std::collections::BTreeMap;

use kernel::time::{Date, TimeZone, Timestamp, ToSpan};
use sqlx::PgConnection;

use crate::{
    StoreError, TenantId,
    row::{self, Columns as _},
};

/// One tenant's days in one zone: from the start of a contract to that of the next.
pub(super) struct Spans {
    pub(super) tenants: Vec<TenantId>,
    pub(super) from: Vec<jiff_sqlx::Timestamp>,
    pub(super) to: Vec<jiff_sqlx::Timestamp>,
    /// Index of the zone.
    pub(super) zones: Vec<i32>,
    /// The midnights of all zones, one after the other, with the index of their zone and their day.
    pub(super) midnights: Vec<jiff_sqlx::Timestamp>,
    pub(super) midnight_zones: Vec<i32>,
    pub(super) midnight_days: Vec<jiff_sqlx::Date>,
}

pub(super) async fn spans(connection: &mut PgConnection) -> Result<Spans, StoreError> {
    let contracts = sqlx::query("select tenant_id, start, zone from contract order by tenant_id, start")
        .fetch_all(&mut *connection)
        .await?;
    let ends = sqlx::query("select min(at) as first, max(at) as last from event").fetch_one(&mut *connection).await?;
    let mut zones = BTreeMap::<String, (i32, TimeZone)>::new();
    let mut spans = Spans {
        tenants: Vec::new(),
        from: Vec::new(),
        to: Vec::new(),
        zones: Vec::new(),
        midnights: Vec::new(),
        midnight_zones: Vec::new(),
        midnight_days: Vec::new(),
    };
    for contract in contracts {
        let name = contract.text("zone")?;
        let (tenant, start) = (TenantId(contract.int("tenant_id")?), contract.day("start")?);
        let next = i32::try_from(zones.len()).unwrap_or(i32::MAX);
        let (index, zone) = match zones.entry(name) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => {
                let zone = TimeZone::get(new.key()).map_err(|_| unknown(new.key()))?;
                new.insert((next, zone))
            }
        };
        let from = row::time(midnight(start, zone)?);
        if spans.tenants.last() == Some(&tenant)
            && let Some(end) = spans.to.last_mut()
        {
            *end = from;
        }
        spans.tenants.push(tenant);
        spans.from.push(from);
        spans.to.push(row::time(Timestamp::MAX));
        spans.zones.push(*index);
    }
    if let (Some(first), Some(last)) = (ends.time_if("first")?, ends.time_if("last")?) {
        for (index, zone) in zones.values() {
            spans.add_midnights(*index, zone, first, last)?;
        }
    }
    Ok(spans)
}

impl Spans {
    fn add_midnights(
        &mut self,
        index: i32,
        zone: &TimeZone,
        first: Timestamp,
        last: Timestamp,
    ) -> Result<(), StoreError> {
        let mut day = first.to_zoned(zone.clone()).date();
        let end = last.to_zoned(zone.clone()).date();
        while day <= end {
            self.midnights.push(row::time(midnight(day, zone)?));
            self.midnight_zones.push(index);
            self.midnight_days.push(row::day(day));
            day = day.saturating_add(1.day());
        }
        Ok(())
    }
}

fn midnight(day: Date, zone: &TimeZone) -> Result<Timestamp, StoreError> {
    let zoned = day.to_zoned(zone.clone()).map_err(|error| StoreError::OutOfRange(error.to_string()))?;
    Ok(zoned.timestamp())
}

fn unknown(zone: &str) -> StoreError {
    StoreError::OutOfRange(format!("a contract names the zone '{zone}', which is not known"))
}
