//! A call: a connection fee, then started increments at the tier in force.

use std::ops::Range;

use kernel::{Decimal, Exact};
use model::{Call, CallTier};

use super::{
    RatingError,
    sum::{Grid, Sum, started},
};

/// The price of a call of `length` units. A length of zero or less is a call that was not answered.
pub(super) fn rate_event(call: &Call, length: Decimal) -> Result<Exact, RatingError> {
    let grid = Grid::for_all(quantities(&call.tiers).chain([length]))?;
    let mut sum = Sum::ZERO;
    increments(&call.tiers, grid, 0..grid.ticks(length)?, &mut sum)?;
    around(call, length, sum)
}

/// Everything of a tier that is measured in the event's unit.
pub(super) fn quantities(tiers: &[CallTier]) -> impl Iterator<Item = Decimal> {
    tiers.iter().flat_map(|tier| [tier.from, tier.increment])
}

/// Charges every increment that starts within `span`, and returns where the last one ends: at or after the span's end.
///
/// An increment is charged in full at the tier in force when it starts; the next starts where it ended.
/// All increments of a tier are counted at once.
pub(super) fn increments(
    tiers: &[CallTier],
    grid: Grid,
    span: Range<i128>,
    sum: &mut Sum,
) -> Result<i128, RatingError> {
    let mut at = span.start;
    while at < span.end {
        let (mut in_force, mut stop) = (None::<(i128, &CallTier)>, span.end);
        for tier in tiers {
            let from = grid.ticks(tier.from)?;
            if from > at {
                stop = stop.min(from);
            } else if in_force.is_none_or(|(begun, _)| begun <= from) {
                in_force = Some((from, tier));
            }
        }
        let (_, tier) = in_force.ok_or(RatingError::Unrated)?;
        let increment = grid.ticks(tier.increment)?;
        let length = started(stop - at, increment)?.checked_mul(increment).ok_or(kernel::Overflow)?;
        sum.add_length(length, grid, tier.rate, tier.per)?;
        at = at.checked_add(length).ok_or(kernel::Overflow)?;
    }
    Ok(at)
}

/// Adds the connection fee to the increments and holds the call between its minimum and maximum.
pub(super) fn around(call: &Call, length: Decimal, mut sum: Sum) -> Result<Exact, RatingError> {
    let answered = length > Decimal::ZERO;
    if answered || call.connect_at_zero {
        sum.add_decimal(call.connect)?;
    }
    let amount = sum.exact()?;
    Ok(super::percent::held(amount, call.min.filter(|_| answered), call.max))
}
