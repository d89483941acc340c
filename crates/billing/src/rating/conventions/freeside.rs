//! Freeside: the call is rounded up first, then included minutes come off, then a connection charge covers the first
//! seconds of what is left.

use kernel::{Decimal, Exact};

use crate::rating::RatingError;

const MINUTE_SECONDS: i64 = 60;

/// A rate of Freeside. Lengths in seconds, prices in major units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallRate {
    pub granularity: Granularity,
    /// Minutes of the call that cost nothing, before anything else.
    pub included_minutes: Decimal,
    /// What the first `connection_seconds` beyond the included minutes cost together.
    pub connection_charge: Decimal,
    pub connection_seconds: Decimal,
    /// Per minute.
    pub rate: Decimal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// The whole call is rounded up to a multiple of so many seconds.
    Seconds(Decimal),
    /// Any answered call counts as one minute, so that the rate is per call (a granularity of 0 in Freeside).
    WholeCall,
}

impl CallRate {
    pub fn rate_event(&self, seconds: Decimal) -> Result<Exact, RatingError> {
        if seconds <= Decimal::ZERO {
            return Ok(Exact::ZERO);
        }
        let minute = Exact::from(MINUTE_SECONDS);
        let rounded = match self.granularity {
            Granularity::Seconds(step) => Exact::from(seconds).started(step.into())?.times(step.into())?,
            Granularity::WholeCall => minute,
        };
        let charged = rounded.minus(Exact::from(self.included_minutes).times(minute)?)?;
        if !charged.is_positive() {
            return Ok(Exact::ZERO);
        }
        let rest = charged.minus(self.connection_seconds.into())?.max(Exact::ZERO);
        Ok(rest.over(minute)?.times(self.rate.into())?.plus(self.connection_charge.into())?)
    }
}
