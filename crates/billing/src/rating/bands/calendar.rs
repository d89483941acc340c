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
pub(super) fn in_force(bands: &[Band], moment: Moment) -> Result<&Band, RatingError> {
    let dated = bands.iter().any(|band| band.month.is_some() || band.day_of_month.is_some());
    let lookback = if dated { BAND_LOOKBACK_DAYS_MAX } else { 7 };
    (0..=lookback)
        .find_map(|back| {
            let until = if back == 0 { moment.second } else { DAY_SECONDS };
            best(bands, moment.day - back, until)
        })
        .ok_or(RatingError::Unrated)
}

fn best(bands: &[Band], day: i64, until: i64) -> Option<&Band> {
    let begun = bands.iter().filter(|band| i64::from(band.start_s) <= until && begins_on(band, day));
    begun.reduce(|best, band| {
        let heavier = band.weight.cmp(&best.weight).then(band.start_s.cmp(&best.start_s));
        if heavier.is_gt() { band } else { best }
    })
}

/// Seconds until another band may begin: the next beginning on this day, or midnight.
pub(super) fn seconds_to_change(bands: &[Band], moment: Moment) -> i64 {
    let starts = bands.iter().filter(|band| begins_on(band, moment.day)).map(|band| i64::from(band.start_s));
    starts.filter(|start| *start > moment.second).min().unwrap_or(DAY_SECONDS).min(DAY_SECONDS) - moment.second
}

fn begins_on(band: &Band, day: i64) -> bool {
    let on_weekday = band.days.is_empty() || band.days.contains(&weekday(day));
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
