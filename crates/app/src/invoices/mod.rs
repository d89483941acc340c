//! Invoices: closing a period, reading what was issued, proving it again.

mod close;
mod close_all;
mod rebuild;
mod verify;

pub(crate) use rebuild::{reading_differences, readings_from_events};

use kernel::{
    Money, Period,
    access::{Actor, Can, Role, ask},
    error::{Failure, Kind},
    id::{InvoiceId, TenantName},
    time::{Date, Timestamp},
};
use store::{InvoiceRow, InvoiceText, TenantId, TenantView};

use crate::{
    App, Outcome,
    limits::{PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX},
    terms::no_such_tenant,
};

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
    /// Newest first; `after` is the last id of the page before.
    pub async fn invoices(
        &self,
        actor: &Actor,
        tenant: &TenantName,
        after: Option<InvoiceId>,
        limit: u32,
    ) -> Outcome<(Vec<InvoiceSummary>, Option<InvoiceId>)> {
        let _: Can<ask::ReadInvoice> = actor.can_about(tenant)?;
        let limit = if limit == 0 { PAGE_ROWS_DEFAULT } else { limit.min(PAGE_ROWS_MAX) };
        let agreement = self.agreement(tenant).await?.ok_or_else(|| no_such_tenant(tenant))?;
        let mut view = self.view_by(actor, agreement.tenant.id).await?;
        let rows: Vec<_> = view.invoices(after, limit).await?.into_iter().map(InvoiceSummary::from).collect();
        let is_full = rows.len() == limit as usize;
        let next = rows.last().filter(|_| is_full).map(|row| row.id);
        Ok((rows, next))
    }

    /// By id (`inv_…`) or number (`INV-000042`). Another tenant's invoice is not found.
    pub async fn invoice(&self, actor: &Actor, which: &str) -> Outcome<StoredInvoice> {
        let _: Can<ask::ReadInvoice> = actor.can()?;
        let (_, text) = self.invoice_text(actor, which).await?;
        Ok(StoredInvoice { summary: text.row.into(), body: text.body })
    }

    pub async fn invoice_margin(&self, _can: Can<ask::ReadMargin>, id: InvoiceId) -> Outcome<InvoiceMargin> {
        let (mut view, text) = self.invoice_text(&Actor::operator(), &id.to_string()).await?;
        let margin = view.margin(id, text.row.total.currency).await?.ok_or_else(|| no_such_invoice(&id.to_string()))?;
        let lines = margin.lines.into_iter().map(|cost| (cost.line, cost.product, cost.vendor, cost.settled)).collect();
        Ok(InvoiceMargin { cost: margin.cost, margin: margin.margin, lines })
    }

    /// The stored invoice, read by the database role that fits the actor.
    async fn invoice_text(&self, actor: &Actor, which: &str) -> Outcome<(TenantView, InvoiceText)> {
        let id = which.parse::<InvoiceId>().ok();
        let tenant = match id {
            Some(id) => self.store().tenant_of_invoice(id).await?,
            None => self.store().tenant_of_number(which).await?,
        };
        let tenant = tenant.ok_or_else(|| no_such_invoice(which))?;
        let mut view = self.view_by(actor, tenant).await?;
        let text = match id {
            Some(id) => view.invoice(id).await?,
            None => view.invoice_numbered(which).await?,
        };
        let text = text.ok_or_else(|| no_such_invoice(which))?;
        if actor.confined_to().is_some_and(|own| *own != text.row.tenant_name) {
            return Err(no_such_invoice(which));
        }
        Ok((view, text))
    }

    async fn view_by(&self, actor: &Actor, tenant: TenantId) -> Outcome<TenantView> {
        match actor.role() {
            Role::Tenant => Ok(self.store().client(tenant).await?),
            Role::Operator | Role::Collector => Ok(self.store().view(tenant).await?),
        }
    }
}

fn no_such_invoice(which: &str) -> Failure {
    let which: String = which.chars().take(64).collect();
    Failure::new(Kind::NotFound, format!("There is no invoice '{which}'."))
}

impl From<InvoiceRow> for InvoiceSummary {
    fn from(row: InvoiceRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            tenant: row.tenant_name,
            period: row.period,
            first_day: row.days.first,
            last_day: row.days.after.yesterday().unwrap_or(row.days.first),
            issued: row.issued,
            due_on: row.due_on,
            total: row.total,
        }
    }
}
