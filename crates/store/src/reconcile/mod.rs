//! Events = running totals, invoices = lines = ledger = what was billed: or the differences.

use crate::{Store, StoreError};

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub name: &'static str,
    /// How many things were compared.
    pub compared: u64,
    pub differences: Vec<Difference>,
}

/// Two sides that should be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Tenant, invoice or account.
    pub what: String,
    pub left: String,
    pub right: String,
}

impl Store {
    /// Everything that can be compared inside the database, on one snapshot. Reads every event once.
    pub async fn reconcile(&self) -> Result<Vec<Proof>, StoreError> {
        todo!()
    }
}
