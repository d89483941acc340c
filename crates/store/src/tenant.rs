//! Tenants and, with them, what they have agreed to.

use kernel::{id::TenantName, time::Timestamp};

use crate::{ContractRow, Recorded, Store, StoreError, TenantId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    pub id: TenantId,
    pub name: TenantName,
    pub title: String,
    /// IANA name; none: the business's zone.
    pub zone: Option<String>,
    pub created: Timestamp,
    /// Counts the tenant's contracts. Events measured under an older count are refused as stale, see [`crate::Terms`].
    pub terms: i32,
}

/// A tenant with all its contracts, the earliest start first.
#[derive(Clone, Debug, PartialEq)]
pub struct TenantTerms {
    pub tenant: TenantRow,
    pub contracts: Vec<ContractRow>,
}

#[derive(Clone, Copy, Debug)]
pub struct NewTenant<'n> {
    pub name: &'n TenantName,
    pub title: &'n str,
    pub zone: Option<&'n str>,
    pub created: Timestamp,
}

/// Which tenants, in order of name.
#[derive(Clone, Copy, Debug)]
pub struct TenantPage<'p> {
    pub after: Option<&'p TenantName>,
    /// Part of a name or title, ignoring case.
    pub search: Option<&'p str>,
    pub limit: u32,
}

impl Store {
    /// `Already` if title and zone are the same, else `Conflict` with what is there.
    pub async fn add_tenant(&self, _new: NewTenant<'_>) -> Result<Recorded<TenantRow>, StoreError> {
        todo!()
    }

    pub async fn tenant_terms(&self, _name: &TenantName) -> Result<Option<TenantTerms>, StoreError> {
        todo!()
    }

    /// A page of tenants with their contracts.
    pub async fn tenants(&self, _page: TenantPage<'_>) -> Result<Vec<TenantTerms>, StoreError> {
        todo!()
    }

    /// How many tenants a search finds; all, without one.
    pub async fn tenants_count(&self, _search: Option<&str>) -> Result<u64, StoreError> {
        todo!()
    }
}
