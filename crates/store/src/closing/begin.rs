use std::sync::Arc;

use sqlx::AssertSqlSafe;

use super::{Begun, CloseTx, Facts};
use crate::{
    Days, Store, StoreError, TenantId, TenantView,
    row::{self, Columns as _},
};

/// The lock comes before the first look at the data, so the transaction sees everything that whoever held it before
/// committed, and the counter cannot change under it.
const BEGIN: &str = "begin isolation level repeatable read; lock table counter in exclusive mode";

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
        if let Some(invoice) = self.view.invoice_of(days.first).await? {
            return if invoice.days == days { Ok(Begun::Already(invoice)) } else { Err(overlap(&invoice.number)) };
        }
        let row = sqlx::query(
            "select value + 1 as sequence, snapshot_now()::text as snapshot, \
                    (select number from invoice where tenant_id = $1 and first_day < $3 and after_day > $2 limit 1) \
                    as other from counter where name = 'invoice'",
        )
        .bind(tenant)
        .bind(row::day(days.first))
        .bind(row::day(days.after))
        .fetch_one(&mut *self.view.tx)
        .await?;
        if let Some(other) = row.text_if("other")? {
            return Err(overlap(&other));
        }
        let (sequence, snapshot) = (row.count("sequence")?, row.text("snapshot")?);
        Ok(Begun::Open(Facts { sequence, snapshot, inputs: self.view.event_total(days).await? }))
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.view.tx.commit().await?)
    }
}

fn overlap(number: &str) -> StoreError {
    StoreError::Conflict(format!("invoice {number} covers a part of the period"))
}
