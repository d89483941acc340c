//! A call by the time of day: the band is chosen anew wherever an increment starts.

mod calendar;

use kernel::{
    Decimal, Exact, Overflow,
    time::{TimeZone, Timestamp},
};
use model::Band;

use super::{
    Occurrence, RatingError, call,
    sum::{Grid, Sum},
};

/// Longest call that is rated by bands, in seconds: a year. Beyond it, the event is wrong, not long.
const BANDS_CALL_SECONDS_MAX: i64 = 366 * 86_400;

/// The price of a call that begins at the event's time. Its connection fee, minimum and maximum are those of the band
/// in force then; each increment is charged by the band in force when it starts.
///
/// Time of day is what a clock on the wall shows: a band from 02:30 begins late on the day that skips 02:30, and on
/// the day that has 01:30 twice a band from 01:30 begins twice.
pub(super) fn rate_event(bands: &[Band], event: Occurrence<'_>) -> Result<Exact, RatingError> {
    if event.value > BANDS_CALL_SECONDS_MAX.into() {
        return Err(Overflow.into());
    }
    let opening = Stretch::from(bands, second_of(event.at), event.zone)?;
    let mut sum = Sum::ZERO;
    if event.value > Decimal::ZERO {
        increments(bands, event, opening, &mut sum)?;
    }
    call::around(&opening.band.call, event.value, sum)
}

fn increments<'b>(
    bands: &'b [Band],
    event: Occurrence<'_>,
    opening: Stretch<'b>,
    sum: &mut Sum,
) -> Result<(), RatingError> {
    let fraction = Decimal::new(event.at.subsec_nanosecond().into(), 9).normalize();
    let quantities = bands.iter().flat_map(|band| call::quantities(&band.call.tiers));
    let grid = Grid::for_all(quantities.chain([event.value, fraction]))?;
    // Ticks from the second that the call begins in to the call's beginning.
    let within = grid.ticks(fraction)?.rem_euclid(grid.unit);
    let end = grid.ticks(event.value)?;
    let second_at = |at: i128| {
        let seconds = i64::try_from((at + within).div_euclid(grid.unit)).ok();
        seconds.and_then(|seconds| opening.second.checked_add(seconds)).ok_or(Overflow)
    };
    let last = second_at(end)?;
    let (mut at, mut stretch) = (0, opening);
    loop {
        let change = stretch.change(last, event.zone)?;
        let change_at = i128::from(change - opening.second) * grid.unit - within;
        at = call::increments(&stretch.band.call.tiers, grid, at..end.min(change_at), sum)?;
        if at >= end {
            return Ok(());
        }
        stretch = Stretch::from(bands, second_at(at)?, event.zone)?;
    }
}

/// The second that `at` falls in, since 1970.
fn second_of(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

/// A second since 1970, the band in force from then on, and for how many seconds of the wall clock at least.
#[derive(Clone, Copy)]
struct Stretch<'b> {
    second: i64,
    band: &'b Band,
    wall_seconds: i64,
    /// Seconds by which the wall clock is ahead of UTC.
    ahead: i32,
}

impl<'b> Stretch<'b> {
    fn from(bands: &'b [Band], second: i64, zone: &TimeZone) -> Result<Self, RatingError> {
        let ahead = ahead(second, zone)?;
        let moment = calendar::Moment::of(second + i64::from(ahead));
        let (band, wall_seconds) = calendar::in_force(bands, moment)?;
        Ok(Self { second, band, wall_seconds, ahead })
    }

    /// The second at which another band may be in force: because one begins, or because clocks are put forward or
    /// back before that. Beyond the call's `last` second, nobody asks.
    fn change(&self, last: i64, zone: &TimeZone) -> Result<i64, Overflow> {
        let change = self.second + self.wall_seconds;
        // Less than a day ahead, and no zone changes twice within a day.
        if ahead(change.min(last), zone)? == self.ahead {
            return Ok(change);
        }
        let now = Timestamp::from_second(self.second).map_err(|_| Overflow)?;
        let transition = zone.following(now).next().map(|transition| transition.timestamp().as_second());
        Ok(transition.map_or(change, |transition| transition.clamp(self.second + 1, change)))
    }
}

fn ahead(second: i64, zone: &TimeZone) -> Result<i32, Overflow> {
    let at = Timestamp::from_second(second).map_err(|_| Overflow)?;
    Ok(zone.to_offset(at).seconds())
}

#[cfg(test)]
mod tests;
