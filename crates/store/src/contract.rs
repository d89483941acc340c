//! Contracts: what a tenant agreed to, from a day on. Immutable.

use kernel::{
    Decimal,
    time::{Date, Timestamp},
};
use model::Map;
use sqlx::{Row as _, postgres::PgRow, types::Json};

use crate::{
    ContractId, Recorded, StoreError, TenantId, TenantTx, TenantView, VersionId,
    row::{self, Columns as _},
};

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

impl ContractRow {
    pub(crate) fn read(row: &PgRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ContractId(row.int("id")?),
            tenant: TenantId(row.int("tenant_id")?),
            version: VersionId(row.int("version_id")?),
            plan: row.text("plan")?,
            start: row.day("start")?,
            zone: row.text("zone")?,
            quantities: row.try_get::<Json<_>, _>("quantities")?.0,
            prices: row.try_get::<Json<_>, _>("prices")?.0,
            created: row.time("created_at")?,
        })
    }

    fn agrees_with(&self, new: &NewContract<'_>) -> bool {
        self.version == new.version
            && self.plan == new.plan
            && self.zone == new.zone
            && self.quantities == *new.quantities
            && self.prices == *new.prices
    }
}

impl TenantView {
    /// All contracts of the tenant, the earliest start first.
    pub async fn contracts(&mut self) -> Result<Vec<ContractRow>, StoreError> {
        let rows = sqlx::query("select * from contract where tenant_id = $1 order by start").bind(self.tenant);
        rows.fetch_all(&mut *self.tx).await?.iter().map(ContractRow::read).collect()
    }

    /// The contract in force on `day`.
    pub async fn contract_at(&mut self, day: Date) -> Result<Option<ContractRow>, StoreError> {
        let rows =
            sqlx::query("select * from contract where tenant_id = $1 and start <= $2 order by start desc limit 1")
                .bind(self.tenant)
                .bind(row::day(day));
        rows.fetch_optional(&mut *self.tx).await?.as_ref().map(ContractRow::read).transpose()
    }

    pub async fn contract(&mut self, id: ContractId) -> Result<Option<ContractRow>, StoreError> {
        let rows = sqlx::query("select * from contract where tenant_id = $1 and id = $2").bind(self.tenant).bind(id);
        rows.fetch_optional(&mut *self.tx).await?.as_ref().map(ContractRow::read).transpose()
    }
}

impl TenantTx {
    /// Records a contract and makes everything measured under older terms stale: until this transaction ends, events
    /// of the tenant are refused as `Busy`, after it as `Stale` unless measured anew. `Already` or `Conflict` if
    /// another contract starts the same day; [`StoreError::Conflict`] if an invoice covers that day or a later one.
    /// Call [`TenantTx::rebuild`] next if there may be events from that day on.
    pub async fn add_contract(&mut self, new: NewContract<'_>) -> Result<Recorded<ContractRow>, StoreError> {
        self.lock_terms().await?;
        let there = sqlx::query("select * from contract where tenant_id = $1 and start = $2")
            .bind(self.tenant)
            .bind(row::day(new.start))
            .fetch_optional(&mut *self.view.tx)
            .await?;
        if let Some(row) = there {
            let there = ContractRow::read(&row)?;
            return Ok(if there.agrees_with(&new) { Recorded::Already(there) } else { Recorded::Conflict(there) });
        }
        self.refuse_if_invoiced(new.start).await?;
        let update = sqlx::query("update tenant set terms = terms + 1 where id = $1").bind(self.tenant);
        update.execute(&mut *self.view.tx).await?;
        let row = sqlx::query(
            "insert into contract (tenant_id, version_id, plan, start, zone, quantities, prices, created_at) \
             values ($1, $2, $3, $4, $5, $6::json, $7::json, $8) returning *",
        )
        .bind(self.tenant)
        .bind(new.version)
        .bind(new.plan)
        .bind(row::day(new.start))
        .bind(new.zone)
        // As text: the order of the products is kept.
        .bind(as_json(new.quantities)?)
        .bind(as_json(new.prices)?)
        .bind(row::time(new.created))
        .fetch_one(&mut *self.view.tx)
        .await?;
        ContractRow::read(&row).map(Recorded::Now)
    }

    /// Alone with the tenant: no lane writes for it and no closing reads it until this transaction ends. The row is
    /// what a closing meets, the advisory lock is what a lane meets.
    async fn lock_terms(&mut self) -> Result<(), StoreError> {
        self.lock_lanes().await?;
        let lock = sqlx::query("select id from tenant where id = $1 for no key update").bind(self.tenant);
        lock.execute(&mut *self.view.tx).await?;
        Ok(())
    }

    /// Waits for the lanes that write for the tenant; from then on they send its events away.
    pub(crate) async fn lock_lanes(&mut self) -> Result<(), StoreError> {
        sqlx::query("select tenant_lock($1)").bind(self.tenant).execute(&mut *self.view.tx).await?;
        Ok(())
    }

    async fn refuse_if_invoiced(&mut self, start: Date) -> Result<(), StoreError> {
        let number: Option<String> = sqlx::query_scalar(
            "select number from invoice where tenant_id = $1 and after_day > $2 order by sequence desc limit 1",
        )
        .bind(self.tenant)
        .bind(row::day(start))
        .fetch_optional(&mut *self.view.tx)
        .await?;
        match number {
            None => Ok(()),
            Some(number) => Err(StoreError::Conflict(format!(
                "invoice {number} already covers {start} or a later day; start the contract after it"
            ))),
        }
    }
}

fn as_json(map: &Map<Decimal>) -> Result<String, StoreError> {
    serde_json::to_string(map).map_err(|error| StoreError::OutOfRange(error.to_string()))
}
