//! Started packages: eleven units in packages of ten are two.

use kernel::{Decimal, Exact};

use super::{Charge, Part, RatingError};

/// The part's quantity is a number of packages.
pub(super) fn rate(size: Decimal, price: Decimal, quantity: Exact) -> Result<Charge, RatingError> {
    let packages = quantity.started(size.into())?;
    if packages.is_zero() {
        return Ok(Charge::default());
    }
    let amount = packages.times(price.into())?;
    Ok(Charge { parts: vec![Part { quantity: packages, price: Some(price), amount }] })
}
