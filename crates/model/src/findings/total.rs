//! What a quantity costs in a period, for the shapes that price one: enough to compare prices without an engine.

use kernel::{Decimal, Exact};

use crate::{Price, Shape, Tier};

/// The total in major units; none for shapes that price events, or beyond exact figures.
pub(super) fn total(price: &Price, quantity: Exact) -> Option<Exact> {
    let priced = quantity.minus(price.included.into()).ok()?.max(Exact::ZERO);
    let total = of(&price.shape, priced)?;
    let total = price.min.map_or(total, |min| total.max(min.into()));
    Some(price.max.map_or(total, |max| total.min(max.into())))
}

pub(super) fn of(shape: &Shape, quantity: Exact) -> Option<Exact> {
    match shape {
        Shape::Unit(price) | Shape::Factor(price) => quantity.times((*price).into()).ok(),
        Shape::Package { size, price } => packages(quantity, *size, *price),
        Shape::Graduated(tiers) => graduated(tiers, quantity),
        Shape::Volume { tiers, .. } => {
            let tier = tiers.iter().find(|tier| tier.upto.is_none_or(|upto| quantity <= upto.into()))?;
            in_tier(tier, quantity)
        }
        Shape::Percent(_) | Shape::Call(_) | Shape::Bands(_) | Shape::Sequence(_) | Shape::Deck(_) => None,
    }
}

/// So much in this tier.
pub(super) fn in_tier(tier: &Tier, quantity: Exact) -> Option<Exact> {
    packages(quantity, tier.size, tier.each)?.plus(tier.flat.into()).ok()
}

fn packages(quantity: Exact, size: Decimal, price: Decimal) -> Option<Exact> {
    let count = if size == Decimal::ONE { quantity } else { quantity.started(size.into()).ok()? };
    count.times(price.into()).ok()
}

fn graduated(tiers: &[Tier], quantity: Exact) -> Option<Exact> {
    let mut sum = Exact::ZERO;
    let mut below = Exact::ZERO;
    for tier in tiers {
        if quantity <= below {
            break;
        }
        let end = tier.upto.map_or(quantity, |upto| quantity.min(upto.into()));
        sum = sum.plus(in_tier(tier, end.minus(below).ok()?)?).ok()?;
        below = end;
    }
    Some(sum)
}
