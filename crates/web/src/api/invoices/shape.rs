use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::bills::Span;

/// An issued invoice, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceSummary {
    #[schema(example = "inv_0199a3c27d4e700080000242ac120002")]
    pub id: String,
    #[schema(example = "INV-000042")]
    pub number: String,
    #[schema(example = "abc-solar")]
    pub tenant: String,
    #[schema(format = Date, example = "2025-10-01")]
    pub first_day: String,
    /// Included.
    #[schema(format = Date, example = "2025-10-31")]
    pub last_day: String,
    #[schema(format = DateTime, example = "2025-11-02T04:00:00Z")]
    pub issued: String,
    #[schema(format = Date, example = "2025-11-16")]
    pub due_on: String,
    #[schema(example = "USD")]
    pub currency: String,
    #[schema(example = "3580.00")]
    pub total: String,
}

impl From<app::invoices::InvoiceSummary> for InvoiceSummary {
    fn from(invoice: app::invoices::InvoiceSummary) -> Self {
        Self {
            id: invoice.id.to_string(),
            number: invoice.number,
            tenant: invoice.tenant.to_string(),
            first_day: invoice.first_day.to_string(),
            last_day: invoice.last_day.to_string(),
            issued: invoice.issued.to_string(),
            due_on: invoice.due_on.to_string(),
            currency: invoice.total.currency.to_string(),
            total: invoice.total.to_string(),
        }
    }
}

/// An invoice as it was issued: the same bytes for ever. Described here from `documents::json::invoice_json`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    /// Version of this shape.
    #[schema(example = 1)]
    pub format: u32,
    #[schema(example = "INV-000042")]
    pub number: String,
    #[schema(example = "inv_0199a3c27d4e700080000242ac120002")]
    pub id: String,
    #[schema(format = DateTime)]
    pub issued: String,
    #[schema(format = Date)]
    pub issued_on: String,
    #[schema(format = Date)]
    pub due_on: String,
    #[schema(example = "abc-solar")]
    pub tenant: String,
    #[schema(example = "ABC Solar")]
    pub title: String,
    #[schema(example = "standard")]
    pub plan: String,
    #[schema(example = "Standard")]
    pub plan_title: String,
    pub period: Span,
    #[schema(format = Date)]
    pub first_day: String,
    #[schema(format = Date)]
    pub last_day: String,
    #[schema(example = "USD")]
    pub currency: String,
    pub lines: Vec<InvoiceLine>,
    #[schema(example = "3580.00")]
    pub subtotal: String,
    #[schema(example = "3580.00")]
    pub total: String,
    /// Fingerprint of what went in: the business file's version, and the events as a count and a sum of their digests.
    #[schema(value_type = Object, example = json!({"business_digest": "9f86…", "events": 100_000, "events_digest": "3f2a…"}))]
    pub inputs: serde_json::Value,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceLine {
    /// `"charge"`, `"minimum"`, `"maximum"`, `"rounding"`, or `{"correction": {"start", "end"}}` for late events of an
    /// earlier period.
    #[schema(value_type = Object, example = "charge")]
    pub kind: serde_json::Value,
    #[schema(example = "minutes")]
    pub product: String,
    #[schema(example = "Call minutes")]
    pub description: String,
    pub group: Option<String>,
    #[schema(example = "100000")]
    pub quantity: String,
    #[schema(example = "minute")]
    pub unit: Option<String>,
    #[schema(example = "minutes")]
    pub unit_plural: Option<String>,
    #[schema(example = "0.025")]
    pub price: Option<String>,
    /// Exact, before it was settled; a fraction where a decimal does not end.
    #[schema(example = "2500")]
    pub amount: String,
    /// In whole minor units.
    #[schema(example = "2500.00")]
    pub settled: String,
}
