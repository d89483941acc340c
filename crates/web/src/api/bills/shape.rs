//! The shapes of `documents::json::bill_json`, for the API's description; a test holds them against its output.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From `start` up to, but not including, `end`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    #[schema(format = DateTime, example = "2025-10-01T04:00:00Z")]
    pub start: String,
    #[schema(format = DateTime, example = "2025-11-01T04:00:00Z")]
    pub end: String,
}

/// What a tenant owes for a period. Amounts are exact decimals in the currency's major unit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bill {
    #[schema(example = "abc-solar")]
    pub tenant: String,
    pub period: Span,
    #[schema(example = "USD")]
    pub currency: String,
    pub lines: Vec<BillLine>,
    #[schema(example = "3580.00")]
    pub subtotal: String,
    #[schema(example = "3580.00")]
    pub total: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillLine {
    #[schema(example = "minutes")]
    pub product: String,
    #[schema(example = "Call minutes")]
    pub description: String,
    #[schema(example = "100000")]
    pub quantity: String,
    /// Null for a fee.
    #[schema(example = "minute")]
    pub unit: Option<String>,
    /// Price of one unit; null where there is not just one.
    #[schema(example = "0.025")]
    pub price: Option<String>,
    #[schema(example = "2500.00")]
    pub amount: String,
}

/// The same with what it costs us. Operators only.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillWithMargin {
    #[schema(example = "abc-solar")]
    pub tenant: String,
    pub period: Span,
    #[schema(example = "USD")]
    pub currency: String,
    pub lines: Vec<BillWithMarginLine>,
    #[schema(example = "3580.00")]
    pub subtotal: String,
    #[schema(example = "3580.00")]
    pub total: String,
    #[schema(example = "1015.00")]
    pub cost: String,
    #[schema(example = "2565.00")]
    pub margin: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillWithMarginLine {
    #[schema(example = "minutes")]
    pub product: String,
    #[schema(example = "Call minutes")]
    pub description: String,
    #[schema(example = "100000")]
    pub quantity: String,
    /// Null for a fee.
    #[schema(example = "minute")]
    pub unit: Option<String>,
    /// Price of one unit; null where there is not just one.
    #[schema(example = "0.025")]
    pub price: Option<String>,
    #[schema(example = "2500.00")]
    pub amount: String,
    #[schema(example = "1000.00")]
    pub cost: String,
    #[schema(example = "1500.00")]
    pub margin: String,
}

#[cfg(test)]
mod tests {
    use documents::json::{bill_json, invoice_json};

    use super::*;
    use crate::{api::invoices::Invoice, pages::samples};

    #[test]
    fn the_described_shapes_are_the_written_ones() {
        let rated = samples::rated();
        let bill: Bill = serde_json::from_str(&bill_json(&rated.bill, None)).unwrap();
        assert_eq!(bill.total, rated.bill.total.to_string());
        let with: BillWithMargin = serde_json::from_str(&bill_json(&rated.bill, Some(&rated.costs))).unwrap();
        assert_eq!(with.margin, rated.costs.margin.to_string());
        assert!(
            serde_json::from_str::<Bill>(&bill_json(&rated.bill, Some(&rated.costs))).is_err(),
            "a bill has no cost"
        );
        let invoice: Invoice = serde_json::from_str(&invoice_json(&samples::invoice())).unwrap();
        assert_eq!(invoice.lines.len(), rated.bill.lines.len());
    }
}
