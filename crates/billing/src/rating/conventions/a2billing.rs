//! A2Billing: beyond the initial block the *whole* call is rounded up to the increment, not what follows the block.
//! (`30/60` bills 45 seconds as 60; by started increments it is 30 + 60.)

use kernel::{Decimal, Exact};

use crate::rating::RatingError;

/// In units of the event, usually seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockTotal {
    /// What a call is billed at least, once it is answered.
    pub initial: Decimal,
    pub increment: Decimal,
    pub rate: Decimal,
    /// The rate is for this many units.
    pub per: Decimal,
}

impl BlockTotal {
    /// How many units of a call are billed.
    pub fn billed(&self, length: Decimal) -> Result<Exact, RatingError> {
        if length <= Decimal::ZERO {
            return Ok(Exact::ZERO);
        }
        if length <= self.initial {
            return Ok(self.initial.into());
        }
        let increment = Exact::from(self.increment);
        Ok(Exact::from(length).started(increment)?.times(increment)?)
    }

    pub fn rate_event(&self, length: Decimal) -> Result<Exact, RatingError> {
        Ok(self.billed(length)?.times(self.rate.into())?.over(self.per.into())?)
    }
}
