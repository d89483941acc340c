//! Tenants and, with them, what they have agreed to.

use std::collections::BTreeMap;

use kernel::{id::TenantName, time::Timestamp};
use sqlx::postgres::PgRow;

use crate::{
    ContractRow, Recorded, Store, StoreError, TenantId, TenantView,
    row::{self, Columns as _},
};

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

impl TenantRow {
    fn read(row: &PgRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: TenantId(row.int("id")?),
            name: row.parsed("name")?,
            title: row.text("title")?,
            zone: row.text_if("zone")?,
            created: row.time("created_at")?,
            terms: row.int("terms")?,
        })
    }
}

impl Store {
    /// `Already` if title and zone are the same, else `Conflict` with what is there.
    pub async fn add_tenant(&self, new: NewTenant<'_>) -> Result<Recorded<TenantRow>, StoreError> {
        let added = sqlx::query(
            "insert into tenant (name, title, zone, created_at) values ($1, $2, $3, $4) \
             on conflict (name) do nothing returning *",
        )
        .bind(new.name.as_str())
        .bind(new.title)
        .bind(new.zone)
        .bind(row::time(new.created))
        .fetch_optional(&self.app)
        .await?;
        if let Some(row) = added {
            return TenantRow::read(&row).map(Recorded::Now);
        }
        let there = sqlx::query("select * from tenant where name = $1").bind(new.name.as_str());
        let there = TenantRow::read(&there.fetch_one(&self.app).await?)?;
        let same = there.title == new.title && there.zone.as_deref() == new.zone;
        Ok(if same { Recorded::Already(there) } else { Recorded::Conflict(there) })
    }

    /// A tenant and its contracts, by name. For the operator's side and for preparing events.
    pub async fn tenant_terms(&self, name: &TenantName) -> Result<Option<TenantTerms>, StoreError> {
        let row = sqlx::query("select * from tenant where name = $1").bind(name.as_str());
        let Some(row) = row.fetch_optional(&self.app).await? else { return Ok(None) };
        Ok(self.with_contracts(vec![TenantRow::read(&row)?]).await?.pop())
    }

    /// A page of tenants with their contracts.
    pub async fn tenants(&self, page: TenantPage<'_>) -> Result<Vec<TenantTerms>, StoreError> {
        let rows = sqlx::query(
            "select * from tenant where name > $1 \
             and ($2 = '' or strpos(lower(name), $2) > 0 or strpos(lower(title), $2) > 0) order by name limit $3",
        )
        .bind(page.after.map_or("", TenantName::as_str))
        .bind(page.search.unwrap_or_default().to_lowercase())
        .bind(i64::from(page.limit))
        .fetch_all(&self.app)
        .await?;
        self.with_contracts(rows.iter().map(TenantRow::read).collect::<Result<_, _>>()?).await
    }

    /// How many tenants a search finds; all, without one.
    pub async fn tenants_count(&self, search: Option<&str>) -> Result<u64, StoreError> {
        let row = sqlx::query(
            "select count(*) from tenant \
             where $1 = '' or strpos(lower(name), $1) > 0 or strpos(lower(title), $1) > 0",
        )
        .bind(search.unwrap_or_default().to_lowercase());
        row.fetch_one(&self.app).await?.count("count")
    }

    /// Contracts may be newer than the tenants' rows, and their count then larger: `terms` errs on the stale side.
    async fn with_contracts(&self, tenants: Vec<TenantRow>) -> Result<Vec<TenantTerms>, StoreError> {
        let ids: Vec<TenantId> = tenants.iter().map(|tenant| tenant.id).collect();
        let rows = sqlx::query("select * from contract where tenant_id = any ($1) order by tenant_id, start");
        let mut contracts = BTreeMap::<TenantId, Vec<ContractRow>>::new();
        for row in rows.bind(ids).fetch_all(&self.app).await? {
            let contract = ContractRow::read(&row)?;
            contracts.entry(contract.tenant).or_default().push(contract);
        }
        let with = |tenant: TenantRow| {
            let contracts = contracts.remove(&tenant.id).unwrap_or_default();
            TenantTerms { tenant, contracts }
        };
        Ok(tenants.into_iter().map(with).collect())
    }
}

impl TenantView {
    /// The tenant's own row, as the role of this transaction sees it.
    pub async fn own_row(&mut self) -> Result<TenantRow, StoreError> {
        let row = sqlx::query("select * from tenant where id = $1").bind(self.tenant);
        TenantRow::read(&row.fetch_one(&mut *self.tx).await?)
    }
}
