//! Quantities that stay until the next event: a disk, a seat count.

use kernel::{Decimal, Exact, Overflow, Period, time::Timestamp};
use model::Level;
use num_integer::Integer as _;

use super::{Reading, number::add_exactly};

/// The average of a level over a period: each level weighs as long as it lasts.
///
/// `levels` are in order of time; of those at the same instant the last counts. Exact to the nanosecond. A level
/// before the period counts from its start, one at or after the end not at all. For a period that is not over, the
/// present level is taken to stay until its end.
pub fn average_level(period: Period, carried: Decimal, levels: &[(Timestamp, Decimal)]) -> Result<Exact, Overflow> {
    let (start, end) = (period.start.as_nanosecond(), period.end.as_nanosecond());
    let total = end - start;
    if total <= 0 {
        return Err(Overflow);
    }
    let mut spans: Vec<(i128, Decimal)> = Vec::with_capacity(levels.len() + 1);
    let (mut since, mut level) = (start, carried);
    for (at, next) in levels {
        let at = at.as_nanosecond().clamp(since, end);
        if at < end {
            spans.push((at - since, level));
            (since, level) = (at, *next);
        }
    }
    spans.push((end - since, level));
    // Weights in the coarsest unit that divides them all keep the figures small.
    let unit = spans.iter().fold(total, |unit, (span, _)| unit.gcd(span));
    let mut sum = Exact::ZERO;
    for (span, level) in spans {
        sum = sum.plus(Exact::from(level).times(Exact::from_whole(span / unit))?)?;
    }
    sum.over(Exact::from_whole(total / unit))
}

/// The average level of a reading of a time-weighted meter: changes are added up to levels first.
pub fn average_of_reading(each: Level, period: Period, reading: &Reading) -> Result<Exact, Overflow> {
    match each {
        Level::Level => average_level(period, reading.carried, &reading.listed),
        Level::Change => {
            let mut level = reading.carried;
            let mut levels = Vec::with_capacity(reading.listed.len());
            for (at, change) in &reading.listed {
                level = add_exactly(level, *change).ok_or(Overflow)?;
                levels.push((*at, level));
            }
            average_level(period, reading.carried, &levels)
        }
    }
}

#[cfg(test)]
mod tests;
