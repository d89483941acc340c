use kernel::{
    Decimal, Exact,
    time::{TimeZone, Weekday},
};
use model::{Band, Call, CallTier, Shape};

use crate::rating::{Occurrence, RatingError, rate_event};

/// A band from so many hours and minutes on, at so much a second.
fn band(start: (u32, u32), rate: i64) -> Band {
    let tier = CallTier { from: Decimal::ZERO, rate: rate.into(), per: Decimal::ONE, increment: Decimal::ONE };
    Band {
        name: String::new(),
        days: Vec::new(),
        start_s: start.0 * 3600 + start.1 * 60,
        month: None,
        day_of_month: None,
        weight: Decimal::ZERO,
        call: Call { connect: Decimal::ZERO, connect_at_zero: false, tiers: vec![tier], min: None, max: None },
    }
}

fn price(bands: &[Band], at: &str, zone: &str, seconds: i64) -> Result<Exact, RatingError> {
    let zone = TimeZone::get(zone).unwrap();
    let event = Occurrence { value: seconds.into(), at: at.parse().unwrap(), zone: &zone };
    rate_event(&Shape::Bands(bands.to_vec()), event)
}

#[track_caller]
fn assert_price(bands: &[Band], at: &str, zone: &str, seconds: i64, expected: i64) {
    assert_eq!(price(bands, at, zone, seconds), Ok(expected.into()), "{at} in {zone}");
}

#[test]
fn the_band_changes_on_the_second() {
    let bands = [band((0, 0), 1), band((18, 0), 100)];
    assert_price(&bands, "2025-06-02T17:59:58Z", "UTC", 1, 1);
    assert_price(&bands, "2025-06-02T17:59:59Z", "UTC", 2, 101);
    assert_price(&bands, "2025-06-02T18:00:00Z", "UTC", 1, 100);
    assert_price(&bands, "2025-06-02T23:59:59Z", "UTC", 3, 102);
    // An increment that has started stays with its band.
    assert_price(&bands, "2025-06-02T17:59:59.5Z", "UTC", 2, 101);
}

#[test]
fn the_wall_clock_of_the_zone_counts() {
    let bands = [band((0, 0), 1), band((18, 0), 100)];
    assert_price(&bands, "2025-06-02T21:59:59Z", "America/New_York", 2, 101);
    assert_price(&bands, "2025-06-02T12:14:59Z", "Asia/Kathmandu", 2, 101);
}

#[test]
fn clocks_put_forward_skip_what_they_skip() {
    // In Berlin, 2025-03-30T02:00 is followed by 03:00, at 01:00Z.
    let bands = [band((0, 0), 1), band((2, 30), 100), band((4, 0), 10_000)];
    assert_price(&bands, "2025-03-30T00:59:58Z", "Europe/Berlin", 4, 2 + 200);
    assert_price(&bands, "2025-03-30T00:30:00Z", "Europe/Berlin", 3600, 1800 + 180_000);
    assert_price(&bands, "2025-03-30T00:00:00Z", "Europe/Berlin", 7201, 3600 + 360_000 + 10_000);
}

#[test]
fn clocks_put_back_pass_the_same_hour_twice() {
    // In Berlin, 2025-10-26T03:00 is 02:00 again, at 01:00Z.
    let bands = [band((0, 0), 1), band((2, 30), 100)];
    assert_price(&bands, "2025-10-26T00:29:59Z", "Europe/Berlin", 2, 101);
    assert_price(&bands, "2025-10-26T00:59:59Z", "Europe/Berlin", 2, 101);
    assert_price(&bands, "2025-10-26T01:29:59Z", "Europe/Berlin", 2, 101);
    assert_price(&bands, "2025-10-26T00:00:00Z", "Europe/Berlin", 7200, 2 * (1800 + 180_000));
}

#[test]
fn a_band_lasts_until_another_begins() {
    let bands = [band((8, 0), 100), band((20, 0), 1)];
    assert_price(&bands, "2025-06-03T03:00:00Z", "UTC", 10, 10);
    let mut only = band((9, 0), 7);
    only.days = vec![Weekday::Monday];
    assert_price(&[only], "2025-06-08T23:00:00Z", "UTC", 10, 70);
}

#[test]
fn a_holiday_outweighs_the_time_of_day() {
    let mut holiday = band((0, 0), 1);
    (holiday.month, holiday.day_of_month, holiday.weight) = (Some(1), Some(1), Decimal::TEN);
    let bands = [band((0, 0), 10), band((8, 0), 100), holiday];
    assert_price(&bands, "2025-01-01T09:00:00Z", "UTC", 1, 1);
    assert_price(&bands, "2024-12-31T23:59:59Z", "UTC", 2, 100 + 1);
    assert_price(&bands, "2025-01-01T23:59:59Z", "UTC", 2, 1 + 10);
}

#[test]
fn the_band_at_the_answer_sets_fee_minimum_and_maximum() {
    let mut day = band((0, 0), 1);
    (day.call.connect, day.call.min, day.call.max) = (5.into(), Some(10.into()), Some(20.into()));
    let mut night = band((18, 0), 3);
    night.call.connect = 1000.into();
    let bands = [day, night];
    assert_price(&bands, "2025-06-02T17:59:58Z", "UTC", 4, 5 + 2 + 6);
    assert_price(&bands, "2025-06-02T17:59:58Z", "UTC", 1, 10);
    assert_price(&bands, "2025-06-02T17:59:58Z", "UTC", 60, 20);
    assert_price(&bands, "2025-06-02T18:00:00Z", "UTC", 1, 1003);
    assert_price(&bands, "2025-06-02T17:00:00Z", "UTC", 0, 0);
}

#[test]
fn without_a_band_or_a_tier_a_call_is_unrated() {
    assert_eq!(price(&[], "2025-06-02T17:59:58Z", "UTC", 0), Err(RatingError::Unrated));
    let mut late = band((0, 0), 1);
    late.call.tiers[0].from = Decimal::TEN;
    assert_eq!(price(&[late], "2025-06-02T17:59:58Z", "UTC", 1), Err(RatingError::Unrated));
}

#[test]
fn a_call_of_more_than_a_year_is_refused() {
    let bands = [band((0, 0), 1)];
    let year = 366 * 86_400;
    assert_price(&bands, "2025-06-02T00:00:00Z", "UTC", year, year);
    assert!(matches!(price(&bands, "2025-06-02T00:00:00Z", "UTC", year + 1), Err(RatingError::Overflow(_))));
    assert!(price(&bands, "9999-12-30T00:00:00Z", "UTC", year).is_err());
}
