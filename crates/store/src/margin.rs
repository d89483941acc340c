//! What invoices cost us. The client's role cannot reach this schema.

use kernel::{Currency, Money, id::InvoiceId};
use sqlx::Row as _;

use crate::{StoreError, TenantView, row::Columns as _};

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
    /// In the invoice's `currency`; none for an unknown invoice. The client's role is refused.
    pub async fn margin(&mut self, invoice: InvoiceId, currency: Currency) -> Result<Option<MarginRow>, StoreError> {
        let total = sqlx::query("select * from cost.invoice_cost where tenant_id = $1 and invoice_id = $2")
            .bind(self.tenant)
            .bind(invoice.uuid())
            .fetch_optional(&mut *self.tx)
            .await?;
        let Some(total) = total else { return Ok(None) };
        let rows = sqlx::query(
            "select * from cost.invoice_line_cost where tenant_id = $1 and invoice_id = $2 order by position",
        )
        .bind(self.tenant)
        .bind(invoice.uuid())
        .fetch_all(&mut *self.tx)
        .await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let line: Option<i32> = row.try_get("line")?;
            lines.push(LineCostRow {
                line: line.and_then(|line| u32::try_from(line).ok()),
                product: row.text("product")?,
                vendor: row.text_if("vendor")?,
                settled: Money::new(row.long("settled_minor")?, currency),
            });
        }
        let (cost, margin) = (total.long("total_minor")?, total.long("margin_minor")?);
        Ok(Some(MarginRow { cost: Money::new(cost, currency), margin: Money::new(margin, currency), lines }))
    }
}
