//! What the graduated and the volume shape share: the price of so many units within one tier.

use kernel::{Decimal, Exact};
use model::Tier;

use super::{Part, RatingError};

/// Appends the units' price, and the flat fee where the tier is `reached`.
pub(super) fn append(tier: &Tier, units: Exact, reached: bool, parts: &mut Vec<Part>) -> Result<(), RatingError> {
    // A tier that has only a flat fee has no price for its units, not a price of nothing.
    let only_flat = tier.each.is_zero() && !tier.flat.is_zero();
    if !units.is_zero() && !only_flat {
        let quantity = if tier.size == Decimal::ONE { units } else { units.started(tier.size.into())? };
        let amount = quantity.times(tier.each.into())?;
        parts.push(Part { quantity, price: Some(tier.each), amount });
    }
    if reached && !tier.flat.is_zero() {
        parts.push(Part { quantity: Exact::ONE, price: None, amount: tier.flat.into() });
    }
    Ok(())
}
