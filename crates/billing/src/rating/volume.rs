//! All units at the price of the tier that the total falls in.

use kernel::Exact;
use model::Tier;

use super::{Charge, RatingError, RatingOptions, tier};

/// Bounds are inclusive: 100 units are in the tier up to 100, 100.5 are in the next.
pub(super) fn rate(tiers: &[Tier], quantity: Exact, options: RatingOptions) -> Result<Charge, RatingError> {
    rate_by(tiers, quantity, quantity, options)
}

/// The tier is chosen by the `full` units, the price is for the `priced` units.
pub(super) fn rate_by(
    tiers: &[Tier],
    priced: Exact,
    full: Exact,
    options: RatingOptions,
) -> Result<Charge, RatingError> {
    let chosen = tiers.iter().find(|tier| tier.upto.is_none_or(|upto| full <= upto.into()));
    let tier = chosen.ok_or(RatingError::Unrated)?;
    let mut parts = Vec::with_capacity(2);
    tier::append(tier, priced, options.flat_fee_at_zero || full.is_positive(), &mut parts)?;
    Ok(Charge { parts })
}
