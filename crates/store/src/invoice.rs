//! Issued invoices.

use kernel::{
    Money,
    id::{InvoiceId, TenantName},
    time::{Date, Timestamp},
};

use crate::{ContractId, Days, EventTotal, Store, StoreError, TenantId, TenantView, VersionId};
use billing::usage::Readings;

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
    pub period: kernel::Period,
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
    pub period: kernel::Period,
    /// The contract and version the period was closed under.
    pub version: VersionId,
    pub contract: ContractId,
    pub events: EventTotal,
    /// What had been billed for it before this invoice; none: this invoice is its first.
    pub billed_before: Option<Readings>,
    /// What has been billed for it including this invoice.
    pub billed: Readings,
}

impl TenantView {
    /// Newest first.
    pub async fn invoices(&mut self, _after: Option<InvoiceId>, _limit: u32) -> Result<Vec<InvoiceRow>, StoreError> {
        todo!()
    }

    pub async fn invoice(&mut self, _id: InvoiceId) -> Result<Option<InvoiceText>, StoreError> {
        todo!()
    }

    pub async fn invoice_numbered(&mut self, _number: &str) -> Result<Option<InvoiceText>, StoreError> {
        todo!()
    }

    /// The invoice that closed the period starting on `first`.
    pub async fn invoice_of(&mut self, _first: Date) -> Result<Option<InvoiceRow>, StoreError> {
        todo!()
    }

    /// The periods an invoice charged and corrected, its own first. Operator's side only.
    pub async fn invoice_periods(&mut self, _id: InvoiceId) -> Result<Vec<PeriodRow>, StoreError> {
        todo!()
    }
}

impl Store {
    /// Whose invoice it is, for the operator; then ask a [`TenantView`].
    pub async fn tenant_of_invoice(&self, _id: InvoiceId) -> Result<Option<TenantId>, StoreError> {
        todo!()
    }

    pub async fn tenant_of_number(&self, _number: &str) -> Result<Option<TenantId>, StoreError> {
        todo!()
    }
}
