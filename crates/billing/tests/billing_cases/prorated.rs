//! Recurring quantities prorated by the day.

use billing::rating::prorated::{DayOfReturn, days_left, prorated_sum};
use kernel::{Exact, Period, time::TimeZone};

use super::shapes::*;

fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap()
}

#[test]
fn c29_a_recurring_sum_counts_each_change_for_its_days() {
    for zone in [TimeZone::UTC, paris()] {
        let may = Period::parse("2023-05", &zone).unwrap();
        let on_the_26th = kernel::time::civil::date(2023, 5, 26).at(13, 5, 0, 0).to_zoned(zone.clone()).unwrap();
        let changes = [(on_the_26th.timestamp(), d("12")), (on_the_26th.timestamp(), d("12"))];
        let sum = prorated_sum(may, &zone, d("5"), changes, DayOfReturn::Free).unwrap();
        assert_eq!(sum, e("299/31"));
        // The product rounds each event up at five places.
        let off = sum.minus(e("9.64517")).unwrap();
        assert!(off.max(off.negated()) <= e("0.0001"));
    }
}

#[test]
fn c29_a_change_at_the_start_of_the_period_counts_once_and_in_full() {
    let may = Period::parse("2023-05", &TimeZone::UTC).unwrap();
    let sum = |carried, at, change| {
        prorated_sum(may, &TimeZone::UTC, d(carried), [(at, d(change))], DayOfReturn::Free).unwrap()
    };
    assert_eq!(sum("0", may.start, "5"), e("5"));
    assert_eq!(sum("5", may.end, "7"), e("5"));
}

#[test]
fn a_day_of_twenty_three_hours_is_a_day() {
    let march = Period::parse("2024-03", &paris()).unwrap();
    let at = |text: &str| text.parse().unwrap();
    assert_eq!(days_left(march, &paris(), at("2024-03-31T21:59:59Z")).unwrap(), e("1/31"));
    assert_eq!(days_left(march, &paris(), at("2024-03-31T22:00:00Z")).unwrap(), Exact::ZERO);
    let february = Period::parse("2024-02", &paris()).unwrap();
    assert_eq!(days_left(february, &paris(), at("2024-02-04T12:00:00Z")).unwrap(), e("26/29"));
}
