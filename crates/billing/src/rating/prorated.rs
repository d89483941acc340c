//! A recurring quantity that changes within a period, by the day: a unit counts for the days it was held.

use kernel::{
    Decimal, Exact, Overflow, Period,
    time::{TimeZone, Timestamp},
};

/// The period's quantity: what was carried in, and each change for its own day and the days after it, as a share of
/// the period's days in `zone`. A change before the period counts in full, one after it not at all.
pub fn prorated_sum(
    period: Period,
    zone: &TimeZone,
    carried: Decimal,
    changes: impl IntoIterator<Item = (Timestamp, Decimal)>,
) -> Result<Exact, Overflow> {
    changes.into_iter().try_fold(Exact::from(carried), |sum, (at, change)| {
        sum.plus(Exact::from(change).times(days_left(period, zone, at)?)?)
    })
}

/// The share of the period's days from the day of `at` on, that day included: 26 of 29 from 4 February of a leap year.
pub fn days_left(period: Period, zone: &TimeZone, at: Timestamp) -> Result<Exact, Overflow> {
    if at <= period.start {
        return Ok(Exact::ONE);
    }
    if at >= period.end {
        return Ok(Exact::ZERO);
    }
    let left = Period { start: at, end: period.end }.days(zone);
    Exact::ratio(left.into(), period.days(zone).into())
}
