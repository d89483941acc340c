//! What a quantity, or one event, costs: pure and exact. One file per price shape.
//!
//! Two doors. [`rate`] prices a period's quantity; [`rate_event`] prices one event by itself. Around them,
//! [`terms`] takes off what is included and holds the line between its minimum and maximum.
//!
//! Nothing in here rounds: a call at 0.05 per 60 seconds is a fraction until the invoice settles it.

mod bands;
mod call;
mod commitment;
pub mod conventions;
mod deck;
mod factor;
mod graduated;
mod package;
mod percent;
pub mod prefix;
mod progress;
pub mod prorated;
mod scale;
mod sequence;
mod sum;
mod terms;
mod tier;
mod unit;
mod volume;

#[cfg(test)]
mod tests;

use kernel::{
    Decimal, Exact, Overflow,
    time::{TimeZone, Timestamp},
};
use model::Shape;

pub use commitment::{Commitment, Committed, Shortfall, hold_windows};
pub use deck::DeckIndex;
pub use percent::rate_listed;
pub use prefix::PrefixIndex;
pub use progress::{Instalment, Progress, instalment};
pub use scale::scale;
pub use sequence::{Segment, rate_segment};
pub use terms::{beyond_included, clamp, terms};

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

impl RatingOptions {
    /// The first tier's flat fee is due even if nothing was used: Lago, OpenMeter, and our default.
    pub const FLAT_FEE_AT_ZERO: Self = Self { flat_fee_at_zero: true };
    /// No usage reaches no tier: meteroid, and Lago's graduated percentage.
    pub const NO_FEE_AT_ZERO: Self = Self { flat_fee_at_zero: false };
}

/// One event as a per-event price sees it.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'z> {
    /// The event's value in the event's own unit (seconds, major currency units).
    pub value: Decimal,
    /// When it happened; for a call, when it was answered.
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
pub fn rate(shape: &Shape, quantity: Exact, options: RatingOptions) -> Result<Charge, RatingError> {
    match shape {
        Shape::Unit(price) => unit::rate(*price, quantity),
        Shape::Graduated(tiers) => graduated::rate(tiers, quantity, options),
        Shape::Volume { tiers, .. } => volume::rate(tiers, quantity, options),
        Shape::Package { size, price } => package::rate(*size, *price, quantity),
        Shape::Factor(factor) => factor::rate(*factor, quantity),
        Shape::Percent(_) | Shape::Call(_) | Shape::Bands(_) | Shape::Sequence(_) => {
            Err(RatingError::WrongDoor("single events, not a period's quantity"))
        }
        Shape::Deck(_) => Err(RatingError::WrongDoor("an attribute's value: find its row in the deck first")),
    }
}

/// Prices one event by a per-event shape: `Percent` (without its free allotment), `Call`, `Bands`, `Sequence`.
pub fn rate_event(shape: &Shape, event: Occurrence<'_>) -> Result<Exact, RatingError> {
    match shape {
        Shape::Percent(percent) => percent::rate_event(percent, event.value),
        Shape::Call(call) => call::rate_event(call, event.value),
        Shape::Bands(bands) => bands::rate_event(bands, event),
        Shape::Sequence(sequence) => sequence::rate_event(sequence, event.value),
        Shape::Unit(_) | Shape::Graduated(_) | Shape::Volume { .. } | Shape::Package { .. } | Shape::Factor(_) => {
            Err(RatingError::WrongDoor("a period's quantity, not single events"))
        }
        Shape::Deck(_) => Err(RatingError::WrongDoor("an attribute's value: find its row in the deck first")),
    }
}
