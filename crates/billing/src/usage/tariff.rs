use model::{Business, Contract};

use super::{Event, Measure, Refusal, Series, agreed::agreed, compile::Compiler, gauge::Gauge, keys};

/// One contract's terms under one version of the file, prepared for events.
///
/// Every meter of the file has its own series (`minutes`), whether or not the plan sells it, so that usage nobody
/// is charged for is still seen, and a change of plan can be billed from what is there. Products in force add
/// series where the meter's quantity does not tell what they cost (`crate::usage` says which).
#[derive(Clone, Debug)]
pub struct Tariff {
    pub(super) series: Vec<Series>,
    /// The gauges of each event type. Few types: a walk is faster than a hash.
    pub(super) kinds: Vec<(String, Vec<Gauge>)>,
    pub(super) zone: kernel::time::TimeZone,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TariffError {
    #[error("plan '{0}' is not in the business file")]
    NoSuchPlan(String),
    #[error("product '{product}' is priced by a range, {low} to {high}: the contract must pick a price inside it")]
    PriceNotPicked { product: String, low: String, high: String },
    #[error("the price {price} of product '{product}' lies outside the range {low} to {high}")]
    PriceOutsideRange { product: String, price: String, low: String, high: String },
    #[error("the plan fixes the price of product '{product}': the contract cannot pick another")]
    PriceFixed { product: String },
    #[error("the price range of product '{product}' is not one of plain prices per unit")]
    RangeOfShapes { product: String },
    #[error("product '{product}' is not part of plan '{plan}'")]
    NotInPlan { product: String, plan: String },
    #[error("the contract agrees {quantity} of product '{product}': a quantity cannot be negative")]
    NegativeQuantity { product: String, quantity: String },
    #[error("meter '{meter}' of product '{product}' is not in the business file")]
    NoSuchMeter { product: String, meter: String },
    #[error("product '{product}' is priced event by event, and meter '{meter}' neither counts nor sums events")]
    NotPerEvent { product: String, meter: String },
    #[error("product '{0}' is priced event by event, so units included in the period cannot be taken off")]
    IncludedPerEvent(String),
    #[error("product '{0}' is priced by what is measured, but has no meter")]
    NoMeter(String),
    #[error("the figures of product '{0}' are too large to be exact")]
    OutOfRange(String),
}

impl Tariff {
    pub fn new(business: &Business, contract: &Contract) -> Result<Self, TariffError> {
        let mut compiler = Compiler::new(business);
        for product in agreed(business, contract)? {
            compiler.add(&product)?;
        }
        Ok(compiler.finish(contract.zone(business).clone()))
    }

    /// Contracts with the same key have the same tariff: file digest, plan, zone, optional products taken and picked
    /// prices, not the tenant. Stable text.
    pub fn key(business: &Business, contract: &Contract) -> String {
        let zone = match &contract.zone {
            Some(zone) => zone.iana_name().map_or_else(|| format!("{zone:?}"), str::to_owned),
            None => business.zone_name.clone(),
        };
        let mut taken: Vec<String> = contract
            .quantities
            .iter()
            .filter(|(_, quantity)| !quantity.is_zero())
            .map(|(product, _)| keys::escape(product))
            .collect();
        let mut prices: Vec<String> = contract
            .prices
            .iter()
            .map(|(product, price)| format!("{}={}", keys::escape(product), price.normalize()))
            .collect();
        taken.sort_unstable();
        prices.sort_unstable();
        let plan = keys::escape(&contract.plan);
        format!("{}/{plan}/{zone}/taken:{}/prices:{}", business.digest, taken.join(","), prices.join(","))
    }

    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// Whether any meter of the file listens to this type.
    pub fn listens_to(&self, kind: &str) -> bool {
        self.gauges(kind).is_some()
    }

    /// What the event adds, appended to `measures`. On refusal nothing is appended.
    ///
    /// An event that every meter's filter passes over adds nothing and is not refused.
    pub fn measure<'e>(&self, event: &Event<'e>, measures: &mut Vec<Measure<'e>>) -> Result<(), Refusal> {
        let gauges = self.gauges(event.kind).ok_or_else(|| Refusal::NoMeter(event.kind.to_owned()))?;
        let before = measures.len();
        let measured = gauges.iter().try_for_each(|gauge| gauge.measure(event, &self.zone, measures));
        if measured.is_err() {
            measures.truncate(before);
        }
        measured
    }

    fn gauges(&self, kind: &str) -> Option<&[Gauge]> {
        self.kinds.iter().find(|(candidate, _)| candidate == kind).map(|(_, gauges)| gauges.as_slice())
    }
}

#[cfg(test)]
mod tests;
