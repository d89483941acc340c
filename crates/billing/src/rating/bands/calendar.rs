//! Which band is in force at a moment of the wall clock, and until when.

use kernel::time::{Date, TimeZone, Timestamp, Weekday};
use model::Band;

use crate::rating::RatingError;

const DAY_SECONDS: i64 = 86_400;

/// A band that began on an earlier day is still in force if none has begun since. How far back it is looked for.
const BAND_LOOKBACK_DAYS_MAX: i64 = 366;

/// A day and a second of it on the wall clock.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    /// Days since 1970-01-01.
    day: i64,
    second: i64,
}

impl Moment {
    /// From seconds since 1970-01-01T00:00 on the wall clock.
    pub fn of(wall_second: i64) -> Self {
        Self { day: wall_second.div_euclid(DAY_SECONDS), second: wall_second.rem_euclid(DAY_SECONDS) }
    }
}

/// Of the bands that have begun on this day, the heaviest; of equal weight, the one that began last; of those, the
/// one written first. If none has begun yet, the same of the nearest earlier day.
///
/// With it, the seconds until another band may begin: the next beginning on this day, or midnight.
pub(super) fn in_force(bands: &[Band], moment: Moment) -> Result<(&Band, i64), RatingError> {
    let weekday = weekday(moment.day);
    let (mut best, mut next) = (None, DAY_SECONDS);
    for band in bands {
        let start = i64::from(band.start_s);
        // Asking the calendar is dearer than comparing seconds.
        if (start > moment.second && start >= next) || !begins_on(band, moment.day, weekday) {
            continue;
        }
        if start > moment.second {
            next = start;
        } else {
            best = Some(best.map_or(band, |best| heavier(best, band)));
        }
    }
    let band = best.or_else(|| earlier(bands, moment.day)).ok_or(RatingError::Unrated)?;
    Ok((band, next - moment.second))
}

/// The band in force at the end of the nearest day before `day` on which one began.
fn earlier(bands: &[Band], day: i64) -> Option<&Band> {
    let dated = bands.iter().any(|band| band.month.is_some() || band.day_of_month.is_some());
    let days = if dated { BAND_LOOKBACK_DAYS_MAX } else { 7 };
    (day - days..day).rev().find_map(|day| {
        let weekday = weekday(day);
        bands.iter().filter(|band| begins_on(band, day, weekday)).reduce(heavier)
    })
}

fn heavier<'b>(best: &'b Band, band: &'b Band) -> &'b Band {
    let order = band.weight.cmp(&best.weight).then(band.start_s.cmp(&best.start_s));
    if order.is_gt() { band } else { best }
}

fn begins_on(band: &Band, day: i64, weekday: Weekday) -> bool {
    let on_weekday = band.days.is_empty() || band.days.contains(&weekday);
    let undated = band.month.is_none() && band.day_of_month.is_none();
    on_weekday && (undated || date(day).is_some_and(|date| matches_date(band, date)))
}

fn matches_date(band: &Band, date: Date) -> bool {
    band.month.is_none_or(|month| month == date.month()) && band.day_of_month.is_none_or(|day| day == date.day())
}

/// 1970-01-01 was a Thursday.
fn weekday(day: i64) -> Weekday {
    match (day + 3).rem_euclid(7) {
        0 => Weekday::Monday,
        1 => Weekday::Tuesday,
        2 => Weekday::Wednesday,
        3 => Weekday::Thursday,
        4 => Weekday::Friday,
        5 => Weekday::Saturday,
        _ => Weekday::Sunday,
    }
}

fn date(day: i64) -> Option<Date> {
    let midnight = Timestamp::from_second(day.checked_mul(DAY_SECONDS)?).ok()?;
    Some(TimeZone::UTC.to_datetime(midnight).date())
}
