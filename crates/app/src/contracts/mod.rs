//! Contracts: what a tenant agreed to, from a day on.

use kernel::{
    Decimal,
    access::{Can, ask},
    id::TenantName,
    time::Date,
};
use model::Map;

use crate::{App, Outcome};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContract {
    pub tenant: TenantName,
    pub plan: String,
    /// First day, in the tenant's zone.
    pub start: Date,
    /// Agreed quantities, and optional products taken.
    pub quantities: Map<Decimal>,
    /// Agreed prices where the plan states a range.
    pub prices: Map<Decimal>,
}

/// Whether starting changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    Now,
    Already,
}

impl App {
    /// Puts the tenant on a plan of the current version, from `start` on. Usage already taken for days from `start`
    /// is counted again under the new terms. `Conflict` if another contract starts the same day or an invoice already
    /// covers that day.
    pub async fn start_contract(&self, _can: Can<ask::AddTenant>, _new: NewContract) -> Outcome<Started> {
        todo!()
    }
}
