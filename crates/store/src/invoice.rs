//! Issued invoices.

use billing::usage::Readings;
use kernel::{
    Money, Period,
    id::{InvoiceId, TenantName},
    time::{Date, Timestamp},
};
use sqlx::{Row as _, postgres::PgRow};

use crate::{
    ContractId, Days, EventTotal, Store, StoreError, TenantId, TenantView, VersionId, billed,
    row::{self, Columns as _},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRow {
    pub id: InvoiceId,
    /// As printed.
    pub number: String,
    /// The gapless number, from 1.
    pub sequence: u64,
    pub tenant: TenantId,
    pub tenant_name: TenantName,
    pub days: Days,
    /// The instants of the days, in the contract's zone when it was issued.
    pub period: Period,
    pub issued: Timestamp,
    pub due_on: Date,
    pub total: Money,
    pub version: VersionId,
    pub contract: ContractId,
    /// What was committed when it was closed, as PostgreSQL writes it; for [`TenantView::raw_events`].
    pub snapshot: String,
    pub inputs: EventTotal,
}

/// An invoice with the bytes that were issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceText {
    pub row: InvoiceRow,
    /// Canonical JSON.
    pub body: String,
    /// SHA-256 of `body`.
    pub body_digest: [u8; 32],
}

/// A period that an invoice charged or corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodRow {
    pub days: Days,
    pub period: Period,
    /// The contract and version the period was closed under.
    pub version: VersionId,
    pub contract: ContractId,
    pub events: EventTotal,
    /// What had been billed for it before this invoice; none: this invoice is its first.
    pub billed_before: Option<Readings>,
    /// What has been billed for it including this invoice.
    pub billed: Readings,
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "select i.*, i.snapshot::text as seen, i.events_digest::text as digest, t.name as tenant \
             from invoice i join tenant t on t.id = i.tenant_id where i.tenant_id = $1 and ",
            $condition
        )
    };
}

impl InvoiceRow {
    fn read(row: &PgRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: InvoiceId::from_uuid(row.uuid("id")?),
            number: row.text("number")?,
            sequence: row.count("sequence")?,
            tenant: TenantId(row.int("tenant_id")?),
            tenant_name: row.parsed("tenant")?,
            days: row.days()?,
            period: row.period()?,
            issued: row.time("issued")?,
            due_on: row.day("due_on")?,
            total: Money::new(row.long("total_minor")?, row.parsed("currency")?),
            version: VersionId(row.int("version_id")?),
            contract: ContractId(row.int("contract_id")?),
            snapshot: row.text("seen")?,
            inputs: EventTotal { events: row.count("events")?, digest: row.parsed("digest")? },
        })
    }
}

impl InvoiceText {
    fn read(row: &PgRow) -> Result<Self, StoreError> {
        Ok(Self { row: InvoiceRow::read(row)?, body: row.text("body")?, body_digest: row.try_get("body_digest")? })
    }
}

impl TenantView {
    /// The tenant's invoices, newest first; `after` is the last one of the page before.
    pub async fn invoices(&mut self, after: Option<InvoiceId>, limit: u32) -> Result<Vec<InvoiceRow>, StoreError> {
        let rows = sqlx::query(select!(
            "($2::uuid is null or i.sequence < (select sequence from invoice where id = $2 and tenant_id = $1)) \
             order by i.sequence desc limit $3"
        ))
        .bind(self.tenant)
        .bind(after.map(InvoiceId::uuid))
        .bind(i64::from(limit));
        rows.fetch_all(&mut *self.tx).await?.iter().map(InvoiceRow::read).collect()
    }

    /// One of the tenant's invoices.
    pub async fn invoice(&mut self, id: InvoiceId) -> Result<Option<InvoiceText>, StoreError> {
        let row = sqlx::query(select!("i.id = $2")).bind(self.tenant).bind(id.uuid());
        row.fetch_optional(&mut *self.tx).await?.as_ref().map(InvoiceText::read).transpose()
    }

    /// One of the tenant's invoices, by its printed number.
    pub async fn invoice_numbered(&mut self, number: &str) -> Result<Option<InvoiceText>, StoreError> {
        let row = sqlx::query(select!("i.number = $2")).bind(self.tenant).bind(number);
        row.fetch_optional(&mut *self.tx).await?.as_ref().map(InvoiceText::read).transpose()
    }

    /// The invoice that closed the period starting on `first`.
    pub async fn invoice_of(&mut self, first: Date) -> Result<Option<InvoiceRow>, StoreError> {
        let row = sqlx::query(select!("i.first_day = $2")).bind(self.tenant).bind(row::day(first));
        row.fetch_optional(&mut *self.tx).await?.as_ref().map(InvoiceRow::read).transpose()
    }

    /// The periods an invoice charged and corrected, its own first. Operator's side only.
    pub async fn invoice_periods(&mut self, id: InvoiceId) -> Result<Vec<PeriodRow>, StoreError> {
        let rows = sqlx::query(
            "select p.*, p.events_digest::text as digest, own.version_id, own.contract_id, \
                    (select b.invoice_id from invoice_period b where b.tenant_id = $1 and b.first_day = p.first_day \
                     and b.sequence < p.sequence order by b.sequence desc limit 1) as before \
             from invoice_period p \
             join invoice own on own.tenant_id = p.tenant_id and own.first_day = p.first_day \
             where p.tenant_id = $1 and p.invoice_id = $2 order by own.id = p.invoice_id desc, p.first_day",
        )
        .bind(self.tenant)
        .bind(id.uuid())
        .fetch_all(&mut *self.tx)
        .await?;
        let mut periods = Vec::with_capacity(rows.len());
        for row in rows {
            let days = row.days()?;
            let before: Option<uuid::Uuid> = row.try_get("before")?;
            let billed_before = match before {
                Some(before) => Some(billed::read(&mut self.tx, before, days.first).await?),
                None => None,
            };
            periods.push(PeriodRow {
                days,
                period: row.period()?,
                version: VersionId(row.int("version_id")?),
                contract: ContractId(row.int("contract_id")?),
                events: EventTotal { events: row.count("events")?, digest: row.parsed("digest")? },
                billed_before,
                billed: billed::read(&mut self.tx, id.uuid(), days.first).await?,
            });
        }
        Ok(periods)
    }
}

impl Store {
    /// Whose invoice it is, for the operator; then ask a [`TenantView`].
    pub async fn tenant_of_invoice(&self, id: InvoiceId) -> Result<Option<TenantId>, StoreError> {
        let tenant = sqlx::query_scalar("select tenant_id from invoice where id = $1").bind(id.uuid());
        Ok(tenant.fetch_optional(&self.app).await?)
    }

    /// The same by the printed number.
    pub async fn tenant_of_number(&self, number: &str) -> Result<Option<TenantId>, StoreError> {
        let tenant = sqlx::query_scalar("select tenant_id from invoice where number = $1").bind(number);
        Ok(tenant.fetch_optional(&self.app).await?)
    }
}
