use std::sync::Arc;

use sqlx::AssertSqlSafe;

use super::{Begun, CloseTx, Facts};
use crate::{
    Days, EventTotal, Store, StoreError, TenantId, TenantView,
    row::{self, Columns as _},
};

/// The lock comes before the first look at the data, so the transaction sees everything that whoever held it before
/// committed, and the counter cannot change under it.
const BEGIN: &str = "begin isolation level repeatable read; lock table counter in exclusive mode";

/// The number, what is committed, and whether an invoice covers any of the days.
const FACTS: &str = "\
    select c.value + 1 as sequence, snapshot_now()::text as snapshot, r.events, r.digest::text as digest, \
           (select number from invoice where tenant_id = $1 and first_day < $3 and after_day > $2 limit 1) as other \
    from counter c, ( \
        select coalesce(sum(events), 0)::bigint as events, \
               mod(coalesce(sum(digest), 0), 340282366920938463463374607431768211456) as digest \
        from rollup where tenant_id = $1 and series_id = 1 and day >= $2 and day < $3) r \
    where c.name = 'invoice'";

impl Store {
    /// Waits until no other closing runs.
    pub async fn closing(&self) -> Result<CloseTx, StoreError> {
        // Whoever waits for another closing of this process does not keep a connection from others meanwhile.
        let turn = Arc::clone(&self.closing_turn).lock_owned().await;
        let tx = self.app.begin_with(BEGIN).await?;
        let names = Arc::clone(&self.names);
        // No tenant has the number zero: until one is named, nothing of any tenant can be read.
        Ok(CloseTx { view: TenantView { tx, tenant: TenantId(0), sees_costs: true, names }, _turn: turn })
    }
}

impl CloseTx {
    /// Turns to a tenant's period. [`StoreError::Serialization`] if a contract of the tenant has been changed since this
    /// transaction began; [`StoreError::Conflict`] if an invoice covers some of the days, but not just these.
    pub async fn begin(&mut self, tenant: TenantId, days: Days) -> Result<Begun, StoreError> {
        self.view.tenant = tenant;
        let turn = format!("set local purvey.tenant = {}", tenant.0);
        sqlx::raw_sql(AssertSqlSafe(turn)).execute(&mut *self.view.tx).await?;
        // Whoever changes the tenant's terms updates this row: we wait for each other.
        let locked = sqlx::query("select id from tenant where id = $1 for no key update").bind(tenant);
        if locked.fetch_optional(&mut *self.view.tx).await?.is_none() {
            return Err(StoreError::Conflict("there is no such tenant".into()));
        }
        let row = sqlx::query(FACTS)
            .bind(tenant)
            .bind(row::day(days.first))
            .bind(row::day(days.after))
            .fetch_one(&mut *self.view.tx)
            .await?;
        if let Some(other) = row.text_if("other")? {
            return match self.view.invoice_of(days.first).await? {
                Some(invoice) if invoice.days == days => Ok(Begun::Already(invoice)),
                _ => Err(StoreError::Conflict(format!("invoice {other} covers a part of the period"))),
            };
        }
        let inputs = EventTotal { events: row.count("events")?, digest: row.parsed("digest")? };
        Ok(Begun::Open(Facts { sequence: row.count("sequence")?, snapshot: row.text("snapshot")?, inputs }))
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.view.tx.commit().await?)
    }
}
