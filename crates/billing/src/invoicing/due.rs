//! When a price falls due.

use kernel::time::{Date, Span};
use model::Cadence;

/// How often a price of this cadence falls due in the days from `first_day` up to, not including, `day_after`,
/// under a contract that starts on `start`.
///
/// `Once`: in the period that contains the start. Every so many months: on the start's day of the month, counted from
/// the start (the 31st becomes the last day of a shorter month). So a monthly fee is due once in each month, twelve
/// times in a year, and a yearly one in the month of the anniversary. Nothing is due before the contract starts. A
/// period that the contract covers only in part is charged in full.
pub(super) fn times_due(cadence: Cadence, start: Date, first_day: Date, day_after: Date) -> u32 {
    let is_within = |date: Date| first_day <= date && date < day_after;
    let months = match cadence {
        Cadence::Once => return u32::from(is_within(start)),
        Cadence::Months(months) => i64::from(months.max(1)),
    };
    let months_between =
        |a: Date, b: Date| i64::from(b.year() - a.year()) * 12 + i64::from(b.month()) - i64::from(a.month());
    // The last due date that may still lie before the period, then onwards.
    let from = (months_between(start, first_day) / months - 1).max(0);
    let to = months_between(start, day_after) / months + 1;
    let due_on = |count: i64| start.checked_add(Span::new().try_months(count.checked_mul(months)?).ok()?).ok();
    let dates = (from..=to).filter_map(due_on).filter(|date| is_within(*date));
    u32::try_from(dates.count()).unwrap_or(u32::MAX)
}

/// The same for a price per measured unit. It is for what was measured in the period, however long that is, so a
/// monthly or shorter cadence always applies once, and a longer one once in the periods in which it falls due.
pub(super) fn times_due_metered(cadence: Cadence, start: Date, first_day: Date, day_after: Date) -> u32 {
    match cadence {
        Cadence::Months(months) if months <= 1 => 1,
        longer => times_due(longer, start, first_day, day_after).min(1),
    }
}

#[cfg(test)]
mod tests {
    use kernel::time::{ToSpan, civil::date};
    use proptest::prelude::*;

    use super::*;

    fn due(months: u32, start: Date, first: Date, after: Date) -> u32 {
        times_due(Cadence::Months(months), start, first, after)
    }

    #[test]
    fn cadences_against_periods() {
        let (october, november) = (date(2025, 10, 1), date(2025, 11, 1));
        let (year, next_year) = (date(2025, 1, 1), date(2026, 1, 1));
        // Monthly.
        assert_eq!(due(1, date(2024, 1, 1), october, november), 1);
        assert_eq!(due(1, date(2024, 1, 31), october, november), 1);
        assert_eq!(due(1, date(2025, 10, 15), october, november), 1);
        assert_eq!(due(1, date(2025, 10, 15), date(2025, 9, 1), october), 0);
        assert_eq!(due(1, date(2024, 6, 30), year, next_year), 12);
        assert_eq!(due(1, date(2025, 10, 15), year, next_year), 3);
        assert_eq!(due(1, date(2024, 1, 31), date(2025, 2, 1), date(2025, 3, 1)), 1);
        // Yearly.
        assert_eq!(due(12, date(2023, 10, 31), october, november), 1);
        assert_eq!(due(12, date(2023, 10, 31), date(2025, 9, 1), october), 0);
        assert_eq!(due(12, date(2023, 10, 31), year, next_year), 1);
        assert_eq!(due(12, date(2024, 2, 29), date(2025, 2, 1), date(2025, 3, 1)), 1);
        // Quarterly.
        assert_eq!(due(3, date(2024, 1, 1), october, november), 1);
        assert_eq!(due(3, date(2024, 1, 1), year, next_year), 4);
        // Longer than any calendar.
        assert_eq!(due(u32::MAX, october, october, november), 1);
        assert_eq!(due(u32::MAX, date(2024, 1, 1), october, november), 0);
        assert_eq!(due(0, october, october, november), 1);
        // Once.
        assert_eq!(times_due(Cadence::Once, october, october, november), 1);
        assert_eq!(times_due(Cadence::Once, november, october, november), 0);
    }

    #[test]
    fn what_is_measured_is_charged_in_every_period() {
        let week = (date(2025, 10, 6), date(2025, 10, 13));
        let metered = |cadence| times_due_metered(cadence, date(2024, 10, 1), week.0, week.1);
        assert_eq!(metered(Cadence::Months(1)), 1);
        assert_eq!(metered(Cadence::Months(12)), 0);
        let year = times_due_metered(Cadence::Months(3), date(2024, 10, 1), date(2025, 1, 1), date(2026, 1, 1));
        assert_eq!(year, 1);
    }

    proptest! {
        /// Every due date falls into exactly one of the months.
        #[test]
        fn months_add_up_to_the_year(start in 0i64..3000, months in 1u32..25) {
            let start = date(2020, 1, 1).checked_add(start.days()).unwrap();
            let first = |month: i64| date(2025, 1, 1).checked_add(month.months()).unwrap();
            let by_month: u32 = (0..12).map(|month| due(months, start, first(month), first(month + 1))).sum();
            prop_assert_eq!(by_month, due(months, start, first(0), first(12)));
        }
    }
}
