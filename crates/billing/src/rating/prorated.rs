//! A recurring quantity that changes within a period, by the day: a unit counts for the days it was held.

use kernel::{
    Decimal, Exact, Overflow, Period,
    time::{TimeZone, Timestamp},
};

/// Whether a unit still counts on the day it is given back. On the day it is taken it always counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOfReturn {
    /// Half-open days, ours: taken and given back on one day is nothing. (Kill Bill, OpenMeter, meteroid.)
    Free,
    /// Both ends inclusive: taken and given back on one day is one day. (Lago, for members of a unique count.)
    Counted,
}

/// The period's quantity: what was carried in, and each change for the rest of the period's days in `zone`, its own
/// day included, as a share of them. A change before the period counts in full, one after it not at all.
pub fn prorated_sum(
    period: Period,
    zone: &TimeZone,
    carried: Decimal,
    changes: impl IntoIterator<Item = (Timestamp, Decimal)>,
    day_of_return: DayOfReturn,
) -> Result<Exact, Overflow> {
    changes.into_iter().try_fold(Exact::from(carried), |sum, (at, change)| {
        let share = match day_of_return {
            DayOfReturn::Counted if change.is_sign_negative() => days_after(period, zone, at)?,
            DayOfReturn::Counted | DayOfReturn::Free => days_left(period, zone, at)?,
        };
        sum.plus(Exact::from(change).times(share)?)
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

/// The same without the day of `at`.
fn days_after(period: Period, zone: &TimeZone, at: Timestamp) -> Result<Exact, Overflow> {
    if at < period.start || at >= period.end {
        return days_left(period, zone, at);
    }
    days_left(period, zone, at)?.minus(Exact::ratio(1, period.days(zone).into())?)
}
