use kernel::{Currency, Decimal, Exact, Money, Overflow, Period, id::TenantName, time::Date};
use model::{Business, Contract};

use crate::usage::{Readings, TariffError};

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
    /// In the client's unit, before anything included is taken off.
    pub quantity: Exact,
    /// `minute`, `node`; none for a fee.
    pub unit: Option<String>,
    /// `minutes`, `GB`: as the business file writes it. None: documents make an English plural of `unit`.
    pub unit_plural: Option<String>,
    /// Price of one unit where there is just one; none where tiers or events differ.
    pub price: Option<Decimal>,
    /// Exact, in major units.
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
    #[error("the amount of product '{0}' is too large to be exact")]
    OutOfRange(String),
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// The bill of `period` from its readings: charges in the plan's order, then the rounding line if there is one.
/// The same for the live bill, a preview and the close.
pub fn bill(
    _business: &Business,
    _contract: &Contract,
    _period: Period,
    _readings: &Readings,
) -> Result<Rated, BillError> {
    todo!()
}
