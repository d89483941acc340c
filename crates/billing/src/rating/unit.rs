//! Each unit at the same price.

use kernel::{Decimal, Exact};

use super::{Charge, Part, RatingError};

pub(super) fn rate(price: Decimal, quantity: Exact) -> Result<Charge, RatingError> {
    if quantity.is_zero() {
        return Ok(Charge::default());
    }
    let amount = quantity.times(price.into())?;
    Ok(Charge { parts: vec![Part { quantity, price: Some(price), amount }] })
}
