//! Transactions that belong to one tenant: there is no other way to its rows.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use crate::{Store, StoreError, TenantId, name::Names};

/// A consistent, read-only look at one tenant.
#[derive(Debug)]
pub struct TenantView {
    pub(crate) tx: Transaction<'static, Postgres>,
    pub(crate) tenant: TenantId,
    pub(crate) sees_costs: bool,
    pub(crate) names: Arc<Names>,
}

/// A transaction of the operator's side about one tenant. Reads as [`TenantView`] does.
#[derive(Debug)]
pub struct TenantTx {
    pub(crate) view: TenantView,
}

impl TenantView {
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }
}

impl Deref for TenantTx {
    type Target = TenantView;

    fn deref(&self) -> &TenantView {
        &self.view
    }
}

impl DerefMut for TenantTx {
    fn deref_mut(&mut self) -> &mut TenantView {
        &mut self.view
    }
}

impl TenantTx {
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.view.tx.commit().await?)
    }

    /// Gives up what was written and every lock, now; dropped, it does so only when its connection is next used.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.view.tx.rollback().await?)
    }
}

impl Store {
    /// For answering a tenant: the client's role, which cannot write, and cannot read a cost.
    pub async fn client(&self, tenant: TenantId) -> Result<TenantView, StoreError> {
        let tx = begin(&self.client, "isolation level repeatable read read only", tenant).await?;
        Ok(TenantView { tx, tenant, sees_costs: false, names: Arc::clone(&self.names) })
    }

    /// For the operator's surfaces: reads one tenant with its costs, on one snapshot.
    pub async fn view(&self, tenant: TenantId) -> Result<TenantView, StoreError> {
        let tx = begin(&self.app, "isolation level repeatable read read only", tenant).await?;
        Ok(TenantView { tx, tenant, sees_costs: true, names: Arc::clone(&self.names) })
    }

    /// For use cases that write. Each statement sees what is committed when it runs, so that what it reads after
    /// waiting for a lock is up to date.
    pub async fn tenant(&self, tenant: TenantId) -> Result<TenantTx, StoreError> {
        let tx = begin(&self.app, "isolation level read committed", tenant).await?;
        Ok(TenantTx { view: TenantView { tx, tenant, sees_costs: true, names: Arc::clone(&self.names) } })
    }
}

/// One round trip: the setting lasts as long as the transaction.
async fn begin(
    pool: &PgPool,
    mode: &'static str,
    TenantId(tenant): TenantId,
) -> Result<Transaction<'static, Postgres>, StoreError> {
    let statement = format!("begin {mode}; set local purvey.tenant = {tenant}");
    Ok(pool.begin_with(AssertSqlSafe(statement)).await?)
}
