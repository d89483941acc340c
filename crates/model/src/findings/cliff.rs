//! Cliffs: quantities that cost more than the first quantity of the next tier.

use kernel::{Exact, RoundingMode};

use super::{
    Finding, FindingKind,
    total::{in_tier, total},
};
use crate::{Business, Offer, Price, Shape, Tier};

pub(super) fn find(business: &Business, found: &mut Vec<Finding>) {
    for (plan_name, plan) in &business.plans {
        for (name, product) in &plan.products {
            if let Offer::Fixed(price) = &product.price {
                let place = format!("plan '{plan_name}'");
                let path = format!("plans.{plan_name}.products.{name}");
                found.extend(of_price(business, name, price, &place, path));
            }
        }
    }
    for (name, product) in &business.products {
        let sold = business.plans.values().any(|plan| plan.products.contains_key(name));
        if let (false, Some(Offer::Fixed(price))) = (sold, &product.price) {
            found.extend(of_price(business, name, price, "the list", format!("products.{name}.price")));
        }
    }
}

fn of_price(business: &Business, product: &str, price: &Price, place: &str, path: String) -> Option<Finding> {
    let Shape::Volume { tiers, .. } = &price.shape else { return None };
    let stretches: Vec<Stretch> =
        tiers.windows(2).enumerate().filter_map(|(index, pair)| stretch(price, tiers, index, pair)).collect();
    let worst = stretches.first()?;
    let units = units(business, product, price);
    let said: Vec<String> = stretches
        .iter()
        .enumerate()
        .map(|(index, s)| {
            let named = if index == 0 { format!(" {units} cost") } else { String::new() };
            match s.first == s.last {
                true => format!("{}{named} more than {}", s.last, s.next),
                false => format!("{} to {}{named} more than {}", s.first, s.last, s.next),
            }
        })
        .collect();
    let mut advice = format!(
        "{} {units} cost {} and {} cost {}",
        worst.last,
        money(business, worst.cost),
        worst.next,
        money(business, worst.next_cost)
    );
    if let Some(buys) = worst.buys {
        advice.push_str(&format!(": the money for {} buys {buys}", worst.last));
    }
    advice.push_str(". Price the tiers with 'graduated', or let contracts in this stretch take the next threshold");
    let message = format!("{place}: {}", said.join(", "));
    Some(Finding::new(FindingKind::PriceCliff, path, message, advice))
}

/// Whole quantities from `first` to `last` cost more than `next`.
struct Stretch {
    first: i128,
    last: i128,
    next: i128,
    cost: Exact,
    next_cost: Exact,
    /// The most that the cost of `last` buys in the next tier.
    buys: Option<i128>,
}

/// The stretch at the end of tier `index`, whose successor is the second of the pair.
fn stretch(price: &Price, tiers: &[Tier], index: usize, pair: &[Tier]) -> Option<Stretch> {
    let [tier, after] = pair else { return None };
    // Tiers hold what is priced; a person counts what is included, too.
    let included = Exact::from(price.included);
    let bound = |tier: &Tier| tier.upto.and_then(|upto| Exact::from(upto).plus(included).ok()).map(Exact::floor);
    let last = bound(tier)?;
    let first_of_tier = match index.checked_sub(1) {
        Some(before) => bound(tiers.get(before)?)?.checked_add(1)?,
        None => 1,
    };
    let next = last.checked_add(1)?;
    let cost_of = |quantity: i128| total(price, Exact::from_whole(quantity));
    let (cost, next_cost) = (cost_of(last)?, cost_of(next)?);
    if last < first_of_tier || cost <= next_cost {
        return None;
    }
    // Within a tier more never costs less: the first quantity that costs too much is found by halving.
    let (mut low, mut high) = (first_of_tier, last);
    while low < high {
        let middle = low + (high - low) / 2;
        if cost_of(middle)? > next_cost { high = middle } else { low = middle + 1 }
    }
    Some(Stretch {
        first: low,
        last,
        next,
        cost,
        next_cost,
        buys: buys(price, after, cost).filter(|buys| *buys > next),
    })
}

fn buys(price: &Price, after: &Tier, cost: Exact) -> Option<i128> {
    if after.size != kernel::Decimal::ONE || after.each.is_zero() {
        return None;
    }
    let most =
        cost.minus(after.flat.into()).ok()?.over(after.each.into()).ok()?.plus(price.included.into()).ok()?.floor();
    let bound = after.upto.map_or(most, |upto| most.min(Exact::from(upto).floor()));
    // A minimum or maximum of the line may say otherwise.
    let sure = in_tier(after, Exact::from_whole(bound)).is_some_and(|total| total <= cost);
    (sure && price.min.is_none() && price.max.is_none()).then_some(bound)
}

fn units(business: &Business, product: &str, price: &Price) -> String {
    let meter = business.products.get(product).and_then(|product| product.meter.as_ref());
    match (&price.per, meter.and_then(|meter| business.meters.get(meter))) {
        (Some(unit), _) => format!("{unit}s"),
        (None, Some(meter)) => meter.unit.plural.clone(),
        (None, None) => "units".to_owned(),
    }
}

fn money(business: &Business, amount: Exact) -> String {
    match amount.to_decimal_rounded(business.currency.places(), RoundingMode::HalfUp) {
        Ok(amount) => format!("{amount} {}", business.currency),
        Err(_) => amount.to_string(),
    }
}
