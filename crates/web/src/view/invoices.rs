use app::invoices::InvoiceSummary;
use documents::format;

use super::{Amount, Moment};

/// A line in a list of invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceRow {
    pub number: String,
    pub href: String,
    pub pdf_href: String,
    pub period: String,
    pub issued: Moment,
    pub due: Moment,
    pub total: Amount,
}

impl InvoiceRow {
    /// `under`: where this surface keeps its invoices, `/operator/invoices`. `issued_on`: the day it was issued in the
    /// tenant's zone.
    pub fn of(invoice: &InvoiceSummary, under: &str, zone: &kernel::time::TimeZone) -> Self {
        let href = format!("{under}/{}", invoice.id);
        Self {
            number: invoice.number.clone(),
            pdf_href: format!("{href}.pdf"),
            href,
            period: format::days(invoice.first_day, invoice.last_day),
            issued: Moment::day(invoice.issued.to_zoned(zone.clone()).date()),
            due: Moment::day(invoice.due_on),
            total: Amount::of(invoice.total),
        }
    }
}
