//! Events = rated = invoiced = ledger, or a list of what is not.

use std::sync::Arc;

use kernel::{
    access::{Actor, Can, ask},
    id::TenantName,
};
use store::{Days, TenantPage};

use crate::{
    App, Outcome,
    invoices::{reading_differences, readings_from_events},
    terms::{Agreement, instants},
};

/// One step of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is compared: `events = running totals`, `invoice lines = total`, …
    pub name: String,
    /// How many things were compared.
    pub compared: u64,
    pub differences: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    pub checks: Vec<Check>,
}

impl Reconciliation {
    pub fn is_clean(&self) -> bool {
        self.checks.iter().all(|check| check.differences.is_empty())
    }
}

/// Tenants read at a time.
const PAGE_ROWS: u32 = 500;

impl App {
    /// Compares everything with everything, and rates every event again. Reads only; takes as long as reading all
    /// events takes.
    pub async fn reconcile(&self, can: Can<ask::Reconcile>) -> Outcome<Reconciliation> {
        let mut checks: Vec<Check> = Vec::new();
        for proof in self.store().reconcile().await? {
            let words = |difference: &store::Difference| {
                format!("{}: {} against {}", difference.what, difference.left, difference.right)
            };
            let differences = proof.differences.iter().map(words).collect();
            checks.push(Check { name: proof.name.to_owned(), compared: proof.compared, differences });
        }
        let empty = |name: &str| Check { name: name.to_owned(), compared: 0, differences: vec![] };
        let mut open = empty("events rated again = running totals, open months");
        let mut closed = empty("events rated again = invoice, byte by byte");
        let mut after: Option<TenantName> = None;
        loop {
            let page =
                self.store().tenants(TenantPage { after: after.as_ref(), search: None, limit: PAGE_ROWS }).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.tenant.name.clone());
            for terms in page {
                let agreement = Arc::new(self.prepare_terms(terms).await?);
                self.prove_tenant(&can, &agreement, &mut open, &mut closed).await?;
            }
        }
        checks.extend([open, closed]);
        Ok(Reconciliation { checks })
    }

    async fn prove_tenant(
        &self,
        _can: &Can<ask::Reconcile>,
        agreement: &Agreement,
        open: &mut Check,
        closed: &mut Check,
    ) -> Outcome<()> {
        let operator = Actor::operator();
        let Some(first) = agreement.contracts.first() else { return Ok(()) };
        let today = self.now().to_zoned(first.zone.clone()).date();
        let mut month = Days::month_of(first.contract.start);
        while month.first <= today {
            let Some(terms) = agreement.for_days(month) else { break };
            let mut view = self.store().view(agreement.tenant.id).await?;
            match view.invoice_of(month.first).await? {
                Some(invoice) => {
                    drop(view);
                    let verified = self.verify(operator.can()?, &invoice.id.to_string()).await?;
                    let say = |text: String| format!("{} {}: {text}", invoice.tenant_name, invoice.number);
                    closed.compared += 1;
                    closed.differences.extend(verified.differences.into_iter().map(say));
                }
                None => {
                    let totals = view.readings(month).await?;
                    let period = instants(month, &terms.zone)?;
                    let (events, _) = readings_from_events(&mut view, &terms.tariff, period, None).await?;
                    let say = |text: String| format!("{} {}: {text}", agreement.tenant.name, month.first);
                    open.compared += 1;
                    open.differences.extend(reading_differences(&totals, &events).into_iter().map(say));
                }
            }
            month = Days::month_of(month.after);
        }
        Ok(())
    }
}
