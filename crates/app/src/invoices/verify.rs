use std::sync::Arc;

use billing::{
    invoicing::{self, CloseFacts, Earlier},
    usage::{Readings, Tariff},
};
use documents::json::invoice_json;
use kernel::{
    Can,
    access::{Actor, ask},
};
use model::{Business, Contract};
use store::{InvoiceRow, PeriodRow, TenantView};

use super::{
    Verification,
    close::inputs,
    rebuild::{reading_differences, readings_from_events},
};
use crate::{App, Outcome, terms::bug};

/// A period of the invoice, read again from its raw events.
struct Again {
    row: PeriodRow,
    business: Arc<Business>,
    contract: Contract,
    now: Readings,
}

impl App {
    /// Rebuilds an invoice from the raw events it was made of and compares it byte by byte.
    pub async fn verify(&self, _can: Can<ask::VerifyInvoice>, which: &str) -> Outcome<Verification> {
        let (mut view, text) = self.invoice_text(&Actor::operator(), which).await?;
        let row = text.row;
        let agreement = self.agreement(&row.tenant_name).await?.ok_or_else(|| bug("the invoice's tenant is gone"))?;
        let mut differences = Vec::new();
        let mut periods = Vec::new();
        for period in view.invoice_periods(row.id).await? {
            let terms = agreement.numbered(period.contract).ok_or_else(|| bug("the invoice's contract is gone"))?;
            let business = self.business_numbered(period.version).await?;
            let again = read_again(&mut view, &row, period, business, &terms.contract, &mut differences).await?;
            periods.push(again);
        }
        if let Some((own, earlier)) = periods.split_first() {
            differences.extend(Self::same_bytes(&row, own, earlier, &text.body)?);
        } else {
            differences.push("no readings are stored with the invoice".to_owned());
        }
        Ok(Verification { events: row.inputs.events, summary: row.into(), differences })
    }

    fn same_bytes(row: &InvoiceRow, own: &Again, earlier: &[Again], body: &str) -> Outcome<Option<String>> {
        let none = Readings::default();
        let earlier: Vec<Earlier<'_>> = earlier
            .iter()
            .map(|again| Earlier {
                business: &again.business,
                contract: &again.contract,
                period: again.row.period,
                billed: again.row.billed_before.as_ref().unwrap_or(&none),
                now: &again.now,
            })
            .collect();
        let closing = invoicing::close(&CloseFacts {
            id: row.id,
            number: row.sequence,
            issued: row.issued,
            business: &own.business,
            contract: &own.contract,
            period: row.period,
            readings: &own.now,
            earlier: &earlier,
            inputs: inputs(&own.business, row.inputs),
        })
        .map_err(bug)?;
        let rebuilt = invoice_json(&closing.invoice);
        let differs = rebuilt.bytes().zip(body.bytes()).position(|(a, b)| a != b);
        Ok(match differs {
            None if rebuilt.len() == body.len() => None,
            at => {
                let at = at.unwrap_or(rebuilt.len().min(body.len()));
                let around = |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
                Some(format!("byte {at}: stored '{}', rebuilt '{}'", around(body), around(&rebuilt)))
            }
        })
    }
}

async fn read_again(
    view: &mut TenantView,
    row: &InvoiceRow,
    period: PeriodRow,
    business: Arc<Business>,
    contract: &Contract,
    differences: &mut Vec<String>,
) -> Outcome<Again> {
    let tariff = Tariff::new(&business, contract).map_err(bug)?;
    let (now, total) = readings_from_events(view, &tariff, period.period, Some(&row.snapshot)).await?;
    let name = period.days.first;
    if total != period.events {
        differences.push(format!(
            "events of {name}: {} with digest {} are stored, the invoice says {} with digest {}",
            total.events,
            total.hex(),
            period.events.events,
            period.events.hex()
        ));
    }
    differences.extend(
        reading_differences(&period.billed, &now).into_iter().map(|text| format!("readings of {name}: {text}")),
    );
    Ok(Again { row: period, business, contract: contract.clone(), now })
}
