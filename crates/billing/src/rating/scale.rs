//! The factor that makes a per-event price's amounts finite decimals, so that they can be summed as decimals.

use kernel::{Decimal, Exact, Overflow};
use model::{CallTier, SequenceKind, Shape};

use super::RatingError;

/// What every amount of [`rate_event`](super::rate_event) for this shape can be multiplied by to become a finite
/// decimal: the least common multiple of everything its prices are `per`. For a deck, of all its rows.
///
/// Amounts are finite as long as the events' values are.
pub fn scale(shape: &Shape) -> Result<Decimal, RatingError> {
    let scale = match shape {
        Shape::Percent(_) => 1,
        Shape::Call(call) => multiple(1, pers(&call.tiers))?,
        Shape::Bands(bands) => multiple(1, bands.iter().flat_map(|band| pers(&band.call.tiers)))?,
        Shape::Sequence(sequence) => {
            let divided = sequence.parts.iter().filter(|part| part.kind == SequenceKind::Proportional);
            multiple(1, divided.map(|part| part.per))?
        }
        Shape::Deck(deck) => {
            let rows = deck.rows.values().chain(deck.otherwise.as_deref());
            let scales = rows.filter(|row| row.is_per_event()).map(scale).collect::<Result<Vec<_>, _>>()?;
            multiple(1, scales)?
        }
        Shape::Unit(_) | Shape::Graduated(_) | Shape::Volume { .. } | Shape::Package { .. } | Shape::Factor(_) => {
            return Err(RatingError::WrongDoor("a period's quantity, not single events"));
        }
    };
    Ok(Decimal::try_from_i128_with_scale(scale, 0).map_err(|_| Overflow)?)
}

fn pers(tiers: &[CallTier]) -> impl Iterator<Item = Decimal> {
    tiers.iter().map(|tier| tier.per)
}

fn multiple(start: i128, divisors: impl IntoIterator<Item = Decimal>) -> Result<i128, Overflow> {
    divisors.into_iter().try_fold(start, |multiple, per| {
        // `multiple / numerator` in lowest terms leaves below the line what is still missing.
        let missing = Exact::ratio(multiple, Exact::from(per).numerator())?.denominator();
        multiple.checked_mul(missing).ok_or(Overflow)
    })
}
