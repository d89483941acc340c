//! Prices below their cost, at the quantities where either changes.

use kernel::Exact;

use super::{Finding, FindingKind, total::total};
use crate::{Business, Cadence, Offer, Price, Shape};

pub(super) fn find(business: &Business, found: &mut Vec<Finding>) {
    for (plan_name, plan) in &business.plans {
        for (name, product) in &plan.products {
            let Some(cost) = &product.cost else { continue };
            let (Offer::Fixed(price) | Offer::Range { low: price, .. }) = &product.price;
            let Some(loss) = loss(price, &cost.price) else { continue };
            let low = if matches!(product.price, Offer::Range { .. }) { " at the low end of its range" } else { "" };
            let message = format!("plan '{plan_name}': '{name}' is sold below cost{low}: {loss}");
            let path = format!("plans.{plan_name}.products.{name}");
            let advice = "raise the price, or state a lower cost; a price of 0 is taken as given away on purpose";
            found.push(Finding::new(FindingKind::BelowCost, path, message, advice));
        }
    }
}

/// The first quantity at which the price is below the cost, in words.
fn loss(price: &Price, cost: &Price) -> Option<String> {
    pairs(price, cost).into_iter().find_map(|(row, price, cost)| {
        let quantities = quantities(&price.shape, &cost.shape);
        let (quantity, earned, paid) = quantities.into_iter().find_map(|quantity| {
            let (earned, paid) = (monthly(&price, quantity)?, monthly(&cost, quantity)?);
            (earned.is_positive() && earned < paid).then_some((quantity, earned, paid))
        })?;
        let row = row.map(|row| format!("row '{row}', ")).unwrap_or_default();
        Some(format!("{row}{quantity} for {earned}, at a cost of {paid}"))
    })
}

/// A deck is compared row by row, with the cost of the same row or the one cost there is.
fn pairs(price: &Price, cost: &Price) -> Vec<(Option<String>, Price, Price)> {
    let with = |price: &Price, shape: &Shape| Price { shape: shape.clone(), ..price.clone() };
    let Shape::Deck(deck) = &price.shape else { return vec![(None, price.clone(), cost.clone())] };
    deck.rows
        .iter()
        .filter_map(|(key, shape)| {
            let paid = match &cost.shape {
                Shape::Deck(costs) => costs.rows.get(key)?,
                one => one,
            };
            Some((Some(key.clone()), with(price, shape), with(cost, paid)))
        })
        .collect()
}

/// One unit, and each bound of a tier and the unit after it.
fn quantities(price: &Shape, cost: &Shape) -> Vec<Exact> {
    let mut quantities = vec![Exact::ONE];
    for shape in [price, cost] {
        if let Shape::Graduated(tiers) | Shape::Volume { tiers, .. } = shape {
            for bound in tiers.iter().filter_map(|tier| tier.upto) {
                quantities.push(bound.into());
                quantities.extend(Exact::from(bound).plus(Exact::ONE));
            }
        }
    }
    quantities.sort();
    quantities
}

/// What it comes to in a month; none where the two cannot be compared.
fn monthly(price: &Price, quantity: Exact) -> Option<Exact> {
    match price.cadence {
        Cadence::Once => total(price, quantity),
        Cadence::Months(months) => total(price, quantity)?.over(i64::from(months).into()).ok(),
    }
}
