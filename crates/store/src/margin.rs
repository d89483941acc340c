//! What invoices cost us. The client's role cannot reach this schema.

use kernel::{Currency, Money, id::InvoiceId};

use crate::{StoreError, TenantView};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarginRow {
    pub cost: Money,
    pub margin: Money,
    pub lines: Vec<LineCostRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineCostRow {
    /// Position of the invoice's line; none where it is not charged.
    pub line: Option<u32>,
    pub product: String,
    pub vendor: Option<String>,
    pub settled: Money,
}

impl TenantView {
    /// None for an unknown invoice. The client's role is refused.
    pub async fn margin(&mut self, _invoice: InvoiceId, _currency: Currency) -> Result<Option<MarginRow>, StoreError> {
        todo!()
    }
}
