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
    let Occurrence { value: length, at, zone } = event;
    if length > BANDS_CALL_SECONDS_MAX.into() {
        return Err(Overflow.into());
    }
    let opening = calendar::in_force(bands, Wall::at(second_of(at), zone)?.moment())?;
    let mut sum = Sum::ZERO;
    if length > Decimal::ZERO {
        increments(bands, event, &mut sum)?;
    }
    call::around(&opening.call, length, sum)
}

fn increments(bands: &[Band], event: Occurrence<'_>, sum: &mut Sum) -> Result<(), RatingError> {
    let fraction = Decimal::new(event.at.subsec_nanosecond().into(), 9).normalize();
    let quantities = bands.iter().flat_map(|band| call::quantities(&band.call.tiers));
    let grid = Grid::for_all(quantities.chain([event.value, fraction]))?;
    // Ticks from the call's beginning to the beginning of the second it falls in, and from there to any other second.
    let start = second_of(event.at);
    let within = grid.ticks(fraction)?.rem_euclid(grid.unit);
    let end = grid.ticks(event.value)?;
    let second_at = |at: i128| i64::try_from((at + within).div_euclid(grid.unit)).map_err(|_| Overflow);
    let last = start.checked_add(second_at(end)?).ok_or(Overflow)?;
    let mut at = 0;
    while at < end {
        let second = start.checked_add(second_at(at)?).ok_or(Overflow)?;
        let wall = Wall::at(second, event.zone)?;
        let moment = wall.moment();
        let band = calendar::in_force(bands, moment)?;
        let change = wall.bounded(second + calendar::seconds_to_change(bands, moment), last, event.zone)?;
        let change_at = i128::from(change - start) * grid.unit - within;
        at = call::increments(&band.call.tiers, grid, at..end.min(change_at), sum)?;
    }
    Ok(())
}

/// The second that `at` falls in, since 1970.
fn second_of(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

/// A second of the world, and what a wall clock is ahead of it then.
#[derive(Clone, Copy)]
struct Wall {
    second: i64,
    ahead: i32,
}

impl Wall {
    fn at(second: i64, zone: &TimeZone) -> Result<Self, Overflow> {
        let at = Timestamp::from_second(second).map_err(|_| Overflow)?;
        Ok(Self { second, ahead: zone.to_offset(at).seconds() })
    }

    fn moment(self) -> calendar::Moment {
        calendar::Moment::of(self.second + i64::from(self.ahead))
    }

    /// `change`, or the moment before it at which clocks are put forward or back, if the call lasts until then.
    fn bounded(self, change: i64, last: i64, zone: &TimeZone) -> Result<i64, Overflow> {
        // Less than a day ahead, and no zone changes twice within a day.
        if Self::at(change.min(last), zone)?.ahead == self.ahead {
            return Ok(change);
        }
        let now = Timestamp::from_second(self.second).map_err(|_| Overflow)?;
        let transition = zone.following(now).next().map(|transition| transition.timestamp().as_second());
        Ok(transition.map_or(change, |transition| transition.clamp(self.second + 1, change)))
    }
}

#[cfg(test)]
mod tests;
