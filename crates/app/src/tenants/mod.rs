//! Tenants: the clients of the business.

use kernel::{
    Money,
    access::{Actor, Can, ask},
    id::TenantName,
    time::{Date, Timestamp},
};

use crate::{App, Outcome};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTenant {
    pub name: TenantName,
    /// What documents call it.
    pub title: String,
    /// IANA name; none: the business's zone.
    pub zone: Option<String>,
}

/// What a tenant may know of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    pub name: TenantName,
    pub title: String,
    pub zone: Option<String>,
    pub created: Timestamp,
    /// The contract in force today.
    pub plan: Option<String>,
    pub since: Option<Date>,
}

/// Whether adding changed anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    Now(Tenant),
    Already(Tenant),
}

/// One tenant's figures in the current period. Operator only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantFigures {
    pub name: TenantName,
    pub title: String,
    pub plan: Option<String>,
    pub revenue: Money,
    pub cost: Money,
    pub margin: Money,
    pub events: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFigures {
    pub product: String,
    pub title: String,
    pub revenue: Money,
    pub cost: Money,
    pub margin: Money,
}

/// The current period of the whole business. Operator only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub first_day: Date,
    pub last_day: Date,
    pub revenue: Money,
    pub cost: Money,
    pub margin: Money,
    pub tenants: u64,
    pub products: Vec<ProductFigures>,
    pub page: Vec<TenantFigures>,
    /// Pass back as `after` for the next page.
    pub next: Option<TenantName>,
    pub rejected: u64,
}

/// How to order the tenants of an overview.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Name,
    RevenueDown,
    MarginUp,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Rows, at most [`crate::limits::PAGE_ROWS_MAX`]; 0: the default.
    pub limit: u32,
    pub after: Option<TenantName>,
    /// Part of a name or title, ignoring case.
    pub search: Option<String>,
    pub order: Order,
}

impl App {
    /// `Conflict` if the name is taken by a tenant with another title or zone.
    pub async fn add_tenant(&self, _can: Can<ask::AddTenant>, _new: NewTenant) -> Outcome<Added> {
        todo!()
    }

    pub async fn tenants(
        &self,
        _can: Can<ask::ListTenants>,
        _page: Page,
    ) -> Outcome<(Vec<Tenant>, Option<TenantName>)> {
        todo!()
    }

    /// Runs on the client's database role when a tenant asks about itself.
    pub async fn tenant(&self, _actor: &Actor, _name: &TenantName) -> Outcome<Tenant> {
        todo!()
    }

    pub async fn overview(&self, _can: Can<ask::ReadMargin>, _page: Page) -> Outcome<Overview> {
        todo!()
    }
}
