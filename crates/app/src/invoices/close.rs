use std::sync::Arc;

use billing::invoicing::{self, CloseFacts, Earlier, Inputs};
use documents::json::invoice_json;
use kernel::{
    Can, Kind,
    access::ask,
    error::Failure,
    id::{InvoiceId, TenantName},
    time::{Date, Timestamp, ToSpan},
};
use model::Business;
use store::{Begun, Billed, CloseTx, NewInvoice};

use super::{Closed, InvoiceSummary};
use crate::{
    App, Outcome,
    bills::Billable,
    terms::{InForce, bug},
};

impl App {
    /// Issues the invoice of an ended month, once however often it is asked. `Invalid` while the month runs.
    pub async fn close(&self, _can: Can<ask::CloseInvoice>, tenant: &TenantName, period: &str) -> Outcome<Closed> {
        let billable = self.billable(tenant, Some(period)).await?;
        let mut tx = self.store().closing().await?;
        let closed = self.close_in(&mut tx, &billable).await?;
        tx.commit().await?;
        Ok(closed)
    }

    /// Gathers, decides and records one period inside a closing transaction.
    pub(super) async fn close_in(&self, tx: &mut CloseTx, billable: &Billable) -> Outcome<Closed> {
        let (terms, period) = (billable.terms()?, billable.period()?);
        let now = self.now();
        if now < period.end {
            let text = format!("The period runs until {}; it can be closed after that.", period.end);
            return Err(Failure::new(Kind::Invalid, text));
        }
        let facts = match tx.begin(billable.agreement.tenant.id, billable.days).await? {
            Begun::Already(row) => return Ok(Closed::Already(row.into())),
            Begun::Open(facts) => facts,
        };
        let readings = tx.readings(billable.days).await?;
        let rows = tx.earlier(looked_back(terms, now), billable.days.first).await?;
        let mut ruling: Vec<(Arc<Business>, &InForce)> = Vec::with_capacity(rows.len());
        for row in &rows {
            let contract =
                billable.agreement.numbered(row.contract).ok_or_else(|| bug("a closed period lost its contract"))?;
            ruling.push((self.business_numbered(row.version).await?, contract));
        }
        let earlier: Vec<Earlier<'_>> = rows
            .iter()
            .zip(&ruling)
            .map(|(row, (business, terms))| Earlier {
                business,
                contract: &terms.contract,
                period: row.period,
                billed: &row.billed,
                now: &row.now,
            })
            .collect();
        let closing = invoicing::close(&CloseFacts {
            id: InvoiceId::fresh(&*self.inner.clock, &*self.inner.entropy),
            number: facts.sequence,
            issued: whole_second(now),
            business: &terms.business,
            contract: &terms.contract,
            period,
            readings: &readings,
            earlier: &earlier,
            inputs: inputs(&terms.business, facts.inputs),
        })
        .map_err(bug)?;
        let corrected: Vec<Billed<'_>> = rows
            .iter()
            .map(|row| Billed { days: row.days, period: row.period, readings: &row.now, inputs: row.inputs })
            .collect();
        let row = tx
            .record(NewInvoice {
                closing: &closing,
                facts: &facts,
                version: terms.version,
                contract: terms.id,
                own: Billed { days: billable.days, period, readings: &readings, inputs: facts.inputs },
                corrected: &corrected,
                body: &invoice_json(&closing.invoice),
            })
            .await?;
        Ok(Closed::Now(InvoiceSummary::from(row)))
    }
}

pub(super) fn inputs(business: &Business, total: store::EventTotal) -> Inputs {
    Inputs { business_digest: business.digest.clone(), events: total.events, events_digest: total.hex() }
}

/// Documents show seconds, and what is stored must be what is shown.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// The first day whose late events may still have been accepted since the last close.
fn looked_back(terms: &InForce, now: Timestamp) -> Date {
    let today = now.to_zoned(terms.zone.clone()).date();
    let days = i64::from(terms.business.options.late_days_max);
    // A month is late-open until so many days after its end, and a close may itself come late: one month more.
    today.saturating_sub(days.days()).first_of_month().saturating_sub(2.months())
}
