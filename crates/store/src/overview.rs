//! Many tenants at once, for the operator.

use std::collections::BTreeMap;

use billing::usage::Readings;

use crate::{Days, EventTotal, Store, StoreError, TenantId};

/// One tenant's readings and event count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub readings: Readings,
    pub events: EventTotal,
}

impl Store {
    /// The readings of these tenants over the same days, in one query. Tenants without events are left out, unless
    /// something is carried into them.
    pub async fn totals(&self, _tenants: &[TenantId], _days: Days) -> Result<BTreeMap<TenantId, Totals>, StoreError> {
        todo!()
    }
}
