//! Contracts: what a tenant agreed to, from a day on.

mod recount;

use billing::usage::Tariff;
use kernel::{
    Decimal,
    access::{Can, ask},
    error::{Failure, Kind},
    id::TenantName,
    time::Date,
};
use model::{Contract, Map};
use store::Recorded;

use crate::{
    App, Outcome,
    terms::{no_such_tenant, unbillable, zone_named},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContract {
    pub tenant: TenantName,
    pub plan: String,
    /// First day, in the tenant's zone.
    pub start: Date,
    /// Agreed quantities, and optional products taken.
    pub quantities: Map<Decimal>,
    /// Agreed prices where the plan states a range.
    pub prices: Map<Decimal>,
}

/// Whether starting changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    Now,
    Already,
}

impl App {
    /// Puts the tenant on a plan of the current version, from `start` on. Usage already taken for days from `start`
    /// is counted again under the new terms. The earliest contract may start on any day, every later one on the
    /// first of a month, since a month is billed under one contract. `Conflict` if another contract starts the same day or an
    /// invoice already covers that day.
    pub async fn start_contract(&self, can: Can<ask::AddTenant>, new: NewContract) -> Outcome<Started> {
        let version = self.store().current_version().await?.ok_or_else(|| {
            Failure::new(
                Kind::Invalid,
                "There is no business file to take a plan from. Run: purvey business apply FILE",
            )
        })?;
        let business = self.business_of(&version)?;
        let agreement = self.agreement(&new.tenant).await?.ok_or_else(|| no_such_tenant(&new.tenant))?;
        let zone = agreement.tenant.zone.clone().unwrap_or_else(|| business.zone_name.clone());
        let contract = Contract {
            tenant: new.tenant.clone(),
            title: agreement.tenant.title.clone(),
            plan: new.plan.clone(),
            start: new.start,
            zone: Some(zone_named(&zone)?),
            quantities: new.quantities.clone(),
            prices: new.prices.clone(),
        };
        Tariff::new(&business, &contract).map_err(unbillable)?;
        let mut starts: Vec<Date> = agreement.contracts.iter().map(|known| known.contract.start).collect();
        starts.push(new.start);
        starts.sort();
        starts.dedup();
        if starts.iter().skip(1).any(|start| start.day() != 1) {
            let text =
                "A change of contract starts on the first of a month, since a month is billed under one contract.";
            return Err(Failure::new(Kind::Invalid, text));
        }

        let mut tx = self.store().tenant(agreement.tenant.id).await?;
        let row = store::NewContract {
            version: version.id,
            plan: &new.plan,
            start: new.start,
            zone: &zone,
            quantities: &new.quantities,
            prices: &new.prices,
            created: self.now(),
        };
        let refused = match tx.add_contract(row).await {
            Ok(Recorded::Now(_)) => None,
            Ok(Recorded::Already(_)) => Some(Ok(Started::Already)),
            Ok(Recorded::Conflict(other)) => {
                let text = format!("Another contract, on plan '{}', starts on {}.", other.plan, other.start);
                Some(Err(Failure::new(Kind::Conflict, text)))
            }
            Err(error) => Some(Err(error.into())),
        };
        if let Some(refused) = refused {
            // The tenant's events wait for this transaction.
            tx.rollback().await?;
            return refused;
        }
        self.recount(&mut tx, agreement.tenant.clone(), new.start).await?;
        tx.commit().await?;
        drop(can);
        self.inner.terms.forget([&new.tenant]);
        Ok(Started::Now)
    }
}
