//! The grammar of prices and costs: a shape, how often it falls due, and the terms around it.

use kernel::{Decimal, time::Weekday};

use crate::Map;

/// What a quantity, or an event, costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    pub shape: Shape,
    pub cadence: Cadence,
    /// The unit of a quantity agreed in the contract: `node` in `per = "node/year"`.
    pub per: Option<String>,
    /// Units per period that cost nothing; the rest is priced.
    pub included: Decimal,
    /// The least and the most the line costs in a period, in major units.
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
}

/// When a price falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// In the period in which the contract starts.
    Once,
    /// In every period of this many months: 1, 3, 12. Longer than the period billed: in the month of the anniversary.
    Months(u32),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Each unit (or one, for a fee) at the same price.
    Unit(Decimal),
    /// Each unit at the price of the tier it falls in.
    Graduated(Vec<Tier>),
    /// All units at the price of the tier the total falls in. A list price with discounts by volume is this, too.
    Volume { tiers: Vec<Tier>, list: Option<Decimal> },
    /// Started packages of `size` units.
    Package { size: Decimal, price: Decimal },
    /// Each event by itself, a share of its value.
    Percent(Percent),
    /// The quantity times a factor, settled on its own: cost-plus.
    Factor(Decimal),
    /// Each event by itself, as a call: connection fee, then started increments at the tier in force.
    Call(Call),
    /// Each event by itself, by the time of day at which each increment starts.
    Bands(Vec<Band>),
    /// Each event by itself, as a sequence of proportional, block and fixed parts.
    Sequence(Sequence),
    /// By an attribute of the event: the row whose key matches.
    Deck(Deck),
}

/// Up to and including `upto` units (no bound: the rest): `each` per started `size`, plus `flat` once reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    pub upto: Option<Decimal>,
    pub each: Decimal,
    pub flat: Decimal,
    /// Units sold together; 1 is exact, larger rounds up. Default: 1.
    pub size: Decimal,
}

/// A share of each event's value, clamped per event, never on the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percent {
    /// As a fraction: 2.99 % is 0.0299.
    pub rate: Decimal,
    /// Per event, added before the event's minimum and maximum are applied.
    pub fixed: Decimal,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    /// The first events, or the first value, that cost nothing; with both, whichever ends first.
    pub free_events: Option<u64>,
    pub free_value: Option<Decimal>,
}

/// A call of so many units (seconds). A started increment is charged in full at the tier in force when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub connect: Decimal,
    /// Whether the connection fee is due for a call of zero length. Default: false.
    pub connect_at_zero: bool,
    pub tiers: Vec<CallTier>,
    /// A floor for a call that is not of zero length.
    pub min: Option<Decimal>,
    /// What one call costs at most; beyond it, it is free.
    pub max: Option<Decimal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallTier {
    /// Elapsed units at which the tier begins.
    pub from: Decimal,
    pub rate: Decimal,
    /// The rate is for this many units: 60 for a price per minute.
    pub per: Decimal,
    pub increment: Decimal,
}

/// A call price for part of the week, in the tenant's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    pub name: String,
    /// Days on which it can begin; all, if empty.
    pub days: Vec<Weekday>,
    /// Seconds after midnight at which it begins; it lasts until another band begins.
    pub start_s: u32,
    pub month: Option<i8>,
    pub day_of_month: Option<i8>,
    /// Of the bands that have begun on a day, the heaviest is in force; of equal weight, the one that began last.
    pub weight: Decimal,
    pub call: Call,
}

/// A base fee, free leading units, then parts in order, each up to its cap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    pub base: Decimal,
    pub free: Decimal,
    pub parts: Vec<SequencePart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SequencePart {
    pub kind: SequenceKind,
    pub rate: Decimal,
    /// The rate is for this many units.
    pub per: Decimal,
    /// How many times `per` it lasts; 0: to the end.
    pub times_max: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SequenceKind {
    Proportional,
    Block,
    Fixed,
}

/// Prices by an attribute: a destination's prefix, a region's name.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    pub attribute: String,
    pub matching: Matching,
    pub rows: Map<Shape>,
    /// What no row matches; none: the event is unrated, which is reported, never free.
    pub otherwise: Option<Box<Shape>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    Exact,
    /// The longest key that the value starts with.
    Prefix,
}

impl Price {
    /// A price of this shape, monthly, with no terms around it.
    pub fn of(shape: Shape) -> Self {
        Self { shape, cadence: Cadence::Months(1), per: None, included: Decimal::ZERO, min: None, max: None }
    }
}

impl Shape {
    /// Whether each event is priced by itself, so that its total cannot be told from the period's quantity.
    pub fn is_per_event(&self) -> bool {
        match self {
            Self::Percent(_) | Self::Call(_) | Self::Bands(_) | Self::Sequence(_) => true,
            Self::Deck(deck) => deck.rows.values().chain(deck.otherwise.as_deref()).any(Self::is_per_event),
            Self::Unit(_) | Self::Graduated(_) | Self::Volume { .. } | Self::Package { .. } | Self::Factor(_) => false,
        }
    }
}
