//! Bills that are not invoices yet: live, or of any period, from the running totals.

use std::sync::Arc;

use billing::invoicing::{self, Bill, Rated};
use kernel::{
    Exact, Period,
    access::{Actor, Can, Role, ask},
    error::{Failure, Kind},
    id::TenantName,
    time::Date,
};
use store::{Days, TenantView};

use crate::{
    App, Outcome,
    terms::{Agreement, InForce, bug, instants, no_such_tenant},
};

/// One day of one meter, in the client's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayUsage {
    pub day: Date,
    pub quantity: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeterUsage {
    pub meter: String,
    pub title: String,
    pub unit: String,
    pub days: Vec<DayUsage>,
}

/// A period that a tenant can be billed for: whole local days, and the contract that rules them.
pub(crate) struct Billable {
    pub agreement: Arc<Agreement>,
    pub days: Days,
}

impl Billable {
    pub fn terms(&self) -> Outcome<&InForce> {
        let none = || {
            let text = format!("Tenant '{}' has no contract in that period.", self.agreement.tenant.name);
            Failure::new(Kind::NotFound, text)
        };
        self.agreement.for_days(self.days).ok_or_else(none)
    }

    pub fn period(&self) -> Outcome<Period> {
        instants(self.days, &self.terms()?.zone)
    }
}

impl App {
    /// What a client may see: no cost exists in the answer, and none could be read on the way. `period` is a month
    /// (`2025-10`); none: the current month.
    pub async fn bill(&self, actor: &Actor, tenant: &TenantName, period: Option<&str>) -> Outcome<Bill> {
        let _: Can<ask::ReadBill> = actor.can_about(tenant)?;
        let billable = self.billable(tenant, period).await?;
        let mut view = self.view_for(actor, &billable).await?;
        Ok(rate(&billable, &mut view).await?.bill)
    }

    /// The same bill with its costs. Operator only.
    pub async fn rated(&self, _can: Can<ask::ReadMargin>, tenant: &TenantName, period: Option<&str>) -> Outcome<Rated> {
        let billable = self.billable(tenant, period).await?;
        let mut view = self.store().view(billable.agreement.tenant.id).await?;
        rate(&billable, &mut view).await
    }

    /// Usage by day and meter, for a client's own chart as for the operator's.
    pub async fn usage(&self, actor: &Actor, tenant: &TenantName, period: Option<&str>) -> Outcome<Vec<MeterUsage>> {
        let _: Can<ask::ReadBill> = actor.can_about(tenant)?;
        let billable = self.billable(tenant, period).await?;
        let terms = billable.terms()?;
        let plan = terms.business.plans.get(&terms.contract.plan);
        let sold = |product: &String| terms.business.products.get(product).and_then(|product| product.meter.clone());
        let meters: Vec<String> = plan.iter().flat_map(|plan| plan.products.keys()).filter_map(sold).collect();
        let mut view = self.view_for(actor, &billable).await?;
        let readings = view.usage(billable.days, &meters).await?;
        let usage = |key: String| {
            let meter = terms.business.meters.get(&key)?;
            let days = readings.iter().filter(|reading| reading.key == key);
            let of = Exact::from(meter.unit.of);
            let days = days
                .filter_map(|reading| Some(DayUsage { day: reading.day, quantity: reading.quantity.over(of).ok()? }));
            Some(MeterUsage { title: capital(&key), unit: meter.unit.plural.clone(), days: days.collect(), meter: key })
        };
        Ok(meters.into_iter().filter_map(usage).collect())
    }

    pub(crate) async fn billable(&self, tenant: &TenantName, period: Option<&str>) -> Outcome<Billable> {
        let agreement = self.agreement(tenant).await?.ok_or_else(|| no_such_tenant(tenant))?;
        let zone = agreement.contracts.last().map(|contract| contract.zone.clone());
        let zone = zone.ok_or_else(|| {
            Failure::new(Kind::NotFound, format!("Tenant '{tenant}' has no contract yet, so there is nothing to bill."))
        })?;
        let first = match period {
            None => self.now().to_zoned(zone).date(),
            Some(text) => month(text, &zone)?,
        };
        Ok(Billable { agreement, days: Days::month_of(first) })
    }

    /// A tenant's own questions run on the client's database role, which cannot read a cost.
    pub(crate) async fn view_for(&self, actor: &Actor, billable: &Billable) -> Outcome<TenantView> {
        let id = billable.agreement.tenant.id;
        match actor.role() {
            Role::Tenant => Ok(self.store().client(id).await?),
            Role::Operator | Role::Collector => Ok(self.store().view(id).await?),
        }
    }
}

/// The first day of a month written `2025-10`.
fn month(text: &str, zone: &kernel::time::TimeZone) -> Outcome<Date> {
    let period = Period::parse(text, zone).map_err(|error| Failure::new(Kind::Invalid, format!("{error}.")))?;
    let first = period.first_day(zone);
    if period.day_after(zone) != Days::month_of(first).after {
        return Err(Failure::new(Kind::Invalid, "Periods are months here; write one like 2025-10."));
    }
    Ok(first)
}

async fn rate(billable: &Billable, view: &mut TenantView) -> Outcome<Rated> {
    let terms = billable.terms()?;
    let readings = view.readings(billable.days).await?;
    invoicing::bill(&terms.business, &terms.contract, billable.period()?, &readings).map_err(bug)
}

fn capital(name: &str) -> String {
    let mut chars = name.replace(['_', '-'], " ").chars().collect::<Vec<_>>();
    if let Some(first) = chars.first_mut() {
        *first = first.to_ascii_uppercase();
    }
    chars.into_iter().collect()
}
