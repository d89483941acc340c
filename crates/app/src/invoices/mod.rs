//! Invoices: closing a period, reading what was issued, proving it again.

use kernel::{
    Money, Period,
    access::{Actor, Can, ask},
    id::{InvoiceId, TenantName},
    time::{Date, Timestamp},
};

use crate::{App, Outcome};

/// An issued invoice as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceSummary {
    pub id: InvoiceId,
    pub number: String,
    pub tenant: TenantName,
    pub period: Period,
    pub first_day: Date,
    pub last_day: Date,
    pub issued: Timestamp,
    pub due_on: Date,
    pub total: Money,
}

/// An issued invoice: the summary and the bytes that were stored when it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredInvoice {
    pub summary: InvoiceSummary,
    /// Canonical JSON, see `documents::json::invoice_json`.
    pub body: String,
}

/// What an invoice cost us. Operator only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceMargin {
    pub cost: Money,
    pub margin: Money,
    /// (line, product, vendor, settled cost)
    pub lines: Vec<(Option<u32>, String, Option<String>, Money)>,
}

/// Whether closing changed anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    Now(InvoiceSummary),
    /// The period was closed before: the same invoice.
    Already(InvoiceSummary),
}

/// What rebuilding an invoice from its events found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    pub summary: InvoiceSummary,
    pub events: u64,
    /// Empty: every byte is the same.
    pub differences: Vec<String>,
}

/// Invoices closed by a run, and the tenants it could not close, with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CloseRun {
    pub closed: u64,
    pub already: u64,
    pub failed: Vec<(TenantName, String)>,
}

impl App {
    /// Issues the invoice of an ended period, once however often it is asked. `Invalid` while the period runs.
    pub async fn close(&self, _can: Can<ask::CloseInvoice>, _tenant: &TenantName, _period: &str) -> Outcome<Closed> {
        todo!()
    }

    /// Closes `period` for every tenant under contract; `progress` hears (done, of) after each.
    pub async fn close_all(
        &self,
        _can: Can<ask::CloseInvoice>,
        _period: &str,
        _progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Outcome<CloseRun> {
        todo!()
    }

    /// Closes whatever has been due since the business's `close_after_hours`. Run from time to time; takes no hints.
    pub async fn close_due(&self, _can: Can<ask::CloseInvoice>) -> Outcome<CloseRun> {
        todo!()
    }

    /// Newest first; `after` is the last id of the page before.
    pub async fn invoices(
        &self,
        _actor: &Actor,
        _tenant: &TenantName,
        _after: Option<InvoiceId>,
        _limit: u32,
    ) -> Outcome<(Vec<InvoiceSummary>, Option<InvoiceId>)> {
        todo!()
    }

    /// By id (`inv_…`) or number (`INV-000042`). Another tenant's invoice is not found.
    pub async fn invoice(&self, _actor: &Actor, _which: &str) -> Outcome<StoredInvoice> {
        todo!()
    }

    pub async fn invoice_margin(&self, _can: Can<ask::ReadMargin>, _id: InvoiceId) -> Outcome<InvoiceMargin> {
        todo!()
    }

    /// Rebuilds an invoice from the raw events it was made of and compares it byte by byte.
    pub async fn verify(&self, _can: Can<ask::VerifyInvoice>, _which: &str) -> Outcome<Verification> {
        todo!()
    }
}
