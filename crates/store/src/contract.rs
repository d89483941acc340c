//! Contracts: what a tenant agreed to, from a day on. Immutable.

use kernel::{
    Decimal,
    time::{Date, Timestamp},
};
use model::Map;

use crate::{ContractId, Recorded, StoreError, TenantId, TenantTx, TenantView, VersionId};

#[derive(Clone, Debug, PartialEq)]
pub struct ContractRow {
    pub id: ContractId,
    pub tenant: TenantId,
    pub version: VersionId,
    pub plan: String,
    pub start: Date,
    /// IANA name of the zone its days are in: the tenant's, or the business's when it was agreed.
    pub zone: String,
    pub quantities: Map<Decimal>,
    pub prices: Map<Decimal>,
    pub created: Timestamp,
}

#[derive(Clone, Debug)]
pub struct NewContract<'n> {
    pub version: VersionId,
    pub plan: &'n str,
    pub start: Date,
    pub zone: &'n str,
    pub quantities: &'n Map<Decimal>,
    pub prices: &'n Map<Decimal>,
    pub created: Timestamp,
}

impl TenantView {
    /// All contracts of the tenant, the earliest start first.
    pub async fn contracts(&mut self) -> Result<Vec<ContractRow>, StoreError> {
        todo!()
    }

    /// The contract in force on `day`.
    pub async fn contract_at(&mut self, _day: Date) -> Result<Option<ContractRow>, StoreError> {
        todo!()
    }
}

impl TenantTx {
    /// Records a contract and makes everything measured under older terms stale: until this transaction ends, events
    /// of the tenant are refused as `Busy`, after it as `Stale` unless measured anew. `Conflict` if another contract
    /// starts the same day; [`StoreError::Conflict`] if an invoice covers that day or a later one.
    /// Call [`TenantTx::rebuild`] next if there may be events from that day on.
    pub async fn add_contract(&mut self, _new: NewContract<'_>) -> Result<Recorded<ContractRow>, StoreError> {
        todo!()
    }
}
