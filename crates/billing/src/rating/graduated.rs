//! Each unit at the price of the tier it falls in.

use kernel::Exact;
use model::Tier;

use super::{Charge, RatingError, RatingOptions, tier};

/// Bounds are inclusive: of 10.5 units, ten are in the tier up to 10 and the half is in the next.
/// A quantity below zero is credited at the first tier's price.
pub(super) fn rate(tiers: &[Tier], quantity: Exact, options: RatingOptions) -> Result<Charge, RatingError> {
    let mut parts = Vec::with_capacity(tiers.len());
    let mut lower = Exact::ZERO;
    for (index, tier) in tiers.iter().enumerate() {
        let first = index == 0;
        let upper = tier.upto.map(Exact::from);
        let last = upper.is_none_or(|upper| quantity <= upper);
        let end = upper.map_or(quantity, |upper| upper.min(quantity));
        let reached = if first { options.flat_fee_at_zero || quantity.is_positive() } else { quantity > lower };
        tier::append(tier, end.minus(lower)?, reached, &mut parts)?;
        if last {
            return Ok(Charge { parts });
        }
        lower = end;
    }
    // No tiers, or more units than the last of them allows.
    Err(RatingError::Unrated)
}
