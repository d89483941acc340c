//! What a quantity, or one event, costs: pure and exact. One file per price shape.
//!
//! Two doors. [`rate`] prices a period's quantity; [`rate_event`] prices one event by itself. Around them,
//! [`terms`] takes off what is included and holds the line between its minimum and maximum.

pub mod prefix;

use kernel::{
    Decimal, Exact, Overflow,
    time::{TimeZone, Timestamp},
};
use model::{Price, Shape};

pub use prefix::PrefixIndex;

/// One stretch of a charge at one price: a tier, a flat fee, a fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// In priced units, after what is included.
    pub quantity: Exact,
    /// Price of one unit; none where the part is a flat fee.
    pub price: Option<Decimal>,
    pub amount: Exact,
}

/// What a quantity costs, in major units, tier by tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    pub parts: Vec<Part>,
}

/// How far the line was lifted to its minimum (positive) or lowered to its maximum (negative), on top of the charge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clamp {
    pub by: Exact,
}

/// Options on which products disagree; from the business file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingOptions {
    pub flat_fee_at_zero: bool,
}

/// One event as a per-event price sees it.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'z> {
    /// The event's value in the event's own unit (seconds, major currency units).
    pub value: Decimal,
    pub at: Timestamp,
    pub zone: &'z TimeZone,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatingError {
    /// A price for events was asked for a quantity, or the other way round.
    #[error("this price is for {0}")]
    WrongDoor(&'static str),
    /// No band, tier or row applies: unrated is not free.
    #[error("no price applies")]
    Unrated,
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

impl Charge {
    pub fn total(&self) -> Result<Exact, Overflow> {
        Exact::sum(self.parts.iter().map(|part| part.amount))
    }
}

/// Prices a quantity (after what is included) by an aggregate shape: `Unit`, `Graduated`, `Volume`, `Package`, `Factor`.
pub fn rate(_shape: &Shape, _quantity: Exact, _options: RatingOptions) -> Result<Charge, RatingError> {
    todo!()
}

/// Prices one event by a per-event shape: `Percent` (without its free allotment), `Call`, `Bands`, `Sequence`.
pub fn rate_event(_shape: &Shape, _event: Occurrence<'_>) -> Result<Exact, RatingError> {
    todo!()
}

/// What every amount of [`rate_event`] for this shape can be multiplied by to become a finite decimal.
pub fn scale(_shape: &Shape) -> Result<Decimal, RatingError> {
    todo!()
}

/// Prices a period's quantity under a whole price: less what is included, then the shape, then minimum and maximum.
pub fn terms(_price: &Price, _quantity: Exact, _options: RatingOptions) -> Result<(Charge, Clamp), RatingError> {
    todo!()
}
