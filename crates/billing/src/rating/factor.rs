//! The quantity is itself an amount, passed on with a factor: cost-plus.

use kernel::{Decimal, Exact};

use super::{Charge, Part, RatingError};

pub(super) fn rate(factor: Decimal, quantity: Exact) -> Result<Charge, RatingError> {
    if quantity.is_zero() {
        return Ok(Charge::default());
    }
    let amount = quantity.times(factor.into())?;
    Ok(Charge { parts: vec![Part { quantity, price: Some(factor), amount }] })
}
