use kernel::time::TimeZone;
use proptest::prelude::*;

use super::*;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn month(text: &str) -> Period {
    Period::parse(text, &TimeZone::UTC).unwrap()
}

fn average(period: &str, carried: &str, levels: &[(&str, &str)]) -> String {
    let levels: Vec<_> = levels.iter().map(|(time, level)| (at(time), number(level))).collect();
    average_level(month(period), number(carried), &levels).unwrap().to_string()
}

#[test]
fn each_level_weighs_as_long_as_it_lasts() {
    assert_eq!(average("2025-06", "10", &[]), "10");
    assert_eq!(average("2025-06", "0", &[("2025-06-16T00:00:00Z", "10")]), "5");
    assert_eq!(average("2025-06", "4", &[("2025-06-16T00:00:00Z", "10"), ("2025-06-16T00:00:00Z", "8")]), "6");
    assert_eq!(average("2025-06", "4", &[("2025-05-01T00:00:00Z", "8"), ("2025-07-01T00:00:00Z", "99")]), "8");
    assert_eq!(average("2025-06", "0", &[("2025-06-30T23:59:59.999999999Z", "2592000000000000")]), "1");
}

/// C27: a weighted sum carried over between periods, to the cent.
#[test]
fn c27_changes_are_carried_into_the_next_period() {
    let reading = |carried: &str, changes: &[(&str, &str)]| Reading {
        carried: number(carried),
        listed: changes.iter().map(|(time, change)| (at(time), number(change))).collect(),
        ..Reading::default()
    };
    let cents = |period: &str, reading: &Reading| {
        let average = average_of_reading(Level::Change, month(period), reading).unwrap();
        kernel::Money::settle(average, kernel::Currency::EUR, kernel::RoundingMode::HalfUp).unwrap().minor
    };
    assert_eq!(cents("2023-03", &reading("0", &[("2023-03-05T00:00:00Z", "2500")])), 217_742);
    let april = reading("2500", &[("2023-04-04T00:00:00Z", "-2000"), ("2023-04-06T00:00:00Z", "-200")]);
    assert_eq!(cents("2023-04", &april), 53_333);
    assert_eq!(cents("2023-05", &reading("300", &[])), 30_000);
}

#[test]
fn an_empty_period_and_a_figure_beyond_exactness_are_errors() {
    let now = at("2025-06-01T00:00:00Z");
    assert_eq!(average_level(Period { start: now, end: now }, Decimal::ONE, &[]), Err(Overflow));
    let odd = [(at("2025-06-01T00:00:00.000000001Z"), Decimal::MAX)];
    assert_eq!(average_level(month("2025-06"), Decimal::ZERO, &odd), Err(Overflow));
}

proptest! {
    /// Splitting a period changes nothing: the parts' averages, weighed by their length, are the whole's.
    #[test]
    fn splitting_a_period_changes_nothing(
        carried in 0i64..1000,
        mut events in proptest::collection::vec((0i64..2_592_000, 0i64..1000), 0..12),
        cut in 1i64..2_591_999,
    ) {
        events.sort_by_key(|(second, _)| *second);
        let whole = month("2025-06");
        let at = |second: i64| Timestamp::from_second(whole.start.as_second() + second).unwrap();
        let levels: Vec<_> = events.iter().map(|(second, level)| (at(*second), Decimal::from(*level))).collect();
        let (first, second) = (Period { end: at(cut), ..whole }, Period { start: at(cut), ..whole });
        let carried = Decimal::from(carried);
        let at_cut = levels.iter().rev().find(|(time, _)| *time < first.end).map_or(carried, |(_, level)| *level);
        let weigh = |period: Period, carried: Decimal| {
            let seconds = period.end.as_second() - period.start.as_second();
            average_level(period, carried, &levels.iter().copied().filter(|(time, _)| period.contains(*time)).collect::<Vec<_>>())
                .unwrap().times(Exact::from(seconds)).unwrap()
        };
        prop_assert_eq!(weigh(whole, carried), weigh(first, carried).plus(weigh(second, at_cut)).unwrap());
    }
}
