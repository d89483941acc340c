//! Half-open stretches of time.

use std::fmt;

use crate::time::{Date, TimeZone, Timestamp, ToSpan};

/// The instants from `start` up to, but not including, `end`. An event at `end` belongs to the next period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    pub start: Timestamp,
    pub end: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    #[error("'{0}' is not a period: write a month like 2025-10 or a year like 2025")]
    NotAPeriod(String),
    #[error("the period lies outside the calendar")]
    OutOfRange,
}

impl Period {
    pub fn contains(&self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }

    /// From midnight of `first` to midnight of `after` in `zone`.
    pub fn between(first: Date, after: Date, zone: &TimeZone) -> Result<Self, PeriodError> {
        let midnight = |date: Date| {
            date.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).map_err(|_| PeriodError::OutOfRange)
        };
        Ok(Self { start: midnight(first)?, end: midnight(after)? })
    }

    /// The calendar month that contains `date`.
    pub fn month_of(date: Date, zone: &TimeZone) -> Result<Self, PeriodError> {
        let first = date.first_of_month();
        Self::between(first, first.checked_add(1.month()).map_err(|_| PeriodError::OutOfRange)?, zone)
    }

    /// A month written `2025-10`, or a year written `2025`, in `zone`.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, PeriodError> {
        let wrong = || PeriodError::NotAPeriod(text.to_owned());
        let well_formed = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        match text.split_once('-') {
            Some((year, month)) if well_formed(year, 4) && well_formed(month, 2) => {
                let first = Date::new(year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?, 1);
                Self::month_of(first.map_err(|_| wrong())?, zone)
            }
            None if well_formed(text, 4) => {
                let first = Date::new(text.parse().map_err(|_| wrong())?, 1, 1).map_err(|_| wrong())?;
                let after = first.checked_add(1.year()).map_err(|_| PeriodError::OutOfRange)?;
                Self::between(first, after, zone)
            }
            _ => Err(wrong()),
        }
    }

    /// The first day of the period in `zone`.
    pub fn first_day(&self, zone: &TimeZone) -> Date {
        self.start.to_zoned(zone.clone()).date()
    }

    /// The day after the last day of the period in `zone`.
    pub fn day_after(&self, zone: &TimeZone) -> Date {
        self.end.to_zoned(zone.clone()).date()
    }

    /// Whole calendar days in `zone`; a day of 23 or 25 hours counts as one.
    pub fn days(&self, zone: &TimeZone) -> i64 {
        self.first_day(zone).until(self.day_after(zone)).map_or(0, |span| span.get_days().into())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_follows_the_zone_and_its_summer_time() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let october = Period::parse("2025-10", &zone).unwrap();
        assert_eq!(october.start.to_string(), "2025-10-01T04:00:00Z");
        assert_eq!(october.end.to_string(), "2025-11-01T04:00:00Z");
        let november = Period::parse("2025-11", &zone).unwrap();
        assert_eq!(november.end.to_string(), "2025-12-01T05:00:00Z");
        assert_eq!(november.days(&zone), 30);
        assert!(!october.contains(october.end) && november.contains(october.end));
    }

    #[test]
    fn only_months_and_years_are_periods() {
        for wrong in ["", "2025-13", "25-10", "2025-1", "2025-10-01", "October", "-2025", "2025-"] {
            assert!(Period::parse(wrong, &TimeZone::UTC).is_err(), "{wrong}");
        }
        assert_eq!(Period::parse("2024", &TimeZone::UTC).unwrap().days(&TimeZone::UTC), 366);
    }
}
