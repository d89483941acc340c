use kernel::{Currency, Decimal, Exact, Money, Overflow, Period, id::TenantName, time::Date};
use model::{Business, Contract};

use super::{charged::charge_all, settle::settle_all};
use crate::{
    rating::RatingError,
    usage::{Readings, TariffError},
};

/// What a client owes for a period. It has no place for a cost, so none can leak from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    pub tenant: TenantName,
    /// The tenant's name as documents print it.
    pub title: String,
    pub plan: String,
    /// The plan's name as documents print it.
    pub plan_title: String,
    pub period: Period,
    /// First and last day (inclusive) in the zone the period was cut in.
    pub first_day: Date,
    pub last_day: Date,
    pub currency: Currency,
    pub lines: Vec<Line>,
    /// Sum of the lines' settled amounts; with no tax yet, the total is the same.
    pub subtotal: Money,
    pub total: Money,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub kind: LineKind,
    pub product: String,
    /// What a client reads.
    pub description: String,
    pub group: Option<String>,
    /// What this line is for, in the client's unit; 1 for a flat fee, a minimum, a maximum and the rounding. The
    /// quantities of a product's charge lines that have a unit add up to all that was used.
    pub quantity: Exact,
    /// `minute`, `node`; none for a fee.
    pub unit: Option<String>,
    /// `minutes`, `GB`: as the business file writes it. None: documents make an English plural of `unit`.
    pub unit_plural: Option<String>,
    /// Price of one unit where there is just one; none where tiers or events differ.
    pub price: Option<Decimal>,
    /// Exact, in major units. Zero on the rounding line, which charges for nothing.
    pub amount: Exact,
    pub settled: Money,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    Charge,
    /// Lifts a line to its minimum.
    Minimum,
    /// Lowers a line to its maximum.
    Maximum,
    /// Difference for late events of an earlier, closed period.
    Correction {
        period: Period,
    },
    /// What the rounded lines do not add up to.
    Rounding,
}

/// What the lines of a bill cost us. Operator only.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// One for each product that costs us something in the period.
    pub lines: Vec<LineCost>,
    pub total: Money,
    /// The bill's total less this total.
    pub margin: Money,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LineCost {
    /// Index of the product's first line in [`Bill::lines`]; none where it costs us but is not charged this period.
    pub line: Option<usize>,
    pub product: String,
    pub vendor: Option<String>,
    pub quantity: Exact,
    pub price: Option<Decimal>,
    pub amount: Exact,
    pub settled: Money,
}

/// A bill and its cost, from rating both sides of the same readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    pub bill: Bill,
    pub costs: Costs,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BillError {
    #[error(transparent)]
    Tariff(#[from] TariffError),
    /// Its quantity is beyond the last tier, or its price is of a kind that quantities do not have.
    #[error("product '{product}' cannot be rated: {reason}")]
    Unrated { product: String, reason: RatingError },
    #[error("the amount of product '{0}' is too large to be exact")]
    OutOfRange(String),
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// The bill of `period` from its readings: charges in the plan's order, then the rounding line if there is one.
/// The same for the live bill, a preview and the close.
///
/// - A fee (a product without a meter) is charged for the quantity the contract agrees, otherwise the plan's, as
///   often as it falls due in the period; a period covered in part is charged in full.
/// - A price for something measured is for what was measured in the period, however long the period is.
/// - A metered product that nobody used is a line of zero; a product that does not fall due has none.
/// - A product is one line, or one for each tier, row or flat fee that has part in it. What is included stands on a
///   line of its own at no price.
/// - A cost falls due by its own cadence, and stands beside the product's first line.
/// - A product with a cost and no price of its own has no line: a client does not learn of it.
pub fn bill(business: &Business, contract: &Contract, period: Period, readings: &Readings) -> Result<Rated, BillError> {
    settle_all(business, contract, period, charge_all(business, contract, period, readings)?)
}

#[cfg(test)]
mod tests;
