//! Tenants: the clients of the business.

mod add;
mod list;
mod read;

use serde::Serialize;
use utoipa::ToSchema;

pub use add::{__path_add, add};
pub use list::{__path_list, list};
pub use read::{__path_read, read};

/// A client of the business.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tenant {
    /// Its name in events, links and addresses.
    #[schema(example = "abc-solar")]
    pub name: String,
    /// What documents call it.
    #[schema(example = "ABC Solar")]
    pub title: String,
    /// IANA name; null: the business's zone.
    #[schema(example = "America/Denver")]
    pub zone: Option<String>,
    #[schema(format = DateTime)]
    pub created: String,
    /// The plan of the contract in force today.
    #[schema(example = "standard")]
    pub plan: Option<String>,
    /// First day of that contract.
    #[schema(format = Date)]
    pub since: Option<String>,
}

impl From<app::tenants::Tenant> for Tenant {
    fn from(tenant: app::tenants::Tenant) -> Self {
        Self {
            name: tenant.name.to_string(),
            title: tenant.title,
            zone: tenant.zone,
            created: tenant.created.to_string(),
            plan: tenant.plan,
            since: tenant.since.map(|day| day.to_string()),
        }
    }
}
