//! Transactions that belong to one tenant: there is no other way to its rows.

use std::ops::{Deref, DerefMut};

use sqlx::{Postgres, Transaction};

use crate::{Store, StoreError, TenantId};

/// A consistent, read-only look at one tenant.
#[derive(Debug)]
pub struct TenantView {
    pub(crate) tx: Transaction<'static, Postgres>,
    pub(crate) tenant: TenantId,
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
        todo!()
    }
}

impl Store {
    /// For answering a tenant: the client's role, which cannot write, and cannot read a cost.
    pub async fn client(&self, _tenant: TenantId) -> Result<TenantView, StoreError> {
        todo!()
    }

    /// For the operator's surfaces: reads one tenant with its costs, on one snapshot.
    pub async fn view(&self, _tenant: TenantId) -> Result<TenantView, StoreError> {
        todo!()
    }

    /// For use cases that write.
    pub async fn tenant(&self, _tenant: TenantId) -> Result<TenantTx, StoreError> {
        todo!()
    }
}
