use model::{Business, Contract};

use super::{Event, Measure, Refusal, Series};

/// One contract's terms under one version of the file, prepared for events.
#[derive(Clone, Debug)]
pub struct Tariff {
    series: Vec<Series>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TariffError {
    #[error("plan '{0}' is not in the business file")]
    NoSuchPlan(String),
    #[error("product '{product}' is priced by a range, {low} to {high}: the contract must pick a price inside it")]
    PriceNotPicked { product: String, low: String, high: String },
    #[error("the price {price} of product '{product}' lies outside the range {low} to {high}")]
    PriceOutsideRange { product: String, price: String, low: String, high: String },
    #[error("product '{product}' is not part of plan '{plan}'")]
    NotInPlan { product: String, plan: String },
    #[error("the figures of product '{0}' are too large to be exact")]
    OutOfRange(String),
}

impl Tariff {
    pub fn new(_business: &Business, _contract: &Contract) -> Result<Self, TariffError> {
        todo!()
    }

    /// Contracts with the same key have the same tariff: file digest, plan, zone and picked prices, not the tenant.
    pub fn key(_business: &Business, _contract: &Contract) -> String {
        todo!()
    }

    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// Whether any meter of the file listens to this type.
    pub fn listens_to(&self, _kind: &str) -> bool {
        todo!()
    }

    /// What the event adds, appended to `measures`. On refusal nothing is appended.
    pub fn measure<'e>(&self, _event: &Event<'e>, _measures: &mut Vec<Measure<'e>>) -> Result<(), Refusal> {
        todo!()
    }
}
