//! Lago: tiers found by the units held, priced by the units prorated for the days they were held.

use kernel::{Exact, Overflow};
use model::Tier;

use crate::rating::{Charge, Part, RatingError, RatingOptions, volume};

/// A change of a recurring quantity, and its share for the rest of the period (see
/// [`prorated`](crate::rating::prorated)). Both have the same sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProratedUnits {
    pub full: Exact,
    pub prorated: Exact,
}

/// Volume: the tier is chosen by the full units, the price is for the prorated ones.
pub fn prorated_volume(tiers: &[Tier], units: ProratedUnits, options: RatingOptions) -> Result<Charge, RatingError> {
    volume::rate_by(tiers, units.prorated, units.full, options)
}

/// Graduated: each change, in order, fills or empties the tiers with its full units and is priced there by its
/// prorated ones. A tier's flat fee is due once reached, even if the units are given back. Never below zero.
pub fn prorated_graduated(
    tiers: &[Tier],
    changes: &[ProratedUnits],
    options: RatingOptions,
) -> Result<Charge, RatingError> {
    let mut priced = vec![Exact::ZERO; tiers.len()];
    let (mut held, mut most) = (Exact::ZERO, Exact::ZERO);
    for change in changes {
        let after = held.plus(change.full)?;
        spread(tiers, held, after, change, &mut priced)?;
        held = after;
        most = most.max(held);
    }
    let mut parts = Vec::new();
    let mut lower = Exact::ZERO;
    for (index, (tier, units)) in tiers.iter().zip(&priced).enumerate() {
        if !units.is_zero() {
            parts.push(Part { quantity: *units, price: Some(tier.each), amount: units.times(tier.each.into())? });
        }
        let reached = if index == 0 { options.flat_fee_at_zero || most.is_positive() } else { most > lower };
        if reached && !tier.flat.is_zero() {
            parts.push(Part { quantity: Exact::ONE, price: None, amount: tier.flat.into() });
        }
        lower = tier.upto.map_or(lower, Exact::from);
    }
    let charge = Charge { parts };
    Ok(if charge.total()?.is_negative() { Charge::default() } else { charge })
}

/// Adds to each tier the share of the change that lies between `before` and `after` in it.
fn spread(
    tiers: &[Tier],
    before: Exact,
    after: Exact,
    change: &ProratedUnits,
    priced: &mut [Exact],
) -> Result<(), Overflow> {
    if change.full.is_zero() {
        return Ok(());
    }
    let (low, high) = (before.min(after), before.max(after));
    let mut lower = None;
    for (tier, priced) in tiers.iter().zip(priced) {
        let upper = tier.upto.map(Exact::from);
        // Below zero counts as the first tier.
        let from = lower.map_or(low, |lower| low.max(lower));
        let to = upper.map_or(high, |upper| high.min(upper));
        if to > from {
            let share = to.minus(from)?.over(high.minus(low)?)?;
            *priced = priced.plus(change.prorated.times(share)?)?;
        }
        lower = upper;
    }
    Ok(())
}
