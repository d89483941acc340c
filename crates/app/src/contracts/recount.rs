//! Counting a tenant's usage again under its new terms.

use billing::usage::{Attributes, Event};
use kernel::time::Date;
use store::{RawEvent, TenantRow, TenantTerms, TenantTx};

use crate::{
    App, Outcome,
    terms::{Agreement, bug, midnight},
};

impl App {
    /// Recounts everything from the month of `start` on, inside the transaction that changes the contract.
    pub(super) async fn recount(&self, tx: &mut TenantTx, mut tenant: TenantRow, start: Date) -> Outcome<()> {
        let contracts = tx.contracts().await?;
        // The contract just added is the tenant's next generation of terms.
        tenant.terms = i32::try_from(contracts.len()).map_err(bug)?;
        let agreement = self.prepare_terms(TenantTerms { tenant, contracts }).await?;
        let first_day = start.first_of_month();
        let Some(zone) = agreement.contracts.last().map(|contract| contract.zone.clone()) else { return Ok(()) };
        let mut rebuild = tx.rebuild(first_day, midnight(first_day, &zone)?).await?;
        loop {
            let events = rebuild.next().await?;
            if events.is_empty() {
                break;
            }
            for event in &events {
                let Some(in_force) = agreement.at(event.at) else { continue };
                let day = event.at.to_zoned(in_force.zone.clone()).date();
                let measures = measured(&agreement, event)?;
                rebuild.push(&in_force.totals, event, day, &measures).map_err(bug)?;
            }
        }
        Ok(rebuild.finish().await?)
    }
}

/// What an event measures under the contract in force; nothing, if the new terms cannot measure it: it still counts
/// as an event, and reconciliation shows the difference.
fn measured<'e>(agreement: &Agreement, event: &'e RawEvent) -> Outcome<Vec<billing::usage::Measure<'e>>> {
    let Some(in_force) = agreement.at(event.at) else { return Ok(vec![]) };
    let mut attributes = Attributes::parse(&event.data).map_err(bug)?;
    if !event.extensions.is_empty() {
        attributes.0.extend(Attributes::parse(&event.extensions).map_err(bug)?.0);
    }
    let seen = Event { kind: &event.kind, id: &event.id, at: event.at, attributes: &attributes };
    let mut measures = Vec::new();
    if in_force.tariff.measure(&seen, &mut measures).is_err() {
        return Ok(vec![]);
    }
    // Members borrow from the parsed attributes; the rows outlive them.
    let own = |measure: billing::usage::Measure<'_>| billing::usage::Measure {
        member: measure.member.map(|member| member.into_owned().into()),
        ..measure
    };
    Ok(measures.into_iter().map(own).collect())
}
