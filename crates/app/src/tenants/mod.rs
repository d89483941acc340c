//! Tenants: the clients of the business.

mod overview;
mod plan;

use kernel::{
    Money,
    access::{Actor, Can, ask},
    error::{Failure, Kind},
    id::TenantName,
    time::{Date, Timestamp},
};
use store::{Recorded, TenantPage, TenantTerms};

use crate::{
    App, Outcome,
    limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX, TENANT_TITLE_CHARS_MAX},
    terms::{no_such_tenant, zone_named},
};

pub use plan::PlanInForce;

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
    /// Events accepted on each day of the period up to today, of the tenants searched for.
    pub days: Vec<(Date, u64)>,
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

impl Page {
    pub(crate) fn rows(&self) -> u32 {
        if self.limit == 0 { PAGE_ROWS_DEFAULT } else { self.limit.min(PAGE_ROWS_MAX) }
    }
}

impl App {
    /// `Conflict` if the name is taken by a tenant with another title or zone.
    pub async fn add_tenant(&self, _can: Can<ask::AddTenant>, new: NewTenant) -> Outcome<Added> {
        let title = new.title.trim();
        if title.is_empty() || title.chars().count() > TENANT_TITLE_CHARS_MAX || title.chars().any(char::is_control) {
            let text =
                format!("A tenant's title has 1 to {TENANT_TITLE_CHARS_MAX} characters and no control characters.");
            return Err(Failure::new(Kind::Invalid, text));
        }
        new.zone.as_deref().map(zone_named).transpose()?;
        let row = store::NewTenant { name: &new.name, title, zone: new.zone.as_deref(), created: self.now() };
        let view = |tenant| self.view_of(TenantTerms { tenant, contracts: vec![] });
        match self.store().add_tenant(row).await? {
            Recorded::Now(row) => Ok(Added::Now(view(row))),
            Recorded::Already(row) => Ok(Added::Already(view(row))),
            Recorded::Conflict(row) => {
                let text = format!("There is a tenant '{}' already, titled '{}'.", row.name, row.title);
                Err(Failure::new(Kind::Conflict, text))
            }
        }
    }

    pub async fn tenants(&self, _can: Can<ask::ListTenants>, page: Page) -> Outcome<(Vec<Tenant>, Option<TenantName>)> {
        let limit = page.rows();
        let search = page.search.as_deref().filter(|search| !search.is_empty());
        let rows = self.store().tenants(TenantPage { after: page.after.as_ref(), search, limit }).await?;
        let tenants: Vec<Tenant> = rows.into_iter().map(|row| self.view_of(row)).collect();
        let is_full = tenants.len() == limit as usize;
        let next = tenants.last().filter(|_| is_full).map(|tenant| tenant.name.clone());
        Ok((tenants, next))
    }

    /// What a tenant may know of itself; the operator sees the same.
    pub async fn tenant(&self, actor: &Actor, name: &TenantName) -> Outcome<Tenant> {
        let _: Can<ask::ReadTenant> = actor.can_about(name)?;
        let terms = self.store().tenant_terms(name).await?.ok_or_else(|| no_such_tenant(name))?;
        Ok(self.view_of(terms))
    }

    fn view_of(&self, terms: TenantTerms) -> Tenant {
        let started = |zone: &str| zone_named(zone).map(|zone| self.now().to_zoned(zone).date()).unwrap_or(Date::MAX);
        let contract = terms.contracts.into_iter().rev().find(|contract| contract.start <= started(&contract.zone));
        let (plan, since) = contract.map(|contract| (contract.plan, contract.start)).unzip();
        let tenant = terms.tenant;
        Tenant { name: tenant.name, title: tenant.title, zone: tenant.zone, created: tenant.created, plan, since }
    }
}
