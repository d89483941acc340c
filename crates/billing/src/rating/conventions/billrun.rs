//! BillRun: an event against what is left of a bundle, with a subscriber's factor on the price.

use kernel::{Decimal, Exact};

use crate::rating::{RatingError, package};

/// The price of one event beyond its bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBundle {
    /// Units of the bundle that earlier events have left.
    pub included_left: Decimal,
    /// Started intervals are charged, counted from where the bundle ends.
    pub interval: Decimal,
    pub price: Decimal,
    /// The subscriber's share of the price: 1 is the full price, 0 is free.
    pub factor: Decimal,
}

impl OverBundle {
    pub fn rate_event(&self, volume: Decimal) -> Result<Exact, RatingError> {
        let over = Exact::from(volume).minus(self.included_left.into())?.max(Exact::ZERO);
        let charge = package::rate(self.interval, self.price, over)?;
        Ok(charge.total()?.times(self.factor.into())?)
    }

    /// What the event leaves of the bundle, for the next one.
    pub fn left_after(&self, volume: Decimal) -> Result<Exact, RatingError> {
        Ok(Exact::from(self.included_left).minus(volume.into())?.max(Exact::ZERO))
    }
}
