//! The terms around a shape: what is included, and the least and the most a line costs.

use kernel::Exact;
use model::Price;

use super::{Charge, Clamp, RatingError, RatingOptions, rate};

/// Prices a period's quantity under a whole price: less what is included, then the shape, then minimum and maximum.
pub fn terms(price: &Price, quantity: Exact, options: RatingOptions) -> Result<(Charge, Clamp), RatingError> {
    let charge = rate(&price.shape, beyond_included(price, quantity)?, options)?;
    let clamp = clamp(price, charge.total()?)?;
    Ok((charge, clamp))
}

/// The units that are priced: those beyond the included ones. What was given back beyond zero stays negative.
pub fn beyond_included(price: &Price, quantity: Exact) -> Result<Exact, RatingError> {
    let included = Exact::from(price.included);
    if quantity > included { Ok(quantity.minus(included)?) } else { Ok(quantity.min(Exact::ZERO)) }
}

/// What lifts a period's total to the price's minimum or lowers it to its maximum. For the per-event shapes, whose
/// total is a sum over events, this is all of the terms.
pub fn clamp(price: &Price, total: Exact) -> Result<Clamp, RatingError> {
    let held = super::percent::held(total, price.min, price.max);
    Ok(Clamp { by: held.minus(total)? })
}
